//! What the regions say, and how that is said.

use std::time::Duration;

use frontegg_lint::online::mock::{Manner, Setup};

use super::{Desk, late};

const REGIONS: [&str; 5] = ["eu", "us", "ca", "au", "uk"];
const CANARY: &str = "k9XvQ2mLr8TbW4zz01";
const STRANGER: &str = "7c1d5f60-0000-4e2b-9a11-5eedfeed0009";

#[test]
fn the_region_of_the_vendor_is_told() {
    for region in REGIONS {
        let desk = Desk::of(region);
        let said = desk.probe(&["region"]);
        assert_eq!(said.code, 0, "{}", said.err);
        let gateway = &desk.mock.account().gateway;
        let name = region.to_uppercase();
        assert!(said.out.starts_with(&format!("the {name} region knows these credentials\n")));
        for line in [format!("\n  region: {region}\n"), format!("https://{gateway}\n")] {
            assert!(said.out.contains(&line), "{}", said.out);
        }
        assert!(said.out.contains(&desk.pair().0), "the client id is no secret");
    }
}

#[test]
fn every_gateway_is_asked_once_and_all_at_once() {
    let setup = Setup { region: "ca".to_owned(), manner: Manner::Together(5), ..Setup::default() };
    let desk = Desk::with(setup, "# nothing\n");
    let said = desk.probe(&["region"]);
    assert!(said.out.contains("\n  region: ca\n"), "{}{}", said.out, said.err);
    let mut expected = ["", ".us", ".ca", ".au", ".uk"]
        .map(|label| format!("POST api{label}.frontegg.com/auth/vendor"));
    expected.sort();
    assert_eq!(desk.paths(), expected);
}

#[test]
fn what_is_sent_is_said_first() {
    let said = Desk::of("us").probe(&["region"]);
    let line = "frontegg-lint: asking: POST https://api.us.frontegg.com/auth/vendor, with the \
                client id and the API key\n";
    assert!(said.err.contains(line), "{}", said.err);
    assert_eq!(said.err.matches("asking: ").count(), REGIONS.len());
}

