//! `config show`: every value, and where it came from.

use std::process::Command;

use serde_json::Value;

use crate::desk::command::run;
use crate::{desk, put};

const CONFIG: &str = "# ours\nregion: us\nenvironments:\n  - name: production\n    hosts: [login.acme.com]\n\
                      fail-on: error\nrules:\n  route: info\noverrides:\n  - paths: [legacy/]\n    rules: { body: off }\n\
                      ignore:\n  - rule: headers\n    path: 'docs/**'\n    reason: so\nexclude: ['*.bak']\n";

fn shown(arguments: &[&str], variables: &[(&str, &str)]) -> Value {
    let desk = desk(CONFIG, &[("legacy/a.sh", ""), ("b.sh", "")]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontegg-lint"));
    command.args(["config", "show", "--format", "json"]).args(arguments);
    command.current_dir(desk.path()).env_clear().envs(variables.iter().copied());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `value from` of a name.
fn of(document: &Value, name: &str) -> Option<String> {
    let values = document["values"].as_array().unwrap();
    let found = values.iter().find(|value| value["name"] == name)?;
    let from = &found["from"];
    let place = match from["kind"].as_str().unwrap() {
        "default" => "default".to_owned(),
        "file" => format!("line {}", from["line"]),
        "environment" => from["variable"].as_str().unwrap().to_owned(),
        "flag" => from["flag"].as_str().unwrap().to_owned(),
        other => panic!("{other}"),
    };
    Some(format!("{} {place}", found["value"].as_str().unwrap()))
}

#[test]
fn every_value_of_the_file_has_its_line() {
    let document = shown(&[], &[]);
    for (name, expected) in [
        ("region", "us line 2"),
        ("environments", "production: login.acme.com line 4"),
        ("fail-on", "error line 6"),
        ("rules.route", "info line 8"),
        ("overrides.0.rules.body", "off line 11"),
        ("ignore.0", "rule headers, path docs/** line 13"),
        ("exclude", "*.bak line 16"),
        ("baseline", "none default"),
    ] {
        assert_eq!(of(&document, name).as_deref(), Some(expected), "{document:#}");
    }
    assert!(document["configuration"].as_str().unwrap().ends_with(".frontegg-lint.yaml"));
}

#[test]
fn a_flag_is_over_a_variable_and_that_over_the_file() {
    let variables = [("FRONTEGG_LINT_REGION", "ca"), ("FRONTEGG_LINT_BASELINE", "old.json")];
    let document = shown(&[], &variables);
    assert_eq!(of(&document, "region").as_deref(), Some("ca FRONTEGG_LINT_REGION"));
    assert_eq!(of(&document, "baseline").as_deref(), Some("old.json FRONTEGG_LINT_BASELINE"));
    let document = shown(&["--region", "au", "--fail-on", "never"], &variables);
    assert_eq!(of(&document, "region").as_deref(), Some("au --region"));
    assert_eq!(of(&document, "fail-on").as_deref(), Some("never --fail-on"));
    let document = shown(&["--no-config"], &[]);
    assert_eq!(of(&document, "config").as_deref(), Some("none --no-config"));
    assert_eq!(of(&document, "region").as_deref(), Some("unknown default"));
    assert_eq!(of(&document, "rules.route"), None);
}

#[test]
fn of_a_file_only_what_holds_for_it_is_shown() {
    assert!(of(&shown(&["legacy/a.sh"], &[]), "overrides.0.rules.body").is_some());
    let document = shown(&["b.sh"], &[]);
    assert_eq!(of(&document, "overrides.0.rules.body"), None);
    assert_eq!(of(&document, "ignore.0"), None);
    assert_eq!(of(&document, "region").as_deref(), Some("us line 2"));
}

#[test]
fn people_read_a_line_a_value() {
    let desk = desk(CONFIG, &[]);
    let said = run(desk.path(), &["config", "show"], b"");
    let line = said.out.lines().find(|line| line.starts_with("fail-on")).unwrap();
    assert!(line.contains("error") && line.ends_with(".frontegg-lint.yaml:6"), "{line}");
    put(desk.path(), ".frontegg-lint.yaml", "rules: { rout: off }\n");
    let said = run(desk.path(), &["config", "show"], b"");
    assert!(said.code == 2 && said.err.contains("did you mean `route`?"), "{}", said.err);
}
