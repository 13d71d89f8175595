//! One exchange, judged: verdicts become masked findings with proven fixes.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::diagnosis::diagnose;
use crate::exchange::Exchange;
use crate::facts::table::Id;
use crate::facts::{Facts, Ground, Session, Value, gather};
use crate::finding::{Call, Claims, Diagnosis, Excerpt, Finding, PlacedMark, Undecided, Verdict};
use crate::input::Files;
use crate::lint::Linter;
use crate::lint::comments::Comments;
use crate::lint::ledger::{By, Held, Judged, Kinship, Ledger, Unseen};
use crate::lint::name::name;
use crate::lint::onlooker::{Nobody, Onlooker};
use crate::lint::prove::{Proof, ReadAgain, prove};
use crate::rules::check::{Checked, check_again, check_for};
use crate::source::{Place, Span, Text};
use crate::truth::Fact;
use crate::view::fingerprint::path_shape;
use crate::view::{self, Credential, Secret};

/// More of a path that is no route tells nothing.
const MOST_SEGMENTS: usize = 10;

/// Judges exchanges in order; remembers which secrets it has numbered.
pub(super) struct Judge<'a> {
    /// The file, relative to its repository.
    pub(super) path: &'a str,
    pub(super) linter: &'a Linter<'a>,
    pub(super) files: Option<&'a Files<'a>>,
    pub(super) read_again: ReadAgain,
    pub(super) comments: Comments,
    pub(super) onlooker: &'a dyn Onlooker,
    secrets: view::Ledger,
}

impl<'a> Judge<'a> {
    pub(super) fn new(path: &'a str, linter: &'a Linter<'a>, files: Option<&'a Files<'a>>) -> Self {
        Self {
            path,
            linter,
            files,
            read_again: ReadAgain::default(),
            comments: Comments::default(),
            onlooker: &Nobody,
            secrets: view::Ledger::default(),
        }
    }

