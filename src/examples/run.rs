//! Every example is judged, and what differs from what it expects is said.

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnosis::diagnose;
use crate::facts::catalog::Catalog;
use crate::facts::{Facts, Ground, Session, gather};
use crate::finding::{Cause, Diagnosis, Need, Severity, Strength, Verdict};
use crate::fix::apply;
use crate::input;
use crate::rules::check::{Checked, check, check_again, truth};
use crate::rules::set::{ErrorExample, Example, Expect, OnUnknown};
use crate::rules::{Pages, RuleSet};
use crate::truth::Truth;

use super::mint::fill;
use super::scene::Stage;

/// An example that does not come out as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// A rule's or a known error's id.
    pub id: String,
    pub example: String,
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, \"{}\": {}", self.id, self.example, self.what)
    }
}

/// What stands for the corrected text where no fix is to be offered.
const NO_FIX: &str = "none";

/// Runs the examples of all pages. The rules may be more than the pages are.
pub fn run(pages: &Pages, rules: &RuleSet, catalog: &Catalog) -> Vec<Failure> {
    let bench = Bench { rules, catalog };
    let mut failures = Vec::new();
    for page in &pages.rules {
        for example in &page.examples {
            let outcome = bench.rule(&page.id, example);
            failures.extend(failed(&page.id, &example.name, outcome));
        }
    }
    for page in &pages.errors {
        for example in &page.examples {
            let outcome = bench.error(&page.id, example);
            failures.extend(failed(&page.id, &example.name, outcome));
        }
    }
    failures
}

fn failed(id: &str, example: &str, outcome: Result<(), String>) -> Option<Failure> {
    let what = outcome.err()?;
    Some(Failure { id: id.to_owned(), example: example.to_owned(), what })
}

struct Bench<'a> {
    rules: &'a RuleSet,
    catalog: &'a Catalog,
}

/// What came of one exchange.
struct Outcome {
    checked: Checked,
    /// What the rule under test says of it.
    expect: Expect,
    needs: Vec<Need>,
    diagnosis: Option<Diagnosis>,
}

impl Bench<'_> {
    fn rule(&self, id: &str, example: &Example) -> Result<(), String> {
        let number = self.rules.find(id).ok_or("there is no such rule")?;
        let stage = Stage::set(&example.scene, &self.catalog.recorders)?;
        let outcomes = self.judge(&stage, Some(number));
        let found = overall(&outcomes);
        // What a rule does not ask about is as good as clean.
        let silent = self.rules.rules[number].on_unknown == OnUnknown::Silent
            && (found, example.expect) == (Expect::Undecided, Expect::Clean);
        if found != example.expect && !silent {
            let (found, expected) = (word(found), word(example.expect));
            let needs = needs_of(&outcomes);
            return Err(format!("expected {expected}, and it is {found}{needs}"));
        }
        let verdicts: Vec<&Verdict> =
            outcomes.iter().filter_map(|outcome| verdict_of(outcome, number)).collect();
        if let (Some(expected), Some(verdict)) = (example.severity, verdicts.first())
            && verdict.severity != expected
        {
            let (expected, found) = (expected.word(), verdict.severity.word());
            return Err(format!("expected severity {expected}, and it is {found}"));
        }
        if let (Some(expected), Some(verdict)) = (example.explains, verdicts.first()) {
            let found = verdict.explains.as_ref().map(|explains| explains.strength);
            if found != expected.strength() {
                let said =
                    |strength: Option<Strength>| strength.map_or("not at all", Strength::word);
                let (found, expected) = (said(found), said(expected.strength()));
                return Err(format!("expected to explain it, {expected}; it does: {found}"));
            }
        }
        match &example.fixed {
            Some(fixed) if fixed.trim() == NO_FIX => {
                let offered = verdicts.iter().any(|verdict| !verdict.changes.is_empty());
                if offered { Err("a fix is offered".to_owned()) } else { Ok(()) }
            }
            Some(fixed) => self.fixed(&stage, &outcomes, (number, fixed)),
            None => Ok(()),
        }
    }

    /// The corrected text is as written, the rule is silent on it, and no other rule objects anew.
    fn fixed(
        &self,
        stage: &Stage,
        outcomes: &[Outcome],
        (number, fixed): (usize, &str),
    ) -> Result<(), String> {
        let expected = fill(fixed, stage.script.now).map_err(|error| error.to_string())?;
        let made = corrected(stage, outcomes, number)?;
        if made.trim_end() != expected.trim_end() {
            return Err(format!(
                "the fix does not make what `fixed` says:\n  made {}\n  not  {}",
                made.trim_end(),
                expected.trim_end()
            ));
        }
        let again = self.judge(&stage.with(&made, &self.catalog.recorders)?, Some(number));
        if overall(&again) == Expect::Finding {
            return Err("the rule fires on the corrected text as well".to_owned());
        }
        let before = objections(outcomes);
        match objections(&again).difference(&before).next() {
            Some(rule) => {
                let id = &self.rules.rules[*rule].id;
                Err(format!("the corrected text is a finding of `{id}`"))
            }
            None => Ok(()),
        }
    }

    fn error(&self, id: &str, example: &ErrorExample) -> Result<(), String> {
        let stage = Stage::set(&example.scene, &self.catalog.recorders)?;
        let outcomes = self.judge(&stage, None);
        let Some(found) = outcomes.iter().rev().find_map(|outcome| outcome.diagnosis.as_ref())
        else {
            return Err("the answer is not recognised as a known error".to_owned());
        };
        if found.error != id {
            return Err(format!("the answer is recognised as `{}`", found.error));
        }
        same("confirmed", &found.confirmed, &example.confirmed)?;
        same("excluded", &found.excluded, &example.excluded)?;
        same("open", &found.open, &example.open)
    }

    /// Judges the exchanges of a scene in their order, each knowing what came before it.
    fn judge(&self, stage: &Stage, rule: Option<usize>) -> Vec<Outcome> {
        let mut session = Session::default();
        let mut outcomes = Vec::new();
        for exchange in &stage.exchanges {
            let facts = gather(exchange, self.ground(stage, &session));
            let checked = check(&facts, self.rules);
            let diagnosis = diagnose(&facts, self.rules, &checked.verdicts);
            outcomes.push(Outcome { diagnosis, ..self.outcome(&facts, checked, rule) });
            session.learn(exchange, self.catalog);
        }
        session.end();
        for (exchange, outcome) in stage.exchanges.iter().zip(&mut outcomes) {
            let deferred = std::mem::take(&mut outcome.checked.deferred);
            if !deferred.is_empty() {
                let facts = gather(exchange, self.ground(stage, &session));
                let again = check_again(&facts, self.rules, &deferred);
                let tested = rule.filter(|rule| deferred.contains(rule));
                let again = self.outcome(&facts, again, tested);
                outcome.checked.verdicts.extend(again.checked.verdicts);
                if tested.is_some() {
                    (outcome.expect, outcome.needs) = (again.expect, again.needs);
                }
            }
        }
        outcomes
    }

    fn ground<'g>(&'g self, stage: &'g Stage, session: &'g Session) -> Ground<'g> {
        Ground {
            catalog: self.catalog,
            settings: &stage.script.settings,
            session,
            signatures: &self.rules.signatures,
        }
    }

    fn outcome(&self, facts: &Facts<'_>, checked: Checked, rule: Option<usize>) -> Outcome {
        let (truth, needs) =
            rule.map_or((Truth::No, Vec::new()), |rule| truth(facts, self.rules, rule));
        let expect = rule.map_or(Expect::Clean, |rule| self.said(rule, truth, &checked));
        Outcome { checked, expect, needs, diagnosis: None }
    }

    fn said(&self, rule: usize, truth: Truth, checked: &Checked) -> Expect {
        if checked.verdicts.iter().any(|verdict| verdict.rule == rule) {
            return Expect::Finding;
        }
        let silent = checked.undecided.iter().all(|(number, _)| *number != rule);
        let asks = self.rules.rules[rule].on_unknown == OnUnknown::Ask;
        match truth {
            Truth::Unknown if !(asks && silent) => Expect::Undecided,
            Truth::Yes | Truth::No | Truth::Unknown => Expect::Clean,
        }
    }
}

