//! Accidents of writing that can be seen in the words of a command.

use super::lexer::{Lexed, Operator};
use super::script::Simple;
use super::word::{Part, PartKind, Quoting, Word, is_name};
use crate::exchange::{Accident, AccidentKind};
use crate::source::{Source, Span};

/// All accidents of one command; `name` is the word `curl` in it.
pub(super) fn notice(
    source: &Source,
    (simple, name): (&Simple, usize),
    lexed: &Lexed,
    span: Span,
) -> Vec<Accident> {
    let text = source.text();
    let mut found = Vec::new();
    let mut note = |kind, span| found.push(Accident { kind, span });
    let words = simple.words.get(name + 1..).unwrap_or_default();
    for word in words {
        in_word(text, word, &mut note);
    }
    for pair in words.windows(2) {
        in_pair(text, &pair[0], &pair[1], &mut note);
    }
    for quote in lexed.open.iter().filter(|quote| span.contains(**quote)) {
        note(AccidentKind::UnclosedQuote, *quote);
    }
    let continued = Span::new(span.start, span.end + 1);
    for comment in lexed.comments.iter().filter(|comment| follows(text, continued, **comment)) {
        note(AccidentKind::CommentInContinuation, *comment);
    }
    if let Some(at) = source.slice(span).find("\r\n").map(|at| span.start + at) {
        note(AccidentKind::CrlfLineEnds, Span::new(at, at + 2));
    }
    if let Some((Operator::Background, sign)) = simple.end
        && splits_address(text, words, sign)
    {
        note(AccidentKind::UnquotedAmpersand, sign);
    }
    behind(text, span, &mut note);
    found
}

/// Does the comment stand directly behind the command, with nothing but a continuation between?
fn follows(text: &str, command: Span, comment: Span) -> bool {
    if comment.start < command.end {
        return command.start < comment.start;
    }
    let between = text.get(command.end - 1..comment.start).unwrap_or("x");
    between.chars().all(|c| c.is_whitespace() || c == '\\')
}

/// An `&` directly behind an address with a query, and more directly behind it.
fn splits_address(text: &str, words: &[Word], sign: Span) -> bool {
    let Some(last) = words.last() else { return false };
    let address = text.get(last.span.start..last.span.end).unwrap_or_default();
    let more = text.get(sign.end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    last.span.end == sign.start && address.contains('?') && more
}

/// A line that begins with an option, below a command that was meant to go on.
fn behind(text: &str, span: Span, note: &mut impl FnMut(AccidentKind, Span)) {
    let rest = text.get(span.end..).unwrap_or_default();
    let line = &rest[..super::lexer::line_length(rest)];
    let next = rest.get(line.len() + 1..).unwrap_or_default();
    let first = next.trim_start_matches([' ', '\t']);
    let option = first.starts_with('-')
        && first[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
    let trimmed = line.trim_end_matches(['\r', ' ', '\t']);
    let backslash = text[..span.end].ends_with("\\ ") || trimmed.ends_with('\\');
    if backslash && !line.is_empty() || text[..span.end].ends_with("\\ ") {
        let end = span.end + line.len();
        note(
            AccidentKind::BlankAfterBackslash,
            Span::new(end.saturating_sub(1).max(span.start), end),
        );
    } else if option && trimmed.is_empty() {
        note(AccidentKind::MissingBackslash, Span::at(span.end));
    }
}

fn in_word(text: &str, word: &Word, note: &mut impl FnMut(AccidentKind, Span)) {
    for part in &word.parts {
        let written = text.get(part.span.start..part.span.end).unwrap_or_default();
        let mut mark = |kind, at: usize, length: usize| {
            note(kind, Span::new(part.span.start + at, part.span.start + at + length));
        };
        let bare = part.quoting == Quoting::Bare;
        for (at, letter) in written.char_indices() {
            let length = letter.len_utf8();
            match letter {
                '“' | '”' | '‘' | '’' if bare => {
                    mark(AccidentKind::TypographicQuotes, at, length);
                }
                '–' | '—' | '−' | '‒' if bare && at == 0 && part.span.start == word.span.start =>
                {
                    mark(AccidentKind::DashNotHyphen, at, length);
                }
                '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{A0}' => {
                    mark(AccidentKind::InvisibleCharacter, at, length);
                }
                _ => {}
            }
        }
        for entity in ["&amp;", "&quot;", "&#39;", "&lt;", "&gt;"] {
            if let Some(at) = written.find(entity) {
                mark(AccidentKind::HtmlEntity, at, entity.len());
            }
        }
        if let Some(variable) = in_single_quotes(written, part) {
            mark(AccidentKind::VariableInSingleQuotes, variable.start, variable.len());
        }
    }
}

/// `$TOKEN` where the shell leaves it as it is; lower case is common in other languages.
fn in_single_quotes(written: &str, part: &Part) -> Option<Span> {
    if part.quoting != Quoting::Single || !matches!(part.kind, PartKind::Verbatim) {
        return None;
    }
    let at = written.find('$')?;
    let inside = written[at + 1..].strip_prefix('{').unwrap_or(&written[at + 1..]);
    let length = inside
        .bytes()
        .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
        .count();
    let braced = inside.len() < written.len() - at - 1;
    let closed = !braced || inside[length..].starts_with('}');
    let ends = !inside[length..].starts_with(|c: char| c.is_ascii_lowercase());
    let end = at + 1 + length + 2 * usize::from(braced);
    (length > 1 && is_name(&inside[..length]) && ends && closed).then(|| Span::new(at, end))
}

fn in_pair(text: &str, option: &Word, value: &Word, note: &mut impl FnMut(AccidentKind, Span)) {
    let written = text.get(option.span.start..option.span.end).unwrap_or_default();
    let bare = value.bare(text);
    let data = ["-d", "--data", "--data-raw", "--data-binary", "--json"].contains(&written);
    let first = value.parts.first().filter(|part| part.quoting == Quoting::Bare);
    let starts_bare =
        first.is_some_and(|part| text[part.span.start..part.span.end].starts_with('{'));
    if data && starts_bare {
        note(AccidentKind::UnquotedJson, value.span);
    }
    if ["-H", "--header"].contains(&written) && bare.is_some_and(|bare| bare.ends_with(':')) {
        note(AccidentKind::UnquotedHeader, value.span);
    }
}

/// The command goes on below, as in a Windows console: a lone `^` ends its line. What comes behind it is not read.
pub(super) fn goes_on_as_in_windows(simple: &Simple, text: &str) -> bool {
    simple.words.last().and_then(|word| word.bare(text)) == Some("^")
}

/// zsh does not run a command with a bare pattern that fits no file.
pub(super) fn shell_stops(source: &Source, words: &[Word]) -> Option<&'static str> {
    let zsh = source.name().ends_with(".zsh") || source.text().starts_with("#!/bin/zsh");
    let pattern = |part: &Part| {
        part.quoting == Quoting::Bare
            && matches!(part.kind, PartKind::Verbatim)
            && source.slice(part.span).contains(['?', '*', '['])
    };
    let stops = zsh && words.iter().any(|word| word.parts.iter().any(pattern));
    stops.then_some("zsh: no matches found")
}
