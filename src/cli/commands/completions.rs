//! `completions`: what a shell must know to complete our words.

use clap::builder::PossibleValuesParser;
use clap::{Args, Command};
use clap_complete::{Shell, generate};

use crate::cli::exit::Ending;
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::report::Format;

#[derive(Args)]
pub(crate) struct Completions {
    /// The shell that completes
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// `clap_complete` takes the hyphen of our name for one between a command and its subcommand when
/// it writes for bash, in one of the two places that must agree.
const MISNAMED: (&str, &str) = ("frontegg__subcmd__lint", "frontegg__lint");

pub(crate) fn run(asked: &Completions) -> Result<Ending, Failure> {
    let mut script = Vec::new();
    generate(asked.shell, &mut as_typed(), "frontegg-lint", &mut script);
    let script = String::from_utf8_lossy(&script).replace(MISNAMED.0, MISNAMED.1);
    message::print(script.as_bytes())?;
    Ok(Ending::SILENT)
}

/// The command as people type it: `check` needs no word, so its options stand beside the
/// commands too.
pub(crate) fn as_typed() -> Command {
    let command = <crate::cli::args::Arguments as clap::CommandFactory>::command();
    let check: Vec<clap::Arg> = command
        .find_subcommand("check")
        .into_iter()
        .flat_map(Command::get_arguments)
        .cloned()
        .collect();
    let command = command.subcommand_required(false).arg_required_else_help(false).args(check);
    let command = command.mut_subcommand("check", |check| check.mut_arg("format", formats));
    command.mut_arg("format", formats)
}

/// Of `FORMAT[=PATH]` the first part can be completed.
fn formats(arg: clap::Arg) -> clap::Arg {
    arg.value_parser(PossibleValuesParser::new(Format::ALL.iter().map(|format| format.word())))
}
