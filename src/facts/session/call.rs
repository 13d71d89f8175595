//! A call as the parts of a session look at it.

use crate::exchange::Exchange;
use crate::facts::catalog::Catalog;
use crate::facts::{answer, fields, placeholder};
use crate::truth::{Fact, Why};

use super::handed::is_refresh;

/// An exchange, and its path without Frontegg's prefix and a slash at the end.
pub(crate) struct Call<'a> {
    pub(crate) exchange: &'a Exchange,
    pub(crate) path: &'a str,
}

impl<'a> Call<'a> {
    pub(crate) fn of(exchange: &'a Exchange) -> Self {
        let path = Catalog::strip_prefix(exchange.request.url.path.as_written()).1;
        Self { exchange, path: path.trim_end_matches('/') }
    }

    /// As written: a variable is the same host wherever it stands.
    pub(crate) fn host(&self) -> String {
        self.exchange.request.url.host.as_written().trim().to_ascii_lowercase()
    }

    pub(crate) fn method(&self) -> &'a str {
        self.exchange.request.method.as_written()
    }

    pub(crate) fn status(&self) -> Fact<u16> {
        answer::status(self.exchange)
    }

    pub(crate) fn succeeded(&self) -> Fact<bool> {
        answer::succeeded(self.exchange, true)
    }

    /// A session is refreshed, by the cookie or by a token in the body.
    pub(crate) fn refreshes(&self) -> bool {
        self.method() == "POST"
            && (self.path.ends_with("/token/refresh")
                || self.path == "/oauth/authorize/silent"
                || self.path == "/oauth/token" && self.grant("refresh_token"))
    }

    pub(crate) fn logs_out(&self) -> bool {
        self.path.ends_with("/logout")
    }

    /// The body asks for a grant of this type.
    pub(crate) fn grant(&self, kind: &str) -> bool {
        fields::of_body(self.exchange, "grant_type").known().as_deref() == Some(kind)
    }

    /// The refresh cookies that went along, by name and value. Absent where there was none.
    pub(crate) fn refresh_cookies(&self) -> Fact<Vec<(&'a str, &'a str)>> {
        let sent = self.exchange.request.headers.iter().filter(|header| header.is("cookie"));
        let mut found = Vec::new();
        for header in sent {
            let text = match header.value.known() {
                Fact::Known(text) if placeholder::is_lost(text) => {
                    return Fact::Unknown(Why::Redacted);
                }
                Fact::Known(text) => text,
                Fact::Absent => continue,
                Fact::Unknown(why) => return Fact::Unknown(why),
            };
            let pairs = text.split(';').filter_map(|pair| pair.trim().split_once('='));
            found.extend(pairs.filter(|(name, _)| is_refresh(name)));
        }
        match self.exchange.request.header("cookie") {
            _ if !found.is_empty() => Fact::Known(found),
            Fact::Unknown(why) => Fact::Unknown(why),
            Fact::Known(_) | Fact::Absent => Fact::Absent,
        }
    }
}
