//! What is odd about a token: when it begins, how large it is, what its claims lack.

use crate::exchange::{Exchange, Time};
use crate::truth::{Fact, Why};

use super::jwt::{self, Claims};
use super::{Facts, Settings, token};

/// Clocks differ: what begins so many milliseconds after the call is taken for begun.
pub(crate) const TOLERANCE: i64 = 60_000;

/// What stands in the claims of a token whose roles are to be looked up.
const PLACEHOLDERS: [(&str, &str); 2] =
    [("roles", "FETCH-ROLES-BY-API"), ("permissions", "FETCH-PERMISSIONS-BY-API")];

/// How many milliseconds before the token begins the request was sent.
pub(super) fn early(facts: &Facts<'_>) -> Fact<i64> {
    let claims = facts.token().claims.as_ref();
    claims.and_then(|claims| {
        let Some(beginning) = claims.beginning() else { return Fact::Absent };
        let Some(sent) = moment(facts.exchange, facts.settings()) else {
            return Fact::Unknown(Why::NotRecorded);
        };
        let early = beginning.0.saturating_sub(sent.0);
        if early > TOLERANCE { Fact::Known(early) } else { Fact::Absent }
    })
}

/// When the request was sent, by the later of two clocks: the caller's, and the service's as its
/// answer tells it. The service is the one that judges.
fn moment(exchange: &Exchange, settings: &Settings) -> Option<Time> {
    let sent = token::sent_at(exchange, settings)?;
    let answered = exchange.response.as_ref().known().and_then(|response| {
        let date = response.header("date")?.value.as_written();
        let date = jiff::fmt::rfc2822::parse(date.trim()).ok()?;
        Some(Time(date.timestamp().as_millisecond()))
    });
    answered.map_or(Some(sent), |answered| Some(sent.max(answered)))
}

pub(super) fn missing_claim(facts: &Facts<'_>) -> Fact<&'static str> {
    facts.token().claims.as_ref().and_then(|claims| match facts.token_kind() {
        Fact::Known(("user", _)) => missing(claims).into(),
        Fact::Known(_) | Fact::Absent => Fact::Absent,
        Fact::Unknown(why) => Fact::Unknown(why),
    })
}

/// The first claim that Frontegg's libraries look for in a user token and do not find.
pub(crate) fn missing(claims: &Claims) -> Option<&'static str> {
    ["type", "tenantId"].into_iter().find(|name| !claims.has(name))
}

pub(super) fn placeholder(facts: &Facts<'_>) -> Fact<&'static str> {
    facts.token().claims.as_ref().and_then(|claims| placeholder_in(claims).into())
}

/// The words that stand in place of roles or permissions.
pub(crate) fn placeholder_in(claims: &Claims) -> Option<&'static str> {
    let found = PLACEHOLDERS.into_iter().find(|(name, word)| claims.lists(name, word));
    found.map(|(_, word)| word)
}

pub(super) fn size(facts: &Facts<'_>) -> Fact<i64> {
    whole(facts).map(|text| i64::try_from(text.len()).unwrap_or(i64::MAX))
}

/// What the network said of the signature.
pub(super) fn signature(facts: &Facts<'_>) -> Fact<&'static str> {
    whole(facts).and_then(|text| match facts.said().signature {
        // One that is made with a secret is verified by no published key.
        _ if is_secretly_signed(text) => Fact::Unknown(Why::NotApplicable),
        Some(verified) => Fact::Known(verified.word()),
        None => Fact::Unknown(Why::NotAsked),
    })
}

/// The signature was made with a secret that its issuer shares.
fn is_secretly_signed(text: &str) -> bool {
    jwt::algorithm(text).is_some_and(|algorithm| algorithm.starts_with("HS"))
}

/// The text of a JWT that nobody took anything out of.
pub(super) fn whole<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    let token = facts.token();
    token.claims.as_ref().and_then(|_| token.text.as_ref()).and_then(|text| {
        let written = text.as_written();
        let halved = jwt::is_half_redacted(written);
        if halved { Fact::Unknown(Why::Redacted) } else { Fact::Known(written) }
    })
}
