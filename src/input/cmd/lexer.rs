//! Text of the Windows console becomes letters, with its carets and variables taken away.

use std::collections::BTreeMap;

use crate::source::Span;

/// A value of a variable may not be longer than this.
const LONGEST_VALUE: usize = 16 << 10;
/// What all variables of a text together may add to it.
const LARGEST_EXPANSION: usize = 1 << 20;
/// How far the name of a variable is looked for.
const LONGEST_NAME: usize = 128;

/// A letter that a program is handed.
#[derive(Clone, Copy)]
pub(in crate::input) struct Letter {
    pub(in crate::input) sign: char,
    pub(in crate::input) span: Span,
    /// It stands in the source at its place.
    pub(in crate::input) stands: bool,
}

/// What takes the letters of one command.
pub(in crate::input) trait Sink {
    fn letter(&mut self, letter: Letter);
    /// A variable whose value is elsewhere.
    fn hole(&mut self, written: &str, span: Span, name: &str);
}

/// What ended a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Line,
    /// `&`, `&&`, `)`.
    Next,
    /// `|`.
    Pipe,
    /// `||`: what follows may not run.
    Or,
}

/// Typed at a prompt and saved in a file, percent signs mean different things.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Typed,
    Batch,
}

/// The values that the text gives to its variables, by their names in capitals.
#[derive(Default)]
pub(super) struct Variables {
    values: BTreeMap<String, String>,
    used: usize,
}

impl Variables {
    /// An empty value is none, as in the console.
    pub(super) fn set(&mut self, name: &str, value: Option<String>) {
        let name = name.to_ascii_uppercase();
        match value.filter(|value| !value.is_empty() && value.len() <= LONGEST_VALUE) {
            Some(value) => self.values.insert(name, value),
            None => self.values.remove(&name),
        };
    }

    fn value(&mut self, name: &str) -> Option<String> {
        let value = self.values.get(&name.to_ascii_uppercase())?;
        self.used = self.used.saturating_add(value.len());
        (self.used <= LARGEST_EXPANSION).then(|| value.clone())
    }
}

pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) manner: Manner,
    /// `setlocal enabledelayedexpansion`: `!NAME!` is a variable too.
    pub(super) delayed: bool,
    /// How many parentheses are open.
    pub(super) depth: usize,
    pub(super) variables: Variables,
}

