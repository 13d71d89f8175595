//! What `{{name}}` stands for, where the same file says it.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::lines::{self, Kind, Line};
use crate::source::{Span, Text};
use crate::truth::Why;

/// More definitions than this are left unknown: no file written by people has them.
const MOST_VARIABLES: usize = 1_000;
/// How often definitions may refer to each other.
const MOST_ROUNDS: usize = 8;
/// A value made of other values may not grow beyond this.
const LONGEST_VALUE: usize = 16 << 10;
/// What all uses together may add to a file, so that a few bytes do not become gigabytes.
const LARGEST_EXPANSION: usize = 16 << 20;

/// The values that a file gives to its own variables.
pub(super) struct Variables {
    values: BTreeMap<String, Vec<Part>>,
    left: Cell<usize>,
}

#[derive(Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    Reference(String),
}

impl Variables {
    /// All definitions of the file; later ones may be used earlier.
    pub(super) fn gather(text: &str) -> Self {
        let mut written: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (name, value) in lines::blocks(text).flat_map(|block| definitions(text, block)) {
            if written.len() >= MOST_VARIABLES {
                break;
            }
            // Two values for one name: which one holds depends on the client.
            let told = Some(value).filter(|value| !value.is_empty());
            written
                .entry(name)
                .and_modify(|old| *old = old.filter(|_| *old == told))
                .or_insert(told);
        }
        let values = written
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), parts(value?))))
            .collect();
        Self { values: settled(values), left: Cell::new(LARGEST_EXPANSION) }
    }

    /// Appends `span` of the file, with what its variables stand for.
    pub(super) fn push(&self, into: &mut Text, text: &str, span: Span) {
        let written = &text[span.start..span.end];
        let mut from = 0;
        for (at, end) in references(written) {
            into.push_verbatim(&written[from..at], span.start + from);
            let place = Span::new(span.start + at, span.start + end);
            self.push_reference(into, &written[at..end], place);
            from = end;
        }
        if from < written.len() || from == 0 {
            into.push_verbatim(&written[from..], span.start + from);
        }
    }

    pub(super) fn text(&self, text: &str, span: Span) -> Text {
        let mut read = Text::default();
        self.push(&mut read, text, span);
        read
    }

    fn push_reference(&self, into: &mut Text, written: &str, span: Span) {
        let name = inside(written);
        let Some(value) = self.values.get(name).filter(|value| self.spend(length(value))) else {
            into.push_hole(written, span, (Why::Variable, name));
            return;
        };
        for part in value {
            match part {
                Part::Literal(literal) => into.push_decoded(literal, span),
                Part::Reference(other) => {
                    into.push_hole(other, span, (Why::Variable, inside(other)));
                }
            }
        }
    }

    fn spend(&self, length: usize) -> bool {
        let left = self.left.get().checked_sub(length);
        left.inspect(|left| self.left.set(*left)).is_some()
    }
}

fn definitions(text: &str, block: Span) -> Vec<(&str, &str)> {
    lines::classify(text, block)
        .into_iter()
        .filter(|line| line.kind == Kind::Variable)
        .filter_map(|Line { span, .. }| {
            let line = &text[span.start..span.end];
            let (name, value) = lines::variable(line)?;
            Some((&line[name.start..name.end], &line[value.start..value.end]))
        })
        .collect()
}

/// Puts values into values until nothing changes. A circle stays a reference.
fn settled(mut values: BTreeMap<String, Vec<Part>>) -> BTreeMap<String, Vec<Part>> {
    for _ in 0..MOST_ROUNDS {
        let done: BTreeMap<String, Vec<Part>> = values
            .iter()
            .filter(|(_, value)| value.iter().all(|part| is_settled(part, &values)))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let before = values.clone();
        for (name, value) in &mut values {
            if !done.contains_key(name) {
                *value = filled(value, &done);
            }
        }
        if values == before {
            break;
        }
    }
    values
}

fn is_settled(part: &Part, values: &BTreeMap<String, Vec<Part>>) -> bool {
    match part {
        Part::Literal(_) => true,
        Part::Reference(written) => !values.contains_key(inside(written)),
    }
}

