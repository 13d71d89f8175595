//! What tests of the whole way through share: a linter over texts, with tokens minted.
#![allow(dead_code, clippy::allow_attributes, reason = "each test takes what it needs")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

pub(crate) mod command;

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::{Report, Severity};
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::rules::RuleSet;

/// The time at which everything in the tests is pasted, and around which tokens are valid.
pub(crate) const NOW: &str = "2026-05-11T12:00:00Z";

/// What the tool says of a text that was just pasted.
pub(crate) fn pasted(text: &str) -> Report {
    told("<stdin>", text, Settings::default())
}

/// The same, where the caller knows something besides.
pub(crate) fn told(name: &str, text: &str, settings: Settings) -> Report {
    let settings = Settings { now: Time::parse(NOW), ..settings };
    judged(name, text, (settings, Origin::Pasted))
}

/// What the tool says of a file in a repository.
pub(crate) fn written(name: &str, text: &str) -> Report {
    judged(name, text, (Settings::default(), Origin::Written))
}

fn judged(name: &str, text: &str, (settings, origin): (Settings, Origin)) -> Report {
    let text = fill(text, Time::parse(NOW).unwrap()).unwrap();
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    let options = Options::of(origin);
    let input = Box::new(text.as_bytes());
    lint(Recording { path: name, name, input, options, answer: None }, &linter)
}

pub(crate) fn in_region(region: &str) -> Settings {
    Settings { region: Some(region.to_owned()), ..Settings::default() }
}

/// The rules that speak above `info`, in order.
pub(crate) fn loud(report: &Report) -> Vec<&str> {
    let above = report.findings.iter().filter(|finding| finding.severity > Severity::Info);
    above.map(|finding| finding.rule.as_str()).collect()
}

/// The corrected command of the first finding.
pub(crate) fn corrected(report: &Report) -> &str {
    &report.findings[0].fix.as_ref().unwrap().corrected
}

pub(crate) fn ids(causes: &[frontegg_lint::finding::Cause]) -> Vec<&str> {
    causes.iter().map(|cause| cause.id.as_str()).collect()
}
