//! One call of `fetch` becomes a request, as a browser or Node.js would send it.

use super::value::{Kind, pairs};
use crate::exchange::{Header, Kept, Request, Sent, SetBy, Url};
use crate::input::literal::{Table, Value};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// The arguments of a call.
pub(super) struct Call<'a> {
    pub(super) address: &'a Value,
    pub(super) options: Option<&'a Value>,
    /// What the body is, where that implies a header.
    pub(super) kind: Kind,
    pub(super) closed: bool,
}

impl Call<'_> {
    /// The request, unless nothing of it stands in the text.
    pub(super) fn request(&self, span: Span) -> Option<(Request, Sent)> {
        let address = self.address.text()?;
        let nothing = Table::default();
        let (options, open) = match self.options {
            Some(Value::Table(table)) => (table, table.open),
            None | Some(Value::Word(_)) => (&nothing, false),
            Some(Value::Open(_)) => (&nothing, true),
            Some(Value::Text(_) | Value::List(..)) => return None,
        };
        let somewhere =
            address.holes().first().is_some_and(|hole| hole.range == (0..address.len()));
        if address.is_empty() || somewhere && !matches!(self.options, Some(Value::Table(_))) {
            return None;
        }
        let why = if self.closed { Why::Variable } else { Why::Truncated };
        let url = Url::split(&address.trim());
        let method = method(options, open, span);
        let (mut headers, named) = headers(options.get("headers"));
        let body = match self.body(options) {
            Fact::Absent if open => Fact::Unknown(why),
            body @ (Fact::Known(_) | Fact::Absent | Fact::Unknown(_)) => body,
        };
        self.imply(&mut headers, &body, options);
        page(&mut headers, options, &url);
        let cookies = text_of(options, "credentials") == Some("omit")
            || headers.iter().any(|header| header.is("cookie"));
        let kept = match (open || !named || !self.closed, cookies) {
            (true, _) => Kept::Some(why),
            (false, true) => Kept::All,
            (false, false) => Kept::AllButCookies,
        };
        let bare = matches!(method.as_written(), "GET" | "HEAD") && method.known().is_known();
        let sent = match body {
            Fact::Known(_) if bare => {
                Sent::No("fetch: a GET or HEAD request cannot have a body".to_owned())
            }
            Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => Sent::Yes,
        };
        Some((Request { method, url, headers, kept, body }, sent))
    }

    fn body(&self, options: &Table) -> Fact<Text> {
        match options.get("body") {
            None => Fact::Absent,
            Some(nothing) if nothing.is_nothing() => Fact::Absent,
            Some(_) if self.kind == Kind::Multipart => Fact::Unknown(Why::NotRecorded),
            Some(Value::Text(text) | Value::Word(text) | Value::Open(text)) => {
                Fact::Known(text.clone())
            }
            // What a table becomes where a text is wanted.
            Some(Value::Table(table)) => Fact::Known(Text::decoded("[object Object]", table.span)),
            Some(Value::List(..)) => Fact::Unknown(Why::Undecodable),
        }
    }

    /// What the kind of body implies.
    fn imply(&self, headers: &mut Vec<Header>, body: &Fact<Text>, options: &Table) {
        let Some(value) = options.get("body").filter(|_| !body.is_absent()) else { return };
        let implied = match (self.kind, value) {
            (Kind::Form, _) => "application/x-www-form-urlencoded;charset=UTF-8",
            (Kind::Multipart, _) => "multipart/form-data",
            // It may be any kind of thing.
            (Kind::Plain, Value::Open(_)) => return,
            (Kind::Plain, _) => "text/plain;charset=UTF-8",
        };
        if !headers.iter().any(|header| header.is("content-type")) {
            headers.push(implied_header("Content-Type", Text::decoded(implied, value.span())));
        }
    }
}

fn text_of<'a>(options: &'a Table, name: &str) -> Option<&'a str> {
    options.get(name)?.text()?.known().known()
}

fn implied_header(name: &str, value: Text) -> Header {
    Header { name: Text::decoded(name, value.span()), value, set: SetBy::Option }
}

/// `get` is sent as `GET`, but `patch` as `patch`.
fn method(options: &Table, open: bool, span: Span) -> Text {
    const IN_CAPITALS: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
    let at = Span::at(span.start);
    let Some(text) = options.get("method").and_then(Value::text) else {
        let mut unknown = Text::default();
        if open {
            unknown.push_hole("GET", at, (Why::Variable, ""));
            return unknown;
        }
        return Text::decoded("GET", at);
    };
    let known = text.known().known().unwrap_or_default();
    match IN_CAPITALS.iter().find(|capital| capital.eq_ignore_ascii_case(known)) {
        Some(capital) if *capital != known => Text::decoded(capital, text.span()),
        Some(_) | None => text.clone(),
    }
}

/// The headers, and whether all of them stand in the text.
fn headers(value: Option<&Value>) -> (Vec<Header>, bool) {
    let listed;
    let table = match value {
        None | Some(Value::Word(_)) => return (Vec::new(), true),
        Some(Value::Table(table)) => table,
        Some(list @ Value::List(..)) => {
            let Some(table) = pairs(list) else { return (Vec::new(), false) };
            listed = table;
            &listed
        }
        Some(Value::Text(_) | Value::Open(_)) => return (Vec::new(), false),
    };
    let mut headers = Vec::new();
    for (name, value) in &table.members {
        let value = match value.text() {
            Some(text) => text.trim(),
            None => Text::decoded("[object Object]", value.span()),
        };
        headers.push(Header { name: name.clone(), value, set: SetBy::Text });
    }
    (headers, !table.open)
}

/// What a browser tells of the page that `referrer` names.
fn page(headers: &mut Vec<Header>, options: &Table, url: &Url) {
    let Some(referrer) = options.get("referrer").and_then(Value::text) else { return };
    let page = Url::split(referrer);
    let whole = page.scheme.as_written().starts_with("http") && referrer.known().is_known();
    let silent = text_of(options, "referrerPolicy") == Some("no-referrer");
    if !whole {
        return;
    }
    let mut origin = page.scheme.clone();
    origin.push_decoded("://", Span::at(page.host.span().start));
    origin.append(&page.host);
    if let Some(port) = &page.port {
        origin.push_decoded(":", Span::at(port.span().start));
        origin.append(port);
    }
    let same = page.host.as_written().eq_ignore_ascii_case(url.host.as_written());
    let cors = text_of(options, "mode").is_none_or(|mode| mode == "cors");
    if !same && cors && !headers.iter().any(|header| header.is("origin")) {
        headers.push(implied_header("Origin", origin.clone()));
    }
    if !silent && !headers.iter().any(|header| header.is("referer")) {
        origin.push_decoded("/", Span::at(origin.span().end));
        let sent = if same { referrer.clone() } else { origin };
        headers.push(implied_header("Referer", sent));
    }
}
