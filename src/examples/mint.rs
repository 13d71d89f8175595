//! Obviously fake tokens in place of `{{token kind=…}}`, so that no file holds a real-looking one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::exchange::Time;
use crate::near::nearest;

/// What is wrong with a `{{token …}}`.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum FillError {
    #[error("`{{{{token` without its `}}}}`")]
    Open,
    #[error("a token without `kind=`")]
    NoKind,
    #[error("unknown kind of token `{0}`{1}")]
    UnknownKind(String, String),
    #[error("`size={0}` is no number below a million")]
    NoSize(String),
    #[error("`{0}` is no `claim=value`")]
    NoClaim(String),
}

const OPEN: &str = "{{token ";
const KINDS: [&str; 8] =
    ["vendor", "user", "user-api", "tenant-api", "user-access", "tenant-access", "id", "refresh"];

const VENDOR: &str = "7c1d5f60-0000-4e2b-9a11-5eedfeed0001";
const TENANT: &str = "3f0b7c92-0000-4c1e-8d77-5eedfeed0002";
const USER: &str = "9b2e4d11-0000-4f0a-8c33-5eedfeed0003";
const CLIENT: &str = "c4a86e73-0000-4b5d-9e44-5eedfeed0004";
const ISSUER: &str = "https://app-x7k2m9qd4.frontegg.com";

/// What stands for the roles and permissions that are to be looked up.
const ROLES: &str = "FETCH-ROLES-BY-API";
const PERMISSIONS: &str = "FETCH-PERMISSIONS-BY-API";

