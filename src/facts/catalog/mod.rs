//! What exists: regions, hosts, headers, services, routes, recorders, token kinds.
//!
//! `build.rs` reads `rules/catalog/` with these very modules; nothing here but `built_in` may need
//! the rest of the house.

mod built_in;
mod check;
mod find;
mod near;
pub mod read;
mod types;
mod words;

pub use find::Index;
pub use read::{CatalogError, read};
pub use types::*;
