//! An error answer: what causes it, what does not, and what would settle the rest.

use std::fmt::Write as _;

use super::paint::{Paint, Tone};
use super::wrap::wrap;
use super::{Detail, Human, line};
use crate::finding::{Cause, Diagnosis};
use crate::report::alike::calls;

/// What was said of the same exchange just before.
#[derive(Clone, Copy)]
pub(super) enum Before {
    Nothing,
    Findings,
}

/// Where the words of a row begin.
const INDENT: usize = 15;

pub(super) fn diagnosis(
    (diagnosis, again): (&Diagnosis, &[usize]),
    before: Before,
    human: &Human,
) -> String {
    let paint = Paint::of(human.colour);
    let mut text = paint.dress(Tone::Strong, "diagnosis");
    text.push(':');
    if let Some(status) = diagnosis.status {
        let _ = write!(text, " {status}");
    }
    let _ = writeln!(text, " \"{}\"", line(&diagnosis.title));
    match before {
        Before::Findings => {}
        Before::Nothing => {
            let more =
                if again.is_empty() { String::new() } else { format!(", and {}", calls(again)) };
            let place =
                format!("  --> {}, call {}{more}", line(&diagnosis.file), diagnosis.exchange);
            let _ = writeln!(text, "{}", paint.dress(Tone::Faint, &place));
        }
    }
    let mut row = |tone, head: &str, items: &[String], glue: &str| {
        let lines = wrap(items, glue, human.columns().saturating_sub(INDENT));
        for (number, words) in lines.iter().enumerate() {
            let head = if number == 0 { paint.dress(tone, head) } else { " ".repeat(11) };
            let _ = writeln!(text, "   {head} {words}");
        }
    };
    for cause in diagnosis.confirmed.iter().filter(|cause| cause.part_of.is_none()) {
        row(Tone::Bad, "confirmed  ", &[confirmed(cause, &diagnosis.confirmed)], "");
    }
    if !diagnosis.excluded.is_empty() {
        row(Tone::Good, "ruled out  ", &acquitted(&diagnosis.excluded), " · ");
    }
    for said in open(diagnosis, human.detail) {
        let words: Vec<String> = said.split(' ').map(str::to_owned).collect();
        row(Tone::Doubtful, "cannot tell", &words, " ");
    }
    text.push('\n');
    text
}

/// The open causes in rows. Once one is confirmed the others are only named.
fn open(diagnosis: &Diagnosis, detail: Detail) -> Vec<String> {
    let named = !diagnosis.confirmed.is_empty() && detail != Detail::Verbose;
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for cause in &diagnosis.open {
        let settle = if named { "" } else { cause.why.as_str() };
        match rows.iter_mut().find(|(known, _)| *known == settle) {
            Some((_, ids)) => ids.push(line(&cause.id)),
            None => rows.push((settle, vec![line(&cause.id)])),
        }
    }
    let said = |(settle, ids): (&str, Vec<String>)| match settle {
        "" => ids.join(", "),
        settle => format!("{} → {}", ids.join(", "), line(settle)),
    };
    rows.into_iter().map(said).collect()
}

/// Each with what speaks against it.
fn acquitted(causes: &[Cause]) -> Vec<String> {
    let one = |cause: &Cause| match cause.why.as_str() {
        "" => line(&cause.id),
        why => format!("{} ({})", line(&cause.id), line(why)),
    };
    causes.iter().map(one).collect()
}

/// What it is, and what comes of it: a finding folds that, so it is no second cause.
fn confirmed(cause: &Cause, all: &[Cause]) -> String {
    let parts = all.iter().filter(|part| part.part_of.as_ref() == Some(&cause.id));
    let parts: Vec<String> = parts.map(|part| line(&part.id)).collect();
    match parts.as_slice() {
        [] => reason(cause),
        parts => format!("{} (and with it: {})", reason(cause), parts.join(", ")),
    }
}

fn reason(cause: &Cause) -> String {
    line(if cause.why.is_empty() { &cause.id } else { &cause.why })
}
