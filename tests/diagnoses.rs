//! Every known error: what it is told from, and that no candidate is ever left out.

use std::collections::BTreeSet;

use frontegg_lint::examples::Script;
use frontegg_lint::exchange::Origin;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::{Cause, Diagnosis};
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::rules::set::{Candidate, ErrorExample, KnownError, Scene};
use frontegg_lint::rules::{Pages, RuleSet};

/// The last diagnosis of what an example shows, read as a person's recording is.
fn diagnosed(scene: &Scene) -> Option<Diagnosis> {
    let Script { text, settings, answer, .. } = Script::of(scene).expect("the build has read it");
    let (catalog, rules) = (Catalog::built_in(), RuleSet::built_in());
    let linter = Linter { catalog, rules, settings, policy: Policy::default() };
    let options = Options::of(Origin::Pasted);
    let input = Box::new(text.as_bytes());
    let recording = Recording { path: "example", name: "example", input, options, answer };
    lint(recording, &linter).diagnoses.pop()
}

fn examples(error: &KnownError) -> &'static [ErrorExample] {
    let page = Pages::built_in().errors.iter().find(|page| page.id == error.id);
    page.map_or(&[], |page| &page.examples)
}

fn ids<'a>(causes: impl IntoIterator<Item = &'a Cause>) -> BTreeSet<&'a str> {
    causes.into_iter().map(|cause| cause.id.as_str()).collect()
}

#[test]
fn where_nothing_is_confirmed_every_candidate_is_ruled_out_or_open() {
    for error in &RuleSet::built_in().errors {
        let candidates: BTreeSet<&str> = error.causes.iter().map(Candidate::id).collect();
        let mut shown = 0;
        for example in examples(error).iter().filter(|example| example.confirmed.is_empty()) {
            let place = format!("{}, \"{}\"", error.id, example.name);
            let said = diagnosed(&example.scene).expect(&place);
            assert_eq!(said.error, error.id, "{place}");
            assert!(said.confirmed.is_empty(), "{place}");
            assert_eq!(ids(said.excluded.iter().chain(&said.open)), candidates, "{place}");
            assert!(ids(&said.excluded).is_disjoint(&ids(&said.open)), "{place}");
            assert!(said.open.iter().all(|cause| !cause.why.is_empty()), "{place}");
            assert!(said.excluded.iter().all(|cause| !cause.why.is_empty()), "{place}");
            shown += 1;
        }
        assert!(shown > 0, "{}: no example in which nothing is confirmed", error.id);
    }
}

#[test]
fn a_cause_that_is_confirmed_is_no_longer_ruled_out_or_open() {
    for error in &RuleSet::built_in().errors {
        let candidates: BTreeSet<&str> = error.causes.iter().map(Candidate::id).collect();
        for example in examples(error) {
            let said = diagnosed(&example.scene).expect(&example.name);
            let all = said.confirmed.iter().chain(&said.excluded).chain(&said.open);
            let count = all.clone().count();
            let told = ids(all);
            assert_eq!(told.len(), count, "{}, {}: told twice", error.id, example.name);
            assert!(told.is_superset(&candidates), "{}, {}", error.id, example.name);
        }
    }
}

#[test]
fn every_error_has_three_examples_one_of_them_recorded() {
    for error in &RuleSet::built_in().errors {
        let all = examples(error);
        assert!(all.len() >= 3, "{}: {} examples", error.id, all.len());
        assert!(all.iter().any(|example| example.scene.recorder.is_some()), "{}", error.id);
    }
}

#[test]
fn an_error_with_a_rule_among_its_causes_shows_one_confirmed() {
    for error in &RuleSet::built_in().errors {
        let rules = RuleSet::built_in();
        let has_rule = error.causes.iter().any(|cause| rules.find(cause.id()).is_some());
        let confirms = examples(error).iter().any(|example| !example.confirmed.is_empty());
        assert!(!has_rule || confirms, "{}", error.id);
    }
}
