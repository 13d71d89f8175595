//! Gateways: who gets a token, whose token is taken, what a call must carry.

use frontegg_lint::online::mock::{Kind, Life, Setup};
use serde_json::json;

use crate::curl::{Answer, Desk};

const JSON: [&str; 2] = ["-H", "Content-Type: application/json"];

const INVALID: (u16, &str) = (401, r#"{"errors":["Invalid authentication"]}"#);
const NOT_A_VENDOR: (u16, &str) = (401, r#"{"errors":["Failed to verify vendor JWT"]}"#);
const NO_VENDOR: (u16, &str) = (
    401,
    r#"{"errors":["Vendor authentication was not provided","either use the environment host or send JWT"]}"#,
);

/// Posts a pair as JSON.
fn pair(desk: &Desk, url: &str, id: &str, secret: &str) -> Answer {
    let body = json!({ "clientId": id, "secret": secret }).to_string();
    desk.ask(&[&JSON[..], &[url, "-d", &body]].concat())
}

#[test]
fn the_pair_opens_the_gateway_of_its_region_and_no_other() {
    for home in ["eu", "us", "ca", "au", "uk"] {
        let desk = Desk::of(Setup { region: home.to_owned(), ..Setup::default() });
        let account = desk.mock.account();
        for gateway in ["api.", "api.us.", "api.ca.", "api.au.", "api.uk."] {
            let host = format!("{gateway}frontegg.com");
            let url = format!("https://{host}/auth/vendor");
            let answer = pair(&desk, &url, &account.client_id, &account.api_key);
            if host == account.gateway {
                assert_eq!(answer.status, 200);
                assert_eq!(answer.json()["expiresIn"], 86400);
            } else {
                assert_eq!(answer.error(), INVALID, "{host}");
            }
        }
    }
}

#[test]
fn the_token_of_the_pair_is_taken() {
    let desk = Desk::new();
    let account = desk.mock.account();
    let answer = pair(&desk, &desk.gateway("/auth/vendor/"), &account.client_id, &account.api_key);
    let token = answer.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(desk.with(&token, &desk.gateway("/vendors"), &[]).status, 200);
}

#[test]
fn whatever_is_not_the_pair_is_refused() {
    let desk = Desk::new();
    let account = desk.mock.account();
    let (id, key) = (&account.client_id, &account.api_key);
    let url = desk.gateway("/auth/vendor");
    assert_eq!(pair(&desk, &url, id, "no").error(), INVALID);
    assert_eq!(pair(&desk, &url, key, id).error(), INVALID);
    let oauth = format!(r#"{{"client_id":"{id}","client_secret":"{key}"}}"#);
    assert_eq!(desk.ask(&[&JSON[..], &[&url, "-d", &oauth]].concat()).error(), INVALID);
    let json = format!(r#"{{"clientId":"{id}","secret":"{key}"}}"#);
    assert_eq!(desk.ask(&[&url, "-d", &json]).error(), INVALID, "JSON sent as a form");
    let form = format!("clientId={id}&secret={key}");
    assert_eq!(desk.ask(&[&url, "-d", &form]).error(), INVALID, "a form");
    assert_eq!(desk.ask(&[&url, "-X", "POST"]).error(), INVALID, "nothing");
    let broken = desk.ask(&[&JSON[..], &[&url, "-d", "{“clientId”:1}"]].concat());
    assert_eq!(
        broken.error(),
        (400, r#"{"errorCode":"ER-00006","errors":["Invalid input json"]}"#)
    );
    assert_eq!(desk.ask(&[&url]).status, 404, "GET");
}

#[test]
fn a_call_needs_a_vendor_token_of_this_region() {
    let desk = Desk::new();
    let url = desk.gateway("/identity/resources/configurations/v1/basic");
    assert_eq!(desk.ask(&[&url]).error(), NO_VENDOR);
    let good = desk.mock.vendor_token("eu", Life::Valid);
    let bare = format!("Authorization: {good}");
    assert_eq!(desk.ask(&[&url, "-H", &bare]).error(), NO_VENDOR, "`Bearer` is missing");
    assert_eq!(desk.ask(&[&url, "-u", "id:secret"]).error(), NO_VENDOR, "HTTP Basic");
    for (wrong, why) in [
        (desk.mock.vendor_token("us", Life::Valid), "another region"),
        (desk.mock.vendor_token("eu", Life::Expired), "expired"),
        (desk.mock.user_token(Life::Valid), "a user's"),
        (desk.mock.token(Kind::TenantApi, Life::Valid), "an API token's"),
        (good[..good.len() - 40].to_owned(), "cut off"),
        ("undefined".to_owned(), "no token"),
    ] {
        assert_eq!(desk.with(&wrong, &url, &[]).error(), NOT_A_VENDOR, "{why}");
    }
    let key = format!("X-API-KEY: {good}");
    assert_eq!(desk.ask(&[&url, "-H", &key]).error(), NOT_A_VENDOR);
    let access = format!("x-access-token: {good}");
    for answer in [desk.with(&good, &url, &[]), desk.ask(&[&url, "-H", &access])] {
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.json(),
            json!({ "forcePermissions": false, "machineToMachineAuthStrategy": "ClientCredentials" })
        );
    }
}

#[test]
fn a_rotated_key_leaves_nothing_from_before() {
    let desk = Desk::new();
    let account = desk.mock.account();
    let (url, before) = (desk.gateway("/vendors"), desk.mock.vendor_token("eu", Life::Valid));
    desk.mock.revoke_vendor_tokens();
    assert_eq!(desk.with(&before, &url, &[]).error(), NOT_A_VENDOR);
    let auth = desk.gateway("/auth/vendor");
    assert_eq!(pair(&desk, &auth, &account.client_id, &account.api_key).error(), INVALID);
    assert_eq!(desk.with(&desk.mock.vendor_token("eu", Life::Valid), &url, &[]).status, 200);
}

#[test]
fn a_path_that_is_no_route_is_told_from_one_that_is_no_service() {
    let desk = Desk::new();
    let token = desk.mock.vendor_token("eu", Life::Valid);
    let ask = |path: &str| desk.with(&token, &desk.gateway(path), &[]);
    for path in ["/identity/resources/mail/v1/configs/emails", "/identity/users/v1", "/identity"] {
        let answer = ask(path);
        assert_eq!(
            (answer.status, &answer.json()["errorCode"]),
            (404, &json!("ER-00004")),
            "{path}"
        );
    }
    for path in ["/branding/resources/v1", "/frontegg/identity/resources/users/v3", "/"] {
        let answer = ask(path);
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{path}");
    }
}

#[test]
fn a_call_carries_the_scope_that_its_route_needs() {
    let desk = Desk::new();
    let token = desk.mock.vendor_token("eu", Life::Valid);
    let ask = |path: &str, further: &[&str]| desk.with(&token, &desk.gateway(path), further);
    let tenant = format!("frontegg-tenant-id: {}", desk.mock.account().tenant_id);
    let missing = (403, r#"{"errors":["Tenant ID is not specified"]}"#);
    let path = "/identity/resources/users/v1/5f0e2c1d";
    assert_eq!(ask(path, &[]).error(), missing);
    assert_eq!(ask(path, &["-H", "frontegg-tenant-id;"]).error(), missing, "an empty header");
    assert_eq!(ask(path, &["-H", &tenant]).status, 200);
    let refused = (403, r#"{"errors":["Tenant ID is defined - forbidden route for tenants"]}"#);
    let email = [&JSON[..], &["-X", "PUT", "-d", r#"{"email":"a@b.c"}"#]].concat();
    let path = "/identity/resources/users/v1/5f0e2c1d/email";
    assert_eq!(ask(path, &[&email[..], &["-H", &tenant]].concat()).error(), refused);
    assert_eq!(ask(path, &email).status, 200);
    let create =
        [&JSON[..], &["-H", &tenant, "-d", r#"{"email":"a@b.c","metadata":"{}"}"#]].concat();
    let path = "/identity/resources/users/v2";
    let missing = (403, r#"{"errorCode":"ER-00008","errors":["Application ID is not specified"]}"#);
    assert_eq!(ask(path, &create).error(), missing);
    let application = format!("frontegg-application-id: {}", desk.mock.account().application_id);
    assert_eq!(ask(path, &[&create[..], &["-H", &application]].concat()).status, 201);
    let user_only = ask("/identity/resources/users/v3/me", &[]);
    assert_eq!(user_only.error(), (401, r#"{"errors":["Failed to verify user JWT"]}"#));
}

#[test]
fn a_body_is_read_where_one_belongs() {
    let desk = Desk::new();
    let token = desk.mock.vendor_token("eu", Life::Valid);
    let get = [&JSON[..], &["-X", "GET", "-d", "null"]].concat();
    let answer = desk.with(&token, &desk.gateway("/identity/resources/roles/v1"), &get);
    assert_eq!(answer.error(), (400, r#"{"errors":["Invalid JSON provided"]}"#));
    let broken = (400, r#"{"errorCode":"ER-00006","errors":["Invalid input json"]}"#);
    let url = desk.gateway("/identity/resources/roles/v1");
    for body in ["{“name”:1}", "[{\"name\":"] {
        let post = [&JSON[..], &["-d", body]].concat();
        assert_eq!(desk.with(&token, &url, &post).error(), broken);
    }
    assert_eq!(desk.with(&token, &url, &["-d", r#"{"name":"a"}"#]).error(), broken, "as a form");
    let good = [&JSON[..], &["-d", r#"[{"name":"a"}]"#]].concat();
    assert_eq!(desk.with(&token, &url, &good).status, 201);
}

#[test]
fn what_the_vendor_asks_about_itself_is_the_accounts() {
    let desk = Desk::of(Setup { region: "au".to_owned(), ..Setup::default() });
    let account = desk.mock.account();
    let token = desk.mock.vendor_token("au", Life::Valid);
    let ask = |path: &str| desk.with(&token, &desk.gateway(path), &[]).json();
    let environment = format!("https://{}", account.environment);
    assert!(account.environment.ends_with(".au.frontegg.com"), "{}", account.environment);
    assert_eq!(ask("/vendors/base-url"), json!({ "baseURL": environment }));
    let vendor = ask("/vendors");
    assert_eq!(vendor["id"], account.client_id);
    assert_eq!(vendor["host"], account.environment);
    assert!(vendor["name"].is_string() && vendor["allowedOrigins"].is_array());
    let domains = ask("/vendors/custom-domains/v2");
    assert_eq!(domains["customDomains"][0]["domain"], account.custom_domain);
    let applications = ask("/applications/resources/applications/v1");
    assert_eq!(applications[0]["id"], account.application_id);
    let configuration = ask("/identity/resources/configurations/v1");
    assert!(configuration["publicKey"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----"));
    assert_eq!(ask("/identity/resources/roles/v1")["items"], json!([]));
}

#[test]
fn who_logs_in_says_by_header_where() {
    let desk = Desk::new();
    let url = desk.gateway("/identity/resources/auth/v1/user/token/refresh");
    assert_eq!(desk.ask(&[&url, "-X", "POST"]).error(), NO_VENDOR);
    let host = format!("frontegg-vendor-host: {}", desk.mock.account().environment);
    let answer = desk.ask(&[&url, "-X", "POST", "-H", &host]);
    assert_eq!(answer.error(), (401, r#"{"errors":["Unauthenticated"]}"#));
}
