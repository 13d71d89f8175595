//! The token that a request carries: where, of what kind, from where, until when.

use crate::exchange::{Exchange, Origin, Time};
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::authorization::Authorization;
use super::jwt::{Claims, Shape};
use super::session::{Handed, Session};
use super::{Settings, placeholder, reading};

/// The token of a request.
pub(crate) struct Token<'a> {
    pub(crate) slot: Fact<Slot>,
    pub(crate) text: Fact<Text>,
    pub(crate) claims: Fact<Claims>,
    pub(crate) name: Option<String>,
    /// The answer of this recording that handed it out.
    pub(crate) handed: Fact<&'a Handed>,
    pub(crate) second: Fact<Slot>,
}

/// A header that carries a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Authorization,
    AccessToken,
    ApiKey,
}

impl Slot {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::AccessToken => "x-access-token",
            Self::ApiKey => "x-api-key",
        }
    }
}

impl<'a> Token<'a> {
    pub(crate) fn of(
        exchange: &Exchange,
        authorization: &Authorization,
        session: &'a Session,
    ) -> Self {
        let slots = slots(exchange, authorization);
        let carrier = slots
            .iter()
            .find(|(_, text)| text.as_ref().known().is_some_and(|text| !text.is_empty()))
            .or_else(|| slots.iter().find(|(_, text)| text.is_known()));
        let Some((slot, Fact::Known(text))) = carrier else {
            return Self::missing(missing(&slots, exchange));
        };
        let claims = claims(text, reading::was_sent(exchange));
        let blank = placeholder::is_placeholder(text.as_written()).is_some();
        let handed = match text.known() {
            Fact::Known(known) if placeholder::is_lost(known) && !claims.is_known() => {
                Fact::Unknown(Why::Redacted)
            }
            Fact::Known(_) if blank && !reading::was_sent(exchange) => {
                Fact::Unknown(Why::Placeholder)
            }
            Fact::Known(known) => session.handed(known).into(),
            Fact::Absent => Fact::Absent,
            Fact::Unknown(why) => {
                minted(text, exchange, session).map_or(Fact::Unknown(why), Fact::Known)
            }
        };
        Self {
            slot: Fact::Known(*slot),
            text: Fact::Known(text.clone()),
            name: name(text),
            handed,
            second: second(&slots, *slot, text),
            claims,
        }
    }

    fn missing(why: Fact<()>) -> Self {
        Self {
            slot: why.and_then(|()| Fact::Absent),
            text: why.and_then(|()| Fact::Absent),
            claims: why.and_then(|()| Fact::Absent),
            handed: why.and_then(|()| Fact::Absent),
            second: why.and_then(|()| Fact::Absent),
            name: None,
        }
    }

    /// A word of `token.kind`, and what tells it.
    pub(crate) fn kind<'b>(
        &'b self,
        settings: &'b Settings,
        sent: bool,
    ) -> Fact<(&'b str, &'static str)> {
        let why = match &self.claims {
            Fact::Known(_) => None,
            Fact::Absent => return Fact::Absent,
            Fact::Unknown(why) => Some(*why),
        };
        if let Fact::Known(claims) = &self.claims
            && let Some(kind) = claims.kind()
        {
            return Fact::Known((kind, "claims"));
        }
        if let Fact::Known(handed) = self.handed {
            return Fact::Known((handed.field.kind(), "recording"));
        }
        if let Some(kind) = &settings.token_kind {
            return Fact::Known((kind, "setting"));
        }
        let literal = sent && why != Some(Why::Variable);
        let named = self.name.as_deref().filter(|_| !literal).and_then(placeholder::kind_by_name);
        match (named, why) {
            (Some(kind), _) => Fact::Known((kind, "name")),
            (None, Some(why)) => Fact::Unknown(why),
            (None, None) => Fact::Known(("other", "claims")),
        }
    }

    pub(crate) fn claim(&self, name: &str) -> Fact<&str> {
        self.claims.as_ref().and_then(|claims| claims.text(name).into())
    }

    pub(crate) fn issuer_host(&self) -> Fact<String> {
        self.claims.as_ref().and_then(|claims| claims.issuer_host().into())
    }

    /// How many milliseconds were left when the request was sent; negative once it had expired.
    pub(crate) fn left(&self, exchange: &Exchange, settings: &Settings) -> Fact<i64> {
        let claims = match &self.claims {
            Fact::Known(claims) => claims,
            Fact::Absent => return Fact::Absent,
            Fact::Unknown(why) => return Fact::Unknown(*why),
        };
        match (claims.expiry(), sent_at(exchange, settings)) {
            (Some(expiry), Some(time)) => Fact::Known(expiry.0.saturating_sub(time.0)),
            (None, _) | (_, None) => Fact::Unknown(Why::NotRecorded),
        }
    }
}

/// `21 h`, `3 days`, `12 min`: rounded down, as people say it.
pub(crate) fn duration(milliseconds: i64) -> String {
    let seconds = milliseconds.unsigned_abs() / 1000;
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds / 60),
        7_200..=172_799 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

