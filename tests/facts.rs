//! What facts say of small exchanges.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontegg_lint::exchange::{
    Exchange, Format, Header, Kept, Origin, Request, Response, Sent, SetBy, Time, Url,
};
use frontegg_lint::facts::answer::Signature;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::table::{Spot, TABLE, by_name};
use frontegg_lint::facts::{Environment, Ground, Session, Settings, Value, gather};
use frontegg_lint::source::{Source, Span, Text};
use frontegg_lint::truth::{Fact, Why};
use serde_json::json;

/// An exchange in the making; `$NAME` in any part is a variable.
struct Call {
    written: String,
    exchange: Exchange,
}

impl Call {
    fn new(method: &str, url: &str) -> Self {
        let mut written = String::from("curl ");
        let method = text(&mut written, method);
        let url = Url::split(&text(&mut written, url));
        let request =
            Request { method, url, headers: Vec::new(), kept: Kept::All, body: Fact::Absent };
        let exchange = Exchange {
            number: 1,
            source: Arc::new(Source::new("test", "")),
            span: Span::default(),
            format: Format::Shell,
            origin: Origin::Written,
            sent: Sent::Yes,
            started: Fact::Absent,
            request,
            response: Fact::Absent,
            accidents: Vec::new(),
            pointer: None,
        };
        Self { written, exchange }
    }

    fn header(mut self, name: &str, value: &str) -> Self {
        let name = text(&mut self.written, name);
        let value = text(&mut self.written, value);
        self.exchange.request.headers.push(Header { name, value, set: SetBy::Text });
        self
    }

    fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    fn body(mut self, body: &str) -> Self {
        self.exchange.request.body = Fact::Known(text(&mut self.written, body));
        self
    }

    fn answer(mut self, status: u16, body: &str) -> Self {
        let body = text(&mut self.written, body);
        self.exchange.response = Fact::Known(Response {
            status: Fact::Known(status),
            headers: Vec::new(),
            span: body.span(),
            body: Fact::Known(body),
        });
        self
    }

    fn answer_header(mut self, name: &str, value: &str) -> Self {
        let name = text(&mut self.written, name);
        let value = text(&mut self.written, value);
        if let Fact::Known(response) = &mut self.exchange.response {
            response.headers.push(Header { name, value, set: SetBy::Text });
        }
        self
    }

    fn at(mut self, time: &str) -> Self {
        self.exchange.started = Fact::Known(Time::parse(time).unwrap());
        self.exchange.origin = Origin::Recorded;
        self
    }

    fn kept(mut self, kept: Kept) -> Self {
        self.exchange.request.kept = kept;
        self
    }

    fn done(mut self) -> Exchange {
        self.exchange.span = Span::new(0, self.written.len());
        self.exchange.source = Arc::new(Source::new("test", self.written));
        self.exchange
    }

    fn says(self, name: &str) -> String {
        says(&self.done(), &Settings::default(), &Session::default(), name)
    }
}

fn text(written: &mut String, value: &str) -> Text {
    let start = written.len();
    let mut text = Text::verbatim("", start);
    let mut rest = value;
    while let Some(at) = rest.find('$') {
        text.push_verbatim(&rest[..at], start + value.len() - rest.len());
        let name: String =
            rest[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let from = start + value.len() - rest.len() + at;
        let whole = &rest[at..=at + name.len()];
        text.push_hole(whole, Span::new(from, from + whole.len()), (Why::Variable, &name));
        rest = &rest[at + 1 + name.len()..];
    }
    text.push_verbatim(rest, start + value.len() - rest.len());
    written.push_str(value);
    written.push(' ');
    text
}

/// The value, `-` for absent, `?why` for unknown.
fn says(exchange: &Exchange, settings: &Settings, session: &Session, name: &str) -> String {
    let signatures = [
        Signature {
            id: "by-text".into(),
            status: vec![401],
            text: Some("verify VENDOR jwt".into()),
            error_code: None,
        },
        Signature {
            id: "by-code".into(),
            error_code: Some("ER-00008".into()),
            ..Signature::default()
        },
        Signature { id: "by-status".into(), status: vec![401, 404], ..Signature::default() },
    ];
    let ground =
        Ground { catalog: Catalog::built_in(), settings, session, signatures: &signatures };
    let facts = gather(exchange, ground);
    match facts.get(by_name(name).expect(name).id) {
        Fact::Known(Value::Word(word)) => word.into_owned(),
        Fact::Known(Value::Number(number)) => number.to_string(),
        Fact::Known(Value::Flag(flag)) => flag.to_string(),
        Fact::Absent => "-".into(),
        Fact::Unknown(why) => format!("?{}", why.word()),
    }
}

fn mint(claims: &serde_json::Value) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!(
        "{}.{}.{}",
        part("{\"alg\":\"RS256\"}"),
        part(&claims.to_string()),
        part("no signature")
    )
}

