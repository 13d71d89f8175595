//! Rules judge one exchange.

use std::cmp::Reverse;

use crate::facts::table::Id;
use crate::facts::{Facts, Value, is_preflight};
use crate::finding::{Claims, Explains, Need, Severity, Verdict};
use crate::rules::judge::{self, Witness, holds, may_hold};
use crate::rules::load::RuleSet;
use crate::rules::render;
use crate::rules::set::{OnUnknown, Rule};
use crate::truth::{Fact, Truth, Why};

/// What all rules together say of an exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// In the order of causes.
    pub verdicts: Vec<Verdict>,
    /// How many verdicts there are besides, which nobody wants to hear.
    pub unheard: usize,
    /// Rules that claim a refusal, whose condition holds, and whose exchange succeeded.
    pub disproved: Vec<usize>,
    /// Rules that could not be decided, with the facts they lacked.
    pub undecided: Vec<(usize, Vec<Need>)>,
    /// Rules that only the end of the recording decides.
    pub deferred: Vec<usize>,
}

/// Judges an exchange. A preflight, and a call to another company's host, is not judged.
pub fn check(facts: &Facts<'_>, rules: &RuleSet) -> Checked {
    check_for(facts, rules, &|_| true)
}

/// Judges an exchange; verdicts of rules that are not `wanted` are counted and not put into words.
pub fn check_for(facts: &Facts<'_>, rules: &RuleSet, wanted: &dyn Fn(usize) -> bool) -> Checked {
    if is_preflight(facts.exchange()) || !facts.concerns_frontegg() {
        return Checked::default();
    }
    judge(facts, rules, wanted)
}

/// Judges an exchange by rules that were deferred, now that the recording has ended.
pub fn check_again(facts: &Facts<'_>, rules: &RuleSet, deferred: &[usize]) -> Checked {
    let known = deferred.iter().copied().filter(|number| *number < rules.rules.len());
    judge_by(known, facts, (rules, &|_| true))
}

/// Whether a rule's condition holds, and what it lacked. Asks the condition alone: neither what
/// the service answered nor what the rule keeps silent about plays a part.
pub fn truth(facts: &Facts<'_>, rules: &RuleSet, rule: usize) -> (Truth, Vec<Need>) {
    match rules.rules.get(rule) {
        Some(rule) => judge::truth(&rule.when, facts),
        None => (Truth::No, Vec::new()),
    }
}

fn judge(witness: &impl Witness, rules: &RuleSet, wanted: &dyn Fn(usize) -> bool) -> Checked {
    let open = rules
        .groups
        .iter()
        .filter(|group| group.guard.as_ref().is_none_or(|guard| may_hold(guard, witness)));
    judge_by(open.flat_map(|group| group.rules.iter().copied()), witness, (rules, wanted))
}

fn judge_by(
    numbers: impl Iterator<Item = usize>,
    witness: &impl Witness,
    (rules, wanted): (&RuleSet, &dyn Fn(usize) -> bool),
) -> Checked {
    let mut checked = Checked::default();
    let succeeded = witness.get(Id::AnswerSucceeded) == Fact::Known(Value::Flag(true));
    for number in numbers {
        let rule = &rules.rules[number];
        let proved_wrong = succeeded && rule.claims == Claims::Refused;
        match judge::truth(&rule.when, witness) {
            (Truth::Yes, _) if proved_wrong => checked.disproved.push(number),
            (Truth::Yes, _) if !wanted(number) => checked.unheard += 1,
            (Truth::Yes, _) => checked.verdicts.push(verdict(number, rule, witness)),
            (Truth::Unknown, needs) if needs.iter().any(|need| need.why == Why::NotYet) => {
                checked.deferred.push(number);
            }
            (Truth::Unknown, needs) if !proved_wrong && rule.on_unknown == OnUnknown::Ask => {
                checked.undecided.push((number, needs));
            }
            (Truth::No | Truth::Unknown, _) => {}
        }
    }
    checked.disproved.sort_unstable();
    checked.undecided.sort_by_key(|(number, _)| *number);
    in_order_of_causes(&mut checked.verdicts, rules);
    checked
}

/// What was never sent comes first, then the token, and so on to what spans several calls; within
/// a step what explains the answer, then what is refused, then what is worse.
fn in_order_of_causes(verdicts: &mut [Verdict], rules: &RuleSet) {
    verdicts.sort_by_key(|verdict| {
        let rule = &rules.rules[verdict.rule];
        let explains = verdict.explains.is_some();
        let refused = rule.claims == Claims::Refused;
        (rule.step, !explains, !refused, Reverse(verdict.severity), verdict.rule)
    });
}

fn verdict(number: usize, rule: &Rule, witness: &impl Witness) -> Verdict {
    let (changes, safety) = render::changes(rule, witness);
    Verdict {
        rule: number,
        severity: severity(rule, witness),
        message: render::line(&rule.message, witness),
        help: rule.help.as_ref().map(|help| render::line(help, witness)),
        marks: render::marks(rule, witness),
        changes,
        safety,
        explains: explains(rule, witness),
    }
}

