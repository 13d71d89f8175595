//! Where a quote that is never closed was meant to close.

use super::lines::is_option;
use crate::exchange::{Accident, AccidentKind, Repair};
use crate::input::shell::lexer::line_length;
use crate::input::{answer, curl};
use crate::source::Span;

/// Ways to close what is open in a command, the likeliest first.
pub(in crate::input::shell) fn closings(text: &str, command: Span) -> Vec<Accident> {
    let written = text.get(command.start..command.end).unwrap_or_default();
    let Scan { crossing, swallowed, open } = scan(written);
    let mut ways = Vec::new();
    let mut way = |(at, quote): (usize, char), end: usize| {
        let start = command.start + at;
        let close = Repair::insert(command.start + end, quote.encode_utf8(&mut [0; 4]));
        let span = Span::new(start, start + 1);
        ways.push(Accident { kind: AccidentKind::UnclosedQuote, span, repair: vec![close] });
    };
    for (opened, end) in crossing.into_iter().chain(swallowed) {
        way(opened, before_continuation(written, end));
    }
    if let Some(opened) = open {
        let from = opened.0 + 1;
        let line = from + line_length(&written[from..]);
        if let Some(option) = option_in(&written[from..line]) {
            way(opened, before_continuation(written, from + option));
        }
        if ends_there(&written[line..]) {
            way(opened, before_continuation(written, line));
        }
        let stop = ["\n\n", "\r\n\r\n", "\ncurl ", "\n$ curl ", "\nHTTP/"]
            .iter()
            .filter_map(|stop| written[from..].find(stop))
            .min()
            .map_or(written.len(), |length| from + length);
        way(opened, before_continuation(written, stop));
    }
    ways
}

/// Whether a quote of a command was closed by the one that should have opened the next value:
/// `-H 'A: b \\`, and below it `-H 'C: d'`.
pub(in crate::input::shell) fn crosses(text: &str, command: Span) -> bool {
    let written = text.get(command.start..command.end).unwrap_or_default();
    let Some((opened, line)) = scan(written).crossing else { return false };
    let from = opened.0 + 1;
    let close = written[line..].find(opened.1).map(|at| line + at);
    let continued = written[from..line].trim_end().ends_with('\\');
    let last = close.and_then(|close| written[line..close].split_whitespace().last());
    let option = last.is_some_and(|word| word.starts_with('-') && curl::knows(word));
    continued && option && close.is_some_and(|close| written[..close].ends_with(' '))
}

/// A quote with its place.
type Opened = (usize, char);

/// What the quotes of a command tell.
#[derive(Default)]
struct Scan {
    /// The first quote that goes on over the end of a line with an option below, and that end.
    crossing: Option<(Opened, usize)>,
    /// The first quote that an option's own quote closes, `'A: b -H '`, and where that option
    /// stands.
    swallowed: Option<(Opened, usize)>,
    /// The quote that is open at the end.
    open: Option<Opened>,
}

fn scan(written: &str) -> Scan {
    let mut found = Scan::default();
    let mut escaped = false;
    for (at, letter) in written.char_indices() {
        if std::mem::take(&mut escaped) {
            if letter != '\n' {
                continue;
            }
        } else if letter == '\\' && found.open.is_none_or(|(_, quote)| quote == '"') {
            escaped = true;
            continue;
        }
        match found.open {
            Some(opened) if letter == opened.1 => {
                let inner = &written[opened.0 + 1..at];
                let option = ends_in_option(inner).then(|| option_in(inner)).flatten();
                let place = option.map(|option| (opened, opened.0 + 1 + option));
                found.swallowed = found.swallowed.or(place);
                found.open = None;
            }
            Some(opened) if letter == '\n' && found.crossing.is_none() => {
                found.crossing = is_option(&written[at + 1..]).then_some((opened, at));
            }
            None if matches!(letter, '\'' | '"') => found.open = Some((at, letter)),
            Some(_) | None => {}
        }
    }
    found
}

/// Whether a text ends in an option that waits for its value: `A: b -H `.
fn ends_in_option(inner: &str) -> bool {
    let word = inner.strip_suffix(' ').and_then(|bare| bare.rsplit(' ').next());
    word.is_some_and(|word| word.starts_with('-') && curl::knows(word))
}

/// Where the first option of a line stands.
fn option_in(line: &str) -> Option<usize> {
    line.match_indices(" -").map(|(at, _)| at).find(|at| is_option(&line[*at..]))
}

/// What stands behind the line is no part of a text in quotes.
fn ends_there(rest: &str) -> bool {
    let Some(below) = rest.strip_prefix('\n') else { return true };
    let line = &below[..line_length(below)];
    line.trim().is_empty() || is_option(below) || answer::length_at(below).is_some()
}

/// The end of a line without its backslash and blanks.
fn before_continuation(written: &str, end: usize) -> usize {
    let line = written[..end].trim_end();
    line.strip_suffix('\\').unwrap_or(line).trim_end().len()
}
