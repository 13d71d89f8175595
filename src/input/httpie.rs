//! `HTTPie` and xh: their command line becomes a request, where its items are plain.

use super::curl::credentials::{Encoding, basic};
use super::curl::text::{form_encoded, prefixed, rewrite, trimmed};
use super::curl::{Command, Context};
use super::shell::Argument;
use super::tools::{Draft, Unread};
use crate::exchange::{Header, Kept, SetBy, Url};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// Options with a value that change nothing of the request.
const WITH_VALUE: &[&str] = &[
    "-o",
    "-p",
    "-s",
    "--output",
    "--print",
    "--style",
    "--pretty",
    "--timeout",
    "--verify",
    "--max-redirects",
    "--ssl",
    "--cert",
    "--cert-key",
    "--format-options",
    "--history-print",
];

/// Options without a value that change nothing of the request.
const PLAIN: &[&str] = &[
    "-b",
    "-h",
    "-v",
    "-d",
    "-F",
    "-q",
    "-I",
    "-S",
    "-c",
    "--body",
    "--headers",
    "--verbose",
    "--download",
    "--follow",
    "--quiet",
    "--ignore-stdin",
    "--check-status",
    "--stream",
    "--continue",
    "--all",
    "--meta",
    "-m",
    "--json",
    "-j",
    "--no-verify",
];

/// What stands between the name and the value of an item; of two at one place, the first.
const MARKS: &[&str] = &[":=@", "=@", ":=", "==", ":@", "@", "=", ":", ";"];

#[derive(Default)]
struct Line {
    words: Vec<Text>,
    form: bool,
    json: bool,
    raw: Option<Text>,
    user: Option<Text>,
    way: Option<Text>,
    session: bool,
    scheme: Option<Text>,
}