fn vendor() -> String {
    mint(&json!({"type": "vendor", "vendorId": "v-1", "exp": 1_778_500_000}))
}

fn user(issuer: &str) -> String {
    mint(
        &json!({"type": "userToken", "sub": "u-1", "tenantId": "t-1", "iss": issuer, "exp": 1_778_500_000}),
    )
}

fn get(url: &str) -> Call {
    Call::new("GET", url)
}

const USERS: &str = "https://api.frontegg.com/identity/resources/users/v3";

#[test]
fn every_fact_can_be_asked_of_every_exchange_and_is_of_its_kind() {
    let calls = [
        get("").done(),
        get("$BASE/users").bearer("$TOKEN").done(),
        get(USERS).bearer(&vendor()).answer(200, "[]").done(),
        Call::new("POST", "https://api.frontegg.com/auth/vendor")
            .body("{\"client_id\":\"é\"")
            .done(),
        get("https://é.example/%ff/é").header("é", "é").kept(Kept::Some(Why::Redacted)).done(),
    ];
    for exchange in &calls {
        for entry in TABLE {
            let said = says(exchange, &Settings::default(), &Session::default(), entry.name);
            if let frontegg_lint::facts::table::Kind::Choice(words) = entry.kind {
                let known = !said.starts_with('?') && said != "-";
                assert!(!known || words.contains(&said.as_str()), "{} = {said}", entry.name);
            }
        }
    }
}

#[test]
fn hosts_are_classed_whatever_their_writing() {
    for (url, class) in [
        ("https://API.Frontegg.com.:443/x", "gateway"),
        ("https://api.eu.frontegg.com/x", "gateway"),
        ("https://acme.us.frontegg.com/x", "environment"),
        ("https://my-company.frontegg.com/x", "environment"),
        ("https://[your-subdomain].frontegg.com/x", "environment"),
        ("https://{{sub}}.frontegg.com/x", "environment"),
        ("https://<domain>.frontegg.com/x", "environment"),
        ("https://$SUB.frontegg.com/x", "environment"),
        ("https://{{region}}.frontegg.com/x", "?placeholder"),
        ("$BASE_URL/identity/resources/users/v3", "?variable"),
        ("https://portal.us.frontegg.com/x", "portal"),
        ("https://developers.frontegg.com/x", "documentation"),
        ("https://api.frontegg.com.evil.example/x", "foreign"),
        ("https://api-frontegg.com/x", "foreign"),
        ("https://auth.acme.example/identity/resources/users/v3", "custom"),
        ("https://auth.acme.example/frontegg/team/x", "custom"),
        ("https://auth.acme.example/users", "foreign"),
        ("https://my-api.acme.example/users", "foreign"),
        ("http://localhost:3000/identity/resources/users/v3", "foreign"),
        ("http://127.0.0.1/identity/resources/users/v3", "foreign"),
        ("http://[::1]:80/identity/resources/users/v3", "foreign"),
    ] {
        assert_eq!(get(url).says("host.class"), class, "{url}");
    }
}

