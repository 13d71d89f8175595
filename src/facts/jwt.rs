//! What a JWT says of itself, without verifying it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::exchange::Time;

use super::placeholder;

/// A payload longer than this is not read.
const LONGEST: usize = 256 * 1024;

/// Nor is a header longer than this.
const LONGEST_HEADER: usize = 16 * 1024;

/// The claims of a token.
#[derive(Clone)]
pub(crate) struct Claims(Map<String, Value>);

/// The shape of a credential's text.
pub(crate) enum Shape {
    /// Its claims can be read. The signature may have been taken out.
    Jwt(Claims),
    /// Begins like a JWT and cannot be read as one.
    Cut,
    /// Anything else.
    Opaque,
}

impl Shape {
    /// Reads a credential. `_harmored_.<payload>._harmored_` and `h.p.redacted` keep their claims.
    pub(crate) fn of(text: &str) -> Self {
        let parts: Vec<&str> = text.split('.').take(7).collect();
        let begins = parts.first().is_some_and(|first| first.starts_with("eyJ"));
        match parts.as_slice() {
            [_, payload, signature] => match claims(payload) {
                Some(claims) if !signature.is_empty() => Self::Jwt(claims),
                Some(_) => Self::Cut,
                None if begins => Self::Cut,
                None => Self::Opaque,
            },
            // Five parts: an encrypted token, which nobody but its maker reads.
            [_, _, _, _, _] => Self::Opaque,
            _ if begins => Self::Cut,
            _ => Self::Opaque,
        }
    }
}

impl Claims {
    /// A claim that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A claim that is a list holds this word.
    pub(crate) fn lists(&self, name: &str, word: &str) -> bool {
        let list = self.0.get(name).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|item| item.as_str() == Some(word)))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// When it ends.
    pub(crate) fn expiry(&self) -> Option<Time> {
        self.time("exp")
    }

    /// When it was made.
    pub(crate) fn issued(&self) -> Option<Time> {
        self.time("iat")
    }

    /// When it begins: the later of `iat` and `nbf`.
    pub(crate) fn beginning(&self) -> Option<Time> {
        self.time("nbf").max(self.time("iat"))
    }

    fn time(&self, name: &str) -> Option<Time> {
        let value = self.0.get(name)?;
        #[expect(clippy::cast_possible_truncation, reason = "a float saturates")]
        let seconds = value.as_i64().or_else(|| value.as_f64().map(|float| float as i64))?;
        Some(Time::from_seconds(seconds))
    }

    /// How many milliseconds it lives in all.
    pub(crate) fn lifetime(&self) -> Option<i64> {
        Some(self.expiry()?.0.saturating_sub(self.issued()?.0))
    }

    /// A word of `token.kind`; none for a JWT that says nothing of itself.
    pub(crate) fn kind(&self) -> Option<&'static str> {
        let kind = self.text("type").unwrap_or_default();
        if kind == "vendor" || self.has("vendorId") && !self.has_any(&["iss", "sub", "tenantId"]) {
            return Some("vendor");
        }
        if self.has_any(&["at_hash", "c_hash"]) {
            return Some("id");
        }
        match kind {
            "userToken" => Some("user"),
            "userApiToken" => Some("user-api"),
            "tenantApiToken" => Some("tenant-api"),
            "userAccessToken" => Some("user-access"),
            "tenantAccessToken" => Some("tenant-access"),
            _ if self.has("nonce") && !self.has_any(&["roles", "permissions", "tenantId"]) => {
                Some("id")
            }
            // A template may drop `type`; what else Frontegg puts in still tells a user's token.
            _ if self.is_of_frontegg() && self.has("sub") && self.has("tenantId") => Some("user"),
            _ => None,
        }
    }

    /// The issuer's host, in lower case.
    pub(crate) fn issuer_host(&self) -> Option<String> {
        self.text("iss").and_then(super::host::bare)
    }

    /// The token is of Frontegg's making: so its issuer is an environment.
    pub(crate) fn proves_issuer(&self) -> Option<String> {
        let known =
            ["userToken", "userApiToken", "tenantApiToken", "userAccessToken", "tenantAccessToken"];
        let typed = self.text("type").is_some_and(|kind| known.contains(&kind));
        (typed && self.has("tenantId")).then(|| self.issuer_host())?
    }

    pub(crate) fn is_of_frontegg(&self) -> bool {
        self.issuer_host().is_some_and(|host| host.ends_with(".frontegg.com"))
    }

    fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claims({})", self.0.len())
    }
}

/// The algorithm that a token's header names.
pub(crate) fn algorithm(text: &str) -> Option<String> {
    let header = text.split('.').next().filter(|header| header.len() <= LONGEST_HEADER)?;
    let bytes = URL_SAFE_NO_PAD.decode(header.trim_end_matches('=')).ok()?;
    let header: Map<String, Value> = serde_json::from_slice(&bytes).ok()?;
    header.get("alg")?.as_str().map(str::to_owned)
}

