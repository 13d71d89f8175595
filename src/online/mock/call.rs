//! A request as the stand-in reads it.

use hyper::body::Bytes;
use hyper::http::request::Parts;
use serde_json::Value;

use super::Seen;

/// A request as the stand-in reads it.
pub(super) struct Call {
    /// In lower case, without its port.
    pub(super) host: String,
    pub(super) method: String,
    /// Without its query.
    pub(super) path: String,
    head: Parts,
    body: Bytes,
}

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Authorization,
    ApiKey,
}

/// What a body is, to a service that reads JSON.
pub(super) enum Content {
    Empty,
    Json(Value),
    /// Not JSON, though it says or looks so.
    Broken,
    /// A form, a file.
    Other,
}

impl Call {
    pub(super) fn new(head: Parts, body: Bytes) -> Self {
        let named = head.headers.get("host").and_then(|host| host.to_str().ok());
        let named = named.or_else(|| head.uri.host()).unwrap_or_default();
        let host = match named.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            Some(_) | None => named,
        };
        Self {
            host: host.to_ascii_lowercase(),
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            head,
            body,
        }
    }

    /// The value of a header, in lower case; none where it is empty.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let value = self.head.headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The token of the call. `Authorization` without `Bearer` carries none.
    pub(super) fn token(&self) -> Option<(Slot, &str)> {
        let bearer = self.header("authorization").and_then(|value| credential(value, "bearer"));
        let bearer = bearer.or_else(|| self.header("x-access-token"));
        let key = || Some((Slot::ApiKey, self.header("x-api-key")?));
        bearer.map(|token| (Slot::Authorization, token)).or_else(key)
    }

    /// The user and password of HTTP Basic, encoded.
    pub(super) fn basic(&self) -> Option<&str> {
        credential(self.header("authorization")?, "basic")
    }

    /// Whether a cookie of this name is there.
    pub(super) fn has_cookie(&self, name: &str) -> bool {
        let cookies = self.header("cookie").unwrap_or_default().split(';');
        let mut names = cookies.filter_map(|cookie| cookie.trim().split_once('='));
        names.any(|(known, value)| known == name && !value.is_empty())
    }

    pub(super) fn content(&self) -> Content {
        if self.body.is_empty() {
            return Content::Empty;
        }
        let says = self.header("content-type").unwrap_or_default().to_ascii_lowercase();
        if says.contains("json") {
            return serde_json::from_slice(&self.body).map_or(Content::Broken, Content::Json);
        }
        let looks = self.body.trim_ascii_start().starts_with(b"{");
        if looks && !says.starts_with("multipart/") { Content::Broken } else { Content::Other }
    }

    /// A field of the body, be it JSON or a form.
    pub(super) fn field(&self, name: &str) -> Option<String> {
        match self.content() {
            Content::Json(body) => body.get(name)?.as_str().map(str::to_owned),
            Content::Empty => None,
            Content::Broken | Content::Other => {
                let mut fields = url::form_urlencoded::parse(&self.body);
                fields.find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
            }
        }
    }

    pub(super) fn seen(&self) -> Seen {
        let carries = ["authorization", "x-access-token", "x-api-key", "cookie"];
        Seen {
            host: self.host.clone(),
            method: self.method.clone(),
            path: self.path.clone(),
            told: !self.body.is_empty() || carries.iter().any(|name| self.header(name).is_some()),
        }
    }
}

/// What stands behind the name of a scheme.
fn credential<'a>(value: &'a str, scheme: &str) -> Option<&'a str> {
    let (named, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    (named.eq_ignore_ascii_case(scheme) && !rest.is_empty()).then_some(rest)
}
