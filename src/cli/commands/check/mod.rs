//! `check`: what is wrong with recorded calls.

use std::ffi::OsString;

use crate::cli::args::{Check, FailOn, Global};
use crate::cli::exit::{self, Ending, Nothing};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input};
use crate::cli::message;
use crate::exchange::Response;
use crate::finding::Report;
use crate::input;
use crate::source::{Problem, Source};
use crate::truth::Fact;

mod desk;
mod output;
mod shown;

use desk::Desk;
pub(crate) use desk::clock;
pub(crate) use output::{Promised, promised};

/// One input, checked.
pub(crate) struct Checked {
    pub(crate) report: Report,
    pub(crate) fail_on: FailOn,
    /// Why it could not be opened: said on stderr, and in reports for programs.
    pub(crate) unopened: Option<String>,
}

pub(crate) fn run(
    check: &Check,
    curl: Option<Vec<OsString>>,
    global: &Global,
) -> Result<Ending, Failure> {
    let targets = output::targets(check)?;
    let checked = judge_all(check, curl, global)?;
    let judged: Vec<_> = checked.iter().map(|one| (&one.report, one.fail_on)).collect();
    let nothing = if check.judging.fail_on_empty { Nothing::Fails } else { Nothing::Fine };
    let exit = exit::of(&judged, nothing);
    let why = exit::why(exit, &judged);
    let shown = shown::shown(checked, &check.telling);
    output::write((&shown, exit, &why), &targets, (check, global))?;
    Ok(Ending::new(exit, why))
}

/// Every input, judged; what could not be opened is said.
pub(crate) fn judge_all(
    check: &Check,
    curl: Option<Vec<OsString>>,
    global: &Global,
) -> Result<Vec<Checked>, Failure> {
    let inputs = inputs(check, curl);
    let answer = answer(check, inputs.len())?;
    let desk = Desk::open(check, global, &inputs)?;
    let checked: Vec<Checked> =
        inputs.iter().map(|input| desk.check(input, answer.clone())).collect();
    for unopened in checked.iter().filter_map(|one| one.unopened.as_deref()) {
        message::say(unopened);
    }
    Ok(checked)
}

fn inputs(check: &Check, curl: Option<Vec<OsString>>) -> Vec<Input> {
    match curl {
        Some(words) => vec![Input::Arguments(words)],
        None if check.paths.is_empty() => vec![Input::Stdin],
        None => check.paths.iter().map(|path| Input::from_path(path)).collect(),
    }
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

/// A report of an input that could not be read.
fn lost(name: &str, path: &str, why: impl Into<String>) -> Report {
    let problems = vec![Problem::lost(None, why)];
    Report { file: name.into(), path: path.into(), problems, ..Report::default() }
}
