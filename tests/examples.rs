//! Every rule and every known error does what its examples say.

use frontegg_lint::examples;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::rules::{Pages, RuleSet};

#[test]
fn every_rule_does_what_its_examples_say() {
    let failures = examples::run(Pages::built_in(), RuleSet::built_in(), Catalog::built_in());
    for failure in &failures {
        println!("{failure}");
    }
    assert!(failures.is_empty(), "{} examples fail", failures.len());
}
