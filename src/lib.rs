//! The map of the house: recorded text becomes exchanges, exchanges become facts, rules judge
//! facts, a diagnosis explains an error answer, reporters print.
//!
//! The rooms stand in reading order; a room uses only rooms before it.

pub mod diagnosis;
pub mod examples;
pub mod exchange;
pub mod facts;
pub mod finding;
pub mod fix;
pub mod input;
pub mod mask;
pub mod near;
pub mod report;
pub mod rules;
pub mod source;
pub mod truth;
pub mod view;
