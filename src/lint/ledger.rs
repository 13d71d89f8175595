//! The findings of one recording until its end, when the recording has had its say about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnosis;
use crate::finding::{Call, Diagnosis, Finding, Ignored, Report, Undecided};
use crate::lint::Linter;
use crate::rules::fold::fold;
use crate::view::fingerprint::nth;

/// How many findings of a rule, diagnoses and undecided rules are kept of one file.
const KEPT: usize = 1000;

/// A recording of endless different calls must not fill the memory.
const MOST_DISPROOFS: usize = 100_000;

/// Nobody reads a longer timeline.
const MOST_CALLS: usize = 10_000;

/// Calls that disprove or support each other: of one rule, method, host and route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kinship {
    pub(super) rule: usize,
    pub(super) method: String,
    pub(super) host: String,
    pub(super) route: String,
}

/// Findings that somebody has decided not to see; the recording may still disprove them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unseen {
    pub(super) kinship: Kinship,
    pub(super) refutable: bool,
    pub(super) by: By,
}

/// Who has decided so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// A remark beside the call, by its number in the file.
    Remark(usize),
    /// An entry of the policy.
    Entry(usize),
}

/// What one exchange gave.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Held>,
    /// Findings that are not to be seen, and the number of the exchange.
    pub(super) unseen: Vec<(Unseen, usize)>,
    /// Findings that the ledger has no room for.
    pub(super) more: usize,
    /// Conditions that held on a call that succeeded.
    pub(super) disproved: Vec<Kinship>,
    pub(super) undecided: Vec<Undecided>,
    /// Rules that only the end of the recording decides.
    pub(super) deferred: Vec<usize>,
    pub(super) diagnosis: Option<Diagnosis>,
    pub(super) call: Option<Call>,
}

/// A finding that the rest of the recording may still disprove.
pub(super) struct Held {
    pub(super) finding: Finding,
    pub(super) kinship: Kinship,
    /// It says that the service refuses the call.
    pub(super) refutable: bool,
    /// The rules it hides when it stands.
    pub(super) hides: BTreeSet<usize>,
    /// The rules it hides in later calls of the recording.
    pub(super) hides_later: BTreeSet<usize>,
}

#[derive(Default)]
pub(super) struct Ledger {
    exchanges: Vec<Vec<Held>>,
    disproved: BTreeSet<Kinship>,
    counts: BTreeMap<usize, usize>,
    undecided: Vec<Undecided>,
    diagnoses: Vec<Diagnosis>,
    more: usize,
    calls: Vec<Call>,
    /// The first exchange, and how many there are.
    unseen: BTreeMap<Unseen, (usize, usize)>,
}

/// What a ledger says besides the report, once it is closed.
#[derive(Default)]
pub(super) struct Closed {
    /// The remarks that have hidden something.
    pub(super) used: BTreeSet<usize>,
}

impl Ledger {
    /// Whether one more call would be kept for the timeline.
    pub(super) fn has_time(&self) -> bool {
        self.calls.len() < MOST_CALLS
    }

    /// Whether one more diagnosis would be kept.
    pub(super) fn has_diagnoses(&self) -> bool {
        self.diagnoses.len() < KEPT
    }

    /// Whether one more finding of this rule would be kept: the first of many are enough to see
    /// what is wrong, and proving their fixes has its price.
    pub(super) fn has_room(&self, rule: usize) -> bool {
        self.counts.get(&rule).is_none_or(|count| *count < KEPT)
    }

    pub(super) fn record(&mut self, judged: Judged) {
        let room = MOST_DISPROOFS.saturating_sub(self.disproved.len());
        self.disproved.extend(judged.disproved.into_iter().take(room));
        let room = KEPT.saturating_sub(self.undecided.len());
        self.undecided.extend(judged.undecided.into_iter().take(room));
        if self.has_diagnoses() {
            self.diagnoses.extend(judged.diagnosis);
        }
        self.more += judged.more;
        self.calls.extend(judged.call);
        for (unseen, exchange) in judged.unseen {
            if self.unseen.len() < MOST_DISPROOFS || self.unseen.contains_key(&unseen) {
                self.unseen.entry(unseen).or_insert((exchange, 0)).1 += 1;
            }
        }
        for held in &judged.findings {
            *self.counts.entry(held.kinship.rule).or_default() += 1;
        }
        let Some(first) = judged.findings.first() else { return };
        // What was decided at the end stands with the rest of its call.
        let number = first.finding.exchange;
        let number_of = |held: &Vec<Held>| held.first().map_or(0, |held| held.finding.exchange);
        let at = self.exchanges.partition_point(|held| number_of(held) < number);
        match self.exchanges.get_mut(at) {
            Some(same) if number_of(same) == number => same.extend(judged.findings),
            Some(_) | None => self.exchanges.insert(at, judged.findings),
        }
    }

