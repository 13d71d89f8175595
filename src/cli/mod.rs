//! The command: arguments, files, configuration, exit codes.

#![expect(clippy::disallowed_methods, reason = "this room is the one that touches the world")]

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::cli::args::{Arguments, Command, Global, Typed};
use crate::cli::commands::check::{Promised, promised};
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;

mod answers;
mod args;
mod baseline;
mod commands;
mod config;
mod exit;
mod failure;
mod files;
mod fix;
mod index;
mod interrupt;
mod lookup;
mod message;
#[cfg(feature = "online")]
mod network;
mod page;
mod parallel;
mod progress;
mod repository;
mod terminal;
mod usage;
mod version;
mod walk;
mod watch;

/// Does what the arguments ask, and says on stderr why the exit code is what it is.
pub fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| message::say(&words_of(panic))));
    let typed = args::split(std::env::args_os());
    let promised = promised(&typed);
    let ending = panic::catch_unwind(AssertUnwindSafe(|| run(typed, &promised)));
    let ending = ending.unwrap_or_else(|_| {
        promised.fail("internal error");
        Ending::new(Exit::Failed, "internal error")
    });
    ending.exit.into()
}

/// A panic's own words may hold recorded text: only its place is said.
fn words_of(panic: &panic::PanicHookInfo<'_>) -> String {
    let place = panic
        .location()
        .map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
    format!("internal error{place}; please report it, without the recording")
}

fn run(typed: Typed, promised: &Promised) -> Ending {
    let arguments = match Arguments::try_parse_from(&typed.words) {
        Ok(arguments) => arguments,
        Err(error) => return unusable(&error, promised),
    };
    let global = &arguments.global;
    let done = match arguments.command {
        Command::Check(check) => commands::check::run(&check, typed.curl, global),
        Command::Explain(explain) => commands::explain::run(&explain),
        Command::Rules(rules) => commands::rules::run(rules, global),
        Command::Token(token) => commands::token::run(&token, global),
        Command::Route(route) => commands::route::run(&route),
        Command::Read(read) => commands::read::run(&read),
        Command::Redact(redact) => commands::redact::run(&redact, global),
        Command::Init(init) => commands::init::run(&init, global),
        Command::Config(arguments) => commands::config::run(&arguments, global),
        Command::Baseline(arguments) => commands::baseline::run(arguments, global),
        #[cfg(feature = "online")]
        Command::Probe(arguments) => commands::probe::run(&arguments, global),
        #[cfg(feature = "online")]
        Command::Mock(arguments) => commands::mock::run(&arguments),
        Command::Completions(completions) => commands::completions::run(&completions),
        Command::Man => commands::man::run(),
    };
    let ending = done.unwrap_or_else(|failure| failed(&failure, global, promised));
    let silent = ending.why.is_empty() || (global.quiet && ending.exit == Exit::Clean);
    if !silent {
        message::say(&format!("exit {}: {}", ending.exit.code(), ending.why));
    }
    ending
}

/// The arguments ask for help, or cannot be followed.
fn unusable(error: &clap::Error, promised: &Promised) -> Ending {
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
    promised.fail(&words);
    message::say(&words);
    message::say("exit 2: the arguments were not understood; `--help` lists them");
    Ending::new(Exit::Failed, "")
}

fn failed(failure: &Failure, global: &Global, promised: &Promised) -> Ending {
    promised.fail(&failure.to_string());
    message::show(failure, message::theme(global.color, &std::io::stderr()));
    Ending::new(Exit::Failed, failure.reason())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_panic_is_told_without_its_own_words() {
        let told = Arc::new(Mutex::new(String::new()));
        let listener = Arc::clone(&told);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if let Ok(mut told) = listener.lock() {
                *told += &words_of(panic);
            }
        }));
        let recorded = ["s3cr3t", "K9XvQ2mLr8"].concat();
        let broken = panic::catch_unwind(|| panic::panic_any(recorded.clone()));
        panic::set_hook(before);
        assert!(broken.is_err());
        let told = told.lock().expect("the listener is gone").clone();
        assert!(told.contains("internal error at src"), "{told}");
        assert!(!told.contains(&recorded), "{told}");
    }
}
