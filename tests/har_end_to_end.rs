//! A large recording all the way through: every reported place, and file, pipe and gzip alike.
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use frontegg_lint::exchange::{Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording as Recorded, lint};
use frontegg_lint::report;
use frontegg_lint::rules::RuleSet;
use recording::{Layout, Recording};
use serde_json::Value;

#[path = "../examples/make_har/recording.rs"]
mod recording;

fn recording(layout: Layout, size: u64, body: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut recording = Recording::new(layout, size).with_body(body).with_late_credential();
    recording.read_to_end(&mut bytes).unwrap();
    bytes
}

/// The JSON report of a recording in memory.
fn report(bytes: &[u8]) -> Value {
    let settings = Settings { now: Some(Time(1_780_000_000_000)), ..Settings::default() };
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    let options = Options::of(Origin::Written);
    let recorded = Recorded {
        name: "big.har",
        path: "big.har",
        input: Box::new(bytes),
        options,
        answer: None,
    };
    let mut document = Vec::new();
    report::json::write(&[lint(recorded, &linter)], 1, &mut document).unwrap();
    serde_json::from_slice(&document).unwrap()
}

/// What lies before a byte, found by counting and by nothing of ours.
struct Ruler {
    line: u64,
    column: u64,
    at: usize,
}

impl Ruler {
    /// Lines and columns of many bytes, in one walk over the file.
    fn measure(file: &[u8], bytes: &BTreeSet<usize>) -> BTreeMap<usize, (u64, u64)> {
        let mut ruler = Self { line: 1, column: 1, at: 0 };
        let one = |byte: &usize| {
            for passed in &file[ruler.at..*byte] {
                match passed {
                    b'\n' => (ruler.line, ruler.column) = (ruler.line + 1, 1),
                    0x80..0xC0 => {}
                    _ => ruler.column += 1,
                }
            }
            ruler.at = *byte;
            (*byte, (ruler.line, ruler.column))
        };
        bytes.iter().map(one).collect()
    }
}

/// The places of a finding: its own and those of its marks and edits.
fn places(finding: &Value) -> Vec<(&Value, &Value)> {
    let marks = finding["marks"].as_array().unwrap().iter();
    let edits = finding["fix"]["edits"].as_array().into_iter().flatten();
    let parts = std::iter::once(finding).chain(marks).chain(edits);
    parts.map(|part| (&part["start"], &part["end"])).collect()
}

fn byte(place: &Value) -> usize {
    usize::try_from(place["byte"].as_u64().unwrap()).unwrap()
}

/// What stands between two bytes of the file: the inside of a JSON string, or of two, from a
/// header's name to the end of its value.
fn decoded(file: &[u8], start: usize, end: usize) -> Value {
    let written = std::str::from_utf8(&file[start..end]).expect("whole characters");
    let alone = serde_json::from_str(&format!("\"{written}\""));
    let header = || serde_json::from_str(&format!("{{\"name\": \"{written}\"}}"));
    alone.or_else(|_| header()).expect("the inside of a JSON string or of a header")
}

/// What the marks of a rule are about, out of the entry as another reader sees it.
fn meant(rule: &str, entry: &Value) -> Vec<Value> {
    let request = &entry["request"];
    let url = request["url"].as_str().unwrap();
    let (scheme, behind) = url.split_once("://").unwrap();
    let (host, path) = behind.split_at(behind.find('/').unwrap());
    let path = path.split('?').next().unwrap();
    let headers = request["headers"].as_array().unwrap();
    let header = |wanted: &str| {
        let is_it = |h: &&Value| h["name"].as_str().unwrap().eq_ignore_ascii_case(wanted);
        headers.iter().find(is_it).unwrap_or_else(|| panic!("{rule}: no {wanted} for {host}"))
    };
    match rule {
        "token-missing" => vec![path.into()],
        "insecure-scheme" => vec![scheme.into()],
        "misspelt-header" => vec![header("frontegg-teannt-id")["name"].clone()],
        "vendor-host-with-scheme" => vec![header("frontegg-vendor-host").clone()],
        "token-not-filled-in" => vec![header("authorization")["value"].clone()],
        "body-on-get" => vec![request["method"].clone(), request["postData"]["text"].clone()],
        "unknown-query-parameter" => {
            let query = url.split_once('?').unwrap().1;
            let names = query.split('&').map(|pair| pair.split('=').next().unwrap().into());
            let pairs = query.split('&').map(Into::into);
            names.chain(pairs).chain([path.into()]).collect()
        }
        other => panic!("a rule that this recording was not made for: {other}"),
    }
}

