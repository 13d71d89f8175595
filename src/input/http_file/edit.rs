//! Changes to a request become edits of its block.

use super::lines::{self, Kind};
use crate::exchange::{Exchange, Header, Url};
use crate::fix::{self, Change, Edit, Filling};
use crate::input::Concealed;
use crate::source::{Span, Text};

/// The smallest edits of the file that make the changes and put variables for the concealed
/// parts; none where a change cannot be made soundly.
pub fn edits(
    exchange: &Exchange,
    changes: &[Change],
    concealed: &[Concealed],
) -> Option<Vec<Edit>> {
    let moved = changes.iter().any(|c| matches!(c, Change::SetHost(_) | Change::SetScheme(_)));
    let scheme = &exchange.request.url.scheme;
    // What stands behind an unknown variable may be more than scheme and host.
    if moved && !scheme.holes().is_empty() {
        return None;
    }
    Editor::new(exchange).edits(changes, concealed)
}

/// The corrected request alone: without comments, scripts and the recorded answer.
pub fn corrected(
    exchange: &Exchange,
    changes: &[Change],
    concealed: &[Concealed],
) -> Option<String> {
    let editor = Editor::new(exchange);
    let mut edits = editor.edits(changes, concealed)?;
    let unsent = editor.unsent();
    edits.retain(|edit| {
        !unsent.iter().any(|line| line.contains(edit.span) && !edit.span.is_empty())
    });
    edits.extend(unsent.into_iter().map(|span| Edit { span, text: String::new() }));
    let from = exchange.span.start;
    let block = editor.text.get(from..exchange.span.end)?;
    for edit in &mut edits {
        let start = edit.span.start.checked_sub(from)?;
        let end = edit.span.end.checked_sub(from)?.min(block.len());
        edit.span = Span::new(start.min(end), end);
    }
    Some(fix::apply(block, &edits).trim_end().to_owned())
}

pub(super) struct Editor<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) url: &'a Url,
    pub(super) text: &'a str,
    line_end: &'static str,
}

impl<'a> Editor<'a> {
    fn new(exchange: &'a Exchange) -> Self {
        let text = exchange.source.text();
        let line_end = match memchr::memchr(b'\n', text.as_bytes()) {
            Some(at) if text[..at].ends_with('\r') => "\r\n",
            _ => "\n",
        };
        Self { exchange, url: &exchange.request.url, text, line_end }
    }

    fn edits(&self, changes: &[Change], concealed: &[Concealed]) -> Option<Vec<Edit>> {
        let mut edits = self.address(changes)?;
        for change in changes {
            match change {
                Change::SetScheme(_) | Change::SetHost(_) => {}
                Change::SetPath(path) => edits.push(self.path(path)?),
                Change::SetMethod(method) => edits.push(self.method(method)),
                Change::SetHeader(name, filling) => edits.push(self.set(name, filling, changes)?),
                Change::DropHeader(name) => edits.extend(self.dropped(name)),
                Change::RenameHeader { from, to } => edits.push(self.rename(from, to)?),
                Change::Query(change) => edits.extend(self.query(change)?),
                Change::Body(change) => edits.extend(self.body(change)?),
                Change::Repair(_) => return None,
            }
        }
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        if edits.windows(2).any(|two| overlap(two[0].span, two[1].span)) {
            return None;
        }
        // A change inside a secret would leave a part of it standing.
        let inside = |secret: Span, edit: Span| secret.start < edit.start && edit.end < secret.end;
        if concealed.iter().any(|s| edits.iter().any(|edit| inside(s.span, edit.span))) {
            return None;
        }
        let secrets = concealed.iter().filter_map(|secret| self.conceal(secret, &edits));
        let secrets: Vec<Edit> = secrets.collect();
        edits.extend(secrets);
        Some(edits)
    }

