//! What programs and services read of a run: each format by its schema, and for what it means.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod annotations;
mod junit;
mod lines;
mod made;
mod markdown;
mod quality;
mod sarif;
mod schemas;
mod seen;
mod xml;