fn every_place_holds_what_it_is_about(layout: Layout) {
    let file = recording(layout, 2 << 20, 20 << 20);
    assert!(file.len() > 22 << 20);
    let whole: Value = serde_json::from_slice(&file).unwrap();
    let entries = whole["log"]["entries"].as_array().unwrap();
    let document = report(&file);
    assert_eq!(document["summary"]["exchanges"], entries.len());
    assert_eq!(document["problems"].as_array().unwrap().len(), 0);
    let findings = document["findings"].as_array().unwrap();
    let all = || findings.iter().flat_map(places).flat_map(|(start, end)| [start, end]);
    let measured = Ruler::measure(&file, &all().map(byte).collect());
    for place in all() {
        let (line, column) = measured[&byte(place)];
        assert_eq!((place["line"].as_u64(), place["column"].as_u64()), (Some(line), Some(column)));
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        let rule = finding["rule"].as_str().unwrap();
        let number = usize::try_from(finding["exchange"].as_u64().unwrap()).unwrap();
        let meant = meant(rule, &entries[number - 1]);
        for (start, end) in places(finding) {
            let found = decoded(&file, byte(start), byte(end));
            assert!(meant.contains(&found), "{rule} of entry {number}: {found:?}, not {meant:?}");
        }
        assert_eq!(finding["pointer"], format!("/log/entries/{}", number - 1));
        *rules.entry(rule).or_default() += 1;
    }
    // Known only when the last entry was read: all others have no `Authorization`.
    assert!(rules["token-missing"] > 50, "{rules:?}");
    for rule in ["misspelt-header", "vendor-host-with-scheme", "insecure-scheme"] {
        assert!(rules[rule] > 20, "{rules:?}");
    }
    assert_eq!(rules["token-not-filled-in"], 1, "{rules:?}");
}

#[test]
fn every_place_in_an_indented_recording_holds_what_it_is_about() {
    every_place_holds_what_it_is_about(Layout::Chrome);
}

#[test]
fn every_place_in_a_recording_on_one_line_holds_what_it_is_about() {
    every_place_holds_what_it_is_about(Layout::Compact);
}

#[test]
fn without_its_last_entry_nobody_knows_what_the_recording_lacks() {
    let file = recording(Layout::Compact, 200_000, 0);
    let mut whole: Value = serde_json::from_slice(&file).unwrap();
    whole["log"]["entries"].as_array_mut().unwrap().pop();
    let document = report(whole.to_string().as_bytes());
    let findings = document["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| finding["rule"] != "token-missing"));
    assert!(report(&file)["findings"].as_array().unwrap().len() > findings.len());
}

/// What the command says of a recording.
fn said(folder: &Path, argument: &str, input: &[u8]) -> String {
    let command = ["check", "--no-config", "--format", "json", "--now", "2026-05-11T10:00:00Z"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_frontegg-lint"))
        .args(command)
        .arg(argument)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut all = Vec::new();
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input).unwrap());
        child.stdout.take().unwrap().read_to_end(&mut all).unwrap();
    });
    assert_eq!(child.wait().unwrap().code(), Some(1));
    String::from_utf8(all).unwrap()
}

/// The answer without the file's name, and the names of findings, in which it takes part.
fn nameless(answer: &str) -> Vec<&str> {
    let named = |line: &&str| {
        let key = line.trim_start();
        key.starts_with("\"file\":") || key.starts_with("\"fingerprint\":")
    };
    answer.lines().filter(|line| !named(line)).collect()
}

#[test]
fn file_pipe_and_gzip_get_the_same_answer() {
    for layout in [Layout::Chrome, Layout::Compact] {
        let bytes = recording(layout, 500_000, 2 << 20);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&bytes).unwrap();
        let gzip = gzip.finish().unwrap();
        let [plain, packed] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        fs::write(plain.path().join("big.har"), &bytes).unwrap();
        fs::write(packed.path().join("big.har"), &gzip).unwrap();
        let file = said(plain.path(), "big.har", b"");
        assert!(file.matches("\"rule\": \"token-missing\"").count() > 10, "{file}");
        assert_eq!(said(packed.path(), "big.har", b""), file);
        let pipe = said(plain.path(), "-", &bytes);
        assert_eq!(nameless(&pipe), nameless(&file));
        assert_eq!(said(plain.path(), "-", &gzip), pipe);
    }
}
