//! What facts say of small exchanges.

mod call;
mod parts;
mod places;
mod tokens;
