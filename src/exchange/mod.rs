//! One recorded request and response; every part knows its place.

use std::fmt;
use std::sync::Arc;

use crate::source::{Source, Span, Text};
use crate::truth::{Fact, Why};

mod accident;
mod format;
mod url;

pub use accident::{Accident, AccidentKind, Repair};
pub use format::{Format, Names};
pub use url::Url;

/// A request that somebody recorded or wrote, and what came back where that is known.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Counts from 1 within its file.
    pub number: usize,
    pub source: Arc<Source>,
    /// The whole command, entry or block.
    pub span: Span,
    pub format: Format,
    pub origin: Origin,
    pub sent: Sent,
    /// When the request was sent.
    pub started: Fact<Time>,
    /// When the answer was there.
    pub answered: Fact<Time>,
    /// What was meant; `sent` says where that is not what goes out.
    pub request: Request,
    pub response: Fact<Response>,
    /// What the reader noticed about the writing, in order of place.
    pub accidents: Vec<Accident>,
    /// Which of its variables a script took out of earlier answers.
    pub echoes: Vec<Echo>,
    /// Where in a JSON file this exchange stands: `/log/entries/3`.
    pub pointer: Option<String>,
}

/// How the text of an exchange came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A recorder saw the request go out: a HAR.
    Recorded,
    /// Somebody pasted, piped or typed it just now: it was sent about when we were asked.
    Pasted,
    /// It stands in a file of commands: it was sent at no time we know.
    Written,
}

/// Whether the request, as written, goes out at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    Yes,
    /// The tool stops before it sends; the words say which tool and why (`curl: nested brace`).
    No(String),
    /// Something else than was meant goes out, at least one request: these.
    Otherwise(Vec<Request>),
    /// It depends on something that is not in the text.
    Unknown,
}

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub i64);

impl Time {
    /// Reads an RFC 3339 time, as recorders and flags write it.
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().parse::<jiff::Timestamp>().ok().map(|time| Self(time.as_millisecond()))
    }

    /// The time of a JWT's `exp`, `iat` or `nbf`.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => f.write_str("a time outside the calendar"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: Text,
    pub url: Url,
    /// In the order they are sent; names keep their case.
    pub headers: Vec<Header>,
    /// Which headers this recording would show if they had been sent.
    pub kept: Kept,
    pub body: Fact<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub name: Text,
    pub value: Text,
    pub set: SetBy,
}

/// Who set a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetBy {
    /// The text names it.
    Text,
    /// An option implies it: `Content-Type` from `-d`, `Authorization` from `-u`.
    Option,
}

/// Which headers a recording would show if they had been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// All: a header that is not there was not sent.
    All,
    /// All but `Authorization` and cookies, about which the whole file decides.
    AllButCredentials,
    /// All but `Cookie`: the recorder lists the cookies that went along, but not as a header.
    AllButCookies,
    /// All but those of the collection around it, which was not read.
    AllButInherited,
    /// All but `Authorization` and cookies, whatever the rest of the file shows: of this call they
    /// were taken out, or its recorder never saw them.
    NoCredentials(Why),
    /// A sanitiser was here: nothing can be said of a header that is missing.
    Some(Why),
}

#[derive(Clone, Debug)]
pub struct Response {
    pub status: Fact<u16>,
    pub headers: Vec<Header>,
    pub body: Fact<Text>,
    /// The whole answer in the source of its exchange; none where it stands in another text, and no place in it
    /// is one of this source.
    pub span: Option<Span>,
}

/// A variable whose value a script took out of the answer to an earlier exchange:
/// `$TOKEN` behind `TOKEN=$(curl …)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Echo {
    /// Where the variable stands in this exchange.
    pub span: Span,
    /// The number of the exchange whose answer it came from.
    pub of: usize,
}

impl Exchange {
    /// All that goes out in place of what was meant; nothing where that is what goes out.
    pub fn instead(&self) -> &[Request] {
        match &self.sent {
            Sent::Otherwise(requests) => requests,
            Sent::Yes | Sent::No(_) | Sent::Unknown => &[],
        }
    }
}

impl Request {
    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Fact<&Header> {
        if let Some(header) = self.headers.iter().find(|header| header.is(name)) {
            return Fact::Known(header);
        }
        let credential = ["authorization", "cookie"].iter().any(|c| c.eq_ignore_ascii_case(name));
        match self.kept {
            Kept::AllButCredentials if credential => Fact::Unknown(Why::NotRecorded),
            Kept::AllButCookies if name.eq_ignore_ascii_case("cookie") => {
                Fact::Unknown(Why::NotRecorded)
            }
            Kept::NoCredentials(why) if credential => Fact::Unknown(why),
            Kept::All | Kept::AllButCredentials | Kept::AllButCookies | Kept::NoCredentials(_) => {
                Fact::Absent
            }
            Kept::AllButInherited => Fact::Unknown(Why::NotRecorded),
            Kept::Some(why) => Fact::Unknown(why),
        }
    }

    /// `GET` for `HEAD`, whose rules are the same; otherwise the method as sent.
    pub fn method_for_routing(&self) -> &str {
        match self.method.as_written() {
            "HEAD" => "GET",
            method => method,
        }
    }
}

impl Header {
    pub fn is(&self, name: &str) -> bool {
        self.name.as_written().trim().eq_ignore_ascii_case(name)
    }

    /// Name and value together.
    pub fn span(&self) -> Span {
        self.name.span().hull(self.value.span())
    }
}

impl Response {
    /// An answer of which only the status is known.
    pub const fn of_status(status: u16) -> Self {
        Self {
            status: Fact::Known(status),
            headers: Vec::new(),
            body: Fact::Unknown(Why::NotRecorded),
            span: None,
        }
    }

    pub fn header(&self, name: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.is(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_recorders_write_them() {
        let time = Time::parse("2026-05-11T09:30:00.1234567+02:00").unwrap();
        assert_eq!(time.seconds(), 1_778_484_600);
        assert_eq!(Time::parse("yesterday"), None);
    }
}
