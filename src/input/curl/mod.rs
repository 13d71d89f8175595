//! curl: its command line becomes requests, and any request becomes a curl command.

mod address;
mod amend;
#[cfg(test)]
mod amend_tests;
mod argv;
mod body;
mod config;
mod cookies;
pub(in crate::input) mod credentials;
mod dates;
pub mod edit;
#[cfg(test)]
mod edit_tests;
mod form;
mod glob;
mod headers;
mod layout;
mod method;
mod netrc;
mod options;
mod patch;
mod proxy;
mod quote;
mod refusal;
mod repair;
mod request;
pub(in crate::input) mod text;
mod variables;
pub mod write;

use crate::exchange::{Accident, AccidentKind, Request, Sent};
use crate::input::Files;
use crate::input::shell::Argument;
use crate::source::{Span, Text};
use crate::truth::Why;
use request::{Settings, Stop};

/// What lies around a command.
pub(in crate::input) struct Context<'a> {
    pub(in crate::input) files: Option<&'a Files<'a>>,
    /// What is piped into it, where that is known.
    pub(in crate::input) stdin: Option<Text>,
    /// Where the word `curl` stands.
    pub(in crate::input) name: Span,
    /// A variable may hold options that we do not see.
    pub(in crate::input) hidden: Option<Why>,
}

/// A request that a command sends, or would send.
pub(in crate::input) struct Command {
    pub(in crate::input) request: Request,
    pub(in crate::input) sent: Sent,
    pub(in crate::input) accidents: Vec<Accident>,
}

/// The requests of one command, from the arguments behind the word `curl`, and whether there are
/// more of them than are read.
pub(in crate::input) fn requests(
    arguments: &[Argument],
    mut context: Context<'_>,
) -> (Vec<Command>, bool) {
    let line = argv::parse(arguments, &|name| body::file(name, &context));
    context.hidden = context.hidden.or(line.hidden);
    let mut commands: Vec<Command> = Vec::new();
    let mut more = false;
    let mut at_once = line.stop.clone();
    // What stands behind the request at which curl stops is not sent either.
    let mut stopped: Option<String> = None;
    for operation in &line.operations {
        let (requests, cut) = request::build(Settings(operation), &context);
        more |= cut;
        for built in requests {
            let mut accidents = line.accidents.clone();
            accidents.extend(conflict(built.stop.as_ref(), operation));
            accidents.extend(built.accidents);
            match built.stop {
                Some(Stop::AtOnce(why)) => at_once = at_once.or(Some(why)),
                Some(Stop::Here(why)) => stopped = stopped.or(Some(why)),
                None => {}
            }
            let sent = stopped.clone().map_or(built.sent, Sent::No);
            commands.push(Command { request: built.request, sent, accidents });
        }
    }
    if let Some(why) = at_once {
        for command in &mut commands {
            command.sent = Sent::No(why.clone());
        }
    }
    (commands, more)
}

/// Whether curl knows an option as it is written: `--header`, `-H`, `-sSo`.
pub(in crate::input) fn knows(written: &str) -> bool {
    argv::knows(written)
}

/// Where the option stands that asks for another kind of request than the rest.
fn conflict(stop: Option<&Stop>, operation: &[argv::Setting]) -> Option<Accident> {
    let names = ["form", "form-string", "head", "upload-file"];
    let span = operation.iter().find(|setting| names.contains(&setting.name))?.span;
    let (Stop::AtOnce(why) | Stop::Here(why)) = stop?;
    (why == method::CONFLICT).then_some(Accident::seen(AccidentKind::CurlOptionsConflict, span))
}
