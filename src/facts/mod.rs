//! What a recording shows, does not show, cannot say.

use std::borrow::Cow;

use crate::exchange::Time;

pub mod catalog;
pub mod table;

/// A fact's value, as rules compare it and messages print it.
#[derive(Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// A text or one word of a choice.
    Word(Cow<'a, str>),
    Number(i64),
    Flag(bool),
}

/// What the caller of the linter knows besides the recording.
#[derive(Clone, Debug, Default)]
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
}

/// An environment of the vendor's.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    pub name: String,
    /// Its `*.frontegg.com` host and its custom domains.
    pub hosts: Vec<String>,
    pub client_id: Option<String>,
}
