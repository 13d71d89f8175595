//! `probe token` against the stand-in: what it says, what it asks, and that it tells nobody anything.

use std::path::Path;

use frontegg_lint::online::mock::{Forgery, Kind, Life, Manner, Mock, Setup};
use serde_json::Value;
use tempfile::TempDir;

use super::command::{Said, folder, run};

/// A stand-in, and a folder with its certificate.
pub(crate) struct Stage {
    pub(crate) mock: Mock,
    pub(crate) folder: TempDir,
}

impl Stage {
    pub(crate) fn set(setup: Setup, configuration: &str) -> Self {
        let mock = Mock::start(setup).unwrap();
        let files = [("mock.pem", mock.certificate()), (".frontegg-lint.yaml", configuration)];
        let folder = folder(&files);
        Self { mock, folder }
    }

    /// Probes; no output may hold a part of the token's signature.
    pub(crate) fn probe(&self, arguments: &[&str], token: &str) -> Said {
        let address = format!("https://{}", self.mock.address());
        let network = ["--gateway", &address, "--certificate", "mock.pem"];
        let said = run(self.path(), &[&["probe"], arguments, &network].concat(), token.as_bytes());
        hides(&said, token);
        said
    }

    fn verdict(&self, token: &str) -> (i32, String) {
        let said = self.probe(&["token", "--format", "json"], token);
        let json = said.json();
        (said.code, json["answer"]["verdict"].as_str().unwrap_or_default().to_owned())
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Nothing of the token's signature, nor its claims as they are written, is in what was said.
fn hides(said: &Said, token: &str) {
    let all = said.all();
    for part in token.split('.').skip(1) {
        let letters: Vec<char> = part.trim().chars().collect();
        for piece in letters.chunks(16).filter(|piece| piece.len() >= 12) {
            let piece: String = piece.iter().collect();
            assert!(!all.contains(&piece), "a part of the token is in what was said");
        }
    }
}

fn plain() -> Stage {
    Stage::set(Setup { region: "us".to_owned(), ..Setup::default() }, "# nothing\n")
}

#[test]
fn tokens_of_every_kind_hold_while_they_last() {
    let stage = plain();
    for kind in [Kind::User, Kind::UserApi, Kind::TenantApi, Kind::UserAccess, Kind::TenantAccess] {
        let said = stage.verdict(&stage.mock.token(kind, Life::Valid));
        assert_eq!(said, (0, "valid".to_owned()), "{kind:?}");
        let said = stage.verdict(&stage.mock.token(kind, Life::Expired));
        assert_eq!(said, (1, "expired".to_owned()), "{kind:?}");
    }
    for seen in stage.mock.seen() {
        assert_eq!((seen.method.as_str(), seen.told), ("GET", false), "{seen:?}");
        assert_eq!(seen.path, "/.well-known/jwks.json");
        assert_eq!(seen.host, stage.mock.account().environment);
    }
}

#[test]
fn forged_tokens_do_not_hold() {
    let stage = plain();
    for (forgery, code, verdict) in [
        (Forgery::WrongKey, 1, "invalid"),
        (Forgery::UnknownKid, 1, "unknown-key"),
        (Forgery::AlgNone, 1, "unsigned"),
        (Forgery::Hs256WithPublicKey, 1, "forged"),
        (Forgery::Hs256WithPublicDer, 1, "forged"),
        (Forgery::Hs256WithSecret, 0, "cannot-tell"),
        (Forgery::Cut, 1, "invalid"),
    ] {
        let said = stage.verdict(&stage.mock.forged(forgery));
        assert_eq!(said, (code, verdict.to_owned()), "{forgery:?}");
    }
}

#[test]
fn who_would_take_it_is_said_only_of_what_its_issuer_made() {
    let stage = plain();
    let host = stage.mock.account().environment.clone();
    let said = stage.probe(&["token"], &stage.mock.user_token(Life::Valid));
    assert!(said.out.contains(&format!("taken by     {host}")), "{}", said.out);
    for forgery in [
        Forgery::WrongKey,
        Forgery::UnknownKid,
        Forgery::AlgNone,
        Forgery::Hs256WithPublicKey,
        Forgery::Hs256WithSecret,
    ] {
        let token = stage.mock.forged(forgery);
        let said = stage.probe(&["token"], &token);
        assert!(!said.out.contains("taken by"), "{forgery:?}: {}", said.out);
        let json = stage.probe(&["token", "--format", "json"], &token).json();
        // What has no signature is not described at all.
        let hosts = json["token"]["hosts"].as_array();
        assert!(hosts.is_none_or(Vec::is_empty), "{forgery:?}");
    }
}

#[test]
fn what_is_larger_than_any_token_is_said_to_be() {
    let stage = plain();
    let mut large = stage.mock.user_token(Life::Valid);
    large.push_str(&"A".repeat(1024 * 1024));
    let said = run(stage.path(), &["probe", "token"], large.as_bytes());
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("larger than 1 MiB"), "{}", said.err);
    assert!(!said.all().contains("copy all of it"), "{}", said.err);
}

#[test]
fn keys_rotate_and_retire() {
    let stage = plain();
    let old = stage.mock.user_token(Life::Valid);
    stage.mock.rotate_keys();
    assert_eq!(stage.verdict(&old).1, "valid");
    assert_eq!(stage.verdict(&stage.mock.user_token(Life::Valid)).1, "valid");
    stage.mock.retire_keys();
    assert_eq!(stage.verdict(&old), (1, "unknown-key".to_owned()));
}

#[test]
fn the_page_says_what_why_and_what_to_do() {
    let stage = plain();
    let account = stage.mock.account();
    let said = stage.probe(&["token", "-"], &stage.mock.user_token(Life::Valid));
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!((said.code, lines[0]), (0, "a user token: valid"), "{}", said.all());
    assert!(lines[1].contains(&format!("of {}", account.environment)), "{}", said.out);
    assert!(
        said.out.contains(&format!("issuer       {} (US)", account.environment)),
        "{}",
        said.out
    );
    let asked = format!("asking: GET https://{}/.well-known/jwks.json\n", account.environment);
    assert!(said.err.contains(&asked), "{}", said.err);
    let said = stage.probe(&["token"], &stage.mock.user_token(Life::Expired));
    assert!(said.out.starts_with("a user token: expired\n"), "{}", said.out);
    assert!(said.out.contains("\nhelp: get a new token, or refresh it\n"), "{}", said.out);
    assert!(said.err.contains("the token does not hold: expired"), "{}", said.err);
}

#[test]
fn a_vendor_token_is_asked_about_at_the_gateways() {
    let stage = plain();
    let token = stage.mock.vendor_token("us", Life::Valid);
    assert_eq!(stage.verdict(&token), (0, "valid".to_owned()));
    assert!(stage.mock.seen().iter().all(|seen| seen.host.starts_with("api.") && seen.told));
    let said = stage.probe(&["token", "--region", "eu"], &token);
    assert_eq!(said.code, 1, "{}", said.all());
    assert!(said.out.contains("the gateway of US takes it, and EU was named"), "{}", said.out);
    let place = "taken by     the gateway of the vendor's region: api.us.frontegg.com\n";
    assert!(said.out.contains(place), "{}", said.out);
    assert!(stage.probe(&["token"], &token).out.contains(place));
    stage.mock.revoke_vendor_tokens();
    assert_eq!(stage.verdict(&token), (1, "revoked-or-invalid".to_owned()));
    assert!(!stage.probe(&["token"], &token).out.contains("taken by"), "nobody does");
    let connections = stage.mock.connections();
    let expired = stage.mock.vendor_token("us", Life::Expired);
    assert_eq!(stage.verdict(&expired), (1, "expired".to_owned()));
    assert_eq!(stage.mock.connections(), connections, "what ended is told nobody");
}

#[test]
fn the_document_for_programs_keeps_its_shape() {
    let stage = plain();
    let json =
        stage.probe(&["token", "--format", "json"], &stage.mock.user_token(Life::Valid)).json();
    assert_eq!(json["version"], 1);
    assert_eq!(keys(&json), ["answer", "error", "may_be", "token", "version"]);
    assert_eq!(
        keys(&json["answer"]),
        ["accepted_by", "begins", "ended", "help", "key", "notes", "signature", "verdict", "why"]
    );
    assert_eq!(json["answer"]["signature"], "valid");
    assert_eq!(json["answer"]["key"]["host"], stage.mock.account().environment.as_str());
    assert_eq!(json["token"]["kind"], "user");
}

#[test]
fn a_time_that_is_given_is_believed() {
    let stage = plain();
    let token = stage.mock.user_token(Life::Valid);
    let said = stage.probe(&["token", "--now", "2001-01-01T00:00:00Z"], &token);
    assert_eq!(said.code, 1);
    assert!(said.out.starts_with("a user token: not yet valid\n"), "{}", said.out);
    let said = stage.probe(&["token", "--now", "2199-01-01T00:00:00Z"], &token);
    assert!(said.out.starts_with("a user token: expired\n"), "{}", said.out);
}

#[test]
fn nothing_is_asked_about_what_no_issuer_signed() {
    let stage = plain();
    let half = stage.mock.user_token(Life::Valid);
    let (half, _) = half.rsplit_once('.').unwrap();
    for text in
        ["7c1d5f60-0000-4e2b-9a11-5eedfeed0001", "fe_session-a=x", &format!("{half}.redacted")]
    {
        let said = stage.probe(&["token"], text);
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(!said.err.contains("asking"), "{}", said.err);
    }
    let said = stage.probe(&["token", "--format", "json"], "");
    assert_eq!((said.code, said.json()["error"].as_str()), (2, Some("no token was given")));
    assert_eq!(stage.mock.connections(), 0);
}

#[test]
fn an_id_token_is_called_so_and_not_asked_about() {
    let stage = plain();
    let claims = serde_json::json!({
        "sub": "u", "nonce": "n", "iss": format!("https://{}", stage.mock.account().environment),
    });
    let said = stage.probe(&["token"], &super::cutter::sealed_with(&claims));
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.out.contains("no call takes it"), "{}", said.out);
    assert_eq!(stage.mock.connections(), 0);
}

