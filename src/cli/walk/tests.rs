//! Which files of a folder become inputs.

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
    let mut walk = Walk { excluded: exclude(tree.path(), &["a.sh", "none.sh"]), ..Walk::default() };
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
    let lost =
        unreadable(Path::new("a"), &ignore::Error::WithDepth { depth: 1, err: Box::new(error) });
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
