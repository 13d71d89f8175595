//! The refreshes of a recording: which overlap, which were refused, and what the log-in set.

use std::collections::{HashMap, HashSet};

use crate::exchange::{Exchange, Response, Time};
use crate::facts::{fields, host, placeholder};
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::handed::is_refresh;
use super::{Call, Key, key, set_cookies};

/// So many hosts and refresh tokens are told apart.
const MOST: usize = 1000;
/// Refused refreshes are one row as long as they come within a minute.
const ROW: i64 = 60_000;

#[derive(Default)]
pub(crate) struct Refreshes {
    hosts: HashMap<Key, State>,
    under_way: HashMap<Key, UnderWay>,
}

/// What a host's answers told of its session.
#[derive(Default)]
struct State {
    logged_in: bool,
    /// When that was answered: what was sent before is no call of this session.
    since: Option<Time>,
    /// The refresh cookies that it set, by name.
    cookies: HashSet<Key>,
    same_site: Option<SameSite>,
    refused: Row,
}

/// Refused refreshes, one after the other.
#[derive(Clone, Copy, Default)]
struct Row {
    since: Option<Time>,
    length: i64,
}

#[derive(Clone, Copy)]
struct UnderWay {
    started: Time,
    answered: Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SameSite {
    Strict,
    Lax,
    None,
}

/// What became of the refresh cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    Sent,
    /// Only that of another client went along.
    OtherClient,
    /// The page lies on another site, to which `SameSite` lets no cookie go.
    SameSite,
    /// The page lies on another site, and browsers keep such cookies back.
    ThirdParty,
    NotSent,
}

impl Cookie {
    /// A word of `refresh.cookie`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::OtherClient => "other-client",
            Self::SameSite => "same-site",
            Self::ThirdParty => "third-party",
            Self::NotSent => "not-sent",
        }
    }

    /// How it came to be missing.
    pub(crate) const fn reason(self) -> Option<&'static str> {
        match self {
            Self::Sent => None,
            Self::OtherClient => Some("another client's went along"),
            Self::SameSite => Some("SameSite forbids it here"),
            Self::ThirdParty => Some("it is a third party's here"),
            Self::NotSent => Some("none was sent"),
        }
    }

    /// What to do about it.
    pub(crate) const fn remedy(self) -> Option<&'static str> {
        match self {
            Self::Sent => None,
            Self::OtherClient => Some("use one client id for log-in and refresh"),
            Self::SameSite => Some("set the cookie's SameSite to None, or use a custom domain"),
            Self::ThirdParty => Some("use a custom domain of the page's own site"),
            Self::NotSent => Some("send the cookies that the log-in set"),
        }
    }
}

impl Row {
    /// With one more.
    fn with(self, time: Option<Time>) -> Self {
        let goes_on = match (self.since, time) {
            (Some(since), Some(time)) => time.0.saturating_sub(since.0) <= ROW,
            (None, _) | (_, None) => false,
        };
        if goes_on {
            Self { length: self.length + 1, ..self }
        } else {
            Self { since: time, length: 1 }
        }
    }
}

impl Refreshes {
    pub(super) fn learn(&mut self, call: &Call<'_>) {
        if call.refreshes() {
            self.learn_under_way(call);
        }
        let Fact::Known(response) = &call.exchange.response else { return };
        let hands_out = handed_out(call, response);
        let refused = call.refreshes() && is_refused(call);
        let ends = call.logs_out();
        let deletes = set_cookies(response).any(|(name, ..)| is_refresh(name));
        if !(hands_out || refused || ends || deletes) {
            return;
        }
        let host = key(&call.host());
        if ends {
            self.hosts.remove(&host);
            return;
        }
        if !self.hosts.contains_key(&host) && (!hands_out || self.hosts.len() >= MOST) {
            return;
        }
        let state = self.hosts.entry(host).or_default();
        state.learn_cookies(response);
        if hands_out {
            state.logged_in = true;
            state.since = call.exchange.answered.known();
            state.refused = Row::default();
        } else if refused {
            state.refused = state.refused.with(call.exchange.started.known());
        }
    }

    /// The session that a call at this moment belongs to.
    fn session(&self, call: &Call<'_>) -> Option<&State> {
        let state = self.hosts.get(&key(&call.host()))?;
        let before = state
            .since
            .zip(call.exchange.started.known())
            .is_some_and(|(since, started)| started < since);
        (!before).then_some(state)
    }

    fn learn_under_way(&mut self, call: &Call<'_>) {
        let (Some(key), Some(this)) = (refresh_token(call), under_way(call.exchange)) else {
            return;
        };
        if self.under_way.len() >= MOST {
            return;
        }
        let last = self.under_way.entry(key).or_insert(this);
        if last.answered < this.answered {
            *last = this;
        }
    }

    /// Somebody logged in, and has not logged out since.
    pub(crate) fn is_logged_in(&self) -> bool {
        self.hosts.values().any(|state| state.logged_in)
    }

    /// Another refresh with the same token was sent and not answered yet.
    pub(crate) fn is_parallel(&self, exchange: &Exchange) -> Fact<bool> {
        let call = Call::of(exchange);
        if !call.refreshes() {
            return Fact::Absent;
        }
        let Some(key) = refresh_token(&call) else { return Fact::Unknown(Why::NotRecorded) };
        let Some(other) = self.under_way.get(&key) else { return Fact::Known(false) };
        match (exchange.started, under_way(exchange)) {
            (_, Some(this)) => {
                Fact::Known(other.started < this.answered && this.started < other.answered)
            }
            (Fact::Known(started), None) if started >= other.started => {
                Fact::Known(started < other.answered)
            }
            (Fact::Known(_) | Fact::Absent, None) => Fact::Unknown(Why::NotRecorded),
            (Fact::Unknown(why), None) => Fact::Unknown(why),
        }
    }

