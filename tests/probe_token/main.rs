//! Whether a token holds is told by the keys that its issuer publishes; whether a host is Frontegg's, by what it tells everybody.
#![cfg(all(feature = "cli", feature = "online"))]

mod answers;
#[path = "../desk/command.rs"]
mod command;
mod cutter;
mod documents;
mod end_to_end;
mod forged;
mod hosts;
mod hosts_end_to_end;
mod verdicts;
