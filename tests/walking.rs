//! Folders are walked: what is read, what is passed over, and what is said of it.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use desk::command::{Said, check, folder, run};

const CLEAN: &str = "curl https://api.frontegg.com/identity/resources/roles/v1 \\\n  \
                     -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";
const WRONG: &str = "curl https://api.frontegg.com/identity/resources/roles/v1 \\\n  \
                     -H 'Authorization: Bearer undefined'\n";
const CUT_OFF: &str = "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"x\",\"version\":\"1\"},\
                       \"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"https://a";

/// The files that findings are in, in the order of the report.
fn files(said: &Said) -> Vec<String> {
    let json = said.json();
    let file = |finding: &serde_json::Value| finding["file"].as_str().unwrap().replace('\\', "/");
    let mut files: Vec<String> = json["findings"].as_array().unwrap().iter().map(file).collect();
    files.dedup();
    files
}

#[test]
fn every_file_of_a_folder_that_may_hold_calls_is_checked() {
    let folder = folder(&[
        ("calls/b.sh", WRONG),
        ("calls/a/c.md", &format!("# Words\n\n```sh\n{WRONG}```\n")),
        ("calls/notes.md", "# Words alone\n"),
        ("calls/build.sh", "make all\n"),
        ("calls/package.json", "{\"name\": \"x\", \"homepage\": \"https://x.io\"}"),
        ("calls/photo.sh", "curl\0"),
    ]);
    let said = check(folder.path(), &["--format", "json", "calls"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert_eq!(files(&said), ["calls/a/c.md", "calls/b.sh"]);
    assert_eq!(said.json()["problems"].as_array().unwrap().len(), 0, "{}", said.out);
}

#[test]
fn jobs_change_nothing_of_the_report() {
    let many: Vec<(String, &str)> = (0..40)
        .map(|number| {
            (format!("calls/{number:02}.sh"), if number % 3 == 0 { WRONG } else { CLEAN })
        })
        .collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = folder(&many);
    let said = |jobs: &str| {
        let said = check(folder.path(), &["--format", "json", "--jobs", jobs, "calls"]);
        (said.code, said.out, said.err)
    };
    let alone = said("1");
    assert_eq!(alone.0, 1);
    assert_eq!(alone, said("2"));
    assert_eq!(alone, said("64"));
}

#[test]
fn an_empty_folder_is_no_failure_unless_it_is_asked_to_be() {
    let folder = folder(&[("calls/notes.txt", "nothing\n")]);
    let said = check(folder.path(), &["calls"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("calls: no file in this folder may hold a call"), "{}", said.err);
    assert_eq!(check(folder.path(), &["--fail-on-empty", "calls"]).code, 3);
    let quiet = check(folder.path(), &["--quiet", "calls"]);
    assert_eq!((quiet.code, quiet.all().as_str()), (0, ""));
}

#[test]
fn a_file_without_a_call_is_a_problem_only_where_it_was_named() {
    let folder = folder(&[("calls/a.sh", "# see https://x.io\nls\n"), ("calls/b.sh", CLEAN)]);
    let met = check(folder.path(), &["calls"]);
    assert_eq!(met.code, 0, "{}", met.all());
    assert!(!met.all().contains("a.sh"), "{}", met.all());
    let asked = check(folder.path(), &["-v", "calls"]);
    assert!(asked.err.contains("a.sh: passed over, there is no call in it"), "{}", asked.err);
    assert_eq!(check(folder.path(), &["calls/a.sh"]).code, 2);
}

#[test]
fn a_recording_that_is_cut_off_is_said_even_if_nobody_named_it() {
    let folder = folder(&[("calls/a.har", CUT_OFF), ("calls/b.sh", CLEAN)]);
    assert_eq!(check(folder.path(), &["calls"]).code, 2);
}

#[test]
fn a_missing_path_fails_beside_a_folder() {
    let folder = folder(&[("calls/b.sh", WRONG)]);
    let said = check(folder.path(), &["--format", "json", "calls", "missing.har"]);
    assert_eq!(said.code, 2);
    assert_eq!(files(&said), ["calls/b.sh"]);
    assert!(said.err.contains("missing.har: no such file"), "{}", said.err);
}

#[test]
fn what_is_ignored_hidden_or_excluded_is_read_on_demand() {
    let folder = folder(&[
        (".gitignore", "out/\n"),
        ("out/a.sh", WRONG),
        (".secret/b.sh", WRONG),
        ("old/c.sh", WRONG),
        ("d.sh", WRONG),
    ]);
    let read = |more: &[&str]| {
        files(&check(folder.path(), &[&["--format", "json"], more, &["."]].concat()))
    };
    assert_eq!(read(&[]), ["d.sh", "old/c.sh"]);
    assert_eq!(read(&["--no-ignore"]), ["d.sh", "old/c.sh", "out/a.sh"]);
    assert_eq!(read(&["--hidden"]), [".secret/b.sh", "d.sh", "old/c.sh"]);
    assert_eq!(read(&["--exclude", "old/"]), ["d.sh"]);
    assert_eq!(read(&["--exclude", "old/", "--exclude", "d.*"]), Vec::<String>::new());
}

#[test]
fn a_hook_names_files_and_excluded_ones_stay_excluded() {
    let folder = folder(&[("old/c.sh", WRONG), ("d.sh", CLEAN)]);
    let named = ["--exclude", "old/", "old/c.sh", "d.sh"];
    assert_eq!(check(folder.path(), &named).code, 1);
    assert_eq!(check(folder.path(), &[&["--force-exclude"], &named[..]].concat()).code, 0);
}

#[test]
fn a_pattern_that_is_none_is_said_before_anything_is_read() {
    let folder = folder(&[("d.sh", WRONG)]);
    let said = check(folder.path(), &["--exclude", "[a", "."]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("is no pattern for names of files"), "{}", said.err);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let folder = folder(&[("calls/a.sh", WRONG)]);
    let once = check(folder.path(), &["--format", "json", "calls/a.sh"]).json();
    let twice = ["--format", "json", "calls/a.sh", "calls", "./calls/../calls/a.sh"];
    let twice = check(folder.path(), &twice).json();
    assert_eq!(once["findings"], twice["findings"]);
    assert_eq!(once["summary"], twice["summary"]);
}

#[test]
fn what_would_be_read_is_listed_as_what() {
    let folder = folder(&[
        ("calls/a.sh", WRONG),
        ("calls/b.http", "GET https://api.frontegg.com/x\n"),
        ("calls/c.json", "{\"log\": {\"entries\": []}}"),
        ("calls/d.json", "{}"),
        ("calls/e.sh", "make\n"),
        ("other", WRONG),
    ]);
    let said = check(folder.path(), &["--files", "calls", "other"]);
    let lines = said.out.replace('\\', "/");
    assert_eq!(lines, "calls/a.sh\tcurl\ncalls/b.http\thttp\ncalls/c.json\thar\nother\tcurl\n");
    assert_eq!(said.code, 0);
    assert_eq!(check(folder.path(), &["--files", "missing.har"]).code, 2);
}

#[test]
fn what_an_editor_holds_is_checked_as_the_file_that_it_will_be() {
    let folder = folder(&[("sub/.frontegg-lint.yaml", "region: mars\n")]);
    let text = b"# nothing yet\n@host = https://api.frontegg.com\nGET {{host}}/identity/resources/roles/v1\n";
    let arguments = ["check", "--format", "json", "--stdin-filename", "calls/new.http"];
    let said = run(folder.path(), &arguments, text);
    let json = said.json();
    assert_eq!(json["findings"][0]["file"], "calls/new.http", "{}", said.all());
    let said = run(folder.path(), &["check", "--stdin-filename", "sub/new.http", "-"], text);
    assert!(said.err.contains("mars"), "the configuration beside it holds: {}", said.err);
}
