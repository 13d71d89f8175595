//! Each program writes its own kind of HAR: what is read of it, and what is said of its calls.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Format, Kept, Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::Report;
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::rules::RuleSet;
use frontegg_lint::source::{Problem, ProblemKind, Text};
use frontegg_lint::truth::{Fact, Why};
use serde::Deserialize;

#[path = "har_exporters/pack.rs"]
mod pack;

const FOLDER: &str = "fixtures/har";
const TABLE: &str = "expected.yaml";
const NOW: &str = "2026-05-11T12:00:00Z";

/// What is read of a recording and said of it.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Told {
    recorder: String,
    /// Number, request line and status; headers that matter; time; what is kept; bodies.
    calls: Vec<String>,
    /// The number of the call and the rule.
    findings: Vec<String>,
    #[serde(default)]
    problems: Vec<String>,
}

fn table() -> BTreeMap<String, Told> {
    serde_yaml::from_str(&fs::read_to_string(Path::new(FOLDER).join(TABLE)).unwrap()).unwrap()
}

/// The recording with tokens, or the claims alone of a token, where places for them are.
fn fixture(name: &str) -> Vec<u8> {
    let now = Time::parse(NOW).unwrap();
    let text = fs::read_to_string(Path::new(FOLDER).join(name)).unwrap();
    let mut filled = String::new();
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once("{{claims ") {
        let (words, after) = behind.split_once("}}").unwrap();
        let token = fill(&format!("{{{{token {words}}}}}"), now).unwrap();
        filled.push_str(before);
        filled.push_str(token.split('.').nth(1).unwrap());
        rest = after;
    }
    filled.push_str(rest);
    fill(&filled, now).unwrap().into_bytes()
}

fn read(bytes: &[u8], options: &Options<'_>) -> (Vec<Exchange>, Vec<Problem>, String) {
    let (mut exchanges, mut problems, mut recorder) = (Vec::new(), Vec::new(), String::new());
    input::read("some.har", Box::new(bytes), options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(name) => recorder = name,
    });
    (exchanges, problems, recorder)
}

fn judge(bytes: &[u8], options: Options<'_>) -> Report {
    let settings = Settings { now: Time::parse(NOW), ..Settings::default() };
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    lint(
        Recording {
            path: "some.har",
            name: "some.har",
            input: Box::new(bytes),
            options,
            answer: None,
        },
        &linter,
    )
}

fn plain<'a>() -> Options<'a> {
    Options::of(Origin::Written)
}

fn told(bytes: &[u8]) -> Told {
    let (exchanges, problems, recorder) = read(bytes, &plain());
    let report = judge(bytes, plain());
    assert_eq!(report.problems, problems);
    let findings = report.findings.iter();
    Told {
        recorder,
        calls: exchanges.iter().map(line).collect(),
        findings: findings.map(|found| format!("{} {}", found.exchange, found.rule)).collect(),
        problems: problems.into_iter().map(|problem| problem.message).collect(),
    }
}

/// A call in one line; `?` stands behind what is there and not known.
fn line(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let (status, got) = match &exchange.response {
        Fact::Known(answer) => {
            let status = answer.status.known().map_or("?".to_owned(), |code| code.to_string());
            (status, answer.body.as_ref())
        }
        Fact::Absent => ("unanswered".to_owned(), Fact::Absent),
        Fact::Unknown(why) => ("unrecorded".to_owned(), Fact::Unknown(*why)),
    };
    let matters = ["authorization", "cookie", "content-type", "frontegg-tenant-id"];
    let headers = request.headers.iter().filter(|h| matters.iter().any(|name| h.is(name)));
    let headers: Vec<String> = headers
        .map(|h| {
            let mark = if h.value.known().is_known() { "" } else { "?" };
            format!("{}{mark}", h.name.as_written().to_lowercase())
        })
        .collect();
    let started = exchange.started.known().map_or("?".to_owned(), |time| time.to_string());
    format!(
        "{} {} {} {status} [{}] {started} {} sent {} got {}",
        exchange.number,
        request.method.as_written(),
        request.url.as_written(),
        headers.join(" "),
        kept(request.kept),
        body(request.body.as_ref()),
        body(got),
    )
}

fn kept(kept: Kept) -> &'static str {
    match kept {
        Kept::All => "all",
        Kept::AllButCredentials => "the-file-decides",
        Kept::AllButCookies => "no-cookies",
        Kept::AllButInherited => "no-inherited",
        Kept::NoCredentials(Why::Redacted) => "credentials-taken-out",
        Kept::NoCredentials(_) => "no-credentials",
        Kept::Some(_) => "some",
    }
}

/// Short bodies as they are, of others how they begin.
fn body(body: Fact<&Text>) -> String {
    match body {
        Fact::Known(text) => {
            text.as_written().chars().take(24).collect::<String>().replace('\n', " ")
        }
        Fact::Absent => "nothing".to_owned(),
        Fact::Unknown(why) => format!("unknown ({})", why.word()),
    }
}

