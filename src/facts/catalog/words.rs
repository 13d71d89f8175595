//! Which word was probably meant.

use crate::near::nearest;

/// The nearest of the words that serde expected: ``unknown field `x`, expected one of `a`, `b` ``.
pub(super) fn suggestion_in(message: &str) -> Option<String> {
    let (wrong, expected) = message.split_once(", expected ")?;
    let wrong = wrong.contains("unknown ").then(|| wrong.split('`').nth(1))??;
    nearest(wrong, expected.split('`').skip(1).step_by(2)).map(str::to_owned)
}
