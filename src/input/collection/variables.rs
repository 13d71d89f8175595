//! What `{{name}}` stands for, where a collection or an environment says it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::copy::Copy;
use crate::source::{Span, Text};
use crate::truth::Why;

/// More variables than this are left unknown.
const MOST_VARIABLES: usize = 20_000;
/// How often values may refer to each other.
const DEEPEST: usize = 8;
/// A value made of other values may not grow beyond this.
const LONGEST_VALUE: usize = 16 << 10;
/// No tag is longer.
const LONGEST_TAG: usize = 4096;
/// What may be looked through while values are put into values.
const MOST_WORK: usize = 64 << 20;
/// What all uses together may add to a file, so that a few bytes do not become gigabytes.
const LARGEST_EXPANSION: usize = 16 << 20;

/// How a program writes its templates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Style {
    /// `{{name}}`, and the name is what stands between the braces.
    Postman,
    /// `{{ _.name }}`, `{{ name }}`, `{{ _['name'] }}`, `{% tag … %}`.
    Insomnia,
}

/// Values by name.
pub(in crate::input) struct Variables {
    style: Style,
    /// None where a name is known and its value is not: empty, or set by a script.
    values: BTreeMap<Rc<str>, Option<Rc<str>>>,
    settled: RefCell<BTreeMap<String, Rc<Vec<Part>>>>,
    left: Cell<usize>,
    work: Cell<usize>,
}

#[derive(Clone)]
enum Part {
    Literal(String),
    Reference(String),
}

impl Variables {
    pub(in crate::input) fn new(style: Style) -> Self {
        Self {
            style,
            values: BTreeMap::new(),
            settled: RefCell::default(),
            left: Cell::new(LARGEST_EXPANSION),
            work: Cell::new(MOST_WORK),
        }
    }

    /// Gives a name its value, in place of one it had. An empty one is filled in later.
    pub(in crate::input) fn set(&mut self, name: &str, value: Option<&str>) {
        if self.values.len() < MOST_VARIABLES || self.values.contains_key(name) {
            let value = value.filter(|value| !value.is_empty()).map(Rc::from);
            self.values.insert(Rc::from(name), value);
            self.settled.get_mut().clear();
        }
    }

    /// Gives a name its value, unless it has another one: then which one holds is not known.
    pub(in crate::input) fn tell(&mut self, name: &str, value: Option<&str>) {
        let value = value.filter(|value| !value.is_empty());
        match self.values.get(name) {
            Some(known) if known.as_deref() != value => self.set(name, None),
            Some(_) => {}
            None => self.set(name, value),
        }
    }

    /// It may have this value too, or none: another one that it has is not known any more.
    pub(in crate::input) fn doubt(&mut self, name: &str, value: Option<&str>) {
        let known = self.values.get(name).and_then(Option::as_deref);
        if known.is_none_or(|known| Some(known) != value) {
            self.forget(name);
        }
    }

    /// The same values, for others to be set.
    pub(in crate::input) fn copied(&self) -> Self {
        let values = self.values.clone();
        let settled = RefCell::default();
        Self {
            style: self.style,
            values,
            settled,
            left: self.left.clone(),
            work: self.work.clone(),
        }
    }

    /// A script gives this name a value that is not in the text.
    pub(in crate::input) fn forget(&mut self, name: &str) {
        self.set(name, None);
    }

    /// A script gives values to names that are not in the text.
    pub(in crate::input) fn forget_all(&mut self) {
        self.values.clear();
        self.settled.get_mut().clear();
    }

    /// The text with what its variables stand for; `source` is where it was decoded from.
    pub(in crate::input) fn fill(&self, text: Text, source: &str) -> Text {
        let written = text.as_written();
        let references = references(written, self.style);
        if references.is_empty() || !text.holes().is_empty() {
            return text;
        }
        let mut copy = Copy::of(source);
        let mut letters = text.letters();
        let mut at = 0;
        for (start, end) in references {
            copy.take(&mut letters, start - at);
            let place = skip(&mut letters, &written[start..end]);
            self.push(copy.done(), &written[start..end], place);
            at = end;
        }
        copy.take(&mut letters, written.len() - at);
        std::mem::take(copy.done())
    }

    /// Takes from what all uses together may add.
    pub(in crate::input) fn spend(&self, length: usize) -> bool {
        take(&self.left, length)
    }

