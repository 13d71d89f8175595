//! What a recording comes to, for programs.

use serde::Serialize;

use super::{Failure, Recording, Row, recording};
use crate::finding::Report;

/// More rows are counted and not written.
const MOST_ROWS: usize = 1_000;

/// A recording of several calls, as version 1 of the JSON report has it.
#[derive(Serialize)]
pub(in crate::report) struct RecordingV1<'a> {
    file: &'a str,
    calls: usize,
    lasted_ms: Option<i64>,
    causes: Vec<CauseV1<'a>>,
    first_failure: Option<FailureV1<'a>>,
    timeline: Vec<RowV1<'a>>,
    /// Calls that the timeline leaves out.
    more: usize,
}

#[derive(Serialize)]
struct CauseV1<'a> {
    rule: &'a str,
    severity: &'static str,
    calls: usize,
    first: usize,
}

#[derive(Serialize)]
struct FailureV1<'a> {
    exchange: usize,
    method: &'a str,
    route: &'a str,
    status: Option<u16>,
    rule: Option<&'a str>,
    error: Option<&'a str>,
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct RowV1<'a> {
    exchange: usize,
    last_exchange: usize,
    times: usize,
    offset_ms: Option<i64>,
    method: &'a str,
    route: &'a str,
    status: Option<u16>,
    failed: bool,
    rules: Vec<&'a str>,
}

impl<'a> RecordingV1<'a> {
    /// None for a single call.
    pub(in crate::report) fn of(report: &'a Report) -> Option<Self> {
        let recording = recording(report)?;
        let rows = recording.rows.iter().take(MOST_ROWS);
        let shown: usize = rows.clone().map(|row| row.times).sum();
        Some(Self {
            file: &report.file,
            calls: report.frontegg,
            lasted_ms: recording.lasted,
            causes: causes(&recording),
            first_failure: recording.first_failure.as_ref().map(FailureV1::of),
            timeline: rows.map(RowV1::of).collect(),
            more: report.frontegg.saturating_sub(shown),
        })
    }
}

fn causes<'a>(recording: &Recording<'a>) -> Vec<CauseV1<'a>> {
    let one = |cause: &super::Cause<'a>| CauseV1 {
        rule: cause.rule,
        severity: cause.severity.word(),
        calls: cause.calls,
        first: cause.first,
    };
    recording.causes.iter().map(one).collect()
}

impl<'a> FailureV1<'a> {
    fn of(failure: &Failure<'a>) -> Self {
        let cause = failure.cause();
        Self {
            exchange: failure.call.exchange,
            method: &failure.call.method,
            route: &failure.call.route,
            status: failure.call.status,
            rule: cause.map(|(rule, _)| rule),
            error: failure.diagnosis.map(|diagnosis| diagnosis.error.as_str()),
            why: cause.map(|(_, why)| why),
        }
    }
}

impl<'a> RowV1<'a> {
    fn of(row: &Row<'a>) -> Self {
        Self {
            exchange: row.call.exchange,
            last_exchange: row.last,
            times: row.times,
            offset_ms: row.offset,
            method: &row.call.method,
            route: &row.call.route,
            status: row.call.status,
            failed: row.call.failed,
            rules: row.rules.clone(),
        }
    }
}
