//! A fix is shown only if its rule is silent on the corrected call.

use std::cell::Cell;
use std::sync::Arc;

use crate::exchange::{Exchange, Format, Origin};
use crate::facts::{Ground, gather};
use crate::finding::{PlacedEdit, ShownFix, Verdict};
use crate::fix::{Change, Edit, Filling, apply};
use crate::input::{self, Concealed, Item, Options, embedded};
use crate::lint::judge::{Judge, places};
use crate::mask;
use crate::rules::check::truth;
use crate::source::{Source, Span};
use crate::truth::{Fact, Truth, Why};
use crate::view::{Secret, concealed, is_plain};

/// Texts longer than this are read again from the call alone, without what stands around it.
const READ_AGAIN_WHOLE: usize = 256 * 1024;

/// So many bytes of a recording are read again with what stands around the call. Five hundred
/// wrong commands in one text would else cost five hundred readings of it all.
const MOST_READ_AGAIN: usize = 1024 * 1024;

/// How many bytes of a recording have been read a second time.
#[derive(Default)]
pub(super) struct ReadAgain(Cell<usize>);

impl ReadAgain {
    fn has_room(&self, text: &str) -> bool {
        text.len() <= READ_AGAIN_WHOLE && self.0.get() + text.len() <= MOST_READ_AGAIN
    }

    fn count(&self, text: &str) {
        self.0.set(self.0.get().saturating_add(text.len()));
    }
}

/// Headers that say who calls, not what is asked; a corrected command goes without them.
const NOISE: &[&str] = &[
    "accept-encoding",
    "accept-language",
    "cache-control",
    "dnt",
    "origin",
    "pragma",
    "priority",
    "referer",
    "te",
    "upgrade-insecure-requests",
    "user-agent",
];

fn is_noise(header: &str) -> bool {
    let name = header.to_ascii_lowercase();
    NOISE.contains(&name.as_str()) || name.starts_with("sec-ch-")
}

/// What trying a fix has shown.
#[derive(Default)]
pub(super) struct Proof {
    pub(super) fix: Option<ShownFix>,
    /// Later rules of the same call that are silent once the fix is in.
    pub(super) cures: Vec<usize>,
}

