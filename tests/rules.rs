//! What an author of a rule is told when the file is wrong: all of it, with places and suggestions.

use frontegg_lint::examples::run;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::rules::{Pages, RuleError, RuleSet, RuleText, load, outline};

const RULE: &str = "\
id: some-rule
severity: error
claims: note
when:
  all:
    - host.class: gateway
    - host.region: { differs-from: vendor.region }
at: url.host
message: this gateway serves {host.region}
help: send the call to {vendor.gateway}
on-unknown: silent
folds: [missing-tenant-id]
why: because
sources: [https://example.com/]
examples:
  - { name: one, input: x, expect: finding }
  - { name: two, input: y, expect: clean }
";

fn errors_of(path: &str, text: &str) -> Vec<RuleError> {
    let file = RuleText { path: path.to_owned(), text: text.to_owned() };
    load(&[file]).err().unwrap_or_default()
}

/// The only error of the sample rule with one thing changed: its line and column, message, help.
fn told(from: &str, to: &str) -> (usize, usize, String, String) {
    assert!(RULE.contains(from), "{from}");
    let errors = errors_of("gateway/some-rule.yaml", &RULE.replace(from, to));
    let [error] = errors.as_slice() else { panic!("{errors:#?}") };
    let help = error.help.clone().unwrap_or_default();
    (error.line, error.column, error.message.clone(), help)
}

fn is(
    (line, column, message, help): (usize, usize, String, String),
    place: (usize, usize),
    words: (&str, &str),
) {
    assert_eq!((message.as_str(), help.as_str()), words);
    assert_eq!((line, column), place);
}

#[test]
fn the_sample_is_right() {
    assert_eq!(errors_of("gateway/some-rule.yaml", RULE), []);
}

#[test]
fn a_misspelt_fact_is_named_with_the_one_that_was_meant() {
    is(
        told("host.class:", "host.clas:"),
        (6, 7),
        ("unknown fact `host.clas`", "did you mean `host.class`?"),
    );
    is(
        told("differs-from: vendor.region", "differs-from: vendor.regoin"),
        (7, 36),
        ("unknown fact `vendor.regoin`", "did you mean `vendor.region`?"),
    );
    is(
        told("serves {host.region}", "serves {host.reigon}"),
        (9, 10),
        ("unknown fact `host.reigon`", "did you mean `host.region`?"),
    );
}

#[test]
fn a_misspelt_operator_key_value_or_place_is_named_too() {
    is(
        told("differs-from", "differs-form"),
        (7, 22),
        ("unknown operator `differs-form`", "did you mean `differs-from`?"),
    );
    is(told("help:", "hlep:"), (10, 1), ("unknown key `hlep`", "did you mean `help`?"));
    is(
        told("severity: error", "severity: eror"),
        (2, 11),
        ("unknown severity `eror`", "did you mean `error`?"),
    );
    is(told("claims: note", "claims: not"), (3, 9), ("unknown word `not`", "did you mean `note`?"));
    is(
        told("class: gateway", "class: gatway"),
        (6, 19),
        ("`host.class` is never `gatway`", "did you mean `gateway`?"),
    );
    is(
        told("at: url.host", "at: url.hots"),
        (8, 5),
        ("unknown place `url.hots`", "did you mean `url.host`?"),
    );
    is(
        told("class: gateway", "class: is-abset"),
        (6, 19),
        ("unknown test `is-abset`", "did you mean `is-absent`?"),
    );
    is(
        told("help:", "fix: { safety: safe, set-hots: x }\nhelp:"),
        (10, 22),
        ("unknown key `set-hots`", "did you mean `set-host`?"),
    );
    is(
        told("[missing-tenant-id]", "[missing-tenant]"),
        (12, 9),
        ("unknown rule `missing-tenant`", "did you mean `missing-tenant-id`?"),
    );
    is(
        told("why:", "explains: [{ error: failed-to-verify-vendor-jw, strength: likely }]\nwhy:"),
        (13, 21),
        (
            "unknown error `failed-to-verify-vendor-jw`",
            "did you mean `failed-to-verify-vendor-jwt`?",
        ),
    );
}

#[test]
fn an_operator_must_fit_its_fact() {
    is(
        told("{ differs-from: vendor.region }", "{ more-than: 3 }"),
        (7, 22),
        (
            "`more-than` does not fit `host.region`",
            "it takes a word, a list of words, an operator or a test of presence",
        ),
    );
    let (_, _, message, help) = told("class: gateway", "class: true");
    assert_eq!(message, "a value that `host.class` never has");
    assert!(help.starts_with("write one of `gateway`, "), "{help}");
    let (_, _, message, help) = told("host.class: gateway", "answer.status: { contains: '4' }");
    assert_eq!(message, "`contains` does not fit `answer.status`");
    assert!(help.contains("more-than"), "{help}");
}

#[test]
fn what_would_hold_always_or_by_absence_is_refused() {
    let (line, _, message, _) =
        told("    - host.class: gateway", "    - not: { host.class: gateway }");
    assert_eq!((line, message.as_str()), (6, "`not` over a comparison"));
    let (line, _, message, _) = told("    - host.class: gateway", "    - all: []");
    assert_eq!((line, message.as_str()), (6, "an empty `all`"));
    let (line, _, message, help) =
        told("    - host.class: gateway", "    - host.class: gateway\n      host.region: eu");
    assert_eq!((line, message.as_str()), (7, "a second key, `host.region`"));
    assert!(help.contains("`all:`"));
    let (_, _, message, help) = told("{ differs-from: vendor.region }", "{ matches: '(' }");
    assert_eq!(message, "a regular expression that cannot be read");
    assert!(help.contains("unclosed"), "{help}");
}

#[test]
fn a_message_is_short_and_reads_on() {
    let long = format!("message: {}", "x".repeat(73));
    is(
        told("message: this gateway serves {host.region}", &long),
        (9, 1),
        ("a message of 73 characters", "at most 72 characters, the names of facts included"),
    );
    let (line, _, message, _) = told("serves {host.region}", "serves {host.region}.");
    assert_eq!((line, message.as_str()), (9, "`message` ends in a full stop"));
    let (_, _, message, _) = told("message: this", "message: This");
    assert_eq!(message, "a message that begins with a capital letter");
}

#[test]
fn a_rule_is_named_by_its_file_and_stands_in_a_topic() {
    let errors = errors_of("gateway/other.yaml", RULE);
    assert_eq!(errors[0].message, "the id `some-rule` is not the file's name");
    assert_eq!(
        errors[0].to_string(),
        "gateway/other.yaml:1:1: the id `some-rule` is not the file's name"
    );
    let errors = errors_of("gatway/some-rule.yaml", RULE);
    assert_eq!(errors[0].help.as_deref(), Some("did you mean `gateway`?"));
    assert_eq!(errors_of("our-own/some-rule.yaml", RULE), []);
}

#[test]
fn every_kind_of_example_that_is_owed_is_asked_for() {
    let told = |text: &str| -> Vec<String> {
        errors_of("gateway/some-rule.yaml", text).into_iter().filter_map(|e| e.help).collect()
    };
    let undecided = told(&RULE.replace("on-unknown: silent\n", ""));
    assert!(undecided[0].contains("`expect: undecided`") && undecided.len() == 1);
    let refused = told(&RULE.replace("claims: note", "claims: refused"));
    assert!(refused[0].contains("2xx") && refused.len() == 1);
    let worked = RULE
        .replace("claims: note", "claims: refused")
        .replace("input: y", "input: y, status: 204");
    assert_eq!(told(&worked), [""; 0]);
    let pasted = RULE
        .replace("claims: note", "claims: refused")
        .replace("input: y", "input: \"y\\n\\nHTTP/1.1 200 OK\"");
    assert_eq!(told(&pasted), [""; 0]);
    let fixed = told(&RULE.replace("why:", "fix: { safety: safe, set-host: x }\nwhy:"));
    assert!(fixed[0].contains("`fixed`") && fixed.len() == 1);
    let clean = told(&RULE.replace("expect: clean", "expect: finding"));
    assert!(clean[0].contains("`expect: clean`") && clean.len() == 1);
}

#[test]
fn all_that_is_wrong_is_said_at_once_in_order_of_place() {
    let first = RULE.replace("host.class", "host.clas");
    let second = RULE.replace("serves {host.region}", "serves.").replace("why: because", "why: ''");
    let files =
        [("gateway/some-rule.yaml", first), ("route/another.yaml", second)].map(|(path, text)| {
            RuleText { path: path.to_owned(), text: text.replace("some-rule", "another") }
        });
    let errors = load(&files).unwrap_err();
    let places: Vec<(&str, usize)> =
        errors.iter().map(|error| (error.file.as_str(), error.line)).collect();
    assert_eq!(
        places,
        [("gateway/some-rule.yaml", 6), ("route/another.yaml", 9), ("route/another.yaml", 13)]
    );
}

#[test]
fn a_known_error_names_rules_and_settles_its_own_causes() {
    let error = "\
id: some-error
title: It did not work
match: { status: 418 }
meaning: It did not.
causes:
  - rule: wrong-regoin
  - cause: the-weather
why: because
sources: [https://example.com/]
examples:
  - { name: one, input: x, confirmed: [wrong-region], open: [the-whether] }
";
    let errors = errors_of("errors/some-error.yaml", error);
    let told: Vec<(usize, &str, &str)> = errors
        .iter()
        .map(|error| (error.line, &*error.message, error.help.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        told,
        [
            (6, "unknown rule `wrong-regoin`", "did you mean `wrong-region`?"),
            (
                7,
                "the cause `the-weather` without `settle`",
                "say what would settle it, in one line"
            ),
            (11, "unknown cause `the-whether`", "did you mean `the-weather`?"),
        ]
    );
    let errors = errors_of("errors/some-error.yaml", &error.replace("status: 418", "statuss: 418"));
    assert_eq!(errors[0].help.as_deref(), Some("did you mean `status`?"));
}

#[test]
fn what_is_no_rule_is_left_alone() {
    let others = ["catalog/regions.yaml", "README.md", "schema.json"];
    assert!(others.iter().all(|path| errors_of(path, "{").is_empty()));
    let errors = errors_of("gateway/some-rule.yaml", "id: [");
    assert_eq!(errors.len(), 1);
}

#[expect(clippy::disallowed_methods, reason = "the new schema is left where it can be copied from")]
#[test]
fn the_schema_for_editors_is_that_of_the_tables() {
    let committed: serde_json::Value =
        serde_json::from_str(include_str!("../rules/schema.json")).unwrap();
    let made = outline();
    let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/schema.json");
    std::fs::write(path, format!("{made:#}\n")).unwrap();
    assert!(committed == made, "rules/schema.json is stale; the new one is {path}");
}

#[test]
fn an_example_that_comes_out_otherwise_says_how() {
    let mut pages = Pages::built_in().clone();
    pages.errors.clear();
    pages.rules.retain(|page| page.id == "wrong-region");
    let page = &mut pages.rules[0];
    page.examples.truncate(1);
    page.examples[0].fixed = None;
    page.examples[0].scene.config.region = None;
    let told = |pages: &Pages| {
        let failures = run(pages, RuleSet::built_in(), Catalog::built_in());
        failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(
        told(&pages),
        "wrong-region, \"a US vendor's token at the EU gateway\": expected a finding, and it is \
         undecided: vendor.region is unknown (not-configured)"
    );
    pages.rules[0].examples[0].scene.input = "{{token kind=vendr}}".to_owned();
    assert!(told(&pages).ends_with("unknown kind of token `vendr`, did you mean `vendor`?"));
}
