//! What earlier exchanges of a recording tell about later ones.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::exchange::{Exchange, Format, Response};
use crate::truth::Fact;

use super::authorization::Authorization;
use super::catalog::Catalog;
use super::host::{self, Class, Host};
use super::jwt::{Claims, Shape};
use super::token::Token;
use super::{answer, body, headers, placeholder, route};

/// So much is remembered; what comes later is not.
const MOST: usize = 10_000;
/// An answer longer than this is not searched for tokens.
const LONGEST: usize = 1024 * 1024;

/// What earlier exchanges told. Tokens are remembered by a hash of their text.
#[derive(Default)]
pub struct Session {
    handed: HashMap<[u8; 16], Handed>,
    /// What an exchange of this number minted, also where its answer is not shown.
    minted: HashMap<usize, Handed>,
    issuers: BTreeSet<String>,
    tenants: Only,
    users: Only,
    applications: Only,
    /// All of them, those of tokens too.
    application_ids: BTreeSet<String>,
}

/// A token that an answer handed out.
#[derive(Clone)]
pub(crate) struct Handed {
    pub(crate) field: Field,
    /// The host that answered.
    pub(crate) host: Option<String>,
    /// Its region, if it is a gateway.
    pub(crate) region: Option<String>,
    /// The `clientId` it was asked with.
    pub(crate) client: Option<String>,
}

/// As what a token was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Vendor,
    Access,
    Refresh,
    Id,
}

impl Field {
    /// A word of `token.origin`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Vendor => "vendor-token",
            Self::Access => "access-token",
            Self::Refresh => "refresh-token",
            Self::Id => "id-token",
        }
    }

    /// A word of `token.kind`.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Access => "user",
            Self::Refresh => "refresh",
            Self::Id => "id",
        }
    }
}

/// The only value that was seen, if there was only one.
#[derive(Default)]
enum Only {
    #[default]
    None,
    One(String),
    Many,
}

impl Only {
    fn see(&mut self, value: &str) {
        match self {
            Self::None => *self = Self::One(value.to_owned()),
            Self::One(seen) if seen != value => *self = Self::Many,
            Self::One(_) | Self::Many => {}
        }
    }

    fn value(&self) -> Option<&str> {
        match self {
            Self::One(value) => Some(value),
            Self::None | Self::Many => None,
        }
    }
}

impl Session {
    /// Remembers what later exchanges may rely on. Called after each exchange, in order.
    pub fn learn(&mut self, exchange: &Exchange, catalog: &Catalog) {
        let host = self.host(exchange, catalog);
        if host.as_ref().is_some_and(|host| host.class == Fact::Known(Class::Foreign)) {
            return;
        }
        self.learn_headers(exchange);
        let authorization = Authorization::of(exchange);
        if let Fact::Known(claims) = Token::of(exchange, &authorization, &Self::default()).claims {
            self.learn_issuer(&claims);
        }
        if let Fact::Known(response) = &exchange.response {
            self.learn_answer(exchange, response, host.as_ref());
        }
        if mints(exchange) && exchange.format == Format::Shell && self.minted.len() < MOST {
            let minted = handed(exchange, Field::Vendor, host.as_ref());
            self.minted.insert(exchange.number, minted);
        }
    }

    /// The token that the exchange of this number minted.
    pub(crate) fn minted(&self, number: usize) -> Option<&Handed> {
        self.minted.get(&number)
    }

    pub(crate) fn handed(&self, text: &str) -> Option<&Handed> {
        (!self.handed.is_empty()).then(|| self.handed.get(&hash(text)))?
    }

    /// A token of this recording says that the host is an environment's.
    pub(crate) fn knows_issuer(&self, name: &str) -> bool {
        self.issuers.contains(name)
    }

    pub(crate) fn tenant(&self) -> Option<&str> {
        self.tenants.value()
    }

    pub(crate) fn user(&self) -> Option<&str> {
        self.users.value()
    }

    pub(crate) fn application(&self) -> Option<&str> {
        self.applications.value()
    }

    /// A header or a token of this recording names an application so.
    pub(crate) fn knows_application(&self, id: &str) -> bool {
        self.application_ids.contains(id)
    }

    /// A header or a token of this recording names an application.
    pub(crate) fn knows_any_application(&self) -> bool {
        !self.application_ids.is_empty()
    }

