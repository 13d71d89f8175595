//! Writes that were answered, and what later answers of the same path show of them.

use std::collections::HashMap;

use crate::exchange::{Exchange, Time};
use crate::facts::answer;
use crate::facts::catalog::Catalog;
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::scalars::{self, Scalar, Scalars};
use super::switch::is_switch;
use super::{Call, Key, key};

/// So many writes wait for a later answer, and the answers of so many paths are remembered.
const MOST_WAITING: usize = 4;
const MOST_SEEN: usize = 100;

/// An answer that comes sooner after a write may still be an old one.
const SETTLED: i64 = 1000;

/// So much is enough to say it: one answer of which the time is known, or two.
const ENOUGH: u8 = 2;

#[derive(Default)]
pub(crate) struct Writes {
    waiting: Vec<Write>,
    /// What the last answer of a path showed.
    seen: HashMap<Key, Seen>,
    /// Writes that need not wait any longer.
    released: Vec<usize>,
    ended: bool,
}

struct Seen {
    way: Vec<Key>,
    values: Scalars,
}

/// A write that was taken, and whose own answer does not show it done.
struct Write {
    number: usize,
    /// Host, path, tenant and credential.
    target: Key,
    way: Vec<Key>,
    answered: Fact<Time>,
    changes: Vec<Change>,
    /// The first field that later answers show unchanged, and how surely.
    unchanged: Option<Key>,
    sureness: u8,
}

struct Change {
    name: Key,
    new: Scalar,
    old: Option<Scalar>,
}

impl Writes {
    pub(super) fn learn(&mut self, call: &Call<'_>, catalog: &Catalog) {
        match call.method() {
            "OPTIONS" | "HEAD" => {}
            _ if is_of_another(call) => self.forget(),
            "GET" => self.learn_answer(call, catalog),
            _ => self.learn_write(call, catalog),
        }
    }

    pub(super) const fn end(&mut self) {
        self.ended = true;
    }

    /// The numbers of writes of which nothing more will be said, since this was asked last.
    pub(super) fn released(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.released)
    }

    /// The first field of this write that a later answer shows unchanged.
    pub(crate) fn unchanged(&self, exchange: &Exchange, catalog: &Catalog) -> Fact<String> {
        if !self.ended {
            let write = self.write(&Call::of(exchange), catalog);
            return write.map_or(Fact::Absent, |_| Fact::Unknown(Why::NotYet));
        }
        let found = self.waiting.iter().find(|write| write.number == exchange.number);
        let field = found.filter(|write| write.is_found()).and_then(|write| write.unchanged);
        field.and_then(|field| scalars::name(&exchange.request.body, field)).into()
    }

    fn forget(&mut self) {
        self.released.extend(self.waiting.drain(..).map(|write| write.number));
        self.seen.clear();
    }

    /// A write that a later answer can show to have done nothing.
    fn write(&self, call: &Call<'_>, catalog: &Catalog) -> Option<Write> {
        if !is_setting(call, catalog) || !was_taken(call) {
            return None;
        }
        let target = target(call)?;
        let before = self.seen.get(&target);
        let sent = scalars::of(&call.exchange.request.body)?;
        let changes = sent.into_iter().map(|(name, new)| {
            let old = before.and_then(|seen| seen.values.get(&name)).copied();
            Change { name, new, old }
        });
        let changes: Vec<_> = changes.filter(|change| change.old != Some(change.new)).collect();
        let own = answer(call.exchange).unwrap_or_default();
        let shown = changes.iter().any(|change| change.is_done(&own));
        (!changes.is_empty() && !shown).then(|| Write {
            number: call.exchange.number,
            target,
            way: way(call),
            answered: call.exchange.answered,
            changes,
            unchanged: None,
            sureness: 0,
        })
    }

    fn learn_write(&mut self, call: &Call<'_>, catalog: &Catalog) {
        let write = self.write(call, catalog);
        let way = way(call);
        // What lies above or below the path may be changed with it.
        let is_near = |other: &[Key]| {
            way.last().is_some_and(|last| other.contains(last))
                || other.last().is_some_and(|last| way.contains(last))
        };
        self.release(|write| is_near(&write.way));
        self.seen.retain(|_, seen| !is_near(&seen.way));
        let Some(write) = write else { return };
        if self.waiting.len() >= MOST_WAITING {
            let idle = self.waiting.iter().position(|waiting| !waiting.is_found());
            let given_up = match idle {
                Some(idle) => self.waiting.remove(idle).number,
                None => return,
            };
            self.released.push(given_up);
        }
        self.waiting.push(write);
    }

    fn learn_answer(&mut self, call: &Call<'_>, catalog: &Catalog) {
        let written = |method: &&str| matches!(*method, "PUT" | "PATCH" | "POST");
        if !catalog.methods(call.path).iter().any(written) || is_from_a_cache(call) {
            return;
        }
        let (Some(target), Some(values)) = (target(call), answer(call.exchange)) else { return };
        let started = call.exchange.started;
        self.release(|write| write.target == target && write.is_done_by(started, &values));
        if self.seen.len() < MOST_SEEN || self.seen.contains_key(&target) {
            self.seen.insert(target, Seen { way: way(call), values });
        }
    }

    fn release(&mut self, mut settles: impl FnMut(&mut Write) -> bool) {
        let released = &mut self.released;
        self.waiting.retain_mut(|write| {
            let settled = settles(write);
            if settled {
                released.push(write.number);
            }
            !settled
        });
    }
}

