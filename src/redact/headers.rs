//! Headers and cookies, by the show-list of `mask`.

use super::Redactor;
use super::ledger::Kind;
use crate::facts::placeholder;
use crate::input::har::is_mark;
use crate::mask;
use crate::view::leaves;

/// Headers of answers whose values are ordinary words.
const SHOWN: &[&str] = &[
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-expose-headers",
    "access-control-max-age",
    "age",
    "allow",
    "content-encoding",
    "content-language",
    "date",
    "expires",
    "keep-alive",
    "last-modified",
    "retry-after",
    "sec-ch-ua",
    "sec-ch-ua-platform",
    "server",
    "strict-transport-security",
    "te",
    "transfer-encoding",
    "vary",
    "x-rate-limit-limit",
    "x-rate-limit-remaining",
    "x-rate-limit-reset",
    ":method",
    ":scheme",
    ":status",
];

/// Headers that hold an address.
const ADDRESSES: &[&str] =
    &["referer", "origin", "location", "content-location", ":path", "access-control-allow-origin"];

/// What says how a cookie is kept.
const ATTRIBUTES: &[&str] = &[
    "path",
    "domain",
    "expires",
    "max-age",
    "secure",
    "httponly",
    "samesite",
    "partitioned",
    "priority",
];

impl Redactor<'_> {
    /// What stands in place of a header's value; none where it stays.
    pub(super) fn header(&mut self, name: &str, value: &str) -> Option<String> {
        let name = name.trim().to_ascii_lowercase();
        if value.trim().is_empty() {
            return None;
        }
        let written = match name.as_str() {
            "authorization" | "proxy-authorization" | "x-access-token" | "x-api-key" => {
                self.credential("token", value)
            }
            "cookie" => self.cookies(value),
            "set-cookie" | "set-cookie2" => self.set_cookies(value),
            "content-type" => self.media_type(value),
            "host" | ":authority" | "frontegg-vendor-host"
                if mask::header(&name, value).is_none() =>
            {
                self.authority_or_address(value)
            }
            listed if ADDRESSES.contains(&listed) => self.address_or_word(value),
            listed => {
                let shown = mask::header(listed, value).is_some() && !value.contains('@')
                    || SHOWN.contains(&listed)
                        && mask::is_plain(&value.replace(['+', '?', '\''], ""))
                    || placeholder::is_numbered(value)
                    || leaves::is_bare_name(value)
                    || matches!(value, "undefined" | "null" | "true" | "false" | "*")
                    || value.len() <= 6
                        && !leaves::is_secret(listed)
                        && value.bytes().all(|byte| byte.is_ascii_digit());
                if shown {
                    return None;
                }
                if is_mark(value) {
                    return self.value(Kind::Header, "value", value);
                }
                self.token(value).unwrap_or_else(|| self.ledger.mark(Kind::Header, listed, value))
            }
        };
        (written != value).then_some(written)
    }

    fn authority_or_address(&mut self, value: &str) -> String {
        if value.contains("://") || value.contains('/') {
            self.address(value)
        } else {
            self.authority(value)
        }
    }

    /// `null` and `*` are no addresses.
    fn address_or_word(&mut self, value: &str) -> String {
        if matches!(value, "null" | "*") { value.to_owned() } else { self.address(value) }
    }

    /// A media type with its parameters.
    pub(super) fn media_type(&mut self, value: &str) -> String {
        let mut parts = value.split(';');
        let kind = parts.next().unwrap_or_default();
        let plain = |part: &str| mask::is_plain(&part.replace(['+', '\t'], " "));
        let mut written = if plain(kind) {
            kind.to_owned()
        } else {
            self.ledger.mark(Kind::Header, "type", kind)
        };
        for part in parts {
            written.push(';');
            if plain(part) {
                written.push_str(part);
            } else {
                let name = part.split('=').next().unwrap_or_default();
                let name = if plain(name) { name } else { "" };
                written.push_str(name);
                written.push_str("=redacted");
            }
        }
        written
    }

    /// Names stay.
    fn cookies(&mut self, value: &str) -> String {
        let pairs: Vec<String> = value.split(';').map(|pair| self.cookie(pair)).collect();
        pairs.join(";")
    }

    fn cookie(&mut self, pair: &str) -> String {
        let start = pair.len() - pair.trim_start().len();
        let (blank, pair) = pair.split_at(start);
        let Some((name, value)) = pair.split_once('=') else {
            let kept = self.cookie_value("cookie", pair);
            return format!("{blank}{kept}");
        };
        let shown = self.cookie_name(name);
        format!("{blank}{shown}={}", self.cookie_value(name, value))
    }

    /// `fe_refresh_` and an id, in one word or several.
    pub(super) fn cookie_name(&mut self, name: &str) -> String {
        if let Some(id) = name.strip_prefix("fe_refresh_") {
            let hex = id.len() <= 40 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
            if !hex && !placeholder::is_numbered(id) {
                let id = self.value(Kind::Cookie, "environment", id);
                return id.map_or_else(|| name.to_owned(), |id| format!("fe_refresh_{id}"));
            }
            return name.to_owned();
        }
        self.name(Kind::Cookie, name).unwrap_or_else(|| name.to_owned())
    }

    pub(super) fn cookie_value(&mut self, name: &str, value: &str) -> String {
        let kept = value.is_empty()
            || placeholder::is_numbered(value)
            || leaves::is_placeholder(value)
            || matches!(
                value,
                "***" | "_harmored_" | "[redacted]" | "deleted" | "undefined" | "null"
            );
        if kept {
            return value.to_owned();
        }
        if is_mark(value) {
            return self.value(Kind::Cookie, "cookie", value).unwrap_or_default();
        }
        self.token(value).unwrap_or_else(|| self.ledger.mark(Kind::Cookie, name, value))
    }

    fn set_cookies(&mut self, value: &str) -> String {
        let lines: Vec<String> = value.split('\n').map(|line| self.set_cookie(line)).collect();
        lines.join("\n")
    }

    fn set_cookie(&mut self, line: &str) -> String {
        let mut parts = line.split(';');
        let mut written = self.cookie(parts.next().unwrap_or_default());
        for part in parts {
            let (name, value) = super::address::cut(part, '=');
            let known = ATTRIBUTES.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
            let plain = value.is_none_or(|value| mask::is_plain(value) && !value.contains('@'));
            // Some recorders put the next cookie behind a comma.
            let next = part.split_once(',').filter(|(_, next)| next.contains('='));
            if let (Some((own, next)), true) = (next, known) {
                let own = if mask::is_plain(own) { own } else { " Path=/" };
                let next = self.cookie(next);
                written.extend([";", own, ",", &next]);
            } else if known && plain {
                written.push(';');
                written.push_str(part);
            }
        }
        written
    }
}
