//! The credential of a call that the network can be asked about.

use sha2::{Digest as _, Sha256};

use crate::truth::{Fact, Why};

use super::catalog::Audience;
use super::network::{Answers, Said};
use super::{Facts, oddity};

/// A credential of a call, with its text.
#[derive(Clone, PartialEq, Eq)]
pub enum Askable {
    /// A JWT that nobody took anything out of.
    Token {
        /// A word of `token.kind`.
        kind: String,
        text: String,
    },
    /// What was posted to `/auth/vendor`.
    Pair { client_id: String, secret: String },
}

/// Of a credential that is not here nobody said anything.
static NOTHING: Said = Said { signature: None, accepted_by: None };

/// How many bytes of a hash tell credentials apart.
const BYTES: usize = 12;

/// What stands for a credential where its text may not stand: it cannot be turned back, and only who
/// has the credential can make it.
pub fn print(credential: &str) -> String {
    let hash = Sha256::digest(credential.as_bytes());
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    let pair = |byte: &u8| [digit(byte >> 4), digit(byte & 15)];
    hash.iter().take(BYTES).flat_map(pair).collect()
}

impl Askable {
    /// What stands for it in [`Answers`](super::Answers).
    pub fn print(&self) -> String {
        match self {
            Self::Token { text, .. } => print(text),
            Self::Pair { client_id, secret } => print(&format!("{client_id}:{secret}")),
        }
    }
}

impl std::fmt::Debug for Askable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Token { kind, text } => write!(f, "Token({kind}, {} bytes)", text.len()),
            Self::Pair { .. } => f.write_str("Pair"),
        }
    }
}

impl<'a> Facts<'a> {
    /// The credential of the call, if it is here with all its text.
    pub fn askable(&self) -> Option<Askable> {
        if self.mints() {
            return super::body::pair(self.body());
        }
        let text = oddity::whole(self).known()?;
        let (kind, _) = self.token_kind().known()?;
        Some(Askable::Token { kind: kind.to_owned(), text: text.to_owned() })
    }

    /// What the network said of the call's credential.
    pub(super) fn said(&self) -> &'a Said {
        let answers = &self.settings().answers;
        if *answers == Answers::default() {
            return &answers.all;
        }
        match self.askable() {
            Some(asked) => answers.of.get(&asked.print()).unwrap_or(&answers.all),
            None => &NOTHING,
        }
    }

    /// Whether a gateway accepts the vendor's token, or the pair that mints one.
    pub(super) fn accepted(&self) -> Fact<bool> {
        let asked = if self.mints() {
            Fact::Known(true)
        } else {
            self.token_kind().map(|(kind, _)| kind == "vendor")
        };
        asked.and_then(|vendors| match self.said().is_accepted() {
            _ if !vendors => Fact::Absent,
            Some(accepted) => Fact::Known(accepted),
            None => Fact::Unknown(Why::NotAsked),
        })
    }

    /// The call is `POST /auth/vendor`.
    fn mints(&self) -> bool {
        let route = self.path().route.as_ref().known();
        route.is_some_and(|route| route.audience == Audience::VendorAuth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_tells_credentials_apart_and_shows_nothing_of_them() {
        let (one, other) = (print("k9XvQ2mLr8TbW4"), print("k9XvQ2mLr8TbW5"));
        assert_ne!(one, other);
        assert!(one.len() == 2 * BYTES && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let pair = Askable::Pair { client_id: "a".to_owned(), secret: "b".to_owned() };
        assert_eq!(pair.print(), print("a:b"));
    }
}
