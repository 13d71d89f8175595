//! A folder of rules of one's own: a rule is a file, a region is a line, a mistake has a place.
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

mod desk;

const RULE: &str = "\
id: teapot-on-gateway
severity: warning
claims: note
when:
  all:
    - host.class: gateway
    - request.method: BREW
at: { method: 'not a method of this API' }
message: a gateway brews no coffee
rules-out: the method is not BREW
on-unknown: silent
why: |
  A gateway is no teapot.
sources: [https://example.com/teapot]
examples:
  - name: coffee
    input: |
      curl -X BREW https://api.frontegg.com/identity/resources/roles/v1 -H 'Authorization: Bearer {{token kind=vendor}}'
    expect: finding
  - name: no coffee
    input: |
      curl -X GET https://api.frontegg.com/identity/resources/roles/v1 -H 'Authorization: Bearer {{token kind=vendor}}'
    expect: clean
";

/// A copy of the rules of this project that a test may change.
fn scratch() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), &folder.path().join("rules"));
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target: PathBuf = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn change(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{}: {from}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

fn run(folder: &TempDir, arguments: &[&str], input: &str) -> (i32, String) {
    let said = desk::command::run(folder.path(), arguments, input.as_bytes());
    (said.code, said.all())
}

#[test]
fn a_rule_is_a_file() {
    let folder = scratch();
    let (code, before) = run(&folder, &["rules", "test", "rules"], "");
    assert_eq!(code, 0, "{before}");
    fs::create_dir(folder.path().join("rules/kitchen")).unwrap();
    fs::write(folder.path().join("rules/kitchen/teapot-on-gateway.yaml"), RULE).unwrap();
    let (code, after) = run(&folder, &["rules", "test", "rules"], "");
    assert_eq!(code, 0, "{after}");
    assert_ne!(before, after, "the new examples are counted");
    let call = "curl -X BREW https://api.frontegg.com/identity/resources/roles/v1 -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";
    let (code, said) = run(&folder, &["--no-config", "--rules", "rules"], call);
    assert!(code == 1 && said.contains("warning[teapot-on-gateway]"), "{said}");
}

#[test]
fn an_example_that_does_not_hold_is_named() {
    let folder = scratch();
    let file = folder.path().join("rules/headers/missing-user-id.yaml");
    change(&file, "expect: finding", "expect: clean");
    let (code, said) = run(&folder, &["rules", "test", "rules"], "");
    assert_ne!(code, 0, "{said}");
    assert!(said.contains("missing-user-id"), "{said}");
}

#[test]
fn a_region_is_a_line() {
    let folder = scratch();
    let call = "curl https://api.jp.frontegg.com/identity/resources/roles/v1 -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";
    let (code, said) = run(&folder, &["--no-config", "--rules", "rules"], call);
    assert!(code == 1 && said.contains("unknown-region"), "{said}");
    let mut regions = fs::OpenOptions::new()
        .append(true)
        .open(folder.path().join("rules/catalog/regions.yaml"))
        .unwrap();
    let line =
        "- { id: jp, name: JP, label: jp, gateway: api.jp.frontegg.com, standing: observed }\n";
    regions.write_all(line.as_bytes()).unwrap();
    drop(regions);
    let (code, said) = run(&folder, &["--no-config", "--rules", "rules"], call);
    assert_eq!(code, 0, "{said}");
    let other = ["--no-config", "--rules", "rules", "--region", "us"];
    let (code, said) = run(&folder, &other, call);
    assert!(code == 1 && said.contains("api.us.frontegg.com"), "{said}");
}

#[test]
fn a_mistake_has_its_place_and_a_suggestion() {
    let misspelt = [
        ("host.class: gateway", "host.clas: gateway", "host.class"),
        ("header.frontegg-user-id: is-absent", "header.frontegg-user-id: is-abset", "is-absent"),
        ("severity: error", "severity: eror", "error"),
        ("rules-out:", "rule-out:", "rules-out"),
        ("safety: safe", "safety: save", "safe"),
    ];
    for (right, wrong, meant) in misspelt {
        let folder = scratch();
        let file = folder.path().join("rules/headers/missing-user-id.yaml");
        let line = fs::read_to_string(&file).unwrap();
        let line = line.lines().position(|line| line.contains(right)).unwrap() + 1;
        change(&file, right, wrong);
        let (code, said) = run(&folder, &["rules", "test", "rules"], "");
        assert_eq!(code, 2, "{said}");
        let place = format!("headers/missing-user-id.yaml:{line}:");
        assert!(said.contains(&place), "{wrong}: {said}");
        assert!(said.contains(&format!("did you mean `{meant}`?")), "{wrong}: {said}");
    }
}
