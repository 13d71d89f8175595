//! A request of a Hurl entry, as it is sent.

use super::body;
use super::entries::{Entry, Section};
use super::strings;
use crate::exchange::{Header, Kept, Request, SetBy, Url};
use crate::input::Options;
use crate::input::braces::Variables;
use crate::input::form::{self, Blank};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// What an entry stands in.
pub(super) struct Surroundings<'a> {
    pub(super) text: &'a str,
    pub(super) variables: &'a Variables,
    pub(super) options: &'a Options<'a>,
    /// Before it, no answer can have set a cookie.
    pub(super) is_first: bool,
}

/// What `[Options]` say.
#[derive(Default)]
pub(super) struct Settings {
    /// Names and values, as written.
    pub(super) variables: Vec<(String, String)>,
    pub(super) is_skipped: bool,
    user: Option<Span>,
    headers: Vec<Span>,
    /// Credentials that Hurl takes from elsewhere or computes.
    has_credentials: bool,
}

pub(super) fn settings(text: &str, entry: &Entry) -> Settings {
    let mut settings = Settings::default();
    let lines = named(text, entry, &["Options"]).flat_map(|section| &section.lines);
    for (name, value) in lines.filter_map(|line| strings::pair(text, *line)) {
        let written = &text[value.start..value.end];
        match &text[name.start..name.end] {
            "variable" => settings.variables.extend(variable(written)),
            "skip" => settings.is_skipped = written == "true",
            "user" => settings.user = Some(value),
            "header" => settings.headers.push(value),
            "netrc" | "netrc-optional" | "netrc-file" | "aws-sigv4" | "ntlm" | "negotiate"
            | "digest" => {
                settings.has_credentials = written != "false";
            }
            _ => {}
        }
    }
    settings
}

/// `name=value` or `name="value"`.
fn variable(written: &str) -> Option<(String, String)> {
    let (name, value) = written.split_once('=')?;
    let value = value.trim();
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    Some((name.trim().to_owned(), inner.unwrap_or(value).to_owned()))
}

/// Builds the request of an entry.
pub(super) fn request(entry: &Entry, settings: &Settings, around: &Surroundings<'_>) -> Request {
    let reader = Reader { entry, settings, around };
    let (method, mut url) = reader.line();
    let query = reader.pairs(&["QueryStringParams", "Query"]);
    if !query.is_empty() {
        add(&mut url, &query);
    }
    let mut headers = reader.headers();
    let (body, media_type) = reader.body();
    let is_typed = headers.iter().any(|header| header.is("content-type"));
    if let Some((media_type, at)) = media_type.filter(|_| !is_typed) {
        let name = Text::decoded("Content-Type", Span::at(at));
        let value = Text::decoded(media_type, Span::at(at));
        headers.push(Header { name, value, set: SetBy::Option });
    }
    let kept = if settings.has_credentials {
        Kept::AllButCredentials
    } else if around.is_first {
        Kept::All
    } else {
        Kept::AllButCookies
    };
    Request { method, url, headers, kept, body }
}

struct Reader<'a> {
    entry: &'a Entry,
    settings: &'a Settings,
    around: &'a Surroundings<'a>,
}