/// The request of one command: `[METHOD] URL [ITEM…]`.
pub(super) fn requests(
    arguments: &[Argument],
    (scheme, context): (&str, &Context<'_>),
) -> Result<Vec<Command>, Unread> {
    let line = Line::of(arguments)?;
    let mut words = line.words.iter();
    let mut address = words.next().ok_or("the command names no address")?;
    let mut method = None;
    let letters = |text: &Text| {
        !text.is_empty() && text.as_written().bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    if letters(address) && line.words.len() > 1 && address.as_written() != "localhost" {
        method = Some(address);
        address = words.next().ok_or("the command names no address")?;
    }
    let mut url = sent(address, line.scheme.as_ref().map_or(scheme, Text::as_written));
    let mut items = Items::default();
    for word in words {
        items.add(word, &mut url)?;
    }
    let Items { mut draft, fields, file } = items;
    let body = match &line.raw {
        Some(raw) => Fact::Known(raw.clone()),
        None if file => Fact::Unknown(Why::NotRecorded),
        None if fields.is_empty() => context.stdin.clone().into(),
        None if line.form => Fact::Known(form(&fields)),
        None => Fact::Known(json(&fields)),
    };
    let place = fields.first().map_or(context.name, |(name, ..)| name.span());
    let some = !body.is_absent();
    let kind = match (file, line.form) {
        (true, _) => Some("multipart/form-data"),
        (false, true) if some => Some("application/x-www-form-urlencoded; charset=utf-8"),
        (false, false) if some || line.json => Some("application/json"),
        (false, _) => None,
    };
    if let Some(kind) = kind {
        draft.imply("Content-Type", Text::decoded(kind, place));
        if kind == "application/json" {
            draft.imply("Accept", Text::decoded("application/json, */*;q=0.5", place));
        }
    }
    credentials(&mut draft, &line, &url)?;
    draft.headers.retain(|header| !header.value.as_written().starts_with(UNSET));
    let implied = if some { "POST" } else { "GET" };
    let method = match method {
        Some(method) => Text::decoded(&method.as_written().to_ascii_uppercase(), method.span()),
        None => Text::decoded(implied, place),
    };
    Ok(vec![draft.command(method, url, body)])
}

/// Stands for a header that is taken away, until no option implies it any more.
const UNSET: &str = "\0";

fn credentials(draft: &mut Draft, line: &Line, url: &Url) -> Result<(), Unread> {
    if line.session {
        draft.kept = Kept::AllButCredentials;
    }
    let way = line.way.as_ref().map_or("basic", Text::as_written);
    let Some(user) = &line.user else {
        if let Some(user) = url.user_info.as_ref().filter(|user| !user.is_empty()) {
            draft.imply("Authorization", basic(user, Encoding::Percent));
        }
        return Ok(());
    };
    match way {
        "basic" => draft.imply("Authorization", basic(user, Encoding::Plain)),
        "bearer" => draft.imply("Authorization", prefixed("Bearer ", user)),
        "digest" => {}
        _ => return Err("a way of HTTPie to log in is not read"),
    }
    Ok(())
}

/// `:3000/x` and `/x` are this machine; a scheme is assumed where none is written.
fn sent(address: &Text, scheme: &str) -> Url {
    let written = address.as_written();
    let start = Span::at(address.span().start);
    let mut text = Text::default();
    if let Some(rest) = written.strip_prefix("://") {
        text.push_decoded(&format!("{scheme}://"), start);
        text.append(&address.slice(3..3 + rest.len()));
    } else if written.starts_with(['/', ':']) {
        text.push_decoded(&format!("{scheme}://localhost"), start);
        let from = usize::from(written == ":" || written.starts_with(":/"));
        text.append(&address.slice(from..written.len()));
    } else {
        text = address.clone();
    }
    let mut url = Url::split(&text);
    if url.scheme.is_empty() {
        url.scheme = Text::decoded(scheme, start);
    }
    if url.path.is_empty() {
        url.path = Text::decoded("/", Span::at(url.host.span().end));
    }
    url
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Text,
    Json,
}

struct Items {
    draft: Draft,
    fields: Vec<(Text, Text, Value)>,
    file: bool,
}

impl Default for Items {
    fn default() -> Self {
        Self { draft: Draft::new(), fields: Vec::new(), file: false }
    }
}

impl Items {
    fn add(&mut self, word: &Text, url: &mut Url) -> Result<(), Unread> {
        let (at, mark) = mark(word).ok_or("an item of HTTPie is not read")?;
        let name = word.slice(0..at);
        let value = word.slice(at + mark.len()..word.len());
        if name.as_written().contains('\\') {
            return Err("an escaped item of HTTPie is not read");
        }
        match mark {
            ":" => {
                let blank = value.is_empty();
                let value = if blank { Text::decoded(UNSET, word.span()) } else { trimmed(&value) };
                self.draft.headers.push(Header { name, value, set: SetBy::Text });
            }
            ";" if value.is_empty() => {
                self.draft.headers.push(Header { name, value, set: SetBy::Text });
            }
            "==" => {
                let mut more = form_encoded(&name);
                more.push_decoded("=", word.span_of(at..at + 2));
                more.append(&form_encoded(&value));
                let query = url.query.get_or_insert_default();
                if !query.is_empty() {
                    query.push_decoded("&", Span::at(word.span().start));
                }
                query.append(&more);
            }
            "=" | ":=" if name.as_written().contains(['[', ']']) => {
                return Err("a nested field of HTTPie is not read");
            }
            "=" => self.fields.push((name, value, Value::Text)),
            ":=" => self.fields.push((name, value, Value::Json)),
            "@" => self.file = true,
            _ => return Err("an item of HTTPie that names a file is not read"),
        }
        Ok(())
    }
}

/// The first mark of an item outside of variables.
fn mark(word: &Text) -> Option<(usize, &'static str)> {
    let written = word.as_written();
    let in_hole = |at: usize| word.holes().iter().any(|hole| hole.range.contains(&at));
    written.char_indices().filter(|(at, _)| !in_hole(*at)).find_map(|(at, _)| {
        let mark = MARKS.iter().find(|mark| written[at..].starts_with(**mark))?;
        Some((at, *mark))
    })
}

fn form(fields: &[(Text, Text, Value)]) -> Text {
    let mut body = Text::default();
    for (name, value, _) in fields {
        if !body.is_empty() {
            body.push_decoded("&", Span::at(name.span().start));
        }
        body.append(&form_encoded(name));
        body.push_decoded("=", Span::at(name.span().end));
        body.append(&form_encoded(value));
    }
    body
}

/// The fields as one object; values of `:=` stand as they are written.
fn json(fields: &[(Text, Text, Value)]) -> Text {
    let mut body = Text::default();
    let first = fields.first().map_or(0, |(name, ..)| name.span().start);
    body.push_decoded("{", Span::at(first));
    for (at, (name, value, kind)) in fields.iter().enumerate() {
        let place = Span::at(name.span().start);
        body.push_decoded(if at == 0 { "\"" } else { ", \"" }, place);
        body.append(&quoted(name));
        body.push_decoded("\": ", Span::at(name.span().end));
        match kind {
            Value::Json => body.append(value),
            Value::Text => {
                body.push_decoded("\"", Span::at(value.span().start));
                body.append(&quoted(value));
                body.push_decoded("\"", Span::at(value.span().end));
            }
        }
    }
    body.push_decoded("}", Span::at(body.span().end));
    body
}

/// The letters of a value as they stand inside a JSON string.
fn quoted(text: &Text) -> Text {
    rewrite(text, |letter| match letter {
        '"' => Some("\\\"".to_owned()),
        '\\' => Some("\\\\".to_owned()),
        '\n' => Some("\\n".to_owned()),
        control if u32::from(control) < 32 => Some(format!("\\u{:04x}", u32::from(control))),
        _ => None,
    })
}

impl Line {
    fn of(arguments: &[Argument]) -> Result<Self, Unread> {
        let mut line = Self::default();
        let mut words = arguments.iter().map(|argument| &argument.text);
        while let Some(word) = words.next() {
            let written = word.as_written();
            if !written.starts_with('-') {
                line.words.push(word.clone());
                continue;
            }
            let equals = written.find('=').filter(|_| written.starts_with("--"));
            let name = &written[..equals.unwrap_or(written.len())];
            let mut value = || {
                let glued = equals.map(|at| word.slice(at + 1..written.len()));
                glued.or_else(|| words.next().cloned()).ok_or("an option has no value")
            };
            match name {
                "-f" | "--form" => line.form = true,
                "-a" | "--auth" => line.user = Some(value()?),
                "-A" | "--auth-type" => line.way = Some(value()?),
                "--bearer" => {
                    line.user = Some(value()?);
                    line.way = Some(Text::decoded("bearer", word.span()));
                }
                "--raw" => line.raw = Some(value()?),
                "--session" | "--session-read-only" => {
                    value()?;
                    line.session = true;
                }
                "--default-scheme" => line.scheme = Some(value()?),
                _ if WITH_VALUE.contains(&name) => drop(value()?),
                _ if PLAIN.contains(&name) => line.json |= matches!(name, "-j" | "--json"),
                _ => return Err("an option of HTTPie is not read"),
            }
        }
        Ok(line)
    }
}
