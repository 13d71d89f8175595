//! What each line of a log is: what was sent, what came back, what curl says, a command.

use crate::input::answer;
use crate::source::Span;

/// A run of lines.
pub(super) enum Segment {
    /// Commands, with what stands below them.
    Commands(Span),
    Recorded(Wire),
}

/// One request as it went over the wire, and what came back.
#[derive(Default)]
pub(super) struct Wire {
    /// The lines that were sent, without the mark before them.
    pub(super) sent: Vec<Span>,
    /// The status line and the headers of the last answer.
    pub(super) received: Vec<Span>,
    pub(super) body: Option<Span>,
    /// `https`, where curl says so.
    pub(super) scheme: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `> `.
    Sent,
    /// `< `.
    Received,
    /// `* `, `{ [5 bytes data]`.
    Talk,
    Other,
}

/// `> GET /path HTTP/2` or `< HTTP/2 401`.
pub(super) fn is_wire(line: &str) -> bool {
    sent(line).is_some_and(is_request_line) || received(line).is_some_and(is_status_line)
}

/// What stands behind a prompt, or behind the `+` of a traced command; where it begins.
pub(super) fn command(line: &str) -> Option<usize> {
    let traced = line.trim_start_matches('+');
    let from = match traced.strip_prefix(' ') {
        Some(rest) if traced.len() < line.len() => line.len() - rest.len(),
        Some(_) | None => 0,
    };
    let rest = &line[from..];
    let trimmed = rest.trim_start();
    let sign = ["$ ", "% ", "# ", "❯ "].iter().find(|sign| trimmed.starts_with(**sign));
    let named = || prompt(trimmed).filter(|at| trimmed[*at..].starts_with("curl"));
    let behind = match sign {
        Some(sign) => &trimmed[sign.len()..],
        None => &trimmed[named().unwrap_or(0)..],
    };
    let calls = behind.starts_with("curl ") || behind.starts_with("curl\t");
    let sets = from == 0 && is_assignment(behind);
    (calls || sets).then_some(if from > 0 { from } else { line.len() - behind.len() })
}

/// The length of `user@host:~$ `.
fn prompt(line: &str) -> Option<usize> {
    let at = line.find("curl ").filter(|at| *at < 80)?;
    let sign = line[..at].trim_end();
    let usual = sign.ends_with(['$', '%', '#', '>']) && sign.contains(['@', ':', '~']);
    (usual || sign.starts_with('➜') || sign.ends_with('❯')).then_some(at)
}

fn is_assignment(line: &str) -> bool {
    let line = line.strip_prefix("export ").unwrap_or(line);
    line.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

fn sent(line: &str) -> Option<&str> {
    line.strip_prefix('>')
        .and_then(|rest| rest.strip_prefix(' ').or(rest.trim().is_empty().then_some("")))
}

fn received(line: &str) -> Option<&str> {
    line.strip_prefix('<')
        .and_then(|rest| rest.strip_prefix(' ').or(rest.trim().is_empty().then_some("")))
}

/// `GET /path HTTP/1.1`.
pub(super) fn is_request_line(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let method = words.next().unwrap_or_default();
    let target = words.next().unwrap_or_default();
    let version = words.next().unwrap_or_default();
    !method.is_empty()
        && method.bytes().all(|byte| byte.is_ascii_alphabetic())
        && (target.starts_with('/') || target.starts_with("http") || target == "*")
        && version.starts_with("HTTP/")
        && words.next().is_none()
}

fn is_status_line(rest: &str) -> bool {
    rest.starts_with("HTTP/")
        && rest
            .split_whitespace()
            .nth(1)
            .is_some_and(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit()))
}

fn mark(line: &str) -> Mark {
    let data = |rest: &str| rest.ends_with("bytes data]");
    if sent(line).is_some() {
        Mark::Sent
    } else if received(line).is_some() {
        Mark::Received
    } else if line.starts_with("* ")
        || (line.starts_with("{ [") || line.starts_with("} [")) && data(line.trim_end())
        || is_meter(line)
    {
        Mark::Talk
    } else {
        Mark::Other
    }
}

/// The progress meter: its head, and lines of numbers.
fn is_meter(line: &str) -> bool {
    let line = line.trim();
    let numbers = |c: char| c.is_ascii_digit() || " .:-kMG\r".contains(c);
    line.starts_with("% Total")
        || line.starts_with("Dload  Upload")
        || line.contains("--:--:--") && line.chars().all(numbers)
}

