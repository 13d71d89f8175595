//! The keys: whoever reads what is published can tell the environment's tokens from forged ones.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontegg_lint::online::mock::{Forgery, Kind, Life};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};

use crate::curl::Desk;

fn published(desk: &Desk) -> JwkSet {
    let answer = desk.ask(&[&desk.environment("/.well-known/jwks.json")]);
    serde_json::from_str(&answer.body).unwrap()
}

/// The claims, as a careful reader of published keys accepts them.
fn verified(keys: &JwkSet, token: &str) -> Option<Value> {
    let key = keys.find(&decode_header(token).ok()?.kid?)?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_aud = false;
    Some(decode(token, &DecodingKey::from_jwk(key).ok()?, &validation).ok()?.claims)
}

/// Whether a reader who believes the token's own word about its algorithm takes the forged one.
fn fools(token: &str, secret: &[u8]) -> bool {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_aud = false;
    decode::<Value>(token, &DecodingKey::from_secret(secret).unwrap(), &validation).is_ok()
}

#[test]
fn every_kind_of_token_is_what_it_says() {
    let desk = Desk::new();
    let (keys, account) = (published(&desk), desk.mock.account());
    for (kind, word, subject) in [
        (Kind::User, "userToken", Some(&account.user_id)),
        (Kind::UserApi, "userApiToken", Some(&account.token_id)),
        (Kind::TenantApi, "tenantApiToken", Some(&account.token_id)),
        (Kind::UserAccess, "userAccessToken", None),
        (Kind::TenantAccess, "tenantAccessToken", None),
    ] {
        let claims = verified(&keys, &desk.mock.token(kind, Life::Valid)).unwrap();
        assert_eq!(claims["type"], word);
        assert_eq!(claims["iss"], format!("https://{}", account.environment));
        assert_eq!(
            (&claims["aud"], &claims["tenantId"]),
            (&json!(account.client_id), &json!(account.tenant_id))
        );
        if let Some(subject) = subject {
            assert_eq!(claims["sub"], *subject, "{word}");
        }
        assert!(verified(&keys, &desk.mock.token(kind, Life::Expired)).is_none(), "{word}");
    }
}

#[test]
fn a_vendors_token_names_the_vendor_and_no_published_key() {
    let desk = Desk::new();
    let token = desk.mock.vendor_token("eu", Life::Valid);
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(
        (&claims["type"], &claims["vendorId"]),
        (&json!("vendor"), &json!(desk.mock.account().client_id))
    );
    for absent in ["iss", "aud", "sub"] {
        assert_eq!(claims.get(absent), None);
    }
    let keys = published(&desk);
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_aud = false;
    for key in &keys.keys {
        let key = DecodingKey::from_jwk(key).unwrap();
        assert!(decode::<Value>(&token, &key, &validation).is_err());
    }
}

#[test]
fn forged_tokens_hold_for_no_published_key() {
    let desk = Desk::new();
    let keys = published(&desk);
    let kid = decode_header(&desk.mock.user_token(Life::Valid)).unwrap().kid;
    for (forgery, same) in [
        (Forgery::WrongKey, true),
        (Forgery::UnknownKid, false),
        (Forgery::Hs256WithPublicKey, true),
        (Forgery::Hs256WithPublicDer, true),
        (Forgery::Hs256WithSecret, true),
        (Forgery::Cut, true),
    ] {
        let token = desk.mock.forged(forgery);
        assert_eq!(decode_header(&token).unwrap().kid == kid, same, "{forgery:?}");
        assert!(verified(&keys, &token).is_none(), "{forgery:?}");
    }
    let unsigned = desk.mock.forged(Forgery::AlgNone);
    let header = URL_SAFE_NO_PAD.decode(unsigned.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    assert_eq!((&header["alg"], header["kid"].as_str()), (&json!("none"), kid.as_deref()));
    assert!(unsigned.ends_with('.'));
}

#[test]
fn the_forgeries_that_confuse_algorithms_would_fool_a_careless_reader() {
    let desk = Desk::new();
    let vendor = desk.mock.vendor_token("eu", Life::Valid);
    let configuration = desk.gateway("/identity/resources/configurations/v1");
    let configuration = desk.with(&vendor, &configuration, &[]).json();
    let pem = configuration["publicKey"].as_str().unwrap();
    assert!(fools(&desk.mock.forged(Forgery::Hs256WithPublicKey), pem.as_bytes()));
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    assert!(fools(&desk.mock.forged(Forgery::Hs256WithPublicDer), &der));
    assert!(!fools(&desk.mock.forged(Forgery::Hs256WithSecret), pem.as_bytes()));
}

#[test]
fn keys_rotate_and_retire() {
    let desk = Desk::new();
    let (me, old) =
        (desk.environment("/identity/resources/users/v2/me"), desk.mock.user_token(Life::Valid));
    let first = published(&desk);
    desk.mock.rotate_keys();
    let (both, new) = (published(&desk), desk.mock.user_token(Life::Valid));
    assert!(verified(&first, &new).is_none(), "it is signed by the new key");
    assert!(verified(&both, &old).is_some() && verified(&both, &new).is_some());
    assert_eq!(desk.with(&old, &me, &[]).status, 200);
    desk.mock.retire_keys();
    let last = published(&desk);
    assert!(verified(&last, &old).is_none() && verified(&last, &new).is_some());
    assert_eq!(desk.with(&old, &me, &[]).status, 401);
    assert_eq!(desk.with(&new, &me, &[]).status, 200);
}