    /// Writes what still stands, in the order of the recording.
    ///
    /// Disproof comes before folding: a finding that the recording disproves hides nothing. What
    /// somebody has decided not to see never came here, but for findings that only their whole
    /// name tells apart: those go with all that they fold.
    pub(super) fn close(mut self, linter: &Linter<'_>, report: &mut Report) -> Closed {
        let closed = self.tell_unseen(linter, report);
        let mut alike: BTreeMap<String, usize> = BTreeMap::new();
        // Rules that are hidden from here on, and the finding that they came of.
        let mut consequences: BTreeMap<usize, usize> = BTreeMap::new();
        let mut named: BTreeMap<usize, usize> = BTreeMap::new();
        for exchange in self.exchanges {
            let undisputed = exchange
                .into_iter()
                .filter(|held| !(held.refutable && self.disproved.contains(&held.kinship)));
            for Standing { mut finding, kinship, hides_later } in standing(undisputed.collect()) {
                if let Some(cause) =
                    consequences.get(&kinship.rule).and_then(|at| report.findings.get_mut(*at))
                {
                    if !cause.folds.contains(&finding.rule) {
                        cause.folds.push(finding.rule);
                    }
                    continue;
                }
                for later in hides_later {
                    consequences.entry(later).or_insert(report.findings.len());
                }
                let ordinal = alike.entry(finding.fingerprint.clone()).or_insert(0_usize);
                finding.fingerprint = nth(&finding.fingerprint, *ordinal);
                *ordinal += 1;
                if let Some(entry) = linter.policy.hidden_by_name(&finding, &kinship.host) {
                    named.insert(report.findings.len(), entry);
                }
                report.findings.push(finding);
            }
        }
        report.undecided = self.undecided;
        report.diagnoses = self.diagnoses;
        for diagnosis in &mut report.diagnoses {
            diagnosis::fold(diagnosis, &report.findings);
        }
        hide_named(report, &named);
        report.more = self.more;
        report.calls = self.calls;
        closed
    }

    /// What is not to be seen is counted, unless the recording disproves it.
    fn tell_unseen(&mut self, linter: &Linter<'_>, report: &mut Report) -> Closed {
        let mut closed = Closed::default();
        for (Unseen { kinship, refutable, by }, (exchange, count)) in
            std::mem::take(&mut self.unseen)
        {
            if refutable && self.disproved.contains(&kinship) {
                continue;
            }
            report.hidden.ignored += count;
            let entry = match by {
                By::Entry(entry) => Some(entry),
                By::Remark(remark) => {
                    closed.used.insert(remark);
                    None
                }
            };
            let rule = linter.rules.rules[kinship.rule].id.clone();
            report.ignored.push(Ignored { rule, exchange, count, entry });
        }
        closed
    }
}

/// Takes out findings by their places in the list, each for the entry that hides it.
fn hide_named(report: &mut Report, named: &BTreeMap<usize, usize>) {
    let findings = std::mem::take(&mut report.findings);
    for (at, finding) in findings.into_iter().enumerate() {
        match named.get(&at) {
            None => report.findings.push(finding),
            Some(entry) => {
                report.hidden.ignored += 1;
                let Finding { rule, exchange, .. } = finding;
                report.ignored.push(Ignored { rule, exchange, count: 1, entry: Some(*entry) });
            }
        }
    }
}

/// A finding that nothing of its call hides.
struct Standing {
    finding: Finding,
    kinship: Kinship,
    hides_later: BTreeSet<usize>,
}

/// One cause, the rest folded.
fn standing(exchange: Vec<Held>) -> impl Iterator<Item = Standing> {
    let numbers: Vec<usize> = exchange.iter().map(|held| held.kinship.rule).collect();
    let folds = |by: usize, other: usize| {
        let by = exchange.iter().find(|held| held.kinship.rule == by);
        by.is_some_and(|by| by.hides.contains(&other))
    };
    let roots = fold(&numbers, &folds);
    let names: BTreeMap<usize, String> =
        exchange.iter().map(|held| (held.kinship.rule, held.finding.rule.clone())).collect();
    exchange.into_iter().filter_map(move |held| {
        let rule = held.kinship.rule;
        let (_, hidden) = roots.iter().find(|(root, _)| *root == rule)?;
        let folds = hidden.iter().filter_map(|rule| names.get(rule).cloned()).collect();
        let finding = Finding { folds, ..held.finding };
        Some(Standing { finding, kinship: held.kinship, hides_later: held.hides_later })
    })
}
