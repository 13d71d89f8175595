//! A rule's examples are its tests.

mod mint;
mod run;
mod scene;

pub use mint::{FillError, fill};
pub use run::{Failure, run};
