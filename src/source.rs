//! A piece of text we were given, where it lies in its file, and where in it things are.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::truth::{Fact, Why};

/// A half-open range of bytes in a [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    pub const fn at(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    pub const fn len(self) -> usize {
        self.end - self.start
    }

    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A place in a file. Lines and columns count from 1, columns in Unicode scalar values; bytes
/// count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub byte: u64,
    pub line: u64,
    pub column: u64,
}

impl Place {
    pub const START: Self = Self { byte: 0, line: 1, column: 1 };

    /// The place just behind `text`, when `text` begins here.
    #[must_use]
    pub fn after(self, text: &str) -> Self {
        self.after_bytes(text.as_bytes())
    }

    /// The same for UTF-8 that is read in parts.
    #[must_use]
    pub fn after_bytes(self, text: &[u8]) -> Self {
        let byte = self.byte + text.len() as u64;
        match memchr::memrchr(b'\n', text) {
            None => Self { byte, column: self.column + scalars(text), ..self },
            Some(last) => Self {
                byte,
                line: self.line + memchr::memchr_iter(b'\n', text).count() as u64,
                column: 1 + scalars(&text[last + 1..]),
            },
        }
    }
}

/// Counts the bytes that begin a character, eight at a time: a recording on one line is all columns.
fn scalars(text: &[u8]) -> u64 {
    let (words, rest) = text.as_chunks::<8>();
    let mut continuing = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        // Only a byte that continues a character has its first bit set and its second clear.
        continuing += u64::from((word & !(word << 1) & 0x8080_8080_8080_8080).count_ones());
    }
    let rest = rest.iter().filter(|byte| (**byte & 0xC0) == 0x80).count() as u64;
    text.len() as u64 - continuing - rest
}

/// Bytes of the file that a [`Source`] steps over: a body too large to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Where in the source's text the bytes are missing.
    pub at: usize,
    pub bytes: u64,
    pub lines: u64,
    /// Scalar values missing behind the last line break of the gap (all of them without one).
    pub columns: u64,
}

/// A piece of text we were given: a pasted command, a script, one entry of a HAR.
#[derive(Clone)]
pub struct Source {
    name: Arc<str>,
    text: String,
    origin: Place,
    gaps: Vec<Gap>,
    /// Places every [`STEP`] bytes, so that asking for many places of a long text stays cheap.
    steps: OnceLock<Vec<(usize, Place)>>,
}

const STEP: usize = 16 << 10;

impl Source {
    /// Text that begins where its file begins.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self::within(name, text, Place::START)
    }

    /// Text that begins at `origin` of its file.
    pub fn within(name: impl Into<Arc<str>>, text: impl Into<String>, origin: Place) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            origin,
            gaps: Vec::new(),
            steps: OnceLock::new(),
        }
    }

    /// The same text, with the places where bytes of the file were stepped over, in order.
    #[must_use]
    pub fn with_gaps(mut self, gaps: Vec<Gap>) -> Self {
        self.gaps = gaps;
        self
    }

    /// The name of the file, as the caller gave it.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Where `offset` lies in the file. An offset at a gap lies before it.
    pub fn place(&self, offset: usize) -> Place {
        if self.gaps.is_empty() && offset > STEP {
            let steps = self.steps.get_or_init(|| self.measure());
            let step = steps[..steps.partition_point(|step| step.0 <= offset)].last();
            let (from, place) = step.copied().unwrap_or((0, self.origin));
            return place.after(self.text.get(from..offset).unwrap_or_default());
        }
        let mut from = 0;
        let mut place = self.origin;
        for gap in self.gaps.iter().take_while(|gap| gap.at < offset) {
            place = place.after(&self.text[from..gap.at]);
            let column = if gap.lines == 0 { place.column } else { 1 };
            place = Place {
                byte: place.byte + gap.bytes,
                line: place.line + gap.lines,
                column: column + gap.columns,
            };
            from = gap.at;
        }
        place.after(self.text.get(from..offset).unwrap_or_default())
    }

    fn measure(&self) -> Vec<(usize, Place)> {
        let mut steps = vec![(0, self.origin)];
        for at in (STEP..self.text.len()).step_by(STEP) {
            let (from, place) = steps[steps.len() - 1];
            if let Some(text) = self.text.get(from..at) {
                steps.push((at, place.after(text)));
            }
        }
        steps
    }
}

impl PartialEq for Source {
    /// Whether places were asked for is no difference.
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.text, self.origin, &self.gaps)
            == (&other.name, &other.text, other.origin, &other.gaps)
    }
}

impl Eq for Source {}

impl fmt::Debug for Source {
    /// Recorded text may hold secrets: only its size is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("text", &format_args!("{} bytes", self.text.len()))
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// A part of the input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    pub place: Option<Place>,
    /// What is wrong and what to do, in one line, without recorded text.
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// It should have been read: a cut-off file, a broken entry. Changes the exit code.
    Lost,
    /// Text that may be no request. Never changes the exit code.
    Skipped,
}

impl Problem {
    pub fn lost(place: Option<Place>, message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Lost, place, message: message.into() }
    }

    pub fn skipped(place: Option<Place>, message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Skipped, place, message: message.into() }
    }
}

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
    fn lines_and_columns_count_scalar_values() {
        let source = Source::new("x", "añ\nb€c");
        assert_eq!(source.place(0), Place::START);
        assert_eq!(source.place(3), Place { byte: 3, line: 1, column: 3 });
        assert_eq!(source.place(8), Place { byte: 8, line: 2, column: 3 });
    }

    #[test]
    fn places_of_a_long_text_are_those_of_counting_from_its_start() {
        let text = "añ\nb€c".repeat(10_000);
        let source = Source::within("x", text.as_str(), Place { byte: 3, line: 1, column: 1 });
        for (offset, _) in text.char_indices().step_by(997) {
            assert_eq!(source.place(offset), source.origin.after(&text[..offset]));
        }
    }

    #[test]
    fn places_behind_a_gap_are_those_of_the_file() {
        let origin = Place { byte: 100, line: 7, column: 3 };
        let gap = Gap { at: 2, bytes: 50, lines: 0, columns: 40 };
        let source = Source::within("x", "ab\"cd", origin).with_gaps(vec![gap]);
        assert_eq!(source.place(2), Place { byte: 102, line: 7, column: 5 });
        assert_eq!(source.place(3), Place { byte: 153, line: 7, column: 46 });
    }

    #[test]
    fn debug_shows_no_recorded_text() {
        let text = format!("{:?}{:?}", sample(), Source::new("n", "secret"));
        assert!(!text.contains('é') && !text.contains("secret"));
    }
}
