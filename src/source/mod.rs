//! A piece of text we were given, where it lies in its file, and where in it things are.

use std::fmt;
use std::sync::{Arc, OnceLock};

mod embedding;
mod text;

pub use embedding::{Embedding, Holder};
pub use text::{Hole, Text};

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
    /// The text that this one was taken out of, piece by piece.
    holder: Option<Holder>,
    /// Places every [`STEP`] bytes, so that asking for many places of a long text stays cheap.
    steps: OnceLock<Vec<Step>>,
}

/// A place on the way through a text.
#[derive(Clone, Copy)]
struct Step {
    at: usize,
    place: Place,
    /// How many gaps lie before it.
    gap: usize,
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
            holder: None,
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

    /// Where `offset` lies in the file. An offset at a gap lies before it; in a text that was
    /// taken out of another one, behind it: there a line begins behind its margin.
    pub fn place(&self, offset: usize) -> Place {
        match self.holder {
            Some(_) => self.walk(self.step_before(offset), offset, |gap| gap.at <= offset).place,
            None => self.end_place(offset),
        }
    }

    /// Where what ends at `offset` ends in the file: before a gap.
    pub fn end_place(&self, offset: usize) -> Place {
        self.walk(self.step_before(offset), offset, |gap| gap.at < offset).place
    }

    /// Where a span begins and ends in the file.
    pub fn places(&self, span: Span) -> (Place, Place) {
        let line_start = || self.text.get(..span.start).is_none_or(|text| text.ends_with('\n'));
        if span.is_empty() && span.start > 0 && !line_start() {
            let place = self.end_place(span.end);
            return (place, place);
        }
        let start = self.place(span.start);
        (start, if span.is_empty() { start } else { self.end_place(span.end) })
    }

    fn step_before(&self, offset: usize) -> Step {
        let first = Step { at: 0, place: self.origin, gap: 0 };
        if offset <= STEP {
            return first;
        }
        let steps = self.steps.get_or_init(|| self.measure(first));
        steps[..steps.partition_point(|step| step.at <= offset)].last().copied().unwrap_or(first)
    }

    /// Goes on to `offset`, over the gaps that are passed.
    fn walk(&self, mut step: Step, offset: usize, passed: impl Fn(&Gap) -> bool) -> Step {
        for gap in self.gaps.iter().skip(step.gap).take_while(|gap| passed(gap)) {
            let place = step.place.after(self.text.get(step.at..gap.at).unwrap_or_default());
            let column = if gap.lines == 0 { place.column } else { 1 };
            step.place = Place {
                byte: place.byte + gap.bytes,
                line: place.line + gap.lines,
                column: column + gap.columns,
            };
            step.at = gap.at;
            step.gap += 1;
        }
        step.place = step.place.after(self.text.get(step.at..offset).unwrap_or_default());
        step.at = offset;
        step
    }

    fn measure(&self, first: Step) -> Vec<Step> {
        let mut steps = vec![first];
        for at in (STEP..self.text.len()).step_by(STEP) {
            let last = steps[steps.len() - 1];
            if self.text.is_char_boundary(at) {
                steps.push(self.walk(last, at, |gap| gap.at < at));
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(!format!("{:?}", Source::new("n", "secret")).contains("secret"));
    }
}
