//! Whether a body that does not parse is certainly no JSON.

use crate::exchange::{AccidentKind, Exchange};
use crate::facts::{placeholder, reading};
use crate::json::Fault;
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::blanks;

/// The fault, unless something that is not here may mend it.
pub(super) fn certain(exchange: &Exchange, text: &Text, fault: Fault) -> Fact<Fault> {
    let written = text.as_written();
    if fault.is_our_bound() {
        return Fact::Unknown(Why::Truncated);
    }
    if !text.holes().is_empty() && (blanks::any_outside(text) || ends_early(written, fault)) {
        return Fact::Unknown(Why::Variable);
    }
    if was_misread(exchange) {
        return Fact::Unknown(Why::Undecodable);
    }
    if is_taken_out(written, fault.at) {
        return Fact::Unknown(Why::Redacted);
    }
    if reading::was_sent(exchange) {
        let cut = ends_early(written, fault) && !is_whole(exchange, written);
        return if cut { Fact::Unknown(Why::Truncated) } else { Fact::Known(fault) };
    }
    if is_unfilled(written, fault.at) {
        return Fact::Unknown(Why::Placeholder);
    }
    Fact::Known(fault)
}

/// More text could make it whole: it breaks at its end, or in a string that has none.
fn ends_early(written: &str, fault: Fault) -> bool {
    fault.at >= written.trim_end().len() || fault.what == "a string has no end"
}

/// The recorder kept as many bytes as were sent.
fn is_whole(exchange: &Exchange, written: &str) -> bool {
    let length = exchange.request.header("content-length").known();
    let length = length.and_then(|header| header.value.as_written().trim().parse::<usize>().ok());
    length == Some(written.len())
}

/// The shell read other words than the writer meant: what is sent is not what stands there.
fn was_misread(exchange: &Exchange) -> bool {
    exchange.accidents.iter().any(|accident| {
        matches!(
            accident.kind,
            AccidentKind::UnclosedQuote
                | AccidentKind::UnquotedJson
                | AccidentKind::TypographicQuotes
        )
    })
}

/// The word at the place where the text breaks.
fn word_at(written: &str, at: usize) -> &str {
    let rest = written.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_whitespace() || ",}]\"".contains(c)).unwrap_or(rest.len());
    &rest[..end]
}

fn is_taken_out(written: &str, at: usize) -> bool {
    let word = word_at(written, at);
    word.contains("...") || word.contains('…') || placeholder::is_redacted(word)
}

/// A name to fill in outside a string: `{{age}}`, `<age>`, `YOUR_AGE`.
fn is_unfilled(written: &str, at: usize) -> bool {
    let word = word_at(written, at);
    let before = written.get(..at).unwrap_or_default();
    word.starts_with(['<', '$', '%'])
        || word.starts_with("{{")
        || word.starts_with('{') && before.ends_with('{')
        || placeholder::is_placeholder(word).is_some()
}

/// A quotation mark of a word processor's.
pub(super) const fn is_curly(letter: char) -> bool {
    matches!(letter, '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’')
}
