//! Which variables of a script hold what an earlier command answered.

use super::expand::{Setting, Variables};
use super::word::{PartKind, Word};
use crate::exchange::{Echo, Request};
use crate::source::{Hole, Span, Text};

/// What is known of earlier answers.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a> {
    pub(super) variables: &'a Variables,
    /// The exchanges inside `$(…)`: where they stand, and their numbers.
    pub(super) within: &'a [(Span, usize)],
}

impl Answers<'_> {
    fn of_variable(&self, name: &str) -> Option<usize> {
        match self.variables.get(name)? {
            Setting::Answer(number) => Some(*number),
            Setting::To(_) | Setting::Words(_) | Setting::Unknown => None,
        }
    }

    /// The last exchange that stands inside `span`.
    fn inside(&self, span: Span) -> Option<usize> {
        self.within.iter().rev().find(|(inner, _)| span.contains(*inner)).map(|(_, of)| *of)
    }
}

/// The exchange whose answer a value is taken from: the one inside its `$(…)`, or the one that an
/// earlier variable came from (`$(echo "$ANSWER" | jq -r .token)`). None where there are two.
pub(super) fn answer(value: &Word, text: &str, known: &Answers<'_>) -> Option<usize> {
    let mut found = Vec::new();
    for part in &value.parts {
        match &part.kind {
            PartKind::Variable(name, modifier) if modifier.is_empty() => {
                found.extend(known.of_variable(name));
            }
            PartKind::Substitution(inner) => {
                if let Some(number) = known.inside(*inner) {
                    found.push(number);
                } else {
                    let inner = text.get(inner.start..inner.end).unwrap_or_default();
                    found.extend(named(inner).filter_map(|name| known.of_variable(name)));
                }
            }
            PartKind::Variable(..)
            | PartKind::Verbatim
            | PartKind::Decoded(_)
            | PartKind::Dynamic => {}
        }
    }
    let first = *found.first()?;
    found.iter().all(|number| *number == first).then_some(first)
}

/// The variables in the headers of a request that hold earlier answers.
pub(super) fn of(request: &Request, known: &Answers<'_>) -> Vec<Echo> {
    let echoes = |value: &Text| -> Vec<Echo> {
        let echo = |hole: &Hole| {
            let span = value.span_of(hole.range.clone());
            let of = match hole.name.as_str() {
                "" => known.inside(span),
                name => known.of_variable(name),
            };
            of.map(|of| Echo { span, of })
        };
        value.holes().iter().filter_map(echo).collect()
    };
    request.headers.iter().flat_map(|header| echoes(&header.value)).collect()
}

/// The names of `$NAME` and `${NAME` in a text.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}
