//! What the network said of a token, for people.

use super::super::rows::Rows;
use super::{Said, vendor};
use crate::exchange::Time;
use crate::facts::catalog::TakenBy;
use crate::facts::credential::{Card, Guess};
use crate::facts::duration;
use crate::online::verify::Answer;

pub(super) fn write(said: &Said, now: Time) -> String {
    match said {
        Said::Token(card, answer) => token(card.as_deref(), answer, now),
        Said::Vendor(card, answer) => vendor(card, answer, now),
        Said::Other(guesses) => other(guesses),
        Said::Nothing(_) => String::new(),
    }
}

fn token(card: Option<&Card>, answer: &Answer, now: Time) -> String {
    let name = card.map_or("a token", |card| card.name.as_str());
    let verdict = &answer.verdict;
    let mut rows = Rows::titled(&format!("{name}: {}", verdict.title()));
    rows.row("why", &verdict.why());
    if let Some(card) = card {
        describe(&mut rows, card, now);
    }
    rows.all("note", &answer.notes);
    rows.ended(verdict.help().as_deref())
}

fn vendor(card: &Card, answer: &vendor::Answer, now: Time) -> String {
    let mut rows = Rows::titled(&format!("{}: {}", card.name, answer.title()));
    rows.row("why", &answer.why());
    describe(&mut rows, card, now);
    rows.ended(answer.help())
}

fn describe(rows: &mut Rows, card: &Card, now: Time) {
    if let Some(issuer) = &card.issuer {
        let region = card.region.as_ref().map(|region| format!(" ({})", region.to_uppercase()));
        rows.row("issuer", &format!("{issuer}{}", region.unwrap_or_default()));
    }
    if let Some(name) = &card.environment {
        rows.row("environment", &format!("`{name}` of the configuration"));
    }
    rows.row("expires", &expiry(card, now));
    rows.all("header", &card.headers);
    if let Some(takers) = takers(card) {
        rows.row("taken by", &takers);
    }
}

fn expiry(card: &Card, now: Time) -> String {
    let Some(expires) = card.expires else {
        return "never, by its claims".to_owned();
    };
    let left = expires.0.saturating_sub(now.0);
    let span = duration(left);
    if left > 0 { format!("{expires}, in {span}") } else { format!("{expires}, {span} ago") }
}

fn takers(card: &Card) -> Option<String> {
    let hosts = card.hosts.join(", ");
    Some(match (card.taken_by?, hosts.as_str()) {
        (TakenBy::Gateway, _) => format!("the gateway of the vendor's region: {hosts}"),
        (TakenBy::Issuer, "") => "the environment that issued it".to_owned(),
        (TakenBy::Issuer, _) => format!("{hosts}, and other domains of that environment"),
        (TakenBy::BackEnd, "") => "your own services behind a Frontegg library".to_owned(),
        (TakenBy::BackEnd, _) => format!("your own services: {hosts}"),
    })
}

fn other(guesses: &[Guess]) -> String {
    let first = if guesses.len() == 1 { "no JWT; it is" } else { "no JWT; it may be" };
    let mut rows = Rows::titled(first);
    for guess in guesses {
        rows.row(guess.what, guess.used);
    }
    rows.ended(Some("nobody was asked: only tokens that an issuer signed can be verified"))
}
