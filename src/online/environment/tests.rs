//! What is read of an environment, and how it compares.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::super::ask::made;
use super::*;
use crate::facts::Settings;
use crate::facts::catalog::Catalog;
use crate::online::Hosts;

const ID: &str = "7c1d5f60-0000-4e2b-9a11-5eedfeed0001";
const OTHER: &str = "7c1d5f60-0000-4e2b-9a11-5eedfeed0002";
const APPLICATION: &str = "7c1d5f60-0000-4e2b-9a11-5eedfeed0003";

const NOT_ACTIVE: [&str; 3] = ["Pending", "Inactive", "activex"];

/// A vendor token; nobody verifies it here.
fn token() -> Secret {
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "type": "vendor", "vendorId": ID });
    Secret::new(format!("{}.{}.c2ln", part(json!({ "alg": "RS256" })), part(claims)))
}

fn good() -> Vec<Result<Reply, NoReply>> {
    let bodies = [
        json!({ "baseURL": "https://Acme.us.frontegg.com/" }),
        json!({ "forcePermissions": false, "machineToMachineAuthStrategy": "AccessToken" }),
        json!({ "id": ID, "name": "Acme Web", "host": "acme.us.frontegg.com",
            "allowedOrigins": ["http://localhost:3000", "https://acme.com"] }),
        json!({ "customDomains": [{ "domain": "login.acme.com", "status": "Active" }] }),
        json!([{ "id": APPLICATION, "name": "Shop", "appURL": "https://shop.acme.com" }]),
    ];
    bodies.iter().map(|body| made(200, &[], &body.to_string())).collect()
}

fn found() -> Environment {
    read("us", &token(), &good())
}

fn settings(hosts: &[&str], client_id: Option<&str>) -> Settings {
    let own = crate::facts::Environment {
        name: "production".to_owned(),
        hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
        client_id: client_id.map(str::to_owned),
    };
    Settings { region: Some("us".to_owned()), environments: vec![own], ..Settings::default() }
}

#[test]
fn all_parts_are_asked_with_the_token_at_one_gateway() {
    let settings = Settings::default();
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    let gateway = hosts.trusted("api.us.frontegg.com").unwrap();
    let lines: Vec<String> = requests(&gateway, &token()).iter().map(Request::line).collect();
    assert_eq!(lines.len(), Part::ALL.len());
    for (line, part) in lines.iter().zip(Part::ALL) {
        let whole =
            format!("GET https://api.us.frontegg.com{}, with the vendor token", part.path());
        assert_eq!(*line, whole);
    }
}

#[test]
fn everything_that_is_told_is_read() {
    let found = found();
    assert_eq!(found.hosts(), ["acme.us.frontegg.com", "login.acme.com"]);
    assert_eq!(found.id(), Some(ID));
    assert_eq!(found.machines.as_ref().unwrap().strategy.as_deref(), Some("AccessToken"));
    let vendor = found.vendor.as_ref().unwrap();
    assert_eq!((vendor.name.as_deref(), vendor.origins), (Some("Acme Web"), Some(2)));
    let application = Application { id: APPLICATION.to_owned(), name: Some("Shop".to_owned()) };
    assert_eq!(found.applications, Ok(vec![application]));
    assert!(found.silent().is_empty() && found.hosts_are_all());
}

#[test]
fn only_domains_that_somebody_proved_are_kept() {
    let mut answers = good();
    let pending = NOT_ACTIVE.map(|status| json!({ "domain": "new.acme.com", "status": status }));
    for (domain, why) in pending.into_iter().map(|one| (one, None)).chain([
        (json!({ "domain": "new.acme.com" }), Some("its status was not told")),
        (
            json!({ "domain": "api-frontegg.com", "status": "Active" }),
            Some("it looks like a name of Frontegg's"),
        ),
        (
            json!({ "domain": "frontegg.com.evil.example", "status": "active" }),
            Some("it looks like a name of Frontegg's"),
        ),
        (json!({ "domain": "10.0.0.1", "status": "active" }), Some("it is no plain host name")),
    ]) {
        let active = json!({ "domain": "login.acme.com", "status": "ACTIVE" });
        answers[3] = made(200, &[], &json!({ "customDomains": [domain, active] }).to_string());
        let found = read("us", &token(), &answers);
        assert_eq!(found.kept(), ["acme.us.frontegg.com", "login.acme.com"], "{domain}");
        let domains = found.domains.as_ref().unwrap();
        let said = domains[0].unkept().unwrap().to_string();
        let status = domain["status"].as_str().unwrap_or_default().to_ascii_lowercase();
        assert_eq!(said, why.unwrap_or(&status));
        assert_eq!(domains[1].unkept(), None);
        let listed = settings(&["acme.us.frontegg.com", "login.acme.com"], Some(ID));
        assert_eq!(compare(&found, &listed), [], "{domain}");
    }
}

