//! Mappings and lists by their indentation.

use super::{DEEPEST, Kind, Node};
use crate::source::{Span, Text};

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// Where the line begins that `at` lies in.
    line: usize,
    /// No more of this document.
    ended: bool,
    pub(super) depth: usize,
}

impl<'a> Scanner<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 0, ended: false, depth: 0 }
    }

    /// Goes to the next document; false where there is none.
    pub(super) fn next_document(&mut self) -> bool {
        self.ended = false;
        self.find_content();
        while self.ended && self.at < self.text.len() {
            self.ended = false;
            // What stands behind the dashes belongs to the document.
            self.at = (self.at + 3).min(self.text.len());
            self.skip_blanks();
            if self.ends_here() {
                self.next_line();
                self.find_content();
            }
        }
        !self.ended && self.at < self.text.len()
    }

    pub(super) fn document(&mut self) -> Node {
        let node = self.block(-1);
        while !self.ended {
            self.advance();
        }
        node
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// What is left of the line, without its line break.
    pub(super) fn line_rest(&self) -> &'a str {
        let end = memchr::memchr(b'\n', self.rest().as_bytes()).unwrap_or(self.rest().len());
        let line = &self.rest()[..end];
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// The column of the next content; less than any where there is none.
    pub(super) fn column(&self) -> isize {
        if self.ended { -1 } else { isize::try_from(self.at - self.line).unwrap_or(isize::MAX) }
    }

    pub(super) fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// Nothing but a comment is left of the line.
    pub(super) fn ends_here(&self) -> bool {
        let rest = self.line_rest();
        rest.is_empty() || rest.starts_with('#')
    }

    pub(super) fn next_line(&mut self) {
        let end = memchr::memchr(b'\n', self.rest().as_bytes());
        self.at = end.map_or(self.text.len(), |end| self.at + end + 1);
        self.line = self.at;
    }

    /// Leaves this line for the next content.
    pub(super) fn advance(&mut self) {
        if !self.ended {
            self.next_line();
            self.find_content();
        }
    }

    /// From the start of a line to the first content of it or of a later one.
    pub(super) fn find_content(&mut self) {
        loop {
            self.line = self.at;
            if self.at >= self.text.len() || is_marker(self.line_rest()) {
                self.ended = true;
                return;
            }
            self.skip_blanks();
            if !self.ends_here() {
                return;
            }
            self.next_line();
        }
    }

    /// The value that begins here, inside something that begins at the column `parent`.
    fn block(&mut self, parent: isize) -> Node {
        if self.depth >= DEEPEST {
            let span = Span::new(self.at, self.at + self.line_rest().len());
            self.leave(parent);
            return Node::unknown(span);
        }
        self.depth += 1;
        let node = match self.properties() {
            Some(unknown) => unknown,
            None if self.ends_here() => self.below(parent),
            None if is_dash(self.line_rest()) => self.list(self.column()),
            None if self.key().is_some() => self.map(self.column()),
            None => self.scalar(parent),
        };
        self.depth -= 1;
        node
    }

    /// Steps over all that is deeper than `parent`.
    fn leave(&mut self, parent: isize) {
        self.advance();
        while self.column() > parent {
            self.advance();
        }
    }

    /// What stands on the lines below, if they are deeper.
    fn below(&mut self, parent: isize) -> Node {
        let at = self.at;
        self.advance();
        if self.column() > parent { self.block(parent) } else { Node::empty(at) }
    }

    /// Steps over anchors and tags. An alias is a value that stands elsewhere.
    fn properties(&mut self) -> Option<Node> {
        loop {
            let line = self.line_rest();
            let word = line.split([' ', '\t']).next().unwrap_or_default();
            if line.starts_with('*') || word == "!reference" {
                let span = Span::new(self.at, self.at + line.len());
                self.advance();
                return Some(Node::unknown(span));
            }
            if !line.starts_with(['&', '!']) {
                return None;
            }
            self.at += word.len();
            self.skip_blanks();
        }
    }

    fn list(&mut self, column: isize) -> Node {
        let start = self.at;
        let mut end = self.at;
        let mut items = Vec::new();
        loop {
            if self.column() > column {
                self.advance();
                continue;
            }
            if self.column() != column || !is_dash(self.line_rest()) {
                break;
            }
            self.at += 1;
            self.skip_blanks();
            let item = if self.ends_here() { self.below(column) } else { self.block(column) };
            end = end.max(item.span.end);
            items.push(item);
        }
        Node { span: Span::new(start, end), kind: Kind::List(items) }
    }

    fn map(&mut self, column: isize) -> Node {
        let start = self.at;
        let mut end = self.at;
        let mut entries = Vec::new();
        loop {
            if self.column() < column {
                break;
            }
            let key = if self.column() == column { self.key() } else { None };
            let Some((key, behind)) = key else {
                self.advance();
                continue;
            };
            self.at = behind;
            self.skip_blanks();
            let value = self.value(column);
            end = end.max(value.span.end).max(behind);
            entries.push((key, value));
        }
        Node { span: Span::new(start, end), kind: Kind::Map(entries) }
    }

    /// What stands behind a key.
    fn value(&mut self, column: isize) -> Node {
        if let Some(unknown) = self.properties() {
            return unknown;
        }
        if !self.ends_here() {
            return self.scalar(column);
        }
        let at = self.at;
        self.advance();
        if self.column() > column {
            self.block(column)
        } else if self.column() == column && is_dash(self.line_rest()) {
            self.list(column)
        } else {
            Node::empty(at)
        }
    }

    /// The key that stands here, and what is behind its colon.
    pub(super) fn key(&self) -> Option<(Text, usize)> {
        let line = self.line_rest();
        let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
        if line.starts_with(['"', '\'']) {
            let (text, length) = super::quoted::read(line, self.at, isize::MAX)?;
            let behind = &line[length..];
            let colon = length + behind.len() - behind.trim_start().len();
            let rest = line[colon..].strip_prefix(':')?;
            return ends(rest).then_some((text, self.at + colon + 1));
        }
        if line.starts_with(['[', '{', '#', '|', '>', '*', '%', '@', '`']) {
            return None;
        }
        let colon = memchr::memchr_iter(b':', line.as_bytes()).find(|at| ends(&line[at + 1..]))?;
        let key = line[..colon].trim_end();
        // A command with an unquoted header in it was meant as a command.
        let command = key.starts_with("curl ") || key.contains(" #") || key.is_empty();
        (!command).then(|| (Text::verbatim(key, self.at), self.at + colon + 1))
    }
}

fn is_dash(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// `---` and `...` stand between documents.
fn is_marker(line: &str) -> bool {
    let rest = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}
