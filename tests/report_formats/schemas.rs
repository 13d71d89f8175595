//! Documents against the schemas that were written for them.

use jsonschema::Validator;
use serde_json::Value;

pub(crate) fn json(schema: &str) -> Validator {
    let schema: Value = serde_json::from_str(schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

pub(crate) fn holds(schema: &Validator, document: &Value, name: &str) {
    let wrong: Vec<String> = schema
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
}
