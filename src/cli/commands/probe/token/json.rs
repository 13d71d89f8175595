//! What the network said of a token, for programs.

use serde_json::{Value, json};

use super::{Said, vendor};
use crate::cli::message;
use crate::exchange::Time;
use crate::facts::credential::{Card, Guess};
use crate::facts::{Said as Known, Verified};
use crate::online::verify::{Answer, Signer, Verdict};

/// Version 1. Fields may be added; none is renamed, removed or retyped.
pub(super) fn write(said: &Said) -> String {
    let (token, answer, may_be, error) = match said {
        Said::Token(card, answer) => {
            (card.as_deref().map(of_card), Some(of_answer(answer)), Vec::new(), None)
        }
        Said::Vendor(card, answer) => {
            (Some(of_card(card)), Some(of_vendor(answer)), Vec::new(), None)
        }
        Said::Other(guesses) => (None, None, guesses.iter().map(of_guess).collect(), None),
        Said::Nothing(why) => (None, None, Vec::new(), Some(why.to_string())),
    };
    message::json(&json!({
        "version": 1, "token": token, "answer": answer, "may_be": may_be, "error": error,
    }))
}

fn of_card(card: &Card) -> Value {
    json!({
        "kind": card.kind,
        "name": card.name,
        "bytes": card.bytes,
        "algorithm": card.algorithm,
        "issuer": card.issuer,
        "region": card.region,
        "environment": card.environment,
        "expires": card.expires.map(|time| time.to_string()),
        "headers": card.headers,
        "hosts": card.hosts,
    })
}

fn of_answer(answer: &Answer) -> Value {
    let Known { signature, accepted_by } = answer.said();
    let verdict = &answer.verdict;
    json!({
        "verdict": verdict.word(),
        "signature": signature.map(Verified::word),
        "accepted_by": accepted_by,
        "key": verdict.signer().map(of_signer),
        "ended": ended(verdict).map(|time| time.to_string()),
        "begins": begins(verdict).map(|time| time.to_string()),
        "why": verdict.why(),
        "help": verdict.help(),
        "notes": answer.notes,
    })
}

/// The same fields: those that are about keys are null.
fn of_vendor(answer: &vendor::Answer) -> Value {
    let ended = if let vendor::Answer::Ended(ended) = answer { Some(*ended) } else { None };
    json!({
        "verdict": answer.word(),
        "signature": null,
        "accepted_by": answer.said().accepted_by,
        "key": null,
        "ended": ended.map(|time| time.to_string()),
        "begins": null,
        "why": answer.why(),
        "help": answer.help(),
        "notes": [],
    })
}

fn of_signer(signer: &Signer) -> Value {
    json!({ "kid": signer.kid, "host": signer.host, "environment": signer.environment })
}

fn ended(verdict: &Verdict) -> Option<Time> {
    if let Verdict::Expired(_, ended) = verdict { Some(*ended) } else { None }
}

fn begins(verdict: &Verdict) -> Option<Time> {
    if let Verdict::NotYetValid(_, begins) = verdict { Some(*begins) } else { None }
}

fn of_guess(guess: &Guess) -> Value {
    json!({ "what": guess.what, "used": guess.used })
}
