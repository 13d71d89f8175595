//! The code blocks of a Markdown text, fenced and indented, in quotes and lists.

use crate::source::Span;

/// A code block: its lines without what stands before them.
pub(super) struct Block {
    /// The first word behind the fence, in lower case.
    pub(super) info: String,
    /// Each with its line break.
    pub(super) lines: Vec<Span>,
}

/// All code blocks, in order.
pub(super) fn find(text: &str) -> Vec<Block> {
    let mut finder =
        Finder { text, blocks: Vec::new(), state: State::Text, content: 0, blank: true };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        finder.line(Span::new(start, start + line.len()));
        start += line.len();
    }
    finder.end_indented();
    finder.blocks
}

/// Does a pasted text look like Markdown: a fence at its start, or sentences and a fence before
/// anything that is a command?
pub(super) fn is_markdown(text: &str) -> bool {
    let mut prose = false;
    let mut lines = text.lines().take(400);
    let fence = lines.find(|line| {
        let line = line.trim_start();
        let command =
            ["curl ", "$ ", "#!", "{", "GET ", "POST "].iter().any(|s| line.starts_with(s));
        prose |= !command && line.contains(' ');
        fence(line).is_some() || command
    });
    let Some(fence) = fence.and_then(|line| self::fence(line.trim_start())) else { return false };
    let first = text.lines().next().is_some_and(|line| self::fence(line).is_some());
    // A lone fence around output in a pasted command is stepped over by the shell's reader.
    (first || prose) && lines.any(|line| fence.is_closed_by(line.trim()))
}

/// The run of marks that opens a block.
#[derive(Clone)]
struct Fence {
    mark: char,
    length: usize,
    info: String,
}

impl Fence {
    fn is_closed_by(&self, line: &str) -> bool {
        line.len() >= self.length && line.chars().all(|c| c == self.mark)
    }
}

/// The fence at the start of a line without its indentation.
fn fence(line: &str) -> Option<Fence> {
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let length = line.bytes().take_while(|byte| char::from(*byte) == mark).count();
    let info = line[length..].trim();
    if length < 3 || mark == '`' && info.contains('`') {
        return None;
    }
    let word = info.trim_start_matches(['{', '.', ' ']);
    let end = word.find(|c: char| c.is_whitespace() || matches!(c, '}' | ',' | '{' | ':'));
    Some(Fence { mark, length, info: word[..end.unwrap_or(word.len())].to_ascii_lowercase() })
}

enum State {
    Text,
    Fenced(Fence, Margin),
    /// The block is the last one; it has taken so many blank lines that may not belong to it.
    Indented {
        blanks: usize,
    },
    Comment,
}

/// What stands before the lines of a block.
#[derive(Clone, Copy)]
struct Margin {
    quotes: usize,
    columns: usize,
}

struct Finder<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    state: State,
    /// Where the text of the list item around begins.
    content: usize,
    /// The line before was blank, or a block ended there.
    blank: bool,
}

impl Finder<'_> {
    fn line(&mut self, span: Span) {
        let line = &self.text[span.start..span.end];
        match &self.state {
            State::Fenced(fence, margin) => {
                let Some(from) = inside(line, *margin) else {
                    self.state = State::Text;
                    return self.line(span);
                };
                if fence.is_closed_by(line[from..].trim()) {
                    self.state = State::Text;
                    self.blank = true;
                } else if let Some(block) = self.blocks.last_mut() {
                    block.lines.push(Span::new(span.start + from, span.end));
                }
            }
            State::Comment => {
                if line.contains("-->") {
                    self.state = State::Text;
                }
            }
            State::Indented { .. } => self.indented(span, line),
            State::Text => self.text(span, line),
        }
    }

    fn text(&mut self, span: Span, line: &str) {
        let (quotes, before) = quotes(line);
        let rest = &line[before..];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        if trimmed.trim_end().is_empty() {
            self.blank = true;
            return;
        }
        let indentation = rest.len() - trimmed.len();
        if quotes == 0 && self.blank && indented_by(rest) >= self.content + 4 {
            self.blocks.push(Block { info: String::new(), lines: Vec::new() });
            self.state = State::Indented { blanks: 0 };
            return self.indented(span, line);
        }
        let blank = std::mem::take(&mut self.blank);
        if trimmed.starts_with("<!--") {
            if !trimmed.contains("-->") {
                self.state = State::Comment;
            }
            self.blank = true;
            return;
        }
        let mut at = indentation;
        while let Some(marker) = marker(&rest[at..]) {
            at += marker;
            self.content = at;
        }
        if at == indentation && blank && indentation < self.content {
            self.content = 0;
        }
        if let Some(fence) = fence(&rest[at..]) {
            self.blocks.push(Block { info: fence.info.clone(), lines: Vec::new() });
            self.state = State::Fenced(fence, Margin { quotes, columns: at });
        } else if trimmed.starts_with('#') {
            self.blank = true;
        }
    }

    fn indented(&mut self, span: Span, line: &str) {
        let margin = Margin { quotes: 0, columns: self.content + 4 };
        let blank = line.trim().is_empty();
        if !blank && indented_by(line) < margin.columns {
            self.end_indented();
            self.blank = true;
            return self.line(span);
        }
        let from = inside(line, margin).unwrap_or(0);
        if let (State::Indented { blanks }, Some(block)) = (&mut self.state, self.blocks.last_mut())
        {
            *blanks = if blank { *blanks + 1 } else { 0 };
            block.lines.push(Span::new(span.start + from, span.end));
        }
    }

    /// Blank lines behind an indented block are none of it.
    fn end_indented(&mut self) {
        if let State::Indented { blanks } = self.state {
            if let Some(block) = self.blocks.last_mut() {
                block.lines.truncate(block.lines.len().saturating_sub(blanks));
            }
            self.state = State::Text;
        }
    }
}

