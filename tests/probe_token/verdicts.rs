//! Each kind of token gets its verdict.

use frontegg_lint::facts::{Settings, Verified};
use frontegg_lint::online::keys::{Flaw, NoKeys};
use frontegg_lint::online::verify::{Doubt, Signer, Verdict};
use frontegg_lint::online::{NoReply, Pause, Refusal};
use serde_json::json;

use super::answers::{
    HOST, Hosting, answer, asked, configured, document, published, reply, verdict,
};
use super::cutter::{FIRST, ISSUER, NOW, OTHER, SECOND, claims, claims_with, curve, edwards, part};

fn signer(kid: &str) -> Signer {
    Signer { kid: Some(kid.to_owned()), host: HOST.to_owned(), environment: None }
}

#[test]
fn the_published_key_verifies_and_is_named() {
    let hosting = published(&[SECOND.jwk("two"), FIRST.jwk("one")]);
    let found = answer(&FIRST.token("one"), &hosting, &Settings::default());
    assert_eq!(found.verdict, Verdict::Valid(signer("one")));
    assert_eq!(found.said().signature, Some(Verified::Valid));
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn while_keys_rotate_both_verify_and_then_the_old_one_is_unknown() {
    let both = published(&[FIRST.jwk("old"), SECOND.jwk("new")]);
    assert_eq!(verdict(&FIRST.token("old"), &both), Verdict::Valid(signer("old")));
    assert_eq!(verdict(&SECOND.token("new"), &both), Verdict::Valid(signer("new")));
    let retired = published(&[SECOND.jwk("new")]);
    let found = answer(&FIRST.token("old"), &retired, &Settings::default());
    assert_eq!(found.verdict, Verdict::UnknownKey(Some("old".to_owned())));
    assert_eq!(found.said().signature, Some(Verified::Invalid));
}

#[test]
fn a_foreign_key_under_the_same_kid_is_invalid() {
    let hosting = published(&[FIRST.jwk("one")]);
    assert_eq!(verdict(&OTHER.token("one"), &hosting), Verdict::Invalid(Flaw::Changed));
}

#[test]
fn a_token_without_a_kid_is_tried_with_every_key() {
    let hosting = published(&[SECOND.jwk("two"), FIRST.jwk("one")]);
    let sign = |key: &super::cutter::Rsa| key.sign(&json!({ "alg": "RS256" }), &claims());
    assert_eq!(verdict(&sign(&FIRST), &hosting), Verdict::Valid(signer("one")));
    assert_eq!(verdict(&sign(&OTHER), &hosting), Verdict::Invalid(Flaw::Changed));
}

#[test]
fn what_was_changed_or_cut_is_invalid() {
    let hosting = published(&[FIRST.jwk("one")]);
    let token = FIRST.token("one");
    let parts: Vec<&str> = token.split('.').collect();
    let admin = part(&claims_with(&json!({ "sub": "admin" })));
    let changed = format!("{}.{admin}.{}", parts[0], parts[2]);
    assert_eq!(verdict(&changed, &hosting), Verdict::Invalid(Flaw::Changed));
    let renamed = part(&json!({ "alg": "RS256", "typ": "at+jwt", "kid": "one" }));
    let renamed = format!("{renamed}.{}.{}", parts[1], parts[2]);
    assert_eq!(verdict(&renamed, &hosting), Verdict::Invalid(Flaw::Changed));
    for missing in 1..300 {
        let found = verdict(&token[..token.len() - missing], &hosting);
        let cut = [Flaw::Cut, Flaw::Unreadable].map(Verdict::Invalid);
        assert!(cut.contains(&found), "{missing}: {found:?}");
    }
    assert_eq!(verdict(&format!("{token}AAAA"), &hosting), Verdict::Invalid(Flaw::Changed));
}

#[test]
fn an_unusual_typ_is_nobodys_concern() {
    let hosting = published(&[FIRST.jwk("one")]);
    for typ in ["at+jwt", "JOSE", "nonsense"] {
        let token = FIRST.sign(&json!({ "alg": "RS256", "typ": typ, "kid": "one" }), &claims());
        assert_eq!(verdict(&token, &hosting), Verdict::Valid(signer("one")));
    }
}

#[test]
fn every_kind_of_key_verifies_its_own_algorithm() {
    let (point, sign) = curve("ec");
    let (edwards, sign_edwards) = edwards("ed");
    let hosting = published(&[FIRST.jwk("rsa"), point, edwards]);
    for (token, kid) in [
        (FIRST.sign(&json!({ "alg": "RS512", "kid": "rsa" }), &claims()), "rsa"),
        (FIRST.sign(&json!({ "alg": "PS256", "kid": "rsa" }), &claims()), "rsa"),
        (sign(&json!({ "alg": "ES256", "kid": "ec" }), &claims()), "ec"),
        (sign_edwards(&json!({ "alg": "EdDSA", "kid": "ed" }), &claims()), "ed"),
    ] {
        assert_eq!(verdict(&token, &hosting), Verdict::Valid(signer(kid)));
    }
    // The header names the algorithm of another family than its key is of.
    let mixed = sign(&json!({ "alg": "RS256", "kid": "ec" }), &claims());
    assert_eq!(verdict(&mixed, &hosting), Verdict::Invalid(Flaw::OtherAlgorithm));
}

#[test]
fn the_key_decides_which_algorithm_it_is_for() {
    let mut jwk = FIRST.jwk("one");
    jwk["alg"] = json!("RS512");
    let hosting = published(&[jwk]);
    let other = FIRST.token("one");
    assert_eq!(verdict(&other, &hosting), Verdict::Invalid(Flaw::OtherAlgorithm));
    let own = FIRST.sign(&json!({ "alg": "RS512", "kid": "one" }), &claims());
    assert_eq!(verdict(&own, &hosting), Verdict::Valid(signer("one")));
    let shouted = FIRST.sign(&json!({ "alg": "rs512", "kid": "one" }), &claims());
    assert_eq!(verdict(&shouted, &hosting), Verdict::Invalid(Flaw::OtherAlgorithm));
}

#[test]
fn time_is_judged_with_a_minute_of_tolerance() {
    let hosting = published(&[FIRST.jwk("one")]);
    let of = |others| {
        let header = json!({ "alg": "RS256", "kid": "one" });
        verdict(&FIRST.sign(&header, &claims_with(&others)), &hosting)
    };
    let time = frontegg_lint::exchange::Time::from_seconds;
    let valid = Verdict::Valid(signer("one"));
    assert_eq!(of(json!({ "exp": NOW - 60 })), valid);
    assert_eq!(of(json!({ "exp": NOW - 61 })), Verdict::Expired(signer("one"), time(NOW - 61)));
    assert_eq!(of(json!({ "iat": NOW + 60 })), valid);
    let early = Verdict::NotYetValid(signer("one"), time(NOW + 61));
    assert_eq!(of(json!({ "iat": NOW + 61 })), early);
    assert_eq!(of(json!({ "nbf": NOW + 61 })), early);
    assert_eq!(of(json!({ "exp": null })), valid);
    for verdict in [of(json!({ "exp": NOW - 61 })), early] {
        assert_eq!(verdict.signature(), Some(Verified::Valid));
    }
}

#[test]
fn an_expired_token_with_a_bad_signature_is_invalid() {
    let hosting = published(&[FIRST.jwk("one")]);
    let expired = claims_with(&json!({ "exp": NOW - 9999 }));
    let token = OTHER.sign(&json!({ "alg": "RS256", "kid": "one" }), &expired);
    assert_eq!(verdict(&token, &hosting), Verdict::Invalid(Flaw::Changed));
}

#[test]
fn only_frontegg_and_the_configuration_are_asked() {
    let of = |issuer: &str| {
        let claims = claims_with(&json!({ "iss": issuer }));
        FIRST.sign(&json!({ "alg": "RS256", "kid": "one" }), &claims)
    };
    let nobody = Hosting::new();
    let odd = |host: &str, what| Doubt::NoEnvironment { host: Some(host.to_owned()), what };
    for (issuer, doubt) in [
        ("https://evil.example", Doubt::Unlisted(Some("evil.example".to_owned()))),
        (
            "https://acme.frontegg.com.evil.example",
            Doubt::Unlisted(Some("acme.frontegg.com.evil.example".to_owned())),
        ),
        ("http://acme.frontegg.com", Doubt::Refused(Refusal::NotHttps)),
        ("https://acme.frontegg.com@evil.example", Doubt::Refused(Refusal::NoHostName)),
        ("https://acme.frontegg.com:8443", Doubt::Refused(Refusal::NoHostName)),
        ("HTTPS://acme.frontegg.com", Doubt::Refused(Refusal::Capitals)),
        ("https://api.us.frontegg.com", odd("api.us.frontegg.com", "a gateway of Frontegg's")),
        ("https://portal.frontegg.com", odd("portal.frontegg.com", "a name of Frontegg's")),
        ("https://acme.jp.frontegg.com", odd("acme.jp.frontegg.com", "a name of Frontegg's")),
        ("", Doubt::NoIssuer),
    ] {
        let token = of(issuer);
        assert!(asked(&token, &Settings::default()).is_empty(), "{issuer}");
        let found = answer(&token, &nobody, &Settings::default());
        assert_eq!(found.verdict, Verdict::CannotTell(doubt), "{issuer}");
        assert_eq!(found.said().signature, None);
    }
    let own = configured(&[("production", "login.acme.com", "")]);
    let lines = asked(&of("https://login.acme.com"), &own);
    assert_eq!(lines, ["GET https://login.acme.com/.well-known/jwks.json"]);
    let help = verdict(&of("https://login.other.com"), &nobody).help().unwrap();
    assert!(help.contains("list login.other.com under `environments`"), "{help}");
}

#[test]
fn what_the_header_offers_is_never_followed() {
    let mut header = json!({ "alg": "RS256", "kid": "one", "jwk": OTHER.jwk("one") });
    for name in ["jku", "x5u"] {
        header[name] = json!("https://evil.example/keys");
    }
    let token = OTHER.sign(&header, &claims());
    let settings = Settings::default();
    assert_eq!(asked(&token, &settings), [format!("GET {ISSUER}/.well-known/jwks.json")]);
    let found = answer(&token, &published(&[FIRST.jwk("one")]), &settings);
    assert_eq!(found.verdict, Verdict::Invalid(Flaw::Changed));
    for name in ["jku", "x5u", "jwk"] {
        let said =
            found.notes.iter().any(|note| note.contains(&format!("`{name}`, which is ignored")));
        assert!(said, "{name}: {:?}", found.notes);
    }
}

#[test]
fn no_answer_is_no_verdict() {
    let token = FIRST.token("one");
    for (reply, why) in [
        (reply(429, "{}"), NoKeys::Limited(Pause::Unsaid)),
        (reply(503, "{}"), NoKeys::Status(503)),
        (reply(403, "<html>"), NoKeys::Status(403)),
        (reply(302, ""), NoKeys::Status(302)),
        (reply(200, "<html>"), NoKeys::NoList),
        (reply(200, "{\"keys\":{}}"), NoKeys::NoList),
        (document(&[]), NoKeys::Empty),
        (reply(200, &" ".repeat(1024 * 1024 + 1)), NoKeys::TooLarge),
    ] {
        let hosting = Hosting::from([(HOST.to_owned(), reply)]);
        let doubt = Doubt::NoKeys(HOST.to_owned(), why);
        assert_eq!(verdict(&token, &hosting), Verdict::CannotTell(doubt));
    }
    let silent = Doubt::NoKeys(HOST.to_owned(), NoKeys::NoReply(NoReply::Unreachable));
    assert_eq!(verdict(&token, &Hosting::new()), Verdict::CannotTell(silent));
}

#[test]
fn a_limit_says_until_when() {
    let mut limited = reply(429, "{}");
    limited.headers.push(("x-rate-limit-reset".to_owned(), "2026-05-11T12:00:00Z".to_owned()));
    let hosting = Hosting::from([(HOST.to_owned(), limited)]);
    let why = verdict(&FIRST.token("one"), &hosting).why();
    assert!(why.contains("it answers no more until 2026-05-11T12:00:00"), "{why}");
}

#[test]
fn another_environment_of_the_configuration_is_named() {
    let settings =
        configured(&[("development", "dev.us.frontegg.com", ""), ("production", HOST, "")]);
    let hosting = Hosting::from([
        (HOST.to_owned(), document(&[FIRST.jwk("one")])),
        ("dev.us.frontegg.com".to_owned(), document(&[SECOND.jwk("two")])),
    ]);
    let found = answer(&SECOND.token("two"), &hosting, &settings);
    let dev = Signer {
        kid: Some("two".to_owned()),
        host: "dev.us.frontegg.com".to_owned(),
        environment: Some("development".to_owned()),
    };
    assert_eq!(found.verdict, Verdict::WrongEnvironment(dev.clone()));
    assert_eq!(found.said().signature, Some(Verified::Invalid));
    // Nobody asked its issuer: that the other key made it stands all the same.
    let claims = claims_with(&json!({ "iss": "https://old.acme.com" }));
    let token = SECOND.sign(&json!({ "alg": "RS256", "kid": "two" }), &claims);
    assert_eq!(answer(&token, &hosting, &settings).verdict, Verdict::Valid(dev));
}

#[test]
fn the_ids_of_a_token_are_compared_with_the_configurations() {
    let id = "7c1d5f60-0000-4e2b-9a11-5eedfeed0001";
    let hosting = published(&[FIRST.jwk("one")]);
    let notes = |settings| answer(&FIRST.token("one"), &hosting, &settings).notes;
    let other = configured(&[("production", HOST, "x"), ("development", "dev.frontegg.com", id)]);
    let said = "its `aud` is the client id of `development`, and its issuer a host of `production`";
    assert_eq!(notes(other), [said]);
    let same = configured(&[("production", HOST, id)]);
    assert_eq!(notes(same), ["its `aud` is the client id of `production`"]);
    // It may be an application's.
    assert!(notes(configured(&[("production", HOST, "x")])).is_empty());
}

#[test]
fn a_signature_that_was_taken_out_is_not_asked_about() {
    let token = FIRST.token("one");
    let (head, _) = token.rsplit_once('.').unwrap();
    for mark in ["redacted", "_harmored_"] {
        let text = format!("{head}.{mark}");
        assert!(asked(&text, &Settings::default()).is_empty());
        assert_eq!(verdict(&text, &Hosting::new()), Verdict::CannotTell(Doubt::Redacted));
    }
}

#[test]
fn the_token_is_found_in_what_people_paste() {
    let token = FIRST.token("one");
    let hosting = published(&[FIRST.jwk("one")]);
    let (start, end) = token.split_at(100);
    for text in [
        format!("Bearer {token}\n"),
        format!("\"authorization\": \"Bearer {token}\","),
        format!("{start}\n   {end}"),
        format!("access_token={token}; Path=/"),
    ] {
        assert_eq!(verdict(&text, &hosting), Verdict::Valid(signer("one")));
    }
}
