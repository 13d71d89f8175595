//! How often each rule found something, the worst first.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

use super::Run;
use crate::finding::{Finding, Report, Severity};
use crate::mask;

/// What one rule found in a whole run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<'a> {
    pub rule: &'a str,
    pub topic: &'a str,
    pub severity: Severity,
    pub findings: usize,
    /// Files in which it found something.
    pub files: usize,
}

/// A table for people: a line a rule, the worst first, then the most frequent.
pub fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let tallies = tallies(run.reports);
    let longest = tallies.iter().map(|one| one.rule.chars().count()).max().unwrap_or_default();
    if !tallies.is_empty() {
        writeln!(out, "{:<8} {:<longest$} {:>8} {:>6}", "severity", "rule", "findings", "files")?;
    }
    for one in &tallies {
        let (word, rule) = (one.severity.word(), mask::visible(one.rule));
        writeln!(out, "{word:<8} {rule:<longest$} {:>8} {:>6}", one.findings, one.files)?;
    }
    let findings: usize = tallies.iter().map(|one| one.findings).sum();
    let files = run.reports.iter().filter(|one| !one.findings.is_empty()).count();
    writeln!(out, "{:<8} {:<longest$} {findings:>8} {files:>6}", "total", "")
}

/// Every rule that found something, the worst first, then the most frequent, then by name.
pub fn tallies<'a>(reports: &[&'a Report]) -> Vec<Tally<'a>> {
    let mut tallies: BTreeMap<&str, Tally<'a>> = BTreeMap::new();
    for report in reports {
        let mut here: BTreeMap<&str, Vec<&'a Finding>> = BTreeMap::new();
        for finding in &report.findings {
            here.entry(&finding.rule).or_default().push(finding);
        }
        for (rule, found) in here {
            let Some(first) = found.first() else { continue };
            let (topic, severity) = (first.topic.as_str(), first.severity);
            let new = || Tally { rule, topic, severity, findings: 0, files: 0 };
            let tally = tallies.entry(rule).or_insert_with(new);
            tally.findings += found.len();
            tally.files += 1;
            let worst = found.iter().map(|one| one.severity).max();
            tally.severity = tally.severity.max(worst.unwrap_or(Severity::Info));
        }
    }
    let mut tallies: Vec<Tally<'_>> = tallies.into_values().collect();
    tallies.sort_by_key(|one| Reverse((one.severity, one.findings)));
    tallies
}
