//! What the documentation says of a call's body, and how the body differs from it.

use crate::exchange::{Accident, AccidentKind, Exchange, Request, Sent};
use crate::facts::catalog::{Route, Scope, Shape};
use crate::facts::placeholder::{is_lost, is_placeholder};
use crate::facts::{Facts, answer};
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::check;
use super::faults::{Faults, Missing};

/// The shape of the body; absent where nothing documents it as JSON, and without a body.
pub(crate) fn documented<'f>(facts: &'f Facts<'_>) -> Fact<&'f Shape> {
    let body = facts.body().as_ref().and_then(super::Body::root);
    body.and_then(|_| facts.path().route.and_then(|route| shape(route).into()))
}

/// What is wrong with the body beside that shape.
pub(crate) fn differences(facts: &Facts<'_>) -> Fact<Faults> {
    if facts.body().is_absent() {
        return without_body(facts)
            .map(|missing| Faults { missing: Some(missing), ..Faults::default() });
    }
    documented(facts).and_then(|shape| {
        let body = facts.body().as_ref();
        body.map(|body| check::compare(body, shape, told_elsewhere(facts)))
    })
}

/// The first required field of a body that was left out altogether.
fn without_body(facts: &Facts<'_>) -> Fact<Missing> {
    let exchange = facts.exchange();
    let sends = matches!(exchange.request.method.as_written(), "POST" | "PUT" | "PATCH");
    if !sends || is_cut(exchange) {
        return Fact::Absent;
    }
    facts.path().route.and_then(|route| {
        let required = route.body.get().as_ref().is_some_and(|body| body.required);
        let missing = shape(route).filter(|_| required).and_then(first_required);
        // A text without an answer may not be all of the call: nobody was refused yet.
        let whole = exchange.format.is_recording() || is_answered(exchange);
        missing.map(|missing| Missing { essential: missing.essential && whole, ..missing }).into()
    })
}

/// What a list holds, and which of several alternatives was meant, nobody can say.
fn first_required(shape: &Shape) -> Option<Missing> {
    let required = || shape.fields.iter().filter(|field| field.required);
    let first = required().next().filter(|_| shape.any_of.is_empty())?;
    Some(Missing {
        path: first.name.clone(),
        pointer: None,
        essential: required().count() <= 2,
        range: None,
    })
}

/// The body may stand in a part that the text has lost, or that its author left out.
///
/// A page that shows a call, and not what it sends, has names to fill in; it shows no answer.
fn is_cut(exchange: &Exchange) -> bool {
    let lost = |accident: &Accident| match accident.kind {
        AccidentKind::BlankAfterBackslash
        | AccidentKind::CommentInContinuation
        | AccidentKind::MissingBackslash
        | AccidentKind::UnclosedQuote
        | AccidentKind::HeaderWithoutColon
        | AccidentKind::UnquotedHeader
        | AccidentKind::UnquotedAmpersand
        | AccidentKind::UnquotedJson
        | AccidentKind::TypographicQuotes
        | AccidentKind::DashNotHyphen
        | AccidentKind::CurlOptionUnknown
        | AccidentKind::CurlOptionsConflict => true,
        AccidentKind::HtmlEntity
        | AccidentKind::InvisibleCharacter
        | AccidentKind::CrlfLineEnds
        | AccidentKind::VariableInSingleQuotes
        | AccidentKind::BracesEatenByGlobbing
        | AccidentKind::ZshGlobbing => false,
    };
    exchange.sent != Sent::Yes
        || exchange.accidents.iter().any(lost)
        || if exchange.format.is_recording() {
            is_left_out(&exchange.request)
        } else {
            !is_answered(exchange) && shows_a_form(exchange)
        }
}

fn is_answered(exchange: &Exchange) -> bool {
    answer::status(exchange).is_known()
}

/// A recorder that shows the type of a body, and no length, did not keep the body.
fn is_left_out(request: &Request) -> bool {
    let header = |name: &str| request.header(name);
    !(header("content-length").is_known()
        || header("content-length").is_absent() && header("content-type").is_absent())
}

/// Names to fill in stand in the address or in a header.
fn shows_a_form(exchange: &Exchange) -> bool {
    let request = &exchange.request;
    let values = request.headers.iter().map(|header| &header.value);
    [&request.url.host, &request.url.path].into_iter().chain(values).any(is_to_be_filled_in)
}

/// A name to fill in, also as a part of the text: `Bearer <token>`.
pub(in crate::facts) fn is_to_be_filled_in(text: &Text) -> bool {
    let blank = text.holes().iter().any(|hole| hole.why != Why::Variable);
    let mut words = text.as_written().split([' ', '/', '.']);
    blank
        || words.any(|word| {
            let variable = word.starts_with('$');
            !variable && (is_placeholder(word).is_some() || is_lost(word))
        })
}

fn shape(route: &Route) -> Option<&Shape> {
    let body = route.body.get().as_ref()?;
    let json = body.types.is_empty() || body.types.iter().any(|kind| kind.contains("json"));
    json.then_some(&body.shape)
}

/// A tenant in the body of a call that reads it from the header: there is a rule for that.
fn told_elsewhere(facts: &Facts<'_>) -> &'static [&'static str] {
    let reads =
        facts.path().route.map(|route| !matches!(route.tenant, Scope::None | Scope::Refused));
    let header = facts.exchange().request.header("frontegg-tenant-id");
    match (reads, header) {
        (Fact::Known(true), Fact::Absent) => &["tenantId", "tenant_id"],
        _ => &[],
    }
}
