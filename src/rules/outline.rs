//! The JSON Schema of rule files, for editors: made from the tables that rules are read with.

use serde_json::{Map, Value, json};

use crate::exchange::AccidentKind;
use crate::facts::table::{Entry, Kind, TABLE};
use crate::rules::operator::operators_of;
use crate::rules::shapes::SPOTS;

/// The schema of `rules/<topic>/<id>.yaml` and, under `$defs/error`, of `rules/errors/<id>.yaml`.
/// A test says when `rules/schema.json` is stale.
pub fn outline() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule or a known error of frontegg-lint",
        "if": { "required": ["match"] },
        "then": { "$ref": "#/$defs/error" },
        "else": { "$ref": "#/$defs/rule" },
        "$defs": {
            "rule": rule(),
            "error": error(),
            "condition": condition(),
            "fix": fix(),
            "severity": { "enum": ["error", "warning", "info"] },
            "case": case(),
            "place": place(),
            "places": places(),
            "renaming": object(&[("from", text()), ("to", text())], &["from", "to"]),
            "config": config(),
            "example": example(),
            "error-example": error_example(),
            "lines": { "type": "array", "items": text() },
        },
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn list_of(name: &str) -> Value {
    json!({ "type": "array", "items": to(name) })
}

fn object(properties: &[(&str, Value)], required: &[&str]) -> Value {
    let named = |(name, value): &(&str, Value)| ((*name).to_owned(), value.clone());
    let properties: Map<String, Value> = properties.iter().map(named).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    })
}

fn rule() -> Value {
    let severity = json!({ "oneOf": [
        to("severity"),
        { "type": "array", "items": { "oneOf": [to("severity"), to("case")] }, "minItems": 2 },
    ]});
    let explains = object(
        &[
            ("error", text()),
            ("strength", json!({ "enum": ["certain", "likely", "possible"] })),
            ("when", to("condition")),
        ],
        &["error", "strength"],
    );
    object(
        &[
            ("id", text()),
            ("severity", severity),
            ("claims", json!({ "enum": ["refused", "ignored", "risk", "note"] })),
            ("pitfalls", json!({ "type": "array", "items": { "pattern": "^P[0-9]+$" } })),
            ("when", to("condition")),
            ("at", to("places")),
            ("also-at", to("places")),
            ("message", json!({ "type": "string", "maxLength": 72 })),
            ("help", text()),
            ("fix", json!({ "oneOf": [to("fix"), list_of("fix")] })),
            ("explains", json!({ "type": "array", "items": explains })),
            ("rules-out", text()),
            ("settle", text()),
            ("on-unknown", json!({ "const": "silent" })),
            ("folds", to("lines")),
            ("folds-later", to("lines")),
            ("why", text()),
            ("sources", to("lines")),
            ("examples", list_of("example")),
        ],
        &["id", "severity", "claims", "when", "at", "message", "why", "sources", "examples"],
    )
}

fn error() -> Value {
    let statuses = json!({ "type": "array", "items": { "type": "integer" } });
    let status = json!({ "oneOf": [{ "type": "integer" }, statuses] });
    let matches = object(
        &[
            ("status", status),
            ("text", json!({ "oneOf": [text(), to("lines")] })),
            ("error-code", text()),
            ("when", to("condition")),
        ],
        &[],
    );
    let several = json!({ "type": "array", "items": matches, "minItems": 1 });
    let outside = object(
        &[("cause", text()), ("when", to("condition")), ("rules-out", text()), ("settle", text())],
        &["cause", "settle"],
    );
    let cause = json!({ "oneOf": [object(&[("rule", text())], &["rule"]), outside] });
    object(
        &[
            ("id", text()),
            ("title", text()),
            ("match", json!({ "oneOf": [matches, several] })),
            ("meaning", text()),
            ("causes", json!({ "type": "array", "items": cause, "minItems": 1 })),
            ("why", text()),
            ("sources", to("lines")),
            ("examples", list_of("error-example")),
        ],
        &["id", "title", "match", "meaning", "causes", "why", "sources", "examples"],
    )
}

fn condition() -> Value {
    let several = json!({ "type": "array", "items": to("condition"), "minItems": 1 });
    let mut properties = Map::new();
    properties.insert("all".to_owned(), several.clone());
    properties.insert("any".to_owned(), several);
    properties.insert("not".to_owned(), to("condition"));
    for entry in TABLE {
        properties.insert(entry.name.to_owned(), asked(entry));
    }
    json!({
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": false,
        "properties": properties,
    })
}

