//! A request that may be sent: to whom it goes, and what it tells.

use std::borrow::Cow;
use std::fmt;

use crate::mask;

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What a request tells a host besides its method and path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Names, and values that may be secrets.
    pub headers: Vec<(String, Secret)>,
    pub body: Option<Secret>,
    /// What is told, in words, each with its article: `the vendor token`.
    pub says: Vec<String>,
}

/// A request over https to a host that may be told what it tells. Only hosts make one.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    method: String,
    host: String,
    /// With its query.
    path: String,
    told: Told,
}

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for a request or a signature; never for a person.
    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

impl Told {
    /// A bearer token, in words: `the vendor token`.
    pub fn bearer(token: &Secret, says: &str) -> Self {
        let value = Secret(format!("Bearer {}", token.0));
        Self {
            headers: vec![("authorization".to_owned(), value)],
            says: vec![says.to_owned()],
            ..Self::default()
        }
    }
}

impl Request {
    pub(super) fn new(host: &str, method: &str, path: &str, told: Told) -> Self {
        // What follows `#` is never sent.
        let path = path.split('#').next().unwrap_or_default();
        let slash = if path.starts_with('/') { "" } else { "/" };
        Self {
            method: method.to_owned(),
            host: host.to_owned(),
            path: format!("{slash}{path}"),
            told,
        }
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    /// With its query.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn method(&self) -> &str {
        &self.method
    }

    pub(crate) fn told(&self) -> &Told {
        &self.told
    }

    /// The address, which may hold what was recorded: not for people.
    pub(crate) fn address(&self) -> String {
        format!("https://{}{}", self.host, self.path)
    }

    /// Asking twice does no harm.
    pub(crate) fn is_harmless(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD") && self.told.body.is_none()
    }

    /// One line for people: what goes where, and what it tells. What may be a secret is described by its
    /// length; queries and what is told are not shown.
    pub fn line(&self) -> String {
        let (path, query) = self.path.split_once('?').unwrap_or((&self.path, ""));
        let query = if query.is_empty() { "" } else { "?…" };
        let told = match self.told.says.as_slice() {
            [] => String::new(),
            says => format!(", with {}", says.join(" and ")),
        };
        let path: Vec<Cow<'_, str>> = path.split('/').map(shown).collect();
        format!("{} https://{}{}{query}{told}", shown(&self.method), self.host, path.join("/"))
    }
}

/// A part of a path, or a method, as it may be shown.
fn shown(part: &str) -> Cow<'_, str> {
    match mask::segment(part) {
        Some(shown) => Cow::Borrowed(shown),
        None if part.is_empty() => Cow::Borrowed(part),
        None => Cow::Owned(mask::length(part)),
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.0.len())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_told_and_not_its_text() {
        let canary = Secret::new("k9XvQ2mLr8TbW4zz01");
        let told = Told::bearer(&canary, "the vendor token");
        let request = Request::new("api.frontegg.com", "GET", "vendors?x=k9XvQ2mLr8TbW4zz01", told);
        assert_eq!(request.line(), "GET https://api.frontegg.com/vendors?…, with the vendor token");
        let shown = format!("{request:?} {:?} {canary:?}", request.told());
        assert!(!shown.contains("k9XvQ2"), "{shown}");
    }

    #[test]
    fn a_line_hides_what_may_be_a_secret_in_a_path() {
        let line = |path: &str| Request::new("a.b", "GET", path, Told::default()).line();
        let secret = "k9XvQ2mLr8Tb".repeat(3);
        assert_eq!(line(&format!("/reset/{secret}/x")), "GET https://a.b/reset/‹36 characters›/x");
        for plain in [
            "/",
            "/.well-known/openid-configuration",
            "/.well-known/jwks.json",
            "/identity/resources/users/v1/7c1d5f60-0000-4e2b-9a11-5eedfeed0001",
            "/vendor-only/users/access-tokens/v1/5f0e2c1d",
            "//evil.example/",
        ] {
            assert_eq!(line(plain), format!("GET https://a.b{plain}"));
        }
        assert!(!line("/a\u{1b}[2J\r\nok").contains(['\u{1b}', '\n', '\r']));
        let method = Request::new("a.b", "GET\r\nHost: c", "/", Told::default()).line();
        assert_eq!(method, "‹12 characters› https://a.b/");
    }

    #[test]
    fn only_reading_is_harmless() {
        let is = |method: &str| Request::new("a.b", method, "/", Told::default()).is_harmless();
        assert!(is("GET") && is("HEAD") && !is("POST") && !is("DELETE") && !is("get"));
    }
}
