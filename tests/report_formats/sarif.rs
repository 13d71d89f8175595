//! Code scanning.

#[test]
fn a() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../fixtures/schemas/sarif-2.1.0.json")).unwrap();
    jsonschema::validator_for(&schema).unwrap();
}