/// The third part of a token that `redact` left readable begins so: `redacted `, and then a number.
pub(crate) const UNSEALED: &str = "cmVkYWN0ZWQg";

/// A token that reads as before and opens nothing: its signature was taken out by `redact`.
pub(crate) fn is_unsealed(text: &str) -> bool {
    text.rsplit('.').next().is_some_and(|last| last.starts_with(UNSEALED))
}

/// A token whose text was taken out in part: the claims are there, the signature is not.
pub(crate) fn is_half_redacted(text: &str) -> bool {
    text.split('.').count() == 3 && text.split('.').any(placeholder::is_redacted)
}

fn claims(payload: &str) -> Option<Claims> {
    let payload = payload.trim_end_matches('=');
    if payload.len() < 2 || payload.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(payload).ok()?;
    match serde_json::from_slice(&bytes).ok()? {
        Value::Object(map) => Some(Claims(map)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    }
}

#[cfg(test)]
pub(crate) fn mint(claims: &Value) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!(
        "{}.{}.{}",
        part("{\"alg\":\"RS256\"}"),
        part(&claims.to_string()),
        part("no signature")
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kind(claims: &Value) -> Option<&'static str> {
        match Shape::of(&mint(claims)) {
            Shape::Jwt(claims) => claims.kind(),
            Shape::Cut | Shape::Opaque => panic!("a minted token is readable"),
        }
    }

    #[test]
    fn claims_tell_the_kind_in_their_order() {
        assert_eq!(kind(&json!({"type": "vendor"})), Some("vendor"));
        assert_eq!(kind(&json!({"vendorId": "v"})), Some("vendor"));
        assert_eq!(kind(&json!({"vendorId": "v", "sub": "s"})), None);
        assert_eq!(kind(&json!({"type": "userToken", "nonce": "n"})), Some("user"));
        assert_eq!(kind(&json!({"type": "userApiToken"})), Some("user-api"));
        assert_eq!(kind(&json!({"type": "tenantApiToken"})), Some("tenant-api"));
        assert_eq!(kind(&json!({"type": "userAccessToken"})), Some("user-access"));
        assert_eq!(kind(&json!({"type": "tenantAccessToken"})), Some("tenant-access"));
        assert_eq!(kind(&json!({"sub": "s", "nonce": "n"})), Some("id"));
        assert_eq!(kind(&json!({"sub": "s", "nonce": "n", "roles": []})), None);
        assert_eq!(kind(&json!({"type": "userToken", "at_hash": "n"})), Some("id"));
        assert_eq!(kind(&json!({"sub": "s", "iss": "https://a.b"})), None);
        let user = json!({"sub": "s", "iss": "https://acme.frontegg.com", "tenantId": "t"});
        assert_eq!(kind(&user), Some("user"));
    }

    #[test]
    fn half_redacted_tokens_keep_their_claims() {
        let whole = mint(&json!({"type": "vendor"}));
        let payload = whole.split('.').nth(1).unwrap();
        for text in [format!("_harmored_.{payload}._harmored_"), format!("h.{payload}==.redacted")]
        {
            assert!(matches!(Shape::of(&text), Shape::Jwt(_)), "{text}");
            assert!(is_half_redacted(&text));
        }
        assert!(!is_half_redacted(&whole));
    }

    #[test]
    fn a_token_that_lost_a_part_is_cut() {
        let whole = mint(&json!({"type": "vendor"}));
        let two: Vec<&str> = whole.split('.').take(2).collect();
        assert!(matches!(Shape::of(&two.join(".")), Shape::Cut));
        assert!(matches!(Shape::of(&format!("{}.", two.join("."))), Shape::Cut));
        assert!(matches!(Shape::of(&whole[..20]), Shape::Cut));
        assert!(matches!(Shape::of("7c1d5f60-0000-4e2b-9a11-5eedfeed0001"), Shape::Opaque));
        assert!(matches!(Shape::of("a.b.c"), Shape::Opaque));
        assert!(matches!(Shape::of("ey…"), Shape::Opaque));
    }

    #[test]
    fn an_expiry_may_be_any_number() {
        let expiry = |claims: &Value| match Shape::of(&mint(claims)) {
            Shape::Jwt(claims) => claims.expiry(),
            Shape::Cut | Shape::Opaque => None,
        };
        assert_eq!(expiry(&json!({"exp": 10})), Some(Time(10_000)));
        assert_eq!(expiry(&json!({"exp": 10.5})), Some(Time(10_000)));
        assert_eq!(expiry(&json!({"exp": 1e300})), Some(Time(i64::MAX)));
        assert_eq!(expiry(&json!({"exp": "10"})), None);
    }
}