impl Reader<'_> {
    fn line(&self) -> (Text, Url) {
        let text = self.around.text;
        let line = self.entry.line;
        let written = &text[line.start..line.end];
        let method = written.find([' ', '\t']).unwrap_or(written.len());
        let address = written[method..].trim_start();
        let start = line.end - address.len();
        let span = Span::new(start, start + address_end(address));
        let url = Url::split(&self.around.variables.text(text, span));
        (Text::verbatim(&written[..method], line.start), url)
    }

    fn headers(&self) -> Vec<Header> {
        let text = self.around.text;
        let lines = self.entry.headers.iter().chain(&self.settings.headers);
        let read = |(name, value): (Span, Span)| Header {
            name: self.value(name),
            value: self.value(value),
            set: SetBy::Text,
        };
        let pairs = lines.filter_map(|line| strings::pair(text, *line));
        let mut headers: Vec<Header> = pairs.map(read).collect();
        let own = headers.iter().any(|header| header.is("authorization"));
        headers.extend(self.basic().filter(|_| !own));
        headers.extend(self.cookies());
        headers
    }

    /// `[BasicAuth]`, else the option `user`.
    fn basic(&self) -> Option<Header> {
        let section = self.pairs(&["BasicAuth"]).into_iter().next();
        let option = || {
            let span = self.settings.user?;
            let (user, password) = strings::pair(self.around.text, span)?;
            Some((self.value(user), self.value(password)))
        };
        let (user, password) = section.or_else(option)?;
        let name = Text::decoded("Authorization", Span::at(user.span().start));
        Some(Header { name, value: form::basic(&user, &password), set: SetBy::Option })
    }

    fn cookies(&self) -> Option<Header> {
        let mut value = Text::default();
        for (name, cookie) in self.pairs(&["Cookies"]) {
            if !value.is_empty() {
                value.push_decoded("; ", Span::at(name.span().start));
            }
            value.append(&name);
            value.push_decoded("=", Span::at(cookie.span().start));
            value.append(&cookie);
        }
        let name = Text::decoded("Cookie", Span::at(value.span().start));
        (!value.is_empty()).then_some(Header { name, value, set: SetBy::Option })
    }

    /// The body, and the type it has where no header says one.
    fn body(&self) -> (Fact<Text>, Option<(&'static str, usize)>) {
        let text = self.around.text;
        let form = self.pairs(&["FormParams", "Form"]);
        if let Some((first, _)) = form.first() {
            let media_type = ("application/x-www-form-urlencoded", first.span().start);
            return (Fact::Known(form::joined(&form, Blank::Percent)), Some(media_type));
        }
        if let Some(section) = named(text, self.entry, &["MultipartFormData", "Multipart"]).next() {
            let media_type = ("multipart/form-data", section.name.start);
            return (Fact::Unknown(Why::NotRecorded), Some(media_type));
        }
        let Some(written) = &self.entry.body else { return (Fact::Absent, None) };
        let (body, media_type) = body::body(written, self.around);
        (body, media_type.map(|media_type| (media_type, written.span.start)))
    }

    fn pairs(&self, sections: &[&str]) -> Vec<(Text, Text)> {
        let text = self.around.text;
        let lines = named(text, self.entry, sections).flat_map(|section| &section.lines);
        let pairs = lines.filter_map(|line| strings::pair(text, *line));
        pairs.map(|(name, value)| (self.value(name), self.value(value))).collect()
    }

    fn value(&self, span: Span) -> Text {
        strings::value(self.around.text, span, self.around.variables)
    }
}

/// An address ends at a blank or a comment that no variable holds.
fn address_end(address: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &address[at..];
        let end = rest.find([' ', '\t', '#']).map_or(address.len(), |end| at + end);
        let open = address[at..end].rfind("{{").map(|open| at + open);
        let close = open.and_then(|open| address[open..].find("}}").map(|close| open + close + 2));
        match close {
            Some(close) if close > end => at = close,
            Some(_) | None => return end,
        }
    }
}

fn named<'e>(text: &str, entry: &'e Entry, names: &[&str]) -> impl Iterator<Item = &'e Section> {
    entry.sections.iter().filter(move |section| {
        let name = &text[section.name.start..section.name.end];
        names.contains(&name)
    })
}

/// Puts parameters behind those that the address has.
fn add(url: &mut Url, pairs: &[(Text, Text)]) {
    let mut query = url.query.take().unwrap_or_default();
    if !query.is_empty() {
        query.push_decoded("&", Span::at(pairs[0].0.span().start));
    }
    query.append(&form::joined(pairs, Blank::Percent));
    url.query = Some(query);
}
