//! The whole way through, once: bytes become exchanges, exchanges facts, facts findings.

use std::collections::BTreeSet;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::exchange::{Exchange, Format, Kept, Response};
use crate::facts::catalog::Catalog;
use crate::facts::{Session, Settings, gather};
use crate::finding::Report;
use crate::input::{self, Item, Options, har};
use crate::lint::judge::Judge;
use crate::lint::ledger::Ledger;
use crate::rules::RuleSet;
use crate::source::{Problem, ProblemKind};
use crate::truth::Fact;

mod comments;
mod judge;
mod ledger;
mod name;
mod onlooker;
mod policy;
mod prove;

pub use onlooker::{Nobody, Onlooker};
pub use policy::{Ignore, Layer, Level, Policy, SHORTEST_FINGERPRINT, Selector, UnknownName};

/// What judges: the same for every recording of a run.
pub struct Linter<'a> {
    pub catalog: &'a Catalog,
    pub rules: &'a RuleSet,
    pub settings: Settings,
    pub policy: Policy,
}

/// One file, pipe or paste.
pub struct Recording<'a> {
    /// As it is printed.
    pub name: &'a str,
    /// As its repository names it: what makes a finding the same wherever the tool is started.
    pub path: &'a str,
    pub input: Box<dyn Read + 'a>,
    pub options: Options<'a>,
    /// The answer that came back, where it is not in the input; it belongs to the last call.
    pub answer: Option<Response>,
}

/// Judges everything that was recorded. Never fails: what cannot be read is a problem in the
/// report, beside the findings of the rest.
pub fn lint(recording: Recording<'_>, linter: &Linter<'_>) -> Report {
    lint_before(recording, linter, &Nobody)
}

/// The same before somebody who looks on.
pub fn lint_before(
    recording: Recording<'_>,
    linter: &Linter<'_>,
    onlooker: &dyn Onlooker,
) -> Report {
    let mut judge = Judge::new(recording.path, linter, recording.options.files);
    judge.onlooker = onlooker;
    let mut pass = Pass::new(recording.name, judge);
    let mut held: Option<Box<Exchange>> = None;
    let answer = recording.answer;
    input::read(recording.name, recording.input, &recording.options, &mut |item| match item {
        Item::Exchange(exchange) if answer.is_some() => {
            // Only the last call can be told its answer, so each waits for the next one.
            if let Some(earlier) = held.replace(exchange) {
                pass.exchange(*earlier);
            }
        }
        Item::Exchange(exchange) => pass.exchange(*exchange),
        Item::Problem(problem) => pass.report.problems.push(problem),
        Item::Recorder(name) => pass.recorder = Some(name),
    });
    if let Some(mut last) = held {
        if let (Some(answer), true) = (answer, last.response.is_unknown()) {
            last.response = Fact::Known(answer);
        }
        pass.exchange(*last);
    }
    pass.finish()
}

/// The state of one pass over a recording.
struct Pass<'a> {
    linter: &'a Linter<'a>,
    judge: Judge<'a>,
    session: Session,
    recorder: Option<String>,
    /// Somebody went over the recording: what its recorder keeps says nothing any more.
    sanitised: bool,
    credentials: Credentials,
    deferred: Vec<Deferred>,
    report: Report,
}

/// So many calls wait for the end of the recording, and none that is larger than this.
const MOST_DEFERRED: usize = 8;
const LARGEST_DEFERRED: usize = 64 * 1024;

/// A call and the rules that only the end of the recording decides.
struct Deferred {
    exchange: Exchange,
    rules: Vec<usize>,
}

/// Whether the recording keeps `Authorization` and cookies. Until a part of it shows one, every
/// call without them is judged both ways; what the whole file says decides which is true.
enum Credentials {
    Kept(Ledger),
    Open { unknown: Ledger, absent: Ledger },
}

impl<'a> Pass<'a> {
    fn new(name: &str, judge: Judge<'a>) -> Self {
        Self {
            linter: judge.linter,
            report: Report { file: name.into(), path: judge.path.into(), ..Report::default() },
            judge,
            session: Session::default(),
            recorder: None,
            sanitised: false,
            credentials: Credentials::Open {
                unknown: Ledger::default(),
                absent: Ledger::default(),
            },
            deferred: Vec::new(),
        }
    }

