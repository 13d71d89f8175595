//! What went wrong while a request was written, and what it cost.

use crate::exchange::{AccidentKind, Exchange, Request};
use crate::source::{Span, Text};
use crate::truth::Fact;

use super::body::is_to_be_filled_in;
use super::table::{Id, entry};

/// Where accidents of this kind happened, in order of place.
pub(crate) fn spans(exchange: &Exchange, kind: AccidentKind) -> impl Iterator<Item = Span> {
    exchange.accidents.iter().filter(move |one| one.kind == kind).map(|one| one.span)
}

/// Whether the accident that the fact is named for happened. Requests that no shell reads have
/// none.
pub(crate) fn happened(exchange: &Exchange, id: Id) -> Fact<bool> {
    let name = entry(id).name.strip_prefix("accident.").unwrap_or_default();
    let Some(kind) = AccidentKind::of_word(name) else { return Fact::Absent };
    if spans(exchange, kind).next().is_some() {
        // Braces around a name are a blank to fill in where others stand beside them.
        let form = kind == AccidentKind::BracesEatenByGlobbing && shows_a_form(&exchange.request);
        return Fact::Known(!form);
    }
    if exchange.format.is_script() { Fact::Known(false) } else { Fact::Absent }
}

fn shows_a_form(request: &Request) -> bool {
    let values = request.headers.iter().map(|header| &header.value);
    values.chain([&request.url.host]).any(is_to_be_filled_in)
}

/// Whether another credential goes out than was meant, or none.
pub(crate) fn changes_token(exchange: &Exchange) -> Fact<bool> {
    const SLOTS: &[&str] = &["authorization", "x-access-token", "x-api-key"];
    changes(exchange, |meant, sent| SLOTS.iter().any(|name| said(meant, name) != said(sent, name)))
}

/// Whether the tenant's header is lost on the way, or mangled.
pub(crate) fn changes_tenant(exchange: &Exchange) -> Fact<bool> {
    const NAME: &str = "frontegg-tenant-id";
    changes(exchange, |meant, sent| said(meant, NAME) != said(sent, NAME))
}

/// Whether another body goes out than was meant, or none, or under another type.
pub(crate) fn changes_body(exchange: &Exchange) -> Fact<bool> {
    changes(exchange, |meant, sent| {
        let body = |request: &'_ Request| request.body.as_ref().known().map(words);
        body(meant) != body(sent) || said(meant, "content-type") != said(sent, "content-type")
    })
}

/// Whether another address is called than was meant.
pub(crate) fn changes_url(exchange: &Exchange) -> Fact<bool> {
    changes(exchange, |meant, sent| {
        let query = |request: &Request| request.url.query.as_ref().map(words);
        words(&meant.url.path) != words(&sent.url.path) || query(meant) != query(sent)
    })
}

fn changes(exchange: &Exchange, differ: impl Fn(&Request, &Request) -> bool) -> Fact<bool> {
    let instead = exchange.instead();
    if instead.is_empty() {
        return Fact::Absent;
    }
    let meant = &exchange.request;
    let there = |sent: &&Request| {
        sent.url.span.start < meant.url.span.end && meant.url.span.start < sent.url.span.end
    };
    // Where nothing goes to this address, nothing of the call does.
    Fact::Known(instead.iter().find(there).is_none_or(|sent| differ(meant, sent)))
}

/// A value, and how much of it a shell fills in.
type Words = (String, usize);

fn words(text: &Text) -> Words {
    (text.as_written().to_owned(), text.holes().len())
}

fn said(request: &Request, name: &str) -> Option<Words> {
    request.header(name).known().map(|header| words(&header.value))
}
