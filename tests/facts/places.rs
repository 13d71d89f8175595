//! Hosts, regions, routes, callers.

use frontegg_lint::exchange::Kept;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::{Environment, Ground, Session, Settings, gather};
use frontegg_lint::truth::Why;

use super::call::{USERS, get, says, user, vendor};

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
        ("$FRONTEGG_GATEWAY/identity/resources/users/v3", "gateway"),
        ("$API_GATEWAY/orders", "?variable"),
        ("https://app-xxxx.frontegg.com/x", "environment"),
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
    assert_eq!(path("/identity/resources/nothing").says("route.audience"), "unknown");
    assert_eq!(path("/$PATH").says("route.service"), "?variable");
    assert_eq!(path("/.well-known/jwks.json").says("route.discovery"), "jwks");
    assert_eq!(path("/.well-known/jwks_json").says("route.discovery"), "jwks-misspelt");
    assert_eq!(path("/oauth/token").says("route.takes-basic"), "true");
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
