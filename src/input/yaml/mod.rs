//! YAML whose every scalar knows its bytes: enough of it to find the scripts and requests inside.

mod block;
mod flow;
mod places;
mod quoted;
mod scalar;
#[cfg(test)]
mod tests;

use crate::source::{Span, Text};

pub use places::{Placed, places};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(in crate::input) struct Node {
    pub(in crate::input) span: Span,
    pub(in crate::input) kind: Kind,
}

#[derive(Clone, Debug)]
pub(in crate::input) enum Kind {
    /// Also what is empty: nothing behind a key.
    Scalar(Text, Style),
    Map(Vec<(Text, Node)>),
    List(Vec<Node>),
    /// An alias, a `!reference`, what lies too deep.
    Unknown,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Style {
    Plain,
    Single,
    Double,
    /// `|`.
    Literal,
    /// `>`.
    Folded,
}

/// What lies deeper was not written by people.
const DEEPEST: usize = 60;

/// The documents of a text. Never fails: what is no YAML is stepped over.
pub(in crate::input) fn parse(text: &str) -> Vec<Node> {
    let mut scanner = block::Scanner::new(text);
    let mut documents = Vec::new();
    while scanner.next_document() {
        documents.push(scanner.document());
    }
    documents
}

impl Node {
    const fn scalar(text: Text, style: Style, span: Span) -> Self {
        Self { span, kind: Kind::Scalar(text, style) }
    }

    fn empty(at: usize) -> Self {
        Self::scalar(Text::verbatim("", at), Style::Plain, Span::at(at))
    }

    const fn unknown(span: Span) -> Self {
        Self { span, kind: Kind::Unknown }
    }

    /// The value of a key of a mapping; the last one counts.
    pub(in crate::input) fn get(&self, key: &str) -> Option<&Self> {
        let found = self.entries().iter().rev().find(|(name, _)| name.as_written() == key);
        found.map(|(_, value)| value)
    }

    /// The pairs of a mapping; none of anything else.
    pub(in crate::input) fn entries(&self) -> &[(Text, Self)] {
        match &self.kind {
            Kind::Map(entries) => entries,
            Kind::Scalar(..) | Kind::List(_) | Kind::Unknown => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub(in crate::input) fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Scalar(..) | Kind::Map(_) | Kind::Unknown => &[],
        }
    }

    /// The value of a scalar.
    pub(in crate::input) const fn text(&self) -> Option<&Text> {
        match &self.kind {
            Kind::Scalar(text, _) => Some(text),
            Kind::Map(_) | Kind::List(_) | Kind::Unknown => None,
        }
    }

    pub(in crate::input) fn as_str(&self) -> Option<&str> {
        self.text().map(Text::as_written)
    }
}
