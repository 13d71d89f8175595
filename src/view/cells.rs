//! Letters of the recording, and the words that stand for what is concealed.

use std::fmt::Write as _;

use super::leaves::{Kind, is_bare_name, leaves};
use super::secrets::Secret;
use crate::exchange::Exchange;
use crate::mask;
use crate::source::{Span, Text};

/// Words of a command line that are nobody's secret.
const WORDS: &[&str] = &["curl", "HTTP/1.1", "HTTP/2", "HTTP/1.0", "jq", "Bearer", "Basic"];

/// One thing that is shown and the bytes it stands for; none for what we put there.
pub(super) struct Cell {
    pub(super) span: Option<Span>,
    face: Face,
}

enum Face {
    Letter(char),
    Words(String),
    /// Text of no known meaning, by its length.
    Unnamed(usize),
}

impl Cell {
    /// Letters of our own.
    pub(super) fn made(text: &str) -> impl Iterator<Item = Self> {
        text.chars().map(|letter| Self { span: None, face: Face::Letter(letter) })
    }

    pub(super) fn columns(&self) -> usize {
        match &self.face {
            Face::Letter(_) => 1,
            Face::Words(words) => words.chars().count(),
            Face::Unnamed(_) => 15,
        }
    }

    pub(super) fn write(&self, into: &mut String) {
        match &self.face {
            Face::Letter('\t') => into.push_str("    "),
            Face::Letter(letter) if letter.is_ascii_graphic() || *letter == ' ' => {
                into.push(*letter);
            }
            // A line break inside a decoded value would tear the line apart.
            Face::Letter('\n') => into.push_str("\\n"),
            Face::Letter(letter) => into.push_str(&mask::visible(letter.encode_utf8(&mut [0; 4]))),
            Face::Words(words) => into.push_str(words),
            Face::Unnamed(1) => into.push_str("‹1 character›"),
            Face::Unnamed(length) => {
                let _ = write!(into, "‹{length} characters›");
            }
        }
    }

    fn is(&self, letter: char) -> bool {
        matches!(self.face, Face::Letter(own) if own == letter)
    }
}

/// Whether nothing stands in the call but its parts, words of a command, and names of files: only
/// then it may be shown in the writing of its author, with variables for the secrets.
pub(super) fn is_plain(exchange: &Exchange, secrets: &[Secret]) -> bool {
    let ground = Ground::of(exchange, secrets);
    let mut known: Vec<Span> = ground.harmless.clone();
    known.extend(ground.concealed.iter().map(|(span, _)| *span));
    known.sort_unstable();
    let mut from = exchange.span.start;
    let end = Span::at(exchange.span.end);
    known.into_iter().chain([end]).all(|span| {
        let between = Span::new(from.min(span.start), span.start);
        from = from.max(span.end);
        let blank = |c: char| c.is_whitespace() || "'\"`\\;|".contains(c);
        exchange.source.slice(between).split(blank).all(|word| is_harmless(word) || is_file(word))
    })
}

/// The name of a file, as options take it. Whatever has a colon may be a name and a password.
fn is_file(word: &str) -> bool {
    let name = word.trim_start_matches(['@', '<', '=', '.', '/', '~']);
    !name.contains([':', '=', '%'])
        && !word.starts_with("--")
        && name
            .split(['/', '(', ')', ',', '[', ']'])
            .all(|part| part.is_empty() || mask::identifier(part).is_some())
}

/// What is known of the bytes of a source.
pub(super) struct Ground<'a> {
    /// Ordered, without overlaps.
    harmless: Vec<Span>,
    concealed: Vec<(Span, &'a str)>,
}

enum Standing {
    Harmless,
    Concealed(usize),
    /// Between the parts: options, quotes, other commands.
    Other,
}

impl<'a> Ground<'a> {
    pub(super) fn of(exchange: &Exchange, secrets: &'a [Secret]) -> Self {
        let harmless: Vec<Span> = leaves(exchange)
            .iter()
            .filter(|leaf| matches!(leaf.kind, Kind::Harmless))
            .map(|leaf| (leaf.text.span(), leaf.text.as_written()))
            // What an option implies stands for bytes that say something else. Of a recording no
            // bytes are shown, only its values.
            .filter(|(span, written)| {
                exchange.format.is_written_by_programs() || exchange.source.slice(*span) == *written
            })
            .map(|(span, _)| span)
            .collect();
        Self::new(harmless, secrets)
    }

    /// The same of several calls at once. What one of them conceals stays concealed.
    pub(super) fn over(exchanges: &[Exchange], secrets: &'a [Secret]) -> Self {
        let mut harmless = Vec::new();
        for exchange in exchanges {
            let own = Self::of(exchange, &[]).harmless;
            harmless.extend(own.into_iter().map(|span| in_file(exchange, span)));
        }
        Self::new(harmless, secrets)
    }

