//! The headers that options set and imply, in the order curl sends them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::request::{DATA, Settings};
use super::text::{prefixed, trimmed};
use super::{Context, body};
use crate::exchange::{Accident, AccidentKind, Header, Kept, SetBy, Url};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// What is known about the headers of a request.
pub(super) struct Headers {
    pub(super) list: Vec<Header>,
    pub(super) kept: Kept,
    pub(super) stop: Option<String>,
    pub(super) accidents: Vec<Accident>,
    /// Names that the text sets or takes away: nothing is implied for them.
    named: Vec<String>,
}

pub(super) fn read(settings: Settings<'_>, context: &Context<'_>, url: &Url) -> Headers {
    let mut headers = Headers {
        list: Vec::new(),
        kept: Kept::All,
        stop: None,
        accidents: Vec::new(),
        named: Vec::new(),
    };
    for value in settings.all("header") {
        headers.add(value, context);
    }
    let written = std::mem::take(&mut headers.list);
    headers.credentials(settings, url);
    headers.imply(settings, context, url);
    headers.list.extend(written);
    // What a variable full of options says about the body wins, and is not known.
    if context.hidden.is_none() {
        headers.content(settings);
    }
    headers
}

impl Headers {
    /// One `-H`: a header, one that is taken away, or a file of headers.
    fn add(&mut self, value: &Text, context: &Context<'_>) {
        if !value.as_written().starts_with('@') {
            return self.line(value);
        }
        match body::file(&value.slice(1..value.len()), context) {
            Ok(Fact::Known(read)) => {
                let written = read.as_written();
                let mut start = 0;
                for line in written.split('\n') {
                    let end = start + line.trim_end_matches('\r').len();
                    if end > start && !line.starts_with('#') {
                        self.line(&read.slice(start..end));
                    }
                    start += line.len() + 1;
                }
            }
            Ok(Fact::Absent | Fact::Unknown(_)) => self.kept = Kept::Some(Why::NotRecorded),
            Err(why) => self.stop = Some(why),
        }
    }

    fn line(&mut self, line: &Text) {
        let written = line.as_written();
        let in_hole = |at: usize| line.holes().iter().any(|hole| hole.range.contains(&at));
        let colon = written.char_indices().find(|(at, c)| *c == ':' && !in_hole(*at));
        let Some((colon, _)) = colon else { return self.without_colon(line) };
        let name = line.slice(0..colon);
        let value = trimmed(&line.slice(colon + 1..written.len()));
        self.named.push(name.as_written().trim().to_ascii_lowercase());
        if !value.is_empty() {
            self.list.push(Header { name, value, set: SetBy::Text });
        }
    }

    /// `Name;` is sent without a value; anything else is dropped without a word.
    fn without_colon(&mut self, line: &Text) {
        let written = line.as_written();
        if line.known().is_unknown() {
            self.kept = Kept::Some(Why::Variable);
            return;
        }
        match written.strip_suffix(';') {
            Some(name) if !name.is_empty() && !name.contains(';') => {
                self.named.push(name.trim().to_ascii_lowercase());
                let value = Text::verbatim("", line.span().end);
                let name = line.slice(0..name.len());
                self.list.push(Header { name, value, set: SetBy::Text });
            }
            Some(_) | None => self
                .accidents
                .push(Accident { kind: AccidentKind::HeaderWithoutColon, span: line.span() }),
        }
    }

    fn push(&mut self, name: &str, value: Text) {
        if self.named.iter().any(|named| named.eq_ignore_ascii_case(name)) {
            return;
        }
        let name = Text::decoded(name, value.span());
        self.list.push(Header { name, value, set: SetBy::Option });
    }

    /// A header of the text wins, then a bearer token, then a user and password.
    fn credentials(&mut self, settings: Settings<'_>, url: &Url) {
        if url.scheme.as_written() == "http"
            && settings.last("proxy").is_some()
            && let Some(user) = settings.value("proxy-user")
        {
            self.push("Proxy-Authorization", basic(user, Encoding::Plain));
        }
        if settings.is_on("netrc") || settings.is_on("netrc-optional") {
            self.kept = self.kept_less();
        }
        let others = ["digest", "anyauth", "ntlm", "negotiate"];
        if let Some(token) = settings.value("oauth2-bearer") {
            self.push("Authorization", prefixed("Bearer ", token));
        } else if others.iter().any(|other| settings.is_on(other)) {
            // The first request goes out without them.
        } else if let Some(user) = settings.value("user") {
            self.push("Authorization", basic(user, Encoding::Plain));
        } else if let Some(user) = url.user_info.as_ref().filter(|user| !user.is_empty()) {
            self.push("Authorization", basic(user, Encoding::Percent));
        }
    }

    fn kept_less(&self) -> Kept {
        match self.kept {
            Kept::All | Kept::AllButCredentials | Kept::AllButCookies => Kept::AllButCredentials,
            Kept::Some(why) => Kept::Some(why),
            Kept::AllButInherited => Kept::AllButInherited,
        }
    }

