//! What may be shown: recorded text becomes short masked lines.

mod cells;
pub mod excerpt;
pub mod fingerprint;
pub(crate) mod json;
pub(crate) mod leaves;
pub mod page;
pub mod parts;
pub mod secrets;

pub use excerpt::excerpt;
pub use parts::request;
pub use secrets::{Credential, Ledger, Secret, concealed, is_plain, secrets};
