//! An answer pasted below a command, or kept in a file of its own.

use crate::exchange::{Header, Response, SetBy};
use crate::source::{Source, Span, Text};
use crate::truth::{Fact, Why};

/// A text of its own as an answer: a status line, headers and a body, or a body alone.
pub fn response(source: &Source) -> Response {
    let text = source.text();
    Response { span: None, ..read(text, Span::new(0, text.len())) }
}

/// How long the answer is that begins at the start of this line; `None` where none does.
pub(super) fn length_at(rest: &str) -> Option<usize> {
    if is_status_line(rest) {
        return Some(message_length(rest));
    }
    if !rest.starts_with(['{', '[']) {
        return None;
    }
    json_length(rest).or_else(|| {
        // A body that was cut off still begins as no command does.
        rest.starts_with("{\"").then(|| block_length(rest))
    })
}

/// Does a comment say what came back? `# -> HTTP 403 …`, `# 401 {"errors":[…]}`, `# HTTP 401`.
pub(super) fn is_comment(comment: &str) -> bool {
    comment_parts(comment).is_some()
}

/// The answer in `span` of a text.
pub(super) fn read(text: &str, span: Span) -> Response {
    let written = text.get(span.start..span.end).unwrap_or_default();
    if written.starts_with('#')
        && let Some((status, body)) = comment_parts(written)
    {
        let said = written.get(body..).unwrap_or_default().trim_end();
        let body = known(said, span.start + body);
        return Response {
            status: Fact::Known(status),
            headers: Vec::new(),
            body,
            span: Some(span),
        };
    }
    let lead = written.len() - written.trim_start().len();
    if is_status_line(&written[lead..]) {
        return message(written, span, lead);
    }
    let body = written.trim();
    Response {
        status: Fact::Unknown(Why::NotRecorded),
        headers: Vec::new(),
        body: known(body, span.start + lead),
        span: Some(span),
    }
}

fn known(body: &str, start: usize) -> Fact<Text> {
    if body.is_empty() {
        return Fact::Unknown(Why::NotRecorded);
    }
    Fact::Known(Text::verbatim(body, start))
}

fn is_status_line(rest: &str) -> bool {
    rest.starts_with("HTTP/") && status_of(line(rest)).is_some()
}

fn line(rest: &str) -> &str {
    let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
    &rest[..end]
}

fn status_of(line: &str) -> Option<u16> {
    let code = line.split_ascii_whitespace().nth(1)?;
    code.parse().ok().filter(|code| (100..600).contains(code) && line.len() < 200)
}

/// A status line, headers, a blank line and a body.
fn message_length(rest: &str) -> usize {
    let mut at = head_length(rest);
    while is_status_line(&rest[at..]) {
        at += head_length(&rest[at..]);
    }
    let body = &rest[at..];
    let blanks = body.len() - body.trim_start().len();
    let found = json_length(&body[blanks..]).map(|length| blanks + length);
    at + found.unwrap_or_else(|| block_length(body))
}

/// Up to and with the blank line behind the headers.
fn head_length(rest: &str) -> usize {
    let mut at = line_with_break(rest);
    while at < rest.len() {
        let next = line(&rest[at..]).trim_end();
        if !next.is_empty() && !is_header_line(next) {
            break;
        }
        at += line_with_break(&rest[at..]);
        if next.is_empty() {
            break;
        }
    }
    at
}

fn is_header_line(line: &str) -> bool {
    let token = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_!#$%&*+.^|~".contains(&b))
    };
    line.split_once(':').is_some_and(|(name, _)| token(name))
}

fn line_with_break(rest: &str) -> usize {
    (line(rest).len() + 1).min(rest.len())
}

/// Up to a blank line or to what looks like the next command.
fn block_length(rest: &str) -> usize {
    let mut at = 0;
    while at < rest.len() {
        let next = line(&rest[at..]).trim();
        let command = ["curl ", "$ ", "# ", "% "].iter().any(|start| next.starts_with(start));
        if next.is_empty() || command {
            break;
        }
        at += line_with_break(&rest[at..]);
    }
    at
}

