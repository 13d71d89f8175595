//! The values of a JSON text and where they stand, found in one pass without recursion.

use std::borrow::Cow;

use super::string;
use super::walk::{self, Fault, Manner};
use super::walk::{Kind, Node};
use crate::source::{Gap, Span, Text};
use crate::truth::{Fact, Why};

/// The values of one text; those under names that nobody asked for are checked and left out.
pub(crate) struct Tree<'t> {
    text: Cow<'t, str>,
    gaps: &'t [Gap],
    nodes: Vec<Node>,
}

/// One value of a [`Tree`].
#[derive(Clone, Copy)]
pub(crate) struct Value<'t> {
    tree: &'t Tree<'t>,
    node: usize,
}

impl<'t> Tree<'t> {
    /// Reads one value. Of an object at the top only members in `wanted` are kept.
    pub(crate) fn read(text: &'t str, gaps: &'t [Gap], wanted: &[&str]) -> Result<Self, Fault> {
        let nodes = walk::run(text, Manner::AsRecorded, wanted)?;
        Ok(Self { text: Cow::Borrowed(text), gaps, nodes })
    }

    /// Reads one value that stands at `span` of a longer text; places are those of that text.
    pub(crate) fn read_at(text: &'t str, span: Span) -> Result<Self, Fault> {
        let text = text.get(..span.end).unwrap_or_default();
        let nodes = walk::run_from(span.start, text)?;
        Ok(Self { text: Cow::Borrowed(text), gaps: &[], nodes })
    }

    /// Reads one value as a service reads it: JSON and nothing else.
    pub(crate) fn read_strictly(text: Cow<'t, str>) -> Result<Self, Fault> {
        let nodes = walk::run(&text, Manner::Strict, &[])?;
        Ok(Self { text, gaps: &[], nodes })
    }

    pub(crate) const fn root(&'t self) -> Value<'t> {
        Value { tree: self, node: 0 }
    }
}

impl<'t> Value<'t> {
    fn node(self) -> Option<&'t Node> {
        self.tree.nodes.get(self.node)
    }

    fn kind(self) -> Option<Kind> {
        self.node().map(|node| node.kind)
    }

