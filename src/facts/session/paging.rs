//! The pages of a list that a recording asks for, one call after the other.

use std::collections::HashMap;

use serde_json::Value;

use crate::exchange::Exchange;
use crate::facts::stepping::{Counter, variable};
use crate::truth::{Fact, Why};

use super::{Call, Key, MOST, key};

/// An answer longer than this is not searched for its items.
const LONGEST: usize = 1024 * 1024;

/// The names that lists have for where a page begins, and how long it is.
const OFFSET: [&str; 2] = ["_offset", "offset"];
const LIMIT: [&str; 2] = ["_limit", "limit"];

/// The last call for each list.
#[derive(Default)]
pub(crate) struct Pages {
    lists: HashMap<Key, Last>,
}

/// Where the last call for a list began.
#[derive(Clone, Copy)]
struct Last {
    offset: i64,
    /// It lay a limit behind the one before.
    grew: bool,
}

/// Where in a list a call begins, and how much of it it asks for.
struct Page {
    list: Key,
    offset: i64,
    limit: i64,
    /// The offset stands in the call as a number.
    literal: bool,
}

impl Pages {
    pub(super) fn learn(&mut self, call: &Call<'_>) {
        if let Fact::Known(page) = page(call)
            && (self.lists.len() < MOST || self.lists.contains_key(&page.list))
        {
            let grew = self.follows(&page).is_some();
            self.lists.insert(page.list, Last { offset: page.offset, grew });
        }
    }

    /// The offset is the last call's and the limit together. Once may be a leap to a page far
    /// behind, if there is something on it.
    pub(crate) fn grows_by_limit(&self, exchange: &Exchange) -> Fact<bool> {
        if in_loop(exchange) {
            return Fact::Known(true);
        }
        page(&Call::of(exchange)).map(|page| match self.follows(&page) {
            Some(last) => last.grew || items(exchange).known() != Some(Items::Some),
            None => false,
        })
    }

    /// The last call for the list, if this one lies a limit behind it.
    fn follows(&self, page: &Page) -> Option<Last> {
        let last = *self.lists.get(&page.list)?;
        let steps = page.limit > 1 && page.offset.checked_sub(page.limit) == Some(last.offset);
        steps.then_some(last)
    }

    /// The number of the page that begins at this record.
    pub(crate) fn index(exchange: &Exchange) -> Fact<i64> {
        page(&Call::of(exchange)).and_then(|page| {
            let whole = page.literal && page.limit > 0 && page.offset % page.limit == 0;
            whole.then(|| page.offset / page.limit).into()
        })
    }

    /// Nothing came back, and the offset is more than there are pages.
    pub(crate) fn beyond_last(exchange: &Exchange) -> Fact<bool> {
        page(&Call::of(exchange)).and_then(|page| {
            items(exchange).map(|items| match items {
                Items::None { pages } => page.limit > 1 && pages > 0 && page.offset > pages,
                Items::Some | Items::Unsaid => false,
            })
        })
    }
}

/// What an answer holds of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Items {
    Some,
    /// Of a list of so many pages.
    None {
        pages: i64,
    },
    Unsaid,
}

fn items(exchange: &Exchange) -> Fact<Items> {
    let Fact::Known(response) = &exchange.response else {
        return Fact::Unknown(Why::NotRecorded);
    };
    let body = match &response.body {
        Fact::Known(body) if body.len() > LONGEST => return Fact::Known(Items::Unsaid),
        Fact::Known(body) => body.as_written(),
        Fact::Absent => return Fact::Known(Items::Unsaid),
        Fact::Unknown(why) => return Fact::Unknown(*why),
    };
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let items = body.as_array().or_else(|| body.get("items")?.as_array());
    let pages = body.pointer("/_metadata/totalPages").and_then(Value::as_i64);
    Fact::Known(match (items, pages) {
        (Some(items), _) if !items.is_empty() => Items::Some,
        (Some(_), Some(pages)) => Items::None { pages },
        (Some(_) | None, _) => Items::Unsaid,
    })
}

/// The loop that the call stands in adds the limit to the offset.
fn in_loop(exchange: &Exchange) -> bool {
    if !exchange.format.is_script() {
        return false;
    }
    let pairs = exchange.request.url.query_pairs();
    let value = |names: [&str; 2]| {
        pairs.iter().find(|(name, _)| names.contains(&name.as_written())).map(|(_, value)| value)
    };
    let (Some(offset), Some(limit)) = (value(OFFSET), value(LIMIT)) else { return false };
    let Some(counter) = Counter::of(exchange, offset) else { return false };
    let number = limit.known().known().and_then(|limit| limit.parse::<i64>().ok());
    number.is_some_and(|number| number > 1 && counter.steps_by(number, variable(exchange, limit)))
}
/// Absent where the call does not name both.
fn page(call: &Call<'_>) -> Fact<Page> {
    let request = &call.exchange.request;
    let query = request.url.query.as_ref();
    let names_offset = query.is_some_and(|query| query.as_written().contains("offset="));
    if !names_offset || request.method_for_routing() != "GET" {
        return Fact::Absent;
    }
    let mut list = call.host() + call.path;
    let (mut offset, mut limit, mut literal) = (Fact::Absent, Fact::Absent, false);
    let mut pairs = request.url.query_pairs();
    pairs.sort_by(|a, b| a.0.as_written().cmp(b.0.as_written()));
    for (name, value) in pairs {
        match name.as_written() {
            name if OFFSET.contains(&name) => {
                literal = call.exchange.source.slice(value.span()) == value.as_written();
                offset = value.known().map(str::to_owned);
            }
            name if LIMIT.contains(&name) => limit = value.known().map(str::to_owned),
            other => list = format!("{list}&{other}={}", value.as_written()),
        }
    }
    let number = |text: Fact<String>| text.and_then(|text| Fact::from(text.parse::<i64>().ok()));
    number(offset).and_then(|offset| {
        number(limit).map(|limit| Page { list: key(&list), offset, limit, literal })
    })
}
