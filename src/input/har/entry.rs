//! One entry of a recording becomes an exchange.

use std::sync::Arc;

use super::body;
use super::headers::{self, Pseudo};
use super::kept::kept;
use crate::exchange::{Exchange, Format, Header, Origin, Request, Response, Sent, Time, Url};
use crate::input::Files;
use crate::json::{Fault, Tree, Value};
use crate::source::{Gap, Source, Span, Text};
use crate::truth::{Fact, Why};

/// The members of an entry that are looked at.
const WANTED: &[&str] =
    &["startedDateTime", "time", "request", "response", "_wasFulfilled", "_fromCache"];

/// What surrounds an entry and helps to read it.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    /// The files in which the recorder kept bodies, if they may be read.
    pub(super) files: Option<&'a Files<'a>>,
    /// `headersSize` is the length of the headers on the wire, also where some are not listed.
    pub(super) raw_sizes: bool,
}

/// An exchange without its source.
pub(super) struct Parts {
    pub(super) started: Fact<Time>,
    pub(super) answered: Fact<Time>,
    pub(super) request: Request,
    pub(super) response: Fact<Response>,
}

impl Parts {
    /// Reads the text of one entry.
    pub(super) fn read(text: &str, gaps: &[Gap], around: Around<'_>) -> Result<Self, Fault> {
        let tree = Tree::read(text, gaps, WANTED)?;
        let entry = tree.root();
        let Some(request) = entry.get("request").filter(|request| request.is_object()) else {
            return Err(Fault { at: 0, what: "it has no request" });
        };
        let response = entry.get("response");
        let started = started(entry);
        Ok(Self {
            started,
            answered: started.and_then(|started| answered(started, entry)),
            request: read_request(entry, request, around),
            response: response.map_or(Fact::Unknown(Why::NotRecorded), |response| {
                read_response(response, around.files)
            }),
        })
    }

    /// Whether it is a call over HTTP, and neither a web socket or an image in an address, nor what a
    /// client says to a proxy before it speaks to the service.
    pub(super) fn is_call(&self) -> bool {
        let url = &self.request.url;
        let scheme = url.scheme.as_written();
        let of_http = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        // Without `//` it is no scheme to one who takes addresses apart.
        let inline = || {
            let written = url.as_written();
            ["data:", "blob:", "about:"].iter().any(|kind| written.starts_with(kind))
        };
        let open = scheme.is_empty() || !url.scheme.holes().is_empty();
        (of_http || open && !inline())
            && !self.request.method.as_written().eq_ignore_ascii_case("CONNECT")
    }

    /// `index` counts from 0.
    pub(super) fn of(self, source: Source, index: usize) -> Exchange {
        Exchange {
            number: index + 1,
            span: Span::new(0, source.text().len()),
            source: Arc::new(source),
            format: Format::Har,
            origin: Origin::Recorded,
            sent: Sent::Yes,
            started: self.started,
            answered: self.answered,
            request: self.request,
            response: self.response,
            accidents: Vec::new(),
            echoes: Vec::new(),
            pointer: Some(format!("/log/entries/{index}")),
        }
    }
}

fn started(entry: Value<'_>) -> Fact<Time> {
    match entry.get("startedDateTime").map_or(Fact::Absent, Value::text) {
        Fact::Known(text) => {
            match Time::parse(text.as_written()) {
                // Nobody recorded anything then: it stands for a time that is not known.
                Some(Time(0)) => Fact::Unknown(Why::NotRecorded),
                Some(time) => Fact::Known(time),
                None => Fact::Unknown(Why::Undecodable),
            }
        }
        Fact::Absent => Fact::Unknown(Why::NotRecorded),
        Fact::Unknown(why) => Fact::Unknown(why),
    }
}

/// `time` is how long it took, in milliseconds; what no recorder measures is 0 or less.
fn answered(started: Time, entry: Value<'_>) -> Fact<Time> {
    let took = entry.get("time").and_then(Value::number).filter(|took| *took > 0.0);
    #[expect(clippy::cast_possible_truncation, reason = "a float saturates")]
    let took = took.map(|took| took.ceil() as i64);
    took.map_or(Fact::Unknown(Why::NotRecorded), |took| {
        Fact::Known(Time(started.0.saturating_add(took)))
    })
}

