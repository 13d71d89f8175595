//! One page for people: a whole run as HTML that needs nothing but itself.
//!
//! It has no script, and asks for nothing elsewhere: what it links to is opened by who reads it.

mod chart;
mod diagnosis;
mod excerpt;
mod file;
mod finding;
mod markup;
mod overview;
mod recording;
mod rest;
mod room;

use std::collections::BTreeMap;
use std::io;

use super::Run;
use super::statistics::{Tally, tallies};
use super::sum::Sum;
use crate::finding::{Report, Severity};
use markup::Markup;
use room::Room;

/// What the page looks like.
const STYLE: &str = include_str!("page.css");

/// Nothing may be loaded, sent or run: not even by a mistake of ours.
const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
<meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">\n";

/// Writes the page of a run, file by file.
pub fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut reports = run.reports.to_vec();
    reports.sort_by(|a, b| a.file.cmp(&b.file));
    let sum = Sum::of(&reports);
    let tallies = tallies(&reports);
    let mut page = Page {
        markup: Markup::default(),
        room: Room::of(&reports),
        rules: tallies.iter().enumerate().map(|(number, one)| (one.rule, number + 1)).collect(),
    };
    begin(&mut page.markup, &sum);
    overview::header(&mut page, &reports, (run, &sum));
    page.markup.raw("<main id=\"main\">\n");
    overview::tallies(&mut page, (&tallies, &reports));
    for (number, report) in reports.iter().enumerate() {
        file::file(&mut page, (number, report));
        out.write_all(page.markup.take().as_bytes())?;
    }
    rest::clean(&mut page.markup, &reports);
    rest::undecided(&mut page, &reports);
    explained(&mut page, &tallies, run);
    page.markup.raw("</main>\n");
    end(&mut page.markup, run);
    out.write_all(page.markup.take().as_bytes())
}

/// What is being written, and what it must know of the whole.
struct Page<'a> {
    markup: Markup,
    room: Room,
    /// The number of each rule that found something.
    rules: BTreeMap<&'a str, usize>,
}

impl Page<'_> {
    /// The name of a rule, which leads to where it is explained.
    fn rule(&mut self, id: &str) {
        match self.rules.get(id) {
            Some(number) => self.markup.link(&format!("#rule-{number}"), |link| {
                link.leaf("code", "", id);
            }),
            None => self.markup.leaf("code", "", id),
        }
    }
}

fn begin(markup: &mut Markup, sum: &Sum) {
    markup.raw(HEAD);
    markup.leaf("title", "", &format!("frontegg-lint: {}", sum.sentence()));
    markup.raw("<style>\n");
    markup.raw(STYLE);
    markup.raw("</style></head>\n<body>\n<a class=\"skip\" href=\"#main\">to the findings</a>\n");
}

fn end(markup: &mut Markup, run: &Run<'_>) {
    markup.within(("footer", ""), |footer| {
        let version = env!("CARGO_PKG_VERSION");
        footer.leaf("p", "", &format!("written by frontegg-lint {version}"));
        footer.leaf("p", "", &format!("exit code {}", run.exit));
    });
    markup.raw("\n</body></html>\n");
}

/// Each rule once: what it says, why, what to do, and where more stands.
fn explained(page: &mut Page<'_>, tallies: &[Tally<'_>], run: &Run<'_>) {
    if tallies.is_empty() {
        return;
    }
    let markup = &mut page.markup;
    markup.raw("<section aria-labelledby=\"rules\"><h2 id=\"rules\">The rules behind it</h2>\n");
    for (number, one) in tallies.iter().enumerate() {
        let id = format!("rule-{}", number + 1);
        markup.with("details", &[("id", &id), ("class", "rule")], |rule| {
            rule.within(("summary", ""), |summary| {
                summary.leaf("code", "", one.rule);
            });
            if let Some(card) = (run.rules)(one.rule) {
                rule.line("p", "title", &card.title);
                for paragraph in card.why.split("\n\n").filter(|text| !text.trim().is_empty()) {
                    let class = if paragraph.contains("- ") { "list" } else { "" };
                    rule.line("p", class, paragraph.trim());
                }
            }
            let docs = super::json::docs(one.topic, one.rule);
            rule.within(("p", ""), |line| {
                line.with("a", &[("href", &docs), ("rel", "noreferrer")], |link| {
                    link.text("the page of ");
                    link.text(one.rule);
                });
            });
        });
        markup.raw("\n");
    }
    markup.raw("</section>\n");
}

/// What a severity is called, and the class of what has it.
const fn badge(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("error", "badge error"),
        Severity::Warning => ("warning", "badge warning"),
        Severity::Info => ("note", "badge note"),
    }
}

/// Whether there is anything to say of a file.
fn is_worth_a_section(report: &Report) -> bool {
    let said = [report.findings.len(), report.diagnoses.len(), report.problems.len()];
    said.iter().any(|number| *number > 0)
}
