//! Whether a condition holds of what a recording shows.

use std::borrow::Cow;

use crate::exchange::Exchange;
use crate::facts::table::{Id, Spot, entry};
use crate::facts::{Facts, Value};
use crate::finding::Need;
use crate::rules::condition::{Condition, Guard, Literal, Test};
use crate::source::Span;
use crate::truth::{Fact, Truth};

/// Who says what the facts are, and where in the source a part of the request stands.
pub trait Witness {
    fn get(&self, id: Id) -> Fact<Value<'_>>;
    fn span(&self, spot: &Spot) -> Option<Span>;
    /// The other places of a spot that stands for several.
    fn further(&self, _: &Spot) -> Vec<Span> {
        Vec::new()
    }
    fn exchange(&self) -> &Exchange;
}

impl Witness for Facts<'_> {
    fn get(&self, id: Id) -> Fact<Value<'_>> {
        Facts::get(self, id)
    }

    fn span(&self, spot: &Spot) -> Option<Span> {
        Facts::span(self, spot)
    }

    fn further(&self, spot: &Spot) -> Vec<Span> {
        Facts::further(self, spot)
    }

    fn exchange(&self) -> &Exchange {
        Facts::exchange(self)
    }
}

/// Whether the condition holds, and the facts that kept it from being decided.
pub fn truth(condition: &Condition, witness: &impl Witness) -> (Truth, Vec<Need>) {
    let mut needs = Vec::new();
    let truth = decide(condition, witness, &mut needs);
    (truth, needs)
}

/// Whether the condition certainly holds.
pub fn holds(condition: &Condition, witness: &impl Witness) -> bool {
    truth(condition, witness).0 == Truth::Yes
}

/// Whether a rule with this guard can be anything but No.
pub fn may_hold(guard: &Guard, witness: &impl Witness) -> bool {
    one_of(&witness.get(guard.fact), &guard.values) != Truth::No
}

fn decide(condition: &Condition, witness: &impl Witness, needs: &mut Vec<Need>) -> Truth {
    match condition {
        Condition::All(parts) => decided_by(Truth::No, parts, witness, needs),
        Condition::Any(parts) => decided_by(Truth::Yes, parts, witness, needs),
        Condition::Not(part) => !decide(part, witness, needs),
        Condition::Is(id, test) => ask(*id, test, witness, needs),
    }
}

/// The truth of a list that one part of truth `end` decides, whatever the others are.
fn decided_by(
    end: Truth,
    parts: &[Condition],
    witness: &impl Witness,
    needs: &mut Vec<Need>,
) -> Truth {
    let before = needs.len();
    let mut all = !end;
    for part in parts {
        let truth = decide(part, witness, needs);
        if truth == end {
            needs.truncate(before);
            return end;
        }
        if truth == Truth::Unknown {
            all = Truth::Unknown;
        }
    }
    all
}

fn ask(id: Id, test: &Test, witness: &impl Witness, needs: &mut Vec<Need>) -> Truth {
    let fact = witness.get(id);
    let truth = match test {
        Test::Known => return Truth::from_bool(fact.is_known()),
        Test::Absent => presence(&fact, Truth::No),
        Test::Present => presence(&fact, Truth::Yes),
        Test::OneOf(values) => one_of(&fact, values),
        Test::NoneOf(values) => {
            compare(&fact, |value| !values.iter().any(|literal| equals(value, literal)))
        }
        Test::SameAs(other) => pair(&fact, (*other, &witness.get(*other)), needs, |a, b| a == b),
        Test::DiffersFrom(other) => {
            pair(&fact, (*other, &witness.get(*other)), needs, |a, b| a != b)
        }
        Test::StartsWith(start) => word(&fact, |word| word.starts_with(start.as_str())),
        Test::EndsWith(end) => word(&fact, |word| word.ends_with(end.as_str())),
        Test::Contains(part) => word(&fact, |word| word.contains(part.as_str())),
        Test::Matches(pattern) => word(&fact, |word| pattern.is_match(word)),
        Test::MoreThan(bound) => number(&fact, |number| number > *bound),
        Test::LessThan(bound) => number(&fact, |number| number < *bound),
    };
    if truth == Truth::Unknown {
        note(id, &fact, needs);
    }
    truth
}

