//! What a configuration says is what holds: which rules judge, how severe, and what is not to be seen.
#![expect(clippy::disallowed_methods, reason = "a test of the command writes files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod init;
mod judged;
mod mistakes;
mod needless;
mod page;
mod shown;

#[path = "../desk/mod.rs"]
mod desk;

use std::fs;
use std::path::Path;

use desk::command::{Said, run};
use tempfile::TempDir;

/// A call that `wrong-method` warns of, and another with a misspelt header.
const CALLS: &str = "curl -X PATCH https://api.frontegg.com/identity/resources/users/v1 \
-H \"Authorization: Bearer $VENDOR_TOKEN\"\n\
curl -X PATCH https://api.us.frontegg.com/identity/resources/users/v1 \
-H \"Authorization: Bearer $VENDOR_TOKEN\" -H 'frontegg-tenantid: x'\n";

/// A folder with these files; the configuration first.
fn desk(config: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), ".frontegg-lint.yaml", config);
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

/// What a configuration makes of `call.sh`.
fn said(config: &str, arguments: &[&str]) -> Said {
    let desk = desk(config, &[("call.sh", CALLS)]);
    let arguments: Vec<&str> = arguments.iter().copied().chain(["call.sh"]).collect();
    run(desk.path(), &arguments, b"")
}

/// Rule, severity and exchange of every finding.
fn heard(said: &Said) -> Vec<(String, String, u64)> {
    let document = said.json();
    let findings = document["findings"].as_array().unwrap().iter();
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    findings
        .map(|one| (word(&one["rule"]), word(&one["severity"]), one["exchange"].as_u64().unwrap()))
        .collect()
}

/// The same in one line.
fn line(said: &Said) -> String {
    let words = heard(said);
    let words =
        words.iter().map(|(rule, severity, exchange)| format!("{rule} {severity} {exchange}"));
    words.collect::<Vec<_>>().join(", ")
}

/// The findings of `call.sh` under a configuration.
fn under(config: &str, arguments: &[&str]) -> String {
    let arguments: Vec<&str> = ["--format", "json"].iter().chain(arguments).copied().collect();
    line(&said(config, &arguments))
}
