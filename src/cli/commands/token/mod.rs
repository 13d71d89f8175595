//! `token [-]`: what a token is, for whom, until when, and what takes it; never the token itself.

use std::path::Path;

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
    /// The token, or `-` for standard input; asked for without it. Better not here: shells remember
    #[arg(value_name = "-")]
    token: Vec<String>,
    /// Say in which region the vendor lives
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Say what time it is; the clock's without it
    #[arg(long, value_name = "RFC3339", value_parser = time)]
    now: Option<Time>,
    #[command(flatten)]
    format: OneFormat,
}

pub(crate) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    let catalog = Catalog::built_in();
    let settings = settings((arguments.region.as_deref(), arguments.now), global, catalog)?;
    let asked = ask::ask(&arguments.token)?;
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

/// The region and the environments, by the flags and the configuration of this folder.
pub(crate) fn settings(
    (region, now): (Option<&str>, Option<Time>),
    global: &Global,
    catalog: &Catalog,
) -> Result<Settings, Failure> {
    let regions = config::regions(catalog);
    if let Some(region) = region {
        config::known_region(region, &regions)
            .map_err(|words| Failure::Usage { what: words.what, help: words.help })?;
    }
    let here = std::env::current_dir().unwrap_or_default();
    let path = config::find(global, Path::new(&here));
    let known = match &path {
        Some(path) => config::read(path, &regions)?.settings,
        None => Settings::default(),
    };
    Ok(Settings {
        region: region.map(str::to_owned).or(known.region.clone()),
        now: Some(now.unwrap_or_else(clock)),
        ..known
    })
}
