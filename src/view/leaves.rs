//! Every smallest part of an exchange, and whether it may be shown.

use std::ops::Range;

use super::json::{self, Role};
use crate::exchange::{Exchange, Header, Response, Url};
use crate::mask;
use crate::source::{Span, Text};
use crate::truth::Fact;

/// Bodies, paths and queries beyond this are concealed whole: nobody reads them in a message, and
/// taking them apart has its price.
pub(super) const LARGE: usize = 16 * 1024;

/// Words that stand before a credential.
const SCHEMES: &[&str] = &["bearer", "basic", "token", "jwt", "apikey"];

/// A value under a name with one of these in it is concealed whatever it looks like.
const SECRET_WORDS: &[&str] = &[
    "pass",
    "secret",
    "token",
    "code",
    "otp",
    "key",
    "credential",
    "jwt",
    "assertion",
    "cookie",
    "session",
    "auth",
    "sign",
    "pin",
    "state",
    "nonce",
    "hash",
];

/// The headers that carry a credential, the one that counts first.
const SLOTS: &[&str] = &["authorization", "x-access-token", "x-api-key"];

/// A smallest part: a path segment, a header's value, a string in a body.
pub(crate) struct Leaf {
    pub(crate) text: Text,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Harmless,
    /// What the first header with a credential carries.
    Credential,
    Basic,
    /// The vendor's key, in a request for a vendor token.
    ApiKey,
    /// Anything else, by the name it goes by.
    Named(String),
}

/// The parts in order of place.
pub(crate) fn leaves(exchange: &Exchange) -> Vec<Leaf> {
    let mut found = Leaves(Vec::new());
    let request = &exchange.request;
    found.push(&request.method, "method", |piece| mask::identifier(piece).is_some());
    found.url(&request.url);
    found.headers(&request.headers);
    if let Fact::Known(body) = &request.body {
        found.body(body);
    }
    // What an answer in another text says has no place in this one.
    if let Fact::Known(response) = &exchange.response
        && response.span.is_some()
    {
        found.response(response);
    }
    found.0.sort_by_key(|leaf| leaf.text.span());
    found.0
}

/// Whether a part that is a variable or a placeholder is written as a bare name: `$TOKEN`,
/// `{{token}}`, `<tenant-id>`. One with a default value in it is not.
pub(crate) fn is_bare_name(written: &str) -> bool {
    let name = written.trim_matches(|c: char| "${}<>%[]()\"' ".contains(c));
    let around = written.len().saturating_sub(name.len());
    let shell = written.starts_with("${");
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
    written.len() <= 80
        && (1..=8).contains(&around)
        && (!shell || name.chars().all(plain))
        && name.split(' ').all(|word| mask::identifier(word).is_some())
}

struct Leaves(Vec<Leaf>);

impl Leaves {
    /// Adds a part; what stands between its variables is judged piece by piece.
    fn push(&mut self, text: &Text, name: &str, harmless: impl Fn(&str) -> bool) {
        self.push_as(text, harmless, || Kind::Named(name.to_owned()));
    }

    fn push_as(&mut self, text: &Text, ok: impl Fn(&str) -> bool, kind: impl Fn() -> Kind) {
        let mut from = 0;
        for hole in text.holes() {
            self.piece(text, from..hole.range.start, (&ok, &kind));
            self.piece(text, hole.range.clone(), (&is_bare_name, &kind));
            from = hole.range.end;
        }
        self.piece(text, from..text.len(), (&ok, &kind));
    }

    fn piece(
        &mut self,
        text: &Text,
        range: Range<usize>,
        (ok, kind): (&impl Fn(&str) -> bool, &impl Fn() -> Kind),
    ) {
        let Some(written) = text.as_written().get(range.clone()) else { return };
        if !written.is_empty() {
            let kind = if ok(written) { Kind::Harmless } else { kind() };
            self.0.push(Leaf { text: text.slice(range), kind });
        }
    }

