//! The commands, one file each.

pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod coverage;
pub(crate) mod explain;
pub(crate) mod init;
pub(crate) mod man;
#[cfg(feature = "online")]
pub(crate) mod mock;
pub(crate) mod pages;
#[cfg(feature = "online")]
pub(crate) mod probe;
pub(crate) mod read;
pub(crate) mod redact;
pub(crate) mod route;
pub(crate) mod rules;
pub(crate) mod token;
