//! `check`: what is wrong with recorded calls.

use std::ffi::OsString;
use std::sync::Arc;

use crate::cli::args::{Check, FailOn, Global};
use crate::cli::baseline;
use crate::cli::config::Covered;
use crate::cli::exit::{self, Ending, Exit, Nothing};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input, Unreadable};
use crate::cli::message;
use crate::cli::parallel::{self, Work};
use crate::cli::progress::Progress;
use crate::cli::walk::{self, Walked};
use crate::cli::watch::{self, Watched};
use crate::exchange::Response;
use crate::finding::Report;
use crate::input;
use crate::source::{Problem, Source};
use crate::truth::Fact;

mod desk;
mod fixing;
mod inputs;
#[cfg(feature = "online")]
mod online;
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
    if check.walking.files {
        return list(check, curl, global);
    }
    if check.fixing.watch {
        if curl.is_some() || inputs::is_piped(check) {
            return Err(Failure::usage("`--watch` watches files and folders; name some"));
        }
        let files = || inputs::files(check, global);
        let watched = Watched { paths: &check.paths, files: &files, color: global.color };
        return watch::run(&watched, || once(check, None, global));
    }
    once(check, curl, global)
}

fn once(check: &Check, curl: Option<Vec<OsString>>, global: &Global) -> Result<Ending, Failure> {
    if check.fixing.diff {
        return fixing::diff(check, curl, global);
    }
    let mut targets = output::targets(check)?;
    if fixing::is_asked(check) && inputs::is_piped(check) {
        // Standard output is the corrected text.
        targets.retain(|target| target.path.is_some());
    }
    let baseline = check.judging.baseline.as_deref().map(baseline::read).transpose()?;
    let places = output::places(&targets)?;
    let mut checked = judge_all(check, curl, global)?;
    if let Some(baseline) = baseline {
        for one in &mut checked {
            baseline.hide(&mut one.report);
        }
    }
    let judged: Vec<_> = checked.iter().map(|one| (&one.report, one.fail_on)).collect();
    let nothing = if check.judging.fail_on_empty { Nothing::Fails } else { Nothing::Fine };
    let exit = exit::of(&judged, nothing);
    let why = exit::why(exit, &judged);
    let shown = shown::shown(checked, &check.telling);
    output::write((&shown, exit, &why), (&targets, places), (&check.telling, global))?;
    Ok(Ending::new(exit, why))
}

/// Every input, judged; what could not be opened is said.
pub(crate) fn judge_all(
    check: &Check,
    curl: Option<Vec<OsString>>,
    global: &Global,
) -> Result<Vec<Checked>, Failure> {
    let (mut desk, walked) = opened(check, curl, global)?;
    let inputs = &walked.inputs;
    let answer = answer(check, inputs.len())?;
    ask(&mut desk, (inputs, answer.as_ref()), global)?;
    let judged = if fixing::is_asked(check) {
        fixing::fix(&desk, inputs, (check, global))
    } else {
        let progress = Progress::of(inputs.len(), inputs::onlooker(global));
        let does = |input: &Input| {
            progress.begin(&input.name());
            let checked = desk.check(input, answer.clone());
            progress.end();
            checked
        };
        parallel::each(inputs, inputs::jobs(&check.walking), &Work { does, broken })
    };
    let lost = walked.lost.iter().map(Checked::unopened);
    let mut checked: Vec<Checked> = lost.collect();
    if check.walking.exclude.is_empty() && !check.paths.is_empty() {
        say_needless(&desk, (inputs, &judged), check);
    }
    for (input, one) in inputs.iter().zip(judged) {
        match walk::passes_over(input, &one.report) {
            Some(passed) if global.verbose => message::say(&passed),
            Some(_) => {}
            None => checked.push(one),
        }
    }
    tell(&walked, &checked, global);
    Ok(checked)
}

/// All inputs, and what they are judged with.
fn opened<'a>(
    check: &'a Check,
    curl: Option<Vec<OsString>>,
    global: &'a Global,
) -> Result<(Desk<'a>, Walked), Failure> {
    let mut desk = Desk::open(check, global)?;
    let walked = inputs::inputs(check, curl, desk.excluded(&check.paths)?)?;
    desk.configure(&walked.inputs)?;
    Ok((desk, walked))
}

/// Asks the network, where that is wanted.
#[cfg(feature = "online")]
fn ask(
    desk: &mut Desk<'_>,
    asked: (&[Input], Option<&Response>),
    global: &Global,
) -> Result<(), Failure> {
    online::ask(desk, asked, global)
}

/// This program was built without the way to the network.
#[cfg(not(feature = "online"))]
fn ask(_: &mut Desk<'_>, _: (&[Input], Option<&Response>), _: &Global) -> Result<(), Failure> {
    Ok(())
}

fn broken(input: &Input) -> Checked {
    Checked::lost(&input.name(), "internal error while this was checked")
}

/// What the person should know besides the findings.
fn tell(walked: &Walked, checked: &[Checked], global: &Global) {
    let passed = if global.verbose { walked.passed.as_slice() } else { &[] };
    let notes = if global.quiet { &[] } else { walked.notes.as_slice() };
    passed.iter().chain(notes).for_each(|line| message::say(line));
    checked.iter().filter_map(|one| one.unopened.as_deref()).for_each(message::say);
}

/// `--files`: what would be read, and as what.
fn list(check: &Check, curl: Option<Vec<OsString>>, global: &Global) -> Result<Ending, Failure> {
    let (_, walked) = opened(check, curl, global)?;
    let (lines, lost) = walk::listed(&walked.inputs, check.reading.input_format);
    message::print(lines.as_bytes())?;
    let lost: Vec<_> = walked.lost.iter().chain(&lost).collect();
    for unreadable in &lost {
        message::say(&unreadable.to_string());
    }
    Ok(match lost.len() {
        0 => Ending::SILENT,
        some => {
            Ending::new(Exit::Failed, format!("{} could not be read", exit::count(some, "input")))
        }
    })
}

/// Says which entries of the configurations hide nothing.
fn say_needless(desk: &Desk<'_>, (inputs, checked): (&[Input], &[Checked]), check: &Check) {
    let unasked: &[&str] = if check.committed { &[] } else { &["secrets"] };
    for station in desk.stations() {
        let own = inputs.iter().zip(checked).filter(|(input, _)| {
            desk.station_of(input).is_some_and(|other| Arc::ptr_eq(other, station))
        });
        let reports: Vec<&Report> = own.map(|(_, checked)| &checked.report).collect();
        let covered = Covered {
            paths: &check.paths,
            reports: &reports,
            rules: &station.judges.rules,
            asked: &station.asked,
            unasked,
        };
        for line in station.config.needless(&covered) {
            message::say(&line);
        }
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

impl Checked {
    fn unopened(why: &Unreadable) -> Self {
        Self { unopened: Some(why.to_string()), ..Self::lost(&why.name, &why.why) }
    }

    fn lost(name: &str, why: &str) -> Self {
        Self { report: lost(name, name, why), fail_on: FailOn::Warning, unopened: None }
    }
}

/// A report of an input that could not be read.
fn lost(name: &str, path: &str, why: impl Into<String>) -> Report {
    let problems = vec![Problem::lost(None, why)];
    Report { file: name.into(), path: path.into(), problems, ..Report::default() }
}
