//! The README is true: its commands are run, and what they print is what it shows.
//!
//! `SNAPSHOTS=overwrite cargo test --test readme` writes what they print into it; read the change.
#![expect(clippy::disallowed_methods, reason = "a test reads the README and may refresh it")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use desk::command::run;
use frontegg_lint::exchange::Format;

/// A console block: what is typed, and what is shown below it.
struct Session<'a> {
    arguments: &'a str,
    input: String,
    shown: String,
}

#[test]
fn its_console_sessions_print_what_it_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let mut fresh = String::new();
    let mut rest = text.as_str();
    let mut sessions = 0;
    while let Some((before, block)) = rest.split_once("```console\n") {
        let (block, after) = block.split_once("```").unwrap();
        let session = Session::read(block);
        let typed = &block[..block.len() - session.shown.len()];
        let _ = write!(fresh, "{before}```console\n{typed}{}```", session.run());
        rest = after;
        sessions += 1;
    }
    fresh.push_str(rest);
    assert!(sessions >= 2);
    if std::env::var_os("SNAPSHOTS").is_some_and(|wish| wish == "overwrite") {
        fs::write(&path, &fresh).unwrap();
    }
    assert!(text == fresh, "the README shows something else; it prints:\n{fresh}");
}

#[test]
fn its_first_recording_ships_and_has_a_cause() {
    let text = include_str!("../README.md");
    let line = text.lines().find(|line| line.starts_with("cargo run --release -- ")).unwrap();
    let file = line.rsplit(' ').next().unwrap();
    let said = frontegg_lint(&format!("check --no-config {file}"), "");
    assert!(said.contains("error[wrong-region]") && said.contains("confirmed"), "{said}");
    assert!(text.lines().any(|line| line == "cargo test"));
}

#[test]
fn its_address_is_the_packages() {
    let address = env!("CARGO_PKG_REPOSITORY");
    let line = include_str!("../README.md").lines().find(|line| line.contains("repo: "));
    assert_eq!(line.unwrap().trim(), format!("- repo: {address}"));
}

#[test]
fn its_table_names_every_format() {
    let text = include_str!("../README.md");
    let rows = text
        .lines()
        .filter(|line| line.starts_with("| "))
        .filter_map(|line| line.trim_end_matches(" |").rsplit_once("| `")?.1.strip_suffix('`'));
    let named: Vec<&str> = rows.filter(|word| !word.starts_with('-')).collect();
    let known: Vec<&str> = Format::ALL.iter().map(|format| format.word()).collect();
    assert_eq!(named, known);
}

impl<'a> Session<'a> {
    /// `$ frontegg-lint ARGUMENTS`, perhaps with a here-document, then what it prints.
    fn read(block: &'a str) -> Self {
        let (typed, rest) = block.split_once('\n').unwrap();
        let typed = typed.strip_prefix("$ frontegg-lint").unwrap().trim();
        match typed.strip_suffix("<<'END'") {
            Some(arguments) => {
                let (input, shown) = rest.split_once("END\n").unwrap();
                Self { arguments, input: input.to_owned(), shown: shown.to_owned() }
            }
            None => Self { arguments: typed, input: String::new(), shown: rest.to_owned() },
        }
    }

    fn run(&self) -> String {
        frontegg_lint(self.arguments, &self.input)
    }
}

/// What the command prints. The README's commands need no quotes, so a blank ends a word.
fn frontegg_lint(arguments: &str, input: &str) -> String {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    run(Path::new(env!("CARGO_MANIFEST_DIR")), &arguments, input.as_bytes()).out
}
