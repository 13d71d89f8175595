//! Requests in files of other formats: Markdown, workflows, Dockerfiles, and what terminals show.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod desk;

use desk::{NOW, loud, pasted, written};
use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Format, Origin, Sent, Time};
use frontegg_lint::finding::{PlacedEdit, Report};
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::source::{Problem, ProblemKind};
use frontegg_lint::truth::Fact;

const GUIDE: &str = include_str!("../fixtures/markdown/guide.md");
const GITHUB: &str = include_str!("../fixtures/workflow/github.yml");
const GITLAB: &str = include_str!("../fixtures/workflow/gitlab.yml");
const COMPOSE: &str = include_str!("../fixtures/workflow/compose.yml");
const DOCKER: &str = include_str!("../fixtures/dockerfile/Dockerfile");
const HTTP2: &str = include_str!("../fixtures/transcript/verbose-http2.txt");
const HTTP1: &str = include_str!("../fixtures/transcript/verbose-http1.txt");
const TWO: &str = include_str!("../fixtures/transcript/verbose-two-addresses.txt");
const INCLUDE: &str = include_str!("../fixtures/transcript/include.txt");
const CI_LOG: &str = include_str!("../fixtures/transcript/ci-log.txt");
const TIMES: &str = include_str!("../fixtures/transcript/trace-time.txt");

fn items(name: &str, text: &str) -> (Vec<Exchange>, Vec<Problem>) {
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    let options = Options::of(Origin::Written);
    input::read(name, Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

/// Place, format, method and address of every call; nothing else may be said of the text.
fn calls(name: &str, text: &str) -> Vec<String> {
    let (exchanges, problems) = items(name, text);
    assert!(problems.is_empty(), "{name}: {problems:?}");
    let numbers: Vec<usize> = exchanges.iter().map(|exchange| exchange.number).collect();
    assert_eq!(numbers, (1..=exchanges.len()).collect::<Vec<_>>(), "{name}");
    exchanges.iter().for_each(|exchange| places_are_right(exchange, text));
    exchanges
        .iter()
        .map(|exchange| {
            let place = exchange.source.place(exchange.span.start);
            let (method, url) = (exchange.request.method.as_written(), &exchange.request.url);
            let format = exchange.format.word();
            format!("{}:{} {format} {method} {}", place.line, place.column, url.as_written())
        })
        .collect()
}

/// Every letter of a call that stands in the file stands where the call says.
fn places_are_right(exchange: &Exchange, text: &str) {
    let request = &exchange.request;
    let mut parts = vec![&request.method, &request.url.host, &request.url.path];
    parts.extend(request.headers.iter().flat_map(|header| [&header.name, &header.value]));
    parts.extend(request.body.as_ref().known());
    let source = &exchange.source;
    for (letter, span) in parts.into_iter().flat_map(frontegg_lint::source::Text::letters) {
        if source.slice(span).chars().eq([letter]) {
            let place = source.place(span.start);
            let byte = usize::try_from(place.byte).unwrap();
            assert!(text[byte..].starts_with(letter), "{place:?} is no {letter}");
            let line = text[..byte].matches('\n').count() as u64 + 1;
            let column = text[..byte].rsplit('\n').next().unwrap().chars().count() as u64 + 1;
            assert_eq!((place.line, place.column), (line, column));
        }
    }
}

/// The findings above notes, each with its place.
fn findings(report: &Report) -> Vec<String> {
    let place = |f: &frontegg_lint::finding::ShownFinding| {
        let mark = f.marks.iter().find(|mark| mark.primary).unwrap();
        format!("{}:{} {}", mark.start.line, mark.start.column, f.rule)
    };
    let loud = loud(report);
    report.findings.iter().filter(|f| loud.contains(&f.rule.as_str())).map(place).collect()
}

fn applied(text: &str, edits: &[PlacedEdit]) -> String {
    let mut ordered: Vec<&PlacedEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| edit.start.byte);
    let mut done = text.to_owned();
    for edit in ordered.into_iter().rev() {
        let byte = |place: u64| usize::try_from(place).unwrap();
        done.replace_range(byte(edit.start.byte)..byte(edit.end.byte), &edit.text);
    }
    done
}

#[test]
fn print() {
    for (name, text) in [("guide.md", GUIDE), ("github.yml", GITHUB), ("gitlab.yml", GITLAB), ("compose.yml", COMPOSE), ("Dockerfile", DOCKER), ("a.txt", HTTP2), ("b.txt", HTTP1), ("c.txt", TWO), ("d.txt", INCLUDE), ("e.txt", CI_LOG), ("f.txt", TIMES)] {
        println!("== {name}");
        for call in calls(name, text) { println!("{call}"); }
        let report = written(name, text);
        for f in findings(&report) { println!("   {f}"); }
        for f in &report.findings { if let Some(fix) = &f.fix { println!("   {} {:?} edits {}", f.rule, fix.safety, fix.edits.len()); } }
    }
}
