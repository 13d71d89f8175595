//! What shows tests: suites, cases, and counts that are right.

use std::collections::BTreeSet;

use frontegg_lint::finding::Report;
use frontegg_lint::report::Format;

use crate::made::*;
use crate::xml::{Element, conforms};

fn suites(reports: &[Report]) -> Element {
    Element::parse(&printed(Format::Junit, reports))
}

#[test]
fn every_run_is_valid_by_the_schema_of_jenkins() {
    let schema = Element::parse(include_str!("../../fixtures/schemas/junit-10.xsd"));
    for (name, reports) in runs() {
        conforms(&suites(&reports), &schema).unwrap_or_else(|why| panic!("{name}: {why}"));
    }
    let mut wrong = suites(&mixed());
    wrong.children[0].attributes.remove("tests");
    assert!(conforms(&wrong, &schema).is_err());
    wrong = suites(&mixed());
    wrong.children[0].children[0].attributes.insert("line".into(), "3".into());
    assert!(conforms(&wrong, &schema).is_err());
}

#[test]
fn counts_are_those_of_the_cases() {
    for (name, reports) in runs() {
        let all = suites(&reports);
        let mut sum = [0; 3];
        for suite in &all.children {
            let cases: Vec<&Element> = suite.of_name("testcase").collect();
            let of = |outcome: &str| {
                cases.iter().filter(|case| case.of_name(outcome).count() == 1).count()
            };
            let counted = [cases.len(), of("failure"), of("error")];
            let told = ["tests", "failures", "errors"].map(|word| suite.number(word));
            assert_eq!(counted, told, "{name}");
            sum = [0, 1, 2].map(|at| sum[at] + counted[at]);
        }
        let told = ["tests", "failures", "errors"].map(|word| all.number(word));
        assert_eq!(sum, told, "{name}");
    }
}

#[test]
fn a_finding_is_a_failure_and_what_was_lost_an_error_and_a_clean_file_passes() {
    let all = suites(&mixed());
    let suite = |name: &str| all.children.iter().find(|one| one.attribute("name") == name).unwrap();
    let calls = suite("scripts/calls.sh");
    assert_eq!(calls.number("failures"), 3);
    let failure = calls.children[0].of_name("failure").next().unwrap();
    assert_eq!(failure.attribute("type"), "deprecated-route");
    assert!(failure.text.contains("scripts/calls.sh:3:"), "{}", failure.text);
    let cut = suite("recordings/café 1.har");
    assert_eq!((cut.number("errors"), cut.number("failures")), (1, 1));
    let clean = suite("scripts/clean.sh");
    assert_eq!((clean.number("tests"), clean.number("failures")), (1, 0));
    assert!(clean.children[0].children.is_empty(), "the case passes");
}

#[test]
fn cases_of_a_file_have_names_of_their_own() {
    let script = "curl https://api.frontegg.com/identity/resources/groups/v1 -H 'Authorization: Bearer undefined' -H 'x-frontegg-tenant-id: a' -H 'frontegg_tenant_id: a'\n";
    let mut report = checked("a.sh", &script.repeat(3));
    let again = report.findings.clone();
    report.findings.extend(again);
    let all = suites(&[report]);
    let cases: Vec<&Element> = all.children[0].of_name("testcase").collect();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.attribute("name")).collect();
    assert!(cases.len() >= 6 && names.len() == cases.len(), "{names:?}");
}

#[test]
fn hostile_text_is_text_and_no_character_is_one_that_xml_forbids() {
    let text = printed(Format::Junit, &[hostile()]);
    let allowed = |letter: char| matches!(letter, '\t' | '\n' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    assert!(text.chars().all(allowed));
    let failure = &suites(&[hostile()]).children[0].children[1].children[0];
    assert!(failure.attribute("message").contains("<img src=x onerror=alert(1)>"));
    assert!(failure.text.contains("]]>"));
}
