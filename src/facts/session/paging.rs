//! The pages of a list that a recording asks for, one call after the other.

use std::collections::HashMap;

use crate::exchange::Exchange;
use crate::truth::{Fact, Why};

use super::{Call, Key, MOST, key};

/// An answer longer than this is not searched for its items.
const LONGEST: usize = 1024 * 1024;

/// The last offset at which each list was asked for.
#[derive(Default)]
pub(crate) struct Pages {
    offsets: HashMap<Key, i64>,
}

/// Where in a list a call begins, and how much of it it asks for.
struct Page {
    list: Key,
    offset: i64,
    limit: i64,
}

impl Pages {
    pub(super) fn learn(&mut self, call: &Call<'_>) {
        if let Fact::Known(page) = page(call)
            && (self.offsets.len() < MOST || self.offsets.contains_key(&page.list))
        {
            self.offsets.insert(page.list, page.offset);
        }
    }

    /// The offset is the last call's and the limit together.
    pub(crate) fn grows_by_limit(&self, exchange: &Exchange) -> Fact<bool> {
        page(&Call::of(exchange)).map(|page| {
            let last = self.offsets.get(&page.list);
            last.is_some_and(|last| {
                page.limit > 1 && page.offset.checked_sub(page.limit) == Some(*last)
            })
        })
    }

    /// The number of the page that begins at this record.
    pub(crate) fn index(exchange: &Exchange) -> Fact<i64> {
        page(&Call::of(exchange)).and_then(|page| {
            let whole = page.limit > 0 && page.offset % page.limit == 0;
            whole.then(|| page.offset / page.limit).into()
        })
    }

    /// Nothing came back, and the offset is more than there are pages.
    pub(crate) fn beyond_last(exchange: &Exchange) -> Fact<bool> {
        page(&Call::of(exchange)).and_then(|page| {
            let Fact::Known(response) = &exchange.response else {
                return Fact::Unknown(Why::NotRecorded);
            };
            let body = match &response.body {
                Fact::Known(body) => body.as_written(),
                Fact::Absent => return Fact::Known(false),
                Fact::Unknown(why) => return Fact::Unknown(*why),
            };
            if body.len() > LONGEST {
                return Fact::Known(false);
            }
            let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
            let pages = body.pointer("/_metadata/totalPages").and_then(serde_json::Value::as_i64);
            let items = body.get("items").and_then(serde_json::Value::as_array);
            let empty = items.is_some_and(Vec::is_empty);
            let beyond = pages.is_some_and(|pages| pages > 0 && page.offset > pages);
            Fact::Known(page.limit > 1 && empty && beyond)
        })
    }
}

/// Absent where the call does not name both.
fn page(call: &Call<'_>) -> Fact<Page> {
    let request = &call.exchange.request;
    if request.url.query.is_none() || request.method_for_routing() != "GET" {
        return Fact::Absent;
    }
    let mut list = call.host() + call.path;
    let (mut offset, mut limit) = (Fact::Absent, Fact::Absent);
    let mut pairs = request.url.query_pairs();
    pairs.sort_by(|a, b| a.0.as_written().cmp(b.0.as_written()));
    for (name, value) in pairs {
        match name.as_written() {
            "_offset" | "offset" => offset = value.known().map(str::to_owned),
            "_limit" | "limit" => limit = value.known().map(str::to_owned),
            other => list = format!("{list}&{other}={}", value.as_written()),
        }
    }
    let number = |text: Fact<String>| text.and_then(|text| Fact::from(text.parse::<i64>().ok()));
    number(offset)
        .and_then(|offset| number(limit).map(|limit| Page { list: key(&list), offset, limit }))
}