fn severity(rule: &Rule, witness: &impl Witness) -> Severity {
    let cases = rule.severity.cases.iter();
    let mut held = cases.filter(|(_, when)| holds(when, witness));
    held.next().map_or(rule.severity.rest, |(severity, _)| *severity)
}

/// The recorded error, if the rule explains it: by the first entry for it whose condition holds.
fn explains(rule: &Rule, witness: &impl Witness) -> Option<Explains> {
    let Fact::Known(Value::Word(error)) = witness.get(Id::AnswerError) else { return None };
    let applies = |when: &Option<_>| when.as_ref().is_none_or(|when| holds(when, witness));
    let found =
        rule.explains.iter().find(|explains| explains.error == error && applies(&explains.when))?;
    Some(Explains { error: error.into_owned(), strength: found.strength })
}

#[cfg(test)]
mod tests {
    use crate::facts::table::Spot;
    use crate::finding::{Mark, Strength};
    use crate::fix::{Change, Filling, Safety};
    use crate::rules::made_up::{MadeUp, rules};
    use crate::source::Span;

    use super::*;

    fn judge(witness: &impl Witness, rules: &RuleSet) -> Checked {
        super::judge(witness, rules, &|_| true)
    }

    const GATEWAY: (Id, &str) = (Id::HostClass, "gateway");

    fn ids(checked: &Checked, rules: &RuleSet) -> Vec<String> {
        checked.verdicts.iter().map(|verdict| rules.rules[verdict.rule].id.clone()).collect()
    }

    #[test]
    fn a_rule_fires_on_yes_only() {
        let rules = rules(&[
            ("route/a-yes", "{ host.class: gateway }", "on-unknown: ask"),
            ("route/b-no", "{ host.class: portal }", "on-unknown: ask"),
            ("route/c-unknown", "{ token.kind: user }", "on-unknown: ask"),
            ("route/d-silent", "{ token.kind: user }", ""),
        ]);
        let checked = judge(&MadeUp::knows(&[GATEWAY, (Id::TokenKind, "?")]), &rules);
        assert_eq!(ids(&checked, &rules), ["a-yes"]);
        assert_eq!(checked.undecided.len(), 1);
        let (rule, needs) = &checked.undecided[0];
        assert_eq!(
            (rules.rules[*rule].id.as_str(), needs[0].fact.as_str()),
            ("c-unknown", "token.kind")
        );
    }

    #[test]
    fn a_success_disproves_a_claimed_refusal_and_nothing_else() {
        let rules = rules(&[
            ("route/a-refused", "{ host.class: gateway }", "claims: refused"),
            ("route/b-ignored", "{ host.class: gateway }", "claims: ignored"),
            ("route/c-open", "{ token.kind: user }", "claims: refused\non-unknown: ask"),
        ]);
        let facts = [GATEWAY, (Id::TokenKind, "?"), (Id::AnswerSucceeded, "true")];
        let checked = judge(&MadeUp::knows(&facts), &rules);
        assert_eq!(ids(&checked, &rules), ["b-ignored"]);
        assert_eq!((checked.disproved.len(), checked.undecided.len()), (1, 0));
        let facts = [GATEWAY, (Id::AnswerSucceeded, "false")];
        assert_eq!(judge(&MadeUp::knows(&facts), &rules).verdicts.len(), 2);
    }

    #[test]
    fn what_nobody_wants_to_hear_is_counted_and_asks_for_no_words() {
        let rules = rules(&[
            ("route/a", "{ host.class: gateway }", "message: 'in {host.region}'"),
            ("route/b", "{ host.class: gateway }", ""),
        ]);
        let witness = MadeUp::knows(&[GATEWAY]);
        let checked = super::judge(&witness, &rules, &|number| number == 1);
        assert_eq!((ids(&checked, &rules), checked.unheard), (vec!["b".to_owned()], 1));
        assert!(!witness.asked.borrow().contains(&Id::HostRegion));
    }

    #[test]
    fn verdicts_stand_in_the_order_of_causes() {
        let when = "{ host.class: gateway }";
        let rules = rules(&[
            ("headers/a-header", when, ""),
            ("shell/b-shell", when, ""),
            ("context/c-note", when, "severity: info"),
            ("context/d-warning", when, "severity: warning\nclaims: refused"),
            ("context/e-error", when, "claims: refused"),
            (
                "context/f-why",
                when,
                "severity: info\nexplains: [{ error: an-error, strength: likely }]",
            ),
        ]);
        let checked = judge(&MadeUp::knows(&[GATEWAY, (Id::AnswerError, "an-error")]), &rules);
        let order = ["b-shell", "f-why", "e-error", "d-warning", "c-note", "a-header"];
        assert_eq!(ids(&checked, &rules), order);
        let explains = checked.verdicts[1].explains.as_ref().unwrap();
        assert_eq!(explains.strength, Strength::Likely);
    }