/// Applies the fix of `verdict`, reads the result and judges it again.
pub(super) fn prove(
    judge: &Judge<'_>,
    (exchange, ground): (&Exchange, Ground<'_>),
    (verdict, later): (&Verdict, &[usize]),
    secrets: &[Secret],
) -> Proof {
    if verdict.changes.is_empty() {
        return Proof::default();
    }
    let edits = input::edits(exchange, &verdict.changes, &[]);
    let Some(again) = read_again(judge, exchange, (&verdict.changes, edits.as_deref())) else {
        return Proof::default();
    };
    let corrected = gather(&again, ground);
    let rules = judge.linter.rules;
    if truth(&corrected, rules, verdict.rule).0 == Truth::Yes {
        return Proof::default();
    }
    judge.onlooker.corrected(&rules.rules[verdict.rule].id, exchange, &again);
    let silent = |rule: &&usize| truth(&corrected, rules, **rule).0 == Truth::No;
    let cures = later.iter().filter(silent).copied().collect();
    Proof { fix: shown((exchange, verdict), edits, secrets), cures }
}

/// The corrected call as its reader sees it; nobody has answered it yet.
fn read_again(
    judge: &Judge<'_>,
    exchange: &Exchange,
    (changes, edits): (&[Change], Option<&[Edit]>),
) -> Option<Exchange> {
    let source = &exchange.source;
    let start = exchange.span.start;
    let (text, format, (number, start)) = match edits {
        Some(edits) if source.holder().is_some() => {
            let (text, format, number) = edited_file(judge, exchange, edits);
            (text, format, (number, start))
        }
        Some(edits) if judge.read_again.has_room(source.text()) => {
            (apply(source.text(), edits), exchange.format, (exchange.number, start))
        }
        Some(edits) => (part(source, exchange.span, edits), exchange.format, (1, 0)),
        None => (input::as_curl(exchange, changes, &[]), Format::Shell, (1, 0)),
    };
    // A repaired command sends no more what it sent beside: the numbers are others.
    let repaired = changes.iter().any(|change| matches!(change, Change::Repair(_)));
    let meets = |read: &Exchange| {
        if repaired && edits.is_some() {
            read.span.start == start && host(read) == host(exchange)
        } else {
            read.number == number
        }
    };
    judge.read_again.count(&text);
    let options =
        Options { format: Some(format), files: judge.files, ..Options::of(Origin::Written) };
    let mut found = None;
    let name: Arc<str> = source.name().clone();
    input::read(&name, Box::new(text.as_bytes()), &options, &mut |item| {
        if let Item::Exchange(read) = item
            && found.is_none()
            && meets(&read)
        {
            found = Some(*read);
        }
    });
    let mut again = found?;
    again.response = Fact::Unknown(Why::NotRecorded);
    again.started = exchange.started;
    again.origin = match exchange.origin {
        Origin::Recorded => Origin::Written,
        Origin::Pasted | Origin::Written => exchange.origin,
    };
    Some(again)
}

/// The file that a call was taken out of, with its edits; the call alone where that is too much.
fn edited_file(judge: &Judge<'_>, exchange: &Exchange, edits: &[Edit]) -> (String, Format, usize) {
    let source = &exchange.source;
    let alone = || (part(source, exchange.span, edits), exchange.format, 1);
    let Some(holder) = source.holder() else { return alone() };
    let file = holder.source().text();
    let format = Format::of_word(holder.format()).filter(|_| judge.read_again.has_room(file));
    let held: Option<Vec<Edit>> = edits.iter().map(|edit| embedded::held(source, edit)).collect();
    match (format, held) {
        (Some(format), Some(held)) => (apply(file, &held), format, exchange.number),
        (None, _) | (_, None) => alone(),
    }
}

fn host(exchange: &Exchange) -> &str {
    exchange.request.url.host.as_written()
}

/// The edited call without the text around it.
fn part(source: &Source, span: Span, edits: &[Edit]) -> String {
    let inside: Vec<Edit> = edits
        .iter()
        .filter(|edit| span.contains(edit.span))
        .map(|edit| Edit {
            span: Span::new(edit.span.start - span.start, edit.span.end - span.start),
            text: edit.text.clone(),
        })
        .collect();
    apply(source.slice(span), &inside)
}

/// The fix as it may be shown: in the writing of its author where nothing of unknown meaning
/// stands in the call, else as a tidy command; not at all if a secret were repeated.
fn shown(
    (exchange, verdict): (&Exchange, &Verdict),
    edits: Option<Vec<Edit>>,
    secrets: &[Secret],
) -> Option<ShownFix> {
    let concealed = &concealed(secrets);
    let changes = &verdict.changes;
    let own = edits.is_some() && is_plain(exchange, secrets);
    let in_its_format = |changes: &[Change]| {
        let written = own.then(|| input::corrected(exchange, changes, concealed)).flatten();
        written.filter(|text| !repeats(text, exchange, secrets))
    };
    let (corrected, before) = match in_its_format(changes) {
        Some(corrected) => (corrected, in_its_format(&[])),
        None => (as_curl(exchange, changes, concealed), None),
    };
    if repeats(&corrected, exchange, secrets) {
        return None;
    }
    let edits = edits.unwrap_or_default();
    if edits.iter().any(|edit| repeats(&edit.text, exchange, secrets)) {
        return None;
    }
    let placed = edits.into_iter().map(|edit| {
        let (start, end) = places(exchange, edit.span);
        PlacedEdit { start, end, text: embedded::with_margin(&exchange.source, &edit) }
    });
    let variables = variables(&corrected, concealed, changes);
    Some(ShownFix { safety: verdict.safety, edits: placed.collect(), corrected, before, variables })
}

/// Whether a secret of the call stands in the text. Short ones, and words, are found by chance.
fn repeats(text: &str, exchange: &Exchange, secrets: &[Secret]) -> bool {
    let mut recorded = secrets.iter().map(|secret| exchange.source.slice(secret.span));
    recorded.any(|secret| {
        secret.len() >= 8 && mask::identifier(secret).is_none() && text.contains(secret)
    })
}

fn as_curl(exchange: &Exchange, changes: &[Change], concealed: &[Concealed]) -> String {
    let named = exchange.request.headers.iter().map(|header| header.name.as_written().trim());
    let noise = named.filter(|name| is_noise(name)).map(|name| Change::DropHeader(name.to_owned()));
    let changes: Vec<Change> = changes.iter().cloned().chain(noise).collect();
    input::as_curl(exchange, &changes, concealed)
}

/// The shell variables that stand for secrets in the corrected command, in order of appearance.
fn variables(corrected: &str, concealed: &[Concealed], changes: &[Change]) -> Vec<String> {
    let asked = changes.iter().filter_map(|change| match change {
        Change::SetHeader(_, Filling::Variable { name, .. })
        | Change::SetHost(Filling::Variable { name, .. }) => Some(name.as_str()),
        Change::SetHeader(..)
        | Change::SetHost(_)
        | Change::SetScheme(_)
        | Change::SetPath(_)
        | Change::SetMethod(_)
        | Change::DropHeader(_)
        | Change::RenameHeader { .. }
        | Change::Query(_)
        | Change::Body(_)
        | Change::Repair(_) => None,
    });
    let mut names: Vec<(usize, &str)> = concealed
        .iter()
        .map(|secret| secret.variable.as_str())
        .chain(asked)
        .filter_map(|name| corrected.find(name).map(|at| (at, name)))
        .collect();
    names.sort_unstable();
    names.dedup_by(|a, b| a.1 == b.1);
    names.into_iter().map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use crate::facts::Settings;
    use crate::facts::catalog::Catalog;
    use crate::finding::Report;
    use crate::lint::{Linter, Pass, Policy};
    use crate::rules::RuleSet;

    use super::*;

    /// A call whose fix is in its own text.
    const WRONG: &str = "curl https://api.frontegg.com/identity/resources/users/v1 \
                         -H 'Authorization: bearer: $T'\n";

    /// The report of a script, and how many bytes of it were read again.
    fn judged(text: &str) -> (Report, usize) {
        let linter = Linter {
            catalog: Catalog::built_in(),
            rules: RuleSet::built_in(),
            settings: Settings::default(),
            policy: Policy::default(),
        };
        let options = Options { format: Some(Format::Shell), ..Options::of(Origin::Written) };
        let mut pass = Pass::new("calls.sh", Judge::new("calls.sh", &linter, None));
        input::read("calls.sh", Box::new(text.as_bytes()), &options, &mut |item| {
            if let Item::Exchange(exchange) = item {
                pass.exchange(*exchange);
            }
        });
        let read_again = pass.judge.read_again.0.get();
        (pass.finish(), read_again)
    }

    #[test]
    fn a_small_text_is_read_again_whole_for_every_finding() {
        let text = WRONG.repeat(3);
        let (report, read_again) = judged(&text);
        assert!(report.findings.iter().all(|finding| finding.fix.is_some()));
        let around = WRONG.len() / 2;
        let whole = text.len() * report.findings.len();
        assert!(report.findings.len() >= 3 && read_again.abs_diff(whole) < around * 3);
    }

    #[test]
    fn what_is_read_again_of_many_wrong_calls_grows_with_the_text_and_not_with_its_square() {
        let text = WRONG.repeat(300);
        let (report, read_again) = judged(&text);
        let whole = text.len() * report.findings.len();
        assert!(report.findings.len() >= 300 && whole > 5 * MOST_READ_AGAIN);
        assert!(read_again <= MOST_READ_AGAIN + 4 * text.len(), "{read_again} bytes");
    }

    #[test]
    fn calls_without_the_text_around_them_are_found_and_corrected_alike() {
        let (few, _) = judged(WRONG);
        let (many, _) = judged(&WRONG.repeat(300));
        let said = |report: &Report| {
            let last = report.findings.last().expect("the call is wrong");
            (last.rule.clone(), last.folds.clone(), last.fix.as_ref().map(|f| f.corrected.clone()))
        };
        assert!(said(&few).2.is_some());
        assert_eq!(said(&few), said(&many));
    }
}