#[test]
fn the_configuration_and_issuers_prove_custom_domains() {
    let settings = Settings {
        environments: vec![Environment {
            name: "Production".into(),
            hosts: vec!["acme.us.frontegg.com".into(), "https://login.acme.example".into()],
            client_id: None,
        }],
        back_ends: vec!["shop.acme.example".into()],
        ..Settings::default()
    };
    let none = Session::default();
    let ask = |url: &str, name: &str| says(&get(url).done(), &settings, &none, name);
    assert_eq!(ask("https://login.acme.example/x", "host.class"), "environment");
    assert_eq!(ask("https://login.acme.example/x", "host.environment"), "Production");
    assert_eq!(ask("https://acme.us.frontegg.com/x", "host.environment"), "Production");
    assert_eq!(ask("https://shop.acme.example/x", "host.class"), "back-end");
    assert_eq!(ask("https://other.acme.example/x", "host.class"), "foreign");
    let call = || get("https://auth.acme.example/x").bearer(&user("https://auth.acme.example"));
    assert_eq!(call().says("host.class"), "environment");
    assert_eq!(call().says("host.environment"), "?not-configured");
    let mut session = Session::default();
    session.learn(
        &get("https://acme.frontegg.com/x").bearer(&user("https://id.acme.example")).done(),
        Catalog::built_in(),
    );
    let later = get("https://id.acme.example/x").done();
    assert_eq!(says(&later, &Settings::default(), &session, "host.class"), "environment");
}

#[test]
fn a_custom_domain_listed_alone_is_never_told_apart_from_a_default_host() {
    let settings = Settings {
        environments: vec![Environment {
            name: "Production".into(),
            hosts: vec!["login.acme.example".into()],
            client_id: None,
        }],
        ..Settings::default()
    };
    let call =
        get("https://acme.frontegg.com/x").bearer(&user("https://login.acme.example")).done();
    let ask = |name: &str| says(&call, &settings, &Session::default(), name);
    assert_eq!(ask("token.environment"), "?not-configured");
    assert_eq!(ask("host.environment"), "acme");
}

#[test]
fn the_token_is_found_where_it_is_carried() {
    let token = vendor();
    assert_eq!(get(USERS).bearer(&token).says("token.slot"), "authorization");
    assert_eq!(get(USERS).header("X-Access-Token", &token).says("token.slot"), "x-access-token");
    assert_eq!(get(USERS).header("x-access-token", &token).says("token.kind"), "vendor");
    let both = || get(USERS).header("Authorization", "Basic YTpi").header("x-access-token", &token);
    assert_eq!(both().says("token.slot"), "x-access-token");
    assert_eq!(both().says("token.second-slot"), "-");
    let two =
        get(USERS).bearer(&user("https://acme.frontegg.com")).header("x-access-token", &token);
    assert_eq!(two.says("token.second-slot"), "x-access-token");
    assert_eq!(get(USERS).says("token.slot"), "-");
    assert_eq!(get(USERS).says("token.kind"), "-");
    let sanitised = get(USERS).kept(Kept::AllButCredentials);
    assert_eq!(sanitised.says("token.slot"), "?not-recorded");
}

#[test]
fn a_name_is_the_weakest_witness_of_a_kind() {
    let variable = || get(USERS).bearer("$VENDOR_TOKEN");
    assert_eq!(variable().says("token.kind"), "vendor");
    assert_eq!(variable().says("token.kind-from"), "name");
    assert_eq!(variable().says("token.name"), "VENDOR_TOKEN");
    assert_eq!(get(USERS).bearer("$ACCESS_TOKEN").says("token.kind"), "?variable");
    assert_eq!(get(USERS).bearer("<user-token>").says("token.kind"), "user");
    let sent = get(USERS).bearer("<user-token>").answer(401, "");
    assert_eq!(sent.says("token.kind"), "?undecodable");
    let setting = Settings { token_kind: Some("tenant-api".into()), ..Settings::default() };
    let none = Session::default();
    assert_eq!(says(&variable().done(), &setting, &none, "token.kind"), "tenant-api");
    let read = get(USERS).bearer(&vendor()).done();
    assert_eq!(says(&read, &setting, &none, "token.kind-from"), "claims");
}

