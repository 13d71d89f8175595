//! The parts of an exchange as they may be shown: names and shapes, no secrets.

use super::json::{self, Role};
use super::leaves::{
    LARGE, credential_start, is_bare_name, is_credential, is_placeholder, is_shown_segment,
    is_shown_value,
};
use crate::exchange::{Exchange, Header, Url};
use crate::finding::ShownRequest;
use crate::mask;
use crate::source::Text;

/// A body beyond this is described by its length alone.
const LARGEST: usize = 256 << 10;

/// The method and the address.
pub fn request(exchange: &Exchange) -> ShownRequest {
    let request = &exchange.request;
    ShownRequest { method: word(&request.method), url: url(&request.url) }
}

/// The address without user info and fragment; path and query as far as they name things.
pub fn url(url: &Url) -> String {
    let mut shown = String::new();
    if !url.scheme.is_empty() && url.scheme != url.host {
        shown.push_str(&pieces(&url.scheme, is_scheme));
        shown.push_str("://");
    }
    shown.push_str(&pieces(&url.host, is_host));
    if let Some(port) = &url.port {
        shown.push(':');
        shown.push_str(&word(port));
    }
    shown.push_str(&path(&url.path));
    if let Some(large) = url.query.as_ref().filter(|query| query.len() > LARGE) {
        shown.push('?');
        shown.push_str(&mask::length(large.as_written()));
        return shown;
    }
    for (number, (name, value)) in url.query_pairs().iter().enumerate() {
        shown.push(if number == 0 { '?' } else { '&' });
        shown.push_str(&word(name));
        if !value.is_empty() {
            shown.push('=');
            let name = name.as_written();
            shown.push_str(&pieces(value, |piece| is_shown_value(name, piece)));
        }
    }
    shown
}

fn path(path: &Text) -> String {
    if path.len() > LARGE {
        return format!("/{}", mask::length(path.as_written()));
    }
    let mut start = 0;
    let mut segments = Vec::new();
    for segment in path.as_written().split('/') {
        let text = path.slice(start..start + segment.len());
        segments.push(pieces(&text, is_shown_segment));
        start += segment.len() + 1;
    }
    segments.join("/")
}

/// The name of a header and its value, if the name is on the show-list; of a credential the scheme.
pub fn header(header: &Header) -> (String, String) {
    let name = header.name.as_written().trim();
    let value = &header.value;
    let shown = if is_credential(header) {
        let (start, _) = credential_start(value.as_written());
        let scheme = value.as_written().get(..start).unwrap_or_default();
        scheme.to_owned() + &pieces(&value.slice(start..value.len()), is_placeholder)
    } else {
        pieces(value, |piece| mask::header(name, piece).is_some() || is_placeholder(piece))
    };
    (word(&header.name), shown)
}

/// A word such as a method.
pub fn word(text: &Text) -> String {
    pieces(text, |piece| mask::identifier(piece).is_some())
}

/// A variable or a name to fill in, as it was written.
pub fn hole(written: &str) -> String {
    if is_bare_name(written) { written.to_owned() } else { mask::length(written) }
}

/// A JSON body with the leaves that name things; any other body by its length.
pub fn body(written: &str) -> String {
    if written.trim().is_empty() {
        return written.to_owned();
    }
    let fits = written.len() <= LARGEST;
    let valid = fits && serde_json::from_str::<serde::de::IgnoredAny>(written).is_ok();
    let structured = written.trim_start().starts_with(['{', '[']);
    let tokens = if valid && structured { json::tokens(written) } else { None };
    tokens.map_or_else(|| mask::length(written), |tokens| leaves_of_json(written, &tokens))
}

