//! JSON texts whose values know their places.

mod string;
mod tree;

pub(crate) use tree::{Fault, Tree, Value};
