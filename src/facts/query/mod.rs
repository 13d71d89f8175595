//! What the query of a request says, beside what the route takes.

mod bounds;
mod meant;
mod tenant;

use crate::exchange::Exchange;
use crate::input::query::{decoded, parameters};
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::catalog::{Parameter, Required, Route};
use super::{Facts, reading};

pub(crate) use bounds::bad;
pub(crate) use tenant::tenant;

/// Names that only keep a cache from answering.
const CACHE_BUSTERS: &[&str] = &["_", "_t", "t", "ts", "cb"];

/// Longer names are no misspelt ones, but something that stands where a name should.
const LONGEST_NAME: usize = 64;

/// A parameter whose name is here to be read.
pub(crate) struct Given {
    /// Without percent signs.
    pub(crate) name: String,
    /// Behind the equals sign.
    value: Option<Text>,
    /// The name as it stands in the request.
    pub(crate) written: Text,
    /// Name and value together.
    pub(crate) whole: Text,
}

impl Given {
    /// `ids` of `ids[]` and `ids[0]`.
    fn base(&self) -> &str {
        self.name.split('[').next().unwrap_or_default()
    }

    /// The value, if it is here to be read.
    fn value(&self, sent: bool) -> Fact<String> {
        let Some(value) = &self.value else { return Fact::Absent };
        let plain = decoded(value.as_written());
        // A name to fill in may stand percent-encoded.
        let text = Text::decoded(&plain, value.span());
        reading::of(value, sent).and_then(|_| reading::of(&text, sent).map(str::to_owned))
    }
}

/// The parameters of a request.
pub(crate) struct Query {
    pub(crate) given: Vec<Given>,
    /// Why there may be more of them than can be seen.
    hidden: Option<Why>,
}

impl Query {
    pub(crate) fn of(exchange: &Exchange) -> Self {
        let url = &exchange.request.url;
        // A variable that stands for the whole address may bring parameters along.
        let host = url.path.is_empty().then(|| url.host.holes().first()).flatten();
        let last = url.path.holes().last();
        let tail = last.filter(|hole| hole.range.end == url.path.len() && hole.range.start <= 1);
        let mut hidden = host.or(tail).map(|hole| hole.why);
        let Some(query) = &url.query else { return Self { given: Vec::new(), hidden } };
        let sent = reading::was_sent(exchange);
        let mut given = Vec::new();
        for parameter in parameters(query) {
            let written = query.slice(parameter.name.clone());
            let vague = !sent && written.as_written().contains(['<', '{', '$', '*', '…']);
            let hole = written.holes().first().map(|hole| hole.why);
            if let Some(why) = hole.or(vague.then_some(Why::Placeholder)) {
                hidden = Some(why);
                continue;
            }
            given.push(Given {
                name: decoded(written.as_written()),
                value: parameter.value.clone().map(|range| query.slice(range)),
                written,
                whole: query.slice(parameter.whole()),
            });
        }
        Self { given, hidden }
    }

    /// What is not there is known to be absent only if everything can be seen.
    fn or_hidden<T>(&self, found: Option<T>) -> Fact<T> {
        match (found, self.hidden) {
            (Some(found), _) => Fact::Known(found),
            (None, Some(why)) => Fact::Unknown(why),
            (None, None) => Fact::Absent,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.given.iter().any(|given| given.base() == name)
    }
}

/// The parameters that the route takes; absent where nothing documents all of them.
fn listed<'f>(facts: &'f Facts<'_>) -> Fact<&'f [Parameter]> {
    facts.path().route.and_then(|route: &Route| {
        if route.detailed { Fact::Known(route.query.get().as_slice()) } else { Fact::Absent }
    })
}

/// The first parameter that the route does not take.
pub(crate) fn unknown<'f>(facts: &'f Facts<'_>) -> Fact<&'f Given> {
    strays(facts).and_then(|strays| facts.query().or_hidden(strays.first().copied()))
}

/// The second one.
pub(crate) fn unknown_too<'f>(facts: &'f Facts<'_>) -> Fact<&'f Given> {
    strays(facts).and_then(|strays| facts.query().or_hidden(strays.get(1).copied()))
}

fn strays<'f>(facts: &'f Facts<'_>) -> Fact<Vec<&'f Given>> {
    listed(facts).map(|listed| {
        let told = tenant::told_elsewhere(facts);
        let sent = facts.was_sent();
        let takes = |given: &Given| {
            listed.iter().any(|known| known.name == given.base() || known.name == given.name)
        };
        let is_stray = |given: &&Given| {
            is_name(&given.name)
                && given.value.is_some()
                && !takes(given)
                && !is_cache_buster(given, sent)
                && !told.contains(&given.name.as_str())
        };
        facts.query().given.iter().filter(is_stray).collect()
    })
}

/// The name that the unknown one misses.
pub(crate) fn nearest<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    unknown(facts).and_then(|given| missed(facts, given, "").into())
}

