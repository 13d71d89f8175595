//! One cause instead of five symptoms.

use crate::finding::Verdict;
use crate::rules::load::RuleSet;

/// The verdicts that no other hides, each with the rules it hides: those that it folds and, through
/// them, those that they fold. Order is kept.
pub fn fold(verdicts: Vec<Verdict>, rules: &RuleSet) -> Vec<(Verdict, Vec<usize>)> {
    let numbers: Vec<usize> = verdicts.iter().map(|verdict| verdict.rule).collect();
    let folds = |by: usize, other: usize| {
        by != other && rules.rules[by].folds.contains(&rules.rules[other].id)
    };
    let is_root = |number: &usize| !numbers.iter().any(|by| folds(*by, *number));
    // Behind the roots come rules that fold each other: of those the first stands.
    let roots = numbers.iter().filter(|number| is_root(number));
    let rest = numbers.iter().filter(|number| !is_root(number));
    let mut hidden: Vec<usize> = Vec::new();
    let mut standing: Vec<(usize, Vec<usize>)> = Vec::new();
    for root in roots.chain(rest) {
        if hidden.contains(root) {
            continue;
        }
        let mut mine = Vec::new();
        let mut next = vec![*root];
        while let Some(by) = next.pop() {
            for other in numbers.iter().filter(|other| folds(by, **other)) {
                let stands = standing.iter().any(|(number, _)| number == other);
                if other != root && !stands && !hidden.contains(other) {
                    hidden.push(*other);
                    mine.push(*other);
                    next.push(*other);
                }
            }
        }
        mine.sort_unstable();
        standing.push((*root, mine));
    }
    let folded = |verdict: Verdict| {
        let found = standing.iter().find(|(number, _)| *number == verdict.rule)?;
        Some((verdict, found.1.clone()))
    };
    verdicts.into_iter().filter_map(folded).collect()
}

#[cfg(test)]
mod tests {
    use crate::facts::table::Id;
    use crate::finding::Severity;
    use crate::fix::Safety;
    use crate::rules::made_up::rules;

    use super::*;

    /// Which verdicts stand, and what each hides, when the named rules spoke in this order.
    fn folded(spoke: &[&str]) -> Vec<(String, Vec<String>)> {
        let when = "{ host.class: gateway }";
        let rules = rules(&[
            ("route/a", when, "folds: [b]"),
            ("route/b", when, "folds: [c]"),
            ("route/c", when, ""),
            ("route/x", when, "folds: [y]"),
            ("route/y", when, "folds: [x]"),
        ]);
        assert_eq!(rules.rules[0].facts(), [Id::HostClass]);
        let verdict = |id: &&str| Verdict {
            rule: rules.find(id).unwrap(),
            severity: Severity::Error,
            message: String::new(),
            help: None,
            marks: Vec::new(),
            changes: Vec::new(),
            safety: Safety::Safe,
            explains: None,
        };
        let name = |number: &usize| rules.rules[*number].id.clone();
        fold(spoke.iter().map(verdict).collect(), &rules)
            .into_iter()
            .map(|(verdict, hidden)| (name(&verdict.rule), hidden.iter().map(name).collect()))
            .collect()
    }

    fn stands(id: &str, hidden: &[&str]) -> (String, Vec<String>) {
        (id.to_owned(), hidden.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn a_cause_hides_its_symptoms_and_theirs() {
        assert_eq!(folded(&["a", "b", "c"]), [stands("a", &["b", "c"])]);
        assert_eq!(folded(&["c", "b", "a"]), [stands("a", &["b", "c"])]);
    }

    #[test]
    fn what_did_not_fire_hides_nothing() {
        assert_eq!(folded(&["a", "c"]), [stands("a", &[]), stands("c", &[])]);
    }

    #[test]
    fn of_two_that_fold_each_other_the_first_stands() {
        assert_eq!(folded(&["y", "x"]), [stands("y", &["x"])]);
        assert_eq!(folded(&["x", "y", "c"]), [stands("x", &["y"]), stands("c", &[])]);
    }
}
