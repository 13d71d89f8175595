//! Names and values of Hurl: comments, escapes and variables in them.

use crate::input::braces::{self, Variables};
use crate::source::{Span, Text};

/// A name and a value, each where it stands: `name: value # comment`.
pub(super) fn pair(text: &str, line: Span) -> Option<(Span, Span)> {
    let line = without_comment(text, line);
    let written = &text[line.start..line.end];
    let colon = unescaped(written, ':')?;
    let name = super::entries::trimmed(text, Span::new(line.start, line.start + colon));
    Some((name, super::entries::trimmed(text, Span::new(line.start + colon + 1, line.end))))
}

fn without_comment(text: &str, line: Span) -> Span {
    let end = unescaped(&text[line.start..line.end], '#').map_or(line.end, |at| line.start + at);
    Span::new(line.start, end)
}

/// Where a mark stands that no backslash takes away and no variable holds.
fn unescaped(written: &str, mark: char) -> Option<usize> {
    let mut inside = false;
    let mut escaped = false;
    let mut last = ' ';
    for (at, letter) in written.char_indices() {
        inside = match (last, letter) {
            ('{', '{') => true,
            ('}', '}') => false,
            _ => inside,
        };
        if letter == mark && !escaped && !inside {
            return Some(at);
        }
        escaped = letter == '\\' && !escaped;
        last = letter;
    }
    None
}

/// A value with its escapes undone and its variables filled in.
pub(super) fn value(text: &str, span: Span, variables: &Variables) -> Text {
    let written = &text[span.start..span.end];
    let mut read = Text::default();
    let mut from = 0;
    for (at, end) in braces::references(written) {
        push(&mut read, &written[from..at], span.start + from);
        variables.push(&mut read, text, Span::new(span.start + at, span.start + end));
        from = end;
    }
    if from < written.len() || from == 0 {
        push(&mut read, &written[from..], span.start + from);
    }
    read
}

fn push(into: &mut Text, written: &str, start: usize) {
    let mut from = 0;
    while let Some(at) = written[from..].find('\\').map(|at| from + at) {
        into.push_verbatim(&written[from..at], start + from);
        let (letter, length) = escape(&written[at..]);
        let span = Span::new(start + at, start + at + length);
        match letter {
            Some(letter) => into.push_decoded(letter.encode_utf8(&mut [0; 4]), span),
            None => into.push_verbatim(&written[at..at + length], span.start),
        }
        from = at + length;
    }
    into.push_verbatim(&written[from..], start + from);
}

/// The letter that an escape stands for, and how long it is.
fn escape(written: &str) -> (Option<char>, usize) {
    let Some(letter) = written[1..].chars().next() else { return (None, 1) };
    let plain = match letter {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' | '\\' | '/' | '#' | '`' | ':' => letter,
        'u' => return unicode(written),
        _ => return (None, 1),
    };
    (Some(plain), 1 + letter.len_utf8())
}

/// `\u{e9}`.
fn unicode(written: &str) -> (Option<char>, usize) {
    let digits = written.strip_prefix("\\u{").and_then(|rest| rest.split_once('}'));
    let Some((digits, _)) = digits.filter(|(digits, _)| digits.len() <= 8) else {
        return (None, 1);
    };
    match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
        Some(letter) => (Some(letter), "\\u{}".len() + digits.len()),
        None => (None, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::braces::Definitions;

    fn read(written: &str) -> String {
        let variables = Variables::of(Definitions::default());
        value(written, Span::new(0, written.len()), &variables).as_written().to_owned()
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(read("a\\#b\\u{e9}\\t{{c}}\\\\"), "a#bé\t{{c}}\\");
        assert_eq!(read("\\u{110000}\\x\\"), "\\u{110000}\\x\\");
        let variables = Variables::of(Definitions::default());
        let text = value("a\\u{e9}b", Span::new(0, 8), &variables);
        assert_eq!(text.span_of(1..3), Span::new(1, 7));
        assert_eq!(text.span_of(3..4), Span::new(7, 8));
    }

    #[test]
    fn pairs_end_before_their_comments() {
        let text = " a\\:b : c\\#d {{ # }} # e";
        let (name, value) = pair(text, Span::new(0, text.len())).unwrap();
        assert_eq!(&text[name.start..name.end], "a\\:b");
        assert_eq!(&text[value.start..value.end], "c\\#d {{ # }}");
        assert_eq!(pair("# a: b", Span::new(0, 6)), None);
    }
}
