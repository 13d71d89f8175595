//! What the body of a request says, as far as facts need it.

mod asks;
mod blanks;
mod broken;
mod check;
#[cfg(test)]
mod check_tests;
mod documented;
mod faults;
mod keys;

use std::ops::Range;

use crate::exchange::{Exchange, Header};
use crate::input::query::parameters;
use crate::json::{Fault, Tree, Value};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

use super::{placeholder, reading};

pub(crate) use asks::*;
pub(crate) use check::wanted;
pub(in crate::facts) use documented::is_to_be_filled_in;
pub(crate) use documented::{differences, documented};
pub(crate) use faults::Faults;
pub(crate) use keys::*;

/// A body longer than this is not taken apart.
const LONGEST: usize = 1024 * 1024;

/// A body that is here to be read.
pub(crate) struct Body<'a> {
    pub(crate) exchange: &'a Exchange,
    pub(crate) text: &'a Text,
    /// The parts whose values are elsewhere.
    blanks: Vec<Range<usize>>,
    content: Content<'a>,
}

enum Content<'a> {
    Json(Tree<'a>),
    /// Meant as JSON, and where it breaks; unknown where a part that is elsewhere may mend it.
    Broken(Fact<Fault>),
    /// A form, or anything else that is not JSON.
    Other,
}

impl<'a> Body<'a> {
    /// Absent where no byte is sent; unknown where none can be read.
    pub(crate) fn of(exchange: &'a Exchange) -> Fact<Self> {
        let text = match &exchange.request.body {
            Fact::Known(text) => text,
            Fact::Absent => return Fact::Absent,
            Fact::Unknown(why) => return Fact::Unknown(*why),
        };
        let written = text.as_written().trim();
        if let Some(why) = wholly_elsewhere(text) {
            return Fact::Unknown(why);
        }
        if written.is_empty() {
            return Fact::Absent;
        }
        if text.len() > LONGEST {
            return Fact::Unknown(Why::Truncated);
        }
        let json = is_json(exchange, written);
        if !json && placeholder::is_redacted(written) {
            return Fact::Unknown(Why::Redacted);
        }
        let (filled, blanks) = blanks::fill(text);
        let content = match json.then(|| Tree::read_strictly(filled)) {
            None => Content::Other,
            Some(Ok(tree)) => Content::Json(tree),
            Some(Err(fault)) => Content::Broken(broken::certain(exchange, text, fault)),
        };
        Fact::Known(Self { exchange, text, blanks, content })
    }

    /// The value at the top; absent where the body is no JSON by intention.
    pub(crate) fn root(&self) -> Fact<Value<'_>> {
        match &self.content {
            Content::Json(tree) => Fact::Known(tree.root()),
            Content::Broken(_) => Fact::Unknown(Why::Undecodable),
            Content::Other => Fact::Absent,
        }
    }

    /// Where a body that was meant as JSON breaks.
    pub(crate) fn fault(&self) -> Fact<Fault> {
        match &self.content {
            Content::Broken(fault) => *fault,
            Content::Json(_) | Content::Other => Fact::Absent,
        }
    }

    /// The value is elsewhere: a variable, a name to fill in, something taken out.
    pub(crate) fn is_blank(&self, value: Value<'_>) -> bool {
        if value.is_object() || value.is_array() {
            return false;
        }
        self.overlaps(value) || value.word() == "string" && self.is_unsaid(value.content())
    }

    /// A name that a variable may stand in, or that says that there are more.
    pub(crate) fn is_blank_name(&self, name: Value<'_>) -> bool {
        let vague = name.content().contains(['<', '{', '$', '…', '[']);
        self.overlaps(name) || vague || name.content().contains("...")
    }

    fn is_unsaid(&self, content: &str) -> bool {
        let sent = reading::was_sent(self.exchange);
        placeholder::is_redacted(content) || !sent && placeholder::is_placeholder(content).is_some()
    }

    fn overlaps(&self, value: Value<'_>) -> bool {
        let span = value.span();
        self.blanks.iter().any(|blank| blank.start < span.end && span.start <= blank.end)
    }

    /// A top-level string that is here to be read.
    pub(crate) fn string(&self, name: &str) -> Fact<&str> {
        self.root().and_then(|root| match root.get(name) {
            Some(value) if self.is_blank(value) => Fact::Unknown(Why::Variable),
            Some(value) if value.word() == "string" => Fact::Known(value.content().trim()),
            Some(_) | None => Fact::Absent,
        })
    }

    /// Where in the source a part of the body stands.
    pub(crate) fn span_of(&self, range: Range<usize>) -> Span {
        self.text.span_of(range)
    }

    /// Where a top-level value of JSON stands, or a field of a form.
    pub(crate) fn span_of_field(&self, name: &str) -> Option<Span> {
        if let Content::Other = self.content {
            let field =
                parameters(self.text).into_iter().find(|field| field.is(self.text, name))?;
            return Some(self.span_of(field.whole()));
        }
        let span = self.root().known()?.get(name)?.span();
        Some(self.span_of(span.start..span.end))
    }
}

/// Its content type says so; or it says nothing to the point, and nothing but JSON begins so.
fn is_json(exchange: &Exchange, written: &str) -> bool {
    let kind = content_type(exchange).known().unwrap_or_default();
    if kind.contains("json") {
        return true;
    }
    let form = kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded");
    form && looks_like_json(written)
}

fn looks_like_json(written: &str) -> bool {
    let quote = |c: char| matches!(c, '"' | '“' | '”' | '\'');
    if let Some(rest) = written.strip_prefix('{') {
        return rest.trim_start().starts_with(|c| quote(c) || c == '}');
    }
    let Some(rest) = written.strip_prefix('[') else { return false };
    rest.trim_start().starts_with(|c: char| quote(c) || c.is_ascii_digit() || c == '{' || c == ']')
}

/// In lower case; absent where no header says it.
fn content_type(exchange: &Exchange) -> Fact<String> {
    let header: Fact<&Header> = exchange.request.header("content-type");
    header.and_then(|header| header.value.known()).map(|value| value.trim().to_ascii_lowercase())
}

/// Nothing of the body is here.
fn wholly_elsewhere(text: &Text) -> Option<Why> {
    let [hole] = text.holes() else { return None };
    (hole.range.len() >= text.as_written().trim().len())
        .then_some(hole.why)
        .or_else(|| reading::elsewhere(text).filter(|_| !text.as_written().contains(['{', '='])))
}