/// When the request was sent: as recorded, or just now for what is pasted.
pub(super) fn sent_at(exchange: &Exchange, settings: &Settings) -> Option<Time> {
    match (exchange.started, exchange.origin) {
        (Fact::Known(time), _) => Some(time),
        (Fact::Absent | Fact::Unknown(_), Origin::Pasted) => settings.now,
        (Fact::Absent | Fact::Unknown(_), Origin::Recorded | Origin::Written) => None,
    }
}

/// The three headers that may carry a token, and what is in them.
fn slots(exchange: &Exchange, authorization: &Authorization) -> [(Slot, Fact<Text>); 3] {
    let bare = |slot: Slot| {
        let text = exchange.request.header(slot.word()).map(|header| header.value.trim());
        (
            slot,
            text.and_then(|text| {
                if text.is_empty() { Fact::Absent } else { Fact::Known(without_bearer(&text)) }
            }),
        )
    };
    let first = if authorization.scheme == Fact::Known("basic") {
        Fact::Absent
    } else {
        authorization.credential.clone()
    };
    [(Slot::Authorization, first), bare(Slot::AccessToken), bare(Slot::ApiKey)]
}

fn without_bearer(text: &Text) -> Text {
    let bearer =
        text.as_written().get(..7).is_some_and(|head| head.eq_ignore_ascii_case("bearer "));
    if bearer { text.slice(7..text.len()).trim() } else { text.clone() }
}

/// Known to carry none, or why that cannot be said.
fn missing(slots: &[(Slot, Fact<Text>); 3], exchange: &Exchange) -> Fact<()> {
    let unknown = slots.iter().find_map(|(_, text)| match text {
        Fact::Unknown(why) => Some(*why),
        Fact::Known(_) | Fact::Absent => None,
    });
    match unknown {
        Some(why) => Fact::Unknown(why),
        // A header that the text builds by a variable may be the one.
        None if exchange.request.headers.iter().any(|header| !header.name.holes().is_empty()) => {
            Fact::Unknown(Why::Variable)
        }
        None => Fact::Absent,
    }
}

fn claims(text: &Text, sent: bool) -> Fact<Claims> {
    if let Some(why) = reading::elsewhere(text) {
        return Fact::Unknown(why);
    }
    let written = text.as_written();
    match Shape::of(written) {
        Shape::Jwt(claims) => Fact::Known(claims),
        Shape::Cut | Shape::Opaque if placeholder::is_redacted(written) => {
            Fact::Unknown(Why::Redacted)
        }
        Shape::Cut | Shape::Opaque if !sent && placeholder::is_placeholder(written).is_some() => {
            Fact::Unknown(Why::Placeholder)
        }
        Shape::Cut | Shape::Opaque => Fact::Unknown(Why::Undecodable),
    }
}

fn name(text: &Text) -> Option<String> {
    match text.holes() {
        [hole] if !hole.name.is_empty() => Some(hole.name.clone()),
        [] => placeholder::is_placeholder(text.as_written()).map(str::to_owned),
        _ => None,
    }
}

/// What the script minted into the variable that stands for the whole token.
fn minted<'a>(text: &Text, exchange: &Exchange, session: &'a Session) -> Option<&'a Handed> {
    let [hole] = text.holes() else { return None };
    let written = text.as_written();
    let rest = written.get(..hole.range.start)?.len() + written.get(hole.range.end..)?.len();
    let place = text.span_of(hole.range.clone());
    let echo = exchange.echoes.iter().find(|echo| echo.span == place).filter(|_| rest == 0)?;
    session.minted(echo.of)
}

/// Another header with a JWT of another text.
fn second(slots: &[(Slot, Fact<Text>); 3], first: Slot, text: &Text) -> Fact<Slot> {
    if !is_jwt(text) {
        return reading::elsewhere(text).map_or(Fact::Absent, Fact::Unknown);
    }
    let mut answer = Fact::Absent;
    for (slot, other) in slots {
        match other {
            Fact::Known(other) if *slot != first => {
                if is_jwt(other) && other.as_written() != text.as_written() {
                    return Fact::Known(*slot);
                }
                if let Some(why) = reading::elsewhere(other) {
                    answer = Fact::Unknown(why);
                }
            }
            Fact::Unknown(why) => answer = Fact::Unknown(*why),
            Fact::Known(_) | Fact::Absent => {}
        }
    }
    answer
}

fn is_jwt(text: &Text) -> bool {
    reading::elsewhere(text).is_none() && matches!(Shape::of(text.as_written()), Shape::Jwt(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_as_people_say_them() {
        for (seconds, said) in [
            (40, "40 s"),
            (720, "12 min"),
            (21 * 3600, "21 h"),
            (-21 * 3600, "21 h"),
            (3 * 86_400, "3 days"),
            (2 * 86_400, "2 days"),
        ] {
            assert_eq!(duration(seconds * 1000), said);
        }
        assert!(duration(i64::MIN).ends_with("days"));
    }
}
