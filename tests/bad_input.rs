//! Bad input of any kind gives a clear message and the documented exit code; never a panic, and
//! nothing is lost beside it.

#![cfg(feature = "cli")]
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fs;
use std::io::Write as _;
use std::panic::catch_unwind;

use flate2::Compression;
use flate2::write::GzEncoder;
use frontegg_lint::exchange::{Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::Report;
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::rules::{Pages, RuleSet};
use serde_json::Value;
use tempfile::TempDir;

use desk::command::{self, Said};

const MB: usize = 1 << 20;
const WRONG: &str = "curl https://api.frontegg.com/identity/resources/roles/v1 \\\n  -H 'Authorization: Bearer undefined'\n";
const HAR: &str = include_str!("../fixtures/har/chrome-h3.har");
const SMALL_HAR: &str = include_str!("../fixtures/har/cookies-apart.har");
const HTTP: &str = include_str!("../fixtures/http/editor.http");

fn desk(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".frontegg-lint.yaml"), "# nothing\n").unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn run(desk: &TempDir, arguments: &[&str], input: &[u8]) -> Said {
    let said = command::run(desk.path(), arguments, input);
    for word in ["panicked", "internal error", "RUST_BACKTRACE"] {
        assert!(!said.err.contains(word) && !said.out.contains(word), "{}", said.err);
    }
    said
}

/// Checks the bytes as a file of this name, for people and for programs; gives the document.
fn checked(name: &str, bytes: &[u8]) -> (i32, Value) {
    let desk = desk(&[(name, bytes)]);
    let json = run(&desk, &["check", "--format", "json", name], b"");
    let human = run(&desk, &["check", "-v", name], b"");
    assert_eq!(json.code, human.code, "{name}");
    assert!(!human.out.is_empty() || !human.err.is_empty(), "{name}: nothing was said");
    let document: Value = serde_json::from_str(&json.out)
        .unwrap_or_else(|error| panic!("{name}: {error}: {}", json.out));
    assert_eq!(document["summary"]["exit"], json.code, "{name}");
    let lost = document["problems"].as_array().unwrap().iter().any(|one| one["kind"] == "lost");
    assert_eq!(json.code == 2, lost, "{name}: what is lost is what makes it 2: {}", json.out);
    (json.code, document)
}

fn report(name: &str, bytes: &[u8]) -> Report {
    let settings = Settings { now: Some(Time(1_778_500_800_000)), ..Settings::default() };
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    let options = Options::of(Origin::Pasted);
    lint(Recording { path: name, name, input: Box::new(bytes), options, answer: None }, &linter)
}

/// Judges the bytes; nothing panics, and every place lies in the file.
fn sound(name: &str, bytes: &[u8]) -> Report {
    let report = catch_unwind(|| report(name, bytes));
    let Ok(report) = report else { panic!("{name}: {:?}", String::from_utf8_lossy(bytes)) };
    let lines = bytes.split(|byte| *byte == b'\n').count() as u64;
    // UTF-16 and bytes that are no text are decoded: a place counts what they became.
    let is_text = std::str::from_utf8(bytes).is_ok();
    let inside = |line: u64, byte: u64| {
        assert!(!is_text || line <= lines && byte <= bytes.len() as u64, "{name}: {line} {byte}");
        assert!(line >= 1, "{name}");
    };
    for problem in &report.problems {
        assert!(!problem.message.contains("internal error"), "{name}: {}", problem.message);
        assert!(!problem.message.is_empty() && !problem.message.contains('\n'), "{name}");
        if let Some(place) = problem.place {
            inside(place.line, place.byte);
        }
    }
    for mark in report.findings.iter().flat_map(|finding| &finding.marks) {
        inside(mark.start.line, mark.start.byte);
        inside(mark.end.line, mark.end.byte);
        assert!(mark.start.byte <= mark.end.byte, "{name}");
    }
    report
}

