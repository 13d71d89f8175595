//! The report for programs: JSON, version 1.
//!
//! Serialised through types of its own, so that the inside may change and the format does not.

use std::borrow::Borrow;
use std::io;

use serde::{Serialize, Serializer};

use crate::finding::{
    Cause, Diagnosis, Finding, PlacedMark, Report, Severity, ShownFix, Undecided,
};
use crate::source::{self, ProblemKind};

use super::recording::RecordingV1;

/// What the documents look like, for those who read them.
pub const SCHEMA: &str = include_str!("json.schema.json");

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
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct FindingV1<'a> {
    rule: &'a str,
    severity: &'static str,
    claims: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    docs: String,
    file: &'a str,
    start: Place,
    end: Place,
    exchange: usize,
    request: RequestV1<'a>,
    pointer: Option<&'a str>,
    marks: Vec<MarkV1<'a>>,
    explains: Option<ExplainsV1<'a>>,
    folds: &'a [String],
    fix: Option<FixV1<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Place {
    line: u64,
    column: u64,
    byte: u64,
}

#[derive(Serialize)]
struct RequestV1<'a> {
    method: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct MarkV1<'a> {
    start: Place,
    end: Place,
    label: &'a str,
    primary: bool,
}

#[derive(Serialize)]
struct ExplainsV1<'a> {
    error: &'a str,
    strength: &'static str,
}

#[derive(Serialize)]
struct FixV1<'a> {
    safety: &'static str,
    edits: Vec<EditV1<'a>>,
    corrected: &'a str,
}

#[derive(Serialize)]
struct EditV1<'a> {
    start: Place,
    end: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct DiagnosisV1<'a> {
    file: &'a str,
    exchange: usize,
    error: &'a str,
    status: Option<u16>,
    confirmed: Vec<ConfirmedV1<'a>>,
    excluded: Vec<ExcludedV1<'a>>,
    open: Vec<OpenV1<'a>>,
}

#[derive(Serialize)]
struct ConfirmedV1<'a> {
    rule: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct ExcludedV1<'a> {
    cause: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct OpenV1<'a> {
    cause: &'a str,
    settle: &'a str,
}

#[derive(Serialize)]
struct UndecidedV1<'a> {
    rule: &'a str,
    file: &'a str,
    exchange: usize,
    needs: Vec<NeedV1<'a>>,
}

#[derive(Serialize)]
struct NeedV1<'a> {
    fact: &'a str,
    why: &'static str,
}

#[derive(Serialize)]
struct ProblemV1<'a> {
    kind: &'static str,
    file: &'a str,
    line: Option<u64>,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    exchanges: usize,
    frontegg: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    undecided: usize,
    more: usize,
    exit: u8,
}

impl<'a> Document<'a> {
    fn of(reports: &[&'a Report], exit: u8) -> Self {
        Self {
            version: 1,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
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
fn by_exchange<'a, T: 'a>(
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

impl<'a> FindingV1<'a> {
    fn of(finding: &'a Finding) -> Self {
        let primary = finding.marks.first();
        Self {
            rule: &finding.rule,
            severity: finding.severity.word(),
            claims: finding.claims.word(),
            message: &finding.message,
            help: finding.help.as_deref(),
            docs: docs(&finding.topic, &finding.rule),
            file: &finding.file,
            start: primary.map_or(source::Place::START, |mark| mark.start).into(),
            end: primary.map_or(source::Place::START, |mark| mark.end).into(),
            exchange: finding.exchange,
            request: RequestV1 { method: &finding.request.method, url: &finding.request.url },
            pointer: finding.pointer.as_deref(),
            marks: finding.marks.iter().enumerate().map(MarkV1::of).collect(),
            explains: finding.explains.as_ref().map(|explains| ExplainsV1 {
                error: &explains.error,
                strength: explains.strength.word(),
            }),
            folds: &finding.folds,
            fix: finding.fix.as_ref().map(FixV1::of),
            fingerprint: &finding.fingerprint,
        }
    }
}

/// Where a rule's page is.
pub fn docs(topic: &str, rule: &str) -> String {
    const BLOB: &str =
        concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules");
    format!("{BLOB}/{topic}/{rule}.md")
}

impl<'a> MarkV1<'a> {
    fn of((number, mark): (usize, &'a PlacedMark)) -> Self {
        let (start, end) = (mark.start.into(), mark.end.into());
        Self { start, end, label: &mark.label, primary: number == 0 }
    }
}

impl<'a> FixV1<'a> {
    fn of(fix: &'a ShownFix) -> Self {
        let edit = |edit: &'a crate::finding::PlacedEdit| EditV1 {
            start: edit.start.into(),
            end: edit.end.into(),
            text: &edit.text,
        };
        Self {
            safety: fix.safety.word(),
            edits: fix.edits.iter().map(edit).collect(),
            corrected: &fix.corrected,
        }
    }
}

impl<'a> DiagnosisV1<'a> {
    fn of(diagnosis: &'a Diagnosis) -> Self {
        let excluded = |cause: &'a Cause| ExcludedV1 { cause: &cause.id, why: &cause.why };
        let open = |cause: &'a Cause| OpenV1 { cause: &cause.id, settle: &cause.why };
        let confirmed = |cause: &'a Cause| ConfirmedV1 { rule: &cause.id, why: &cause.why };
        Self {
            file: &diagnosis.file,
            exchange: diagnosis.exchange,
            error: &diagnosis.error,
            status: diagnosis.status,
            confirmed: diagnosis.confirmed.iter().map(confirmed).collect(),
            excluded: diagnosis.excluded.iter().map(excluded).collect(),
            open: diagnosis.open.iter().map(open).collect(),
        }
    }
}

impl<'a> UndecidedV1<'a> {
    fn of(undecided: &'a Undecided) -> Self {
        let needs = undecided.needs.iter();
        Self {
            rule: &undecided.rule,
            file: &undecided.file,
            exchange: undecided.exchange,
            needs: needs.map(|need| NeedV1 { fact: &need.fact, why: need.why.word() }).collect(),
        }
    }
}

fn problems(report: &Report) -> impl Iterator<Item = ProblemV1<'_>> {
    report.problems.iter().map(|problem| ProblemV1 {
        kind: match problem.kind {
            ProblemKind::Lost => "lost",
            ProblemKind::Skipped => "skipped",
        },
        file: &report.file,
        line: problem.place.map(|place| place.line),
        message: &problem.message,
    })
}

impl Summary {
    fn of(reports: &[&Report], exit: u8) -> Self {
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
            exit,
        }
    }
}

impl From<source::Place> for Place {
    fn from(place: source::Place) -> Self {
        Self { line: place.line, column: place.column, byte: place.byte }
    }
}
