//! Which recorded text may be shown, and how.
//!
//! A show-list: what is not known to be harmless is described by its length, never printed.

use std::borrow::Cow;

/// Headers whose values are ordinary words: media types, host names, the names of programs.
const SHOWN_HEADERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "access-control-request-headers",
    "access-control-request-method",
    "cache-control",
    "connection",
    "content-length",
    "content-type",
    "frontegg-application-id",
    "frontegg-environment-id",
    "frontegg-requested-application-id",
    "frontegg-source",
    "frontegg-tenant-id",
    "frontegg-user-id",
    "frontegg-vendor-host",
    "frontegg-vendor-id",
    "host",
    "origin",
    "pragma",
    "priority",
    "referer",
    "sec-ch-ua-mobile",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "upgrade-insecure-requests",
    "user-agent",
    "x-frontegg-framework",
    "x-frontegg-sdk",
];

/// The value of a header, if it may be shown: its name is on the list and its shape is ordinary.
pub fn header<'a>(name: &str, value: &'a str) -> Option<&'a str> {
    let listed = SHOWN_HEADERS.iter().any(|shown| is_spelling_of(shown, name));
    (listed && is_plain(value)).then_some(value)
}

/// Words, numbers and marks between them, as they stand in a header whose value is no secret.
pub fn is_plain(value: &str) -> bool {
    value.split(|c| " ,.;=/:\"*()".contains(c)).all(is_ordinary)
}

/// Whether a name is a listed one, or what people write for it: `frontegg_tenant_id`.
fn is_spelling_of(listed: &str, name: &str) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    name.eq_ignore_ascii_case(listed) || name.len() <= 40 && letters(name) == letters(listed)
}

/// A value that names something and opens nothing: a UUID, a slug, a number, a host name.
pub fn identifier(value: &str) -> Option<&str> {
    let short = !value.is_empty() && value.len() <= 80;
    (short && value.split(['.', '@', ':', '/', '~']).all(is_ordinary)).then_some(value)
}

/// A part of a path: what names one thing there is seldom a secret, and a corrected call without it
/// is no use. Long random text, and the beginning of a token, stay concealed.
pub fn segment(value: &str) -> Option<&str> {
    let hex = value.len() <= 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let short = value.len() <= 20
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let is_id = !value.is_empty() && (hex || short) && !value.starts_with("eyJ");
    if is_id { Some(value) } else { identifier(value) }
}

/// A host name: where a request goes is said in every message, and names nothing secret. A word
/// without a dot may be anything that was taken for an address.
pub fn host(value: &str) -> Option<&str> {
    let label = |part: &str| {
        part.len() <= 40
            && !part.starts_with("eyJ")
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    let named = value.contains('.') || identifier(value).is_some();
    (named && value.len() <= 120 && value.split('.').all(label)).then_some(value)
}

/// Shown as it is where it is harmless, else by its length.
pub fn or_length(value: &str) -> Cow<'_, str> {
    match identifier(value) {
        Some(shown) => Cow::Borrowed(shown),
        None if value.is_empty() => Cow::Borrowed("‹empty›"),
        None => Cow::Owned(length(value)),
    }
}

/// A host as it is where it may be shown, else by its length.
pub fn host_or_length(value: &str) -> Cow<'_, str> {
    host(value).map_or_else(|| Cow::Owned(length(value)), Cow::Borrowed)
}

/// What stands for a text that is not shown.
pub fn length(text: &str) -> String {
    match text.chars().count() {
        1 => "‹1 character›".to_owned(),
        number => format!("‹{number} characters›"),
    }
}

/// Neither long nor random: a word, a UUID, or words joined by `-` and `_`.
fn is_ordinary(part: &str) -> bool {
    is_uuid(part) || !hides_letters(part) && part.split(['-', '_', '+', '%']).all(is_word)
}

/// Letters and digits need no percent-encoding: who writes them so hides them.
fn hides_letters(part: &str) -> bool {
    let mut pieces = part.split('%');
    pieces.next();
    let code = |piece: &str| u8::from_str_radix(piece.get(..2)?, 16).ok();
    pieces.any(|piece| code(piece).is_some_and(|byte| byte.is_ascii_alphanumeric()))
}

