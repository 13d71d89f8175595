//! Every fixture of every format: what is read of it, and that every place is where the text is.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Origin, Sent, Time};
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::table::{Entry, TABLE};
use frontegg_lint::facts::{Ground, Session, Settings, Value, gather};
use frontegg_lint::finding::Report;
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::rules::RuleSet;
use frontegg_lint::source::{Place, ProblemKind, Text};
use frontegg_lint::truth::Fact;

/// The folders of `fixtures/` whose files are inputs as they stand.
const FOLDERS: &[&str] = &[
    "bruno",
    "cmd",
    "dockerfile",
    "fetch",
    "har",
    "http",
    "hurl",
    "insomnia",
    "markdown",
    "postman",
    "powershell",
    "transcript",
    "workflow",
];

/// What a format's facts snapshot shows of each call.
const SHOWN: &[&str] =
    &["host.class", "host.region", "route.path", "route.audience", "token.kind", "token.slot"];

struct Fixture {
    name: String,
    path: PathBuf,
    text: String,
}

fn fixtures(folder: &str) -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut found = Vec::new();
    for file in std::fs::read_dir(&root).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() || name == "README.md" {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let text = fill(&text, Time::parse(desk::NOW).unwrap()).unwrap();
        found.push(Fixture { name, path, text });
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

impl Fixture {
    fn beside(&self) -> impl Fn(&str) -> Option<Vec<u8>> {
        let folder = self.path.parent().unwrap().to_owned();
        move |name: &str| std::fs::read(folder.join(name)).ok()
    }

    fn read(&self) -> Vec<Item> {
        let beside = self.beside();
        let options = Options { files: Some(&beside), ..Options::of(Origin::Written) };
        let mut items = Vec::new();
        let input = Box::new(self.text.as_bytes());
        input::read(&self.name, input, &options, &mut |item| items.push(item));
        items
    }

    fn report(&self) -> Report {
        let beside = self.beside();
        let options = Options { files: Some(&beside), ..Options::of(Origin::Written) };
        let settings = Settings { now: Time::parse(desk::NOW), ..Settings::default() };
        let linter = Linter {
            catalog: Catalog::built_in(),
            rules: RuleSet::built_in(),
            settings,
            policy: Policy::default(),
        };
        let input = Box::new(self.text.as_bytes());
        lint(
            Recording { path: &self.name, name: &self.name, input, options, answer: None },
            &linter,
        )
    }
}

/// One call: the request line, where it stands, and the facts that say most.
fn facts(exchange: &Exchange, session: &Session) -> String {
    let settings = Settings { now: Time::parse(desk::NOW), ..Settings::default() };
    let rules = RuleSet::built_in();
    let catalog = Catalog::built_in();
    let ground = Ground { catalog, settings: &settings, session, signatures: &rules.signatures };
    let gathered = gather(exchange, ground);
    let place = exchange.source.place(exchange.span.start);
    let sent = match &exchange.sent {
        Sent::Yes => String::new(),
        Sent::Otherwise(_) => " (sent otherwise)".to_owned(),
        Sent::No(why) => format!(" (never sent: {why})"),
        Sent::Unknown => " (sent: unknown)".to_owned(),
    };
    let mut shown = format!(
        "{} {}:{} {} {}{sent}\n",
        exchange.number,
        place.line,
        place.column,
        exchange.request.method.as_written(),
        exchange.request.url.as_written(),
    );
    for name in SHOWN {
        let entry: &Entry = TABLE.iter().find(|entry| entry.name == *name).unwrap();
        if let Fact::Known(value) = gathered.get(entry.id).as_ref().map(Value::shown) {
            let _ = writeln!(shown, "    {name} {value}");
        }
    }
    let headers: Vec<&str> =
        exchange.request.headers.iter().map(|header| header.name.as_written()).collect();
    let _ = writeln!(shown, "    headers {}", headers.join(", "));
    let body = match &exchange.request.body {
        Fact::Known(body) => format!("{} bytes", body.len()),
        Fact::Absent => "none".to_owned(),
        Fact::Unknown(why) => format!("unknown: {}", why.word()),
    };
    let _ = writeln!(shown, "    body {body}");
    if let Fact::Known(response) = &exchange.response {
        let _ = writeln!(shown, "    answer {:?}", response.status.known());
    }
    shown
}

fn seen(folder: &str) -> String {
    let mut shown = String::new();
    for fixture in fixtures(folder) {
        let _ = writeln!(shown, "== {}", fixture.name);
        let mut session = Session::default();
        for item in fixture.read() {
            match item {
                Item::Exchange(exchange) => {
                    shown.push_str(&facts(&exchange, &session));
                    session.learn(&exchange, Catalog::built_in());
                }
                Item::Problem(problem) => {
                    let kind = if problem.kind == ProblemKind::Lost { "lost" } else { "skipped" };
                    let line = problem.place.map_or(0, |place| place.line);
                    let _ = writeln!(shown, "{kind} at line {line}: {}", problem.message);
                }
                Item::Recorder(name) => {
                    let _ = writeln!(shown, "recorded by {name}");
                }
            }
        }
        for finding in &fixture.report().findings {
            let start = finding.marks[0].start;
            let at = format!("{}:{}", start.line, start.column);
            let _ = writeln!(shown, "-> {} {} at {at}", finding.exchange, finding.rule);
        }
    }
    shown
}

#[test]
fn what_is_read_of_every_fixture() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../fixtures/seen");
    for folder in FOLDERS {
        settings.bind(|| insta::assert_snapshot!(*folder, seen(folder)));
    }
}

