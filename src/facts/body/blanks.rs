//! The parts of a body whose values are elsewhere, filled so that the rest can be read.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::Text;

/// The text with every hole filled with as many letters: blanks in a string, digits outside.
/// All places stay what they were.
pub(super) fn fill(text: &Text) -> (Cow<'_, str>, Vec<Range<usize>>) {
    let written = text.as_written();
    if text.holes().is_empty() {
        return (Cow::Borrowed(written), Vec::new());
    }
    let mut filled = String::with_capacity(written.len());
    let mut place = Place::Outside;
    let mut blanks = Vec::new();
    for hole in text.holes() {
        let range = hole.range.start.max(filled.len())..hole.range.end;
        let before = written.get(filled.len()..range.start).unwrap_or_default();
        place = place.after(before);
        filled.push_str(before);
        let letter = if place == Place::Outside { "1" } else { " " };
        filled.push_str(&letter.repeat(range.len()));
        blanks.push(range);
    }
    filled.push_str(written.get(filled.len()..).unwrap_or_default());
    (Cow::Owned(filled), blanks)
}

/// Whether a hole stands outside all strings, where it may be more than one value.
pub(super) fn any_outside(text: &Text) -> bool {
    let written = text.as_written();
    let (mut place, mut from) = (Place::Outside, 0);
    text.holes().iter().any(|hole| {
        place = place.after(written.get(from..hole.range.start).unwrap_or_default());
        from = hole.range.end.max(from);
        place == Place::Outside
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Outside,
    InString,
    /// Directly behind a backslash in a string.
    Escaped,
}

impl Place {
    fn after(self, text: &str) -> Self {
        text.bytes().fold(self, |place, byte| match (place, byte) {
            (Self::Outside, b'"') | (Self::Escaped, _) => Self::InString,
            (Self::InString, b'"') => Self::Outside,
            (Self::InString, b'\\') => Self::Escaped,
            (Self::Outside | Self::InString, _) => place,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Span;
    use crate::truth::Why;

    use super::*;

    fn with_holes(parts: &[&str]) -> Text {
        let mut text = Text::default();
        for part in parts {
            let at = text.len();
            match part.strip_prefix('$') {
                Some(name) => {
                    text.push_hole(part, Span::new(at, at + part.len()), (Why::Variable, name));
                }
                None => text.push_verbatim(part, at),
            }
        }
        text
    }

    #[test]
    fn a_hole_becomes_blanks_in_a_string_and_digits_outside() {
        let text = with_holes(&[r#"{"a\"":"x"#, "$USER", r#"","n":"#, "$AGE", "}"]);
        let (filled, blanks) = fill(&text);
        assert_eq!(filled, r#"{"a\"":"x     ","n":1111}"#);
        assert_eq!(blanks, [9..14, 20..24]);
        assert!(any_outside(&text));
    }

    #[test]
    fn holes_in_strings_alone_leave_the_rest_certain() {
        assert!(!any_outside(&with_holes(&[r#"{"a":""#, "$A", r#" ""#, "}"])));
    }
}
