//! Keys that are made here, and tokens that they sign.

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaKeyPair,
    RsaPublicKeyComponents,
};
use aws_lc_rs::{encoding, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// The moment at which tests ask, in seconds.
pub(crate) const NOW: i64 = 1_900_000_000;

pub(crate) const ISSUER: &str = "https://acme.us.frontegg.com";

/// RSA keys: making them takes long, so there are three for all tests.
pub(crate) static FIRST: LazyLock<Rsa> = LazyLock::new(Rsa::cut);
pub(crate) static SECOND: LazyLock<Rsa> = LazyLock::new(Rsa::cut);
pub(crate) static OTHER: LazyLock<Rsa> = LazyLock::new(Rsa::cut);

pub(crate) struct Rsa(RsaKeyPair);

impl Rsa {
    fn cut() -> Self {
        Self(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let padding: &dyn signature::RsaEncoding = match header["alg"].as_str() {
            Some("RS512") => &signature::RSA_PKCS1_SHA512,
            Some("PS256") => &signature::RSA_PSS_SHA256,
            _ => &signature::RSA_PKCS1_SHA256,
        };
        signed(header, claims, |text| {
            let mut signature = vec![0; self.0.public_modulus_len()];
            self.0.sign(padding, &SystemRandom::new(), text, &mut signature).unwrap();
            signature
        })
    }

    /// A user's token, good in every way, that names this key.
    pub(crate) fn token(&self, kid: &str) -> String {
        self.sign(&json!({ "alg": "RS256", "typ": "JWT", "kid": kid }), &claims())
    }

    /// The modulus and the exponent.
    pub(crate) fn numbers(&self) -> (Vec<u8>, Vec<u8>) {
        let public = RsaPublicKeyComponents::<Vec<u8>>::from(self.0.public_key());
        (public.n, public.e)
    }

    pub(crate) fn jwk(&self, kid: &str) -> Value {
        let (n, e) = self.numbers();
        json!({ "kty": "RSA", "use": "sig", "kid": kid, "n": base64url(&n), "e": base64url(&e) })
    }

    /// `SubjectPublicKeyInfo`.
    pub(crate) fn info(&self) -> Vec<u8> {
        let der: PublicKeyX509Der<'_> = self.0.public_key().as_der().unwrap();
        der.as_ref().to_vec()
    }

    /// PKCS #1, which is what the bits of `SubjectPublicKeyInfo` hold.
    pub(crate) fn bare(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }
}

/// A P-256 key, its document entry, and a signer.
pub(crate) fn curve(kid: &str) -> (Value, impl Fn(&Value, &Value) -> String) {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let point = pair.public_key().as_ref().to_vec();
    let jwk = json!({
        "kty": "EC", "crv": "P-256", "kid": kid,
        "x": base64url(&point[1..33]), "y": base64url(&point[33..]),
    });
    let sign = move |header: &Value, claims: &Value| {
        signed(header, claims, |text| {
            pair.sign(&SystemRandom::new(), text).unwrap().as_ref().to_vec()
        })
    };
    (jwk, sign)
}

/// The same with Ed25519.
pub(crate) fn edwards(kid: &str) -> (Value, impl Fn(&Value, &Value) -> String) {
    let pair = Ed25519KeyPair::generate().unwrap();
    let x = base64url(pair.public_key().as_ref());
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "kid": kid, "x": x });
    let sign = move |header: &Value, claims: &Value| {
        signed(header, claims, |text| pair.sign(text).as_ref().to_vec())
    };
    (jwk, sign)
}

/// A token whose HMAC has this text for its secret.
pub(crate) fn sealed(secret: &[u8], kid: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    signed(&json!({ "alg": "HS256", "kid": kid }), &claims(), |text| {
        hmac::sign(&key, text).as_ref().to_vec()
    })
}

/// The claims of a user's token that is good for an hour.
pub(crate) fn claims() -> Value {
    claims_with(&json!({}))
}

/// The same with others in their place.
pub(crate) fn claims_with(others: &Value) -> Value {
    let mut claims = json!({
        "type": "userToken", "sub": "u", "tenantId": "t", "iss": ISSUER,
        "aud": "7c1d5f60-0000-4e2b-9a11-5eedfeed0001", "iat": NOW - 60, "exp": NOW + 3600,
    });
    for (name, value) in others.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

pub(crate) fn signed(
    header: &Value,
    claims: &Value,
    sign: impl FnOnce(&[u8]) -> Vec<u8>,
) -> String {
    let text = format!("{}.{}", part(header), part(claims));
    let signature = sign(text.as_bytes());
    format!("{text}.{}", base64url(&signature))
}

pub(crate) fn part(value: &Value) -> String {
    base64url(value.to_string().as_bytes())
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn pem(name: &str, der: &[u8], end: &str) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> =
        (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
    format!("-----BEGIN {name}-----{end}{}{end}-----END {name}-----{end}", lines.join(end))
}

/// What a P-256 key looks like in `SubjectPublicKeyInfo`, as the library writes it.
pub(crate) fn curve_info(jwk: &Value) -> Vec<u8> {
    let half = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [vec![4], half("x"), half("y")].concat();
    let algorithm = &signature::ECDSA_P256_SHA256_FIXED;
    let parsed = signature::ParsedPublicKey::new(algorithm, point).unwrap();
    let der: encoding::PublicKeyX509Der<'_> = parsed.as_der().unwrap();
    der.as_ref().to_vec()
}

/// A token with these claims that names no published key.
pub(crate) fn sealed_with(claims: &Value) -> String {
    signed(&json!({ "alg": "RS256" }), claims, |_| vec![7; 256])
}
