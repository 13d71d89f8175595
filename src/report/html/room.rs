//! How much a page holds: what is too much for a browser is listed in short, then counted.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::finding::Report;
use crate::report::alike::Alike;

/// So many findings are written out in full, the worst first.
const FULL: usize = 250;
/// So many more have a line each.
const LISTED: usize = 2_000;
/// So many diagnoses, problems, and lines of timelines are on a page.
const DIAGNOSES: usize = 250;
const PROBLEMS: usize = 500;
const ROWS: usize = 2_000;

/// What there is room for.
pub(super) struct Room {
    /// The findings that are written out: the number of their report, and theirs in it.
    full: BTreeSet<(usize, usize)>,
    pub(super) listed: usize,
    pub(super) diagnoses: usize,
    pub(super) problems: usize,
    pub(super) rows: usize,
}

impl Room {
    pub(super) fn of(reports: &[&Report]) -> Self {
        let mut all = Vec::new();
        for (number, report) in reports.iter().enumerate() {
            let alike = Alike::of(report);
            for (at, finding) in report.findings.iter().enumerate() {
                if alike.finding(finding).is_some() {
                    all.push((Reverse(finding.severity), number, at));
                }
            }
        }
        all.sort();
        let full = all.into_iter().take(FULL).map(|(_, number, at)| (number, at)).collect();
        Self { full, listed: LISTED, diagnoses: DIAGNOSES, problems: PROBLEMS, rows: ROWS }
    }

    /// Whether this finding of this report is written out.
    pub(super) fn is_full(&self, report: usize, finding: usize) -> bool {
        self.full.contains(&(report, finding))
    }
}

/// Takes a place where there is one.
pub(super) fn take(places: &mut usize) -> bool {
    let there = *places > 0;
    *places = places.saturating_sub(1);
    there
}
