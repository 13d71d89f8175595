//! The bodies of a recorded exchange, as far as the recorder kept them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded::byte_serialize;

use super::headers::is_mark;
use crate::exchange::Header;
use crate::json::Value;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// The body that was sent: as text, else rebuilt from the fields of a form.
pub(super) fn sent(request: Value<'_>, method: &Text, headers: &[Header]) -> Fact<Text> {
    let Some(data) = request.get("postData").filter(|data| data.is_object()) else {
        return missing(request, method, headers);
    };
    match content(data) {
        Fact::Known(text) if !text.is_empty() => Fact::Known(text),
        Fact::Unknown(why) => Fact::Unknown(why),
        Fact::Known(_) | Fact::Absent => match form(data) {
            Fact::Absent if data.get("_file").is_none() => missing(request, method, headers),
            Fact::Absent => Fact::Unknown(Why::NotRecorded),
            form @ (Fact::Known(_) | Fact::Unknown(_)) => form,
        },
    }
}

/// The body that came back.
pub(super) fn received(response: Value<'_>) -> Fact<Text> {
    let Some(body) = response.get("content") else { return Fact::Unknown(Why::NotRecorded) };
    let cut = body.get("comment").is_some_and(|comment| comment.raw().contains("exceeded"));
    let size = body.get("size").and_then(Value::number).unwrap_or_default();
    match content(body) {
        _ if cut => Fact::Unknown(Why::Truncated),
        Fact::Absent => Fact::Unknown(Why::NotRecorded),
        // Browsers forget large bodies and write nothing in their place.
        Fact::Known(text) if text.is_empty() && size > 0.0 => Fact::Unknown(Why::NotRecorded),
        text @ (Fact::Known(_) | Fact::Unknown(_)) => text,
    }
}

/// `text`, taken out of base64 where `encoding` says so.
fn content(holder: Value<'_>) -> Fact<Text> {
    let Some(text) = holder.get("text") else { return Fact::Absent };
    let encoding = holder.get("encoding").map_or("", Value::content);
    let read = match text.text() {
        Fact::Known(read) => read,
        Fact::Absent => return Fact::Absent,
        Fact::Unknown(why) => return Fact::Unknown(why),
    };
    if is_mark(read.as_written()) {
        return Fact::Unknown(Why::Redacted);
    }
    if !encoding.eq_ignore_ascii_case("base64") || read.is_empty() {
        return Fact::Known(read);
    }
    let mime = holder.get("mimeType").map_or("", Value::content);
    if !is_text(mime) {
        return Fact::Unknown(Why::Undecodable);
    }
    let bytes = STANDARD.decode(read.as_written()).ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .map(|value| Text::decoded(&value, read.span()))
        .map_or(Fact::Unknown(Why::Undecodable), Fact::Known)
}

fn is_text(mime: &str) -> bool {
    let mime = mime.to_ascii_lowercase();
    mime.is_empty() || ["text", "json", "xml", "form", "script"].iter().any(|t| mime.contains(t))
}

/// A recorder that says nothing of a body may have left it out.
fn missing(request: Value<'_>, method: &Text, headers: &[Header]) -> Fact<Text> {
    let size = request.get("bodySize").and_then(Value::number);
    let lengths = || headers.iter().filter(|header| header.is("content-length"));
    let announced = lengths().any(|header| header.value.as_written().trim() != "0");
    let empty = lengths().next().is_some();
    let bodiless = matches!(method.as_written(), "GET" | "HEAD" | "OPTIONS" | "DELETE");
    match size {
        _ if announced => Fact::Unknown(Why::NotRecorded),
        Some(size) if size > 0.0 => Fact::Unknown(Why::NotRecorded),
        Some(0.0) => Fact::Absent,
        Some(_) | None if bodiless || empty => Fact::Absent,
        Some(_) | None => Fact::Unknown(Why::NotRecorded),
    }
}

/// The fields as a form sends them. The parts of a multipart body cannot be put together again.
fn form(data: Value<'_>) -> Fact<Text> {
    let Some(params) = data.get("params").filter(|list| list.items().next().is_some()) else {
        return Fact::Absent;
    };
    let mime = data.get("mimeType").map_or("", Value::content).to_ascii_lowercase();
    if !mime.is_empty() && !mime.contains("urlencoded") {
        return Fact::Unknown(Why::NotRecorded);
    }
    let mut body = Text::default();
    for param in params.items() {
        let name = param.get("name").map_or(Fact::Absent, Value::text);
        let value = param.get("value").map_or(Fact::Absent, Value::text);
        if let Some(why) = [&name, &value].into_iter().find_map(why) {
            return Fact::Unknown(why);
        }
        let start = Span::at(param.span().start);
        if !body.is_empty() {
            body.push_decoded("&", start);
        }
        push_encoded(&mut body, name.known());
        body.push_decoded("=", start);
        push_encoded(&mut body, value.known());
    }
    Fact::Known(body)
}

const fn why(field: &Fact<Text>) -> Option<Why> {
    match field {
        Fact::Unknown(why) => Some(*why),
        Fact::Known(_) | Fact::Absent => None,
    }
}

fn push_encoded(body: &mut Text, part: Option<Text>) {
    let Some(part) = part else { return };
    let encoded: String = byte_serialize(part.as_written().as_bytes()).collect();
    if encoded == part.as_written() {
        body.append(&part);
    } else {
        body.push_decoded(&encoded, part.span());
    }
}
