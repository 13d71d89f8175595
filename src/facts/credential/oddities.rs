//! What is odd about a JWT on its own.

use crate::exchange::Time;

use super::super::jwt::{self, Claims};
use super::super::{oddity, token};

/// More than the headers of a request commonly hold.
const LARGE: usize = 8_000;

/// Something odd: a rule's id, or a word of its own, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    pub id: &'static str,
    pub text: String,
}

impl Oddity {
    fn new(id: &'static str, text: impl Into<String>) -> Self {
        Self { id, text: text.into() }
    }

    /// It was pasted with blanks or line ends inside.
    pub(super) fn broken() -> Self {
        Self::new("token-malformed", "blanks or line ends inside; sent like this it is refused")
    }
}

pub(super) fn of((text, claims): (&str, &Claims), kind: &str, now: Option<Time>) -> Vec<Oddity> {
    let found = [
        signature(text),
        early(claims, now),
        ends(claims),
        (kind == "user").then(|| missing(claims)).flatten(),
        oddity::placeholder_in(claims).map(|word| {
            let text = format!("it holds `{word}` in place of roles: look them up by its `sub`");
            Oddity::new("placeholder-roles", text)
        }),
        (text.len() > LARGE).then(|| {
            let text = format!("{} bytes are more than headers commonly hold", text.len());
            Oddity::new("token-too-large", text)
        }),
        claims.has("act").then(|| {
            Oddity::new("on-behalf", "somebody else acts in this user's name (`act` says who)")
        }),
    ];
    found.into_iter().flatten().collect()
}

fn signature(text: &str) -> Option<Oddity> {
    if jwt::is_half_redacted(text) {
        let text = "a part of it was taken out: it can be read, and no call takes it";
        return Some(Oddity::new("taken-out", text));
    }
    let algorithm = jwt::algorithm(text).unwrap_or_default();
    if algorithm.eq_ignore_ascii_case("none") {
        let text = "it is not signed (`alg: none`): whoever accepts it accepts anybody's";
        return Some(Oddity::new("not-signed", text));
    }
    algorithm.starts_with("HS").then(|| {
        let text = "signed with a shared secret: a check against the published keys refuses it";
        Oddity::new("signed-with-secret", text)
    })
}

fn early(claims: &Claims, now: Option<Time>) -> Option<Oddity> {
    let early = claims.beginning()?.0.saturating_sub(now?.0);
    (early > oddity::TOLERANCE).then(|| {
        let text = format!("it begins in {}: some clock is wrong", token::duration(early));
        Oddity::new("token-not-yet-valid", text)
    })
}

fn ends(claims: &Claims) -> Option<Oddity> {
    match (claims.beginning(), claims.expiry()) {
        (Some(begins), Some(ends)) if ends <= begins => {
            Some(Oddity::new("never-valid", "it ends before it begins"))
        }
        _ => None,
    }
}

fn missing(claims: &Claims) -> Option<Oddity> {
    let name = oddity::missing(claims)?;
    let text = format!("no `{name}`: Frontegg's libraries refuse a user token without it");
    Some(Oddity::new("token-claims-missing", text))
}
