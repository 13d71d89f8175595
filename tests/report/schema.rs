//! The report for programs.

use frontegg_lint::finding::{Call, Finding, Report};
use frontegg_lint::report::json;

use crate::made::*;

/// Checks the parts of JSON Schema that our schema uses, and refuses any other.
fn conforms(
    value: &serde_json::Value,
    schema: &serde_json::Value,
    root: &serde_json::Value,
) -> Result<(), String> {
    for (keyword, wanted) in schema.as_object().ok_or("a schema is an object")? {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                conforms(value, root.pointer(pointer).ok_or("a dangling $ref")?, root)?;
                true
            }
            "type" => match wanted.as_array() {
                Some(any) => any.iter().any(|one| is_type(value, one)),
                None => is_type(value, wanted),
            },
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value.as_i64() >= wanted.as_i64(),
            "minItems" => value.as_array().is_some_and(|all| !all.is_empty()),
            "required" if value.is_null() => true,
            "required" => {
                wanted.as_array().unwrap().iter().all(|n| value.get(n.as_str().unwrap()).is_some())
            }
            "properties" => {
                for (name, part) in value.as_object().into_iter().flatten() {
                    let of = wanted.get(name).ok_or(format!("{name} is not in the schema"))?;
                    conforms(part, of, root).map_err(|why| format!("{name}: {why}"))?;
                }
                true
            }
            "items" => {
                for part in value.as_array().into_iter().flatten() {
                    conforms(part, wanted, root)?;
                }
                true
            }
            other => return Err(format!("{other} is not checked")),
        };
        if !holds {
            return Err(format!("{keyword} {wanted} does not hold for {value}"));
        }
    }
    Ok(())
}

fn is_type(value: &serde_json::Value, name: &serde_json::Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

#[test]
fn the_json_report_conforms_to_its_schema() {
    let schema: serde_json::Value = serde_json::from_str(json::SCHEMA).unwrap();
    let call = |exchange| Call {
        exchange,
        started: Some(5),
        method: "GET".into(),
        route: "/a".into(),
        status: None,
        failed: exchange == 1,
    };
    let several = Report { calls: vec![call(1), call(2)], ..ideal_report() };
    let clean = Report { calls: vec![call(3), call(2)], ..Report::default() };
    for reports in [
        vec![],
        vec![ideal_report()],
        vec![Report::default(), ideal_report()],
        vec![several, clean],
    ] {
        conforms(&written(&reports), &schema, &schema).unwrap();
    }
    let mut wrong = written(&[ideal_report()]);
    wrong["findings"][0]["severity"] = "fatal".into();
    assert!(conforms(&wrong, &schema, &schema).is_err());
    wrong = written(&[ideal_report()]);
    wrong["findings"][0].as_object_mut().unwrap().remove("pointer");
    assert!(conforms(&wrong, &schema, &schema).is_err());
}

#[test]
fn the_json_report_says_where_and_how_many() {
    let document = written(&[ideal_report()]);
    let found = &document["findings"][0];
    assert_eq!(found["start"], serde_json::json!({"line": 1, "column": 14, "byte": 13}));
    assert_eq!(found["marks"][0]["primary"], true);
    assert_eq!(found["marks"][1]["primary"], false);
    assert_eq!(
        found["request"]["url"],
        "https://login.acme.com/identity/resources/users/v1/5f0e2c1d"
    );
    let docs = found["docs"].as_str().unwrap();
    assert!(docs.ends_with("/docs/rules/token/vendor-token-on-environment-host.md"), "{docs}");
    assert_eq!(document["summary"]["errors"], 1);
    assert_eq!(document["summary"]["exit"], 1);
}

#[test]
fn findings_come_by_file_and_exchange_and_otherwise_as_given() {
    let (_, found) = ideal();
    let of = |file: &str, exchange, rule: &str| Finding {
        file: file.into(),
        exchange,
        rule: rule.into(),
        ..found.clone()
    };
    let two = report(vec![of("b.sh", 2, "z"), of("b.sh", 1, "y"), of("b.sh", 2, "a")]);
    let one = report(vec![of("a.sh", 1, "x")]);
    let document = written(&[two, one]);
    let rules: Vec<&str> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["x", "y", "z", "a"]);
}
