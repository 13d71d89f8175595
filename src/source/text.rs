//! A decoded value that remembers the bytes it was decoded from.

use std::fmt;
use std::ops::Range;

use super::Span;
use crate::truth::{Fact, Why};

/// A part of a [`Text`] and the bytes it was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Where the part begins in the value.
    at: usize,
    len: usize,
    span: Span,
    /// Byte for byte the same in the source: places inside map one to one.
    verbatim: bool,
}

/// A part of a [`Text`] whose value is elsewhere; the text holds it as it was written.
#[derive(Clone, PartialEq, Eq)]
pub struct Hole {
    pub range: Range<usize>,
    pub why: Why,
    /// The name it goes by: `VENDOR_TOKEN` of `$VENDOR_TOKEN`. Empty where it has none.
    pub name: String,
}

impl fmt::Debug for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hole({:?}, {})", self.range, self.why.word())
    }
}

/// A decoded value that remembers the bytes it was decoded from: a shell word, a JSON string.
///
/// This is the only thing that knows how a place in the value maps back to the source.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text {
    value: String,
    pieces: Vec<Piece>,
    holes: Vec<Hole>,
}

impl Text {
    /// A value that stands in the source letter for letter, beginning at `start`.
    pub fn verbatim(value: &str, start: usize) -> Self {
        let mut text = Self::default();
        text.push_verbatim(value, start);
        text
    }

    /// A value that the whole of `span` stands for: an escape, or something an option implies.
    pub fn decoded(value: &str, span: Span) -> Self {
        let mut text = Self::default();
        text.push_decoded(value, span);
        text
    }

    /// An empty text that is about to take so many parts and bytes.
    #[must_use]
    pub fn with_room(parts: usize, bytes: usize) -> Self {
        Self {
            value: String::with_capacity(bytes),
            pieces: Vec::with_capacity(parts),
            holes: Vec::new(),
        }
    }

    pub fn push_verbatim(&mut self, value: &str, start: usize) {
        if value.is_empty() && !self.pieces.is_empty() {
            return;
        }
        let span = Span::new(start, start + value.len());
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.span.end == start => {
                last.len += value.len();
                last.span.end = span.end;
            }
            _ => self.push_piece(value.len(), span, true),
        }
        self.value.push_str(value);
    }

    pub fn push_decoded(&mut self, value: &str, span: Span) {
        self.push_piece(value.len(), span, false);
        self.value.push_str(value);
    }

    /// A part whose value is elsewhere, as it was written.
    pub fn push_hole(&mut self, written: &str, span: Span, (why, name): (Why, &str)) {
        let at = self.value.len();
        self.push_decoded(written, span);
        self.holes.push(Hole { range: at..at + written.len(), why, name: name.to_owned() });
    }

    fn push_piece(&mut self, len: usize, span: Span, verbatim: bool) {
        self.pieces.push(Piece { at: self.value.len(), len, span, verbatim });
    }

    pub fn append(&mut self, other: &Self) {
        let shift = self.value.len();
        self.pieces
            .extend(other.pieces.iter().map(|piece| Piece { at: piece.at + shift, ..*piece }));
        self.holes.extend(other.holes.iter().map(|hole| Hole {
            range: hole.range.start + shift..hole.range.end + shift,
            why: hole.why,
            name: hole.name.clone(),
        }));
        self.value.push_str(&other.value);
    }

    /// The value with its holes as they were written.
    pub fn as_written(&self) -> &str {
        &self.value
    }

    /// The value, if none of it is elsewhere.
    pub fn known(&self) -> Fact<&str> {
        self.holes.first().map_or(Fact::Known(&self.value), |hole| Fact::Unknown(hole.why))
    }

    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    pub fn len(&self) -> usize {
        self.value.len()
    }

    /// The bytes the whole value was decoded from.
    pub fn span(&self) -> Span {
        self.pieces.iter().map(|piece| piece.span).reduce(Span::hull).unwrap_or_default()
    }

    /// The smallest span of the source that `range` of the value was decoded from.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        self.pieces
            .iter()
            .filter(|piece| {
                piece.at < range.end && range.start < piece.at + piece.len
                    || range.is_empty()
                        && piece.at <= range.start
                        && range.end <= piece.at + piece.len
            })
            .map(|piece| piece.cut(&range).span)
            .reduce(Span::hull)
            .unwrap_or_else(|| Span::at(self.span().end))
    }

    /// Each letter of the value and the bytes it was decoded from, in one walk.
    pub fn letters(&self) -> impl Iterator<Item = (char, Span)> {
        self.pieces.iter().flat_map(|piece| {
            let part = self.value.get(piece.at..piece.at + piece.len).unwrap_or_default();
            part.char_indices().map(|(at, letter)| {
                let start = piece.span.start + at;
                let own = Span::new(start, start + letter.len_utf8());
                (letter, if piece.verbatim { own } else { piece.span })
            })
        })
    }

    /// The part of the value that was decoded from bytes of `span`.
    pub fn range_of(&self, span: Span) -> Option<Range<usize>> {
        self.pieces
            .iter()
            .filter(|piece| piece.span.start < span.end && span.start < piece.span.end)
            .map(|piece| {
                if !piece.verbatim {
                    return piece.at..piece.at + piece.len;
                }
                let from = span.start.max(piece.span.start) - piece.span.start;
                let to = span.end.min(piece.span.end) - piece.span.start;
                piece.at + from..piece.at + to
            })
            .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
    }

    /// A part of the value, with its own map. `range` must lie on character boundaries.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let value = self.value.get(range.clone()).unwrap_or_default().to_owned();
        let mut pieces: Vec<Piece> = self
            .pieces
            .iter()
            .filter(|piece| piece.at < range.end && range.start < piece.at + piece.len)
            .map(|piece| piece.cut(&range))
            .collect();
        if pieces.is_empty() {
            let span = Span::at(self.span_of(range.start..range.start).start);
            pieces.push(Piece { at: 0, len: 0, span, verbatim: true });
        }
        let holes = self
            .holes
            .iter()
            .filter(|hole| hole.range.start < range.end && range.start < hole.range.end)
            .map(|hole| Hole {
                range: hole.range.start.max(range.start) - range.start
                    ..hole.range.end.min(range.end) - range.start,
                why: hole.why,
                name: hole.name.clone(),
            })
            .collect();
        Self { value, pieces, holes }
    }

    /// The value without blanks at its ends.
    #[must_use]
    pub fn trim(&self) -> Self {
        let start = self.value.len() - self.value.trim_start().len();
        let end = self.value.trim_end().len().max(start);
        self.slice(start..end)
    }
}