#[test]
fn a_pair_that_none_knows_is_told_what_to_compare() {
    let desk = Desk::of("us");
    let said = desk.probe_with((STRANGER, CANARY), &["region"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.starts_with("no region knows these credentials\n"), "{}", said.out);
    for words in ["EU, US, CA, AU, UK", "Keys & domains", "rotated", "Administration"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(said.err.ends_with("exit 1: no region knows these credentials\n"), "{}", said.err);
    let json = desk.probe_with((STRANGER, CANARY), &["region", "--format", "json"]).json();
    assert_eq!((&json["verdict"], &json["region"]), (&"unknown".into(), &().into()));
    assert!(json["regions"].as_array().unwrap().iter().all(|row| row["answer"] == "refused"));
}

#[test]
fn a_region_that_is_late_is_said_to_be() {
    let desk = Desk::with(late("us", "ca"), "# nothing\n");
    let words = ["region", "--timeout", "1", "--format", "json"];
    let said = desk.probe_with((STRANGER, CANARY), &words);
    assert_eq!(said.code, 2, "{}", said.out);
    let row = &said.json()["regions"][2];
    assert_eq!((&row["region"], &row["answer"]), (&"ca".into(), &"none".into()));
    assert_eq!(row["why"], "it did not answer in time");
}

#[test]
fn a_region_that_says_nothing_leaves_the_others_said() {
    let desk = without("ca");
    let said = desk.probe_with((STRANGER, CANARY), &["region"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.out.starts_with("no region that answered knows these credentials\n"));
    for words in ["refused by   EU, US, AU, UK", "CA: it answers no more until"] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(said.err.ends_with("exit 2: 1 of 5 regions said nothing\n"), "{}", said.err);
}

#[test]
fn a_region_that_knows_the_pair_settles_it_though_another_says_nothing() {
    let said = without("ca").probe(&["region", "--format", "json"]);
    let json = said.json();
    assert_eq!((said.code, &json["region"]), (0, &"us".into()), "{json}");
    let rows = json["regions"].as_array().unwrap();
    let answers: Vec<&str> = rows.iter().map(|row| row["answer"].as_str().unwrap()).collect();
    assert_eq!(answers, ["refused", "accepted", "none", "refused", "refused"]);
}

/// The vendor lives in the US; this region was asked as often as it answers.
fn without(region: &str) -> Desk {
    let setup = Setup {
        region: "us".to_owned(),
        calls_a_minute: Some(1),
        window: Duration::from_secs(3600),
        ..Setup::default()
    };
    let desk = Desk::with(setup, "# nothing\n");
    desk.probe_with((STRANGER, CANARY), &["environment", "--region", region]);
    desk
}

#[test]
fn answers_that_break_off_are_no_verdict() {
    let setup = Setup { manner: Manner::Broken, ..Setup::default() };
    let said = Desk::with(setup, "# nothing\n").probe(&["region"]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.out.starts_with("no region said whether it knows these credentials\n"));
    assert!(said.err.ends_with("exit 2: 5 of 5 regions said nothing\n"), "{}", said.err);
}

#[test]
fn a_limit_is_no_verdict_and_says_until_when() {
    let setup = Setup { calls_a_minute: Some(0), ..Setup::default() };
    let said = Desk::with(setup, "# nothing\n").probe(&["region", "--format", "json"]);
    assert_eq!(said.code, 2);
    let json = said.json();
    assert_eq!(json["verdict"], "unanswered");
    let why = json["regions"][0]["why"].as_str().unwrap();
    assert!(why.starts_with("it answers no more until 2") && why.ends_with("(429)"), "{why}");
}

#[test]
fn who_was_asked_too_often_is_no_firewall() {
    for words in [["region"], ["environment"]] {
        let setup = Setup { calls_a_minute: Some(0), ..Setup::default() };
        let said = Desk::with(setup, "# nothing\n").probe(&words);
        assert!(said.out.contains("asked too often"), "{}", said.out);
        for wrong in ["--timeout", "proxy", "firewall"] {
            assert!(!said.all().contains(wrong), "{}", said.all());
        }
    }
}

#[test]
fn a_dry_run_needs_no_pair_and_sends_nothing() {
    let desk = Desk::of("us");
    for words in [&["region", "--dry-run"], &["environment", "--dry-run"]] {
        let said = desk.run(words, &[]);
        assert_eq!(said.code, 0, "{}", said.err);
        let posts = said.out.lines().filter(|line| line.starts_with("POST https://api."));
        assert_eq!(posts.count(), REGIONS.len(), "{}", said.out);
    }
    assert_eq!(desk.mock.connections(), 0);
}

#[test]
fn a_configuration_of_another_region_is_told_so() {
    let setup = || Setup { region: "us".to_owned(), ..Setup::default() };
    let wrong = Desk::with(setup(), "region: eu\n").probe(&["region"]);
    assert_eq!(wrong.code, 1, "{}", wrong.out);
    assert!(wrong.out.contains("the configuration says `region: eu`"), "{}", wrong.out);
    let right = Desk::with(setup(), "region: us\n").probe(&["region"]);
    assert_eq!(right.code, 0, "{}", right.err);
    assert!(right.out.contains("says so too: `region: us`"), "{}", right.out);
}

#[test]
fn the_document_is_whole() {
    let desk = Desk::of("au");
    let json = desk.probe(&["region", "--format", "json"]).json();
    let keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "version",
        "client_id",
        "verdict",
        "region",
        "gateway",
        "regions",
        "token_expires_in_seconds",
        "configured_region",
        "configuration",
    ];
    expected.sort_unstable();
    let mut keys = keys;
    keys.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!((&json["version"], &json["verdict"]), (&1.into(), &"known".into()));
    assert_eq!(json["gateway"], "api.au.frontegg.com");
    assert_eq!(json["configuration"], "region: au\n");
    assert_eq!(json["token_expires_in_seconds"], 86400);
}
