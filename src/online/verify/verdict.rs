//! What is said of a token: the verdict, why, and what to do.

use crate::exchange::Time;
use crate::facts::{Said, Verified};

use super::super::hosts::Refusal;
use super::super::keys::{Flaw, NoKeys};

/// What the network said of a token, with what is worth saying beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub verdict: Verdict,
    /// A sentence each.
    pub notes: Vec<String>,
}

/// Whether a token holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A published key made its signature, and it is in time.
    Valid(Signer),
    /// A published key made it; it ended then.
    Expired(Signer, Time),
    /// A published key made it; it begins then.
    NotYetValid(Signer, Time),
    /// Its issuer's keys did not make it; another environment's of the configuration did.
    WrongEnvironment(Signer),
    /// No published key made its signature.
    Invalid(Flaw),
    /// The key that it names, masked, is not among its issuer's.
    UnknownKey(Option<String>),
    /// Nobody signed it.
    Unsigned,
    /// It was signed with a published key as if that were a secret.
    Forged(Signer),
    /// It was signed with a secret: only who has that can tell.
    SharedSecret,
    CannotTell(Doubt),
}

/// Whose key made a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Masked.
    pub kid: Option<String>,
    /// The host that publishes the key.
    pub host: String,
    /// The name that the configuration has for its environment.
    pub environment: Option<String>,
}

/// Why it cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    #[error("its signature was taken out")]
    Redacted,
    #[error("it names no issuer whose keys could be asked for")]
    NoIssuer,
    /// With the host, where that may be shown.
    #[error("its issuer{} is neither Frontegg's nor listed in the configuration, and is not asked", beside(.0.as_deref()))]
    Unlisted(Option<String>),
    /// With the host, where that may be shown, and what it is.
    #[error("its issuer{} is {what} and no environment, which is odd; it is not asked", beside(.host.as_deref()))]
    NoEnvironment { host: Option<String>, what: &'static str },
    #[error("its issuer is not asked: {0}")]
    Refused(Refusal),
    #[error("{0} did not give its keys: {1}")]
    NoKeys(String, NoKeys),
    #[error("it is an id token: it tells an application who logged in, and no call takes it")]
    NoCallTakesIt,
    #[error("its issuer publishes a key that may have made it and cannot be used")]
    UnusableKey,
}

impl Answer {
    /// With nothing to say beside it.
    pub const fn of(verdict: Verdict) -> Self {
        Self { verdict, notes: Vec::new() }
    }

    /// The same as facts say it.
    pub fn said(&self) -> Said {
        Said { signature: self.verdict.signature(), ..Said::default() }
    }
}

