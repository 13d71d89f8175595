//! Quoting: how the bytes of a word become its parts.

use std::collections::BTreeSet;

use super::ansi;
use super::closing::close_of;
use super::lexer::continues;
use super::lines;
use super::template;
use super::word::{Part, PartKind, Quoting, Word, is_name};
use crate::source::Span;

/// Reads words from a text.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) end: usize,
    /// Quotes that are opened and never closed.
    pub(super) open: Vec<Span>,
    /// Quotes that are closed, but with a command of its own inside: where they stand.
    pub(super) suspects: Vec<usize>,
    /// Quotes that are known to be meant to end with their command.
    pub(super) distrusted: BTreeSet<usize>,
    /// In a here-document `\"` is two letters.
    in_document: bool,
}

/// So many quotes that swallow the rest of a text are looked for to its end.
const LONG_LOOKS: usize = 16;
/// How far a quote may reach in a text with more of them.
const SHORT_LOOK: usize = 64 << 10;

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str, range: Span) -> Self {
        let end = range.end.min(text.len());
        Self {
            text,
            at: range.start.min(end),
            end,
            open: Vec::new(),
            suspects: Vec::new(),
            distrusted: BTreeSet::new(),
            in_document: false,
        }
    }

    /// The text in which a quote is looked for that closes another.
    fn within(&self) -> &'a str {
        let mut end = self.end;
        if self.open.len() > LONG_LOOKS {
            let look = if self.open.len() > 256 { SHORT_LOOK >> 6 } else { SHORT_LOOK };
            end = end.min(self.at.saturating_add(look));
        }
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        &self.text[..end]
    }

    /// Where a quote is closed; not at all where it is known to be left open.
    fn closed(&mut self, sign: usize, close: Option<usize>) -> Option<usize> {
        if self.distrusted.contains(&sign) {
            return None;
        }
        let inside = self.text.get(sign..close?).unwrap_or_default();
        if inside.len() > 5 && lines::holds_command(inside) {
            self.suspects.push(sign);
        }
        close
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// The word that begins here; empty where none does.
    pub(super) fn word(&mut self) -> Word {
        let mut word = Word { span: Span::at(self.at), parts: Vec::new() };
        // A continued line behind the last letter is no part of the word.
        loop {
            let joins = continues(self.rest()) > 0;
            if !self.part(&mut word) {
                return word;
            }
            if !joins {
                word.span.end = self.at;
            }
        }
    }

    fn part(&mut self, word: &mut Word) -> bool {
        let rest = self.rest();
        let Some(byte) = rest.bytes().next() else { return false };
        match byte {
            b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' => return false,
            b'\r' if rest.len() == 1 || rest[1..].starts_with('\n') => return false,
            b'<' | b'>' if !rest[1..].starts_with('(') => return false,
            b'<' | b'>' => self.bracketed(word, Quoting::Bare, 1),
            b'(' if !self.text[word.span.start..self.at].ends_with('=') => return false,
            b'(' => self.array(word),
            b'\'' => self.single(word),
            b'"' => self.double(word, 1),
            b'$' => self.dollar(word, Quoting::Bare),
            b'`' => self.backtick(word, Quoting::Bare),
            b'\\' => self.backslash(word),
            _ => self.bare(word),
        }
        true
    }

    fn push(&mut self, word: &mut Word, part: (Quoting, PartKind), span: Span) {
        word.parts.push(Part { span, quoting: part.0, kind: part.1 });
        self.at = span.end;
    }

    fn bare(&mut self, word: &mut Word) {
        let rest = self.rest();
        let length = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| " \t\r\n;&|()<>'\"$`\\".contains(*c))
            .map_or(rest.len(), |(at, _)| at);
        let span = Span::new(self.at, self.at + length);
        self.push(word, (Quoting::Bare, PartKind::Verbatim), span);
    }

    fn backslash(&mut self, word: &mut Word) {
        let rest = self.rest();
        let joined = continues(rest);
        if joined > 0 {
            self.at += joined;
            return;
        }
        let escaped = rest[1..].chars().next();
        let span = Span::new(self.at, self.at + 1 + escaped.map_or(0, char::len_utf8));
        let value = escaped.unwrap_or('\\').to_string();
        self.push(word, (Quoting::Bare, PartKind::Decoded(value)), span);
    }

    fn single(&mut self, word: &mut Word) {
        let start = self.at + 1;
        let close = memchr::memchr(b'\'', &self.within().as_bytes()[start..]);
        let close = self.closed(start - 1, close.map(|length| start + length));
        let end = close.unwrap_or_else(|| self.unclosed(start));
        self.single_parts(word, Span::new(start, end));
        self.at = end + usize::from(close.is_some());
    }

    /// A workflow fills its expressions in before the shell sees any quote.
    fn single_parts(&mut self, word: &mut Word, span: Span) {
        let mut from = span.start;
        while let Some(at) = memchr::memmem::find(&self.text.as_bytes()[from..span.end], b"${{") {
            let at = from + at;
            let Some((length, kind)) = template::read(&self.text[at..span.end], at) else { break };
            if from < at {
                self.push(word, (Quoting::Single, PartKind::Verbatim), Span::new(from, at));
            }
            self.push(word, (Quoting::Single, kind), Span::new(at, at + length));
            from = at + length;
        }
        if from < span.end || span.is_empty() {
            self.push(word, (Quoting::Single, PartKind::Verbatim), Span::new(from, span.end));
        }
    }

    /// Notes that the quote before `start` is never closed, and says how far it was meant to go:
    /// to a blank line, to the next command, or to the end.
    fn unclosed(&mut self, start: usize) -> usize {
        self.open.push(Span::new(start - 1, start));
        lines::next_command(&self.text[..self.end], start)
    }

    /// `"…"`; `sign` is the length of what opens it.
    fn double(&mut self, word: &mut Word, sign: usize) {
        let start = self.at + sign;
        let close = close_of(self.within(), start, b'"');
        let close = self.closed(start - 1, close);
        let end = close.unwrap_or_else(|| self.unclosed(start));
        self.at = start;
        if start == end {
            self.push(word, (Quoting::Double, PartKind::Verbatim), Span::at(start));
        }
        self.expanding(word, end);
        self.at = end + usize::from(close.is_some());
    }

    /// Reads up to `end` as inside double quotes.
    fn expanding(&mut self, word: &mut Word, end: usize) {
        let outer = std::mem::replace(&mut self.end, end);
        while self.at < end {
            let rest = self.rest();
            match rest.as_bytes()[0] {
                b'$' => self.dollar(word, Quoting::Double),
                b'`' => self.backtick(word, Quoting::Double),
                b'\\' if continues(rest) > 0 => self.at += continues(rest),
                b'\\'
                    if rest[1..].starts_with(['$', '`', '\\'])
                        || !self.in_document && rest[1..].starts_with('"') =>
                {
                    let span = Span::new(self.at, self.at + 2);
                    let value = rest[1..2].to_owned();
                    self.push(word, (Quoting::Double, PartKind::Decoded(value)), span);
                }
                _ => {
                    let length = rest
                        .char_indices()
                        .skip(1)
                        .find(|(_, c)| matches!(c, '$' | '`' | '\\'))
                        .map_or(rest.len(), |(at, _)| at);
                    let span = Span::new(self.at, self.at + length);
                    self.push(word, (Quoting::Double, PartKind::Verbatim), span);
                }
            }
        }
        self.end = outer;
    }

    fn dollar(&mut self, word: &mut Word, quoting: Quoting) {
        let rest = self.rest();
        let next = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        let bare = quoting == Quoting::Bare;
        match next {
            b'\'' if bare => self.ansi(word),
            b'"' if bare => self.double(word, 2),
            b'(' => self.bracketed(word, quoting, 1),
            b'{' => self.braced(word, quoting),
            b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!' | b'-' => {
                let kind = PartKind::Variable(rest[1..2].to_owned(), Span::at(self.at + 2));
                self.push(word, (quoting, kind), Span::new(self.at, self.at + 2));
            }
            _ => {
                let name = name_length(&rest[1..]);
                let span = Span::new(self.at, self.at + 1 + name);
                let kind = if name > 0 {
                    PartKind::Variable(rest[1..=name].to_owned(), Span::at(span.end))
                } else {
                    PartKind::Verbatim
                };
                self.push(word, (quoting, kind), span);
            }
        }
    }

    /// `${NAME…}`.
    fn braced(&mut self, word: &mut Word, quoting: Quoting) {
        let rest = self.rest();
        if let Some((length, kind)) = template::read(rest, self.at) {
            self.push(word, (quoting, kind), Span::new(self.at, self.at + length));
            return;
        }
        let Some(length) = brace_length(rest, quoting) else {
            self.push(word, (quoting, PartKind::Verbatim), Span::new(self.at, self.at + 2));
            return;
        };
        let inner = &rest[2..length - 1];
        let sigil = usize::from(inner.starts_with(['#', '!']) && inner.len() > 1);
        let name = name_length(&inner[sigil..]);
        let after = if sigil > 0 { 0 } else { name };
        let modifier = Span::new(self.at + 2 + after, self.at + length - 1);
        let kind = PartKind::Variable(inner[sigil..sigil + name].to_owned(), modifier);
        self.push(word, (quoting, kind), Span::new(self.at, self.at + length));
    }

    /// `$(…)`, `$((…))`, `<(…)`; `sign` is the length of what stands before the bracket.
    fn bracketed(&mut self, word: &mut Word, quoting: Quoting, sign: usize) {
        let open = self.at + sign + 1;
        let close = close_of(self.within(), open, b')');
        let end = close.unwrap_or_else(|| self.unclosed(open));
        let inner = Span::new(open, end);
        let span = Span::new(self.at, inner.end + usize::from(close.is_some()));
        let arithmetic = self.text[inner.start..inner.end].starts_with('(');
        let kind = if arithmetic { PartKind::Dynamic } else { PartKind::Substitution(inner) };
        self.push(word, (quoting, kind), span);
    }

    fn array(&mut self, word: &mut Word) {
        let open = self.at + 1;
        let close = close_of(self.within(), open, b')');
        let end = close.map_or_else(|| self.unclosed(open), |close| close + 1);
        self.push(word, (Quoting::Bare, PartKind::Dynamic), Span::new(self.at, end));
    }

    fn backtick(&mut self, word: &mut Word, quoting: Quoting) {
        let start = self.at + 1;
        let close = close_of(self.within(), start, b'`');
        let Some(close) = close else {
            if quoting == Quoting::Bare {
                let end = self.unclosed(start);
                let kind = PartKind::Substitution(Span::new(start, end));
                self.push(word, (quoting, kind), Span::new(start - 1, end));
            } else {
                self.push(word, (quoting, PartKind::Verbatim), Span::new(self.at, start));
            }
            return;
        };
        let kind = PartKind::Substitution(Span::new(start, close));
        self.push(word, (quoting, kind), Span::new(self.at, close + 1));
    }

    fn ansi(&mut self, word: &mut Word) {
        let start = self.at + 2;
        let close = ansi::length(&self.within()[start..]).map(|length| start + length);
        let close = self.closed(start - 1, close);
        let end = close.unwrap_or_else(|| self.unclosed(start));
        if start == end {
            self.push(word, (Quoting::Ansi, PartKind::Verbatim), Span::at(start));
        }
        self.at = start;
        for (length, value) in ansi::pieces(&self.text[start..end]) {
            let from = self.at;
            let kind = value.map_or(PartKind::Verbatim, PartKind::Decoded);
            self.push(word, (Quoting::Ansi, kind), Span::new(from, from + length));
        }
        self.at = end + usize::from(close.is_some());
    }

    pub(super) fn expanding_document(&mut self, span: Span) -> Word {
        let mut word = Word { span, parts: Vec::new() };
        self.at = span.start;
        self.in_document = true;
        self.expanding(&mut word, span.end);
        self.in_document = false;
        word
    }
}

