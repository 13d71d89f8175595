//! Why a command could not do its job.

use miette::Diagnostic;

use crate::cli::config::{ConfigError, Words};
use crate::cli::files::Unreadable;
use crate::facts::catalog::CatalogError;
use crate::facts::credential::Unusable;
use crate::rules::RuleError;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The arguments ask for something that cannot be.
    #[error("{what}")]
    Usage { what: String, help: Option<String> },
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("{}", lines(.0))]
    Rules(Vec<RuleError>),
    #[error(transparent)]
    Token(#[from] Unusable),
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// There is no way to the network, or it did not answer.
    #[cfg(feature = "online")]
    #[error("{0}")]
    Network(String),
    #[error("{name}: {why}")]
    Unwritable { name: String, why: String },
}

impl Failure {
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), help: None }
    }

    /// Why the exit code is 2.
    pub(crate) const fn reason(&self) -> &'static str {
        match self {
            Self::Usage { .. } => "the arguments cannot be followed",
            Self::Config(_) => "the configuration does not hold",
            Self::Unreadable(_) => "an input could not be read",
            Self::Rules(_) => "a rule file does not hold",
            Self::Token(_) => "no token could be read",
            Self::Catalog(_) => "a file of the catalogue does not hold",
            #[cfg(feature = "online")]
            Self::Network(_) => "the network did not answer",
            Self::Unwritable { .. } => "an output could not be written",
        }
    }

    /// The same with its place drawn, where there is one.
    pub(crate) fn drawn(&self) -> Option<&dyn Diagnostic> {
        match self {
            Self::Config(ConfigError::Invalid(invalid)) => invalid.drawn(),
            Self::Config(ConfigError::Unreadable { .. })
            | Self::Usage { .. }
            | Self::Unreadable(_)
            | Self::Rules(_)
            | Self::Catalog(_)
            | Self::Token(_)
            | Self::Unwritable { .. } => None,
            #[cfg(feature = "online")]
            Self::Network(_) => None,
        }
    }

    pub(crate) fn help(&self) -> Option<&str> {
        match self {
            Self::Usage { help, .. } => help.as_deref(),
            Self::Config(ConfigError::Invalid(invalid)) => invalid.help(),
            Self::Token(why) => Some(why.help()),
            Self::Config(ConfigError::Unreadable { .. })
            | Self::Unreadable(_)
            | Self::Rules(_)
            | Self::Catalog(_)
            | Self::Unwritable { .. } => None,
            #[cfg(feature = "online")]
            Self::Network(_) => None,
        }
    }
}

impl From<Words> for Failure {
    fn from(Words { what, help }: Words) -> Self {
        Self::Usage { what, help }
    }
}

/// All that is wrong with the rule files, a line each, with what would help.
fn lines(errors: &[RuleError]) -> String {
    let line = |error: &RuleError| match &error.help {
        Some(help) => format!("{error}; {help}"),
        None => error.to_string(),
    };
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}
