//! Which variables stand for what an earlier request of a collection answered.

use std::collections::BTreeMap;

use crate::exchange::{Echo, Request};
use crate::source::{Hole, Text};

/// The variables that hold answers, by name.
#[derive(Default)]
pub(in crate::input) struct Answers {
    /// None where two requests set the name.
    numbers: BTreeMap<String, Option<usize>>,
}

impl Answers {
    /// The exchange of this number puts its answer, or a part of it, into a variable.
    pub(in crate::input) fn note(&mut self, name: &str, number: usize) {
        let known = self.numbers.entry(name.to_owned()).or_insert(Some(number));
        *known = known.filter(|of| *of == number);
    }

    /// The variables in the headers of a request that hold earlier answers.
    pub(in crate::input) fn of(&self, request: &Request) -> Vec<Echo> {
        let echo = |value: &Text, hole: &Hole| {
            let of = (*self.numbers.get(&hole.name)?)?;
            Some(Echo { span: value.span_of(hole.range.clone()), of })
        };
        let echoes = |value: &Text| -> Vec<Echo> {
            value.holes().iter().filter_map(|hole| echo(value, hole)).collect()
        };
        if self.numbers.is_empty() {
            return Vec::new();
        }
        request.headers.iter().flat_map(|header| echoes(&header.value)).collect()
    }
}