#[test]
fn a_recording_remembers_who_handed_a_token_out() {
    let mut session = Session::default();
    let body = json!({"token": "opaque-token-text", "expiresIn": 86400}).to_string();
    let minted = Call::new("POST", "https://api.us.frontegg.com/auth/vendor/")
        .body("{\"clientId\":\"c-1\",\"secret\":\"s\"}")
        .answer(200, &body)
        .done();
    session.learn(&minted, Catalog::built_in());
    let used = get(USERS).bearer("opaque-token-text").done();
    let ask = |name: &str| says(&used, &Settings::default(), &session, name);
    assert_eq!(ask("token.kind"), "vendor");
    assert_eq!(ask("token.kind-from"), "recording");
    assert_eq!(ask("token.origin"), "vendor-token");
    assert_eq!(ask("token.minted-at"), "api.us.frontegg.com");
    assert_eq!(ask("token.minted-client"), "c-1");
    assert_eq!(ask("vendor.region"), "us");
    assert_eq!(ask("vendor.region-from"), "the gateway that minted the token");
    assert_eq!(ask("vendor.gateway"), "api.us.frontegg.com");
    assert_eq!(ask("fill.gateway"), "api.us.frontegg.com");
    assert_eq!(get(USERS).bearer("other-token-text").says("token.origin"), "-");
}

#[test]
fn a_refresh_cookie_is_remembered() {
    let mut session = Session::default();
    let login = get("https://acme.frontegg.com/identity/resources/auth/v1/user")
        .answer(200, "{\"accessToken\":\"another-opaque-one\"}")
        .answer_header("set-cookie", "fe_refresh_abc=refresh-token-text; Path=/; HttpOnly")
        .done();
    session.learn(&login, Catalog::built_in());
    let ask = |token: &str| {
        says(&get(USERS).bearer(token).done(), &Settings::default(), &session, "token.kind")
    };
    assert_eq!(ask("refresh-token-text"), "refresh");
    assert_eq!(ask("another-opaque-one"), "user");
}

#[test]
fn what_was_taken_out_is_never_remembered() {
    let mut session = Session::default();
    let minted = Call::new("POST", "https://api.us.frontegg.com/auth/vendor")
        .answer(200, "{\"token\":\"[token redacted]\"}")
        .done();
    session.learn(&minted, Catalog::built_in());
    let used = get(USERS).bearer("[token redacted]").done();
    assert_eq!(says(&used, &Settings::default(), &session, "token.kind"), "?redacted");
}

#[test]
fn witnesses_of_the_region_must_agree_unless_the_configuration_speaks() {
    let token = user("https://acme.us.frontegg.com");
    let call = || {
        get(USERS).bearer(&token).header("frontegg-vendor-host", "https://acme.au.frontegg.com/")
    };
    assert_eq!(call().says("vendor.region"), "?contradicted");
    assert_eq!(call().says("fill.gateway"), "?contradicted");
    assert_eq!(call().says("header.vendor-host-bare"), "acme.au.frontegg.com");
    let settings = Settings { region: Some("ca".into()), ..Settings::default() };
    let said = says(&call().done(), &settings, &Session::default(), "vendor.region");
    assert_eq!(said, "ca");
    assert_eq!(get(USERS).bearer(&token).says("vendor.region"), "us");
    assert_eq!(get(USERS).bearer(&vendor()).says("vendor.region"), "?not-configured");
    let own = user("https://frontegg-prod.us.frontegg.com");
    assert_eq!(get(USERS).bearer(&own).says("vendor.region"), "?not-configured");
    assert_eq!(get(USERS).bearer(&own).says("caller"), "portal");
}

#[test]
fn a_token_expires_at_the_time_of_sending() {
    let at = |time: &str| get(USERS).bearer(&vendor()).at(time);
    assert_eq!(at("2026-05-11T09:30:00Z").says("token.expired"), "false");
    assert_eq!(at("2026-05-11T09:46:40Z").says("token.valid-for"), "2 h");
    assert_eq!(at("2026-05-11T09:46:40Z").says("token.expired-for"), "-");
    assert_eq!(at("2026-05-14T11:46:41Z").says("token.expired-for"), "3 days");
    assert_eq!(get(USERS).bearer(&vendor()).says("token.expired"), "?not-recorded");
    let mut pasted = get(USERS).bearer(&vendor()).done();
    pasted.origin = Origin::Pasted;
    let settings = Settings { now: Time::parse("2026-05-20T00:00:00Z"), ..Settings::default() };
    assert_eq!(says(&pasted, &settings, &Session::default(), "token.expired"), "true");
}

