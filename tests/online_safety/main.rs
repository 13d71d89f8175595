//! A secret reaches nobody but the host that was listed, and nothing that a host does holds us up.

#![cfg(feature = "online")]
#![expect(
    clippy::disallowed_methods,
    reason = "a hostile world of threads, files and environments"
)]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod answers;
mod attempts;
mod authority;
mod certificates;
mod child;
#[cfg(feature = "cli")]
mod command;
#[cfg(feature = "cli")]
#[path = "../desk/mod.rs"]
mod desk;
mod hostile;
mod proxies;
mod proxy;
mod silence;
mod stage;
mod together;
mod world;
