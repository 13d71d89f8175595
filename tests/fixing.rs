//! Corrections are made in files: the smallest edits, only what is known, nothing else touched.
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use desk::command::{check, folder, run};
use frontegg_lint::examples::fill;
use frontegg_lint::exchange::Time;

const WRONG: &str = "#!/bin/sh\n# our roles\ncurl https://acme.us.frontegg.com/identity/resources/roles/v1 \\\n  \
                     -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";
const RIGHT: &str = "#!/bin/sh\n# our roles\ncurl https://api.us.frontegg.com/identity/resources/roles/v1 \\\n  \
                     -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

#[test]
fn a_script_is_corrected_in_place_and_is_clean_then() {
    let folder = folder(&[("a.sh", WRONG)]);
    let said = check(folder.path(), &["--fix", "a.sh"]);
    assert_eq!(text(&folder, "a.sh"), RIGHT);
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.err.contains("1 correction made in 1 file"), "{}", said.err);
    let again = check(folder.path(), &["--fix", "a.sh"]);
    assert_eq!((again.code, text(&folder, "a.sh").as_str()), (0, RIGHT));
    assert!(!again.err.contains("made"), "{}", again.err);
}

#[test]
fn a_page_with_scripts_and_a_request_file_are_corrected_too() {
    let page = |script: &str| {
        format!(
            "# Roles\n\n> ```sh\n> {}> ```\n",
            script.replace('\n', "\n> ").trim_end_matches("> ")
        )
    };
    let requests = |host: &str| {
        format!(
            "\u{feff}### roles\r\nGET https://{host}/identity/resources/roles/v1\r\nAuthorization: Bearer {{{{vendor_token}}}}\r\n"
        )
    };
    let script = |text: &str| text.split_once("roles\n").unwrap().1.to_owned();
    let files = [("a.md", page(&script(WRONG))), ("b.http", requests("acme.us.frontegg.com"))];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let folder = folder(&files);
    let said = check(folder.path(), &["--fix", "."]);
    assert_eq!(text(&folder, "a.md"), page(&script(RIGHT)), "{}", said.all());
    assert_eq!(text(&folder, "b.http"), requests("api.us.frontegg.com"), "{}", said.all());
}

#[test]
fn several_causes_of_one_call_are_corrected_one_after_the_other() {
    let wrong = "curl https://acme.us.frontegg.com/identity/resources/roles/v1/ -H 'Authorization: bearer: $VENDOR_TOKEN'\n";
    let folder = folder(&[("a.sh", wrong)]);
    let said = check(folder.path(), &["--fix", "--unsafe-fixes", "a.sh"]);
    let corrected = text(&folder, "a.sh");
    assert!(corrected.contains("https://api.us.frontegg.com/"), "{corrected}{}", said.all());
    assert!(!corrected.contains("bearer:"), "{corrected}");
    let left = check(folder.path(), &["--fix", "--unsafe-fixes", "a.sh"]);
    assert_eq!(text(&folder, "a.sh"), corrected, "{}", left.all());
}

#[test]
fn what_was_inferred_needs_a_word_and_what_is_missing_is_never_made_up() {
    let inferred = "curl https://api.frontegg.com/identity/resources/users/v1 -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";
    let folder = folder(&[("a.sh", inferred)]);
    let said = check(folder.path(), &["--fix", "a.sh"]);
    assert_eq!(text(&folder, "a.sh"), inferred);
    assert!(
        said.err.contains("was left: a value was inferred; add `--unsafe-fixes`"),
        "{}",
        said.err
    );
    check(folder.path(), &["--unsafe-fixes", "a.sh"]);
    let corrected = text(&folder, "a.sh");
    assert_ne!(corrected, inferred);
    assert!(!corrected.contains('<'), "{corrected}");
}

#[test]
fn a_recording_is_evidence_and_stays() {
    let har = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/readme/session.har"),
    )
    .unwrap();
    let folder = folder(&[("a.har", &har)]);
    let said = check(folder.path(), &["--fix", "--unsafe-fixes", "a.har"]);
    assert_eq!(text(&folder, "a.har"), har);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("a recording is evidence and stays as it is"), "{}", said.err);
}

#[test]
fn a_diff_shows_what_would_change_and_changes_nothing() {
    let folder = folder(&[("a.sh", WRONG), ("b.sh", RIGHT)]);
    let said = check(folder.path(), &["--diff", "a.sh", "b.sh"]);
    assert_eq!(text(&folder, "a.sh"), WRONG);
    assert_eq!(said.code, 1);
    assert_eq!(
        said.out,
        "--- a.sh\n+++ a.sh\n@@ -3 +3 @@\n\
         -curl https://acme.us.frontegg.com/identity/resources/roles/v1 \\\n\
         +curl https://api.us.frontegg.com/identity/resources/roles/v1 \\\n"
    );
    assert!(said.err.ends_with("exit 1: 1 file would change\n"), "{}", said.err);
    let clean = check(folder.path(), &["--diff", "b.sh"]);
    assert_eq!((clean.code, clean.out.as_str()), (0, ""));
    assert_eq!(check(folder.path(), &["--diff", "b.sh", "missing.sh"]).code, 2);
}

#[test]
fn no_secret_stands_in_a_diff() {
    let token =
        fill("{{token kind=vendor}}", Time::parse("2026-05-11T12:00:00Z").unwrap()).unwrap();
    let secret = ["s3cr3t", "K9XvQ2mLr8"].concat();
    let script = format!(
        "# {secret}\ncurl https://acme.us.frontegg.com/identity/resources/roles/v1 -H 'Authorization: Bearer {token}' # {secret}\n"
    );
    let folder = folder(&[("a.sh", &script)]);
    let said = check(folder.path(), &["--diff", "a.sh"]);
    assert!(said.out.contains("+curl https://api.us.frontegg.com"), "{}", said.all());
    assert!(!said.all().contains(&token) && !said.all().contains(&secret), "{}", said.all());
    check(folder.path(), &["--fix", "a.sh"]);
    assert_eq!(text(&folder, "a.sh"), script.replace("acme.us", "api.us"));
}

#[test]
fn a_pipe_comes_out_corrected() {
    let folder = folder(&[]);
    for arguments in [&["check", "--fix", "-"][..], &["check", "--fix", "--stdin-filename", "a.sh"]]
    {
        let said = run(folder.path(), arguments, WRONG.as_bytes());
        assert_eq!(said.out, RIGHT, "{}", said.err);
        assert_eq!(said.code, 0, "{}", said.err);
    }
    let said = run(folder.path(), &["check", "--fix", "-"], RIGHT.as_bytes());
    assert_eq!(said.out, RIGHT);
}

#[test]
fn a_command_in_a_loop_is_corrected_once() {
    let script = |host: &str| {
        format!(
            "for i in 1 2 3; do\n  curl https://{host}/identity/resources/roles/v1 -H \"Authorization: Bearer $VENDOR_TOKEN\"\ndone\n"
        )
    };
    let folder = folder(&[("a.sh", &script("acme.us.frontegg.com"))]);
    check(folder.path(), &["--fix", "a.sh"]);
    assert_eq!(text(&folder, "a.sh"), script("api.us.frontegg.com"));
}
