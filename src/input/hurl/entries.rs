//! The entries of a Hurl file: request lines, headers, sections and bodies, and where they stand.

use crate::source::Span;

/// A request, and what is expected of its answer.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The line with method and address.
    pub(super) line: Span,
    pub(super) headers: Vec<Span>,
    pub(super) sections: Vec<Section>,
    pub(super) body: Option<Body>,
    pub(super) captures: Vec<Span>,
    /// A line that is neither header nor body.
    pub(super) stray: Option<usize>,
    pub(super) end: usize,
}

/// `[Name]` and the lines below it.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) name: Span,
    pub(super) lines: Vec<Span>,
}

/// A body, with its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) span: Span,
    pub(super) kind: BodyKind,
    pub(super) is_closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyKind {
    Json,
    Xml,
    /// Between lines of three backticks.
    Fenced,
    /// Between two backticks.
    Line,
    Base64,
    Hex,
    File,
}

/// How far an entry is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Outside,
    Request,
    Section,
    Answer,
    Captures,
}

/// Reads all entries, and where the first line stands that is in none.
pub(super) fn entries(text: &str) -> (Vec<Entry>, Option<usize>) {
    let mut reader = Reader {
        text,
        at: 0,
        part: Part::Outside,
        entries: Vec::new(),
        stray: None,
        fences_end: true,
    };
    while reader.at < text.len() {
        reader.line();
    }
    (reader.entries, reader.stray)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    part: Part,
    entries: Vec<Entry>,
    stray: Option<usize>,
    /// Whether three backticks may still be found below.
    fences_end: bool,
}

impl Reader<'_> {
    fn line(&mut self) {
        let span = trimmed(self.text, Span::new(self.at, line_end(self.text, self.at)));
        let line = &self.text[span.start..span.end];
        self.at = next_line(self.text, span.end.max(self.at));
        if line.is_empty() || line.starts_with('#') {
            return;
        }
        if is_request(line) {
            self.part = Part::Request;
            self.entries.push(Entry { line: span, end: span.end, ..Entry::default() });
            return;
        }
        let Some(entry) = self.entries.last_mut() else {
            self.stray = self.stray.or(Some(span.start));
            return;
        };
        entry.end = span.end;
        if is_status(line) {
            self.part = Part::Answer;
        } else if let Some(name) = section(line) {
            let name = Span::new(span.start + 1, span.start + 1 + name.len());
            self.open(name);
        } else {
            self.inside(span);
        }
    }

    fn open(&mut self, name: Span) {
        let Some(entry) = self.entries.last_mut() else { return };
        self.part = match self.part {
            Part::Outside | Part::Request | Part::Section => {
                entry.sections.push(Section { name, lines: Vec::new() });
                Part::Section
            }
            Part::Answer | Part::Captures if &self.text[name.start..name.end] == "Captures" => {
                Part::Captures
            }
            Part::Answer | Part::Captures => Part::Answer,
        };
    }

    fn inside(&mut self, span: Span) {
        let line = &self.text[span.start..span.end];
        let is_request = matches!(self.part, Part::Request | Part::Section);
        if let Some(kind) = body_kind(line).filter(|_| is_request) {
            let body = self.body(span, kind);
            let Some(entry) = self.entries.last_mut() else { return };
            entry.body = entry.body.or(Some(body));
            entry.end = entry.end.max(body.span.end);
            self.at = next_line(self.text, body.span.end);
            return;
        }
        if line.matches("```").count() % 2 == 1 {
            let open = line.find("```").map_or(span.end, |at| span.start + at + 3);
            let (end, _) = self.fence_end(open, self.at);
            self.at = next_line(self.text, end).max(self.at);
        }
        let Some(entry) = self.entries.last_mut() else { return };
        match self.part {
            Part::Captures => entry.captures.push(span),
            Part::Section => {
                if let Some(section) = entry.sections.last_mut() {
                    section.lines.push(span);
                }
            }
            Part::Request if line.contains(':') => entry.headers.push(span),
            Part::Request => entry.stray = entry.stray.or(Some(span.start)),
            Part::Outside | Part::Answer => {}
        }
    }

    /// The whole of a body that begins with a line.
    fn body(&mut self, line: Span, kind: BodyKind) -> Body {
        let limit = self.limit(line.end);
        let rest = &self.text[line.start..limit];
        let (end, is_closed) = match kind {
            BodyKind::Fenced => self.fence_end(line.start + 3, limit),
            BodyKind::Json => json_end(rest).map_or((limit, false), |end| (line.start + end, true)),
            BodyKind::Xml => (line.start + rest.trim_end().len(), true),
            BodyKind::Line => {
                let close = self.text[line.start + 1..line.end].find('`');
                close.map_or((line.end, false), |close| (line.start + close + 2, true))
            }
            BodyKind::Base64 | BodyKind::Hex | BodyKind::File => {
                rest.find(';').map_or((line.end, false), |end| (line.start + end + 1, true))
            }
        };
        let end = if is_closed { end } else { trimmed(self.text, Span::new(line.start, end)).end };
        Body { span: Span::new(line.start, end), kind, is_closed }
    }

    /// Behind the backticks that close what begins at `open`; else where the entry ends.
    fn fence_end(&mut self, open: usize, limit: usize) -> (usize, bool) {
        let rest = self.text.as_bytes().get(open..).filter(|_| self.fences_end);
        let close = rest.and_then(|rest| memchr::memmem::find(rest, b"```"));
        self.fences_end = close.is_some();
        close.map_or((limit, false), |close| (open + close + 3, true))
    }

    /// Where the next line stands that only a request or an answer begins with.
    fn limit(&self, from: usize) -> usize {
        let mut at = next_line(self.text, from);
        while at < self.text.len() {
            let line = &self.text[at..line_end(self.text, at)];
            if is_request(line) || is_status(line) {
                break;
            }
            at = next_line(self.text, at);
        }
        at
    }
}

