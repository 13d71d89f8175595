//! A text that was taken out of another one, piece by piece: the code of a Markdown file.

use std::sync::Arc;

use super::{Gap, Place, Source, Span};

/// The text that a [`Source`] was taken out of.
#[derive(Clone, PartialEq, Eq)]
pub struct Holder {
    source: Arc<Source>,
    /// The format of the whole, as its reader calls it.
    format: &'static str,
    /// Parts of the taken text that stand in quotes of the holder: nothing is written there.
    sealed: Vec<Span>,
}

impl Holder {
    /// The whole text.
    pub const fn source(&self) -> &Arc<Source> {
        &self.source
    }

    pub const fn format(&self) -> &'static str {
        self.format
    }

    pub fn is_sealed(&self, span: Span) -> bool {
        self.sealed.iter().any(|sealed| sealed.start <= span.end && span.start <= sealed.end)
    }
}

/// Takes pieces out of a text, in order.
pub struct Embedding<'a> {
    outer: &'a Source,
    /// The whole file, where the outer text was itself taken out of it.
    root: Arc<Source>,
    text: String,
    gaps: Vec<Gap>,
    /// How far the file has been read.
    at: usize,
    /// A line break of the file stands as a blank before this place.
    folded: u64,
    /// Where the first piece stands.
    origin: Option<Place>,
    sealed: Vec<Span>,
}

impl<'a> Embedding<'a> {
    pub fn new(outer: &'a Arc<Source>) -> Self {
        let root = outer.holder.as_ref().map_or(outer, |holder| &holder.source);
        Self {
            outer,
            root: Arc::clone(root),
            text: String::new(),
            gaps: Vec::new(),
            at: 0,
            folded: 0,
            origin: None,
            sealed: Vec::new(),
        }
    }

    /// How much has been taken.
    pub const fn len(&self) -> usize {
        self.text.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What has been taken.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes a piece as it stands. What lies between it and the piece before is stepped over.
    pub fn take(&mut self, piece: Span) {
        if self.outer.holder.is_none() {
            return self.take_of_root(piece);
        }
        let mut start = piece.start;
        for line in self.outer.slice(piece).split_inclusive('\n') {
            let span = Span::new(start, start + line.len());
            if let Some(held) = self.outer.held(span) {
                self.take_of_root(held);
            }
            start = span.end;
        }
    }

    /// The same for a line, without the carriage return before its end: copied out of the text
    /// around it, the line has none.
    pub fn take_line(&mut self, line: Span) {
        if self.outer.slice(line).ends_with("\r\n") {
            self.take(Span::new(line.start, line.end - 2));
            self.take(Span::new(line.end - 1, line.end));
        } else {
            self.take(line);
        }
    }

    fn take_of_root(&mut self, piece: Span) {
        self.step_over(piece.start);
        self.text.push_str(self.root.slice(Span::new(self.at, piece.end.max(self.at))));
        self.at = piece.end.max(self.at);
    }

    /// Puts a blank for the one byte at `byte`: a folded line break, a comma between words.
    pub fn put_blank(&mut self, byte: usize) {
        let byte = self.outer.held(Span::new(byte, byte + 1)).map_or(byte, |held| held.start);
        self.step_over(byte);
        self.text.push(' ');
        let end = byte + 1;
        self.folded += u64::from(self.root.slice(Span::new(byte, end)) == "\n");
        self.at = end.max(self.at);
    }

    /// Nothing may be written into what was taken since `start`.
    pub fn seal(&mut self, start: usize) {
        let end = self.text.len();
        match self.sealed.last_mut().filter(|last| last.end == start) {
            Some(last) => last.end = end,
            None => self.sealed.push(Span::new(start, end)),
        }
    }

    fn step_over(&mut self, end: usize) {
        if self.origin.is_none() {
            self.origin = Some(self.root.place(end));
            self.at = end;
        }
        let end = end.max(self.at);
        let missing = self.root.slice(Span::new(self.at, end));
        let lines = memchr::memchr_iter(b'\n', missing.as_bytes()).count() as u64 + self.folded;
        let last = missing.rsplit('\n').next().unwrap_or_default();
        if end > self.at || lines > 0 {
            let columns = last.chars().count() as u64;
            let (at, bytes) = (self.text.len(), (end - self.at) as u64);
            self.gaps.push(Gap { at, bytes, lines, columns });
        }
        self.folded = 0;
        self.at = end;
    }

    /// The taken pieces as one text that knows where each of them stands.
    pub fn finish(self, format: &'static str) -> Source {
        let Self { outer, root, text, gaps, sealed, origin, .. } = self;
        let format = outer.holder.as_ref().map_or(format, |holder| holder.format);
        let inner = Source::within(Arc::clone(root.name()), text, origin.unwrap_or(root.origin));
        let holder = Holder { source: root, format, sealed };
        Source { holder: Some(holder), ..inner.with_gaps(gaps) }
    }
}

impl Source {
    /// The text that this one was taken out of.
    pub const fn holder(&self) -> Option<&Holder> {
        self.holder.as_ref()
    }

