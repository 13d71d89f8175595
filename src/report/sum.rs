//! What a run comes to, in numbers and in one sentence.

use std::collections::BTreeSet;

use super::words::count;
use crate::finding::{Report, Severity};
use crate::source::ProblemKind;

/// The numbers of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
    /// Calls to Frontegg, and those of them in which something was found.
    pub(super) frontegg: usize,
    pub(super) concerned: usize,
    pub(super) exchanges: usize,
    pub(super) diagnoses: usize,
    /// Findings beyond those that are kept.
    pub(super) more: usize,
    pub(super) ignored: usize,
    pub(super) baseline: usize,
    /// What should have been read and was not.
    pub(super) lost: usize,
}

impl Sum {
    pub(super) fn of(reports: &[&Report]) -> Self {
        let sum = |number: fn(&Report) -> usize| reports.iter().map(|one| number(one)).sum();
        let findings = || reports.iter().flat_map(|report| &report.findings);
        let of = |severity| findings().filter(|one| one.severity == severity).count();
        let concerned: BTreeSet<(&str, usize)> =
            findings().map(|finding| (&*finding.file, finding.exchange)).collect();
        let problems = reports.iter().flat_map(|report| &report.problems);
        Self {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Info),
            frontegg: sum(|one| one.frontegg),
            concerned: concerned.len(),
            exchanges: sum(|one| one.exchanges),
            diagnoses: sum(|one| one.diagnoses.len()),
            more: sum(|one| one.more),
            ignored: sum(|one| one.hidden.ignored),
            baseline: sum(|one| one.hidden.baseline),
            lost: problems.filter(|problem| problem.kind == ProblemKind::Lost).count(),
        }
    }

    pub(super) fn found(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// `1 error and 2 warnings in 2 of 7 calls to Frontegg`; where nothing is wrong, that.
    pub(super) fn sentence(&self) -> String {
        let counts = self.counts();
        if counts.is_empty() {
            return self.nothing();
        }
        let calls = match self.frontegg {
            0 | 1 => "1 call".to_owned(),
            all if all == self.concerned => format!("all {all} calls"),
            all => format!("{} of {all} calls", self.concerned),
        };
        format!("{} in {calls} to Frontegg", counts.join(", "))
    }

    /// How many of each severity there are, without those of which there are none.
    fn counts(&self) -> Vec<String> {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let some = counts.into_iter().filter(|(number, _)| *number > 0);
        some.map(|(number, noun)| count(number, noun)).collect()
    }

    fn nothing(&self) -> String {
        let calls = count(self.frontegg, "call");
        match (self.frontegg, self.exchanges) {
            _ if self.diagnoses > 0 => format!("no mistake shows in {calls} to Frontegg"),
            (0, 0) => "no calls found".to_owned(),
            (0, 1) => "the call does not go to Frontegg".to_owned(),
            (0, read) => format!("none of {} goes to Frontegg", count(read, "call")),
            (_, _) => format!("no mistakes found in {calls} to Frontegg"),
        }
    }

    /// `3 more are ignored with a reason, 5 are in the baseline`; none where nothing is hidden.
    pub(super) fn hidden(&self) -> Option<String> {
        let is = |number: usize| if number == 1 { "is" } else { "are" };
        let more = if self.found() > 0 { " more" } else { "" };
        let ignored = format!("{}{more} {} ignored with a reason", self.ignored, is(self.ignored));
        let (known, verb) = (self.baseline, is(self.baseline));
        match (self.ignored, self.baseline) {
            (0, 0) => None,
            (_, 0) => Some(ignored),
            (0, _) => Some(format!("{known}{more} {verb} in the baseline")),
            (_, _) => Some(format!("{ignored}, {known} {verb} in the baseline")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_counted() {
        let hidden = |found, ignored, baseline| {
            let sum = Sum { errors: found, ignored, baseline, ..Sum::default() };
            sum.hidden().unwrap_or_default()
        };
        assert_eq!(hidden(1, 0, 0), "");
        assert_eq!(hidden(1, 3, 5), "3 more are ignored with a reason, 5 are in the baseline");
        assert_eq!(hidden(1, 1, 0), "1 more is ignored with a reason");
        assert_eq!(hidden(0, 0, 1), "1 is in the baseline");
    }
}
