//! JSON texts whose values know their places.

mod strict;
mod string;
mod tree;
mod walk;

pub(crate) use tree::{Tree, Value};
pub(crate) use walk::Fault;
