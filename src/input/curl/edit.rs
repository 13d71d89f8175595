//! Changes to a request become edits of the user's own command, in its own quotes and layout.

use super::argv::Setting;
use super::layout::{Layout, wrapping};
use super::patch::{self, Patch};
use super::quote::{self, Run};
use super::repair;
use crate::exchange::{Exchange, Header, Sent, SetBy};
use crate::fix::{self, BodyChange, Change, Edit, Filling};
use crate::input::Concealed;
use crate::input::shell::Quoting;
use crate::source::{Span, Text};

/// The edits of the source that do these changes and put a variable in place of every concealed
/// secret. `None` where the command cannot be edited soundly.
pub fn edits(
    exchange: &Exchange,
    changes: &[Change],
    concealed: &[Concealed],
) -> Option<Vec<Edit>> {
    if let Some(kinds) = repair::kinds(changes) {
        return repair::edits(exchange, &kinds).filter(|_| concealed.is_empty());
    }
    // Beside what was meant stands something else: words are not where they seem to be.
    let misread = exchange.sent != Sent::Yes && !exchange.accidents.is_empty();
    if misread && !changes.is_empty() {
        return None;
    }
    let layout = Layout::of(exchange)?;
    let mut plan = Plan {
        exchange,
        layout,
        patches: Vec::new(),
        insertions: Vec::new(),
        deletions: Vec::new(),
    };
    for change in changes {
        plan.change(change)?;
    }
    for secret in concealed {
        plan.conceal(secret)?;
    }
    plan.edits()
}

/// The command with these changes done, without anything around it.
pub fn corrected(
    exchange: &Exchange,
    changes: &[Change],
    concealed: &[Concealed],
) -> Option<String> {
    if let Some(kinds) = repair::kinds(changes) {
        let (mended, concealed) = repair::mended(exchange, &kinds, concealed)?;
        return corrected(&mended, &[], &concealed);
    }
    let span = exchange.span;
    let mut edits = edits(exchange, changes, concealed)?;
    for edit in &mut edits {
        if !span.contains(edit.span) {
            return None;
        }
        edit.span = Span::new(edit.span.start - span.start, edit.span.end - span.start);
    }
    Some(fix::apply(exchange.source.slice(span), &edits))
}

pub(super) struct Plan<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) layout: Layout<'a>,
    pub(super) patches: Vec<Patch>,
    insertions: Vec<Edit>,
    pub(super) deletions: Vec<Span>,
}

