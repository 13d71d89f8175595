//! What is wrong with a body beside its documented shape.

use std::ops::Range;

/// The first of each kind, in order of place.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    pub(crate) missing: Option<Missing>,
    pub(crate) unlisted: Option<Unlisted>,
    pub(crate) bad: Option<Bad>,
}

/// A required field that is not there.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// As people write it: `[0].profile.email`; made of documented names.
    pub(crate) path: String,
    /// None where one of several fields will do.
    pub(crate) pointer: Option<String>,
    /// The body itself lacks it, and requires no more than two: what the call is about.
    pub(crate) essential: bool,
    /// Where the object begins that lacks it; none where there is no body at all.
    pub(crate) range: Option<Range<usize>>,
}

impl Missing {
    /// What lacks it, in words.
    pub(crate) const fn from(&self) -> &'static str {
        match self.range {
            Some(_) => "in the body",
            None => "as there is no body",
        }
    }
}

/// A field that nothing lists.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Unlisted {
    pub(crate) name: String,
    pub(crate) pointer: String,
    pub(crate) range: Range<usize>,
    /// A documented neighbour that is not there and may have been meant.
    pub(crate) nearest: Option<String>,
    /// What its object may hold: the first documented names.
    pub(crate) listed: String,
}

/// A value that its field cannot have.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bad {
    pub(crate) path: String,
    pub(crate) pointer: String,
    /// In our words and the documentation's.
    pub(crate) why: String,
    pub(crate) nearest: Option<String>,
    pub(crate) range: Range<usize>,
}

impl Bad {
    /// A value that neither alternative can have.
    fn shared_with(self, other: Self) -> Option<Self> {
        if self.range != other.range {
            return None;
        }
        let words = |why: &str| {
            let words = why.strip_prefix("not one of ").or_else(|| why.strip_prefix("not "));
            words.map(str::to_owned)
        };
        let why = match (words(&self.why), words(&other.why)) {
            (Some(own), Some(other)) if own != other => format!("not one of {own}, {other}"),
            _ if self.why == other.why => self.why,
            _ => return None,
        };
        Some(Self { why, nearest: self.nearest.or(other.nearest), ..self })
    }
}

impl Faults {
    /// What both say.
    pub(super) fn shared_with(self, other: Self) -> Self {
        Self {
            missing: self.missing.filter(|own| other.missing.as_ref() == Some(own)),
            unlisted: self.unlisted.zip(other.unlisted).and_then(|(own, other)| {
                let nearest = own.nearest.filter(|near| other.nearest.as_ref() == Some(near));
                (own.range == other.range).then_some(Unlisted { nearest, ..own })
            }),
            bad: self.bad.zip(other.bad).and_then(|(own, other)| own.shared_with(other)),
        }
    }

    /// The first of each kind.
    pub(super) fn or(self, later: Self) -> Self {
        Self {
            missing: self.missing.or(later.missing),
            unlisted: self.unlisted.or(later.unlisted),
            bad: self.bad.or(later.bad),
        }
    }
}