    /// The text of the value as written.
    pub(crate) fn raw(self) -> &'t str {
        self.node().and_then(|node| self.tree.text.get(node.start..node.end)).unwrap_or_default()
    }

    /// Where it begins and ends.
    pub(crate) fn span(self) -> Span {
        self.node().map(|node| Span::new(node.start, node.end)).unwrap_or_default()
    }

    /// The word that a message uses for what it is.
    pub(crate) fn word(self) -> &'static str {
        match self.kind() {
            Some(Kind::Object) => "object",
            Some(Kind::Array) => "array",
            Some(Kind::Text) => "string",
            Some(Kind::Word) => match self.raw() {
                "null" => "null",
                "true" | "false" => "boolean",
                _ => "number",
            },
            None => "nothing",
        }
    }

    pub(crate) fn is_object(self) -> bool {
        self.kind() == Some(Kind::Object)
    }

    pub(crate) fn is_array(self) -> bool {
        self.kind() == Some(Kind::Array)
    }

    /// The value under `name`; where there are several, the last one counts.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        self.members().filter(|(key, _)| key.is_named(name)).last().map(|(_, value)| value)
    }

    /// The names and values of an object; nothing of anything else.
    pub(crate) fn members(self) -> impl Iterator<Item = (Self, Self)> {
        let mut parts = self.parts(Kind::Object);
        std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
    }

    /// The values of an array; nothing of anything else.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        self.parts(Kind::Array)
    }

    fn parts(self, kind: Kind) -> impl Iterator<Item = Self> {
        let tree = self.tree;
        let end = self.node().filter(|node| node.kind == kind).map_or(0, |node| node.next);
        let mut at = self.node + 1;
        std::iter::from_fn(move || {
            let node = at;
            let found = tree.nodes.get(node).filter(|_| node < end)?;
            at = found.next;
            Some(Self { tree, node })
        })
    }

    /// The value of a string, or a number or `true` as written. `null` is absent.
    pub(crate) fn text(self) -> Fact<Text> {
        let start = self.span().start;
        match self.kind() {
            None => Fact::Absent,
            Some(Kind::Word) if self.raw() == "null" => Fact::Absent,
            Some(Kind::Word) => Fact::Known(Text::verbatim(self.raw(), start)),
            Some(Kind::Text) if self.is_gap() => Fact::Unknown(Why::Truncated),
            Some(Kind::Text) => Fact::Known(string::decode(self.content(), start + 1)),
            Some(Kind::Object | Kind::Array) => Fact::Unknown(Why::Undecodable),
        }
    }

    /// A number, also one that is written as a string.
    pub(crate) fn number(self) -> Option<f64> {
        match self.kind()? {
            Kind::Text => self.content().trim().parse().ok(),
            Kind::Word => self.raw().parse().ok(),
            Kind::Object | Kind::Array => None,
        }
    }

    /// The string as written, without its quotes.
    pub(crate) fn content(self) -> &'t str {
        let raw = self.raw();
        raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()
    }

    fn is_gap(self) -> bool {
        let content = self.span().start + 1;
        self.tree.gaps.iter().any(|gap| gap.at == content)
    }

    pub(crate) fn is_named(self, name: &str) -> bool {
        self.content() == name
            || memchr::memchr(b'\\', self.content().as_bytes()).is_some()
                && string::plain(self.content()) == name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<usize> {
        Tree::read(text, &[], &[]).err().map(|fault| fault.at)
    }

    #[test]
    fn values_are_found_by_name_and_the_last_one_counts() {
        let text =
            r#"{"skip":{"a":[1,{"b":2}]},"a":1,"b":[true,"x\ty",{}],"\u0061":-1.5e3,"c":null}"#;
        let tree = Tree::read(text, &[], &[]).unwrap();
        assert_eq!(tree.root().get("a").unwrap().number(), Some(-1500.0));
        let items: Vec<_> = tree.root().get("b").unwrap().items().map(Value::raw).collect();
        assert_eq!(items, ["true", r#""x\ty""#, "{}"]);
        assert_eq!(tree.root().get("c").unwrap().text(), Fact::Absent);
        assert!(tree.root().get("d").is_none());
    }

    #[test]
    fn what_nobody_asked_for_is_checked_and_left_out() {
        let text = r#"{"skip":{"a":[1,{"b":2}]},"a":{"x":[]},"more":1,"z":2}"#;
        let tree = Tree::read(text, &[], &["a", "z"]).unwrap();
        let names: Vec<_> = tree.root().members().map(|(name, _)| name.content()).collect();
        assert_eq!(names, ["a", "z"]);
        assert!(tree.root().get("a").unwrap().get("x").unwrap().is_array());
        assert!(Tree::read(r#"{"skip":{"a":[1,}]},"a":1}"#, &[], &["a"]).is_err());
    }

    #[test]
    fn broken_text_is_told_with_its_place() {
        assert_eq!(fault(r#"{"a":,"b":1}"#), Some(5));
        assert_eq!(fault(r#"{"a" 1}"#), Some(5));
        assert_eq!(fault(r#"{"a":[1}}"#), Some(7));
        assert_eq!(fault(r#"{"a":nil}"#), Some(5));
        assert_eq!(fault(r#"{"a":"b"#), Some(5));
        assert_eq!(fault(r#"{"a":1 "b":1}"#), Some(7));
        assert_eq!(fault(""), Some(0));
        assert_eq!(fault("{} x"), Some(3));
    }

    #[test]
    fn commas_that_people_leave_behind_are_no_harm() {
        assert_eq!(fault(r#"{"a":[1,2,],"b":{"c":1,},}"#), None);
    }

    #[test]
    fn a_service_takes_json_and_nothing_else() {
        let strict = |text: &'static str| {
            Tree::read_strictly(Cow::Borrowed(text)).err().map(|fault| fault.at)
        };
        assert_eq!(strict(r#" {"a":[1,-2.5e3,{}],"b":"x\n","c":null} "#), None);
        assert_eq!(strict(r#"{"a":1,}"#), Some(6));
        assert_eq!(strict("[1, ]"), Some(2));
        assert_eq!(strict(r#"{"a":01}"#), Some(5));
        assert_eq!(strict("{\"a\":\"x\ny\"}"), Some(7));
        assert_eq!(strict(r#"{"a\'":1}"#), Some(3));
        assert_eq!(strict("{'a':1}"), Some(1));
        assert_eq!(strict("{“a”:1}"), Some(1));
    }

    #[test]
    fn depth_and_number_are_bounded() {
        assert!(fault(&"[".repeat(1 << 20)).is_some());
        assert!(fault(&format!("[{}0]", "0,".repeat(1 << 20))).is_some());
    }

    #[test]
    fn a_string_that_was_stepped_over_is_unknown() {
        let gap = Gap { at: 6, bytes: 9, lines: 0, columns: 9 };
        let tree = Tree::read(r#"{"a":"","b":""}"#, std::slice::from_ref(&gap), &[]).unwrap();
        assert_eq!(tree.root().get("a").unwrap().text(), Fact::Unknown(Why::Truncated));
        assert!(tree.root().get("b").unwrap().text().is_known());
    }
}