    /// What became of the cookie that the log-in set; absent before a log-in, and for other calls.
    pub(crate) fn cookie(&self, exchange: &Exchange) -> Fact<Cookie> {
        let call = Call::of(exchange);
        if call.method() != "POST" || !call.path.ends_with("/auth/v1/user/token/refresh") {
            return Fact::Absent;
        }
        let state = self.session(&call);
        let Some(state) = state.filter(|state| !state.cookies.is_empty()) else {
            return Fact::Absent;
        };
        match call.refresh_cookies() {
            Fact::Known(sent)
                if sent.iter().any(|(name, _)| state.cookies.contains(&key(name))) =>
            {
                Fact::Known(Cookie::Sent)
            }
            Fact::Known(_) => Fact::Known(Cookie::OtherClient),
            Fact::Absent => Fact::Known(state.lost(&call)),
            Fact::Unknown(why) => Fact::Unknown(why),
        }
    }

    /// How many refreshes in a row were refused after a log-in, this one included.
    pub(crate) fn refused_in_row(&self, exchange: &Exchange) -> Fact<i64> {
        let call = Call::of(exchange);
        if !call.refreshes() {
            return Fact::Absent;
        }
        let state = self.session(&call);
        let Some(state) = state.filter(|state| state.logged_in) else { return Fact::Absent };
        match call.status() {
            Fact::Known(_) if is_refused(&call) => {
                Fact::Known(state.refused.with(exchange.started.known()).length)
            }
            Fact::Known(_) | Fact::Absent => Fact::Known(0),
            Fact::Unknown(why) => Fact::Unknown(why),
        }
    }
}

impl State {
    fn learn_cookies(&mut self, response: &Response) {
        for (name, value, attributes) in set_cookies(response).filter(|(name, ..)| is_refresh(name))
        {
            if is_deleted(value, attributes) {
                self.cookies.remove(&key(name));
            } else if self.cookies.len() < 20 {
                self.cookies.insert(key(name));
                self.same_site = same_site(attributes);
            }
        }
    }

    fn lost(&self, call: &Call<'_>) -> Cookie {
        match (is_cross_site(call), self.same_site) {
            (true, Some(SameSite::Strict | SameSite::Lax)) => Cookie::SameSite,
            (true, Some(SameSite::None) | None) => Cookie::ThirdParty,
            (false, _) => Cookie::NotSent,
        }
    }
}

/// The answer begins a session or carries one on.
fn handed_out(call: &Call<'_>, response: &Response) -> bool {
    let sets = || {
        set_cookies(response)
            .any(|(name, value, attributes)| is_refresh(name) && !is_deleted(value, attributes))
    };
    let of_session =
        call.refreshes() || call.path == "/oauth/token" || call.path.contains("/auth/");
    let shows = || {
        let body = response.body.as_ref().known().map(Text::as_written).unwrap_or_default();
        body.contains("\"accessToken\"") || body.contains("\"access_token\"")
    };
    let took = call.status().known().is_some_and(|status| status < 400);
    took && (sets() || of_session && shows())
}

fn is_refused(call: &Call<'_>) -> bool {
    matches!(call.status(), Fact::Known(400 | 401 | 403))
}

fn is_deleted(value: &str, attributes: &str) -> bool {
    let attributes = attributes.to_ascii_lowercase();
    value.trim().is_empty() || attributes.contains("max-age=0") || attributes.contains("1970")
}

fn same_site(attributes: &str) -> Option<SameSite> {
    let attributes = attributes.to_ascii_lowercase();
    let value = attributes.split(';').find_map(|part| part.trim().strip_prefix("samesite="))?;
    match value.trim() {
        "strict" => Some(SameSite::Strict),
        "lax" => Some(SameSite::Lax),
        "none" => Some(SameSite::None),
        _ => None,
    }
}

/// The page that sent the call lies on another site than the host.
fn is_cross_site(call: &Call<'_>) -> bool {
    let header = |name: &str| call.exchange.request.header(name).known();
    if let Some(site) = header("sec-fetch-site") {
        return site.value.as_written().trim().eq_ignore_ascii_case("cross-site");
    }
    let origin = header("origin").and_then(|origin| host::bare(origin.value.as_written()));
    origin.is_some_and(|origin| site(&origin) != site(&call.host()))
}

/// The last two labels. Where those are everybody's (`co.uk`), two sites pass for one.
fn site(host: &str) -> Vec<&str> {
    host.rsplit('.').take(2).collect()
}

fn under_way(exchange: &Exchange) -> Option<UnderWay> {
    let (started, answered) = (exchange.started.known()?, exchange.answered.known()?);
    Some(UnderWay { started, answered })
}

/// Stands for the refresh token that a call sends, at this host and for this tenant.
fn refresh_token(call: &Call<'_>) -> Option<Key> {
    let field = |name: &str| fields::of_body(call.exchange, name).known();
    let mut text = match call.refresh_cookies() {
        Fact::Known(sent) if sent.iter().any(|(_, value)| placeholder::is_lost(value)) => {
            return None;
        }
        Fact::Known(sent) => {
            sent.iter().flat_map(|(name, value)| [*name, "=", *value, ";"]).collect()
        }
        Fact::Absent | Fact::Unknown(_) => {
            field("refresh_token").or_else(|| field("refreshToken"))?
        }
    };
    text.push(' ');
    text.push_str(&field("tenantId").unwrap_or_default());
    text.push_str(&call.host());
    Some(key(&text))
}
