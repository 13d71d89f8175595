//! What is made of a host's answers.

use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::online::host::{Answer, Beside, From, Question, Verdict};
use frontegg_lint::online::{Hosts, Named, NoReply, Reply};
use serde_json::{Value, json};

use super::answers::{configured, document, reply};
use super::cutter::{FIRST, OTHER, SECOND};

type Replies = [Result<Reply, NoReply>; 3];

fn discovery(host: &str, issuer: &str) -> Reply {
    let at = |path: &str| format!("https://{host}{path}");
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "jwks_uri": at("/.well-known/jwks.json"),
    });
    reply(200, &document.to_string())
}

fn nothing() -> Reply {
    reply(404, "{}")
}

/// A host that publishes discovery with this issuer, and this key.
fn usual(host: &str, issuer: &str, key: Value) -> Replies {
    [Ok(discovery(host, issuer)), Ok(nothing()), Ok(document(&[key]))]
}

fn read(name: &str, replies: &Replies, beside: &Beside) -> Answer {
    read_with(&Settings::default(), name, replies, beside)
}

fn read_with(settings: &Settings, name: &str, replies: &Replies, beside: &Beside) -> Answer {
    let hosts = Hosts::new(Catalog::built_in(), settings);
    Question::new(Named::parse(name).unwrap(), hosts).read(replies, beside)
}

fn asked(name: &str, replies: &Replies) -> (usize, Option<String>) {
    let settings = Settings::default();
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    let question = Question::new(Named::parse(name).unwrap(), hosts);
    (question.requests().len(), question.next(replies).map(|request| request.line()))
}

fn region(answer: &Answer) -> Option<(&str, From)> {
    answer.region.as_ref().map(|(region, from)| (region.as_str(), *from))
}

#[test]
fn an_environment_under_frontegg_com_tells_its_region_by_its_name() {
    let host = "acme.us.frontegg.com";
    let replies = usual(host, "https://acme.us.frontegg.com", FIRST.jwk("one"));
    let answer = read(host, &replies, &Beside::default());
    assert_eq!(answer.verdict, Verdict::Environment);
    assert_eq!(region(&answer), Some(("us", From::Name)));
    let lines = "region: us\nenvironments:\n  - name: acme\n    hosts: [acme.us.frontegg.com]\n";
    assert_eq!(answer.configuration.as_deref(), Some(lines));
    assert_eq!(answer.keys, Some(1));
}

#[test]
fn a_name_alone_makes_no_environment() {
    let host = "acme.us.frontegg.com";
    let own = "https://acme.us.frontegg.com";
    let unusable = json!({ "kty": "RSA", "kid": "short", "n": "AQAB", "e": "AQAB" });
    for (issuer, keys) in [
        ("https://evil.example", document(std::slice::from_ref(&unusable))),
        ("https://evil.example", document(&[FIRST.jwk("one")])),
        ("https://portal.frontegg.com", document(&[FIRST.jwk("one")])),
        (own, document(&[unusable])),
        (own, document(&[])),
        (own, nothing()),
    ] {
        let replies = [Ok(discovery(host, issuer)), Ok(nothing()), Ok(keys)];
        let answer = read(host, &replies, &Beside::default());
        assert_eq!(answer.verdict, Verdict::Misfit, "{answer:?}");
        assert_eq!(answer.configuration, None);
        assert!(!answer.against.is_empty());
        assert!(answer.signs.iter().all(|sign| !sign.contains("0 keys")), "{answer:?}");
    }
    let busy = Ok(reply(503, "<html>"));
    let replies = [Ok(discovery(host, "https://evil.example")), Ok(nothing()), busy];
    let answer = read(host, &replies, &Beside::default());
    assert_eq!((answer.verdict, answer.configuration), (Verdict::CannotTell, None));
}

#[test]
fn an_issuer_that_has_not_its_keys_is_none_of_it() {
    let host = "acme.us.frontegg.com";
    let replies = usual(host, "https://beta.us.frontegg.com", FIRST.jwk("one"));
    for issuer in [Ok(document(&[OTHER.jwk("one")])), Err(NoReply::TimedOut)] {
        let beside = Beside { alias: None, issuer: Some(issuer) };
        assert_eq!(read(host, &replies, &beside).verdict, Verdict::Misfit);
    }
    let same = Beside { alias: None, issuer: Some(Ok(document(&[FIRST.jwk("one")]))) };
    assert_eq!(read(host, &replies, &same).verdict, Verdict::Environment);
}

