//! Credentials that Postman adds to a request by itself.

use crate::exchange::{Header, Kept, Url};
use crate::input::collection::message::{
    basic, implied, is_special_in_query, join, prefixed, replace,
};
use crate::input::collection::values::Page;
use crate::json::{Tree, Value};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// A longer query is not taken apart.
const LONGEST_QUERY: usize = 16 << 10;

/// What a request, a folder or a collection says of credentials.
#[derive(Clone)]
pub(super) enum Auth {
    /// Nothing: what is around it decides.
    Unsaid,
    /// None are added.
    None,
    Header(Text, Text),
    Query(Text, Text),
    /// They are made when the request is sent, or stand in a part of the text that is missing:
    /// what is known of the headers then.
    Unknown(Kept),
}

impl Auth {
    pub(super) fn at(page: Page<'_>, span: Span) -> Self {
        match Tree::read_at(page.text, span) {
            Ok(tree) => Self::read(page, tree.root()),
            Err(_) => Self::Unknown(Kept::Some(Why::Undecodable)),
        }
    }

    pub(super) fn read(page: Page<'_>, auth: Value<'_>) -> Self {
        let Some(kind) = auth.get("type").filter(|kind| !kind.content().is_empty()) else {
            return Self::Unsaid;
        };
        let of = |name: &str| parameter(page, auth, (kind.content(), name));
        match kind.content() {
            "noauth" => Self::None,
            "bearer" => Self::authorization(kind, prefixed("Bearer ", &of("token"))),
            "basic" => Self::authorization(kind, basic(&of("username"), &of("password"))),
            "apikey" => api_key(page, &of),
            "oauth2" => oauth(kind, &of),
            _ => Self::Unknown(Kept::AllButCredentials),
        }
    }

    fn authorization(kind: Value<'_>, value: Text) -> Self {
        Self::Header(Text::decoded("Authorization", kind.span()), value)
    }

    /// How much is copied when it is added to a request.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Unsaid | Self::None | Self::Unknown(_) => 0,
            Self::Header(name, value) | Self::Query(name, value) => name.len() + value.len(),
        }
    }

    /// Adds them to a request; they win over what the request says itself.
    pub(super) fn add(self, headers: &mut Vec<Header>, url: &mut Url, kept: &mut Kept) {
        match self {
            Self::Unsaid | Self::None => {}
            Self::Header(name, value) => {
                let header = implied(name.as_written(), value);
                replace(headers, header);
            }
            Self::Query(name, value) => add_parameter(url, &name, &value),
            Self::Unknown(less) => {
                if *kept == Kept::All {
                    *kept = less;
                }
            }
        }
    }
}

/// A parameter of the request with the same name gives way.
fn add_parameter(url: &mut Url, name: &Text, value: &Text) {
    if url.query.as_ref().is_some_and(|query| query.len() > LONGEST_QUERY) {
        return join(&mut url.query, name, Some(value));
    }
    let mut query = None;
    for (other, value) in url.query_pairs() {
        if other.as_written() != name.as_written() {
            let value = Some(value).filter(|value| !value.is_empty());
            join(&mut query, &other, value.as_ref());
        }
    }
    join(&mut query, name, Some(value));
    url.query = query;
}

fn api_key(page: Page<'_>, of: &dyn Fn(&str) -> Text) -> Auth {
    let encode = |text: &Text| page.encoded(text, is_special_in_query);
    let name = of("key");
    match (of("in").as_written(), name.known()) {
        ("query", _) => Auth::Query(encode(&name), encode(&of("value"))),
        (_, Fact::Known(_) | Fact::Absent) => Auth::Header(name, of("value")),
        (_, Fact::Unknown(why)) => Auth::Unknown(Kept::Some(why)),
    }
}

/// A token that was fetched before; it may have been left out when the collection was exported.
fn oauth(kind: Value<'_>, of: &dyn Fn(&str) -> Text) -> Auth {
    let prefix = of("headerPrefix");
    match of("addTokenTo").as_written() {
        "queryParams" => Auth::Query(Text::decoded("access_token", kind.span()), of("accessToken")),
        _ if prefix.is_empty() => {
            Auth::authorization(kind, prefixed("Bearer ", &of("accessToken")))
        }
        _ => {
            let mut value = prefix.trim();
            value.push_decoded(" ", Span::at(prefix.span().end));
            value.append(&of("accessToken"));
            Auth::authorization(kind, value)
        }
    }
}

/// `{"bearer": [{"key": "token", "value": …}]}`, in older collections `{"bearer": {"token": …}}`.
fn parameter(page: Page<'_>, auth: Value<'_>, (kind, name): (&str, &str)) -> Text {
    let Some(list) = auth.get(kind) else { return page.needed(auth, name) };
    if !list.is_array() {
        return page.needed(list, name);
    }
    let is = |item: &Value<'_>| item.get("key").is_some_and(|key| key.is_named(name));
    let item = list.items().filter(is).last();
    item.map_or_else(|| page.needed(list, name), |item| page.needed(item, "value"))
}
