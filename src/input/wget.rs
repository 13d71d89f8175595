//! wget: its command line becomes requests, where it fetches or posts plainly.

use super::curl::text::{percent_encoded, trimmed};
use super::curl::{Command, Context};
use super::shell::Argument;
use super::tools::{Draft, Unread};
use crate::exchange::{Header, Kept, SetBy, Url};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// Options with a value that change nothing of the request.
const WITH_VALUE: &[&str] = &[
    "O",
    "o",
    "a",
    "P",
    "t",
    "T",
    "w",
    "Q",
    "ca-certificate",
    "ca-directory",
    "certificate",
    "compression",
    "connect-timeout",
    "cut-dirs",
    "directory-prefix",
    "dns-timeout",
    "limit-rate",
    "max-redirect",
    "output-document",
    "output-file",
    "append-output",
    "prefer-family",
    "private-key",
    "progress",
    "quota",
    "read-timeout",
    "secure-protocol",
    "timeout",
    "tries",
    "wait",
    "waitretry",
    "retry-on-http-error",
];

/// Options without a value that change nothing of the request.
const PLAIN: &[&str] = &[
    "4",
    "6",
    "c",
    "d",
    "q",
    "N",
    "S",
    "v",
    "nc",
    "nd",
    "nv",
    "continue",
    "content-disposition",
    "content-on-error",
    "debug",
    "inet4-only",
    "inet6-only",
    "no-cache",
    "no-check-certificate",
    "no-clobber",
    "no-cookies",
    "no-directories",
    "no-hsts",
    "no-proxy",
    "no-verbose",
    "quiet",
    "save-headers",
    "server-response",
    "show-progress",
    "timestamping",
    "trust-server-names",
    "verbose",
    "no-config",
    "no-netrc",
    "auth-no-challenge",
    "spider",
    "https-only",
];

/// Options whose value is part of the request.
const SAYING: &[&str] = &[
    "U",
    "user-agent",
    "header",
    "post-data",
    "post-file",
    "method",
    "body-data",
    "body-file",
    "user",
    "password",
    "http-user",
    "http-password",
    "referer",
    "load-cookies",
];

/// The requests of one command: one for each address.
pub(super) fn requests(
    arguments: &[Argument],
    context: &Context<'_>,
) -> Result<Vec<Command>, Unread> {
    let line = Line::of(arguments)?;
    let mut body = line.body(context)?;
    let mut draft = Draft::new();
    for header in line.all("header") {
        add(&mut draft, header)?;
    }
    let posted = ["post-data", "post-file", "body-data", "body-file"];
    let source = line.settings.iter().find(|(name, _)| posted.contains(&name.as_str()));
    if let Some((_, value)) = source {
        let form = Text::decoded("application/x-www-form-urlencoded", value.span());
        draft.imply("Content-Type", form);
    }
    for (option, name) in [("user-agent", "User-Agent"), ("referer", "Referer")] {
        if let Some(value) = line.last(option) {
            draft.imply(name, value.clone());
        }
    }
    if line.last("load-cookies").is_some() || line.all("user").next().is_some() {
        // A user is named only when the server has asked for one.
        draft.kept = Kept::AllButCredentials;
    }
    let method = match (line.last("method"), source) {
        (Some(method), _) => method.clone(),
        (None, Some((name, value))) if name.starts_with("post") => {
            Text::decoded("POST", value.span())
        }
        (None, _) if line.spider => Text::decoded("HEAD", context.name),
        (None, _) => Text::decoded("GET", context.name),
    };
    let mut commands = Vec::new();
    for address in &line.addresses {
        let draft = Draft { headers: draft.headers.clone(), kept: draft.kept };
        let url = sent(address)?;
        commands.push(draft.command(
            method.clone(),
            url,
            std::mem::replace(&mut body, Fact::Absent),
        ));
        body = line.body(context)?;
    }
    Ok(commands)
}

/// `Name: value`; an empty one takes back all before it.
fn add(draft: &mut Draft, line: &Text) -> Result<(), Unread> {
    if line.is_empty() {
        draft.headers.clear();
        return Ok(());
    }
    let in_hole = |at: usize| line.holes().iter().any(|hole| hole.range.contains(&at));
    let written = line.as_written();
    let colon = written.char_indices().find(|(at, letter)| *letter == ':' && !in_hole(*at));
    let (colon, _) = colon.ok_or("a header of wget has no colon")?;
    let name = line.slice(0..colon);
    let value = trimmed(&line.slice(colon + 1..written.len()));
    // Of several headers of one name wget sends the last.
    draft.headers.retain(|header| !header.is(name.as_written()));
    draft.headers.push(Header { name, value, set: SetBy::Text });
    Ok(())
}

