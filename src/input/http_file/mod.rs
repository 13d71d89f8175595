//! `.http` and `.rest` files, as editors and IDEs send them.

use std::sync::Arc;

use crate::exchange::{Exchange, Format, Header, Kept, Request, Response, Sent, SetBy, Url};
use crate::input::braces::Variables;
use crate::input::{Item, Options, answer};
use crate::source::{Problem, Source, Span, Text};
use crate::truth::{Fact, Why};

mod amend;
mod curl;
mod definitions;
mod echoes;
mod edit;
mod environments;
mod lines;
mod values;
mod write;

pub use edit::{corrected, edits};
pub use write::write;

use echoes::Answers;
use lines::{Kind, Line};

/// Reads every block of the file.
pub fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let text = source.text();
    let variables = variables(text, options, visit);
    let reader = Reader { source, options, text, variables };
    let mut number = 0;
    let mut answers = Answers::default();
    for span in lines::blocks(text) {
        let block = lines::classify(text, span);
        let strays = block.iter().filter(|line| line.kind == Kind::Stray).map(|line| line.span);
        if let Some(first) = strays.min() {
            if curl::is_command(&text[first.start..first.end]) && !has_request(&block) {
                let within = Span::new(first.start, span.end);
                number += curl::read((source, within), options, number, visit);
                continue;
            }
            visit(Item::Problem(reader.stray(&block, first)));
        }
        if let Some(mut exchange) = reader.exchange(&block, number + 1) {
            number += 1;
            exchange.echoes = answers.of(&exchange.request);
            answers.note(&block, text, number);
            visit(Item::Exchange(Box::new(exchange)));
        }
    }
}

/// What the file says of its variables prevails over what an environment says.
fn variables(text: &str, options: &Options<'_>, visit: &mut dyn FnMut(Item)) -> Variables {
    let mut told = definitions::gather(text);
    let beside = environments::read(options);
    if beside.misses_the_one {
        let message = "no file beside this one knows the environment; its variables are unknown";
        visit(Item::Problem(Problem::skipped(None, message)));
    }
    told.fill(beside.told);
    Variables::of(told)
}

/// Whether a line is a request line that only this format has: a method and an address.
pub(super) fn is_request_line(line: &str) -> bool {
    lines::method(line.trim_start()).is_some() && lines::is_request(line)
}

/// Whether a line gives a variable its value: `@name = value`.
pub(super) fn is_definition(line: &str) -> bool {
    lines::variable(line).is_some()
}

fn has_request(block: &[Line]) -> bool {
    block.iter().any(|line| line.kind == Kind::Request)
}

/// No method of HTTP: the client sends `POST`.
const GRAPHQL: &str = "GRAPHQL";

struct Reader<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    text: &'a str,
    variables: Variables,
}

