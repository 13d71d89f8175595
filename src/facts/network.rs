//! What only the network can say, as far as it was asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The answers of the network, each of the credential that it was asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Of every credential that is not listed: what an example says.
    pub all: Said,
    /// By the [print](super::askable::print) of a credential.
    pub of: BTreeMap<String, Said>,
}

/// What the network said of one credential.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Said {
    pub signature: Option<Verified>,
    /// The id of the region whose gateway accepts it; `none` where none does.
    pub accepted_by: Option<String>,
}

/// Whether a token's signature verifies against the keys that its issuer publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verified {
    Valid,
    Invalid,
}

impl Said {
    /// Accepted by no region's gateway.
    pub const NOWHERE: &str = "none";

    /// Accepted by the gateway of a region, by its id; of none without one.
    pub fn accepted(region: Option<&str>) -> Self {
        Self { accepted_by: Some(region.unwrap_or(Self::NOWHERE).to_owned()), ..Self::default() }
    }

    /// Whether a gateway accepts the credential, where the gateways were asked.
    pub fn is_accepted(&self) -> Option<bool> {
        self.accepted_by.as_ref().map(|region| region != Self::NOWHERE)
    }

    /// The region whose gateway accepts the credential.
    pub fn region(&self) -> Option<&str> {
        self.accepted_by.as_deref().filter(|region| *region != Self::NOWHERE)
    }
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
