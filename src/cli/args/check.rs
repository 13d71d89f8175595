//! The arguments of `check`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};

use super::{Reading, time};
use crate::exchange::Time;
use crate::finding::{Report, Severity};
use crate::report::Format;

#[derive(Args)]
pub(crate) struct Check {
    /// Files and folders to check: scripts, pasted text, HAR, .http, collections; `-` is standard input
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
    /// Judge the files as things that will be in a repository: tokens that open something are found
    #[arg(long, help_heading = "What the input does not say")]
    pub(crate) committed: bool,
    #[command(flatten)]
    pub(crate) asking: Asking,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) telling: Telling,
    #[command(flatten)]
    pub(crate) fixing: Fixing,
    #[command(flatten)]
    pub(crate) walking: Walking,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// What settles things that a recording cannot say.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "What the input does not say")]
pub(crate) struct Known {
    /// Settle in which region the vendor lives
    #[arg(long, value_name = "REGION", env = "FRONTEGG_LINT_REGION", hide_env_values = true)]
    pub(crate) region: Option<String>,
    /// Settle what kind of token is sent, where it does not say so
    #[arg(long, value_name = "KIND", value_parser = token_kinds())]
    pub(crate) token_kind: Option<String>,
    /// Say what time it is, for calls that are pasted; the clock's without it
    #[arg(long, value_name = "RFC3339", value_parser = time)]
    pub(crate) now: Option<Time>,
}

/// What the network says, or said.
#[derive(Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct Asking {
    /// Ask the network what would settle the open causes of an error answer
    #[cfg(feature = "online")]
    #[arg(long, conflicts_with = "watch")]
    pub(crate) online: bool,
    /// Keep the answers in this file
    #[cfg(feature = "online")]
    #[arg(long, value_name = "FILE", requires = "online")]
    pub(crate) save: Option<PathBuf>,
    /// Judge by the answers that `--save` kept; nobody is asked for them again
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    #[cfg(feature = "online")]
    #[command(flatten)]
    pub(crate) network: crate::cli::network::Network,
}

/// Which rules judge, and from when on a finding matters.
#[derive(Args)]
#[command(next_help_heading = "Rules")]
pub(crate) struct Judging {
    /// Judge by these rules only: ids, topics, severities; comma-separated, repeatable
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Judge without these rules: ids, topics, severities
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Use the rules of this folder too
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Option<PathBuf>,
    /// Hide what this baseline lists: findings that were there when it was written
    #[arg(long, value_name = "FILE", env = "FRONTEGG_LINT_BASELINE", hide_env_values = true)]
    pub(crate) baseline: Option<PathBuf>,
    /// Exit with 1 for findings of this severity or above; `warning` without it
    #[arg(long, value_name = "SEVERITY", env = "FRONTEGG_LINT_FAIL_ON", hide_env_values = true)]
    pub(crate) fail_on: Option<FailOn>,
    /// Exit with 3 where no call was found
    #[arg(long)]
    pub(crate) fail_on_empty: bool,
}

/// How what was found is told.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Telling {
    /// Write this format, to a path or to standard output; repeatable
    ///
    /// Without it: `human`; in GitHub's and GitLab's CI the format of theirs.
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = target)]
    pub(crate) format: Vec<Target>,
    /// Show findings of this severity and above; what is not shown counts for the exit code
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) min_severity: Option<Least>,
    /// Show so many findings at most, the worst first; the others are counted
    #[arg(long, value_name = "N")]
    pub(crate) max_findings: Option<usize>,
    /// Show each rule's page below its first finding
    #[arg(long)]
    pub(crate) explain: bool,
    /// Count the findings of each rule instead of showing them
    #[arg(long)]
    pub(crate) statistics: bool,
}

/// What is done about it.
#[derive(Args)]
#[command(next_help_heading = "Fixing")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option as it is typed")]
pub(crate) struct Fixing {
    /// Correct scripts and .http files in place, where everything is known
    #[arg(long)]
    pub(crate) fix: bool,
    /// Correct also where a value was inferred
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what `--fix` would change, and change nothing
    #[arg(long)]
    pub(crate) diff: bool,
    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["fix", "diff"])]
    pub(crate) watch: bool,
}

/// Which files are read.
#[derive(Args)]
#[command(next_help_heading = "Files")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option as it is typed")]
pub(crate) struct Walking {
    /// Leave out files that match, in folders; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Leave them out also where they are named, and pass over named files without a call, as hooks need
    #[arg(long)]
    pub(crate) force_exclude: bool,
    /// Read hidden files of folders too
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Read also what `.gitignore` and its kind leave out
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// List what would be read, and as what
    #[arg(long)]
    pub(crate) files: bool,
    /// Check so many files at once; as many as there are cores without it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,
    /// Take standard input for this file, as editors do
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,
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

/// The least severity that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Least {
    Error,
    Warning,
    Info,
}

impl Least {
    pub(crate) const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
        }
    }
}

/// A format, and the file it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) format: Format,
    pub(crate) path: Option<PathBuf>,
}

impl Target {
    pub(crate) const fn to_stdout(format: Format) -> Self {
        Self { format, path: None }
    }
}

/// `json`, `sarif=out.sarif`.
pub(crate) fn target(text: &str) -> Result<Target, String> {
    let (format, path) = match text.split_once('=') {
        Some((_, "")) => return Err("a path is missing behind `=`".to_owned()),
        Some((format, path)) => (format, Some(PathBuf::from(path))),
        None => (text, None),
    };
    let Some(format) = Format::ALL.iter().find(|known| known.word() == format) else {
        let words: Vec<&str> = Format::ALL.iter().map(|known| known.word()).collect();
        return Err(format!("it is one of {}", words.join(", ")));
    };
    Ok(Target { format: *format, path })
}

fn token_kinds() -> PossibleValuesParser {
    use crate::facts::table::{self, Kind};
    let entry = table::entry(table::Id::TokenKind);
    let words: &[&str] = if let Kind::Choice(words) = entry.kind { words } else { &[] };
    words.iter().copied().filter(|word| *word != "other").collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_name_its_file() {
        let json = Target { format: Format::Json, path: Some("out.json".into()) };
        assert_eq!(target("json=out.json"), Ok(json));
        assert_eq!(target("human"), Ok(Target::to_stdout(Format::Human)));
        assert!(target("json=").is_err());
    }
}
