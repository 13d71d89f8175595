//! What the readers of collections share: JSON in parts, variables, scripts, credentials.

pub(super) mod answers;
mod copy;
pub(super) mod message;
pub(super) mod scan;
pub(super) mod script;
pub(super) mod values;
pub(super) mod variables;
