//! The parameters behind a command, one after the other.

use super::command::CommandArgument;
use super::request::{Parameters, parameter};
use super::scan;
use super::value::Reader;
use crate::input::literal::{Table, Value};
use crate::source::{Span, Text};

/// Reads all parameters of a command, and where the last one ends.
pub(super) fn read(reader: &mut Reader<'_>) -> (Parameters, usize) {
    let mut parameters = Parameters::default();
    let mut wanted: Option<&'static str> = None;
    let mut end = reader.at;
    loop {
        reader.skip_blanks();
        let start = reader.at;
        if wanted.is_none() && splat(reader, &mut parameters) {
            end = reader.at;
            continue;
        }
        let Some(argument) = reader.command_argument() else { break };
        match argument {
            CommandArgument::Name(name, span) => match parameter(&name) {
                Some((name, true)) => wanted = Some(name),
                Some((name, false)) => {
                    parameters.switches.push(name);
                    skip_glued(reader, span);
                }
                None => skip_glued(reader, span),
            },
            CommandArgument::Value(value) => {
                let name = wanted.take();
                let name = name.or_else(|| parameters.given.get("Uri").is_none().then_some("Uri"));
                if let Some(name) = name {
                    put(&mut parameters.given, name, (value, start));
                }
            }
        }
        end = reader.at;
    }
    (parameters, end)
}

/// `-Switch:$true`.
fn skip_glued(reader: &mut Reader<'_>, name: Span) {
    let written = reader.text.get(name.start..name.end).unwrap_or_default();
    if written.ends_with(':') {
        reader.argument_value();
    }
}

fn put(given: &mut Table, name: &'static str, (value, start): (Value, usize)) {
    given.put(Text::decoded(name, Span::at(start)), value);
}

/// `@parameters`: a table that the text sets.
fn splat(reader: &mut Reader<'_>, parameters: &mut Parameters) -> bool {
    let rest = reader.rest();
    let Some(name) = rest.strip_prefix('@') else { return false };
    let length = name.find(|c| !scan::is_name_letter(c)).unwrap_or(name.len());
    if length == 0 {
        return false;
    }
    let start = reader.at;
    reader.at += 1 + length;
    let span = Span::new(start, reader.at);
    match reader.lookup(&name[..length].to_ascii_lowercase(), span) {
        Value::Table(table) => {
            parameters.open |= table.open;
            for (name, value) in table.members {
                if let Some((known, true)) = parameter(name.as_written()) {
                    let at = value.span().start;
                    put(&mut parameters.given, known, (value, at));
                }
            }
        }
        Value::Text(_) | Value::Word(_) | Value::List(..) | Value::Open(_) => {
            parameters.open = true;
        }
    }
    true
}
