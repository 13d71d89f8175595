//! `probe region`: which region knows a pair of credentials.

use clap::Args;

use crate::cli::answers::Saving;
use crate::cli::args::{Format, Global, OneFormat};
use crate::cli::config;
use crate::cli::credentials;
use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::network::Network;
use crate::facts::catalog::{Catalog, Region};
use crate::mask;
use crate::online::region::{self, Pair};
use crate::online::{Hosts, Request, Silence, Verdict};

pub(super) mod human;
pub(super) mod json;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    saving: Saving,
    #[command(flatten)]
    network: Network,
    #[command(flatten)]
    format: OneFormat,
}

/// What was asked, and what came of it.
pub(super) struct Outcome<'a> {
    /// As it is shown.
    pub(super) client_id: String,
    pub(super) verdict: Verdict,
    /// Each region that was asked, and what it said.
    pub(super) rows: Vec<(&'a Region, Heard)>,
    pub(super) scope: Scope,
    /// The region of the configuration.
    pub(super) configured: Option<String>,
}

/// What a region said of the pair.
#[derive(Clone, Copy)]
pub(super) enum Heard {
    Accepted,
    Refused,
    Silent(Silence),
}

/// Which regions were asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    All,
    /// Only the one that was named, on the command line or in the configuration.
    Named,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    arguments.saving.may_keep()?;
    let settings = config::here(global, Catalog::built_in())?.settings;
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    let Some((pair, outcome)) = ask(&hosts, &arguments.network, Scope::All)? else {
        return Ok(Ending::SILENT);
    };
    let text = match arguments.format.format {
        Format::Human => human::page(&outcome),
        Format::Json => message::json(&json::document(&outcome)),
    };
    message::print(text.as_bytes())?;
    let said = outcome.verdict.said().unwrap_or_default();
    arguments.saving.keep(&pair.print(), said)?;
    Ok(outcome.ending())
}

/// Asks all regions, or the one of the settings, for the pair. None under `--dry-run`, which needs
/// no pair.
pub(super) fn ask<'a>(
    hosts: &Hosts<'a>,
    network: &Network,
    scope: Scope,
) -> Result<Option<(Pair, Outcome<'a>)>, Failure> {
    let pair = if network.dry_run { credentials::none() } else { credentials::pair()? };
    let named = |id: &str| hosts.settings().region.as_deref() == Some(id);
    let mut requests = region::requests(hosts, &pair);
    requests.retain(|(id, _)| scope == Scope::All || named(id));
    let (ids, requests): (Vec<String>, Vec<Request>) = requests.into_iter().unzip();
    let Some(replies) = network.ask(&requests)? else { return Ok(None) };
    let answers: Vec<_> = ids.into_iter().zip(replies).collect();
    let verdict = region::read(&answers);
    let asked = hosts.gateways().into_iter().map(|(region, _)| region);
    let asked = asked.filter(|region| answers.iter().any(|(id, _)| *id == region.id));
    let outcome = Outcome {
        client_id: mask::or_length(&pair.client_id).into_owned(),
        rows: asked.map(|region| (region, heard(&verdict, &region.id))).collect(),
        verdict,
        scope,
        configured: hosts.settings().region.clone(),
    };
    Ok(Some((pair, outcome)))
}

fn heard(verdict: &Verdict, id: &str) -> Heard {
    let (accepted, silent) = match verdict {
        Verdict::Known { region, silent, .. } => (region == id, silent.as_slice()),
        Verdict::Several { regions, silent } => {
            (regions.iter().any(|own| own == id), silent.as_slice())
        }
        Verdict::Unknown => (false, [].as_slice()),
        Verdict::Unanswered { silent, .. } => (false, silent.as_slice()),
    };
    if accepted {
        return Heard::Accepted;
    }
    let silent = silent.iter().find(|silent| silent.region == id);
    silent.map_or(Heard::Refused, |silent| Heard::Silent(silent.why))
}

impl Outcome<'_> {
    /// The region that knows the pair.
    pub(super) fn region(&self) -> Option<&Region> {
        let Verdict::Known { region, .. } = &self.verdict else { return None };
        self.rows.iter().map(|(own, _)| *own).find(|own| own.id == *region)
    }

    /// The configuration's region, where it is another than the one that knows the pair.
    pub(super) fn astray(&self) -> Option<&str> {
        let known = self.region()?;
        self.configured.as_deref().filter(|configured| *configured != known.id)
    }

    pub(super) fn ending(&self) -> Ending {
        match &self.verdict {
            Verdict::Known { .. } if self.astray().is_some() => {
                Ending::new(Exit::Findings, "the configuration names another region")
            }
            Verdict::Known { .. } => Ending::SILENT,
            Verdict::Several { .. } => {
                Ending::new(Exit::Clean, "it cannot be told which region it is")
            }
            Verdict::Unknown => Ending::new(
                Exit::Findings,
                match self.scope {
                    Scope::All => "no region knows these credentials",
                    Scope::Named => "the region that was asked does not know these credentials",
                },
            ),
            Verdict::Unanswered { silent, .. } => {
                let all = self.rows.len();
                let why = format!("{} of {} said nothing", silent.len(), count(all, "region"));
                Ending::new(Exit::Failed, why)
            }
        }
    }
}
