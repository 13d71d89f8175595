//! Real failing calls, made with the real curl against the stand-in: each is diagnosed, and the corrected command succeeds.
#![cfg(all(unix, feature = "cli", feature = "online"))]
#![expect(clippy::disallowed_methods, reason = "a test runs programs and gives them files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod bench;
#[path = "../desk/mod.rs"]
mod desk;
mod mistakes;
mod online;
mod readme;
