//! `token [-]`: what a token is, for whom, until when, and what takes it; never the token itself.

use clap::Args;

use crate::cli::args::{Format, Global, OneFormat, time};
use crate::cli::commands::check::clock;
use crate::cli::config;
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::exchange::Time;
use crate::facts::Settings;
use crate::facts::catalog::Catalog;
use crate::facts::credential::{Credential, read};

pub(crate) mod ask;
mod human;
mod json;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    format: OneFormat,
}

/// A token, and what settles what it does not say.
#[derive(Args)]
pub(crate) struct Given {
    /// The token, or `-` for standard input; asked for without it. Better not here: shells remember
    #[arg(value_name = "-")]
    pub(crate) token: Vec<String>,
    /// Say in which region the vendor lives
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Say what time it is; the clock's without it
    #[arg(long, value_name = "RFC3339", value_parser = time)]
    now: Option<Time>,
}

pub(crate) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    let catalog = Catalog::built_in();
    let settings = arguments.given.settings(global, catalog)?;
    let asked = ask::ask(&arguments.given.token)?;
    let said = read(&asked, catalog, &settings);
    let now = settings.now.unwrap_or_else(clock);
    let text = match (&said, arguments.format.format) {
        (_, Format::Json) => json::write(said.as_ref(), now),
        (Ok(Credential::Token(card)), Format::Human) => human::card(card, now),
        (Ok(Credential::Other(guesses)), Format::Human) => human::guesses(guesses),
        (Err(_), Format::Human) => String::new(),
    };
    message::print(text.as_bytes())?;
    match said {
        Ok(Credential::Token(_)) => Ok(Ending::SILENT),
        Ok(Credential::Other(_)) => {
            Ok(Ending::new(Exit::Clean, "no token was given, but something else"))
        }
        Err(why) => Err(Failure::Token(why)),
    }
}

impl Given {
    /// The region and the environments, by the flags and the configuration of this folder.
    pub(crate) fn settings(&self, global: &Global, catalog: &Catalog) -> Result<Settings, Failure> {
        if let Some(region) = &self.region {
            config::known_region(region, &config::regions(catalog))?;
        }
        let known = config::here(global, catalog)?.settings;
        Ok(Settings {
            region: self.region.clone().or(known.region.clone()),
            now: Some(self.now.unwrap_or_else(clock)),
            ..known
        })
    }
}
