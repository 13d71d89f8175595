//! What a recorded text says: its value, or why it has none.

use crate::exchange::{Exchange, Origin};
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::placeholder;

/// A recorder saw the request go out. In a text, also in one with its answer, somebody may have put
/// a name in the place of a value before others read it.
pub(crate) fn was_sent(exchange: &Exchange) -> bool {
    exchange.origin == Origin::Recorded
}

/// The browser's own question before a call to another origin.
pub(crate) fn is_preflight(exchange: &Exchange) -> bool {
    let request = &exchange.request;
    request.method.as_written().eq_ignore_ascii_case("OPTIONS")
        && request.header("access-control-request-method").is_known()
}

/// The value without blanks around it. In a request that was `sent`, a name to fill in is what it
/// says; an empty value is absent.
pub(crate) fn of(text: &Text, sent: bool) -> Fact<&str> {
    let written = text.as_written().trim();
    if let Some(hole) = elsewhere(text) {
        return Fact::Unknown(hole);
    }
    if written.is_empty() {
        return Fact::Absent;
    }
    if placeholder::is_redacted(written) {
        return Fact::Unknown(Why::Redacted);
    }
    if !sent && placeholder::is_placeholder(written).is_some() {
        return Fact::Unknown(Why::Placeholder);
    }
    Fact::Known(written)
}

/// Why a part of the text is not here. A name to fill in is here: it is the text itself.
pub(crate) fn elsewhere(text: &Text) -> Option<Why> {
    text.holes().iter().map(|hole| hole.why).find(|why| *why != Why::Placeholder)
}