    /// The bytes of a span in the text that this one was taken out of.
    pub fn held(&self, span: Span) -> Option<Span> {
        let origin = self.holder.as_ref()?.source.origin.byte;
        let (start, end) = self.places(span);
        let within = |byte: u64| usize::try_from(byte.checked_sub(origin)?).ok();
        Some(Span::new(within(start.byte)?, within(end.byte)?))
    }

    /// What stands before a line in the text around it: the indentation of a list, the marks of
    /// a quote. `None` where a new line cannot be put.
    pub fn margin(&self, offset: usize) -> Option<&str> {
        let Some(holder) = &self.holder else { return Some("") };
        let before = self.text.as_bytes().get(..offset)?;
        let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let blank = |margin: &&str| margin.chars().all(|c| matches!(c, ' ' | '\t' | '>'));
        self.margin_of_line(holder, line).filter(blank).or_else(|| {
            // The first line of a command may stand behind a keyword; the next one tells.
            let next = memchr::memchr(b'\n', self.text.as_bytes().get(line..)?)?;
            self.margin_of_line(holder, line + next + 1).filter(blank)
        })
    }

    /// How lines end in the file: a carriage return may stand before each break.
    pub fn line_end(&self, offset: usize) -> &'static str {
        let ends_so = || {
            let holder = self.holder.as_ref()?;
            let behind = holder.source.text.get(self.held(Span::at(offset))?.start..)?;
            let line = memchr::memchr(b'\n', behind.as_bytes())?;
            Some(behind[..line].ends_with('\r'))
        };
        if ends_so() == Some(true) { "\r\n" } else { "\n" }
    }

    fn margin_of_line<'a>(&self, holder: &'a Holder, line: usize) -> Option<&'a str> {
        let at = self.held(Span::at(line))?.start;
        let before = holder.source.text.get(..at)?;
        Some(&before[memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1)..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTER: &str = "é\n  - a: |\n      bc\n      de\nx\n > f\n > g";

    fn taken() -> Source {
        let outer = Arc::new(Source::new("x", OUTER));
        let mut embedding = Embedding::new(&outer);
        for piece in ["bc\n", "de\n", "f\n", "g"] {
            let start = OUTER.find(piece).unwrap();
            embedding.take(Span::new(start, start + piece.len()));
        }
        embedding.finish("yaml")
    }

    #[test]
    fn every_letter_knows_its_place_in_the_text_around_it() {
        let source = taken();
        assert_eq!(source.text(), "bc\nde\nf\ng");
        for (offset, letter) in source.text().char_indices() {
            let place = source.place(offset);
            assert_eq!(place, Place::START.after(&OUTER[..usize::try_from(place.byte).unwrap()]));
            assert!(OUTER[usize::try_from(place.byte).unwrap()..].starts_with(letter));
        }
    }

    #[test]
    fn a_span_begins_behind_its_margin_and_ends_before_what_is_stepped_over() {
        let source = taken();
        assert_eq!(
            source.held(Span::new(3, 6)).map(|span| &OUTER[span.start..span.end]),
            Some("de\n")
        );
        assert_eq!(source.held(Span::at(5)).unwrap(), Span::at(OUTER.find("e\n").unwrap() + 1));
    }

    #[test]
    fn a_new_line_gets_the_margin_of_its_neighbours() {
        let source = taken();
        assert_eq!(source.margin(1), Some("      "));
        assert_eq!(source.margin(7), Some(" > "));
        assert_eq!(Source::new("x", OUTER).margin(20), Some(""));
    }

    #[test]
    fn what_is_taken_out_of_taken_text_knows_its_place_in_the_file() {
        let outer = Arc::new(taken());
        let mut embedding = Embedding::new(&outer);
        embedding.take(Span::new(1, 4));
        embedding.take(Span::new(6, 9));
        let source = embedding.finish("shell");
        assert_eq!(source.text(), "c\ndf\ng");
        assert_eq!(source.holder().map(Holder::format), Some("yaml"));
        for (offset, letter) in source.text().char_indices() {
            let place = source.place(offset);
            assert_eq!(place, Place::START.after(&OUTER[..usize::try_from(place.byte).unwrap()]));
            assert!(OUTER[usize::try_from(place.byte).unwrap()..].starts_with(letter));
        }
    }

    #[test]
    fn a_folded_line_break_is_a_blank_and_a_line() {
        let text = "a: >\n  b\n  c";
        let outer = Arc::new(Source::new("x", text));
        let mut embedding = Embedding::new(&outer);
        embedding.take(Span::new(7, 8));
        embedding.put_blank(8);
        embedding.take(Span::new(11, 12));
        let source = embedding.finish("yaml");
        assert_eq!(source.text(), "b c");
        assert_eq!(source.place(2), Place { byte: 11, line: 3, column: 3 });
        assert_eq!(source.end_place(1), Place { byte: 8, line: 2, column: 4 });
    }
}
