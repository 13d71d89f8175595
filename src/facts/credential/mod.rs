//! A credential on its own: what it is, for whom, until when, and what takes it.

use thiserror::Error;

use super::catalog::Catalog;
use super::jwt::Shape;
use super::{Settings, placeholder};

mod card;
mod guess;
mod oddities;
mod wrapping;

pub use card::{Card, Id};
pub use guess::Guess;
pub use oddities::Oddity;

use wrapping::{Wrapped, unwrap};

/// What somebody handed us.
#[derive(Debug)]
pub enum Credential {
    /// A JWT, and what it says of itself.
    Token(Box<Card>),
    /// No JWT: what it may be, the likeliest first.
    Other(Vec<Guess>),
}

/// Why nothing can be said. The words never hold what was handed over.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Unusable {
    #[error("no token was given")]
    Nothing,
    #[error("that is a whole command, not a token")]
    Command,
    #[error("that is {0} words, and a token is one")]
    Several(usize),
    #[error("that is a name to fill in, not a token")]
    Placeholder,
    #[error("somebody took the token out and left a mark in its place")]
    Redacted,
    #[error("that begins like a JWT and cannot be read as one: {0} characters in {1} parts")]
    Cut(usize, usize),
}

impl Unusable {
    /// What to do about it.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Nothing => "give the token on standard input: `frontegg-lint token < token.txt`",
            Self::Command => "hand a call to `frontegg-lint` itself, without the word `token`",
            Self::Several(_) => "give the token alone",
            Self::Placeholder => "give the value that stands behind it",
            Self::Redacted => "give the token as it was sent; it is never printed",
            Self::Cut(..) => "copy all of it: three parts with a dot between each two",
        }
    }
}

/// Reads a credential as people paste it: bare, behind `Bearer`, as a header, in quotes.
pub fn read(text: &str, catalog: &Catalog, settings: &Settings) -> Result<Credential, Unusable> {
    let wrapped = unwrap(text);
    let bare = wrapped.text;
    if let Shape::Jwt(claims) = Shape::of(bare) {
        let card = Card::of((bare, &claims), catalog, settings);
        return Ok(Credential::Token(Box::new(card)));
    }
    let joined: String = bare.split_whitespace().collect();
    if joined.len() < bare.len()
        && let Shape::Jwt(claims) = Shape::of(&joined)
    {
        let mut card = Card::of((&joined, &claims), catalog, settings);
        card.odd.push(Oddity::broken());
        return Ok(Credential::Token(Box::new(card)));
    }
    usable(&wrapped, &joined)?;
    Ok(Credential::Other(guess::of(&wrapped)))
}

fn usable(wrapped: &Wrapped<'_>, joined: &str) -> Result<(), Unusable> {
    let bare = wrapped.text;
    let words = bare.split_whitespace().count();
    if bare.is_empty() || placeholder::is_taken_for_nothing(bare) {
        return Err(Unusable::Nothing);
    }
    if bare.split_whitespace().any(|word| word == "curl") {
        return Err(Unusable::Command);
    }
    if placeholder::is_redacted(bare) {
        return Err(Unusable::Redacted);
    }
    if placeholder::is_placeholder(bare).is_some() {
        return Err(Unusable::Placeholder);
    }
    if let Shape::Cut = Shape::of(joined) {
        return Err(Unusable::Cut(joined.chars().count(), joined.split('.').count()));
    }
    if words > 1 { Err(Unusable::Several(words)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::jwt::mint;
    use super::*;

    fn ask(text: &str) -> Result<Credential, Unusable> {
        read(text, Catalog::built_in(), &Settings::default())
    }

    #[test]
    fn a_token_is_read_in_every_wrapping_that_people_copy() {
        let token = mint(&json!({"type": "vendor", "vendorId": "v"}));
        let (start, end) = token.split_at(30);
        for text in [
            token.clone(),
            format!("  {token}\n"),
            format!("Bearer {token}"),
            format!("bearer   {token}"),
            format!("Authorization: Bearer {token}"),
            format!("-H 'authorization: Bearer {token}'"),
            format!("\"x-access-token\": \"{token}\","),
            format!("X-API-KEY:{token}"),
            format!("`{token}`"),
            format!("{start}\n  {end}"),
        ] {
            let Ok(Credential::Token(card)) = ask(&text) else { panic!("{}", text.len()) };
            assert_eq!((card.kind.as_str(), card.bytes), ("vendor", token.len()));
        }
    }

    #[test]
    fn what_cannot_be_used_says_why_without_repeating_it() {
        let token = mint(&json!({"type": "vendor"}));
        for (text, why) in [
            ("", Unusable::Nothing),
            (" '' ", Unusable::Nothing),
            ("Bearer undefined", Unusable::Nothing),
            ("Bearer $TOKEN", Unusable::Placeholder),
            ("<vendor-token>", Unusable::Placeholder),
            ("Bearer ***", Unusable::Redacted),
            ("curl https://api.frontegg.com", Unusable::Command),
            ("two words", Unusable::Several(2)),
            (&token[..40], Unusable::Cut(40, token[..40].split('.').count())),
        ] {
            assert_eq!(ask(text).unwrap_err(), why, "{text}");
        }
    }

    #[test]
    fn debug_shows_no_id() {
        let token = mint(&json!({"type": "vendor", "vendorId": "its-own-id"}));
        let shown = format!("{:?}", ask(&token));
        assert!(shown.contains("vendor") && !shown.contains("its-own-id"), "{shown}");
    }

    #[test]
    fn what_is_no_token_may_be_several_things() {
        let first = |text: &str| match ask(text) {
            Ok(Credential::Other(guesses)) => guesses[0].what,
            other => panic!("{other:?}"),
        };
        assert_eq!(first("7c1d5f60-0000-4e2b-9a11-5eedfeed0001"), "a client id");
        assert_eq!(first("Fe26.2**k9XvQ2mLr8TbW4"), "a sealed session cookie");
        assert_eq!(first("fe_session-abc=k9XvQ2mLr8TbW4"), "a sealed session cookie");
        assert_eq!(first("fe_refresh_abc=k9XvQ2mLr8TbW4"), "a refresh token");
        assert_eq!(first("Basic YTpi"), "a client id and its secret, for HTTP Basic");
        assert_eq!(first("a.b.c.d.e"), "an encrypted token");
        assert_eq!(first("k9XvQ2mLr8TbW4"), "a refresh token");
    }
}
