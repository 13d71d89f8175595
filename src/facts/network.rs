//! What only the network can say, as far as it was asked.

use serde::{Deserialize, Serialize};

/// What was asked of the network, which only it can say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answers {
    pub signature: Option<Verified>,
}

/// Whether a token's signature verifies against the keys that its issuer publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verified {
    Valid,
    Invalid,
}

impl Verified {
    /// A word of `token.signature`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
        }
    }
}
