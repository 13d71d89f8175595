//! `probe …`: asks the network what a recording cannot say.

use clap::{Args, Subcommand};

use crate::cli::args::Global;
use crate::cli::exit::Ending;
use crate::cli::failure::Failure;

mod environment;
mod host;
mod region;
mod replay;
mod rows;
mod token;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    question: Question,
}

#[derive(Subcommand)]
enum Question {
    /// Which region knows these credentials: `FRONTEGG_CLIENT_ID` and `FRONTEGG_API_KEY`, else a prompt
    Region(region::Arguments),
    /// Whether a token holds: its signature by its issuer's keys, a vendor token by its gateway
    Token(token::Arguments),
    /// Whether a host is an environment of Frontegg's, and in which region
    Host(host::Arguments),
    /// Which environment and applications the credentials belong to
    Environment(environment::Arguments),
    /// Send a recorded call again, as it is and as corrected, and compare the answers
    Replay(replay::Arguments),
}

pub(crate) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    match &arguments.question {
        Question::Region(arguments) => region::run(arguments, global),
        Question::Token(arguments) => token::run(arguments, global),
        Question::Host(arguments) => host::run(arguments, global),
        Question::Environment(arguments) => environment::run(arguments, global),
        Question::Replay(arguments) => replay::run(arguments, global),
    }
}