    fn url(&mut self, url: &Url) {
        self.push(&url.scheme, "scheme", |piece| piece.len() <= 8 && mask::host(piece).is_some());
        if let Some(user_info) = &url.user_info {
            self.push(user_info, "user info", |_| false);
        }
        self.push(&url.host, "host", |piece| mask::host(piece).is_some());
        if let Some(port) = &url.port {
            self.push(port, "port", |piece| piece.len() <= 5 && mask::identifier(piece).is_some());
        }
        self.target(url);
        self.fragment(url);
    }

    /// Path and query.
    fn target(&mut self, url: &Url) {
        let whole = self.is_whole(&url.path, "whole path");
        for (segment, range) in parts(url.path.as_written(), '/').take_while(|_| !whole) {
            if !segment.is_empty() {
                self.push(&url.path.slice(range), "path segment", is_shown_segment);
            }
        }
        if url.query.as_ref().is_some_and(|query| self.is_whole(query, "query")) {
            return;
        }
        for (name, value) in url.query_pairs() {
            self.pair(&name, &value);
        }
    }

    /// Whether a text is too large to be taken apart; then it is one leaf.
    fn is_whole(&mut self, text: &Text, name: &str) -> bool {
        let large = text.len() > LARGE;
        if large {
            self.0.push(Leaf { text: text.clone(), kind: Kind::Named(name.to_owned()) });
        }
        large
    }

    /// The reader drops the fragment, and yet it stands in the source.
    fn fragment(&mut self, url: &Url) {
        let last = [Some(&url.host), url.port.as_ref(), Some(&url.path), url.query.as_ref()];
        let end = last.into_iter().flatten().map(Text::span);
        let end = end.filter(|span| url.span.contains(*span)).map(|span| span.end).max();
        let Some(end) = end.filter(|end| *end < url.span.end) else { return };
        let text = Text::decoded("#", Span::new(end, url.span.end));
        self.0.push(Leaf { text, kind: Kind::Named("fragment".to_owned()) });
    }

    /// A name and its value in a query or a form.
    fn pair(&mut self, name: &Text, value: &Text) {
        self.push(name, "name", |piece| mask::identifier(piece).is_some());
        let name = name.as_written();
        self.push(value, name, |piece| is_shown_value(name, piece));
    }

    fn headers(&mut self, headers: &[Header]) {
        let slot = SLOTS.iter().find(|slot| headers.iter().any(|header| header.is(slot)));
        for header in headers {
            let name = header.name.as_written().trim();
            self.push(&header.name, "header name", |piece| mask::identifier(piece).is_some());
            if is_credential(header) {
                let counts = slot.is_some_and(|slot| header.is(slot));
                self.credential(&header.value, if counts { None } else { Some(name) });
            } else {
                self.push(&header.value, name, |piece| mask::header(name, piece).is_some());
            }
        }
    }

    /// `name` is given for a second header with a credential.
    fn credential(&mut self, value: &Text, name: Option<&str>) {
        let (start, scheme) = credential_start(value.as_written());
        if start > 0 {
            self.push(&value.slice(0..start), "scheme", |_| true);
        }
        let basic = scheme.is_some_and(|word| word.eq_ignore_ascii_case("basic"));
        let kind = || match name {
            Some(name) if !name.eq_ignore_ascii_case("authorization") => {
                Kind::Named(name.to_owned())
            }
            Some(_) | None if basic => Kind::Basic,
            Some(_) | None => Kind::Credential,
        };
        self.push_as(&value.slice(start..value.len()), is_placeholder, kind);
    }

    fn body(&mut self, body: &Text) {
        let written = body.as_written();
        let first = written.trim_start().chars().next();
        if self.is_whole(body, "body") {
            return;
        }
        match first {
            Some('{' | '[') => match json::tokens(written) {
                Some(tokens) => self.json(body, &tokens),
                None => self.push(body, "body", |_| false),
            },
            Some(_) if is_form(written) => {
                for (part, range) in parts(written, '&') {
                    let equals = range.start + part.find('=').unwrap_or(part.len());
                    let value = body.slice((equals + 1).min(range.end)..range.end);
                    self.pair(&body.slice(range.start..equals), &value);
                }
            }
            Some(_) => self.push(body, "body", |_| false),
            None => {}
        }
    }

