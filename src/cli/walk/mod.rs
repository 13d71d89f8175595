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
use crate::exchange::Format;
use crate::finding::Report;
use crate::input::inflate::inflate;
use crate::input::{self, found};

mod excluded;

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
        path.canonicalize().unwrap_or_else(|_| excluded::plain(path))
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

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = "curl https://api.frontegg.com/x\n";

    /// A folder with these files in it, each holding a call.
    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            put(folder.path(), file, CALL);
        }
        folder
    }

    fn put(folder: &Path, file: &str, text: &str) {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn walked(folder: &Path, walk: &Walk) -> Vec<String> {
        names(folder, &inputs(&[folder.to_owned()], walk))
    }

    fn names(folder: &Path, walked: &Walked) -> Vec<String> {
        let below = |input: &Input| {
            let path = input.path().unwrap().strip_prefix(folder).unwrap();
            path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
        };
        walked.inputs.iter().map(below).collect()
    }

    fn exclude(folder: &Path, patterns: &[&str]) -> Vec<Excluded> {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        vec![Excluded::from(folder, &patterns).unwrap()]
    }

    #[test]
    fn files_of_known_names_are_read_in_order() {
        let tree = tree(&["b.sh", "a.md", "z/c.sh", "B.sh", "a/1.http", "x.rs", "call", "a.txt"]);
        let read = walked(tree.path(), &Walk::default());
        assert_eq!(read, ["B.sh", "a/1.http", "a.md", "a.txt", "b.sh", "z/c.sh"]);
    }

    #[test]
    fn what_ignore_files_name_is_read_only_if_they_are_ignored_themselves() {
        let tree = tree(&["a.sh", "b.sh", "c/d.sh", "e.sh", "f.sh"]);
        put(tree.path(), ".gitignore", "b.sh\n");
        put(tree.path(), "c/.gitignore", "d.sh\n");
        put(tree.path(), ".ignore", "e.sh\n");
        put(tree.path(), ".git/info/exclude", "f.sh\n");
        assert_eq!(walked(tree.path(), &Walk::default()), ["a.sh"]);
        let all = Walk { ignored: Ignored::Read, ..Walk::default() };
        assert_eq!(walked(tree.path(), &all), ["a.sh", "b.sh", "c/d.sh", "e.sh", "f.sh"]);
    }

    #[test]
    fn hidden_files_are_read_on_demand_and_scripts_of_the_build_always() {
        let tree = tree(&[".a.sh", ".b/c.sh", ".git/d.sh", ".github/workflows/e.yml", "f.sh"]);
        put(tree.path(), ".frontegg-lint.yaml", CALL);
        assert_eq!(walked(tree.path(), &Walk::default()), [".github/workflows/e.yml", "f.sh"]);
        let all = Walk { hidden: Hidden::Read, ..Walk::default() };
        let read = [".a.sh", ".b/c.sh", ".github/workflows/e.yml", "f.sh"];
        assert_eq!(walked(tree.path(), &all), read);
    }

    #[test]
    fn what_is_excluded_is_not_met() {
        let tree = tree(&["a.sh", "b.http", "old/c.sh", "new/old/d.sh", "new/e.sh"]);
        let excluded = exclude(tree.path(), &["*.http", "/old/"]);
        let walk = Walk { excluded, ..Walk::default() };
        assert_eq!(walked(tree.path(), &walk), ["a.sh", "new/e.sh", "new/old/d.sh"]);
        let said = inputs(&[tree.path().to_owned()], &walk).passed;
        assert!(said.iter().any(|line| line.ends_with("b.http: passed over, it is excluded")));
    }

    #[test]
    fn a_file_that_is_named_is_read_whatever_says_no() {
        let tree = tree(&["a.sh", ".b.sh", "c.sh", "x.rs"]);
        put(tree.path(), ".gitignore", "c.sh\n");
        let named = ["x.rs", ".b.sh", "c.sh", "a.sh", "none.sh"].map(|name| tree.path().join(name));
        let mut walk =
            Walk { excluded: exclude(tree.path(), &["a.sh", "none.sh"]), ..Walk::default() };
        assert_eq!(names(tree.path(), &inputs(&named, &walk)).len(), 5);
        walk.named = Named::ReadUnlessExcluded;
        assert_eq!(names(tree.path(), &inputs(&named, &walk)), ["x.rs", ".b.sh", "c.sh"]);
    }

    #[test]
    fn a_file_that_a_hook_names_and_that_holds_no_call_is_no_problem() {
        let tree = tree(&["a.sh"]);
        put(tree.path(), "b.sh", "echo nothing\n");
        put(tree.path(), "c.json", "{}");
        put(tree.path(), "d.http", "\0");
        let named = ["a.sh", "b.sh", "c.json", "d.http"].map(|name| tree.path().join(name));
        let walk = Walk { named: Named::ReadUnlessExcluded, ..Walk::default() };
        let walked = inputs(&named, &walk);
        assert_eq!(names(tree.path(), &walked), ["a.sh"]);
        assert_eq!((walked.passed.len(), walked.lost.len()), (3, 0));
    }

    #[test]
    fn a_file_is_read_once_and_as_it_was_named() {
        let tree = tree(&["a.sh", "b.sh"]);
        let paths = [tree.path().to_owned(), tree.path().join("./b.sh"), tree.path().join("b.sh")];
        let walked = inputs(&paths, &Walk::default());
        assert_eq!(names(tree.path(), &walked), ["a.sh", "b.sh"]);
        assert!(matches!(walked.inputs[1], Input::File(_)));
        let dashes = inputs(&["-".into(), "-".into()], &Walk::default());
        assert_eq!(dashes.inputs, [Input::Stdin]);
    }

    #[test]
    fn other_files_are_passed_over_and_it_can_be_asked_why() {
        let tree = tree(&[]);
        put(tree.path(), "a.sh", "ls\n");
        put(tree.path(), "b.sh", "curl\0");
        put(tree.path(), "c.json", "{\"a\": \"https://x.io\"}");
        let walked = inputs(&[tree.path().to_owned()], &Walk::default());
        assert!(walked.inputs.is_empty() && walked.lost.is_empty());
        for (line, why) in walked.passed.iter().zip(["no call", "no text", "another kind"]) {
            assert!(line.contains(why), "{line}");
        }
        assert_eq!(walked.passed.len(), 3);
        assert!(walked.notes[0].ends_with("no file in this folder may hold a call"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_and_names_that_are_no_text_are_kept() {
        use std::os::unix::ffi::OsStrExt as _;
        let tree = tree(&["a/b.sh"]);
        std::os::unix::fs::symlink(tree.path(), tree.path().join("a/loop")).unwrap();
        std::os::unix::fs::symlink(tree.path().join("a/b.sh"), tree.path().join("c.sh")).unwrap();
        let odd = tree.path().join(OsStr::from_bytes(b"\xFF\n.sh"));
        std::fs::write(&odd, CALL).unwrap();
        let walked = inputs(&[tree.path().to_owned()], &Walk::default());
        let read: Vec<&Path> = walked.inputs.iter().filter_map(Input::path).collect();
        assert_eq!(read, [tree.path().join("a/b.sh"), odd]);
        assert_eq!(listed(&walked.inputs, None).0.lines().count(), 2);
        assert!(walked.inputs[1].open().is_ok());
    }

    #[test]
    fn a_folder_that_cannot_be_read_is_lost() {
        let denied = ignore::Error::Io(ErrorKind::PermissionDenied.into());
        let error = ignore::Error::WithPath { path: "a/b".into(), err: Box::new(denied) };
        let lost = unreadable(
            Path::new("a"),
            &ignore::Error::WithDepth { depth: 1, err: Box::new(error) },
        );
        assert_eq!(lost.to_string(), "a/b: permission denied; what lies in it was not checked");
    }

    #[test]
    fn what_would_be_read_is_listed_with_its_format() {
        let tree = tree(&["a.sh"]);
        put(tree.path(), "b.http", "GET https://x.io\n");
        put(tree.path(), "c", "{\"log\": {}}");
        let paths = [tree.path().to_owned(), tree.path().join("c"), tree.path().join("none.har")];
        let walked = inputs(&paths, &Walk::default());
        let (lines, lost) = listed(&walked.inputs, None);
        let lines = lines.replace(&message::path(tree.path()), "");
        assert_eq!(lines.replace('\\', "/"), "/a.sh\tcurl\n/b.http\thttp\n/c\thar\n");
        assert_eq!(lost.len(), 1);
        assert_eq!(lost[0].why, "no such file");
        let (lines, _) = listed(&walked.inputs[..1], Some(Format::HttpFile));
        assert!(lines.ends_with("\thttp\n"));
    }
}