/// A here-document whose end word is quoted: nothing in it is expanded.
pub(super) fn verbatim_document(span: Span) -> Word {
    let kind = PartKind::Verbatim;
    Word { span, parts: vec![Part { span, quoting: Quoting::Single, kind }] }
}

fn name_length(rest: &str) -> usize {
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    if is_name(&rest[..length]) { length } else { 0 }
}

/// The length of `${…}`, with quotes and other braces inside it.
pub(super) fn brace_length(rest: &str, quoting: Quoting) -> Option<usize> {
    let bytes = rest.as_bytes();
    let bytes = &bytes[..bytes.len().min(LONGEST_BRACE)];
    let (mut depth, mut at) = (1_usize, 2);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\'' if quoting == Quoting::Bare => {
                at += 1 + memchr::memchr(b'\'', bytes.get(at + 1..)?)?;
            }
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                depth += 1;
                at += 1;
            }
            b'$' if bytes.get(at + 1) == Some(&b'(') => {
                let text = rest.get(..bytes.len()).unwrap_or(rest);
                at = close_of(text, at + 2, b')')?;
            }
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// No `${…}` is longer than this.
const LONGEST_BRACE: usize = 4 << 10;

/// What stands behind a modifier, as a word with blanks in it.
pub(super) fn operand(text: &str, span: Span, quoting: Quoting) -> Word {
    let mut words = Words::new(text, span);
    let mut word = Word { span, parts: Vec::new() };
    if quoting == Quoting::Double {
        // Quotes inside quotes are taken off and mean no more.
        while words.at < words.end {
            let rest = words.rest();
            let length = memchr::memchr(b'"', rest.as_bytes()).unwrap_or(rest.len());
            let end = words.at + length;
            words.expanding(&mut word, end);
            words.at = (end + 1).min(words.end);
        }
        return word;
    }
    while words.at < words.end {
        if !words.part(&mut word) {
            let length = words.rest().chars().next().map_or(1, char::len_utf8);
            let letter = Span::new(words.at, words.at + length);
            words.push(&mut word, (Quoting::Bare, PartKind::Verbatim), letter);
        }
    }
    word
}
