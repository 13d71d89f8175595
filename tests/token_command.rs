//! The command `token`: it says what a token is, and never prints a piece of it.
#![expect(clippy::disallowed_methods, reason = "a test of the command runs it")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::Time;
use serde_json::Value;

const NOW: &str = "2026-05-11T12:00:00Z";

struct Said {
    code: i32,
    out: String,
    err: String,
}

/// Runs the command in a folder with this configuration, the input piped.
fn run(arguments: &[&str], input: &str, config: &str) -> Said {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".frontegg-lint.yaml"), config).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_frontegg-lint"))
        .args(["token", "--now", NOW])
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let said = Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    said.never_repeats(input);
    for argument in arguments {
        said.never_repeats(argument);
    }
    said
}

fn token(words: &str) -> String {
    fill(&format!("{{{{token {words}}}}}"), Time::parse(NOW).unwrap()).unwrap()
}

fn asked(input: &str) -> Said {
    run(&[], input, "# nothing\n")
}

fn json(input: &str) -> (i32, Value) {
    let said = run(&["--format", "json", "-"], input, "# nothing\n");
    (said.code, serde_json::from_str(&said.out).unwrap())
}

impl Said {
    /// No twenty bytes of a word that went in come out.
    fn never_repeats(&self, given: &str) {
        for word in given.split_whitespace().filter(|word| word.len() >= 20) {
            for piece in word.as_bytes().windows(20) {
                let piece = std::str::from_utf8(piece).unwrap_or("\u{0}");
                assert!(!self.out.contains(piece) && !self.err.contains(piece), "{piece}");
            }
        }
    }

    #[track_caller]
    fn says(&self, words: &[&str]) {
        for word in words {
            assert!(self.out.contains(word), "{word} is not in\n{}", self.out);
        }
    }
}

#[test]
fn a_vendor_token_is_taken_by_a_gateway() {
    let said = asked(&token("kind=vendor"));
    said.says(&[
        "a vendor token: minted",
        "7c1d5f60-0000-4e2b-9a11-5eedfeed0001",
        "still valid, ends in 12 h; it lasts 24 h",
        "Authorization: Bearer <token>",
        "x-access-token: <token>",
        "which the token does not tell",
        "api.us.frontegg.com",
        "self-service with scope headers",
        "RS256",
    ]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let us = run(&["--region", "us"], &token("kind=vendor"), "# nothing\n");
    us.says(&["api.us.frontegg.com, the gateway of the vendor's region"]);
    assert!(!us.out.contains("api.ca."), "{}", us.out);
}

#[test]
fn a_user_token_is_taken_where_it_was_issued() {
    let said = asked(&format!("Authorization: Bearer {}\n", token("kind=user exp=-2h")));
    said.says(&[
        "a user token: handed out",
        "app-x7k2m9qd4.frontegg.com (EU)",
        "3f0b7c92-0000-4c1e-8d77-5eedfeed0002",
        "9b2e4d11-0000-4f0a-8c33-5eedfeed0003",
        "expired 2 h ago; it lasts 10 h",
        "user-only",
    ]);
    assert!(!said.out.contains("user@example.com"), "{}", said.out);
    let config = "environments:\n  - name: production\n    hosts: [app-x7k2m9qd4.frontegg.com, login.acme.com]\n";
    let said = run(&[], &token("kind=user"), config);
    said.says(&["`production` of the configuration", "login.acme.com"]);
}

#[test]
fn what_is_odd_is_said() {
    for (words, odd) in [
        ("kind=user drop=type", "[token-claims-missing]"),
        ("kind=user size=9000", "[token-too-large]"),
        ("kind=user-access", "[placeholder-roles]"),
        ("kind=user iat=+3h", "[token-not-yet-valid]"),
        ("kind=user alg=HS256", "[signed-with-secret]"),
        ("kind=user alg=none", "[not-signed]"),
        ("kind=user iat=-1h exp=-2h", "[never-valid]"),
    ] {
        asked(&token(words)).says(&[odd]);
    }
    assert!(!asked(&token("kind=user")).out.contains("odd"));
    asked(&token("kind=id")).says(&["an ID token", "no call"]);
    asked(&token("kind=tenant-access drop=exp")).says(&["never: it has no `exp`", "X-API-KEY: "]);
}

#[test]
fn what_is_no_token_is_named_and_not_printed() {
    let secret = ["k9XvQ2", "mLr8TbW4", "zz01AbCdEf"].concat();
    let said = asked(&secret);
    said.says(&["no JWT; it may be", "a refresh token", "an OAuth code", "an API key or secret"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("no token was given, but something else"), "{}", said.err);
    asked("7c1d5f60-0000-4e2b-9a11-5eedfeed0001").says(&["a client id"]);
    asked(&format!("fe_session-1={secret}")).says(&["a sealed session cookie"]);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let cut = token("kind=user").chars().take(90).collect::<String>();
    for (input, told) in [
        ("", "no token was given"),
        ("Bearer $TOKEN", "a name to fill in"),
        ("Bearer [redacted]", "took the token out"),
        ("two words", "2 words"),
        ("curl https://api.frontegg.com/", "a whole command"),
        (cut.as_str(), "cannot be read as one"),
    ] {
        let said = asked(input);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{told}");
        assert!(said.err.contains(told), "{}", said.err);
        assert!(said.err.contains("help: "), "{}", said.err);
        let (code, document) = json(input);
        assert_eq!((code, &document["token"]), (2, &Value::Null));
        assert!(document["error"].as_str().unwrap().contains(told));
    }
}

#[test]
fn programs_get_a_document() {
    let (code, document) = json(&token("kind=vendor"));
    assert_eq!((code, &document["version"]), (0, &Value::from(1)));
    let token_of = &document["token"];
    assert_eq!(token_of["kind"], "vendor");
    assert_eq!(token_of["state"], "valid");
    assert_eq!(token_of["left_seconds"], 43_200);
    assert_eq!(token_of["lifetime_seconds"], 86_400);
    assert_eq!(token_of["ids"]["environment"], "7c1d5f60-0000-4e2b-9a11-5eedfeed0001");
    assert_eq!(token_of["calls"][0]["audience"], "management");
    let (_, document) = json("7c1d5f60-0000-4e2b-9a11-5eedfeed0001");
    assert_eq!(document["may_be"][0]["what"], "a client id");
    assert_eq!(document["token"], Value::Null);
}

#[test]
fn an_argument_works_and_warns_of_the_history() {
    let said = run(&["Bearer", &token("kind=vendor")], "", "# nothing\n");
    said.says(&["a vendor token"]);
    assert!(said.err.contains("history"), "{}", said.err);
    let wrong = run(&["--region", "mars"], &token("kind=vendor"), "# nothing\n");
    assert_eq!(wrong.code, 2);
}

#[test]
fn hostile_claims_stay_on_their_line() {
    let said =
        asked(&token("kind=user tenantId=a\u{1b}[2Jb\u{202e}c iss=https://a\u{1b}b.frontegg.com"));
    assert!(!said.out.contains('\u{1b}') && !said.out.contains('\u{202e}'), "{:?}", said.out);
}