impl Verdict {
    /// A word for programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Valid(_) => "valid",
            Self::Expired(..) => "expired",
            Self::NotYetValid(..) => "not-yet-valid",
            Self::WrongEnvironment(_) => "wrong-environment",
            Self::Invalid(_) => "invalid",
            Self::UnknownKey(_) => "unknown-key",
            Self::Unsigned => "unsigned",
            Self::Forged(_) => "forged",
            Self::SharedSecret | Self::CannotTell(_) => "cannot-tell",
        }
    }

    /// Whether the signature verifies against the keys that the issuer publishes.
    pub const fn signature(&self) -> Option<Verified> {
        match self {
            Self::Valid(_) | Self::Expired(..) | Self::NotYetValid(..) => Some(Verified::Valid),
            Self::WrongEnvironment(_)
            | Self::Invalid(_)
            | Self::UnknownKey(_)
            | Self::Unsigned
            | Self::Forged(_) => Some(Verified::Invalid),
            Self::SharedSecret | Self::CannotTell(_) => None,
        }
    }

    /// Whether its issuer made it, so that the hosts that it names are those that take such a token.
    pub const fn is_of_its_issuer(&self) -> bool {
        match self {
            Self::Valid(_) | Self::Expired(..) | Self::NotYetValid(..) => true,
            Self::WrongEnvironment(_)
            | Self::Invalid(_)
            | Self::UnknownKey(_)
            | Self::Unsigned
            | Self::Forged(_)
            | Self::SharedSecret
            | Self::CannotTell(_) => false,
        }
    }

    /// The key that matters.
    pub const fn signer(&self) -> Option<&Signer> {
        match self {
            Self::Valid(signer)
            | Self::Expired(signer, _)
            | Self::NotYetValid(signer, _)
            | Self::WrongEnvironment(signer)
            | Self::Forged(signer) => Some(signer),
            Self::Invalid(_)
            | Self::UnknownKey(_)
            | Self::Unsigned
            | Self::SharedSecret
            | Self::CannotTell(_) => None,
        }
    }

    /// What it is, in a few words.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Valid(_) => "valid",
            Self::Expired(..) => "expired",
            Self::NotYetValid(..) => "not yet valid",
            Self::WrongEnvironment(_) => "of another environment than it says",
            Self::Invalid(_) => "invalid: no published key made its signature",
            Self::UnknownKey(_) => "invalid: its issuer does not publish the key that it names",
            Self::Unsigned => "invalid: nobody signed it",
            Self::Forged(_) => "invalid: forged",
            Self::SharedSecret | Self::CannotTell(_) => "cannot tell",
        }
    }

    pub fn why(&self) -> String {
        match self {
            Self::Valid(signer) => format!("its signature was made with {}", signer.key()),
            Self::Expired(signer, ended) => {
                format!("its signature was made with {}; it ended at {ended}", signer.key())
            }
            Self::NotYetValid(signer, begins) => {
                format!("its signature was made with {}; it begins at {begins}", signer.key())
            }
            Self::WrongEnvironment(signer) => {
                format!(
                    "its issuer's keys did not make its signature; it was made with {}",
                    signer.key()
                )
            }
            Self::Invalid(flaw) => flaw.to_string(),
            Self::UnknownKey(kid) => {
                let kid = kid.as_deref().map(|kid| format!(" (`{kid}`)")).unwrap_or_default();
                format!(
                    "the key that it names{kid} was replaced since, or is another environment's"
                )
            }
            Self::Unsigned => {
                "its header names no algorithm, or its signature is missing".to_owned()
            }
            Self::Forged(signer) => {
                format!(
                    "its HMAC was made with the text of {}, which everybody knows",
                    signer.key()
                )
            }
            Self::SharedSecret => {
                "it is signed with a secret (HMAC), and only who has that secret can verify it"
                    .to_owned()
            }
            Self::CannotTell(doubt) => doubt.to_string(),
        }
    }

    pub fn help(&self) -> Option<String> {
        let text = match self {
            Self::Valid(_) => return None,
            Self::Expired(..) => "get a new token, or refresh it",
            Self::NotYetValid(..) => "set the clock of the machine that made it, or wait",
            Self::WrongEnvironment(signer) => {
                let name = signer.environment.as_deref().unwrap_or(&signer.host);
                return Some(format!(
                    "send it to `{name}`, or log in at the environment that you mean to call"
                ));
            }
            Self::Invalid(_) => "get a new token, and send it as it came",
            Self::UnknownKey(_) => {
                "get a new token from the environment that you call; list your environments in the \
                 configuration, and their keys are tried too"
            }
            Self::Unsigned => "never accept it; get a token from your environment",
            Self::Forged(_) => {
                "do not accept it: have your services take only the algorithm of your keys"
            }
            Self::SharedSecret => {
                "verify it where the secret is, or have the environment sign with RS256"
            }
            Self::CannotTell(doubt) => return doubt.help(),
        };
        Some(text.to_owned())
    }
}

impl Doubt {
    fn help(&self) -> Option<String> {
        let text = match self {
            Self::Redacted => "give the token as it was sent; it is never printed",
            Self::NoIssuer => return None,
            Self::NoCallTakesIt => "send the access token that came with it",
            Self::Unlisted(host) => {
                let host = host.as_deref().unwrap_or("its host");
                return Some(format!(
                    "if it is a custom domain of yours, list {host} under `environments` in the configuration"
                ));
            }
            Self::NoEnvironment { .. } => {
                "get a new token from the environment that you call, by its own host"
            }
            Self::Refused(Refusal::Capitals) => {
                "an issuer of Frontegg's is written in lower case; get a new token"
            }
            Self::Refused(_) => {
                "an issuer of Frontegg's is written `https://` and a host; get a new token"
            }
            Self::NoKeys(..) => "ask again later, or see what `probe host` says of the issuer",
            Self::UnusableKey => {
                "look at /.well-known/jwks.json of the issuer: the key is broken, or too short to be safe"
            }
        };
        Some(text.to_owned())
    }

    /// Whether somebody was asked and gave no answer.
    pub const fn is_silence(&self) -> bool {
        match self {
            Self::NoKeys(..) => true,
            Self::Redacted
            | Self::NoIssuer
            | Self::NoCallTakesIt
            | Self::Unlisted(_)
            | Self::NoEnvironment { .. }
            | Self::Refused(_)
            | Self::UnusableKey => false,
        }
    }
}

impl Signer {
    /// `key `abc` of acme.frontegg.com (`production`)`.
    fn key(&self) -> String {
        let kid =
            self.kid.as_deref().map_or_else(|| "a key".to_owned(), |kid| format!("key `{kid}`"));
        let name =
            self.environment.as_deref().map(|name| format!(" (`{name}` of the configuration)"));
        format!("{kid} of {}{}", self.host, name.unwrap_or_default())
    }
}

fn beside(host: Option<&str>) -> String {
    host.map(|host| format!(" {host}")).unwrap_or_default()
}
