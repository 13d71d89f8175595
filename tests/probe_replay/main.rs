//! `probe replay`: a recorded call is sent again, as it is and as corrected, and nothing else is.
#![cfg(feature = "online")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod beside;
mod chosen;
#[path = "../desk/mod.rs"]
mod desk;
mod hostile;
mod pasted;
mod room;
mod settled;
mod shown;
mod writes;
