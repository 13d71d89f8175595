//! Requests in texts that hold other texts: read part by part, numbered through the file, edited in place.

use std::sync::Arc;

use crate::fix::Edit;
use crate::input::Item;
use crate::source::{Embedding, Place, Source, Span, Text};

/// What the readers of the parts of a file have found.
#[derive(Default)]
pub(super) struct Parts {
    /// Where each item belongs in the file, and which reader found it.
    found: Vec<(u64, usize, Item)>,
    readers: usize,
}

impl Parts {
    /// Lets a reader read a part; what it finds stays in the order it gives.
    pub(super) fn read(&mut self, read: impl FnOnce(&mut dyn FnMut(Item))) {
        let reader = self.readers;
        self.readers += 1;
        let mut last = 0;
        read(&mut |item| {
            let place = match &item {
                Item::Exchange(exchange) => Some(exchange.source.place(exchange.span.start)),
                Item::Problem(problem) => problem.place,
                Item::Recorder(_) => None,
            };
            last = place.map_or(last, |place: Place| place.byte.max(last));
            self.found.push((last, reader, item));
        });
    }

    /// The same for a part that may hold no request: then nothing is said of it.
    pub(super) fn try_read(&mut self, read: impl FnOnce(&mut dyn FnMut(Item))) {
        let before = self.found.len();
        self.read(read);
        if !self.found[before..].iter().any(|(.., item)| matches!(item, Item::Exchange(_))) {
            self.found.truncate(before);
        }
    }

    /// Has any request been found?
    pub(super) fn is_empty(&self) -> bool {
        !self.found.iter().any(|(.., item)| matches!(item, Item::Exchange(_)))
    }

    /// Hands everything out in order of place, its exchanges numbered through the file.
    pub(super) fn hand_out(mut self, visit: &mut dyn FnMut(Item)) {
        self.found.sort_by_key(|(place, ..)| *place);
        let mut numbers: Vec<Vec<usize>> = vec![Vec::new(); self.readers];
        let mut number = 0;
        for (_, reader, mut item) in self.found {
            if let Item::Exchange(exchange) = &mut item {
                number += 1;
                exchange.number = number;
                numbers[reader].push(number);
                // A reader counts its own exchanges from one.
                exchange.echoes.retain_mut(|echo| {
                    let of = echo.of.checked_sub(1).and_then(|nth| numbers[reader].get(nth));
                    echo.of = of.copied().unwrap_or_default();
                    of.is_some()
                });
            }
            visit(item);
        }
    }
}

/// The bytes of a value as a part of its own: letters as they stand, a folded line break as a
/// blank. False where a letter is written in a way that has no place of its own.
pub(super) fn take(embedding: &mut Embedding<'_>, source: &Source, value: &Text) -> bool {
    let is_written = |(letter, span): &(char, Span)| {
        let written = source.slice(*span);
        let mut own = [0; 4];
        let own: &str = letter.encode_utf8(&mut own);
        written.ends_with(own) || *letter == ' ' && written == "\n"
    };
    if value.is_empty() || !value.letters().all(|letter| is_written(&letter)) {
        return false;
    }
    let mut run: Option<Span> = None;
    for (letter, span) in value.letters() {
        let own = Span::new(span.end - letter.len_utf8(), span.end);
        let folded = letter == ' ' && source.slice(span) == "\n";
        match &mut run {
            Some(run) if run.end == own.start && !folded => run.end = own.end,
            _ => {
                if let Some(run) = run.take() {
                    embedding.take(run);
                }
                if folded {
                    embedding.put_blank(span.start);
                } else {
                    run = Some(own);
                }
            }
        }
    }
    if let Some(run) = run {
        embedding.take(run);
    }
    true
}

/// Lines that stand one below the other, as a source of their own.
pub(super) fn source_of(outer: &Arc<Source>, pieces: &[Span], format: &'static str) -> Arc<Source> {
    let mut embedding = Embedding::new(outer);
    for piece in pieces {
        embedding.take_line(*piece);
    }
    Arc::new(embedding.finish(format))
}

/// May these edits be made where the text stands? Not inside the quotes of the text around it,
/// and no new lines where their margin is not known.
pub(super) fn is_writable(source: &Source, edits: &[Edit]) -> bool {
    let Some(holder) = source.holder() else { return true };
    edits.iter().all(|edit| {
        let lines = edit.text.contains('\n');
        !holder.is_sealed(edit.span) && (!lines || source.margin(edit.span.start).is_some())
    })
}

/// The text of an edit as it is written into the file: new lines stand behind the margin.
pub fn with_margin(source: &Source, edit: &Edit) -> String {
    let at = edit.span.start;
    match source.margin(at).filter(|_| source.holder().is_some()) {
        Some(margin) => edit.text.replace('\n', &format!("{}{margin}", source.line_end(at))),
        None => edit.text.clone(),
    }
}

/// An edit of the text that the source was taken out of.
pub fn held(source: &Source, edit: &Edit) -> Option<Edit> {
    Some(Edit { span: source.held(edit.span)?, text: with_margin(source, edit) })
}
