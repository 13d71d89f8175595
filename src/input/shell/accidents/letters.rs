//! Letters that word processors, chats and web pages put in the place of others.

use super::{Note, Scene};
use crate::exchange::{AccidentKind, Repair};
use crate::input::curl;
use crate::input::shell::lexer::{Operator, continues};
use crate::input::shell::word::{PartKind, Quoting, Word};
use crate::source::Span;

pub(super) fn notice(scene: &Scene<'_>, note: &mut Note<'_>) {
    typographic(scene, note);
    if !escaped_paste(scene, note) {
        entities(scene, note);
    }
    for (at, word) in scene.words.iter().enumerate() {
        dash(scene, word, note);
        invisible(scene, at, note);
    }
}

const DOUBLE: &[char] = &['“', '”', '„', '‟'];
const SINGLE: &[char] = &['‘', '’', '‚', '‛'];

/// Typographic quotes where a word begins, with what they were meant to hold.
fn typographic(scene: &Scene<'_>, note: &mut Note<'_>) {
    let own = scene.slice(scene.span);
    if own.is_ascii() || !own.contains(is_typographic) {
        return;
    }
    let written = scene.slice(Span::new(scene.span.start, scene.limit()));
    let mut at = 0;
    while let Some(start) = next_opener(written, at) {
        let Some(quoted) = quoted(&written[start..]) else {
            let span = letter_at(scene.span.start + start, &written[start..]);
            return note(AccidentKind::TypographicQuotes, span, Vec::new());
        };
        quoted.note(scene.span.start + start, &written[start..], note);
        at = start + quoted.end;
    }
}

/// The next typographic quote outside straight ones that begins a word, before the command's end.
fn next_opener(written: &str, from: usize) -> Option<usize> {
    let mut before = '\n';
    let mut open: Option<char> = None;
    let mut skip = 0;
    for (at, letter) in written[from..].char_indices() {
        if at < skip {
            continue;
        }
        match (open, letter) {
            (Some(quote), _) if letter == quote => open = None,
            (Some('"') | None, '\\') => {
                let rest = &written[from + at..];
                skip = at
                    + continues(rest).max(1 + rest[1..].chars().next().map_or(0, char::len_utf8));
                before = ' ';
                continue;
            }
            (None, '\'' | '"') => open = Some(letter),
            (None, '\n') => return None,
            (None, _) if is_typographic(letter) && begins_word(before, &written[..from + at]) => {
                return Some(from + at);
            }
            (Some(_) | None, _) => {}
        }
        before = letter;
    }
    None
}

fn is_typographic(letter: char) -> bool {
    DOUBLE.contains(&letter) || SINGLE.contains(&letter)
}

/// Behind a blank, behind `=`, and behind an option that takes its value at once: `-H“…”`.
fn begins_word(before: char, text: &str) -> bool {
    let glued = || text.ends_with("-H") || text.ends_with("-d") || text.ends_with("-X");
    before.is_whitespace() || before == '=' || glued()
}

/// A text between typographic quotes, from its opening one on.
struct Quoted {
    /// Where the closing quote stands, and behind it.
    close: usize,
    end: usize,
    wrapper: &'static str,
    /// Its own quotes are JSON's.
    json: bool,
}

fn quoted(written: &str) -> Option<Quoted> {
    let opener = written.chars().next()?;
    let first = opener.len_utf8();
    let (closers, straight) = if DOUBLE.contains(&opener) { (DOUBLE, '"') } else { (SINGLE, '\'') };
    let json = written[first..].trim_start().starts_with(['{', '[']);
    let ends = |at: usize, length: usize| {
        let rest = &written[at + length..];
        let last = written[..at].trim_end().chars().last();
        let outside = rest.is_empty()
            || rest.starts_with(|c: char| c.is_whitespace() || ");|&".contains(c))
            || continues(rest) > 0;
        outside && (!json || matches!(last, Some('}' | ']')))
    };
    let closing = |closes: &dyn Fn(char) -> bool| {
        let mut letters = written.char_indices().skip(1).filter(|(_, letter)| closes(*letter));
        letters.find(|(at, letter)| ends(*at, letter.len_utf8()))
    };
    let (close, letter) = closing(&|letter| closers.contains(&letter))
        .or_else(|| closing(&|letter| letter == straight))?;
    let inner = &written[first..close];
    let holds_double = inner.contains('"') || json && inner.contains(DOUBLE);
    let single =
        !inner.contains('\'') && (holds_double || straight == '\'' && !inner.contains('$'));
    let wrapper = if single { "'" } else { "\"" };
    Some(Quoted { close, end: close + letter.len_utf8(), wrapper, json })
}

impl Quoted {
    fn note(&self, start: usize, written: &str, note: &mut Note<'_>) {
        for (at, letter) in written[..self.end].char_indices() {
            let inside = at > 0 && at < self.close;
            let new = if !inside {
                self.wrapper
            } else if self.json && DOUBLE.contains(&letter) {
                "\""
            } else {
                continue;
            };
            let span = Span::new(start + at, start + at + letter.len_utf8());
            let repair = vec![Repair::new(span, new)];
            if is_typographic(letter) || letter.to_string() != new {
                note(AccidentKind::TypographicQuotes, span, repair);
            }
        }
    }
}

fn letter_at(start: usize, rest: &str) -> Span {
    Span::new(start, start + rest.chars().next().map_or(0, char::len_utf8))
}

