//! One value: it stays where it is known to be harmless, else a mark takes its place.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::Redactor;
use super::ledger::Kind;
use crate::facts::placeholder;
use crate::input::har::is_mark;
use crate::mask;
use crate::view::leaves;

/// Names of what people are called, and of what they wrote of themselves.
const PERSONAL: &[&str] = &[
    "name",
    "firstname",
    "lastname",
    "fullname",
    "username",
    "displayname",
    "nickname",
    "givenname",
    "familyname",
    "phone",
    "phonenumber",
    "mobile",
    "address",
    "street",
    "city",
    "birthdate",
    "picture",
    "profilepictureurl",
    "avatar",
    "metadata",
    "ip",
    "ipaddress",
];

/// Names with a word in them that makes others secret, and whose values are ordinary words.
const ORDINARY: &[&str] = &[
    "errorcode",
    "statuscode",
    "tokentype",
    "granttype",
    "responsetype",
    "codechallengemethod",
    "tokenkind",
    "authtype",
    "authenticationtype",
    "key",
    "permissionkey",
    "keys",
    "keywords",
];

/// Whether a value under this name may stay.
pub(super) fn is_shown(name: &str, value: &str) -> bool {
    if value.split('.').all(placeholder::is_numbered) || is_taken_out(value) {
        return true;
    }
    if matches!(value, "" | "true" | "false" | "null" | "{}" | "[]") {
        return true;
    }
    if is_personal(name, value) {
        return leaves::is_placeholder(value);
    }
    let ordinary = ORDINARY.contains(&letters(name).as_str())
        && mask::identifier(value).is_some()
        && !value.bytes().any(|byte| byte.is_ascii_digit());
    ordinary || is_error_code(value) || leaves::is_shown_value(name, value)
}

fn is_personal(name: &str, value: &str) -> bool {
    PERSONAL.contains(&letters(name).as_str()) || value.contains('@') || value.contains("%40")
}

/// What a sanitiser or a person wrote in place of a value, and nothing beside it.
fn is_taken_out(value: &str) -> bool {
    matches!(value, "***" | "[redacted]" | "<redacted>" | "redacted" | "REDACTED" | "_harmored_")
}

