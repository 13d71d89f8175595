//! Ctrl-C in the middle of a run: nothing half written stays, and what was there is still there.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command};

use desk::command::{ended, started};

const CALL: &[u8] = b"curl https://api.frontegg.com/identity/resources/roles/v1 \\\n  -H 'Authorization: Bearer undefined'\n";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Comes back once the run has begun its output, or has ended without.
fn wait_for_output(folder: &Path, child: &mut Child) {
    while !names(folder).iter().any(|name| name.starts_with(".frontegg-lint-")) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was interrupted");
        std::thread::yield_now();
    }
}

#[test]
fn an_interrupted_run_leaves_no_file_behind() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["check", "--no-config", "--format", "json=out.json", "-"];
    let mut child = started(folder.path(), &arguments);
    // The pipe stays open: the run waits for the rest.
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(CALL).unwrap();
    wait_for_output(folder.path(), &mut child);
    interrupt(&child);
    let said = ended(child);
    drop(pipe);
    assert_eq!(said.code, 130);
    assert_eq!(said.err, "frontegg-lint: exit 130: interrupted\n");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn what_was_there_is_still_there_after_an_interrupted_run() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("out.json"), "yesterday's").unwrap();
    let arguments = ["check", "--no-config", "--format", "json=out.json", "-"];
    let mut child = started(folder.path(), &arguments);
    let pipe = child.stdin.take().unwrap();
    wait_for_output(folder.path(), &mut child);
    interrupt(&child);
    assert_eq!(ended(child).code, 130);
    drop(pipe);
    assert_eq!(names(folder.path()), ["out.json"]);
    assert_eq!(fs::read(folder.path().join("out.json")).unwrap(), b"yesterday's");
}

#[test]
fn what_cannot_be_written_is_said_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["check", "--no-config", "--format", "json=none/out.json", "-"];
    // Nobody closes the pipe: a run that read first would wait for ever.
    let mut child = started(folder.path(), &arguments);
    let pipe = child.stdin.take().unwrap();
    let said = ended(child);
    drop(pipe);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("none/out.json"), "{}", said.err);
}

#[test]
fn a_file_is_checked_again_when_it_changes_until_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.sh");
    fs::write(&path, CALL).unwrap();
    let mut child = started(folder.path(), &["check", "--no-config", "--watch", "a.sh"]);
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let until = |lines: &mut dyn Iterator<Item = String>, words: &str| {
        let mut seen = Vec::new();
        for line in lines {
            seen.push(line);
            if seen.last().unwrap().contains(words) {
                return seen.join("\n");
            }
        }
        panic!("it ended: {seen:?}");
    };
    let first = until(&mut lines, "Ctrl-C ends");
    assert!(first.contains("1 finding reaches"), "{first}");
    fs::write(&path, "curl https://api.frontegg.com/identity/resources/roles/v1 -H \"Authorization: Bearer $VENDOR_TOKEN\"\n").unwrap();
    let second = until(&mut lines, "Ctrl-C ends");
    assert!(second.contains("a.sh changed"), "{second}");
    assert!(second.contains("nothing reaches"), "{second}");
    interrupt(&child);
    assert!(until(&mut lines, "exit 130").ends_with("interrupted"));
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert!(out.contains("a.sh:2"), "{out}");
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_prompt_leaves_a_terminal_that_shows_what_is_typed() {
    use std::process::Stdio;
    let folder = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_frontegg-lint");
    let line = format!("trap : INT; {program} token --no-config; stty -a");
    let mut child = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder.path())
        .env("SHELL", "/bin/sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut shown = child.stdout.take().unwrap();
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"(it is not shown): ") && shown.read(&mut byte).unwrap() > 0 {
        text.push(byte[0]);
    }
    let mut typed = child.stdin.take().unwrap();
    typed.write_all(b"\x03").unwrap();
    shown.read_to_end(&mut text).unwrap();
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(text.contains("exit 130: interrupted"), "{text}");
    let modes: Vec<&str> = text.split_whitespace().collect();
    assert!(modes.contains(&"echo") && !modes.contains(&"-echo"), "{text}");
    drop(typed);
    child.wait().unwrap();
}
