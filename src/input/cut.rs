//! A part of a value that gives way to another text, and where it stands in the source.

use std::ops::Range;

use crate::source::{Span, Text};

/// What comes in place of a range of a value, as the service reads it: no format's quotes.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Cut {
    pub(super) fn new(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }
}

/// The bytes that stand for exactly this range of the value. `None` where they stand for more: a
/// variable, a file, an escape that is cut in two.
pub(super) fn exact(value: &Text, range: &Range<usize>) -> Option<Span> {
    if !range.is_empty() {
        let span = value.span_of(range.clone());
        return (value.range_of(span).as_ref() == Some(range)).then_some(span);
    }
    let written = value.as_written();
    let before = written.get(..range.start)?.chars().next_back();
    let behind = written.get(range.start..)?.chars().next();
    let before = before.and_then(|letter| {
        let span = value.span_of(range.start - letter.len_utf8()..range.start);
        (value.range_of(span)?.end == range.start).then_some(span.end)
    });
    let behind = || {
        let span = value.span_of(range.start..range.start + behind?.len_utf8());
        (value.range_of(span)?.start == range.start).then_some(span.start)
    };
    before.or_else(behind).map(Span::at)
}

/// The value with all cuts done; `None` where two of them touch the same letters.
pub(super) fn apply(value: &Text, cuts: &[Cut]) -> Option<Text> {
    let mut ordered: Vec<&Cut> = cuts.iter().collect();
    ordered.sort_by_key(|cut| (cut.range.start, cut.range.end));
    let mut done = Text::default();
    let mut from = 0;
    for cut in ordered {
        if cut.range.start < from {
            return None;
        }
        if from < cut.range.start {
            done.append(&value.slice(from..cut.range.start));
        }
        if !cut.text.is_empty() {
            done.append(&Text::decoded(&cut.text, Span::default()));
        }
        from = cut.range.end;
    }
    if from < value.len() {
        done.append(&value.slice(from..value.len()));
    }
    Some(done)
}
