//! Which headers of a call its recording would show.

use super::entry::Around;
use crate::exchange::{Header, Kept};
use crate::json::Value;
use crate::truth::Why;

/// No credential is shorter with its name: `cookie: a=b`.
const SHORTEST: usize = 11;

/// A recorder that lists cookies keeps credentials, also where it does not list them as headers.
pub(super) fn kept(entry: Value<'_>, headers: &[Header], around: Around<'_>) -> Kept {
    let listed = |message: &str| {
        let cookies = entry.get(message).and_then(|message| message.get("cookies"));
        cookies.is_some_and(|cookies| cookies.items().next().is_some())
    };
    let sent = listed("request");
    if sent && !headers.iter().any(|header| header.is("cookie")) {
        Kept::AllButCookies
    } else if sent || listed("response") {
        Kept::All
    } else if is_provisional(entry) {
        Kept::NoCredentials(Why::NotRecorded)
    } else if around.raw_sizes && lacks_headers(entry, headers) {
        Kept::NoCredentials(Why::Redacted)
    } else {
        Kept::AllButCredentials
    }
}

/// What never reached the network was recorded without what the network would have added to it.
fn is_provisional(entry: Value<'_>) -> bool {
    let response = entry.get("response");
    let of_response = |name: &str| response.and_then(|response| response.get(name));
    let is_set = |value: Option<Value<'_>>| {
        value.is_some_and(|value| !matches!(value.raw(), "false" | "null" | "\"\""))
    };
    is_set(of_response("_error"))
        || is_set(of_response("_failureText"))
        || is_set(entry.get("_wasFulfilled"))
        || is_set(entry.get("_fromCache"))
        || is_set(of_response("_fetchedViaServiceWorker"))
}

/// The headers on the wire were longer than those that are listed. Only HTTP/1 has a wire format of
/// which that can be said.
fn lacks_headers(entry: Value<'_>, headers: &[Header]) -> bool {
    let Some(request) = entry.get("request") else { return false };
    let content = |name: &str| request.get(name).map_or("", Value::content);
    if !content("httpVersion").to_ascii_lowercase().starts_with("http/1") {
        return false;
    }
    let size = request.get("headersSize").and_then(Value::number).unwrap_or_default();
    // "GET address HTTP/1.1", a line for each header, an empty line; the address on the wire is
    // not longer than the whole one.
    let line = content("method").len() + content("url").len() + " HTTP/1.1\r\n ".len();
    let lines = headers.iter().map(|h| h.name.len() + h.value.len() + ": \r\n".len());
    let listed = line + lines.sum::<usize>() + "\r\n".len();
    #[expect(clippy::cast_precision_loss, reason = "headers are no longer than an entry")]
    let shortest = (listed + SHORTEST) as f64;
    size >= shortest
}