fn is_error_code(value: &str) -> bool {
    let digits = value.strip_prefix("ER-").unwrap_or_default();
    (5..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn letters(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// A letter of a token: what stands between two others is one word.
pub(super) const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'_' | b'.' | b'=' | b'+' | b'/' | b'~' | b'%')
}

impl Redactor<'_> {
    /// What stands in place of a value; none where it stays.
    pub(super) fn value(&mut self, kind: Kind, name: &str, value: &str) -> Option<String> {
        if is_shown(name, value) {
            return None;
        }
        if let Some(mark) = taken_out(value) {
            return Some(mark);
        }
        if let Some(token) = self.token(value) {
            return (token != value).then_some(token);
        }
        if letters(name) == "codeverifier" {
            return Some(self.verifier(kind, value));
        }
        if is_personal(name, value) {
            // Services write them in their own way: what they take for the same is the same here.
            let same = value.chars().filter(|c| c.is_alphanumeric());
            let same: String = same.flat_map(char::to_lowercase).collect();
            return Some(self.ledger.mark(kind, name, &same));
        }
        Some(self.ledger.mark(kind, name, value))
    }

    /// The mark of a verifier, and behind it that of the challenge that belongs to it.
    fn verifier(&mut self, kind: Kind, value: &str) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(value.as_bytes()));
        let own = self.ledger.mark(kind, "code-verifier", value);
        format!("{own}.{}", self.ledger.mark(kind, "code-challenge", &challenge))
    }

    /// A name in a body, a query or a list.
    pub(super) fn name(&mut self, kind: Kind, name: &str) -> Option<String> {
        let shown = name.is_empty()
            || mask::identifier(name).is_some() && !name.contains('@')
            || placeholder::is_numbered(name)
            || is_camel(name)
            || leaves::is_bare_name(name);
        (!shown).then(|| self.ledger.mark(kind, "name", name))
    }

    /// What stands behind `Authorization:` and the like. The scheme stays, and so does whatever makes
    /// the rest look right or wrong: quotes, blanks, names to fill in.
    pub(super) fn credential(&mut self, name: &str, value: &str) -> String {
        let (start, scheme) = leaves::credential_start(value);
        let (before, rest) = value.split_at(start);
        if scheme.is_some_and(|word| word.eq_ignore_ascii_case("basic")) {
            return format!("{before}{}", self.basic(rest));
        }
        if is_mark(rest) || is_blank(rest) {
            let kept = taken_out(rest).unwrap_or_else(|| rest.to_owned());
            return format!("{before}{kept}");
        }
        format!("{before}{}", self.words(name, rest))
    }

    /// Each word on its own; what stands between words stays.
    pub(super) fn words(&mut self, name: &str, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        while from < text.len() {
            let rest = &text[from..];
            let length = rest.bytes().take_while(|byte| is_letter(*byte)).count();
            if length == 0 {
                let next = rest.bytes().position(is_letter).unwrap_or(rest.len());
                out.push_str(&between(&rest[..next]));
                from += next;
                continue;
            }
            let word = &rest[..length];
            from += length;
            if is_blank(word) || placeholder::is_numbered(word) || is_taken_out(word) {
                out.push_str(word);
            } else if word.starts_with("_harmored_.") && word.ends_with("._harmored_") {
                let claims = self.token(word);
                out.push_str(claims.as_deref().unwrap_or("_harmored_.redacted._harmored_"));
            } else if let Some(token) = self.token(word) {
                out.push_str(&token);
            } else {
                out.push_str(&self.ledger.mark(Kind::Key, name, word));
            }
        }
        out
    }

    /// A name and a secret; the name of a client may stay.
    pub(super) fn basic(&mut self, text: &str) -> String {
        let written = text.trim();
        let pair = BASE64_STANDARD.decode(written).ok();
        let pair = pair.and_then(|pair| String::from_utf8(pair).ok());
        let Some((client, secret)) = pair.as_deref().and_then(|pair| pair.split_once(':')) else {
            return self.words("basic", text);
        };
        let own = self.value(Kind::Key, "client", client);
        let hidden = is_blank(secret) || placeholder::is_numbered(secret);
        let secret =
            if hidden { secret.to_owned() } else { self.ledger.mark(Kind::Key, "secret", secret) };
        let pair = format!("{}:{secret}", own.as_deref().unwrap_or(client));
        BASE64_STANDARD.encode(pair)
    }
}

/// What a sanitiser wrote, in words that tell nothing.
fn taken_out(value: &str) -> Option<String> {
    if !is_mark(value) {
        return None;
    }
    let mark = if value.contains("harmored_") { "_harmored_" } else { "[redacted]" };
    Some(mark.to_owned())
}

/// Words without a digit, joined as programs join them: `sessionIdleTimeoutConfiguration`.
fn is_camel(name: &str) -> bool {
    let capitals = name.bytes().filter(u8::is_ascii_uppercase).count();
    name.len() <= 60
        && name.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_-.[]".contains(&byte))
        && capitals * 5 <= name.len()
}

/// A name to fill in, or a word for nothing.
pub(super) fn is_blank(text: &str) -> bool {
    let named = || {
        let plain = text.len() <= 40
            && !text.bytes().any(|byte| byte.is_ascii_digit())
            && text.bytes().any(|byte| byte.is_ascii_lowercase());
        plain && placeholder::is_placeholder(text).is_some()
    };
    let wrapped = || {
        let percent = text.len() > 2 && text.starts_with('%') && text.ends_with('%');
        percent && placeholder::is_placeholder(text).is_some()
    };
    leaves::is_placeholder(text) || placeholder::is_taken_for_nothing(text) || named() || wrapped()
}

/// Quotes, brackets and blanks. Letters of other scripts may be a part of a secret.
fn between(text: &str) -> String {
    let plain = |c: char| c.is_ascii() || c.is_whitespace() || "“”‘’…\u{200b}\u{feff}".contains(c);
    text.chars().map(|c| if plain(c) { c } else { '*' }).collect()
}
