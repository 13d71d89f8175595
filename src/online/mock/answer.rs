//! An answer, and the words that Frontegg's services use.

use serde_json::{Value, json};

/// An answer without what all answers have.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        let kind = ("content-type", "application/json".to_owned());
        Self { status, headers: vec![kind], body: body.to_string() }
    }

    pub(super) fn ok(body: &Value) -> Self {
        Self::json(200, body)
    }

    /// `{"errors":["…"]}`.
    pub(super) fn error(status: u16, error: &str) -> Self {
        Self::json(status, &json!({ "errors": [error] }))
    }

    /// The same with a code.
    pub(super) fn coded(status: u16, error: &str, code: &str) -> Self {
        Self::json(status, &json!({ "errors": [error], "errorCode": code }))
    }

    /// A page for people.
    pub(super) fn page(status: u16, title: &str) -> Self {
        let body = format!(
            "<!doctype html>\n<html lang=\"en\"><title>{title}</title><h1>{title}</h1></html>\n"
        );
        let kind = ("content-type", "text/html; charset=utf-8".to_owned());
        Self { status, headers: vec![kind], body }
    }

    /// Nothing but headers.
    pub(super) const fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn invalid_authentication() -> Self {
        Self::error(401, "Invalid authentication")
    }

    pub(super) fn no_vendor() -> Self {
        let errors = [
            "Vendor authentication was not provided",
            "either use the environment host or send JWT",
        ];
        Self::json(401, &json!({ "errors": errors }))
    }

    pub(super) fn not_a_vendor() -> Self {
        Self::error(401, "Failed to verify vendor JWT")
    }

    pub(super) fn not_a_user() -> Self {
        Self::error(401, "Failed to verify user JWT")
    }

    pub(super) fn no_user() -> Self {
        Self::error(401, "Unauthenticated")
    }

    pub(super) fn no_route() -> Self {
        Self::coded(404, "Not found", "ER-00004")
    }

    pub(super) fn firewall() -> Self {
        Self::page(403, "403 Forbidden")
    }

    pub(super) fn bad_json() -> Self {
        Self::coded(400, "Invalid input json", "ER-00006")
    }
}
