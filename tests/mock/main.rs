//! The stand-in for Frontegg behaves as Frontegg is documented to: asked with the real curl.
#![cfg(feature = "online")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[cfg(unix)]
mod command;
mod connection;
mod curl;
mod environment;
mod gateway;
mod keys;
mod manner;