    /// What an exchange of this moment of the recording is judged by.
    pub(super) fn ground<'g>(&self, session: &'g Session) -> Ground<'g>
    where
        'a: 'g,
    {
        let linter = self.linter;
        Ground {
            catalog: linter.catalog,
            settings: &linter.settings,
            session,
            signatures: &linter.rules.signatures,
        }
    }

    /// Judges an exchange for a ledger; what the ledger has no room for is counted and not made.
    pub(super) fn judge(
        &mut self,
        exchange: &Exchange,
        session: &Session,
        ledger: &Ledger,
    ) -> Judged {
        let facts = gather(exchange, self.ground(session));
        let rules = self.linter.rules;
        let explained = ledger.has_diagnoses() && facts.get(Id::AnswerError).is_known();
        // The words of a finding are dear, and of a recording full of findings few are kept.
        let off = Cell::new(0);
        let wanted = |rule: usize| {
            let judged = self.linter.policy.judges(&rules.rules[rule]);
            off.set(off.get() + usize::from(!judged && !explained));
            explained || judged && ledger.has_room(rule)
        };
        let mut checked = check_for(&facts, rules, &wanted);
        checked.unheard -= off.get();
        let diagnosis = explained.then(|| diagnose(&facts, rules, &checked.verdicts)).flatten();
        let diagnosis = diagnosis.map(|diagnosis| Diagnosis {
            file: exchange.source.name().clone(),
            exchange: exchange.number,
            ..diagnosis
        });
        if let Some(diagnosis) = &diagnosis {
            self.onlooker.diagnosed(&facts, diagnosis);
        }
        let call = ledger.has_time().then(|| call(&facts));
        Judged { diagnosis, call, ..self.judged(&facts, checked, ledger) }
    }

    /// Judges an exchange by rules that waited for the end of the recording.
    pub(super) fn judge_again(
        &mut self,
        (exchange, deferred): (&Exchange, &[usize]),
        session: &Session,
        ledger: &Ledger,
    ) -> Judged {
        let facts = gather(exchange, self.ground(session));
        let checked = check_again(&facts, self.linter.rules, deferred);
        self.judged(&facts, checked, ledger)
    }

    fn judged(&mut self, facts: &Facts<'_>, mut checked: Checked, ledger: &Ledger) -> Judged {
        let (exchange, ground) = (facts.exchange(), facts.ground());
        let unseen = self.hide(facts, &mut checked);
        // Most calls are clean, and nothing of them is shown: only what is shown needs masking.
        let kept = |verdict: &&Verdict| ledger.has_room(verdict.rule);
        let unkept = checked.verdicts.len() - checked.verdicts.iter().filter(kept).count();
        let secrets = if unkept == checked.verdicts.len() {
            Vec::new()
        } else {
            let kind = word(facts, Id::TokenKind);
            let credential = Credential { kind: kind.as_deref(), state: life(facts) };
            view::secrets(exchange, &credential, &mut self.secrets)
        };
        let numbers: Vec<usize> = checked.verdicts.iter().map(|verdict| verdict.rule).collect();
        let kept = checked.verdicts.iter().enumerate();
        let kept = kept.filter(|(_, verdict)| ledger.has_room(verdict.rule));
        let findings = kept.map(|(at, verdict)| {
            let later = &numbers[at + 1..];
            let proof = prove(self, (exchange, ground), (verdict, later), &secrets);
            self.hold(facts, (verdict, proof), &secrets)
        });
        Judged {
            findings: findings.collect(),
            unseen,
            more: unkept + checked.unheard,
            disproved: checked.disproved.iter().map(|rule| kinship(facts, *rule)).collect(),
            undecided: self.undecided(&checked, exchange),
            deferred: checked.deferred,
            diagnosis: None,
            call: None,
        }
    }

    /// Takes out what nobody wants to hear, and what somebody has decided not to see. Neither
    /// hides anything else.
    fn hide(&self, facts: &Facts<'_>, checked: &mut Checked) -> Vec<(Unseen, usize)> {
        let Linter { rules, policy, .. } = self.linter;
        let exchange = facts.exchange();
        if !policy.is_default() {
            let heard = |number: usize| policy.judges(&rules.rules[number]);
            checked.undecided.retain(|(number, _)| heard(*number));
            checked.deferred.retain(|number| heard(*number));
        }
        let mut unseen = Vec::new();
        for verdict in std::mem::take(&mut checked.verdicts) {
            let rule = &rules.rules[verdict.rule];
            let Some(verdict) = policy.heard(rule, verdict) else { continue };
            let host = || exchange.request.url.host.as_written().to_ascii_lowercase();
            let remark = self.comments.hidden(rule, exchange).map(By::Remark);
            match remark.or_else(|| policy.hidden(rule, host).map(By::Entry)) {
                None => checked.verdicts.push(verdict),
                Some(by) => {
                    let refutable = rule.claims == Claims::Refused;
                    let kinship = kinship(facts, verdict.rule);
                    unseen.push((Unseen { kinship, refutable, by }, exchange.number));
                }
            }
        }
        unseen
    }

    fn hold(
        &self,
        facts: &Facts<'_>,
        (verdict, proof): (&Verdict, Proof),
        secrets: &[Secret],
    ) -> Held {
        let rules = self.linter.rules;
        let rule = &rules.rules[verdict.rule];
        let exchange = facts.exchange();
        let (excerpt, marks) = shown_marks(exchange, verdict, secrets);
        // A rule that knows better, and says so in its own list, is not cured away.
        let knows_better = |cured: &usize| rules.rules[*cured].folds.contains(&rule.id);
        let cures = proof.cures.into_iter().filter(|cured| !knows_better(cured));
        let hides = rule.folds.iter().filter_map(|id| rules.find(id)).chain(cures);
        let hides: BTreeSet<usize> = hides.collect();
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
            fingerprint: name(facts, rule, self.path),
        };
        let kinship = kinship(facts, verdict.rule);
        let refutable = rule.claims == Claims::Refused;
        let hides_later = rule.folds_later.iter().filter_map(|id| rules.find(id)).collect();
        Held { finding, kinship, refutable, hides, hides_later }
    }

    fn undecided(&self, checked: &Checked, exchange: &Exchange) -> Vec<Undecided> {
        let one = |(rule, needs): &(usize, Vec<_>)| {
            let rule = &self.linter.rules.rules[*rule];
            Undecided {
                rule: rule.id.clone(),
                file: exchange.source.name().clone(),
                exchange: exchange.number,
                needs: needs.clone(),
                settle: rule.settle.clone(),
            }
        };
        checked.undecided.iter().map(one).collect()
    }
}

