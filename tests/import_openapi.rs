//! How the public specification files become the catalogue's routes.
#![expect(clippy::disallowed_methods, reason = "a test reads the files of this repository")]

use std::fs;

use frontegg_lint::facts::catalog::{Catalog, read};
use import::openapi::Skipped;

#[path = "../examples/import_openapi"]
mod import {
    pub(crate) mod openapi;
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
            "  - { method: GET, path: /identity/resources/groups/v1, audience: self-service, token: required, tenant: required }",
            "  - { method: POST, path: /identity/resources/groups/v1, audience: user-only, token: required }",
            "  - { method: PUT, path: /identity/resources/groups/v1, audience: self-service, token: required }",
            "  - { method: GET, path: /identity/resources/groups/v1/vendor, audience: management, token: required }",
            "  - { method: POST, path: /identity/resources/mfa/v1, audience: authentication, token: optional }",
            "  - { method: PUT, path: /identity/resources/mfa/v1, audience: self-service, token: required, user: required }",
            "  - { method: GET, path: /identity/resources/odd/v1, audience: unknown, token: unknown }",
            "  - { method: POST, path: /identity/resources/odd/v1, audience: management, token: required }",
            "  - { method: DELETE, path: '/identity/resources/roles/v1/{id}', audience: management, token: required, tenant: required }",
            "  - { method: GET, path: '/identity/resources/roles/v1/{id}', audience: management, token: required, deprecated: true, successor: 'GET /identity/resources/roles/v2/{roleId}' }",
            "  - { method: GET, path: '/identity/resources/roles/v2/{roleId}', audience: management, token: required }",
        ]
    );
    assert_eq!(import::yaml::write(&import::openapi::read(SNIPPET, services).unwrap()), text);
    let again = read(&[("routes/identity.yaml".to_owned(), text)]).unwrap();
    assert_eq!(again.routes.len(), 11);
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
