//! A request that went over the wire becomes an exchange.

use std::sync::Arc;

use super::lines::Wire;
use super::prefix::Log;
use crate::exchange::{
    Exchange, Format, Header, Kept, Origin, Request, Response, Sent, SetBy, Url,
};
use crate::input::Options;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// The exchange, and which of the calls above it was.
pub(super) fn call(
    log: &Log,
    wire: &Wire,
    written: &[Exchange],
    options: &Options<'_>,
) -> (Exchange, Option<usize>) {
    let text = log.source.text();
    let request = request(text, wire);
    let of = written.iter().take(MOST_ADDRESSES).position(|call| is_same(&call.request, &request));
    let command = of.map(|nth| &written[nth].request);
    let request = with_scheme(completed(request, command), wire, command);
    let spans = wire.sent.iter().chain(&wire.received).chain(&wire.body).copied();
    let line = wire.sent.first().map_or(0, |first| first.start.saturating_sub(2));
    let started = log.time(line);
    let answered = wire.received.first().and_then(|first| log.time(first.start.saturating_sub(2)));
    let call = Exchange {
        number: 1,
        source: Arc::clone(&log.source),
        span: spans.reduce(Span::hull).unwrap_or_default(),
        format: Format::Transcript,
        origin: if started.is_some() { Origin::Recorded } else { options.origin },
        sent: Sent::Yes,
        started: started.map_or(Fact::Unknown(Why::NotRecorded), Fact::Known),
        answered: answered.map_or(Fact::Unknown(Why::NotRecorded), Fact::Known),
        request,
        response: response(text, wire),
        accidents: Vec::new(),
        echoes: Vec::new(),
        pointer: None,
    };
    (call, of)
}

/// A command whose line has a time was run then.
pub(super) fn date(call: &mut Exchange, log: &Log) {
    let before = log.source.text().get(..call.span.start).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1);
    if let Some(time) = log.time(line) {
        call.started = Fact::Known(time);
        call.origin = Origin::Recorded;
    }
}

fn request(text: &str, wire: &Wire) -> Request {
    let first = wire.sent.first().copied().unwrap_or_default();
    let line = &text[first.start..first.end];
    let method = line.split_whitespace().next().unwrap_or_default();
    let from = method.len() + line[method.len()..].len() - line[method.len()..].trim_start().len();
    let target = line[from..].split_whitespace().next().unwrap_or_default();
    let target = Text::verbatim(target, first.start + from);
    let headers = headers(text, wire.sent.get(1..).unwrap_or_default());
    let mut url = Url::split(&target);
    if let Some(host) = headers.iter().find(|header| header.is("host")) {
        let named = Url::split(&host.value);
        url.host = named.host;
        url.port = named.port;
    }
    let method = Text::verbatim(method, first.start);
    let body = body(&headers);
    Request { method, url, headers, kept: Kept::All, body }
}

/// Bodies are not shown; the headers say whether there was one.
fn body(headers: &[Header]) -> Fact<Text> {
    let header = |name: &str| headers.iter().find(|header| header.is(name));
    let length = header("content-length").map(|header| header.value.as_written());
    if length.is_some_and(|length| length != "0") || header("transfer-encoding").is_some() {
        return Fact::Unknown(Why::NotRecorded);
    }
    // HTTP/2 needs no length.
    if length.is_none() && header("content-type").is_some() {
        return Fact::Unknown(Why::NotRecorded);
    }
    Fact::Absent
}

/// The body is that of the command: the wire does not show it.
fn completed(mut request: Request, written: Option<&Request>) -> Request {
    let Some(written) = written else { return request };
    if request.body.is_unknown() && !written.body.is_absent() {
        request.body = written.body.clone();
    }
    request
}

/// Where neither curl nor the command says it, the service is called as it can be called.
fn with_scheme(mut request: Request, wire: &Wire, written: Option<&Request>) -> Request {
    if request.url.scheme.is_empty() {
        let at = Span::at(request.url.path.span().start);
        let written = written.map(|written| &written.url.scheme).filter(|text| !text.is_empty());
        request.url.scheme = match (wire.scheme, written) {
            (Some(scheme), _) => Text::decoded(scheme, at),
            (None, Some(written)) => written.clone(),
            (None, None) => Text::decoded("https", at),
        };
    }
    request
}

/// More addresses of one command are not looked through.
const MOST_ADDRESSES: usize = 200;

fn is_same(written: &Request, sent: &Request) -> bool {
    let known = |text: &Text| text.known().known().map(str::to_owned);
    let same = |a: &Text, b: &Text| known(a).is_none_or(|a| a.eq_ignore_ascii_case(b.as_written()));
    same(&written.method, &sent.method)
        && same(&written.url.host, &sent.url.host)
        && (same(&written.url.path, &sent.url.path)
            || written.url.path.is_empty() && sent.url.path.as_written() == "/")
}

fn headers(text: &str, lines: &[Span]) -> Vec<Header> {
    let header = |span: &Span| {
        let line = &text[span.start..span.end];
        let colon = line.find(':')?;
        let value = line[colon + 1..].trim();
        let at = line.len() - line[colon + 1..].trim_start().len();
        Some(Header {
            name: Text::verbatim(line[..colon].trim(), span.start),
            value: Text::verbatim(value, span.start + at),
            set: SetBy::Text,
        })
    };
    lines.iter().filter_map(header).collect()
}

fn response(text: &str, wire: &Wire) -> Fact<Response> {
    let Some(first) = wire.received.first() else { return Fact::Unknown(Why::NotRecorded) };
    let code = text[first.start..first.end].split_whitespace().nth(1);
    let status = code.and_then(|code| code.parse().ok());
    let spans = wire.received.iter().chain(&wire.body).copied();
    let body = wire.body.map(|span| Text::verbatim(&text[span.start..span.end], span.start));
    Fact::Known(Response {
        status: status.map_or(Fact::Unknown(Why::Undecodable), Fact::Known),
        headers: headers(text, &wire.received[1..]),
        body: body.map_or(Fact::Unknown(Why::NotRecorded), Fact::Known),
        span: spans.reduce(Span::hull),
    })
}
