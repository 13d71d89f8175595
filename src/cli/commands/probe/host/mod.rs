//! `probe host NAME`: whether a host is an environment of Frontegg's, and in which region.

use clap::Args;

use crate::cli::args::{Format, Global, OneFormat};
use crate::cli::config;
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::network::Network;
use crate::facts::catalog::Catalog;
use crate::online::alias_now;
use crate::online::host::{Answer, Beside, Question, Verdict};
use crate::online::{Hosts, Named};

mod human;
mod json;

#[derive(Args)]
pub(super) struct Arguments {
    /// The host, as in `acme.frontegg.com` or `login.acme.com`; an address stands for its host
    #[arg(value_name = "NAME")]
    host: String,
    #[command(flatten)]
    network: Network,
    #[command(flatten)]
    format: OneFormat,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    let catalog = Catalog::built_in();
    let settings = config::here(global, catalog)?.settings;
    let host = Named::parse(&arguments.host).map_err(|why| Failure::Usage {
        what: format!("that is no host that can be asked: {why}"),
        help: Some("give its bare name: `probe host login.acme.com`".to_owned()),
    })?;
    let question = Question::new(host, Hosts::new(catalog, &settings));
    let Some(answer) = ask(&question, &arguments.network)? else { return Ok(Ending::SILENT) };
    let page = match arguments.format.format {
        Format::Json => json::write(&answer),
        Format::Human => human::write(&answer, catalog),
    };
    message::print(page.as_bytes())?;
    Ok(ending(&answer))
}

/// The answer, after up to two rounds; none under `--dry-run`.
fn ask(question: &Question<'_>, network: &Network) -> Result<Option<Answer>, Failure> {
    let requests = question.requests();
    if requests.is_empty() {
        return Ok(Some(question.read(&[], &Beside::default())));
    }
    let dns = format!("DNS: what {} is an alias of", question.name());
    if network.dry_run {
        message::print(format!("{dns}\n").as_bytes())?;
    } else {
        message::say(&format!("asking: {dns}"));
    }
    let Some(replies) = network.ask(&requests)? else { return Ok(None) };
    let alias = alias_now(&network.door()?, question.name()).ok().flatten();
    let issuer = match question.next(&replies) {
        Some(request) => network.ask(&[request])?.and_then(|mut replies| replies.pop()),
        None => None,
    };
    Ok(Some(question.read(&replies, &Beside { alias, issuer })))
}

fn ending(answer: &Answer) -> Ending {
    if answer.silent {
        return Ending::new(Exit::Failed, format!("{} did not answer", answer.host));
    }
    match answer.verdict {
        Verdict::Environment | Verdict::Gateway => Ending::SILENT,
        Verdict::LooksLike | Verdict::Misfit | Verdict::OtherFrontegg | Verdict::CannotTell => {
            Ending::new(Exit::Clean, answer.verdict.title())
        }
        Verdict::NoEnvironment | Verdict::LookAlike => {
            Ending::new(Exit::Findings, format!("{} is {}", answer.host, answer.verdict.title()))
        }
        Verdict::Silent => Ending::new(Exit::Failed, format!("{} did not answer", answer.host)),
    }
}