impl Piece {
    /// The part of this piece inside `range` of the value, placed relative to the range's start.
    fn cut(&self, range: &Range<usize>) -> Self {
        let from = range.start.max(self.at);
        let to = range.end.min(self.at + self.len).max(from);
        let span = if self.verbatim {
            Span::new(self.span.start + from - self.at, self.span.start + to - self.at)
        } else {
            self.span
        };
        Self { at: from - range.start, len: to - from, span, verbatim: self.verbatim }
    }
}

impl fmt::Debug for Text {
    /// Recorded text may hold secrets: only its length is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes at {}..{})", self.value.len(), self.span().start, self.span().end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `"a\u00e9b"` as a JSON string at byte 10, then a variable.
    fn sample() -> Text {
        let mut text = Text::verbatim("a", 11);
        text.push_decoded("é", Span::new(12, 18));
        text.push_verbatim("b", 18);
        text.push_hole("$T", Span::new(20, 22), (Why::Variable, "T"));
        text
    }

    #[test]
    fn a_place_in_the_value_maps_to_the_bytes_it_was_decoded_from() {
        let text = sample();
        assert_eq!(text.as_written(), "aéb$T");
        assert_eq!(text.span_of(0..1), Span::new(11, 12));
        assert_eq!(text.span_of(1..3), Span::new(12, 18));
        assert_eq!(text.span_of(3..4), Span::new(18, 19));
        assert_eq!(text.span_of(0..4), Span::new(11, 19));
        assert_eq!(text.span(), Span::new(11, 22));
    }

    #[test]
    fn a_place_in_the_source_maps_to_the_value_it_was_decoded_to() {
        let text = sample();
        assert_eq!(text.range_of(Span::new(13, 19)), Some(1..4));
        assert_eq!(text.range_of(Span::new(11, 12)), Some(0..1));
        assert_eq!(text.range_of(Span::new(30, 31)), None);
    }

    #[test]
    fn a_value_with_a_hole_is_unknown_and_its_parts_are_known() {
        let text = sample();
        assert_eq!(text.known(), Fact::Unknown(Why::Variable));
        assert_eq!(text.slice(0..4).known(), Fact::Known("aéb"));
        assert_eq!(text.slice(3..6).holes()[0].range, 1..3);
        assert_eq!(text.slice(3..6).span(), Span::new(18, 22));
    }

    #[test]
    fn neighbours_that_stand_letter_for_letter_are_one_piece() {
        let mut text = Text::verbatim("ab", 0);
        text.push_verbatim("cd", 2);
        assert_eq!(text.pieces.len(), 1);
        assert_eq!(text.slice(1..3).span(), Span::new(1, 3));
    }

    #[test]
    fn an_empty_part_has_a_place_too() {
        let text = Text::verbatim("https://", 5);
        assert_eq!(text.slice(8..8).span(), Span::at(13));
        assert_eq!(Text::verbatim("", 7).span(), Span::at(7));
    }

    #[test]
    fn debug_shows_no_recorded_text() {
        assert!(!format!("{:?}", sample()).contains('é'));
    }
}
