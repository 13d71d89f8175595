//! Code scanning: valid by the official schema, sorted, and the same finding keeps its name.

use std::collections::BTreeSet;

use frontegg_lint::examples::har;
use frontegg_lint::exchange::Time;
use frontegg_lint::finding::Report;
use frontegg_lint::report::Format;
use serde_json::{Value, json};

use crate::made::*;
use crate::schemas;

fn results(reports: &[Report]) -> Vec<Value> {
    let log = document(Format::Sarif, reports);
    log["runs"][0]["results"].as_array().unwrap().clone()
}

fn fingerprints(reports: &[Report]) -> Vec<String> {
    let one = |result: &Value| {
        result["partialFingerprints"]["fronteggLint/v1"].as_str().unwrap().to_owned()
    };
    results(reports).iter().map(one).collect()
}

#[test]
fn every_run_is_valid_by_the_official_schema() {
    let schema = schemas::json(include_str!("../../fixtures/schemas/sarif-2.1.0.json"));
    for (name, reports) in runs() {
        schemas::holds(&schema, &document(Format::Sarif, &reports), name);
    }
    let mut wrong = document(Format::Sarif, &mixed());
    wrong["runs"][0]["results"][0]["level"] = json!("fatal");
    assert!(!schema.is_valid(&wrong), "the schema sees a mistake");
}

#[test]
fn a_thousand_findings_are_valid_sorted_and_all_have_a_name_of_their_own() {
    let report = many(1_000);
    assert_eq!(report.findings.len(), 1_000);
    let log = document(Format::Sarif, &[report]);
    let schema = schemas::json(include_str!("../../fixtures/schemas/sarif-2.1.0.json"));
    schemas::holds(&schema, &log, "a thousand");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1_000);
    let rank = |result: &Value| match result["level"].as_str().unwrap() {
        "error" => 0,
        "warning" => 1,
        _ => 2,
    };
    assert!(results.is_sorted_by_key(rank));
    assert!(rank(&results[0]) == 0 && rank(&results[999]) > 0, "both kinds are there");
    let names: BTreeSet<&str> = results
        .iter()
        .map(|result| result["partialFingerprints"]["fronteggLint/v1"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 1_000);
}

#[test]
fn rules_are_there_once_with_help_and_are_pointed_at() {
    let log = document(Format::Sarif, &[many(30), mixed().remove(0)]);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len());
    assert!(ids.len() >= 4, "{ids:?}");
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        assert!(rule["helpUri"].as_str().unwrap().ends_with(&format!("/{id}.md")));
        for text in
            [&rule["shortDescription"]["text"], &rule["help"]["text"], &rule["help"]["markdown"]]
        {
            assert!(!text.as_str().unwrap().is_empty(), "{id}");
        }
    }
    for result in run["results"].as_array().unwrap() {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert_eq!(result["kind"], "fail");
        assert!(result.get("suppressions").is_none());
    }
}

#[test]
fn a_place_is_the_one_in_the_file() {
    let reports = mixed();
    let log = document(Format::Sarif, &reports);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let finding = &reports[0].findings[0];
    let place = finding.marks[0].start;
    let region = json!({
        "startLine": place.line, "startColumn": place.column,
        "endLine": finding.marks[0].end.line, "endColumn": finding.marks[0].end.column,
        "byteOffset": place.byte, "byteLength": finding.marks[0].end.byte - place.byte,
    });
    let of = |result: &&Value| result["ruleId"] == finding.rule.as_str();
    let result = results.iter().find(of).unwrap();
    assert_eq!(result["locations"][0]["physicalLocation"]["region"], region);
    let text = log.to_string();
    assert!(text.contains("recordings/caf%C3%A9%201.har"), "an address is percent-encoded");
    assert!(!text.contains("snippet"), "recorded text stays out");
}

#[test]
fn a_fix_has_edits_and_is_there_only_where_it_may_be_applied() {
    let results = results(&mixed());
    let of = |rule: &str| results.iter().filter(|one| one["ruleId"] == rule).collect::<Vec<_>>();
    let changes = &of("misspelt-header")[0]["fixes"][0]["artifactChanges"][0];
    let replacement = &changes["replacements"][0];
    assert_eq!(replacement["deletedRegion"]["startLine"], 4);
    assert!(replacement["insertedContent"]["text"].is_string());
    for result in of("missing-tenant-id") {
        assert!(result.get("fixes").is_none(), "a value is missing, or the file is evidence");
    }
}

#[test]
fn what_could_not_be_read_is_said_and_the_run_is_no_success() {
    let invocation =
        |reports: &[Report]| document(Format::Sarif, reports)["runs"][0]["invocations"][0].clone();
    let failed = invocation(&mixed());
    assert_eq!(failed["executionSuccessful"], false);
    assert_eq!(failed["exitCode"], 2);
    let notification = &failed["toolExecutionNotifications"][0];
    assert_eq!(notification["level"], "error");
    assert!(notification["message"]["text"].as_str().unwrap().starts_with("not read: "));
    let found = invocation(&[many(3)]);
    assert_eq!(found["executionSuccessful"], true, "findings are no failure of the tool");
    assert_eq!(found["exitCode"], 1);
}

#[test]
fn names_of_findings_survive_lines_that_move() {
    let script = "curl https://api.frontegg.com/identity/resources/groups/v1 -H 'Authorization: Bearer {{token kind=vendor}}'\n".repeat(3);
    let moved = "# a line above\n".repeat(20) + &script;
    let (before, after) = ([checked("a.sh", &script)], [checked("a.sh", &moved)]);
    assert_eq!(fingerprints(&before).len(), 3);
    assert_eq!(fingerprints(&before), fingerprints(&after));
    assert_ne!(before[0].findings[0].marks, after[0].findings[0].marks);
    let elsewhere = [checked("b.sh", &script)];
    assert_ne!(fingerprints(&before), fingerprints(&elsewhere));
}

/// The same session, recorded by `recorder` at a time, with a token and an id of its own.
fn session(recorder: &str, at: &str, [token, id]: [&str; 2]) -> [Report; 1] {
    let call = |path: &str, answer: &str| {
        format!("GET https://api.frontegg.com{path}\nAuthorization: Bearer {token}\n\n{answer}")
    };
    let refused = "HTTP/1.1 403\ncontent-type: application/json\n\n{\"errors\":[\"Tenant ID is not specified\"]}";
    let listed = format!(
        "HTTP/1.1 200\ncontent-type: application/json\n\n{{\"items\":[{{\"id\":\"{id}\"}}]}}"
    );
    let calls = [
        call("/identity/resources/roles/v1", &listed),
        call("/identity/resources/groups/v1", refused),
        call(&format!("/identity/resources/users/v1/{id}"), refused),
    ];
    let text = har(&calls.join("\n###\n"), recorder, Time::parse(at).unwrap()).unwrap();
    [checked("session.har", &text)]
}

#[test]
fn names_of_findings_survive_a_recording_that_is_made_again() {
    let first = session(
        "Chrome",
        "2026-05-11T12:00:00Z",
        ["{{token kind=vendor}}", "7c1d5f60-0000-4e2b-9a11-5eedfeed0001"],
    );
    let again = session(
        "Firefox",
        "2026-05-11T15:47:31Z",
        ["{{token kind=vendor sub=another n=2}}", "0b2e9a44-0000-4c1e-8d77-5eedfeed0077"],
    );
    let names = fingerprints(&first);
    assert_eq!(names.len(), 2, "{:?}", first[0].findings);
    assert_eq!(names, fingerprints(&again));
}
