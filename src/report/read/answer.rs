//! What is known of a call besides the request, as comments: `# -> HTTP 401 {"errors":["…"]}`.

use crate::exchange::{Exchange, Sent};
use crate::truth::Fact;
use crate::view::parts;

use super::Secrets;

/// A longer answer is left out: nobody reads it in a comment.
const LONGEST: usize = 4_000;

/// When it was sent, and whether it was.
pub(super) fn above(exchange: &Exchange) -> String {
    let sent = exchange.started.known().map(|time| format!("# sent {time}\n"));
    let never = match &exchange.sent {
        Sent::No(why) => Some(format!("# never sent: {why}\n")),
        Sent::Yes | Sent::Otherwise(_) | Sent::Unknown => None,
    };
    let body = match exchange.request.body {
        Fact::Unknown(why) => Some(format!("# the body is not known: {}\n", why.word())),
        Fact::Known(_) | Fact::Absent => None,
    };
    [sent, never, body].into_iter().flatten().collect()
}

/// What came back, if it is known.
pub(super) fn line(exchange: &Exchange, secrets: Secrets) -> String {
    let Fact::Known(response) = &exchange.response else { return String::new() };
    let Fact::Known(status) = response.status else { return String::new() };
    let body = response.body.as_ref().known().map_or("", |body| body.as_written());
    let shown = match secrets {
        Secrets::Masked if body.len() <= LONGEST => parts::body(body),
        Secrets::Masked => String::new(),
        Secrets::Written => body.to_owned(),
    };
    let line = compact(&shown);
    let fits = line.len() <= LONGEST && !line.contains(['\n', '\r']);
    if fits && !line.is_empty() {
        format!("# -> HTTP {status} {line}\n")
    } else {
        format!("# -> HTTP {status}\n")
    }
}

/// JSON without the blanks between its values; anything else as it is.
fn compact(text: &str) -> String {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        if quoted {
            quoted = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
        } else if letter == '"' {
            quoted = true;
        } else if letter.is_whitespace() {
            continue;
        }
        line.push(letter);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_on_one_line() {
        assert_eq!(compact("{\n  \"a b\": [1, \"\\\" c\"]\n}\n"), "{\"a b\":[1,\"\\\" c\"]}");
        assert_eq!(compact(" two words "), "two words");
    }
}
