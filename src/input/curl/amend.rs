//! Changes to query and body become patches of the words that hold them.

use super::argv::Setting;
use super::edit::Plan;
use super::layout::quotes_at;
use super::method::DATA;
use super::patch::Patch;
use super::quote::Run;
use crate::fix::{BodyChange, QueryChange};
use crate::input::cut::{self, Cut};
use crate::input::members;
use crate::input::query::{self, Amended, Parameter};
use crate::source::{Span, Text};
use crate::truth::Fact;

impl Plan<'_> {
    pub(super) fn query(&mut self, change: &QueryChange) -> Option<()> {
        let query = self.exchange.request.url.query.clone().unwrap_or_default();
        let mut added = None;
        let mut found = false;
        for (holder, together) in self.holders(&query)? {
            let changed = together.iter().any(|parameter| parameter.is(&query, subject(change)));
            if !changed || found && matches!(change, QueryChange::Set(..)) {
                continue;
            }
            found = true;
            match query::amend(&query, &together, change)? {
                Amended::Cuts(cuts) => self.cut(&query, &cuts, holder)?,
                Amended::Added(more) => added = Some(more),
                Amended::Gone => self.drop_query(&query, &together, holder)?,
            }
        }
        if let (false, QueryChange::Set(..)) = (found, change) {
            let Amended::Added(more) = query::amend(&query, &[], change)? else { return None };
            added = Some(more);
        }
        added.map_or(Some(()), |more| self.add_parameter(&query, &more))
    }

    /// The parameters by the setting that they stand in. `None` where one stands nowhere.
    fn holders(&self, query: &Text) -> Option<Vec<(Holder, Vec<Parameter>)>> {
        let mut holders: Vec<(Holder, Vec<Parameter>)> = Vec::new();
        for parameter in query::parameters(query) {
            let span = query.span_of(parameter.whole());
            let settings = &self.layout.settings;
            let at = settings.iter().position(|setting| setting.span.contains(span))?;
            let holder = Holder { setting: at, kind: Kind::of(settings.get(at)?)? };
            match holders.last_mut() {
                Some((last, together)) if last.setting == at => together.push(parameter),
                Some(_) | None => holders.push((holder, vec![parameter])),
            }
        }
        Some(holders)
    }

    fn cut(&mut self, value: &Text, cuts: &[Cut], holder: Holder) -> Option<()> {
        for cut in cuts {
            let span = cut::exact(value, &cut.range)?;
            let word = self.layout.holder(span)?;
            quotes_at(word, span)?;
            let text = match holder.kind {
                Kind::Address | Kind::Plain => cut.text.clone(),
                // curl encodes this one itself.
                Kind::Encoded => query::decoded(&cut.text),
            };
            self.patches.push(Patch { span, runs: plain(text) });
        }
        Some(())
    }

    /// All parameters of a setting: the option goes, or what is behind the question mark.
    fn drop_query(&mut self, query: &Text, gone: &[Parameter], holder: Holder) -> Option<()> {
        let setting = self.layout.settings.get(holder.setting)?;
        if holder.kind != Kind::Address {
            let whole = self.whole(setting)?;
            self.deletions.push(whole);
            return Some(());
        }
        let range = gone.first()?.name.start..gone.last()?.whole().end;
        let span = cut::exact(query, &range)?;
        let mark = span.start.checked_sub(1)?;
        if self.layout.slice(Span::new(mark, span.start)) != "?" {
            return None;
        }
        let span = Span::new(mark, span.end);
        quotes_at(self.layout.holder(span)?, span)?;
        self.patches.push(Patch { span, runs: Vec::new() });
        Some(())
    }

    /// Behind the parameters of the address, or behind its path.
    fn add_parameter(&mut self, query: &Text, more: &str) -> Option<()> {
        let url = &self.exchange.request.url;
        let holders = self.holders(query)?;
        let own = holders.iter().rev().find(|(holder, _)| holder.kind == Kind::Address);
        let last = own.and_then(|(_, together)| together.last()).map(|last| last.whole().end);
        let (at, mark) = match (last, &url.query) {
            (Some(end), _) => (cut::exact(query, &(end..end))?, "&"),
            (None, Some(empty)) if empty.is_empty() => (Span::at(empty.span().start), ""),
            (None, _) if !url.path.is_empty() => (Span::at(url.path.span().end), "?"),
            (None, _) if url.host.holes().is_empty() => {
                (Span::at(url.port.as_ref().unwrap_or(&url.host).span().end), "?")
            }
            (None, _) => return None,
        };
        if !url.span.contains(at) {
            return None;
        }
        quotes_at(self.layout.holder(at)?, at)?;
        self.patches.push(Patch { span: at, runs: plain(format!("{mark}{more}")) });
        Some(())
    }

    pub(super) fn body(&mut self, change: &BodyChange) -> Option<()> {
        let Fact::Known(body) = &self.exchange.request.body else { return None };
        let cuts = members::amend(body, change)?;
        let encoded = self.layout.last("data-urlencode").is_some();
        if encoded {
            return None;
        }
        self.cut(body, &cuts, Holder { setting: 0, kind: Kind::Plain })
    }

    /// Every option that adds to the body goes; the method stays what it was.
    pub(super) fn drop_body(&mut self) -> Option<()> {
        let is_body = |setting: &&Setting| DATA.contains(&setting.name);
        let whole = |setting: &Setting| self.whole(setting);
        let gone: Option<Vec<Span>> =
            self.layout.settings.iter().filter(is_body).map(whole).collect();
        let gone = gone.filter(|gone| !gone.is_empty())?;
        if self.layout.last("get").is_some() {
            return None;
        }
        self.deletions.extend(gone);
        if self.layout.last("request").is_some() {
            return Some(());
        }
        self.method("POST")
    }
}

/// The setting that holds a parameter.
#[derive(Clone, Copy)]
struct Holder {
    setting: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Address,
    /// `-G -d`.
    Plain,
    /// `--data-urlencode`, `--url-query`.
    Encoded,
}

impl Kind {
    fn of(setting: &Setting) -> Option<Self> {
        match setting.name {
            "url" => Some(Self::Address),
            "data-urlencode" | "url-query" => Some(Self::Encoded),
            name if DATA.contains(&name) => Some(Self::Plain),
            _ => None,
        }
    }
}

const fn subject(change: &QueryChange) -> &String {
    match change {
        QueryChange::Set(name, _)
        | QueryChange::Rename { from: name, .. }
        | QueryChange::Drop(name) => name,
    }
}

fn plain(text: String) -> Vec<Run> {
    if text.is_empty() { Vec::new() } else { vec![Run::Plain(text)] }
}
