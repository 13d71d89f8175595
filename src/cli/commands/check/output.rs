//! Which formats go where.

use std::io;

use super::{Checked, lost};
use crate::cli::args::{Check, Color, Global, Target, Telling, Typed, target};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::files::{self, Atomic};
use crate::cli::message;
use crate::cli::page::plain;
use crate::cli::terminal;
use crate::finding::Report;
use crate::report::human::{Colour, Detail, Explain, Human, Links, Style};
use crate::report::{self, Card, Format, Run};
use crate::rules::{Pages, RuleSet};

/// The formats that were asked for, each with a place of its own.
pub(super) fn targets(check: &Check) -> Result<Vec<Target>, Failure> {
    let asked = &check.telling.format;
    let targets = if asked.is_empty() { unasked()? } else { asked.clone() };
    let mut paths: Vec<_> = targets.iter().map(|target| &target.path).collect();
    paths.sort();
    if paths.windows(2).any(|pair| pair[0] == pair[1]) {
        let what = "two formats go to the same place; write one as FORMAT=PATH";
        return Err(Failure::usage(what));
    }
    Ok(targets)
}

/// The files that formats go to, begun before anything is checked: what cannot be written is said
/// at once, and what is there stays until the new one is whole.
pub(super) fn places(targets: &[Target]) -> Result<Vec<Option<Atomic>>, Failure> {
    let place = |target: &Target| {
        let begun = target
            .path
            .as_ref()
            .map(|path| Atomic::at(path).map_err(|error| files::unwritable(path, &error)));
        begun.transpose()
    };
    targets.iter().map(place).collect()
}

/// What is written where no argument says it: what the environment asks for, else what the
/// service reads that runs us, else what people read.
fn unasked() -> Result<Vec<Target>, Failure> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    if let Some(asked) = set("FRONTEGG_LINT_FORMAT") {
        let targets = asked.split(',').map(|one| target(one.trim()));
        return targets.collect::<Result<_, _>>().map_err(|help| Failure::Usage {
            what: "FRONTEGG_LINT_FORMAT names no format".to_owned(),
            help: Some(help),
        });
    }
    let is_true = |name: &str| set(name).is_some_and(|value| value == "true");
    let format = if is_true("GITHUB_ACTIONS") {
        Format::Github
    } else if is_true("GITLAB_CI") {
        Format::Gitlab
    } else {
        Format::Human
    };
    Ok(vec![Target::to_stdout(format)])
}

/// Documents that somebody waits for, whatever happens.
pub(crate) struct Promised(Vec<Target>);

/// What `check` was asked for, before clap has read it: clap may refuse.
pub(crate) fn promised(typed: &Typed) -> Promised {
    let mut words = typed.words.iter().skip(1).take_while(|word| *word != "--").peekable();
    if words.next().is_none_or(|command| command != "check") {
        return Promised(Vec::new());
    }
    let mut asked = Vec::new();
    while let Some(word) = words.next() {
        let word = word.to_string_lossy();
        let value = match word.strip_prefix("--format=") {
            Some(value) => Some(value.to_owned()),
            None if word == "--format" => words.peek().map(|next| next.to_string_lossy().into()),
            None => None,
        };
        asked.extend(value.and_then(|value| target(&value).ok()));
    }
    if asked.is_empty() {
        asked = unasked().unwrap_or_default();
    }
    asked.retain(|target| target.format.is_document());
    asked.dedup_by(|a, b| a.path == b.path);
    Promised(asked)
}

impl Promised {
    /// Writes documents that say why there are no findings. What cannot be written now was never
    /// the trouble.
    pub(crate) fn fail(&self, why: &str) {
        let report = lost("<arguments>", "<arguments>", why);
        let run =
            Run { reports: &[&report], exit: Exit::Failed.code(), why, rules: &|_: &str| None };
        for target in &self.0 {
            drop(document(target, &run));
        }
    }
}

/// Writes what was found, in all formats.
pub(super) fn write(
    (checked, exit, why): (&[Checked], Exit, &str),
    (targets, places): (&[Target], Vec<Option<Atomic>>),
    (telling, global): (&Telling, &Global),
) -> Result<(), Failure> {
    let reports: Vec<&Report> = checked.iter().map(|one| &one.report).collect();
    let run = Run { reports: &reports, exit: exit.code(), why, rules: &card };
    // What could not be opened was said on stderr already.
    let opened = checked.iter().filter(|one| one.unopened.is_none());
    let opened: Vec<&Report> = opened.map(|one| &one.report).collect();
    // Quiet means that nothing is said when all is well.
    let silent = opened.is_empty() || global.quiet && exit == Exit::Clean;
    for (target, place) in targets.iter().zip(places) {
        let people = Run { reports: &opened, ..run };
        let text = |out: &mut dyn io::Write| {
            if target.format != Format::Human {
                report::write(target.format, &run, out)
            } else if silent {
                Ok(())
            } else if telling.statistics {
                report::statistics::write(&people, out)
            } else {
                report::human::write_run(&people, &how(target, telling, global), out)
            }
        };
        match (place, &target.path) {
            (Some(mut place), Some(path)) => text(&mut place)
                .and_then(|()| place.commit())
                .map_err(|error| files::unwritable(path, &error))?,
            (None, _) | (_, None) => message::print_as_written(text)?,
        }
    }
    Ok(())
}

fn document(target: &Target, run: &Run<'_>) -> Result<(), Failure> {
    match &target.path {
        None => message::print_as_written(|out| report::write(target.format, run, out)),
        Some(path) => files::write(path, &in_memory(|out| report::write(target.format, run, out))),
    }
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

fn how(target: &Target, telling: &Telling, global: &Global) -> Human {
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
    let links = match target.path {
        Some(_) => Links::Never,
        None => terminal::links(global.hyperlinks, &io::stdout()),
    };
    let style = if global.plain { Style::Plain } else { Style::Drawn };
    let colour = if colored { Colour::Always } else { Colour::Never };
    let explain = if telling.explain { Explain::Once } else { Explain::Never };
    Human { colour, width, detail, links, style, explain }
}
