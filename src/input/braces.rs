//! What `{{name}}` stands for, where somebody says it.

use std::cell::Cell;
use std::collections::BTreeMap;

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

/// What is said of variables: a value, or that none can be known.
#[derive(Default)]
pub(super) struct Definitions(BTreeMap<String, Option<String>>);

impl Definitions {
    /// Another value for a name leaves it unknown: which one holds depends on the client. An empty
    /// one is filled in later.
    pub(super) fn tell(&mut self, name: &str, value: &str) {
        let told = Some(value).filter(|value| !value.is_empty());
        if let Some(old) = self.0.get_mut(name) {
            old.take_if(|old| Some(old.as_str()) != told);
        } else if self.0.len() < MOST_VARIABLES {
            self.0.insert(name.to_owned(), told.map(str::to_owned));
        }
    }

    /// A script or a question to the user sets it.
    pub(super) fn withdraw(&mut self, name: &str) {
        if self.0.len() < MOST_VARIABLES || self.0.contains_key(name) {
            self.0.insert(name.to_owned(), None);
        }
    }

    /// What these do not tell, the others do.
    pub(super) fn fill(&mut self, others: Self) {
        for (name, value) in others.0 {
            self.0.entry(name).or_insert(value);
        }
    }

    /// Only what the others tell alike.
    pub(super) fn agree(&mut self, others: &Self) {
        for (name, value) in &mut self.0 {
            let same = others.0.get(name).is_some_and(|other| other == value);
            value.take_if(|_| !same);
        }
        let more = others.0.keys().filter(|name| !self.0.contains_key(*name));
        let more: Vec<String> = more.cloned().collect();
        self.0.extend(more.into_iter().map(|name| (name, None)));
    }

    /// The value of a name, as written.
    #[cfg(test)]
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_deref()
    }
}

/// The values of variables, with values put into values.
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
    /// All at once; later ones may be used earlier.
    pub(super) fn of(definitions: Definitions) -> Self {
        let values = definitions
            .0
            .into_iter()
            .filter_map(|(name, value)| Some((name, parts(&value?))))
            .collect();
        Self { values: settled(values), left: Cell::new(LARGEST_EXPANSION) }
    }

    /// From here on a name has this value, made of what is known here.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        if value.is_empty() || self.values.len() >= MOST_VARIABLES {
            self.unset(name);
        } else {
            let value = filled(&parts(value), &self.values);
            self.values.insert(name.to_owned(), value);
        }
    }

    /// From here on a name has no known value.
    pub(super) fn unset(&mut self, name: &str) {
        self.values.remove(name);
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

    /// A value that stands elsewhere, for which `span` stands here.
    pub(super) fn elsewhere(&self, value: &str, span: Span) -> Text {
        let mut read = Text::default();
        for part in parts(value) {
            match part {
                Part::Literal(literal) => read.push_decoded(&literal, span),
                Part::Reference(written) => self.push_reference(&mut read, &written, span),
            }
        }
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
pub(super) fn inside(written: &str) -> &str {
    written.trim_start_matches('{').trim_end_matches('}').trim()
}

/// Where `{{…}}` stands in a text: on one line, around something, without braces inside.
pub(super) fn references(text: &str) -> Vec<(usize, usize)> {
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

/// A line of a `.env` file: `NAME=value`, the value maybe in quotes.
pub(super) fn assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let quoted = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    let value = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    // A mark inside means something else to each program that reads such files.
    let plain = !value.contains(['"', '\'', '\\', '#', '$']);
    let named = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (named && !name.is_empty()).then_some((name, if plain { value } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::Fact;

    fn variables(told: &[(&str, &str)]) -> Variables {
        let mut definitions = Definitions::default();
        for (name, value) in told {
            definitions.tell(name, value);
        }
        Variables::of(definitions)
    }

    fn read(told: &[(&str, &str)], text: &str) -> Text {
        variables(told).text(text, Span::new(0, text.len()))
    }

    #[test]
    fn a_value_is_known_and_points_at_its_use() {
        let told = [("base", "https://{{host}}/x"), ("host", "api.frontegg.com")];
        let value = read(&told, "{{base}}/y");
        assert_eq!(value.known(), Fact::Known("https://api.frontegg.com/x/y"));
        assert_eq!(value.span_of(0..5), Span::new(0, 8));
        assert_eq!(value.span().end, 10);
        let elsewhere = variables(&told).elsewhere("{{base}}/y", Span::new(3, 5));
        assert_eq!(elsewhere.known(), Fact::Known("https://api.frontegg.com/x/y"));
        assert_eq!(elsewhere.span(), Span::new(3, 5));
    }

    #[test]
    fn what_nobody_says_is_unknown_and_named() {
        for written in ["{{$guid}}", "{{ token }}", "{{login.response.body.$.token}}"] {
            let value = read(&[], written);
            assert_eq!(value.known(), Fact::Unknown(Why::Variable));
            assert_eq!(value.as_written(), written);
        }
        assert_eq!(read(&[], "{{ token }}").holes()[0].name, "token");
    }

    #[test]
    fn two_values_an_empty_one_and_a_circle_are_unknown() {
        let circle = [("a", "{{b}}"), ("b", "{{a}}")];
        for told in [&[("a", "1"), ("a", "2")][..], &[("a", "")], &circle] {
            assert!(read(told, "{{a}}").known().is_unknown(), "{told:?}");
        }
        assert_eq!(read(&[("a", "1"), ("a", "1")], "{{a}}").known(), Fact::Known("1"));
        let mut definitions = Definitions::default();
        definitions.tell("a", "1");
        definitions.withdraw("a");
        assert!(Variables::of(definitions).elsewhere("{{a}}", Span::at(0)).known().is_unknown());
    }

    #[test]
    fn values_hold_from_where_they_are_set() {
        let mut variables = variables(&[]);
        variables.set("a", "1{{b}}");
        variables.set("b", "2");
        let read = |variables: &Variables| {
            let value = variables.text("{{a}}{{b}}", Span::new(0, 10));
            value.as_written().to_owned()
        };
        assert_eq!(read(&variables), "1{{b}}2");
        variables.set("a", "{{b}}");
        assert_eq!(read(&variables), "22");
        variables.unset("b");
        assert_eq!(read(&variables), "2{{b}}");
    }

    #[test]
    fn environments_that_disagree_tell_nothing() {
        let told = |pairs: &[(&str, &str)]| {
            let mut definitions = Definitions::default();
            for (name, value) in pairs {
                definitions.tell(name, value);
            }
            definitions
        };
        let mut one = told(&[("a", "1"), ("b", "1"), ("c", "1")]);
        one.agree(&told(&[("a", "1"), ("b", "2"), ("d", "1")]));
        let known = ["a", "b", "c", "d"].map(|name| one.get(name));
        assert_eq!(known, [Some("1"), None, None, None]);
    }

    #[test]
    fn a_few_bytes_do_not_become_gigabytes() {
        let mut definitions = Definitions::default();
        definitions.tell("a0", "0123456789abcdef");
        for n in 1..40 {
            definitions.tell(&format!("a{n}"), &format!("{{{{a{}}}}}", n - 1).repeat(50));
        }
        let text = "{{a39}}".repeat(10_000);
        let value = Variables::of(definitions).text(&text, Span::new(0, text.len()));
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
