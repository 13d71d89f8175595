//! What the caller of the linter knows besides the recording.

use std::fmt;

use crate::exchange::Time;

use super::network::Answers;

/// What the caller of the linter knows besides the recording.
#[derive(Clone, Default)]
pub struct Settings {
    /// The region's id.
    pub region: Option<String>,
    pub environments: Vec<Environment>,
    /// Hosts of the caller's own services behind a Frontegg SDK.
    pub back_ends: Vec<String>,
    /// Put into fixes.
    pub tenant_id: Option<String>,
    pub application_id: Option<String>,
    /// A kind of `token.kind`, for a token that does not say what it is.
    pub token_kind: Option<String>,
    /// What time it is, for what is pasted.
    pub now: Option<Time>,
    /// What is judged will be in a repository, for everyone who reads it.
    pub committed: bool,
    pub answers: Answers,
}

/// An environment of the vendor's.
#[derive(Clone, Default)]
pub struct Environment {
    pub name: String,
    /// Its `*.frontegg.com` host and its custom domains.
    pub hosts: Vec<String>,
    pub client_id: Option<String>,
}

impl fmt::Debug for Settings {
    /// Ids may be copied from a recording: only what is set is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("region", &self.region.is_some())
            .field("environments", &self.environments.len())
            .field("back_ends", &self.back_ends.len())
            .field("token_kind", &self.token_kind.is_some())
            .field("now", &self.now)
            .field("committed", &self.committed)
            .field("answers", &self.answers.of.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("hosts", &self.hosts.len()).finish_non_exhaustive()
    }
}