/// Where the content of a line begins that stands behind a margin; `None` outside of its quote.
fn inside(line: &str, margin: Margin) -> Option<usize> {
    let mut at = 0;
    for _ in 0..margin.quotes {
        let rest = &line[at..];
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let mark = rest[blanks..].strip_prefix('>')?;
        at += blanks + 1 + usize::from(mark.starts_with(' '));
    }
    let mut columns = 0;
    for byte in line[at..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')) {
        columns += if byte == b'\t' { 4 - columns % 4 } else { 1 };
        if columns > margin.columns {
            break;
        }
        at += 1;
    }
    Some(at)
}

/// How many quotes a line stands in, and where it begins behind their marks.
fn quotes(line: &str) -> (usize, usize) {
    let (mut count, mut at) = (0, 0);
    loop {
        let rest = &line[at..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let Some(behind) = rest[blanks..].strip_prefix('>').filter(|_| blanks < 4) else {
            return (count, at);
        };
        count += 1;
        at += blanks + 1 + usize::from(behind.starts_with(' '));
    }
}

/// The columns of blanks that a line begins with.
fn indented_by(line: &str) -> usize {
    let blanks = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t'));
    blanks.fold(
        0,
        |columns, byte| if byte == b'\t' { columns + 4 - columns % 4 } else { columns + 1 },
    )
}

/// The length of `- `, `* `, `1. ` and the blanks behind it.
fn marker(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let sign = rest.as_bytes().get(digits)?;
    let ordered = (1..10).contains(&digits) && matches!(sign, b'.' | b')');
    let bullet = digits == 0 && matches!(sign, b'-' | b'*' | b'+');
    if !ordered && !bullet {
        return None;
    }
    let behind = &rest[digits + 1..];
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    (blanks > 0 && blanks < 5 && !behind.trim().is_empty()).then_some(digits + 1 + blanks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let lines = |block: &Block| block.lines.iter().map(|s| &text[s.start..s.end]).collect();
        find(text).iter().map(|block| (block.info.clone(), lines(block))).collect()
    }

    fn one(text: &str) -> String {
        let blocks = found(text);
        assert_eq!(blocks.len(), 1, "{text}");
        blocks[0].1.clone()
    }

    #[test]
    fn fences_of_any_length_are_closed_by_their_own_kind() {
        assert_eq!(
            found("a\n```bash title=x\nb\n~~~\n```\nc\n"),
            [("bash".into(), "b\n~~~\n".into())]
        );
        assert_eq!(found("~~~~ {.Sh}\nb\n~~~\n~~~~~\n"), [("sh".into(), "b\n~~~\n".into())]);
        assert_eq!(one("```\nb\n``` c\n````\n"), "b\n``` c\n");
        assert_eq!(one("```\nopen"), "open");
        assert!(found("```inline``` words\n").is_empty());
    }

    #[test]
    fn margins_of_lists_and_quotes_are_no_code() {
        assert_eq!(one("1. a\n\n   ```sh\n   b\n     c\n   ```\n"), "b\n  c\n");
        assert_eq!(one("- ```sh\n  b\n  ```\n"), "b\n");
        assert_eq!(one("> ```sh\n> b\n>\n>   c\n> ```\n"), "b\n\n  c\n");
        assert_eq!(one("> ```sh\n> b\nc\n"), "b\n");
        assert_eq!(one("\t```\n\tb\n\t```\n"), "```\nb\n```\n");
    }

    #[test]
    fn four_blanks_behind_a_blank_line_are_code() {
        assert_eq!(one("a\n\n    b\n\n      c\n\nd\n"), "b\n\n  c\n");
        assert!(found("a\n    b\n").is_empty());
        assert!(found("- a\n\n    b\n").is_empty());
        assert_eq!(one("- a\n\n      b\n"), "b\n");
        assert_eq!(one("- a\n\nb\n\n    c\n"), "c\n");
    }

    #[test]
    fn comments_are_stepped_over() {
        assert!(found("<!--\n```sh\nb\n```\n-->\n").is_empty());
        assert_eq!(one("<!-- x -->\n```\nb\n```\n"), "b\n");
    }

    #[test]
    fn pasted_text_is_markdown_where_a_fence_stands_before_any_command() {
        assert!(is_markdown("```\ncurl x\n```\n"));
        assert!(is_markdown("This is it:\n```sh\ncurl x\n```\n"));
        assert!(!is_markdown("curl x\n```\nout\n```\n"));
        assert!(!is_markdown("No fence here\n"));
        assert!(!is_markdown("This:\n```\ncurl x\n"));
    }
}
