//! Paths become inputs: files as they are named, folders as far as their files may hold calls.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ignore::{DirEntry, WalkBuilder};

use crate::cli::files::{self, Input, Unreadable};
use crate::cli::message;
use crate::cli::repository::tidy;
use crate::exchange::Format;
use crate::finding::Report;
use crate::input::inflate::inflate;
use crate::input::{self, found};

mod excluded;
#[cfg(test)]
mod tests;

pub(crate) use excluded::{Excluded, Kind};

/// How folders are walked.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// By `--exclude`, and by configurations.
    pub(crate) excluded: Vec<Excluded>,
    pub(crate) named: Named,
    pub(crate) hidden: Hidden,
    pub(crate) ignored: Ignored,
}

/// What happens to a file that is named itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Named {
    #[default]
    Read,
    /// A hook names whatever was changed: not if it is excluded, and that it holds no call is no
    /// problem.
    ReadUnlessExcluded,
}

/// Names that begin with a dot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hidden {
    #[default]
    Skip,
    Read,
}

/// What the ignore files of a folder name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ignored {
    #[default]
    Skip,
    Read,
}

/// What came of the paths.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    /// As the paths are named; within a folder by name. No file twice.
    pub(crate) inputs: Vec<Input>,
    /// What the person should know: a folder without a file to read.
    pub(crate) notes: Vec<String>,
    /// What was not read and why, for `--verbose`.
    pub(crate) passed: Vec<String>,
    /// Folders and files that should have been read and could not.
    pub(crate) lost: Vec<Unreadable>,
}

/// Hidden folders and files that hold the scripts of a build.
const SHOWN: &[&str] = &[".github", ".gitlab", ".circleci", ".gitlab-ci.yml", ".gitlab-ci.yaml"];
/// What version control keeps for itself, and our own configuration.
const NEVER: &[&str] = &[".git", ".hg", ".svn", ".jj", ".frontegg-lint.yaml"];

/// All inputs that the paths name.
pub(crate) fn inputs(paths: &[PathBuf], walk: &Walk) -> Walked {
    let mut walked = Walked::default();
    for path in paths {
        let kind = if path.is_dir() { Kind::Folder } else { Kind::File };
        let named = walk.excluded.iter().any(|excluded| excluded.holds(path, kind));
        if walk.named == Named::ReadUnlessExcluded && named {
            walked.pass(path, "it is excluded");
            continue;
        }
        match kind {
            Kind::File if walk.named == Named::ReadUnlessExcluded => changed(path, &mut walked),
            Kind::File => walked.inputs.push(Input::from_path(path)),
            Kind::Folder => folder(path, walk, &mut walked),
        }
    }
    once(&mut walked.inputs);
    walked
}

/// A file that nobody named and that holds no call is no problem. The words for `--verbose`, if
/// this is one.
pub(crate) fn passes_over(input: &Input, report: &Report) -> Option<String> {
    let Input::Found(path, format) = input else { return None };
    let evidence = match format {
        Format::Har | Format::Transcript | Format::Postman | Format::Insomnia => true,
        Format::Shell
        | Format::Cmd
        | Format::PowerShell
        | Format::Fetch
        | Format::HttpFile
        | Format::Bruno
        | Format::Hurl
        | Format::Markdown
        | Format::Workflow
        | Format::Dockerfile => false,
    };
    let empty = report.exchanges == 0 && report.findings.is_empty();
    let wide = report.problems.iter().any(|problem| problem.message.contains("UTF-16"));
    let broken = evidence && !report.problems.is_empty();
    (empty && !wide && !broken).then(|| passed(path, found::Passed::NoCall.words()))
}

/// What would be read, as what: a path and a format a line; and what cannot be read.
pub(crate) fn listed(inputs: &[Input], forced: Option<Format>) -> (String, Vec<Unreadable>) {
    let (mut lines, mut lost) = (String::new(), Vec::new());
    for input in inputs {
        let format = match (input, forced) {
            (_, Some(format)) => Ok(format.word()),
            (Input::Found(_, format), None) => Ok(format.word()),
            (Input::File(path), None) => asked(path),
            // Its text is not here yet, and must not be waited for.
            (Input::Stdin | Input::Edited(_), None) => Ok("by its content"),
            (Input::Arguments(_), None) => Ok(Format::Shell.word()),
        };
        match format {
            Ok(format) => {
                let _ = writeln!(lines, "{}\t{format}", on_one_line(&input.name()));
            }
            Err(unreadable) => lost.push(unreadable),
        }
    }
    (lines, lost)
}

/// A name may hold what separates names here.
fn on_one_line(name: &str) -> String {
    name.replace('\n', "\\n").replace('\t', "\\t")
}

fn asked(path: &Path) -> Result<&'static str, Unreadable> {
    files::open(path)?;
    let head = head(path).map_err(|error| files::unreadable(path, &error))?;
    match found::asked(&message::path(path), &head) {
        Ok(format) => Ok(format.word()),
        Err(problem) => Err(Unreadable { name: message::path(path), why: problem.message }),
    }
}

impl Walked {
    fn pass(&mut self, path: &Path, why: &str) {
        self.passed.push(passed(path, why));
    }
}

