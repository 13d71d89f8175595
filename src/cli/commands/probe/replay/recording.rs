//! The recording, the call that is meant, and its correction.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::args::{Global, Reading};
use crate::cli::commands::check::clock;
use crate::cli::commands::rules::Judges;
use crate::cli::config::{self, Asked};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input};
use crate::cli::message;
use crate::exchange::{Exchange, Format, Kept};
use crate::facts::Settings;
use crate::finding::{Call, Finding, Report};
use crate::input::{self, Item, Options, har};
use crate::lint::{Linter, Onlooker, Policy, Recording, lint, lint_before};
use crate::source::ProblemKind;

/// So many calls are listed where it is not clear which one is meant.
const MOST_LISTED: usize = 20;

/// A recording, and what it is judged with.
pub(super) struct Read<'a> {
    bytes: Vec<u8>,
    input: &'a Input,
    reading: &'a Reading,
    judges: Judges,
    /// What the configuration beside the recording says: it judges, and decides about no host.
    settings: Settings,
    /// What the configuration of the working directory says: it decides who may be told anything.
    pub(super) here: Settings,
    policy: Policy,
}

/// The call that is meant.
pub(super) struct Chosen {
    pub(super) recorded: Exchange,
    /// The main cause and the call without it.
    pub(super) corrected: Option<(Finding, Exchange)>,
}

impl<'a> Read<'a> {
    pub(super) fn of(
        input: &'a Input,
        (reading, region): (&'a Reading, Option<&str>),
        global: &Global,
    ) -> Result<Self, Failure> {
        let catalog = Judges::with(None)?.catalog;
        // Whoever sends a recording may send a configuration with it.
        let here = config::here(global, &catalog)?.settings;
        let regions = config::regions(&catalog);
        if let Some(region) = region {
            config::known_region(region, &regions)?;
        }
        let config = config::of(global, &input.folder(), &catalog)?;
        let folders: Vec<&Path> = config.rule_folders.iter().map(PathBuf::as_path).collect();
        let judges = Judges::with_all(&folders)?;
        config.names_hold(&judges.rules)?;
        let place = input.path().unwrap_or_else(|| Path::new("-"));
        let policy = config.policy(place, &judges.rules, &Asked::of(&[], &[], &judges.rules)?);
        let known = config.settings;
        let settings = Settings {
            region: region.map(str::to_owned).or(known.region.clone()),
            now: Some(clock()),
            ..known
        };
        let bytes = input.bytes()?;
        Ok(Self { bytes, input, reading, judges, settings, here, policy })
    }

    /// What judges.
    pub(super) fn linter(&self) -> Linter<'_> {
        Linter {
            catalog: &self.judges.catalog,
            rules: &self.judges.rules,
            settings: self.settings.clone(),
            policy: self.policy.clone(),
        }
    }

    /// The call of this number; without one the only call, or the only one that failed.
    pub(super) fn choose(&self, call: Option<usize>) -> Result<Chosen, Failure> {
        let linter = self.linter();
        let number = match call {
            Some(number) => number,
            None => only(&self.with_recording(|recording| lint(recording, &linter)))?,
        };
        let seen = Corrections { call: number, seen: RefCell::default() };
        let report = self.with_recording(|recording| lint_before(recording, &linter, &seen));
        if !report.calls.iter().any(|call| call.exchange == number) {
            let what = format!("call {number} is none to Frontegg");
            return Err(Failure::Usage {
                what,
                help: Some(listed(&report.calls.iter().collect::<Vec<_>>())),
            });
        }
        let recorded = self.exchange(number)?;
        let mut own = report.findings.into_iter().filter(|finding| finding.exchange == number);
        let mut seen = seen.seen.into_inner();
        let corrected = own.find_map(|finding| {
            let at = seen.iter().position(|(rule, _)| *rule == finding.rule)?;
            finding.fix.is_some().then(|| (finding, seen.swap_remove(at).1))
        });
        let corrected = corrected.map(|(finding, mut exchange)| {
            // What nobody knows of the call, nobody knows of its correction.
            exchange.request.kept = recorded.request.kept;
            (finding, exchange)
        });
        Ok(Chosen { recorded, corrected })
    }

