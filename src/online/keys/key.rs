//! One published key: what it is for, and what it can tell of a signature.

use std::fmt;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ParsedPublicKey, RsaPublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde_json::Value;

use super::super::jws::{self, Jws};
use super::{Flaw, spelling};

/// A public key that is for signatures.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) kid: Option<String>,
    /// What it is published for.
    algorithms: Vec<Algorithm>,
    pub(super) public: Public,
    /// Its certificate, as base64 text, where one is published with it.
    pub(super) certificate: Option<String>,
}

/// What is public of a key.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Public {
    Rsa { n: Vec<u8>, e: Vec<u8>, der: Vec<u8> },
    Curve { curve: Curve, point: Vec<u8> },
    Edwards(Vec<u8>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
}

/// What an entry of a document is.
pub(super) enum Entry {
    Key(Box<Key>),
    /// For signatures, as far as it says, and of no use; its `kid`.
    Unusable(Option<String>),
    /// For something else: encryption, a kind of key that signs nothing with a public half.
    OtherUse,
}

/// The lengths of RSA keys in bits that are taken.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

impl Entry {
    pub(super) fn of(entry: &Value) -> Self {
        let kid = text(entry, "kid").filter(|kid| !kid.is_empty()).map(str::to_owned);
        let is_for_others = text(entry, "use").is_some_and(|word| word != "sig")
            || entry
                .get("key_ops")
                .and_then(Value::as_array)
                .is_some_and(|words| !words.iter().any(|word| word.as_str() == Some("verify")));
        let family = text(entry, "kty");
        if is_for_others || family.is_some_and(|name| !["RSA", "EC", "OKP"].contains(&name)) {
            return Self::OtherUse;
        }
        let Some((public, family)) = family.and_then(|name| Public::read(name, entry)) else {
            return Self::Unusable(kid);
        };
        let of_family = |name: &str| family.iter().copied().find(|known| jws::is(*known, name));
        let algorithms = match text(entry, "alg") {
            None => family,
            Some(name) => match of_family(name) {
                Some(algorithm) => vec![algorithm],
                None => return Self::OtherUse,
            },
        };
        let certificate = entry.get("x5c").and_then(|list| list.get(0)).and_then(Value::as_str);
        let certificate = certificate.map(str::to_owned);
        Self::Key(Box::new(Key { kid, algorithms, public, certificate }))
    }
}

impl Public {
    /// With the algorithms that such a key can be for.
    fn read(kind: &str, entry: &Value) -> Option<(Self, Vec<Algorithm>)> {
        match (kind, text(entry, "crv")) {
            ("RSA", _) => {
                let (n, e) = (number(entry, "n")?, number(entry, "e")?);
                let der = rsa_der(&n, &e)?;
                let family = AlgorithmFamily::Rsa.algorithms().to_vec();
                Some((Self::Rsa { n, e, der }, family))
            }
            ("EC", Some("P-256")) => Self::point(entry, Curve::P256),
            ("EC", Some("P-384")) => Self::point(entry, Curve::P384),
            ("OKP", Some("Ed25519")) => {
                let x = bytes(entry, "x").filter(|x| x.len() == 32)?;
                Some((Self::Edwards(x), vec![Algorithm::EdDSA]))
            }
            _ => None,
        }
    }

    fn point(entry: &Value, curve: Curve) -> Option<(Self, Vec<Algorithm>)> {
        let (width, algorithm) = match curve {
            Curve::P256 => (32, Algorithm::ES256),
            Curve::P384 => (48, Algorithm::ES384),
        };
        let half = |name| bytes(entry, name).filter(|half| half.len() == width);
        let point = [vec![4], half("x")?, half("y")?].concat();
        let parsed = match curve {
            Curve::P256 => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point),
            Curve::P384 => ParsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, &point),
        };
        parsed.ok().map(|_| (Self::Curve { curve, point }, vec![algorithm]))
    }

    fn decoding(&self) -> DecodingKey {
        match self {
            Self::Rsa { n, e, .. } => DecodingKey::from_rsa_raw_components(n, e),
            Self::Curve { point, .. } => DecodingKey::from_ec_der(point),
            Self::Edwards(x) => DecodingKey::from_ed_der(x),
        }
    }

    /// How long its signatures are, in bytes.
    const fn width(&self) -> usize {
        match self {
            Self::Rsa { n, .. } => n.len(),
            Self::Curve { curve: Curve::P256, .. } | Self::Edwards(_) => 64,
            Self::Curve { curve: Curve::P384, .. } => 96,
        }
    }
}

impl Key {
    /// It made this signature, of an algorithm that it is published for.
    pub(super) fn made(&self, token: &Jws, signature: &[u8]) -> bool {
        self.algorithm(token).is_some_and(|algorithm| {
            token.is_signed_with(&self.public.decoding(), algorithm, signature)
        })
    }

    /// The same key, whatever it is called.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.public == other.public
    }

    /// The texts of the key that somebody may take for a secret.
    pub(super) fn spellings(&self) -> Vec<Vec<u8>> {
        spelling::all(self)
    }

    /// The algorithm that the token names, if the key is published for it.
    fn algorithm(&self, token: &Jws) -> Option<Algorithm> {
        self.algorithms.iter().copied().find(|known| jws::is(*known, &token.algorithm))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("algorithms", &self.algorithms).finish_non_exhaustive()
    }
}

/// Why none of these keys made a signature.
pub(super) fn flaw(keys: &[&Key], token: &Jws, signature: &[u8]) -> Flaw {
    let mut fit = keys.iter().filter(|key| key.algorithm(token).is_some()).peekable();
    if fit.peek().is_none() {
        Flaw::OtherAlgorithm
    } else if fit.all(|key| signature.len() < key.public.width()) {
        Flaw::Cut
    } else {
        Flaw::Changed
    }
}

/// The key as certificates hold it, if it is one that is taken.
fn rsa_der(n: &[u8], e: &[u8]) -> Option<Vec<u8>> {
    let first = n.first()?;
    let bits = n.len() * 8 - first.leading_zeros() as usize;
    if !RSA_BITS.contains(&bits) || e.len() > 8 {
        return None;
    }
    let der: PublicKeyX509Der<'_> = RsaPublicKeyComponents { n, e }.as_der().ok()?;
    Some(der.as_ref().to_vec())
}

/// A number without the zeros before it.
fn number(entry: &Value, name: &str) -> Option<Vec<u8>> {
    let bytes = bytes(entry, name)?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Some(bytes[zeros..].to_vec())
}

fn bytes(entry: &Value, name: &str) -> Option<Vec<u8>> {
    let text = text(entry, name)?;
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

fn text<'v>(entry: &'v Value, name: &str) -> Option<&'v str> {
    entry.get(name).and_then(Value::as_str)
}
