//! Tokens of every kind, and forged ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::account::{Account, id};
use super::clock;
use super::keys::Key;

/// Whether a token has run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    Valid,
    Expired,
}

/// A kind of token that an environment issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    User,
    UserApi,
    TenantApi,
    UserAccess,
    TenantAccess,
}

/// How a token is forged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgery {
    /// Signed by somebody else's key, under the key id of the environment's.
    WrongKey,
    /// Signed by a key that nobody published.
    UnknownKid,
    /// `alg` is `none`, and there is no signature.
    AlgNone,
    /// An HMAC, with the text of the published key's PEM for a secret.
    Hs256WithPublicKey,
    /// The same with the key's bytes.
    Hs256WithPublicDer,
    /// An HMAC with some secret.
    Hs256WithSecret,
    /// The second half of the signature is missing.
    Cut,
}

/// How long the environment's tokens and the vendor's last, in seconds.
pub(super) const LASTS: i64 = 60 * 60;
pub(super) const VENDORS_LAST: i64 = 24 * 60 * 60;

impl Kind {
    /// The word of the claim `type`.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::User => "userToken",
            Self::UserApi => "userApiToken",
            Self::TenantApi => "tenantApiToken",
            Self::UserAccess => "userAccessToken",
            Self::TenantAccess => "tenantAccessToken",
        }
    }
}

/// The claims of a vendor's token.
pub(super) fn vendor_claims(vendor: &str, life: Life) -> Value {
    let (iat, exp) = times(life, VENDORS_LAST);
    json!({ "scopes": [], "type": "vendor", "vendorId": vendor, "iat": iat, "exp": exp })
}

/// The claims of a token that the environment issues.
pub(super) fn claims(account: &Account, kind: Kind, life: Life) -> Value {
    let (iat, exp) = times(life, LASTS);
    let mut claims = json!({
        "type": kind.word(),
        "tenantId": account.tenant_id,
        "roles": ["Admin"],
        "permissions": ["fe.connectivity.*", "fe.secure.*"],
        "aud": account.client_id,
        "iss": format!("https://{}", account.environment),
        "iat": iat,
        "exp": exp,
    });
    let own = match kind {
        Kind::User => json!({
            "sub": account.user_id, "name": "Jane Doe", "email": account.email, "email_verified": true,
            "metadata": {}, "tenantIds": [account.tenant_id], "profilePictureUrl": null,
            "sid": made_up(), "applicationId": account.application_id,
        }),
        Kind::UserApi => json!({
            "sub": account.token_id, "email": account.email, "userMetadata": {}, "metadata": {},
            "createdByUserId": account.user_id, "userId": account.user_id,
        }),
        Kind::TenantApi => json!({
            "sub": account.token_id, "metadata": {}, "createdByUserId": account.user_id,
        }),
        Kind::UserAccess => json!({
            "sub": made_up(), "userId": account.user_id,
            "roles": ["FETCH-ROLES-BY-API"], "permissions": ["FETCH-PERMISSIONS-BY-API"],
        }),
        Kind::TenantAccess => json!({
            "sub": made_up(),
            "roles": ["FETCH-ROLES-BY-API"], "permissions": ["FETCH-PERMISSIONS-BY-API"],
        }),
    };
    if let (Value::Object(claims), Value::Object(own)) = (&mut claims, own) {
        claims.extend(own);
    }
    claims
}

/// A token that looks as if this key had signed it.
pub(super) fn forge(key: &Key, claims: &Value, forgery: Forgery) -> String {
    let kid = Some(key.kid.as_str());
    match forgery {
        Forgery::WrongKey => another(|other| other.sign(claims, kid)),
        Forgery::UnknownKid => another(|other| other.sign(claims, Some(&other.kid))),
        Forgery::AlgNone => unsigned(claims, &key.kid),
        Forgery::Hs256WithPublicKey => hashed(claims, &key.kid, key.pem().as_bytes()),
        Forgery::Hs256WithPublicDer => hashed(claims, &key.kid, key.der()),
        Forgery::Hs256WithSecret => hashed(claims, &key.kid, made_up().as_bytes()),
        Forgery::Cut => {
            let token = key.sign(claims, kid);
            let signature = token.rfind('.').map_or(0, |dot| token.len() - dot);
            token[..token.len() - signature / 2].to_owned()
        }
    }
}

fn times(life: Life, lasts: i64) -> (i64, i64) {
    let now = clock::seconds();
    match life {
        Life::Valid => (now, now + lasts),
        Life::Expired => (now - 2 * lasts, now - lasts),
    }
}

fn another(sign: impl FnOnce(&Key) -> String) -> String {
    Key::generate().map_or_else(|_| String::new(), |key| sign(&key))
}

fn unsigned(claims: &Value, kid: &str) -> String {
    let header = json!({ "alg": "none", "typ": "JWT", "kid": kid });
    let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}.")
}

fn hashed(claims: &Value, kid: &str, secret: &[u8]) -> String {
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some(kid.to_owned());
    let key = EncodingKey::from_secret(secret);
    let token = key.and_then(|key| jsonwebtoken::encode(&header, claims, &key));
    token.expect("any bytes are a secret, and plain JSON is signed")
}

fn made_up() -> String {
    id().unwrap_or_default()
}