/// All segments of a text, in order.
pub(super) fn segments(text: &str) -> Vec<Segment> {
    let mut reader =
        Reader { text, segments: Vec::new(), commands: None, open: None, scheme: None };
    let mut at = 0;
    while at < text.len() {
        at = reader.line(at);
    }
    reader.end();
    reader.segments
}

struct Reader<'a> {
    text: &'a str,
    segments: Vec<Segment>,
    commands: Option<Span>,
    open: Option<Wire>,
    scheme: Option<&'static str>,
}

impl Reader<'_> {
    /// Reads the line that begins here; returns where the next one does.
    fn line(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest[..length].trim_end_matches('\r');
        let next = (at + length + 1).min(self.text.len());
        let span = Span::new(at, at + line.len());
        match mark(line) {
            Mark::Sent => self.sent(Span::new((at + 2).min(span.end), span.end), line),
            Mark::Received => self.received(Span::new((at + 2).min(span.end), span.end), line),
            Mark::Talk => self.talk(line),
            Mark::Other => return self.other((at, next), line),
        }
        next
    }

    fn sent(&mut self, span: Span, line: &str) {
        let rest = sent(line).unwrap_or_default();
        if is_request_line(rest) {
            self.end();
            self.open = Some(Wire { sent: vec![span], scheme: self.scheme, ..Wire::default() });
        } else if let Some(wire) = self.open.as_mut().filter(|wire| wire.received.is_empty()) {
            if !rest.is_empty() {
                wire.sent.push(span);
            }
        } else if let Some(commands) = &mut self.commands {
            // The shell's own sign that a command goes on.
            commands.end = span.end;
        }
    }

    fn received(&mut self, span: Span, line: &str) {
        let Some(wire) = &mut self.open else { return };
        let rest = received(line).unwrap_or_default();
        if is_status_line(rest) {
            wire.received.clear();
        } else if wire.received.is_empty() {
            return;
        }
        if !rest.is_empty() {
            wire.received.push(span);
        }
    }

    fn talk(&mut self, line: &str) {
        self.end_commands();
        let says = |words: &[&str]| words.iter().any(|word| line.contains(word));
        if says(&[
            "SSL connection",
            "TLS handshake",
            "scheme: https",
            "[:scheme: https",
            "schannel:",
            ") port 443",
        ]) {
            self.scheme = Some("https");
        } else if says(&[") port 80 ", "[:scheme: http]"]) {
            self.scheme = Some("http");
        } else if says(&["Trying ", "Connecting to hostname"]) {
            self.scheme = None;
        }
    }

    fn other(&mut self, (at, next): (usize, usize), line: &str) -> usize {
        if let Some(from) = command(line) {
            self.end();
            // A traced command stands behind its marks; the shell's reader knows prompts.
            let own = line.starts_with(['+', '➜']) || line[..from].trim_end().ends_with('❯');
            let start = if own { at + from } else { at };
            self.commands = Some(Span::new(start, next));
            return next;
        }
        if let Some(commands) = &mut self.commands {
            if !line.starts_with('+') {
                commands.end = next;
            }
            return next;
        }
        let answered = self.open.as_mut().filter(|wire| !wire.received.is_empty());
        let Some(wire) = answered.filter(|_| !line.trim().is_empty()) else { return next };
        let lead = line.len() - line.trim_start().len();
        let first = wire.body.is_none() && line[lead..].starts_with(['{', '[']);
        let json = if first { answer::length_at(&self.text[at + lead..]) } else { None };
        match (json, &mut wire.body) {
            (Some(length), None) => {
                let end = at + lead + length;
                wire.body = Some(Span::new(at + lead, end));
                // More may stand behind it on its last line: a prompt, the next connection.
                let behind = &self.text[end..];
                end + usize::from(behind.starts_with('\n'))
            }
            (_, None) => {
                wire.body = Some(Span::new(at, at + line.len()));
                next
            }
            (_, Some(body)) => {
                body.end = at + line.len();
                next
            }
        }
    }

    fn end_commands(&mut self) {
        self.segments.extend(self.commands.take().map(Segment::Commands));
    }

    fn end(&mut self) {
        self.end_commands();
        self.segments.extend(self.open.take().map(Segment::Recorded));
    }
}
