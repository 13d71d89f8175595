//! One pass over a JSON text without recursion: which values it has, or where it breaks.

use std::ops::Range;

use memchr::memchr2;

use super::strict;

/// Deeper than anything a recorder writes.
const DEEPEST: usize = 10_000;
/// More values than any request and response have.
const MOST: usize = 1 << 18;

const TOO_DEEP: &str = "it is nested too deeply";
const TOO_MANY: &str = "it has too many values";

/// How much is forgiven.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// What recorders write: commas that are left over, any number.
    AsRecorded,
    /// What a service takes.
    Strict,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Text,
    /// A number, `true`, `false` or `null`.
    Word,
}

pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The node behind this one and all that is in it.
    pub(super) next: usize,
}

/// What is wrong with a text and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) what: &'static str,
}

impl Fault {
    /// Nothing is wrong with the text; it is more than we look at.
    pub(crate) fn is_our_bound(&self) -> bool {
        matches!(self.what, TOO_DEEP | TOO_MANY)
    }
}

/// The values of a text. Of an object at the top only members in `wanted` are kept.
pub(super) fn run(text: &str, manner: Manner, wanted: &[&str]) -> Result<Vec<Node>, Fault> {
    let (nodes, open) = (Vec::new(), Vec::new());
    let mut walk = Walk { text, manner, at: 0, nodes, open, muted: false, wanted };
    walk.run()?;
    Ok(walk.nodes)
}

/// The values of what stands between `start` and the end of the text.
pub(super) fn run_from(start: usize, text: &str) -> Result<Vec<Node>, Fault> {
    let (nodes, open, manner) = (Vec::new(), Vec::new(), Manner::AsRecorded);
    let mut walk = Walk { text, manner, at: start, nodes, open, muted: false, wanted: &[] };
    walk.run()?;
    Ok(walk.nodes)
}

/// Where the walk is.
struct Walk<'t, 'w> {
    text: &'t str,
    manner: Manner,
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
                (Next::CommaOrEnd, Some(b',')) => self.comma()?,
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
                return self.fault(TOO_DEEP);
            }
            if self.nodes.len() > MOST {
                return self.fault(TOO_MANY);
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
        let number = || match self.manner {
            Manner::AsRecorded => word.parse::<f64>().is_ok(),
            Manner::Strict => strict::is_number(word),
        };
        if !matches!(word, "true" | "false" | "null") && !number() {
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
                self.check(self.at + 1..at)?;
                self.at = at + 1;
                return Ok(());
            }
            at += 2;
        }
        self.fault("a string has no end")
    }

    /// What stands between two quotes, where it matters.
    fn check(&self, content: Range<usize>) -> Result<(), Fault> {
        let start = content.start;
        let fault = match self.manner {
            Manner::AsRecorded => None,
            Manner::Strict => self.text.get(content).and_then(strict::fault_in),
        };
        fault.map_or(Ok(()), |(at, what)| Err(Fault { at: start + at, what }))
    }

    fn comma(&mut self) -> Result<Next, Fault> {
        let at = self.at;
        self.at += 1;
        if self.manner == Manner::Strict && matches!(self.peek(), Some(b'}' | b']')) {
            return Err(Fault { at, what: "a comma with nothing behind it" });
        }
        Ok(match self.open.last().map(|open| open.kind) {
            Some(Kind::Object) => Next::NameOrEnd,
            Some(Kind::Array | Kind::Text | Kind::Word) | None => Next::ValueOrEnd,
        })
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
