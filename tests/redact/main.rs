//! A recording loses its secrets and keeps its faults.
#![expect(clippy::disallowed_methods, reason = "a test of the command reads files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "../secrets/canary.rs"]
mod canary;
mod command;
#[path = "../desk/mod.rs"]
mod desk;
mod faults;
mod hidden;
mod samples;
mod valid;
