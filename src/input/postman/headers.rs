//! Headers in a list of objects or, in older collections, in one string.

use crate::exchange::Header;
use crate::input::collection::message::written;
use crate::input::collection::values::{Page, hole, is_true};
use crate::json::Value;
use crate::truth::Why;

/// More lines of headers than anybody writes.
const MOST_LINES: usize = 200;

/// The headers that are switched on.
pub(super) fn read(page: Page<'_>, message: Value<'_>) -> Vec<Header> {
    let Some(list) = message.get("header") else { return Vec::new() };
    if list.is_array() {
        let on = list.items().filter(|item| !is_true(*item, "disabled"));
        return on.filter_map(|item| header(page, item)).collect();
    }
    let text = list.text().known().unwrap_or_default();
    let mut headers = Vec::new();
    let mut start = 0;
    for line in text.as_written().split('\n').take(MOST_LINES) {
        if let Some(colon) = line.find(':') {
            let name = text.slice(start..start + colon).trim();
            let value = text.slice(start + colon + 1..start + line.len()).trim();
            if !name.is_empty() {
                headers.push(written(page.fill(name), page.fill(value)));
            }
        }
        start += line.len() + 1;
    }
    headers
}

/// A value that is empty is filled in later.
fn header(page: Page<'_>, item: Value<'_>) -> Option<Header> {
    let name = page.member(item, "key").filter(|name| !name.is_empty())?;
    let value = page.member(item, "value").filter(|value| !value.is_empty());
    let end = item.get("value").map_or(name.span().end, |value| value.span().end);
    let value = value.unwrap_or_else(|| hole(end, Why::NotRecorded));
    Some(written(name, value))
}
