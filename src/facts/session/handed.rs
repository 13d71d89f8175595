//! The tokens that answers of a recording handed out, by a hash of their text.

use std::collections::HashMap;

use crate::exchange::{Exchange, Response};
use crate::facts::host::{Class, Host};
use crate::facts::jwt::{Claims, Shape};
use crate::facts::{answer, body, placeholder};
use crate::truth::Fact;

use super::{Key, MOST, key, set_cookies};

/// An answer longer than this is not searched for tokens.
const LONGEST: usize = 1024 * 1024;

/// What was handed out.
#[derive(Default)]
pub(super) struct HandedOut {
    tokens: HashMap<Key, Handed>,
    /// What an exchange of this number minted, also where its answer is not shown.
    minted: HashMap<usize, Handed>,
}

/// Routes that answer with a token of a user or of an API token.
const LOG_INS: [&str; 3] = [
    "/identity/resources/auth/v1/user",
    "/identity/resources/auth/v1/api-token",
    "/identity/resources/auth/v2/api-token",
];

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

impl HandedOut {
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token that the exchange of this number minted.
    pub(super) fn minted(&self, number: usize) -> Option<&Handed> {
        self.minted.get(&number)
    }

    pub(super) fn handed(&self, text: &str) -> Option<&Handed> {
        (!self.tokens.is_empty()).then(|| self.tokens.get(&key(text)))?
    }

    /// Remembers the tokens of an answer; the claims of those that have any.
    pub(super) fn learn(&mut self, exchange: &Exchange, host: Option<&Host>) -> Vec<Claims> {
        let mut seen = Vec::new();
        if let Fact::Known(response) = &exchange.response {
            self.learn_answer(exchange, (response, host), &mut seen);
        }
        if !exchange.format.is_recording()
            && self.minted.len() < MOST
            && let Some(field) = mints(exchange)
        {
            self.minted.insert(exchange.number, handed(exchange, field, host));
        }
        seen
    }

    fn learn_answer(
        &mut self,
        exchange: &Exchange,
        (response, host): (&Response, Option<&Host>),
        seen: &mut Vec<Claims>,
    ) {
        let handed = |field| handed(exchange, field, host);
        for (_, value, _) in set_cookies(response).filter(|(name, ..)| is_refresh(name)) {
            self.remember(value, || handed(Field::Refresh), seen);
        }
        let Fact::Known(text) = &response.body else { return };
        let written = text.as_written();
        if text.len() > LONGEST || !written.contains("oken") && !written.contains("jwt") {
            return;
        }
        let Ok(serde_json::Value::Object(answer)) = serde_json::from_str(written) else {
            return;
        };
        let mints = asks_for_vendor_token(exchange);
        for (name, value) in &answer {
            if let (Some(field), Some(value)) = (field(name, mints), value.as_str()) {
                self.remember(value, || handed(field), seen);
            }
        }
    }

    fn remember(&mut self, text: &str, handed: impl FnOnce() -> Handed, seen: &mut Vec<Claims>) {
        if text.len() < 8 || self.tokens.len() >= MOST {
            return;
        }
        match Shape::of(text) {
            Shape::Jwt(claims) => seen.push(claims),
            // What was taken out would equal everything else that was taken out.
            Shape::Cut | Shape::Opaque if placeholder::is_lost(text) => return,
            Shape::Cut | Shape::Opaque => {}
        }
        self.tokens.entry(key(text)).or_insert_with(handed);
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

/// The cookie that holds a refresh token.
pub(super) fn is_refresh(cookie: &str) -> bool {
    cookie.starts_with("fe_refresh")
}

pub(super) fn asks_for_vendor_token(exchange: &Exchange) -> bool {
    exchange.request.url.path.as_written().trim_end_matches('/').ends_with("/auth/vendor")
}

/// As what a token was asked for, where nothing says that it was refused.
fn mints(exchange: &Exchange) -> Option<Field> {
    let path = exchange.request.url.path.as_written().trim_end_matches('/');
    let field = if asks_for_vendor_token(exchange) {
        Field::Vendor
    } else if LOG_INS.iter().any(|log_in| path.ends_with(log_in)) {
        Field::Access
    } else {
        return None;
    };
    let refused = answer::status(exchange).known().is_some_and(|status| status >= 400);
    (exchange.request.method.as_written() == "POST" && !refused).then_some(field)
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
