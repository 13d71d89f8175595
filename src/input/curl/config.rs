//! `-K`: a file of options.

use super::argv::{self, CommandLine};
use super::{Context, body};
use crate::input::shell::Argument;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// Puts the options of the files that a command names behind its own. What cannot be read may
/// hold any option.
pub(super) fn include(line: &mut CommandLine, context: &Context<'_>) {
    for at in 0..line.operations.len() {
        let names: Vec<Text> = line.operations[at]
            .iter()
            .filter(|setting| setting.name == "config")
            .filter_map(|setting| setting.value.clone())
            .collect();
        for name in names {
            match body::file(&name, context) {
                Ok(Fact::Known(read)) => add(line, at, (read.as_written(), name.span())),
                Ok(Fact::Absent | Fact::Unknown(_)) => line.hidden = Some(Why::NotRecorded),
                Err(why) => drop(line.stop.get_or_insert(why)),
            }
        }
    }
}

fn add(line: &mut CommandLine, at: usize, (read, span): (&str, Span)) {
    let mut arguments = Vec::new();
    for entry in read.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        arguments.extend(words(entry, span));
    }
    let mut more = argv::parse(&arguments);
    if let Some(first) = more.operations.first_mut() {
        let rest = std::mem::take(first);
        line.operations[at].extend(rest);
    }
    line.operations.extend(more.operations.into_iter().skip(1));
    line.stop = line.stop.take().or(more.stop);
}

/// `option [=:] value`: the dashes may be left out.
fn words(entry: &str, span: Span) -> Vec<Argument> {
    let end = entry.find(|c: char| c.is_whitespace() || matches!(c, '=' | ':'));
    let (name, rest) = entry.split_at(end.unwrap_or(entry.len()));
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '=' | ':'));
    let option = if name.starts_with('-') { name.to_owned() } else { format!("--{name}") };
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
