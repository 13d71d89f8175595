//! `probe replay [PATH|-]`: a recorded call sent again, as it is and as corrected, and what both answers show.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::args::{Format, Global, OneFormat, Reading};
use crate::cli::commands::check::clock;
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::files::Input;
use crate::cli::message;
use crate::cli::network::Network;
use crate::exchange::Exchange;
use crate::facts::catalog::Catalog;
use crate::finding::{Finding, ShownRequest};
use crate::mask;
use crate::online::replay::{
    Again, Answer, Effect, Outcome, Shows, Values, again, compare, names_two_hosts, read,
};
use crate::online::{Hosts, NoReply, Reply, Request};

mod confirm;
mod human;
mod json;
mod recording;
mod withheld;

use recording::{Chosen, Read};
use withheld::Withheld;

#[derive(Args)]
pub(super) struct Arguments {
    /// The recording: whatever `check` reads; `-` is standard input
    #[arg(value_name = "PATH|-")]
    input: Option<PathBuf>,
    /// Send this call, by the number that reports give it; without it the only call, or the only one that failed
    #[arg(long, value_name = "N")]
    call: Option<usize>,
    /// Send only the call as it was recorded, without a correction
    #[arg(long)]
    as_recorded: bool,
    /// Send also what may change something, once you have typed its method and path
    #[arg(long)]
    allow_writes: bool,
    /// Settle in which region the vendor lives
    #[arg(long, value_name = "REGION", env = "FRONTEGG_LINT_REGION", hide_env_values = true)]
    region: Option<String>,
    #[command(flatten)]
    network: Network,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    format: OneFormat,
}

/// What stands in a corrected call for a host that nobody knows.
const LACKING: [&str; 3] = ["<gateway>", "<environment-host>", "<host>"];

/// What became of a call: as it was recorded, or as corrected.
struct Side<'a> {
    exchange: &'a Exchange,
    shown: ShownRequest,
    /// What is sent; why not.
    again: Result<Again, Withheld>,
    reply: Option<Result<Answer, NoReply>>,
}

/// All that is told in the end.
struct Told<'a> {
    number: usize,
    recorded: Side<'a>,
    corrected: Option<(Side<'a>, &'a Finding)>,
    shows: Shows,
    /// The address of the recorded call and its `Host` header name different hosts.
    two_hosts: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    let input = Input::from_path(arguments.input.as_deref().unwrap_or(Path::new("-")));
    let read = Read::of(&input, (&arguments.reading, arguments.region.as_deref()), global)?;
    let chosen = read.choose(arguments.call)?;
    let mut told = plan(&chosen, &read, arguments);
    let requests: Vec<Request> = told.sides().filter_map(Side::request).collect();
    if requests.is_empty() {
        return tell(&told, arguments);
    }
    let Some(replies) = arguments.network.ask(&requests)? else {
        return Ok(dry_run(&told));
    };
    told.hear(replies, &read);
    tell(&told, arguments)
}

/// What is sent of the chosen call, and why the rest is not.
fn plan<'a>(chosen: &'a Chosen, read: &Read<'_>, arguments: &Arguments) -> Told<'a> {
    // Neither a catalogue nor a configuration that came with the recording decides about a host.
    let hosts = Hosts::new(Catalog::built_in(), &read.here);
    let values = Values::of(|name| std::env::var(name).ok());
    let side = |exchange: &'a Exchange| {
        let again = again(exchange, &hosts, &values).map_err(Withheld::Unsent);
        Side { exchange, shown: shown(exchange), again, reply: None }
    };
    let mut recorded = side(&chosen.recorded);
    let mut corrected =
        chosen.corrected.as_ref().map(|(finding, exchange)| (side(exchange), finding));
    if arguments.as_recorded {
        corrected = None;
    } else if recorded.writes() {
        recorded.again = Err(match corrected {
            Some(_) => Withheld::Twice,
            None => Withheld::Uncorrected,
        });
    }
    let sides = [Some(&mut recorded), corrected.as_mut().map(|(side, _)| side)];
    for side in sides.into_iter().flatten() {
        if let Some(request) = side.request().filter(|_| side.writes())
            && let Err(why) = confirm::confirm(&request, arguments)
        {
            side.again = Err(why);
        }
    }
    let two_hosts = names_two_hosts(&chosen.recorded);
    let number = chosen.recorded.number;
    Told { number, recorded, corrected, shows: Shows::Unanswered, two_hosts }
}

/// The request as it is shown. Where a correction lacks a host, what it lacks is named.
fn shown(exchange: &Exchange) -> ShownRequest {
    let mut shown = crate::view::request(exchange);
    let host = exchange.request.url.host.as_written();
    if LACKING.contains(&host) {
        shown.url = shown.url.replacen(&mask::length(host), host, 1);
    }
    shown
}

impl Side<'_> {
    fn writes(&self) -> bool {
        self.again.as_ref().is_ok_and(|again| again.effect == Effect::Writes)
    }

    fn request(&self) -> Option<Request> {
        self.again.as_ref().ok().map(|again| again.request.clone())
    }

    fn answer(&self) -> Option<&Answer> {
        self.reply.as_ref()?.as_ref().ok()
    }
}

impl<'a> Told<'a> {
    fn sides(&self) -> impl Iterator<Item = &Side<'a>> {
        [Some(&self.recorded), self.corrected.as_ref().map(|(side, _)| side)].into_iter().flatten()
    }

    fn hear(&mut self, replies: Vec<Result<Reply, NoReply>>, from: &Read<'_>) {
        let linter = from.linter();
        let now = clock();
        let sides = [Some(&mut self.recorded), self.corrected.as_mut().map(|(side, _)| side)];
        let sent = sides.into_iter().flatten().filter(|side| side.again.is_ok());
        for (side, reply) in sent.zip(replies) {
            side.reply = Some(reply.map(|reply| read(side.exchange, (&reply, now), &linter)));
        }
        let corrected = self.corrected.as_ref().and_then(|(side, _)| side.answer());
        self.shows = compare(self.recorded.answer(), corrected);
    }

    /// The call that the exit code speaks of: the corrected one if it was sent.
    fn decisive(&self) -> &Side<'a> {
        match &self.corrected {
            Some((side, _)) if side.again.is_ok() => side,
            Some(_) | None => &self.recorded,
        }
    }

    fn ending(&self) -> Ending {
        if self.sides().all(|side| side.again.is_err()) {
            return Ending::new(Exit::Failed, "nothing could be sent");
        }
        match self.decisive().answer().map(|answer| &answer.outcome) {
            None => Ending::new(Exit::Failed, "the network did not answer"),
            Some(Outcome::Worked) => Ending::SILENT,
            Some(Outcome::Failed) => Ending::new(Exit::Findings, "the call does not work"),
            Some(Outcome::Unclear(why)) => {
                Ending::new(Exit::Failed, format!("it was not settled: {why}"))
            }
        }
    }
}

fn tell(told: &Told<'_>, arguments: &Arguments) -> Result<Ending, Failure> {
    let text = match arguments.format.format {
        Format::Json => json::write(told),
        Format::Human => human::write(told, message::columns(&std::io::stdout())),
    };
    message::print(text.as_bytes())?;
    Ok(told.ending())
}

/// What would be sent is listed already; here is what would not.
fn dry_run(told: &Told<'_>) -> Ending {
    if told.two_hosts {
        message::say(human::TWO_HOSTS);
    }
    for side in told.sides() {
        if let Err(why) = &side.again {
            message::say(&format!("not sent: {} {}: {why}", side.shown.method, side.shown.url));
        }
    }
    Ending::SILENT
}
