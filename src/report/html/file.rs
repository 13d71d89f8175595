//! All that there is to say of one file.

use std::collections::BTreeMap;

use super::{Page, diagnosis, finding, is_worth_a_section, overview, recording, rest, room};
use crate::finding::{Finding, Report};
use crate::report::alike::Alike;

/// A file, and where on the page its findings stand.
pub(super) struct File<'a> {
    pub(super) report: &'a Report,
    /// Counts from 0.
    pub(super) number: usize,
    /// The first finding of each rule.
    first: BTreeMap<&'a str, usize>,
}

impl File<'_> {
    /// The name of a finding on the page.
    pub(super) fn anchor(&self, finding: usize) -> String {
        format!("f{}-{}", self.number + 1, finding + 1)
    }

    /// A rule, which leads to its first finding in this file.
    pub(super) fn cause(&self, page: &mut Page<'_>, rule: &str) {
        let first = self.first.get(rule).filter(|at| page.room.is_full(self.number, **at));
        match first {
            Some(at) => page.markup.link(&format!("#{}", self.anchor(*at)), |link| {
                link.leaf("code", "", rule);
            }),
            None => page.rule(rule),
        }
    }
}

pub(super) fn file(page: &mut Page<'_>, (number, report): (usize, &Report)) {
    if !is_worth_a_section(report) {
        return;
    }
    let mut first = BTreeMap::new();
    for (at, finding) in report.findings.iter().enumerate() {
        first.entry(finding.rule.as_str()).or_insert(at);
    }
    let file = File { report, number, first };
    let id = format!("file-{}", number + 1);
    page.markup.raw("<section");
    page.markup.attribute("aria-labelledby", &id);
    page.markup.raw(">\n");
    page.markup.with("h2", &[("id", &id), ("class", "file")], |head| head.text(&report.file));
    page.markup.leaf("p", "faint", &overview::short(report));
    page.markup.raw("\n");
    rest::problems(page, report);
    recording::summary(page, &file);
    calls(page, &file);
    page.markup.raw("</section>\n");
}

/// The findings by call, and the answer of each call explained behind them.
fn calls(page: &mut Page<'_>, file: &File<'_>) {
    let report = file.report;
    let alike = Alike::of(report);
    let mut short: Vec<&Finding> = Vec::new();
    let mut left = 0;
    let mut calls: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, finding) in report.findings.iter().enumerate() {
        calls.entry(finding.exchange).or_default().0.push(at);
    }
    for (at, diagnosis) in report.diagnoses.iter().enumerate() {
        calls.entry(diagnosis.exchange).or_default().1.push(at);
    }
    for (findings, diagnoses) in calls.values() {
        for at in findings {
            let finding = &report.findings[*at];
            let Some(again) = alike.finding(finding) else { continue };
            if page.room.is_full(file.number, *at) {
                finding::finding(page, file, (*at, again));
            } else {
                short.push(finding);
            }
        }
        for diagnosis in diagnoses.iter().filter_map(|at| report.diagnoses.get(*at)) {
            let Some(again) = alike.diagnosis(diagnosis) else { continue };
            if room::take(&mut page.room.diagnoses) {
                diagnosis::diagnosis(page, file, (diagnosis, again));
            } else {
                left += 1;
            }
        }
    }
    finding::in_short(page, &short);
    rest::more(&mut page.markup, left, "explained answer");
}
