//! `Invoke-WebRequest` and `Invoke-RestMethod`: parameters become a request.

use super::session::Session;
use crate::exchange::{Header, Kept, Request, Sent, SetBy, Url};
use crate::input::Files;
use crate::input::literal::{Table, Value};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// Parameters that take a value, the likelier ones first: a beginning of a name is enough.
const VALUES: &[&str] = &[
    "Uri",
    "Method",
    "Headers",
    "Body",
    "ContentType",
    "WebSession",
    "UserAgent",
    "Authentication",
    "Token",
    "Credential",
    "Form",
    "InFile",
    "OutFile",
    "TimeoutSec",
    "SessionVariable",
    "CustomMethod",
    "MaximumRedirection",
    "MaximumRetryCount",
    "MaximumFollowRelLink",
    "RetryIntervalSec",
    "ConnectionTimeoutSeconds",
    "OperationTimeoutSeconds",
    "Proxy",
    "ProxyCredential",
    "TransferEncoding",
    "SslProtocol",
    "HttpVersion",
    "UnixSocket",
    "StatusCodeVariable",
    "ResponseHeadersVariable",
    "Certificate",
    "CertificateThumbprint",
    "ErrorAction",
    "WarningAction",
    "ErrorVariable",
    "OutVariable",
    "EA",
    "OV",
    "EV",
];

/// Parameters that take none.
const SWITCHES: &[&str] = &[
    "UseBasicParsing",
    "UseDefaultCredentials",
    "SkipCertificateCheck",
    "SkipHeaderValidation",
    "SkipHttpErrorCheck",
    "DisableKeepAlive",
    "NoProxy",
    "AllowUnencryptedAuthentication",
    "AllowInsecureRedirect",
    "PreserveAuthorizationOnRedirect",
    "PreserveHttpMethodOnRedirect",
    "FollowRelLink",
    "PassThru",
    "Resume",
    "ProxyUseDefaultCredentials",
    "Verbose",
    "Debug",
];

/// A parameter, by its whole name in capitals and small letters, and whether it takes a value.
pub(super) fn parameter(written: &str) -> Option<(&'static str, bool)> {
    let begins = |name: &str| {
        name.get(..written.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(written))
    };
    let exact = |name: &&&str| name.eq_ignore_ascii_case(written);
    let find = |names: &'static [&'static str]| {
        names.iter().find(exact).or_else(|| names.iter().find(|name| begins(name))).copied()
    };
    find(VALUES).map(|name| (name, true)).or_else(|| find(SWITCHES).map(|name| (name, false)))
}

/// What a command was given.
#[derive(Default)]
pub(super) struct Parameters {
    pub(super) given: Table,
    pub(super) switches: Vec<&'static str>,
    pub(super) session: Option<Session>,
    /// A variable may hold parameters that we do not see.
    pub(super) open: bool,
}

impl Parameters {
    /// The request; none where no address is given.
    pub(super) fn request(
        &self,
        start: Span,
        files: Option<&Files<'_>>,
    ) -> Option<(Request, Sent)> {
        let address = self.given.get("Uri")?.text()?;
        let mut url = Url::split(&address.trim());
        if url.scheme.is_empty() && address.known().is_known() {
            url.scheme = Text::decoded("http", Span::at(address.span().start));
        }
        let method = self.method(start);
        let plain = matches!(method.as_written(), "GET" | "HEAD");
        let body = self.body(plain, &mut url, files);
        let mut headers = Vec::new();
        let mut kept = self.headers(&mut headers);
        self.session_headers(&mut headers, &mut kept);
        self.imply(&mut headers, &method, &body);
        if self.open {
            kept = Kept::Some(Why::Variable);
        }
        let body = match body {
            Fact::Absent if self.open => Fact::Unknown(Why::Variable),
            body @ (Fact::Known(_) | Fact::Absent | Fact::Unknown(_)) => body,
        };
        // Windows PowerShell refuses what later versions send.
        let sent = if plain && !body.is_absent() { Sent::Unknown } else { Sent::Yes };
        Some((Request { method, url, headers, kept, body }, sent))
    }

    fn method(&self, start: Span) -> Text {
        let given = self.given.get("CustomMethod").or_else(|| self.given.get("Method"));
        match given.and_then(Value::text) {
            None if self.open => {
                let mut unknown = Text::default();
                unknown.push_hole("GET", start, (Why::Variable, ""));
                unknown
            }
            None => Text::decoded("GET", start),
            Some(text) => {
                let capital = text.as_written().to_ascii_uppercase();
                let as_sent = text.known().is_unknown() || capital == text.as_written();
                if as_sent { text.clone() } else { Text::decoded(&capital, text.span()) }
            }
        }
    }

    /// A table is a form, or part of the address where there is no body.
    fn body(&self, plain: bool, url: &mut Url, files: Option<&Files<'_>>) -> Fact<Text> {
        if self.given.get("Form").is_some() {
            return Fact::Unknown(Why::NotRecorded);
        }
        if let Some(name) = self.given.get("InFile") {
            return file(name, files);
        }
        match self.given.get("Body") {
            None => Fact::Absent,
            Some(value) if value.is_nothing() => Fact::Absent,
            Some(Value::Open(text)) if plain => {
                // A table goes into the address, a text does not.
                let why = text.holes().first().map_or(Why::Variable, |hole| hole.why);
                let mut query = url.query.take().unwrap_or_default();
                if !query.is_empty() {
                    query.push_decoded("&", Span::at(text.span().start));
                }
                query.push_hole(text.as_written(), text.span(), (why, ""));
                url.query = Some(query);
                Fact::Unknown(why)
            }
            Some(Value::Text(text) | Value::Word(text) | Value::Open(text)) => {
                Fact::Known(text.clone())
            }
            Some(Value::Table(table)) if plain => {
                if let Fact::Known(form) = table.form() {
                    let query = url.query.get_or_insert_default();
                    if !query.is_empty() {
                        query.push_decoded("&", Span::at(form.span().start));
                    }
                    query.append(&form);
                    return Fact::Absent;
                }
                Fact::Unknown(Why::Undecodable)
            }
            Some(Value::Table(table)) => table.form(),
            Some(Value::List(..)) => Fact::Unknown(Why::Undecodable),
        }
    }

