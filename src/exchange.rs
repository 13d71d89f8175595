//! One recorded request and response; every part knows its place.

use std::fmt;
use std::sync::Arc;

use crate::source::{Source, Span, Text};
use crate::truth::{Fact, Why};

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
    pub request: Request,
    pub response: Fact<Response>,
    /// What the reader noticed about the writing, in order of place.
    pub accidents: Vec<Accident>,
    /// Which of its variables a script took out of earlier answers.
    pub echoes: Vec<Echo>,
    /// Where in a JSON file this exchange stands: `/log/entries/3`.
    pub pointer: Option<String>,
}

/// How a request is written, and what a file of requests is.
///
/// A format that holds others (Markdown, a workflow) is a file's only: its exchanges have the
/// format of the part they stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Commands of a POSIX shell that call curl.
    Shell,
    /// Commands of the Windows console that call curl.
    Cmd,
    /// PowerShell: `Invoke-WebRequest`, `Invoke-RestMethod`, `curl.exe`.
    PowerShell,
    /// Calls of `fetch` in JavaScript.
    Fetch,
    /// What curl printed of a call: `curl -v`, `curl -i`.
    Transcript,
    /// HTTP archive 1.2.
    Har,
    /// `.http` and `.rest` files.
    HttpFile,
    /// Postman collections, version 2.1.
    Postman,
    /// Exports of Insomnia, versions 4 and 5.
    Insomnia,
    /// Requests of Bruno.
    Bruno,
    /// Hurl files.
    Hurl,
    /// Markdown with code blocks.
    Markdown,
    /// YAML with scripts in it: GitHub workflows, GitLab CI.
    Workflow,
    /// Dockerfiles.
    Dockerfile,
}

impl Format {
    pub const ALL: &'static [Self] = &[
        Self::Shell,
        Self::Cmd,
        Self::PowerShell,
        Self::Fetch,
        Self::Transcript,
        Self::Har,
        Self::HttpFile,
        Self::Postman,
        Self::Insomnia,
        Self::Bruno,
        Self::Hurl,
        Self::Markdown,
        Self::Workflow,
        Self::Dockerfile,
    ];

    /// The word that `--input-format` takes.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shell => "curl",
            Self::Cmd => "cmd",
            Self::PowerShell => "powershell",
            Self::Fetch => "fetch",
            Self::Transcript => "transcript",
            Self::Har => "har",
            Self::HttpFile => "http",
            Self::Postman => "postman",
            Self::Insomnia => "insomnia",
            Self::Bruno => "bruno",
            Self::Hurl => "hurl",
            Self::Markdown => "markdown",
            Self::Workflow => "workflow",
            Self::Dockerfile => "dockerfile",
        }
    }

    /// A program wrote down what went over the wire: evidence, which is never edited.
    pub const fn is_recording(self) -> bool {
        matches!(self, Self::Har | Self::Transcript)
    }

    /// JSON or YAML that a program wrote: people know the request, not these lines.
    pub const fn is_written_by_programs(self) -> bool {
        matches!(self, Self::Har | Self::Postman | Self::Insomnia)
    }

    /// Commands that run one after the other, each when the one before has been answered.
    pub const fn is_script(self) -> bool {
        matches!(self, Self::Shell | Self::Cmd | Self::PowerShell)
    }

    /// Requests that are sent by hand, each when it is wanted.
    pub const fn is_collection(self) -> bool {
        matches!(self, Self::HttpFile | Self::Postman | Self::Insomnia | Self::Bruno)
    }
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

#[derive(Clone, Debug)]
pub struct Request {
    pub method: Text,
    pub url: Url,
    /// In the order they are sent; names keep their case.
    pub headers: Vec<Header>,
    /// Which headers this recording would show if they had been sent.
    pub kept: Kept,
    pub body: Fact<Text>,
}

