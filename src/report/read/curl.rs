//! What was read, as curl commands.

use crate::exchange::Exchange;
use crate::input::{self, Concealed};

use super::{Secrets, answer};

/// One command, what is known besides above it, and the answer below it.
pub(super) fn command(exchange: &Exchange, secrets: Secrets, concealed: &[Concealed]) -> String {
    let mut whole = exchange.clone();
    whole.request.url = super::address(exchange);
    let command = input::as_curl(&whole, &[], concealed);
    format!("{}{command}\n{}", answer::above(exchange), answer::line(exchange, secrets))
}
