//! Correct calls of all services, written by hand: nothing is said of them.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;

#[path = "../desk/mod.rs"]
mod desk;

const FOLDER: &str = "fixtures/operations";

/// The files and their texts, in order.
fn files() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// A file as it stands in a repository, and its text as it is pasted into a terminal.
#[test]
fn forty_seven_correct_calls_are_left_alone() {
    let mut exchanges = 0;
    for (name, text) in files() {
        let pasted = desk::told(&name, &text, Settings::default());
        for report in [desk::written(&name, &text), pasted] {
            assert!(report.problems.is_empty(), "{name}: {:?}", report.problems);
            assert_eq!(report.exchanges, report.frontegg, "{name}");
            let said: Vec<_> = report
                .findings
                .iter()
                .map(|finding| {
                    format!("{} {}: {}", finding.exchange, finding.rule, finding.message)
                })
                .collect();
            assert!(desk::loud(&report).is_empty(), "{name}: {said:#?}");
        }
        exchanges += desk::written(&name, &text).exchanges;
    }
    assert_eq!(exchanges, 47);
}

#[test]
fn every_service_of_the_specification_is_called() {
    let texts: String = files().into_iter().map(|(_, text)| text).collect();
    let documented: BTreeSet<&str> = Catalog::built_in()
        .routes
        .iter()
        .filter(|route| route.detailed)
        .map(|route| route.service.as_str())
        .collect();
    for service in &Catalog::built_in().services {
        let is_called = texts.contains(&format!("{}/", service.base))
            || texts.contains(&format!("{} ", service.base));
        assert!(is_called || !documented.contains(service.name.as_str()), "{}", service.name);
    }
}