fn shown_marks(
    exchange: &Exchange,
    verdict: &Verdict,
    secrets: &[Secret],
) -> (Excerpt, Vec<PlacedMark>) {
    let (excerpt, shown) = view::excerpt(exchange, &verdict.marks, secrets);
    let marks = verdict.marks.iter().zip(shown).map(|(mark, shown)| {
        let (start, end) = places(exchange, mark.span);
        PlacedMark { start, end, label: mark.label.clone(), shown }
    });
    (excerpt, marks.collect())
}

/// The call as its recording's timeline shows it.
fn call(facts: &Facts<'_>) -> Call {
    let exchange = facts.exchange();
    let status = match facts.get(Id::AnswerStatus).known() {
        Some(Value::Number(status)) => u16::try_from(status).ok(),
        Some(Value::Word(_) | Value::Flag(_)) | None => None,
    };
    let succeeded = facts.get(Id::AnswerSucceeded);
    let failed = match status {
        Some(200..=299) => succeeded == Fact::Known(Value::Flag(false)),
        Some(status) => status >= 400,
        None => false,
    };
    let path = || shape(&exchange.request.url.path);
    Call {
        exchange: exchange.number,
        started: exchange.started.as_ref().known().map(|time| time.0),
        method: view::parts::word(&exchange.request.method),
        route: word(facts, Id::RoutePath).unwrap_or_else(path),
        status,
        failed,
    }
}

/// The shape of a path, short and without what its variables hold.
fn shape(path: &Text) -> String {
    let mut shape = String::new();
    let mut from = 0;
    for hole in path.holes() {
        shape.push_str(path.as_written().get(from..hole.range.start).unwrap_or_default());
        shape.push('*');
        from = hole.range.end;
    }
    shape.push_str(path.as_written().get(from..).unwrap_or_default());
    match shape.match_indices('/').nth(MOST_SEGMENTS) {
        Some((end, _)) => path_shape(&shape[..end]) + "/…",
        None => path_shape(&shape),
    }
}

/// How long the credential lives, as far as that can be said.
fn life(facts: &Facts<'_>) -> Option<String> {
    word(facts, Id::TokenValidFor)
        .map(|left| format!("valid for {left}"))
        .or_else(|| word(facts, Id::TokenExpiredFor).map(|ago| format!("expired {ago} before")))
}

fn kinship(facts: &Facts<'_>, rule: usize) -> Kinship {
    let request = &facts.exchange().request;
    let path = || request.url.path.as_written().to_owned();
    Kinship {
        rule,
        method: request.method_for_routing().to_owned(),
        host: request.url.host.as_written().to_ascii_lowercase(),
        route: word(facts, Id::RoutePath).unwrap_or_else(path),
    }
}

pub(super) fn word(facts: &Facts<'_>, id: Id) -> Option<String> {
    match facts.get(id).known()? {
        Value::Word(word) => Some(word.into_owned()),
        Value::Number(_) | Value::Flag(_) => None,
    }
}

pub(super) fn places(exchange: &Exchange, span: Span) -> (Place, Place) {
    exchange.source.places(span)
}
