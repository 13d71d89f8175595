//! Which findings are shown; the others are counted.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Checked;
use crate::cli::args::Telling;
use crate::finding::{Finding, Report};

/// Everything at or above `--min-severity`, and of that the worst `--max-findings`.
pub(super) fn shown(mut checked: Vec<Checked>, telling: &Telling) -> Vec<Checked> {
    if let Some(least) = telling.min_severity {
        for Checked { report, .. } in &mut checked {
            keep(report, |finding, _| finding.severity >= least.severity());
        }
    }
    if let Some(most) = telling.max_findings {
        let mut all: Vec<(usize, usize)> = Vec::new();
        for (file, one) in checked.iter().enumerate() {
            all.extend((0..one.report.findings.len()).map(|number| (file, number)));
        }
        all.sort_by_key(|(file, number)| Reverse(checked[*file].report.findings[*number].severity));
        let all: BTreeSet<(usize, usize)> = all.into_iter().take(most).collect();
        for (file, Checked { report, .. }) in checked.iter_mut().enumerate() {
            keep(report, |_, number| all.contains(&(file, number)));
        }
    }
    checked
}

fn keep(report: &mut Report, wanted: impl Fn(&Finding, usize) -> bool) {
    let before = report.findings.len();
    let mut number = 0;
    report.findings.retain(|finding| {
        number += 1;
        wanted(finding, number - 1)
    });
    report.more += before - report.findings.len();
}
