//! Secrets that still open something: what a file should not hold once it is in a repository.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use memchr::memmem;

use crate::exchange::{Exchange, Response};
use crate::json::Tree;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

use super::jwt::{self, Claims, Shape};
use super::{Facts, placeholder, reading, token};

/// An answer longer than this is searched for tokens and not taken apart.
const LONGEST: usize = 256 * 1024;

/// More of one call need not be marked.
const MOST: usize = 20;

/// What was found in one exchange.
pub(crate) struct Live {
    found: Vec<Secret>,
    /// Why it cannot be said that there is nothing else.
    open: Option<Why>,
}

/// A secret that opens something now.
#[derive(Clone, Copy)]
pub(crate) struct Secret {
    /// A word of `secret.kind`.
    pub(crate) kind: &'static str,
    /// How many milliseconds are left of a token.
    left: Option<i64>,
    span: Span,
}

impl Secret {
    /// `a vendor token, valid for another 21 h`.
    pub(crate) fn words(&self) -> String {
        let what = match self.kind {
            "vendor-token" => "a vendor token",
            "user-token" => "a user token",
            "vendor-secret" => "the vendor's API key",
            "api-token-secret" => "the secret of an API token",
            _ => "a token",
        };
        match self.left {
            Some(left) => format!("{what}, valid for another {}", token::duration(left)),
            None => what.to_owned(),
        }
    }
}

/// The first of them in order of sending.
pub(crate) fn first(facts: &Facts<'_>) -> Fact<Secret> {
    let live = facts.live();
    match (live.found.first(), live.open) {
        (Some(secret), _) => Fact::Known(*secret),
        (None, Some(why)) => Fact::Unknown(why),
        (None, None) => Fact::Absent,
    }
}

/// Where they stand, the first one first.
pub(crate) fn spans<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = Span> + 'f {
    facts.live().found.iter().map(|secret| secret.span)
}

/// Searches request and answer.
pub(crate) fn of(facts: &Facts<'_>) -> Live {
    let exchange = facts.exchange;
    let mut search = Search { now: facts.settings().now.map(|now| now.0), live: Live::nothing() };
    let request = &exchange.request;
    request.headers.iter().for_each(|header| search.tokens(&header.value));
    search.tokens(&request.url.path);
    request.url.user_info.iter().chain(&request.url.query).for_each(|text| search.tokens(text));
    if let Fact::Known(body) = &request.body {
        search.tokens(body);
    }
    search.keys_sent(exchange);
    if let Fact::Known(response) = &exchange.response {
        search.answer(exchange, response);
    }
    let mut live = search.live;
    if live.found.is_empty() && live.open.is_none() && is_unreadable(facts) {
        live.open = Some(Why::Undecodable);
    }
    live
}

/// A credential goes along that may be anything.
fn is_unreadable(facts: &Facts<'_>) -> bool {
    let Fact::Known(text) = &facts.token().text else { return false };
    let written = text.as_written();
    matches!(facts.token().claims, Fact::Unknown(Why::Undecodable))
        && !is_blank(written)
        && reading::elsewhere(text).is_none()
}

struct Search {
    /// Milliseconds, as a token's end.
    now: Option<i64>,
    live: Live,
}

impl Live {
    const fn nothing() -> Self {
        Self { found: Vec::new(), open: None }
    }

    fn push(&mut self, secret: Secret) {
        let again = self.found.iter().any(|other| other.span == secret.span);
        if !again && !secret.span.is_empty() && self.found.len() < MOST {
            self.found.push(secret);
        }
    }
}

impl Search {
    fn answer(&mut self, exchange: &Exchange, response: &Response) {
        response.headers.iter().for_each(|header| self.tokens(&header.value));
        let Fact::Known(body) = &response.body else { return };
        self.tokens(body);
        let path = exchange.request.url.path.as_written();
        if path.contains("/api-tokens/") && body.len() <= LONGEST {
            self.key(body, "secret", "api-token-secret");
        }
    }

