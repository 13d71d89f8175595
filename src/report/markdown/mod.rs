//! A page for the summary of a GitHub job. Nothing recorded in it is a link, HTML or a mention.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use super::found::Found;
use super::words::count;
use super::{Card, Run};
use crate::finding::Severity;

mod cause;
mod diagnosis;
mod escape;
mod page;

use escape::{code, inline};
use page::Page;

/// More problems, and diagnoses, are counted and not told.
const MOST: usize = 50;

pub(super) fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let causes = causes(run);
    let mut page = Page::default();
    page.add(&headline(run));
    problems(run, &mut page);
    table(&causes, &mut page);
    for cause in &causes {
        cause::write(cause, &mut page);
    }
    diagnosis::write(run, &mut page);
    out.write_all(page.done().as_bytes())
}

/// A rule and all that it found.
struct Cause<'a> {
    rule: &'a str,
    severity: Severity,
    card: Option<Card>,
    found: Vec<Found<'a>>,
}

impl Cause<'_> {
    /// What all its findings say, or what stands for that.
    fn title(&self) -> String {
        let mut messages = self.found.iter().map(|found| found.finding.message.as_str());
        let first = messages.next().unwrap_or_default();
        let said = if messages.all(|other| other == first) { None } else { self.card.as_ref() };
        inline(said.map_or(first, |card| &card.title))
    }

    /// The rule, linked to its page.
    fn name(&self) -> String {
        let name = code(self.rule);
        match &self.card {
            Some(card) => format!("[{name}]({})", super::json::docs(&card.topic, self.rule)),
            None => name,
        }
    }
}

/// The worst first, then the most frequent.
fn causes<'a>(run: &Run<'a>) -> Vec<Cause<'a>> {
    let mut causes: Vec<Cause<'a>> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for found in run.worst_first() {
        let (rule, severity) = (found.finding.rule.as_str(), found.finding.severity);
        let place = *at.entry(rule).or_insert(causes.len());
        match causes.get_mut(place) {
            Some(cause) => cause.found.push(found),
            None => {
                causes.push(Cause { rule, severity, card: (run.rules)(rule), found: vec![found] });
            }
        }
    }
    causes.sort_by_key(|cause| Reverse((cause.severity, cause.found.len())));
    causes
}

fn headline(run: &Run<'_>) -> String {
    let sum = |number: fn(&crate::finding::Report) -> usize| {
        run.reports.iter().map(|report| number(report)).sum::<usize>()
    };
    let of = |severity| {
        let all = run.reports.iter().flat_map(|report| &report.findings);
        all.filter(|finding| finding.severity == severity).count()
    };
    let counts =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
    let counts = counts.map(|(severity, word)| (of(severity), word));
    let said: Vec<String> =
        counts.iter().filter(|(number, _)| *number > 0).map(|(n, word)| count(*n, word)).collect();
    let said = if said.is_empty() { "no mistakes found".to_owned() } else { said.join(", ") };
    let calls = count(sum(|report| report.frontegg), "call");
    let mut text = format!("## frontegg-lint: {said} in {calls} to Frontegg\n");
    let files = count(run.reports.len(), "file");
    let _ = write!(text, "\n{files} checked; {} (exit code {})\n", inline(run.why), run.exit);
    hidden(
        &mut text,
        [
            (sum(|report| report.more), "more of the same not shown"),
            (sum(|report| report.hidden.ignored), "ignored with a reason"),
            (sum(|report| report.hidden.baseline), "in the baseline"),
            (sum(|report| report.undecided.len()), "undecided"),
        ],
    );
    text
}

/// What is not told, so that nobody takes silence for nothing.
fn hidden(text: &mut String, parts: [(usize, &str); 4]) {
    let parts = parts.iter().filter(|(number, _)| *number > 0);
    let said: Vec<String> = parts.map(|(number, words)| format!("{number} {words}")).collect();
    if !said.is_empty() {
        let _ = write!(text, "\nNot told here: {}\n", said.join(", "));
    }
}

fn problems(run: &Run<'_>, page: &mut Page) {
    let lost = run.lost();
    if lost.is_empty() {
        return;
    }
    page.add("\n### Not read\n\n");
    for lost in lost.iter().take(MOST) {
        let place = lost.problem.place.map_or(String::new(), |at| format!(":{}", at.line));
        let place = code(&format!("{}{place}", lost.report.file));
        page.add(&format!("- {place}: {}\n", inline(&lost.problem.message)));
    }
    more(lost.len().saturating_sub(MOST), page);
}

fn more(number: usize, page: &mut Page) {
    if number > 0 {
        page.add(&format!("- and {number} more\n"));
    }
}

fn table(causes: &[Cause<'_>], page: &mut Page) {
    if causes.is_empty() {
        return;
    }
    page.add("\n| severity | rule | what is wrong | findings | first |\n|---|---|---|--:|---|\n");
    for cause in causes {
        let first = cause.found.first().map(place).unwrap_or_default();
        page.add(&format!(
            "| {} | {} | {} | {} | {first} |\n",
            cause.severity.word(),
            cause.name(),
            cause.title(),
            cause.found.len()
        ));
    }
}

/// `call.sh:1:14`, as code.
fn place(found: &Found<'_>) -> String {
    let at = found.start();
    code(&format!("{}:{}:{}", found.report.file, at.line, at.column))
}
