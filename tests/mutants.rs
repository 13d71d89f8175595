//! A rule's examples notice when any one of its conditions is removed or turned round.
//!
//! `RULES=wrong-region,token-missing cargo test --test mutants` looks at these alone.

use frontegg_lint::examples::{is_caught, mutants};
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::rules::{Pages, RuleSet};

#[test]
#[expect(clippy::disallowed_methods, reason = "a test asks the environment what to look at")]
fn every_mutant_is_caught() {
    let wanted = std::env::var("RULES").ok();
    let asked = |id: &str| wanted.as_deref().is_none_or(|ids| ids.split(',').any(|own| own == id));
    let (rules, pages) = (RuleSet::built_in(), Pages::built_in());
    let mut made = 0;
    let mut survivors = Vec::new();
    for rule in rules.rules.iter().filter(|rule| asked(&rule.id)) {
        for mutant in mutants(rule) {
            made += 1;
            if !is_caught(&mutant, pages, (rules, Catalog::built_in())) {
                survivors.push(format!("{}, {}", rule.id, mutant.fault));
            }
        }
    }
    println!("{made} mutants, {} not caught", survivors.len());
    assert!(survivors.is_empty(), "not caught:\n{}", survivors.join("\n"));
}
