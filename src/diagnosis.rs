//! An error answer, its confirmed, excluded and open causes.

use std::cmp::Reverse;

use crate::facts::table::Id;
use crate::facts::{Facts, Value};
use crate::finding::{Cause, Diagnosis, Finding, Need, Strength, Verdict};
use crate::rules::RuleSet;
use crate::rules::judge::{Witness, truth};
use crate::rules::render::line;
use crate::rules::set::{Candidate, KnownError, Outside, Rule};
use crate::truth::{Fact, Truth};

/// What stands behind the recorded error, if it is a known one. The file and the number of the
/// exchange are left empty for the caller.
pub fn diagnose(facts: &Facts<'_>, rules: &RuleSet, verdicts: &[Verdict]) -> Option<Diagnosis> {
    explain(facts, rules, verdicts)
}

/// Of two confirmed causes of which the finding of one folds the other, the second is a part of the
/// first and comes right after it. `findings` are those of the whole recording, in its order.
pub fn fold(diagnosis: &mut Diagnosis, findings: &[Finding]) {
    let confirmed = &mut diagnosis.confirmed;
    let before = findings.partition_point(|finding| finding.exchange < diagnosis.exchange);
    let own = findings.iter().skip(before);
    let own = own.take_while(|finding| finding.exchange == diagnosis.exchange);
    let roots: Vec<&Finding> =
        own.filter(|finding| confirmed.iter().any(|cause| cause.id == finding.rule)).collect();
    for cause in confirmed.iter_mut() {
        let root = roots.iter().find(|root| root.folds.contains(&cause.id));
        cause.part_of = root.map(|root| root.rule.clone());
    }
    // Each cause goes with its root, and the root is as sure as the surest of its parts.
    let root = |cause: &Cause| cause.part_of.clone().unwrap_or_else(|| cause.id.clone());
    let roots: Vec<String> = confirmed.iter().map(root).collect();
    let place = |cause: &Cause| roots.iter().position(|other| *other == root(cause));
    confirmed.sort_by_cached_key(|cause| (place(cause), cause.part_of.is_some()));
}

fn explain(witness: &impl Witness, rules: &RuleSet, verdicts: &[Verdict]) -> Option<Diagnosis> {
    let Fact::Known(Value::Word(id)) = witness.get(Id::AnswerError) else { return None };
    let error = rules.error(&id)?;
    let mut draft = Draft::default();
    for candidate in &error.causes {
        match candidate {
            Candidate::Rule(id) => {
                let Some(number) = rules.find(id) else { continue };
                let rule = &rules.rules[number];
                let verdict = verdicts.iter().find(|verdict| verdict.rule == number);
                draft.ask_rule((rule, verdict), witness, &error.id);
            }
            Candidate::Outside(outside) => draft.ask_outside(outside, witness),
        }
    }
    for verdict in verdicts {
        draft.add_beside(verdict, rules, error);
    }
    // Best first; what is as sure stays in the order of the file.
    draft.confirmed.sort_by_key(|(strength, _)| Reverse(*strength));
    Some(Diagnosis {
        file: "".into(),
        exchange: 0,
        error: error.id.clone(),
        title: error.title.clone(),
        status: status(witness),
        confirmed: draft.confirmed.into_iter().map(|(_, cause)| cause).collect(),
        excluded: draft.excluded,
        open: draft.open,
    })
}

fn status(witness: &impl Witness) -> Option<u16> {
    match witness.get(Id::AnswerStatus) {
        Fact::Known(Value::Number(status)) => u16::try_from(status).ok(),
        Fact::Known(Value::Word(_) | Value::Flag(_)) | Fact::Absent | Fact::Unknown(_) => None,
    }
}

#[derive(Default)]
struct Draft {
    confirmed: Vec<(Strength, Cause)>,
    excluded: Vec<Cause>,
    open: Vec<Cause>,
}

impl Draft {
    fn ask_rule(
        &mut self,
        (rule, verdict): (&Rule, Option<&Verdict>),
        witness: &impl Witness,
        error: &str,
    ) {
        let cause = |why: String| Cause::new(&rule.id, why);
        match truth(&rule.when, witness) {
            (Truth::Yes, _) => {
                let explained = verdict.and_then(|verdict| verdict.explains.as_ref());
                let listed = || rule.explains.iter().find(|explains| explains.error == error);
                let strength = explained
                    .map(|explains| explains.strength)
                    .or_else(|| listed().map(|explains| explains.strength));
                let why = line(&rule.message, witness);
                self.confirmed.push((strength.unwrap_or(Strength::Possible), cause(why)));
            }
            (Truth::No, _) => {
                let why = rule.rules_out.as_ref().map(|line_of| line(line_of, witness));
                self.excluded.push(cause(why.unwrap_or_else(|| EXCLUDED.to_owned())));
            }
            (Truth::Unknown, needs) => {
                let why = rule.settle.clone().unwrap_or_else(|| lacking(&needs));
                self.open.push(cause(why));
            }
        }
    }

    fn ask_outside(&mut self, outside: &Outside, witness: &impl Witness) {
        let can_be = outside.when.as_ref().map_or(Truth::Yes, |when| truth(when, witness).0);
        match can_be {
            Truth::No => {
                let why = outside.rules_out.as_ref().map(|line_of| line(line_of, witness));
                let why = why.unwrap_or_else(|| EXCLUDED.to_owned());
                self.excluded.push(Cause::new(&outside.id, why));
            }
            Truth::Yes | Truth::Unknown => {
                self.open.push(Cause::new(&outside.id, line(&outside.settle, witness)));
            }
        }
    }

