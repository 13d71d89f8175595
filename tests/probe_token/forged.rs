//! Tokens that somebody forged, by the tricks that are known.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use frontegg_lint::facts::{Settings, Verified};
use frontegg_lint::online::verify::Verdict;
use serde_json::json;

use super::answers::{Hosting, answer, asked, published, verdict};
use super::cutter::{
    FIRST, SECOND, base64url, claims, curve, curve_info, part, pem, sealed, signed,
};

#[test]
fn nobody_signed_a_token_whose_algorithm_is_none() {
    let hosting = published(&[FIRST.jwk("one")]);
    for algorithm in ["none", "None", "nOnE", "NONE", " none", ""] {
        let header = part(&json!({ "alg": algorithm, "kid": "one" }));
        for signature in ["", "AAAA"] {
            let token = format!("{header}.{}.{signature}", part(&claims()));
            assert!(asked(&token, &Settings::default()).is_empty(), "{algorithm}");
            let found = answer(&token, &hosting, &Settings::default());
            assert_eq!(found.verdict, Verdict::Unsigned, "{algorithm}");
            assert_eq!(found.said().signature, Some(Verified::Invalid));
        }
    }
    let no_algorithm = format!("{}.{}.AAAA", part(&json!({})), part(&claims()));
    assert_eq!(verdict(&no_algorithm, &hosting), Verdict::Unsigned);
    let stripped = FIRST.token("one");
    let (head, _) = stripped.rsplit_once('.').unwrap();
    assert_eq!(verdict(&format!("{head}."), &hosting), Verdict::Unsigned);
}

#[test]
fn a_published_key_is_no_secret_however_it_is_spelt() {
    let hosting = published(&[SECOND.jwk("two"), FIRST.jwk("one")]);
    let (n, _) = FIRST.numbers();
    let mut spellings = vec![
        FIRST.info(),
        FIRST.bare(),
        n.clone(),
        [vec![0], n.clone()].concat(),
        base64url(&n).into_bytes(),
        STANDARD.encode(FIRST.info()).into_bytes(),
    ];
    for (name, der) in [("PUBLIC KEY", FIRST.info()), ("RSA PUBLIC KEY", FIRST.bare())] {
        for end in ["\n", "\r\n"] {
            let text = pem(name, &der, end);
            spellings.push(text.trim_end().as_bytes().to_vec());
            spellings.push(text.into_bytes());
        }
    }
    for (at, spelling) in spellings.iter().enumerate() {
        let found = answer(&sealed(spelling, "one"), &hosting, &Settings::default());
        let Verdict::Forged(signer) = &found.verdict else { panic!("{at}: {:?}", found.verdict) };
        assert_eq!(signer.kid.as_deref(), Some("one"), "{at}");
        assert_eq!(found.said().signature, Some(Verified::Invalid));
    }
}

#[test]
fn neither_is_a_key_of_a_curve_nor_a_certificate() {
    let (mut jwk, _) = curve("ec");
    jwk["x5c"] = json!([STANDARD.encode("a certificate")]);
    let hosting = published(std::slice::from_ref(&jwk));
    let info = curve_info(&jwk);
    for secret in [
        pem("PUBLIC KEY", &info, "\n").into_bytes(),
        info,
        jwk["x"].as_str().unwrap().as_bytes().to_vec(),
        pem("CERTIFICATE", b"a certificate", "\n").into_bytes(),
    ] {
        assert!(matches!(verdict(&sealed(&secret, "ec"), &hosting), Verdict::Forged(_)));
    }
}

#[test]
fn of_a_real_secret_nothing_can_be_told() {
    let hosting = published(&[FIRST.jwk("one")]);
    let token = sealed(b"a secret that nobody else has", "one");
    for hosting in [hosting, Hosting::new()] {
        let found = answer(&token, &hosting, &Settings::default());
        assert_eq!(found.verdict, Verdict::SharedSecret);
        assert_eq!(found.said().signature, None);
    }
}

#[test]
fn the_text_of_a_key_signs_nothing_under_its_own_algorithm() {
    let hosting = published(&[FIRST.jwk("one")]);
    let token = signed(&json!({ "alg": "RS256", "kid": "one" }), &claims(), |_| FIRST.info());
    assert!(matches!(verdict(&token, &hosting), Verdict::Invalid(_)));
}
