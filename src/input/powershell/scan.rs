//! Where the pieces of PowerShell end: blanks, comments, strings, expressions.

/// How far the end of a here-string is looked for.
const LONGEST_TEXT: usize = 256 << 10;
/// How far the bracket of a `$(` within a string is looked for.
const LONGEST_INSIDE: usize = 256;

/// Where the next token begins, behind blanks, comments and continued lines.
pub(super) fn skip_blanks(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let inline = rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
        at = text.len() - inline.len();
        let step = match bytes.get(at..) {
            Some([b'`', b'\r', b'\n', ..]) => 3,
            Some([b'`', b'\n', ..]) => 2,
            Some([b'<', b'#', ..]) => {
                memchr::memmem::find(inline.as_bytes(), b"#>").map_or(inline.len(), |end| end + 2)
            }
            Some([b'#', ..]) => line_length(inline),
            Some(_) | None => 0,
        };
        if step == 0 {
            return at;
        }
        at += step;
    }
}

/// The same, and over line breaks.
pub(super) fn skip_lines(text: &str, mut at: usize) -> usize {
    loop {
        at = skip_blanks(text, at);
        if text.as_bytes().get(at) != Some(&b'\n') {
            return at;
        }
        at += 1;
    }
}

/// A line without its break.
pub(super) fn line_length(rest: &str) -> usize {
    memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())
}

pub(super) const fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Typographic quotes are quotes to PowerShell too.
pub(super) const fn is_double(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„')
}

pub(super) const fn is_single(letter: char) -> bool {
    matches!(letter, '\'' | '‘' | '’' | '‚' | '‛')
}

/// A string with its quotes, or a here-string; `None` where none begins or it has no end.
pub(super) fn string_length(rest: &str) -> Option<usize> {
    if let Some((start, end)) = here_string(rest) {
        let empty = !rest[end..].starts_with('\n');
        return Some(end + if empty && start == end { 2 } else { 3 });
    }
    let first = rest.chars().next()?;
    let mut letters = rest.char_indices().skip(1).peekable();
    if is_single(first) {
        while let Some((at, letter)) = letters.next() {
            let twice =
                is_single(letter) && letters.next_if(|(_, next)| is_single(*next)).is_some();
            if is_single(letter) && !twice {
                return Some(at + letter.len_utf8());
            }
        }
        return None;
    }
    if !is_double(first) {
        return None;
    }
    double_length(rest, LONGEST_INSIDE).or_else(|| double_length(rest, 0))
}

/// A string in double quotes. Quotes inside `$(…)` close nothing, if its bracket is near.
fn double_length(rest: &str, near: usize) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1).peekable();
    let mut inside = 0_usize;
    let mut opened = 0;
    while let Some((at, letter)) = letters.next() {
        if inside > 0 && at - opened > near {
            return None;
        }
        match letter {
            '`' => drop(letters.next()),
            '$' if near > 0 && letters.next_if(|(_, next)| *next == '(').is_some() => {
                opened = if inside == 0 { at } else { opened };
                inside += 1;
            }
            '(' if inside > 0 => inside += 1,
            ')' if inside > 0 => inside -= 1,
            quote
                if is_double(quote)
                    && inside == 0
                    && letters.next_if(|(_, next)| is_double(*next)).is_none() =>
            {
                return Some(at + quote.len_utf8());
            }
            _ => {}
        }
    }
    None
}

/// Where the inside of a here-string begins and ends, without the line breaks at its quotes.
pub(super) fn here_string(rest: &str) -> Option<(usize, usize)> {
    let end = if rest.starts_with("@\"") {
        "\n\"@"
    } else if rest.starts_with("@'") {
        "\n'@"
    } else {
        return None;
    };
    let head = line_length(rest);
    if !rest[2..head].trim().is_empty() || head == rest.len() {
        return None;
    }
    let behind = &rest.as_bytes()[head..];
    let near = &behind[..behind.len().min(LONGEST_TEXT)];
    let found = memchr::memmem::find(near, end.as_bytes())?;
    // Of an empty inside, one break is both.
    Some((head + 1, (head + found).max(head + 1)))
}

/// What closes an expression besides the end of its line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// A statement: `;`, a bracket.
    Statement,
    /// An argument of a method: a comma too; it goes on over lines.
    Argument,
}

/// Where an expression ends that begins at `at`.
pub(super) fn expression_end(text: &str, mut at: usize, stop: Stop) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    loop {
        at = skip_blanks(text, at);
        let Some(byte) = bytes.get(at) else { return text.len() };
        match byte {
            b'\n' if depth == 0 && stop == Stop::Statement => return at,
            b',' if depth == 0 && stop == Stop::Argument => return at,
            b';' | b')' | b']' | b'}' if depth == 0 => return at,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        at = token_end(text, at);
    }
}

/// Where a token ends: a string, a word, or one sign.
pub(super) fn token_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let Some(letter) = rest.chars().next() else { return text.len() };
    let quoted = is_single(letter) || is_double(letter) || letter == '@';
    if let Some(length) = quoted.then(|| string_length(rest)).flatten() {
        return at + length;
    }
    if letter == '`' {
        return at + 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
    }
    let word = rest.find(|c: char| !is_name_letter(c)).unwrap_or(rest.len());
    at + word.max(letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_where_powershell_ends_them() {
        for (text, length) in [
            ("'it''s' x", 7),
            ("\"a`\"b\"\"c\" x", 9),
            ("\"a$(b \"c\")d\" x", 12),
            ("“a” x", 7),
            ("@'\na'b\n'@ x", 9),
            ("@\"\r\na\r\n\"@ x", 9),
        ] {
            assert_eq!(string_length(text), Some(length), "{text}");
        }
        for text in ["'a", "@\"\na", "a"] {
            assert_eq!(string_length(text), None, "{text}");
        }
    }

    #[test]
    fn a_backtick_joins_lines_and_a_hash_begins_a_comment() {
        assert_eq!(skip_blanks("  `\r\n # a\nb", 0), 9);
        assert_eq!(skip_lines("<# a\n #> \n\n b", 0), 12);
        assert_eq!(expression_end("a `\n b (c\n, d) ; e", 0, Stop::Statement), 15);
        assert_eq!(expression_end("f(a, b), c", 0, Stop::Argument), 7);
    }
}