    fn headers(&self, headers: &mut Vec<Header>) -> Kept {
        let why = match self.given.get("Headers") {
            None => return Kept::All,
            Some(Value::Table(table)) => {
                push_all(table, headers);
                if !table.open {
                    return Kept::All;
                }
                Why::Variable
            }
            Some(value) if value.is_nothing() => return Kept::All,
            Some(Value::Open(_)) => Why::Variable,
            Some(Value::Text(_) | Value::Word(_) | Value::List(..)) => Why::Undecodable,
        };
        Kept::Some(why)
    }

    fn session_headers(&self, headers: &mut Vec<Header>, kept: &mut Kept) {
        let agent = self.given.get("UserAgent").and_then(Value::text);
        let agent = agent.or_else(|| self.session.as_ref()?.agent.as_ref());
        headers.extend(agent.map(|agent| implied("User-Agent", agent.clone())));
        let Some(session) = &self.session else {
            if self.given.get("WebSession").is_some() && *kept == Kept::All {
                *kept = Kept::Some(Why::Variable);
            }
            return;
        };
        let mut others = Vec::new();
        push_all(&session.headers, &mut others);
        let set = |name: &str| headers.iter().any(|header| header.is(name));
        others.retain(|header| !set(header.name.as_written()));
        headers.extend(others);
        let mut cookies = Text::default();
        for cookie in &session.cookies {
            if !cookies.is_empty() {
                cookies.push_decoded("; ", Span::at(cookie.span().start));
            }
            cookies.append(cookie);
        }
        if !cookies.is_empty() {
            headers.push(implied("Cookie", cookies));
        }
        if session.open && *kept == Kept::All {
            *kept = Kept::Some(Why::Variable);
        }
    }

    /// What other parameters say of the headers.
    fn imply(&self, headers: &mut Vec<Header>, method: &Text, body: &Fact<Text>) {
        let scheme = self.given.get("Authentication").and_then(Value::text);
        let scheme = scheme.map(|text| text.as_written().to_ascii_lowercase());
        let token = self.given.get("Token").and_then(Value::text);
        match (scheme.as_deref(), token) {
            (Some("bearer" | "oauth"), Some(token)) => {
                let mut value = Text::decoded("Bearer ", Span::at(token.span().start));
                value.append(token);
                set(headers, implied("Authorization", value));
            }
            (Some("basic"), _) => {
                let mut value = Text::default();
                let span = self.given.get("Authentication").map_or(Span::default(), Value::span);
                value.push_hole("Basic …", span, (Why::Variable, ""));
                set(headers, implied("Authorization", value));
            }
            (Some(_) | None, _) => {}
        }
        if let Some(kind) = self.given.get("ContentType").and_then(Value::text) {
            set(headers, implied("Content-Type", kind.clone()));
        } else if let Some(form) = self.given.get("Form") {
            let value = Text::decoded("multipart/form-data", form.span());
            set(headers, implied("Content-Type", value));
        } else if method.as_written() == "POST" && !headers.iter().any(|h| h.is("content-type")) {
            let span = match body {
                Fact::Known(body) => body.span(),
                Fact::Absent | Fact::Unknown(_) => method.span(),
            };
            let value = Text::decoded("application/x-www-form-urlencoded", span);
            headers.push(implied("Content-Type", value));
        }
    }
}

fn file(name: &Value, files: Option<&Files<'_>>) -> Fact<Text> {
    let Some(Fact::Known(path)) = name.text().map(Text::known) else {
        return Fact::Unknown(Why::Variable);
    };
    match files.and_then(|files| files(path)).map(String::from_utf8) {
        None => Fact::Unknown(Why::NotRecorded),
        Some(Err(_)) => Fact::Unknown(Why::Undecodable),
        Some(Ok(text)) => Fact::Known(Text::decoded(&text, name.span())),
    }
}

fn implied(name: &str, value: Text) -> Header {
    Header { name: Text::decoded(name, value.span()), value, set: SetBy::Option }
}

/// In place of one of the same name.
fn set(headers: &mut Vec<Header>, header: Header) {
    headers.retain(|other| !other.is(header.name.as_written()));
    headers.push(header);
}

fn push_all(table: &Table, headers: &mut Vec<Header>) {
    for (name, value) in &table.members {
        let value = match value.text() {
            Some(text) if !value.is_nothing() => text.trim(),
            Some(text) => Text::verbatim("", text.span().start),
            None => {
                let mut hole = Text::default();
                hole.push_hole("…", value.span(), (Why::Undecodable, ""));
                hole
            }
        };
        headers.push(Header { name: name.clone(), value, set: SetBy::Text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_names_a_parameter() {
        assert_eq!(parameter("uri"), Some(("Uri", true)));
        assert_eq!(parameter("Head"), Some(("Headers", true)));
        assert_eq!(parameter("usebasic"), Some(("UseBasicParsing", false)));
        assert_eq!(parameter("ErrorAction"), Some(("ErrorAction", true)));
        assert_eq!(parameter("XPOST"), None);
    }
}
