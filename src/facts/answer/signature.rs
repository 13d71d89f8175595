//! How a known error is recognised.

use std::fmt;
use std::sync::Arc;

use crate::facts::Facts;
use crate::truth::{Fact, Truth, Why};

/// A condition on the other facts; the room of rules knows how to ask it.
pub type Besides = Arc<dyn Fn(&Facts<'_>) -> Truth + Send + Sync>;

/// How a known error is recognised. All that are given must hold.
#[derive(Clone, Default)]
pub struct Signature {
    pub id: String,
    /// Any of these; empty for every status.
    pub status: Vec<u16>,
    /// Any of these is contained in what the body says, in any case; empty for every text.
    pub text: Vec<String>,
    /// `ER-00004`.
    pub error_code: Option<String>,
    pub when: Option<Besides>,
}

/// A code is more exact than a text, a text than where the call went, and that than a status.
const CODE: usize = 8;
const TEXT: usize = 4;
const WHEN: usize = 2;
const STATUS: usize = 1;

impl Signature {
    pub(super) fn may_have(&self, status: Fact<u16>) -> bool {
        self.status.is_empty()
            || match status {
                Fact::Known(status) => self.status.contains(&status),
                Fact::Absent => false,
                Fact::Unknown(_) => true,
            }
    }

    /// How exactly it holds; absent where it does not. The status may hold.
    pub(super) fn holds(&self, facts: &Facts<'_>, status: Fact<u16>) -> Fact<usize> {
        let said = match self.is_said(facts) {
            Fact::Known(exact) => exact,
            said @ (Fact::Absent | Fact::Unknown(_)) => return said,
        };
        let mut exact = said;
        if !self.status.is_empty() {
            exact += STATUS;
            // A text that says it all names the error even where the status was not copied along.
            if let (Fact::Unknown(why), 0) = (status, said) {
                return Fact::Unknown(why);
            }
        }
        match self.when.as_ref().map(|when| when(facts)) {
            Some(Truth::No) => Fact::Absent,
            Some(Truth::Unknown) => Fact::Unknown(Why::NotRecorded),
            Some(Truth::Yes) => Fact::Known(exact + WHEN),
            None if exact == 0 => Fact::Absent,
            None => Fact::Known(exact),
        }
    }

    /// How exactly text and code hold.
    fn is_said(&self, facts: &Facts<'_>) -> Fact<usize> {
        if self.text.is_empty() && self.error_code.is_none() {
            return Fact::Known(0);
        }
        let Some(words) = facts.answer_words() else { return Fact::Unknown(Why::NotRecorded) };
        let mut exact = 0;
        if !self.text.is_empty() {
            exact += TEXT;
            if !self.text.iter().any(|text| words.all.contains(&text.to_lowercase())) {
                return Fact::Absent;
            }
        }
        if let Some(code) = &self.error_code {
            exact += CODE;
            if !words.has_code(code) {
                return Fact::Absent;
            }
        }
        Fact::Known(exact)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature")
            .field("id", &self.id)
            .field("status", &self.status)
            .field("text", &self.text)
            .field("error_code", &self.error_code)
            .field("when", &self.when.is_some())
            .finish()
    }
}
