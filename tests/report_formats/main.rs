//! What programs and services read of a run: each format against its schema, and for what it means.
#![expect(clippy::disallowed_methods, reason = "a test reads what was committed beside it")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod made;
mod sarif;
