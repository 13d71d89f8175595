//! An environment for people.

use std::fmt::Write as _;

use crate::cli::commands::probe::region::human::{line, lines};
use crate::cli::config::FILE_NAME;
use crate::mask;
use crate::online::environment::{Application, Difference, Domain, Environment, Part};

use super::{Found, Owner};

pub(super) fn page(found: &Found<'_>) -> String {
    let environment = &found.environment;
    let region = found.outcome.region().map_or("", |region| region.name.as_str());
    let host = environment.hosts().first().map_or("an environment", |host| *host).to_owned();
    let mut page = format!("these credentials belong to {host}, in the {region} region\n\n");
    page += &lines(&found.outcome);
    about(&mut page, environment);
    for (part, why) in environment.silent() {
        line(&mut page, "no word", &format!("of {}: {why}", noun(part)));
    }
    if found.owner == Owner::Account {
        page += "\nthe client id is not the environment's own: such a pair is made in the portal's \
                 Administration and\nopens every environment of the account; this is the one that \
                 calls without `frontegg-environment-id` go to\n";
    }
    if !found.differences.is_empty() {
        page += "\nbeside the configuration:\n";
        for difference in &found.differences {
            let _ = writeln!(page, "  {}", words(difference, environment));
        }
    }
    let _ = writeln!(page, "\nkeep in {FILE_NAME}:");
    for line in found.keep.lines() {
        let _ = writeln!(page, "  {line}");
    }
    page
}

/// What a part tells, in words.
pub(super) const fn noun(part: Part) -> &'static str {
    match part {
        Part::BaseUrl => "its host",
        Part::Basic => "how machines log in",
        Part::Vendor => "its name and allowed origins",
        Part::Domains => "its custom domains",
        Part::Applications => "its applications",
    }
}

fn about(page: &mut String, environment: &Environment) {
    line(page, "environment", environment.id().unwrap_or("its id was not told"));
    if let Ok(vendor) = &environment.vendor {
        if let Some(name) = &vendor.name {
            line(page, "name", name);
        }
        if let Some(origins) = vendor.origins {
            line(page, "origins", &format!("{origins} may call it from a browser"));
        }
    }
    if let Ok(host) = &environment.host {
        line(page, "host", host);
    }
    if let Ok(domains) = &environment.domains {
        list(page, "domains", &domains.iter().map(domain).collect::<Vec<_>>());
    }
    if let Some(strategy) = environment.machines.as_ref().ok().and_then(|m| m.strategy.as_deref()) {
        line(page, "machines", &format!("they log in by {strategy}"));
    }
    if let Ok(applications) = &environment.applications {
        list(page, "applications", &applications.iter().map(application).collect::<Vec<_>>());
    }
}

/// Several of one kind, the name before the first.
fn list(page: &mut String, name: &str, texts: &[String]) {
    if texts.is_empty() {
        line(page, name, "none");
    }
    for (at, text) in texts.iter().enumerate() {
        line(page, if at == 0 { name } else { "" }, text);
    }
}

fn domain(domain: &Domain) -> String {
    match (domain.unkept(), &domain.status) {
        (Some(why), _) => format!("{} (not kept: {why})", domain.host),
        (None, Some(status)) => format!("{} ({status})", domain.host),
        (None, None) => domain.host.clone(),
    }
}

fn application(application: &Application) -> String {
    match &application.name {
        Some(name) => format!("{} {name}", application.id),
        None => application.id.clone(),
    }
}

fn words(difference: &Difference, environment: &Environment) -> String {
    let id = environment.id().unwrap_or("another");
    match difference {
        Difference::Region { configured } => {
            format!("`region: {configured}` is wrong: it is `{}`", environment.region)
        }
        Difference::ClientId { environment, configured } => format!(
            "`client-id` of `{}` is another environment's: {}, and this one is {id}",
            mask::or_length(environment),
            mask::or_length(configured)
        ),
        Difference::Host { environment, host } => {
            format!("`{}` lists {host}, which is not its own", mask::or_length(environment))
        }
        Difference::Unlisted { host } => format!("{host} is not listed"),
        Difference::NoneOfThem => {
            "none of its environments has this id or one of these hosts".to_owned()
        }
    }
}