/// wget assumes `http` and encodes what may not stand in an address.
fn sent(address: &Text) -> Result<Url, Unread> {
    let encoded = percent_encoded(address, |letter| {
        "\"<>\\^`{|} ".contains(letter) || letter.is_ascii_control() || !letter.is_ascii()
    });
    let mut url = Url::split(&encoded);
    if url.scheme.is_empty() {
        url.scheme = Text::decoded("http", Span::at(address.span().start));
    }
    let known = url.scheme.known().known();
    if known.is_some_and(|scheme| !matches!(scheme, "http" | "https")) {
        return Err("wget is given an address that is not HTTP");
    }
    if url.path.is_empty() {
        url.path = Text::decoded("/", Span::at(url.host.span().end));
    }
    Ok(url)
}

#[derive(Default)]
struct Line {
    settings: Vec<(String, Text)>,
    addresses: Vec<Text>,
    spider: bool,
}

impl Line {
    fn of(arguments: &[Argument]) -> Result<Self, Unread> {
        let mut line = Self::default();
        let mut words = arguments.iter().map(|argument| &argument.text);
        while let Some(word) = words.next() {
            let written = word.as_written();
            if let Some(long) = written.strip_prefix("--") {
                let (name, glued) = match long.find('=') {
                    Some(at) => (&long[..at], Some(word.slice(at + 3..written.len()))),
                    None => (long, None),
                };
                line.option(name, glued, &mut words)?;
            } else if written.starts_with('-') && written.len() > 1 {
                line.bundle(word, &mut words)?;
            } else {
                line.addresses.push(word.clone());
            }
        }
        Ok(line)
    }

    fn option<'a>(
        &mut self,
        name: &str,
        glued: Option<Text>,
        words: &mut impl Iterator<Item = &'a Text>,
    ) -> Result<(), Unread> {
        if PLAIN.contains(&name) {
            self.spider |= name == "spider";
            return Ok(());
        }
        let says = SAYING.contains(&name);
        if !says && !WITH_VALUE.contains(&name) {
            return Err("an option of wget is not read");
        }
        let value = glued.or_else(|| words.next().cloned()).ok_or("an option has no value")?;
        if says {
            let name = match name {
                "U" => "user-agent",
                "http-user" => "user",
                other => other,
            };
            self.settings.push((name.to_owned(), value));
        }
        Ok(())
    }

    /// `-qO-`: letters, until one takes the rest of the word; `-nv` is one option.
    fn bundle<'a>(
        &mut self,
        word: &Text,
        words: &mut impl Iterator<Item = &'a Text>,
    ) -> Result<(), Unread> {
        let written = word.as_written();
        let mut at = 1;
        while let Some(letter) = written[at..].chars().next() {
            let length = if letter == 'n' { 2 } else { letter.len_utf8() };
            let name = written.get(at..at + length).ok_or("an option of wget is not read")?;
            at += length;
            if PLAIN.contains(&name) {
                continue;
            }
            let rest = (at < written.len()).then(|| word.slice(at..written.len()));
            return self.option(name, rest, words);
        }
        Ok(())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Text> {
        self.settings.iter().filter(move |(own, _)| own == name).map(|(_, value)| value)
    }

    fn last(&self, name: &str) -> Option<&Text> {
        self.settings.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    #[expect(clippy::unnecessary_wraps, reason = "as the other parts are read")]
    fn body(&self, context: &Context<'_>) -> Result<Fact<Text>, Unread> {
        if let Some(data) = self.last("post-data").or_else(|| self.last("body-data")) {
            return Ok(Fact::Known(data.clone()));
        }
        let Some(name) = self.last("post-file").or_else(|| self.last("body-file")) else {
            return Ok(Fact::Absent);
        };
        let read = context.files.zip(name.known().known()).and_then(|(files, name)| files(name));
        let text = read.and_then(|bytes| String::from_utf8(bytes).ok());
        Ok(text.map_or(Fact::Unknown(Why::NotRecorded), |text| {
            Fact::Known(Text::decoded(&text, name.span()))
        }))
    }
}
