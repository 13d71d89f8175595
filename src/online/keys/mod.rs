//! The keys that an issuer publishes, and whether one of them made a signature.

use std::fmt;

use serde_json::Value;

use super::ask::{NoReply, Reply};
use super::jws::Jws;
use super::verdict::Pause;

mod key;
mod spelling;

use key::Entry;
pub(crate) use key::Key;

/// Where an environment publishes its keys.
pub const PATH: &str = "/.well-known/jwks.json";

/// The largest document that is read, in bytes.
const LARGEST: usize = 1024 * 1024;

/// A document of keys. What is not for signatures is not in it.
#[derive(Clone, Default)]
pub struct Keys {
    pub(crate) keys: Vec<Key>,
    /// The `kid` of each key that is for signatures and cannot be used, where it has one.
    unusable: Vec<Option<String>>,
}

/// Why a host's keys are not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoKeys {
    #[error("{0}")]
    NoReply(#[from] NoReply),
    #[error("it answers no more {0} (429)")]
    Limited(Pause),
    #[error("it answered {0} in place of its keys")]
    Status(u16),
    #[error("what it answered is no list of keys")]
    NoList,
    #[error("it answered more than is read")]
    TooLarge,
    #[error("it lists no key for signatures")]
    Empty,
}

/// What a document of keys says of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// The key of this `kid` made it.
    Made(Option<String>),
    /// None of the keys did that could have.
    Not(Flaw),
    /// The key that the token names is not listed.
    Unlisted,
    /// A key that may have made it is listed and cannot be used.
    Unusable,
}

/// What is wrong with a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("the token was changed after it was signed, or another key signed it")]
    Changed,
    #[error("its signature is shorter than its issuer's are: the end of the token is missing")]
    Cut,
    #[error("its signature is no base64url text: a part of it is missing or was changed")]
    Unreadable,
    #[error("its issuer publishes the key for other algorithms than the one that the token names")]
    OtherAlgorithm,
}

impl Keys {
    /// What a host answered at [`PATH`].
    pub fn of(reply: &Result<Reply, NoReply>) -> Result<Self, NoKeys> {
        let reply = reply.as_ref().map_err(|why| NoKeys::NoReply(*why))?;
        if !reply.is_success() {
            let limited = reply.status == 429;
            let status = || NoKeys::Status(reply.status);
            return Err(if limited { NoKeys::Limited(Pause::of(reply)) } else { status() });
        }
        Self::read(&reply.body)
    }

    /// A document of keys as it is written. A broken entry costs only itself.
    pub fn read(document: &[u8]) -> Result<Self, NoKeys> {
        if document.len() > LARGEST {
            return Err(NoKeys::TooLarge);
        }
        let document: Value = serde_json::from_slice(document).map_err(|_| NoKeys::NoList)?;
        let entries = document.get("keys").and_then(Value::as_array).ok_or(NoKeys::NoList)?;
        let mut read = Self::default();
        for entry in entries {
            match Entry::of(entry) {
                Entry::Key(key) if read.keys.contains(&key) => {}
                Entry::Key(key) => read.keys.push(*key),
                Entry::Unusable(kid) => read.unusable.push(kid),
                Entry::OtherUse => {}
            }
        }
        if read.keys.is_empty() && read.unusable.is_empty() {
            return Err(NoKeys::Empty);
        }
        Ok(read)
    }

    /// Whether a key of this document is one of another's.
    pub fn shares(&self, other: &Self) -> bool {
        self.keys.iter().any(|key| other.keys.iter().any(|known| known.is(key)))
    }

    /// How many keys there are.
    pub(super) const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Which key made the signature of a token, whatever it says of itself: the one that it names is
    /// tried first. A key makes signatures of the algorithms that it is published for and no others.
    pub(crate) fn check(&self, token: &Jws) -> Check {
        let Some(signature) = token.signature() else { return Check::Not(Flaw::Unreadable) };
        let made = |key: &&Key| key.made(token, &signature);
        let named = |kid: &Option<String>| token.kid.is_some() && *kid == token.kid;
        let own: Vec<&Key> = self.keys.iter().filter(|key| named(&key.kid)).collect();
        if let Some(key) = own.iter().copied().find(made).or_else(|| self.keys.iter().find(made)) {
            return Check::Made(key.kid.clone());
        }
        let may_be = |kid: &Option<String>| {
            named(kid) || own.is_empty() && (kid.is_none() || token.kid.is_none())
        };
        if self.unusable.iter().any(may_be) {
            return Check::Unusable;
        }
        if !own.is_empty() {
            return Check::Not(key::flaw(&own, token, &signature));
        }
        let fit = |key: &&Key| token.kid.is_none() || key.kid.is_none();
        let fitting: Vec<&Key> = self.keys.iter().filter(fit).collect();
        if fitting.is_empty() {
            Check::Unlisted
        } else {
            Check::Not(key::flaw(&fitting, token, &signature))
        }
    }

    /// The public key whose text somebody took for a secret, to sign with.
    pub(crate) fn taken_for_secret(&self, token: &Jws) -> Option<&Key> {
        let signature = token.signature()?;
        self.keys.iter().find(|key| {
            let spellings = key.spellings();
            spellings.iter().any(|spelling| token.is_sealed_with(spelling, &signature))
        })
    }
}

impl NoKeys {
    /// The host said so itself: it has no keys to publish.
    pub(super) const fn is_answer(self) -> bool {
        match self {
            Self::Status(status) => matches!(status, 404 | 405 | 410),
            Self::NoList | Self::Empty => true,
            Self::NoReply(_) | Self::Limited(_) | Self::TooLarge => false,
        }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({}, {} unusable)", self.keys.len(), self.unusable.len())
    }
}