    fn push(&self, into: &mut Text, written: &str, span: Span) {
        let name = name(written, self.style);
        let value = self.settled(&name, 0).filter(|value| self.spend(length(value)));
        let Some(value) = value else {
            return into.push_hole(written, span, (Why::Variable, said(&name)));
        };
        for part in value.iter() {
            match part {
                Part::Literal(literal) => into.push_decoded(literal, span),
                Part::Reference(other) => {
                    let inner = self::name(other, self.style);
                    // A tag has no name of its own.
                    let name = if inner.is_empty() { &name } else { &inner };
                    into.push_hole(other, span, (Why::Variable, said(name)));
                }
            }
        }
    }

    /// The value with other values in it, as far as they are known.
    fn settled(&self, name: &str, depth: usize) -> Option<Rc<Vec<Part>>> {
        if let Some(known) = self.settled.borrow().get(name) {
            return Some(Rc::clone(known));
        }
        let value = self.values.get(name)?.as_deref()?;
        if !take(&self.work, value.len() + 1) {
            return None;
        }
        let mut room = LONGEST_VALUE.checked_sub(value.len());
        let mut parts = Vec::new();
        for part in self::parts(value, self.style) {
            let inner = match &part {
                Part::Reference(written) if depth < DEEPEST => {
                    self.settled(&self::name(written, self.style), depth + 1)
                }
                Part::Literal(_) | Part::Reference(_) => None,
            };
            match inner.map(|inner| (room.and_then(|room| room.checked_sub(length(&inner))), inner))
            {
                Some((Some(left), inner)) => {
                    room = Some(left);
                    inner.iter().for_each(|part| push_part(&mut parts, part.clone()));
                }
                Some((None, _)) | None => push_part(&mut parts, part),
            }
        }
        let parts = Rc::new(parts);
        // A value that was met on the way to itself may be cut short here.
        if depth == 0 {
            self.settled.borrow_mut().insert(name.to_owned(), Rc::clone(&parts));
        }
        Some(parts)
    }
}

fn take(from: &Cell<usize>, amount: usize) -> bool {
    let left = from.get().checked_sub(amount);
    left.inspect(|left| from.set(*left)).is_some()
}

/// Steps over the letters of a reference and says where it stands.
fn skip(letters: &mut impl Iterator<Item = (char, Span)>, written: &str) -> Span {
    let spans = letters.take(written.chars().count()).map(|(_, span)| span);
    spans.reduce(Span::hull).unwrap_or_default()
}

/// Literals that follow each other are one.
fn push_part(parts: &mut Vec<Part>, part: Part) {
    match (parts.last_mut(), part) {
        (Some(Part::Literal(last)), Part::Literal(more)) => last.push_str(&more),
        (_, part) => parts.push(part),
    }
}

fn length(value: &[Part]) -> usize {
    let length = |part: &Part| match part {
        Part::Literal(text) | Part::Reference(text) => text.len(),
    };
    value.iter().map(length).sum()
}

fn parts(value: &str, style: Style) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (start, end) in references(value, style) {
        if from < start {
            parts.push(Part::Literal(value[from..start].to_owned()));
        }
        parts.push(Part::Reference(value[start..end].to_owned()));
        from = end;
    }
    if from < value.len() {
        parts.push(Part::Literal(value[from..].to_owned()));
    }
    parts
}

/// The name as people say it.
fn said(name: &str) -> &str {
    name.trim()
}

/// The name by which a reference is looked up.
fn name(written: &str, style: Style) -> String {
    let inner = written.get(2..written.len().saturating_sub(2)).unwrap_or_default();
    match style {
        Style::Postman => inner.to_owned(),
        Style::Insomnia if written.starts_with("{%") => String::new(),
        Style::Insomnia => path(inner.trim_matches(['-', ' ', '\t', '\n', '\r'])),
    }
}

/// `a.b` of `_.a.b`, `_['a'].b` and `a["b"]`.
fn path(inner: &str) -> String {
    let inner =
        inner.strip_prefix('_').filter(|rest| rest.starts_with(['.', '['])).unwrap_or(inner);
    let mut path = String::with_capacity(inner.len());
    for part in inner.split(['.', '[', ']', '\'', '"']).filter(|part| !part.is_empty()) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(part);
    }
    path
}

/// Where templates stand in a text.
pub(in crate::input) fn references(text: &str, style: Style) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    // Where the next tag may end; one that is far away is not looked for again.
    let mut close = Some(0);
    while let Some(open) = memchr::memchr(b'{', &text.as_bytes()[from..]).map(|at| from + at) {
        let rest = &text[open + 1..];
        let end = match style {
            _ if rest.starts_with('{') => braces(&rest[1..]).map(|length| open + 2 + length),
            Style::Insomnia if rest.starts_with('%') => {
                close = close.and_then(|close| tag(text, close.max(open + 2)));
                close.filter(|close| close - open < LONGEST_TAG)
            }
            Style::Postman | Style::Insomnia => None,
        };
        from = end.unwrap_or(open + 1);
        if end.is_some() {
            found.push((open, from));
        }
    }
    found
}

