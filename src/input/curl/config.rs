//! `-K`: a file of options, line by line.

use crate::input::shell::Argument;
use crate::source::{Span, Text};

/// The arguments of every line that is no comment.
pub(super) fn lines(read: &str, span: Span) -> Vec<Vec<Argument>> {
    read.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '/', '*']))
        .map(|line| words(line, span))
        .collect()
}

/// `option [=:] value`: the dashes may be left out, but a dashed option ends at a blank only.
fn words(entry: &str, span: Span) -> Vec<Argument> {
    let dashed = entry.starts_with('-');
    let parts = |c: char| c.is_whitespace() || !dashed && matches!(c, '=' | ':');
    let (name, rest) = entry.split_at(entry.find(parts).unwrap_or(entry.len()));
    let rest = rest.trim_start_matches(parts);
    let option = if dashed { name.to_owned() } else { format!("--{name}") };
    let mut values = vec![option];
    if !rest.is_empty() {
        values.push(unquoted(rest));
    }
    let argument = |value: String| Argument { text: Text::decoded(&value, span) };
    values.into_iter().map(argument).collect()
}

/// A value in double quotes, with its escapes; a bare one ends at a blank.
fn unquoted(rest: &str) -> String {
    let Some(inside) = rest.strip_prefix('"') else {
        return rest.split_whitespace().next().unwrap_or_default().to_owned();
    };
    let mut value = String::new();
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => value.extend(letters.next().map(|escaped| match escaped {
                't' => '\t',
                'n' => '\n',
                'r' => '\r',
                'v' => '\u{b}',
                other => other,
            })),
            other => value.push(other),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_option_and_its_value() {
        let read = "# c\n/ c\n\nurl = https://h/a\nrequest: PUT # c\n-d \"a\\\"b\\n\"\n--header X:y\nsilent\n";
        let lines = lines(read, Span::new(3, 9));
        let shown: Vec<Vec<&str>> = lines
            .iter()
            .map(|line| line.iter().map(|argument| argument.text.as_written()).collect())
            .collect();
        assert_eq!(
            shown,
            [
                vec!["--url", "https://h/a"],
                vec!["--request", "PUT"],
                vec!["-d", "a\"b\n"],
                vec!["--header", "X:y"],
                vec!["--silent"],
            ]
        );
        assert!(lines.iter().flatten().all(|argument| argument.text.span() == Span::new(3, 9)));
    }
}