fn passed(path: &Path, why: &str) -> String {
    format!("{}: passed over, {why}", message::path(path))
}

/// The files of a folder and all below that may hold calls. Links are not followed.
fn folder(folder: &Path, walk: &Walk, walked: &mut Walked) {
    let before = walked.inputs.len() + walked.lost.len();
    let mut builder = WalkBuilder::new(folder);
    builder.hidden(false).require_git(false).follow_links(false);
    builder.sort_by_file_name(OsStr::cmp);
    if walk.ignored == Ignored::Read {
        builder.ignore(false).git_ignore(false).git_exclude(false).git_global(false);
    }
    let (hidden, excluded) = (walk.hidden, walk.excluded.clone());
    let left_out = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&left_out);
    builder.filter_entry(move |entry| {
        let why = left_out_for(entry, hidden, &excluded);
        if let (Some(why), Ok(mut told)) = (why, told.lock()) {
            told.push(passed(entry.path(), why));
        }
        why.is_none()
    });
    for entry in builder.build() {
        match entry {
            Ok(entry) => file(&entry, walked),
            Err(error) => walked.lost.push(unreadable(folder, &error)),
        }
    }
    if let Ok(mut left_out) = left_out.lock() {
        walked.passed.append(&mut left_out);
    }
    if walked.inputs.len() + walked.lost.len() == before {
        let name = message::path(folder);
        walked.notes.push(format!("{name}: no file in this folder may hold a call"));
    }
}

/// Why an entry of a folder is not even looked at.
fn left_out_for(entry: &DirEntry, hidden: Hidden, excluded: &[Excluded]) -> Option<&'static str> {
    if entry.depth() == 0 {
        return None;
    }
    let name = entry.file_name();
    let is = |names: &[&str]| names.iter().any(|known| name == *known);
    let dotted = name.as_encoded_bytes().starts_with(b".");
    if is(NEVER) || dotted && hidden == Hidden::Skip && !is(SHOWN) {
        return Some("it is hidden");
    }
    let kind =
        if entry.file_type().is_some_and(|kind| kind.is_dir()) { Kind::Folder } else { Kind::File };
    let named = excluded.iter().any(|excluded| excluded.names(entry.path(), kind));
    named.then_some("it is excluded")
}

/// A file that was met, if it may hold calls.
fn file(entry: &DirEntry, walked: &mut Walked) {
    let path = entry.path();
    if let Some(error) = entry.error() {
        let what = format!("{}: {error}", message::path(path));
        walked.passed.push(format!("an ignore file of {what}"));
    }
    if entry.path_is_symlink() && entry.depth() > 0 {
        return walked.pass(path, "it is a link");
    }
    let name = entry.file_name().to_string_lossy();
    if !entry.file_type().is_some_and(|kind| kind.is_file()) || !found::is_candidate(&name) {
        return;
    }
    met(path, &name, walked);
}

/// A file that a hook names: as if it had been met, unless its name was chosen by a person.
fn changed(path: &Path, walked: &mut Walked) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if path.is_file() && found::is_candidate(&name) {
        met(path, &name, walked);
    } else {
        walked.inputs.push(Input::from_path(path));
    }
}

fn met(path: &Path, name: &str, walked: &mut Walked) {
    match head(path).map(|head| found::shown(name, &head)) {
        Ok(Ok(format)) => {
            // `.` was named because something has to be.
            let path = path.strip_prefix(".").unwrap_or(path);
            walked.inputs.push(Input::Found(path.to_owned(), format));
        }
        Ok(Err(why)) => walked.pass(path, why.words()),
        Err(error) if error.kind() == ErrorKind::NotFound => walked.pass(path, "it is gone"),
        Err(error) => walked.lost.push(files::unreadable(path, &error)),
    }
}

/// The unpacked beginning of a file.
pub(crate) fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    inflate(Box::new(File::open(path)?)).take(input::HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// A folder that could not be read.
fn unreadable(walked: &Path, error: &ignore::Error) -> Unreadable {
    let path = path_of(error).unwrap_or(walked);
    let why = match error.io_error() {
        Some(error) => message::io_error(error),
        None => "it cannot be walked".to_owned(),
    };
    let why = format!("{why}; what lies in it was not checked");
    Unreadable { name: message::path(path), why }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        ignore::Error::Io(_)
        | ignore::Error::Glob { .. }
        | ignore::Error::UnrecognizedFileType(_)
        | ignore::Error::InvalidDefinition => None,
    }
}

/// Keeps the first of inputs that are one file. What was named counts as named.
fn once(inputs: &mut Vec<Input>) {
    if inputs.len() < 2 {
        return;
    }
    let place = |input: &Input| {
        let path = input.path().unwrap_or(Path::new("-"));
        path.canonicalize().unwrap_or_else(|_| tidy(path))
    };
    let is_named = |input: &&Input| matches!(input, Input::File(_));
    let named: BTreeSet<PathBuf> = inputs.iter().filter(is_named).map(place).collect();
    let mut seen = BTreeSet::new();
    inputs.retain(|input| {
        let place = place(input);
        let again = matches!(input, Input::Found(..)) && named.contains(&place);
        !again && seen.insert(place)
    });
}