fn read_request(entry: Value<'_>, request: Value<'_>, around: Around<'_>) -> Request {
    let (headers, pseudo) = headers::read(request);
    let start = request.span().start;
    let method = request.get("method").map_or(Fact::Absent, Value::text);
    let method = match method.or_else(|| pseudo.method.clone().into()) {
        Fact::Known(method) if !method.is_empty() => method,
        Fact::Known(_) | Fact::Absent => hole(start, Why::NotRecorded),
        Fact::Unknown(why) => hole(start, why),
    };
    let url = address(request, &headers, &pseudo);
    let kept = kept(entry, &headers, around);
    let body = body::sent(request, (&method, &headers), around.files);
    Request { method, url, headers, kept, body }
}

/// The address; the authority that the request names itself goes before the one in `url`.
fn address(request: Value<'_>, headers: &[Header], pseudo: &Pseudo) -> Url {
    let mut url = match request.get("url").map_or(Fact::Absent, Value::text) {
        Fact::Known(text) if !text.is_empty() => Url::split(&text),
        Fact::Known(_) | Fact::Absent => from_pseudo(pseudo, request.span().start),
        Fact::Unknown(why) => Url::split(&hole(request.span().start, why)),
    };
    let host = headers.iter().find(|header| header.is("host")).map(|header| &header.value);
    if let Some(authority) = pseudo.authority.as_ref().or(host) {
        set_authority(&mut url, authority);
    }
    if url.query.is_none() {
        url.query = listed_query(request);
    }
    url
}

/// A program that exports what it would send lists the query beside an address without it.
fn listed_query(request: Value<'_>) -> Option<Text> {
    let listed = request.get("queryString").filter(|list| list.items().next().is_some())?;
    match body::fields(listed) {
        Fact::Known(query) => Some(query),
        Fact::Unknown(why) => Some(hole(listed.span().start, why)),
        Fact::Absent => None,
    }
}

/// Where the two are the same the address keeps its own: that is where people look.
fn set_authority(url: &mut Url, authority: &Text) {
    if authority.is_empty() || !authority.holes().is_empty() {
        return;
    }
    let named = Url::split(authority);
    if !named.host.as_written().eq_ignore_ascii_case(url.host.as_written()) {
        url.host = named.host;
        url.port = named.port;
    }
}

/// The address of a request that has none but `:scheme` and the like.
fn from_pseudo(pseudo: &Pseudo, start: usize) -> Url {
    let Some(authority) = &pseudo.authority else {
        return Url::split(&hole(start, Why::NotRecorded));
    };
    let mut url = Url::split(authority);
    if let Some(scheme) = &pseudo.scheme {
        url.scheme = scheme.clone();
    }
    if let Some(path) = &pseudo.path {
        let whole = Url::split(path);
        (url.path, url.query) = (whole.path, whole.query);
    }
    url
}

/// Something that is not in the recording.
pub(super) fn hole(start: usize, why: Why) -> Text {
    let mut text = Text::default();
    text.push_hole("", Span::at(start), (why, ""));
    text
}

/// An answer with the status 0 or -1 is none: the request was blocked, or nobody answered it.
fn read_response(response: Value<'_>, files: Option<&Files<'_>>) -> Fact<Response> {
    let status = response.get("status").and_then(Value::number);
    if !response.is_object() {
        return Fact::Unknown(Why::NotRecorded);
    }
    if status.is_some_and(|status| status <= 0.0) {
        return Fact::Absent;
    }
    let (headers, _) = headers::read(response);
    Fact::Known(Response {
        status: status.and_then(code).map_or(Fact::Unknown(Why::NotRecorded), Fact::Known),
        headers,
        body: body::received(response, files),
        span: Some(response.span()),
    })
}

fn code(status: f64) -> Option<u16> {
    (100_u16..1000).find(|code| (f64::from(*code) - status).abs() < f64::EPSILON)
}