    fn json(&mut self, body: &Text, tokens: &[json::Token]) {
        let written = body.as_written();
        let asks_for_vendor = tokens
            .iter()
            .any(|token| token.role == Role::Name && &written[token.range.clone()] == "clientId");
        for token in tokens {
            let text = body.slice(token.range.clone());
            let name = token.name.clone().map_or("body", |range| &written[range]);
            match token.role {
                Role::Name => {
                    self.push(&text, "name", |piece| mask::identifier(piece).is_some());
                }
                Role::Value if name == "secret" && asks_for_vendor => {
                    self.push_as(&text, is_placeholder, || Kind::ApiKey);
                }
                Role::Value => self.push(&text, name, |piece| is_shown_value(name, piece)),
            }
        }
    }

    fn response(&mut self, response: &Response) {
        for header in &response.headers {
            let name = header.name.as_written().trim();
            self.push(&header.name, "header name", |piece| mask::identifier(piece).is_some());
            self.push(&header.value, name, |piece| mask::header(name, piece).is_some());
        }
        if let Fact::Known(body) = &response.body {
            self.push(body, "response body", |_| false);
        }
    }
}

/// Where the credential begins behind its scheme, said once or twice, and the scheme.
pub(crate) fn credential_start(value: &str) -> (usize, Option<&str>) {
    let mut start = value.len() - value.trim_start().len();
    let mut scheme = None;
    while let Some(end) = value[start..].find([' ', ':', '\t']).map(|end| start + end) {
        let word = &value[start..end];
        if !SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            break;
        }
        scheme = Some(word);
        start = value.len() - value[end..].trim_start_matches([' ', ':', '\t']).len();
    }
    (start, scheme)
}

/// A name to fill in, where the reader took it for text.
pub(crate) fn is_placeholder(piece: &str) -> bool {
    const NAMES: &[&str] = &["TOKEN", "KEY", "YOUR", "SECRET", "JWT", "PASSWORD"];
    let capitals = piece.bytes().all(|byte| byte.is_ascii_uppercase() || b"_-".contains(&byte));
    piece.trim().is_empty()
        || is_bracketed(piece)
        || piece.len() <= 40 && capitals && NAMES.iter().any(|name| piece.contains(name))
}

/// Whether a header is there to carry a credential.
pub(super) fn is_credential(header: &Header) -> bool {
    SLOTS.iter().any(|slot| header.is(slot))
}

/// A part of a path that names something, or says what is to stand there.
pub(super) fn is_shown_segment(piece: &str) -> bool {
    mask::segment(piece).is_some() || is_bare_name(piece)
}

/// A value that names something, under a name that does not make it a secret.
pub(crate) fn is_shown_value(name: &str, piece: &str) -> bool {
    // A JSON text that holds nothing hides nothing.
    matches!(piece, "true" | "false" | "null" | "{}" | "[]")
        || !is_secret(name) && mask::identifier(piece).is_some()
        || is_bracketed(piece)
}

/// `<tenant-id>`, `{{tenant}}` and `$TENANT`, where the reader took them for text.
fn is_bracketed(piece: &str) -> bool {
    let angles = piece.starts_with('<') && piece.ends_with('>');
    let braces = piece.starts_with("{{") && piece.ends_with("}}");
    let shell = piece.strip_prefix('$').is_some_and(|name| {
        name.bytes().all(|byte| byte.is_ascii_uppercase() || b"_{}".contains(&byte))
    });
    (angles || braces || shell) && is_bare_name(piece)
}

/// Whether the name alone says that its value is not to be shown.
pub(crate) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| name.contains(word))
}

fn is_form(written: &str) -> bool {
    written.contains('=') && !written.contains(|c: char| c.is_whitespace() || c == '<')
}

/// The parts between marks, each with its place.
fn parts(text: &str, mark: char) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split(mark).map(move |part| {
        let range = start..start + part.len();
        start = range.end + mark.len_utf8();
        (part, range)
    })
}
