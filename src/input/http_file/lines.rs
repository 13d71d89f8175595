//! What each line of a block is: request line, header, body, answer, or nothing that is sent.

use crate::source::Span;

/// A line without its line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) span: Span,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Comment,
    /// `@name = value`.
    Variable,
    /// A script, a file for the answer: instructions to the client.
    Client,
    Request,
    /// More of the address.
    Continuation,
    Header,
    Body,
    /// `< file`: the body is elsewhere.
    BodyFile,
    Status,
    AnswerHeader,
    AnswerBody,
    /// No part of a request.
    Stray,
}

/// How far a block is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Preamble,
    Address,
    Headers,
    Body,
    AnswerHeaders,
    AnswerBody,
    Lost,
}

/// The blocks of a file: what stands between lines that begin with `###`.
pub(super) fn blocks(text: &str) -> impl Iterator<Item = Span> {
    let mut start = Some(0);
    std::iter::from_fn(move || {
        let from = start?;
        let separator = lines(text, Span::new(from, text.len()))
            .find(|span| text[span.start..span.end].starts_with("###"));
        start = separator.map(|span| next_line(text, span.end));
        Some(Span::new(from, separator.map_or(text.len(), |span| span.start)))
    })
}

/// The kind of each line of a block.
pub(super) fn classify(text: &str, block: Span) -> Vec<Line> {
    let mut part = Part::Preamble;
    let mut script = None;
    let mut found = Vec::new();
    for span in lines(text, block) {
        let line = &text[span.start..span.end];
        script = script.or_else(|| opens_script(line));
        let kind = if let Some(end) = script {
            script = script.filter(|_| !line.contains(end));
            Kind::Client
        } else {
            let (kind, next) = kind_of(line, part);
            part = next;
            kind
        };
        found.push(Line { span, kind });
    }
    found
}

fn kind_of(line: &str, part: Part) -> (Kind, Part) {
    match part {
        Part::Preamble => in_preamble(line),
        Part::Address if continues_address(line) => (Kind::Continuation, part),
        Part::Address if is_comment(line) => (Kind::Comment, part),
        Part::Address | Part::Headers => in_headers(line),
        Part::Body => in_body(line),
        Part::AnswerHeaders if line.trim().is_empty() => (Kind::Blank, Part::AnswerBody),
        Part::AnswerHeaders => (Kind::AnswerHeader, part),
        Part::AnswerBody if is_reference(line) => (Kind::Client, part),
        Part::AnswerBody => (Kind::AnswerBody, part),
        Part::Lost => (Kind::Stray, part),
    }
}

fn in_preamble(line: &str) -> (Kind, Part) {
    if line.trim().is_empty() {
        (Kind::Blank, Part::Preamble)
    } else if is_comment(line) {
        (Kind::Comment, Part::Preamble)
    } else if variable(line).is_some() {
        (Kind::Variable, Part::Preamble)
    } else if line.starts_with("< ") || is_call_of_file(line) {
        (Kind::Client, Part::Preamble)
    } else if is_request(line) {
        (Kind::Request, Part::Address)
    } else {
        (Kind::Stray, Part::Lost)
    }
}

/// `import ./log-in.http`, `run #log in`: what other files do.
fn is_call_of_file(line: &str) -> bool {
    let of_file =
        |rest: &str| rest.starts_with('#') || rest.contains(".http") || rest.contains(".rest");
    let rest = line.strip_prefix("import ").or_else(|| line.strip_prefix("run "));
    rest.is_some_and(|rest| of_file(rest.trim_start()))
}

fn in_headers(line: &str) -> (Kind, Part) {
    if line.trim().is_empty() {
        (Kind::Blank, Part::Body)
    } else if is_comment(line) {
        (Kind::Comment, Part::Headers)
    } else if status(line).is_some() {
        (Kind::Status, Part::AnswerHeaders)
    } else if is_reference(line) {
        (Kind::Client, Part::Headers)
    } else if line.contains(':') {
        (Kind::Header, Part::Headers)
    } else {
        (Kind::Stray, Part::Headers)
    }
}