impl Reader<'_> {
    fn stray(&self, block: &[Line], first: Span) -> Problem {
        let place = Some(self.source.place(first.start));
        if lines::other_protocol(self.slice(first)).is_some() {
            Problem::skipped(place, "only calls of HTTP are read; this one was skipped")
        } else if has_request(block) {
            Problem::skipped(place, "a line between the headers has no colon; it was skipped")
        } else {
            Problem::skipped(place, "this block begins with no request line; it was skipped")
        }
    }

    fn exchange(&self, block: &[Line], number: usize) -> Option<Exchange> {
        let at = block.iter().position(|line| line.kind == Kind::Request)?;
        let (before, block) = block.split_at(at);
        let last = block.iter().rfind(|line| !self.slice(line.span).trim().is_empty())?;
        let span = Span::new(indented(self.text, block[0].span).start, last.span.end);
        Some(Exchange {
            number,
            source: Arc::clone(self.source),
            span,
            format: Format::HttpFile,
            origin: self.options.origin,
            sent: Sent::Yes,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request: self.request(block),
            response: self.response(block).or_else(|| self.noted(before)),
            accidents: Vec::new(),
            echoes: Vec::new(),
            pointer: None,
        })
    }

    fn request(&self, block: &[Line]) -> Request {
        let (method, address) = self.request_line(block);
        let headers: Vec<Header> = self.headers(block, Kind::Header, Header::of_request);
        let mut url = Url::split(&address);
        let host = headers.iter().find(|header| header.is("host") && !header.value.is_empty());
        if let Some(host) = host {
            at_host(&mut url, &host.value);
        }
        let body = if self.is_graphql(block, &headers) {
            // The client makes JSON of query and variables.
            Fact::Unknown(Why::Undecodable)
        } else {
            self.body(block, &headers)
        };
        Request { method, url, headers, kept: Kept::All, body }
    }

    fn is_graphql(&self, block: &[Line], headers: &[Header]) -> bool {
        let line = self.slice(block[0].span).trim_start();
        let says = |header: &Header| {
            header.is("x-request-type") && header.value.as_written().eq_ignore_ascii_case(GRAPHQL)
        };
        lines::method(line) == Some(GRAPHQL) || headers.iter().any(says)
    }

    /// The method, and the address over all its lines.
    fn request_line(&self, block: &[Line]) -> (Text, Text) {
        let first = indented(self.text, block[0].span);
        let line = self.slice(first);
        let (method, rest) = match lines::method(line) {
            Some(word) if word == GRAPHQL => {
                let span = Span::new(first.start, first.start + word.len());
                (Text::decoded("POST", span), word.len())
            }
            // Clients that take small letters send capital ones.
            Some(word) if word.bytes().any(|byte| byte.is_ascii_lowercase()) => {
                let span = Span::new(first.start, first.start + word.len());
                (Text::decoded(&word.to_ascii_uppercase(), span), word.len())
            }
            Some(word) => (Text::verbatim(word, first.start), word.len()),
            None => (Text::decoded("GET", Span::at(first.start)), 0),
        };
        let mut address = Text::default();
        self.push_address(&mut address, Span::new(first.start + rest, first.end));
        for line in block.iter().filter(|line| line.kind == Kind::Continuation) {
            self.push_address(&mut address, line.span);
        }
        (method, address)
    }

    /// A line of the address, without blanks around it and the version behind it.
    fn push_address(&self, address: &mut Text, span: Span) {
        let trimmed = trimmed(self.text, span);
        let line = self.slice(trimmed);
        let version = line
            .rfind(" HTTP/")
            .or_else(|| line.rfind("\tHTTP/"))
            .map_or(line.len(), |at| line[..at].trim_end().len());
        let end = trimmed.start + version;
        self.variables.push(address, self.text, Span::new(trimmed.start, end));
    }

    fn headers(&self, block: &[Line], kind: Kind, header: HeaderOf) -> Vec<Header> {
        block
            .iter()
            .filter(|line| line.kind == kind)
            .filter_map(|line| {
                let colon = line.span.start + self.slice(line.span).find(':')?;
                let name = trimmed(self.text, Span::new(line.span.start, colon));
                let value = trimmed(self.text, Span::new(colon + 1, line.span.end));
                Some(header(self, name, value))
            })
            .collect()
    }

    fn body(&self, block: &[Line], headers: &[Header]) -> Fact<Text> {
        if let Some(line) = block.iter().find(|line| line.kind == Kind::BodyFile) {
            let filled = |l: &&Line| l.kind == Kind::Body && !self.slice(l.span).trim().is_empty();
            return self.file(line.span, block.iter().filter(filled).count());
        }
        let form = headers.iter().any(|header| {
            header.is("content-type") && header.value.as_written().contains("form-urlencoded")
        });
        let lines = body_lines(self.text, block);
        let Some(last) = lines.last() else { return Fact::Absent };
        let mut body = Text::default();
        for line in &lines {
            let ends = form || line == last;
            let end = if ends { line.end } else { lines::next_line(self.text, line.end) };
            self.variables.push(&mut body, self.text, Span::new(line.start, end));
        }
        Fact::Known(body)
    }

    /// A body that stands in another file, if it is the whole body and may be read.
    fn file(&self, line: Span, others: usize) -> Fact<Text> {
        let written = self.slice(line);
        let with_variables = written.starts_with("<@");
        let name = written.trim_start_matches('<');
        // `<@latin1 file` says an encoding.
        let (encoding, name) = match name.strip_prefix('@') {
            Some(rest) => rest.split_once([' ', '\t']).unwrap_or(("", rest)),
            None => ("", name),
        };
        if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("utf8") {
            return Fact::Unknown(Why::Undecodable);
        }
        let name = name.trim();
        let bytes = self.options.files.filter(|_| others == 0).and_then(|files| files(name));
        match bytes.map(String::from_utf8) {
            None => Fact::Unknown(Why::NotRecorded),
            Some(Err(_)) => Fact::Unknown(Why::Undecodable),
            Some(Ok(text)) if with_variables && text.contains("{{") => Fact::Unknown(Why::Variable),
            Some(Ok(text)) => Fact::Known(Text::decoded(&text, line)),
        }
    }

    fn response(&self, block: &[Line]) -> Fact<Response> {
        let Some(at) = block.iter().position(|line| line.kind == Kind::Status) else {
            return Fact::Unknown(Why::NotRecorded);
        };
        let answer = &block[at..];
        let body = self.answer_body(answer);
        let end = answer
            .iter()
            .rfind(|line| line.kind != Kind::Client && !self.slice(line.span).trim().is_empty())
            .map_or(answer[0].span.end, |line| line.span.end);
        let status = lines::status(self.slice(answer[0].span));
        Fact::Known(Response {
            status: status.map_or(Fact::Unknown(Why::Undecodable), Fact::Known),
            headers: self.headers(answer, Kind::AnswerHeader, Header::of_answer),
            body: body.map_or(Fact::Unknown(Why::NotRecorded), Fact::Known),
            span: Some(Span::new(answer[0].span.start, end)),
        })
    }

    /// `# -> HTTP 401 {"errors":["…"]}` above the request: an editor sends whatever stands below.
    fn noted(&self, before: &[Line]) -> Fact<Response> {
        let mut notes = before.iter().filter(|line| line.kind == Kind::Comment);
        let last = notes.rfind(|line| {
            let note = self.slice(line.span);
            note.starts_with("# -> ") && answer::is_comment(note)
        });
        last.map_or(Fact::Unknown(Why::NotRecorded), |line| {
            Fact::Known(answer::read(self.text, line.span))
        })
    }

    fn answer_body(&self, answer: &[Line]) -> Option<Text> {
        let filled = |line: &&Line| {
            line.kind == Kind::AnswerBody && !self.slice(line.span).trim().is_empty()
        };
        let first = answer.iter().find(filled)?;
        let last = answer.iter().rfind(filled)?;
        let span = Span::new(first.span.start, last.span.end);
        Some(Text::verbatim(self.slice(span), span.start))
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }
}

