//! The command: arguments, files, configuration, exit codes.

#![expect(clippy::disallowed_methods, reason = "this room is the one that touches the world")]

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::cli::args::{Arguments, Command, Global, Typed};
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;

mod args;
mod commands;
mod config;
mod exit;
mod failure;
mod files;
mod message;
mod page;
mod usage;

/// Does what the arguments ask, and says on stderr why the exit code is what it is.
pub fn main() -> ExitCode {
    // A panic's own words may hold recorded text: only its place is said.
    panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        message::say(&format!("internal error{place}; please report it, without the recording"));
    }));
    let typed = args::split(std::env::args_os());
    let json = wants_json(&typed);
    let ending = panic::catch_unwind(AssertUnwindSafe(|| run(typed, json)));
    let ending = ending.unwrap_or_else(|_| {
        commands::check::write_failure(json, "internal error");
        Ending::new(Exit::Failed, "internal error")
    });
    ending.exit.into()
}

fn run(typed: Typed, json: Option<Json>) -> Ending {
    let arguments = match Arguments::try_parse_from(&typed.words) {
        Ok(arguments) => arguments,
        Err(error) => return unusable(&error, json),
    };
    let global = &arguments.global;
    let done = match arguments.command {
        Command::Check(check) => commands::check::run(&check, typed.curl, global),
        Command::Explain(explain) => commands::explain::run(&explain),
        Command::Rules(rules) => commands::rules::run(rules),
        Command::Route(route) => commands::route::run(&route),
        Command::Read(read) => commands::read::run(&read),
    };
    let ending = done.unwrap_or_else(|failure| failed(&failure, global, json));
    let silent = ending.why.is_empty() || (global.quiet && ending.exit == Exit::Clean);
    if !silent {
        message::say(&format!("exit {}: {}", ending.exit.code(), ending.why));
    }
    ending
}

/// The arguments ask for help, or cannot be followed.
fn unusable(error: &clap::Error, json: Option<Json>) -> Ending {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        drop(error.print());
        return Ending::new(Exit::Failed, "");
    }
    if !error.use_stderr() {
        // `--help` and `--version`.
        drop(error.print());
        return Ending::SILENT;
    }
    let words = usage::words(error);
    commands::check::write_failure(json, &words);
    message::say(&words);
    message::say("exit 2: the arguments were not understood; `--help` lists them");
    Ending::new(Exit::Failed, "")
}

fn failed(failure: &Failure, global: &Global, json: Option<Json>) -> Ending {
    commands::check::write_failure(json, &failure.to_string());
    message::show(failure, message::theme(global.color, &std::io::stderr()));
    Ending::new(Exit::Failed, failure.reason())
}

/// Standard output is promised a document.
#[derive(Clone, Copy)]
struct Json;

/// Whether `check` was asked for JSON on standard output; asked before clap, which may refuse.
fn wants_json(typed: &Typed) -> Option<Json> {
    let mut words = typed.words.iter().skip(1).take_while(|word| *word != "--");
    if words.next().is_none_or(|command| command != "check") {
        return None;
    }
    let words: Vec<_> = words.collect();
    let alone = words.iter().any(|word| *word == "--format=json");
    let paired = words.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
    (alone || paired).then_some(Json)
}
