//! The report for programs: JSON, version 1.
//!
//! Serialised through types of its own, so that the inside may change and the format does not.

use std::borrow::Borrow;
use std::io;

use serde::{Serialize, Serializer};

use super::recording::RecordingV1;
use crate::finding::{Finding, Report, Severity};

mod parts;

pub(super) use parts::{DiagnosisV1, FindingV1, ProblemV1, UndecidedV1, problems};

/// What the documents look like, for those who read them.
pub const SCHEMA: &str = include_str!("../json.schema.json");

/// Writes all reports as one document. `exit` is the code that the command ends with.
pub fn write(reports: &[impl Borrow<Report>], exit: u8, out: &mut dyn io::Write) -> io::Result<()> {
    let mut ordered: Vec<&Report> = reports.iter().map(Borrow::borrow).collect();
    ordered.sort_by(|a, b| a.file.cmp(&b.file));
    serde_json::to_writer_pretty(&mut *out, &Document::of(&ordered, exit))?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    tool: Tool,
    /// There may be thousands: each is put into its form when it is written.
    #[serde(serialize_with = "one_by_one")]
    findings: Vec<&'a Finding>,
    diagnoses: Vec<DiagnosisV1<'a>>,
    undecided: Vec<UndecidedV1<'a>>,
    problems: Vec<ProblemV1<'a>>,
    recordings: Vec<RecordingV1<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    pub(super) const THIS: Self =
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

#[derive(Serialize)]
pub(super) struct Summary {
    files: usize,
    exchanges: usize,
    frontegg: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    undecided: usize,
    more: usize,
    ignored: usize,
    baseline: usize,
    exit: u8,
}

impl<'a> Document<'a> {
    fn of(reports: &[&'a Report], exit: u8) -> Self {
        Self {
            version: 1,
            tool: Tool::THIS,
            findings: by_exchange(reports, |report| &report.findings, |finding| finding.exchange)
                .collect(),
            diagnoses: by_exchange(reports, |report| &report.diagnoses, |one| one.exchange)
                .map(DiagnosisV1::of)
                .collect(),
            undecided: by_exchange(reports, |report| &report.undecided, |one| one.exchange)
                .map(UndecidedV1::of)
                .collect(),
            problems: reports.iter().flat_map(|report| problems(report)).collect(),
            recordings: reports.iter().filter_map(|report| RecordingV1::of(report)).collect(),
            summary: Summary::of(reports, exit),
        }
    }
}

fn one_by_one<S: Serializer>(findings: &[&Finding], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(findings.iter().map(|finding| FindingV1::of(finding)))
}

/// Of each file in turn, by exchange, and otherwise in the order given.
pub(super) fn by_exchange<'a, T: 'a>(
    reports: &[&'a Report],
    list: impl Fn(&'a Report) -> &'a Vec<T>,
    exchange: impl Fn(&T) -> usize,
) -> impl Iterator<Item = &'a T> {
    let mut all = Vec::new();
    for report in reports {
        let mut items: Vec<&T> = list(report).iter().collect();
        items.sort_by_key(|item| exchange(item));
        all.extend(items);
    }
    all.into_iter()
}

/// Where a rule's page is.
pub fn docs(topic: &str, rule: &str) -> String {
    const BLOB: &str =
        concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules");
    format!("{BLOB}/{topic}/{rule}.md")
}

impl Summary {
    pub(super) fn of(reports: &[&Report], exit: u8) -> Self {
        let sum = |count: fn(&Report) -> usize| reports.iter().map(|report| count(report)).sum();
        let of = |severity| {
            let all = reports.iter().flat_map(|report| &report.findings);
            all.filter(|finding| finding.severity == severity).count()
        };
        Self {
            files: reports.len(),
            exchanges: sum(|report| report.exchanges),
            frontegg: sum(|report| report.frontegg),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            undecided: sum(|report| report.undecided.len()),
            more: sum(|report| report.more),
            ignored: sum(|report| report.hidden.ignored),
            baseline: sum(|report| report.hidden.baseline),
            exit,
        }
    }
}