impl Plan<'_> {
    fn edits(mut self) -> Option<Vec<Edit>> {
        self.patches.sort_by_key(|patch| patch.span.start);
        let overlap = |a: Span, b: Span| a.start < b.end && b.start < a.end;
        let crossed = self.patches.windows(2).any(|two| overlap(two[0].span, two[1].span));
        let lost = self.patches.iter().any(|p| self.deletions.iter().any(|d| overlap(p.span, *d)));
        if crossed || lost {
            return None;
        }
        let mut edits = std::mem::take(&mut self.insertions);
        edits.extend(patch::edits(&self.layout, &self.patches)?);
        edits.extend(self.deletions.iter().map(|span| Edit { span: *span, text: String::new() }));
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        Some(edits)
    }

    fn change(&mut self, change: &Change) -> Option<()> {
        let request = &self.exchange.request;
        match change {
            Change::SetScheme(scheme) => self.scheme(scheme),
            Change::SetHost(filling) => {
                let host = &request.url.host;
                let runs = value_runs(filling)?;
                self.replace(&host.clone(), runs)
            }
            Change::SetPath(path) => self.path(path),
            Change::SetMethod(method) => self.method(method),
            Change::SetHeader(name, filling) => self.set_header(name, filling),
            Change::DropHeader(name) => self.drop_header(name),
            Change::RenameHeader { from, to } => {
                let headers: Vec<&Header> = request.headers.iter().filter(|h| h.is(from)).collect();
                for header in headers {
                    if header.set == SetBy::Option {
                        return None;
                    }
                    self.replace(&header.name, vec![Run::Plain(to.clone())])?;
                }
                Some(())
            }
            Change::Query(change) => self.query(change),
            Change::Body(BodyChange::Drop) => self.drop_body(),
            Change::Body(change) => self.body(change),
            // It moves the words that all others go by.
            Change::Repair(_) => None,
        }
    }

    /// New runs in place of a value that stands in the command letter for letter.
    fn replace(&mut self, old: &Text, runs: Vec<Run>) -> Option<()> {
        if !self.layout.is_verbatim(old) {
            return None;
        }
        self.patches.push(Patch { span: old.span(), runs });
        Some(())
    }

    fn scheme(&mut self, scheme: &str) -> Option<()> {
        let url = &self.exchange.request.url;
        let span = url.scheme.span();
        if !span.is_empty() {
            let written = self.layout.slice(span);
            if !url.scheme.holes().is_empty()
                || !written.eq_ignore_ascii_case(url.scheme.as_written())
            {
                return None;
            }
            self.patches.push(Patch { span, runs: vec![Run::Plain(scheme.to_owned())] });
            return Some(());
        }
        let runs = vec![Run::Plain(format!("{scheme}://"))];
        let span = Span::at(url.span.start);
        self.layout.holder(url.span)?;
        self.patches.push(Patch { span, runs });
        Some(())
    }

    /// Only what differs between the old path and the new one is touched.
    fn path(&mut self, path: &str) -> Option<()> {
        let url = &self.exchange.request.url;
        let old = url.path.as_written();
        let start = common(old.chars(), path.chars());
        let end = common(old[start..].chars().rev(), path[start..].chars().rev());
        let range = start..old.len() - end;
        let runs = vec![Run::Plain(path[start..path.len() - end].to_owned())];
        if !range.is_empty() {
            return self.replace(&url.path.slice(range), runs);
        }
        if old.is_empty() {
            let at = url.port.as_ref().unwrap_or(&url.host).span().end;
            self.patches.push(Patch { span: Span::at(at), runs });
            return Some(());
        }
        if start == old.len() && start == path.len() {
            return Some(());
        }
        let span = Span::at(url.path.span_of(start..start).start);
        self.patches.push(Patch { span, runs });
        Some(())
    }

    pub(super) fn method(&mut self, method: &str) -> Option<()> {
        if let Some(setting) = self.layout.last("request") {
            let old = setting.value.clone()?;
            return self.replace(&old, vec![Run::Plain(method.to_owned())]);
        }
        if self.layout.last("head").is_some() || self.layout.last("upload-file").is_some() {
            return None;
        }
        let at = self.layout.word(0)?.span.end;
        let word = quote::inside(&[Run::Plain(method.to_owned())], Quoting::Bare);
        self.insertions.push(Edit { span: Span::at(at), text: format!(" -X {word}") });
        Some(())
    }

    fn set_header(&mut self, name: &str, filling: &Filling) -> Option<()> {
        let header = self.exchange.request.headers.iter().find(|header| header.is(name));
        let Some(header) = header.filter(|header| header.set == SetBy::Text) else {
            return match (filling, header) {
                (Filling::Kept { .. }, _) => None,
                _ => self.add_header(name, &value_runs(filling)?),
            };
        };
        if !self.layout.is_verbatim(&header.name) || header.value.is_empty() {
            return None;
        }
        let whole = header.value.span();
        let (span, runs) = match filling {
            Filling::Kept { before, from: 0 } => {
                (Span::at(whole.start), vec![Run::Plain(before.clone())])
            }
            Filling::Kept { before, from } => {
                let cut = (*from).min(header.value.len());
                // What is dropped may come out of a variable that also holds what is kept.
                if !self.layout.is_verbatim(&header.value.slice(0..cut)) {
                    return None;
                }
                (header.value.span_of(0..cut), vec![Run::Plain(before.clone())])
            }
            Filling::Value(_) | Filling::Variable { .. } | Filling::Missing(_) => {
                (whole, value_runs(filling)?)
            }
        };
        self.layout.holder(span)?;
        self.patches.push(Patch { span, runs });
        Some(())
    }

    /// A new header looks like its neighbours: the same option, quotes and line break.
    fn add_header(&mut self, name: &str, value: &[Run]) -> Option<()> {
        if self
            .layout
            .settings
            .iter()
            .any(|setting| setting.name == "url" && self.is_behind_dashes(setting))
        {
            return None;
        }
        let neighbour = self.layout.last("header").or_else(|| self.layout.last("url"))?;
        let is_header = neighbour.name == "header";
        let word = self.layout.word(neighbour.words.1)?;
        let gap = if is_header { self.gap(neighbour) } else { None };
        let gap = gap.unwrap_or_else(|| self.any_gap());
        let mut runs = vec![Run::Plain(format!("{name}: "))];
        runs.extend_from_slice(value);
        let double = wrapping(word, self.layout.text) == Some('"');
        let written = if double {
            format!("\"{}\"", quote::inside(&runs, Quoting::Double))
        } else {
            quote::word(&runs)
        };
        let text = format!("{gap}{} {written}", self.option(neighbour));
        self.insertions.push(Edit { span: Span::at(word.span.end), text });
        Some(())
    }

    /// Behind a lone `--` every word is an address.
    fn is_behind_dashes(&self, setting: &Setting) -> bool {
        let before = self.layout.words.iter().take(setting.words.0);
        before.into_iter().any(|word| self.layout.slice(word.span) == "--")
    }

    /// `-H` or `--header`, as the command says elsewhere.
    fn option(&self, neighbour: &Setting) -> &'static str {
        let long = |setting: &Setting| {
            setting.name != "url"
                && self
                    .layout
                    .word(setting.words.0)
                    .is_some_and(|word| self.layout.slice(word.span).starts_with("--"))
        };
        let all_long = self.layout.settings.iter().filter(|s| s.value.is_some() && s.name != "url");
        let is_long = if neighbour.name == "header" {
            long(neighbour)
        } else {
            all_long.clone().next().is_some() && all_long.clone().all(long)
        };
        if is_long { "--header" } else { "-H" }
    }

    /// What stands before an option: blanks, or a continued line and its indentation.
    fn gap(&self, setting: &Setting) -> Option<String> {
        let start = self.layout.word(setting.words.0)?.span.start;
        let gap = self.layout.slice(Span::new(self.layout.end_before(start)?, start));
        let plain = gap.chars().all(|c| c.is_whitespace() || c == '\\');
        (plain && !gap.is_empty()).then(|| gap.to_owned())
    }

    /// The first continued line of the command, or one blank.
    fn any_gap(&self) -> String {
        let gaps = self.layout.settings.iter().filter_map(|setting| self.gap(setting));
        gaps.into_iter().find(|gap| gap.contains('\n')).unwrap_or_else(|| " ".to_owned())
    }

    fn drop_header(&mut self, name: &str) -> Option<()> {
        let headers: Vec<&Header> =
            self.exchange.request.headers.iter().filter(|header| header.is(name)).collect();
        for header in headers {
            match header.set {
                SetBy::Text => {
                    let span = header.name.span();
                    self.layout.holder(span)?;
                    let setting =
                        self.layout.settings.iter().find(|setting| {
                            setting.name == "header" && setting.span.contains(span)
                        })?;
                    let gone = self.whole(setting)?;
                    self.deletions.push(gone);
                }
                SetBy::Option => self.drop_implied(header)?,
            }
        }
        Some(())
    }

    fn drop_implied(&mut self, header: &Header) -> Option<()> {
        let url = &self.exchange.request.url;
        let name = header.name.as_written().to_ascii_lowercase();
        if matches!(name.as_str(), "content-type" | "accept") {
            return self.take_away(&name);
        }
        let user = url.user_info.as_ref().map(Text::span);
        if let Some(user) = user.filter(|user| user.contains(header.value.span())) {
            self.deletions.push(Span::new(user.start, user.end + 1));
            return Some(());
        }
        let option = match name.as_str() {
            "authorization" => ["user", "oauth2-bearer"].as_slice(),
            "cookie" => &["cookie"],
            "user-agent" => &["user-agent"],
            "referer" => &["referer"],
            "range" => &["range"],
            _ => return None,
        };
        let settings = self.layout.settings.iter().filter(|s| option.contains(&s.name));
        let gone: Option<Vec<Span>> = settings.map(|setting| self.whole(setting)).collect();
        self.deletions.extend(gone.filter(|gone| !gone.is_empty())?);
        Some(())
    }

    /// `-H 'Name:'` takes away what another option implies.
    fn take_away(&mut self, name: &str) -> Option<()> {
        let neighbour = self.layout.last("header").or_else(|| self.layout.last("url"))?;
        let word = self.layout.word(neighbour.words.1)?;
        let gap = self.gap(neighbour).unwrap_or_else(|| self.any_gap());
        let text = format!("{gap}{} '{name}:'", self.option(neighbour));
        self.insertions.push(Edit { span: Span::at(word.span.end), text });
        Some(())
    }

    /// An option with its value and what stands before it. `None` in a bundle of letters.
    pub(super) fn whole(&self, setting: &Setting) -> Option<Span> {
        let first = self.layout.word(setting.words.0)?;
        let last = self.layout.word(setting.words.1)?;
        let written = self.layout.slice(first.span);
        let separate = setting.words.0 != setting.words.1;
        let alone = written.starts_with("--")
            || written.len() == 2
            || !separate && {
                setting
                    .value
                    .as_ref()
                    .is_some_and(|value| value.span().start <= first.span.start + 3)
            };
        alone.then_some(Span::new(self.layout.end_before(first.span.start)?, last.span.end))
    }

    /// A variable in place of a secret. `None` where a change reaches into it and would leave a
    /// part of it standing.
    fn conceal(&mut self, secret: &Concealed) -> Option<()> {
        let whole = secret.span;
        let inside = |span: Span| whole.start < span.start && span.end < whole.end;
        let overlap = |span: Span| span.start < whole.end && whole.start < span.end;
        let mut changed = self.patches.iter().map(|patch| patch.span).chain(self.deletions.clone());
        if changed.clone().any(inside) {
            return None;
        }
        let dynamic = self.layout.slice(whole).starts_with('$');
        if changed.any(overlap) || dynamic || !self.exchange.span.contains(whole) {
            return Some(());
        }
        let runs = vec![Run::Variable(secret.variable.clone())];
        self.patches.push(Patch { span: whole, runs });
        Some(())
    }
}

/// What a filling puts in by itself.
fn value_runs(filling: &Filling) -> Option<Vec<Run>> {
    match filling {
        Filling::Value(value) | Filling::Missing(value) => Some(vec![Run::Plain(value.clone())]),
        Filling::Variable { before, name } => {
            let before =
                Some(Run::Plain(before.clone())).filter(|run| *run != Run::Plain(String::new()));
            Some(before.into_iter().chain([Run::Variable(name.clone())]).collect())
        }
        Filling::Kept { .. } => None,
    }
}

/// How many bytes both begin with.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(letter, _)| letter.len_utf8()).sum()
}
