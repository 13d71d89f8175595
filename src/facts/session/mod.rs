//! What earlier exchanges of a recording tell about later ones.

use std::collections::BTreeSet;
use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::exchange::{Exchange, Response};
use crate::truth::Fact;

use super::authorization::Authorization;
use super::catalog::Catalog;
use super::host::{self, Class, Host};
use super::jwt::Claims;
use super::token::Token;
use super::{headers, placeholder, route};

mod call;
mod handed;
mod hosts;
mod minted;
mod oauth;
mod paging;
mod refresh;
mod scalars;
mod switch;
mod writes;

pub(crate) use call::Call;
pub(crate) use handed::Handed;
use handed::is_refresh;
pub(crate) use hosts::Domains;
pub(crate) use minted::Mints;
pub(crate) use oauth::Grants;
pub(crate) use paging::Pages;
pub(crate) use refresh::{Cookie, Refreshes};
pub(crate) use switch::Switches;
pub(crate) use writes::Writes;

/// So much is remembered of a kind; what comes later is not.
const MOST: usize = 10_000;

/// Stands for a text that is not kept: a secret, or one that is only compared.
type Key = [u8; 16];

/// What earlier exchanges told. Secrets are remembered by a hash of their text.
#[derive(Default)]
pub struct Session {
    handed: handed::HandedOut,
    issuers: BTreeSet<String>,
    tenants: Only,
    users: Only,
    applications: Only,
    environments: Only,
    /// All of them, those of tokens too.
    application_ids: BTreeSet<String>,
    pub(crate) mints: Mints,
    pub(crate) refreshes: Refreshes,
    pub(crate) grants: Grants,
    pub(crate) pages: Pages,
    pub(crate) switches: Switches,
    pub(crate) domains: Domains,
    pub(crate) writes: Writes,
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

/// Whether a session's refresh cookie goes along. Its name says so even where its value was taken out.
pub(crate) fn has_refresh_cookie(exchange: &Exchange) -> Fact<bool> {
    let mut sent = exchange.request.headers.iter().filter(|header| header.is("cookie"));
    if sent.any(|header| header.value.as_written().split(';').any(|it| is_refresh(it.trim_start())))
    {
        return Fact::Known(true);
    }
    match Call::of(exchange).refresh_cookies() {
        Fact::Known(_) => Fact::Known(true),
        Fact::Absent => Fact::Known(false),
        Fact::Unknown(why) => Fact::Unknown(why),
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
        if let Some(Host {
            name: Fact::Known(name), class: Fact::Known(Class::Environment), ..
        }) = &host
        {
            self.environments.see(name);
        }
        let authorization = Authorization::of(exchange);
        let nothing = Self::default();
        let token = Token::of(exchange, &authorization, &nothing);
        if let Fact::Known(claims) = &token.claims {
            self.learn_claims(claims);
        }
        for claims in self.handed.learn(exchange, host.as_ref()) {
            self.learn_claims(&claims);
        }
        let class = host.and_then(|host| host.class.known());
        let call = Call::of(exchange);
        self.learn_course(&call, (&token, class));
        self.writes.learn(&call, catalog);
    }

    /// What the calls of a recording are to each other.
    fn learn_course(&mut self, call: &Call<'_>, (token, class): (&Token<'_>, Option<Class>)) {
        self.mints.learn(call, class);
        self.refreshes.learn(call);
        self.grants.learn(call);
        self.pages.learn(call);
        self.switches.learn(call, token);
        self.domains.learn(call, (token, class));
    }

    /// The recording is at its end: what only the whole of it tells can be said now.
    pub fn end(&mut self) {
        self.mints.end();
        self.writes.end();
    }

    /// The numbers of calls that waited for the end and need it no longer.
    pub(crate) fn released(&mut self) -> Vec<usize> {
        self.writes.released()
    }

    /// The token that the exchange of this number minted.
    pub(crate) fn minted(&self, number: usize) -> Option<&Handed> {
        self.handed.minted(number)
    }

    pub(crate) fn handed(&self, text: &str) -> Option<&Handed> {
        self.handed.handed(text)
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

    /// The environment host that the recording calls, if it is only one.
    pub(crate) fn environment_host(&self) -> Option<&str> {
        self.environments.value()
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
                learn(&mut self.application_ids, id);
            }
        }
    }

    fn learn_claims(&mut self, claims: &Claims) {
        if let Some(id) = claims.text("applicationId") {
            learn(&mut self.application_ids, id);
        }
        if let Some(host) = claims.proves_issuer() {
            learn(&mut self.issuers, &host);
        }
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

fn learn(known: &mut BTreeSet<String>, new: &str) {
    if known.len() < MOST && !known.contains(new) {
        known.insert(new.to_owned());
    }
}

fn key(text: &str) -> Key {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    short
}

/// Name, value and attributes of the cookies that an answer sets.
fn set_cookies(response: &Response) -> impl Iterator<Item = (&str, &str, &str)> {
    let headers = response.headers.iter().filter(|header| header.is("set-cookie"));
    let lines = headers.flat_map(|header| header.value.as_written().lines());
    lines.filter_map(|cookie| {
        let (name, rest) = cookie.trim().split_once('=')?;
        let (value, attributes) = rest.split_once(';').unwrap_or((rest, ""));
        Some((name, value, attributes))
    })
}
