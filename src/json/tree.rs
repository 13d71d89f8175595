//! The values of a JSON text and where they stand, found in one pass without recursion.

use memchr::memchr2;

use super::string;
use crate::source::{Gap, Span, Text};
use crate::truth::{Fact, Why};

/// Deeper than anything a recorder writes.
const DEEPEST: usize = 10_000;
/// More values than any request and response have.
const MOST: usize = 1 << 18;

/// The values of one text; those under names that nobody asked for are checked and left out.
pub(crate) struct Tree<'t> {
    text: &'t str,
    gaps: &'t [Gap],
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    Array,
    Text,
    /// A number, `true`, `false` or `null`.
    Word,
}

struct Node {
    kind: Kind,
    start: usize,
    end: usize,
    /// The node behind this one and all that is in it.
    next: usize,
}

/// What is wrong with a text and where.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) what: &'static str,
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
        let mut walk =
            Walk { text, at: 0, nodes: Vec::new(), open: Vec::new(), muted: false, wanted };
        walk.run()?;
        Ok(Self { text, gaps, nodes: walk.nodes })
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

    fn is_named(self, name: &str) -> bool {
        self.content() == name
            || memchr::memchr(b'\\', self.content().as_bytes()).is_some()
                && string::plain(self.content()) == name
    }
}

/// Where the walk is.
struct Walk<'t, 'w> {
    text: &'t str,
    at: usize,
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// Inside a member that nobody asked for.
    muted: bool,
    wanted: &'w [&'w str],
}

/// A container that is not closed yet.
struct Open {
    kind: Kind,
    node: usize,
}

enum Next {
    Value,
    ValueOrEnd,
    NameOrEnd,
    CommaOrEnd,
}

impl Walk<'_, '_> {
    fn run(&mut self) -> Result<(), Fault> {
        let mut next = Next::Value;
        loop {
            let byte = self.peek();
            next = match (next, byte) {
                (Next::ValueOrEnd | Next::CommaOrEnd, Some(b']'))
                | (Next::NameOrEnd | Next::CommaOrEnd, Some(b'}')) => self.close()?,
                (Next::Value | Next::ValueOrEnd, Some(first)) => self.value(first)?,
                (Next::NameOrEnd, Some(b'"')) => self.name()?,
                (Next::CommaOrEnd, Some(b',')) => self.comma(),
                (Next::NameOrEnd, _) => return self.fault("a name is expected"),
                (Next::CommaOrEnd, _) => {
                    return self.fault("a comma or a closing bracket is expected");
                }
                (Next::Value | Next::ValueOrEnd, None) => return self.fault("a value is expected"),
            };
            if self.open.is_empty() {
                return if self.peek().is_none() {
                    Ok(())
                } else {
                    self.fault("text follows the end")
                };
            }
            if self.open.len() > DEEPEST {
                return self.fault("it is nested too deeply");
            }
            if self.nodes.len() > MOST {
                return self.fault("it has too many values");
            }
        }
    }

    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        self.text.as_bytes().get(self.at).copied()
    }

    fn value(&mut self, first: u8) -> Result<Next, Fault> {
        match first {
            b'{' => Ok(self.open(Kind::Object, Next::NameOrEnd)),
            b'[' => Ok(self.open(Kind::Array, Next::ValueOrEnd)),
            b'"' => {
                let start = self.at;
                self.string()?;
                self.push(Kind::Text, start);
                Ok(self.done())
            }
            _ => self.word(),
        }
    }

    /// A number of any kind, `true`, `false` or `null`.
    fn word(&mut self) -> Result<Next, Fault> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let length = rest.iter().position(|byte| !letter(byte)).unwrap_or(rest.len());
        let word = &self.text[start..start + length];
        if !matches!(word, "true" | "false" | "null") && word.parse::<f64>().is_err() {
            return self.fault("a value is expected");
        }
        self.at += length;
        self.push(Kind::Word, start);
        Ok(self.done())
    }

    fn name(&mut self) -> Result<Next, Fault> {
        let start = self.at;
        self.string()?;
        if self.open.len() == 1 {
            let name = &self.text[start + 1..self.at - 1];
            self.muted = !self.wanted.is_empty() && !self.wanted.contains(&name);
        }
        self.push(Kind::Text, start);
        if self.peek() != Some(b':') {
            return self.fault("a colon is expected");
        }
        self.at += 1;
        Ok(Next::Value)
    }

    /// From the opening quote to behind the closing one.
    fn string(&mut self) -> Result<(), Fault> {
        let mut at = self.at + 1;
        let bytes = self.text.as_bytes();
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
            at += found;
            if bytes[at] == b'"' {
                self.at = at + 1;
                return Ok(());
            }
            at += 2;
        }
        self.fault("a string has no end")
    }

    fn comma(&mut self) -> Next {
        self.at += 1;
        match self.open.last().map(|open| open.kind) {
            Some(Kind::Object) => Next::NameOrEnd,
            Some(Kind::Array | Kind::Text | Kind::Word) | None => Next::ValueOrEnd,
        }
    }

    fn open(&mut self, kind: Kind, next: Next) -> Next {
        self.open.push(Open { kind, node: self.nodes.len() });
        self.at += 1;
        self.push(kind, self.at - 1);
        next
    }

    fn close(&mut self) -> Result<Next, Fault> {
        let closes = match self.text.as_bytes().get(self.at) {
            Some(b'}') => Kind::Object,
            Some(_) | None => Kind::Array,
        };
        match self.open.pop() {
            Some(open) if open.kind == closes => {
                self.at += 1;
                let next = self.nodes.len();
                if let (false, Some(node)) = (self.muted, self.nodes.get_mut(open.node)) {
                    (node.end, node.next) = (self.at, next);
                }
                Ok(self.done())
            }
            Some(_) | None => self.fault("a bracket closes what it did not open"),
        }
    }

    /// A value has ended.
    fn done(&mut self) -> Next {
        if self.open.len() <= 1 {
            self.muted = false;
        }
        Next::CommaOrEnd
    }

    fn push(&mut self, kind: Kind, start: usize) {
        if !self.muted {
            let next = self.nodes.len() + 1;
            self.nodes.push(Node { kind, start, end: self.at, next });
        }
    }

    fn fault<T>(&self, what: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.at, what })
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
