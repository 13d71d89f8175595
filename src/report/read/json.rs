//! What was read, as the JSON document of `read`.

use std::io;

use serde::Serialize;

use crate::exchange::{Exchange, Header, Response, Sent};
use crate::source::{Place, Problem, ProblemKind, Source, Span, Text};
use crate::truth::{Fact, Why};
use crate::view::parts;

use super::Secrets;

/// What stands before the exchanges.
pub(super) const START: &str = "{\"version\":1,\"exchanges\":[";

/// One exchange, on one line; where something else goes out than was meant, each request that does.
pub(super) fn exchange(exchange: &Exchange, secrets: Secrets) -> io::Result<String> {
    let line = |exchange: &Exchange| {
        serde_json::to_string(&Shown { secrets }.exchange(exchange)).map_err(io::Error::from)
    };
    if exchange.instead().is_empty() {
        return line(exchange);
    }
    let sent = exchange.instead().iter().map(|request| {
        let request = request.clone();
        line(&Exchange { request, sent: Sent::Yes, ..exchange.clone() })
    });
    Ok(sent.collect::<io::Result<Vec<String>>>()?.join(",\n"))
}

/// What stands behind the exchanges: the problems of all files.
pub(super) fn end(problems: &[(String, Problem)]) -> io::Result<String> {
    let entries: Vec<ProblemEntry> = problems.iter().map(|(file, it)| entry(file, it)).collect();
    let problems = serde_json::to_string(&entries).map_err(io::Error::from)?;
    Ok(format!("\n],\"problems\":{problems}}}\n"))
}

fn entry(file: &str, problem: &Problem) -> ProblemEntry {
    ProblemEntry {
        kind: match problem.kind {
            ProblemKind::Lost => "lost",
            ProblemKind::Skipped => "skipped",
        },
        file: file.to_owned(),
        line: problem.place.map(|place| place.line),
        message: problem.message.clone(),
    }
}

#[derive(Serialize)]
struct ProblemEntry {
    kind: &'static str,
    file: String,
    line: Option<u64>,
    message: String,
}

#[derive(Serialize)]
struct ExchangeEntry {
    sent: SentEntry,
    because: Option<String>,
    request: RequestEntry,
    response: Option<ResponseEntry>,
    started: Option<String>,
    place: PlaceEntry,
    unknown: Vec<UnknownEntry>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum SentEntry {
    Known(bool),
    Unknown(&'static str),
}

#[derive(Serialize)]
struct RequestEntry {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

#[derive(Serialize)]
struct ResponseEntry {
    status: Option<u16>,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

#[derive(Serialize)]
struct PlaceEntry {
    file: String,
    start: PointEntry,
    end: PointEntry,
}

#[derive(Serialize)]
struct PointEntry {
    line: u64,
    column: u64,
    byte: u64,
}

#[derive(Serialize)]
struct UnknownEntry {
    at: String,
    text: Option<String>,
    why: &'static str,
}

/// How the parts of an exchange are written.
struct Shown {
    secrets: Secrets,
}

impl Shown {
    fn exchange(&self, exchange: &Exchange) -> ExchangeEntry {
        let (sent, because) = match &exchange.sent {
            Sent::Yes | Sent::Otherwise(_) => (SentEntry::Known(true), None),
            Sent::No(because) => (SentEntry::Known(false), Some(because.clone())),
            Sent::Unknown => (SentEntry::Unknown("unknown"), None),
        };
        let request = &exchange.request;
        ExchangeEntry {
            sent,
            because,
            request: RequestEntry {
                method: self.text(&request.method, parts::word),
                url: self.url(exchange),
                headers: self.headers(&request.headers),
                body: self.body(&request.body),
            },
            response: exchange.response.as_ref().known().map(|response| self.response(response)),
            started: exchange.started.known().map(|time| time.to_string()),
            place: place(&exchange.source, exchange.span),
            unknown: self.unknown(exchange),
        }
    }

    fn response(&self, response: &Response) -> ResponseEntry {
        ResponseEntry {
            status: response.status.known(),
            headers: self.headers(&response.headers),
            body: self.body(&response.body),
        }
    }

    fn text(&self, text: &Text, masked: impl Fn(&Text) -> String) -> String {
        match self.secrets {
            Secrets::Masked => masked(text),
            Secrets::Written => text.as_written().to_owned(),
        }
    }

    fn url(&self, exchange: &Exchange) -> String {
        let url = super::address(exchange);
        match self.secrets {
            Secrets::Masked => parts::url(&url),
            Secrets::Written => url.as_written(),
        }
    }

    fn headers(&self, headers: &[Header]) -> Vec<(String, String)> {
        let written = |header: &Header| {
            (header.name.as_written().to_owned(), header.value.as_written().to_owned())
        };
        let one = |header: &Header| match self.secrets {
            Secrets::Masked => parts::header(header),
            Secrets::Written => written(header),
        };
        headers.iter().map(one).collect()
    }

    fn body(&self, body: &Fact<Text>) -> Option<String> {
        let written = body.as_ref().known()?.as_written();
        Some(match self.secrets {
            Secrets::Masked => parts::body(written),
            Secrets::Written => written.to_owned(),
        })
    }

    /// Every part whose value is elsewhere, and every part that was not recorded.
    fn unknown(&self, exchange: &Exchange) -> Vec<UnknownEntry> {
        let request = &exchange.request;
        let mut found = Vec::new();
        self.holes(&mut found, "method", &request.method);
        let url = &request.url;
        if url.scheme != url.host {
            self.holes(&mut found, "url", &url.scheme);
        }
        let parts = [Some(&url.host), url.port.as_ref(), Some(&url.path), url.query.as_ref()];
        for part in parts.into_iter().flatten() {
            self.holes(&mut found, "url", part);
        }
        for header in &request.headers {
            let at = format!("header {}", self.text(&header.name, parts::word));
            self.holes(&mut found, &at, &header.name);
            self.holes(&mut found, &at, &header.value);
        }
        self.part(&mut found, "body", &request.body);
        if let Fact::Known(response) = &exchange.response {
            if let Fact::Unknown(why) = response.status {
                found.push(unrecorded("response status", why));
            }
            self.part(&mut found, "response body", &response.body);
        }
        found
    }

    fn part(&self, found: &mut Vec<UnknownEntry>, at: &str, part: &Fact<Text>) {
        match part {
            Fact::Known(text) => self.holes(found, at, text),
            Fact::Unknown(why) => found.push(unrecorded(at, *why)),
            Fact::Absent => {}
        }
    }

    fn holes(&self, found: &mut Vec<UnknownEntry>, at: &str, text: &Text) {
        found.extend(text.holes().iter().map(|hole| {
            let written = text.as_written().get(hole.range.clone()).unwrap_or_default();
            let shown = match self.secrets {
                Secrets::Written => written.to_owned(),
                Secrets::Masked => parts::hole(written),
            };
            UnknownEntry { at: at.to_owned(), text: Some(shown), why: hole.why.word() }
        }));
    }
}

fn unrecorded(at: &str, why: Why) -> UnknownEntry {
    UnknownEntry { at: at.to_owned(), text: None, why: why.word() }
}

fn place(source: &Source, span: Span) -> PlaceEntry {
    let (start, end) = source.places(span);
    PlaceEntry { file: source.name().to_string(), start: point(start), end: point(end) }
}

fn point(place: Place) -> PointEntry {
    PointEntry { line: place.line, column: place.column, byte: place.byte }
}
