//! The names and values of a JSON body, with where they stand in it.

use std::ops::Range;

/// A name or a value; `name` is the nearest name before it.
pub(crate) struct Token {
    /// Without quotes.
    pub(crate) range: Range<usize>,
    pub(crate) role: Role,
    /// Where the name that leads to a value stands.
    pub(crate) name: Option<Range<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Name,
    Value,
}

/// All names and values in order, or none where the text is no JSON. Depth costs nothing here.
pub(crate) fn tokens(text: &str) -> Option<Vec<Token>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Token> = Vec::new();
    let mut name = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let range = match byte {
            b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => {
                at += 1;
                continue;
            }
            b'"' => at + 1..end_of_string(bytes, at + 1)?,
            _ => at..end_of_word(bytes, at)?,
        };
        let quoted = usize::from(byte == b'"');
        at = range.end + quoted;
        if quoted == 1 && next_mark(bytes, at) == Some(b':') {
            name = Some(range.clone());
            found.push(Token { range, role: Role::Name, name: None });
        } else {
            found.push(Token { range, role: Role::Value, name: name.clone() });
        }
    }
    Some(found)
}

fn end_of_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// A number, `true`, `false` or `null`.
fn end_of_word(bytes: &[u8], at: usize) -> Option<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let len = bytes.get(at..)?.iter().take_while(|byte| is_part(byte)).count();
    let word = std::str::from_utf8(bytes.get(at..at + len)?).ok()?;
    let known = matches!(word, "true" | "false" | "null") || word.parse::<f64>().is_ok();
    known.then_some(at + len)
}

fn next_mark(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at..)?.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<&str>> {
        let tokens = tokens(text)?;
        Some(tokens.into_iter().map(|token| &text[token.range]).collect())
    }

    #[test]
    fn names_and_values_come_in_order() {
        assert_eq!(
            read(r#"{"a": "b\"c", "d": [1, true, {"e": "ü"}]}"#),
            Some(vec!["a", r#"b\"c"#, "d", "1", "true", "e", "ü"])
        );
    }

    #[test]
    fn what_is_no_json_is_not_taken_apart() {
        assert_eq!(read("{'a': 1}"), None);
        assert_eq!(read("{password: letters}"), None);
        assert_eq!(read(r#"{"a"#), None);
        assert_eq!(read(&"[".repeat(100_000)), Some(vec![]));
    }
}
