//! Whether a token holds is told by the keys that its issuer publishes; whether a host is Frontegg's, by what it tells everybody.
#![cfg(all(feature = "cli", feature = "online"))]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod answers;
#[expect(dead_code, reason = "other tests use the rest of it")]
#[path = "../desk/command.rs"]
mod command;
mod cutter;
mod documents;
mod end_to_end;
mod forged;
mod hosts;
mod hosts_end_to_end;
mod verdicts;
