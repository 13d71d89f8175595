//! The findings of one recording until its end, when the recording has had its say about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Diagnosis, Finding, Report, Undecided};

/// How many findings of a rule, diagnoses and undecided rules are kept of one file.
const KEPT: usize = 1000;

/// Calls that disprove or support each other: of one rule, method, host and route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kinship {
    pub(super) rule: usize,
    pub(super) method: String,
    pub(super) host: String,
    pub(super) route: String,
}

/// What one exchange gave.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Held>,
    /// Conditions that held on a call that succeeded.
    pub(super) disproved: Vec<Kinship>,
    pub(super) undecided: Vec<Undecided>,
    pub(super) diagnosis: Option<Diagnosis>,
}

/// A finding that the rest of the recording may still disprove.
pub(super) struct Held {
    pub(super) finding: Finding,
    pub(super) kinship: Kinship,
    /// It says that the service refuses the call.
    pub(super) refutable: bool,
    /// The rules it hides when it stands.
    pub(super) hides: BTreeSet<usize>,
}

#[derive(Default)]
pub(super) struct Ledger {
    exchanges: Vec<Vec<Held>>,
    disproved: BTreeSet<Kinship>,
    counts: BTreeMap<usize, usize>,
    undecided: Vec<Undecided>,
    diagnoses: Vec<Diagnosis>,
    more: usize,
}

impl Ledger {
    pub(super) fn record(&mut self, judged: Judged) {
        self.disproved.extend(judged.disproved);
        let room = KEPT.saturating_sub(self.undecided.len());
        self.undecided.extend(judged.undecided.into_iter().take(room));
        if self.diagnoses.len() < KEPT {
            self.diagnoses.extend(judged.diagnosis);
        }
        let mut kept = Vec::new();
        for held in judged.findings {
            let count = self.counts.entry(held.kinship.rule).or_default();
            *count += 1;
            if *count <= KEPT {
                kept.push(held);
            } else {
                self.more += 1;
            }
        }
        if !kept.is_empty() {
            self.exchanges.push(kept);
        }
    }

    /// Writes what still stands, in the order of the recording.
    ///
    /// Disproof comes before folding: a finding that the recording disproves hides nothing.
    pub(super) fn close(self, report: &mut Report) {
        for exchange in self.exchanges {
            let standing = exchange
                .into_iter()
                .filter(|held| !(held.refutable && self.disproved.contains(&held.kinship)));
            report.findings.extend(fold(standing.collect()));
        }
        report.undecided = self.undecided;
        report.diagnoses = self.diagnoses;
        report.more = self.more;
    }
}

/// One cause, the rest folded: a finding hides those named in `hides` that come after it.
fn fold(standing: Vec<Held>) -> Vec<Finding> {
    let mut hidden: BTreeSet<usize> = BTreeSet::new();
    let mut shown: Vec<Finding> = Vec::new();
    for (at, held) in standing.iter().enumerate() {
        if hidden.contains(&held.kinship.rule) {
            continue;
        }
        let mut finding = held.finding.clone();
        for other in standing.iter().skip(at + 1) {
            if held.hides.contains(&other.kinship.rule) && hidden.insert(other.kinship.rule) {
                finding.folds.push(other.finding.rule.clone());
            }
        }
        shown.push(finding);
    }
    shown
}
