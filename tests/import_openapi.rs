//! How the public specification files become the catalogue's routes.
#![expect(clippy::disallowed_methods, reason = "a test reads the files of this repository")]

use std::fs;

use frontegg_lint::facts::catalog::{Catalog, read};
use import::openapi::Skipped;

#[path = "../examples/import_openapi"]
mod import {
    pub(crate) mod openapi;
    mod schema;
    pub(crate) mod yaml;
}

const SNIPPET: &str = r##"{
  "servers": [
    { "url": "https://api.frontegg.com/identity" },
    { "url": "https://{domain}.frontegg.com/identity" }
  ],
  "x-tagGroups": [
    { "name": "Management", "tags": ["Roles"] },
    { "name": "Self-Service", "tags": ["Groups"] },
    { "name": "Authentication", "tags": ["MFA"] }
  ],
  "components": { "parameters": {
    "Tenant": { "name": "frontegg-tenant-id", "in": "header", "required": true }
  } },
  "paths": {
    "/resources/roles/v1/{id}": {
      "get": { "tags": ["Roles"], "deprecated": true },
      "delete": { "tags": ["Roles"], "parameters": [{ "$ref": "#/components/parameters/Tenant" }] }
    },
    "/resources/roles/v2/{roleId}": { "get": { "tags": ["Roles"] } },
    "/resources/groups/v1/": {
      "get": { "tags": ["Groups"], "parameters": [{ "name": "frontegg-tenant-id", "in": "header",
        "description": "An id. Required for requests to api.frontegg.com, or another." }] },
      "post": { "tags": ["Groups"], "description": "A USER TOKEN is required for this route." },
      "put": { "tags": ["Groups"], "parameters": [{ "name": "frontegg-tenant-id", "in": "query" }] }
    },
    "/resources/groups/v1/vendor": { "get": { "tags": ["Groups"] } },
    "/resources/mfa/v1": {
      "post": { "tags": ["MFA"] },
      "put": { "tags": ["MFA"], "parameters": [
        { "name": "frontegg-user-id", "in": "header", "required": true }] }
    },
    "/resources/odd/v1": {
      "get": { "tags": ["Odd"] },
      "post": { "tags": ["Odd"], "description": "An environment token is required for this." }
    }
  }
}"##;

#[test]
fn an_openapi_file_becomes_one_line_for_each_operation() {
    let services = &Catalog::built_in().services;
    let routes = import::openapi::read(SNIPPET, services).unwrap();
    let text = import::yaml::write(&routes);
    let lines: Vec<_> = text.lines().filter(|line| line.starts_with("  - ")).collect();
    assert_eq!(
        lines,
        [
            "  - { method: GET, path: /identity/resources/groups/v1, audience: self-service, token: required, tenant: required, detailed: true }",
            "  - { method: POST, path: /identity/resources/groups/v1, audience: user-only, token: required, detailed: true }",
            "  - { method: PUT, path: /identity/resources/groups/v1, audience: self-service, token: required, detailed: true,",
            "  - { method: GET, path: /identity/resources/groups/v1/vendor, audience: management, token: required, detailed: true }",
            "  - { method: POST, path: /identity/resources/mfa/v1, audience: authentication, token: optional, detailed: true }",
            "  - { method: PUT, path: /identity/resources/mfa/v1, audience: self-service, token: required, user: required, detailed: true }",
            "  - { method: GET, path: /identity/resources/odd/v1, audience: unknown, token: unknown, detailed: true }",
            "  - { method: POST, path: /identity/resources/odd/v1, audience: management, token: required, detailed: true }",
            "  - { method: DELETE, path: '/identity/resources/roles/v1/{id}', audience: management, token: required, tenant: required, detailed: true }",
            "  - { method: GET, path: '/identity/resources/roles/v1/{id}', audience: management, token: required, deprecated: true, successor: 'GET /identity/resources/roles/v2/{roleId}', detailed: true }",
            "  - { method: GET, path: '/identity/resources/roles/v2/{roleId}', audience: management, token: required, detailed: true }",
        ]
    );
    assert_eq!(import::yaml::write(&import::openapi::read(SNIPPET, services).unwrap()), text);
    let again = read(&[("routes/identity.yaml".to_owned(), text)]).unwrap();
    assert_eq!(again.routes.len(), 11);
}

