//! What could not be read or decided, and what it all comes to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::paint::{Paint, Tone};
use super::{Detail, Human, count, line};
use crate::finding::{Report, Severity, Undecided};
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
        let place = problem.place.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
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
pub(super) fn undecided(reports: &[&Report], human: &Human) -> String {
    let all: Vec<&Undecided> = reports.iter().flat_map(|report| &report.undecided).collect();
    match human.detail {
        Detail::Quiet => String::new(),
        Detail::Normal | Detail::Verbose if all.is_empty() => String::new(),
        Detail::Normal => in_one_line(&all, human),
        Detail::Verbose => all.iter().map(|one| in_full(one, human)).collect(),
    }
}

fn in_one_line(all: &[&Undecided], human: &Human) -> String {
    let rules: BTreeSet<&str> = all.iter().map(|one| one.rule.as_str()).collect();
    let mut needs: BTreeMap<&str, Why> = BTreeMap::new();
    for need in all.iter().flat_map(|one| &one.needs) {
        needs.entry(&need.fact).or_insert(need.why);
    }
    let settle: BTreeSet<&str> = all.iter().filter_map(|one| one.settle.as_deref()).collect();
    let shown: Vec<String> =
        needs.iter().take(3).map(|(fact, why)| format!("{fact} ({})", words(*why))).collect();
    let mut said = match rules.len() {
        1 => format!("1 rule needs {}", shown.join(" or ")),
        number => format!("{number} rules need {}", shown.join(" or ")),
    };
    if needs.len() > shown.len() {
        let _ = write!(said, " or {} more", needs.len() - shown.len());
    }
    if let (Some(settle), 1) = (settle.first(), settle.len()) {
        let _ = write!(said, ": {settle}");
    }
    let head = Paint::of(human.colour).dress(Tone::Doubtful, "cannot tell");
    format!("{head}: {}\n", line(&said))
}

fn in_full(one: &Undecided, human: &Human) -> String {
    let needs: Vec<String> =
        one.needs.iter().map(|need| format!("{} ({})", need.fact, words(need.why))).collect();
    let settle = one.settle.as_ref().map_or(String::new(), |settle| format!(": {settle}"));
    let head = Paint::of(human.colour).dress(Tone::Doubtful, "cannot tell");
    let said = format!(
        "{}, call {}: {} needs {}{settle}",
        one.file,
        one.exchange,
        one.rule,
        needs.join(" and ")
    );
    format!("{head}: {}\n", line(&said))
}

const fn words(why: Why) -> &'static str {
    match why {
        Why::NotRecorded => "not recorded",
        Why::Redacted => "redacted",
        Why::Variable => "a variable",
        Why::Placeholder => "a placeholder",
        Why::Undecodable => "not readable",
        Why::Truncated => "cut off",
        Why::NotConfigured => "not configured",
        Why::Contradicted => "contradicted",
        Why::NotApplicable => "not applicable",
    }
}

/// The last line.
pub(super) fn tally(reports: &[&Report], human: &Human) -> String {
    let findings = reports.iter().flat_map(|report| &report.findings);
    let frontegg: usize = reports.iter().map(|report| report.frontegg).sum();
    let exchanges: usize = reports.iter().map(|report| report.exchanges).sum();
    let more: usize = reports.iter().map(|report| report.more).sum();
    let concerned: BTreeSet<(&str, usize)> =
        findings.clone().map(|finding| (&*finding.file, finding.exchange)).collect();
    let of = |severity: Severity| findings.clone().filter(|one| one.severity == severity).count();
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (of(severity), severity))
        .filter(|(number, _)| *number > 0)
        .map(|(number, severity)| match severity {
            Severity::Error => count(number, "error"),
            Severity::Warning => count(number, "warning"),
            Severity::Info => count(number, "note"),
        })
        .collect();
    if counts.is_empty() {
        return match human.detail {
            Detail::Quiet => String::new(),
            Detail::Normal | Detail::Verbose => nothing(frontegg, exchanges),
        };
    }
    let calls = match frontegg {
        0 | 1 => "1 call".to_owned(),
        all => format!("{} of {all} calls", concerned.len()),
    };
    let said = format!("{} in {calls}", counts.join(", "));
    let more = if more == 0 { String::new() } else { format!(" ({more} more not shown)") };
    format!("{said} to Frontegg{more}\n")
}

fn nothing(frontegg: usize, exchanges: usize) -> String {
    match (frontegg, exchanges) {
        (0, 0) => "no calls found\n".to_owned(),
        (0, read) => format!("none of {} goes to Frontegg\n", count(read, "call")),
        (calls, _) => format!("no mistakes found in {} to Frontegg\n", count(calls, "call")),
    }
}
