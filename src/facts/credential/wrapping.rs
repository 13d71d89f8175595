//! What people copy around a token: its header, its scheme, quotes.

/// The text of a credential and what stood around it.
pub(super) struct Wrapped<'t> {
    pub(super) text: &'t str,
    pub(super) from: From<'t>,
}

/// What stood before a credential.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From<'t> {
    Nowhere,
    Basic,
    /// A cookie of this name.
    Cookie(&'t str),
}

const HEADERS: &[&str] = &["authorization", "x-access-token", "x-api-key", "cookie", "set-cookie"];
const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '‘', '’'];

/// Takes one wrapping after the other off, until nothing is left to take.
pub(super) fn unwrap(text: &str) -> Wrapped<'_> {
    let mut wrapped = Wrapped { text: text.trim(), from: From::Nowhere };
    while let Some(inside) = peeled(wrapped.text) {
        let from = if inside.from == From::Nowhere { wrapped.from } else { inside.from };
        wrapped = Wrapped { text: inside.text.trim(), from };
    }
    wrapped
}

/// The text without its outermost wrapping; shorter, or none.
fn peeled(text: &str) -> Option<Wrapped<'_>> {
    let plain = |text| Some(Wrapped { text, from: From::Nowhere });
    let unquoted = text.trim_matches(QUOTES).trim_end_matches([',', ';']);
    if unquoted.len() < text.len() {
        return plain(unquoted);
    }
    for word in ["-H", "--header", "-b", "--cookie", "Bearer"] {
        if let Some(rest) = after_word(text, word) {
            return plain(rest);
        }
    }
    if let Some(rest) = after_word(text, "Basic") {
        return Some(Wrapped { text: rest, from: From::Basic });
    }
    if let Some((name, rest)) = text.split_once(':') {
        let name = name.trim().trim_matches(QUOTES);
        if HEADERS.iter().any(|header| header.eq_ignore_ascii_case(name)) {
            return plain(rest);
        }
    }
    match text.split_once('=') {
        Some((name, rest)) if name.starts_with("fe_") && !name.contains(char::is_whitespace) => {
            let value = rest.split(';').next().unwrap_or_default();
            Some(Wrapped { text: value, from: From::Cookie(name) })
        }
        Some(_) | None => None,
    }
}

/// What stands behind a word and a blank.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let ends = rest.starts_with(char::is_whitespace);
    (head.eq_ignore_ascii_case(word) && ends).then_some(rest)
}
