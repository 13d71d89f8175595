//! What a host's name is an alias of: a custom domain tells its region so.

use super::ask;
use super::door::Door;

/// The name that a host is an alias of, in lower case; none where it is none, or where that cannot be asked.
pub fn alias_now(door: &Door, host: &str) -> Option<String> {
    ask::alias_now(door, host).ok()?
}
