//! What the documents for programs are made of, version 1.

use serde::Serialize;

use super::docs;
use crate::finding::{
    Cause, Diagnosis, Finding, PlacedEdit, PlacedMark, Report, ShownFix, Undecided,
};
use crate::source::{self, ProblemKind};

#[derive(Serialize)]
pub(in crate::report) struct FindingV1<'a> {
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
pub(in crate::report) struct DiagnosisV1<'a> {
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
pub(in crate::report) struct UndecidedV1<'a> {
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
pub(in crate::report) struct ProblemV1<'a> {
    kind: &'static str,
    file: &'a str,
    line: Option<u64>,
    message: &'a str,
}

impl<'a> FindingV1<'a> {
    pub(in crate::report) fn of(finding: &'a Finding) -> Self {
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

impl<'a> MarkV1<'a> {
    fn of((number, mark): (usize, &'a PlacedMark)) -> Self {
        let (start, end) = (mark.start.into(), mark.end.into());
        Self { start, end, label: &mark.label, primary: number == 0 }
    }
}

impl<'a> FixV1<'a> {
    fn of(fix: &'a ShownFix) -> Self {
        let edit = |edit: &'a PlacedEdit| EditV1 {
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
    pub(in crate::report) fn of(diagnosis: &'a Diagnosis) -> Self {
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
    pub(in crate::report) fn of(undecided: &'a Undecided) -> Self {
        let needs = undecided.needs.iter();
        Self {
            rule: &undecided.rule,
            file: &undecided.file,
            exchange: undecided.exchange,
            needs: needs.map(|need| NeedV1 { fact: &need.fact, why: need.why.word() }).collect(),
        }
    }
}

pub(in crate::report) fn problems(report: &Report) -> impl Iterator<Item = ProblemV1<'_>> {
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

impl From<source::Place> for Place {
    fn from(place: source::Place) -> Self {
        Self { line: place.line, column: place.column, byte: place.byte }
    }
}