/// The place of a byte, counted from the beginning of the file.
fn counted(text: &str, byte: u64) -> Place {
    let byte = usize::try_from(byte).unwrap();
    let before = text.get(..byte).expect("a place is on the boundary of a character");
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
    let marked = before.starts_with('\u{feff}') && line == 1;
    Place { byte: byte as u64, line, column: column - u64::from(marked) }
}

/// How many letters of all parts stand in the file as they were read, and how many were decoded.
#[derive(Default)]
struct Letters {
    same: usize,
    decoded: usize,
}

impl Letters {
    fn compare(&mut self, (fixture, exchange): (&Fixture, &Exchange), text: &Text, part: &str) {
        for (letter, span) in text.letters() {
            let name = &fixture.name;
            let source = &exchange.source;
            let written = source.slice(span);
            let mut bytes = [0; 4];
            if written != letter.encode_utf8(&mut bytes) {
                self.decoded += 1;
                continue;
            }
            let place = source.place(span.start);
            let at = usize::try_from(place.byte).unwrap();
            let found = fixture.text.get(at..at + letter.len_utf8());
            let number = exchange.number;
            assert_eq!(found, Some(written), "{name}, call {number}, {part} at {place:?}");
            self.same += 1;
        }
    }
}

fn parts(exchange: &Exchange) -> Vec<(&'static str, &Text)> {
    let request = &exchange.request;
    let url = &request.url;
    let mut parts = vec![("method", &request.method), ("host", &url.host), ("path", &url.path)];
    parts.extend(url.query.iter().map(|query| ("query", query)));
    parts.extend(request.headers.iter().map(|header| ("header", &header.name)));
    parts.extend(request.headers.iter().map(|header| ("value", &header.value)));
    if let Fact::Known(body) = &request.body {
        parts.push(("body", body));
    }
    if let Fact::Known(response) = &exchange.response {
        parts.extend(response.headers.iter().map(|header| ("answer", &header.value)));
        if let Fact::Known(body) = &response.body {
            parts.push(("answer", body));
        }
    }
    parts
}

#[test]
fn every_letter_stands_where_it_is_said_to_stand() {
    let mut read: BTreeMap<&str, Letters> = BTreeMap::new();
    for folder in FOLDERS {
        let letters = read.entry(folder).or_default();
        for fixture in fixtures(folder) {
            for item in fixture.read() {
                let Item::Exchange(exchange) = item else { continue };
                for (part, text) in parts(&exchange) {
                    letters.compare((&fixture, &exchange), text, part);
                }
            }
        }
    }
    for (folder, Letters { same, decoded }) in &read {
        println!("{folder}: {same} letters as in the file, {decoded} decoded");
        assert!(same > decoded, "{folder}: {same} letters are where they stand, {decoded} are not");
    }
}

#[test]
fn every_reported_place_is_counted_right() {
    let mut places = 0;
    for folder in FOLDERS {
        for fixture in fixtures(folder) {
            let name = &fixture.name;
            for finding in &fixture.report().findings {
                for place in finding.marks.iter().flat_map(|mark| [mark.start, mark.end]) {
                    assert_eq!(
                        place,
                        counted(&fixture.text, place.byte),
                        "{name}: {}",
                        finding.rule
                    );
                    places += 1;
                }
            }
            for item in fixture.read() {
                let place = match item {
                    Item::Exchange(exchange) => Some(exchange.source.place(exchange.span.start)),
                    Item::Problem(problem) => problem.place,
                    Item::Recorder(_) => None,
                };
                if let Some(place) = place {
                    assert_eq!(place, counted(&fixture.text, place.byte), "{name}");
                    places += 1;
                }
            }
        }
    }
    assert!(places > 30, "{places}");
}
