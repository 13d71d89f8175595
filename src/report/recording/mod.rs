//! What a recording of several calls comes to: its causes, its first failure, its calls in time.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::finding::{Call, Diagnosis, Finding, Report, Severity};

mod document;

pub(super) use document::RecordingV1;

/// What several calls come to.
pub(super) struct Recording<'a> {
    /// The worst first, then the most frequent.
    pub(super) causes: Vec<Cause<'a>>,
    pub(super) first_failure: Option<Failure<'a>>,
    /// The calls in the order they were sent, equal ones in a row as one.
    pub(super) rows: Vec<Row<'a>>,
    /// Milliseconds from the first call to the last.
    pub(super) lasted: Option<i64>,
}

/// A rule that found something.
pub(super) struct Cause<'a> {
    pub(super) rule: &'a str,
    pub(super) severity: Severity,
    pub(super) calls: usize,
    /// The first of them.
    pub(super) first: usize,
}

/// The first call that the service did not do.
pub(super) struct Failure<'a> {
    pub(super) call: &'a Call,
    /// What was found in it; the first is the cause.
    pub(super) finding: Option<&'a Finding>,
    pub(super) diagnosis: Option<&'a Diagnosis>,
}

impl<'a> Failure<'a> {
    /// The rule behind it and its words: of what was found, else what the diagnosis confirms.
    pub(super) fn cause(&self) -> Option<(&'a str, &'a str)> {
        let found = self.finding.map(|one| (one.rule.as_str(), one.message.as_str()));
        let confirmed = || {
            let cause = self.diagnosis?.confirmed.first()?;
            Some((cause.id.as_str(), cause.why.as_str()))
        };
        found.or_else(confirmed)
    }
}

/// Calls of one method, route, status and cause that came one after the other.
pub(super) struct Row<'a> {
    pub(super) call: &'a Call,
    /// Milliseconds since the first call.
    pub(super) offset: Option<i64>,
    /// The number of the last of them.
    pub(super) last: usize,
    pub(super) times: usize,
    /// What was found in them, the cause first.
    pub(super) rules: Vec<&'a str>,
    pub(super) worth: Worth,
}

/// How much a row is worth showing where there is no room for all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// It failed, or an error or a warning was found in it.
    Much,
    Little,
}

/// None for a single call, of which all is said already.
pub(super) fn recording(report: &Report) -> Option<Recording<'_>> {
    if report.calls.len() < 2 {
        return None;
    }
    let told = Told::of(report);
    let mut calls: Vec<&Call> = report.calls.iter().collect();
    let times = || report.calls.iter().filter_map(|call| call.started);
    // A recorder may write a call down when its answer has come.
    if times().count() == calls.len() {
        calls.sort_by_key(|call| call.started);
    }
    let first = times().min();
    let failed = calls.iter().copied().find(|call| told.surprises(call));
    Some(Recording {
        causes: causes(report),
        first_failure: failed.map(|call| told.failure(call)),
        rows: rows(&calls, &told, first),
        lasted: first.zip(times().max()).map(|(first, last)| last.saturating_sub(first)),
    })
}

/// What was said of each exchange.
struct Told<'a> {
    findings: BTreeMap<usize, Vec<&'a Finding>>,
    diagnoses: BTreeMap<usize, &'a Diagnosis>,
}

impl<'a> Told<'a> {
    fn of(report: &'a Report) -> Self {
        let mut findings: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
        for finding in &report.findings {
            findings.entry(finding.exchange).or_default().push(finding);
        }
        // In a call the worst comes first; a note is seldom why it failed.
        for found in findings.values_mut() {
            found.sort_by_key(|finding| Reverse(finding.severity));
        }
        let diagnoses = report.diagnoses.iter().map(|one| (one.exchange, one)).collect();
        Self { findings, diagnoses }
    }

    fn findings(&self, call: &Call) -> &[&'a Finding] {
        self.findings.get(&call.exchange).map(Vec::as_slice).unwrap_or_default()
    }

    fn failure(&self, call: &'a Call) -> Failure<'a> {
        let findings = self.findings(call);
        let serious = findings.iter().find(|finding| finding.severity > Severity::Info);
        let finding = findings.iter().find(|finding| finding.explains.is_some()).or(serious);
        let diagnosis = self.diagnoses.get(&call.exchange).copied();
        Failure { call, finding: finding.copied(), diagnosis }
    }

    /// The rules of a call; of one without findings, what its diagnosis confirms.
    fn rules(&self, call: &Call) -> Vec<&'a str> {
        let found: Vec<&str> = self.findings(call).iter().map(|one| one.rule.as_str()).collect();
        if !found.is_empty() {
            return found;
        }
        let confirmed = self.diagnoses.get(&call.exchange).map(|one| one.confirmed.iter());
        confirmed.into_iter().flatten().map(|cause| cause.id.as_str()).collect()
    }

    /// It failed, and not as expected: a login box asks for a session before there is one.
    fn surprises(&self, call: &Call) -> bool {
        let asks = call.status == Some(401) && call.route.ends_with("/token/refresh");
        let serious = || self.findings(call).iter().any(|one| one.severity > Severity::Info);
        call.failed && (!asks || serious())
    }

    fn worth(&self, call: &Call) -> Worth {
        let serious = self.findings(call).iter().any(|one| one.severity > Severity::Info);
        if self.surprises(call) || serious { Worth::Much } else { Worth::Little }
    }
}

fn causes(report: &Report) -> Vec<Cause<'_>> {
    let mut causes: Vec<Cause<'_>> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &report.findings {
        let place = *at.entry(&finding.rule).or_insert(causes.len());
        if let Some(cause) = causes.get_mut(place) {
            cause.calls += 1;
            cause.severity = cause.severity.max(finding.severity);
            cause.first = cause.first.min(finding.exchange);
        } else {
            let (rule, severity) = (finding.rule.as_str(), finding.severity);
            causes.push(Cause { rule, severity, calls: 1, first: finding.exchange });
        }
    }
    causes.sort_by_key(|cause| (Reverse((cause.severity, cause.calls)), cause.first));
    causes
}

fn rows<'a>(calls: &[&'a Call], told: &Told<'a>, first: Option<i64>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    for call in calls {
        let rules = told.rules(call);
        let is_same = |row: &&mut Row<'_>| {
            let known = row.call;
            (&known.method, &known.route, known.status) == (&call.method, &call.route, call.status)
                && known.failed == call.failed
                && row.rules == rules
        };
        if let Some(row) = rows.last_mut().filter(is_same) {
            row.times += 1;
            row.last = call.exchange;
            continue;
        }
        let offset = call.started.zip(first).map(|(started, first)| started.saturating_sub(first));
        let (last, worth) = (call.exchange, told.worth(call));
        rows.push(Row { call, offset, last, times: 1, rules, worth });
    }
    rows
}
