//! `init`: a configuration from what a repository and recordings show.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::args::Global;
use crate::cli::config::{self, FILE_NAME};
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::files::{self, Input};
use crate::cli::message;
use crate::cli::walk::{self, Walk};
use crate::exchange::Exchange;
use crate::facts::catalog::Catalog;
use crate::facts::table::Id;
use crate::facts::{Facts, Ground, Session, Settings, Value, gather};
use crate::input::{self, Item, Options};
use crate::mask;
use crate::rules::RuleSet;
use crate::truth::Fact;

/// A repository of more scripts than this says no more in the rest of them.
const MOST_FILES: usize = 500;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Recordings to learn from: the region of gateways that answered, hosts of environments
    #[arg(value_name = "RECORDING")]
    recordings: Vec<PathBuf>,
    /// Write over a configuration that is there
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    let path = global.config.clone().unwrap_or_else(|| PathBuf::from(FILE_NAME));
    if path.exists() && !arguments.force {
        let what = format!("{} is there already", message::path_unknown(&path));
        let help = Some("`--force` writes over it".to_owned());
        return Err(Failure::Usage { what, help });
    }
    let seen = look(&arguments.recordings)?;
    let text = seen.text();
    // What is written must hold: a file that the next run refuses is no help.
    let regions = config::regions(Catalog::built_in());
    config::parse((&message::path(&path), Path::new("")), &text, &regions)?;
    files::write(&path, text.as_bytes())?;
    let whole = crate::cli::repository::tidy(&path);
    message::print(format!("{}\n", message::path(&whole)).as_bytes())?;
    Ok(Ending::new(Exit::Clean, format!("written, {}", seen.said())))
}

/// What the calls show of the vendor.
#[derive(Default)]
struct Seen {
    /// Of gateways that answered, and of issuers.
    proven: BTreeSet<String>,
    /// Of gateways that scripts name.
    named: BTreeSet<String>,
    /// Environment hosts, by what names the environment.
    environments: BTreeMap<String, BTreeSet<String>>,
    calls: usize,
}

/// Reads the recordings that were named, and what lies in the folder.
fn look(recordings: &[PathBuf]) -> Result<Seen, Failure> {
    let mut seen = Seen::default();
    for path in recordings {
        let input = Input::from_path(path);
        seen.read(&input, input.open()?);
    }
    let walked = walk::inputs(&[PathBuf::from(".")], &Walk::default());
    for input in walked.inputs.iter().take(MOST_FILES) {
        if let Ok(bytes) = input.open() {
            seen.read(input, bytes);
        }
    }
    Ok(seen)
}

impl Seen {
    fn read(&mut self, input: &Input, bytes: Box<dyn std::io::Read>) {
        let (catalog, settings) = (Catalog::built_in(), Settings::default());
        let mut session = Session::default();
        let options = Options::of(input.origin());
        input::read(&input.name(), bytes, &options, &mut |item| match item {
            Item::Exchange(exchange) => {
                let signatures = &RuleSet::built_in().signatures;
                let ground = Ground { catalog, settings: &settings, session: &session, signatures };
                self.learn(&exchange, ground);
                session.learn(&exchange, catalog);
            }
            Item::Problem(_) | Item::Recorder(_) => {}
        });
    }

    fn learn(&mut self, exchange: &Exchange, ground: Ground<'_>) {
        let facts = gather(exchange, ground);
        if !facts.concerns_frontegg() {
            return;
        }
        self.calls += 1;
        let region = word(&facts, Id::HostRegion);
        let answered = facts.get(Id::AnswerSucceeded) == Fact::Known(Value::Flag(true));
        match word(&facts, Id::HostClass).as_deref() {
            Some("gateway") if answered => self.proven.extend(region),
            Some("gateway") => self.named.extend(region),
            Some("environment") => {
                let name = word(&facts, Id::HostEnvironment);
                self.environment(name, word(&facts, Id::HostName));
            }
            Some(_) | None => {}
        }
        self.proven.extend(word(&facts, Id::TokenRegion));
        self.environment(word(&facts, Id::TokenEnvironment), word(&facts, Id::TokenIssuerHost));
    }