#[test]
fn what_holds_no_call_is_said_to_hold_none() {
    for (name, bytes) in [
        ("empty.txt", &b""[..]),
        ("empty.har", b""),
        ("empty.http", b""),
        ("empty.sh", b""),
        ("blanks.txt", b" \n\t\r\n  \n"),
        ("nulls.txt", &[0; 300]),
        ("binary.bin", &[0x7f, b'E', b'L', b'F', 0, 1, 0xff, 0xfe, 0x80, 0xc3, 0x28]),
        ("null.json", b"null"),
        ("null.har", b"null"),
        ("no.har", br#"{"a": 1}"#),
        ("list.har", b"[1, 2]"),
        ("text.har", b"\"a\""),
        ("log.har", br#"{"log": null}"#),
        ("entries.har", br#"{"log": {"entries": {}}}"#),
        ("answer.json", br#"{"errors":["Failed to verify vendor JWT"]}"#),
        ("page.html", b"<!doctype html><html><body>502</body></html>"),
        ("utf16.txt", &[0xff, 0xfe, b'c', 0, b'u', 0, b'r', 0]),
        ("lone.gz", &[0x1f, 0x8b]),
    ] {
        let (code, document) = checked(name, bytes);
        assert!(code == 0 || code == 2, "{name}: {code}");
        assert_eq!(document["findings"].as_array().unwrap().len(), 0, "{name}");
        let nothing_lost = code == 0;
        let blank = bytes.iter().all(u8::is_ascii_whitespace);
        let said = !document["problems"].as_array().unwrap().is_empty();
        assert!(said || nothing_lost || blank, "{name}: {document}");
    }
}

#[test]
fn a_recording_that_is_none_is_an_error() {
    for bytes in [&b"null"[..], br#"{"a": 1}"#, br#"{"log": null}"#, b"[1, 2]"] {
        let (code, document) = checked("a.har", bytes);
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(code, 2, "{text}: {document}");
    }
}

#[test]
fn ten_megabytes_of_anything_are_survived() {
    let units =
        [("[", "a.txt"), ("{\"a\":", "a.har"), ("(", "a.sh"), ("\"", "a.sh"), ("$(", "a.sh")];
    for (unit, name) in units.into_iter().chain([("a", "a.http"), ("curl ", "a.txt")]) {
        sound(name, unit.repeat(10 * MB / unit.len()).as_bytes());
    }
    let body = format!("curl https://api.frontegg.com/x -d '{}", "[".repeat(10 * MB));
    sound("body.sh", body.as_bytes());
    let (_, document) = checked("deep.json", "[".repeat(10 * MB).as_bytes());
    assert_eq!(document["findings"], Value::Array(Vec::new()));
}

#[test]
fn a_file_cut_off_anywhere_is_survived() {
    for (name, text) in [
        ("a.har", HAR),
        ("b.har", SMALL_HAR),
        ("a.http", HTTP),
        ("b.http", include_str!("../fixtures/http/ide.http")),
        ("a.sh", WRONG),
        (
            "b.sh",
            "export T=\"$(cat t)\"\ncurl -X POST \"https://api.frontegg.com/a?b=c\" -H \"A: $T\" -d @- <<'E' | jq .\n{\"é\": [\"x\"]}\nE\n",
        ),
    ] {
        for end in 0..text.len() {
            sound(name, &text.as_bytes()[..end]);
        }
    }
    let cut = &HAR.as_bytes()[..HAR.len() / 2];
    let (code, document) = checked("cut.har", cut);
    assert_eq!(code, 2);
    assert!(document["problems"][0]["line"].is_u64(), "{document}");
}

#[test]
fn a_gzip_that_is_cut_off_keeps_what_came_before() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(HAR.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for end in 0..packed.len() {
        sound("a.har", &packed[..end]);
    }
    assert_eq!(checked("a.har.gz", &packed[..packed.len() - 20]).0, 2);
}

#[test]
fn line_ends_of_windows_change_no_finding() {
    for (name, text) in [("a.har", HAR), ("a.http", HTTP)] {
        let windows = text.replace("\r\n", "\n").replace('\n', "\r\n");
        let rules = |text: &str| {
            let findings = sound(name, text.as_bytes()).findings;
            findings.into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
        };
        assert_eq!(rules(text), rules(&windows), "{name}");
    }
    sound("a.sh", WRONG.replace('\n', "\r\n").as_bytes());
}

#[test]
fn five_thousand_commands_in_a_file_are_all_judged() {
    let report = sound("many.sh", WRONG.repeat(5_000).as_bytes());
    assert_eq!(report.exchanges, 5_000);
    assert!(report.findings.len() >= 1_000 && report.more > 0);
}

#[test]
fn a_command_of_twenty_thousand_addresses_is_survived() {
    for address in ["https://a.example/ ", "$A "] {
        let report = sound("a.sh", format!("curl {}", address.repeat(20_000)).as_bytes());
        assert!(report.exchanges >= 1);
    }
}

#[test]
fn what_cannot_be_opened_does_not_hide_the_rest() {
    let desk = desk(&[("wrong.sh", WRONG.as_bytes())]);
    fs::create_dir(desk.path().join("folder")).unwrap();
    let said = run(&desk, &["none.sh", "wrong.sh", "folder"], b"");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("none.sh: no such file"), "{}", said.err);
    assert!(said.err.contains("folder: no file in this folder may hold a call"), "{}", said.err);
    assert!(said.out.contains("wrong.sh:"), "{}", said.out);
    let said = run(&desk, &["--format", "json", "none.sh", "wrong.sh", "folder"], b"");
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["problems"].as_array().unwrap().len(), 1);
    assert!(!document["findings"].as_array().unwrap().is_empty());
}

#[test]
fn an_unclosed_quote_and_an_unknown_option_hide_no_other_call() {
    let before = format!("{WRONG}\n{WRONG}");
    let wanted = sound("a.sh", before.as_bytes()).findings.len();
    for bad in [
        "curl 'https://api.frontegg.com/x",
        "curl --no-such-option https://a",
        "curl -H",
        "curl \"$(",
    ] {
        let report = sound("a.sh", format!("{before}\n{bad}").as_bytes());
        assert!(report.findings.len() >= wanted, "{bad}");
    }
}

#[test]
fn options_that_are_not_known_are_a_failure_with_a_document() {
    let desk = desk(&[("wrong.sh", WRONG.as_bytes())]);
    for arguments in [
        &["check", "--no-such", "--format", "json", "wrong.sh"][..],
        &["check", "--format", "json", "--region", "mars", "wrong.sh"],
        &["check", "--format=json", "--status", "9999", "wrong.sh"],
        &["check", "--format=json", "--config", "none.yaml", "wrong.sh"],
        &["check", "--format=json", "--response", "none", "wrong.sh"],
        &["check", "--format=json", "--rules", "none", "wrong.sh"],
    ] {
        let said = run(&desk, arguments, b"");
        assert_eq!(said.code, 2, "{arguments:?}");
        assert!(!said.err.is_empty());
        let document: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(document["summary"]["exit"], 2, "{arguments:?}");
    }
}

/// Bytes flipped, taken out and doubled, the same in every run.
#[test]
fn two_thousand_damaged_recordings_are_survived() {
    let mut samples: Vec<(&str, Vec<u8>)> = vec![
        ("a.har", HAR.into()),
        ("b.har", SMALL_HAR.into()),
        ("a.http", HTTP.into()),
        ("a.sh", WRONG.into()),
    ];
    let examples = Pages::built_in().rules.iter().flat_map(|page| &page.examples);
    samples.extend(examples.step_by(7).map(|one| ("a.txt", one.scene.input.clone().into_bytes())));
    let mut state = 1_u64;
    let mut dice = |limit: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit.max(1)
    };
    for _ in 0..2_000 {
        let (name, mut bytes) = samples[dice(samples.len())].clone();
        for _ in 0..=dice(4) {
            let from = dice(bytes.len());
            let to = (from + dice(20)).min(bytes.len());
            match dice(4) {
                0 => bytes[from] ^= 1 << dice(8),
                1 => drop(bytes.drain(from..to)),
                2 => {
                    let again = bytes[from..to].to_vec();
                    bytes.splice(to..to, again);
                }
                _ => {
                    let mark = b"'\"\\{}[]$`:,\n<>#@%&;"[dice(19)];
                    bytes.insert(from, mark);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        sound(name, &bytes);
    }
}
