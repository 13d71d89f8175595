//! The blocks of a `.bru` text, and the pairs in them.

use crate::input::braces::Variables;
use crate::source::{Span, Text};

/// `name { … }` or `name [ … ]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block<'t> {
    pub(super) name: &'t str,
    /// With its name and its brackets.
    pub(super) span: Span,
    /// What stands between the brackets, without the line breaks beside them.
    pub(super) inner: Span,
    pub(super) is_closed: bool,
}

/// All blocks in order, and where the first line stands that is in none.
pub(super) fn blocks(text: &str) -> (Vec<Block<'_>>, Option<usize>) {
    let mut found = Vec::new();
    let mut stray = None;
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        let line = text[at..end].trim_end();
        let next = (end + 1).min(text.len());
        if let Some(block) = block(text, Span::new(at, at + line.len()), next) {
            at = (line_end(text, block.span.end) + 1).min(text.len());
            found.push(block);
        } else {
            if !line.trim().is_empty() {
                stray = stray.or(Some(at));
            }
            at = next;
        }
    }
    (found, stray)
}

/// The block that a line opens. It ends at a bracket in the first column.
fn block(text: &str, line: Span, next: usize) -> Option<Block<'_>> {
    let written = &text[line.start..line.end];
    let is_name = |name: &str| {
        let letter = |b: u8| b.is_ascii_alphanumeric() || b":-_".contains(&b);
        !name.is_empty() && name.bytes().all(letter)
    };
    if let Some((name, list)) = written.split_once('[').filter(|(name, _)| is_name(name.trim())) {
        let open = line.end - list.len();
        let close = memchr::memchr(b']', &text.as_bytes()[open..]).map(|length| open + length);
        let inner = Span::new(open, close.unwrap_or(text.len()));
        let span = Span::new(line.start, close.map_or(text.len(), |close| close + 1));
        return Some(Block { name: name.trim(), span, inner, is_closed: close.is_some() });
    }
    let name = written.strip_suffix('{').map(str::trim).filter(|name| is_name(name))?;
    let bytes = text.as_bytes();
    let before = next.saturating_sub(1);
    let close = memchr::memmem::find(&bytes[before..], b"\n}").map(|length| before + length + 1);
    let end = close.map_or(text.len(), |close| close - 1).max(next);
    let inner = Span::new(next, text[next..end].strip_suffix('\r').map_or(end, |_| end - 1));
    let span = Span::new(line.start, close.map_or(text.len(), |close| close + 1));
    Some(Block { name, span, inner, is_closed: close.is_some() })
}

/// `name: value`, which may be switched off.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) name: Text,
    /// Line by line, with line breaks.
    value: Vec<Span>,
    pub(super) is_disabled: bool,
}

impl Pair {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.as_written() == name
    }

    pub(super) fn value(&self, text: &str, variables: &Variables) -> Text {
        let mut value = Text::default();
        for span in &self.value {
            variables.push(&mut value, text, *span);
        }
        value.trim()
    }

    /// The value as it stands in the file.
    pub(super) fn written(&self, text: &str) -> String {
        let parts: String = self.value.iter().map(|span| &text[span.start..span.end]).collect();
        parts.trim().to_owned()
    }
}

/// The pairs of a block, without those that are switched off.
pub(super) fn pairs(text: &str, block: &Block<'_>) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut at = block.inner.start;
    while at < block.inner.end {
        let end = line_end(text, at).min(block.inner.end);
        let line = Span::new(at, end);
        at = end + 1;
        let Some(mut pair) = pair(text, line) else { continue };
        let value = pair.value.first().copied().unwrap_or_default();
        let written = &text[value.start..value.end];
        if let Some(rest) = written.strip_prefix("'''") {
            let open = value.end - rest.len();
            let inside = &text[open..block.inner.end];
            let close = inside.find("'''").map_or(block.inner.end, |length| open + length);
            pair.value = multiline(text, Span::new(open, close));
            at = (line_end(text, close) + 1).max(at);
        } else if written == "[" {
            let inside = &text.as_bytes()[at.min(block.inner.end)..block.inner.end];
            at = memchr::memchr(b']', inside)
                .map_or(block.inner.end, |length| line_end(text, at + length) + 1);
        }
        if !pair.is_disabled {
            found.push(pair);
        }
    }
    found
}

/// A line of its own; lines that only describe the next one are none.
fn pair(text: &str, line: Span) -> Option<Pair> {
    let written = text[line.start..line.end].trim_end();
    let start = line.start + written.len() - written.trim_start().len();
    let written = written.trim_start();
    let enabled = written.strip_prefix('~').unwrap_or(written);
    let is_disabled = enabled.len() < written.len();
    let start = start + written.len() - enabled.len();
    let (name, rest) = if enabled.starts_with('"') {
        quoted(enabled, start)?
    } else {
        let colon = enabled.find(':')?;
        let name = enabled[..colon].trim_end();
        if name.starts_with('@') && name.contains('(') {
            return None;
        }
        (Text::verbatim(name, start), colon + 1)
    };
    let value = enabled[rest..].trim();
    let from = start + enabled.len() - enabled[rest..].trim_start().len();
    Some(Pair { name, value: vec![Span::new(from, from + value.len())], is_disabled })
}

