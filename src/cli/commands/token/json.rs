//! A token's page for programs.

use serde_json::{Map, Value, json};

use crate::cli::message;
use crate::exchange::Time;
use crate::facts::catalog::TakenBy;
use crate::facts::credential::{Card, Credential, Guess, Unusable};

/// Version 1. Fields may be added; none is renamed, removed or retyped.
pub(super) fn write(said: Result<&Credential, &Unusable>, now: Time) -> String {
    let (token, may_be, error) = match said {
        Ok(Credential::Token(card)) => (of_card(card, now), Vec::new(), None),
        Ok(Credential::Other(guesses)) => {
            (Value::Null, guesses.iter().map(of_guess).collect(), None)
        }
        Err(why) => (Value::Null, Vec::new(), Some(why.to_string())),
    };
    message::json(&json!({ "version": 1, "token": token, "may_be": may_be, "error": error }))
}

fn of_guess(guess: &Guess) -> Value {
    json!({ "what": guess.what, "used": guess.used })
}

fn of_card(card: &Card, now: Time) -> Value {
    let time = |time: Option<Time>| time.map(|time| time.to_string());
    let seconds =
        |from: Option<Time>, to: Option<Time>| Some(to?.seconds().saturating_sub(from?.seconds()));
    let ids: Map<String, Value> = card
        .ids
        .iter()
        .map(|id| (id.of.to_lowercase().replace(' ', "_"), id.value.clone().into()))
        .collect();
    let calls = card
        .calls
        .iter()
        .map(|(audience, routes)| json!({ "audience": audience, "routes": routes }));
    let odd = card.odd.iter().map(|odd| json!({ "id": odd.id, "text": odd.text }));
    json!({
        "kind": card.kind,
        "name": card.name,
        "meaning": card.meaning,
        "bytes": card.bytes,
        "algorithm": card.algorithm,
        "issuer": card.issuer,
        "region": card.region,
        "environment": card.environment,
        "ids": ids,
        "issued": time(card.issued),
        "expires": time(card.expires),
        "state": state(card, now),
        "left_seconds": seconds(Some(now), card.expires),
        "lifetime_seconds": seconds(card.begins, card.expires),
        "headers": card.headers,
        "taken_by": card.taken_by.map(taken_by),
        "hosts": card.hosts,
        "calls": calls.collect::<Vec<_>>(),
        "odd": odd.collect::<Vec<_>>(),
    })
}

fn state(card: &Card, now: Time) -> &'static str {
    match (card.begins, card.expires) {
        (_, Some(expires)) if expires <= now => "expired",
        (Some(begins), _) if begins > now => "not-yet-valid",
        (_, Some(_)) => "valid",
        (_, None) => "never-expires",
    }
}

const fn taken_by(by: TakenBy) -> &'static str {
    match by {
        TakenBy::Gateway => "gateway",
        TakenBy::Issuer => "issuer",
        TakenBy::BackEnd => "back-end",
    }
}
