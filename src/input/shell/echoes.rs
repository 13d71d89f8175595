//! Which variables of a script hold what an earlier command answered.

use std::collections::BTreeMap;

use super::variables::{Setting, Variables};
use super::word::{PartKind, Word};
use crate::exchange::{Echo, Request};
use crate::source::{Hole, Source, Span, Text};

/// What is known of earlier answers.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a> {
    pub(super) variables: &'a Variables,
    /// The substitutions that hold exchanges, by where they begin: their ends and the last number.
    pub(super) within: &'a BTreeMap<usize, (usize, usize)>,
}

impl Answers<'_> {
    fn of_variable(&self, name: &str) -> Option<usize> {
        match self.variables.get(name)? {
            Setting::Answer(number) => Some(*number),
            Setting::To(_, of) => *of,
            Setting::Words(_) | Setting::Unset | Setting::Unknown => None,
        }
    }

    /// The last exchange that stands inside `span`.
    fn inside(&self, span: Span) -> Option<usize> {
        let mut inside = self.within.range(span.start..=span.end).rev();
        inside.find(|(_, (end, _))| *end <= span.end).map(|(_, (_, of))| *of)
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
pub(super) fn of(request: &Request, source: &Source, known: &Answers<'_>) -> Vec<Echo> {
    let echoes = |value: &Text| -> Vec<Echo> {
        let echo = |hole: &Hole| {
            let span = value.span_of(hole.range.clone());
            // The variable that is used here may hold another one, which has changed since.
            let used = named(source.slice(span)).next().filter(|name| !name.is_empty());
            let of = match used.and_then(|name| known.variables.get(name)) {
                Some(Setting::To(..) | Setting::Answer(_) | Setting::Unset | Setting::Unknown) => {
                    used.and_then(|name| known.of_variable(name))
                }
                Some(Setting::Words(_)) => known.of_variable(&hole.name),
                None => None,
            };
            let of = of.or_else(|| known.inside(span));
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