type HeaderOf = fn(&Reader<'_>, Span, Span) -> Header;

impl Header {
    fn of_request(reader: &Reader<'_>, name: Span, value: Span) -> Self {
        let name = reader.variables.text(reader.text, name);
        let mut value = reader.variables.text(reader.text, value);
        if name.as_written().eq_ignore_ascii_case("authorization") {
            value = values::credentials(value);
        }
        Self { name, value, set: SetBy::Text }
    }

    /// An answer is what came back, letter for letter.
    fn of_answer(reader: &Reader<'_>, name: Span, value: Span) -> Self {
        Self {
            name: Text::verbatim(reader.slice(name), name.start),
            value: Text::verbatim(reader.slice(value), value.start),
            set: SetBy::Text,
        }
    }
}

/// The server goes by the `Host` header.
fn at_host(url: &mut Url, header: &Text) {
    let named = Url::split(header);
    if named.scheme.is_empty() || !named.host.holes().is_empty() {
        url.host = named.host;
        url.port = named.port.or_else(|| url.port.take());
    }
}

/// The lines of the body, without blank ones at its ends. Where comments cannot be part of the
/// body, they are not sent.
fn body_lines(text: &str, block: &[Line]) -> Vec<Span> {
    let slice = |line: Span| text[line.start..line.end].trim();
    let mut lines: Vec<Span> =
        block.iter().filter(|line| line.kind == Kind::Body).map(|line| line.span).collect();
    let Some(first) = lines.iter().position(|line| !slice(*line).is_empty()) else {
        return Vec::new();
    };
    lines.drain(..first);
    if slice(lines[0]).starts_with(['{', '[']) {
        lines.retain(|line| !lines::is_comment(slice(*line)));
    }
    let last = lines.iter().rposition(|line| !slice(*line).is_empty());
    lines.truncate(last.map_or(0, |last| last + 1));
    lines
}

fn indented(text: &str, span: Span) -> Span {
    let line = &text[span.start..span.end];
    Span::new(span.end - line.trim_start().len(), span.end)
}

fn trimmed(text: &str, span: Span) -> Span {
    let start = indented(text, span).start;
    Span::new(start, start + text[start..span.end].trim_end().len())
}

#[cfg(test)]
mod edit_tests;
#[cfg(test)]
mod tests;
