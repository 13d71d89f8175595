//! Where in the catalogue a call's path lies.

use crate::exchange::Exchange;
use crate::truth::{Fact, Why};

use super::catalog::{self, Catalog};
use super::reading;

pub(crate) mod meant;
pub(crate) mod miss;
pub(crate) mod slash;

/// What is known of a call's path.
pub(crate) struct Path<'a> {
    /// With its prefix; a variable that is a whole segment stands as a parameter.
    pub(crate) whole: Fact<String>,
    pub(crate) prefix: Fact<&'static str>,
    pub(crate) bare: Fact<String>,
    /// Absent where the catalogue does not list method and path.
    pub(crate) route: Fact<&'a catalog::Route>,
    pub(crate) service: Fact<&'a catalog::Service>,
}

impl<'a> Path<'a> {
    pub(crate) fn of(exchange: &Exchange, catalog: &'a Catalog) -> Self {
        let text = &exchange.request.url.path;
        let written = text.as_written();
        let why = blank(exchange);
        let routed = if text.holes().is_empty() { written.to_owned() } else { filled(exchange) };
        let (prefix, bare) = Catalog::strip_prefix(&routed);
        let starts_blank = text.holes().first().is_some_and(|hole| hole.range.start <= 1);
        let prefix_fact = match prefix {
            Some(prefix) => Fact::Known(prefix),
            None if starts_blank => absent_or(why),
            None => Fact::Absent,
        };
        let service = catalog.service(&routed);
        let service = match service {
            Some(service) => Fact::Known(service),
            None if starts_blank => absent_or(why),
            None => Fact::Absent,
        };
        let route = match reading::of(&exchange.request.method, true) {
            Fact::Unknown(why) => Fact::Unknown(why),
            Fact::Absent => Fact::Absent,
            Fact::Known(method) => match catalog.find(method, bare) {
                Some(route) => Fact::Known(route),
                None => absent_or(why),
            },
        };
        Self {
            prefix: prefix_fact,
            bare: why.map_or_else(|| Fact::Known(bare.to_owned()), Fact::Unknown),
            whole: if starts_blank {
                why.map_or(Fact::Absent, Fact::Unknown)
            } else {
                Fact::Known(routed.clone())
            },
            route,
            service,
        }
    }

    /// `jwks`, `jwks-misspelt`, `openid`.
    pub(crate) fn discovery(&self) -> Fact<&'static str> {
        self.bare.as_ref().and_then(|bare| {
            let bare = bare.trim_end_matches('/');
            let document = ["/.well-known/", "/oauth/.well-known/"]
                .iter()
                .find_map(|folder| bare.strip_prefix(folder));
            match document {
                Some("jwks.json") => Fact::Known("jwks"),
                Some("jwks_json") => Fact::Known("jwks-misspelt"),
                Some("openid-configuration") => Fact::Known("openid"),
                Some(_) | None => Fact::Absent,
            }
        })
    }

    pub(crate) fn api_shape(&self) -> Fact<bool> {
        match self.service {
            Fact::Known(_) => Fact::Known(true),
            Fact::Absent => Fact::Known(false),
            Fact::Unknown(why) => Fact::Unknown(why),
        }
    }

    /// On a host that nothing names: a path that is hardly anybody else's.
    pub(crate) fn is_of_frontegg(&self) -> bool {
        let Fact::Known(path) = &self.whole else { return false };
        let (prefix, bare) = Catalog::strip_prefix(path);
        prefix.is_some()
            || bare.starts_with("/oauth/")
            || bare.trim_end_matches('/') == "/auth/vendor"
            || self.service.is_known() && bare.contains("/resources/")
    }

    pub(crate) fn takes_basic(&self) -> Fact<bool> {
        self.bare.as_ref().map(|bare| bare.trim_end_matches('/') == "/oauth/token")
    }
}

/// Not there; or not to be said, where a part of the path is not here.
fn absent_or<T>(why: Option<Why>) -> Fact<T> {
    why.map_or(Fact::Absent, Fact::Unknown)
}

/// Why the path cannot be said in full.
fn blank(exchange: &Exchange) -> Option<Why> {
    let text = &exchange.request.url.path;
    if let Some(hole) = text.holes().first() {
        return Some(hole.why);
    }
    let sent = reading::was_sent(exchange);
    let named = |part: &str| {
        part.contains(['<', '{', '$'])
            || part.starts_with(':') && super::placeholder::is_placeholder(part).is_some()
    };
    (!sent && text.as_written().split('/').any(named)).then_some(Why::Placeholder)
}

/// The path with each variable as `{}`, which matches a parameter and no literal.
fn filled(exchange: &Exchange) -> String {
    let text = &exchange.request.url.path;
    let written = text.as_written();
    let mut path = String::with_capacity(written.len());
    let mut from = 0;
    for hole in text.holes() {
        path.push_str(written.get(from..hole.range.start).unwrap_or_default());
        path.push_str("{}");
        from = hole.range.end.max(from);
    }
    path.push_str(written.get(from..).unwrap_or_default());
    path
}
