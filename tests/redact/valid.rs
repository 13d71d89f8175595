//! What comes out is a HAR 1.2 wherever what went in was one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::faults::redacted;
use crate::samples;

/// The schema's files by their names: `entry.json`.
struct Schema(BTreeMap<String, Value>);

impl Schema {
    fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/schemas/har");
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "json") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                files.insert(
                    name,
                    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap(),
                );
            }
        }
        Self(files)
    }

    /// What is wrong with a value. These are all the words that the schema uses, but for formats and
    /// patterns.
    fn faults(&self, (value, schema): (&Value, &Value), place: &str, wrong: &mut Vec<String>) {
        if let Some(name) = schema["$ref"].as_str() {
            let file = self.0.get(name.trim_end_matches('#')).unwrap_or_else(|| panic!("{name}"));
            return self.faults((value, file), place, wrong);
        }
        let fits = |kind: &Value| match kind.as_str().unwrap_or_default() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.as_f64().is_some_and(|number| number.fract().abs() < f64::EPSILON),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            other => panic!("{other}"),
        };
        let kinds = schema["type"].as_array().map_or_else(
            || schema["type"].is_null() || fits(&schema["type"]),
            |kinds| kinds.iter().any(fits),
        );
        if !kinds {
            wrong.push(format!("{place} is no {}", schema["type"]));
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.is_object() && value.get(name).is_none() {
                wrong.push(format!("{place} has no {name}"));
            }
        }
        if let Some(properties) = schema["properties"].as_object() {
            for (name, schema) in properties {
                if let Some(value) = value.get(name) {
                    self.faults((value, schema), &format!("{place}/{name}"), wrong);
                }
            }
        }
        if let (Some(items), schema @ Value::Object(_)) = (value.as_array(), &schema["items"]) {
            for item in items {
                self.faults((item, schema), &format!("{place}[]"), wrong);
            }
        }
    }

    fn check(&self, text: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        let recording: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        self.faults((&recording, &self.0["har.json"]), "", &mut wrong);
        wrong.sort();
        wrong.dedup();
        wrong
    }
}

#[test]
fn a_har_stays_a_har() {
    let schema = Schema::read();
    let mut whole = 0;
    for sample in samples::fixtures().into_iter().chain(samples::examples()) {
        let text = sample.text.trim_start_matches('\u{feff}');
        // A recording that is cut off becomes a whole one.
        let is_whole = serde_json::from_str::<Value>(text).is_ok();
        let before = if is_whole { schema.check(text) } else { Vec::new() };
        let after = schema.check(&redacted(&sample.text));
        whole += usize::from(after.is_empty());
        let new: Vec<_> = after.iter().filter(|fault| !before.contains(fault)).collect();
        assert!(new.is_empty(), "{}: {new:?}", sample.name);
    }
    assert!(whole > 10, "{whole}");
}

#[test]
fn the_schema_sees_what_is_no_har() {
    let schema = Schema::read();
    assert!(
        !schema
            .check(r#"{"log":{"version":"1.2","creator":{"name":"a","version":"1"}}}"#)
            .is_empty()
    );
    assert!(
        !schema
            .check(r#"{"log":{"version":1,"creator":{"name":"a","version":"1"},"entries":[]}}"#)
            .is_empty()
    );
    let least = r#"{"log":{"version":"1.2","creator":{"name":"a","version":"1"},"entries":[]}}"#;
    assert_eq!(schema.check(least), Vec::<String>::new());
}