const DASHES: &[char] = &['–', '—', '−', '‒', '‐', '‑', '―'];

/// `–H`, `—header`: what stands behind the dash is an option of curl's.
fn dash(scene: &Scene<'_>, word: &Word, note: &mut Note<'_>) {
    let Some(part) = word.parts.first() else { return };
    let bare = part.quoting == Quoting::Bare && matches!(part.kind, PartKind::Verbatim);
    let written = scene.slice(part.span);
    if !bare || !written.starts_with(DASHES) {
        return;
    }
    let name = written.trim_start_matches(|c| c == '-' || DASHES.contains(&c));
    let span = Span::new(part.span.start, part.span.start + written.len() - name.len());
    let long = name.len() > 1 && curl::knows(&format!("--{name}"));
    let right = if long { "--" } else { "-" };
    if !name.is_empty() && curl::knows(&format!("{right}{name}")) {
        note(AccidentKind::DashNotHyphen, span, vec![Repair::new(span, right)]);
    }
}

/// What stands in the place of a letter that nobody sees; `None` for all others.
fn seen(letter: char) -> Option<&'static str> {
    match letter {
        '\u{A0}' | '\u{202F}' | '\u{2007}' | '\u{2009}' => Some(" "),
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => Some(""),
        _ => None,
    }
}

/// Letters without width and no-break spaces, where they change what is sent: not in a body.
fn invisible(scene: &Scene<'_>, at: usize, note: &mut Note<'_>) {
    let Some(word) = scene.words.get(at) else { return };
    let written = scene.slice(word.span);
    if written.is_ascii() || scene.is_data(at) {
        return;
    }
    let address = scene.is_address(at);
    let header = scene.is_header(at) && is_ours(written);
    for part in &word.parts {
        let bare = part.quoting == Quoting::Bare && matches!(part.kind, PartKind::Verbatim);
        if !(bare || address || header) {
            continue;
        }
        for (from, letter) in scene.slice(part.span).char_indices() {
            let Some(right) = seen(letter) else { continue };
            let start = part.span.start + from;
            let span = Span::new(start, start + letter.len_utf8());
            // A blank has no place in an address.
            let right = if address && !bare { "" } else { right };
            note(AccidentKind::InvisibleCharacter, span, vec![Repair::new(span, right)]);
        }
    }
}

/// A header that Frontegg reads, by what remains of its name.
fn is_ours(written: &str) -> bool {
    let name: String = written
        .trim_start_matches("-H")
        .trim_start_matches("--header=")
        .split(':')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let name = name.to_ascii_lowercase();
    ["authorization", "content-type", "x-access-token", "x-api-key"].contains(&name.as_str())
        || name.starts_with("frontegg")
        || name.starts_with("x-frontegg")
}

const ENTITIES: &[(&str, &str)] = &[
    ("&amp;", "&"),
    ("&#38;", "&"),
    ("&quot;", "\""),
    ("&#34;", "\""),
    ("&#x22;", "\""),
    ("&apos;", "'"),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&lt;", "<"),
    ("&gt;", ">"),
];

fn entity(rest: &str) -> Option<(&'static str, &'static str)> {
    ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)).copied()
}

/// `-H &quot;A: b&quot;`: an entity where a quote should open a word. The whole command was
/// escaped, then, and all of it is meant without.
fn escaped_paste(scene: &Scene<'_>, note: &mut Note<'_>) -> bool {
    let is_quote = |rest: &str| entity(rest).is_some_and(|(_, letter)| "\"'".contains(letter));
    let text = scene.text();
    // Its sign ends the command for the shell.
    let Some((Operator::Background, sign)) = scene.end else { return false };
    let begins = text[..sign.start].ends_with([' ', '\t', '=']) && is_quote(&text[sign.start..]);
    if !begins {
        return false;
    }
    let written = scene.slice(Span::new(scene.span.start, scene.limit()));
    let mut quotes = 0;
    for (at, letter) in written.char_indices() {
        let rest = &written[at..];
        if letter == '\n'
            && quotes % 2 == 0
            && !written[..at].trim_end_matches('\r').ends_with('\\')
        {
            break;
        }
        if let Some((entity, right)) = entity(rest) {
            quotes += usize::from(is_quote(rest));
            let start = scene.span.start + at;
            let span = Span::new(start, start + entity.len());
            note(AccidentKind::HtmlEntity, span, vec![Repair::new(span, right)]);
        }
    }
    true
}

/// `&amp;` in the query, and `{&quot;` where JSON should begin.
fn entities(scene: &Scene<'_>, note: &mut Note<'_>) {
    for (at, word) in scene.words.iter().enumerate() {
        let written = scene.slice(word.span);
        let (from, query) = match written.find('?') {
            Some(mark) if scene.is_address(at) => (mark, true),
            _ if scene.is_data(at)
                && written.trim_start_matches(['\'', '"', '[']).starts_with("{&quot;") =>
            {
                (0, false)
            }
            _ => continue,
        };
        for (start, _) in written.match_indices('&').filter(|(start, _)| *start >= from) {
            let Some((entity, right)) = entity(&written[start..]) else { continue };
            if query == (right == "&") {
                let start = word.span.start + start;
                let span = Span::new(start, start + entity.len());
                note(AccidentKind::HtmlEntity, span, vec![Repair::new(span, right)]);
            }
        }
    }
}
