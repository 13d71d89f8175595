//! `rules coverage`: what the rules catch and what they do not, for people and for programs.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use frontegg_lint::rules::{Pages, RuleSet};
use serde_json::Value;

mod desk;

use desk::command::{Said, run};

fn coverage(more: &[&str]) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), &[&["rules", "coverage"], more].concat(), b"");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    said
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

#[test]
fn every_pitfall_is_either_caught_or_told_why_not() {
    let json = coverage(&["--format", "json"]).json();
    let caught = json["pitfalls"]["caught"].as_array().unwrap();
    let uncaught = json["pitfalls"]["uncaught"].as_array().unwrap();
    assert_eq!(caught.len() + uncaught.len(), Pages::built_in().pitfalls.len());
    let region = caught.iter().find(|pitfall| pitfall["number"] == "P3").unwrap();
    assert!(region["rules"].as_array().unwrap().iter().any(|rule| rule == "wrong-region"));
    assert!(uncaught.iter().all(|pitfall| !pitfall["why"].as_str().unwrap().is_empty()));
    assert!(uncaught.iter().any(|pitfall| pitfall["number"] == "P53"));
}

#[test]
fn routes_that_an_example_calls_are_told_from_those_that_none_does() {
    let json = coverage(&["--format", "json"]).json();
    let services = json["routes"].as_array().unwrap();
    for service in services {
        let untried = service["untried"].as_array().unwrap();
        assert_eq!(number(&service["routes"]), number(&service["tried"]) + untried.len());
    }
    let identity = services.iter().find(|service| service["service"] == "identity").unwrap();
    let untried = identity["untried"].as_array().unwrap();
    assert!(!untried.iter().any(|route| route == "GET /identity/resources/roles/v1"));
    assert!(untried.iter().all(|route| route.as_str().unwrap().contains(" /identity/")));
}

#[test]
fn rules_are_counted_by_topic_with_their_examples_and_recordings() {
    let json = coverage(&["--format", "json"]).json();
    let topics = json["rules"].as_array().unwrap();
    let sum = |key: &str| topics.iter().map(|topic| number(&topic[key])).sum::<usize>();
    let examples: usize = Pages::built_in().rules.iter().map(|page| page.examples.len()).sum();
    assert_eq!((sum("rules"), sum("examples")), (RuleSet::built_in().rules.len(), examples));
    let gateway = topics.iter().find(|topic| topic["topic"] == "gateway").unwrap();
    assert!(number(&gateway["recordings"]) >= 6);
    assert_eq!(gateway["without_a_recording"].as_array().unwrap().len(), 0);
    assert_eq!(number(&json["errors"]["all"]), RuleSet::built_in().errors.len());
}

#[test]
fn people_get_a_summary_first_and_details_when_they_ask() {
    let short = coverage(&[]).out;
    let first: Vec<&str> = short.lines().take(4).collect();
    assert!(first[0].starts_with("pitfalls") && first[3].starts_with("rules"), "{first:?}");
    assert!(short.lines().all(|line| line.chars().count() <= 80), "{short}");
    assert!(short.contains("  P53   A tenant's id is whatever text"), "{short}");
    assert!(!short.contains("\nCaught"), "{short}");
    let long = coverage(&["--verbose"]).out;
    assert!(long.starts_with(&short));
    assert!(long.contains("\nCaught, ") && long.contains("        by wrong-region\n"), "{long}");
    assert!(long.contains("  GET /audits/"), "{long}");
}