    /// Scheme and host. One variable may stand for both, so they are changed together.
    fn address(&self, changes: &[Change]) -> Option<Vec<Edit>> {
        let mut scheme = None;
        let mut host = None;
        for change in changes {
            match change {
                Change::SetScheme(value) => scheme = Some(value.clone()),
                Change::SetHost(filling) => host = Some(literal(filling)?),
                Change::SetPath(_)
                | Change::SetMethod(_)
                | Change::SetHeader(..)
                | Change::DropHeader(_)
                | Change::RenameHeader { .. }
                | Change::Query(_)
                | Change::Body(_)
                | Change::Repair(_) => {}
            }
        }
        if scheme.is_none() && host.is_none() {
            return Some(Vec::new());
        }
        let at = self.url.host.span();
        if self.url.scheme.is_empty() || !overlap(self.url.scheme.span(), at) {
            return self.apart(scheme, host);
        }
        // One variable holds scheme and host: both are written out in its place.
        let known = |text: &Text| text.known().known().map(str::to_owned);
        let scheme = scheme.or_else(|| known(&self.url.scheme)).or(Some("https".to_owned()))?;
        let host = host.or_else(|| known(&self.url.host))?;
        let whole = self.url.scheme.span().hull(at);
        let edit = Edit { span: whole, text: format!("{scheme}://{host}") };
        self.is_free(whole).then(|| vec![edit])
    }

    /// Scheme and host stand side by side.
    fn apart(&self, scheme: Option<String>, host: Option<String>) -> Option<Vec<Edit>> {
        let mut edits = Vec::new();
        if let Some(scheme) = scheme {
            let at = self.url.scheme.span();
            let edit = if self.url.scheme.is_empty() {
                Edit { span: Span::at(self.url.span.start), text: format!("{scheme}://") }
            } else {
                Edit { span: at, text: scheme }
            };
            edits.push(edit);
        }
        if let Some(host) = host {
            let at = self.url.host.span();
            if at.is_empty() || !self.is_free(at) {
                return None;
            }
            if !self.url.span.contains(at) {
                edits.extend(self.beside_host_header(&host)?);
            }
            edits.push(Edit { span: at, text: host });
        }
        Some(edits)
    }

    /// The host of the address itself, where a `Host` header says another one.
    fn beside_host_header(&self, host: &str) -> Option<Vec<Edit>> {
        let span = self.url.span;
        let written = self.text.get(span.start..span.end)?;
        if written.starts_with('/') || written == "*" {
            return Some(Vec::new());
        }
        if written.contains("{{") || written.contains('@') {
            return None;
        }
        let address = Url::split(&Text::verbatim(written, span.start));
        Some(vec![Edit { span: address.host.span(), text: host.to_owned() }])
    }

    /// Only the bytes that differ, if they stand letter for letter; else the whole path.
    fn path(&self, path: &str) -> Option<Edit> {
        let old = &self.url.path;
        if old.is_empty() {
            let end = self.url.port.as_ref().unwrap_or(&self.url.host).span().end;
            let inside = self.url.span.start <= end && end <= self.url.span.end;
            return inside.then(|| Edit { span: Span::at(end), text: path.to_owned() });
        }
        let range = difference(old.as_written(), path);
        let span = old.span_of(range.clone());
        let kept = old.len() - range.len();
        let text = path.get(range.start..path.len() - (kept - range.start))?;
        let verbatim = self.text.get(span.start..span.end) == old.as_written().get(range);
        if verbatim && !self.is_variable(span) {
            return Some(Edit { span, text: text.to_owned() });
        }
        self.is_free(old.span()).then(|| Edit { span: old.span(), text: path.to_owned() })
    }

    fn method(&self, method: &str) -> Edit {
        let span = self.exchange.request.method.span();
        let text = if span.is_empty() { format!("{method} ") } else { method.to_owned() };
        Edit { span, text }
    }

    fn set(&self, name: &str, filling: &Filling, changes: &[Change]) -> Option<Edit> {
        let Some(header) = self.exchange.request.headers.iter().find(|header| header.is(name))
        else {
            let text = format!("{}{name}: {}", self.line_end, literal(filling)?);
            return Some(Edit { span: Span::at(self.behind_headers(changes)), text });
        };
        let value = &header.value;
        let span = value.span();
        match filling {
            Filling::Kept { before, from } => {
                let from = (*from).min(value.len());
                if !value.as_written().is_char_boundary(from) {
                    return None;
                }
                let old = if from == 0 { Span::at(span.start) } else { value.span_of(0..from) };
                let rest = value.slice(from..value.len()).span();
                (old.end <= rest.start).then(|| Edit { span: old, text: before.clone() })
            }
            Filling::Value(_) | Filling::Variable { .. } | Filling::Missing(_) => {
                let unspaced = span.is_empty() && self.text[..span.start].ends_with(':');
                let blank = if unspaced { " " } else { "" };
                Some(Edit { span, text: format!("{blank}{}", literal(filling)?) })
            }
        }
    }

