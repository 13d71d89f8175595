//! Changes to a value, letter by letter, that keep the places of what stays.

use crate::source::{Span, Text};

/// The value with some letters replaced; holes stay as they are.
pub(in crate::input) fn rewrite(text: &Text, change: impl Fn(char) -> Option<String>) -> Text {
    let written = text.as_written();
    let in_hole = |at: usize| text.holes().iter().any(|hole| hole.range.contains(&at));
    let mut done = Text::default();
    let mut kept = 0;
    for (at, letter) in written.char_indices() {
        let Some(new) = change(letter).filter(|_| !in_hole(at)) else { continue };
        let behind = at + letter.len_utf8();
        if kept < at {
            done.append(&text.slice(kept..at));
        }
        if !new.is_empty() {
            done.push_decoded(&new, text.span_of(at..behind));
        }
        kept = behind;
    }
    if kept < written.len() || done.is_empty() {
        done.append(&text.slice(kept..written.len()));
    }
    done
}

/// Percent-encodes the letters that `is_special`, with capital digits.
pub(in crate::input) fn percent_encoded(text: &Text, is_special: impl Fn(char) -> bool) -> Text {
    rewrite(text, |letter| is_special(letter).then(|| percent(letter)))
}

pub(in crate::input) fn percent(letter: char) -> String {
    let mut buffer = [0; 4];
    let mut encoded = String::new();
    for byte in letter.encode_utf8(&mut buffer).bytes() {
        encoded.push('%');
        encoded.extend(
            [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])),
        );
    }
    encoded
}

/// The value of `--data-urlencode`: blanks become `+`, all but unreserved letters `%XX`.
pub(in crate::input) fn form_encoded(text: &Text) -> Text {
    rewrite(text, |letter| match letter {
        ' ' => Some("+".to_owned()),
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' => None,
        _ => Some(percent(letter)),
    })
}

/// A word that something implies, at the place of what implies it, then the value itself.
pub(in crate::input) fn prefixed(prefix: &str, text: &Text) -> Text {
    let mut done = Text::decoded(prefix, Span::at(text.span().start));
    done.append(text);
    done
}

/// Without blanks at its ends, but with all other spaces.
pub(in crate::input) fn trimmed(text: &Text) -> Text {
    let written = text.as_written();
    let blank = |c: char| c == ' ' || c == '\t';
    let start = written.len() - written.trim_start_matches(blank).len();
    let end = written.trim_end_matches(blank).len().max(start);
    text.slice(start..end)
}