impl Write {
    const fn is_found(&self) -> bool {
        self.sureness >= ENOUGH
    }

    /// A later answer shows it done; or it counts as one that does not.
    fn is_done_by(&mut self, started: Fact<Time>, values: &Scalars) -> bool {
        if self.changes.iter().any(|change| change.is_done(values)) {
            return true;
        }
        let weight = match (self.answered, started) {
            (Fact::Known(answered), Fact::Known(started)) => {
                let waited = started.0.saturating_sub(answered.0);
                if waited >= SETTLED { ENOUGH } else { 0 }
            }
            (Fact::Known(_) | Fact::Absent | Fact::Unknown(_), _) => 1,
        };
        let unchanged = self.changes.iter().find(|change| change.is_undone(values));
        if let Some(change) = unchanged.filter(|_| weight > 0) {
            self.unchanged.get_or_insert(change.name);
            self.sureness = self.sureness.saturating_add(weight);
        }
        false
    }
}

impl Change {
    fn is_done(&self, values: &Scalars) -> bool {
        values.get(&self.name) == Some(&self.new)
    }

    /// The answer holds the old value. A text or a number that was not seen before may be what the
    /// service made of the new one; of a flag there is only one other.
    fn is_undone(&self, values: &Scalars) -> bool {
        let Some(shown) = values.get(&self.name) else { return false };
        let old = matches!(shown, Scalar::Flag(_)) || self.old == Some(*shown);
        old && shown.differs_from(self.new)
    }
}

/// A setting that is read where it is written. A POST creates things, except in configurations.
fn is_setting(call: &Call<'_>, catalog: &Catalog) -> bool {
    let replaces = match call.method() {
        "PUT" | "PATCH" => true,
        "POST" => ["config", "policy", "settings"].iter().any(|word| call.path.contains(word)),
        _ => false,
    };
    let route = || catalog.find(call.method(), call.path);
    replaces
        && route().is_some_and(|route| route.body.get().is_some())
        && catalog.find("GET", call.path).is_some()
}

/// It was done, as the answer says; with 202 it is done later.
fn was_taken(call: &Call<'_>) -> bool {
    call.succeeded() == Fact::Known(true)
        && matches!(call.status(), Fact::Known(200 | 201 | 203..=299))
}

/// What follows is of another user or tenant.
fn is_of_another(call: &Call<'_>) -> bool {
    let logs_in = call.path.contains("/auth/") && !call.path.ends_with("/auth/vendor");
    call.logs_out() || is_switch(call.path) || logs_in && !call.refreshes()
}

fn is_from_a_cache(call: &Call<'_>) -> bool {
    let Fact::Known(response) = &call.exchange.response else { return false };
    let says = |name: &str| response.header(name).map(|header| header.value.as_written().trim());
    let hit = |name: &str| says(name).is_some_and(|text| text.to_ascii_lowercase().contains("hit"));
    says("age").is_some_and(|age| age != "0") || hit("x-cache") || hit("cf-cache-status")
}

/// The values of an answer that came.
fn answer(exchange: &Exchange) -> Option<Scalars> {
    let Fact::Known(200..=299) = answer::status(exchange) else { return None };
    scalars::of(&exchange.response.as_ref().known()?.body)
}

/// Where a call goes, and for whom; none where a part of the address is not here.
fn target(call: &Call<'_>) -> Option<Key> {
    let url = &call.exchange.request.url;
    url.path.known().known()?;
    let query = url.query.as_ref().map_or("", Text::as_written);
    let mut text = format!("{}\n{}\n{query}", call.host(), call.path);
    for header in &call.exchange.request.headers {
        let name = header.name.as_written().trim().to_ascii_lowercase();
        let tells = name == "authorization"
            || name.starts_with("frontegg-")
                && ["tenant", "user", "application", "vendor"].iter().any(|w| name.contains(w));
        if tells {
            text.extend(["\n", &name, ":", header.value.as_written().trim()]);
        }
    }
    Some(key(&text))
}

/// The host with each beginning of the path, the whole of it last.
fn way(call: &Call<'_>) -> Vec<Key> {
    let whole = call.host() + call.path;
    let ends = whole.match_indices('/').map(|(at, _)| at).skip(1).take(20);
    ends.filter(|at| *at > 0).chain([whole.len()]).map(|end| key(&whole[..end])).collect()
}
