//! What was wrong with the calls is still wrong, and nothing else is.

use std::collections::BTreeSet;

use frontegg_lint::exchange::{Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::Report;
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::redact::{self, Claims};
use frontegg_lint::rules::RuleSet;

use crate::samples::{self, NOW, Sample};

pub(crate) fn redacted(text: &str) -> String {
    let mut out = Vec::new();
    let rules = (RuleSet::built_in(), Claims::Known);
    redact::har(&mut text.as_bytes(), &mut out, rules).unwrap();
    String::from_utf8(out).unwrap()
}

fn report(name: &str, text: &str) -> Report {
    let settings = Settings { now: Time::parse(NOW), ..Settings::default() };
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    let recording = Recording {
        name,
        path: name,
        input: Box::new(text.as_bytes()),
        options: Options::of(Origin::Written),
        answer: None,
    };
    lint(recording, &linter)
}

fn told(report: &Report) -> BTreeSet<String> {
    let findings = report.findings.iter().map(|one| format!("{} at {}", one.rule, one.exchange));
    let causes =
        report.diagnoses.iter().map(|one| format!("{} explained at {}", one.error, one.exchange));
    findings.chain(causes).collect()
}

/// A script, a request file or any other text.
pub(crate) fn redacted_text(sample: &Sample) -> String {
    let mut out = Vec::new();
    let options = (sample.name.as_str(), &Options::of(Origin::Written));
    let rules = (RuleSet::built_in(), Claims::Known);
    redact::text(&mut sample.text.as_bytes(), &mut out, options, rules).unwrap();
    String::from_utf8(out).unwrap()
}

fn same(samples: &[Sample], redacted: impl Fn(&Sample) -> String) {
    let mut wrong = Vec::new();
    for sample in samples {
        let (before, after) = (&sample.text, redacted(sample));
        let (before, after) = (report(&sample.name, before), report(&sample.name, &after));
        let (before, after) = (told(&before), told(&after));
        let lost: Vec<_> = before.difference(&after).collect();
        let new: Vec<_> = after.difference(&before).collect();
        if !lost.is_empty() || !new.is_empty() {
            wrong.push(format!("{}: lost {lost:?}, new {new:?}", sample.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), samples.len(), wrong.join("\n"));
}

#[test]
fn the_fixtures_say_the_same() {
    same(&samples::fixtures(), |sample| redacted(&sample.text));
}

#[test]
fn the_recorded_examples_of_rules_say_the_same() {
    same(&samples::examples(), |sample| redacted(&sample.text));
}

#[test]
fn texts_of_people_say_the_same() {
    same(&samples::texts(), redacted_text);
}

#[test]
fn what_was_taken_out_is_found_in_no_result_and_would_be() {
    let rules = (RuleSet::built_in(), Claims::Known);
    let mut seen = 0;
    for sample in samples::fixtures() {
        let mut out = Vec::new();
        let redacted = redact::har(&mut sample.text.as_bytes(), &mut out, rules).unwrap();
        let is_left = |mut bytes: &[u8]| redact::is_left(&mut bytes, &redacted.ledger).unwrap();
        assert!(!is_left(&out), "{}", sample.name);
        seen += usize::from(is_left(sample.text.as_bytes()));
    }
    assert!(seen >= 20, "the search finds what it looks for in {seen} recordings");
}
