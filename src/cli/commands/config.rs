//! `config`: which values hold, where each came from, and the schema.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::args::{FailOn, Format, Global, OneFormat};
use crate::cli::commands::rules::Judges;
use crate::cli::config::{self, Config, Row, SCHEMA};
use crate::cli::exit::Ending;
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::repository::tidy;
use crate::mask;

#[derive(Subcommand)]
pub(crate) enum Arguments {
    /// Show every value that holds, and where it came from
    Show(Show),
    /// Print the JSON Schema of the configuration, for editors
    Schema,
}

#[derive(Args)]
pub(crate) struct Show {
    /// The file or folder it is to hold for; the current folder without it
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,
    /// As `check` takes it
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// As `check` takes it
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// As `check` takes it
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    format: OneFormat,
}

pub(crate) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    match arguments {
        Arguments::Show(show) => message::print(shown(show, global)?.as_bytes())?,
        Arguments::Schema => message::print(SCHEMA.as_bytes())?,
    }
    Ok(Ending::SILENT)
}

/// A value, and who said so.
struct Value {
    name: String,
    told: String,
    from: From,
}

enum From {
    Default,
    /// A line of the configuration.
    File(Option<usize>),
    Variable(&'static str),
    Flag(&'static str),
}

fn shown(show: &Show, global: &Global) -> Result<String, Failure> {
    let path = tidy(show.path.as_deref().unwrap_or_else(|| Path::new(".")));
    let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
    let judges = Judges::with(None)?;
    let found = config::find(global, folder);
    let config = match &found {
        None => Config::default(),
        Some(path) => config::read(path, &config::regions(&judges.catalog))?,
    };
    let folders: Vec<&Path> = config.rule_folders.iter().map(PathBuf::as_path).collect();
    config.names_hold(&Judges::with_all(&folders)?.rules)?;
    let rows = config.rows(path.is_file().then_some(path.as_path()));
    let values = values(show, found.as_deref(), global, rows);
    let name = found.as_deref().map(message::path);
    Ok(match show.format.format {
        Format::Human => human(&values, name.as_deref()),
        Format::Json => json(&values, name.as_deref()),
    })
}

/// A flag is over a variable, a variable over the file.
fn values(show: &Show, found: Option<&Path>, global: &Global, mut rows: Vec<Row>) -> Vec<Value> {
    let word = |value: &String| mask::or_length(value).into_owned();
    let path = |path: &PathBuf| message::path_unknown(path);
    let mut take = |name: &str| {
        let at = rows.iter().position(|row| row.name == name)?;
        Some(rows.remove(at))
    };
    let told =
        found.map(|path| Row { name: String::new(), value: message::path(path), line: None });
    let flag = global.config.as_ref().filter(|own| variable(CONFIG).as_deref() != own.to_str());
    let no_config = global.no_config.then(|| Value {
        name: "config".to_owned(),
        told: "none".to_owned(),
        from: From::Flag("--no-config"),
    });
    let config =
        no_config.unwrap_or_else(|| settled("config", (flag.map(path), "--config"), CONFIG, told));
    let mut values = vec![
        config,
        settled("region", (show.region.as_ref().map(word), "--region"), REGION, take("region")),
        settled(
            "fail-on",
            (show.fail_on.map(|own| own.word().to_owned()), "--fail-on"),
            FAIL_ON,
            take("fail-on"),
        ),
        settled("format", (None, "--format"), FORMAT, None),
        settled("baseline", (show.baseline.as_ref().map(path), "--baseline"), BASELINE, None),
    ];
    let rest = rows.into_iter();
    values.extend(rest.map(|Row { name, value, line }| Value {
        name,
        told: value,
        from: From::File(line),
    }));
    values
}

const CONFIG: &str = "FRONTEGG_LINT_CONFIG";
const REGION: &str = "FRONTEGG_LINT_REGION";
const FAIL_ON: &str = "FRONTEGG_LINT_FAIL_ON";
const FORMAT: &str = "FRONTEGG_LINT_FORMAT";
const BASELINE: &str = "FRONTEGG_LINT_BASELINE";

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn settled(
    name: &str,
    (flag, word): (Option<String>, &'static str),
    named: &'static str,
    row: Option<Row>,
) -> Value {
    let told = variable(named).map(|value| message::path_unknown(Path::new(&value)));
    let (value, from) = match (flag, told, row) {
        (Some(value), ..) => (value, From::Flag(word)),
        (None, Some(value), _) => (value, From::Variable(named)),
        (None, None, Some(row)) => (row.value, From::File(row.line)),
        (None, None, None) => (default(name).to_owned(), From::Default),
    };
    Value { name: name.to_owned(), told: value, from }
}

/// What holds where nobody says anything.
fn default(name: &str) -> &'static str {
    match name {
        "region" => "unknown",
        "fail-on" => "warning",
        "format" => "human; in CI the format of its service",
        _ => "none",
    }
}

fn human(values: &[Value], file: Option<&str>) -> String {
    let width = values.iter().map(|value| value.name.chars().count()).max().unwrap_or_default();
    let told = values.iter().map(|value| value.told.chars().count());
    let told = told.max().unwrap_or_default().min(48);
    let file = file.unwrap_or_default();
    let line = |Value { name, told: value, from }: &Value| {
        let from = match from {
            From::Default => "default".to_owned(),
            From::File(None) => "found upwards".to_owned(),
            From::File(Some(line)) => format!("{file}:{line}"),
            From::Variable(name) => format!("environment variable {name}"),
            From::Flag(name) => format!("flag {name}"),
        };
        format!("{name:<width$}  {value:<told$}  {from}\n")
    };
    values.iter().map(line).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    configuration: Option<&'a str>,
    values: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    value: &'a str,
    from: Origin<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Origin<'a> {
    Default,
    File { file: &'a str, line: Option<usize> },
    Environment { variable: &'a str },
    Flag { flag: &'a str },
}

fn json(values: &[Value], file: Option<&str>) -> String {
    let lines = values.iter().map(|value| json_line(value, file.unwrap_or_default())).collect();
    message::json(&Document { version: 1, configuration: file, values: lines })
}

fn json_line<'a>(value: &'a Value, file: &'a str) -> Line<'a> {
    let from = match value.from {
        From::Default => Origin::Default,
        From::File(line) => Origin::File { file, line },
        From::Variable(variable) => Origin::Environment { variable },
        From::Flag(flag) => Origin::Flag { flag },
    };
    Line { name: &value.name, value: &value.told, from }
}
