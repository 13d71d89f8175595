//! The parts of the JSON report, version 1, as one object a line; `type` says what each is.

use std::io;

use serde::Serialize;

use super::Run;
use super::json::{
    DiagnosisV1, FindingV1, ProblemV1, Summary, Tool, UndecidedV1, by_exchange, problems,
};
use super::recording::RecordingV1;
use crate::finding::Report;

/// File by file; the summary is the last line, and a text without one was cut off.
pub(super) fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let reports = run.by_file();
    for report in &reports {
        of_file(report, out)?;
    }
    let summary = Summary::of(&reports, run.exit);
    line(&Line::Summary { version: 1, tool: Tool::THIS, summary }, out)
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Finding(FindingV1<'a>),
    Diagnosis(DiagnosisV1<'a>),
    Undecided(UndecidedV1<'a>),
    Problem(ProblemV1<'a>),
    Recording(RecordingV1<'a>),
    Summary {
        version: u8,
        tool: Tool,
        #[serde(flatten)]
        summary: Summary,
    },
}

fn of_file(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let one = &[report];
    for finding in by_exchange(one, |report| &report.findings, |finding| finding.exchange) {
        line(&Line::Finding(FindingV1::of(finding)), out)?;
    }
    for diagnosis in by_exchange(one, |report| &report.diagnoses, |one| one.exchange) {
        line(&Line::Diagnosis(DiagnosisV1::of(diagnosis)), out)?;
    }
    for undecided in by_exchange(one, |report| &report.undecided, |one| one.exchange) {
        line(&Line::Undecided(UndecidedV1::of(undecided)), out)?;
    }
    for problem in problems(report) {
        line(&Line::Problem(problem), out)?;
    }
    match RecordingV1::of(report) {
        Some(recording) => line(&Line::Recording(recording), out),
        None => Ok(()),
    }
}

fn line(line: &Line<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
