//! The names in a body, and those that stand for the credentials of `/auth/vendor`.

use crate::exchange::Exchange;
use crate::facts::askable::Askable;
use crate::facts::placeholder;
use crate::source::Span;
use crate::truth::{Fact, Why};

use super::{Body, Content, content_type, looks_like_json};

/// A top-level name that stands for another.
pub(crate) struct Misnamed {
    pub(crate) name: String,
    pub(crate) right: &'static str,
    span: Span,
}

/// The body is JSON and the content type says form.
pub(crate) fn json_as_form(body: &Fact<Body<'_>>) -> Fact<bool> {
    body.as_ref().and_then(|body| {
        let form = content_type(body.exchange)
            .map(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        match form {
            Fact::Absent | Fact::Known(false) => Fact::Known(false),
            Fact::Unknown(why) => Fact::Unknown(why),
            Fact::Known(true) => Fact::Known(match &body.content {
                Content::Json(_) => looks_like_json(body.text.as_written().trim_start()),
                Content::Broken(_) | Content::Other => false,
            }),
        }
    })
}

/// `complete` or `wrong`.
pub(crate) fn vendor_keys(body: &Fact<Body<'_>>) -> Fact<&'static str> {
    match names(body) {
        Fact::Known(names) => {
            let has = |key: &str| names.iter().any(|(name, _)| name == key);
            Fact::Known(if has("clientId") && has("secret") { "complete" } else { "wrong" })
        }
        Fact::Absent => Fact::Known("wrong"),
        Fact::Unknown(why) => Fact::Unknown(why),
    }
}

/// The first name that stands for a missing `clientId` or `secret`.
pub(crate) fn misnamed(body: &Fact<Body<'_>>) -> Fact<Misnamed> {
    names(body).and_then(|names| misnamed_but(&names, "").into())
}

/// The first name that stands for the other one of the two.
pub(crate) fn misnamed_too(body: &Fact<Body<'_>>) -> Fact<Misnamed> {
    let first = misnamed(body);
    first.and_then(|first| names(body).and_then(|names| misnamed_but(&names, first.right).into()))
}

fn misnamed_but(names: &[(String, Span)], told: &str) -> Option<Misnamed> {
    let missing = |key: &str| key != told && names.iter().all(|(name, _)| name != key);
    names.iter().find_map(|(name, span)| {
        let right = meant(name).filter(|right| missing(right))?;
        Some(Misnamed { name: name.clone(), right, span: *span })
    })
}

/// Where that name stands.
pub(crate) fn misnamed_span(body: &Fact<Body<'_>>) -> Option<Span> {
    misnamed(body).known().map(|misnamed| misnamed.span)
}

/// The `clientId` of a body, if it is there to be read.
pub(crate) fn client_id(exchange: &Exchange) -> Option<String> {
    let text = exchange.request.body.as_ref().known()?;
    if !text.as_written().contains("lient") {
        return None;
    }
    let body = Body::of(exchange).known()?;
    let id = body.string("clientId").or_else(|| body.string("client_id")).known()?;
    let readable = placeholder::is_placeholder(id).is_none() && !id.is_empty();
    readable.then(|| id.to_owned())
}

/// Both credentials of a body for `/auth/vendor`, if they are there to be sent.
pub(in crate::facts) fn pair(body: &Fact<Body<'_>>) -> Option<Askable> {
    let body = body.as_ref().known()?;
    let read = |name: &str| body.string(name).known().filter(|text| is_readable(text));
    let (client_id, secret) = (read("clientId")?.to_owned(), read("secret")?.to_owned());
    Some(Askable::Pair { client_id, secret })
}

fn is_readable(text: &str) -> bool {
    !text.is_empty() && placeholder::is_placeholder(text).is_none() && !placeholder::is_lost(text)
}

/// The names of a body's fields and where they stand, in order of place.
fn names(body: &Fact<Body<'_>>) -> Fact<Vec<(String, Span)>> {
    body.as_ref().and_then(|body| match &body.content {
        Content::Json(tree) => {
            let names = tree.root().members().map(|(name, _)| {
                let span = name.span();
                (name.content().to_owned(), body.span_of(span.start + 1..span.end - 1))
            });
            Fact::Known(names.collect())
        }
        Content::Broken(_) => Fact::Unknown(Why::Undecodable),
        Content::Other => form(body),
    })
}

fn form(body: &Body<'_>) -> Fact<Vec<(String, Span)>> {
    let written = body.text.as_written();
    if !written.contains('=') || written.trim().contains(['\n', '{']) {
        return Fact::Unknown(Why::Undecodable);
    }
    let mut at = 0;
    let mut names = Vec::new();
    for pair in written.split('&') {
        let name = pair.split('=').next().unwrap_or_default();
        let start = at + name.len() - name.trim_start().len();
        let end = start + name.trim().len();
        names.push((name.trim().to_owned(), body.span_of(start..end)));
        at += pair.len() + 1;
    }
    Fact::Known(names)
}

/// The name that `/auth/vendor` knows for what somebody else calls so.
fn meant(name: &str) -> Option<&'static str> {
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "clientid" | "vendorid" | "client" if name != "clientId" => Some("clientId"),
        "secret" | "clientsecret" | "secretkey" | "apikey" | "apisecret" | "key" | "clientkey"
        | "apitoken"
            if name != "secret" =>
        {
            Some("secret")
        }
        _ => None,
    }
}
