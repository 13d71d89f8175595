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
            let written = value.as_written().get(hole.range.clone())?;
            let of = (*self.numbers.get(answered(written).unwrap_or(&hole.name))?)?;
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

/// The request that a tag takes the answer of: `{% response 'body', 'req_1', … %}`.
fn answered(written: &str) -> Option<&str> {
    let tag = written.strip_prefix("{%")?.trim_start_matches(['-', ' ']);
    let mut quoted = tag.strip_prefix("response")?.split('\'');
    quoted.nth(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_the_request_it_takes_the_answer_of() {
        let tag = "{% response 'body', 'req_1', 'b64::JC50b2tlbg==::46b', 'never', 60 %}";
        assert_eq!(answered(tag), Some("req_1"));
        assert_eq!(answered("{% now 'iso', '' %}"), None);
        assert_eq!(answered("{{ token }}"), None);
    }
}