fn note(id: Id, fact: &Fact<Value<'_>>, needs: &mut Vec<Need>) {
    if let Fact::Unknown(why) = fact {
        let need = Need { fact: entry(id).name.to_owned(), why: *why };
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
}

fn presence(fact: &Fact<Value<'_>>, if_there: Truth) -> Truth {
    match fact {
        Fact::Known(_) => if_there,
        Fact::Absent => !if_there,
        Fact::Unknown(_) => Truth::Unknown,
    }
}

/// A comparison: of an absent fact No, as is its opposite.
fn compare(fact: &Fact<Value<'_>>, holds: impl FnOnce(&Value<'_>) -> bool) -> Truth {
    match fact {
        Fact::Known(value) => Truth::from_bool(holds(value)),
        Fact::Absent => Truth::No,
        Fact::Unknown(_) => Truth::Unknown,
    }
}

fn one_of(fact: &Fact<Value<'_>>, values: &[Literal]) -> Truth {
    compare(fact, |value| values.iter().any(|literal| equals(value, literal)))
}

fn equals(value: &Value<'_>, literal: &Literal) -> bool {
    match (value, literal) {
        (Value::Word(value), Literal::Word(word)) => value == word,
        (Value::Number(value), Literal::Number(number)) => value == number,
        (Value::Flag(value), Literal::Flag(flag)) => value == flag,
        (Value::Word(_) | Value::Number(_) | Value::Flag(_), _) => false,
    }
}

fn word(fact: &Fact<Value<'_>>, holds: impl FnOnce(&str) -> bool) -> Truth {
    compare(fact, |value| match value {
        Value::Word(word) => holds(word),
        Value::Number(_) | Value::Flag(_) => false,
    })
}

fn number(fact: &Fact<Value<'_>>, holds: impl FnOnce(i64) -> bool) -> Truth {
    compare(fact, |value| match value {
        Value::Number(number) => holds(*number),
        Value::Word(_) | Value::Flag(_) => false,
    })
}