/// The same JSON with other leaves, its layout kept.
fn leaves_of_json(written: &str, tokens: &[json::Token]) -> String {
    let part = |range: &std::ops::Range<usize>| written.get(range.clone()).unwrap_or_default();
    let mut shown = String::with_capacity(written.len());
    let mut from = 0;
    for token in tokens {
        let piece = part(&token.range);
        let name = token.name.as_ref().map_or("", part);
        let harmless = match token.role {
            Role::Name => mask::identifier(piece).is_some(),
            Role::Value => is_shown_value(name, piece),
        };
        if harmless || piece.is_empty() {
            continue;
        }
        let before = part(&(from..token.range.start));
        shown.push_str(before);
        let length = mask::length(piece);
        // A number that is concealed becomes a string, or the document would be none.
        if before.ends_with('"') {
            shown.push_str(&length);
        } else {
            shown.push('"');
            shown.push_str(&length);
            shown.push('"');
        }
        from = token.range.end;
    }
    shown.push_str(part(&(from..written.len())));
    shown
}

/// Where no address stands, anything may stand before a colon and two slashes.
fn is_scheme(piece: &str) -> bool {
    piece.len() <= 8 && is_host(piece)
}

fn is_host(piece: &str) -> bool {
    mask::host(piece).is_some()
}

/// Literal pieces where they are harmless, else by their length; variables by their names.
fn pieces(text: &Text, harmless: impl Fn(&str) -> bool) -> String {
    let written = text.as_written();
    let mut shown = String::new();
    let mut push = |piece: &str, shows: bool| {
        if shows || piece.is_empty() {
            shown.push_str(piece);
        } else {
            shown.push_str(&mask::length(piece));
        }
    };
    let mut from = 0;
    for hole in text.holes() {
        let before = written.get(from..hole.range.start).unwrap_or_default();
        push(before, harmless(before));
        let name = written.get(hole.range.clone()).unwrap_or_default();
        push(name, is_bare_name(name));
        from = hole.range.end;
    }
    let rest = written.get(from..).unwrap_or_default();
    push(rest, harmless(rest));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;
    use crate::truth::Why;

    fn address(written: &str) -> String {
        url(&Url::split(&Text::verbatim(written, 0)))
    }

    #[test]
    fn an_address_shows_what_names_things() {
        assert_eq!(
            address(
                "https://u:p@api.frontegg.com/identity/{id}/k9XvQ2mLr8TbW4k9XvQ2mLr8?email=a@b.co&token=abc&x=&n=k#f"
            ),
            "https://api.frontegg.com/identity/{id}/‹24 characters›?email=a@b.co&token=‹3 characters›&x&n=k"
        );
    }

    #[test]
    fn a_variable_is_shown_by_its_name_and_not_by_its_default() {
        let mut text = Text::verbatim("/a/", 0);
        text.push_hole("${ID:-k9XvQ2mLr8TbW4}", Span::new(3, 24), (Why::Variable, "ID"));
        text.push_verbatim("/", 24);
        text.push_hole("{{user_id}}", Span::new(25, 36), (Why::Variable, "user_id"));
        assert_eq!(path(&text), "/a/‹21 characters›/{{user_id}}");
    }

    #[test]
    fn a_json_body_keeps_its_shape() {
        assert_eq!(
            body(
                "{\n  \"email\": \"a@b.co\", \"password\": \"Plain\",\n  \"n\": [1, true, null, \"k9XvQ2mLr8TbW4\"], \"otp\": 123456}"
            ),
            "{\n  \"email\": \"a@b.co\", \"password\": \"‹5 characters›\",\n  \"n\": [1, true, null, \"‹14 characters›\"], \"otp\": \"‹6 characters›\"}"
        );
        assert_eq!(body("{\"a\\\"b\":\"c d\"}"), "{\"‹4 characters›\":\"‹3 characters›\"}");
    }

    #[test]
    fn any_other_body_is_a_length() {
        for written in ["a=b", "{\"a\": {{x}}}", "\"word\"", "é"] {
            assert!(body(written).starts_with('‹'), "{written}");
        }
        assert!(body(&"[".repeat(100_000)).starts_with('‹'));
    }
}
