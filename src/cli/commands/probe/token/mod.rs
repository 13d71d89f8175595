//! `probe token [-]`: whether a token holds, by its issuer's keys; a vendor token, by the gateways.

use clap::Args;

use crate::cli::answers::Saving;
use crate::cli::args::{Format, Global, OneFormat};
use crate::cli::commands::check::clock;
use crate::cli::commands::token::{Given, ask};
use crate::cli::exit::{Ending, Exit};
use crate::cli::failure::Failure;
use crate::cli::message;
use crate::cli::network::Network;
use crate::exchange::Time;
use crate::facts::askable::print;
use crate::facts::catalog::Catalog;
use crate::facts::credential::{Card, Credential, Guess, Unusable, read};
use crate::facts::{self, Settings};
use crate::online::Hosts;
use crate::online::verify::{Answer, Doubt, Question, Verdict};

mod human;
mod json;
mod vendor;

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    saving: Saving,
    #[command(flatten)]
    network: Network,
    #[command(flatten)]
    format: OneFormat,
}

/// What there is to say.
enum Said {
    /// Of a token, with what it says of itself where that can be read.
    Token(Option<Box<Card>>, Answer),
    /// Of a vendor token.
    Vendor(Box<Card>, vendor::Answer),
    /// It is one of these, and nobody is asked about it.
    Other(Vec<Guess>),
    /// It is nothing that can be asked about.
    Nothing(Unusable),
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Result<Ending, Failure> {
    arguments.saving.may_keep()?;
    let catalog = Catalog::built_in();
    let settings = arguments.given.settings(global, catalog)?;
    let text = ask::ask(&arguments.given.token)?;
    let now = settings.now.unwrap_or_else(clock);
    let Some(said) = said(&text, (&settings, now), &arguments.network)? else {
        return Ok(Ending::SILENT);
    };
    let page = match arguments.format.format {
        Format::Json => json::write(&said),
        Format::Human => human::write(&said, now),
    };
    message::print(page.as_bytes())?;
    if let Some(question) = Question::of(&Hosts::new(catalog, &settings), &text) {
        let print = print(question.token().text());
        arguments.saving.keep(&print, said.kept())?;
    }
    ending(&said)
}

impl Said {
    /// The same as facts say it.
    fn kept(&self) -> facts::Said {
        match self {
            Self::Token(_, answer) => answer.said(),
            Self::Vendor(_, answer) => answer.said(),
            Self::Other(_) | Self::Nothing(_) => facts::Said::default(),
        }
    }
}

/// What there is to say; none under `--dry-run`.
fn said(
    text: &str,
    (settings, now): (&Settings, Time),
    network: &Network,
) -> Result<Option<Said>, Failure> {
    let catalog = Catalog::built_in();
    let hosts = Hosts::new(catalog, settings);
    let question = Question::of(&hosts, text);
    Ok(Some(match (read(text, catalog, settings), question) {
        (Ok(Credential::Token(card)), Some(question)) => {
            if card.kind == "vendor" && !question.is_settled() {
                let answer = vendor::answer(&card, (&hosts, question.token()), (network, now))?;
                return Ok(answer.map(|answer| {
                    let region = answer.region().map(str::to_owned);
                    Said::Vendor(at_home(card, text, (settings, region)), answer)
                }));
            }
            let Some(answer) = answer(&card, &question, (network, now))? else { return Ok(None) };
            Said::Token(
                Some(if is_at_home(&card, &answer) { card } else { homeless(card) }),
                answer,
            )
        }
        // Its claims can be read and its header cannot: somebody took a part of it out.
        (Ok(Credential::Token(card)), None) => {
            Said::Token(Some(homeless(card)), Answer::of(Verdict::CannotTell(Doubt::Redacted)))
        }
        (Ok(Credential::Other(guesses)), _) => Said::Other(guesses),
        // What nobody signed has an end that is missing, as what was cut has.
        (Err(Unusable::Cut(..)), Some(question)) => Said::Token(None, question.read(&[], now)),
        (Err(why), _) => Said::Nothing(why),
    }))
}

/// What the token says of itself, now that it is known which gateway takes it.
fn at_home(
    card: Box<Card>,
    text: &str,
    (settings, region): (&Settings, Option<String>),
) -> Box<Card> {
    let Some(region) = region else { return homeless(card) };
    let settings = Settings { region: Some(region), ..settings.clone() };
    match read(text, Catalog::built_in(), &settings) {
        Ok(Credential::Token(card)) => card,
        Ok(Credential::Other(_)) | Err(_) => card,
    }
}

/// Its issuer made it: who takes such a token is known.
fn is_at_home(card: &Card, answer: &Answer) -> bool {
    let signer = answer.verdict.signer();
    let of_issuer = signer.is_some_and(|signer| card.issuer.as_ref() == Some(&signer.host));
    of_issuer && answer.verdict.is_of_its_issuer()
}

/// The same without the places that would take it: whether any does is not known.
fn homeless(card: Box<Card>) -> Box<Card> {
    Box::new(Card { taken_by: None, hosts: Vec::new(), ..*card })
}

/// The answer about a token that an issuer signed; none under `--dry-run`.
fn answer(
    card: &Card,
    question: &Question,
    (network, now): (&Network, Time),
) -> Result<Option<Answer>, Failure> {
    if card.kind == "id" {
        return Ok(Some(Answer::of(Verdict::CannotTell(Doubt::NoCallTakesIt))));
    }
    let requests = question.requests();
    if requests.is_empty() {
        return Ok(Some(question.read(&[], now)));
    }
    let replies = network.ask(&requests)?;
    Ok(replies.map(|replies| question.read(&replies, now)))
}

fn ending(said: &Said) -> Result<Ending, Failure> {
    Ok(match said {
        Said::Nothing(why) => return Err(Failure::Token(*why)),
        Said::Other(_) => Ending::new(Exit::Clean, "no token was given, and nobody was asked"),
        Said::Vendor(_, answer) => answer.ending(),
        Said::Token(_, answer) => of_verdict(&answer.verdict),
    })
}

fn of_verdict(verdict: &Verdict) -> Ending {
    match verdict {
        Verdict::Valid(_) => Ending::SILENT,
        Verdict::CannotTell(doubt) if doubt.is_silence() => {
            Ending::new(Exit::Failed, doubt.to_string())
        }
        Verdict::SharedSecret | Verdict::CannotTell(_) => {
            Ending::new(Exit::Clean, "whether the token holds cannot be told")
        }
        Verdict::Expired(..)
        | Verdict::NotYetValid(..)
        | Verdict::WrongEnvironment(_)
        | Verdict::Invalid(_)
        | Verdict::UnknownKey(_)
        | Verdict::Unsigned
        | Verdict::Forged(_) => {
            Ending::new(Exit::Findings, format!("the token does not hold: {}", verdict.word()))
        }
    }
}