#[test]
fn a_limit_is_no_verdict_and_says_until_when() {
    let limited = || {
        let mut reply = reply(429, "{}");
        reply.headers.push(("retry-after".to_owned(), "30".to_owned()));
        Ok(reply)
    };
    let answer = read("acme.us.frontegg.com", &[(); 3].map(|()| limited()), &Beside::default());
    assert_eq!(answer.verdict, Verdict::CannotTell);
    let said = |note: &String| note.contains("it answers no more for 30 s (429)");
    assert!(answer.notes.iter().any(said), "{:?}", answer.notes);
    assert!(answer.against.is_empty() && !answer.silent, "{answer:?}");
}

#[test]
fn a_custom_domain_and_its_default_host_are_one_by_their_keys() {
    let issuer = "https://acme.au.frontegg.com";
    let replies = usual("login.acme.com", issuer, FIRST.jwk("one"));
    let next = "GET https://acme.au.frontegg.com/.well-known/jwks.json".to_owned();
    assert_eq!(asked("login.acme.com", &replies), (3, Some(next)));
    let same = document(&[SECOND.jwk("new"), FIRST.jwk("renamed")]);
    let beside = Beside { alias: None, issuer: Some(Ok(same)) };
    let answer = read("login.acme.com", &replies, &beside);
    assert_eq!(answer.verdict, Verdict::Environment);
    assert_eq!(region(&answer), Some(("au", From::Issuer)));
    let lines = answer.configuration.unwrap();
    assert!(lines.contains("region: au\n"), "{lines}");
    assert!(lines.contains("hosts: [acme.au.frontegg.com, login.acme.com]"), "{lines}");
}

#[test]
fn an_issuer_with_other_keys_is_not_believed() {
    let replies = usual("login.evil.example", "https://acme.us.frontegg.com", OTHER.jwk("one"));
    let theirs = document(&[FIRST.jwk("one")]);
    let beside = Beside { alias: None, issuer: Some(Ok(theirs)) };
    let answer = read("login.evil.example", &replies, &beside);
    assert_eq!(answer.verdict, Verdict::CannotTell);
    assert_eq!((region(&answer), &answer.configuration), (None, &None));
    assert!(answer.against[0].contains("publishes other keys"), "{:?}", answer.against);
}

#[test]
fn an_issuer_that_nobody_trusts_is_not_asked() {
    for issuer in ["https://evil.example", "http://acme.frontegg.com", "https://127.0.0.1", "x"] {
        let replies = usual("login.acme.com", issuer, FIRST.jwk("one"));
        assert_eq!(asked("login.acme.com", &replies), (3, None), "{issuer}");
        let answer = read("login.acme.com", &replies, &Beside::default());
        assert_eq!((answer.verdict, region(&answer)), (Verdict::LooksLike, None));
        assert_eq!(answer.configuration.is_some(), issuer.contains("login.acme.com"));
    }
}

#[test]
fn an_alias_tells_the_region_of_a_custom_domain() {
    let host = "login.acme.com";
    let replies = usual(host, "https://login.acme.com", FIRST.jwk("one"));
    for (alias, verdict, found) in [
        (Some("acme.us.frontegg.com"), Verdict::Environment, Some(("us", From::Alias))),
        (Some("acme.frontegg.com"), Verdict::Environment, Some(("eu", From::Alias))),
        (Some("d1.cdn.example"), Verdict::LooksLike, None),
        (None, Verdict::LooksLike, None),
    ] {
        let beside = Beside { alias: alias.map(str::to_owned), issuer: None };
        let answer = read(host, &replies, &beside);
        assert_eq!((answer.verdict, region(&answer)), (verdict, found), "{alias:?}");
        assert_eq!(answer.configuration.unwrap().contains("region:"), found.is_some());
    }
}

#[test]
fn a_configured_host_is_named_and_needs_no_lines() {
    let settings = configured(&[("production", "login.acme.com", "")]);
    let replies = usual("login.acme.com", "https://login.acme.com", FIRST.jwk("one"));
    let answer = read_with(&settings, "login.acme.com", &replies, &Beside::default());
    assert_eq!(answer.verdict, Verdict::Environment);
    assert_eq!(answer.configured.as_deref(), Some("production"));
    assert_eq!(answer.configuration, None);
}

