//! `check`: what is wrong with recorded calls.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::Json;
use crate::cli::args::{Check, Color, FailOn, Global, Target};
use crate::cli::commands::rules::Judges;
use crate::cli::config::{self, Config};
use crate::cli::exit::{self, Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input};
use crate::cli::message;
use crate::cli::page::plain;
use crate::exchange::{Response, Time};
use crate::facts::Settings;
use crate::finding::Report;
use crate::input::{self, Options};
use crate::lint::{Linter, Recording, lint};
use crate::report::human::{Colour, Detail, Human};
use crate::report::{self, Card, Format, Run};
use crate::rules::{Pages, RuleSet};
use crate::source::{Problem, Source};
use crate::truth::Fact;

pub(crate) fn run(
    check: &Check,
    curl: Option<Vec<OsString>>,
    global: &Global,
) -> Result<Ending, Failure> {
    let inputs = inputs(check, curl);
    outputs_are_apart(check)?;
    let answer = answer(check, inputs.len())?;
    let mut desk = Desk::open(check, global)?;
    let mut checked = Vec::new();
    for input in &inputs {
        checked.push(desk.check(input, answer.clone())?);
    }
    write(&checked, check, global)
}

/// A document that says why there are no findings, where one was promised.
pub(crate) fn write_failure(json: Option<Json>, why: &str) {
    let Some(Json) = json else { return };
    let mut document = Vec::new();
    let report = lost("<arguments>".to_owned(), why);
    if report::json::write(&[report], Exit::Failed.code(), &mut document).is_ok() {
        drop(message::print(&document));
    }
}

fn inputs(check: &Check, curl: Option<Vec<OsString>>) -> Vec<Input> {
    match curl {
        Some(words) => vec![Input::Arguments(words)],
        None if check.paths.is_empty() => vec![Input::Stdin],
        None => check.paths.iter().map(|path| Input::from_path(path)).collect(),
    }
}

fn outputs_are_apart(check: &Check) -> Result<(), Failure> {
    let mut paths: Vec<_> = check.format.iter().map(|target| &target.path).collect();
    paths.sort();
    if paths.windows(2).any(|pair| pair[0] == pair[1]) {
        let what = "two formats go to the same place; write one as FORMAT=PATH";
        return Err(Failure::usage(what));
    }
    Ok(())
}

/// The answer that `--response` and `--status` tell.
fn answer(check: &Check, inputs: usize) -> Result<Option<Response>, Failure> {
    if (check.response.is_some() || check.status.is_some()) && inputs > 1 {
        return Err(Failure::usage("`--response` and `--status` speak of one input"));
    }
    let mut response = match &check.response {
        Some(path) => {
            let bytes = files::bytes(path)?;
            let source = Source::new(message::path(path), String::from_utf8_lossy(&bytes));
            Some(input::answer::response(&source))
        }
        None => None,
    };
    if let Some(status) = check.status {
        let told = response.get_or_insert_with(|| Response::of_status(status));
        told.status = Fact::Known(status);
    }
    Ok(response)
}

/// One input, checked.
struct Checked {
    report: Report,
    fail_on: FailOn,
    /// It could not be opened: said on stderr, and in reports for programs.
    opened: bool,
}

/// What every input is checked with.
struct Desk<'a> {
    check: &'a Check,
    global: &'a Global,
    judges: Judges,
    /// By the path of the configuration; none where there is none.
    configs: BTreeMap<Option<PathBuf>, Config>,
    now: Time,
}

impl<'a> Desk<'a> {
    fn open(check: &'a Check, global: &'a Global) -> Result<Self, Failure> {
        let judges = Judges::with(check.rules.as_deref())?;
        if let Some(region) = &check.known.region {
            config::known_region(region, &config::regions(&judges.catalog))
                .map_err(|words| Failure::Usage { what: words.what, help: words.help })?;
        }
        let now = check.known.now.unwrap_or_else(clock);
        Ok(Self { check, global, judges, configs: BTreeMap::new(), now })
    }

