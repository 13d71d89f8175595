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
    for (word, causes) in [
        ("confirmed", list(confirmed)),
        ("ruled out", list(diagnosis.excluded.iter())),
        ("cannot tell", list(diagnosis.open.iter())),
    ] {
        if !causes.is_empty() {
            let _ = writeln!(text, "  - {word}: {causes}");
        }
    }
    text
}

fn list<'a>(causes: impl Iterator<Item = &'a Cause>) -> String {
    let one = |cause: &Cause| match cause.why.as_str() {
        "" => inline(&format!("`{}`", cause.id)),
        why => format!("{} ({})", code(&cause.id), inline(why)),
    };
    causes.map(one).collect::<Vec<_>>().join(" · ")
}
