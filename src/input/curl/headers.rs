//! The headers that options set and imply, in the order curl sends them.

use super::method::DATA;
use super::request::{Settings, Stop};
use super::text::{prefixed, trimmed};
use super::{Context, body, cookies, credentials, dates, proxy};
use crate::exchange::{Accident, AccidentKind, Header, Kept, Repair, SetBy, Url};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// What is known about the headers of a request.
pub(super) struct Headers {
    pub(super) list: Vec<Header>,
    pub(super) kept: Kept,
    pub(super) stop: Option<Stop>,
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
    let host = written.iter().find(|header| header.is("host")).map(|host| host.value.clone());
    proxy::add(&mut headers, settings, url);
    credentials::add(&mut headers, settings, (context, url));
    headers.imply(settings, context);
    cookies::add(&mut headers, settings, (context, url, host.as_ref()));
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
            Err(why) => self.stop = Some(Stop::AtOnce(why)),
        }
    }

    pub(super) fn line(&mut self, line: &Text) {
        let written = line.as_written();
        if let Some(at) = written.find("\r\n") {
            // A line break in the value begins another header.
            self.line(&line.slice(0..at));
            return self.rest(&line.slice(at + 2..written.len()));
        }
        let in_hole = |at: usize| line.holes().iter().any(|hole| hole.range.contains(&at));
        let colon = written.char_indices().find(|(at, c)| *c == ':' && !in_hole(*at));
        let Some((colon, _)) = colon else { return self.without_colon(line) };
        let name = line.slice(0..colon);
        let value = trimmed(&line.slice(colon + 1..written.len()));
        if name.is_empty() {
            return;
        }
        self.named.push(name.as_written().trim().to_ascii_lowercase());
        let blank = value.as_written().bytes().all(|byte| byte.is_ascii_whitespace());
        if !blank {
            self.list.push(Header { name, value, set: SetBy::Text });
        }
    }

    /// The lines that a value smuggles in, as they are sent.
    fn rest(&mut self, lines: &Text) {
        let mut start = 0;
        for line in lines.as_written().split("\r\n") {
            if let Some(colon) = line.find(':') {
                let name = lines.slice(start..start + colon);
                let value = trimmed(&lines.slice(start + colon + 1..start + line.len()));
                self.list.push(Header { name, value, set: SetBy::Text });
            }
            start += line.len() + 2;
        }
    }

    /// `Name;` is sent without a value; anything else is dropped without a word.
    fn without_colon(&mut self, line: &Text) {
        let written = line.as_written();
        let repair: Vec<Repair> = with_colon(line).into_iter().collect();
        if line.known().is_unknown() && repair.is_empty() {
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
            Some(_) | None if written.trim().is_empty() => {}
            Some(_) | None => {
                let (kind, span) = (AccidentKind::HeaderWithoutColon, line.span());
                self.accidents.push(Accident { kind, span, repair });
            }
        }
    }

    /// A header that an option implies, unless the text names it.
    pub(super) fn push(&mut self, name: &str, value: Text) {
        if !self.names(name) {
            self.push_anyway(name, value);
        }
    }

    pub(super) fn names(&self, name: &str) -> bool {
        self.named.iter().any(|named| named.eq_ignore_ascii_case(name))
    }

    pub(super) fn push_anyway(&mut self, name: &str, value: Text) {
        let name = Text::decoded(name, value.span());
        self.list.push(Header { name, value, set: SetBy::Option });
    }

    pub(super) fn kept_less(&mut self) {
        self.kept = match self.kept {
            Kept::All | Kept::AllButCredentials | Kept::AllButCookies => Kept::AllButCredentials,
            Kept::NoCredentials(why) => Kept::NoCredentials(why),
            Kept::Some(why) => Kept::Some(why),
            Kept::AllButInherited => Kept::AllButInherited,
        };
    }

    fn imply(&mut self, settings: Settings<'_>, context: &Context<'_>) {
        if let Some(value) = range(settings) {
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
        if let Some((name, value)) = settings.value("time-cond").and_then(dates::condition) {
            self.push(name, value);
        }
        if let Some(setting) = settings.last("tr-encoding").filter(|setting| setting.on) {
            self.push("TE", Text::decoded("gzip", setting.span));
        }
        if let Some(name) = settings.value("etag-compare") {
            match body::file(name, context) {
                Ok(Fact::Known(read)) => {
                    let end = read.as_written().trim_end_matches(['\r', '\n']).len();
                    self.push("If-None-Match", read.slice(0..end));
                }
                Ok(Fact::Absent | Fact::Unknown(_)) => {
                    let mut hole = Text::default();
                    hole.push_hole(name.as_written(), name.span(), (Why::NotRecorded, ""));
                    self.push("If-None-Match", hole);
                }
                Err(why) if settings.last("etag-save").is_none() => {
                    self.stop.get_or_insert(Stop::Here(why));
                }
                Err(_) => self.push("If-None-Match", Text::decoded("\"\"", name.span())),
            }
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

/// `-r 0-9`, `-r 600`, `-C 600`: a number alone is where it begins.
fn range(settings: Settings<'_>) -> Option<Text> {
    if let Some(from) = settings.value("continue-at") {
        let number = from.known().known()?.parse::<u64>().ok().filter(|number| *number > 0);
        number?;
        let mut value = prefixed("bytes=", from);
        value.push_decoded("-", Span::at(from.span().end));
        return Some(value);
    }
    let range = settings.value("range").filter(|range| !range.is_empty())?;
    let written = range.as_written();
    let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
    if digits == 0 || written[digits..].starts_with('-') {
        return Some(prefixed("bytes=", range));
    }
    let mut value = prefixed("bytes=", &range.slice(0..digits));
    value.push_decoded("-", Span::at(range.span().end));
    Some(value)
}

/// `Name value`, `Name=value` and `Bearer …` with what they lack.
fn with_colon(line: &Text) -> Option<Repair> {
    let written = line.as_written();
    let end = written.find([' ', '\t', '='])?;
    let name = &written[..end];
    if line.holes().first().is_some_and(|hole| hole.range.start < end) {
        return None;
    }
    let scheme = ["bearer", "basic"].iter().any(|word| name.eq_ignore_ascii_case(word));
    if scheme && written[end..].starts_with(' ') {
        return Some(Repair::insert(line.span_of(0..1).start, "Authorization: "));
    }
    let known = ["authorization", "accept", "cookie", "origin", "host", "referer"];
    let named = name.contains('-') || known.iter().any(|word| name.eq_ignore_ascii_case(word));
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let place = line.span_of(end..end + 1);
    match written[end..].starts_with('=') {
        _ if !named || !plain || place.len() != 1 => None,
        true => Some(Repair::new(place, ": ")),
        false => Some(Repair::insert(place.start, ":")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(option: &'static str, value: &str) -> Option<String> {
        let value = Some(Text::verbatim(value, 0));
        let setting = super::super::argv::Setting {
            name: option,
            on: true,
            value,
            span: Span::default(),
            words: (0, 0),
        };
        range(Settings(&[setting])).map(|text| text.as_written().to_owned())
    }

    #[test]
    fn a_range_without_its_end_goes_to_the_end() {
        assert_eq!(sent("range", "0-9").as_deref(), Some("bytes=0-9"));
        assert_eq!(sent("range", "600").as_deref(), Some("bytes=600-"));
        assert_eq!(sent("range", "5,10-20").as_deref(), Some("bytes=5-"));
        assert_eq!(sent("range", "-500").as_deref(), Some("bytes=-500"));
        assert_eq!(sent("continue-at", "100").as_deref(), Some("bytes=100-"));
        assert_eq!(sent("continue-at", "0"), None);
        assert_eq!(sent("continue-at", "-"), None);
    }
}