#[test]
fn an_issuer_that_is_nobodys_is_not_asked() {
    let stage = plain();
    let claims = serde_json::json!({
        "type": "userToken", "tenantId": "t", "iss": "https://evil.example",
    });
    let token = super::cutter::FIRST.sign(&serde_json::json!({ "alg": "RS256" }), &claims);
    let said = stage.probe(&["token"], &token);
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.out.contains("list evil.example under `environments`"), "{}", said.out);
    assert!(!said.out.contains("taken by"), "{}", said.out);
    assert_eq!(stage.mock.connections(), 0);
}

#[test]
fn a_dry_run_says_what_it_would_ask_and_asks_nothing() {
    let stage = plain();
    let said = stage.probe(&["token", "--dry-run"], &stage.mock.user_token(Life::Valid));
    let host = &stage.mock.account().environment;
    assert_eq!(said.out, format!("GET https://{host}/.well-known/jwks.json\n"));
    assert_eq!((said.code, stage.mock.connections()), (0, 0));
}

#[test]
fn no_answer_is_said_and_is_no_verdict() {
    let setup = Setup { manner: Manner::Huge, ..Setup::default() };
    let stage = Stage::set(setup, "# nothing\n");
    let said = stage.probe(&["token", "--format", "json"], &stage.mock.user_token(Life::Valid));
    assert_eq!(said.code, 2, "{}", said.all());
    let json = said.json();
    assert_eq!(json["answer"]["verdict"], "cannot-tell");
    assert_eq!(json["answer"]["signature"], Value::Null);
}

fn keys(json: &Value) -> Vec<&str> {
    json.as_object().unwrap().keys().map(String::as_str).collect()
}