#[test]
fn claims_are_facts() {
    let call = || get(USERS).bearer(&user("https://acme.us.frontegg.com/"));
    for (name, value) in [
        ("token.kind", "user"),
        ("token.tenant", "t-1"),
        ("token.user", "u-1"),
        ("token.client", "-"),
        ("token.vendor", "-"),
        ("token.issuer-host", "acme.us.frontegg.com"),
        ("token.environment", "acme.us"),
        ("token.region", "us"),
        ("fill.user-id", "u-1"),
        ("fill.environment-host", "acme.us.frontegg.com"),
    ] {
        assert_eq!(call().says(name), value, "{name}");
    }
    let api = mint(&json!({"type": "userApiToken", "sub": "c-1", "userId": "u-2"}));
    assert_eq!(get(USERS).bearer(&api).says("token.user"), "u-2");
    assert_eq!(get(USERS).bearer(&api).says("token.client"), "c-1");
    assert_eq!(get(USERS).bearer("$T").says("token.tenant"), "?variable");
}

#[test]
fn routes_are_found_behind_prefixes_and_variables() {
    let path = |path: &str| get(&format!("https://api.frontegg.com{path}"));
    assert_eq!(path("/frontegg/identity/resources/users/v3").says("route.prefix"), "/frontegg");
    assert_eq!(
        path("/frontegg/identity/resources/users/v3").says("route.bare-path"),
        "/identity/resources/users/v3"
    );
    assert_eq!(path("/identity/resources/users/v3").says("route.known"), "true");
    assert_eq!(path("/identity/resources/users/v3").says("route.service"), "identity");
    assert_eq!(path("/identity/resources/users/v1/$ID").says("route.known"), "true");
    assert_eq!(path("/identity/resources/nothing/$ID").says("route.known"), "?variable");
    assert_eq!(path("/identity/resources/nothing").says("route.known"), "false");
    assert_eq!(path("/identity/resources/nothing").says("route.audience"), "-");
    assert_eq!(path("/$PATH").says("route.service"), "?variable");
    assert_eq!(path("/.well-known/jwks.json").says("route.discovery"), "jwks");
    assert_eq!(path("/.well-known/jwks_json").says("route.discovery"), "jwks-misspelt");
    assert_eq!(path("/oauth/token").says("route.takes-basic"), "true");
}

#[test]
fn headers_are_read_three_valued() {
    let tenant = |value: &str| get(USERS).header("Frontegg-Tenant-Id", value);
    assert_eq!(tenant("solo-demo").says("header.frontegg-tenant-id"), "solo-demo");
    assert_eq!(tenant("").says("header.frontegg-tenant-id"), "-");
    assert_eq!(tenant("").says("header.empty"), "frontegg-tenant-id");
    assert_eq!(tenant("$TENANT").says("header.frontegg-tenant-id"), "?variable");
    assert_eq!(tenant("$TENANT").says("header.empty"), "-");
    assert_eq!(tenant("string").says("header.frontegg-tenant-id"), "?placeholder");
    assert_eq!(tenant("***").says("header.frontegg-tenant-id"), "?redacted");
    assert_eq!(get(USERS).says("header.frontegg-tenant-id"), "-");
    let sanitised = get(USERS).kept(Kept::Some(Why::Redacted));
    assert_eq!(sanitised.says("header.frontegg-tenant-id"), "?redacted");
    let client = get(USERS).header("frontegg-requested-application-id", "a-1");
    assert_eq!(client.says("header.frontegg-application-id"), "a-1");
}

