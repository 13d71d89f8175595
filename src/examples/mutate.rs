//! Rules with one condition removed or turned round: examples that do not notice are too few.

use crate::facts::catalog::Catalog;
use crate::rules::condition::Condition;
use crate::rules::set::{Compiled, Rule};
use crate::rules::{Pages, RuleSet};

use super::run::run;

/// A rule with one fault.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Where the fault is and what it is: `when: 2 removed`.
    pub fault: String,
    pub rule: Rule,
}

/// Every rule with each of its conditions removed, and with each turned round: those of `when`, of
/// the severities, of the fixes and of what it explains.
pub fn mutants(rule: &Rule) -> Vec<Mutant> {
    let mut made = Vec::new();
    for (fault, when) in faults(&rule.when) {
        let rule = Rule { guard: when.guard(), when, ..rule.clone() };
        made.push(Mutant { fault: format!("when: {fault}"), rule });
    }
    for (number, (_, when)) in rule.severity.cases.iter().enumerate() {
        for (fault, when) in faults(when) {
            let mut rule = rule.clone();
            rule.severity.cases[number].1 = when;
            made.push(Mutant { fault: format!("severity {}: {fault}", number + 1), rule });
        }
    }
    for (number, fix) in rule.fixes.iter().enumerate() {
        for (fault, when) in fix.when.iter().flat_map(faults) {
            let mut rule = rule.clone();
            rule.fixes[number].when = Some(when);
            made.push(Mutant { fault: format!("fix {}: {fault}", number + 1), rule });
        }
    }
    for (number, explains) in rule.explains.iter().enumerate() {
        for (fault, when) in explains.when.iter().flat_map(faults) {
            let mut rule = rule.clone();
            rule.explains[number].when = Some(when);
            made.push(Mutant { fault: format!("explains {}: {fault}", number + 1), rule });
        }
    }
    made
}

/// Whether the examples of the rule notice the fault. Other rules play no part.
pub fn is_caught(mutant: &Mutant, pages: &Pages, (rules, catalog): (&RuleSet, &Catalog)) -> bool {
    let page = pages.rules.iter().filter(|page| page.id == mutant.rule.id).cloned().collect();
    let alone = Compiled { rules: vec![mutant.rule.clone()], errors: rules.errors.clone() };
    let pages = Pages { rules: page, ..Pages::default() };
    !run(&pages, &RuleSet::from(alone), catalog).is_empty()
}

/// The condition with one fault, in every way.
fn faults(condition: &Condition) -> Vec<(String, Condition)> {
    let mut found = vec![("all of it removed".to_owned(), Condition::All(Vec::new()))];
    spoil(condition, "", &mut |path, faulty| found.push((path, faulty)));
    found
}

/// Hands over each way to spoil one part of the condition, the rest as it is.
fn spoil(condition: &Condition, path: &str, found: &mut dyn FnMut(String, Condition)) {
    let turned = Condition::Not(Box::new(condition.clone()));
    found(format!("{path}turned round"), turned);
    let (parts, join): (_, fn(Vec<Condition>) -> Condition) = match condition {
        Condition::All(parts) => (parts, Condition::All),
        Condition::Any(parts) => (parts, Condition::Any),
        Condition::Not(_) | Condition::Is(_, _) => return,
    };
    for (number, part) in parts.iter().enumerate() {
        let path = format!("{path}{} ", number + 1);
        if parts.len() > 1 {
            let mut rest = parts.clone();
            rest.remove(number);
            found(format!("{path}removed"), join(rest));
        }
        spoil(part, &path, &mut |path, faulty| {
            let mut all = parts.clone();
            all[number] = faulty;
            found(path, join(all));
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::table::Id;
    use crate::rules::condition::{Literal, Test};

    use super::*;

    #[test]
    fn every_part_is_removed_once_and_turned_round_once() {
        let is = |word: &str| {
            Condition::Is(Id::HostClass, Test::OneOf(vec![Literal::Word(word.to_owned())]))
        };
        let both = Condition::All(vec![is("a"), Condition::Any(vec![is("b"), is("c")])]);
        let names: Vec<String> = faults(&both).into_iter().map(|(name, _)| name).collect();
        let expected = [
            "all of it removed",
            "turned round",
            "1 removed",
            "1 turned round",
            "2 removed",
            "2 turned round",
            "2 1 removed",
            "2 1 turned round",
            "2 2 removed",
            "2 2 turned round",
        ];
        assert_eq!(names, expected);
    }
}
