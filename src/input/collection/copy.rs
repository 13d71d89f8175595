//! Letters of a text on their way into another one, with their places.

use crate::source::{Span, Text};

/// A text that is being put together.
pub(super) struct Copy<'s> {
    into: Text,
    source: &'s str,
    /// Letters that were decoded from one place.
    run: String,
    span: Option<Span>,
}

impl<'s> Copy<'s> {
    /// `source` is where the letters were decoded from.
    pub(super) fn of(source: &'s str) -> Self {
        Self { into: Text::default(), source, run: String::new(), span: None }
    }

    /// What has been taken so far.
    pub(super) fn done(&mut self) -> &mut Text {
        self.flush();
        &mut self.into
    }

    pub(super) fn take(&mut self, letters: &mut impl Iterator<Item = (char, Span)>, bytes: usize) {
        let mut taken = 0;
        while taken < bytes {
            let Some((letter, span)) = letters.next() else { return };
            taken += letter.len_utf8();
            self.push(letter, span);
        }
    }

    pub(super) fn push(&mut self, letter: char, span: Span) {
        let mut buffer = [0; 4];
        let written = letter.encode_utf8(&mut buffer);
        if self.source.get(span.start..span.end) == Some(&*written) {
            self.flush();
            self.into.push_verbatim(written, span.start);
            return;
        }
        if self.span != Some(span) {
            self.flush();
            self.span = Some(span);
        }
        self.run.push(letter);
    }

    fn flush(&mut self) {
        if let Some(span) = self.span.take() {
            self.into.push_decoded(&self.run, span);
            self.run.clear();
        }
    }
}
