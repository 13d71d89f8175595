//! Scalars in quotes.

use crate::source::{Span, Text};

/// The scalar in quotes at the start of `rest`, which lies at `start`, and its length with the
/// quotes. `None` where no quote closes it, or a line of it is not deeper than `parent`.
pub(super) fn read(rest: &str, start: usize, parent: isize) -> Option<(Text, usize)> {
    let quote = rest.bytes().next()?;
    let mut text = Text::verbatim("", start + 1);
    let mut at = 1;
    loop {
        let inside = rest.get(at..)?;
        let plain = stop(inside, quote)?;
        let (piece, mark) = (&inside[..plain], inside.as_bytes()[plain]);
        if mark == b'\n' {
            let piece = piece.trim_end();
            text.push_verbatim(piece, start + at);
            let from = at + piece.len();
            at = next_content(rest, at + plain, parent)?;
            push_break(&mut text, &rest[from..at], start + from);
            continue;
        }
        text.push_verbatim(piece, start + at);
        at += plain;
        match (mark, rest.as_bytes().get(at + 1)) {
            (b'\\', _) => at = escape(rest, at, start, &mut text)?,
            (b'\'', Some(b'\'')) => {
                text.push_decoded("'", Span::new(start + at, start + at + 2));
                at += 2;
            }
            _ => return Some((text, at + 1)),
        }
    }
}

/// Where the next letter stands that means something inside these quotes.
fn stop(inside: &str, quote: u8) -> Option<usize> {
    if quote == b'"' {
        memchr::memchr3(b'"', b'\\', b'\n', inside.as_bytes())
    } else {
        memchr::memchr2(b'\'', b'\n', inside.as_bytes())
    }
}

/// The first letter that is no blank, on a line that is deep enough.
fn next_content(rest: &str, from: usize, parent: isize) -> Option<usize> {
    let blanks = rest[from..].len() - rest[from..].trim_start().len();
    let line = memchr::memrchr(b'\n', &rest.as_bytes()[from..from + blanks])?;
    let column = isize::try_from(blanks - line - 1).ok()?;
    (column > parent).then_some(from + blanks)
}

/// A line break is a blank; of several the first falls away.
pub(super) fn push_break(text: &mut Text, between: &str, start: usize) {
    let mut breaks = memchr::memchr_iter(b'\n', between.as_bytes()).map(|at| start + at);
    let Some(first) = breaks.next() else { return };
    let mut more = breaks.peekable();
    if more.peek().is_none() {
        text.push_decoded(" ", Span::new(first, first + 1));
    }
    for end in more {
        text.push_verbatim("\n", end);
    }
}

/// Puts what an escape stands for; `at` is its backslash. Returns what is behind it.
fn escape(rest: &str, at: usize, start: usize, text: &mut Text) -> Option<usize> {
    let letter = rest.get(at + 1..)?.chars().next()?;
    if letter == '\n' || letter == '\r' {
        let behind = &rest[at + 1..];
        let line = memchr::memchr(b'\n', behind.as_bytes())? + 1;
        let blanks = behind[line..].len() - behind[line..].trim_start_matches([' ', '\t']).len();
        return Some(at + 1 + line + blanks);
    }
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    let end = at + 1 + letter.len_utf8() + digits;
    let value = if digits > 0 {
        let (value, end) = number(rest, at + 2, end)?;
        text.push_decoded(&value, Span::new(start + at, start + end));
        return Some(end);
    } else {
        match letter {
            'n' => "\n".to_owned(),
            't' => "\t".to_owned(),
            'r' => "\r".to_owned(),
            '0' => "\0".to_owned(),
            'a' => "\u{7}".to_owned(),
            'b' => "\u{8}".to_owned(),
            'e' => "\u{1b}".to_owned(),
            'f' => "\u{c}".to_owned(),
            'v' => "\u{b}".to_owned(),
            'N' => "\u{85}".to_owned(),
            '_' => "\u{a0}".to_owned(),
            other => other.to_string(),
        }
    };
    text.push_decoded(&value, Span::new(start + at, start + end));
    Some(end)
}

/// The letter of a number, or of two that are halves of one, and what is behind it.
fn number(rest: &str, from: usize, end: usize) -> Option<(String, usize)> {
    let high = u32::from_str_radix(rest.get(from..end)?, 16).ok()?;
    if (0xD800..0xDC00).contains(&high)
        && rest.get(end..end + 2) == Some("\\u")
        && let Some(low) = rest.get(end + 2..end + 6)
        && let Ok(low @ 0xDC00..0xE000) = u32::from_str_radix(low, 16)
    {
        let joined = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        return Some((char::from_u32(joined)?.to_string(), end + 6));
    }
    let letter = char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((letter.to_string(), end))
}
