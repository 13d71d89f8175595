//! What is fed into a command: here-documents, files, and what `echo` and `printf` print.

use super::ansi;
use super::expand::Expansion;
use super::lexer::RedirectKind;
use super::script::Simple;
use crate::input::Files;
use crate::source::{Span, Text};

/// What a command reads, where the text or a named file says it.
pub(super) fn stdin(
    simple: &Simple,
    expansion: &Expansion<'_>,
    files: Option<&Files<'_>>,
) -> Option<Text> {
    let mut fed = simple.stdin.clone();
    for redirect in &simple.redirects {
        match redirect.kind {
            RedirectKind::HereDocument => fed = Some(expansion.text(&redirect.target)),
            RedirectKind::HereString => {
                let mut text = expansion.text(&redirect.target);
                text.push_decoded("\n", Span::at(redirect.span.end));
                fed = Some(text);
            }
            RedirectKind::Input => {
                let name = expansion.text(&redirect.target);
                fed = read(&name, files);
            }
            RedirectKind::Other => {}
        }
    }
    fed
}

fn read(name: &Text, files: Option<&Files<'_>>) -> Option<Text> {
    let bytes = files?(name.known().known()?)?;
    Some(Text::decoded(&String::from_utf8(bytes).ok()?, name.span()))
}

/// What a command prints, if it is one that prints its own words.
pub(super) fn output(
    simple: &Simple,
    expansion: &Expansion<'_>,
    stdin: Option<&Text>,
) -> Option<Text> {
    let (first, rest) = simple.words.split_first()?;
    let values: Vec<Text> = rest
        .iter()
        .flat_map(|word| expansion.arguments(word))
        .map(|argument| argument.text)
        .collect();
    match first.bare(expansion.source)? {
        "echo" => echo(&values, first.span),
        "printf" => printf(&values),
        "cat" if values.is_empty() => stdin.cloned(),
        _ => None,
    }
}

fn echo(values: &[Text], at: Span) -> Option<Text> {
    let (values, breaks) = match values.first().map(Text::as_written) {
        Some("-n") => (&values[1..], ""),
        // Other options turn escapes on or off, differently from shell to shell.
        Some(option) if option.starts_with('-') => return None,
        Some(_) | None => (values, "\n"),
    };
    let mut text = Text::default();
    for value in values {
        if !text.is_empty() {
            text.push_decoded(" ", Span::at(value.span().start));
        }
        text.append(value);
    }
    text.push_decoded(breaks, Span::at(values.last().map_or(at, Text::span).end));
    Some(text)
}

/// A format with escapes and at most `%s`, once for every value.
fn printf(values: &[Text]) -> Option<Text> {
    let (format, values) = values.split_first()?;
    let written = format.as_written();
    if format.known().is_unknown() || written.replace("%s", "").contains('%') {
        return None;
    }
    if !written.contains("%s") {
        return Some(unescaped(format));
    }
    let mut values = values.iter();
    let mut text = Text::default();
    while values.len() > 0 {
        let mut at = 0;
        while let Some(mark) = written[at..].find("%s").map(|mark| at + mark) {
            text.append(&unescaped(&format.slice(at..mark)));
            if let Some(value) = values.next() {
                text.append(value);
            }
            at = mark + 2;
        }
        text.append(&unescaped(&format.slice(at..written.len())));
    }
    Some(text)
}

fn unescaped(format: &Text) -> Text {
    let mut text = Text::default();
    let mut at = 0;
    for (length, value) in ansi::pieces(format.as_written()) {
        match value {
            Some(value) => text.push_decoded(&value, format.span_of(at..at + length)),
            None => text.append(&format.slice(at..at + length)),
        }
        at += length;
    }
    text
}
