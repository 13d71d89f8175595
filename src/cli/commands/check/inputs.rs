//! What is checked: the words behind `curl`, standard input, files, what folders hold.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use super::opened;
use crate::cli::args::{Check, Global, Walking};
use crate::cli::config;
use crate::cli::failure::Failure;
use crate::cli::files::Input;
use crate::cli::parallel::cores;
use crate::cli::progress::{Onlooker, Quiet};
use crate::cli::walk::{self, Excluded, Hidden, Ignored, Named, Walk, Walked};

/// All inputs, and what the person should know of those that are none.
pub(super) fn inputs(
    check: &Check,
    curl: Option<Vec<OsString>>,
    configured: Vec<Excluded>,
) -> Result<Walked, Failure> {
    let one = |input| Walked { inputs: vec![input], ..Walked::default() };
    if let Some(words) = curl {
        return Ok(one(Input::Arguments(words)));
    }
    let stdin = Path::new("-");
    let named = check.walking.stdin_filename.as_ref();
    let edited = || named.map_or(Input::Stdin, |name| Input::Edited(name.clone()));
    if check.paths.is_empty() {
        return Ok(one(edited()));
    }
    if named.is_some() && !check.paths.iter().any(|path| path == stdin) {
        let what = "`--stdin-filename` names standard input, which is not read beside files";
        return Err(Failure::usage(what));
    }
    let mut walked = walk::inputs(&check.paths, &walk(&check.walking, configured)?);
    for input in walked.inputs.iter_mut().filter(|input| **input == Input::Stdin) {
        *input = edited();
    }
    Ok(walked)
}

/// Whether standard input is among the inputs.
pub(super) fn is_piped(check: &Check) -> bool {
    check.paths.is_empty() || check.paths.iter().any(|path| path == Path::new("-"))
}

/// The files that a run reads, for who watches them.
pub(super) fn files(check: &Check, global: &Global) -> Vec<PathBuf> {
    // What is wrong with a configuration, the run says; it is read as soon as it is put right.
    let opened = opened(check, None, global).map(|(_, walked)| walked);
    let Ok(walked) = opened.or_else(|_| inputs(check, None, Vec::new())) else {
        return check.paths.clone();
    };
    let read = walked.inputs.iter().filter_map(Input::path).map(Path::to_owned);
    let folders: BTreeSet<PathBuf> = walked.inputs.iter().map(Input::folder).collect();
    read.chain(folders.iter().filter_map(|folder| config::find(global, folder))).collect()
}

/// Who sees how far a run has come.
pub(super) fn onlooker(global: &Global) -> Onlooker {
    Onlooker::of(if global.quiet { Quiet::Yes } else { Quiet::No })
}

fn walk(walking: &Walking, mut excluded: Vec<Excluded>) -> Result<Walk, Failure> {
    if !walking.exclude.is_empty() {
        let here = std::env::current_dir().unwrap_or_default();
        excluded.push(Excluded::from(&here, &walking.exclude)?);
    }
    Ok(Walk {
        excluded,
        named: if walking.force_exclude { Named::ReadUnlessExcluded } else { Named::Read },
        hidden: if walking.hidden { Hidden::Read } else { Hidden::Skip },
        ignored: if walking.no_ignore { Ignored::Read } else { Ignored::Skip },
    })
}

/// How many inputs are checked at once.
pub(super) fn jobs(walking: &Walking) -> NonZeroUsize {
    walking.jobs.and_then(|jobs| NonZeroUsize::new(jobs.into())).unwrap_or_else(cores)
}