/// A route with everything a schema can say.
const DETAILS: &str = r##"{
  "servers": [{ "url": "https://api.frontegg.com/identity" }],
  "paths": { "/resources/things/v1": { "post": {
    "parameters": [
      { "name": "_limit", "in": "query", "required": true,
        "schema": { "type": "number", "minimum": 1, "maximum": 200 } },
      { "name": "on", "in": "query", "schema": { "type": "array",
        "items": { "type": "string", "enum": ["a", "true", "7"] } } },
      { "name": "frontegg-user-id", "in": "header", "required": false }
    ],
    "requestBody": { "required": true, "content": { "application/json": {
      "schema": { "$ref": "#/components/schemas/Thing" } } } }
  }, "put": {
    "requestBody": { "content": { "text/csv": { "schema": { "type": "string" } } } }
  } } },
  "components": { "schemas": {
    "Thing": { "type": "object", "required": ["zone", "id", "whole"], "properties": {
      "zone": { "type": "string", "format": "date-time", "nullable": true },
      "id": { "type": "string", "readOnly": true },
      "whole": { "$ref": "#/components/schemas/Thing" },
      "both": { "description": "x", "allOf": [{ "$ref": "#/components/schemas/Part" },
        { "type": "object", "properties": { "b": { "type": "boolean" } } }] },
      "either": { "oneOf": [{ "$ref": "#/components/schemas/Part" }, { "type": "string" }] },
      "empty": { "type": "object", "example": { "a": 1 } },
      "more": { "type": "object", "properties": { "a": {} }, "additionalProperties": true },
      "odd": { "type": "number", "enum": [{ "US": "us" }] },
      "nowhere": { "$ref": "#/components/schemas/NoSuch" }
    } },
    "Part": { "properties": { "a": { "type": "integer" } } }
  } }
}"##;

const DETAILS_WRITTEN: &str = "  - { method: POST, path: /identity/resources/things/v1, audience: unknown, token: unknown, user: optional, detailed: true,
      query: [
        { name: _limit, required: documented, is: { type: number, min: 1, max: 200 } },
        { name: 'on', is: { type: array, items: { type: string, values: [a, 'true', '7'] } } },
      ],
      body: { is: { type: object, fields: [
        { name: zone, required: true, is: { type: string, nullable: true, format: date-time } },
        { name: id, is: string },
        { name: whole, required: true },
        { name: both, is: { type: object, fields: [
          { name: a, is: integer },
          { name: b, is: boolean },
        ] } },
        { name: either, is: { any-of: [
          { type: object, fields: [
            { name: a, is: integer },
          ] },
          string,
        ] } },
        { name: empty, is: { type: object, open: true } },
        { name: more, is: { type: object, open: true, fields: [
          { name: a },
        ] } },
        { name: odd },
        { name: nowhere },
      ] } } }
  - { method: PUT, path: /identity/resources/things/v1, audience: unknown, token: unknown, detailed: true,
      body: { required: false, types: [text/csv], is: string } }
";

#[test]
fn parameters_and_bodies_are_written_a_line_each_and_read_again() {
    let routes = import::openapi::read(DETAILS, &Catalog::built_in().services).unwrap();
    let text = import::yaml::write(&routes);
    let (_, written) = text.split_once("routes:\n").unwrap();
    assert_eq!(written, DETAILS_WRITTEN);
    let again = read(&[("routes/identity.yaml".to_owned(), text.clone())]).unwrap().routes;
    for (read, written) in again.iter().zip(&routes.routes) {
        assert_eq!((&read.query, &read.body), (&written.query, &written.body));
    }
}

#[test]
fn a_file_that_is_not_one_services_is_skipped() {
    let services = &Catalog::built_in().services;
    for servers in [
        r#"[{ "url": "http://{host}:{port}" }]"#,
        r#"[{ "url": "https://api.example.com/identity" }]"#,
        r#"[{ "url": "https://api.frontegg.com/nosuch" }]"#,
        r#"[{ "url": "https://api.frontegg.com/identity" }, { "url": "https://api.frontegg.com/team" }]"#,
        "null",
    ] {
        let text = format!(r#"{{ "servers": {servers}, "paths": {{}} }}"#);
        match import::openapi::read(&text, services).unwrap_err() {
            Skipped::Why(why) => assert!(why.contains("server") || why.contains("/nosuch")),
            Skipped::Json(error) => panic!("{error}"),
        }
    }
}

#[test]
fn the_committed_routes_are_as_the_importer_writes_them() {
    for service in &Catalog::built_in().services {
        let name = format!("routes/{}.yaml", service.name);
        let Ok(text) = fs::read_to_string(format!("rules/catalog/{name}")) else { continue };
        let routes = read(&[(name, text.clone())]).unwrap().routes;
        assert!(!routes.is_empty());
        let service = service.name.clone();
        assert_eq!(import::yaml::write(&import::openapi::Routes { service, routes }), text);
    }
}