/// An address in its parts, as it is sent; each part knows where it stands.
///
/// A part that is a variable is a [`Text`] with a hole. In `$BASE/users` the variable stands for
/// scheme and host alike, and both parts hold it.
#[derive(Clone, Debug, Default)]
pub struct Url {
    /// Empty where none was written and the tool assumes one.
    pub scheme: Text,
    pub user_info: Option<Text>,
    /// Without port. The `Host` header where one is set: it is what the server goes by.
    pub host: Text,
    pub port: Option<Text>,
    /// With its leading slash; empty where the address ends behind the host.
    pub path: Text,
    /// Without the question mark.
    pub query: Option<Text>,
    /// The whole address as it stands in the source.
    pub span: Span,
}

#[derive(Clone, Debug)]
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
    /// A sanitiser was here: nothing can be said of a header that is missing.
    Some(Why),
}

#[derive(Clone, Debug)]
pub struct Response {
    pub status: Fact<u16>,
    pub headers: Vec<Header>,
    pub body: Fact<Text>,
    /// The whole answer in the source.
    pub span: Span,
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

/// Something the reader noticed about how a request was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accident {
    pub kind: AccidentKind,
    pub span: Span,
}

/// The closed set of accidents of writing; each is judged by a rule of the topic `shell`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccidentKind {
    TypographicQuotes,
    DashNotHyphen,
    HtmlEntity,
    InvisibleCharacter,
    BlankAfterBackslash,
    CommentInContinuation,
    MissingBackslash,
    UnclosedQuote,
    CrlfLineEnds,
    HeaderWithoutColon,
    UnquotedHeader,
    UnquotedAmpersand,
    UnquotedJson,
    VariableInSingleQuotes,
    BracesEatenByGlobbing,
    ZshGlobbing,
    CurlOptionUnknown,
    CurlOptionsConflict,
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
            Kept::All | Kept::AllButCredentials | Kept::AllButCookies => Fact::Absent,
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
            span: Span { start: 0, end: 0 },
        }
    }

    pub fn header(&self, name: &str) -> Option<&Header> {
        self.headers.iter().find(|header| header.is(name))
    }
}

impl Url {
    /// Takes a decoded address apart. Never fails: what is no address is a path.
    pub fn split(text: &Text) -> Self {
        let written = text.as_written();
        let (scheme, rest) = split_scheme(text);
        let tail = rest + end_of_authority(text, rest);
        let at = written[rest..tail].rfind('@');
        let host_start = at.map_or(rest, |at| rest + at + 1);
        let port = port_of(&written[host_start..tail]);
        let host_end = port.map_or(tail, |colon| host_start + colon);
        let fragment = written[tail..].find('#').map_or(written.len(), |hash| tail + hash);
        let query = written[tail..fragment].find('?').map(|mark| tail + mark);
        Self {
            scheme,
            user_info: at.map(|at| text.slice(rest..rest + at)),
            host: text.slice(host_start..host_end),
            port: port.map(|colon| text.slice(host_start + colon + 1..tail)),
            path: text.slice(tail..query.unwrap_or(fragment)),
            query: query.map(|mark| text.slice(mark + 1..fragment)),
            span: text.span(),
        }
    }

    /// The address as it is sent, with unknown parts as they were written.
    pub fn as_written(&self) -> String {
        let mut url = String::new();
        let scheme = self.scheme.as_written();
        // A variable that stands for scheme and host is said once.
        if !scheme.is_empty() && self.scheme != self.host {
            url.push_str(scheme);
            url.push_str("://");
        }
        url.push_str(self.host.as_written());
        if let Some(port) = &self.port {
            url.push(':');
            url.push_str(port.as_written());
        }
        url.push_str(self.path.as_written());
        if let Some(query) = &self.query {
            url.push('?');
            url.push_str(query.as_written());
        }
        url
    }

    /// The names and values of the query, as written (still percent-encoded).
    pub fn query_pairs(&self) -> Vec<(Text, Text)> {
        let Some(query) = &self.query else { return Vec::new() };
        let written = query.as_written();
        let mut pairs = Vec::new();
        let mut start = 0;
        for part in written.split('&') {
            let end = start + part.len();
            let equals = part.find('=').map_or(end, |at| start + at);
            if !part.is_empty() {
                let value = query.slice((equals + 1).min(end)..end);
                pairs.push((query.slice(start..equals), value));
            }
            start = end + 1;
        }
        pairs
    }
}

