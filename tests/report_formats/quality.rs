//! The code quality report of GitLab.

use std::collections::BTreeSet;

use frontegg_lint::report::Format;
use serde_json::Value;

use crate::made::*;
use crate::schemas;

#[test]
fn every_run_is_valid_by_the_schema() {
    let schema = schemas::json(include_str!("../../fixtures/schemas/gitlab-code-quality.json"));
    for (name, reports) in runs() {
        schemas::holds(&schema, &document(Format::Gitlab, &reports), name);
    }
}

#[test]
fn no_two_entries_have_one_fingerprint() {
    let mut report = many(300);
    report.problems = [hostile().problems, hostile().problems].concat();
    // Named twice on the command line, it is reported twice.
    let entries = document(Format::Gitlab, &[report.clone(), report]);
    let entries = entries.as_array().unwrap();
    assert_eq!(entries.len(), 604);
    let prints: BTreeSet<&str> =
        entries.iter().map(|entry| entry["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), entries.len());
}

#[test]
fn the_worst_comes_first_and_what_was_lost_is_the_worst() {
    let entries = document(Format::Gitlab, &mixed());
    let severities: Vec<&str> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["severity"].as_str().unwrap())
        .collect();
    assert_eq!(severities, ["blocker", "major", "major", "minor", "info"]);
    assert_eq!(entries[0]["check_name"], "not-read");
}

#[test]
fn a_path_is_the_one_of_the_repository() {
    let mut report = many(3);
    report.path = "./calls/many.sh".into();
    report.file = "../calls/many.sh".into();
    let entries = document(Format::Gitlab, &[report]);
    let paths = |entry: &Value| entry["location"]["path"].as_str().unwrap().to_owned();
    let paths: BTreeSet<String> = entries.as_array().unwrap().iter().map(paths).collect();
    assert_eq!(paths.into_iter().collect::<Vec<_>>(), ["calls/many.sh"]);
}