#[test]
fn near_misses_of_headers_are_found() {
    let nearest = |name: &str| get(USERS).header(name, "x-1").says("header.misspelt-nearest");
    assert_eq!(nearest("X-Tenant-Id"), "frontegg-tenant-id");
    assert_eq!(nearest("frontegg-tennant-id"), "frontegg-tenant-id");
    for right in
        ["frontegg-tenant-id", "x-frontegg-sdk", "frontegg-trace-id", "x-request-id", "Host"]
    {
        assert_eq!(nearest(right), "-", "{right}");
    }
    let beside = get(USERS).header("tenant-id", "a").header("frontegg-tenant-id", "a");
    assert_eq!(beside.says("header.misspelt"), "-");
}

#[test]
fn forwarding_wants_three_headers() {
    let one = get(USERS).header("x-frontegg-forwarded-for", "192.0.2.1");
    assert_eq!(one.says("header.forwarded-ip-missing"), "x-frontegg-headers-verifier");
    assert_eq!(
        get(USERS).header("frontegg-vendor-id", "v").says("header.forwarded-ip-missing"),
        "-"
    );
}

#[test]
fn the_body_of_vendor_auth_is_read() {
    let post = |body: &str| Call::new("POST", "https://api.frontegg.com/auth/vendor").body(body);
    assert_eq!(post("{\"clientId\":\"$ID\",\"secret\":$S}").says("body.vendor-keys"), "complete");
    assert_eq!(post("{\"client_id\":\"a\",\"secret\":\"b\"}").says("body.vendor-keys"), "wrong");
    assert_eq!(post("{\"client_id\":\"a\",\"secret\":\"b\"}").says("body.wrong-name"), "client_id");
    assert_eq!(post("{\"clientId\":\"a\",\"apiKey\":\"b\"}").says("body.right-name"), "secret");
    assert_eq!(post("$BODY").says("body.vendor-keys"), "?variable");
    assert_eq!(post("{\"clientId\":").says("body.vendor-keys"), "?undecodable");
    assert_eq!(post("clientId=a&secret=b").says("body.vendor-keys"), "complete");
    let form = |body: &str| post(body).header("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(form("{\"a\":1}").says("body.json-as-form"), "true");
    assert_eq!(form("a=1").says("body.json-as-form"), "false");
    assert_eq!(post("{\"a\":1}").says("body.json-as-form"), "false");
}

#[test]
fn an_answer_tells_whether_it_worked_and_which_error_it_is() {
    let answered = |status, body: &str| get(USERS).answer(status, body);
    assert_eq!(answered(200, "[]").says("answer.succeeded"), "true");
    assert_eq!(answered(304, "").says("answer.succeeded"), "true");
    assert_eq!(answered(302, "").says("answer.succeeded"), "false");
    assert_eq!(
        answered(200, "{\"errors\":[{\"message\":\"ER-00004\"}]}").says("answer.succeeded"),
        "false"
    );
    assert_eq!(answered(200, "{\"errors\":[]}").says("answer.succeeded"), "true");
    assert_eq!(answered(200, "<!DOCTYPE html>").says("answer.succeeded"), "false");
    assert_eq!(get(USERS).says("answer.succeeded"), "?not-recorded");
    assert_eq!(
        answered(401, "{\"errors\":[\"Failed to verify vendor JWT\"]}").says("answer.error"),
        "by-text"
    );
    assert_eq!(answered(401, "{}").says("answer.error"), "by-status");
    assert_eq!(
        answered(403, "{\"errors\":[\"x\"],\"errorCode\":\"ER-00008\"}").says("answer.error"),
        "by-code"
    );
    assert_eq!(
        answered(403, "{\"errors\":[{\"message\":\"ER-00008\"}]}").says("answer.error"),
        "by-code"
    );
    assert_eq!(answered(403, "{\"errors\":[\"ER-000081\"]}").says("answer.error"), "-");
    assert_eq!(answered(0, "").says("answer.status"), "?not-recorded");
}

