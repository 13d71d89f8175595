//! The whole way through, once: bytes become exchanges, exchanges facts, facts findings.

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
use crate::source::Problem;
use crate::truth::Fact;

mod judge;
mod ledger;
mod prove;

/// What judges: the same for every recording of a run.
pub struct Linter<'a> {
    pub catalog: &'a Catalog,
    pub rules: &'a RuleSet,
    pub settings: Settings,
}

/// One file, pipe or paste.
pub struct Recording<'a> {
    /// As it is printed.
    pub name: &'a str,
    pub input: Box<dyn Read + 'a>,
    pub options: Options<'a>,
    /// The answer that came back, where it is not in the input; it belongs to the last call.
    pub answer: Option<Response>,
}

/// Judges everything that was recorded. Never fails: what cannot be read is a problem in the
/// report, beside the findings of the rest.
pub fn lint(recording: Recording<'_>, linter: &Linter<'_>) -> Report {
    let mut pass = Pass::new(recording.name, linter, recording.options.files);
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
    credentials: Credentials,
    report: Report,
}

/// Whether the recording keeps `Authorization` and cookies. Until a part of it shows one, every
/// call without them is judged both ways; what the whole file says decides which is true.
enum Credentials {
    Kept(Ledger),
    Open { unknown: Ledger, absent: Ledger },
}

impl<'a> Pass<'a> {
    fn new(name: &str, linter: &'a Linter<'a>, files: Option<&'a input::Files<'a>>) -> Self {
        Self {
            linter,
            judge: Judge::new(linter, files),
            session: Session::default(),
            recorder: None,
            credentials: Credentials::Open {
                unknown: Ledger::default(),
                absent: Ledger::default(),
            },
            report: Report { file: name.into(), ..Report::default() },
        }
    }

    fn exchange(&mut self, mut exchange: Exchange) {
        self.report.exchanges += 1;
        // Only a HAR may have been made without them; of all else one judgement is enough.
        if exchange.format != Format::Har || har::shows_credentials(&exchange) {
            self.credentials.settle();
        }
        if !gather(&exchange, self.judge.ground(&self.session)).concerns_frontegg() {
            return;
        }
        self.report.frontegg += 1;
        let judged = catch_unwind(AssertUnwindSafe(|| {
            self.credentials.record(&mut exchange, &mut self.judge, &self.session);
            self.session.learn(&exchange, self.linter.catalog);
        }));
        if judged.is_err() {
            let place = exchange.source.place(exchange.span.start);
            let message = "internal error while this call was judged; please report it";
            self.report.problems.push(Problem::lost(Some(place), message));
        }
    }

    fn finish(mut self) -> Report {
        let recorder = self.recorder.unwrap_or_default();
        let known = self.linter.catalog.recorders.iter().find(|known| known.is(&recorder));
        let keeps = known.is_some_and(|recorder| recorder.keeps_credentials);
        let ledger = match self.credentials {
            Credentials::Kept(ledger) => ledger,
            Credentials::Open { absent, .. } if keeps => absent,
            Credentials::Open { unknown, .. } => unknown,
        };
        ledger.close(&mut self.report);
        self.report
    }
}

impl Credentials {
    /// The recording keeps them after all: what was judged as if they were absent is true.
    fn settle(&mut self) {
        if let Self::Open { absent, .. } = self {
            *self = Self::Kept(std::mem::take(absent));
        }
    }

    fn record(&mut self, exchange: &mut Exchange, judge: &mut Judge<'_>, session: &Session) {
        // What a script leaves to a file of credentials, the rest of the script cannot tell.
        let recorded = exchange.format == Format::Har;
        let open = recorded && exchange.request.kept == Kept::AllButCredentials;
        match self {
            Self::Open { unknown, absent } => {
                unknown.record(judge.judge(exchange, session, unknown));
                if open {
                    exchange.request.kept = Kept::All;
                }
                absent.record(judge.judge(exchange, session, absent));
            }
            Self::Kept(ledger) => {
                if open {
                    exchange.request.kept = Kept::All;
                }
                ledger.record(judge.judge(exchange, session, ledger));
            }
        }
    }
}
