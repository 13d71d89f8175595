//! Tokens, where they come from and how long they last.

use frontegg_lint::exchange::{Kept, Origin, Time};
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::{Answers, Said, Session, Settings, Verified};
use serde_json::json;

use super::call::{Call, USERS, get, mint, says, user, vendor};

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
    assert_eq!(get(USERS).bearer("<user-token>").says("token.origin"), "?placeholder");
    let sent = get(USERS).bearer("<user-token>").at("2026-05-11T09:00:00Z");
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
fn a_token_begins_by_the_later_of_two_clocks() {
    let token = |claims: serde_json::Value| get(USERS).bearer(&mint(&claims));
    let at = "2026-05-11T09:00:00Z";
    let began = |seconds: i64| json!({"type": "vendor", "iat": 1_778_490_000 + seconds});
    assert_eq!(token(began(7_200)).at(at).says("token.early-by"), "2 h");
    assert_eq!(token(began(60)).at(at).says("token.early-by"), "-");
    assert_eq!(token(began(61)).at(at).says("token.early-by"), "61 s");
    assert_eq!(token(began(7_200)).says("token.early-by"), "?not-recorded");
    assert_eq!(token(json!({"type": "vendor"})).at(at).says("token.early-by"), "-");
    let later = json!({"type": "vendor", "iat": 1_778_400_000, "nbf": 1_778_490_600});
    assert_eq!(token(later).at(at).says("token.early-by"), "10 min");
    let answered = |date: &str| {
        let call = token(began(7_200)).at(at).answer(401, "{}").answer_header("date", date);
        call.says("token.early-by")
    };
    assert_eq!(answered("Mon, 11 May 2026 11:00:02 GMT"), "-");
    assert_eq!(answered("Mon, 11 May 2026 08:00:02 GMT"), "2 h");
    assert_eq!(answered("the day after"), "2 h");
}

#[test]
fn what_only_the_network_can_say_is_unknown_until_it_is_asked() {
    let call = get(USERS).bearer(&vendor()).done();
    let none = Session::default();
    let ask = |settings: &Settings| says(&call, settings, &none, "token.signature");
    assert_eq!(ask(&Settings::default()), "?not-asked");
    for verified in [Verified::Valid, Verified::Invalid] {
        let all = Said { signature: Some(verified), ..Said::default() };
        let answers = Answers { all, ..Answers::default() };
        assert_eq!(ask(&Settings { answers, ..Settings::default() }), verified.word());
    }
}

#[test]
fn a_token_that_lost_a_part_has_no_size_and_no_signature() {
    let payload = vendor().split('.').nth(1).unwrap().to_owned();
    let halved = get(USERS).bearer(&format!("_harmored_.{payload}._harmored_"));
    assert_eq!(halved.says("token.size"), "?redacted");
    let halved = get(USERS).bearer(&format!("_harmored_.{payload}._harmored_"));
    assert_eq!(halved.says("token.signature"), "?redacted");
    assert_eq!(get(USERS).bearer(&vendor()).says("token.size"), vendor().len().to_string());
    assert_eq!(get(USERS).bearer("opaque-token-text").says("token.size"), "?undecodable");
}
