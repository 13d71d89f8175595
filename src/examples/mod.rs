//! A rule's examples are its tests.

mod called;
mod mint;
mod mutate;
mod recorded;
mod run;
mod scene;

pub use called::{Called, called};
pub use mint::{FillError, fill};
pub use mutate::{Mutant, is_caught, mutants};
pub use recorded::{RecordedError, har};
pub use run::{Failure, run};
pub use scene::Script;
