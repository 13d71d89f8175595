//! A baseline hides the findings of the day it was written, and no others.
#![expect(clippy::disallowed_methods, reason = "a test of the command writes files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use desk::command::{Said, run};
use tempfile::TempDir;

mod desk;

const FILE: &str = ".frontegg-lint-baseline.json";

/// Two calls that are alike, one that is not; three findings at least.
const CALLS: &str = "curl -X PATCH https://api.frontegg.com/identity/resources/users/v1 \
-H \"Authorization: Bearer $VENDOR_TOKEN\"\n\n\
curl -X PATCH https://api.frontegg.com/identity/resources/users/v1 \
-H \"Authorization: Bearer $VENDOR_TOKEN\"\n\
curl https://api.frontegg.com/identity/resources/users/v3 \
-H \"Authorization: Bearer $VENDOR_TOKEN\" -H 'frontegg-tenantid: x'\n";

/// A call with which all is well.
const CLEAN: &str = "curl https://api.frontegg.com/identity/resources/users/v3 \
-H \"Authorization: Bearer $VENDOR_TOKEN\" -H 'frontegg-tenant-id: x'\n";

/// A repository with these files.
fn desk(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    for (name, text) in files {
        put(folder.path(), name, text);
    }
    folder
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn written(folder: &Path) -> String {
    fs::read_to_string(folder.join(FILE)).unwrap()
}

/// How many findings are told under the baseline.
fn told(folder: &Path, file: &str) -> (i32, Vec<String>) {
    let said = run(folder, &["--format", "json", "--baseline", FILE, file], b"");
    let document = said.json();
    let findings = document["findings"].as_array().unwrap().iter();
    (said.code, findings.map(|one| one["rule"].as_str().unwrap().to_owned()).collect())
}

fn baseline(folder: &Path, word: &str, files: &[&str]) -> Said {
    let arguments: Vec<&str> = ["baseline", word].iter().chain(files).copied().collect();
    run(folder, &arguments, b"")
}

#[test]
fn what_was_there_is_hidden_when_twenty_lines_are_put_above_it() {
    let desk = desk(&[("a/call.sh", CALLS)]);
    let folder = desk.path();
    let said = baseline(folder, "write", &["a/call.sh"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("3 findings written"), "{}", said.err);
    assert_eq!(told(folder, "a/call.sh"), (0, vec![]));
    let above = (0..20).fold(String::new(), |mut above, line| {
        let _ = writeln!(above, "echo line {line} # unrelated");
        above
    });
    put(folder, "a/call.sh", &format!("{above}{CALLS}"));
    assert_eq!(told(folder, "a/call.sh"), (0, vec![]));
    assert_eq!(told(&folder.join("a"), "call.sh").0, 2, "the baseline lies elsewhere");
    let from_below =
        run(&folder.join("a"), &["--baseline", "../.frontegg-lint-baseline.json", "call.sh"], b"");
    assert_eq!(from_below.code, 0, "{}", from_below.all());
    let new = "curl -X DELETE https://api.frontegg.com/identity/resources/users/v3 -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";
    put(folder, "a/call.sh", &format!("{above}{new}{CALLS}"));
    assert_eq!(told(folder, "a/call.sh"), (1, vec!["wrong-method".to_owned()]));
}

#[test]
fn a_third_call_like_the_two_that_were_there_shows() {
    let desk = desk(&[("call.sh", CALLS)]);
    baseline(desk.path(), "write", &["call.sh"]);
    let first = CALLS.lines().next().unwrap();
    put(desk.path(), "call.sh", &format!("{first}\n{CALLS}"));
    assert_eq!(told(desk.path(), "call.sh"), (1, vec!["wrong-method".to_owned()]));
}

#[test]
fn other_values_and_times_are_the_same_findings() {
    let har = |id: &str, time: &str, token: &str| {
        format!(
            "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"Firefox\",\"version\":\"1\"}},\"entries\":[\
             {{\"startedDateTime\":\"{time}\",\"request\":{{\"method\":\"PATCH\",\
             \"url\":\"https://api.frontegg.com/identity/resources/users/v1/{id}?x={id}\",\"headers\":[\
             {{\"name\":\"Authorization\",\"value\":\"Bearer {token}\"}},\
             {{\"name\":\"frontegg-tenantid\",\"value\":\"{id}\"}}]}},\
             \"response\":{{\"status\":400,\"headers\":[],\"content\":{{}}}}}}]}}}}"
        )
    };
    let desk = desk(&[("a.har", &har("5f0e2c1d", "2026-05-11T12:00:00Z", "x1y2"))]);
    baseline(desk.path(), "write", &["a.har"]);
    let before = written(desk.path());
    assert!(before.lines().count() > 2, "{before}");
    put(desk.path(), "a.har", &har("77aa0b3c", "2026-06-01T08:00:00Z", "z9"));
    baseline(desk.path(), "write", &["a.har"]);
    assert_eq!(written(desk.path()), before);
    assert!(!before.contains("5f0e2c1d") && !before.contains("x1y2") && !before.contains("2026"));
}

#[test]
fn the_file_is_the_same_in_any_order_a_finding_a_line() {
    let desk = desk(&[("b.sh", CALLS), ("a.sh", CALLS)]);
    baseline(desk.path(), "write", &["b.sh", "a.sh"]);
    let text = written(desk.path());
    baseline(desk.path(), "write", &["./a.sh", "b.sh"]);
    assert_eq!(written(desk.path()), text);
    let files: Vec<&str> =
        text.lines().filter(|line| line.contains("\"file\"")).map(|line| &line[..14]).collect();
    assert_eq!(files, [["{\"file\":\"a.sh\""; 3], ["{\"file\":\"b.sh\""; 3]].concat());
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (document["version"].as_u64(), document["findings"][0]["count"].as_u64()),
        (Some(1), Some(1))
    );
}

#[test]
fn check_says_what_is_new_and_what_is_gone() {
    let desk = desk(&[("a.sh", CALLS), ("b.sh", CALLS), ("c.sh", CALLS)]);
    let folder = desk.path();
    baseline(folder, "write", &["a.sh", "b.sh", "c.sh"]);
    assert_eq!(baseline(folder, "check", &["a.sh", "b.sh"]).code, 0);
    put(folder, "a.sh", CLEAN);
    put(folder, "d.sh", CALLS);
    let said = baseline(folder, "check", &["a.sh", "b.sh", "d.sh"]);
    let lines = |word: &str| said.out.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!((said.code, lines("new   d.sh"), lines("gone  a.sh")), (1, 3, 3), "{}", said.all());
    // A file that was not checked says nothing, one that is no more does.
    assert_eq!(said.out.lines().count(), 6);
    fs::remove_file(folder.join("c.sh")).unwrap();
    let said = baseline(folder, "check", &["b.sh"]);
    assert_eq!((said.code, said.out.matches("gone  c.sh").count()), (1, 3), "{}", said.all());
}

#[test]
fn prune_takes_out_what_is_gone_from_checked_files() {
    let desk = desk(&[("a.sh", CALLS), ("b.sh", CALLS)]);
    let folder = desk.path();
    baseline(folder, "write", &["a.sh", "b.sh"]);
    put(folder, "a.sh", CLEAN);
    put(folder, "b.sh", CLEAN);
    let said = baseline(folder, "prune", &["a.sh"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("3 findings taken out, 3 left"), "{}", said.err);
    assert!(!written(folder).contains("a.sh") && written(folder).contains("b.sh"));
    let text = written(folder);
    assert_eq!(baseline(folder, "prune", &["a.sh"]).code, 0);
    assert_eq!(written(folder), text);
}

#[test]
fn a_baseline_that_cannot_be_read_is_no_baseline() {
    let desk = desk(&[("a.sh", CALLS)]);
    let secret = ["k9XvQ2mLr8", "TbW4zz01"].concat();
    for (text, words) in [
        ("{\"version\":2,\"findings\":[]}".to_owned(), "version 2"),
        (format!("{{\"version\":1,\n\"{secret}\":[]}}"), ".json:2:"),
        (format!("{secret}\n"), ".json:1:"),
        ("{\"version\":1,\"findings\":[".to_owned(), "ends too early"),
    ] {
        put(desk.path(), FILE, &text);
        for said in [
            run(desk.path(), &["--baseline", FILE, "a.sh"], b""),
            baseline(desk.path(), "check", &["a.sh"]),
            baseline(desk.path(), "prune", &["a.sh"]),
        ] {
            assert_eq!(said.code, 2, "{text}: {}", said.all());
            assert!(said.err.contains(words), "{text}: {}", said.err);
            assert!(!said.all().contains(&secret), "{}", said.all());
        }
        assert_eq!(written(desk.path()), text);
    }
    let missing = run(desk.path(), &["--baseline", "none.json", "a.sh"], b"");
    assert!(
        missing.code == 2 && missing.err.contains("none.json: no such file"),
        "{}",
        missing.err
    );
}

#[test]
fn nothing_is_written_where_an_input_could_not_be_read() {
    let desk = desk(&[("a.sh", CALLS)]);
    baseline(desk.path(), "write", &["a.sh"]);
    let text = written(desk.path());
    assert_eq!(baseline(desk.path(), "write", &["a.sh", "none.sh"]).code, 2);
    assert_eq!(written(desk.path()), text);
    put(desk.path(), "a.sh", CLEAN);
    assert_eq!(baseline(desk.path(), "prune", &["none.sh"]).code, 2);
    assert_eq!(written(desk.path()), text);
}

#[test]
fn a_file_without_calls_in_a_folder_that_was_walked_has_none_of_its_findings() {
    let desk = desk(&[("s/a.sh", CALLS), ("s/b.sh", CALLS)]);
    let folder = desk.path();
    baseline(folder, "write", &["s"]);
    assert_eq!(baseline(folder, "check", &["s"]).code, 0);
    put(folder, "s/a.sh", "#!/bin/sh\necho nothing\n");
    let said = baseline(folder, "check", &["s"]);
    assert_eq!((said.code, said.out.matches("gone  s/a.sh").count()), (1, 3), "{}", said.all());
    baseline(folder, "prune", &["s/b.sh"]);
    assert!(written(folder).contains("s/a.sh"));
    baseline(folder, "prune", &["s"]);
    assert!(!written(folder).contains("s/a.sh") && written(folder).contains("s/b.sh"));
}
