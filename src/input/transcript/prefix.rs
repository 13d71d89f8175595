//! What a log writes before each line: a time, the name of a service.

use std::sync::Arc;

use crate::exchange::{Format, Time};
use crate::source::{Embedding, Source, Span};

/// A text without what its log wrote before each line.
pub(super) struct Log {
    pub(super) source: Arc<Source>,
    /// When a line was written, by where it begins.
    times: Vec<(usize, Time)>,
}

impl Log {
    pub(super) fn of(source: &Arc<Source>) -> Self {
        let text = source.text();
        let shape = of(text);
        if shape.is_none() && !text.contains("\r\n") && !text.contains(ESCAPE) {
            return Self { source: Arc::clone(source), times: Vec::new() };
        }
        let shape = shape.unwrap_or_default();
        let mut embedding = Embedding::new(source);
        let mut times = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let length = shape.length(line).unwrap_or(0);
            if let Some(time) = time_in(&line[..length]) {
                times.push((embedding.len(), time));
            }
            for piece in uncoloured(&line[length..]) {
                let from = start + length;
                embedding.take_line(Span::new(from + piece.start, from + piece.end));
            }
            start += line.len();
        }
        // A log is evidence.
        embedding.seal(0);
        Self { source: Arc::new(embedding.finish(Format::Transcript.word())), times }
    }

    /// When the line was written that begins here.
    pub(super) fn time(&self, line: usize) -> Option<Time> {
        let at = self.times.binary_search_by_key(&line, |(start, _)| *start).ok()?;
        Some(self.times[at].1)
    }
}

/// What begins a change of colour.
const ESCAPE: &str = "\u{1b}[";

/// The pieces of a line between changes of colour.
pub(super) fn uncoloured(line: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in line.match_indices(ESCAPE) {
        let rest = &line.as_bytes()[at + ESCAPE.len()..];
        let codes = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
        pieces.push(Span::new(from, at.max(from)));
        from = at + ESCAPE.len() + codes + usize::from(rest.get(codes) == Some(&b'm'));
    }
    pieces.push(Span::new(from, line.len()));
    pieces
}

/// What stands before the lines of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// `name-1  | `.
    service: bool,
    /// `2026-05-11T10:00:00Z `, `[10:00:00.123] `.
    time: bool,
}

impl Shape {
    /// The length of what stands before this line, if it has this shape.
    pub(super) fn length(self, line: &str) -> Option<usize> {
        let mut at = 0;
        if self.service {
            at = service(line)?;
        }
        if self.time {
            at += time(&line[at..])?;
        }
        Some(at)
    }
}

/// Lines that are looked at to find out.
const LOOKED_AT: usize = 500;

/// The shape of most lines of a text, if they have one.
pub(super) fn of(text: &str) -> Option<Shape> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT);
    let count = lines().count();
    let shapes = [(true, true), (false, true), (true, false)];
    shapes.into_iter().map(|(service, time)| Shape { service, time }).find(|shape| {
        let alike = lines().filter(|line| shape.length(line).is_some()).count();
        alike >= 2 && alike * 5 >= count * 3
    })
}

/// The length of `name-1  | `.
fn service(line: &str) -> Option<usize> {
    let bar = line.find('|').filter(|bar| *bar < 60)?;
    let name = line[..bar].trim_end();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:".contains(c);
    if name.is_empty() || !name.chars().all(plain) || name.len() == bar {
        return None;
    }
    let behind = &line[bar + 1..];
    Some(bar + 1 + usize::from(behind.starts_with(' ')))
}

/// The length of a time and the one blank behind it.
fn time(line: &str) -> Option<usize> {
    let open = usize::from(line.starts_with('['));
    let rest = &line[open..];
    let date = shaped(rest, "dddd-dd-dd").filter(|at| rest[*at..].starts_with(['T', ' ', 't']));
    let from = date.map_or(0, |date| date + 1);
    let clock = shaped(&rest[from..], "dd:dd:dd")?;
    let mut at = from + clock;
    if rest[at..].starts_with(['.', ',']) {
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        at += 1 + digits;
    }
    at += zone(&rest[at..]);
    if open > 0 {
        rest[at..].strip_prefix(']')?;
        at += 1;
    }
    let at = open + at;
    let behind = &line[at..];
    match behind.bytes().next() {
        None | Some(b'\r' | b'\n') => Some(at),
        Some(b' ' | b'\t') => Some(at + 1),
        Some(_) => None,
    }
}

/// The length of `Z`, ` UTC` is none, `+02:00`, `+0200`.
fn zone(rest: &str) -> usize {
    if rest.starts_with(['Z', 'z']) {
        return 1;
    }
    if !rest.starts_with(['+', '-']) {
        return 0;
    }
    shaped(&rest[1..], "dd:dd").or_else(|| shaped(&rest[1..], "dddd")).map_or(0, |at| at + 1)
}

/// The length of a shape whose `d` are digits, if the text begins with it.
fn shaped(text: &str, shape: &str) -> Option<usize> {
    let fits = |(byte, shape): (u8, u8)| match shape {
        b'd' => byte.is_ascii_digit(),
        other => byte == other,
    };
    let same = text.len() >= shape.len() && text.bytes().zip(shape.bytes()).all(fits);
    same.then_some(shape.len())
}

/// The time in what stands before a line. One without a date or a zone is none.
fn time_in(prefix: &str) -> Option<Time> {
    let from = prefix.find(|c: char| c.is_ascii_digit() || c == '[')?;
    let behind = prefix.rsplit('|').next().unwrap_or(&prefix[from..]);
    let written = behind.trim().trim_matches(['[', ']']).replacen(' ', "T", 1).replace(',', ".");
    Time::parse(&written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_names_before_most_lines_are_a_shape() {
        let shape = |service, time| Some(Shape { service, time });
        assert_eq!(of("10:00:00.123 a\n10:00:01.5 b\nc\n"), shape(false, true));
        assert_eq!(of("[12:00:01] a\n[12:00:02] b\n"), shape(false, true));
        assert_eq!(of("app-1  | a\napp-1  |\ndb-1   | b\n"), shape(true, false));
        assert_eq!(
            of("app | 2026-05-11T10:00:00Z a\napp | 2026-05-11T10:00:00Z b"),
            shape(true, true)
        );
        assert_eq!(of("a\nb | c\n10:00:00 d\n"), None);
        assert_eq!(of("curl x | jq\ncurl y | jq\n"), None);
    }

    #[test]
    fn one_blank_behind_a_time_belongs_to_it() {
        assert_eq!(time("2026-05-11T10:00:00.0000000Z   b"), Some(29));
        assert_eq!(time("[2026-05-11 10:00:00,5+0200] b"), Some(29));
        assert_eq!(time("10:00:00\n"), Some(8));
        assert_eq!(time("10:00:00x"), None);
    }

    #[test]
    fn a_time_with_a_date_and_a_zone_is_known() {
        assert_eq!(time_in("2026-05-11T10:00:00Z ").map(Time::seconds), Some(1_778_493_600));
        assert_eq!(
            time_in("app | [2026-05-11 10:00:00,5Z] ").map(Time::seconds),
            Some(1_778_493_600)
        );
        assert_eq!(time_in("10:00:00 "), None);
    }
}
