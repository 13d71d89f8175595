//! Lists of words and pairs of names and values, as instructions hold them.

use super::instructions::Instruction;
use crate::source::{Span, Text};

/// `["a", "b"]` on one line: words that are run without a shell.
pub(super) fn list(text: &str, instruction: &Instruction) -> Option<Vec<Text>> {
    let span = instruction.lines.iter().copied().reduce(Span::hull)?;
    let written = text.get(span.start..span.end)?;
    let inner = written.trim().strip_prefix('[')?.strip_suffix(']')?;
    let mut at = span.start + written.find('[')? + 1;
    let end = at + inner.len();
    let mut words = Vec::new();
    loop {
        at = behind_blanks(text, at, end);
        if at >= end {
            return Some(words);
        }
        let (word, length) = string(text.get(at..end)?, at)?;
        words.push(word);
        at = behind_blanks(text, at + length, end);
        if at < end {
            text[at..end].strip_prefix(',')?;
            at += 1;
        }
    }
}

/// Blanks, and line breaks that are escaped.
fn behind_blanks(text: &str, at: usize, end: usize) -> usize {
    let rest = text.get(at..end).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches([' ', '\t', '\\', '\r', '\n']).len()
}

/// The JSON string at the start of `rest`, which lies at `start`, and its length.
fn string(rest: &str, start: usize) -> Option<(Text, usize)> {
    rest.strip_prefix('"')?;
    let mut text = Text::verbatim("", start + 1);
    let mut at = 1;
    loop {
        let plain = memchr::memchr2(b'"', b'\\', rest.as_bytes().get(at..)?)?;
        text.push_verbatim(&rest[at..at + plain], start + at);
        at += plain;
        if rest.as_bytes()[at] == b'"' {
            return Some((text, at + 1));
        }
        let letter = rest[at + 1..].chars().next()?;
        let value = match letter {
            '"' | '\\' | '/' => letter,
            'n' => '\n',
            't' => '\t',
            // Others are so rare that the list is taken for a command of a shell.
            _ => return None,
        };
        let mut own = [0; 4];
        text.push_decoded(value.encode_utf8(&mut own), Span::new(start + at, start + at + 2));
        at += 2;
    }
}

/// `A=b C="d e"`, or the old `A b c`; a name alone has no value.
pub(super) fn pairs(written: &str) -> Vec<(String, Option<String>)> {
    let written = written.trim();
    let first = written.split([' ', '\t']).next().unwrap_or_default();
    if !first.contains('=') {
        let value = written[first.len()..].trim();
        let value = (!value.is_empty()).then(|| value.to_owned());
        return vec![(first.to_owned(), value)];
    }
    let mut pairs = Vec::new();
    for word in split(written) {
        if let Some((name, value)) = word.split_once('=') {
            let value = (!value.is_empty()).then(|| value.to_owned());
            pairs.push((name.to_owned(), value));
        }
    }
    pairs
}

/// Words, with quotes and backslashes taken off.
fn split(written: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut open = None;
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        match (open, letter) {
            (None, ' ' | '\t') => words.push(String::new()),
            (None, '\'' | '"') => open = Some(letter),
            (Some(quote), letter) if quote == letter => open = None,
            (None | Some('"'), '\\') => push(&mut words, letters.next()),
            (None | Some(_), letter) => push(&mut words, Some(letter)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Puts a letter behind the last word.
fn push(words: &mut [String], letter: Option<char>) {
    if let Some(word) = words.last_mut() {
        word.extend(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_their_values_in_both_forms() {
        let pair = |a: &str, b: Option<&str>| (a.to_owned(), b.map(str::to_owned));
        assert_eq!(
            pairs("A=b C=\"d e\" F='g'"),
            [pair("A", Some("b")), pair("C", Some("d e")), pair("F", Some("g"))]
        );
        assert_eq!(pairs("A b c"), [pair("A", Some("b c"))]);
        assert_eq!(pairs("A"), [pair("A", None)]);
        assert_eq!(pairs("A="), [pair("A", None)]);
    }

    #[test]
    fn the_words_of_a_list_know_their_bytes() {
        let text = "CMD [ \"curl\", \"-H\", \"A: \\\"b\\\"\" ]\n";
        let lines = vec![Span::new(4, text.len())];
        let instruction = Instruction { keyword: "CMD".into(), lines, escape: '\\' };
        let words = list(text, &instruction).unwrap();
        let written: Vec<&str> = words.iter().map(Text::as_written).collect();
        assert_eq!(written, ["curl", "-H", "A: \"b\""]);
        assert_eq!(&text[words[2].span().start..words[2].span().end], "A: \\\"b\\\"");
    }
}
