//! The answer to a call that was sent again, and what stands behind it where it is an error.

use std::time::Duration;

use crate::diagnosis::diagnose;
use crate::exchange::{Exchange, Header, Origin, Response, SetBy, Time};
use crate::facts::answer::sayings;
use crate::facts::table::Id;
use crate::facts::{Ground, Session, Value, gather};
use crate::finding::Diagnosis;
use crate::lint::Linter;
use crate::mask;
use crate::online::ask::Reply;
use crate::rules::check;
use crate::source::{Span, Text};
use crate::truth::Fact;

use super::unclear::Unclear;

/// So many texts of an answer are told, and so many letters of each.
const MOST: (usize, usize) = (3, 160);

/// What a call that was sent again was answered. Nothing in it is as the server wrote it.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub outcome: Outcome,
    /// The known error that it is, and its cause.
    pub diagnosis: Option<Diagnosis>,
    /// The texts of its errors, masked.
    pub texts: Vec<String>,
    pub trace: Option<String>,
    pub took: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Worked,
    Failed,
    /// It says nothing of the call.
    Unclear(Unclear),
}

/// The call with the answer that came now.
pub fn answered(exchange: &Exchange, reply: &Reply, now: Time) -> Exchange {
    let nowhere = Span::at(exchange.span.end);
    let text = |text: &str| Text::decoded(text, nowhere);
    let headers = reply.headers.iter().map(|(name, value)| Header {
        name: text(name),
        value: text(value),
        set: SetBy::Text,
    });
    let body = String::from_utf8_lossy(&reply.body);
    let response = Response {
        status: Fact::Known(reply.status),
        headers: headers.collect(),
        body: if body.is_empty() { Fact::Absent } else { Fact::Known(text(&body)) },
        span: None,
    };
    Exchange {
        response: Fact::Known(response),
        started: Fact::Known(now),
        answered: Fact::Known(now),
        origin: Origin::Pasted,
        ..exchange.clone()
    }
}

/// What the answer means.
pub fn read(exchange: &Exchange, (reply, now): (&Reply, Time), linter: &Linter<'_>) -> Answer {
    let exchange = answered(exchange, reply, now);
    let session = Session::default();
    let ground = Ground {
        catalog: linter.catalog,
        settings: &linter.settings,
        session: &session,
        signatures: &linter.rules.signatures,
    };
    let facts = gather(&exchange, ground);
    let worked = facts.get(Id::AnswerSucceeded) == Fact::Known(Value::Flag(true));
    let outcome = outcome(reply, worked, now);
    let diagnosis = match outcome {
        Outcome::Worked => None,
        Outcome::Failed | Outcome::Unclear(_) => {
            diagnose(&facts, linter.rules, &check(&facts, linter.rules).verdicts)
        }
    };
    Answer {
        status: reply.status,
        outcome,
        diagnosis,
        texts: if worked { Vec::new() } else { texts(&reply.body) },
        trace: reply.header("frontegg-trace-id").map(|id| mask::or_length(id).into_owned()),
        took: reply.took,
    }
}

fn outcome(reply: &Reply, worked: bool, now: Time) -> Outcome {
    match Unclear::of(reply, now) {
        _ if worked => Outcome::Worked,
        Some(why) => Outcome::Unclear(why),
        None => Outcome::Failed,
    }
}

/// The texts of the errors of an answer; nothing of it that may be a secret or moves a cursor.
fn texts(body: &[u8]) -> Vec<String> {
    let body = String::from_utf8_lossy(body);
    if !body.trim_start().starts_with(['{', '[']) {
        return Vec::new();
    }
    sayings(&body).iter().take(MOST.0).map(|text| shown(text)).collect()
}

fn shown(text: &str) -> String {
    let short: String = text.chars().take(MOST.1).collect();
    let cut = if short.len() < text.len() { "…" } else { "" };
    let marks = ['"', '\'', '(', ')', ',', ':', '.', '!', '?', ';', '`', '[', ']'];
    let word = |word: &str| {
        let bare = word.trim_matches(marks);
        if bare.is_empty() || mask::identifier(bare).is_some() {
            word.to_owned()
        } else {
            mask::length(word)
        }
    };
    let words: Vec<String> = short.split_whitespace().map(word).collect();
    mask::visible(&(words.join(" ") + cut)).into_owned()
}

impl Answer {
    /// Why it says nothing of the call, if it does not.
    pub const fn unclear(&self) -> Option<&Unclear> {
        match &self.outcome {
            Outcome::Unclear(why) => Some(why),
            Outcome::Worked | Outcome::Failed => None,
        }
    }

    /// Whether two answers say the same.
    pub fn is_like(&self, other: &Self) -> bool {
        let error = |answer: &Self| answer.diagnosis.as_ref().map(|known| known.error.clone());
        self.status == other.status && error(self) == error(other) && self.texts == other.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_is_told_in_words_and_never_in_secrets() {
        let canary = "k9XvQ2mLr8Tb".repeat(2);
        let body = format!(
            r#"{{"errors":["Failed to verify {canary}","a\u001b[2Jb","x","y"],"token":"{canary}"}}"#
        );
        let texts = texts(body.as_bytes());
        assert_eq!(texts.len(), 3);
        assert_eq!(texts[0], "Failed to verify ‹24 characters›");
        assert!(!texts.join(" ").contains('\u{1b}') && !texts.join(" ").contains("k9Xv"));
        assert!(super::texts(b"<html>Forbidden ER-00001</html>").is_empty());
    }
}
