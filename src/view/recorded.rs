//! The parts of a recorded exchange as they may be shown: names and shapes, no secrets.

use std::borrow::Cow;

use crate::exchange::{Header, Url};
use crate::mask;
use crate::source::Text;
use crate::view::leaves::is_secret;

/// A body beyond this is described by its length alone.
const LARGEST: usize = 256 << 10;

/// The address without user info and fragment; path and query as far as they name things.
pub fn url(url: &Url) -> String {
    let mut shown = String::new();
    if !url.scheme.is_empty() && url.scheme != url.host {
        shown.push_str(&part(&url.scheme, mask::host));
        shown.push_str("://");
    }
    shown.push_str(&part(&url.host, mask::host));
    if let Some(port) = &url.port {
        shown.push(':');
        shown.push_str(&part(port, mask::identifier));
    }
    shown.push_str(&path(&url.path));
    for (number, (name, value)) in url.query_pairs().iter().enumerate() {
        shown.push(if number == 0 { '?' } else { '&' });
        shown.push_str(&part(name, mask::identifier));
        if !value.is_empty() {
            shown.push('=');
            shown.push_str(&named(name.as_written(), value));
        }
    }
    shown
}

/// A path, segment by segment.
pub fn path(path: &Text) -> String {
    let mut start = 0;
    let mut segments = Vec::new();
    for segment in path.as_written().split('/') {
        let text = path.slice(start..start + segment.len());
        segments.push(part(&text, mask::segment));
        start += segment.len() + 1;
    }
    segments.join("/")
}

/// The name of a header and its value, if the name is on the show-list.
pub fn header(header: &Header) -> (String, String) {
    let name = header.name.as_written().trim();
    let carries = name.eq_ignore_ascii_case("authorization");
    let value = part(&header.value, |value| {
        mask::header(name, value).or_else(|| scheme(value).filter(|_| carries))
    });
    (part(&header.name, mask::identifier), value)
}

/// The word before a credential that is elsewhere: `Bearer ` of `Bearer $TOKEN`.
fn scheme(piece: &str) -> Option<&str> {
    let known = ["bearer", "basic"].iter().any(|word| word.eq_ignore_ascii_case(piece.trim()));
    known.then_some(piece)
}

/// A word such as a method.
pub fn word(text: &Text) -> String {
    part(text, mask::identifier)
}

/// A JSON body with the leaves that name things; any other body by its length.
pub fn body(written: &str) -> String {
    if written.trim().is_empty() {
        return written.to_owned();
    }
    let fits = written.len() <= LARGEST;
    let valid = fits && serde_json::from_str::<serde::de::IgnoredAny>(written).is_ok();
    let structured = written.trim_start().starts_with(['{', '[']);
    if valid && structured { json(written) } else { length(written) }
}

/// `$X`, `{{x}}`, `{id}`, `<id>` and `:id` around an ordinary word.
pub fn placeholder(written: &str) -> Option<&str> {
    const PAIRS: &[(&str, &str)] = &[
        ("${", "}"),
        ("{{", "}}"),
        ("{", "}"),
        ("<", ">"),
        ("[", "]"),
        ("%", "%"),
        ("$", ""),
        (":", ""),
    ];
    let inside =
        PAIRS.iter().find_map(|(open, close)| written.strip_prefix(open)?.strip_suffix(close))?;
    let inside = inside.trim();
    let name = inside.strip_prefix('$').unwrap_or(inside);
    name.split(' ').all(|word| mask::identifier(word).is_some()).then_some(written)
}

/// Literal pieces if `shown` shows them, variables if they are bare names.
fn part<'a>(text: &'a Text, shown: impl Fn(&'a str) -> Option<&'a str>) -> String {
    let written = text.as_written();
    let literal = |piece| shown(piece).or_else(|| placeholder(piece));
    let mut whole = String::new();
    let mut from = 0;
    for hole in text.holes() {
        let before = written.get(from..hole.range.start).unwrap_or_default();
        whole.push_str(&or_length(before, literal(before)));
        let name = written.get(hole.range.clone()).unwrap_or_default();
        whole.push_str(&or_length(name, placeholder(name)));
        from = hole.range.end;
    }
    let rest = written.get(from..).unwrap_or_default();
    whole.push_str(&or_length(rest, literal(rest)));
    whole
}

/// A value under a name that may say that it is a secret.
fn named(name: &str, value: &Text) -> String {
    let secret = is_secret(name);
    part(value, |piece| mask::identifier(piece).filter(|_| !secret))
}

fn or_length<'a>(piece: &'a str, shown: Option<&'a str>) -> Cow<'a, str> {
    match shown {
        Some(shown) => Cow::Borrowed(shown),
        None if piece.is_empty() => Cow::Borrowed(""),
        None => Cow::Owned(length(piece)),
    }
}

fn length(text: &str) -> String {
    format!("‹{} characters›", text.chars().count())
}

/// The same JSON with other leaves, its layout kept. The text is known to be valid.
fn json(written: &str) -> String {
    let mut shown = String::with_capacity(written.len());
    let mut name = String::new();
    let mut rest = written;
    while let Some(letter) = rest.chars().next() {
        let end = end_of_token(rest, letter);
        let (token, behind) = rest.split_at(end);
        if letter == '"' {
            let is_name = behind.trim_start().starts_with(':');
            let inside = serde_json::from_str::<String>(token).unwrap_or_default();
            let secret = !is_name && is_secret(&name);
            let ordinary = mask::identifier(&inside).filter(|_| !secret);
            let leaf = or_length(&inside, ordinary.or_else(|| placeholder(&inside)));
            shown.push_str(&serde_json::Value::from(leaf.as_ref()).to_string());
            if is_name {
                name = inside;
            }
        } else if is_number(letter) && (is_secret(&name) || mask::identifier(token).is_none()) {
            shown.push_str(&serde_json::Value::from(length(token)).to_string());
        } else {
            shown.push_str(token);
        }
        rest = behind;
    }
    shown
}

/// Where the string, the number or the single mark at the start of `rest` ends.
fn end_of_token(rest: &str, letter: char) -> usize {
    let bytes = rest.as_bytes();
    if letter == '"' {
        let mut at = 1;
        while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'"') {
            at += if *byte == b'\\' { 2 } else { 1 };
        }
        return (at + 1).min(rest.len());
    }
    if is_number(letter) {
        let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'));
        return rest.find(ends).unwrap_or(rest.len());
    }
    letter.len_utf8()
}

fn is_number(letter: char) -> bool {
    letter == '-' || letter.is_ascii_digit()
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
                "https://u:p@api.frontegg.com/identity/{id}/k9XvQ2mLr8TbW4k9XvQ2mLr8?email=a@b.co&token=abc&x=#f"
            ),
            "https://api.frontegg.com/identity/{id}/‹24 characters›?email=a@b.co&token=‹3 characters›&x"
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
        assert_eq!(body("{\"a\\\"b\":\"c d\"}"), "{\"‹3 characters›\":\"‹3 characters›\"}");
    }

    #[test]
    fn any_other_body_is_a_length() {
        for written in ["a=b", "{\"a\": {{x}}}", "\"word\"", "é"] {
            assert!(body(written).starts_with('‹'), "{written}");
        }
        assert!(body(&"[".repeat(100_000)).starts_with('‹'));
    }
}