    fn imply(&mut self, settings: Settings<'_>, context: &Context<'_>, url: &Url) {
        if let Some(range) = settings.value("range").filter(|range| !range.is_empty()) {
            let mut value = prefixed("bytes=", range);
            if !range.as_written().contains('-') {
                value.push_decoded("-", Span::at(range.span().end));
            }
            self.push("Range", value);
        }
        if let Some(agent) = settings.value("user-agent").filter(|agent| !agent.is_empty()) {
            self.push("User-Agent", agent.clone());
        }
        if let Some(referer) = settings.value("referer") {
            let written = referer.as_written();
            let end = written.strip_suffix(";auto").map_or(written.len(), str::len);
            if end > 0 {
                self.push("Referer", referer.slice(0..end));
            }
        }
        self.cookies(settings, context, url);
    }

    /// `-b`: cookies, or the name of a jar.
    fn cookies(&mut self, settings: Settings<'_>, context: &Context<'_>, url: &Url) {
        let mut cookies = Text::default();
        let mut join = |more: &Text| {
            if !cookies.is_empty() {
                cookies.push_decoded("; ", Span::at(more.span().start));
            }
            cookies.append(more);
        };
        let mut unread = false;
        let (given, jars): (Vec<&Text>, Vec<&Text>) = settings
            .all("cookie")
            .partition(|value| value.as_written().contains('=') || !value.holes().is_empty());
        for jar in jars.into_iter().filter(|jar| !jar.is_empty()) {
            match body::file(jar, context) {
                Ok(Fact::Known(read)) => {
                    for cookie in jar_cookies(&read, url) {
                        join(&cookie);
                    }
                }
                // A jar that is not there is an empty one.
                Ok(Fact::Absent) | Err(_) => {}
                Ok(Fact::Unknown(_)) => unread = true,
            }
        }
        given.into_iter().for_each(&mut join);
        if unread {
            self.kept = self.kept_less();
        }
        if !cookies.is_empty() {
            self.push("Cookie", cookies);
        }
    }

    /// What the kind of body implies.
    fn content(&mut self, settings: Settings<'_>) {
        let data = settings.0.iter().rev().find(|setting| DATA.contains(&setting.name));
        let form = settings.0.iter().find(|s| matches!(s.name, "form" | "form-string"));
        if let Some(form) = form {
            self.push("Content-Type", Text::decoded("multipart/form-data", form.span));
        } else if let Some(json) = settings.last("json") {
            self.push("Content-Type", Text::decoded("application/json", json.span));
            self.push("Accept", Text::decoded("application/json", json.span));
        } else if let Some(data) = data.filter(|_| !settings.is_on("get")) {
            let value = "application/x-www-form-urlencoded";
            self.push("Content-Type", Text::decoded(value, data.span));
        }
    }

    /// A `Host` header says where the request goes; it is part of the address.
    pub(super) fn take_host(&mut self, url: &mut Url) {
        let Some(at) = self.list.iter().position(|header| header.is("host")) else { return };
        let host = self.list.remove(at).value;
        let written = host.as_written();
        let port = written.rfind(':').filter(|colon| {
            written[colon + 1..].bytes().all(|b| b.is_ascii_digit()) && host.holes().is_empty()
        });
        url.port = port.map(|colon| host.slice(colon + 1..written.len()));
        let default = if url.scheme.as_written() == "https" { "443" } else { "80" };
        url.port = url.port.take().filter(|port| port.as_written() != default);
        url.host = host.slice(0..port.unwrap_or(written.len()));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Plain,
    /// In an address, users and passwords are percent-encoded.
    Percent,
}

/// `Basic` credentials. Without a password curl asks for one, so the value is unknown.
fn basic(user: &Text, encoding: Encoding) -> Text {
    let written = user.as_written();
    let asks = !written.contains(':') && encoding == Encoding::Plain;
    if asks || !user.holes().is_empty() {
        let why = user.holes().first().map_or(Why::NotRecorded, |hole| hole.why);
        let name = user.holes().first().map_or("", |hole| hole.name.as_str());
        let mut value = Text::decoded("Basic ", Span::at(user.span().start));
        value.push_hole(written, user.span(), (why, name));
        return value;
    }
    let mut pair = written.to_owned();
    if !pair.contains(':') {
        pair.push(':');
    }
    if encoding == Encoding::Percent {
        pair = percent_decoded(&pair);
    }
    Text::decoded(&format!("Basic {}", BASE64_STANDARD.encode(pair)), user.span())
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let escaped = (*byte == b'%')
            .then(|| tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()))
            .flatten()
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The cookies of a Netscape jar that go to this address.
fn jar_cookies(read: &Text, url: &Url) -> Vec<Text> {
    let host = url.host.as_written().to_ascii_lowercase();
    let mut found = Vec::new();
    for line in read.as_written().lines() {
        let line = line.strip_prefix("#HttpOnly_").unwrap_or(line);
        let [domain, tail, path, secure, _, name, value] = line.split('\t').collect::<Vec<_>>()[..]
        else {
            continue;
        };
        let domain = domain.trim_start_matches('.').to_ascii_lowercase();
        let below = tail.eq_ignore_ascii_case("true") && host.ends_with(&format!(".{domain}"));
        let safe = !secure.eq_ignore_ascii_case("true") || url.scheme.as_written() == "https";
        let here = path == "/" || url.path.as_written().starts_with(path);
        if (host == domain || below) && safe && here && !line.starts_with('#') {
            found.push(Text::decoded(&format!("{name}={value}"), read.span()));
        }
    }
    found
}
