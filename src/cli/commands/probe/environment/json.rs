//! An environment for programs.

use serde_json::{Value, json};

use crate::cli::commands::probe::region::Outcome;
use crate::cli::commands::probe::region::json::document;
use crate::cli::message;
use crate::mask;
use crate::online::environment::{Application, Difference, Domain, Environment, Part};

use super::{Found, Owner};

/// Version 1: what `probe region` says, and the environment. Fields may be added; none is renamed,
/// removed or retyped.
pub(super) fn write(found: &Found<'_>) -> String {
    let mut document = document(&found.outcome);
    document["environment"] = of_environment(&found.environment);
    document["owner"] = match found.owner {
        Owner::Environment => "environment".into(),
        Owner::Account => "account".into(),
        Owner::Unknown => Value::Null,
    };
    document["differences"] = found.differences.iter().map(of_difference).collect();
    document["configuration"] = found.keep.clone().into();
    message::json(&document)
}

/// The same where no region gave a token.
pub(super) fn nothing(outcome: &Outcome<'_>) -> String {
    let mut document = document(outcome);
    document["environment"] = Value::Null;
    document["owner"] = Value::Null;
    document["differences"] = json!([]);
    message::json(&document)
}

fn of_environment(environment: &Environment) -> Value {
    let vendor = environment.vendor.as_ref().ok();
    let domains = environment.domains.as_ref().ok();
    let applications = environment.applications.as_ref().ok();
    let machines = environment.machines.as_ref().ok();
    let silent = environment.silent().into_iter();
    let silent = silent.map(|(part, why)| json!({ "part": word(part), "why": why.to_string() }));
    json!({
        "id": environment.id(),
        "name": vendor.and_then(|vendor| vendor.name.as_ref()),
        "host": environment.host.as_ref().ok(),
        "allowed_origins": vendor.and_then(|vendor| vendor.origins),
        "custom_domains": domains.map(|all| all.iter().map(of_domain).collect::<Vec<_>>()),
        "machine_to_machine": machines.and_then(|machines| machines.strategy.as_ref()),
        "applications":
            applications.map(|all| all.iter().map(of_application).collect::<Vec<_>>()),
        "silent": silent.collect::<Vec<_>>(),
    })
}

fn of_domain(domain: &Domain) -> Value {
    let why = domain.unkept().map(|why| why.to_string());
    json!({ "host": domain.host, "status": domain.status, "not_kept": why })
}

fn of_application(application: &Application) -> Value {
    json!({ "id": application.id, "name": application.name })
}

/// The field that a part fills.
const fn word(part: Part) -> &'static str {
    match part {
        Part::BaseUrl => "host",
        Part::Basic => "machine_to_machine",
        Part::Vendor => "allowed_origins",
        Part::Domains => "custom_domains",
        Part::Applications => "applications",
    }
}

fn of_difference(difference: &Difference) -> Value {
    let wrong = difference.contradicts();
    match difference {
        Difference::Region { configured } => {
            json!({ "kind": "region", "wrong": wrong, "configured": configured })
        }
        Difference::ClientId { environment, configured } => json!({
            "kind": "client-id",
            "wrong": wrong,
            "environment": mask::or_length(environment),
            "configured": mask::or_length(configured),
        }),
        Difference::Host { environment, host } => json!({
            "kind": "host", "wrong": wrong, "environment": mask::or_length(environment), "host": host,
        }),
        Difference::Unlisted { host } => {
            json!({ "kind": "unlisted", "wrong": wrong, "host": host })
        }
        Difference::NoneOfThem => json!({ "kind": "none-of-them", "wrong": wrong }),
    }
}