/// A name in quotes, and where the value begins.
fn quoted(line: &str, start: usize) -> Option<(Text, usize)> {
    let mut name = Text::default();
    let mut from = 1;
    loop {
        let at = from + line[from..].find(['"', '\\'])?;
        name.push_verbatim(&line[from..at], start + from);
        if line[at..].starts_with("\\\"") {
            name.push_decoded("\"", Span::new(start + at, start + at + 2));
            from = at + 2;
        } else if line[at..].starts_with('\\') {
            name.push_verbatim("\\", start + at);
            from = at + 1;
        } else {
            let colon = line[at + 1..].find(':')?;
            return Some((name, at + 1 + colon + 1));
        }
    }
}

/// The lines of a value in `'''`, without the four blanks at their beginnings.
fn multiline(text: &str, span: Span) -> Vec<Span> {
    lines(text, span).map(|line| indented(text, line, 4)).collect()
}

/// The lines of a text in a block, without the two blanks at their beginnings.
pub(super) fn text_lines(text: &str, block: &Block<'_>) -> Vec<Span> {
    lines(text, block.inner).map(|line| indented(text, line, 2)).collect()
}

fn indented(text: &str, line: Span, most: usize) -> Span {
    let blanks = text[line.start..line.end].bytes().take(most).take_while(|b| *b == b' ').count();
    Span::new(line.start + blanks, line.end)
}

/// The lines of a span, with their line breaks.
fn lines(text: &str, within: Span) -> impl Iterator<Item = Span> {
    let mut from = within.start;
    std::iter::from_fn(move || {
        let line = Span::new(from, (line_end(text, from) + 1).min(within.end));
        from = line.end;
        (!line.is_empty()).then_some(line)
    })
}

/// Where the line break behind `offset` stands, or the end of the text.
fn line_end(text: &str, offset: usize) -> usize {
    let rest = text.as_bytes().get(offset..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |length| offset + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::braces::Definitions;

    fn names(text: &str) -> Vec<&str> {
        blocks(text).0.iter().map(|block| block.name).collect()
    }

    fn read(text: &str) -> Vec<(String, String)> {
        let variables = Variables::of(Definitions::default());
        let found = blocks(text).0;
        let pairs = pairs(text, &found[0]);
        let read = |pair: &Pair| {
            (
                pair.name.as_written().to_owned(),
                pair.value(text, &variables).as_written().to_owned(),
            )
        };
        pairs.iter().map(read).collect()
    }

    #[test]
    fn blocks_end_at_a_bracket_in_the_first_column() {
        let text = "meta {\r\n  name: a\r\n}\r\n\r\nbody:json {\r\n  {\r\n    \"a\": {}\r\n  }\r\n}\r\nvars:secret [\n  a,\n  b\n]\nheaders {\n}\n";
        assert_eq!(names(text), ["meta", "body:json", "vars:secret", "headers"]);
        let found = blocks(text).0;
        let inner = |at: usize| &text[found[at].inner.start..found[at].inner.end];
        assert_eq!(inner(0), "  name: a");
        assert_eq!(inner(1), "  {\r\n    \"a\": {}\r\n  }");
        assert_eq!(inner(2), "\n  a,\n  b\n");
        assert_eq!(inner(3), "");
        assert!(found.iter().all(|block| block.is_closed));
    }

    #[test]
    fn what_is_in_no_block_is_found_and_what_is_never_closed_is_known() {
        let (found, stray) = blocks("meta {\n}\nwhat\nget {\n  url: a\n");
        assert_eq!(stray, Some(9));
        assert_eq!(found.iter().map(|block| block.is_closed).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn pairs_have_names_values_and_switches() {
        let text = "headers {\n  a: b: c \n  ~d: e\n  \"x \\\"y:\": {{z}}\n  @description('f: g')\n  h:\n}\n";
        let expected = [("a", "b: c"), ("x \"y:", "{{z}}"), ("h", "")];
        let read = read(text);
        let read: Vec<_> = read.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn a_value_over_several_lines_loses_its_indentation() {
        let text = "vars {\n  a: '''\n    one\n      two\n  '''\n  b: [\n    c\n  ]\n  d: e\n}\n";
        let read = read(text);
        assert_eq!(read[0].1, "one\n  two");
        assert_eq!(read.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["a", "b", "d"]);
    }

    #[test]
    fn no_cut_of_a_text_breaks_the_reader() {
        let text = "é {\r\n \"a\\\"é: '''\r\n   é\r\n '''\n}\nget {\n b: [\n é\n ]\n}\nvars [é]";
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
                let text = &text[start..end];
                for block in blocks(text).0 {
                    for pair in pairs(text, &block) {
                        let _ = pair.written(text);
                    }
                    let _ = text_lines(text, &block);
                }
            }
        }
    }
}
