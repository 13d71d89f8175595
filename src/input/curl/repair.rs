//! What an accident of writing did to a command is put right in the user's own text.

use std::sync::Arc;

use crate::exchange::{AccidentKind, Exchange};
use crate::fix::{self, Change, Edit};
use crate::input::Concealed;
use crate::source::{Source, Span};

/// The accidents to repair; `None` where a change is of another kind.
pub(super) fn kinds(changes: &[Change]) -> Option<Vec<AccidentKind>> {
    let kinds = changes.iter().map(|change| match change {
        Change::Repair(kind) => Some(*kind),
        Change::SetScheme(_)
        | Change::SetHost(_)
        | Change::SetPath(_)
        | Change::SetMethod(_)
        | Change::SetHeader(..)
        | Change::DropHeader(_)
        | Change::RenameHeader { .. }
        | Change::Query(_)
        | Change::Body(_) => None,
    });
    let kinds: Option<Vec<AccidentKind>> = kinds.collect();
    kinds.filter(|kinds| !kinds.is_empty())
}

/// The edits that repair all accidents of these kinds. `None` where one cannot be repaired.
pub(super) fn edits(exchange: &Exchange, kinds: &[AccidentKind]) -> Option<Vec<Edit>> {
    let accidents = exchange.accidents.iter().filter(|one| kinds.contains(&one.kind));
    let mut edits: Vec<Edit> = accidents
        .flat_map(|accident| &accident.repair)
        .map(|repair| Edit { span: repair.span, text: repair.text.clone() })
        .collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits.dedup();
    let apart = edits.windows(2).all(|two| two[0].span.end <= two[1].span.start);
    (apart && !edits.is_empty()).then_some(edits)
}

/// The repaired command as a text of its own, and where its secrets stand there.
pub(super) fn mended(
    exchange: &Exchange,
    kinds: &[AccidentKind],
    concealed: &[Concealed],
) -> Option<(Exchange, Vec<Concealed>)> {
    let span = exchange.span;
    let mut edits = edits(exchange, kinds)?;
    for edit in &mut edits {
        if !span.contains(edit.span) {
            return None;
        }
        edit.span = Span::new(edit.span.start - span.start, edit.span.end - span.start);
    }
    let text = fix::apply(exchange.source.slice(span), &edits);
    let moved = concealed.iter().filter(|secret| span.contains(secret.span)).map(|secret| {
        let (start, end) = (secret.span.start - span.start, secret.span.end - span.start);
        let start = moved(&edits, start, |edit| edit.span.end <= start);
        let end = moved(&edits, end, |edit| edit.span.start < end);
        Concealed { span: Span::new(start, end.max(start)), variable: secret.variable.clone() }
    });
    let whole = Span::new(0, text.len());
    let source = Arc::new(Source::new(Arc::clone(exchange.source.name()), text));
    let moved = moved.collect();
    let accidents = Vec::new();
    Some((Exchange { source, span: whole, accidents, ..exchange.clone() }, moved))
}

/// Where a place lies once the edits before it are done.
fn moved(edits: &[Edit], place: usize, is_before: impl Fn(&Edit) -> bool) -> usize {
    let before = edits.iter().filter(|edit| is_before(edit));
    let (more, less) = before
        .map(|edit| (edit.text.len(), edit.span.len()))
        .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (place + more).saturating_sub(less)
}
