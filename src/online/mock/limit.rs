//! How many calls a host answers a minute.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::exchange::Time;

use super::{Setup, clock};

/// The calls of the running minute, by host.
#[derive(Default)]
pub(super) struct Limits(Mutex<BTreeMap<String, Window>>);

#[derive(Clone, Copy)]
struct Window {
    ends: Time,
    calls: u32,
}

/// How a call stands with the limit.
pub(super) struct Standing {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    pub(super) reset: Time,
    pub(super) is_over: bool,
}

impl Limits {
    /// Counts a call; none where nothing is limited.
    pub(super) fn count(&self, host: &str, setup: &Setup) -> Option<Standing> {
        let limit = setup.calls_a_minute?;
        let now = clock::now();
        let lasts = i64::try_from(setup.window.as_millis()).unwrap_or(i64::MAX);
        let fresh = Window { ends: Time(now.0.saturating_add(lasts)), calls: 0 };
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let window = windows.entry(host.to_owned()).or_insert(fresh);
        if window.ends <= now {
            *window = fresh;
        }
        window.calls = window.calls.saturating_add(1);
        Some(Standing {
            limit,
            remaining: limit.saturating_sub(window.calls),
            reset: window.ends,
            is_over: window.calls > limit,
        })
    }
}
