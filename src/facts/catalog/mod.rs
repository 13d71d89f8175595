//! What exists: regions, hosts, headers, services, routes, recorders, token kinds.
//!
//! `build.rs` reads `rules/catalog/` with these very modules; nothing here but `built_in` may need
//! the rest of the house.

mod built_in;
mod check;
mod correct;
mod find;
mod miss;
mod near;
mod packed;
pub mod read;
mod shape;
mod types;
mod words;

pub use find::Index;
pub use miss::{Miss, Slip};
pub use packed::Packed;
pub use read::{CatalogError, read};
pub use shape::*;
pub use types::*;
