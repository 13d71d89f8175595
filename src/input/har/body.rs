//! The bodies of a recorded exchange, as far as the recorder kept them.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use url::form_urlencoded::byte_serialize;

use super::headers::is_mark;
use crate::exchange::Header;
use crate::input::Files;
use crate::json::Value;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// No body that is looked into is larger; a string of the recording itself is not either.
const LARGEST: usize = 1 << 20;

/// Recorders leave out the padding and break lines.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The body that was sent: as text, else out of its own file, else rebuilt from the fields of a form.
pub(super) fn sent(
    request: Value<'_>,
    (method, headers): (&Text, &[Header]),
    files: Option<&Files<'_>>,
) -> Fact<Text> {
    let Some(data) = request.get("postData").filter(|data| data.is_object()) else {
        return missing(request, method, headers);
    };
    let apart = match content(data, files) {
        Fact::Known(text) if !text.is_empty() => return Fact::Known(text),
        Fact::Unknown(Why::NotRecorded) => true,
        Fact::Unknown(why) => return Fact::Unknown(why),
        Fact::Known(_) | Fact::Absent => false,
    };
    match form(data) {
        Fact::Absent if apart => Fact::Unknown(Why::NotRecorded),
        Fact::Absent => missing(request, method, headers),
        form @ (Fact::Known(_) | Fact::Unknown(_)) => form,
    }
}

/// The body that came back.
pub(super) fn received(response: Value<'_>, files: Option<&Files<'_>>) -> Fact<Text> {
    let Some(body) = response.get("content") else { return Fact::Unknown(Why::NotRecorded) };
    let size = body.get("size").and_then(Value::number).unwrap_or_default();
    match content(body, files) {
        Fact::Absent => Fact::Unknown(Why::NotRecorded),
        // Browsers forget large bodies and write nothing in their place.
        Fact::Known(text) if text.is_empty() && size > 0.0 => Fact::Unknown(Why::NotRecorded),
        text @ (Fact::Known(_) | Fact::Unknown(_)) => text,
    }
}

/// `text`, taken out of base64 where `encoding` says so, else what is in the file that `_file` names.
fn content(holder: Value<'_>, files: Option<&Files<'_>>) -> Fact<Text> {
    if holder.get("comment").is_some_and(|comment| comment.raw().contains("exceeded")) {
        return Fact::Unknown(Why::Truncated);
    }
    match written(holder) {
        Fact::Known(text) if !text.is_empty() => Fact::Known(text),
        Fact::Unknown(why) => Fact::Unknown(why),
        empty @ (Fact::Known(_) | Fact::Absent) => attached(holder, files).unwrap_or(empty),
    }
}

fn written(holder: Value<'_>) -> Fact<Text> {
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
    if !is_text(holder) {
        return Fact::Unknown(Why::Undecodable);
    }
    let letters = || read.as_written().bytes().filter(|byte| !byte.is_ascii_whitespace());
    let bytes =
        BASE64.decode(read.as_written()).or_else(|_| BASE64.decode(letters().collect::<Vec<_>>()));
    bytes.map_or(Fact::Unknown(Why::Undecodable), |bytes| of_bytes(bytes, read.span()))
}

/// The body that the recorder put into a file of its own. Its place is that of the file's name.
fn attached(holder: Value<'_>, files: Option<&Files<'_>>) -> Option<Fact<Text>> {
    let file = holder.get("_file")?.text().known().filter(|name| !name.is_empty())?;
    if !is_text(holder) {
        return Some(Fact::Unknown(Why::Undecodable));
    }
    let bytes = files.and_then(|read| read(file.as_written()));
    Some(match bytes {
        None => Fact::Unknown(Why::NotRecorded),
        Some(bytes) if bytes.len() > LARGEST => Fact::Unknown(Why::Truncated),
        Some(bytes) => of_bytes(bytes, file.span()),
    })
}

fn of_bytes(bytes: Vec<u8>, span: Span) -> Fact<Text> {
    String::from_utf8(bytes)
        .map_or(Fact::Unknown(Why::Undecodable), |value| Fact::Known(Text::decoded(&value, span)))
}

fn is_text(holder: Value<'_>) -> bool {
    let mime = holder.get("mimeType").map_or("", Value::content).to_ascii_lowercase();
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
    fields(params)
}

/// Names and values as a form or a query writes them.
pub(super) fn fields(list: Value<'_>) -> Fact<Text> {
    let mut body = Text::default();
    for param in list.items() {
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
