//! What was read, as an `.http` file.

use crate::exchange::Exchange;
use crate::input::{Concealed, http_file};

use super::{Secrets, answer};

/// One block, with the answer noted above it: an editor sends whatever stands below.
pub(super) fn block(exchange: &Exchange, secrets: Secrets, concealed: &[Concealed]) -> String {
    let mut request = exchange.request.clone();
    request.url = super::address(exchange);
    let block = http_file::write(&request, concealed);
    let (above, answer) = (answer::above(exchange), answer::line(exchange, secrets));
    format!("### {}\n{above}{answer}{block}", exchange.number)
}