    fn check(&mut self, input: &Input, answer: Option<Response>) -> Result<Checked, Failure> {
        let name = input.name();
        let folder = input.folder();
        let config = self.config(&folder)?;
        let fail_on = self.check.fail_on.or(config.fail_on).unwrap_or(FailOn::Warning);
        let bytes = match input.open() {
            Ok(bytes) => bytes,
            Err(unreadable) => {
                message::say(&unreadable.to_string());
                let report = lost(unreadable.name, unreadable.why);
                return Ok(Checked { report, fail_on, opened: false });
            }
        };
        let beside = |name: &str| files::beside(&folder, name);
        let reading = &self.check.reading;
        let options = Options {
            format: reading.input_format,
            origin: input.origin(),
            files: reading.read_files.then_some(&beside),
            environment: reading.env.as_deref(),
        };
        let linter = Linter {
            catalog: &self.judges.catalog,
            rules: &self.judges.rules,
            settings: self.settings(config),
        };
        let recording = Recording { path: &name, name: &name, input: bytes, options, answer };
        let report = panic::catch_unwind(AssertUnwindSafe(|| lint(recording, &linter)));
        let report = report.unwrap_or_else(|_| lost(name, "internal error while this was checked"));
        Ok(Checked { report, fail_on, opened: true })
    }

    fn settings(&self, config: Config) -> Settings {
        let known = &self.check.known;
        Settings {
            region: known.region.clone().or(config.settings.region),
            token_kind: known.token_kind.clone(),
            now: Some(self.now),
            ..config.settings
        }
    }

    fn config(&mut self, folder: &Path) -> Result<Config, Failure> {
        let path = config::find(self.global, folder);
        if let Some(config) = self.configs.get(&path) {
            return Ok(config.clone());
        }
        let config = match &path {
            Some(path) => config::read(path, &config::regions(&self.judges.catalog))?,
            None => Config::default(),
        };
        self.configs.insert(path, config.clone());
        Ok(config)
    }
}

/// A report of an input that could not be read.
fn lost(name: String, why: impl Into<String>) -> Report {
    let problems = vec![Problem::lost(None, why)];
    Report { file: name.into(), problems, ..Report::default() }
}

pub(crate) fn clock() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

fn write(checked: &[Checked], check: &Check, global: &Global) -> Result<Ending, Failure> {
    let judged: Vec<_> = checked.iter().map(|one| (&one.report, one.fail_on)).collect();
    let exits = judged.iter().map(|(report, fail_on)| Exit::of(report, *fail_on));
    let exit = exits.max().unwrap_or(Exit::Clean);
    let why = exit::why(exit, &judged);
    let reports: Vec<&Report> = checked.iter().map(|one| &one.report).collect();
    let run = Run { reports: &reports, exit: exit.code(), why: &why, rules: &card };
    for target in &check.format {
        let text = match (target.format, &target.path) {
            // Quiet means that nothing is said when all is well.
            (Format::Human, _) if global.quiet && exit == Exit::Clean => Vec::new(),
            (Format::Human, _) => human(checked, &how(target, global)),
            (format, None) => {
                message::print_as_written(|out| report::write(format, &run, out))?;
                continue;
            }
            (format, Some(_)) => in_memory(|out| report::write(format, &run, out)),
        };
        match &target.path {
            None => message::print(&text)?,
            Some(path) => files::write(path, &text)?,
        }
    }
    Ok(Ending::new(exit, why))
}

/// What is known of a rule in the binary.
fn card(id: &str) -> Option<Card> {
    let rule = RuleSet::built_in().rules.iter().find(|rule| rule.id == id)?;
    let page = Pages::built_in().rules.iter().find(|page| page.id == id)?;
    Some(Card {
        topic: rule.topic.clone(),
        severity: rule.severity.rest,
        title: plain(&rule.message),
        why: page.why.clone(),
        help: rule.help.as_ref().map(plain),
    })
}

fn in_memory(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Vec<u8> {
    let mut text = Vec::new();
    write(&mut text).expect("memory takes every byte");
    text
}

/// What could not be opened was said on stderr already.
fn human(checked: &[Checked], how: &Human) -> Vec<u8> {
    let opened = checked.iter().filter(|one| one.opened);
    let reports: Vec<&Report> = opened.map(|one| &one.report).collect();
    if reports.is_empty() {
        return Vec::new();
    }
    in_memory(|out| report::human::write(&reports, how, out))
}

fn how(target: &Target, global: &Global) -> Human {
    let colored = match target.path {
        Some(_) => global.color == Color::Always,
        None => message::colored(global.color, &io::stdout()),
    };
    let width = match target.path {
        Some(_) => message::WIDTH,
        None => message::columns(&io::stdout()),
    };
    let detail = match (global.quiet, global.verbose) {
        (true, _) => Detail::Quiet,
        (false, true) => Detail::Verbose,
        (false, false) => Detail::Normal,
    };
    Human { colour: if colored { Colour::Always } else { Colour::Never }, width, detail }
}
