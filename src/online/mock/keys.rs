//! The keys that tokens are signed with, and those that are published.

use std::io;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::jwk::{Jwk, JwkSet, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::Value;

use super::account::id;

/// A key pair that signs tokens.
#[derive(Clone)]
pub(super) struct Key {
    pub(super) kid: String,
    signs: EncodingKey,
    public: Jwk,
    /// The public key as `SubjectPublicKeyInfo`.
    der: Vec<u8>,
}

/// The keys of an environment. The last one signs; all are published.
pub(super) struct Keyring(Vec<Key>);

/// How far into PKCS #8 the key of 2,048 bits begins: behind its version and algorithm, which always have
/// this length. Behind it stands PKCS #1, which is what signers of tokens read.
const PKCS8_HEAD: usize = 26;

impl Key {
    pub(super) fn generate() -> io::Result<Self> {
        let bad = |_| io::Error::other("no key can be made");
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(bad)?;
        let private: Pkcs8V1Der<'_> = pair.as_der().map_err(bad)?;
        let der: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(bad)?;
        let signs = EncodingKey::from_rsa_der(&private.as_ref()[PKCS8_HEAD..]);
        let kid = id()?;
        let mut public =
            Jwk::from_encoding_key(&signs, Algorithm::RS256).map_err(io::Error::other)?;
        public.common.key_id = Some(kid.clone());
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        public.common.key_operations = Some(vec![KeyOperations::Verify]);
        Ok(Self { kid, signs, public, der: der.as_ref().to_vec() })
    }

    /// A token with these claims, whose header names this key id.
    pub(super) fn sign(&self, claims: &Value, kid: Option<&str>) -> String {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = kid.map(str::to_owned);
        let token = jsonwebtoken::encode(&header, claims, &self.signs);
        token.expect("a key that was just made signs plain JSON")
    }

    /// The claims of a token that this key signed and that has not run out.
    fn verify(&self, token: &str) -> Option<Value> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.leeway = 0;
        validation.validate_aud = false;
        let key = DecodingKey::from_jwk(&self.public).ok()?;
        Some(jsonwebtoken::decode(token, &key, &validation).ok()?.claims)
    }

    /// The public key as it is written in files.
    pub(super) fn pem(&self) -> String {
        let text = STANDARD.encode(&self.der);
        let lines: Vec<&str> =
            (0..text.len()).step_by(64).map(|at| &text[at..text.len().min(at + 64)]).collect();
        let lines = lines.join("\n");
        format!("-----BEGIN PUBLIC KEY-----\n{lines}\n-----END PUBLIC KEY-----\n")
    }

    /// The same as bytes.
    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }
}

impl Keyring {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self(vec![Key::generate()?]))
    }

    pub(super) fn newest(&self) -> &Key {
        self.0.last().expect("a ring has a key from the start, and keeps its last")
    }

    /// A new key signs. Without one the old key goes on.
    pub(super) fn rotate(&mut self) {
        self.0.extend(Key::generate());
    }

    pub(super) fn retire(&mut self) {
        self.0.drain(..self.0.len() - 1);
    }

    /// The document that is published.
    pub(super) fn published(&self) -> JwkSet {
        JwkSet { keys: self.0.iter().map(|key| key.public.clone()).collect() }
    }

    /// The claims of a token that one of the keys signed and that has not run out.
    pub(super) fn verify(&self, token: &str) -> Option<Value> {
        self.0.iter().find_map(|key| key.verify(token))
    }
}
