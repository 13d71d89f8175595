//! Scalars outside brackets: plain, quoted, and blocks of lines.

use super::block::Scanner;
use super::{Node, Style, quoted};
use crate::source::{Span, Text};

/// `|2-`: how a block of lines is read.
struct Header {
    style: Style,
    indentation: Option<usize>,
    chomp: Chomp,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Clip,
    Strip,
    Keep,
}

/// A line of a block: its content, and its line break where it has one.
#[derive(Clone, Copy)]
struct Line {
    content: Span,
    end: Option<usize>,
}

impl Scanner<'_> {
    /// A scalar or what stands in brackets; goes on to the next content behind it.
    pub(super) fn scalar(&mut self, parent: isize) -> Node {
        let line = self.line_rest();
        let node = match line.bytes().next() {
            Some(b'|' | b'>') => header(line).map(|header| self.lines(parent, &header)),
            Some(b'"' | b'\'') => self.quoted(parent),
            Some(b'[' | b'{') => self.flow(parent),
            Some(_) | None => None,
        };
        node.unwrap_or_else(|| self.plain(parent))
    }

    fn quoted(&mut self, parent: isize) -> Option<Node> {
        let (text, length) = quoted::read(self.rest(), self.at, parent)?;
        let style = if self.rest().starts_with('"') { Style::Double } else { Style::Single };
        let span = Span::new(self.at, self.at + length);
        self.at = span.end;
        self.advance();
        Some(Node::scalar(text, style, span))
    }

    fn plain(&mut self, parent: isize) -> Node {
        let line = uncommented(self.line_rest());
        let mut text = Text::verbatim(line, self.at);
        let start = self.at;
        let mut end = self.at + line.len();
        loop {
            let from = end;
            let commented = uncommented(self.line_rest()).len() < self.line_rest().trim_end().len();
            self.advance();
            // Comments and documents end a plain scalar.
            let between = self.text.get(from..self.at).unwrap_or_default();
            let key = self.key().is_some_and(|(key, _)| !key.as_written().contains(' '));
            if commented || between.contains('#') || key || self.column() <= parent {
                break;
            }
            quoted::push_break(&mut text, between, from);
            let line = uncommented(self.line_rest());
            text.push_verbatim(line, self.at);
            end = self.at + line.len();
        }
        Node::scalar(text, Style::Plain, Span::new(start, end))
    }

    /// The lines below a `|` or `>`.
    fn lines(&mut self, parent: isize, header: &Header) -> Node {
        let start = self.at;
        self.next_line();
        let explicit = header.indentation.map(|more| usize::try_from(parent).unwrap_or(0) + more);
        let least = usize::try_from(parent + 1).unwrap_or(0);
        let mut margin = explicit;
        let mut lines: Vec<Line> = Vec::new();
        while self.at < self.text.len() {
            let line = self.line_rest();
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let blank = line.trim().is_empty();
            if !blank {
                let wanted = *margin.get_or_insert(blanks.max(least));
                if blanks < wanted {
                    break;
                }
            }
            let from = self.at + margin.unwrap_or(line.len()).min(line.len());
            let content = Span::new(from, self.at + line.len());
            let content = if blank { Span::at(content.start) } else { content };
            let at = self.at;
            self.next_line();
            let end = (self.text[at..self.at].ends_with('\n')).then(|| self.at - 1);
            lines.push(Line { content, end });
        }
        self.find_content();
        let text = self.join(&lines, header);
        let end = text.span().end.max(start + 1);
        Node::scalar(text, header.style, Span::new(start, end))
    }

    fn join(&self, lines: &[Line], header: &Header) -> Text {
        let last = lines.iter().rposition(|line| !line.content.is_empty());
        let Some(last) = last else {
            return Text::verbatim("", lines.first().map_or(self.at, |line| line.content.start));
        };
        let mut text = Text::default();
        for (number, line) in lines[..=last].iter().enumerate() {
            let content = &self.text[line.content.start..line.content.end];
            text.push_verbatim(content, line.content.start);
            let Some(end) = line.end.filter(|_| number < last) else { continue };
            let next = &lines[number + 1];
            let indented = |line: &Line| self.text[line.content.start..].starts_with([' ', '\t']);
            let folds = header.style == Style::Folded && !indented(line) && !indented(next);
            // Of several line breaks in a row the first falls away; a lone one is a blank.
            match (folds && !line.content.is_empty(), next.content.is_empty()) {
                (false, _) => text.push_verbatim("\n", end),
                (true, false) => text.push_decoded(" ", Span::new(end, end + 1)),
                (true, true) => {}
            }
        }
        let behind = &lines[last..];
        let kept = match header.chomp {
            Chomp::Strip => 0,
            Chomp::Clip => 1,
            Chomp::Keep => behind.len(),
        };
        for end in behind.iter().filter_map(|line| line.end).take(kept) {
            text.push_verbatim("\n", end);
        }
        text
    }
}

fn header(line: &str) -> Option<Header> {
    let style = if line.starts_with('|') { Style::Literal } else { Style::Folded };
    let marks = uncommented(&line[1..]);
    let mut header = Header { style, indentation: None, chomp: Chomp::Clip };
    for mark in marks.chars() {
        match mark {
            '-' => header.chomp = Chomp::Strip,
            '+' => header.chomp = Chomp::Keep,
            '1'..='9' => header.indentation = mark.to_digit(10).map(|digit| digit as usize),
            _ => return None,
        }
    }
    Some(header)
}

/// A line without the comment and the blanks at its end.
fn uncommented(line: &str) -> &str {
    let comment = memchr::memmem::find_iter(line.as_bytes(), b"#")
        .find(|at| *at == 0 || line[..*at].ends_with([' ', '\t']));
    line[..comment.unwrap_or(line.len())].trim_end()
}
