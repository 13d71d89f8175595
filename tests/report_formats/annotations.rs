//! Annotations of a GitHub workflow.

use frontegg_lint::finding::{Report, Severity};
use frontegg_lint::report::Format;

use crate::made::*;

/// A command as the runner takes it apart: its level, its properties, its message.
struct Command {
    level: String,
    properties: Vec<(String, String)>,
    message: String,
}

impl Command {
    fn property(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("%0D", "\r").replace("%0A", "\n");
    text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
}

fn commands(reports: &[Report]) -> Vec<Command> {
    let parse = |line: &str| {
        let line = line.strip_prefix("::").unwrap_or_else(|| panic!("no command: {line}"));
        let (head, message) = line.split_once("::").unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        let properties = properties.split(',').map(|property| {
            let (name, value) = property.split_once('=').unwrap();
            (name.to_owned(), unescaped(value))
        });
        Command {
            level: level.to_owned(),
            properties: properties.collect(),
            message: unescaped(message),
        }
    };
    printed(Format::Github, reports).lines().map(parse).collect()
}

#[test]
fn every_run_is_nothing_but_commands() {
    for (name, reports) in runs() {
        for command in commands(&reports) {
            assert!(["error", "warning", "notice"].contains(&command.level.as_str()), "{name}");
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(command.properties.iter().all(|(name, _)| known.contains(&name.as_str())));
            assert!(!command.message.is_empty(), "{name}");
        }
    }
}

#[test]
fn hostile_text_ends_neither_a_property_nor_a_command() {
    let report = hostile();
    let commands = commands(std::slice::from_ref(&report));
    assert_eq!(commands.len(), 2, "what was lost, and the finding");
    for command in &commands {
        assert_eq!(command.property("file"), Some(&*report.path));
        assert_eq!(command.property("line"), Some("2"));
        assert!(command.message.contains("::error::x"), "it is text of the message");
    }
    let text = printed(Format::Github, &[report]);
    assert!(text.contains("file=a%2Cb%3Ac%25<d>"), "{text}");
    assert!(text.contains("50%25"), "{text}");
    assert_eq!(text.matches("\n::").count(), 1);
}

#[test]
fn nine_of_a_level_are_told_and_the_rest_is_counted() {
    let report = many(60);
    let of = |severity| report.findings.iter().filter(|one| one.severity == severity).count();
    assert_eq!((of(Severity::Error), of(Severity::Warning)), (20, 40));
    let commands = commands(&[report]);
    for (level, last) in [("error", "11 more errors"), ("warning", "31 more warnings")] {
        let of: Vec<&Command> = commands.iter().filter(|one| one.level == level).collect();
        assert_eq!(of.len(), 10);
        assert_eq!(of[9].message, format!("{last}, see the job summary"));
        assert_eq!(of[9].property("file"), None);
    }
}

#[test]
fn ten_of_a_level_are_all_told() {
    let commands = commands(&[many(30)]);
    let errors = commands.iter().filter(|one| one.level == "error");
    assert_eq!(errors.filter(|one| one.property("file").is_some()).count(), 10);
}

#[test]
fn an_end_column_is_told_on_one_line_only() {
    let mut report = many(3);
    let command = &commands(std::slice::from_ref(&report))[0];
    assert!(command.property("endColumn").is_some());
    report.findings[0].marks[0].end.line += 2;
    let command = &commands(&[report])[0];
    assert_eq!(command.property("endLine"), Some("3"));
    assert_eq!(command.property("endColumn"), None);
}

#[test]
fn what_could_not_be_read_is_an_error_and_comes_first() {
    let first = &commands(&mixed())[0];
    assert_eq!((first.level.as_str(), first.property("title")), ("error", Some("not read")));
    let (_, failed) = runs().pop().unwrap();
    let commands = commands(&failed);
    assert_eq!(commands.len(), 1);
    assert_eq!(commands[0].property("file"), None, "an argument is no file");
}
