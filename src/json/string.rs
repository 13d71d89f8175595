//! A JSON string becomes a text that knows which bytes each of its characters was written with.

use std::ops::Range;

use crate::source::{Span, Text};

/// Above this many bytes only the whole string knows its place: a map of every escape of a large
/// body would be larger than the body.
const MAPPED: usize = 16 << 10;

/// Decodes what stands between the quotes; `start` is where that begins in the source.
///
/// Never fails: a lone half of a surrogate pair is U+FFFD, an escape that JSON does not have stands
/// for itself.
pub(crate) fn decode(raw: &str, start: usize) -> Text {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return Text::verbatim(raw, start);
    }
    if raw.len() > MAPPED {
        return Text::decoded(&plain(raw), Span::new(start, start + raw.len()));
    }
    let escapes = memchr::memchr_iter(b'\\', raw.as_bytes()).count();
    let mut text = Text::with_room(2 * escapes + 1, raw.len());
    each(raw, |range, part| match part {
        Part::Run => text.push_verbatim(&raw[range.clone()], start + range.start),
        Part::Letter(letter) => {
            let span = Span::new(start + range.start, start + range.end);
            text.push_decoded(letter.encode_utf8(&mut [0; 4]), span);
        }
    });
    text
}

/// The value alone.
pub(crate) fn plain(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    each(raw, |range, part| match part {
        Part::Run => value.push_str(&raw[range]),
        Part::Letter(letter) => value.push(letter),
    });
    value
}

enum Part {
    /// Stands for itself.
    Run,
    /// An escape, and the letter it stands for.
    Letter(char),
}

fn each(raw: &str, mut visit: impl FnMut(Range<usize>, Part)) {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &raw.as_bytes()[at..]) {
        let escape = at + found;
        if found > 0 {
            visit(at..escape, Part::Run);
        }
        at = if let Some((letter, length)) = letter(&raw[escape..]) {
            visit(escape..escape + length, Part::Letter(letter));
            escape + length
        } else {
            visit(escape..escape + 1, Part::Run);
            escape + 1
        };
    }
    if at < raw.len() {
        visit(at..raw.len(), Part::Run);
    }
}

/// The letter that `escape` begins with, and how many bytes it is written with.
fn letter(escape: &str) -> Option<(char, usize)> {
    let short = match escape.as_bytes().get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(escape),
        _ => return None,
    };
    Some((short, 2))
}

fn unicode(escape: &str) -> Option<(char, usize)> {
    let high = unit(escape)?;
    if let Some(letter) = char::from_u32(high) {
        return Some((letter, 6));
    }
    let low = escape.get(6..).and_then(unit).filter(|low| (0xDC00..0xE000).contains(low));
    match low {
        Some(low) if high < 0xDC00 => {
            let letter = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            Some((char::from_u32(letter)?, 12))
        }
        _ => Some((char::REPLACEMENT_CHARACTER, 6)),
    }
}

/// The four hexadecimal digits behind `\u`.
fn unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    hexadecimal.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape_knows_its_bytes() {
        let raw = r#"a\"\u00e9€\ud834\udd1e\n"#;
        let text = decode(raw, 10);
        assert_eq!(text.as_written(), "a\"é€𝄞\n");
        assert_eq!(
            text.as_written(),
            serde_json::from_str::<String>(&format!("\"{raw}\"")).unwrap()
        );
        assert_eq!(text.span_of(1..2), Span::new(11, 13));
        assert_eq!(text.span_of(2..4), Span::new(13, 19));
        assert_eq!(text.span_of(7..11), Span::new(22, 34));
        assert_eq!(text.span(), Span::new(10, 36));
    }

    #[test]
    fn what_json_does_not_know_stands_for_itself() {
        assert_eq!(decode(r"\x41\u12", 0).as_written(), r"\x41\u12");
        assert_eq!(decode(r"\u+123", 0).as_written(), r"\u+123");
        assert_eq!(decode("\\", 0).as_written(), "\\");
        assert_eq!(
            decode(r"\ud834x\udd1e\ud834\ud834", 0).as_written(),
            "\u{FFFD}x\u{FFFD}\u{FFFD}\u{FFFD}"
        );
    }

    #[test]
    fn a_large_text_is_decoded_the_same() {
        let raw = r"\u00e9\n".repeat(MAPPED);
        let text = decode(&raw, 3);
        assert_eq!(text.as_written(), "é\n".repeat(MAPPED));
        assert_eq!(text.span(), Span::new(3, 3 + raw.len()));
    }
}
