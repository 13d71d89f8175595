//! Everything that the library makes of a recording, as text.

use std::fmt::Write as _;

use frontegg_lint::exchange::{Origin, Response};
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::table::TABLE;
use frontegg_lint::facts::{Ground, Session, Settings, Value, gather};
use frontegg_lint::finding::Report;
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::report::human::{self, Colour, Detail, Human, Links, Style};
use frontegg_lint::report::read::{Document, Secrets, Writer};
use frontegg_lint::report::{self, Format, Run};
use frontegg_lint::rules::RuleSet;
use frontegg_lint::rules::check::check;

use crate::samples::NOW;

/// What is printed of a recording, and the hosts it names: where a call goes is always said.
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) hosts: String,
}

pub(crate) fn options() -> Options<'static> {
    Options::of(Origin::Pasted)
}

pub(crate) fn report(name: &str, text: &[u8], answer: Option<Response>) -> Report {
    let settings = Settings { now: Some(NOW), ..Settings::default() };
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    lint(Recording { path: name, name, input: Box::new(text), options: options(), answer }, &linter)
}

pub(crate) fn everything(name: &str, text: &str, answer: Option<Response>) -> Shown {
    let mut shown = read(name, text);
    let report = report(name, text.as_bytes(), answer);
    let _ = writeln!(shown.text, "\n--- debug of the report\n{report:?}");
    let _ = writeln!(shown.text, "\n--- every format for programs and services\n");
    let run = Run { reports: &[&report], exit: 1, why: "", rules: &|_| None };
    for format in Format::ALL {
        print(&mut shown.text, |out| report::write(*format, &run, out));
    }
    let reports = [report];
    let _ = writeln!(shown.text, "\n--- human\n");
    let human = Human { detail: Detail::Verbose, ..Human::PLAIN };
    print(&mut shown.text, |out| human::write(&reports, &human, out));
    let human = Human { colour: Colour::Always, links: Links::Always, ..human };
    print(&mut shown.text, |out| human::write(&reports, &human, out));
    let human = Human { style: Style::Plain, ..human };
    print(&mut shown.text, |out| human::write(&reports, &human, out));
    shown
}

/// The host in an address, or the text itself where it can be one.
fn host_in(value: &str) -> &str {
    let host = value.rsplit("://").next().unwrap_or(value).split('/').next().unwrap_or_default();
    if host.contains('.') { host } else { "" }
}

/// The exchanges, their facts and verdicts, as `read` and `{:?}` show them.
fn read(name: &str, text: &str) -> Shown {
    let mut bytes: Vec<Vec<u8>> = vec![Vec::new(); Document::ALL.len()];
    let mut shown = Shown { text: String::new(), hosts: String::new() };
    let mut writers: Vec<Writer<'_>> = bytes
        .iter_mut()
        .zip(Document::ALL)
        .map(|(bytes, document)| Writer::begin(bytes, *document, Secrets::Masked).unwrap())
        .collect();
    let settings = Settings { now: Some(NOW), ..Settings::default() };
    let rules = RuleSet::built_in();
    let mut session = Session::default();
    input::read(name, Box::new(text.as_bytes()), &options(), &mut |item| {
        let _ = writeln!(shown.text, "--- debug of an item\n{item:?}");
        match item {
            Item::Exchange(exchange) => {
                for writer in &mut writers {
                    writer.exchange(&exchange).unwrap();
                }
                let _ = writeln!(shown.hosts, "{}", exchange.request.url.host.as_written());
                let named = exchange.request.headers.iter();
                for header in named.filter(|header| header.is("frontegg-vendor-host")) {
                    let _ = writeln!(shown.hosts, "{}", host_in(header.value.as_written()));
                }
                let ground = Ground {
                    catalog: Catalog::built_in(),
                    settings: &settings,
                    session: &session,
                    signatures: &rules.signatures,
                };
                let facts = gather(&exchange, ground);
                for entry in TABLE {
                    let value = facts.get(entry.id);
                    let said = value.as_ref().known().map(Value::shown);
                    let _ = writeln!(shown.text, "--- fact {}\n{value:?} {said:?}", entry.name);
                }
                let checked = check(&facts, rules);
                let verdicts = &checked.verdicts;
                let _ = writeln!(shown.text, "--- debug of verdicts\n{facts:?} {verdicts:?}");
                for verdict in verdicts {
                    let edits = input::edits(&exchange, &verdict.changes, &[]);
                    let _ = writeln!(shown.text, "--- debug of edits\n{edits:?}");
                }
                session.learn(&exchange, Catalog::built_in());
                let _ = writeln!(shown.text, "--- debug of the session\n{session:?}");
            }
            Item::Problem(problem) => {
                for writer in &mut writers {
                    writer.problem(name, &problem);
                }
            }
            Item::Recorder(_) => {}
        }
    });
    for writer in writers {
        writer.finish().unwrap();
    }
    for (document, bytes) in Document::ALL.iter().zip(bytes) {
        written(&mut shown.text, document.word(), bytes);
    }
    shown
}

fn written(text: &mut String, document: &str, bytes: Vec<u8>) {
    let bytes = String::from_utf8(bytes).unwrap();
    let _ = writeln!(text, "--- read as {document}\n{bytes}");
}

fn print(text: &mut String, write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    text.push_str(&String::from_utf8(bytes).unwrap());
}