fn in_body(line: &str) -> (Kind, Part) {
    if status(line).is_some() {
        (Kind::Status, Part::AnswerHeaders)
    } else if is_reference(line) {
        (Kind::Client, Part::Body)
    } else if line.starts_with("< ") || line.starts_with("<@") {
        (Kind::BodyFile, Part::Body)
    } else {
        (Kind::Body, Part::Body)
    }
}

/// The lines of a span, without their line breaks.
pub(super) fn lines(text: &str, within: Span) -> impl Iterator<Item = Span> {
    let mut from = within.start;
    std::iter::from_fn(move || {
        if from >= within.end {
            return None;
        }
        let line = Span::new(from, end_of_line(text, from).min(within.end));
        from = next_line(text, line.end);
        Some(line)
    })
}

/// Where the line that `offset` lies in ends, before its line break.
pub(super) fn end_of_line(text: &str, offset: usize) -> usize {
    let end =
        memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at);
    if end > offset && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
}

/// Where the line that `offset` lies in begins.
pub(super) fn start_of_line(text: &str, offset: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1)
}

/// Where the line behind the one that `offset` lies in begins.
pub(super) fn next_line(text: &str, offset: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at + 1)
}

pub(super) fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('#') || line.starts_with("//")
}

/// The name and value of `@name = value`, as places in the line.
pub(super) fn variable(line: &str) -> Option<(Span, Span)> {
    let at = line.len() - line.trim_start().len();
    let equals = line.find('=')?;
    let name = line.get(at..equals)?.strip_prefix('@')?.trim_end();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    let value = line[equals + 1..].trim();
    let start = line.len() - line[equals + 1..].trim_start().len();
    Some((Span::new(at + 1, at + 1 + name.len()), Span::new(start, start + value.len())))
}

/// The status of a line that begins an answer: `HTTP/1.1 401 Unauthorized`.
pub(super) fn status(line: &str) -> Option<u16> {
    let mut words = line.strip_prefix("HTTP/")?.split_whitespace();
    let version = words.next()?;
    let code = words.next()?;
    let numeric = version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (numeric && code.len() == 3).then(|| code.parse().ok()).flatten()
}

/// The method that a request line begins with, if it has one.
pub(super) fn method(line: &str) -> Option<&str> {
    const KNOWN: &[&str] =
        &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];
    let (word, rest) = line.split_once([' ', '\t'])?;
    let shouted = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let known = KNOWN.iter().any(|name| name.eq_ignore_ascii_case(word));
    (known || shouted && is_address(rest.trim_start())).then_some(word)
}

/// A method and an address, or an address alone.
pub(super) fn is_request(line: &str) -> bool {
    let line = line.trim_start();
    match method(line) {
        Some(word) => other_protocol(line).is_none() && is_address(line[word.len()..].trim_start()),
        None => is_address(line) && !line.trim_end().contains([' ', '\t']) || is_bare(line),
    }
}

/// An address and a version, without a method.
fn is_bare(line: &str) -> bool {
    let schemed = line.starts_with("https://") || line.starts_with("http://");
    let versioned = line.split_whitespace().nth(1).is_some_and(|word| word.starts_with("HTTP/"));
    schemed && (versioned || line.contains("{{")) || line.starts_with("{{") && line.contains("}}")
}

/// `https://…`, a path, a variable, or a name with a dot.
fn is_address(text: &str) -> bool {
    let word = text.split([' ', '\t']).next().unwrap_or_default();
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let named = host.contains('.') || host.contains("{{") || host == "localhost";
    word.contains("://")
        || text.starts_with("{{")
        || word.starts_with('/')
        || word == "*"
        || named
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_{}[]<>".contains(&byte))
}

/// `?a=b` and `&c=d` continue an address, and so does an indented line that is no header.
fn continues_address(line: &str) -> bool {
    let text = line.trim_start();
    if text.is_empty() || is_comment(line) {
        return false;
    }
    let indented = text.len() < line.len();
    text.starts_with(['?', '&']) || indented && !is_header(text)
}

fn is_header(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, value)| {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        !name.is_empty() && name.bytes().all(token) && !value.starts_with("//")
    })
}

