//! The built command, run in a folder and knowing nothing of the machine it runs on.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// How a run ended and what it said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// What was printed, which must be one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    /// Both streams, one behind the other.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// A scratch folder with these files. Its configuration says nothing, and ends the search for one.
#[expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [(".frontegg-lint.yaml", "# nothing\n")].iter().chain(files) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Checks in a folder.
pub(crate) fn check(folder: &Path, arguments: &[&str]) -> Said {
    run(folder, &[&["check"], arguments].concat(), b"")
}

/// Runs the command with these arguments, gives it the input, and waits for its end.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> Said {
    let mut child = started(folder, arguments);
    // A command that needs no input may be gone already.
    drop(child.stdin.take().unwrap().write_all(input));
    ended(child)
}

/// The same, with this environment and no other.
pub(crate) fn run_in(
    folder: &Path,
    (arguments, environment): (&[&str], &[(&str, &str)]),
    input: &[u8],
) -> Said {
    let mut command = command(folder, arguments);
    let mut child = command.envs(environment.iter().copied()).spawn().unwrap();
    drop(child.stdin.take().unwrap().write_all(input));
    ended(child)
}

/// The command, running, with a pipe on each of its streams and no environment at all.
pub(crate) fn started(folder: &Path, arguments: &[&str]) -> Child {
    command(folder, arguments).spawn().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontegg-lint"));
    command.args(arguments).current_dir(folder).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Waits for its end.
pub(crate) fn ended(child: Child) -> Said {
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().expect("it ended by itself"),
        out: String::from_utf8(output.stdout).expect("it prints text"),
        err: String::from_utf8(output.stderr).expect("it says text"),
    }
}
