//! `probe environment`: what a pair of credentials belongs to, beside what the configuration says.

use clap::Args;

use crate::cli::args::{Format, Global, OneFormat};
use crate::cli::config;
use crate::cli::exit::{Ending, Exit, count};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::network::Network;
use crate::facts::Settings;
use crate::facts::catalog::Catalog;
use crate::online::environment::{self, Difference, Environment, Part, compare};
use crate::online::region::Pair;
use crate::online::{Hosts, Minted, Verdict};

use super::region::{self, Outcome, Scope};

mod human;
mod json;
mod keep;

#[derive(Args)]
pub(super) struct Arguments {
    /// Ask only this region; the configuration's without it, else all
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    #[command(flatten)]
    network: Network,
    #[command(flatten)]
    format: OneFormat,
}

/// What was found, and what the configuration says of it.
struct Found<'a> {
    outcome: Outcome<'a>,
    environment: Environment,
    owner: Owner,
    differences: Vec<Difference>,
    /// The lines of a configuration that say the same.
    keep: String,
}

/// Whose pair it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The environment's own: its id is the client id.
    Environment,
    /// Another's, such as a portal account's: it opens the environment that was found, and more.
    Account,
    Unknown,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    let written = config::here(global, Catalog::built_in())?.settings;
    let settings = asked(&written, arguments.region.as_deref())?;
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    let scope = if settings.region.is_some() { Scope::Named } else { Scope::All };
    let Some((pair, mut outcome)) = region::ask(&hosts, &arguments.network, scope)? else {
        return dry(&hosts);
    };
    outcome.configured.clone_from(&written.region);
    let Some(environment) = look(&hosts, arguments, &outcome)? else {
        let text = match arguments.format.format {
            Format::Human => region::human::page(&outcome),
            Format::Json => json::nothing(&outcome),
        };
        message::print(text.as_bytes())?;
        return Ok(outcome.ending());
    };
    let found = Found {
        owner: owner(&environment, &pair),
        differences: compare(&environment, &written),
        keep: keep::lines(&environment, &written),
        outcome,
        environment,
    };
    let text = match arguments.format.format {
        Format::Human => human::page(&found),
        Format::Json => json::write(&found),
    };
    message::print(text.as_bytes())?;
    Ok(found.ending())
}

/// The settings with the region that is to be asked.
fn asked(written: &Settings, region: Option<&str>) -> Result<Settings, Failure> {
    if let Some(region) = region {
        config::known_region(region, &config::regions(Catalog::built_in()))?;
    }
    let region = region.map(str::to_owned).or_else(|| written.region.clone());
    Ok(Settings { region, ..written.clone() })
}

/// The second round, with the token of the first, at the gateway that gave it.
fn look(
    hosts: &Hosts<'_>,
    arguments: &Arguments,
    outcome: &Outcome<'_>,
) -> Result<Option<Environment>, Failure> {
    let Verdict::Known { region, minted: Some(Minted { token, .. }), .. } = &outcome.verdict else {
        return Ok(None);
    };
    let mut gateways = hosts.gateways().into_iter();
    let Some((_, gateway)) = gateways.find(|(own, _)| own.id == *region) else {
        return Ok(None);
    };
    let replies = arguments.network.ask(&environment::requests(&gateway, token))?;
    Ok(replies.map(|replies| environment::read(region, token, &replies)))
}

/// What the second round would be: where it goes, only the first round tells, unless one region is asked.
fn dry(hosts: &Hosts<'_>) -> Result<Ending, Failure> {
    let named = hosts.settings().region.as_deref();
    let gateway = hosts.gateways().into_iter().find(|(own, _)| named == Some(own.id.as_str()));
    let gateway = gateway.map_or("<gateway>".to_owned(), |(_, host)| host.name().to_owned());
    let line = |part: &Part| {
        format!("GET https://{gateway}{}, with the vendor token that it was given\n", part.path())
    };
    message::print(Part::ALL.iter().map(line).collect::<String>().as_bytes())?;
    Ok(Ending::SILENT)
}

fn owner(environment: &Environment, pair: &Pair) -> Owner {
    match environment.id() {
        Some(id) if id == pair.client_id => Owner::Environment,
        Some(_) => Owner::Account,
        None => Owner::Unknown,
    }
}

impl Found<'_> {
    fn ending(&self) -> Ending {
        let silent = self.environment.silent().len();
        let contradictions = self.differences.iter().filter(|one| one.contradicts()).count();
        if silent > 0 {
            let why = format!("{} of {} had no answer", silent, count(Part::ALL.len(), "question"));
            Ending::new(Exit::Failed, why)
        } else if contradictions > 0 {
            let why = format!("the configuration is wrong in {}", count(contradictions, "place"));
            Ending::new(Exit::Findings, why)
        } else {
            Ending::SILENT
        }
    }
}
