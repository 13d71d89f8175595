//! Documents of keys as they should not be: a broken entry costs only itself, and nothing panics.

use frontegg_lint::online::keys::{Keys, NoKeys};
use frontegg_lint::online::verify::{Doubt, Verdict};
use serde_json::{Value, json};

use super::answers::{document, published, verdict};
use super::cutter::{FIRST, OTHER, base64url, curve, edwards};

/// Entries that are of no use, each in its own way.
fn broken() -> Vec<Value> {
    let long = |length: usize| base64url(&vec![0xff; length]);
    let rsa = |n: String, e: String| json!({ "kty": "RSA", "kid": "broken", "n": n, "e": e });
    let mut entries = vec![
        Value::Null,
        json!(7),
        json!([]),
        json!({}),
        json!({ "kty": 7, "kid": {} }),
        json!({ "kty": "RSA" }),
        json!({ "kty": "RSA", "n": null, "e": [] }),
        json!({ "kty": "RSA", "n": "!!!", "e": "AQAB" }),
        rsa(String::new(), String::new()),
        rsa(long(256), String::new()),
        rsa(String::new(), "AQAB".to_owned()),
        rsa("AAAA".to_owned(), "AAAA".to_owned()),
        json!({ "kty": "EC", "crv": "P-256", "x": long(32), "y": long(32) }),
        json!({ "kty": "EC", "crv": "P-256", "x": "", "y": "" }),
        json!({ "kty": "EC", "crv": "P-521", "x": long(66), "y": long(66) }),
        json!({ "kty": "EC" }),
        json!({ "kty": "OKP", "crv": "Ed25519", "x": long(31) }),
        json!({ "kty": "OKP", "crv": "Ed448", "x": long(57) }),
    ];
    for length in [1, 5, 64, 127, 128, 255, 1025, 4096, 65_536] {
        entries.push(rsa(long(length), "AQAB".to_owned()));
        entries.push(rsa(long(256), long(length.max(6))));
    }
    for e in [[0].as_slice(), &[1], &[2], &[0, 0, 0]] {
        entries.push(rsa(long(256), base64url(e)));
    }
    entries
}

#[test]
fn a_broken_entry_costs_only_itself() {
    for entry in broken() {
        let hosting = published(&[entry.clone(), FIRST.jwk("one"), entry.clone()]);
        assert!(matches!(verdict(&FIRST.token("one"), &hosting), Verdict::Valid(_)), "{entry}");
    }
}

#[test]
fn while_a_key_that_may_have_made_it_is_unusable_nothing_is_said() {
    for entry in broken() {
        let hosting = published(&[entry.clone(), FIRST.jwk("one")]);
        let found = verdict(&OTHER.token("broken"), &hosting);
        let doubt = Verdict::CannotTell(Doubt::UnusableKey);
        assert!(found == doubt || matches!(found, Verdict::Invalid(_)), "{entry}: {found:?}");
    }
    let short = json!({ "kty": "RSA", "kid": "short", "n": base64url(&[0xff; 128]), "e": "AQAB" });
    let hosting = published(&[short, FIRST.jwk("one")]);
    let doubt = Verdict::CannotTell(Doubt::UnusableKey);
    assert_eq!(verdict(&OTHER.token("short"), &hosting), doubt);
    // Another kid is listed nowhere all the same.
    let unknown = Verdict::UnknownKey(Some("other".to_owned()));
    assert_eq!(verdict(&OTHER.token("other"), &hosting), unknown);
}

#[test]
fn keys_for_other_uses_verify_nothing() {
    let with = |name: &str, value: Value| {
        let mut jwk = FIRST.jwk("one");
        jwk[name] = value;
        jwk
    };
    for jwk in [
        with("use", json!("enc")),
        with("key_ops", json!(["encrypt", "wrapKey"])),
        with("alg", json!("RSA-OAEP")),
        with("kty", json!("oct")),
        with("kty", json!("LATTICE")),
    ] {
        let hosting = published(&[jwk.clone(), OTHER.jwk("two")]);
        let unknown = Verdict::UnknownKey(Some("one".to_owned()));
        assert_eq!(verdict(&FIRST.token("one"), &hosting), unknown, "{jwk}");
        let alone = document(std::slice::from_ref(&jwk));
        assert_eq!(Keys::read(&alone.body).unwrap_err(), NoKeys::Empty, "{jwk}");
    }
}

#[test]
fn duplicates_and_two_keys_of_one_kid_are_no_trouble() {
    let hosting = published(&[OTHER.jwk("one"), FIRST.jwk("one"), FIRST.jwk("one")]);
    for key in [&FIRST, &OTHER] {
        assert!(matches!(verdict(&key.token("one"), &hosting), Verdict::Valid(_)));
    }
}

#[test]
fn a_document_that_is_cut_or_changed_anywhere_is_read_or_refused() {
    let (point, _) = curve("ec");
    let (edwards, _) = edwards("ed");
    let whole = document(&[FIRST.jwk("one"), point, edwards]).body;
    for end in 0..whole.len() {
        assert_eq!(Keys::read(&whole[..end]).unwrap_err(), NoKeys::NoList);
    }
    let token = FIRST.token("one");
    for at in 0..whole.len() {
        for byte in [b'"', b'A', b'0', 0xff] {
            let mut changed = whole.clone();
            changed[at] = byte;
            if Keys::read(&changed).is_ok() {
                let reply = super::answers::reply(200, &String::from_utf8_lossy(&changed));
                let hosting = [(super::answers::HOST.to_owned(), reply)].into();
                // Whatever it says, it says it without a panic.
                let _ = verdict(&token, &hosting).why();
            }
        }
    }
}
