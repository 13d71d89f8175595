//! Files of requests go in at the one door: `.http`, Bruno and Hurl, with what lies beside them.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Format, Origin, Sent, Time};
use frontegg_lint::input::{self, Files, Item, Options};
use frontegg_lint::source::{Problem, ProblemKind, Text};
use frontegg_lint::truth::Fact;

const NOW: &str = "2026-05-11T09:30:00Z";
const TENANT: &str = "3f0b7c92-0000-4c1e-8d77-5eedfeed0002";

fn filled(text: &str) -> String {
    fill(text, Time::parse(NOW).unwrap()).unwrap()
}

type Beside<'a> = &'a [(&'a str, &'a str)];

/// The exchanges and problems of a text, with the files beside it.
fn read(
    (name, text): (&str, &str),
    files: Option<Beside<'_>>,
    environment: Option<&str>,
) -> (Vec<Exchange>, Vec<Problem>) {
    let known = files.unwrap_or_default();
    let beside = |asked: &str| {
        let found = known.iter().find(|(name, _)| *name == asked);
        found.map(|(_, text)| filled(text).into_bytes())
    };
    let beside: &Files<'_> = &beside;
    let files = files.map(|_| beside);
    let options = Options { files, environment, ..Options::of(Origin::Written) };
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    let text = filled(text);
    input::read(name, Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

fn one(file: (&str, &str), files: Option<Beside<'_>>, environment: Option<&str>) -> Exchange {
    let (mut exchanges, problems) = read(file, files, environment);
    assert_eq!((exchanges.len(), problems.len()), (1, 0), "{}", file.0);
    exchanges.remove(0)
}

/// `POST https://…`.
fn line(exchange: &Exchange) -> String {
    let request = &exchange.request;
    format!("{} {}", request.method.as_written(), request.url.as_written())
}

/// Names and values; a token is told by its first letters.
fn headers(exchange: &Exchange) -> Vec<String> {
    let shown = |text: &Text| {
        let text = text.as_written();
        text.find("eyJ").map_or(text, |at| &text[..at + 3]).to_owned()
    };
    let headers = exchange.request.headers.iter();
    headers
        .map(|header| format!("{}: {}", header.name.as_written(), shown(&header.value)))
        .collect()
}

fn body(exchange: &Exchange) -> Fact<&str> {
    exchange.request.body.as_ref().map(Text::as_written)
}

/// The rules that find something in a text, each with the number of its call.
fn found(
    (name, text): (&str, &str),
    files: Option<Beside<'_>>,
    environment: Option<&str>,
) -> BTreeSet<(usize, String)> {
    let known = files.unwrap_or_default();
    let beside = |asked: &str| {
        let found = known.iter().find(|(name, _)| *name == asked);
        found.map(|(_, text)| filled(text).into_bytes())
    };
    let beside: &Files<'_> = &beside;
    let options =
        Options { files: files.map(|_| beside), environment, ..Options::of(Origin::Written) };
    desk::rules_of((name, &filled(text)), &options, NOW)
}
