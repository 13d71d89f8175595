//! JSON values of a collection as texts with their variables filled in.

use super::message::encoded;
use super::variables::Variables;
use crate::json::Value;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// The text of a file, and what its variables stand for.
#[derive(Clone, Copy)]
pub(in crate::input) struct Page<'a> {
    pub(in crate::input) text: &'a str,
    pub(in crate::input) variables: &'a Variables,
}

impl Page<'_> {
    /// A string, number or `true`. An object or a list has no value of this kind.
    pub(in crate::input) fn read(self, value: Value<'_>) -> Fact<Text> {
        value.text().map(|text| self.fill(text))
    }

    /// The text with some letters percent-encoded.
    pub(in crate::input) fn encoded(self, text: &Text, is_special: fn(char) -> bool) -> Text {
        encoded(text, self.text, is_special)
    }

    pub(in crate::input) fn fill(self, text: Text) -> Text {
        self.variables.fill(text, self.text)
    }

    /// The member of that name, if it is there and not null.
    pub(in crate::input) fn member(self, of: Value<'_>, name: &str) -> Option<Text> {
        self.read(of.get(name)?).known()
    }

    /// The same, where an empty one is filled in later and one of another kind says nothing.
    pub(in crate::input) fn needed(self, of: Value<'_>, name: &str) -> Text {
        match of.get(name).map(|value| (self.read(value), value.span())) {
            Some((Fact::Known(text), _)) if !text.is_empty() => text,
            Some((Fact::Unknown(why), span)) => hole(span.start, why),
            Some((Fact::Known(_) | Fact::Absent, span)) => hole(span.end, Why::NotRecorded),
            None => hole(of.span().start, Why::NotRecorded),
        }
    }
}

/// Something that is not in the text.
pub(in crate::input) fn hole(at: usize, why: Why) -> Text {
    let mut text = Text::default();
    text.push_hole("", Span::at(at), (why, ""));
    text
}

/// Whether a member is there and true.
pub(in crate::input) fn is_true(of: Value<'_>, name: &str) -> bool {
    of.get(name).is_some_and(|value| value.raw() == "true")
}

/// A string as it stands there, without looking for variables.
pub(in crate::input) fn plain(of: Value<'_>, name: &str) -> Option<String> {
    of.get(name)?.text().known().map(|text| text.as_written().to_owned())
}