/// A finding on one exchange is a finding; else one that cannot be decided leaves it open.
fn overall(outcomes: &[Outcome]) -> Expect {
    let any = |expect: Expect| outcomes.iter().any(|outcome| outcome.expect == expect);
    if any(Expect::Finding) {
        return Expect::Finding;
    }
    if any(Expect::Undecided) { Expect::Undecided } else { Expect::Clean }
}

const fn word(expect: Expect) -> &'static str {
    match expect {
        Expect::Finding => "a finding",
        Expect::Clean => "clean",
        Expect::Undecided => "undecided",
    }
}

fn needs_of(outcomes: &[Outcome]) -> String {
    let undecided = outcomes.iter().find(|outcome| outcome.expect == Expect::Undecided);
    let Some(outcome) = undecided else { return String::new() };
    let needs: Vec<String> = outcome
        .needs
        .iter()
        .map(|need| format!("{} is unknown ({})", need.fact, need.why.word()))
        .collect();
    format!(": {}", needs.join(", "))
}

fn verdict_of(outcome: &Outcome, rule: usize) -> Option<&Verdict> {
    outcome.checked.verdicts.iter().find(|verdict| verdict.rule == rule)
}

/// The rules that object with an error or a warning.
fn objections(outcomes: &[Outcome]) -> BTreeSet<usize> {
    let verdicts = outcomes.iter().flat_map(|outcome| &outcome.checked.verdicts);
    let serious = verdicts.filter(|verdict| verdict.severity >= Severity::Warning);
    serious.map(|verdict| verdict.rule).collect()
}

/// The input with the rule's changes made; of a recording, the corrected call.
fn corrected(stage: &Stage, outcomes: &[Outcome], rule: usize) -> Result<String, String> {
    let mut all = Vec::new();
    let mut text = None;
    for (exchange, outcome) in stage.exchanges.iter().zip(outcomes) {
        let Some(verdict) = verdict_of(outcome, rule) else { continue };
        if verdict.changes.is_empty() {
            return Err("no fix applies".to_owned());
        }
        let Some(edits) = input::edits(exchange, &verdict.changes, &[]) else {
            let is_evidence = exchange.format.is_recording();
            let as_curl = || input::as_curl(exchange, &verdict.changes, &[]);
            return input::corrected(exchange, &verdict.changes, &[])
                .or_else(|| is_evidence.then(as_curl))
                .ok_or_else(|| "the changes cannot be made in this text".to_owned());
        };
        all.extend(edits);
        text = Some(exchange.source.text());
    }
    text.map(|text| apply(text, &all)).ok_or_else(|| "nothing to fix".to_owned())
}

fn same(what: &str, found: &[Cause], expected: &[String]) -> Result<(), String> {
    let found: BTreeSet<&str> = found.iter().map(|cause| cause.id.as_str()).collect();
    let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
    if found == expected {
        return Ok(());
    }
    let list = |ids: &BTreeSet<&str>| ids.iter().copied().collect::<Vec<_>>().join(", ");
    Err(format!("expected {what} [{}], and it is [{}]", list(&expected), list(&found)))
}