    fn new(mut harmless: Vec<Span>, secrets: &'a [Secret]) -> Self {
        harmless.sort_unstable();
        harmless = merge(harmless);
        let mut sorted: Vec<&Secret> = secrets.iter().collect();
        sorted.sort_by_key(|secret| secret.span);
        let mut concealed: Vec<(Span, &str)> = Vec::new();
        for secret in sorted {
            match concealed.last_mut() {
                Some((last, _)) if secret.span.start < last.end => *last = last.hull(secret.span),
                Some(_) | None => concealed.push((secret.span, &secret.what)),
            }
        }
        Self { harmless, concealed }
    }

    fn standing(&self, span: Span) -> Standing {
        let next = self.concealed.partition_point(|(secret, _)| secret.end <= span.start);
        if self.concealed.get(next).is_some_and(|(secret, _)| secret.start < span.end) {
            return Standing::Concealed(next);
        }
        let next = self.harmless.partition_point(|part| part.end < span.end);
        match self.harmless.get(next) {
            Some(part) if part.contains(span) => Standing::Harmless,
            Some(_) | None => Standing::Other,
        }
    }

    /// A text of the source, letter by letter, with what must not be shown in other words.
    pub(super) fn cells(&self, text: &Text) -> Vec<Cell> {
        let mut row = Row { cells: Vec::new(), word: Vec::new() };
        let mut last = None;
        for (letter, span) in text.letters() {
            match self.standing(span) {
                Standing::Concealed(number) => {
                    row.end_word();
                    row.conceal(span, (last != Some(number)).then(|| self.concealed[number].1));
                    last = Some(number);
                    continue;
                }
                Standing::Harmless => {
                    row.end_word();
                    row.letter(letter, span);
                }
                Standing::Other => row.other(letter, span),
            }
            last = None;
        }
        row.end_word();
        row.cells
    }
}

/// Where a span of the call's own text lies in the file.
pub(super) fn in_file(exchange: &Exchange, span: Span) -> Span {
    let (start, end) = exchange.source.places(span);
    let byte = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
    Span::new(byte(start.byte), byte(end.byte).max(byte(start.byte)))
}

fn merge(sorted: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.start < last.end => *last = last.hull(span),
            Some(_) | None => merged.push(span),
        }
    }
    merged
}

struct Row {
    cells: Vec<Cell>,
    /// A run of letters of no known meaning, not yet judged.
    word: Vec<(char, Span)>,
}

impl Row {
    fn letter(&mut self, letter: char, span: Span) {
        self.cells.push(Cell { span: Some(span), face: Face::Letter(letter) });
    }

    /// The words that stand for a secret, or one more letter of the last one.
    fn conceal(&mut self, span: Span, what: Option<&str>) {
        match (what, self.cells.last_mut()) {
            (Some(what), _) => {
                let face = Face::Words(format!("‹{what}›"));
                self.cells.push(Cell { span: Some(span), face });
            }
            (None, Some(last)) => last.span = Some(last.span.map_or(span, |own| own.hull(span))),
            (None, None) => {}
        }
    }

    fn other(&mut self, letter: char, span: Span) {
        let visible = mask::visible(letter.encode_utf8(&mut [0; 4])).chars().count() > 1;
        if letter.is_whitespace() || "'\"`“”‘’\\;|".contains(letter) || visible {
            self.end_word();
            self.letter(letter, span);
        } else {
            self.word.push((letter, span));
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.word);
        let word: String = run.iter().map(|(letter, _)| letter).collect();
        if is_harmless(&word) {
            for (letter, span) in run {
                self.letter(letter, span);
            }
            return;
        }
        let span = run.iter().map(|(_, span)| *span).reduce(Span::hull).unwrap_or_default();
        self.unnamed(span, run.len());
    }

    /// Several words of no known meaning in a row are concealed as one.
    fn unnamed(&mut self, span: Span, length: usize) {
        let blanks = self.cells.iter().rev().take_while(|cell| cell.is(' ')).count();
        let before = self.cells.len() - blanks;
        let last = before.checked_sub(1).and_then(|at| self.cells.get_mut(at));
        if let Some(Cell { span: Some(own), face: Face::Unnamed(count) }) = last {
            *count += blanks + length;
            *own = own.hull(span);
            self.cells.truncate(before);
        } else {
            self.cells.push(Cell { span: Some(span), face: Face::Unnamed(length) });
        }
    }
}

/// Punctuation, options, names of variables and the words of a command.
fn is_harmless(word: &str) -> bool {
    let dashless = word.trim_start_matches(['-', '–', '—']);
    let dashes = word.len() > dashless.len();
    let option = dashless.trim_end_matches('=');
    let short = option.len() <= 3 && option.bytes().all(|byte| byte.is_ascii_alphabetic());
    let long = word.starts_with("--")
        && option.len() <= 30
        && option.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'.')
        && mask::identifier(option).is_some();
    word.chars().count() <= 2
        || !word.contains(char::is_alphanumeric) && word.chars().count() <= 8
        || WORDS.contains(&word)
        || dashes && (short || long)
        || word.starts_with(['$', '{', '<']) && is_bare_name(word.strip_suffix('/').unwrap_or(word))
}