    fn exchange(&mut self, mut exchange: Exchange) {
        self.report.exchanges += 1;
        // Only a HAR may have been made without them; of all else one judgement is enough.
        if exchange.format != Format::Har || har::shows_credentials(&exchange) {
            self.credentials.settle();
        }
        self.sanitised =
            self.sanitised || exchange.format == Format::Har && har::is_sanitised(&exchange);
        if !gather(&exchange, self.judge.ground(&self.session)).concerns_frontegg() {
            return;
        }
        self.report.frontegg += 1;
        self.judge.comments.meet(&exchange, self.linter.rules);
        let kept = exchange.request.kept;
        let judged = catch_unwind(AssertUnwindSafe(|| {
            let rules = self.credentials.record(&mut exchange, &mut self.judge, &self.session);
            self.session.learn(&exchange, self.linter.catalog);
            rules
        }));
        let released = self.session.released();
        self.deferred.retain(|waiting| !released.contains(&waiting.exchange.number));
        match judged {
            Ok(rules) if !rules.is_empty() && self.may_wait(&exchange) => {
                exchange.request.kept = kept;
                self.deferred.push(Deferred { exchange, rules });
            }
            Ok(_) => {}
            Err(_) => self.lose(&exchange),
        }
    }

    /// A text is shared by all its calls; an entry of a HAR has one of its own.
    fn may_wait(&self, exchange: &Exchange) -> bool {
        let small =
            exchange.format != Format::Har || exchange.source.text().len() <= LARGEST_DEFERRED;
        small && self.deferred.len() < MOST_DEFERRED
    }

    fn lose(&mut self, exchange: &Exchange) {
        let place = exchange.source.place(exchange.span.start);
        let message = "internal error while this call was judged; please report it";
        self.report.problems.push(Problem::lost(Some(place), message));
    }

    /// Judges what had to wait, now that all of the recording is known.
    fn judge_deferred(&mut self, ledger: &mut Ledger, keeps: bool) {
        self.session.end();
        for Deferred { mut exchange, rules } in std::mem::take(&mut self.deferred) {
            if keeps && is_open(&exchange) {
                exchange.request.kept = Kept::All;
            }
            let again = catch_unwind(AssertUnwindSafe(|| {
                self.judge.judge_again((&exchange, &rules), &self.session, ledger)
            }));
            match again {
                Ok(judged) => ledger.record(judged),
                Err(_) => self.lose(&exchange),
            }
        }
    }

    fn finish(mut self) -> Report {
        let recorder = self.recorder.take().unwrap_or_default();
        let known = self.linter.catalog.recorders.iter().find(|known| known.is(&recorder));
        let keeps = known.is_some_and(|recorder| recorder.keeps_credentials && !self.sanitised);
        let nothing = Credentials::Kept(Ledger::default());
        let (mut ledger, keeps) = match std::mem::replace(&mut self.credentials, nothing) {
            Credentials::Kept(ledger) => (ledger, true),
            Credentials::Open { absent, .. } if keeps => (absent, true),
            Credentials::Open { unknown, .. } => (unknown, false),
        };
        self.judge_deferred(&mut ledger, keeps);
        let closed = ledger.close(self.linter, &mut self.report);
        self.tell_comments(&closed.used);
        self.report
    }

    /// What is wrong with comments that speak to us. Where something was not judged, nobody can
    /// say that a comment hides nothing.
    fn tell_comments(&mut self, used: &BTreeSet<usize>) {
        let report = &mut self.report;
        let lost = report.problems.iter().any(|problem| problem.kind == ProblemKind::Lost);
        let whole = !lost && report.more == 0;
        let comments = std::mem::take(&mut self.judge.comments);
        report.problems.extend(comments.problems(used, whole.then_some(self.linter)));
    }
}

impl Credentials {
    /// The recording keeps them after all: what was judged as if they were absent is true.
    fn settle(&mut self) {
        if let Self::Open { absent, .. } = self {
            *self = Self::Kept(std::mem::take(absent));
        }
    }

    /// Judges an exchange both ways where it must; the rules that wait for the end.
    fn record(
        &mut self,
        exchange: &mut Exchange,
        judge: &mut Judge<'_>,
        session: &Session,
    ) -> Vec<usize> {
        let open = is_open(exchange);
        let mut deferred = Vec::new();
        let mut record = |exchange: &Exchange, ledger: &mut Ledger| {
            let mut judged = judge.judge(exchange, session, ledger);
            deferred.append(&mut judged.deferred);
            ledger.record(judged);
        };
        match self {
            Self::Open { unknown, absent } => {
                record(exchange, unknown);
                if open {
                    exchange.request.kept = Kept::All;
                }
                record(exchange, absent);
            }
            Self::Kept(ledger) => {
                if open {
                    exchange.request.kept = Kept::All;
                }
                record(exchange, ledger);
            }
        }
        deferred.sort_unstable();
        deferred.dedup();
        deferred
    }
}

/// Whether the call carried credentials is for the whole file to say. What a script leaves to a
/// file of credentials, the rest of the script cannot tell.
fn is_open(exchange: &Exchange) -> bool {
    exchange.format == Format::Har && exchange.request.kept == Kept::AllButCredentials
}
