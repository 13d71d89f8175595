//! What a recorded call tells when it is sent again: a few of its headers, and its body.

use crate::exchange::{Exchange, Header};
use crate::mask;
use crate::online::request::{Secret, Told};
use crate::truth::Fact;

use super::Unsent;
use super::filled::{Values, blank_in_body, blank_in_value};

/// Headers that carry a credential of Frontegg's.
pub(super) const CREDENTIALS: [&str; 3] = ["authorization", "x-access-token", "x-api-key"];

/// Headers that clients, browsers and proxies add by themselves: that they stay behind is no news.
const ADDED: [&str; 24] = [
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-length",
    "dnt",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "keep-alive",
    "origin",
    "pragma",
    "priority",
    "proxy-connection",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
];

/// What the call tells, and the headers that it no longer has.
pub(super) fn of(exchange: &Exchange, values: &Values) -> Result<(Told, Vec<String>), Unsent> {
    let mut told = Told::default();
    let (mut left_out, mut blanks) = (Vec::new(), Vec::new());
    for header in &exchange.request.headers {
        let name = header.name.as_written().trim().to_ascii_lowercase();
        if !is_sent(&name) {
            left_out.extend(is_news(&name).then(|| shown(&name)));
            continue;
        }
        match value(header, &name, values) {
            Ok(value) => told.add(name, value),
            Err(Unsent::Blanks(more)) => blanks.extend(more),
            Err(why) => return Err(why),
        }
    }
    left_out.dedup();
    match body(exchange, values) {
        Ok(body) => told.set_body(body),
        Err(Unsent::Blanks(more)) => blanks.extend(more),
        Err(why) => return Err(why),
    }
    if blanks.is_empty() { Ok((told, left_out)) } else { Err(Unsent::Blanks(blanks)) }
}

fn is_sent(name: &str) -> bool {
    CREDENTIALS.contains(&name)
        || ["content-type", "accept"].contains(&name)
        || name.starts_with("frontegg-")
}

fn is_news(name: &str) -> bool {
    !ADDED.contains(&name) && !name.starts_with(':') && !name.starts_with("sec-")
}

fn shown(name: &str) -> String {
    mask::identifier(name).map_or_else(|| mask::length(name), |name| format!("`{name}`"))
}

/// The value of a header, and the variables that were filled into it.
fn value(
    header: &Header,
    name: &str,
    values: &Values,
) -> Result<(String, Vec<&'static str>), Unsent> {
    let at = shown(name);
    let one = |blank| Unsent::Blanks(vec![blank]);
    let ordinary = ["content-type", "accept"].contains(&name);
    if let Some(blank) = blank_in_value(&header.value, &at).filter(|_| !ordinary) {
        return Err(one(blank));
    }
    let fills = CREDENTIALS.contains(&name);
    let filled = if fills {
        values.fill(&header.value, &at).map_err(one)?
    } else {
        let filled = Values::default().fill(&header.value, &at);
        filled.map_err(|blank| one(blank.beside_credentials()))?
    };
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    let named = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if named && filled.text.bytes().all(plain) {
        Ok((filled.text.trim().to_owned(), filled.of))
    } else {
        Err(Unsent::Header(at))
    }
}

fn body(exchange: &Exchange, values: &Values) -> Result<Option<String>, Unsent> {
    let body = match &exchange.request.body {
        Fact::Known(body) => body,
        Fact::Absent => return Ok(None),
        Fact::Unknown(_) => return Err(Unsent::Body),
    };
    let filled = values.fill(body, "the body").map_err(|blank| Unsent::Blanks(vec![blank]))?;
    match blank_in_body(body.as_written()) {
        Some(blank) => Err(Unsent::Blanks(vec![blank])),
        None => Ok(Some(filled.text)),
    }
}

impl Told {
    fn add(&mut self, name: String, (value, of): (String, Vec<&'static str>)) {
        if CREDENTIALS.contains(&name.as_str()) {
            self.says.push(match of.as_slice() {
                [] => format!("the recorded `{name}`"),
                of => format!("`{name}` of ${}", of.join(", $")),
            });
        } else if name.starts_with("frontegg-") {
            self.says.push(shown(&name));
        }
        self.headers.push((name, Secret::new(value)));
    }

    fn set_body(&mut self, body: Option<String>) {
        if let Some(body) = body {
            self.says.push(format!("a body of {} bytes", body.len()));
            self.body = Some(Secret::new(body));
        }
    }
}
