//! Where a bracket or a quote is closed, with all quoting between.

use super::lexer::line_length;
use super::quotes::brace_length;
use super::word::Quoting;

/// Where what was opened before `at` is closed by `closer`, with all quoting inside it.
pub(super) fn close_of(text: &str, mut at: usize, closer: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = vec![closer];
    let mut documents: Vec<&str> = Vec::new();
    while let Some(byte) = bytes.get(at) {
        let closer = *open.last()?;
        let inside_quotes = closer != b')';
        match byte {
            b'\\' => at += 1,
            _ if *byte == closer => {
                open.pop();
                if open.is_empty() {
                    return Some(at);
                }
            }
            b'\n' if !inside_quotes && !documents.is_empty() => {
                at = behind_documents(text, at + 1, std::mem::take(&mut documents)) - 1;
            }
            b'<' if !inside_quotes && text[at..].starts_with("<<<") => at += 2,
            b'<' if !inside_quotes && text[at..].starts_with("<<") => {
                documents.extend(end_word(&text[at + 2..]));
                at += 1;
            }
            b'#' if !inside_quotes && begins_word(bytes, at) => {
                at += line_length(&text[at..]).max(1) - 1;
            }
            b'(' if !inside_quotes => open.push(b')'),
            b'$' if closer == b'"' && bytes.get(at + 1) == Some(&b'{') => {
                // Quotes inside the braces are others.
                at += brace_length(&text[at..], Quoting::Double).unwrap_or(1) - 1;
            }
            b'$' if closer != b'`' && bytes.get(at + 1) == Some(&b'(') => {
                open.push(b')');
                at += 1;
            }
            b'"' if !inside_quotes => open.push(b'"'),
            b'\'' if !inside_quotes => at += 1 + memchr::memchr(b'\'', bytes.get(at + 1..)?)?,
            b'`' if closer == b'"' => {
                // A lone backtick inside double quotes stands for itself.
                at = close_of_backtick(bytes, at + 1).unwrap_or(at);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn close_of_backtick(bytes: &[u8], from: usize) -> Option<usize> {
    let length = memchr::memchr2(b'`', b'\n', bytes.get(from..)?)?;
    (bytes.get(from + length) == Some(&b'`')).then_some(from + length)
}

fn begins_word(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|b| b" \t\n;(".contains(b))
}

/// The end word of a here-document, without its quotes; none behind a sum (`1 << 2`).
fn end_word(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start_matches([' ', '\t']);
    let bare = rest.trim_start_matches(['\'', '"', '\\']);
    let length = bare.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let letter = bare.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    letter.then(|| &bare[..length])
}

/// The place behind the here-documents that begin here; where it is where one has no end.
fn behind_documents(text: &str, start: usize, ends: Vec<&str>) -> usize {
    let mut at = start;
    for end in ends {
        let mut line = at;
        loop {
            if line >= text.len() {
                return at;
            }
            let length = line_length(&text[line..]);
            let written = text[line..line + length].trim_start_matches('\t').trim_end_matches('\r');
            line = (line + length + 1).min(text.len());
            if written == end {
                // The line break behind it is read as such again.
                at = line;
                break;
            }
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_is_stepped_over() {
        for (text, close) in [
            ("a) b", Some(1)),
            ("\"a)\" ) b", Some(5)),
            ("cat <<E\nit's )\nE\n)", Some(17)),
            ("cat <<'E'\n\"\nE\n)", Some(14)),
            ("a # it's )\n)", Some(11)),
            ("a (b) ", None),
            ("cat <<E\n)", Some(8)),
        ] {
            assert_eq!(close_of(text, 0, b')'), close, "{text}");
        }
    }
}
