//! What could not be read or decided, and what it all comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::paint::{Paint, Tone};
use super::wrap::words;
use super::{Detail, Human, Style, line};
use crate::finding::{Report, Undecided};
use crate::report::sum::Sum;
use crate::report::words::lacks;
use crate::source::ProblemKind;
use crate::truth::Why;

/// Text that may be no request is worth a line only to those who asked for all.
pub(super) fn problems(report: &Report, human: &Human) -> String {
    let paint = Paint::of(human.colour);
    let mut text = String::new();
    for problem in &report.problems {
        let (word, tone) = match (problem.kind, human.detail) {
            (ProblemKind::Lost, _) => ("not read", Tone::Bad),
            (ProblemKind::Skipped, Detail::Quiet) => continue,
            (ProblemKind::Skipped, Detail::Normal | Detail::Verbose) => ("skipped", Tone::Faint),
        };
        let place = problem.place.map_or(String::new(), |at| match human.style {
            Style::Drawn => format!(":{}:{}", at.line, at.column),
            Style::Plain => format!(", line {}, column {}", at.line, at.column),
        });
        let _ = writeln!(
            text,
            "{}: {}{place}: {}",
            paint.dress(tone, word),
            line(&report.file),
            line(&problem.message)
        );
    }
    text
}

/// One line for all rules that could not be decided, or one each.
///
/// A call with a finding or a diagnosis has something better to look at, so it is left out of the
/// one line; and what a diagnosis calls open is never said again.
pub(super) fn undecided(reports: &[&Report], human: &Human) -> String {
    let mut said = String::new();
    let mut all: Vec<&Undecided> = Vec::new();
    for report in reports {
        match human.detail {
            Detail::Quiet => {}
            Detail::Normal => all.extend(report.undecided.iter().filter(|one| {
                report.findings.iter().all(|finding| finding.exchange != one.exchange)
                    && report.diagnoses.iter().all(|known| known.exchange != one.exchange)
            })),
            Detail::Verbose => {
                let fresh = report.undecided.iter().filter(|one| !is_open(report, one));
                fresh.for_each(|one| cannot_tell(&in_full(one), human, &mut said));
            }
        }
    }
    if !all.is_empty() {
        cannot_tell(&in_one_line(&all), human, &mut said);
    }
    said
}

/// Whether a diagnosis of the same call has said it.
fn is_open(report: &Report, one: &Undecided) -> bool {
    let mut same = report.diagnoses.iter().filter(|known| known.exchange == one.exchange);
    same.any(|known| known.open.iter().any(|cause| cause.id == one.rule))
}

fn cannot_tell(said: &str, human: &Human, text: &mut String) {
    const HEAD: &str = "cannot tell";
    let said = &match human.style {
        Style::Drawn => said.to_owned(),
        Style::Plain => said.replace(" → ", "; to settle it: "),
    };
    let lines = words(&line(said), human.columns().saturating_sub(HEAD.len() + 2));
    let head = Paint::of(human.colour).dress(Tone::Doubtful, HEAD);
    for (number, words) in lines.iter().enumerate() {
        let _ = match number {
            0 => writeln!(text, "{head}: {words}"),
            _ => writeln!(text, "             {words}"),
        };
    }
}

fn in_one_line(all: &[&Undecided]) -> String {
    let rules: BTreeSet<&str> = all.iter().map(|one| one.rule.as_str()).collect();
    let mut needs: BTreeMap<&str, Why> = BTreeMap::new();
    for need in all.iter().flat_map(|one| &one.needs) {
        needs.entry(&need.fact).or_insert(need.why);
    }
    let settle: BTreeSet<&str> = all.iter().filter_map(|one| one.settle.as_deref()).collect();
    let mut shown: Vec<String> =
        needs.iter().take(3).map(|(fact, why)| format!("{fact} ({})", lacks(*why))).collect();
    if needs.len() > shown.len() {
        shown.push(format!("{} more", needs.len() - shown.len()));
    }
    let needs = either(&shown);
    match (rules.len(), settle.first()) {
        (1, Some(settle)) => format!("1 rule needs {needs} → {settle}"),
        (1, None) => format!("1 rule needs {needs}"),
        (number, Some(one)) if settle.len() == 1 => {
            format!("{number} rules need {needs} → {one}")
        }
        (number, _) => format!("{number} rules need {needs} (-v says which)"),
    }
}

/// `a`, `a or b`, `a, b or c`.
fn either(items: &[String]) -> String {
    match items {
        [first @ .., before, last] if !first.is_empty() => {
            format!("{}, {before} or {last}", first.join(", "))
        }
        few => few.join(" or "),
    }
}

fn in_full(one: &Undecided) -> String {
    let needs: Vec<String> =
        one.needs.iter().map(|need| format!("{} ({})", need.fact, lacks(need.why))).collect();
    let settle = one.settle.as_ref().map_or(String::new(), |settle| format!(" → {settle}"));
    format!(
        "{}, call {}: {} needs {}{settle}",
        one.file,
        one.exchange,
        one.rule,
        needs.join(" and ")
    )
}

/// The last line.
pub(super) fn tally(reports: &[&Report], human: &Human) -> String {
    let sum = Sum::of(reports);
    let hidden = sum.hidden().map_or(String::new(), |hidden| format!("; {hidden}"));
    if sum.found() > 0 {
        let more = match sum.more {
            0 => String::new(),
            more => format!(" ({more} more not shown)"),
        };
        return format!("{}{more}{hidden}\n", sum.sentence());
    }
    match human.detail {
        Detail::Quiet => String::new(),
        // That nothing was found in what could not be read goes without saying.
        Detail::Normal | Detail::Verbose if sum.exchanges == 0 && sum.lost > 0 => String::new(),
        Detail::Normal | Detail::Verbose if sum.diagnoses > 0 => {
            format!("{}; the answer is explained above{hidden}\n", sum.sentence())
        }
        Detail::Normal | Detail::Verbose => format!("{}{hidden}\n", sum.sentence()),
    }
}
