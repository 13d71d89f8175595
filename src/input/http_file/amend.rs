//! Changes to query and body become edits of a block.

use super::edit::Editor;
use super::lines;
use crate::fix::{BodyChange, Edit, QueryChange};
use crate::input::cut::{self, Cut};
use crate::input::members;
use crate::input::query::{self, Amended};
use crate::source::{Span, Text};

impl Editor<'_> {
    pub(super) fn query(&self, change: &QueryChange) -> Option<Vec<Edit>> {
        let url = self.url;
        let query = url.query.clone().unwrap_or_default();
        match query::amend(&query, &query::parameters(&query), change)? {
            Amended::Cuts(cuts) => self.cuts(&query, &cuts),
            Amended::Added(more) => {
                let (at, mark) = if !query.is_empty() {
                    (cut::exact(&query, &(query.len()..query.len()))?.end, "&")
                } else if url.query.is_some() {
                    (query.span().start, "")
                } else if !url.path.is_empty() {
                    (url.path.span().end, "?")
                } else {
                    (url.port.as_ref().unwrap_or(&url.host).span().end, "?")
                };
                let span = Span::at(at);
                url.span.contains(span).then(|| vec![Edit { span, text: format!("{mark}{more}") }])
            }
            Amended::Gone => {
                let whole = cut::exact(&query, &(0..query.len()))?;
                let before = self.text.get(..whole.start)?;
                let mark = before.ends_with('?').then(|| whole.start - 1)?;
                Some(vec![self.erased(Span::new(mark, whole.end))])
            }
        }
    }

    pub(super) fn body(&self, change: &BodyChange) -> Option<Vec<Edit>> {
        let body = self.exchange.request.body.as_ref().known()?;
        if matches!(change, BodyChange::Drop) {
            let span = cut::exact(body, &(0..body.len()))?;
            let start = lines::start_of_line(self.text, span.start);
            let alone = self.text.get(start..span.start)?.trim().is_empty();
            return alone.then(|| vec![Edit { span, text: String::new() }]);
        }
        self.cuts(body, &members::amend(body, change)?)
    }

    fn cuts(&self, value: &Text, cuts: &[Cut]) -> Option<Vec<Edit>> {
        let edit = |cut: &Cut| {
            let span = cut::exact(value, &cut.range)?;
            let inside = self.exchange.span.contains(span);
            let gone = cut.text.is_empty();
            let edit = Edit { span, text: cut.text.clone() };
            inside.then(|| if gone { self.erased(span) } else { edit })
        };
        cuts.iter().map(edit).collect()
    }

    /// Nothing in place of a span. A line that would be left blank goes with it: a blank line ends
    /// the headers.
    fn erased(&self, span: Span) -> Edit {
        let start = lines::start_of_line(self.text, span.start);
        let end = lines::end_of_line(self.text, span.end);
        let is_blank = |from: usize, to: usize| {
            self.text.get(from..to).is_some_and(|part| part.trim().is_empty())
        };
        let line = start > 0 && is_blank(start, span.start) && is_blank(span.end, end);
        let span = if line { Span::new(start, lines::next_line(self.text, end)) } else { span };
        Edit { span, text: String::new() }
    }
}
