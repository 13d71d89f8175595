//! YAML becomes rules; rules judge facts.
//!
//! `build.rs` compiles `rules/` with the modules from `asked` to `when`; they may need nothing of
//! the house but the tables of facts and the types that findings and fixes are made of.

pub mod asked;
pub mod compile;
pub mod condition;
pub mod error;
pub mod laws;
pub mod operator;
pub mod pitfalls;
pub mod schema;
pub mod set;
pub mod shapes;
pub mod template;
pub mod when;

pub mod check;
pub mod fold;
pub mod judge;
mod load;
#[cfg(test)]
pub(crate) mod made_up;
pub mod outline;
pub mod render;

pub use check::{Checked, check, truth};
pub use compile::RuleText;
pub use error::RuleError;
pub use fold::fold;
pub use load::{Loaded, RuleSet, load};
pub use outline::outline;
pub use set::{Pages, Rule};
