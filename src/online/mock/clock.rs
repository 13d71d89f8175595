//! The time, as a server knows it.
#![expect(
    clippy::disallowed_methods,
    reason = "a server lives in time: tokens run out, limits are reset"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use crate::exchange::Time;

/// Now.
pub(super) fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Now, in seconds as a JWT counts them.
pub(super) fn seconds() -> i64 {
    now().0.div_euclid(1000)
}
