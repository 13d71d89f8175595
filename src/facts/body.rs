//! What the body of a request says, as far as facts need it.

use serde_json::{Map, Value};

use crate::exchange::Exchange;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

use super::reading;

/// A body longer than this is not taken apart.
const LONGEST: usize = 1024 * 1024;

/// A top-level name that stands for another.
pub(crate) struct Misnamed {
    pub(crate) name: String,
    pub(crate) right: &'static str,
}

/// The body is JSON and the content type says form.
pub(crate) fn json_as_form(exchange: &Exchange) -> Fact<bool> {
    let text = match &exchange.request.body {
        Fact::Known(text) => text,
        Fact::Absent => return Fact::Absent,
        Fact::Unknown(why) => return Fact::Unknown(*why),
    };
    let form = match exchange.request.header("content-type") {
        Fact::Known(header) => match header.value.known() {
            Fact::Known(value) => {
                value.trim().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
            }
            Fact::Absent => false,
            Fact::Unknown(why) => return Fact::Unknown(why),
        },
        Fact::Absent => false,
        Fact::Unknown(why) => return Fact::Unknown(why),
    };
    if !form {
        return Fact::Known(false);
    }
    if let Some(why) = wholly_elsewhere(text) {
        return Fact::Unknown(why);
    }
    let begins = text.as_written().trim_start().starts_with(['{', '[']);
    Fact::Known(begins && json(text).is_some())
}

/// `complete` or `wrong`.
pub(crate) fn vendor_keys(exchange: &Exchange) -> Fact<&'static str> {
    match names(exchange) {
        Fact::Known(names) => {
            let complete = ["clientId", "secret"].iter().all(|key| names.contains(key));
            Fact::Known(if complete { "complete" } else { "wrong" })
        }
        Fact::Absent => Fact::Known("wrong"),
        Fact::Unknown(why) => Fact::Unknown(why),
    }
}

/// The first name that stands for a missing `clientId` or `secret`.
pub(crate) fn misnamed(exchange: &Exchange) -> Fact<Misnamed> {
    names(exchange).and_then(|names| {
        let missing = |key: &str| !names.contains(key);
        names
            .0
            .iter()
            .find_map(|name| {
                let right = meant(name)?;
                missing(right).then(|| Misnamed { name: name.clone(), right })
            })
            .into()
    })
}

/// Where that name stands.
pub(crate) fn misnamed_span(exchange: &Exchange) -> Option<Span> {
    let misnamed = misnamed(exchange).known()?;
    let text = exchange.request.body.as_ref().known()?;
    let quoted = format!("\"{}\"", misnamed.name);
    let (at, len) = match text.as_written().find(&quoted) {
        Some(at) => (at + 1, misnamed.name.len()),
        None => (text.as_written().find(&misnamed.name)?, misnamed.name.len()),
    };
    Some(text.span_of(at..at + len))
}

/// The `clientId` of a body, if it is there to be read.
pub(crate) fn client_id(exchange: &Exchange) -> Option<String> {
    let text = exchange.request.body.as_ref().known()?;
    if !text.as_written().contains("lient") {
        return None;
    }
    let value: Value = serde_json::from_str(text.known().known()?).ok()?;
    let id = value.get("clientId").or_else(|| value.get("client_id"))?.as_str()?.trim();
    let readable = !super::placeholder::is_redacted(id)
        && super::placeholder::is_placeholder(id).is_none()
        && !id.is_empty();
    readable.then(|| id.to_owned())
}

/// The names of a body's fields, in order of place.
struct Names(Vec<String>);

impl Names {
    fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|own| own == name)
    }
}

fn names(exchange: &Exchange) -> Fact<Names> {
    let text = match &exchange.request.body {
        Fact::Known(text) => text,
        Fact::Absent => return Fact::Absent,
        Fact::Unknown(why) => return Fact::Unknown(*why),
    };
    if let Some(why) = wholly_elsewhere(text) {
        return Fact::Unknown(why);
    }
    let written = text.as_written().trim();
    if written.is_empty() {
        return Fact::Absent;
    }
    if written.starts_with(['{', '[']) {
        return match json(text) {
            Some(Value::Object(fields)) => Fact::Known(Names(in_order(fields, written))),
            Some(_) => Fact::Known(Names(Vec::new())),
            None => Fact::Unknown(Why::Undecodable),
        };
    }
    if super::placeholder::is_redacted(written) {
        return Fact::Unknown(Why::Redacted);
    }
    let form = written.contains('=') && !written.contains(['\n', '{']);
    if !form {
        return Fact::Unknown(Why::Undecodable);
    }
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().trim().to_owned();
    Fact::Known(Names(written.split('&').map(name).collect()))
}

/// A map of JSON forgets the order of its names; the text tells it.
fn in_order(fields: Map<String, Value>, written: &str) -> Vec<String> {
    let mut names: Vec<(usize, String)> = fields
        .into_iter()
        .map(|(name, _)| (written.find(&format!("\"{name}\"")).unwrap_or(usize::MAX), name))
        .collect();
    names.sort();
    names.into_iter().map(|(_, name)| name).collect()
}

/// The body as JSON. A variable stands as `0`, inside a text and outside.
fn json(text: &Text) -> Option<Value> {
    let written = text.as_written();
    if written.len() > LONGEST {
        return None;
    }
    if text.holes().is_empty() {
        return serde_json::from_str(written).ok();
    }
    let mut filled = String::with_capacity(written.len());
    let mut from = 0;
    for hole in text.holes() {
        filled.push_str(written.get(from..hole.range.start).unwrap_or_default());
        filled.push('0');
        from = hole.range.end.max(from);
    }
    filled.push_str(written.get(from..).unwrap_or_default());
    serde_json::from_str(&filled).ok()
}

/// Nothing of the body is here.
fn wholly_elsewhere(text: &Text) -> Option<Why> {
    let [hole] = text.holes() else { return None };
    (hole.range.len() >= text.as_written().trim().len())
        .then_some(hole.why)
        .or_else(|| reading::elsewhere(text).filter(|_| !text.as_written().contains(['{', '='])))
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
