//! Three values everywhere: known, absent, or unknown and why.

use serde::Serialize;

/// Why a value cannot be said. A closed set: every reader and every fact picks one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The recording does not hold this part, or its recorder is known to leave it out.
    NotRecorded,
    /// Somebody took the value out: `***`, `[redacted]`, `_harmored_…`.
    Redacted,
    /// A shell, environment or collection variable whose value is elsewhere.
    Variable,
    /// A name to fill in: `<tenant-id>`, `{{token}}`, `YOUR_TOKEN`.
    Placeholder,
    /// Present, but not in a form that can be read.
    Undecodable,
    /// Cut off, or too large to hold.
    Truncated,
    /// Only the configuration could say it, and it does not.
    NotConfigured,
    /// Only the network could say it, and it was not asked.
    NotAsked,
    /// Two witnesses say different things.
    Contradicted,
    /// The question has no meaning for this request.
    NotApplicable,
    /// The rest of the recording says it, which has not been read.
    NotYet,
}

impl Why {
    /// The word used in the JSON report, in `--verbose` output and in rule tests.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotRecorded => "not-recorded",
            Self::Redacted => "redacted",
            Self::Variable => "variable",
            Self::Placeholder => "placeholder",
            Self::Undecodable => "undecodable",
            Self::Truncated => "truncated",
            Self::NotConfigured => "not-configured",
            Self::NotAsked => "not-asked",
            Self::Contradicted => "contradicted",
            Self::NotApplicable => "not-applicable",
            Self::NotYet => "not-yet",
        }
    }
}

/// What a recording shows, does not hold, or cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact<T> {
    Known(T),
    /// Known not to be there.
    Absent,
    Unknown(Why),
}

impl<T> Fact<T> {
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Absent | Self::Unknown(_) => None,
        }
    }

    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    pub const fn as_ref(&self) -> Fact<&T> {
        match self {
            Self::Known(value) => Fact::Known(value),
            Self::Absent => Fact::Absent,
            Self::Unknown(why) => Fact::Unknown(*why),
        }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Self::Known(value) => Fact::Known(change(value)),
            Self::Absent => Fact::Absent,
            Self::Unknown(why) => Fact::Unknown(why),
        }
    }

    pub fn and_then<U>(self, next: impl FnOnce(T) -> Fact<U>) -> Fact<U> {
        match self {
            Self::Known(value) => next(value),
            Self::Absent => Fact::Absent,
            Self::Unknown(why) => Fact::Unknown(why),
        }
    }

    /// The first of two witnesses that knows; an unknown first one does not silence the second.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Known(_) => self,
            Self::Absent => other(),
            Self::Unknown(why) => match other() {
                Self::Known(value) => Self::Known(value),
                Self::Absent | Self::Unknown(_) => Self::Unknown(why),
            },
        }
    }
}

impl<T> From<Option<T>> for Fact<T> {
    /// For values whose absence is certain: `None` is absent, not unknown.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}

/// The answer to a condition, after Kleene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    Yes,
    No,
    Unknown,
}

impl Truth {
    pub const fn from_bool(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            (Self::Unknown, Self::Yes | Self::Unknown) | (Self::Yes, Self::Unknown) => {
                Self::Unknown
            }
        }
    }

    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, Self::No) => Self::No,
            (Self::Unknown, Self::No | Self::Unknown) | (Self::No, Self::Unknown) => Self::Unknown,
        }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Truth; 3] = [Truth::Yes, Truth::No, Truth::Unknown];

    #[test]
    fn unknown_is_never_turned_into_an_answer_by_itself() {
        assert_eq!(!Truth::Unknown, Truth::Unknown);
        assert_eq!(Truth::Unknown.and(Truth::Yes), Truth::Unknown);
        assert_eq!(Truth::Unknown.or(Truth::No), Truth::Unknown);
    }

    #[test]
    fn one_certain_side_decides() {
        for other in ALL {
            assert_eq!(Truth::No.and(other), Truth::No);
            assert_eq!(other.and(Truth::No), Truth::No);
            assert_eq!(Truth::Yes.or(other), Truth::Yes);
            assert_eq!(other.or(Truth::Yes), Truth::Yes);
        }
    }

    #[test]
    fn de_morgan_holds_for_all_nine_pairs() {
        for a in ALL {
            for b in ALL {
                assert_eq!(!(a.and(b)), (!a).or(!b));
            }
        }
    }

    #[test]
    fn a_second_witness_speaks_only_where_the_first_cannot() {
        let silent: Fact<u8> = Fact::Unknown(Why::Variable);
        assert_eq!(silent.or_else(|| Fact::Known(2)), Fact::Known(2));
        assert_eq!(Fact::Known(1).or_else(|| Fact::Known(2)), Fact::Known(1));
        assert_eq!(silent.or_else(|| Fact::Absent), Fact::Unknown(Why::Variable));
    }
}