/// What may be asked of a fact.
fn asked(entry: &Entry) -> Value {
    let value = match entry.kind {
        Kind::Text | Kind::Phrase | Kind::Region => text(),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Number => json!({ "type": "integer" }),
        Kind::Flag => json!({ "type": "boolean" }),
    };
    let operand = |operator: &str| match operator {
        "more-than" | "less-than" => json!({ "type": "integer" }),
        "differs-from" => json!({}),
        _ => text(),
    };
    let operators = operators_of(entry.kind);
    let properties: Map<String, Value> =
        operators.iter().map(|operator| ((*operator).to_owned(), operand(operator))).collect();
    json!({
        "description": entry.meaning,
        "anyOf": [
            value.clone(),
            { "enum": ["is-absent", "is-present", "is-known"] },
            { "type": "array", "items": value, "minItems": 1 },
            {
                "type": "object",
                "additionalProperties": false,
                "properties": properties,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ],
    })
}

fn fix() -> Value {
    let pairs = json!({ "type": "object", "additionalProperties": text() });
    let names = json!({ "oneOf": [text(), to("lines")] });
    let list = json!({ "type": "array", "items": to("renaming") });
    let renamings = json!({ "oneOf": [to("renaming"), list] });
    let wanted = json!({ "const": true });
    object(
        &[
            ("when", to("condition")),
            ("safety", json!({ "enum": ["safe", "unsafe", "placeholder"] })),
            ("set-scheme", text()),
            ("set-host", text()),
            ("set-path", text()),
            ("set-method", text()),
            ("set-header", pairs.clone()),
            ("drop-header", names.clone()),
            ("rename-header", to("renaming")),
            ("set-token", json!({ "enum": ["vendor", "user"] })),
            ("set-bearer", wanted.clone()),
            ("set-query", pairs.clone()),
            ("rename-query", renamings.clone()),
            ("drop-query", names.clone()),
            ("rename-field", renamings),
            ("set-field", pairs.clone()),
            ("set-field-raw", pairs),
            ("drop-field", names),
            ("drop-body", wanted.clone()),
            ("wrap-body", wanted.clone()),
            ("straight-quotes", wanted),
            ("repair", json!({ "enum": accidents().collect::<Vec<_>>() })),
        ],
        &["safety"],
    )
}

fn case() -> Value {
    let cases = ["error-when", "warning-when", "info-when"].map(|name| (name, to("condition")));
    let mut case = object(&cases, &[]);
    case["minProperties"] = json!(1);
    case["maxProperties"] = json!(1);
    case
}

fn place() -> Value {
    let names = SPOTS.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let accidents: Vec<String> = accidents().map(|kind| format!("accident.{kind}")).collect();
    let header = json!({ "pattern": "^header\\.[A-Za-z0-9-]+$" });
    json!({ "anyOf": [{ "enum": names }, { "enum": accidents }, header] })
}

fn accidents() -> impl Iterator<Item = &'static str> {
    AccidentKind::ALL.iter().map(|kind| kind.word())
}

fn places() -> Value {
    json!({ "oneOf": [
        to("place"),
        list_of("place"),
        {
            "type": "object",
            "propertyNames": to("place"),
            "additionalProperties": { "type": ["string", "null"] },
        },
    ]})
}

fn config() -> Value {
    let environment =
        object(&[("name", text()), ("hosts", to("lines")), ("client-id", text())], &[]);
    object(
        &[
            ("region", text()),
            ("token-kind", text()),
            ("environments", json!({ "type": "array", "items": environment })),
            ("back-ends", to("lines")),
            ("tenant-id", text()),
            ("application-id", text()),
            ("committed", json!({ "type": "boolean" })),
        ],
        &[],
    )
}

/// What the network would have said.
fn answers() -> Value {
    object(&[("signature", json!({ "enum": ["valid", "invalid"] })), ("accepted-by", text())], &[])
}

/// What every example has.
fn scene() -> Vec<(&'static str, Value)> {
    vec![
        ("name", text()),
        ("input", text()),
        ("recorded", text()),
        ("recorder", text()),
        ("config", to("config")),
        ("now", text()),
        ("status", json!({ "type": "integer" })),
        ("answers", answers()),
    ]
}

fn example() -> Value {
    let mut properties = scene();
    properties.extend([
        ("expect", json!({ "enum": ["finding", "clean", "undecided"] })),
        ("severity", to("severity")),
        ("explains", json!({ "enum": ["certain", "likely", "possible", "nothing"] })),
        ("fixed", text()),
    ]);
    object(&properties, &["name", "expect"])
}

fn error_example() -> Value {
    let mut properties = scene();
    properties.extend(["confirmed", "excluded", "open"].map(|name| (name, to("lines"))));
    object(&properties, &["name"])
}
