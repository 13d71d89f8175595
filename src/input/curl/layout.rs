//! A command as it is laid out: its words, its options and the quotes around every place.

use super::argv::{self, Setting};
use super::variables;
use crate::exchange::Exchange;
use crate::input::shell::{self, Part, PartKind, Quoting, Word};
use crate::input::tools;
use crate::source::{Span, Text};

pub(super) struct Layout<'a> {
    pub(super) text: &'a str,
    /// The word `curl` and all behind it.
    pub(super) words: Vec<Word>,
    /// Redirections, and here-documents with them.
    pub(super) others: Vec<Span>,
    /// The options that make this exchange; their word numbers count from the word `curl`.
    pub(super) settings: Vec<Setting>,
}

impl<'a> Layout<'a> {
    /// Reads a command again. `None` where it cannot be edited soundly.
    pub(super) fn of(exchange: &'a Exchange) -> Option<Self> {
        let text = exchange.source.text();
        let (words, others) = shell::words(text, exchange.span)?;
        let name = words.first()?.literal(text).unwrap_or_default();
        if tools::named(&name).is_some_and(|tool| tool != tools::Tool::Curl) {
            return None;
        }
        let arguments = shell::as_written(text, words.get(1..)?);
        if arguments.len() + 1 != words.len() {
            return None;
        }
        let line = argv::parse(&arguments, &variables::nothing);
        let url = exchange.request.url.span;
        let holds = |operation: &Vec<Setting>| {
            operation.iter().any(|s| s.name == "url" && s.span.contains(url))
        };
        let several = line.operations.len() > 1;
        let mut settings =
            line.operations.into_iter().find(|operation| !several || holds(operation))?;
        for setting in &mut settings {
            setting.words = (setting.words.0 + 1, setting.words.1 + 1);
        }
        Some(Self { text, words, others, settings })
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    pub(super) fn last(&self, name: &str) -> Option<&Setting> {
        self.settings.iter().rev().find(|setting| setting.name == name)
    }

    pub(super) fn word(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    /// Where what stands before this place ends: the word or redirection before it.
    pub(super) fn end_before(&self, place: usize) -> Option<usize> {
        let ends = self.words.iter().map(|word| word.span.end);
        ends.chain(self.others.iter().map(|span| span.end)).filter(|end| *end <= place).max()
    }

    /// The word that holds these bytes.
    pub(super) fn holder(&self, span: Span) -> Option<&Word> {
        self.words.iter().find(|word| word.span.contains(span))
    }

    /// Does the value stand in the command letter for letter?
    pub(super) fn is_verbatim(&self, text: &Text) -> bool {
        text.holes().is_empty()
            && self.slice(text.span()) == text.as_written()
            && self.holder(text.span()).is_some()
    }
}

/// The quotes around the first and the last byte of `span`, if it cuts through no escape and no
/// variable. An empty span takes the quotes it stands in.
pub(super) fn quotes_at(word: &Word, span: Span) -> Option<(Quoting, Quoting)> {
    let touched: Vec<&Part> = word
        .parts
        .iter()
        .filter(|part| {
            part.span.start < span.end && span.start < part.span.end
                || span.is_empty() && part.span.contains(span)
        })
        .collect();
    let whole = touched.iter().all(|part| {
        span.contains(part.span) || matches!(part.kind, PartKind::Verbatim) || span.is_empty()
    });
    let first = touched.first()?;
    let inside_escape =
        span.is_empty() && touched.len() == 1 && !matches!(first.kind, PartKind::Verbatim);
    let at_edge = span.start == first.span.start || span.start == first.span.end;
    let sound = whole && (!inside_escape || at_edge);
    sound.then_some((first.quoting, touched.last()?.quoting))
}

/// The quote character around a whole word, if it is one pair of quotes and nothing else.
pub(super) fn wrapping(word: &Word, text: &str) -> Option<char> {
    let quote = text.get(word.span.start..)?.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let kind = if quote == '"' { Quoting::Double } else { Quoting::Single };
    let first = word.parts.first()?;
    let last = word.parts.last()?;
    let joined = word.parts.windows(2).all(|two| two[0].span.end == two[1].span.start);
    let all = word.parts.iter().all(|part| part.quoting == kind);
    let edges = first.span.start == word.span.start + 1 && last.span.end + 1 == word.span.end;
    (joined && all && edges).then_some(quote)
}
