//! The arguments, as they are typed.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::exchange::{Format as Written, Time};
use crate::report::read::Document;

mod check;
mod rules;
mod split;

pub(crate) use check::{Check, FailOn, Target, Telling, Walking, target};
pub(crate) use rules::Rules;
pub(crate) use split::{Typed, split};

/// Find what is wrong with a recorded call to Frontegg's APIs, say why, and print the corrected call
#[derive(Parser)]
#[command(name = "frontegg-lint", version = crate::cli::version::TEXT, max_term_width = 100, override_usage = USAGE)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const USAGE: &str = "frontegg-lint [check] [OPTIONS] [PATH|-]…
       frontegg-lint [check] [OPTIONS] curl ARGS…
       frontegg-lint <COMMAND> …

Without a path, a paste is asked for, or standard input is read.";

#[derive(Args)]
#[command(next_help_heading = "Everywhere")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option as it is typed")]
pub(crate) struct Global {
    /// Read this configuration instead of the `.frontegg-lint.yaml` found upwards from the file
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "FRONTEGG_LINT_CONFIG",
        hide_env_values = true
    )]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration, whatever names one
    #[arg(long, global = true)]
    pub(crate) no_config: bool,
    /// Colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Make rule ids links to their pages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) hyperlinks: Color,
    /// Tell in sentences, without drawings, for screen readers
    #[arg(long, global = true)]
    pub(crate) plain: bool,
    /// Print nothing when all is well
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Say what was skipped and what stayed undecided, and why
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
}

/// When something that only some terminals show is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check recorded calls: what is wrong, why, and the corrected call (needs no word)
    Check(Box<Check>),
    /// Explain a rule, an error id or the text of an error
    Explain(Explain),
    /// List, show and test the rules
    #[command(subcommand)]
    Rules(Rules),
    /// Say what a token is, for whom, until when and what takes it; never prints it
    Token(crate::cli::commands::token::Arguments),
    /// Say what the catalogue knows of a route: audience, token, headers
    Route(Route),
    /// Show what was understood of an input
    Read(Read),
    /// Write the same recording without its secrets, and make sure that it is judged the same
    Redact(crate::cli::commands::redact::Arguments),
    /// Ask the network what a recording cannot say; says first what it sends where
    #[cfg(feature = "online")]
    Probe(crate::cli::commands::probe::Arguments),
    /// Stand in for Frontegg on this machine, to see errors and their diagnosis without an account
    #[cfg(feature = "online")]
    Mock(crate::cli::commands::mock::Arguments),
    /// Write down today's findings, and compare with them
    #[command(subcommand)]
    Baseline(crate::cli::commands::baseline::Arguments),
    /// Write a configuration from what the repository and recordings show
    Init(crate::cli::commands::init::Arguments),
    /// Say which values hold and where each came from; print the schema
    #[command(subcommand)]
    Config(crate::cli::commands::config::Arguments),
    /// Print what a shell needs to complete the words of this command
    Completions(crate::cli::commands::completions::Completions),
    /// Print the page for the manual: `frontegg-lint man | man -l -`
    Man,
}

/// How inputs are read.
#[derive(Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Read every input as this format
    #[arg(long, value_name = "FORMAT", value_parser = input_formats())]
    pub(crate) input_format: Option<Written>,
    /// Read files that a command names (`-d @body.json`), if they lie beside the input
    #[arg(long)]
    pub(crate) read_files: bool,
    /// Give the variables of a collection the values of this environment (with --read-files)
    #[arg(long, value_name = "NAME")]
    pub(crate) env: Option<String>,
}

pub(crate) fn input_formats() -> impl TypedValueParser<Value = Written> {
    PossibleValuesParser::new(Written::ALL.iter().map(|format| format.word())).map(|word| {
        let named = Written::ALL.iter().find(|format| format.word() == word);
        named.copied().unwrap_or(Written::Shell)
    })
}

/// For people or for programs, where a command has no more to offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

/// One format, where no file can be named.
#[derive(Args)]
pub(crate) struct OneFormat {
    /// Write this format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// A rule's id, an error's id, or the text of an error; the topics without it
    #[arg(value_name = "RULE|ERROR|TEXT")]
    pub(crate) what: Vec<String>,
}

#[derive(Args)]
pub(crate) struct Route {
    /// GET, POST, …
    #[arg(value_name = "METHOD")]
    pub(crate) method: String,
    /// An address or a path
    #[arg(value_name = "URL")]
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) format: OneFormat,
}

#[derive(Args)]
pub(crate) struct Read {
    /// The file to read; `-` is standard input
    #[arg(value_name = "IN")]
    pub(crate) input: Option<PathBuf>,
    /// Show secrets as they are
    #[arg(long)]
    pub(crate) with_secrets: bool,
    /// Write this format
    #[arg(long, value_name = "FORMAT", default_value = "json", value_parser = documents())]
    pub(crate) format: Document,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

fn documents() -> impl TypedValueParser<Value = Document> {
    PossibleValuesParser::new(Document::ALL.iter().map(|document| document.word())).map(|word| {
        let named = Document::ALL.iter().find(|document| document.word() == word);
        named.copied().unwrap_or(Document::Json)
    })
}

pub(crate) fn time(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| "write a time like 2026-05-11T12:00:00Z".to_owned())
}
