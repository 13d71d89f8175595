//! Calls that look odd and are right, and calls that are broken: what is said of each.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use frontegg_lint::examples;
use frontegg_lint::exchange::{Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::{Report, Severity};
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Recording, lint};
use frontegg_lint::rules::RuleSet;

const FOLDER: &str = "fixtures/verdicts";
const TABLE: &str = "expected.yaml";
const NOW: &str = "2026-05-11T12:00:00Z";
/// Nothing above `info` is said.
const CLEAN: &str = "clean";
/// A call has one cause; more than this is noise.
const MOST: usize = 2;

#[test]
fn a_right_call_is_left_alone_and_a_broken_one_has_its_cause_said_first() {
    let wrong: Vec<String> =
        table().iter().filter_map(|(name, wanted)| fault(name, wanted)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_recording_has_its_line_in_the_table() {
    let folder = fs::read_dir(FOLDER).unwrap();
    let files: BTreeSet<String> = folder
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != TABLE)
        .collect();
    assert_eq!(files, table().into_keys().collect());
}

/// By file: the first rule, or `clean`.
fn table() -> BTreeMap<String, String> {
    let text = fs::read_to_string(Path::new(FOLDER).join(TABLE)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// What is wrong with what is said of a recording.
fn fault(name: &str, wanted: &str) -> Option<String> {
    let report = judge(name);
    assert!(report.problems.is_empty(), "{name} is read in full");
    let mut said: Vec<(Severity, &str)> =
        report.findings.iter().map(|finding| (finding.severity, finding.rule.as_str())).collect();
    said.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    let loud: Vec<&str> = said
        .iter()
        .filter(|(severity, _)| *severity > Severity::Info)
        .map(|(_, rule)| *rule)
        .collect();
    let right = match wanted {
        CLEAN => loud.is_empty(),
        rule => said.first().is_some_and(|(_, first)| *first == rule) && loud.len() <= MOST,
    };
    (!right).then(|| format!("{name}: {wanted} expected, and {loud:?} said"))
}

fn judge(name: &str) -> Report {
    let now = Time::parse(NOW).unwrap();
    let text = fs::read_to_string(Path::new(FOLDER).join(name)).unwrap();
    let text = examples::fill(&text, now).unwrap();
    let settings = Settings { now: Some(now), ..Settings::default() };
    let linter = Linter { catalog: Catalog::built_in(), rules: RuleSet::built_in(), settings };
    let options = Options { format: None, origin: Origin::Pasted, files: None };
    let input = Box::new(text.as_bytes());
    lint(Recording { name, input, options, answer: None }, &linter)
}
