//! Tenant switches, and the tokens from before them.

use std::collections::HashMap;

use crate::exchange::{Exchange, Time};
use crate::facts::fields;
use crate::facts::token::Token;
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::{Call, Key, key};

/// So many switches are remembered.
const MOST: usize = 1000;

#[derive(Default)]
pub(crate) struct Switches {
    /// By the token that made the switch.
    made: HashMap<Key, Switch>,
}

/// A switch that was answered.
struct Switch {
    tenant: String,
    answered: Fact<Time>,
}

impl Switches {
    pub(super) fn learn(&mut self, call: &Call<'_>, token: &Token<'_>) {
        if !switches(call) || call.succeeded() != Fact::Known(true) || self.made.len() >= MOST {
            return;
        }
        let tenant = fields::of_body(call.exchange, "tenantId").known();
        let text = token.text.as_ref().known().and_then(|text| text.known().known());
        if let (Some(tenant), Some(text)) = (tenant, text) {
            let switch = Switch { tenant, answered: call.exchange.answered };
            self.made.insert(key(text), switch);
        }
    }

    /// The tenant that was switched to with this very token, which still names the old one.
    pub(crate) fn away_from(&self, exchange: &Exchange, token: &Token<'_>) -> Fact<&str> {
        let call = Call::of(exchange);
        if self.made.is_empty() || renews(&call) {
            return Fact::Absent;
        }
        let text = token.text.as_ref().and_then(Text::known);
        text.and_then(|text| {
            let Some(switch) = self.made.get(&key(text)) else { return Fact::Absent };
            token.claim("tenantId").and_then(|tenant| {
                let sent = match (exchange.started, switch.answered) {
                    (Fact::Known(sent), Fact::Known(answered)) => sent >= answered,
                    // A script goes on when the call before has been answered.
                    (_, _) if exchange.format.is_script() => true,
                    (_, _) => return Fact::Unknown(Why::NotRecorded),
                };
                (sent && tenant != switch.tenant).then_some(&*switch.tenant).into()
            })
        })
    }
}

fn switches(call: &Call<'_>) -> bool {
    call.method() == "PUT" && is_switch(call.path)
}

pub(super) fn is_switch(path: &str) -> bool {
    matches!(path, "/identity/resources/users/v1/tenant" | "/identity/resources/users/v2/tenant")
}

/// These take the old token, to give a new one or to end it.
fn renews(call: &Call<'_>) -> bool {
    call.refreshes() || call.logs_out() || call.path.starts_with("/oauth/") || is_switch(call.path)
}
