//! What Postman sends as the body of a request, and the header that goes with it.

use super::Reader;
use super::inherited::Behavior;
use crate::exchange::Header;
use crate::input::collection::message::{implied, is_special_in_form, join};
use crate::input::collection::values::{hole, is_true};
use crate::json::Value;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// Methods whose body is not sent unless that was asked for.
const WITHOUT_BODY: &[&str] = &["GET", "COPY", "HEAD", "PURGE", "UNLOCK"];

/// A body that is sent, and the type it has if no header says one.
type Sent = (Fact<Text>, Option<Text>);

/// The body of a request; its type becomes a header.
pub(super) fn read(
    reader: &Reader<'_>,
    (request, method): (Value<'_>, &Text),
    headers: &mut Vec<Header>,
    behavior: Behavior,
) -> Fact<Text> {
    let Some(body) = request.get("body").filter(|body| body.is_object()) else {
        return Fact::Absent;
    };
    let pruned = WITHOUT_BODY.contains(&method.as_written()) && behavior.keeps_body != Some(true);
    if pruned || is_true(body, "disabled") {
        return Fact::Absent;
    }
    let mode = body.get("mode").map_or("", Value::content);
    let Some(content) = body.get(mode) else { return Fact::Absent };
    let (sent, kind) = match mode {
        "raw" => raw(reader, body, content),
        "urlencoded" => form(reader, content),
        "formdata" => multipart(content),
        "file" => file(reader, content),
        "graphql" => graphql(reader, content),
        _ => return Fact::Absent,
    };
    let says = headers.iter().any(|header| header.is("content-type"));
    if let Some(kind) = kind.filter(|_| !says && behavior.drops_type != Some(true)) {
        headers.push(implied("Content-Type", kind));
    }
    sent
}

fn raw(reader: &Reader<'_>, body: Value<'_>, content: Value<'_>) -> Sent {
    let sent = reader.page().read(content);
    if matches!(&sent, Fact::Known(text) if text.is_empty()) || sent.is_absent() {
        return (Fact::Absent, None);
    }
    let raw = body.get("options").and_then(|options| options.get("raw"));
    let language = raw.and_then(|raw| raw.get("language"));
    let kind = match language.map_or("", Value::content) {
        "json" => "application/json",
        "html" => "text/html",
        "javascript" => "application/javascript",
        "xml" => "application/xml",
        _ => "text/plain",
    };
    let place = language.map_or(Span::at(content.span().start), Value::span);
    (sent, Some(Text::decoded(kind, place)))
}

fn form(reader: &Reader<'_>, content: Value<'_>) -> Sent {
    let kind = Text::decoded("application/x-www-form-urlencoded", Span::at(content.span().start));
    if !content.is_array() {
        return match reader.page().read(content) {
            Fact::Known(text) if text.is_empty() => (Fact::Absent, None),
            text @ (Fact::Known(_) | Fact::Absent | Fact::Unknown(_)) => (text, Some(kind)),
        };
    }
    let mut pairs = None;
    for pair in content.items().filter(|pair| !is_true(*pair, "disabled")) {
        let text = |name: &str| reader.page().member(pair, name);
        let name = text("key").unwrap_or_else(|| Text::verbatim("", pair.span().start));
        // An empty value is filled in later.
        let value = text("value").filter(|value| !value.is_empty());
        let value = value.map_or_else(
            || hole(pair.span().end, Why::NotRecorded),
            |value| reader.page().encoded(&value, is_special_in_form),
        );
        let name = reader.page().encoded(&name, is_special_in_form);
        join(&mut pairs, &name, Some(&value));
    }
    match pairs {
        Some(pairs) => (Fact::Known(pairs), Some(kind)),
        None => (Fact::Absent, None),
    }
}

/// The parts and what is between them are put together when the request is sent.
fn multipart(content: Value<'_>) -> Sent {
    if content.items().all(|part| is_true(part, "disabled")) {
        return (Fact::Absent, None);
    }
    let kind = Text::decoded("multipart/form-data", Span::at(content.span().start));
    (Fact::Unknown(Why::NotRecorded), Some(kind))
}

/// The type of a file goes by its name, as the app sees it.
fn file(reader: &Reader<'_>, content: Value<'_>) -> Sent {
    let place = content.span();
    let name = content.get("src").and_then(|name| name.text().known());
    let bytes = name
        .and_then(|name| reader.options.files.and_then(|files| files(name.as_written())))
        .map(String::from_utf8);
    let sent = match bytes {
        Some(Ok(text)) => Fact::Known(Text::decoded(&text, place)),
        Some(Err(_)) => Fact::Unknown(Why::Undecodable),
        None => Fact::Unknown(Why::NotRecorded),
    };
    (sent, Some(hole(place.start, Why::NotRecorded)))
}

/// `{"query": …, "variables": …}`; the variables are JSON in a string.
fn graphql(reader: &Reader<'_>, content: Value<'_>) -> Sent {
    let page = reader.page();
    let mut body = Text::decoded("{", Span::at(content.span().start));
    for name in ["query", "operationName", "variables"] {
        let Some(value) = content.get(name) else { continue };
        let as_json = name == "variables" && !value.is_object();
        let text = if as_json { page.member(content, name) } else { Some(verbatim(value)) };
        let Some(text) = text.filter(|text| !text.is_empty()) else { continue };
        let comma = if body.len() > 1 { "," } else { "" };
        body.push_decoded(&format!("{comma}\"{name}\":"), Span::at(text.span().start));
        body.append(&if as_json { text } else { page.fill(text) });
    }
    body.push_decoded("}", Span::at(content.span().end));
    let kind = Text::decoded("application/json", Span::at(content.span().start));
    (Fact::Known(body), Some(kind))
}

fn verbatim(value: Value<'_>) -> Text {
    Text::verbatim(value.raw(), value.span().start)
}