    /// The end of the last header's line that stays, or of the request line.
    fn behind_headers(&self, changes: &[Change]) -> usize {
        let goes = |header: &&Header| {
            changes.iter().any(|c| matches!(c, Change::DropHeader(name) if header.is(name)))
        };
        let stays = self.exchange.request.headers.iter().filter(|header| !goes(header));
        let last = stays.map(|header| header.name.span().start).max();
        lines::end_of_line(self.text, last.unwrap_or(self.url.span.end))
    }

    fn dropped(&self, name: &str) -> Vec<Edit> {
        let headers = self.exchange.request.headers.iter().filter(|header| header.is(name));
        headers
            .map(|header| {
                let at = header.name.span().start;
                let start = lines::start_of_line(self.text, at);
                Edit {
                    span: Span::new(start, lines::next_line(self.text, at)),
                    text: String::new(),
                }
            })
            .collect()
    }

    fn rename(&self, from: &str, to: &str) -> Option<Edit> {
        let header = self.exchange.request.headers.iter().find(|header| header.is(from))?;
        Some(Edit { span: header.name.span(), text: to.to_owned() })
    }

    /// What of a secret no other edit takes away becomes a variable.
    fn conceal(&self, secret: &Concealed, edits: &[Edit]) -> Option<Edit> {
        let mut span = secret.span;
        for edit in edits.iter().filter(|edit| overlap(edit.span, secret.span)) {
            if edit.span.start <= span.start {
                span.start = edit.span.end.clamp(span.start, span.end);
            } else {
                span.end = edit.span.start.clamp(span.start, span.end);
            }
        }
        let left = !span.is_empty() && !self.is_variable(span);
        left.then(|| Edit { span, text: format!("{{{{{}}}}}", secret.variable) })
    }

    /// Whether one `{{name}}`, and nothing else, stands there.
    fn is_variable(&self, span: Span) -> bool {
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        let inside = written.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
        inside.is_some_and(|name| !name.contains(['{', '}']))
    }

    /// Whether replacing a span of scheme, host or path takes nothing else of the address away.
    fn is_free(&self, span: Span) -> bool {
        let url = self.url;
        let parts = [Some(&url.scheme), Some(&url.host), Some(&url.path)];
        let others = [url.user_info.as_ref(), url.port.as_ref(), url.query.as_ref()];
        let taken = |part: &Text| !part.is_empty() && overlap(part.span(), span);
        let whole = |part: &Text| span.contains(part.span());
        !others.into_iter().flatten().any(taken)
            && parts.into_iter().flatten().filter(|part| taken(part)).all(whole)
            && !(taken(&url.path) && taken(&url.host))
    }

    /// Lines of the block that are not part of the request: they may hold anything.
    fn unsent(&self) -> Vec<Span> {
        let block = lines::classify(self.text, self.exchange.span);
        let sent = super::body_lines(self.text, &block);
        let drops = |line: &&lines::Line| match line.kind {
            Kind::Request | Kind::Continuation | Kind::Header | Kind::BodyFile | Kind::Blank => {
                false
            }
            Kind::Body => sent.binary_search(&line.span).is_err() && !self.is_blank(line.span),
            Kind::Comment
            | Kind::Variable
            | Kind::Client
            | Kind::Stray
            | Kind::Status
            | Kind::AnswerHeader
            | Kind::AnswerBody => true,
        };
        let lines = block.iter().filter(drops);
        lines.map(|l| Span::new(l.span.start, lines::next_line(self.text, l.span.end))).collect()
    }

    fn is_blank(&self, span: Span) -> bool {
        self.text[span.start..span.end].trim().is_empty()
    }
}

/// What a filling puts into a file of this format; nothing where it keeps what is there.
fn literal(filling: &Filling) -> Option<String> {
    match filling {
        Filling::Value(value) => Some(value.clone()),
        Filling::Missing(name) => Some(name.clone()),
        Filling::Variable { before, name } => Some(format!("{before}{{{{{name}}}}}")),
        Filling::Kept { .. } => None,
    }
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// The part of `old` that `new` has otherwise.
fn difference(old: &str, new: &str) -> std::ops::Range<usize> {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let length = |pair: (char, char)| pair.0.len_utf8();
    let start: usize = old.chars().zip(new.chars()).take_while(same).map(length).sum();
    let tails = old[start..].chars().rev().zip(new[start..].chars().rev());
    let end: usize = tails.take_while(same).map(length).sum();
    start..old.len() - end
}
