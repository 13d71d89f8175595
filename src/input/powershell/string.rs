//! Strings of PowerShell: what backticks, doubled quotes and variables in them stand for.

use super::scan;
use super::value::Reader;
use crate::input::literal::Value;
use crate::source::{Span, Text};
use crate::truth::Why;

impl Reader<'_> {
    /// The string that comes next, with its quotes; `None` where none does.
    pub(super) fn string(&mut self) -> Option<Text> {
        let start = self.at;
        let rest = self.rest();
        let length = scan::string_length(rest)?;
        let mut text = Text::verbatim("", start);
        if let Some((from, to)) = scan::here_string(rest) {
            let inner = rest.get(from..to)?;
            let to = start + from + inner.strip_suffix('\r').unwrap_or(inner).len();
            if rest.starts_with("@'") {
                text.push_verbatim(self.text.get(start + from..to)?, start + from);
            } else {
                self.expand((start + from, to), Quoting::Here, &mut text);
            }
        } else {
            let quote = rest.chars().next()?;
            let inner = (start + quote.len_utf8(), start + closing(rest, length));
            if scan::is_single(quote) {
                push_single(&mut text, self.text.get(inner.0..inner.1)?, inner.0);
            } else {
                self.expand(inner, Quoting::Double, &mut text);
            }
        }
        self.at = start + length;
        Some(text)
    }

    /// Appends what stands between two places, with its escapes and variables.
    pub(super) fn expand(&mut self, (from, to): (usize, usize), quoting: Quoting, text: &mut Text) {
        let mut at = from;
        while at < to {
            let inside = self.text.get(at..to).unwrap_or_default();
            let special = |letter: char| {
                matches!(letter, '`' | '$') || quoting != Quoting::Here && scan::is_double(letter)
            };
            let plain = inside.find(special).unwrap_or(inside.len());
            text.push_verbatim(&inside[..plain], at);
            at += plain;
            let rest = &inside[plain..];
            let Some(letter) = rest.chars().next() else { return };
            match letter {
                '`' => at += push_escape(text, rest, at),
                '$' => {
                    self.at = at;
                    self.dollar((rest, to), text);
                    at = self.at.max(at + 1);
                }
                // Doubled, it is one.
                quote => {
                    let second =
                        rest[quote.len_utf8()..].chars().next().filter(|c| scan::is_double(*c));
                    let length = quote.len_utf8() + second.map_or(0, char::len_utf8);
                    text.push_decoded(quote.encode_utf8(&mut [0; 4]), Span::new(at, at + length));
                    at += length;
                }
            }
        }
    }

    /// A dollar sign within a string.
    pub(super) fn dollar(&mut self, (rest, to): (&str, usize), text: &mut Text) {
        let start = self.at;
        if let Some((letter, length)) = character(rest) {
            self.at += length;
            let span = Span::new(start, self.at);
            return text.push_decoded(letter.encode_utf8(&mut [0; 4]), span);
        }
        if rest.starts_with("$(") {
            if !rest.contains(')') {
                self.at = to;
                return self.push(&Value::open("", Span::at(start), ""), start, text);
            }
            self.at += 2;
            let value = self.within();
            if self.take(")") && self.at <= to {
                return self.push(&value, start, text);
            }
            self.at = to;
            return self.push(&Value::open("", Span::at(start), ""), start, text);
        }
        match self.variable_name() {
            Some(name) if self.at <= to => {
                let value = self.lookup(&name, Span::new(start, self.at));
                self.push(&value, start, text);
            }
            Some(_) | None => {
                self.at = start + 1;
                text.push_verbatim("$", start);
            }
        }
    }

    /// A value inside a string: an open one is a hole of the whole.
    fn push(&self, value: &Value, start: usize, text: &mut Text) {
        let span = Span::new(start, self.at);
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        match value {
            Value::Open(open) => {
                let hole = open.holes().first();
                let (why, name) = hole.map_or((Why::Variable, ""), |h| (h.why, h.name.as_str()));
                text.push_hole(written, span, (why, name));
            }
            Value::Text(inner) => text.append(inner),
            Value::Word(inner) if !value.is_nothing() => text.append(inner),
            Value::Word(_) => {}
            Value::Table(_) | Value::List(..) => {
                text.push_hole(written, span, (Why::Undecodable, ""));
            }
        }
    }
}

/// Where text with variables stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Double,
    /// A here-string, or a bare word: quotes are letters.
    Here,
}

/// Where the closing quote of a string begins.
fn closing(rest: &str, length: usize) -> usize {
    let quote = rest[..length].chars().next_back().map_or(0, char::len_utf8);
    length - quote
}

/// `'it''s'`.
fn push_single(text: &mut Text, inside: &str, start: usize) {
    let mut at = 0;
    while let Some(quote) = inside[at..].find(scan::is_single).map(|more| at + more) {
        text.push_verbatim(&inside[at..quote], start + at);
        let letter = inside[quote..].chars().next().unwrap_or('\'');
        let second =
            inside[quote + letter.len_utf8()..].chars().next().filter(|c| scan::is_single(*c));
        at = quote + letter.len_utf8() + second.map_or(0, char::len_utf8);
        text.push_decoded(letter.encode_utf8(&mut [0; 4]), Span::new(start + quote, start + at));
    }
    text.push_verbatim(&inside[at..], start + at);
}

/// A backtick and what stands behind it; how long both are.
pub(super) fn push_escape(text: &mut Text, rest: &str, start: usize) -> usize {
    let Some(letter) = rest[1..].chars().next() else {
        return 1;
    };
    let mut length = 1 + letter.len_utf8();
    let decoded = match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'e' => '\u{1b}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '\r' if rest.starts_with("`\r\n") => return 3,
        '\n' => return 2,
        'u' => match braced(&rest[2..]) {
            Some((letter, more)) => {
                length += more;
                letter
            }
            None => 'u',
        },
        other => other,
    };
    text.push_decoded(decoded.encode_utf8(&mut [0; 4]), Span::new(start, start + length));
    length
}

/// `{1F600}`.
fn braced(rest: &str) -> Option<(char, usize)> {
    let digits = rest.strip_prefix('{')?;
    let end = digits.bytes().take(7).position(|byte| byte == b'}')?;
    let letter = u32::from_str_radix(&digits[..end], 16).ok().and_then(char::from_u32)?;
    Some((letter, end + 2))
}

/// `$([char]233)`, or two of them that are halves of one letter.
fn character(rest: &str) -> Option<(char, usize)> {
    let (first, length) = unit(rest)?;
    let single = char::from_u32(first).map(|letter| (letter, length));
    single.or_else(|| {
        let (second, more) = unit(&rest[length..])?;
        let halves = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
        let letter = char::decode_utf16(halves).next()?.ok()?;
        Some((letter, length + more))
    })
}

fn unit(rest: &str) -> Option<(u32, usize)> {
    const HEAD: &str = "$([char]";
    let head = rest.get(..HEAD.len()).filter(|head| head.eq_ignore_ascii_case(HEAD))?;
    let digits = &rest[head.len()..];
    let end = digits.bytes().take(7).position(|byte| byte == b')')?;
    let number = digits[..end].parse().ok()?;
    Some((number, head.len() + end + 1))
}