/// `GET https://…`: methods are in capitals, and addresses begin with a scheme or a variable.
pub(super) fn is_request(line: &str) -> bool {
    let Some((method, address)) = line.split_once([' ', '\t']) else { return false };
    let address = address.trim_start();
    !method.is_empty()
        && method.bytes().all(|byte| byte.is_ascii_uppercase())
        && ["http://", "https://", "{{"].iter().any(|start| address.starts_with(start))
}

/// What is expected of an answer: `HTTP 200`, `HTTP/1.1 401`, `HTTP *`.
fn is_status(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("HTTP") else { return false };
    let rest = rest
        .strip_prefix('/')
        .map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
    rest.starts_with([' ', '\t']) && is_code(rest.trim_start())
}

/// The same without a version, which nothing but Hurl has.
pub(super) fn is_bare_status(line: &str) -> bool {
    line.starts_with("HTTP ") && is_status(line)
}

fn is_code(rest: &str) -> bool {
    let code = rest.split([' ', '\t', '#']).next().unwrap_or_default();
    code == "*" || code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name of a section, if the line is nothing else.
pub(super) fn section(line: &str) -> Option<&str> {
    let (name, rest) = line.strip_prefix('[')?.split_once(']')?;
    let rest = rest.trim_start();
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_name && (rest.is_empty() || rest.starts_with('#'))).then_some(name)
}

fn body_kind(line: &str) -> Option<BodyKind> {
    // A name may be a variable: `{{name}}: value`.
    let is_pair = line.starts_with("{{") && line.contains("}}:");
    Some(match line.as_bytes() {
        [b'{' | b'[', ..] if !is_pair => BodyKind::Json,
        [b'<', ..] => BodyKind::Xml,
        [b'`', b'`', b'`', ..] => BodyKind::Fenced,
        [b'`', ..] => BodyKind::Line,
        _ if line.starts_with("base64,") => BodyKind::Base64,
        _ if line.starts_with("hex,") => BodyKind::Hex,
        _ if line.starts_with("file,") => BodyKind::File,
        _ => return None,
    })
}

/// Behind the bracket that closes the first one.
fn json_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => at = end_of_string(bytes, at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where the quote stands that closes a string. A line break closes none.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'"' => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Where the line that `offset` lies in ends.
fn line_end(text: &str, offset: usize) -> usize {
    let rest = text.as_bytes().get(offset..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |length| offset + length)
}

fn next_line(text: &str, offset: usize) -> usize {
    (line_end(text, offset) + 1).min(text.len())
}

pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let written = &text[span.start..span.end];
    let start = span.end - written.trim_start().len();
    Span::new(start, start + text[start..span.end].trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(usize, usize, Option<BodyKind>, usize)> {
        let found = entries(text).0;
        let shape = |entry: &Entry| {
            let body = entry.body.map(|body| body.kind);
            (entry.headers.len(), entry.sections.len(), body, entry.captures.len())
        };
        found.iter().map(shape).collect()
    }

    #[test]
    fn entries_have_headers_sections_bodies_and_captures() {
        let text = "# first\nPOST https://x.io # there\nA: b\n[Options]\nretry: 1\n{\"a\": {}}\nHTTP 200\nC: d\n[Captures]\nt: jsonpath \"$.t\"\n[Asserts]\nbody == ```\nGET https://no.io\n```\n\nGET {{b}}/x\n{{name}}: v\n";
        assert_eq!(shape(text), [(1, 1, Some(BodyKind::Json), 1), (1, 0, None, 0)]);
        assert_eq!(entries(text).1, None);
    }

    #[test]
    fn bodies_end_where_they_are_closed() {
        let body = |text: &str| {
            let text = format!("POST https://x.io\n{text}\nHTTP *\n[Asserts]\n");
            let body = entries(&text).0[0].body.unwrap();
            (text[body.span.start..body.span.end].to_owned(), body.is_closed)
        };
        for text in [
            "{\"a}\\\"\": [1,\n\n{{b}}]}",
            "[\n1]",
            "<a>\n\n</a>",
            "```\nHTTP 200\n```",
            "`a b`",
            "base64,YQ==;",
            "hex,61;",
            "file,a b.json;",
        ] {
            assert_eq!(body(text), (text.to_owned(), true));
        }
        for text in ["{\"a\": [1}", "```\na", "`a", "file,a"] {
            assert_eq!(body(text), (text.to_owned(), false));
        }
    }

    #[test]
    fn an_expected_status_is_known() {
        for line in ["HTTP 200", "HTTP *", "HTTP/1.1 401 # no", "HTTP/2 *"] {
            assert!(is_status(line), "{line}");
        }
        for line in ["HTTP", "HTTPS 200", "HTTP 20", "HTTP-X: 200"] {
            assert!(!is_status(line), "{line}");
        }
        assert!(is_bare_status("HTTP 200") && !is_bare_status("HTTP/1.1 200"));
    }

    #[test]
    fn no_cut_of_a_text_breaks_the_reader() {
        let text = "é\nGET https://x\r\né: ü\n[Form]\né\n{\"é\\\"}\n```é\n`é`\nhex,é;\nHTTP *\n[Captures]\né: x ```\né\n";
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
                let _ = entries(&text[start..end]);
            }
        }
    }
}