    /// A finding that explains the error without being one of its usual causes.
    fn add_beside(&mut self, verdict: &Verdict, rules: &RuleSet, error: &KnownError) {
        let id = &rules.rules[verdict.rule].id;
        let explains = verdict.explains.as_ref().filter(|explains| explains.error == error.id);
        let Some(explains) = explains else { return };
        if error.causes.iter().all(|candidate| candidate.id() != id) {
            let cause = Cause::new(id, verdict.message.clone());
            self.confirmed.push((explains.strength, cause));
        }
    }
}

const EXCLUDED: &str = "the recording shows otherwise";

fn lacking(needs: &[Need]) -> String {
    let facts: Vec<String> =
        needs.iter().map(|need| format!("{} ({})", need.fact, need.why.word())).collect();
    format!("the recording does not say {}", facts.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::rules::made_up::{MadeUp, rules};
    use crate::rules::template::Template;

    use super::*;

    /// A gateway's error with two rules and two causes of the outside world behind it.
    fn diagnosed(facts: &[(Id, &str)]) -> Option<Diagnosis> {
        let user = "claims: note\nmessage: 'a {token.kind} token'\nrules-out: 'the token is {token.kind}'\n\
                    settle: say the kind\nexplains: [{ error: an-error, strength: likely }]";
        let region = "explains: [{ error: an-error, strength: certain }]";
        let mut rules = rules(&[
            ("context/a-user", "{ token.kind: user }", user),
            ("gateway/b-region", "{ host.region: us }", region),
            ("gateway/c-beside", "{ host.class: gateway }", region),
        ]);
        let outside = |id: &str, when: Option<&str>| {
            let when = when.map(|kind| {
                crate::rules::made_up::rules(&[("x/y", kind, "")]).rules[0].when.clone()
            });
            let rules_out = Some(Template::parse("no vendor's").unwrap());
            let settle = Template::parse("mint again").unwrap();
            Candidate::Outside(Outside { id: id.to_owned(), when, rules_out, settle })
        };
        rules.errors.push(KnownError {
            id: "an-error".to_owned(),
            title: "It failed".to_owned(),
            meaning: String::new(),
            matches: Vec::new(),
            causes: vec![
                Candidate::Rule("a-user".to_owned()),
                Candidate::Rule("b-region".to_owned()),
                outside("rotated", Some("{ token.kind: vendor }")),
                outside("weather", None),
            ],
        });
        let witness = MadeUp::knows(facts);
        let verdict = |rule: usize| Verdict {
            rule,
            severity: crate::finding::Severity::Error,
            message: "beside".to_owned(),
            help: None,
            marks: Vec::new(),
            changes: Vec::new(),
            safety: crate::fix::Safety::Safe,
            explains: Some(crate::finding::Explains {
                error: "an-error".to_owned(),
                strength: Strength::Certain,
            }),
        };
        let beside = facts.contains(&(Id::HostClass, "gateway")).then(|| verdict(2));
        explain(&witness, &rules, beside.as_slice())
    }

    fn ids(causes: &[Cause]) -> Vec<&str> {
        causes.iter().map(|cause| cause.id.as_str()).collect()
    }

    const ERROR: (Id, &str) = (Id::AnswerError, "an-error");

    #[test]
    fn every_candidate_is_confirmed_excluded_or_open() {
        let facts =
            [ERROR, (Id::AnswerStatus, "401"), (Id::TokenKind, "user"), (Id::HostRegion, "?")];
        let said = diagnosed(&facts).unwrap();
        assert_eq!((said.status, said.title.as_str()), (Some(401), "It failed"));
        assert_eq!(ids(&said.confirmed), ["a-user"]);
        assert_eq!(said.confirmed[0].why, "a user token");
        assert_eq!(ids(&said.excluded), ["rotated"]);
        assert_eq!(said.excluded[0].why, "no vendor's");
        assert_eq!(ids(&said.open), ["b-region", "weather"]);
        assert_eq!(said.open[0].why, "the recording does not say host.region (variable)");
    }

    #[test]
    fn what_is_ruled_out_says_why_and_what_is_open_what_settles_it() {
        let said = diagnosed(&[ERROR, (Id::TokenKind, "vendor")]).unwrap();
        assert_eq!(ids(&said.excluded), ["a-user", "b-region"]);
        assert_eq!(said.excluded[0].why, "the token is vendor");
        assert_eq!(ids(&said.open), ["rotated", "weather"]);
        let said = diagnosed(&[ERROR, (Id::TokenKind, "?")]).unwrap();
        assert_eq!(said.open[0].why, "say the kind");
    }

    #[test]
    fn the_surest_cause_comes_first_also_one_that_is_no_candidate() {
        let facts = [ERROR, (Id::TokenKind, "user"), (Id::HostClass, "gateway")];
        let said = diagnosed(&facts).unwrap();
        assert_eq!(ids(&said.confirmed), ["c-beside", "a-user"]);
    }

    #[test]
    fn an_answer_that_is_no_known_error_is_not_diagnosed() {
        assert_eq!(diagnosed(&[(Id::TokenKind, "user")]), None);
        assert_eq!(diagnosed(&[(Id::AnswerError, "another")]), None);
    }
}