#[test]
fn each_recorder_is_read_and_judged_as_the_table_says() {
    for (name, expected) in table() {
        assert_eq!(told(&fixture(&name)), expected, "{name}");
    }
}

#[test]
fn every_recording_has_its_entry_in_the_table() {
    let files = fs::read_dir(FOLDER).unwrap().map(|file| file.unwrap().file_name());
    let names: BTreeSet<String> = files
        .map(|name| name.into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "har"))
        .collect();
    assert_eq!(names, table().into_keys().collect());
}

#[test]
fn what_a_sanitiser_took_is_never_missing() {
    for name in [
        "chrome-default-export.har",
        "harmor.har",
        "harmor-encrypted.har",
        "cloudflare-sanitizer.har",
        "google-sanitizer.har",
        "dev-proxy.har",
        "redacted-by-hand.har",
    ] {
        let report = judge(&fixture(name), plain());
        let missing = |rule: &str| rule.contains("missing") || rule.contains("malformed");
        assert!(!report.findings.iter().any(|found| missing(&found.rule)), "{name}");
    }
}

#[test]
fn plain_gzip_zlib_and_zip_give_the_same_answer() {
    for name in ["chrome-har.har", "mitmproxy.har", "fiddler-classic.har", "burp-truncated.har"] {
        let bytes = fixture(name);
        let expected = told(&bytes);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
        gzip.write_all(&bytes).unwrap();
        assert_eq!(told(&gzip.finish().unwrap()), expected, "{name}");
        for level in [0, 1, 6, 9] {
            let mut zlib = ZlibEncoder::new(Vec::new(), Compression::new(level));
            zlib.write_all(&bytes).unwrap();
            assert_eq!(told(&zlib.finish().unwrap()), expected, "{name}");
        }
        let inside = |message: &String| format!("in the archive: {message}");
        let problems = expected.problems.iter().map(inside).collect();
        let expected = Told { problems, ..expected };
        for archive in [pack::stored, pack::deflated] {
            assert_eq!(told(&archive(&[("some.har", &bytes)])), expected, "{name}");
        }
    }
}

#[test]
fn what_a_body_says_does_not_change_the_format() {
    for words in [
        "curl https://api.frontegg.com",
        "$ curl -v https://x\n> GET / HTTP/1.1\n< HTTP/1.1 200 OK",
        "fetch(\"https://api.frontegg.com\", {});",
        "Invoke-WebRequest -Uri 'https://x'",
        "# Title\n\n```sh\ncurl https://x\n```",
        "###\nGET https://x",
        "on: push\njobs:\n  a:\n    steps:\n      - run: curl https://x",
        "FROM alpine\nRUN curl https://x",
        "meta {\n  name: a\n}\nget {\n  url: https://x\n}",
        "GET https://x\nHTTP 200",
        "@echo off\r\ncurl ^\"https://x^\"",
    ] {
        let text = serde_json::json!({ "_format": words, "log": {
            "comment": words,
            "creator": { "name": words, "schema": "https://schema.getpostman.com/x" },
            "_type": "export", "resources": [], "__export_format": 4,
            "entries": [{ "comment": words, "request": { "method": "POST", "url": "https://a.example/x",
                "postData": { "text": words, "mimeType": "text/plain" } } }] } });
        for bytes in [text.to_string(), serde_json::to_string_pretty(&text).unwrap()] {
            let (exchanges, problems, _) = read(bytes.as_bytes(), &plain());
            assert_eq!((exchanges.len(), problems), (1, Vec::new()), "{words}");
            assert_eq!(exchanges[0].format, Format::Har, "{words}");
        }
    }
}

/// The recording that Playwright packs, by name and content.
fn attached() -> Vec<(String, Vec<u8>)> {
    let folder = fs::read_dir(Path::new(FOLDER).join("playwright-attach")).unwrap();
    let names = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> =
        names.map(|name| (name.clone(), fixture(&format!("playwright-attach/{name}")))).collect();
    files.sort();
    files
}

fn packed(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), &**bytes)).collect();
    pack::deflated(&files)
}

#[test]
fn bodies_that_playwright_keeps_apart_are_read_from_its_archive() {
    let embedded = told(&fixture("playwright-embed.har"));
    let bodies = |told: &Told| -> Vec<String> {
        let behind = |line: &String| line.split_once(" sent ").unwrap().1.to_owned();
        told.calls.iter().map(behind).collect()
    };
    let told = told(&packed(&attached()));
    assert_eq!((bodies(&told), &told.findings), (bodies(&embedded), &embedded.findings));
    assert_eq!((told.recorder.as_str(), told.problems.len()), ("Playwright", 0));
}

