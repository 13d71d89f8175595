//! What an answer is: its known error, its form, and what it names.

use frontegg_lint::exchange::{Exchange, Kept};
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::table::Id;
use frontegg_lint::facts::{Ground, Session, Settings, Value, gather};
use frontegg_lint::rules::RuleSet;
use frontegg_lint::truth::Fact;

use super::call::Call;

const ROLES: &str = "https://api.frontegg.com/identity/resources/roles/v1";
const MINT: &str = "https://api.frontegg.com/auth/vendor";
const TOKEN: &str = "https://acme.frontegg.com/oauth/token";

/// The known error by the signatures in the binary; `-` for none, `?` where it cannot be told.
fn error(exchange: &Exchange, settings: &Settings) -> String {
    let ground = Ground {
        catalog: Catalog::built_in(),
        settings,
        session: &Session::default(),
        signatures: &RuleSet::built_in().signatures,
    };
    match gather(exchange, ground).get(Id::AnswerError) {
        Fact::Known(Value::Word(word)) => word.into_owned(),
        Fact::Known(Value::Number(_) | Value::Flag(_)) => "no word".into(),
        Fact::Absent => "-".into(),
        Fact::Unknown(_) => "?".into(),
    }
}

fn told(call: Call) -> String {
    error(&call.done(), &Settings::default())
}

fn get(url: &str, status: u16, body: &str) -> String {
    told(Call::new("GET", url).answer(status, body))
}

fn post(url: &str, status: u16, body: &str) -> String {
    told(Call::new("POST", url).answer(status, body))
}

#[test]
fn a_status_is_an_error_of_ours_only_where_frontegg_answers() {
    assert_eq!(get(ROLES, 429, ""), "rate-limited");
    assert_eq!(get("https://api.acme.com/orders", 429, ""), "-");
    assert_eq!(get(ROLES, 414, ""), "uri-too-long");
    assert_eq!(get(ROLES, 431, ""), "headers-too-large");
    assert_eq!(get(ROLES, 404, "{\"message\":\"no\"}"), "-");
}

#[test]
fn a_preflight_is_never_an_error() {
    let call = || Call::new("OPTIONS", ROLES).answer(403, "<html>no</html>");
    assert_eq!(told(call()), "firewall-refused");
    assert_eq!(told(call().header("Access-Control-Request-Method", "GET")), "-");
}

#[test]
fn a_refusal_that_is_no_json_is_the_firewalls() {
    assert_eq!(get(ROLES, 403, "<!DOCTYPE html><p>no"), "firewall-refused");
    assert_eq!(get(ROLES, 403, "{\"errors\":[\"Forbidden\"]}"), "-");
    assert_eq!(get(ROLES, 401, "<html>no</html>"), "-");
    // Words beside a pasted command are a person's.
    assert_eq!(get(ROLES, 403, "forbidden, why?"), "-");
    assert_eq!(get("https://shop.acme.com/identity/resources/roles/v1", 403, "<html>"), "-");
    assert_eq!(
        get(ROLES, 403, "{\"errors\":[\"Tenant ID is not specified\"]}"),
        "tenant-id-not-specified"
    );
}

#[test]
fn a_code_goes_before_a_text_and_a_text_before_a_route() {
    let invalid = "{\"errors\":[\"Invalid authentication\"]}";
    assert_eq!(post(TOKEN, 401, invalid), "invalid-authentication");
    let coded = "{\"errors\":[\"Invalid authentication\"],\"errorCode\":\"ER-01013\"}";
    assert_eq!(post(TOKEN, 401, coded), "er-01013");
    assert_eq!(post(MINT, 401, invalid), "vendor-auth-refused");
    assert_eq!(
        post(MINT, 401, "{\"errors\":[\"Failed to verify vendor JWT\"]}"),
        "failed-to-verify-vendor-jwt"
    );
    assert_eq!(post(ROLES, 401, invalid), "-");
    assert_eq!(post("https://api.acme.com/auth/vendor", 401, invalid), "-");
}

#[test]
fn a_code_is_an_error_whatever_the_status_and_a_text_in_a_good_answer_is_none() {
    assert_eq!(get(ROLES, 200, "{\"errors\":[{\"message\":\"ER-00004\"}]}"), "route-not-found");
    assert_eq!(get(ROLES, 200, "[{\"name\":\"Tenant ID is not specified\"}]"), "-");
    assert_eq!(get(ROLES, 200, "[{\"name\":\"ER-00004\"}]"), "-");
}

#[test]
fn validation_codes_are_eight_hexadecimal_digits() {
    let coded = |code: &str| {
        post(ROLES, 400, &format!("{{\"errors\":[\"{code} name should not be empty\"]}}"))
    };
    for code in ["ER-001c3df1e0", "ER-001C3DF1E0", "er-004a5c1ae5"] {
        assert_eq!(coded(code), "validation-failed", "{code}");
    }
    for code in ["ER-01c3df1e0", "ER-001c3df1e", "ER-001c3df1g0", "ER-011c3df1e0"] {
        assert_eq!(coded(code), "-", "{code}");
    }
}

