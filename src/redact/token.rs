//! A JWT without its signature and without what it says of people: it reads as before.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::Redactor;
use super::ledger::Kind;
use crate::facts::jwt::{Shape, UNSEALED};
use crate::facts::placeholder;
use crate::mask;

/// The claims that stay: whose token it is, for what, until when. A value stays where it is an id, a
/// word or a number.
const SHOWN: &[&str] = &[
    "acr",
    "amr",
    "applicationId",
    "aud",
    "azp",
    "c_hash",
    "at_hash",
    "createdByUserId",
    "exp",
    "iat",
    "iss",
    "nbf",
    "nonce",
    "permissions",
    "roles",
    "scope",
    "scopes",
    "sid",
    "sub",
    "tenantId",
    "tenantIds",
    "type",
    "userId",
    "vendorId",
];

const HEADER: &[&str] = &["alg", "typ", "kid"];

/// How the first part of a token begins that could not be read and was taken out: `{"redacted":`.
const CUT: &str = "eyJyZWRhY3RlZCI6";

/// How many values deep a claim is looked into.
const DEEPEST: usize = 4;

impl Redactor<'_> {
    /// What stands in place of a JWT, or of what begins like one; none for any other text.
    pub(super) fn token(&mut self, text: &str) -> Option<String> {
        match Shape::of(text) {
            Shape::Jwt(_) => Some(self.unsealed(text)),
            Shape::Cut => Some(self.cut(text)),
            Shape::Opaque => None,
        }
    }

    fn unsealed(&mut self, text: &str) -> String {
        let mut parts = text.splitn(3, '.');
        let (header, payload) =
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let signature = parts.next().unwrap_or_default();
        let head = match object(header) {
            Some(header) => encoded(&Value::Object(self.kept(header, HEADER))),
            None if placeholder::is_redacted(header) => "_harmored_".to_owned(),
            None => encoded(&Value::Object(Map::new())),
        };
        let claims = object(payload).unwrap_or_default();
        let claims = if self.keep_claims { claims } else { self.kept(claims, SHOWN) };
        let bare = format!("{head}.{}", encoded(&Value::Object(claims)));
        if is_unsealed(signature) && text == format!("{bare}.{signature}") {
            return text.to_owned();
        }
        self.ledger.count(Kind::Token);
        if !signature.starts_with(UNSEALED) && placeholder::is_redacted(signature) {
            let mark = if signature.contains("harmored_") { "_harmored_" } else { "redacted" };
            return format!("{bare}.{mark}");
        }
        let number = self.ledger.number("token", text).map_or(0, |(_, number)| number);
        let mut token = format!("{bare}.{UNSEALED}{}", URL_SAFE_NO_PAD.encode(number.to_string()));
        // What was too long is still too long.
        token.push_str(&"A".repeat(text.len().saturating_sub(token.len())));
        token
    }

    /// Begins like a JWT and cannot be read as one: neither can what takes its place.
    fn cut(&mut self, text: &str) -> String {
        let mut parts = text.split('.');
        let first = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        if first.starts_with(CUT)
            && first.len() < 40
            && rest.iter().all(|it| matches!(*it, "" | "cut"))
        {
            return text.to_owned();
        }
        self.ledger.count(Kind::Token);
        let number = self.ledger.number("token", text).map_or(0, |(_, number)| number);
        let mut token = URL_SAFE_NO_PAD.encode(format!("{{\"redacted\":{number}}}"));
        for part in rest {
            token.push_str(if part.is_empty() { "." } else { ".cut" });
        }
        token
    }

    fn kept(&mut self, claims: Map<String, Value>, names: &[&str]) -> Map<String, Value> {
        let listed = claims.into_iter().filter(|(name, _)| names.contains(&name.as_str()));
        let mut kept = Map::new();
        for (name, value) in listed {
            if let Some(value) = self.claim(&name, value, DEEPEST) {
                kept.insert(name, value);
            }
        }
        kept
    }

    fn claim(&mut self, name: &str, value: Value, depth: usize) -> Option<Value> {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Some(value),
            Value::String(text) if name == "iss" => Some(Value::String(self.address(&text))),
            Value::String(text) => {
                let plain = text.split(' ').all(|word| {
                    word.is_empty() || mask::identifier(word).is_some() && !word.contains('@')
                });
                let shown = plain || placeholder::is_numbered(&text);
                let text = if shown { text } else { self.ledger.mark(Kind::Body, name, &text) };
                Some(Value::String(text))
            }
            Value::Array(items) if depth > 0 => {
                let items = items.into_iter().filter_map(|item| self.claim(name, item, depth - 1));
                Some(Value::Array(items.collect()))
            }
            Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// The third part of a token that went through here before.
fn is_unsealed(signature: &str) -> bool {
    let number = signature.strip_prefix(UNSEALED).unwrap_or_default().trim_end_matches('A');
    (1..=10).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
    match serde_json::from_slice(&bytes).ok()? {
        Value::Object(map) => Some(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    }
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
