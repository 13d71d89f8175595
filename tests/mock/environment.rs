//! The environment's host and its custom domain: users log in and call for themselves.

use frontegg_lint::online::mock::{Forgery, Kind, Life};
use serde_json::json;

use crate::curl::Desk;

const JSON: [&str; 2] = ["-H", "Content-Type: application/json"];

const INVALID: (u16, &str) = (401, r#"{"errors":["Invalid authentication"]}"#);
const NOT_A_USER: (u16, &str) = (401, r#"{"errors":["Failed to verify user JWT"]}"#);
const NO_USER: (u16, &str) = (401, r#"{"errors":["Unauthenticated"]}"#);

const ME: &str = "/identity/resources/users/v2/me";

#[test]
fn the_users_token_answers_who_the_user_is() {
    let desk = Desk::new();
    let account = desk.mock.account();
    let token = desk.mock.user_token(Life::Valid);
    let custom = format!("https://{}/identity/resources/users/v3/me", account.custom_domain);
    let prefixed = desk.environment("/frontegg/identity/resources/users/v3/me");
    for url in [&desk.environment(ME), &custom, &prefixed] {
        let user = desk.with(&token, url, &[]).json();
        assert_eq!((&user["id"], &user["email"]), (&json!(account.user_id), &json!(account.email)));
        assert_eq!(user["tenantId"], account.tenant_id);
    }
}

#[test]
fn only_the_environments_own_tokens_are_taken() {
    let desk = Desk::new();
    let url = desk.environment(ME);
    assert_eq!(desk.ask(&[&url]).error(), NO_USER);
    let bare = format!("Authorization: {}", desk.mock.user_token(Life::Valid));
    assert_eq!(desk.ask(&[&url, "-H", &bare]).error(), NO_USER, "`Bearer` is missing");
    let other = Desk::new();
    for (wrong, why) in [
        (desk.mock.vendor_token("eu", Life::Valid), "a vendor's"),
        (desk.mock.user_token(Life::Expired), "expired"),
        (other.mock.user_token(Life::Valid), "of another environment"),
        ("undefined".to_owned(), "no token"),
    ] {
        assert_eq!(desk.with(&wrong, &url, &[]).error(), NOT_A_USER, "{why}");
    }
    for forgery in [
        Forgery::WrongKey,
        Forgery::UnknownKid,
        Forgery::AlgNone,
        Forgery::Hs256WithPublicKey,
        Forgery::Hs256WithPublicDer,
        Forgery::Hs256WithSecret,
        Forgery::Cut,
    ] {
        let token = desk.mock.forged(forgery);
        assert_eq!(desk.with(&token, &url, &[]).error(), NOT_A_USER, "{forgery:?}");
    }
}

#[test]
fn each_kind_of_token_stands_in_its_header() {
    let desk = Desk::new();
    let url = desk.environment("/identity/resources/roles/v2");
    for (kind, header) in [
        (Kind::User, "Authorization: Bearer "),
        (Kind::UserApi, "Authorization: Bearer "),
        (Kind::TenantApi, "Authorization: Bearer "),
        (Kind::UserAccess, "X-API-KEY: "),
        (Kind::TenantAccess, "X-API-KEY: "),
    ] {
        let token = desk.mock.token(kind, Life::Valid);
        assert_eq!(desk.ask(&[&url, "-H", &format!("{header}{token}")]).status, 200, "{kind:?}");
        let other = if header == "X-API-KEY: " { "Authorization: Bearer " } else { "X-API-KEY: " };
        let answer = desk.ask(&[&url, "-H", &format!("{other}{token}")]);
        assert_eq!(answer.error(), NOT_A_USER, "{kind:?}");
    }
}

#[test]
fn the_vendors_routes_are_not_for_users() {
    let desk = Desk::new();
    let token = desk.mock.user_token(Life::Valid);
    let url = desk.environment("/identity/resources/vendor-only/users/v1/5f0e2c1d");
    let refused = (401, r#"{"errors":["Failed to verify vendor JWT"]}"#);
    assert_eq!(desk.with(&token, &url, &[]).error(), refused);
    let answer = desk.with(&token, &desk.environment("/identity/users"), &[]);
    assert_eq!((answer.status, &answer.json()["errorCode"]), (404, &json!("ER-00004")));
    let auth = desk.environment("/auth/vendor");
    assert_eq!(desk.ask(&[&JSON[..], &[&auth, "-d", "{}"]].concat()).error(), INVALID);
}

#[test]
fn a_user_logs_in_and_stays_so_by_a_cookie() {
    let desk = Desk::new();
    let account = desk.mock.account();
    let url = desk.environment("/identity/resources/auth/v1/user");
    let log_in = |password: &str| {
        let body = json!({ "email": account.email, "password": password }).to_string();
        desk.ask(&[&JSON[..], &[&url, "-d", &body]].concat())
    };
    assert_eq!(log_in("guessed").status, 401);
    let answer = log_in(&account.password);
    let body = answer.json();
    assert_eq!(
        desk.with(body["accessToken"].as_str().unwrap(), &desk.environment(ME), &[]).status,
        200
    );
    for name in ["refreshToken", "expires"] {
        assert!(body[name].is_string(), "{name}");
    }
    assert!(body["expiresIn"].is_u64());
    let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap();
    let name = format!("fe_refresh_{}=", account.client_id.replacen('-', "", 1));
    assert!(cookie.starts_with(&name), "{cookie}");
    let refresh = desk.environment("/frontegg/identity/resources/auth/v1/user/token/refresh");
    assert_eq!(desk.ask(&[&refresh, "-X", "POST"]).error(), NO_USER);
    assert_eq!(desk.ask(&[&refresh, "-X", "POST", "-b", "fe_refresh_other=1"]).error(), NO_USER);
    let again = desk.ask(&[&refresh, "-X", "POST", "-b", cookie]);
    assert!(again.json()["accessToken"].is_string(), "{}", again.body);
}

#[test]
fn the_pair_of_an_api_token_is_exchanged() {
    let desk = Desk::new();
    let account = desk.mock.account();
    let (id, secret) = (&account.token_id, &account.token_secret);
    let body = json!({ "clientId": id, "secret": secret }).to_string();
    for (path, name) in [("v1", "accessToken"), ("v2", "access_token")] {
        let url = desk.environment(&format!("/identity/resources/auth/{path}/api-token"));
        let answer = desk.ask(&[&JSON[..], &[&url, "-d", &body]].concat());
        let token = answer.json()[name].as_str().unwrap().to_owned();
        assert_eq!(desk.with(&token, &desk.environment(ME), &[]).status, 200);
        let wrong = [&JSON[..], &[&url, "-d", r#"{"clientId":"a","secret":"b"}"#]].concat();
        assert_eq!(desk.ask(&wrong).error(), INVALID);
    }
    let url = desk.environment("/oauth/token");
    let pair = format!("{id}:{secret}");
    let answer = desk.ask(&[&url, "-u", &pair, "-d", "grant_type=client_credentials"]);
    assert!(answer.json()["access_token"].is_string(), "{}", answer.body);
    assert_eq!(desk.ask(&[&url, "-d", "grant_type=client_credentials"]).error(), INVALID);
}

#[test]
fn keys_and_endpoints_are_told_everybody() {
    let desk = Desk::new();
    for host in [&desk.mock.account().environment, &desk.mock.account().custom_domain] {
        for path in ["/.well-known/openid-configuration", "/oauth/.well-known/openid-configuration"]
        {
            let found = desk.ask(&[&format!("https://{host}{path}")]).json();
            assert_eq!(found["issuer"], format!("https://{host}"));
            let keys = desk.ask(&[found["jwks_uri"].as_str().unwrap()]).json();
            assert_eq!(keys["keys"].as_array().unwrap().len(), 1);
        }
    }
}

#[test]
fn a_page_of_another_origin_may_call() {
    let desk = Desk::new();
    let origin = ["-H", "Origin: http://localhost:3000"];
    let url = desk.environment(ME);
    let asks = ["-X", "OPTIONS", "-H", "Access-Control-Request-Method: GET"];
    let headers = ["-H", "Access-Control-Request-Headers: authorization"];
    let answer = desk.ask(&[&origin[..], &asks, &headers, &[&url]].concat());
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-headers"), Some("authorization"));
    assert!(answer.header("access-control-allow-methods").unwrap().contains("GET"));
    let token = desk.mock.user_token(Life::Valid);
    let answer = desk.with(&token, &url, &origin);
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:3000"));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert!(answer.header("access-control-expose-headers").unwrap().contains("frontegg-trace-id"));
    assert_eq!(desk.with(&token, &url, &[]).header("access-control-allow-origin"), None);
}

#[test]
fn other_hosts_of_fronteggs_are_no_environments() {
    let desk = Desk::new();
    for (host, status) in [
        ("portal.frontegg.com", 200),
        ("portal.us.frontegg.com", 200),
        ("developers.frontegg.com", 200),
        ("docs.frontegg.com", 200),
        ("app-nobody.frontegg.com", 404),
        ("app-nobody.us.frontegg.com", 404),
        ("localhost", 404),
    ] {
        let answer = desk.ask(&[&format!("https://{host}/.well-known/jwks.json")]);
        assert_eq!(answer.status, status, "{host}");
        assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{host}");
    }
}
