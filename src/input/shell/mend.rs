//! A command with its accidents repaired, and where each of its letters stands in the source.

use crate::exchange::{Header, Repair, Request, Url};
use crate::source::{Span, Text};
use crate::truth::Fact;

/// A part of a text with repairs done.
pub(super) struct Mended {
    pub(super) text: String,
    segments: Vec<Segment>,
}

/// A run of the mended text.
struct Segment {
    at: usize,
    len: usize,
    span: Span,
    /// It stands in the source letter for letter.
    verbatim: bool,
}

impl Mended {
    /// Does the repairs inside `region`; one that overlaps an earlier one is left out.
    pub(super) fn of<'r>(
        text: &str,
        region: Span,
        repairs: impl Iterator<Item = &'r Repair>,
    ) -> Self {
        let mut ordered: Vec<&Repair> = repairs.filter(|r| region.contains(r.span)).collect();
        ordered.sort_by_key(|repair| (repair.span.start, repair.span.end));
        let mut mended = Self { text: String::new(), segments: Vec::new() };
        let mut from = region.start;
        for repair in ordered {
            if repair.span.start < from {
                continue;
            }
            mended.push(text, Span::new(from, repair.span.start), None);
            mended.push(text, repair.span, Some(&repair.text));
            from = repair.span.end;
        }
        mended.push(text, Span::new(from, region.end), None);
        mended
    }

    fn push(&mut self, text: &str, span: Span, new: Option<&str>) {
        let piece = new.unwrap_or_else(|| text.get(span.start..span.end).unwrap_or_default());
        if !piece.is_empty() {
            let (at, len) = (self.text.len(), piece.len());
            self.segments.push(Segment { at, len, span, verbatim: new.is_none() });
            self.text.push_str(piece);
        }
    }

    fn segment(&self, at: usize) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.at <= at);
        self.segments.get(after.checked_sub(1)?)
    }

    /// Where a letter of the source stands in the mended text; `None` where it was repaired away.
    pub(super) fn forth(&self, at: usize) -> Option<usize> {
        let holds = |one: &&Segment| one.verbatim && one.span.start <= at && at < one.span.end;
        let segment = self.segments.iter().find(holds)?;
        Some(segment.at + at - segment.span.start)
    }

    /// Where a span of the mended text stands in the source.
    pub(super) fn back(&self, span: Span) -> Span {
        let start = self.segment(span.start).map_or(0, |segment| {
            let into = span.start - segment.at;
            if !segment.verbatim || into > segment.len {
                segment.span.end
            } else {
                segment.span.start + into
            }
        });
        if span.is_empty() {
            return Span::at(start);
        }
        let first = self.segment(span.start).filter(|segment| !segment.verbatim);
        let start = first.map_or(start, |segment| segment.span.start);
        let end = self.segment(span.end - 1).map_or(start, |segment| {
            if segment.verbatim {
                segment.span.start + span.end - segment.at
            } else {
                segment.span.end
            }
        });
        Span::new(start, end.max(start))
    }

    /// The same value, whose letters know the source.
    fn restored(&self, text: &Text) -> Text {
        let mut done = Text::default();
        let mut holes = text.holes().iter().peekable();
        let mut at = 0;
        for (letter, span) in text.letters() {
            let here = at;
            at += letter.len_utf8();
            while holes.peek().is_some_and(|hole| hole.range.end <= here) {
                holes.next();
            }
            if let Some(hole) = holes.peek().filter(|hole| hole.range.contains(&here)) {
                if hole.range.start == here {
                    let written = text.as_written().get(hole.range.clone()).unwrap_or_default();
                    let place = self.back(text.span_of(hole.range.clone()));
                    done.push_hole(written, place, (hole.why, &hole.name));
                }
                continue;
            }
            let mut buffer = [0; 4];
            let letter = letter.encode_utf8(&mut buffer);
            let stands = self.text.get(span.start..span.end) == Some(letter)
                && self.segment(span.start).is_some_and(|segment| segment.verbatim);
            let place = self.back(span);
            if stands {
                done.push_verbatim(letter, place.start);
            } else {
                done.push_decoded(letter, place);
            }
        }
        if text.is_empty() {
            done.push_verbatim("", self.back(text.span()).start);
        }
        done
    }

    /// The same request, whose parts know the source.
    pub(super) fn request(&self, read: &Request) -> Request {
        let text = |text: &Text| self.restored(text);
        let headers = read.headers.iter().map(|header| Header {
            name: text(&header.name),
            value: text(&header.value),
            set: header.set,
        });
        let url = &read.url;
        Request {
            method: text(&read.method),
            url: Url {
                scheme: text(&url.scheme),
                user_info: url.user_info.as_ref().map(text),
                host: text(&url.host),
                port: url.port.as_ref().map(text),
                path: text(&url.path),
                query: url.query.as_ref().map(text),
                span: self.back(url.span),
            },
            headers: headers.collect(),
            kept: read.kept,
            body: match &read.body {
                Fact::Known(body) => Fact::Known(text(body)),
                Fact::Absent => Fact::Absent,
                Fact::Unknown(why) => Fact::Unknown(*why),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mended_text_knows_where_each_letter_stands() {
        let text = "curl “é” x";
        let at = |letter: &str| text.find(letter).unwrap();
        let repairs = ["“", "”"].map(|q| Repair::new(Span::new(at(q), at(q) + q.len()), "\""));
        let mended = Mended::of(text, Span::new(0, text.len()), repairs.iter());
        assert_eq!(mended.text, "curl \"é\" x");
        assert_eq!(mended.back(Span::new(6, 8)), Span::new(at("é"), at("”")));
        assert_eq!(mended.back(Span::new(5, 6)), repairs[0].span);
        assert_eq!(mended.back(Span::new(10, 11)), Span::new(at("x"), text.len()));
    }

    #[test]
    fn letters_that_were_put_in_stand_nowhere_and_the_rest_where_it_stood() {
        let mended = Mended::of("ab", Span::new(0, 2), [Repair::insert(1, "--")].iter());
        let text = mended.restored(&Text::verbatim("a--b", 0));
        assert_eq!(text.as_written(), "a--b");
        assert_eq!(text.span_of(3..4), Span::new(1, 2));
        assert_eq!(text.span_of(1..3), Span::at(1));
    }
}
