//! The body of a Hurl entry, and the type it is sent with.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::entries::{Body, BodyKind, trimmed};
use super::request::Surroundings;
use super::strings;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// What is sent, and the type that Hurl says it has where no header does.
pub(super) fn body(body: &Body, around: &Surroundings<'_>) -> (Fact<Text>, Option<&'static str>) {
    let text = around.text;
    let read = |span: Span| Fact::Known(around.variables.text(text, span));
    match body.kind {
        BodyKind::Json => (read(body.span), Some("application/json")),
        BodyKind::Xml => (read(body.span), Some("application/xml")),
        BodyKind::Fenced => fenced(body, around),
        BodyKind::Line => {
            let inner = inside(body, (1, 1));
            (Fact::Known(strings::value(text, inner, around.variables)), None)
        }
        BodyKind::Base64 => {
            let letters: String = written(text, body).split_whitespace().collect();
            (bytes(BASE64_STANDARD.decode(letters).ok(), body.span), None)
        }
        BodyKind::Hex => (bytes(from_hex(written(text, body)), body.span), None),
        BodyKind::File => (file(body, around), None),
    }
}

/// What stands between the marks of a body.
fn inside(body: &Body, (before, behind): (usize, usize)) -> Span {
    let start = (body.span.start + before).min(body.span.end);
    let behind = if body.is_closed { behind } else { 0 };
    Span::new(start, body.span.end.saturating_sub(behind).max(start))
}

/// What stands between `base64,` and `;`.
fn written<'t>(text: &'t str, body: &Body) -> &'t str {
    let written = &text[body.span.start..body.span.end];
    let rest = written.split_once(',').map_or("", |(_, rest)| rest);
    rest.strip_suffix(';').unwrap_or(rest).trim()
}

fn bytes(decoded: Option<Vec<u8>>, span: Span) -> Fact<Text> {
    match decoded.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(decoded) => Fact::Known(Text::decoded(&decoded, span)),
        None => Fact::Unknown(Why::Undecodable),
    }
}

fn from_hex(written: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = written
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high * 16 + low).collect())
}

fn file(body: &Body, around: &Surroundings<'_>) -> Fact<Text> {
    let name = written(around.text, body);
    let bytes = around.options.files.and_then(|files| files(name));
    match bytes.map(String::from_utf8) {
        None => Fact::Unknown(Why::NotRecorded),
        Some(Err(_)) => Fact::Unknown(Why::Undecodable),
        Some(Ok(text)) => Fact::Known(Text::decoded(&text, body.span)),
    }
}

/// Between three backticks: the rest of the first line says what it is.
fn fenced(body: &Body, around: &Surroundings<'_>) -> (Fact<Text>, Option<&'static str>) {
    let text = around.text;
    let inner = inside(body, (3, 3));
    let content = &text[inner.start..inner.end];
    let Some((first, rest)) = content.split_once('\n') else {
        return (Fact::Known(around.variables.text(text, inner)), None);
    };
    let first = trimmed(text, Span::new(inner.start, inner.start + first.len()));
    let mut words = text[first.start..first.end].split(',').map(str::trim);
    let language = words.next().unwrap_or_default();
    let attributes: Vec<&str> = words.collect();
    let rest = Span::new(inner.end - rest.len(), inner.end);
    let read = if attributes.contains(&"escape") {
        strings::value(text, rest, around.variables)
    } else if attributes.contains(&"novariable") {
        Text::verbatim(&text[rest.start..rest.end], rest.start)
    } else {
        around.variables.text(text, rest)
    };
    match language {
        "json" => (Fact::Known(read), Some("application/json")),
        "xml" => (Fact::Known(read), Some("application/xml")),
        "graphql" => (Fact::Unknown(Why::Undecodable), Some("application/json")),
        "hex" | "base64" => (Fact::Unknown(Why::Undecodable), None),
        _ => (Fact::Known(read), None),
    }
}
