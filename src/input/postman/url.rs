//! The address of a request, in one piece or in parts, as Postman puts it together.

use crate::exchange::Url;
use crate::input::collection::message::{is_special_in_path, is_special_in_query, join, later};
use crate::input::collection::values::{Page, hole, is_true};
use crate::json::Value;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// More variables than a path has.
const MOST_VARIABLES: usize = 50;

/// Reads `url`: a string, or an object with `raw` and parts.
pub(super) fn read(page: Page<'_>, url: Option<Value<'_>>, at: usize) -> Url {
    let Some(url) = url else { return Url::split(&hole(at, Why::NotRecorded)) };
    let address = if url.is_object() {
        with_path_variables(page, url, &in_one_piece(page, url))
    } else {
        match url.text() {
            Fact::Known(text) => page.fill(text),
            Fact::Absent => Text::default(),
            Fact::Unknown(why) => hole(url.span().start, why),
        }
    };
    let address = address.trim();
    if address.is_empty() {
        let address = if address.holes().is_empty() {
            hole(url.span().start, Why::NotRecorded)
        } else {
            address
        };
        return Url::split(&address);
    }
    let mut split = Url::split(&address);
    split.path = page.encoded(&split.path, is_special_in_path);
    split.query = split.query.map(|query| page.encoded(&query, is_special_in_query));
    split
}

/// The address without any variable filled in. Parts win over `raw`, as they do when it is sent;
/// where both say the same, `raw` is where people look.
fn in_one_piece(page: Page<'_>, url: Value<'_>) -> Text {
    let raw = url.get("raw").and_then(|raw| raw.text().known()).unwrap_or_default();
    let parts = of_parts(page, url);
    match parts {
        Some(parts) if parts.as_written() != raw.as_written() => parts,
        Some(_) | None => raw,
    }
}

fn of_parts(page: Page<'_>, url: Value<'_>) -> Option<Text> {
    let host = listed(url.get("host")?, ".")?;
    let text = |name: &str| url.get(name).and_then(|value| value.text().known());
    let filled = |name: &str| text(name).filter(|text| !text.is_empty());
    let mut address = Text::default();
    if let Some(protocol) = filled("protocol") {
        let end = Span::at(protocol.span().end);
        address.append(&protocol);
        if !protocol.as_written().ends_with("://") {
            address.push_decoded("://", end);
        }
    }
    address.append(&host);
    if let Some(port) = filled("port") {
        address.push_decoded(":", Span::at(port.span().start));
        address.append(&port);
    }
    if let Some(path) = url.get("path").and_then(|path| listed(path, "/")) {
        if !path.as_written().starts_with('/') || url.get("path").is_some_and(Value::is_array) {
            address.push_decoded("/", Span::at(path.span().start));
        }
        address.append(&path);
    }
    if let Some(query) = url.get("query").and_then(|list| query(page, list)) {
        address.push_decoded("?", Span::at(query.span().start));
        address.append(&query);
    }
    Some(address)
}

/// A string, or the strings of a list with something between them.
fn listed(value: Value<'_>, between: &str) -> Option<Text> {
    if !value.is_array() {
        return value.text().known().filter(|text| !text.is_empty());
    }
    let mut all: Option<Text> = None;
    for item in value.items() {
        let item = if item.is_object() { item.get("value")? } else { item };
        let text = item.text().known()?;
        match &mut all {
            Some(all) => {
                all.push_decoded(between, Span::at(text.span().start));
                all.append(&text);
            }
            None => all = Some(text),
        }
    }
    all
}

fn query(page: Page<'_>, value: Value<'_>) -> Option<Text> {
    if !value.is_array() {
        return value.text().known();
    }
    let mut query = None;
    for pair in value.items().filter(|pair| !is_true(*pair, "disabled")) {
        let text = |name: &str| pair.get(name).and_then(|value| value.text().known());
        let name = text("key").unwrap_or_else(|| Text::verbatim("", pair.span().start));
        let value = text("value").map(|value| page.encoded(&value, |c| c == '&' || c == '#'));
        join(&mut query, &name, value.as_ref());
    }
    query
}

/// `:id` gives way to its value; without one it is filled in later.
fn with_path_variables(page: Page<'_>, url: Value<'_>, address: &Text) -> Text {
    let written = address.as_written();
    let end = written.find(['?', '#']).unwrap_or(written.len());
    let mut filled = Text::default();
    let (mut from, mut start, mut seen) = (0, 0, 0);
    for segment in written[..end].split('/') {
        let name = segment.strip_prefix(':').map(|rest| rest.split('.').next().unwrap_or_default());
        if let Some(name) = name.filter(|name| !name.is_empty() && seen < MOST_VARIABLES) {
            seen += 1;
            let place = start..start + 1 + name.len();
            filled.append(&page.fill(address.slice(from..start)));
            from = place.end;
            match value(url, name) {
                Some(value) => filled.append(&page.fill(value)),
                None => filled.append(&later(&address.slice(place))),
            }
        }
        start += segment.len() + 1;
    }
    if from < written.len() || from == 0 {
        filled.append(&page.fill(address.slice(from..written.len())));
    }
    filled
}

fn value(url: Value<'_>, name: &str) -> Option<Text> {
    let is = |variable: &Value<'_>| {
        let key = variable.get("key").or_else(|| variable.get("id"));
        key.is_some_and(|key| key.is_named(name))
    };
    let variable = url.get("variable")?.items().filter(is).last()?;
    variable.get("value")?.text().known().filter(|value| !value.is_empty())
}
