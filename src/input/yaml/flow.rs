//! Lists and mappings in brackets.

use super::block::Scanner;
use super::{DEEPEST, Kind, Node, Style, quoted};
use crate::source::{Span, Text};

impl Scanner<'_> {
    /// What stands in brackets here; `None` where they do not close.
    pub(super) fn flow(&mut self, parent: isize) -> Option<Node> {
        let start = self.at;
        let mut flow = Flow { text: self.text, at: start, parent, depth: self.depth };
        let node = flow.bracketed()?;
        let end = flow.at;
        let rest = self.text[end..].split('\n').next().unwrap_or_default().trim();
        // `{{ name }}-x` is no mapping but a template.
        if !rest.is_empty() && !rest.starts_with('#') {
            return None;
        }
        self.at = end;
        self.advance();
        Some(node)
    }
}

struct Flow<'a> {
    text: &'a str,
    at: usize,
    parent: isize,
    depth: usize,
}

impl Flow<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn next(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    /// Steps over blanks, line breaks and comments. `None` where a line is not deep enough.
    fn skip(&mut self) -> Option<()> {
        let mut line = None;
        loop {
            match self.next()? {
                b'\n' => {
                    self.at += 1;
                    line = Some(self.at);
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'#' => self.at += memchr::memchr(b'\n', self.rest().as_bytes())?,
                byte => {
                    let column = line.map_or(isize::MAX, |line| {
                        isize::try_from(self.at - line).unwrap_or(isize::MAX)
                    });
                    let closes = matches!(byte, b']' | b'}');
                    if line == Some(self.at) && self.rest().starts_with("---") {
                        return None;
                    }
                    return (closes || column > self.parent).then_some(());
                }
            }
        }
    }

    fn bracketed(&mut self) -> Option<Node> {
        let start = self.at;
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let kind = if self.next()? == b'[' { self.list()? } else { self.map()? };
        self.depth -= 1;
        Some(Node { span: Span::new(start, self.at), kind })
    }

    fn list(&mut self) -> Option<Kind> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip()?;
            match self.next()? {
                b']' => {
                    self.at += 1;
                    return Some(Kind::List(items));
                }
                b',' => self.at += 1,
                _ => {
                    let item = self.value()?;
                    self.skip()?;
                    // `[a: b]` is a list of one mapping; nobody asks for it.
                    if self.next()? == b':' {
                        self.at += 1;
                        self.skip()?;
                        self.value()?;
                        self.skip()?;
                    } else {
                        items.push(item);
                    }
                    matches!(self.next()?, b',' | b']').then_some(())?;
                }
            }
        }
    }

    fn map(&mut self) -> Option<Kind> {
        self.at += 1;
        let mut entries = Vec::new();
        loop {
            self.skip()?;
            match self.next()? {
                b'}' => {
                    self.at += 1;
                    return Some(Kind::Map(entries));
                }
                b',' => self.at += 1,
                _ => {
                    let key = self.value()?.text()?.clone();
                    self.skip()?;
                    let mut value = Node::empty(self.at);
                    if self.next()? == b':' {
                        self.at += 1;
                        self.skip()?;
                        if !matches!(self.next()?, b',' | b'}') {
                            value = self.value()?;
                            self.skip()?;
                        }
                    }
                    matches!(self.next()?, b',' | b'}').then_some(())?;
                    entries.push((key, value));
                }
            }
        }
    }

    fn value(&mut self) -> Option<Node> {
        match self.next()? {
            b'[' | b'{' => self.bracketed(),
            quote @ (b'"' | b'\'') => {
                let (text, length) = quoted::read(self.rest(), self.at, self.parent)?;
                let style = if quote == b'"' { Style::Double } else { Style::Single };
                let span = Span::new(self.at, self.at + length);
                self.at = span.end;
                Some(Node::scalar(text, style, span))
            }
            b'*' | b'!' | b'&' => {
                let length = self.plain_length();
                let span = Span::new(self.at, self.at + length.max(1));
                self.at = span.end;
                Some(Node::unknown(span))
            }
            _ => {
                let length = self.plain_length();
                let written = self.rest()[..length].trim_end();
                let span = Span::new(self.at, self.at + written.len());
                let text = Text::verbatim(written, self.at);
                self.at += length;
                (length > 0).then(|| Node::scalar(text, Style::Plain, span))
            }
        }
    }

    /// Up to a comma, a bracket, a colon with a blank, a comment or the end of the line.
    fn plain_length(&self) -> usize {
        let rest = self.rest().as_bytes();
        let ends = |at: usize| match rest[at] {
            b',' | b'[' | b']' | b'{' | b'}' | b'\n' => true,
            b':' => rest.get(at + 1).is_none_or(|next| b" \t\r\n,]}".contains(next)),
            b'#' => at > 0 && matches!(rest[at - 1], b' ' | b'\t'),
            _ => false,
        };
        (0..rest.len()).find(|at| ends(*at)).unwrap_or(rest.len())
    }
}
