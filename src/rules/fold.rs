//! One cause instead of five symptoms.

/// The rules that no other hides, in order, each with those it hides: the ones that it folds and,
/// through them, those that they fold. `folds` says whether one rule folds another.
pub fn fold(rules: &[usize], folds: &dyn Fn(usize, usize) -> bool) -> Vec<(usize, Vec<usize>)> {
    let is_root = |rule: &usize| !rules.iter().any(|by| by != rule && folds(*by, *rule));
    // Behind the roots come rules that fold each other: of those the first stands.
    let roots = rules.iter().filter(|rule| is_root(rule));
    let rest = rules.iter().filter(|rule| !is_root(rule));
    let mut hidden: Vec<usize> = Vec::new();
    let mut standing: Vec<(usize, Vec<usize>)> = Vec::new();
    for root in roots.chain(rest) {
        if hidden.contains(root) {
            continue;
        }
        let mut mine = Vec::new();
        let mut next = vec![*root];
        while let Some(by) = next.pop() {
            for other in rules.iter().filter(|other| folds(by, **other)) {
                let stands = standing.iter().any(|(rule, _)| rule == other);
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
    let place = |rule: usize| rules.iter().position(|other| *other == rule);
    standing.sort_by_key(|(rule, _)| place(*rule));
    standing
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDS: &[(usize, usize)] = &[(1, 2), (2, 3), (8, 9), (9, 8)];

    fn folded(rules: &[usize]) -> Vec<(usize, Vec<usize>)> {
        fold(rules, &|by, other| FOLDS.contains(&(by, other)))
    }

    #[test]
    fn a_cause_hides_its_symptoms_and_theirs() {
        assert_eq!(folded(&[1, 2, 3]), [(1, vec![2, 3])]);
        assert_eq!(folded(&[3, 2, 1]), [(1, vec![2, 3])]);
    }

    #[test]
    fn what_did_not_fire_hides_nothing() {
        assert_eq!(folded(&[1, 3]), [(1, vec![]), (3, vec![])]);
    }

    #[test]
    fn of_two_that_fold_each_other_the_first_stands() {
        assert_eq!(folded(&[9, 8]), [(9, vec![8])]);
        assert_eq!(folded(&[8, 9, 3]), [(8, vec![9]), (3, vec![])]);
    }
}