#[test]
fn gateways_are_told_by_their_names_and_by_their_answers() {
    let body = json!({ "errors": ["Vendor authentication was not provided", "x"] }).to_string();
    let gateway = || Ok(reply(401, &body));
    let answers = [gateway(), gateway(), gateway()];
    let answer = read("api.ca.frontegg.com", &answers, &Beside::default());
    assert_eq!((answer.verdict, region(&answer)), (Verdict::Gateway, Some(("ca", From::Name))));
    let silent = [(); 3].map(|()| Err(NoReply::TimedOut));
    assert_eq!(read("api.frontegg.com", &silent, &Beside::default()).verdict, Verdict::Gateway);
    let alias = Beside { alias: Some("api.us.frontegg.com".to_owned()), issuer: None };
    let answer = read("gate.acme.com", &answers, &alias);
    assert_eq!((answer.verdict, region(&answer)), (Verdict::Gateway, Some(("us", From::Alias))));
}

#[test]
fn some_names_tell_enough() {
    for (name, verdict) in [
        ("portal.us.frontegg.com", Verdict::OtherFrontegg),
        ("developers.frontegg.com", Verdict::OtherFrontegg),
        ("api.eu.frontegg.com", Verdict::NoEnvironment),
        ("acme.jp.frontegg.com", Verdict::NoEnvironment),
        ("acme.frontegg.com.evil.example", Verdict::LookAlike),
        ("api-frontegg.com", Verdict::LookAlike),
        ("acme.fronteqq.com", Verdict::LookAlike),
    ] {
        let replies = usual(name, "https://acme.frontegg.com", FIRST.jwk("one"));
        assert_eq!(asked(name, &replies).0, 0, "{name}");
        let answer = read(name, &replies, &Beside::default());
        assert_eq!(answer.verdict, verdict, "{name}");
        assert!(!answer.against.is_empty(), "{name}");
    }
}

#[test]
fn other_issuers_are_none_of_fronteggs() {
    let mut foreign = json!({ "issuer": "https://id.example" });
    for (name, path) in [
        ("authorization_endpoint", "/authorize"),
        ("token_endpoint", "/oauth/token"),
        ("jwks_uri", "/.well-known/jwks.json"),
    ] {
        foreign[name] = json!(format!("https://id.example{path}"));
    }
    let keys = document(&[FIRST.jwk("one")]);
    let replies = [Ok(reply(200, &foreign.to_string())), Ok(nothing()), Ok(keys)];
    let answer = read("id.example", &replies, &Beside::default());
    assert_eq!(answer.verdict, Verdict::NoEnvironment);
    assert!(answer.against.iter().any(|text| text.contains("log-in addresses")));
    let nothing = [(); 3].map(|()| Ok(nothing()));
    assert_eq!(read("www.example", &nothing, &Beside::default()).verdict, Verdict::NoEnvironment);
}

#[test]
fn who_refuses_or_does_not_answer_gives_no_verdict() {
    for status in [429, 500, 502, 403, 302] {
        let replies = [(); 3].map(|()| Ok(reply(status, "<html>")));
        for host in ["login.acme.com", "acme.frontegg.com"] {
            let answer = read(host, &replies, &Beside::default());
            assert_eq!(answer.verdict, Verdict::CannotTell, "{status} {host}");
        }
    }
    let silent = [(); 3].map(|()| Err(NoReply::TimedOut));
    let answer = read("login.acme.com", &silent, &Beside::default());
    assert_eq!(answer.verdict, Verdict::Silent);
    assert!(answer.notes[0].contains("did not answer in time"), "{:?}", answer.notes);
}

#[test]
fn what_a_host_calls_its_issuer_is_not_printed_as_it_comes() {
    let hostile = "https://\u{1b}[2Jk9XvQ2mLr8TbW4zz01k9XvQ2mLr8TbW4zz01k9XvQ2mLr8TbW4zz01.x";
    let replies = usual("login.acme.com", hostile, FIRST.jwk("one"));
    let answer = read("login.acme.com", &replies, &Beside::default());
    let shown = format!("{answer:?}");
    assert!(!shown.contains("k9XvQ2") && !shown.contains('\u{1b}'), "{shown}");
}