/// What closes the script that a line opens: `> {% … %}`, or `{{ … }}` around lines.
fn opens_script(line: &str) -> Option<&'static str> {
    let rest = line.strip_prefix('>').or_else(|| line.strip_prefix('<'));
    if rest.is_some_and(|rest| rest.trim_start().starts_with("{%")) {
        return Some("%}");
    }
    let alone = ["{{", "{{@request", "{{@response", "{{+", "{{@streaming", "{{@after"];
    alone.contains(&line.trim_end()).then_some("}}")
}

/// `>> file`, `<> file`, `> script.js`: where the client puts or judges the answer.
fn is_reference(line: &str) -> bool {
    let script = |rest: &str| {
        let rest = rest.trim();
        !rest.contains(' ') && [".js", ".mjs", ".ts", ".lua"].iter().any(|end| rest.ends_with(end))
    };
    line.starts_with(">> ")
        || line.starts_with(">>! ")
        || line.starts_with("<> ")
        || line.strip_prefix("> ").is_some_and(script)
}

/// A call that is none of HTTP: its method.
pub(super) fn other_protocol(line: &str) -> Option<&str> {
    const OTHERS: [&str; 7] = ["GRPC", "WEBSOCKET", "WS", "WSS", "RSOCKET", "SSE", "MQTT"];
    let word = line.trim_start().split([' ', '\t']).next()?;
    OTHERS.contains(&word).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        classify(text, Span::new(0, text.len())).into_iter().map(|line| line.kind).collect()
    }

    #[test]
    fn a_block_is_preamble_request_headers_body_and_answer() {
        let text = "# @name login\n@a = b\nPOST https://x.io/a\n  ?b=c\n// no\nA: b\n\n{}\n\nHTTP/1.1 401 No\nC: d\n\n{}\n<> out.json\n";
        assert_eq!(
            kinds(text),
            [
                Kind::Comment,
                Kind::Variable,
                Kind::Request,
                Kind::Continuation,
                Kind::Comment,
                Kind::Header,
                Kind::Blank,
                Kind::Body,
                Kind::Body,
                Kind::Status,
                Kind::AnswerHeader,
                Kind::Blank,
                Kind::AnswerBody,
                Kind::Client
            ]
        );
    }

    #[test]
    fn a_script_over_several_lines_is_no_body() {
        let text = "GET https://x.io\n\n> {%\n  client.test()\n%}\n";
        assert_eq!(
            kinds(text),
            [Kind::Request, Kind::Blank, Kind::Client, Kind::Client, Kind::Client]
        );
    }

    #[test]
    fn scripts_calls_of_files_and_comments_in_an_address_are_no_parts_of_it() {
        let text = "import ./a.http\nrun #log in\n{{\nexports.a = 1\n}}\nGET https://x.io\n  ?a=1\n# &b=2\n  &c=3\nA: b\n\n> ./a.lua\n";
        let kinds = kinds(text);
        assert_eq!(kinds[..5], [Kind::Client; 5]);
        assert_eq!(kinds[6..9], [Kind::Continuation, Kind::Comment, Kind::Continuation]);
        assert_eq!(kinds[9..], [Kind::Header, Kind::Blank, Kind::Client]);
    }

    #[test]
    fn indented_headers_are_headers() {
        assert_eq!(kinds("GET https://x.io\n  Accept: */*\n"), [Kind::Request, Kind::Header]);
    }

    #[test]
    fn prose_is_no_request() {
        for line in ["Here is what I tried:", "Please help", "GET the token from here", "{\"a\":1}"]
        {
            assert!(!is_request(line), "{line}");
        }
        for line in ["GET /a HTTP/1.1", "https://x.io/a", "post {{base}}/x", "PURGE https://x.io"] {
            assert!(is_request(line), "{line}");
        }
    }

    #[test]
    fn blocks_stand_between_separators() {
        let text = "a\r\n### one\r\nb\r\n###\r\n";
        let found: Vec<&str> = blocks(text).map(|span| &text[span.start..span.end]).collect();
        assert_eq!(found, ["a\r\n", "b\r\n", ""]);
    }
}
