//! `{:?}` of every public type that can hold recorded text.
