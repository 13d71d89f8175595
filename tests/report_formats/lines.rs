//! One line a finding, for editors, and one object a line, for programs.

use std::collections::BTreeMap;

use frontegg_lint::report::{Format, json};
use jsonschema::Validator;
use serde_json::Value;

use crate::made::*;
use crate::schemas;

fn lines(format: Format) -> Vec<String> {
    printed(format, &mixed()).lines().map(str::to_owned).collect()
}

#[test]
fn an_editor_finds_file_line_and_column() {
    let lines = lines(Format::Concise);
    assert!(lines.len() >= 5);
    for line in lines {
        let parts: Vec<&str> = line.splitn(4, ':').collect();
        assert!(parts[1].parse::<u32>().is_ok(), "{line}");
        if parts[2] != " lost" {
            assert!(parts[2].parse::<u32>().is_ok(), "{line}");
            let (severity, message) = parts[3].split_once("] ").unwrap();
            let (severity, rule) = severity.trim_start().split_once('[').unwrap();
            assert!(["error", "warning", "info"].contains(&severity), "{line}");
            assert!(card(rule).is_some() && !message.is_empty(), "{line}");
        }
    }
}

#[test]
fn hostile_text_stays_on_its_line_and_moves_no_cursor() {
    let text = printed(Format::Concise, &[hostile()]);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(!text.contains(['\u{1b}', '\r', '\0']));
}

#[test]
fn every_line_is_a_part_of_the_json_report_with_its_type() {
    let schema: Value = serde_json::from_str(json::SCHEMA).unwrap();
    let of = |kind: &str| {
        let mut part = match kind {
            "summary" => schema["properties"]["summary"].clone(),
            kind => schema["$defs"][kind].clone(),
        };
        part["$defs"] = schema["$defs"].clone();
        (kind.to_owned(), schemas::json(&part.to_string()))
    };
    let kinds = ["finding", "diagnosis", "undecided", "problem", "recording", "summary"];
    let parts: BTreeMap<String, Validator> = kinds.into_iter().map(of).collect();
    for (name, reports) in runs() {
        let text = printed(Format::Ndjson, &reports);
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for line in &lines {
            schemas::holds(&parts[line["type"].as_str().unwrap()], line, name);
        }
        let (last, before) = lines.split_last().unwrap();
        assert_eq!(last["type"], "summary");
        assert_eq!(last["version"], 1);
        assert!(before.iter().all(|line| line["type"] != "summary"));
    }
}

#[test]
fn the_lines_and_the_document_say_the_same() {
    let reports = mixed();
    let whole = document(Format::Json, &reports);
    let text = printed(Format::Ndjson, &reports);
    let of = |kind: &str| {
        let all = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let of = all.filter(|line| line["type"] == kind).map(|mut line| {
            line.as_object_mut().unwrap().remove("type");
            line
        });
        Value::Array(of.collect())
    };
    for (kind, list) in [
        ("finding", "findings"),
        ("diagnosis", "diagnoses"),
        ("undecided", "undecided"),
        ("problem", "problems"),
        ("recording", "recordings"),
    ] {
        assert_eq!(of(kind), whole[list], "{kind}");
    }
    assert_eq!(of("summary")[0]["exit"], whole["summary"]["exit"]);
}
