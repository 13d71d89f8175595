//! Nothing but what is said to ask the network opens a socket.
//!
//! The command runs with a library before the one of the system in which opening a socket, or asking for a name,
//! ends the program at once. A control run shows that it does. It needs neither rights nor tools, only
//! the compiler that built the test; what would go past the system's library is caught by `strace` in `.ci/slow`.

#![cfg(all(feature = "cli", target_os = "linux", target_env = "gnu"))]
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use desk::command::{folder, run_in};
use tempfile::TempDir;

/// What must not be called.
const NEVER: [&str; 5] = ["socket", "connect", "sendto", "getaddrinfo", "gethostbyname"];

/// Tells the program to open a socket itself.
const CONTROL: &str = "TEST_THAT_OPENS_A_SOCKET";

/// The signal of a program that ends itself.
const ABORTED: i32 = 6;

const CALL: &str = "curl https://api.frontegg.com/identity/resources/roles/v1 \\\n  \
                    -H 'Authorization: Bearer undefined'\n";

const RECORDING: &str = r#"{"log":{"version":"1.2","creator":{"name":"a","version":"1"},"entries":[{
  "startedDateTime":"2026-05-11T12:00:00Z","time":1,"cache":{},
  "timings":{"send":0,"wait":0,"receive":0},
  "request":{"method":"GET","url":"https://api.frontegg.com/vendors","httpVersion":"HTTP/1.1",
    "headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
  "response":{"status":401,"statusText":"","httpVersion":"HTTP/1.1","headers":[],"cookies":[],
    "content":{"size":0,"mimeType":""},"redirectURL":"","headersSize":-1,"bodySize":0}}]}}"#;

/// The library in which these calls end the program.
fn trap() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (source, library) = (folder.path().join("trap.rs"), folder.path().join("libtrap.so"));
    let ends = |name: &&str| {
        format!("#[no_mangle] pub extern \"C\" fn {name}() -> i32 {{ std::process::abort() }}\n")
    };
    fs::write(&source, NEVER.iter().map(ends).collect::<String>()).unwrap();
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut rustc = Command::new(rustc);
    rustc.args(["--edition", "2021", "--crate-type", "cdylib", "-C", "panic=abort", "-o"]);
    assert!(rustc.arg(&library).arg(&source).status().unwrap().success());
    (folder, library)
}

/// Opens a socket where it is told to.
#[test]
fn control() {
    if std::env::var_os(CONTROL).is_some() {
        TcpListener::bind("127.0.0.1:0").unwrap();
    }
}

/// The trap works: who opens a socket is ended.
fn ends_whoever_opens_one(library: &Path) {
    use std::os::unix::process::ExitStatusExt as _;
    let control = |told: bool| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["control", "--exact"]).env("LD_PRELOAD", library).env_remove(CONTROL);
        if told {
            command.env(CONTROL, "yes");
        }
        command.output().unwrap().status
    };
    assert!(control(false).success());
    assert_eq!(control(true).signal(), Some(ABORTED));
}

#[test]
fn what_is_not_said_to_ask_the_network_opens_no_socket() {
    let (_kept, library) = trap();
    ends_whoever_opens_one(&library);
    let folder = folder(&[("call.sh", CALL), ("a.har", RECORDING)]);
    let token = ["ey", "JhbGciOiJub25lIn0.ey", "J0eXBlIjoidmVuZG9yIn0.c2ln"].concat();
    for (arguments, input, code) in [
        ("check call.sh", "", 1),
        ("check a.har --format json", "", 0),
        ("check --verbose .", "", 1),
        ("check --diff call.sh", "", 0),
        ("check -", CALL, 1),
        ("read a.har", "", 0),
        ("redact a.har", "", 0),
        ("token", token.as_str(), 0),
        ("route GET /identity/resources/roles/v1", "", 0),
        ("rules list", "", 0),
        ("explain missing-tenant-id", "", 0),
        ("config show", "", 0),
        ("probe host login.acme.com --dry-run", "", 0),
        ("--version", "", 0),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let environment = [("LD_PRELOAD", library.to_str().unwrap())];
        let said = run_in(folder.path(), (&words, &environment), input.as_bytes());
        assert_eq!(said.code, code, "{arguments}: {}", said.all());
    }
}