    fn environment(&mut self, name: Option<String>, host: Option<String>) {
        let Some(host) = host.filter(|host| host.contains('.') && mask::host(host).is_some())
        else {
            return;
        };
        let name = name.filter(|name| mask::identifier(name).is_some());
        let name = name.unwrap_or_else(|| host.clone());
        self.environments.entry(name).or_default().insert(host);
    }

    /// What was found, in words.
    fn said(&self) -> String {
        let calls = crate::cli::exit::count(self.calls, "call");
        let environments = crate::cli::exit::count(self.environments.len(), "environment");
        match self.proven.iter().collect::<Vec<_>>().as_slice() {
            [region] => format!("{calls} to Frontegg show region {region} and {environments}"),
            _ => format!("{calls} to Frontegg show no one region, and {environments}"),
        }
    }

    fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        text.push_str(&self.region());
        text.push_str(&self.listed());
        text.push_str(REST);
        text
    }

    fn region(&self) -> String {
        let proven: Vec<&str> = self.proven.iter().map(String::as_str).collect();
        let named: Vec<&str> = self.named.iter().map(String::as_str).collect();
        let (line, why) = match (proven.as_slice(), named.as_slice()) {
            ([one], _) => {
                (format!("region: {one}"), "Answers and tokens show this one.".to_owned())
            }
            ([], [one]) => {
                let why = "Scripts name its gateway; nothing shows that it is yours.".to_owned();
                (format!("# region: {one}"), why)
            }
            ([], []) => ("# region: eu".to_owned(), "No call shows it.".to_owned()),
            ([], many) | (many, _) => {
                let why = format!("Calls show several: {}.", many.join(", "));
                ("# region: eu".to_owned(), why)
            }
        };
        format!(
            "# Where your account lives: eu, us, ca or au. Settles which gateway is the right one.\n\
             # {why}\n{line}\n\n"
        )
    }

    fn listed(&self) -> String {
        let mut text = "# Your environments: their *.frontegg.com hosts and custom domains, without https://.\n"
            .to_owned();
        if self.environments.is_empty() {
            text.push_str(
                "# environments:\n#   - name: production\n#     hosts: [acme.frontegg.com, login.acme.com]\n\n",
            );
            return text;
        }
        text.push_str("environments:\n");
        for (name, hosts) in &self.environments {
            let hosts = hosts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let _ = writeln!(text, "  - name: '{name}'\n    hosts: [{hosts}]");
        }
        text.push('\n');
        text
    }
}

fn word(facts: &Facts<'_>, id: Id) -> Option<String> {
    match facts.get(id).known()? {
        Value::Word(word) => Some(word.into_owned()),
        Value::Number(_) | Value::Flag(_) => None,
    }
}

const HEAD: &str = "\
# What frontegg-lint cannot read from a call. Nothing in here is a secret, and nothing must be.
# `frontegg-lint config show` says what holds; `frontegg-lint config schema` prints the schema.

";

const REST: &str = "\
# Hosts of your own services that verify Frontegg's tokens.
# back-ends: [api.acme.com]

# Put into corrected calls where they are missing.
# tenant-id: 00000000-0000-0000-0000-000000000000
# application-id: 00000000-0000-0000-0000-000000000000

# From which severity on a finding makes the exit code 1: error, warning, info or never.
# fail-on: warning

# Whether `check --online` may ask the network in CI.
# online-in-ci: false

# Rules by id, topic or severity: off, on, info, warning or error.
# rules:
#   deprecated-route: off

# The same for some files only.
# overrides:
#   - paths: ['legacy/**']
#     rules: { route: info }

# Findings that nobody needs to see, each for a reason.
# ignore:
#   - rule: wrong-method
#     path: 'docs/**'
#     reason: the page shows what goes wrong

# Files that are left out of folders, as in .gitignore.
# exclude: ['vendor/**']
";
