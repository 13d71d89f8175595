//! What of JavaScript is no meaning: blanks, comments, and where a token ends.

/// How much nesting of templates and brackets is followed.
const DEEPEST: usize = 200;

/// Where the next token begins, behind blanks and comments.
pub(super) fn skip_blanks(text: &str, mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let behind = &rest[blank..];
        let comment = if behind.starts_with("//") {
            memchr::memchr(b'\n', behind.as_bytes()).unwrap_or(behind.len())
        } else if behind.starts_with("/*") {
            memchr::memmem::find(behind.as_bytes(), b"*/").map_or(behind.len(), |end| end + 2)
        } else {
            0
        };
        at += blank + comment;
        if comment == 0 {
            return at;
        }
    }
}

/// Where the token that begins at `at` ends: a name, a string, a template, a regular expression,
/// or one sign.
pub(super) fn token_end(text: &str, at: usize, before: Option<u8>) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let Some(letter) = rest.chars().next() else { return text.len() };
    match letter {
        '"' | '\'' => at + string_length(rest),
        '`' => at + template_length(rest),
        '/' if !ends_value(before) => at + expression_length(rest),
        letter if is_name_letter(letter) => at + name_length(rest),
        _ => at + letter.len_utf8(),
    }
}

pub(super) fn is_name_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

pub(super) fn name_length(rest: &str) -> usize {
    rest.find(|letter| !is_name_letter(letter)).unwrap_or(rest.len())
}

/// A string with its quotes; one that its line does not close ends with the line.
pub(super) fn string_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let Some(quote) = bytes.first() else { return 0 };
    let mut at = 1;
    while let Some(more) =
        bytes.get(at..).and_then(|rest| memchr::memchr3(*quote, b'\\', b'\n', rest))
    {
        at += more;
        match bytes[at] {
            b'\\' if bytes.get(at + 1..).is_some_and(|behind| behind.starts_with(b"\r\n")) => {
                at += 3;
            }
            b'\\' => at += 2,
            b'\n' => return at,
            _ => return at + 1,
        }
    }
    rest.len()
}

/// A template with its backticks and all that is inside.
pub(super) fn template_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    // For each open template, how many braces are open in its innermost `${`.
    let mut open: Vec<Option<usize>> = vec![None];
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        let deep = open.len() > DEEPEST;
        match (open.last_mut(), byte) {
            (None, _) => break,
            (Some(None), b'\\') => at += 1,
            (Some(None), b'`') => {
                open.pop();
            }
            (Some(inner @ None), b'$') if bytes.get(at + 1) == Some(&b'{') => {
                *inner = Some(0);
                at += 1;
            }
            (Some(Some(_)), b'`') if !deep => open.push(None),
            (Some(Some(_)), b'"' | b'\'') => at += string_length(&rest[at..]) - 1,
            (Some(Some(braces)), b'{') => *braces += 1,
            (Some(inner @ Some(0)), b'}') => *inner = None,
            (Some(Some(braces)), b'}') => *braces -= 1,
            (Some(_), _) => {}
        }
        at += 1;
        if open.is_empty() {
            return at;
        }
    }
    rest.len()
}

/// A regular expression on its line, or one slash.
fn expression_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut class = false;
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' => break,
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return at + 1,
            _ => {}
        }
        at += 1;
    }
    1
}

/// Behind a value a slash divides; elsewhere it begins a regular expression.
fn ends_value(before: Option<u8>) -> bool {
    before.is_some_and(|byte| {
        byte.is_ascii_alphanumeric() || b"_$)]}\"'`".contains(&byte) || !byte.is_ascii()
    })
}

/// Where an expression ends that begins at `at`: before a comma, a semicolon or a bracket that
/// closes one around it.
pub(super) fn expression_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut before = None;
    loop {
        at = skip_blanks(text, at);
        match bytes.get(at) {
            None => return text.len(),
            Some(b',' | b';' | b')' | b']' | b'}') if depth == 0 => return at,
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => depth -= 1,
            Some(_) => {}
        }
        let end = token_end(text, at, before);
        before = bytes.get(end - 1).copied();
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_end_where_javascript_ends_them() {
        for (text, length) in [
            (r"'a\'b' c", 6),
            ("\"a\nb", 2),
            ("`a${`b${c}` + {}}`d", 18),
            ("`a\\`b` c", 6),
            ("/[/]'/.test", 6),
            ("/ 2", 1),
            ("naïve_$1 x", 9),
        ] {
            assert_eq!(token_end(text, 0, None), length, "{text}");
        }
        assert_eq!(token_end("/ 2 /", 0, Some(b')')), 1);
    }

    #[test]
    fn an_expression_ends_before_what_closes_it() {
        let text = "a({b: [1, 2]}, ')') /* , */ + `,` // ,\n, c";
        assert_eq!(expression_end(text, 0), text.len() - 3);
        assert_eq!(expression_end("(((", 0), 3);
    }
}