#[test]
fn callers_are_told_by_what_they_send() {
    let env = "https://acme.frontegg.com/identity/resources/users/v2/me";
    assert_eq!(get(env).header("x-frontegg-sdk", "@frontegg/react@7").says("caller"), "login-box");
    assert_eq!(get(USERS).header("x-frontegg-sdk", "@frontegg/react@7").says("caller"), "other");
    assert_eq!(
        get(USERS).header("Origin", "https://portal.us.frontegg.com").says("caller"),
        "portal"
    );
    assert_eq!(
        get(USERS).header("Origin", "https://developers.frontegg.com").says("caller"),
        "docs-console"
    );
    assert_eq!(get(USERS).says("caller"), "other");
    assert_eq!(get(USERS).kept(Kept::Some(Why::Redacted)).says("caller"), "?redacted");
}

#[test]
fn the_recordings_only_ids_fill_in_what_is_missing() {
    let mut session = Session::default();
    let learn = |session: &mut Session, id: &str| {
        session.learn(&get(USERS).header("frontegg-tenant-id", id).done(), Catalog::built_in());
    };
    let ask = |session: &Session| {
        says(&get(USERS).done(), &Settings::default(), session, "fill.tenant-id")
    };
    assert_eq!(ask(&session), "?not-configured");
    learn(&mut session, "<tenant-id>");
    learn(&mut session, "t-1");
    learn(&mut session, "t-1");
    assert_eq!(ask(&session), "t-1");
    learn(&mut session, "t-2");
    assert_eq!(ask(&session), "?not-configured");
}

#[test]
fn rules_point_at_places_in_the_source() {
    let call = Call::new("POST", "https://api.frontegg.com/auth/vendor")
        .header("Authorization", "Bearer some-token")
        .header("frontegg-user-id", "")
        .body("{\"client_id\":\"a\"}")
        .done();
    let (settings, session) = (Settings::default(), Session::default());
    let ground = Ground {
        catalog: Catalog::built_in(),
        settings: &settings,
        session: &session,
        signatures: &[],
    };
    let facts = gather(&call, ground);
    for (spot, there) in [
        (Spot::Request, Some("curl")),
        (Spot::Method, Some("POST")),
        (Spot::UrlHost, Some("api.frontegg.com")),
        (Spot::UrlPath, Some("/auth/vendor")),
        (Spot::UrlQuery, None),
        (Spot::Token, Some("some-token")),
        (Spot::Authorization, Some("Bearer some-token")),
        (Spot::HeaderMisspelt, None),
        (Spot::BodyWrongName, Some("client_id")),
        (Spot::Header("origin".into()), None),
    ] {
        let said = facts.span(&spot).map(|span| call.source.slice(span));
        assert_eq!(said, there, "{spot:?}");
    }
}

#[test]
fn debug_shows_nothing_recorded() {
    let canary = "k9XvQ2mLr8TbW4-canary";
    let call = get(USERS)
        .bearer(canary)
        .header("frontegg-tenant-id", canary)
        .answer(200, &format!("{{\"accessToken\":\"{canary}\"}}"))
        .done();
    let mut session = Session::default();
    session.learn(&call, Catalog::built_in());
    let settings = Settings { tenant_id: Some(canary.into()), ..Settings::default() };
    let ground = Ground {
        catalog: Catalog::built_in(),
        settings: &settings,
        session: &session,
        signatures: &[],
    };
    let facts = gather(&call, ground);
    let mut shown = format!("{facts:?}{session:?}{settings:?}{call:?}");
    for entry in TABLE {
        let value = facts.get(entry.id);
        shown.push_str(&format!("{value:?}"));
        if let Fact::Known(value) = value {
            shown.push_str(&value.shown());
        }
    }
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn foreign_hosts_are_no_concern() {
    let concerns = |url: &str| {
        let call = get(url).done();
        let (settings, session) = (Settings::default(), Session::default());
        let ground = Ground {
            catalog: Catalog::built_in(),
            settings: &settings,
            session: &session,
            signatures: &[],
        };
        gather(&call, ground).concerns_frontegg()
    };
    assert!(!concerns("https://example.com/a"));
    assert!(concerns("$BASE/identity/resources/users/v3"));
    assert!(concerns("https://auth.acme.example/identity/resources/users/v3"));
}
