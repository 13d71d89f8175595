//! Lines of one command that do not hang together.

use super::{Note, Scene};
use crate::exchange::{Accident, AccidentKind, Repair};
use crate::input::curl;
use crate::input::shell::lexer::line_length;
use crate::source::Span;

/// What keeps the lines below a command that ends at `end` from being a part of it.
pub(in crate::input::shell) fn goes_on(text: &str, end: usize, limit: usize) -> Option<Accident> {
    // A line of the Windows console goes on by another sign.
    let rest = text.get(end..limit).filter(|_| !text[..end].ends_with(" ^"))?;
    let line = &rest[..line_length(rest)];
    let next = end + (line.len() + 1).min(rest.len());
    let below = text.get(next..limit).filter(|below| !below.is_empty())?;
    let written = line.trim_end_matches('\r');
    let bare = written.trim_end_matches([' ', '\t']);
    let blanks = written.len() - bare.len();
    let lead = bare.trim_start_matches([' ', '\t']);
    if lead == "\\" && blanks == 0 {
        return comment(text, next, limit);
    }
    // The blank that the backslash takes with it is a word for the shell.
    let blank = text[..end].ends_with("\\ ") || text[..end].ends_with("\\\t");
    let taken = usize::from(lead.is_empty() && blank);
    if lead == "\\" || taken > 0 {
        let start = if taken > 0 { end - taken } else { end + bare.len() };
        let span = Span::new(start, end + written.len());
        let repair = vec![Repair::new(span, "")];
        let kind = AccidentKind::BlankAfterBackslash;
        return is_part(below).then_some(Accident { kind, span, repair });
    }
    (lead.is_empty() && is_option(below)).then(|| Accident {
        kind: AccidentKind::MissingBackslash,
        span: last_word(text, end),
        repair: vec![Repair::insert(end, " \\")],
    })
}

/// Comment lines below a continued line, and more of the command below them.
fn comment(text: &str, start: usize, limit: usize) -> Option<Accident> {
    let mut at = start;
    while let Some(rest) =
        text.get(at..limit).filter(|rest| rest.trim_start_matches([' ', '\t']).starts_with('#'))
    {
        at += (line_length(rest) + 1).min(rest.len());
    }
    let below = text.get(at..limit)?;
    let written = text.get(start..at)?.trim_end();
    let lead = written.len() - written.trim_start().len();
    (at > start && is_part(below)).then(|| Accident {
        kind: AccidentKind::CommentInContinuation,
        span: Span::new(start + lead, start + written.len()),
        repair: vec![Repair::new(Span::new(start, at), "")],
    })
}

/// The end of the line that should go on: its last letter.
fn last_word(text: &str, end: usize) -> Span {
    let start = text[..end].char_indices().next_back().map_or(end, |(at, _)| at);
    Span::new(start, end)
}

/// The line can be a part of a command: an option, a text in quotes, an address.
fn is_part(below: &str) -> bool {
    let line = below[..line_length(below)].trim_start_matches([' ', '\t']);
    is_option(below)
        || line.starts_with(['\'', '"', '$', '{', '|', '<', '>'])
        || line.starts_with("http")
}

/// The line begins with an option of curl's.
pub(super) fn is_option(below: &str) -> bool {
    let line = &below[..line_length(below)];
    let word = line.split([' ', '\t', '\r', '=', '\'', '"']).find(|word| !word.is_empty());
    word.is_some_and(|word| word.len() > 1 && word.starts_with('-') && curl::knows(word))
}

/// Line ends of Windows in a script that a POSIX shell runs: each line ends in a letter more.
pub(super) fn crlf(scene: &Scene<'_>, note: &mut Note<'_>) {
    if !scene.dialect.strict_lines {
        return;
    }
    let rest = scene.text().get(scene.span.end..).unwrap_or_default();
    let last = rest.starts_with("\r\n").then_some(scene.span.end);
    let ends = scene.slice(scene.span).match_indices("\r\n").map(|(at, _)| scene.span.start + at);
    for at in ends.chain(last) {
        let span = Span::new(at, at + 1);
        note(AccidentKind::CrlfLineEnds, span, vec![Repair::new(span, "")]);
    }
}
