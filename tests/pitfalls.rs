//! The list of pitfalls is whole, and agrees with what the rules say of themselves.

use std::collections::{BTreeMap, BTreeSet};

use frontegg_lint::rules::Pages;

/// As many as have been found so far.
const LAST: usize = 136;
/// Found later, between two others.
const BETWEEN: [&str; 2] = ["P25b", "P97b"];

#[test]
fn every_pitfall_is_listed_once() {
    let listed: Vec<&str> =
        Pages::built_in().pitfalls.iter().map(|pitfall| pitfall.number.as_str()).collect();
    let numbers: BTreeSet<String> =
        (1..=LAST).map(|n| format!("P{n}")).chain(BETWEEN.map(str::to_owned)).collect();
    let found: BTreeSet<String> = listed.iter().map(|&number| number.to_owned()).collect();
    assert_eq!(found, numbers);
    assert_eq!(listed.len(), numbers.len());
}

#[test]
fn the_list_names_the_rules_that_name_the_pitfall_and_no_others() {
    let pages = Pages::built_in();
    let mut by_rules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for page in &pages.rules {
        for number in &page.pitfalls {
            by_rules.entry(number).or_default().insert(&page.id);
        }
    }
    let mut astray = Vec::new();
    for pitfall in &pages.pitfalls {
        let listed: BTreeSet<&str> = pitfall.rules.iter().map(String::as_str).collect();
        let naming = by_rules.remove(pitfall.number.as_str()).unwrap_or_default();
        let number = &pitfall.number;
        let missing = naming.difference(&listed).map(|id| {
            format!("rules/pitfalls.yaml: {number} lacks `{id}`, whose file names {number}")
        });
        let silent = listed
            .difference(&naming)
            .map(|id| format!("rules/pitfalls.yaml: {number} lists `{id}`, whose file does not"));
        astray.extend(missing.chain(silent));
    }
    astray.extend(
        by_rules
            .iter()
            .map(|(number, ids)| format!("{number} of {ids:?} is in no list of pitfalls")),
    );
    assert!(astray.is_empty(), "{}", astray.join("\n"));
}

#[test]
fn ids_stand_in_order_and_once() {
    for pitfall in &Pages::built_in().pitfalls {
        for ids in [&pitfall.rules, &pitfall.errors] {
            assert!(ids.is_sorted_by(|a, b| a < b), "{}: {ids:?}", pitfall.number);
        }
    }
}
