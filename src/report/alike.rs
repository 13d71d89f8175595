//! What a recording shows again and again is said once, with the calls that show it too.

use std::collections::BTreeMap;

use crate::finding::{Diagnosis, Finding, Report};

/// So many calls are named; of the rest it is said how many they are.
const NAMED: usize = 8;

/// The calls that say the same, by the first of them; calls that repeat an earlier one have none.
pub(super) struct Alike {
    findings: BTreeMap<Said, Vec<usize>>,
    diagnoses: BTreeMap<Said, Vec<usize>>,
}

/// What makes two findings, or two diagnoses, the same to whoever reads them.
type Said = Vec<String>;

impl Alike {
    pub(super) fn of(report: &Report) -> Self {
        let mut findings: BTreeMap<Said, Vec<usize>> = BTreeMap::new();
        for finding in &report.findings {
            findings.entry(said(finding)).or_default().push(finding.exchange);
        }
        let mut diagnoses: BTreeMap<Said, Vec<usize>> = BTreeMap::new();
        for diagnosis in &report.diagnoses {
            diagnoses.entry(causes(diagnosis)).or_default().push(diagnosis.exchange);
        }
        Self { findings, diagnoses }
    }

    /// The later calls of the recording with this finding; none if an earlier one has it.
    ///
    /// Only calls of a recording are alike: each command of a script wants mending.
    pub(super) fn finding(&self, finding: &Finding) -> Option<&[usize]> {
        if finding.pointer.is_none() {
            return Some(&[]);
        }
        later(self.findings.get(&said(finding)), finding.exchange)
    }

    /// The later calls with this diagnosis; none if an earlier one has it. Behind a finding that
    /// is no repetition it stands again, because it is about that call.
    pub(super) fn diagnosis(&self, diagnosis: &Diagnosis) -> Option<&[usize]> {
        later(self.diagnoses.get(&causes(diagnosis)), diagnosis.exchange)
    }
}

/// `calls 2, 3 and 5`, `calls 2, 3, … and 40 more`.
pub(super) fn calls(numbers: &[usize]) -> String {
    let words =
        |numbers: &[usize]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match numbers {
        [one] => format!("call {one}"),
        [first @ .., last] if numbers.len() <= NAMED => {
            format!("calls {} and {last}", words(first))
        }
        many => {
            let named = many.get(..NAMED).unwrap_or(many);
            format!("calls {} and {} more", words(named), many.len() - named.len())
        }
    }
}

fn later(calls: Option<&Vec<usize>>, own: usize) -> Option<&[usize]> {
    match calls.map(Vec::as_slice) {
        Some([first, rest @ ..]) if *first == own => Some(rest),
        Some(_) => None,
        None => Some(&[]),
    }
}

fn said(finding: &Finding) -> Said {
    let help = finding.help.clone().unwrap_or_default();
    let mut said = vec![finding.rule.clone(), finding.message.clone(), help];
    said.extend(finding.folds.iter().cloned());
    said
}

fn causes(diagnosis: &Diagnosis) -> Said {
    let all = [&diagnosis.confirmed, &diagnosis.excluded, &diagnosis.open];
    let ids = all.into_iter().flat_map(|causes| {
        let ids = causes.iter().map(|cause| cause.id.clone());
        ids.chain([String::new()])
    });
    std::iter::once(diagnosis.error.clone()).chain(ids).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_named_up_to_a_number() {
        assert_eq!(calls(&[2]), "call 2");
        assert_eq!(calls(&[2, 3, 5]), "calls 2, 3 and 5");
        let many: Vec<usize> = (2..20).collect();
        assert_eq!(calls(&many), "calls 2, 3, 4, 5, 6, 7, 8, 9 and 10 more");
    }

    #[test]
    fn the_first_of_them_speaks_for_the_others() {
        let calls = vec![1, 4, 6];
        assert_eq!(later(Some(&calls), 1), Some(&[4, 6][..]));
        assert_eq!(later(Some(&calls), 4), None);
        assert_eq!(later(None, 4), Some(&[][..]));
    }
}
