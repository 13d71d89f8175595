//! The page about the configuration is true: its example holds, and it has every key.

use std::fs;

use serde_json::Value;

use crate::desk::command::run;
use crate::{CALLS, desk, put};

fn page() -> String {
    fs::read_to_string("docs/configuration.md").unwrap()
}

/// The text of the first block of this kind.
fn block<'a>(page: &'a str, kind: &str) -> &'a str {
    let start = page.split(&format!("```{kind}\n")).nth(1).unwrap();
    start.split("```").next().unwrap()
}

#[test]
fn its_example_holds() {
    let page = page();
    let rule = fs::read_to_string("rules/route/wrong-method.yaml").unwrap();
    let desk = desk(block(&page, "yaml"), &[("call.sh", CALLS)]);
    put(desk.path(), "lint-rules/route/wrong-method.yaml", &rule);
    let said = run(desk.path(), &["--format", "json", "call.sh"], b"");
    assert_eq!(said.code, 1, "{}", said.err);
    let shown = run(desk.path(), &["config", "show"], b"");
    assert_eq!(shown.code, 0, "{}", shown.err);
}

#[test]
fn it_has_every_key_and_its_example_uses_each() {
    let page = page();
    let folder = tempfile::tempdir().unwrap();
    let schema: Value = run(folder.path(), &["config", "schema"], b"").json();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("| `{key}` |")), "{key}");
        let used = block(&page, "yaml").lines().any(|line| line.starts_with(&format!("{key}:")));
        assert!(used, "{key} is not in the example");
    }
    let rows = page.lines().filter(|line| line.starts_with("| `") && !line.contains("FRONTEGG_"));
    for row in rows {
        let key = row.split('`').nth(1).unwrap();
        assert!(!schema["properties"][key].is_null(), "{key} is no key");
    }
}

#[test]
fn its_comment_hides_what_it_says() {
    let page = page();
    let desk = desk("", &[("call.sh", block(&page, "sh"))]);
    let said = run(desk.path(), &["--format", "json", "call.sh"], b"");
    assert_eq!(
        (said.code, said.json()["problems"].as_array().unwrap().len()),
        (0, 0),
        "{}",
        said.out
    );
}