/// The text with a token in place of each `{{token kind=…}}`. The same text and time always give
/// the same tokens.
pub fn fill(text: &str, now: Time) -> Result<String, FillError> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(OPEN) {
        let (words, after) = behind.split_once("}}").ok_or(FillError::Open)?;
        filled.push_str(before);
        filled.push_str(&mint(words, now)?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What a token is besides its claims.
#[derive(Clone, Copy)]
struct Header<'w> {
    algorithm: &'w str,
    /// Tells tokens of the same claims apart.
    number: &'w str,
}

fn mint(words: &str, now: Time) -> Result<String, FillError> {
    let mut kind = None;
    let mut header = Header { algorithm: "RS256", number: "1" };
    let mut dropped = Vec::new();
    let mut set = Vec::new();
    let mut size = 0;
    for word in words.split_whitespace() {
        match word.split_once('=') {
            Some(("kind", value)) => kind = Some(value),
            Some(("n", value)) => header.number = value,
            Some(("alg", value)) => header.algorithm = value,
            Some(("size", value)) => {
                let wanted = value.parse().ok().filter(|size| *size < 1_000_000);
                size = wanted.ok_or_else(|| FillError::NoSize(value.to_owned()))?;
            }
            Some(("drop", value)) => dropped.push(value),
            Some((claim, value)) if !claim.is_empty() => set.push((claim, value)),
            Some(_) | None => return Err(FillError::NoClaim(word.to_owned())),
        }
    }
    let mut claims = claims_of(kind.ok_or(FillError::NoKind)?, now)?;
    for (claim, value) in set {
        let value = moment(value, now);
        let is_list = matches!(claims.get(claim), Some(Value::Array(_)));
        claims.insert(claim.to_owned(), if is_list { json!([value]) } else { value });
    }
    for claim in dropped {
        claims.remove(claim);
    }
    let bare = sealed(&Value::Object(claims.clone()), header);
    if size > bare.len() {
        claims.insert("metadata".to_owned(), json!(padding(size - bare.len())));
        return Ok(sealed(&Value::Object(claims), header));
    }
    Ok(bare)
}

/// A text that makes a token about so many bytes longer: three bytes of claims are four of a token.
fn padding(bytes: usize) -> String {
    "a".repeat((bytes / 4 * 3).saturating_sub(",\"metadata\":\"\"".len()))
}

/// Header and claims as any reader decodes them, and a third part that verifies nowhere.
fn sealed(claims: &Value, Header { algorithm, number }: Header<'_>) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let header = json!({ "alg": algorithm, "typ": "JWT" }).to_string();
    let signature = format!("no signature, fake token {number}");
    format!("{}.{}.{}", part(&header), part(&claims.to_string()), part(&signature))
}

fn claims_of(kind: &str, now: Time) -> Result<Map<String, Value>, FillError> {
    let own = match kind {
        "vendor" => json!({ "type": "vendor", "vendorId": VENDOR, "scopes": [] }),
        "user" => json!({
            "type": "userToken", "sub": USER, "email": "user@example.com", "roles": [],
            "permissions": [], "tenantId": TENANT, "tenantIds": [TENANT], "iss": ISSUER,
        }),
        "user-api" => json!({
            "type": "userApiToken", "sub": CLIENT, "userId": USER, "createdByUserId": USER,
            "email": "user@example.com", "tenantId": TENANT, "iss": ISSUER,
        }),
        "tenant-api" => json!({
            "type": "tenantApiToken", "sub": CLIENT, "createdByUserId": USER, "tenantId": TENANT,
            "iss": ISSUER,
        }),
        "user-access" => json!({
            "type": "userAccessToken", "sub": CLIENT, "userId": USER, "tenantId": TENANT,
            "roles": [ROLES], "permissions": [PERMISSIONS], "iss": ISSUER,
        }),
        "tenant-access" => json!({
            "type": "tenantAccessToken", "sub": CLIENT, "tenantId": TENANT, "roles": [ROLES],
            "permissions": [PERMISSIONS], "iss": ISSUER,
        }),
        "id" => json!({
            "sub": USER, "email": "user@example.com", "nonce": "made-up", "at_hash": "made-up",
            "tenantId": TENANT, "iss": ISSUER,
        }),
        "refresh" => json!({ "type": "refreshToken", "sub": USER, "iss": ISSUER }),
        other => {
            let meant = nearest(other, KINDS);
            let help = meant.map(|word| format!(", did you mean `{word}`?")).unwrap_or_default();
            return Err(FillError::UnknownKind(other.to_owned(), help));
        }
    };
    let mut claims = Map::new();
    if let Value::Object(own) = own {
        claims.extend(own);
    }
    claims.insert("iat".to_owned(), moment("-12h", now));
    claims.insert("exp".to_owned(), moment("+12h", now));
    Ok(claims)
}

/// A claim's value: a time relative to `now` where it is written as one.
fn moment(value: &str, now: Time) -> Value {
    shift(value).map_or_else(|| json!(value), |by| json!(now.seconds().saturating_add(by)))
}

/// `-2h`, `+30m`, `-3d` in seconds.
fn shift(value: &str) -> Option<i64> {
    let sign = match value.as_bytes().first()? {
        b'-' => -1,
        b'+' => 1,
        _ => return None,
    };
    let unit = match value.as_bytes().last()? {
        b's' => 1,
        b'm' => 60,
        b'h' => 3_600,
        b'd' => 86_400,
        _ => return None,
    };
    let number: u32 = value.get(1..value.len() - 1)?.parse().ok()?;
    Some(sign * unit * i64::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_778_500_800_000);

    fn claims(words: &str) -> Value {
        let token = fill(&format!("a {{{{token {words}}}}} b"), NOW).unwrap();
        let token = token.strip_prefix("a ").and_then(|rest| rest.strip_suffix(" b")).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        assert_eq!(parts.len(), 3);
        let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
        assert!(String::from_utf8(signature).unwrap().contains("fake"));
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap()
    }

    #[test]
    fn a_token_has_the_claims_of_its_kind_for_a_day_around_now() {
        let vendor = claims("kind=vendor");
        assert_eq!(vendor["vendorId"], VENDOR);
        assert!(vendor.get("iss").is_none());
        let user = claims("kind=user");
        assert_eq!((&user["type"], &user["iss"]), (&json!("userToken"), &json!(ISSUER)));
        assert_eq!(user["exp"], NOW.seconds() + 43_200);
        assert_eq!(user["iat"], NOW.seconds() - 43_200);
    }

    #[test]
    fn further_words_set_drop_and_shift_claims() {
        let user = claims("kind=user iss=https://acme.frontegg.com exp=-2h drop=type");
        assert_eq!(user["iss"], "https://acme.frontegg.com");
        assert_eq!(user["exp"], NOW.seconds() - 7_200);
        assert!(user.get("type").is_none());
        assert_eq!(claims("kind=user roles=Admin")["roles"], json!(["Admin"]));
        assert_eq!(claims("kind=vendor nbf=+30m")["nbf"], NOW.seconds() + 1_800);
    }

    #[test]
    fn equal_words_are_equal_tokens_and_n_makes_another() {
        let token = |words: &str| fill(&format!("{{{{token {words}}}}}"), NOW).unwrap();
        assert_eq!(token("kind=user"), token("kind=user"));
        assert_ne!(token("kind=user"), token("kind=user n=2"));
        assert_eq!(claims("kind=user"), claims("kind=user n=2"));
    }

    #[test]
    fn a_token_can_be_as_large_as_wanted() {
        for size in [1_000, 8_001, 8_100] {
            let token = fill(&format!("{{{{token kind=user size={size}}}}}"), NOW).unwrap();
            assert!((size - 20..=size).contains(&token.len()), "{}", token.len());
        }
        let told = fill("{{token kind=user size=big}}", NOW).unwrap_err().to_string();
        assert_eq!(told, "`size=big` is no number below a million");
    }

    #[test]
    fn other_braces_stay_what_they_are() {
        for text in ["{{token}}", "{{ token }}", "{{tokens kind=user}}", "${TOKEN}"] {
            assert_eq!(fill(text, NOW).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_token_that_cannot_be_minted_says_why() {
        let error = |text: &str| fill(text, NOW).unwrap_err().to_string();
        assert_eq!(error("{{token kind=user"), "`{{token` without its `}}`");
        assert_eq!(error("{{token sub=x}}"), "a token without `kind=`");
        assert_eq!(
            error("{{token kind=vendr}}"),
            "unknown kind of token `vendr`, did you mean `vendor`?"
        );
        assert_eq!(error("{{token kind=user x}}"), "`x` is no `claim=value`");
    }
}