/// The name that the second one misses, which is none that the first one misses. Of a third one
/// nothing is said, and renaming two of three cures nothing.
pub(crate) fn nearest_too<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    strays(facts).and_then(|strays| {
        let [_, second] = strays[..] else { return Fact::Absent };
        nearest(facts).and_then(|first| missed(facts, second, first).into())
    })
}

fn missed<'f>(facts: &'f Facts<'_>, given: &Given, taken: &str) -> Option<&'f str> {
    let free: Vec<&Parameter> = listed(facts)
        .known()
        .unwrap_or_default()
        .iter()
        .filter(|known| known.name != taken && !facts.query().has(&known.name))
        .collect();
    meant::nearest(given.base(), &free)
}

/// Where in its list a call begins.
pub(crate) fn offset<'f>(facts: &'f Facts<'_>) -> Option<&'f Given> {
    facts.query().given.iter().find(|given| ["_offset", "offset"].contains(&given.name.as_str()))
}

/// The first parameter that the route requires and the call lacks.
pub(crate) fn missing<'f>(facts: &'f Facts<'_>) -> Fact<&'f Parameter> {
    facts.path().route.and_then(|route| {
        let lacks =
            |known: &&Parameter| known.required != Required::No && !facts.query().has(&known.name);
        let missing = route.query.get().iter().find(lacks);
        match (missing, facts.query().hidden) {
            (Some(_), Some(why)) => Fact::Unknown(why),
            (Some(missing), None) => Fact::Known(missing),
            (None, _) => Fact::Absent,
        }
    })
}

/// How many bytes the address has as it is sent.
pub(crate) fn url_length(exchange: &Exchange) -> Fact<i64> {
    let url = &exchange.request.url;
    let optional = [&url.port, &url.query].into_iter().flatten();
    let parts = [&url.scheme, &url.host, &url.path].into_iter().chain(optional);
    let (mut length, mut hole) = ("://".len(), None);
    for part in parts {
        length += part.len() + 1;
        hole = hole.or(part.holes().first().map(|hole| hole.why));
    }
    match hole {
        // What is there is there, whatever stands in the holes.
        Some(why) if length < 16 << 10 => Fact::Unknown(why),
        Some(_) | None => i64::try_from(length).ok().into(),
    }
}

/// Whether the words of an OAuth `scope` are joined by signs that were encoded once too often.
pub(crate) fn scope_encoded_twice<'f>(facts: &'f Facts<'_>) -> Fact<&'f Given> {
    let asks = facts.path().bare.as_ref().map(|bare| bare.starts_with("/oauth/authorize"));
    asks.and_then(|asks| {
        let query = facts.query();
        let is_twice = |given: &&Given| {
            given.name == "scope"
                && given.value(true).known().is_some_and(|value| {
                    let joined = value.replace("%2B", "+").replace("%2b", "+").replace("%20", "+");
                    let mut words = joined.split('+');
                    joined.contains('+') && words.any(|word| word.trim() == "openid")
                })
        };
        if asks { query.given.iter().find(is_twice).into() } else { Fact::Absent }
    })
}

fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.[]".contains(&byte);
    !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(letter)
}

fn is_cache_buster(given: &Given, sent: bool) -> bool {
    let digits = |value: String| value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    CACHE_BUSTERS.contains(&given.name.as_str()) && given.value(sent).known().is_none_or(digits)
}
