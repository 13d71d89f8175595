//! The arguments, as they are typed.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::exchange::{Format as Written, Time};
use crate::finding::{Report, Severity};
use crate::report;
use crate::report::read::Document;

mod rules;

pub(crate) use rules::Rules;

/// Find what is wrong with a recorded call to Frontegg's APIs, say why, and print the corrected call
#[derive(Parser)]
#[command(name = "frontegg-lint", version, max_term_width = 100, override_usage = USAGE)]
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
pub(crate) struct Global {
    /// Read this configuration instead of the `.frontegg-lint.yaml` found upwards from the file
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, global = true)]
    pub(crate) no_config: bool,
    /// Colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Print nothing when all is well
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Say what was skipped and what stayed undecided, and why
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
}

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
}

#[derive(Args)]
pub(crate) struct Check {
    /// Files to check: shell scripts, pasted text, HAR, .http; `-` is standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) known: Known,
    /// Take the answer that came back from this file; `-i` output of curl or a bare body
    #[arg(long, value_name = "FILE", help_heading = "What the input does not say")]
    pub(crate) response: Option<PathBuf>,
    /// Take this as the status that came back
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(100..=599), help_heading = "What the input does not say")]
    pub(crate) status: Option<u16>,
    /// Exit with 1 for findings of this severity or above; `warning` without it
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
    /// Write this format, to a path or to standard output; repeatable
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = target, default_value = "human")]
    pub(crate) format: Vec<Target>,
    /// Use the rules of this folder too
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// What settles things that a recording cannot say.
#[derive(Args, Default)]
#[command(next_help_heading = "What the input does not say")]
pub(crate) struct Known {
    /// Settle in which region the vendor lives
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Settle what kind of token is sent, where it does not say so
    #[arg(long, value_name = "KIND", value_parser = token_kinds())]
    pub(crate) token_kind: Option<String>,
    /// Say what time it is, for calls that are pasted; the clock's without it
    #[arg(long, value_name = "RFC3339", value_parser = time)]
    pub(crate) now: Option<Time>,
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

/// From which severity on a finding makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// How many findings of the report are at or above it.
    pub(crate) fn reached(self, report: &Report) -> usize {
        let least = match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
            Self::Never => return 0,
        };
        report.findings.iter().filter(|finding| finding.severity >= least).count()
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Never => "never",
        }
    }
}

/// A format, and the file it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) format: report::Format,
    pub(crate) path: Option<PathBuf>,
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

fn target(text: &str) -> Result<Target, String> {
    let (format, path) = match text.split_once('=') {
        Some((_, "")) => return Err("a path is missing behind `=`".to_owned()),
        Some((format, path)) => (format, Some(PathBuf::from(path))),
        None => (text, None),
    };
    let known = report::Format::ALL.iter().copied();
    match known.clone().find(|known| known.word() == format) {
        Some(format) => Ok(Target { format, path }),
        None => Err(format!(
            "it is one of {}",
            known.map(report::Format::word).collect::<Vec<_>>().join(", ")
        )),
    }
}

pub(crate) fn time(text: &str) -> Result<Time, String> {
    Time::parse(text).ok_or_else(|| "write a time like 2026-05-11T12:00:00Z".to_owned())
}

fn token_kinds() -> PossibleValuesParser {
    use crate::facts::table::{self, Kind};
    let entry = table::entry(table::Id::TokenKind);
    let words: &[&str] = if let Kind::Choice(words) = entry.kind { words } else { &[] };
    words.iter().copied().filter(|word| *word != "other").collect::<Vec<_>>().into()
}

/// What was typed: the arguments for clap, and the words behind `curl`.
pub(crate) struct Typed {
    pub(crate) words: Vec<OsString>,
    pub(crate) curl: Option<Vec<OsString>>,
}

/// Makes `check` the command where none is named, and keeps what stands behind `curl` away from
/// clap: those words are somebody else's options.
pub(crate) fn split(words: impl IntoIterator<Item = OsString>) -> Typed {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let command = <Arguments as clap::CommandFactory>::command();
    let asked = words.iter().skip(1).take_while(|word| *word != "--");
    let asks_help = asked
        .take(1)
        .any(|word| ["--help", "-h", "--version", "-V", "help"].iter().any(|known| word == known));
    let mut at = positional(&words, 1, &command);
    let named = at.and_then(|at| command.find_subcommand(&words[at]).map(|found| (at, found)));
    match named {
        Some((place, found)) if found.get_name() != "check" => {
            let word = words.remove(place);
            words.insert(1, word);
            return Typed { words, curl: None };
        }
        Some((place, _)) => {
            let word = words.remove(place);
            words.insert(1, word);
            at = positional(&words, 2, &command);
        }
        None if asks_help => {}
        None => {
            let place = 1.min(words.len());
            words.insert(place, "check".into());
            at = at.map(|at| at + 1);
        }
    }
    let curl = at.filter(|at| words[*at] == "curl").map(|at| words.split_off(at).split_off(1));
    Typed { words, curl }
}

/// The first word from `from` on that is neither an option nor an option's value.
fn positional(words: &[OsString], from: usize, command: &clap::Command) -> Option<usize> {
    let mut at = from;
    while let Some(word) = words.get(at) {
        let word = word.to_string_lossy();
        if word == "--" {
            return None;
        }
        if word == "-" || !word.starts_with('-') {
            return Some(at);
        }
        at += if takes_value(&word, command) { 2 } else { 1 };
    }
    None
}

/// Whether the option's value is the next word.
fn takes_value(word: &str, command: &clap::Command) -> bool {
    let Some(name) = word.strip_prefix("--") else { return false };
    let check = command.find_subcommand("check");
    std::iter::once(command)
        .chain(check)
        .flat_map(clap::Command::get_arguments)
        .any(|arg| arg.get_long() == Some(name) && arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> (String, Option<String>) {
        let typed = split(line.split(' ').map(OsString::from));
        let join = |words: Vec<OsString>| {
            words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
        };
        (join(typed.words), typed.curl.map(join))
    }

    #[test]
    fn no_command_means_check() {
        assert_eq!(typed("f").0, "f check");
        assert_eq!(typed("f call.sh").0, "f check call.sh");
        assert_eq!(typed("f --region us call.sh").0, "f check --region us call.sh");
        assert_eq!(typed("f --quiet rules list").0, "f rules --quiet list");
        assert_eq!(typed("f --help").0, "f --help");
    }

    #[test]
    fn behind_the_word_curl_everything_is_the_failing_command() {
        let command = Some("-X GET --region x https://a -v".to_owned());
        for start in ["f", "f check", "f --region us", "f check --region us"] {
            let (words, curl) = typed(&format!("{start} curl -X GET --region x https://a -v"));
            assert_eq!(curl, command, "{words}");
            assert!(!words.contains("curl"), "{words}");
        }
    }

    #[test]
    fn a_file_named_curl_is_written_with_its_folder() {
        assert_eq!(typed("f ./curl"), ("f check ./curl".to_owned(), None));
        assert_eq!(typed("f a.sh curl").1, None);
        assert_eq!(typed("f -- curl").1, None);
    }

    #[test]
    fn the_arguments_are_sound() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_format_may_name_its_file() {
        let json = Target { format: report::Format::Json, path: Some("out.json".into()) };
        assert_eq!(target("json=out.json"), Ok(json));
        assert_eq!(target("human"), Ok(Target { format: report::Format::Human, path: None }));
        assert!(target("json=").is_err());
    }
}
