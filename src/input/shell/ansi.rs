//! `$'…'`: escapes as in C.

/// The length up to the quote that closes it.
pub(super) fn length(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'\\', b'\'', bytes.get(at..)?)?;
        if bytes[at] == b'\'' {
            return Some(at);
        }
        at += 2;
    }
}

/// The parts of the text between the quotes: how long each is, and what it stands for where it
/// does not stand for itself.
pub(super) fn pieces(text: &str) -> Vec<(usize, Option<String>)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = memchr::memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
        let piece = if plain > 0 { (plain, None) } else { escapes(rest) };
        at += piece.0;
        pieces.push(piece);
    }
    pieces
}

/// One escape, or several that together write the bytes of one character.
fn escapes(rest: &str) -> (usize, Option<String>) {
    let (mut length, first) = escape(rest);
    let mut bytes = match first {
        Decoded::Text(text) => return (length, Some(text)),
        Decoded::Byte(byte) => vec![byte],
    };
    while std::str::from_utf8(&bytes).is_err()
        && bytes.len() < 4
        && rest[length..].starts_with('\\')
    {
        let (more, Decoded::Byte(byte)) = escape(&rest[length..]) else { break };
        bytes.push(byte);
        length += more;
    }
    (length, Some(String::from_utf8_lossy(&bytes).into_owned()))
}

enum Decoded {
    Text(String),
    Byte(u8),
}

/// The escape at the start of `rest`, which begins with a backslash.
fn escape(rest: &str) -> (usize, Decoded) {
    let Some(letter) = rest[1..].chars().next() else { return (1, text("\\")) };
    match letter {
        'n' => (2, text("\n")),
        't' => (2, text("\t")),
        'r' => (2, text("\r")),
        'a' => (2, text("\u{7}")),
        'b' => (2, text("\u{8}")),
        'e' | 'E' => (2, text("\u{1b}")),
        'f' => (2, text("\u{c}")),
        'v' => (2, text("\u{b}")),
        '\\' | '\'' | '"' | '?' => (2, Decoded::Text(letter.to_string())),
        'x' => number(rest, 2, (2, 16)),
        'u' => number(rest, 2, (4, 16)),
        'U' => number(rest, 2, (8, 16)),
        '0'..='7' => number(rest, 1, (3, 8)),
        'c' => match rest[2..].bytes().next() {
            Some(byte) if byte.is_ascii() => {
                (3, Decoded::Text(char::from(byte & 0x1f).to_string()))
            }
            _ => (2, text("\\c")),
        },
        _ => (1 + letter.len_utf8(), Decoded::Text(format!("\\{letter}"))),
    }
}

fn text(value: &str) -> Decoded {
    Decoded::Text(value.to_owned())
}

/// A number that begins behind `from`, of at most so many digits in this base.
fn number(rest: &str, from: usize, (most, base): (usize, u32)) -> (usize, Decoded) {
    let digits = rest[from..].chars().take(most).take_while(|digit| digit.is_digit(base)).count();
    let end = from + digits;
    let Ok(value) = u32::from_str_radix(&rest[from..end], base) else {
        return (end, Decoded::Text(rest[..end].to_owned()));
    };
    // `\x` and octal write bytes, `\u` and `\U` characters.
    if most < 4 {
        return (end, Decoded::Byte(u8::try_from(value & 0xff).unwrap_or_default()));
    }
    let letter = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
    (end, Decoded::Text(letter.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> String {
        let mut at = 0;
        let mut decoded = String::new();
        for (length, value) in pieces(text) {
            decoded.push_str(value.as_deref().unwrap_or(&text[at..at + length]));
            at += length;
        }
        decoded
    }

    #[test]
    fn escapes_become_what_they_stand_for() {
        assert_eq!(decode(r"it\'s \u0021 \x41\101 \n"), "it's ! AA \n");
        assert_eq!(decode(r"\xC3\xA9\u00e9\U0001F600"), "éé😀");
        assert_eq!(decode(r"\q\cA\"), "\\q\u{1}\\");
    }

    #[test]
    fn the_closing_quote_is_the_first_that_is_not_escaped() {
        assert_eq!(length(r"a\'b' c"), Some(4));
        assert_eq!(length(r"a\'b"), None);
    }
}
