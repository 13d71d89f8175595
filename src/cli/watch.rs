//! `--watch`: the same again whenever an input changes, until Ctrl-C.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cli::args::Color;
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::files::Unreadable;
use crate::cli::interrupt;
use crate::cli::message;

/// An editor that saves does several things to a file; so long nothing more must happen.
const QUIET: Duration = Duration::from_millis(100);
/// Files that never rest do not keep us from looking for ever.
const LONGEST: Duration = Duration::from_secs(2);

/// What is watched.
pub(crate) struct Watched<'a> {
    /// The files and folders that were named.
    pub(crate) paths: &'a [PathBuf],
    /// The files that a run reads, found anew: inputs and configurations. Whatever else changes
    /// is of no concern, and nor is what a run writes.
    pub(crate) files: &'a dyn Fn() -> Vec<PathBuf>,
    pub(crate) color: Color,
}

/// Runs, and runs again after each change. It comes back only if nothing can be watched; Ctrl-C
/// ends the program with 130, as it does elsewhere.
pub(crate) fn run(
    watched: &Watched<'_>,
    mut again: impl FnMut() -> Result<Ending, Failure>,
) -> Result<Ending, Failure> {
    interrupt::heed();
    let (_watcher, events) = watcher(watched.paths)?;
    loop {
        let before = states(&(watched.files)());
        match again() {
            Ok(ending) => message::say(&ending.why),
            Err(failure) => {
                message::show(&failure, message::theme(watched.color, &std::io::stderr()));
            }
        }
        message::say("watching for changes; Ctrl-C ends");
        let Some(changed) = changed(watched, &events, &before) else {
            return Ok(Ending::new(Exit::Failed, "the files can be watched no more"));
        };
        message::say(&format!("──── {changed}"));
    }
}

/// Waits until the files of a run are not what they were, and says what is new.
fn changed(watched: &Watched<'_>, events: &Receiver<()>, before: &States) -> Option<String> {
    loop {
        // What changed while the run went on was told already, or is seen now.
        let now = states(&(watched.files)());
        if let Some(words) = difference(before, &now) {
            return Some(words);
        }
        events.recv().ok()?;
        let first = Instant::now();
        while first.elapsed() < LONGEST {
            match events.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }
}

fn watcher(paths: &[PathBuf]) -> Result<(RecommendedWatcher, Receiver<()>), Failure> {
    let (tell, events) = channel();
    let handler = move |event: notify::Result<notify::Event>| {
        // Reading is no change; an error may have hidden one.
        if !event.is_ok_and(|event| matches!(event.kind, EventKind::Access(_))) {
            let _ = tell.send(());
        }
    };
    let mut watcher = notify::recommended_watcher(handler).map_err(|error| lost(None, &error))?;
    for (place, mode) in places(paths) {
        watcher.watch(&place, mode).map_err(|error| lost(Some(&place), &error))?;
    }
    Ok((watcher, events))
}

/// Folders with all below; of a file the folder that it lies in, because editors put a new file
/// in place of the old one.
fn places(paths: &[PathBuf]) -> Vec<(PathBuf, RecursiveMode)> {
    let (folders, files): (Vec<&PathBuf>, Vec<&PathBuf>) =
        paths.iter().partition(|path| path.is_dir());
    let beside = |path: &&PathBuf| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).to_owned()
    };
    let folders: BTreeSet<PathBuf> = folders.into_iter().cloned().collect();
    let mut besides: BTreeSet<PathBuf> = files.iter().map(beside).collect();
    besides.retain(|beside| !folders.iter().any(|folder| beside.starts_with(folder)));
    let all = folders.into_iter().map(|folder| (folder, RecursiveMode::Recursive));
    all.chain(besides.into_iter().map(|folder| (folder, RecursiveMode::NonRecursive))).collect()
}

fn lost(path: Option<&Path>, error: &notify::Error) -> Failure {
    let why = match &error.kind {
        notify::ErrorKind::Io(error) => message::io_error(error),
        notify::ErrorKind::PathNotFound => "no such file".to_owned(),
        notify::ErrorKind::MaxFilesWatch => "the system watches no more files".to_owned(),
        notify::ErrorKind::Generic(_)
        | notify::ErrorKind::WatchNotFound
        | notify::ErrorKind::InvalidConfig(_) => "it cannot be watched".to_owned(),
    };
    let name = path.map_or_else(|| "--watch".to_owned(), message::path_unknown);
    Failure::Unreadable(Unreadable { name, why })
}

/// When each file was last written, and how long it is; none where it is not there.
type States = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

fn states(files: &[PathBuf]) -> States {
    let state = |path: &PathBuf| {
        let metadata = path.metadata().ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.iter().map(|path| (path.clone(), state(path))).collect()
}

fn difference(before: &States, now: &States) -> Option<String> {
    let of_now = now.iter().filter(|(path, state)| before.get(*path) != Some(state));
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let all: BTreeSet<&PathBuf> = of_now.map(|(path, _)| path).chain(gone).collect();
    let first = all.first()?;
    let more = match all.len() {
        1 => String::new(),
        more => format!(" and {} more", more - 1),
    };
    Some(format!("{}{more} changed", message::path(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_new_gone_or_written_is_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        std::fs::write(file("a"), "1").unwrap();
        let files = [file("a"), file("b")];
        let first = states(&files);
        assert_eq!(difference(&first, &states(&files)), None);
        std::fs::write(file("a"), "22").unwrap();
        std::fs::write(file("b"), "1").unwrap();
        let words = difference(&first, &states(&files)).unwrap();
        assert!(words.ends_with("a and 1 more changed"), "{words}");
        let words = difference(&states(&files), &states(&files[..1])).unwrap();
        assert!(words.ends_with("b changed"), "{words}");
    }

    #[test]
    fn a_file_is_watched_by_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let whole = folder.path().to_owned();
        std::fs::create_dir(whole.join("sub")).unwrap();
        let paths = [whole.join("sub/a.sh"), whole.join("sub/b.sh"), whole.clone(), "c.sh".into()];
        assert_eq!(
            places(&paths),
            [(whole, RecursiveMode::Recursive), (".".into(), RecursiveMode::NonRecursive),]
        );
    }
}