/// The scheme and where the authority begins. A leading variable is scheme and host in one.
fn split_scheme(text: &Text) -> (Text, usize) {
    let written = text.as_written();
    if let Some(at) = written.find("://")
        && written[..at].chars().all(|c| c.is_ascii_alphanumeric() || "+-.{}$_%<>[]".contains(c))
    {
        return (text.slice(0..at), at + 3);
    }
    match text.holes().first() {
        Some(hole) if hole.range.start == 0 => (text.slice(hole.range.clone()), 0),
        _ => (Text::decoded("", Span::at(text.span().start)), 0),
    }
}

/// Where the authority ends, counted from `start`. Holes are stepped over: `{{a/b}}` is no path.
fn end_of_authority(text: &Text, start: usize) -> usize {
    let written = text.as_written();
    written[start..]
        .char_indices()
        .find(|(at, letter)| {
            matches!(letter, '/' | '?' | '#')
                && !text.holes().iter().any(|hole| hole.range.contains(&(start + at)))
        })
        .map_or(written.len() - start, |(at, _)| at)
}

fn port_of(authority: &str) -> Option<usize> {
    let colon = authority.rfind(':')?;
    let port = &authority[colon + 1..];
    let inside_brackets = authority[colon..].contains(']');
    (!inside_brackets && !port.contains('}') && !authority[..colon].is_empty()).then_some(colon)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(address: &str) -> Vec<String> {
        let url = Url::split(&Text::verbatim(address, 0));
        let shown =
            |part: Option<&Text>| part.map_or("-".to_owned(), |t| t.as_written().to_owned());
        vec![
            shown(Some(&url.scheme)),
            shown(url.user_info.as_ref()),
            shown(Some(&url.host)),
            shown(url.port.as_ref()),
            shown(Some(&url.path)),
            shown(url.query.as_ref()),
        ]
    }

    #[test]
    fn an_address_comes_apart_at_its_marks() {
        assert_eq!(
            parts("https://u:p@api.frontegg.com:443/a/b?x=1#f"),
            ["https", "u:p", "api.frontegg.com", "443", "/a/b", "x=1"]
        );
        assert_eq!(parts("api.frontegg.com"), ["", "-", "api.frontegg.com", "-", "", "-"]);
        assert_eq!(parts("http://[::1]:8080/a"), ["http", "-", "[::1]", "8080", "/a", "-"]);
    }

    #[test]
    fn placeholders_are_hosts_too() {
        assert_eq!(
            parts("https://[your-subdomain].frontegg.com/x"),
            ["https", "-", "[your-subdomain].frontegg.com", "-", "/x", "-"]
        );
        assert_eq!(parts("{{baseUrl}}/x"), ["", "-", "{{baseUrl}}", "-", "/x", "-"]);
    }

    #[test]
    fn a_leading_variable_is_scheme_and_host_in_one() {
        let mut text = Text::default();
        text.push_hole("${BASE:-a/b}", Span::new(0, 12), (Why::Variable, "BASE"));
        text.push_verbatim("/users?x=1", 12);
        let url = Url::split(&text);
        assert_eq!(url.host.known(), Fact::Unknown(Why::Variable));
        assert_eq!(url.scheme.known(), Fact::Unknown(Why::Variable));
        assert_eq!(url.path.as_written(), "/users");
        assert_eq!(url.as_written(), "${BASE:-a/b}/users?x=1");
    }

    #[test]
    fn parts_know_their_places() {
        let url = Url::split(&Text::verbatim("https://api.frontegg.com/a?b=c&d=e", 10));
        assert_eq!(url.host.span(), Span::new(18, 34));
        let pairs = url.query_pairs();
        assert_eq!(pairs[1].0.span(), Span::new(41, 42));
        assert_eq!(pairs[1].1.as_written(), "e");
    }

    #[test]
    fn times_are_read_as_recorders_write_them() {
        let time = Time::parse("2026-05-11T09:30:00.1234567+02:00").unwrap();
        assert_eq!(time.seconds(), 1_778_484_600);
        assert_eq!(Time::parse("yesterday"), None);
    }
}
