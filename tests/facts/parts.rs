//! Headers, bodies, answers, places; and what holds for every fact.

use frontegg_lint::exchange::Kept;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::table::{Kind, Spot, TABLE};
use frontegg_lint::facts::{Ground, Session, Settings, Value, gather};
use frontegg_lint::truth::Why;

use super::call::{Call, USERS, get, says, vendor};

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
            if let Kind::Choice(words) = entry.kind {
                let known = !said.starts_with('?') && said != "-";
                assert!(!known || words.contains(&said.as_str()), "{} = {said}", entry.name);
            }
        }
    }
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
        let said = value.as_ref().map(Value::shown).known().unwrap_or_default();
        shown = format!("{shown}{value:?}{said}");
    }
    assert!(!shown.contains("canary"), "{shown}");
}
