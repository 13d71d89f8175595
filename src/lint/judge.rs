//! One exchange, judged: verdicts become masked findings with proven fixes.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnosis;
use crate::exchange::Exchange;
use crate::facts::table::Id;
use crate::facts::{Facts, Ground, Session, Value, gather};
use crate::finding::{Claims, Finding, PlacedMark, Undecided, Verdict};
use crate::input::Files;
use crate::lint::Linter;
use crate::lint::ledger::{Held, Judged, Kinship};
use crate::lint::prove::{Proof, prove};
use crate::rules::check::{Checked, check};
use crate::source::Span;
use crate::view::{self, Credential, Secret};

/// Judges exchanges in order; remembers which secrets it has numbered.
pub(super) struct Judge<'a> {
    pub(super) linter: &'a Linter<'a>,
    pub(super) files: Option<&'a Files<'a>>,
    secrets: view::Ledger,
    ordinals: BTreeMap<String, usize>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(linter: &'a Linter<'a>, files: Option<&'a Files<'a>>) -> Self {
        let secrets = view::Ledger::default();
        Self { linter, files, secrets, ordinals: BTreeMap::new() }
    }

    pub(super) fn ground<'g>(&'g self, session: &'g Session) -> Ground<'g> {
        Ground {
            catalog: self.linter.catalog,
            settings: &self.linter.settings,
            session,
            signatures: &self.linter.rules.signatures,
        }
    }

    pub(super) fn judge(&mut self, exchange: &Exchange, session: &Session) -> Judged {
        let linter = self.linter;
        let ground = Ground {
            catalog: linter.catalog,
            settings: &linter.settings,
            session,
            signatures: &linter.rules.signatures,
        };
        let facts = gather(exchange, ground);
        let checked = check(&facts, linter.rules);
        let secrets = view::secrets(exchange, &credential(&facts), &mut self.secrets);
        let mut diagnosis = diagnosis::diagnose(&facts, linter.rules, &checked.verdicts);
        if let Some(diagnosis) = &mut diagnosis {
            diagnosis.file = exchange.source.name().clone();
            diagnosis.exchange = exchange.number;
        }
        let later: Vec<usize> = checked.verdicts.iter().map(|verdict| verdict.rule).collect();
        let findings = checked
            .verdicts
            .iter()
            .enumerate()
            .map(|(at, verdict)| {
                let proof = prove(self, &facts, (verdict, &later[at + 1..]), &secrets);
                self.hold(&facts, verdict, proof, &secrets)
            })
            .collect();
        Judged {
            findings,
            disproved: checked.disproved.iter().map(|rule| kinship(&facts, *rule)).collect(),
            undecided: self.undecided(&checked, exchange),
            diagnosis,
        }
    }

    fn hold(
        &mut self,
        facts: &Facts<'_>,
        verdict: &Verdict,
        proof: Proof,
        secrets: &[Secret],
    ) -> Held {
        let linter = self.linter;
        let rule = &linter.rules.rules[verdict.rule];
        let exchange = facts.exchange();
        let (excerpt, shown) = view::excerpt(exchange, &verdict.marks, secrets);
        let marks = verdict
            .marks
            .iter()
            .zip(shown)
            .map(|(mark, shown)| {
                let (start, end) = places(exchange, mark.span);
                PlacedMark { start, end, label: mark.label.clone(), shown }
            })
            .collect();
        let mut hides: BTreeSet<usize> = linter.rules.numbers(&rule.folds);
        hides.extend(proof.cures);
        let finding = Finding {
            rule: rule.id.clone(),
            topic: rule.topic.clone(),
            severity: verdict.severity,
            claims: rule.claims,
            message: verdict.message.clone(),
            help: verdict.help.clone(),
            file: exchange.source.name().clone(),
            exchange: exchange.number,
            request: view::request(exchange),
            pointer: exchange.pointer.clone(),
            marks,
            excerpt,
            explains: verdict.explains.clone(),
            folds: Vec::new(),
            fix: proof.fix,
            fingerprint: self.fingerprint(facts, &rule.id),
        };
        let kinship = kinship(facts, verdict.rule);
        Held { finding, kinship, refutable: rule.claims == Claims::Refused, hides }
    }

    fn fingerprint(&mut self, facts: &Facts<'_>, rule: &str) -> String {
        let exchange = facts.exchange();
        let target = word(facts, Id::RoutePath).unwrap_or_else(|| {
            let class = word(facts, Id::HostClass).unwrap_or_default();
            class + &view::path_shape(exchange.request.url.path.as_written())
        });
        let name = [Id::HeaderMisspelt, Id::HeaderEmpty, Id::BodyWrongName]
            .into_iter()
            .find_map(|id| word(facts, id))
            .unwrap_or_default();
        let parts = view::Parts {
            rule,
            path: exchange.source.name(),
            method: exchange.request.method.as_written(),
            target: &target,
            name: &name,
            ordinal: 0,
        };
        let count = self.ordinals.entry(view::fingerprint(&parts)).or_default();
        *count += 1;
        view::fingerprint(&view::Parts { ordinal: *count - 1, ..parts })
    }

    fn undecided(&self, checked: &Checked, exchange: &Exchange) -> Vec<Undecided> {
        checked
            .undecided
            .iter()
            .map(|(rule, needs)| {
                let rule = &self.linter.rules.rules[*rule];
                Undecided {
                    rule: rule.id.clone(),
                    file: exchange.source.name().clone(),
                    exchange: exchange.number,
                    needs: needs.clone(),
                    settle: rule.settle.clone(),
                }
            })
            .collect()
    }
}

/// What may be said of the credential: its kind and how long it lives.
fn credential<'f>(facts: &'f Facts<'_>) -> Credential<'f> {
    let state = word(facts, Id::TokenValidFor)
        .map(|left| format!("valid for {left}"))
        .or_else(|| word(facts, Id::TokenExpiredFor).map(|ago| format!("expired {ago} before")));
    Credential { kind: word(facts, Id::TokenKind), state }
}

fn kinship(facts: &Facts<'_>, rule: usize) -> Kinship {
    let request = &facts.exchange().request;
    Kinship {
        rule,
        method: request.method_for_routing().to_owned(),
        host: request.url.host.as_written().to_ascii_lowercase(),
        route: word(facts, Id::RoutePath)
            .unwrap_or_else(|| request.url.path.as_written().to_owned()),
    }
}

fn word(facts: &Facts<'_>, id: Id) -> Option<String> {
    match facts.get(id).known()? {
        Value::Word(word) => Some(word.into_owned()),
        Value::Number(_) | Value::Flag(_) => None,
    }
}

pub(super) fn places(
    exchange: &Exchange,
    span: Span,
) -> (crate::source::Place, crate::source::Place) {
    (exchange.source.place(span.start), exchange.source.place(span.end))
}