/// How long `name}}` is: up to the first brace, which must be a closing one.
fn braces(rest: &str) -> Option<usize> {
    let stop = memchr::memchr2(b'{', b'}', rest.as_bytes())?;
    let closed = rest[stop..].starts_with("}}") && !rest[..stop].trim().is_empty();
    closed.then_some(stop + 2)
}

/// Behind the next `%}`, which may already be the one before `from`.
fn tag(text: &str, from: usize) -> Option<usize> {
    let near = text.as_bytes().get(from.saturating_sub(2)..)?;
    let start = if near.starts_with(b"%}") { 0 } else { 2.min(near.len()) };
    let at = memchr::memmem::find(&near[start..], b"%}")?;
    Some(from.saturating_sub(2) + start + at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::Fact;

    fn filled(values: &[(&str, &str)], text: &str) -> Text {
        let mut variables = Variables::new(Style::Postman);
        for (name, value) in values {
            variables.set(name, Some(value));
        }
        variables.fill(Text::verbatim(text, 0), text)
    }

    #[test]
    fn a_value_points_at_its_use_and_the_rest_stays_where_it_was() {
        let text = filled(&[("host", "api.frontegg.com")], "https://{{host}}/x");
        assert_eq!(text.known(), Fact::Known("https://api.frontegg.com/x"));
        assert_eq!(text.span_of(10..12), Span::new(8, 16));
        assert_eq!(text.span_of(24..26), Span::new(16, 18));
    }

    #[test]
    fn values_stand_in_values() {
        let values = [("a", "1{{b}}2"), ("b", "{{c}}"), ("c", "x"), ("d", "{{e}}"), ("e", "{{d}}")];
        assert_eq!(filled(&values, "{{a}}").known(), Fact::Known("1x2"));
        assert_eq!(filled(&values, "{{d}}").known(), Fact::Unknown(Why::Variable));
    }

    #[test]
    fn an_empty_one_and_an_unknown_one_are_named() {
        for name in ["empty", "other", "$guid", " spaced "] {
            let text = filled(&[("empty", "")], &format!("{{{{{name}}}}}"));
            assert_eq!(text.known(), Fact::Unknown(Why::Variable));
            assert_eq!(text.holes()[0].name, name.trim());
        }
    }

    #[test]
    fn escapes_keep_their_places() {
        let source = r"a\n{{b}}\t";
        let mut text = Text::verbatim("a", 0);
        text.push_decoded("\n", Span::new(1, 3));
        text.push_verbatim("{{b}}", 3);
        text.push_decoded("\t", Span::new(8, 10));
        let filled = Variables::new(Style::Postman).fill(text, source);
        assert_eq!(filled.as_written(), "a\n{{b}}\t");
        assert_eq!(filled.span_of(2..7), Span::new(3, 8));
        assert_eq!(filled.span_of(7..8), Span::new(8, 10));
    }

    #[test]
    fn a_few_bytes_do_not_become_gigabytes() {
        let names: Vec<(String, String)> =
            (1..40).map(|n| (format!("a{n}"), format!("{{{{a{}}}}}", n - 1).repeat(50))).collect();
        let mut values: Vec<(&str, &str)> =
            names.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        values.push(("a0", "0123456789abcdef"));
        let text = filled(&values, &"{{a39}}".repeat(10_000));
        assert!(text.len() < 2 * LARGEST_EXPANSION);
    }

    #[test]
    fn insomnias_templates_are_paths_and_tags() {
        assert_eq!(path("_.a.b"), "a.b");
        assert_eq!(path("_['a-b'].c"), "a-b.c");
        assert_eq!(path("a"), "a");
        assert_eq!(path("_id"), "_id");
        let text = "{{ _.a }}{% response 'body', 'req_1', 'b64::JA==::46b' %}{{b}}{\"c\":{}}";
        let found: Vec<&str> =
            references(text, Style::Insomnia).into_iter().map(|(a, b)| &text[a..b]).collect();
        assert_eq!(found.len(), 3);
        assert!(found[1].starts_with("{%") && found[1].ends_with("%}"));
        assert_eq!(references("{%}", Style::Postman), []);
    }

    #[test]
    fn braces_of_json_are_no_variables() {
        assert_eq!(references("{\"a\":{\"b\":{}}}", Style::Postman), []);
        assert_eq!(references("{{{x}}}", Style::Postman), [(1, 6)]);
        assert_eq!(references("{{", Style::Postman), []);
        assert_eq!(references("{{}}{", Style::Postman), []);
    }
}
