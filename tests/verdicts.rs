//! Calls that look odd and are right, and calls that are broken: what is said of each.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use frontegg_lint::facts::Settings;
use frontegg_lint::finding::{Report, Severity};

mod desk;

const FOLDER: &str = "fixtures/verdicts";
const TABLE: &str = "expected.yaml";
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
    let text = fs::read_to_string(Path::new(FOLDER).join(name)).unwrap();
    desk::told(name, &text, Settings::default())
}