#[test]
fn the_place_of_a_body_apart_is_the_name_of_its_file() {
    let files = attached();
    let (exchanges, ..) = read(&packed(&files), &plain());
    let har = &files.iter().find(|(name, _)| name == "har.har").unwrap().1;
    let Fact::Known(body) = &exchanges[1].request.body else { panic!("no body") };
    let source = &exchanges[1].source;
    let [start, end] = [body.span().start, body.span().end]
        .map(|at| usize::try_from(source.place(at).byte).unwrap());
    let name = std::str::from_utf8(&har[start..end]).unwrap();
    let of_file = &files.iter().find(|(file, _)| file == name).unwrap().1;
    assert_eq!(body.as_written().as_bytes(), of_file);
}

#[test]
fn bodies_beside_a_recording_are_read_where_that_is_allowed() {
    let files = attached();
    let har = &files.iter().find(|(name, _)| name == "har.har").unwrap().1;
    let beside =
        |name: &str| files.iter().find(|(file, _)| file == name).map(|(_, bytes)| bytes.clone());
    let (allowed, ..) = read(har, &Options { files: Some(&beside), ..plain() });
    let (in_archive, ..) = read(&packed(&files), &plain());
    let lines = |exchanges: &[Exchange]| exchanges.iter().map(line).collect::<Vec<_>>();
    assert_eq!(lines(&allowed), lines(&in_archive));
    let (refused, ..) = read(har, &plain());
    assert_eq!(refused[1].request.body, Fact::Unknown(Why::NotRecorded));
    // A form is rebuilt from its fields.
    assert!(refused[2].request.body.is_known());
}

#[test]
fn a_body_that_is_missing_or_too_large_is_unknown() {
    let without: Vec<_> = attached().into_iter().filter(|(name, _)| name == "har.har").collect();
    let (exchanges, problems, _) = read(&packed(&without), &plain());
    assert_eq!((exchanges.len(), problems.len()), (5, 0));
    assert_eq!(exchanges[1].request.body, Fact::Unknown(Why::NotRecorded));
    let mut large = attached();
    for (_, bytes) in large.iter_mut().filter(|(name, _)| name != "har.har") {
        *bytes = vec![b' '; (1 << 20) + 1];
    }
    let (exchanges, ..) = read(&packed(&large), &plain());
    assert_eq!(exchanges[1].request.body, Fact::Unknown(Why::Truncated));
}

#[test]
fn an_archive_with_something_else_says_what_it_is() {
    for (files, words) in [
        (&[][..], "an empty zip archive"),
        (&["a.har", "b.har"], "2 recordings"),
        (&["trace.trace", "trace.network"], "a trace of Playwright"),
        (&["[Content_Types].xml", "word/document.xml"], "an Office document"),
        (&["META-INF/MANIFEST.MF"], "a Java archive"),
        (&["a.json", "__MACOSX/a.har", ".har"], "a zip archive without a HAR"),
    ] {
        let files: Vec<_> = files.iter().map(|name| (*name, &b"{}"[..])).collect();
        let (exchanges, problems, _) = read(&pack::deflated(&files), &plain());
        assert_eq!((exchanges.len(), problems.len()), (0, 1), "{words}");
        assert_eq!(problems[0].kind, ProblemKind::Lost);
        assert!(problems[0].message.contains(words), "{words}: {}", problems[0].message);
    }
}

#[test]
fn an_archive_cut_anywhere_is_lost_and_one_with_a_wrong_byte_does_no_harm() {
    let whole = pack::deflated(&[("har.har", &fixture("slack-pairs.har"))]);
    for cut in 4..whole.len() {
        let (exchanges, problems, _) = read(&whole[..cut], &plain());
        assert_eq!((exchanges.len(), problems.len()), (0, 1), "cut at {cut}");
    }
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] = !damaged[at];
        drop(read(&damaged, &plain()));
    }
}

#[test]
fn an_archive_of_more_than_64_mib_is_told_to_be_unpacked() {
    let mut large = pack::stored(&[("har.har", b"{}")]);
    large.resize((64 << 20) + 1, 0);
    let (_, problems, _) = read(&large, &plain());
    assert!(problems[0].message.contains("64 MiB"), "{}", problems[0].message);
}

#[test]
fn a_recording_cut_anywhere_gives_its_whole_entries_and_one_problem() {
    let as_har = Options { format: Some(Format::Har), ..plain() };
    for name in ["slack-pairs.har", "charles.har", "internet-explorer.har"] {
        let bytes = fixture(name);
        let whole = read(&bytes, &as_har).0.iter().map(line).collect::<Vec<_>>();
        let mut most = 0;
        for cut in 0..bytes.trim_ascii_end().len() {
            let (exchanges, problems, _) = read(&bytes[..cut], &as_har);
            let lines: Vec<_> = exchanges.iter().map(line).collect();
            assert_eq!(lines, whole[..lines.len()], "{name} cut at {cut}");
            assert_eq!(problems.len(), 1, "{name} cut at {cut}: {problems:?}");
            assert_eq!(problems[0].kind, ProblemKind::Lost);
            assert!(lines.len() >= most, "{name}: an entry got lost at {cut}");
            most = lines.len();
        }
        assert_eq!(most, whole.len(), "{name}");
    }
}