/// The length of the JSON value that begins here, if it is one.
fn json_length(rest: &str) -> Option<usize> {
    if !rest.starts_with(['{', '[']) {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde::de::IgnoredAny>();
    match values.next()? {
        Ok(_) => Some(values.byte_offset()),
        Err(_) => None,
    }
}

/// The last head is the one that counts: redirects and `100 Continue` come before it.
fn message(written: &str, span: Span, mut at: usize) -> Response {
    let mut next = at + head_length(&written[at..]);
    while is_status_line(&written[next..]) {
        at = next;
        next = at + head_length(&written[at..]);
    }
    let mut headers = Vec::new();
    let mut start = at + line_with_break(&written[at..]);
    while start < next {
        let whole = line(&written[start..next]);
        if let Some(colon) = whole.find(':') {
            let value = whole[colon + 1..].trim();
            let value_at = start + colon + 1 + leading(&whole[colon + 1..]);
            headers.push(Header {
                name: Text::verbatim(&whole[..colon], span.start + start),
                value: Text::verbatim(value, span.start + value_at),
                set: SetBy::Text,
            });
        }
        start += line_with_break(&written[start..next]);
    }
    let body = &written[next..];
    Response {
        status: status_of(line(&written[at..])).into(),
        headers,
        body: known(body.trim(), span.start + next + leading(body)),
        span: Some(span),
    }
}

fn leading(text: &str) -> usize {
    if text.trim().is_empty() { 0 } else { text.len() - text.trim_start().len() }
}

/// The status of a comment and where its body begins.
fn comment_parts(comment: &str) -> Option<(u16, usize)> {
    let rest = comment.trim_start_matches(['#', ' ', '\t']);
    let arrowless = rest.trim_start_matches(['-', '=', '>', '<', '→', '←', ' ']);
    let http = strip_http(arrowless);
    let after = http.unwrap_or(arrowless);
    let marked = http.is_some() || arrowless.len() < rest.len();
    let digits = after.get(..3)?;
    let status: u16 = digits.parse().ok().filter(|status| (100..600).contains(status))?;
    let behind = &after[3..];
    if behind.starts_with(|c: char| c.is_alphanumeric() || "-_./".contains(c)) {
        return None;
    }
    let tail = behind.trim_start_matches([' ', '\t', ':', ',', '-', '—']);
    let phrase = REASONS.iter().find(|reason| {
        tail.get(..reason.len()).is_some_and(|start| start.eq_ignore_ascii_case(reason))
    });
    if !marked && phrase.is_none() && !tail.trim().is_empty() && !tail.starts_with(['{', '[']) {
        return None;
    }
    let body = tail[phrase.map_or(0, |phrase| phrase.len())..].trim_start();
    Some((status, comment.len() - body.len()))
}

fn strip_http(rest: &str) -> Option<&str> {
    let word = rest.get(..4).filter(|word| word.eq_ignore_ascii_case("http"))?;
    let behind = &rest[word.len()..];
    let version = behind.strip_prefix('/').map_or(behind, |version| {
        version.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
    });
    let version = version.trim_start();
    Some(version.strip_prefix("status").unwrap_or(version).trim_start_matches([' ', ':']))
}

const REASONS: &[&str] = &[
    "OK",
    "Created",
    "Accepted",
    "No Content",
    "Moved Permanently",
    "Found",
    "Not Modified",
    "Bad Request",
    "Unauthorized",
    "Payment Required",
    "Forbidden",
    "Not Found",
    "Method Not Allowed",
    "Conflict",
    "Gone",
    "Unsupported Media Type",
    "Unprocessable Entity",
    "Too Many Requests",
    "Internal Server Error",
    "Not Implemented",
    "Bad Gateway",
    "Service Unavailable",
    "Gateway Timeout",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Response {
        response(&Source::new("answer", text))
    }

    fn body(response: &Response) -> &str {
        match &response.body {
            Fact::Known(text) => text.as_written(),
            Fact::Absent | Fact::Unknown(_) => "",
        }
    }

    #[test]
    fn a_whole_message_is_read_and_its_parts_know_their_bytes() {
        let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 401\r\ncontent-type: application/json\r\n\r\n{\"errors\":[\"Unauthorized\"]}\r\n";
        let response = answer(text);
        assert_eq!(response.status, Fact::Known(401));
        assert_eq!(body(&response), "{\"errors\":[\"Unauthorized\"]}");
        let header = response.header("Content-Type").unwrap();
        let span = header.value.span();
        assert_eq!(&text[span.start..span.end], "application/json");
        let span = response.body.known().unwrap().span();
        assert_eq!(&text[span.start..span.end], "{\"errors\":[\"Unauthorized\"]}");
    }

    #[test]
    fn a_body_alone_has_no_status() {
        let response = answer(" {\"errors\":[]}\n");
        assert_eq!(response.status, Fact::Unknown(Why::NotRecorded));
        assert_eq!(body(&response), "{\"errors\":[]}");
    }

    #[test]
    fn a_comment_may_say_what_came_back() {
        for (comment, status, rest) in [
            ("# -> HTTP 403  errorCode ER-00008", 403, "errorCode ER-00008"),
            ("# 401 {\"errors\":[\"x\"]}", 401, "{\"errors\":[\"x\"]}"),
            ("# HTTP 401", 401, ""),
            ("# HTTP/1.1 404 Not Found", 404, ""),
            ("# => 500", 500, ""),
            ("#401 Unauthorized  ", 401, ""),
        ] {
            assert!(is_comment(comment), "{comment}");
            let response = answer(comment);
            assert_eq!(response.status, Fact::Known(status), "{comment}");
            assert_eq!(body(&response), rest, "{comment}");
            if let Fact::Known(text) = &response.body {
                let span = text.span();
                assert_eq!(&comment[span.start..span.end], rest);
            }
        }
    }

    #[test]
    fn other_comments_say_nothing() {
        for comment in
            ["# 200 users per page", "# list 401", "# 2026-01-01", "#", "# 404-page", "# é"]
        {
            assert!(!is_comment(comment), "{comment}");
        }
    }

    #[test]
    fn an_answer_ends_where_its_json_ends() {
        let text = "{\n \"a\": [1]\n}\ncurl x";
        assert_eq!(length_at(text), Some(14 - 1));
        assert_eq!(length_at("[ -f x ]"), None);
        assert_eq!(length_at("{ curl x; }"), None);
    }
}