impl<'a> Lexer<'a> {
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Steps over the rest of the line.
    pub(super) fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
    }

    /// Reads one command; where its last letter ends, and what ended it.
    pub(super) fn command(&mut self, sink: &mut dyn Sink) -> (usize, End) {
        let mut quoted = false;
        let mut fresh = true;
        let mut last = self.at;
        while let Some(letter) = self.rest().chars().next() {
            let start = self.at;
            let span = Span::new(start, start + letter.len_utf8());
            let bare = !quoted;
            self.at = span.end;
            match letter {
                '\n' => return (last, End::Line),
                '\r' => continue,
                '"' => {
                    quoted = !quoted;
                    sink.letter(Letter { sign: letter, span, stands: true });
                }
                '^' if bare => self.caret(sink),
                '%' => self.percent(span, &mut quoted, sink),
                '!' if self.delayed => self.exclamation(span, sink),
                '&' if bare => return (last, self.doubled('&', End::Next, End::Next)),
                '|' if bare => return (last, self.doubled('|', End::Pipe, End::Or)),
                ')' if bare && self.depth > 0 => {
                    self.depth -= 1;
                    return (last, End::Next);
                }
                '<' | '>' if bare => self.redirect(),
                '0'..='9' if bare && fresh && self.rest().starts_with(['<', '>']) => {
                    self.at += 1;
                    self.redirect();
                }
                _ => sink.letter(Letter { sign: letter, span, stands: true }),
            }
            fresh = bare && matches!(letter, ' ' | '\t');
            if !fresh {
                last = self.at;
            }
        }
        (last, End::Line)
    }

    fn doubled(&mut self, letter: char, once: End, twice: End) -> End {
        if self.rest().starts_with(letter) {
            self.at += 1;
            return twice;
        }
        once
    }

    /// The letter behind a caret is no more than a letter; a line break behind it goes away, and
    /// the letter behind that one is no more than a letter either.
    fn caret(&mut self, sink: &mut dyn Sink) {
        self.at += self.line_break();
        let broken = self.line_break();
        let start = self.at;
        if broken > 0 {
            self.at += broken;
            let span = Span::new(start, self.at);
            return sink.letter(Letter { sign: '\n', span, stands: broken == 1 });
        }
        let Some(letter) = self.rest().chars().next() else { return };
        self.at += letter.len_utf8();
        let span = Span::new(start, self.at);
        match letter {
            // Variables are put in before carets are looked at.
            '%' => self.percent(span, &mut false, sink),
            _ => sink.letter(Letter { sign: letter, span, stands: true }),
        }
    }

    fn line_break(&self) -> usize {
        let rest = self.rest();
        if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
    }

    /// `%NAME%`, and in batch files `%%`, `%1`, `%*`, `%~dp0`.
    fn percent(&mut self, sign: Span, quoted: &mut bool, sink: &mut dyn Sink) {
        let rest = self.rest();
        let batch = self.manner == Manner::Batch;
        if batch && rest.starts_with('%') {
            self.at += 1;
            let written = self.rest();
            let loop_variable = written.starts_with(|c: char| c.is_ascii_alphabetic())
                && !written[1..].starts_with(|c: char| c.is_ascii_alphanumeric());
            if loop_variable {
                self.at += 1;
                return self.hole(sign.start, "", sink);
            }
            return sink.letter(Letter { sign: '%', span: sign, stands: true });
        }
        let closed = closed_name(rest, '%').map(|(name, length)| (name.to_owned(), length));
        let is_encoded =
            |name: &str| name.len() == 2 && name.bytes().all(|b| b.is_ascii_hexdigit());
        match closed {
            Some((name, length)) if batch || !is_encoded(&name) => {
                self.at += length;
                self.variable(&name, sign.start, (quoted, sink));
            }
            Some(_) | None => match rest.bytes().next() {
                Some(b'*' | b'0'..=b'9') if batch => {
                    self.at += 1;
                    self.hole(sign.start, "", sink);
                }
                Some(_) | None => sink.letter(Letter { sign: '%', span: sign, stands: true }),
            },
        }
    }

    fn exclamation(&mut self, sign: Span, sink: &mut dyn Sink) {
        let closed = closed_name(self.rest(), '!').map(|(name, length)| (name.to_owned(), length));
        match closed {
            Some((name, length)) => {
                self.at += length;
                let span = Span::new(sign.start, self.at);
                match self.plain_value(&name, sign.start) {
                    Some(value) => letters(&value, span, sink),
                    None => self.hole(sign.start, &name, sink),
                }
            }
            None => sink.letter(Letter { sign: '!', span: sign, stands: true }),
        }
    }

    /// A value is put in before the line is read: its quotes are quotes. What its other signs
    /// would do outside quotes is not followed.
    fn variable(&mut self, name: &str, start: usize, (quoted, sink): (&mut bool, &mut dyn Sink)) {
        let span = Span::new(start, self.at);
        let Some(value) = self.plain_value(name, start) else {
            return self.hole(start, name, sink);
        };
        let mut inside = *quoted;
        let tame = value.chars().all(|letter| {
            inside ^= letter == '"';
            inside || !"^&|<>".contains(letter)
        });
        if !tame {
            return self.hole(start, name, sink);
        }
        *quoted = inside;
        letters(&value, span, sink);
    }

    /// The value of a variable that is not cut or replaced: `%NAME:~0,3%`.
    fn plain_value(&mut self, name: &str, start: usize) -> Option<String> {
        let written = self.text.get(start..self.at).unwrap_or_default();
        if written.contains(':') {
            return None;
        }
        self.variables.value(name)
    }

    fn hole(&self, start: usize, name: &str, sink: &mut dyn Sink) {
        let written = self.text.get(start..self.at).unwrap_or_default();
        sink.hole(written, Span::new(start, self.at), name);
    }

    /// Steps over `>file`, `>>"a file"`, `>&1`, `<file`, behind their first sign.
    fn redirect(&mut self) {
        let rest = self.rest();
        let signs = rest.bytes().take_while(|b| matches!(b, b'>' | b'<' | b'&')).count();
        let blanks = rest[signs..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let mut quoted = false;
        let target = rest.as_bytes()[signs + blanks..].iter().take_while(|byte| {
            quoted ^= **byte == b'"';
            let ends = [b' ', b'\t', b'&', b'|', b'<', b'>', b')'].contains(byte);
            !matches!(byte, b'\n' | b'\r') && (quoted || !ends)
        });
        self.at += signs + blanks + target.count();
    }
}

fn letters(value: &str, span: Span, sink: &mut dyn Sink) {
    for letter in value.chars() {
        sink.letter(Letter { sign: letter, span, stands: false });
    }
}

/// A name at the start of `rest` that this sign closes, and how far both go.
fn closed_name(rest: &str, sign: char) -> Option<(&str, usize)> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = rest.bytes().take(LONGEST_NAME).take_while(is_part).count();
    let name = &rest[..length];
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let behind = &rest[length..];
    if behind.starts_with(sign) {
        return Some((name, length + 1));
    }
    let changes = behind.strip_prefix(':')?;
    let end = changes.bytes().take(LONGEST_NAME).position(|b| b == sign as u8 || b == b'\n')?;
    changes[end..].starts_with(sign).then_some((name, length + end + 2))
}
