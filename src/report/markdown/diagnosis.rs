//! Error answers on the page: what causes them, what does not, and what would settle the rest.

use std::fmt::Write as _;

use super::escape::{code, inline};
use super::page::Page;
use super::{MOST, more};
use crate::finding::{Cause, Diagnosis};
use crate::report::Run;

pub(super) fn write(run: &Run<'_>, page: &mut Page) {
    let reports = run.by_file();
    let all: Vec<&Diagnosis> = reports.iter().flat_map(|report| &report.diagnoses).collect();
    if all.is_empty() {
        return;
    }
    page.add("\n### Answers explained\n\n");
    for diagnosis in all.iter().take(MOST) {
        page.add(&one(diagnosis));
    }
    more(all.len().saturating_sub(MOST), page);
}

fn one(diagnosis: &Diagnosis) -> String {
    let status = diagnosis.status.map_or(String::new(), |status| format!("{status} "));
    let call = format!("{}, call {}", code(&diagnosis.file), diagnosis.exchange);
    let mut text = format!("- {call}: {status}“{}”\n", inline(&diagnosis.title));
    let confirmed = diagnosis.confirmed.iter().filter(|cause| cause.part_of.is_none());
    // Once one is confirmed the others are only named.
    let other = if diagnosis.confirmed.is_empty() { reason } else { name };
    for (word, causes) in [
        ("confirmed", list(confirmed, reason)),
        ("ruled out", list(diagnosis.excluded.iter(), other)),
        ("cannot tell", list(diagnosis.open.iter(), other)),
    ] {
        if !causes.is_empty() {
            let _ = writeln!(text, "  - {word}: {causes}");
        }
    }
    text
}

fn list<'a>(causes: impl Iterator<Item = &'a Cause>, shown: fn(&Cause) -> String) -> String {
    causes.map(shown).collect::<Vec<_>>().join(" · ")
}

fn name(cause: &Cause) -> String {
    code(&cause.id)
}

fn reason(cause: &Cause) -> String {
    match cause.why.as_str() {
        "" => name(cause),
        why => format!("{} ({})", name(cause), inline(why)),
    }
}
