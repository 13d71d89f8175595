//! `baseline`: today's findings are written down, and compared with another day's.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::cli::args::{Check, Global};
use crate::cli::baseline::{self, Baseline, Entry, FILE_NAME};
use crate::cli::commands::check::judge_all;
use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::repository::{Roots, tidy};
use crate::finding::Report;
use crate::source::ProblemKind;

#[derive(Subcommand)]
pub(crate) enum Arguments {
    /// Write today's findings to the baseline, which `check --baseline` hides
    Write(Box<Check>),
    /// Say which findings are new, and which of the baseline are gone
    Check(Box<Check>),
    /// Take out of the baseline what is gone from the files that are checked
    Prune(Box<Check>),
}

pub(crate) fn run(arguments: Arguments, global: &Global) -> Result<Ending, Failure> {
    match arguments {
        Arguments::Write(check) => write(&Today::of(*check, global)?),
        Arguments::Check(check) => compare(&Today::of(*check, global)?),
        Arguments::Prune(check) => prune(&Today::of(*check, global)?),
    }
}

/// What is found today.
struct Today {
    path: PathBuf,
    reports: Vec<Report>,
    /// The folder that files are named from.
    root: Option<PathBuf>,
    /// Folders that were walked, of which nothing was left out.
    walked: Vec<PathBuf>,
}

impl Today {
    /// Checks without the baseline.
    fn of(mut check: Check, global: &Global) -> Result<Self, Failure> {
        let path = check.judging.baseline.take().unwrap_or_else(|| PathBuf::from(FILE_NAME));
        let checked = judge_all(&check, None, global)?;
        let whole = tidy(&path);
        let root = whole.parent().and_then(|folder| Roots::default().root(folder));
        let named = check.paths.iter().filter(|path| path.is_dir());
        let walked = match check.walking.exclude.as_slice() {
            [] => named.map(|path| tidy(path)).collect(),
            [_, ..] => Vec::new(),
        };
        let reports = checked.into_iter().map(|one| one.report).collect();
        Ok(Self { path, reports, root, walked })
    }

    fn is_damaged(&self) -> bool {
        self.reports.iter().any(is_damaged)
    }

    /// What could not be read wholly says nothing of what is gone.
    fn whole(&self) -> Vec<&Report> {
        self.reports.iter().filter(|report| !is_damaged(report)).collect()
    }

    /// The file is no more, or a folder above it was walked and it has no call any more.
    fn is_gone(&self, file: &str) -> bool {
        let Some(root) = self.root.as_deref().filter(|_| !file.starts_with('<')) else {
            return false;
        };
        let whole = root.join(file);
        let is_walked = || self.walked.iter().any(|folder| whole.starts_with(folder));
        let was_met = || self.reports.iter().any(|report| &*report.path == file);
        !whole.exists() || is_walked() && !was_met()
    }

    fn ending(&self, exit: Exit, why: String) -> Ending {
        if self.is_damaged() {
            return Ending::new(Exit::Failed, "an input could not be read wholly");
        }
        Ending::new(exit, why)
    }
}

fn is_damaged(report: &Report) -> bool {
    report.problems.iter().any(|problem| problem.kind == ProblemKind::Lost)
}

fn write(today: &Today) -> Result<Ending, Failure> {
    if today.is_damaged() {
        let why = "an input could not be read wholly; no baseline was written";
        return Ok(Ending::new(Exit::Failed, why));
    }
    let baseline = Baseline::of(&today.reports);
    baseline.write(&today.path)?;
    let beyond: usize = today.reports.iter().map(|report| report.more).sum();
    if beyond > 0 {
        message::say(&format!(
            "{} more were found; of one rule and file a thousand are kept",
            count(beyond, "finding")
        ));
    }
    let path = message::path(&today.path);
    Ok(Ending::new(Exit::Clean, format!("{} written to {path}", count(baseline.len(), "finding"))))
}

fn compare(today: &Today) -> Result<Ending, Failure> {
    let known = baseline::read(&today.path)?;
    let new = Baseline::of(&today.reports).without(&known);
    let gone = known.stale(&today.whole(), &|file| today.is_gone(file));
    let lines = new.iter().map(|entry| line("new", entry));
    let lines: Vec<String> = lines.chain(gone.iter().map(|entry| line("gone", entry))).collect();
    message::print(lines.concat().as_bytes())?;
    let (exit, why) = match (new.len(), gone.len()) {
        (0, 0) => (Exit::Clean, "the baseline holds today's findings".to_owned()),
        (new, 0) => (Exit::Findings, format!("{} not in the baseline", are(new))),
        (0, gone) => {
            let why = format!("{} of the baseline gone; `baseline prune` takes out", are(gone));
            (Exit::Findings, format!("{why} what is gone"))
        }
        (new, gone) => {
            (Exit::Findings, format!("{} not in the baseline, {gone} of it gone", are(new)))
        }
    };
    Ok(today.ending(exit, why))
}

fn prune(today: &Today) -> Result<Ending, Failure> {
    let known = baseline::read(&today.path)?;
    let pruned = known.pruned(&today.whole(), &|file| today.is_gone(file));
    let taken = known.len() - pruned.len();
    if taken > 0 {
        pruned.write(&today.path)?;
    }
    let why = format!("{} taken out, {} left", count(taken, "finding"), pruned.len());
    Ok(today.ending(Exit::Clean, why))
}

fn are(number: usize) -> String {
    let verb = if number == 1 { "is" } else { "are" };
    format!("{} {verb}", count(number, "finding"))
}

fn line(word: &str, entry: &Entry) -> String {
    let Entry { file, rule, fingerprint } = entry;
    let short = fingerprint.get(..12).unwrap_or(fingerprint);
    let file = message::path(Path::new(file));
    format!("{word:<5} {file}  {rule}  {short}\n", rule = crate::mask::or_length(rule))
}