    /// Every JWT in a text whose end lies ahead.
    fn tokens(&mut self, text: &Text) {
        let written = text.as_written();
        let mut from = 0;
        while let Some(found) = memmem::find(&written.as_bytes()[from..], b"eyJ") {
            let start = from + found;
            let len = written[start..].bytes().take_while(|byte| is_letter(*byte)).count();
            let end = start + len;
            from = end;
            if let Shape::Jwt(claims) = Shape::of(written[start..end].trim_end_matches('.'))
                && !jwt::is_half_redacted(&written[start..end])
                && !jwt::is_unsealed(&written[start..end])
            {
                self.token(&claims, text.span_of(start..end));
            }
        }
    }

    fn token(&mut self, claims: &Claims, span: Span) {
        let Some(expiry) = claims.expiry() else { return };
        let Some(now) = self.now else {
            self.live.open = Some(Why::NotRecorded);
            return;
        };
        let left = expiry.0.saturating_sub(now);
        if left > 0 {
            let kind = match claims.kind() {
                Some("vendor") => "vendor-token",
                Some("user") => "user-token",
                Some(_) | None => "token",
            };
            self.live.push(Secret { kind, left: Some(left), span });
        }
    }

    /// The secret that is sent to get a token for it.
    fn keys_sent(&mut self, exchange: &Exchange) {
        let path = exchange.request.url.path.as_written().trim_end_matches('/');
        let (name, kind) = if path.ends_with("/auth/vendor") {
            ("secret", "vendor-secret")
        } else if path.contains("/auth/") && path.ends_with("/api-token") {
            ("secret", "api-token-secret")
        } else if path.ends_with("/oauth/token") {
            self.basic(exchange);
            ("client_secret", "vendor-secret")
        } else {
            return;
        };
        if let Fact::Known(body) = &exchange.request.body {
            self.key(body, name, kind);
        }
    }

    fn basic(&mut self, exchange: &Exchange) {
        let Fact::Known(header) = exchange.request.header("authorization") else { return };
        let written = header.value.as_written();
        let is_basic = written.get(..6).is_some_and(|it| it.eq_ignore_ascii_case("basic "));
        if !is_basic || reading::elsewhere(&header.value).is_some() {
            return;
        }
        let pair = BASE64_STANDARD.decode(written[6..].trim()).ok();
        let pair = pair.and_then(|pair| String::from_utf8(pair).ok()).unwrap_or_default();
        if pair.split_once(':').is_some_and(|(_, secret)| !is_blank(secret)) {
            let span = header.value.span_of(6..written.len());
            self.live.push(Secret { kind: "vendor-secret", left: None, span });
        }
    }

    /// The value of this name at the top of a JSON body or in a form.
    fn key(&mut self, body: &Text, name: &str, kind: &'static str) {
        let written = body.as_written();
        if written.len() > LONGEST {
            return;
        }
        let range = match Tree::read(written, &[], &[name]) {
            Ok(tree) => {
                let root = tree.root();
                let value = root.get(name).or_else(|| root.items().find_map(|one| one.get(name)));
                let Some(value) = value.filter(|value| value.word() == "string") else { return };
                value.span().start + 1..value.span().end - 1
            }
            Err(_) => match in_form(written, name) {
                Some(range) => range,
                None => return,
            },
        };
        let text = body.slice(range.clone());
        if reading::elsewhere(&text).is_none() && !is_blank(text.as_written()) {
            self.live.push(Secret { kind, left: None, span: body.span_of(range) });
        }
    }
}

fn in_form(written: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    for pair in written.split('&') {
        if pair.strip_prefix(name).is_some_and(|rest| rest.starts_with('=')) {
            return Some(at + name.len() + 1..at + pair.len());
        }
        at += pair.len() + 1;
    }
    None
}

/// What stands there opens nothing: a name to fill in, a variable, a mark of what was taken out.
fn is_blank(text: &str) -> bool {
    text.len() < 8
        || text.contains(char::is_whitespace)
        || text.contains(['$', '<', '{'])
        || placeholder::is_redacted(text)
        || placeholder::is_placeholder(text).is_some()
        || placeholder::is_taken_for_nothing(text)
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=')
}
