//! A signed token taken apart: what was signed, by which key as it says, and the signature.

use std::fmt;
use std::str::FromStr as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde_json::{Map, Value};

use crate::facts::jwt::{self, Claims, Shape};

use super::request::Secret;

/// A token and what its header says.
pub(crate) struct Jws {
    /// As written; empty where the header names none.
    pub(crate) algorithm: String,
    pub(crate) kid: Option<String>,
    /// Names in the header that say where to look for a key. Nobody who verifies may follow them.
    pub(crate) lures: Vec<&'static str>,
    pub(crate) claims: Claims,
    text: Secret,
}

const LURES: [&str; 5] = ["jku", "jwk", "x5u", "x5c", "crit"];

/// The longest header that is read, in bytes of its text.
const LONGEST_HEADER: usize = 16 * 1024;

impl Jws {
    /// The token in a text that people paste: behind `Bearer`, in quotes, in a header, broken into lines.
    pub(crate) fn find(text: &str) -> Option<Self> {
        let joined: String = text.split_whitespace().collect();
        let mut found = None;
        for text in [text, &joined] {
            for inside in ["-_.", "-_.="] {
                let is_outside =
                    |letter: char| !letter.is_ascii_alphanumeric() && !inside.contains(letter);
                found = found.or_else(|| text.split(is_outside).find_map(Self::read));
            }
        }
        found
    }

    /// A token and nothing else. Its signature may be missing.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let [header, payload, _] = parts(text)?;
        if header.len() > LONGEST_HEADER {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(header.trim_end_matches('=')).ok()?;
        let header: Map<String, Value> = serde_json::from_slice(&bytes).ok()?;
        // Its claims are read whether or not a signature stands behind them.
        let Shape::Jwt(claims) = Shape::of(&format!("h.{payload}.s")) else { return None };
        let word = |name: &str| header.get(name).and_then(Value::as_str);
        Some(Self {
            algorithm: word("alg").unwrap_or_default().to_owned(),
            kid: word("kid").filter(|kid| !kid.is_empty()).map(str::to_owned),
            lures: LURES.into_iter().filter(|name| header.contains_key(*name)).collect(),
            claims,
            text: Secret::new(text),
        })
    }

    pub(crate) const fn text(&self) -> &Secret {
        &self.text
    }

    /// Its header says that nobody signed it, or nothing stands where the signature stands.
    pub(crate) fn is_unsigned(&self) -> bool {
        let algorithm = self.algorithm.trim();
        algorithm.is_empty() || algorithm.eq_ignore_ascii_case("none") || self.last().is_empty()
    }

    /// Its signature was taken out.
    pub(crate) fn is_redacted(&self) -> bool {
        jwt::is_half_redacted(self.text.text()) || jwt::is_unsealed(self.text.text())
    }

    /// It says that it was signed with a secret that its issuer shares.
    pub(crate) fn is_secretly_signed(&self) -> bool {
        secret(&self.algorithm).is_some()
    }

    /// The bytes of its signature; none where the text is not base64url.
    pub(crate) fn signature(&self) -> Option<Vec<u8>> {
        URL_SAFE_NO_PAD.decode(self.last()).ok()
    }

    /// The key made the signature.
    pub(crate) fn is_signed_with(
        &self,
        key: &DecodingKey,
        algorithm: Algorithm,
        signature: &[u8],
    ) -> bool {
        let Some((signed, _)) = self.text.text().rsplit_once('.') else { return false };
        // Named here: the choice of the whole process depends on the features of every crate in it.
        let verifier = (crypto::aws_lc::DEFAULT_PROVIDER.verifier_factory)(&algorithm, key);
        verifier
            .is_ok_and(|verifier| verifier.verify(signed.as_bytes(), &signature.to_vec()).is_ok())
    }

    /// The signature was made with this text as its secret.
    pub(crate) fn is_sealed_with(&self, text: &[u8], signature: &[u8]) -> bool {
        let key = DecodingKey::from_secret(text);
        match (secret(&self.algorithm), key) {
            (Some(algorithm), Ok(key)) => self.is_signed_with(&key, algorithm, signature),
            (Some(_) | None, Ok(_) | Err(_)) => false,
        }
    }

    fn last(&self) -> &str {
        self.text.text().rsplit('.').next().unwrap_or_default()
    }
}

impl fmt::Debug for Jws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jws({:?})", self.text)
    }
}

/// Names of algorithms are compared letter by letter: `rs256` is none.
pub(crate) fn is(algorithm: Algorithm, name: &str) -> bool {
    Algorithm::from_str(name).is_ok_and(|named| named == algorithm)
}

fn secret(name: &str) -> Option<Algorithm> {
    let secret = [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512];
    secret.into_iter().find(|algorithm| is(*algorithm, name))
}

fn parts(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.splitn(4, '.');
    let found = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(found)
}
