//! An error answer: what causes it, what does not, and what would settle the rest.

use std::fmt::Write as _;

use super::paint::{Paint, Tone};
use super::{Human, line};
use crate::finding::{Cause, Diagnosis};

/// What was said of the same exchange just before.
#[derive(Clone, Copy)]
pub(super) enum Before {
    Nothing,
    Findings,
}

pub(super) fn diagnosis(diagnosis: &Diagnosis, before: Before, human: &Human) -> String {
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
            let place = format!("  --> {}, call {}", line(&diagnosis.file), diagnosis.exchange);
            let _ = writeln!(text, "{}", paint.dress(Tone::Faint, &place));
        }
    }
    for cause in &diagnosis.confirmed {
        row(&mut text, &paint.dress(Tone::Bad, "confirmed  "), reason(cause));
    }
    if !diagnosis.excluded.is_empty() {
        let excluded: Vec<&str> = diagnosis.excluded.iter().map(reason).collect();
        row(&mut text, &paint.dress(Tone::Good, "ruled out  "), &excluded.join(" · "));
    }
    for cause in &diagnosis.open {
        let settle = if cause.why.is_empty() {
            cause.id.clone()
        } else {
            format!("{} → {}", cause.id, cause.why)
        };
        row(&mut text, &paint.dress(Tone::Doubtful, "cannot tell"), &settle);
    }
    text.push('\n');
    text
}

fn row(text: &mut String, head: &str, words: &str) {
    let _ = writeln!(text, "   {head} {}", line(words));
}

fn reason(cause: &Cause) -> &str {
    if cause.why.is_empty() { &cause.id } else { &cause.why }
}
