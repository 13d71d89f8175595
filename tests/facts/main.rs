//! What facts say of small exchanges.

mod answers;
mod bodies;
mod call;
mod parts;
mod places;
mod queries;
mod tokens;
