//! Arguments for programs: what curl gets, where all versions of PowerShell agree on it.

use super::scan;
use super::value::Reader;
use crate::input::cmd::argv::Argv;
use crate::input::cmd::lexer::{Letter, Sink as _};
use crate::input::literal::Value;
use crate::input::shell::Argument;
use crate::source::{Span, Text};
use crate::truth::Why;

/// The arguments of a program, and where the last one ends.
pub(super) fn arguments(reader: &mut Reader<'_>) -> (Vec<Argument>, usize) {
    let mut given = Vec::new();
    let mut end = reader.at;
    loop {
        reader.skip_blanks();
        let rest = reader.rest();
        if rest.is_empty() || rest.starts_with(['\n', ';', '|', ')', '}', '&', '>']) {
            break;
        }
        let start = reader.at;
        if rest.starts_with("--%") {
            reader.at += scan::line_length(rest);
            given.extend(as_it_stands(&rest[3..scan::line_length(rest)], start + 3));
        } else if rest.starts_with(['-', ',']) || is_redirect(rest) {
            let redirect = is_redirect(rest);
            let text = reader.bare();
            given.extend((!redirect && !text.is_empty()).then_some(text));
        } else if rest.starts_with('@') && rest[1..].starts_with(scan::is_name_letter) {
            reader.at += 1;
            given.extend(splatted(reader, start));
        } else {
            let value = reader.argument_value();
            flatten(value, &mut given);
        }
        let step = rest.chars().next().map_or(1, char::len_utf8);
        reader.at = reader.at.max(start + step);
        end = reader.at;
    }
    let given = given.iter().map(|text| Argument { text: as_passed(text) }).collect();
    (given, end)
}

/// `2>&1`, `2>$null`.
fn is_redirect(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_ascii_digit()) && rest[1..].starts_with('>')
}

/// `@arguments`: each of a list that the text sets.
fn splatted(reader: &mut Reader<'_>, start: usize) -> Vec<Text> {
    let rest = reader.rest();
    let length = rest.find(|c| !scan::is_name_letter(c)).unwrap_or(rest.len());
    let name = rest[..length].to_ascii_lowercase();
    reader.at += length;
    let span = Span::new(start, reader.at);
    let mut given = Vec::new();
    match reader.lookup(&name, span) {
        Value::List(items, _) => items.into_iter().for_each(|item| flatten(item, &mut given)),
        Value::Text(_) | Value::Word(_) | Value::Table(_) | Value::Open(_) => {
            let mut hole = Text::default();
            let written = reader.text.get(start..reader.at).unwrap_or_default();
            hole.push_hole(written, span, (Why::Variable, &name));
            given.push(hole);
        }
    }
    given
}

fn flatten(value: Value, given: &mut Vec<Text>) {
    match value {
        Value::Text(text) | Value::Word(text) | Value::Open(text) => given.push(text),
        Value::List(items, _) => items.into_iter().for_each(|item| flatten(item, given)),
        Value::Table(table) => {
            let mut hole = Text::default();
            hole.push_hole("@{…}", table.span, (Why::Undecodable, ""));
            given.push(hole);
        }
    }
}

/// Behind `--%` the line is handed over as it stands.
fn as_it_stands(line: &str, start: usize) -> Vec<Text> {
    let mut argv = Argv::default();
    for (at, letter) in line.trim_end().char_indices() {
        let span = Span::new(start + at, start + at + letter.len_utf8());
        argv.letter(Letter { sign: letter, span, stands: true });
    }
    argv.finish()
}

/// Windows PowerShell takes the quotes out of an argument, PowerShell 7.3 leaves them in. Where that
/// makes a difference, the argument is not known from its first quote on.
fn as_passed(text: &Text) -> Text {
    let written = text.as_written();
    let in_hole = |at: usize| text.holes().iter().any(|hole| hole.range.contains(&at));
    let Some(quote) = written.char_indices().find(|(at, c)| *c == '"' && !in_hole(*at)) else {
        return text.clone();
    };
    // A body is unknown as a whole, a header keeps its name.
    let named =
        written[..quote.0].contains(':') && written.starts_with(|c: char| c.is_alphabetic());
    let from = if named { quote.0 } else { 0 };
    let mut passed = text.slice(0..from);
    let span = text.span_of(from..written.len());
    passed.push_hole(&written[from..], span, (Why::Undecodable, ""));
    passed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::Fact;

    #[test]
    fn where_versions_differ_the_argument_is_not_known() {
        let passed = |written: &str| as_passed(&Text::verbatim(written, 0));
        assert_eq!(passed("plain: 'x'").known(), Fact::Known("plain: 'x'"));
        assert_eq!(passed("{\"a\":1}").known(), Fact::Unknown(Why::Undecodable));
        assert_eq!(passed("x: \"a\"").slice(0..3).known(), Fact::Known("x: "));
    }
}
