//! Exit codes are the same for every format and every input, and a document is whole for each.
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use desk::command::{Said, run};
use frontegg_lint::report::Format;

const CLEAN: &str = "curl https://api.frontegg.com/auth/vendor -H 'Content-Type: application/json' \\\n  \
                     -d '{\"clientId\":\"'$CLIENT_ID'\",\"secret\":\"'$SECRET'\"}'\n";
const WRONG: &str = "curl https://api.frontegg.com/identity/resources/roles/v1 \\\n  \
                     -H 'Authorization: Bearer undefined'\n";
/// Worth knowing, and no more.
const NOTE: &str = "curl https://api.frontegg.com/identity/resources/auth/v2/api-token \
                    -H 'Content-Type: application/json' -d @keys.json\n";
const FOREIGN: &str = "curl https://example.com/\n";
const HAR: &str = r#"{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[
  {"startedDateTime":"2026-05-11T10:00:00Z","request":{"method":"GET","httpVersion":"HTTP/2","headersSize":-1,"bodySize":0,
   "url":"https://api.frontegg.com/identity/resources/roles/v1","queryString":[],"cookies":[],
   "headers":[{"name":"Authorization","value":"Bearer undefined"}]},
   "response":{"status":401,"statusText":"","httpVersion":"HTTP/2","headers":[],"cookies":[],"content":{"size":0,"mimeType":""},
   "redirectURL":"","headersSize":-1,"bodySize":0},"cache":{},"timings":{"send":0,"wait":0,"receive":0},"time":0}]}}"#;
const CUT_OFF: &str = r#"{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"request":{"method":"GET","url":"https://a"#;
const HTTP: &str =
    "GET https://api.frontegg.com/identity/resources/roles/v1\nAuthorization: Bearer undefined\n";

/// What is asked, and what it comes to.
const OUTCOMES: &[(&[&str], i32)] = &[
    (&["clean.sh"], 0),
    (&["wrong.sh"], 1),
    (&["call.http"], 1),
    (&["wrong.har"], 1),
    (&["wrong.sh", "clean.sh"], 1),
    (&["clean.sh", "wrong.sh", "--jobs", "2"], 1),
    (&["scripts"], 1),
    (&["scripts", "--ignore", "authorization"], 0),
    (&["wrong.sh", "--select", "gateway"], 0),
    (&["wrong.sh", "--fail-on", "never"], 0),
    (&["wrong.sh", "--min-severity", "error", "--max-findings", "0"], 1),
    (&["note.sh"], 0),
    (&["note.sh", "--fail-on", "info"], 1),
    (&["note.sh", "--fail-on", "info", "--min-severity", "error"], 1),
    (&["foreign.sh"], 0),
    (&["cut.har"], 2),
    (&["cut.har", "wrong.sh", "--fail-on", "never"], 2),
    (&["missing.har"], 2),
    (&["missing.har", "--fail-on", "never", "--fail-on-empty"], 2),
    (&["missing.sh", "wrong.sh"], 2),
    (&["empty"], 0),
    (&["empty", "--fail-on-empty"], 3),
    (&["prose.txt", "--fail-on-empty"], 2),
    (&["clean.sh", "--fail-on-empty"], 0),
    (&["clean.sh", "--config", "none.yaml"], 2),
    (&["clean.sh", "--config", "broken.yaml"], 2),
    (&["clean.sh", "--baseline", "none.json"], 2),
    (&["clean.sh", "--rules", "none"], 2),
    (&["clean.sh", "--select", "wrong-regoin"], 2),
    (&["clean.sh", "--region", "uss"], 2),
    (&["clean.sh", "--regoin", "us"], 2),
    (&["clean.sh", "wrong.sh", "--status", "401"], 2),
    (
        &[
            "curl",
            "https://api.frontegg.com/identity/resources/roles/v1",
            "-H",
            "Authorization: Bearer null",
        ],
        1,
    ),
];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for inside in ["empty", "scripts"] {
        fs::create_dir(path.join(inside)).unwrap();
    }
    for (name, text) in [
        (".frontegg-lint.yaml", "# nothing\n"),
        ("broken.yaml", "regoin: us\n"),
        ("clean.sh", CLEAN),
        ("wrong.sh", WRONG),
        ("note.sh", NOTE),
        ("foreign.sh", FOREIGN),
        ("wrong.har", HAR),
        ("cut.har", CUT_OFF),
        ("call.http", HTTP),
        ("prose.txt", "nothing of interest\n"),
        ("scripts/wrong.sh", WRONG),
        ("scripts/clean.sh", CLEAN),
    ] {
        fs::write(path.join(name), text).unwrap();
    }
    folder
}

#[test]
fn exit_codes_are_the_same_for_every_format() {
    let folder = folder();
    for (asked, code) in OUTCOMES {
        for format in Format::ALL {
            // Options stand before the word `curl`: behind it they are somebody else's.
            let said = run(folder.path(), &[&["--format", format.word()], *asked].concat(), b"");
            holds(&said, (*format, asked), *code);
        }
    }
}