/// Letters or digits as people write them: a run that mixes both is short.
fn is_word(word: &str) -> bool {
    let mixed = word.bytes().any(|b| b.is_ascii_digit())
        && word.bytes().filter(u8::is_ascii_alphabetic).count() > 2;
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric());
    let turns = word.as_bytes().windows(2).filter(|w| is_turn(w[0], w[1])).count();
    plain && word.len() <= 24 && turns <= 3 && (!mixed || word.len() <= 14)
}

/// A change from lower to upper case or between letters and digits, as random text has many.
fn is_turn(a: u8, b: u8) -> bool {
    a.is_ascii_digit() != b.is_ascii_digit() || a.is_ascii_uppercase() && b.is_ascii_lowercase()
}

/// 8-4-4-4-12 hexadecimal digits.
pub fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The same text with control, bidirectional and invisible characters made visible.
///
/// Recorded text is hostile: it may move the cursor, change colours or reverse what is read.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_hostile(letter) {
            shown.extend(format!("‹U+{:04X}›", u32::from(letter)).chars());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

fn is_hostile(letter: char) -> bool {
    (letter.is_control() && letter != '\n' && letter != '\t')
        || matches!(letter,
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' | '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_things_are_shown() {
        for value in [
            "7c1d5f60-0000-4e2b-9a11-5eedfeed0001",
            "solo-demo",
            "acme",
            "auth.acme.com",
            "dana@example.com",
            "bot-detection",
            "42",
        ] {
            assert_eq!(identifier(value), Some(value), "{value}");
        }
    }

    #[test]
    fn what_may_open_something_is_described_by_its_length() {
        for value in [
            "0123456789abcdef0123456789abcdef",
            "eyJhbGciOiJSUzI1NiJ9",
            "k9XvQ2mLr8TbW4",
            "correct horse",
            "aK3-9fQ2xZ7Lm0Pq-canary",
            "%68%51%32",
        ] {
            assert_eq!(identifier(value), None, "{value}");
        }
        assert_eq!(or_length("k9XvQ2mLr8TbW4"), "‹14 characters›");
    }

    #[test]
    fn an_id_in_a_path_is_shown_and_long_random_text_is_not() {
        let digits = "5f0e2c1d".repeat(3);
        let object = digits.as_str();
        for id in ["5f0e2c1d", object, "usr_8f3aK2", "dana@example.com", "k9XvQ2mLr8TbW4", "v1"] {
            assert_eq!(segment(id), Some(id), "{id}");
        }
        let canary = "k9XvQ2mLr8Tb".repeat(2);
        let header = format!("ey{}", "JhbGciOiJub25l");
        for secret in [canary.as_str(), &header, &"0".repeat(65), "a b", ""] {
            assert_eq!(segment(secret), identifier(secret), "{secret}");
            assert_eq!(segment(secret), None, "{secret}");
        }
    }

    #[test]
    fn a_header_outside_the_list_is_never_shown() {
        assert_eq!(header("X-Custom", "plain"), None);
        assert!(header("Content-Type", "application/json; charset=utf-8").is_some());
        assert_eq!(header("frontegg-tenant-id", "k9XvQ2mLr8TbW4"), None);
        assert_eq!(header("Referer", "https://acme.com/?code=abc"), None);
    }

    #[test]
    fn what_browsers_add_and_misspelt_names_are_shown() {
        for (name, value) in [
            ("accept-language", "en-US,en;q=0.9"),
            ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/133.0"),
            ("referer", "http://localhost:3000/account/profile"),
            ("frontegg_tenant_id", "acme"),
            ("FronteggTenantId", "42"),
        ] {
            assert_eq!(header(name, value), Some(value), "{name}");
        }
    }

    #[test]
    fn escape_sequences_and_reversed_text_become_visible() {
        assert_eq!(visible("a\u{1b}[2Jb\u{202e}c"), "a‹U+001B›[2Jb‹U+202E›c");
        assert_eq!(visible("plain\n"), "plain\n");
    }
}
