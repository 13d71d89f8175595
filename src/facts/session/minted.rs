//! How often the recording mints a vendor token that it already has.

use std::collections::HashMap;

use crate::exchange::{Exchange, Time};
use crate::facts::fields;
use crate::facts::host::Class;
use crate::facts::jwt::Shape;
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::handed::asks_for_vendor_token;
use super::{Call, Key, key};

/// So many clients are told apart.
const MOST: usize = 200;

/// The mints of each client, and what else went to the gateways.
#[derive(Default)]
pub(crate) struct Mints {
    clients: HashMap<Key, Client>,
    other_calls: u32,
    /// A mint was refused because there had been too many.
    limited: bool,
    ended: bool,
}

#[derive(Clone, Copy, Default)]
struct Client {
    mints: u32,
    /// Until then a token of this client was in the first half of its life: a client that
    /// refreshes early does not mint yet.
    fresh_until: Option<Time>,
    /// Mints that were not needed, and those that may not have been.
    needless: u32,
    perhaps: u32,
    /// The call at which the second of them was made: the third mint.
    third: Option<usize>,
    perhaps_third: Option<usize>,
}

/// What a mint came to.
enum Outcome {
    Minted {
        until: Option<Time>,
    },
    Refused,
    /// Nobody saw the answer.
    Unseen,
}

impl Mints {
    pub(super) fn learn(&mut self, call: &Call<'_>, class: Option<Class>) {
        if !is_mint(call) {
            if class == Some(Class::Gateway) && call.method() != "OPTIONS" {
                self.other_calls = self.other_calls.saturating_add(1);
            }
            return;
        }
        self.limited |= call.status() == Fact::Known(429);
        let Some(key) = client(call) else { return };
        if self.clients.len() < MOST || self.clients.contains_key(&key) {
            self.clients.entry(key).or_default().mint(call);
        }
    }

    pub(super) const fn end(&mut self) {
        self.ended = true;
    }

    /// This is the third mint of one client, and the whole recording mints so often that nobody
    /// can have kept a token.
    pub(crate) fn often(&self, exchange: &Exchange) -> Fact<bool> {
        let call = Call::of(exchange);
        if !is_mint(&call) {
            return Fact::Known(false);
        }
        let Some(key) = client(&call) else { return Fact::Unknown(Why::NotRecorded) };
        let mut client = self.clients.get(&key).copied().unwrap_or_default();
        if !self.ended {
            client.mint(&call);
        }
        let here = Some(exchange.number);
        let sure = client.third == here;
        let perhaps = client.third.is_none() && client.perhaps_third == here;
        if !(sure || perhaps) {
            return Fact::Known(false);
        }
        if !self.ended {
            return Fact::Unknown(Why::NotYet);
        }
        match self.is_often(client.mints) {
            true if perhaps => Fact::Unknown(Why::NotRecorded),
            often => Fact::Known(often),
        }
    }

    fn is_often(&self, mints: u32) -> bool {
        match self.other_calls {
            0 => self.limited,
            others => mints.saturating_mul(2) >= others,
        }
    }
}

impl Client {
    fn mint(&mut self, call: &Call<'_>) {
        let started = call.exchange.started.known();
        let needless = match (self.fresh_until, started) {
            (Some(until), Some(started)) => Some(started < until),
            (None, _) if self.mints == 0 => Some(false),
            (None | Some(_), _) => None,
        };
        let until = match outcome(call) {
            Outcome::Refused => return,
            Outcome::Minted { until } => {
                self.needless += u32::from(needless == Some(true));
                until
            }
            Outcome::Unseen => None,
        };
        self.perhaps += u32::from(needless != Some(false));
        self.mints += 1;
        self.fresh_until = self.fresh_until.max(until);
        let number = call.exchange.number;
        if self.needless == 2 {
            self.third.get_or_insert(number);
        }
        if self.perhaps == 2 {
            self.perhaps_third.get_or_insert(number);
        }
    }
}

/// Requests of an `.http` file are sent by hand, each when it is wanted.
fn is_mint(call: &Call<'_>) -> bool {
    call.method() == "POST"
        && asks_for_vendor_token(call.exchange)
        && !call.exchange.format.is_collection()
}

/// The client as the body names it; a variable is the same client wherever it stands.
fn client(call: &Call<'_>) -> Option<Key> {
    let body = call.exchange.request.body.as_ref().known()?;
    match fields::of_body(call.exchange, "clientId") {
        Fact::Known(id) => Some(key(&id)),
        Fact::Unknown(Why::Variable) => Some(key(body.as_written())),
        Fact::Absent | Fact::Unknown(_) => None,
    }
}

fn outcome(call: &Call<'_>) -> Outcome {
    let response = match (&call.exchange.response, call.succeeded()) {
        (Fact::Known(response), Fact::Known(true)) => response,
        (_, Fact::Known(false)) => return Outcome::Refused,
        (_, _) => return Outcome::Unseen,
    };
    let body = response.body.as_ref().known().map(Text::as_written);
    let body = body.filter(|body| body.len() < 64 * 1024);
    let body = body.and_then(|body| serde_json::from_str::<serde_json::Value>(body).ok());
    let body = body.unwrap_or_default();
    let token = body.get("token").or_else(|| body.get("access_token"));
    let life = match Shape::of(token.and_then(|token| token.as_str()).unwrap_or_default()) {
        Shape::Jwt(claims) => claims.lifetime(),
        Shape::Cut | Shape::Opaque => None,
    };
    let said = || body.get("expiresIn").and_then(serde_json::Value::as_i64);
    let life = life.or_else(|| Some(said()?.saturating_mul(1000)));
    let until = call.exchange.started.known().zip(life);
    let until = until.map(|(started, life)| Time(started.0.saturating_add(life / 2)));
    Outcome::Minted { until }
}