#[test]
fn every_variant_of_a_text_is_known_in_any_case_and_under_any_name() {
    for error in &RuleSet::built_in().errors {
        for matches in error.matches.iter().filter(|matches| matches.when.is_none()) {
            let status = matches.status.first().copied().unwrap_or(400);
            for text in &matches.text {
                for body in [
                    format!("{{\"errors\":[\"{}\"]}}", text.to_uppercase()),
                    format!("{{\"message\":\"{text}\"}}"),
                    format!("{{\"errors\":[{{\"message\":\"{text}\"}}]}}"),
                ] {
                    assert_eq!(post(ROLES, status, &body), error.id, "{body}");
                }
            }
            if let Some(code) = &matches.error_code {
                let body = format!("{{\"errors\":[\"x\"],\"errorCode\":\"{code}\"}}");
                assert_eq!(post(ROLES, status, &body), error.id, "{code}");
            }
        }
    }
}

#[test]
fn the_sdks_words_are_the_back_ends_own() {
    let call = || Call::new("GET", "https://api.acme.com/orders").answer(401, "Unauthenticated");
    let own = Settings { back_ends: vec!["api.acme.com".into()], ..Settings::default() };
    assert_eq!(error(&call().done(), &own), "sdk-unauthenticated");
    assert_eq!(told(call()), "-");
    assert_eq!(get(ROLES, 401, "{\"message\":\"Unauthenticated\"}"), "-");
}

#[test]
fn a_page_that_got_no_answer_was_perhaps_refused_by_its_browser() {
    let call = |origin: &str| {
        Call::new("GET", "https://acme.frontegg.com/identity/resources/users/v3/me")
            .header("Origin", origin)
    };
    // The exchange in the making has no answer: a recorder says so with the status 0.
    assert_eq!(told(call("http://localhost:3000")), "cors-refused");
    assert_ne!(told(call("https://acme.frontegg.com")), "cors-refused");
    assert_eq!(call("http://localhost:3000").says("answer.arrived"), "false");
    assert_eq!(call("http://localhost:3000").answer(200, "{}").says("answer.arrived"), "true");
}

#[test]
fn a_status_that_is_not_known_names_no_error_by_itself() {
    let mut exchange = Call::new("POST", MINT).answer(401, "{\"token\":\"x\"}").done();
    if let Fact::Known(response) = &mut exchange.response {
        response.status = Fact::Unknown(frontegg_lint::truth::Why::NotRecorded);
    }
    assert_eq!(error(&exchange, &Settings::default()), "?");
}

#[test]
fn the_form_of_an_answer_is_seen_or_announced() {
    let form = |body: &str| Call::new("GET", ROLES).answer(403, body).says("answer.form");
    assert_eq!(form("{\"a\":1}"), "json");
    assert_eq!(form("[]"), "json");
    assert_eq!(form(" <HTML>"), "html");
    assert_eq!(form("Forbidden"), "text");
    assert_eq!(form("  "), "empty");
    let announced = Call::new("GET", ROLES).answer(403, "\"x\"");
    let announced = announced.answer_header("content-type", "application/json; charset=utf-8");
    assert_eq!(announced.says("answer.form"), "json");
}

#[test]
fn what_an_answer_names_is_told_and_nothing_else() {
    let call = |body: &str| Call::new("POST", ROLES).answer(400, body);
    assert_eq!(call("{\"errors\":[\"email must be a string\"]}").says("answer.field"), "email");
    assert_eq!(
        call("{\"errors\":[\"k9XvQ2mLr8TbW4zz must be a string\"]}").says("answer.field"),
        "-"
    );
    assert_eq!(call("{\"errorCode\":\"er-01008\"}").says("answer.error-code"), "ER-01008");
    let limited = |value: &str| {
        let call = Call::new("GET", ROLES).answer(429, "");
        call.answer_header("x-rate-limit-reset", value).says("answer.rate-limit-reset")
    };
    assert_eq!(limited("2026-05-11T12:01:00Z"), "2026-05-11T12:01:00Z");
    assert_eq!(limited("k9XvQ2mLr8"), "-");
}

#[test]
fn a_refresh_cookie_is_seen_among_others() {
    let call = |cookies: &str| Call::new("POST", ROLES).header("Cookie", cookies);
    assert_eq!(call("a=b; fe_refresh_0=x").says("request.refresh-cookie"), "true");
    assert_eq!(call("a=fe_refresh_0").says("request.refresh-cookie"), "false");
    let none = Call::new("POST", ROLES).kept(Kept::AllButCredentials);
    assert_eq!(none.says("request.refresh-cookie"), "?not-recorded");
}