#[test]
fn a_host_that_looks_like_fronteggs_is_not_kept_whoever_names_it() {
    let mut answers = good();
    answers[0] = made(200, &[], &json!({ "baseURL": "https://api-frontegg.com" }).to_string());
    assert_eq!(read("us", &token(), &answers).kept(), ["acme.us.frontegg.com", "login.acme.com"]);
}

#[test]
fn a_part_that_fails_costs_only_itself() {
    for (at, part) in Part::ALL.into_iter().enumerate() {
        for failed in [Err(NoReply::TimedOut), made(500, &[], "{}"), made(200, &[], "<html>")] {
            let mut answers = good();
            answers[at] = failed;
            let found = read("us", &token(), &answers);
            let silent: Vec<Part> = found.silent().iter().map(|(part, _)| *part).collect();
            assert_eq!(silent, [part]);
            assert_eq!(found.id(), Some(ID), "the token says it too");
            assert!(found.hosts().contains(&"acme.us.frontegg.com"), "two parts say it");
        }
    }
}

#[test]
fn what_may_not_be_shown_is_left_out() {
    let secret = ["k9XvQ2mLr8TbW4", "zz01Qp77"].concat();
    let mut answers = good();
    answers[0] = made(200, &[], &json!({ "baseURL": "https://a.b/\u{1b}[2J" }).to_string());
    answers[2] = made(200, &[], &json!({ "id": secret, "name": secret }).to_string());
    answers[3] = made(200, &[], &json!({ "customDomains": [{ "domain": secret }] }).to_string());
    answers[4] = made(200, &[], &json!([{ "id": secret, "name": "\u{202e}x" }]).to_string());
    let found = read("us", &token(), &answers);
    let shown = format!("{found:?}");
    assert!(!shown.contains(&secret) && !shown.contains("2J") && !shown.contains('\u{202e}'));
    assert!(found.host.is_err() && found.hosts().is_empty());
}

#[test]
fn a_configuration_that_says_the_same_differs_in_nothing() {
    let same = settings(&["acme.us.frontegg.com", "login.acme.com"], Some(ID));
    assert_eq!(compare(&found(), &same), []);
    assert_eq!(compare(&found(), &Settings::default()), [], "it says nothing");
}

#[test]
fn a_client_id_of_another_environment_is_told() {
    let wrong = settings(&["acme.us.frontegg.com", "login.acme.com"], Some(OTHER));
    let (environment, configured) = ("production".to_owned(), OTHER.to_owned());
    assert_eq!(compare(&found(), &wrong), [Difference::ClientId { environment, configured }]);
}

#[test]
fn another_region_and_hosts_are_told() {
    let mut wrong = settings(&["acme.us.frontegg.com", "beta.us.frontegg.com"], Some(ID));
    wrong.region = Some("eu".to_owned());
    let host = |name: &str| name.to_owned();
    let differences = compare(&found(), &wrong);
    let expected = [
        Difference::Region { configured: host("eu") },
        Difference::Host { environment: host("production"), host: host("beta.us.frontegg.com") },
        Difference::Unlisted { host: host("login.acme.com") },
    ];
    assert_eq!(differences, expected);
    let contradict: Vec<bool> = differences.iter().map(Difference::contradicts).collect();
    assert_eq!(contradict, [true, true, false]);
}

#[test]
fn a_host_is_a_stranger_only_where_all_are_known() {
    let mut answers = good();
    answers[3] = Err(NoReply::TimedOut);
    let found = read("us", &token(), &answers);
    let own = settings(&["acme.us.frontegg.com", "login.acme.com"], Some(ID));
    assert_eq!(compare(&found, &own), []);
}

#[test]
fn a_configuration_of_other_environments_is_told_so() {
    let other = settings(&["beta.us.frontegg.com"], Some(OTHER));
    assert_eq!(compare(&found(), &other), [Difference::NoneOfThem]);
}