    /// The call of this number, which knows what its whole recording says of credentials.
    fn exchange(&self, number: usize) -> Result<Exchange, Failure> {
        let mut found = None;
        let mut keeps = false;
        self.with_options(|options| {
            let name = self.input.name();
            input::read(&name, Box::new(self.bytes.as_slice()), options, &mut |item| match item {
                Item::Exchange(exchange) => {
                    keeps |= exchange.format != Format::Har || har::shows_credentials(&exchange);
                    if exchange.number == number {
                        found = Some(*exchange);
                    }
                }
                Item::Recorder(name) => {
                    let mut known = self.judges.catalog.recorders.iter();
                    keeps |= known.any(|known| known.is(&name) && known.keeps_credentials);
                }
                Item::Problem(_) => {}
            });
        });
        let mut found =
            found.ok_or_else(|| Failure::usage(format!("there is no call {number}")))?;
        if keeps && found.request.kept == Kept::AllButCredentials {
            found.request.kept = Kept::All;
        }
        Ok(found)
    }

    fn with_recording(&self, judge: impl FnOnce(Recording<'_>) -> Report) -> Report {
        let name = self.input.name();
        let report = self.with_options(|options| {
            let input = Box::new(self.bytes.as_slice());
            let options = Options { ..*options };
            judge(Recording { name: &name, path: &name, input, options, answer: None })
        });
        for problem in report.problems.iter().filter(|problem| problem.kind == ProblemKind::Lost) {
            message::say(&format!("{name}: {}", problem.message));
        }
        report
    }

    fn with_options<T>(&self, does: impl FnOnce(&Options<'_>) -> T) -> T {
        let folder = self.input.folder();
        let beside = |name: &str| files::beside(&folder, name);
        does(&Options {
            format: self.reading.input_format,
            origin: self.input.origin(),
            files: if self.reading.read_files { Some(&beside) } else { None },
            environment: self.reading.env.as_deref(),
        })
    }
}

/// The corrections of one call, as they are proven.
struct Corrections {
    call: usize,
    seen: RefCell<Vec<(String, Exchange)>>,
}

impl Onlooker for Corrections {
    fn corrected(&self, rule: &str, call: &Exchange, corrected: &Exchange) {
        if call.number == self.call {
            self.seen.borrow_mut().push((rule.to_owned(), corrected.clone()));
        }
    }
}

/// The number of the only call, or of the only one that failed.
fn only(report: &Report) -> Result<usize, Failure> {
    let all: Vec<&Call> = report.calls.iter().collect();
    let failed: Vec<&Call> = all.iter().copied().filter(|call| call.failed).collect();
    let (what, candidates) = match (all.as_slice(), failed.as_slice()) {
        ([], _) => return Err(Failure::usage("no call to Frontegg was found in the input")),
        ([one], _) | (_, [one]) => return Ok(one.exchange),
        (_, []) => ("there are several calls, and none is known to have failed", all),
        (_, _) => ("several calls failed", failed),
    };
    let what = format!("{what}; choose one with `--call N`");
    Err(Failure::Usage { what, help: Some(listed(&candidates)) })
}

fn listed(calls: &[&Call]) -> String {
    let mut text = "the calls to Frontegg are".to_owned();
    for call in calls.iter().take(MOST_LISTED) {
        let status =
            call.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        let _ = write!(text, "\n{:>5}  {} {}  {status}", call.exchange, call.method, call.route);
    }
    if calls.len() > MOST_LISTED {
        let _ = write!(text, "\n  and {} more", calls.len() - MOST_LISTED);
    }
    text
}
