//! Escapes in strings and templates of JavaScript.

use crate::source::{Span, Text};

/// Appends the inside of a string that begins at `start` of the source.
pub(super) fn push(text: &mut Text, inside: &str, start: usize) {
    let mut at = 0;
    while let Some(slash) = memchr::memchr(b'\\', &inside.as_bytes()[at..]).map(|more| at + more) {
        text.push_verbatim(&inside[at..slash], start + at);
        let (letter, length) = escape(&inside[slash + 1..]);
        at = slash + 1 + length;
        if let Some(letter) = letter {
            let mut buffer = [0; 4];
            text.push_decoded(
                letter.encode_utf8(&mut buffer),
                Span::new(start + slash, start + at),
            );
        }
    }
    text.push_verbatim(&inside[at..], start + at);
}

/// What stands behind a backslash, and how long it is; a line break joins lines.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(letter) = rest.chars().next() else { return (None, 0) };
    let known = match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '0' => '\0',
        'x' => return number(rest, 1, 2),
        'u' => return unicode(rest),
        '\n' => return (None, 1),
        '\r' => return (None, if rest.starts_with("\r\n") { 2 } else { 1 }),
        other => other,
    };
    (Some(known), letter.len_utf8())
}

fn number(rest: &str, from: usize, digits: usize) -> (Option<char>, usize) {
    let read = hex(rest, from, digits).and_then(char::from_u32);
    read.map_or((Some('\u{FFFD}'), from), |letter| (Some(letter), from + digits))
}

fn hex(rest: &str, from: usize, digits: usize) -> Option<u32> {
    let written = rest.get(from..from + digits)?;
    let plain = written.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(written, 16).ok()).flatten()
}

/// `\u00e9`, `\u{1F600}`, and two halves of one letter.
fn unicode(rest: &str) -> (Option<char>, usize) {
    if let Some(braced) = rest.strip_prefix("u{") {
        let digits = braced.bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
        let read = hex(braced, 0, digits).and_then(char::from_u32);
        let closed = braced[digits..].starts_with('}');
        return read.filter(|_| closed).map_or((Some('\u{FFFD}'), 1), |c| (Some(c), digits + 3));
    }
    let Some(first) = hex(rest, 1, 4) else { return (Some('\u{FFFD}'), 1) };
    let second = rest.get(5..7).filter(|behind| *behind == "\\u").and_then(|_| hex(rest, 7, 4));
    match (first, second) {
        (0xD800..=0xDBFF, Some(second @ 0xDC00..=0xDFFF)) => {
            let joined = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            (char::from_u32(joined), 11)
        }
        (first, _) => (Some(char::from_u32(first).unwrap_or('\u{FFFD}')), 5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_and_know_their_bytes() {
        let mut text = Text::default();
        push(&mut text, r#"a\"\u00e9\x41\u{1F600}\ud83d\ude00\\/\/"#, 10);
        assert_eq!(text.as_written(), "a\"éA😀😀\\//");
        assert_eq!(text.span_of(1..2), Span::new(11, 13));
        assert_eq!(text.span_of(2..4), Span::new(13, 19));
    }

    #[test]
    fn broken_escapes_are_no_panic() {
        for written in ["\\", "\\u", "\\u{", "\\u{110000}", "\\x4é", "\\ud83d\\u", "\\ud83dé"] {
            push(&mut Text::default(), written, 0);
        }
    }
}