fn filled(value: &[Part], done: &BTreeMap<String, Vec<Part>>) -> Vec<Part> {
    let mut length = length(value);
    let mut parts = Vec::new();
    for part in value {
        let known = match part {
            Part::Literal(_) => None,
            Part::Reference(written) => done.get(inside(written)),
        };
        match known {
            Some(value) if length + self::length(value) <= LONGEST_VALUE => {
                length += self::length(value);
                parts.extend(value.iter().cloned());
            }
            Some(_) | None => parts.push(part.clone()),
        }
    }
    parts
}

fn length(value: &[Part]) -> usize {
    value
        .iter()
        .map(|part| match part {
            Part::Literal(text) | Part::Reference(text) => text.len(),
        })
        .sum()
}

fn parts(value: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, end) in references(value) {
        if from < at {
            parts.push(Part::Literal(value[from..at].to_owned()));
        }
        parts.push(Part::Reference(value[at..end].to_owned()));
        from = end;
    }
    if from < value.len() {
        parts.push(Part::Literal(value[from..].to_owned()));
    }
    parts
}

/// `x` of `{{ x }}`.
fn inside(written: &str) -> &str {
    written.trim_start_matches('{').trim_end_matches('}').trim()
}

/// Where `{{…}}` stands in a text: on one line, around something, without braces inside.
fn references(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| from + at) {
        let inner = text[open + 2..].find(['{', '}', '\n']).map(|at| open + 2 + at);
        let Some(stop) = inner else { break };
        let closed = text[stop..].starts_with("}}") && !text[open + 2..stop].trim().is_empty();
        if closed {
            found.push((open, stop + 2));
            from = stop + 2;
        } else {
            from = open + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::Fact;

    fn read(text: &str, use_of: &str) -> Text {
        let at = text.rfind(use_of).unwrap();
        Variables::gather(text).text(text, Span::new(at, at + use_of.len()))
    }

    #[test]
    fn a_value_of_the_same_file_is_known_and_points_at_its_use() {
        let text = "@host = api.frontegg.com\n@base = https://{{host}}/x\nGET {{base}}/y";
        let value = read(text, "{{base}}/y");
        assert_eq!(value.known(), Fact::Known("https://api.frontegg.com/x/y"));
        assert_eq!(value.span_of(0..5), Span::new(56, 64));
        assert_eq!(value.span().end, text.len());
    }

    #[test]
    fn what_the_environment_says_is_unknown_and_named() {
        for written in ["{{$guid}}", "{{ token }}", "{{login.response.body.$.token}}"] {
            let value = read(written, written);
            assert_eq!(value.known(), Fact::Unknown(Why::Variable));
            assert_eq!(value.as_written(), written);
        }
        assert_eq!(read("{{ token }}", "{{ token }}").holes()[0].name, "token");
    }

    #[test]
    fn two_values_an_empty_one_and_a_circle_are_unknown() {
        for text in ["@a = 1\n@a = 2\n{{a}}", "@a =\n{{a}}", "@a = {{b}}\n@b = {{a}}\n{{a}}"] {
            assert!(read(text, "{{a}}").known().is_unknown(), "{text}");
        }
        assert_eq!(read("@a = 1\n@a = 1\n{{a}}", "{{a}}").known(), Fact::Known("1"));
    }

    #[test]
    fn a_few_bytes_do_not_become_gigabytes() {
        let mut text = "@a0 = 0123456789abcdef\n".to_owned();
        for n in 1..40 {
            let before = format!("{{{{a{}}}}}", n - 1);
            text.extend([format!("@a{n} = "), before.repeat(50), "\n".to_owned()]);
        }
        text.push_str(&"{{a39}}".repeat(10_000));
        let value = read(&text, &"{{a39}}".repeat(10_000));
        assert!(value.len() < 2 * LARGEST_EXPANSION);
    }

    #[test]
    fn braces_of_json_are_no_variables() {
        assert_eq!(references("{\"a\":{\"b\":{}}}"), []);
        assert_eq!(references("{{{x}}}"), [(1, 6)]);
        assert_eq!(references("{{}} {{a\n}} {{b}}"), [(12, 17)]);
        assert_eq!(references("{{"), []);
    }
}
