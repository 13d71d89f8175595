//! Findings and recordings become text.

#[cfg(feature = "human")]
pub mod human;
pub mod json;
pub mod read;
mod recording;

/// A format by the name that asks for it, and what it is for. One line here and one file beside.
pub const FORMATS: &[(&str, &str)] =
    &[("human", "for people, at a terminal"), ("json", "for programs; version 1, stable")];
