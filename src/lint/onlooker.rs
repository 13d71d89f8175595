//! Somebody who looks on while a recording is judged, and sees what no report may hold.

use crate::exchange::Exchange;
use crate::facts::Facts;
use crate::finding::Diagnosis;

/// Somebody who looks on while a recording is judged. A call whose credentials may have been left out
/// of its recording is judged twice, and seen twice.
pub trait Onlooker {
    /// An error answer was explained.
    fn diagnosed(&self, _facts: &Facts<'_>, _diagnosis: &Diagnosis) {}

    /// The fix of a rule was proven: the call as it is, and as it would be.
    fn corrected(&self, _rule: &str, _call: &Exchange, _corrected: &Exchange) {}
}

/// Nobody looks on.
pub struct Nobody;

impl Onlooker for Nobody {}
