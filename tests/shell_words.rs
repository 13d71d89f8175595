//! Shells complete the words of the command, and its manual is complete.

#![cfg(feature = "cli")]
#![expect(clippy::disallowed_methods, reason = "shells and the formatters of manuals are run")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use desk::command::run;

const COMMANDS: &[&str] = &[
    "check",
    "explain",
    "rules",
    "token",
    "route",
    "read",
    "redact",
    "probe",
    "mock",
    "baseline",
    "init",
    "config",
    "completions",
    "man",
];

/// What a program makes of an input; none where the program is not here.
fn made(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let command = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match command {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => panic!("{program}: {error}"),
    };
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{program}: {errors}");
    Some(once(&String::from_utf8(output.stdout).unwrap()))
}

/// Bold letters are printed twice on one place.
fn once(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        if letter == '\u{8}' {
            plain.pop();
        } else {
            plain.push(letter);
        }
    }
    plain
}

fn completions(shell: &str) -> String {
    let said = run(Path::new("."), &["completions", shell], b"");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    said.out
}

#[test]
fn bash_completes_what_is_begun() {
    let script = completions("bash");
    let asked = [
        ("--for", "--force-exclude --format"),
        ("check --for", "--force-exclude --format"),
        ("check --format sar", "sarif"),
        ("--format gitl", "gitlab"),
        ("check --fail-on w", "warning"),
        ("expl", "explain"),
        ("rules cov", "coverage"),
        ("rules list --form", "--format"),
        ("completions z", "zsh"),
    ];
    let mut input = script + "\n";
    for (words, _) in asked {
        let _ = write!(
            input,
            "COMP_WORDS=(frontegg-lint {words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))\n\
             COMPREPLY=(); ${{function:=$(complete -p frontegg-lint | sed 's/.* -F //; s/ .*//')}} \
             frontegg-lint \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"\n\
             echo \"${{COMPREPLY[*]}}\"\n"
        );
    }
    let said = made("bash", &["--norc", "--noprofile"], &input).expect("bash is everywhere");
    for ((words, wanted), told) in asked.iter().zip(said.lines()) {
        assert_eq!(told, *wanted, "{words}");
    }
    assert_eq!(said.lines().count(), asked.len(), "{said}");
}

#[test]
fn fish_completes_what_is_begun() {
    let script = completions("fish");
    let asked = "complete -C 'frontegg-lint --form'; complete -C 'frontegg-lint expl'; \
                 complete -C 'frontegg-lint check --fail-on w'\n";
    let Some(said) = made("fish", &["--no-config"], &(script.clone() + asked)) else {
        assert!(script.contains("complete -c frontegg-lint"), "{script}");
        return;
    };
    let words: Vec<&str> = said.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(words, ["--format", "explain", "warning"], "{said}");
}

#[test]
fn zsh_loads_them() {
    let folder = tempfile::tempdir().unwrap();
    let script = completions("zsh");
    std::fs::write(folder.path().join("_frontegg-lint"), &script).unwrap();
    let folder = folder.path().display();
    let asked = format!(
        "fpath=({folder} $fpath); autoload -Uz compinit; compinit -D -u; echo ${{_comps[frontegg-lint]}}\n\
         autoload +X -Uz _frontegg-lint && whence -w _frontegg-lint\n"
    );
    let Some(said) = made("zsh", &["-f"], &asked) else {
        assert!(script.starts_with("#compdef frontegg-lint"), "{script}");
        return;
    };
    assert_eq!(said, "_frontegg-lint\n_frontegg-lint: function\n");
}

#[test]
fn every_shell_is_told_of_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = completions(shell);
        for word in COMMANDS {
            assert!(script.contains(word), "{shell}: {word}");
        }
        assert!(script.contains("fail-on"), "{shell}");
    }
    let said = run(Path::new("."), &["completions", "tcsh"], b"");
    assert_eq!(said.code, 2);
}

#[test]
fn the_manual_names_all_there_is() {
    let said = run(Path::new("."), &["man"], b"");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.is_ascii() && said.out.starts_with(".TH frontegg-lint 1 "));
    let pages = [
        made("man", &["-l", "-"], &said.out),
        made("mandoc", &["-T", "utf8"], &said.out),
        made("groff", &["-man", "-ww", "-Tutf8", "-P-cbou"], &said.out),
    ];
    let source = said.out.replace("\\-", "-");
    for page in pages.into_iter().flatten().chain([source]) {
        for word in COMMANDS {
            assert!(page.contains(&format!("frontegg-lint {word}")), "{word}: {page}");
        }
        for words in ["rules coverage", "EXIT STATUS", "ENVIRONMENT", "--fail-on", "--format"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        for name in ["NO_COLOR", "COLUMNS", "FRONTEGG_LINT_FORMAT", "FRONTEGG_LINT_FAIL_ON"] {
            assert!(page.contains(name), "{name}: {page}");
        }
    }
}

#[test]
fn the_manual_forgets_no_command() {
    let help = run(Path::new("."), &["--help"], b"").out;
    let manual = run(Path::new("."), &["man"], b"").out.replace("\\-", "-");
    let listed = help.split("Commands:").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> = listed
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() >= COMMANDS.len(), "{help}");
    for name in names {
        assert!(manual.contains(&format!("\"frontegg-lint {name}\"")), "{name}");
    }
}