#[test]
fn the_way_in_makes_no_difference() {
    let folder = folder();
    for (text, code) in [(CLEAN, 0), (WRONG, 1), (HAR, 1), (HTTP, 1), (CUT_OFF, 2), ("", 2)] {
        for format in Format::ALL {
            for asked in [&[][..], &["-"], &["check", "-"], &["--stdin-filename", "some.txt"]] {
                let arguments = [asked, &["--format", format.word()]].concat();
                let said = run(folder.path(), &arguments, text.as_bytes());
                holds(&said, (*format, &arguments), code);
            }
        }
    }
}

#[test]
fn a_document_in_a_file_is_whole_as_well() {
    let folder = folder();
    for (asked, code) in OUTCOMES {
        for format in Format::ALL.iter().filter(|format| format.is_document()) {
            let path = folder.path().join("out");
            drop(fs::remove_file(&path));
            let target = format!("{}=out", format.word());
            let said = run(folder.path(), &[&["--format", &target], *asked].concat(), b"");
            assert_eq!(said.code, *code, "{asked:?} {target}\n{}", said.err);
            is_whole(*format, &fs::read_to_string(&path).unwrap(), *code);
        }
    }
}

fn holds(said: &Said, (format, asked): (Format, &[&str]), code: i32) {
    let asked = format!("{asked:?} {}", format.word());
    assert_eq!(said.code, code, "{asked}\n{}{}", said.out, said.err);
    let last = said.err.lines().last().unwrap_or_default();
    assert!(last.starts_with(&format!("frontegg-lint: exit {code}: ")), "{asked}: {}", said.err);
    if format.is_document() {
        is_whole(format, &said.out, code);
    }
}

/// What a program that reads the format would trip over first.
fn is_whole(format: Format, text: &str, code: i32) {
    let json = || -> Value { serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}")) };
    match format {
        Format::Human | Format::Concise => {}
        Format::Json => assert_eq!(json()["summary"]["exit"], code),
        Format::Ndjson => {
            let lines = text.lines().map(serde_json::from_str::<Value>);
            let lines: Vec<Value> = lines.map(Result::unwrap).collect();
            let last = &lines[lines.len() - 1];
            assert_eq!((&last["type"], &last["exit"]), (&"summary".into(), &code.into()), "{text}");
        }
        Format::Sarif => {
            let run = json()["runs"][0].clone();
            assert_eq!(run["invocations"][0]["executionSuccessful"], code != 2, "{text}");
        }
        Format::Gitlab => assert!(json().is_array()),
        Format::Github => assert!(text.lines().all(|line| line.starts_with("::")), "{text}"),
        Format::Junit => {
            assert!(text.trim_end().ends_with("</testsuites>"), "{text}");
            assert_eq!(text.contains("<error"), code == 2, "{text}");
        }
        Format::Markdown => assert!(text.starts_with('#') && text.ends_with('\n'), "{text}"),
        Format::Html => assert!(text.trim_end().ends_with("</html>"), "{text}"),
    }
}

#[test]
fn a_service_that_runs_us_gets_its_format_unless_told_otherwise() {
    let folder = folder();
    let out = |name: &str, value: &str, more: &[&str]| {
        let arguments = [&["wrong.sh"], more].concat();
        let environment = [(name, value)];
        let said = desk::command::run_in(folder.path(), (&arguments, &environment), b"");
        assert_eq!(said.code, 1, "{}", said.err);
        said.out
    };
    assert!(out("GITHUB_ACTIONS", "true", &[]).starts_with("::error "));
    assert!(out("GITLAB_CI", "true", &[]).starts_with('['));
    assert!(out("GITHUB_ACTIONS", "false", &[]).starts_with("error["));
    assert!(out("GITHUB_ACTIONS", "true", &["--format", "human"]).starts_with("error["));
    assert!(out("FRONTEGG_LINT_FORMAT", "concise", &[]).starts_with("wrong.sh:"));
    assert!(out("FRONTEGG_LINT_FORMAT", "json=a.json,concise", &[]).starts_with("wrong.sh:"));
    assert!(Path::new(&folder.path().join("a.json")).is_file());
}

#[test]
fn the_environment_says_what_no_argument_says() {
    let folder = folder();
    let ended = |environment: &[(&str, &str)], arguments: &[&str]| {
        desk::command::run_in(folder.path(), (arguments, environment), b"").code
    };
    assert_eq!(ended(&[("FRONTEGG_LINT_FAIL_ON", "never")], &["wrong.sh"]), 0);
    assert_eq!(ended(&[("FRONTEGG_LINT_FAIL_ON", "never")], &["wrong.sh", "--fail-on", "info"]), 1);
    assert_eq!(ended(&[("FRONTEGG_LINT_CONFIG", "broken.yaml")], &["clean.sh"]), 2);
    assert_eq!(ended(&[("FRONTEGG_LINT_CONFIG", "broken.yaml")], &["clean.sh", "--no-config"]), 0);
    assert_eq!(ended(&[("FRONTEGG_LINT_BASELINE", "none.json")], &["clean.sh"]), 2);
    assert_eq!(ended(&[("FRONTEGG_LINT_REGION", "uss")], &["clean.sh"]), 2);
    assert_eq!(ended(&[("FRONTEGG_LINT_FORMAT", "yaml")], &["clean.sh"]), 2);
}