    #[test]
    fn severity_and_strength_are_those_of_the_first_condition_that_holds() {
        let more = "severity: [{ error-when: { token.kind: user } }, warning]\nexplains:\n  \
                    - { error: an-error, strength: possible, when: { token.kind: user } }\n  \
                    - { error: an-error, strength: certain }";
        let rules = rules(&[("route/a-rule", "{ host.class: gateway }", more)]);
        let said = |kind| {
            let facts = [GATEWAY, (Id::AnswerError, "an-error"), (Id::TokenKind, kind)];
            let verdict = judge(&MadeUp::knows(&facts), &rules).verdicts.remove(0);
            (verdict.severity, verdict.explains.unwrap().strength)
        };
        assert_eq!(said("user"), (Severity::Error, Strength::Possible));
        assert_eq!(said("?"), (Severity::Warning, Strength::Certain));
    }

    #[test]
    fn rules_of_one_guard_are_skipped_with_one_question() {
        let rules = rules(&[
            ("route/a", "{ all: [{ token.kind: user }, { host.class: gateway }] }", ""),
            ("route/b", "{ all: [{ route.tenant: required }, { host.class: gateway }] }", ""),
            ("route/c", "{ all: [{ host.class: gateway }, { token.expired: true }] }", ""),
        ]);
        let elsewhere = MadeUp::knows(&[(Id::HostClass, "environment")]);
        assert_eq!(judge(&elsewhere, &rules), Checked::default());
        assert_eq!(*elsewhere.asked.borrow(), [Id::AnswerSucceeded, Id::HostClass]);
        // A guard that cannot be answered opens its rules: they may be undecided.
        let unknown = MadeUp::knows(&[(Id::HostClass, "?")]);
        judge(&unknown, &rules);
        assert!(unknown.asked.borrow().contains(&Id::TokenExpired));
    }

    #[test]
    fn what_is_said_holds_the_facts_and_points_at_what_is_there() {
        let more = "message: '{host.class} and {token.kind|some} token'\nhelp: to {vendor.gateway}\n\
                    at: { header.x-y: 'label {token.kind}' }\nalso-at: { token: 'is {host.class}', body: b }\n\
                    fix: { safety: safe, set-host: '{vendor.gateway}', set-header: { a-b: 'x{host.class}' } }";
        let rules = rules(&[("route/a-rule", "{ host.class: gateway }", more)]);
        let mut witness = MadeUp::knows(&[GATEWAY]);
        let (path, token) = (Span::new(5, 9), Span::new(20, 30));
        witness.spots = vec![(Spot::UrlPath, path), (Spot::Token, token)];
        let verdict = judge(&witness, &rules).verdicts.remove(0);
        assert_eq!(verdict.message, "gateway and some token");
        assert_eq!(verdict.help.as_deref(), Some("to <gateway>"));
        let mark = |span, label: &str| Mark { span, label: label.to_owned() };
        assert_eq!(verdict.marks, [mark(path, ""), mark(token, "is gateway")]);
        let header = Change::SetHeader("a-b".to_owned(), Filling::Value("xgateway".to_owned()));
        let host = Change::SetHost(Filling::Missing("<gateway>".to_owned()));
        assert_eq!(verdict.changes, [host, header]);
        assert_eq!(verdict.safety, Safety::Placeholder);
    }

    #[test]
    fn the_first_fix_that_applies_is_taken() {
        let more = "fix:\n  - { when: { token.kind: user }, safety: safe, set-token: vendor }\n  \
                    - { safety: unsafe, set-bearer: true }";
        let rules = rules(&[("route/a-rule", "{ host.class: gateway }", more)]);
        let fixed = |kind| {
            let facts = [GATEWAY, (Id::TokenKind, kind)];
            let witness = MadeUp::knows(&facts).with_authorization("bearer: abc");
            let verdict = judge(&witness, &rules).verdicts.remove(0);
            (verdict.changes, verdict.safety)
        };
        let set = |filling| vec![Change::SetHeader("Authorization".to_owned(), filling)];
        let before = "Bearer ".to_owned();
        let variable =
            Filling::Variable { before: before.clone(), name: "VENDOR_TOKEN".to_owned() };
        assert_eq!(fixed("user"), (set(variable), Safety::Safe));
        assert_eq!(fixed("?"), (set(Filling::Kept { before, from: 8 }), Safety::Unsafe));
    }

    #[test]
    fn a_preflight_is_not_judged() {
        let mut exchange = MadeUp::knows(&[]).with_authorization("x").exchange;
        let text = |text: &str| crate::source::Text::decoded(text, Span::default());
        exchange.request.method = text("OPTIONS");
        assert!(!is_preflight(&exchange));
        exchange.request.headers[0].name = text("Access-Control-Request-Method");
        assert!(is_preflight(&exchange));
        exchange.request.method = text("GET");
        assert!(!is_preflight(&exchange));
    }
}