    fn host(&self, exchange: &Exchange, catalog: &Catalog) -> Option<Host> {
        let text = &exchange.request.url.host;
        let name = text.known().known().and_then(host::bare)?;
        let own = || {
            let path = route::Path::of(exchange, catalog);
            let frontegg = self.knows_issuer(&name) || path.is_of_frontegg();
            Host::outside(&name, if frontegg { Class::Custom } else { Class::Foreign })
        };
        Some(Host::of_name(&name, catalog).unwrap_or_else(own))
    }

    fn learn_headers(&mut self, exchange: &Exchange) {
        let seen = |name: &str| {
            let said = headers::value(exchange, name).known();
            said.filter(|value| placeholder::is_placeholder(value).is_none())
        };
        if let Some(id) = seen("frontegg-tenant-id") {
            self.tenants.see(id);
        }
        if let Some(id) = seen("frontegg-user-id") {
            self.users.see(id);
        }
        for name in ["frontegg-application-id", "frontegg-requested-application-id"] {
            if let Some(id) = seen(name) {
                self.applications.see(id);
                self.learn_application(id);
            }
        }
    }

    fn learn_application(&mut self, id: &str) {
        if self.application_ids.len() < MOST {
            self.application_ids.insert(id.to_owned());
        }
    }

    fn learn_issuer(&mut self, claims: &Claims) {
        if let Some(id) = claims.text("applicationId") {
            self.learn_application(id);
        }
        if let Some(host) = claims.proves_issuer()
            && self.issuers.len() < MOST
        {
            self.issuers.insert(host);
        }
    }

    fn learn_answer(&mut self, exchange: &Exchange, response: &Response, host: Option<&Host>) {
        let handed = |field| handed(exchange, field, host);
        for header in response.headers.iter().filter(|header| header.is("set-cookie")) {
            for cookie in header.value.as_written().lines() {
                if let Some((name, value)) = cookie.trim().split_once('=')
                    && name.starts_with("fe_refresh")
                {
                    let value = value.split(';').next().unwrap_or_default();
                    self.remember(value, || handed(Field::Refresh));
                }
            }
        }
        let Fact::Known(text) = &response.body else { return };
        if text.len() > LONGEST
            || !text.as_written().contains("oken") && !text.as_written().contains("jwt")
        {
            return;
        }
        let Ok(serde_json::Value::Object(answer)) = serde_json::from_str(text.as_written()) else {
            return;
        };
        let mints = asks_for_vendor_token(exchange);
        for (name, value) in &answer {
            if let (Some(field), Some(value)) = (field(name, mints), value.as_str()) {
                self.remember(value, || handed(field));
            }
        }
    }

    fn remember(&mut self, text: &str, handed: impl FnOnce() -> Handed) {
        if text.len() < 8 || self.handed.len() >= MOST {
            return;
        }
        match Shape::of(text) {
            Shape::Jwt(claims) => self.learn_issuer(&claims),
            // What was taken out would equal everything else that was taken out.
            Shape::Cut | Shape::Opaque if placeholder::is_redacted(text) => return,
            Shape::Cut | Shape::Opaque => {}
        }
        self.handed.entry(hash(text)).or_insert_with(handed);
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("tokens", &self.handed.len())
            .field("issuers", &self.issuers.len())
            .finish_non_exhaustive()
    }
}

fn handed(exchange: &Exchange, field: Field, host: Option<&Host>) -> Handed {
    Handed {
        field,
        host: host.and_then(|host| host.name.clone().known()),
        region: host
            .filter(|host| host.class == Fact::Known(Class::Gateway))
            .and_then(|host| host.region.clone().known()),
        client: body::client_id(exchange),
    }
}

fn asks_for_vendor_token(exchange: &Exchange) -> bool {
    exchange.request.url.path.as_written().trim_end_matches('/').ends_with("/auth/vendor")
}

/// A vendor token was asked for, and nothing says that it was refused.
fn mints(exchange: &Exchange) -> bool {
    asks_for_vendor_token(exchange)
        && exchange.request.method.as_written() == "POST"
        && answer::status(exchange).known().is_none_or(|status| status < 400)
}

fn field(name: &str, mints: bool) -> Option<Field> {
    match name {
        "token" if mints => Some(Field::Vendor),
        "access_token" | "accessToken" | "jwt" => {
            Some(if mints { Field::Vendor } else { Field::Access })
        }
        "id_token" | "idToken" => Some(Field::Id),
        "refresh_token" | "refreshToken" => Some(Field::Refresh),
        _ => None,
    }
}

fn hash(text: &str) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    short
}
