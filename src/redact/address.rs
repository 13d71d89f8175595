//! An address, a query, a form: what names a place stays, what may open one does not.

use super::Redactor;
use super::ledger::Kind;
use crate::facts::placeholder;
use crate::mask;
use crate::view::leaves;

impl Redactor<'_> {
    /// An address, or the part of one that begins at its path.
    pub(super) fn address(&mut self, text: &str) -> String {
        for inline in ["data:", "blob:", "javascript:", "about:"] {
            if text.get(..inline.len()).is_some_and(|it| it.eq_ignore_ascii_case(inline)) {
                return if text == "about:blank" {
                    text.to_owned()
                } else {
                    format!("{inline}redacted")
                };
            }
        }
        let (text, fragment) = cut(text, '#');
        let (place, query) = cut(text, '?');
        let mut out = match place.find("://") {
            Some(at) => {
                let scheme = self.scheme(&place[..at]);
                let rest = &place[at + 3..];
                let end = rest.find('/').unwrap_or(rest.len());
                format!("{scheme}://{}{}", self.authority(&rest[..end]), self.path(&rest[end..]))
            }
            None => self.path(place),
        };
        if let Some(query) = query {
            out.push('?');
            out.push_str(&self.pairs(Kind::Address, query));
        }
        if let Some(fragment) = fragment {
            out.push('#');
            out.push_str(
                self.value(Kind::Address, "fragment", fragment).as_deref().unwrap_or(fragment),
            );
        }
        out
    }

    fn scheme(&mut self, scheme: &str) -> String {
        let plain = scheme.len() <= 20
            && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || b"+-.".contains(&byte));
        let http = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        if plain || http || leaves::is_bare_name(scheme) {
            scheme.to_owned()
        } else {
            self.ledger.count(Kind::Address);
            "https".to_owned()
        }
    }

    /// Host and port; who is named before them is not.
    pub(super) fn authority(&mut self, text: &str) -> String {
        let (user, host) =
            text.rsplit_once('@').map_or((None, text), |(user, host)| (Some(user), host));
        let shown = user.map(|user| match user.split_once(':') {
            Some((name, word)) => {
                format!("{}:{}@", self.user(name), self.user(word))
            }
            None => format!("{}@", self.user(user)),
        });
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port))
                if port.bytes().all(|byte| byte.is_ascii_digit()) && port.len() <= 5 =>
            {
                (name, Some(port))
            }
            _ => (host, None),
        };
        let is_address = || {
            let inner = name.trim_start_matches('[').trim_end_matches(']');
            inner.contains(':')
                && inner.bytes().all(|b| b.is_ascii_hexdigit() || b":.".contains(&b))
        };
        let plain = name.is_empty()
            || mask::host(name).is_some()
            || is_address()
            || leaves::is_bare_name(name)
            || name
                .split('.')
                .all(|label| leaves::is_bare_name(label) || mask::identifier(label).is_some());
        let name = if plain {
            self.ledger.keep_host(name);
            name.to_owned()
        } else {
            self.ledger.mark(Kind::Address, "host", name) + ".invalid"
        };
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        format!("{}{name}{port}", shown.unwrap_or_default())
    }

    fn user(&mut self, text: &str) -> String {
        if text.is_empty() || placeholder::is_numbered(text) || leaves::is_placeholder(text) {
            return text.to_owned();
        }
        self.ledger.mark(Kind::Key, "user-info", text)
    }

    /// Words and ids stay; long and random parts do not.
    fn path(&mut self, path: &str) -> String {
        let segments: Vec<String> = path.split('/').map(|segment| self.segment(segment)).collect();
        segments.join("/")
    }

    fn segment(&mut self, segment: &str) -> String {
        let shown = segment.is_empty()
            || mask::identifier(segment).is_some() && !segment.contains('@')
            || leaves::is_bare_name(segment)
            || placeholder::is_numbered(segment)
            || segment.strip_prefix(':').is_some_and(|name| mask::identifier(name).is_some());
        if shown {
            return segment.to_owned();
        }
        match self.token(segment) {
            Some(token) => token,
            None => self.ledger.mark(Kind::Address, "segment", segment),
        }
    }

    /// Names and values joined by `=` and `&`.
    pub(super) fn pairs(&mut self, kind: Kind, text: &str) -> String {
        let pairs: Vec<String> = text.split('&').map(|pair| self.pair(kind, pair)).collect();
        pairs.join("&")
    }

    fn pair(&mut self, kind: Kind, pair: &str) -> String {
        let (name, value) = cut(pair, '=');
        let shown = self.name(kind, name).unwrap_or_else(|| name.to_owned());
        let Some(value) = value else { return shown };
        let inner = decoded(value);
        // An address in a query has secrets of its own.
        let value = if inner.contains("://") && !leaves::is_shown_value(name, value) {
            let address = self.address(&inner);
            if address == inner { value.to_owned() } else { encoded(&address) }
        } else {
            self.value(kind, name, value).unwrap_or_else(|| value.to_owned())
        };
        format!("{shown}={value}")
    }
}

/// The text before the first mark, and the text behind it where there is one.
pub(super) fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, behind)| (before, Some(behind)))
}

fn decoded(value: &str) -> String {
    let pair = format!("a={value}");
    let mut pairs = url::form_urlencoded::parse(pair.as_bytes());
    pairs.next().map_or_else(String::new, |(_, value)| value.into_owned())
}

fn encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect()
}