/// Two facts compared: one that is absent decides, also where the other is unknown.
fn pair(
    first: &Fact<Value<'_>>,
    (other, second): (Id, &Fact<Value<'_>>),
    needs: &mut Vec<Need>,
    holds: impl FnOnce(&Value<'_>, &Value<'_>) -> bool,
) -> Truth {
    match (first, second) {
        (Fact::Absent, _) | (_, Fact::Absent) => Truth::No,
        (Fact::Known(first), Fact::Known(second)) => Truth::from_bool(holds(first, second)),
        (Fact::Unknown(_), _) | (_, Fact::Unknown(_)) => {
            note(other, second, needs);
            Truth::Unknown
        }
    }
}

/// The value as text, for the user's own file.
pub fn raw(value: &Value<'_>) -> String {
    match value {
        Value::Word(Cow::Borrowed(word)) => (*word).to_owned(),
        Value::Word(Cow::Owned(word)) => word.clone(),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::made_up::{MadeUp, rules};
    use crate::truth::Why;

    use super::*;

    /// The truth of a condition, and the facts that it lacked.
    fn judged(when: &str, facts: &[(Id, &str)]) -> (Truth, Vec<String>) {
        let rules = rules(&[("route/a-rule", when, "")]);
        let (truth, needs) = truth(&rules.rules[0].when, &MadeUp::knows(facts));
        (truth, needs.into_iter().map(|need| need.fact).collect())
    }

    fn is(when: &str, facts: &[(Id, &str)]) -> Truth {
        judged(when, facts).0
    }

    const HOST: Id = Id::HostRegion;
    const VENDOR: Id = Id::VendorRegion;

    #[test]
    fn a_comparison_with_an_absent_fact_is_no_and_so_is_its_opposite() {
        for when in [
            "host.region: eu",
            "host.region: { differs-from: eu }",
            "host.region: { same-as: vendor.region }",
            "host.region: { differs-from: vendor.region }",
            "vendor.region: { differs-from: host.region }",
            "host.region: { contains: e }",
            "answer.status: { more-than: 3 }",
        ] {
            // Also where the other side is unknown: what is not there does not differ.
            let (truth, _) = judged(&format!("{{ {when} }}"), &[(VENDOR, "?")]);
            assert_eq!(truth, Truth::No, "{when}");
        }
    }

    #[test]
    fn a_comparison_with_an_unknown_fact_is_unknown_and_says_which() {
        let when = "{ host.region: { differs-from: vendor.region } }";
        let (truth, needs) = judged(when, &[(HOST, "eu"), (VENDOR, "?")]);
        assert_eq!((truth, needs), (Truth::Unknown, vec!["vendor.region".to_owned()]));
        let (truth, needs) = judged(when, &[(HOST, "?"), (VENDOR, "?")]);
        assert_eq!((truth, needs.len()), (Truth::Unknown, 2));
        assert_eq!(is(when, &[(HOST, "eu"), (VENDOR, "us")]), Truth::Yes);
        assert_eq!(is(when, &[(HOST, "us"), (VENDOR, "us")]), Truth::No);
    }

    #[test]
    fn one_no_ends_an_all_and_one_yes_an_any_whatever_is_unknown_beside_it() {
        let both = |kind| format!("{{ {kind}: [{{ host.region: eu }}, {{ vendor.region: eu }}] }}");
        assert_eq!(judged(&both("all"), &[(HOST, "?"), (VENDOR, "us")]), (Truth::No, vec![]));
        assert_eq!(judged(&both("any"), &[(HOST, "?"), (VENDOR, "eu")]), (Truth::Yes, vec![]));
        assert_eq!(is(&both("all"), &[(HOST, "?"), (VENDOR, "eu")]), Truth::Unknown);
        assert_eq!(is(&both("any"), &[(HOST, "?"), (VENDOR, "us")]), Truth::Unknown);
        assert_eq!(is(&both("all"), &[(HOST, "eu"), (VENDOR, "eu")]), Truth::Yes);
        assert_eq!(is(&both("any"), &[(HOST, "us"), (VENDOR, "us")]), Truth::No);
    }

    #[test]
    fn presence_is_three_valued_and_being_known_is_not() {
        for (facts, absent, present, known) in [
            (&[(HOST, "eu")][..], Truth::No, Truth::Yes, Truth::Yes),
            (&[][..], Truth::Yes, Truth::No, Truth::No),
            (&[(HOST, "?")][..], Truth::Unknown, Truth::Unknown, Truth::No),
        ] {
            assert_eq!(is("{ host.region: is-absent }", facts), absent);
            assert_eq!(is("{ host.region: is-present }", facts), present);
            assert_eq!(is("{ host.region: is-known }", facts), known);
            assert_eq!(is("{ not: { host.region: is-known } }", facts), !known);
        }
    }

    #[test]
    fn operators_say_what_their_names_say() {
        let path = [(Id::RoutePath, "/identity/resources"), (Id::AnswerStatus, "404")];
        for (when, truth) in [
            ("route.path: { starts-with: /identity }", Truth::Yes),
            ("route.path: { ends-with: /identity }", Truth::No),
            ("route.path: { contains: ity/res }", Truth::Yes),
            ("route.path: { matches: '^/i.*s$' }", Truth::Yes),
            ("route.path: { matches: '^x' }", Truth::No),
            ("route.path: [/a, /identity/resources]", Truth::Yes),
            ("route.path: { differs-from: [/a, /b] }", Truth::Yes),
            ("route.path: { differs-from: [/a, /identity/resources] }", Truth::No),
            ("answer.status: { more-than: 403 }", Truth::Yes),
            ("answer.status: { less-than: 404 }", Truth::No),
            ("answer.status: [401, 404]", Truth::Yes),
        ] {
            assert_eq!(is(&format!("{{ {when} }}"), &path), truth, "{when}");
        }
    }

    #[test]
    fn the_reason_of_a_need_is_the_facts_own() {
        let rules = rules(&[("route/a-rule", "{ host.region: eu }", "")]);
        let (_, needs) = truth(&rules.rules[0].when, &MadeUp::knows(&[(HOST, "?")]));
        assert_eq!(needs, [Need { fact: "host.region".to_owned(), why: Why::Variable }]);
    }
}
