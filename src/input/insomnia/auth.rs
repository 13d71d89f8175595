//! Credentials that Insomnia adds to a request by itself.

use super::part::{Part, is_known};
use crate::exchange::{Header, Kept, Url};
use crate::input::collection::message::{basic, implied, is_special_in_query, join, prefixed};
use crate::input::collection::values::Page;
use crate::source::{Span, Text};
use crate::truth::Why;

/// What a request or a folder says of credentials.
#[derive(Clone)]
pub(super) enum Auth {
    /// Nothing: the folder around it decides.
    Unsaid,
    /// None are added.
    None,
    Header(Text, Text),
    Query(Text, Text),
    /// They are made when the request is sent, or stand in a part of the text that is missing.
    Unknown(Kept),
}

impl Auth {
    pub(super) fn read(page: Page<'_>, auth: Part<'_>) -> Self {
        let Some(kind) = auth.get("type").and_then(Part::text) else { return Self::Unsaid };
        let of = |name: &str| auth.needed(page, name);
        let authorization =
            |value: Text| Self::Header(Text::decoded("Authorization", kind.span()), value);
        match kind.as_written() {
            "" => Self::Unsaid,
            "none" => Self::None,
            _ if auth.is_true("disabled") => Self::None,
            "bearer" => authorization(bearer(page, auth)),
            "basic" => authorization(basic(&of("username"), &of("password"))),
            "apikey" => match auth.plain("addTo").as_deref() {
                Some("queryParams") => {
                    let encoded = |name| page.encoded(&of(name), is_special_in_query);
                    Self::Query(encoded("key"), encoded("value"))
                }
                Some("cookie") => {
                    let mut cookie = of("key");
                    cookie.push_decoded("=", Span::at(cookie.span().end));
                    cookie.append(&of("value"));
                    Self::Header(Text::decoded("Cookie", kind.span()), cookie)
                }
                Some(_) | None if is_known(&of("key")) => Self::Header(of("key"), of("value")),
                Some(_) | None => Self::Unknown(Kept::Some(Why::Variable)),
            },
            _ => Self::Unknown(Kept::AllButCredentials),
        }
    }

    /// Adds them to a request, where a header of its own wins.
    pub(super) fn add(self, headers: &mut Vec<Header>, url: &mut Url, kept: &mut Kept) {
        match self {
            Self::Unsaid | Self::None => {}
            Self::Header(name, value) => {
                let name = name.as_written();
                if !headers.iter().any(|header| header.is(name)) {
                    headers.push(implied(name, value));
                }
            }
            Self::Query(name, value) => {
                join(&mut url.query, &name, Some(&value));
            }
            Self::Unknown(less) => {
                if *kept == Kept::All {
                    *kept = less;
                }
            }
        }
    }
}

fn bearer(page: Page<'_>, auth: Part<'_>) -> Text {
    let token = auth.needed(page, "token");
    match auth.filled(page, "prefix") {
        Some(prefix) if prefix.as_written() == "NO_PREFIX" => token,
        Some(mut prefix) => {
            prefix.push_decoded(" ", Span::at(prefix.span().end));
            prefix.append(&token);
            prefix
        }
        None => prefixed("Bearer ", &token),
    }
}
