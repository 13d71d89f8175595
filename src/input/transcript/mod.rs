//! What a terminal or a log shows of calls: the lines of `curl -v`, commands and their answers.

use std::sync::Arc;

use crate::exchange::{Exchange, Format};
use crate::input::embedded::Parts;
use crate::input::{Item, Options, shell};
use crate::source::{Problem, Source, Span};

mod lines;
mod prefix;
mod recorded;

use lines::Segment;
use prefix::Log;

/// A text with request or status lines as curl marks them, or a log with commands in it.
pub(super) fn is(_name: &str, text: &str) -> bool {
    if memchr::memmem::find(text.as_bytes(), b"HTTP/").is_none() && !text.contains("curl") {
        return false;
    }
    if text.lines().any(lines::is_wire) {
        return true;
    }
    prefix::of(text).is_some_and(|shape| {
        text.lines().any(|line| {
            let rest = &line[shape.length(line).unwrap_or(0)..];
            let colour = prefix::uncoloured(rest).into_iter().find(|piece| !piece.is_empty());
            let rest = &rest[colour.map_or(0, |piece| piece.start)..];
            lines::is_wire(rest) || lines::command(rest).is_some()
        })
    })
}

/// Reads the requests that were recorded, and the commands of which no request is shown.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let log = Log::of(source);
    let text = log.source.text();
    let segments = lines::segments(text);
    let commands: Vec<Span> = segments
        .iter()
        .filter_map(|segment| match segment {
            Segment::Commands(span) => Some(*span),
            Segment::Recorded(_) => None,
        })
        .collect();
    let (mut written, problems) = written(&log.source, &commands, options);
    for call in &mut written {
        recorded::date(call, &log);
    }
    let mut shown = vec![false; written.len()];
    let mut calls = Vec::new();
    let mut before = 0..0;
    for segment in &segments {
        match segment {
            Segment::Commands(span) => before = inside(&written, *span),
            Segment::Recorded(wire) => {
                let (call, of) = recorded::call(&log, wire, &written[before.clone()], options);
                calls.push(call);
                // What was sent is known better from the wire than from the command.
                if let Some(nth) = of {
                    shown[before.start + nth] = true;
                }
            }
        }
    }
    hand_out((written, shown), (calls, problems), &log.source, visit);
}

fn hand_out(
    (written, shown): (Vec<Exchange>, Vec<bool>),
    (calls, problems): (Vec<Exchange>, Vec<Problem>),
    source: &Arc<Source>,
    visit: &mut dyn FnMut(Item),
) {
    let mut parts = Parts::default();
    parts.read(|visit| problems.into_iter().for_each(|problem| visit(Item::Problem(problem))));
    parts.read(|visit| calls.into_iter().for_each(|call| visit(Item::Exchange(Box::new(call)))));
    let covered = shown.contains(&true);
    parts.read(|visit| {
        for (mut call, _) in written.into_iter().zip(shown).filter(|(_, shown)| !shown) {
            // An answer that was recorded is no longer of the number the command had.
            if covered {
                call.echoes.clear();
            }
            visit(Item::Exchange(Box::new(call)));
        }
    });
    if parts.is_empty() {
        let message = "no request in this log: neither `> GET …` lines nor a curl command";
        let place = Some(source.place(0));
        parts.read(|visit| visit(Item::Problem(Problem::lost(place, message))));
    }
    parts.hand_out(visit);
}

/// The calls of the commands, in order.
fn written(
    source: &Arc<Source>,
    commands: &[Span],
    options: &Options<'_>,
) -> (Vec<Exchange>, Vec<Problem>) {
    let (mut calls, mut problems) = (Vec::new(), Vec::new());
    shell::read_parts(source, commands, options, &mut |item| match item {
        Item::Exchange(call) if call.format == Format::Shell => calls.push(*call),
        Item::Problem(problem) => problems.push(problem),
        Item::Exchange(_) | Item::Recorder(_) => {}
    });
    (calls, problems)
}

/// Which calls stand inside a span.
fn inside(calls: &[Exchange], span: Span) -> std::ops::Range<usize> {
    let start = calls.partition_point(|call| call.span.start < span.start);
    let count = calls[start..].iter().take_while(|call| call.span.start < span.end).count();
    start..start + count
}
