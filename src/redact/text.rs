//! Scripts, request files and all other texts: byte for byte the same besides the secrets.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use memchr::memmem;

use super::body::Side;
use super::ledger::Kind;
use super::value::{is_letter, is_shown};
use super::{Claims, Redacted, Redactor, phrases};
use crate::exchange::Exchange;
use crate::facts::placeholder;
use crate::input::{self, Item, Options};
use crate::mask;
use crate::rules::RuleSet;
use crate::source::ProblemKind;
use crate::view::leaves::{self, Leaf};

/// A text longer than this was not written by people.
const LARGEST: u64 = 32 << 20;

/// A shorter word may stand anywhere, and is looked for only where it was found.
const SHORTEST: usize = 8;

/// What stands at a place of the file, and what takes its place.
#[derive(Default)]
struct Edits(BTreeMap<(usize, usize), String>);

/// Writes a text again without its secrets.
pub fn text(
    input: &mut dyn Read,
    output: &mut dyn Write,
    (name, options): (&str, &Options<'_>),
    (rules, claims): (&RuleSet, Claims),
) -> io::Result<Redacted> {
    let mut bytes = Vec::new();
    input.take(LARGEST + 1).read_to_end(&mut bytes)?;
    let mut problems = Vec::new();
    if bytes.len() as u64 > LARGEST {
        return Err(unreadable("larger than 32 MiB; only HAR files may be"));
    }
    if memchr::memchr(0, &bytes).is_some() {
        return Err(unreadable("no UTF-8 text; save it as UTF-8 first"));
    }
    let phrases = phrases(rules);
    let mut redactor = Redactor::new(&phrases, claims);
    let plain = plain(&bytes);
    let mut edits = Edits::default();
    input::read(name, Box::new(bytes.as_slice()), options, &mut |item| match item {
        Item::Exchange(exchange) => redactor.exchange(&exchange, &plain, &mut edits),
        Item::Problem(mut problem) if problem.kind == ProblemKind::Lost => {
            problem.message.push_str("; it was only searched for tokens and secrets with a name");
            problems.push(problem);
        }
        Item::Problem(_) | Item::Recorder(_) => {}
    });
    redactor.tokens(&plain, &mut edits);
    redactor.assignments(&plain, &mut edits);
    edits.everywhere(&plain);
    output.write_all(&edits.applied(&bytes))?;
    Ok(Redacted { ledger: redactor.ledger, problems })
}

fn unreadable(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}

/// The same bytes as a text; each that is no UTF-8 becomes a substitute of one byte.
fn plain(bytes: &[u8]) -> String {
    let mut copy = bytes.to_vec();
    while let Err(error) = std::str::from_utf8(&copy) {
        let at = error.valid_up_to();
        let end = error.error_len().map_or(copy.len(), |length| at + length);
        copy[at..end].fill(0x1A);
    }
    String::from_utf8(copy).unwrap_or_default()
}

impl Redactor<'_> {
    fn exchange(&mut self, exchange: &Exchange, file: &str, edits: &mut Edits) {
        for leaf in leaves::leaves(exchange) {
            let span = leaf.text.span();
            if matches!(leaf.kind, leaves::Kind::Harmless) || span.is_empty() {
                continue;
            }
            let (start, end) = exchange.source.places(span);
            let place = usize::try_from(start.byte).ok().zip(usize::try_from(end.byte).ok());
            let Some((from, to)) = place else { continue };
            let Some(raw) = file.get(from..to) else { continue };
            if let Some(written) = self.leaf(&leaf, raw) {
                edits.put((from, to), written);
            }
        }
    }

    fn leaf(&mut self, leaf: &Leaf, raw: &str) -> Option<String> {
        // What a variable stands for is elsewhere; what a person wrote as its default is looked at
        // with the rest of the text.
        if !leaf.text.holes().is_empty() || raw.contains("$(") {
            return None;
        }
        let written = leaf.text.as_written();
        let name = match &leaf.kind {
            leaves::Kind::Harmless => return None,
            leaves::Kind::Credential => return Some(self.words("token", raw)),
            leaves::Kind::Basic => return Some(self.client(raw)),
            leaves::Kind::ApiKey => "secret",
            leaves::Kind::Named(name) => name.as_str(),
        };
        match name {
            "response body" => return Some(self.answer(raw, written)),
            _ if raw == written
                && ["cookie", "set-cookie"].iter().any(|it| it.eq_ignore_ascii_case(name)) =>
            {
                return self.header(name, raw);
            }
            "name" if self.name(Kind::Text, raw).is_none() => return None,
            _ => {}
        }
        let of_words = name == "body" && raw.contains(' ');
        // A letter that may not stand in a body is what is wrong with it.
        let broken = written.contains(|c: char| c.is_control());
        if of_words || broken || raw.contains(['\'', '"', '`', '\n', '\r']) {
            let escapes = if broken { Escapes::Apart } else { Escapes::Within };
            return Some(self.spelled((name, escapes), raw));
        }
        let blank = is_shown(name, raw) || placeholder::is_placeholder(raw).is_some();
        if blank { None } else { self.value(Kind::Text, name, raw) }
    }

    /// Client and secret, in base64 or as they are.
    fn client(&mut self, raw: &str) -> String {
        match raw.split_once(':') {
            Some((client, secret)) => {
                format!("{client}:{}", self.spelled(("secret", Escapes::Within), secret))
            }
            None => self.basic(raw),
        }
    }

    /// An answer that stands beside the call, as it is or as a JSON string.
    fn answer(&mut self, raw: &str, written: &str) -> String {
        if raw == written {
            return self.body(Side::Received, raw);
        }
        let escaped = |text: &str| {
            let quoted = serde_json::to_string(text).unwrap_or_default();
            quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned()
        };
        if escaped(written) == raw {
            let body = self.body(Side::Received, written);
            return escaped(&body);
        }
        self.spelled(("body", Escapes::Within), raw)
    }

    /// A value in the quotes and escapes of its format: each of its words that is no plain one.
    fn spelled(&mut self, (name, escapes): (&str, Escapes), raw: &str) -> String {
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(first) = rest.chars().next() {
            let length = word_length(rest, escapes);
            if length == 0 {
                // A backslash and what it makes harmless belong together.
                let both = if first == '\\' { 2 } else { 1 };
                let end = rest.char_indices().nth(both).map_or(rest.len(), |(at, _)| at);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let (piece, behind) = rest.split_at(length);
            rest = behind;
            let keep =
                out.ends_with(['$', '{', '<']) || placeholder::is_placeholder(piece).is_some();
            let own = if keep { None } else { self.value(Kind::Text, name, piece) };
            out.push_str(own.as_deref().unwrap_or(piece));
        }
        out
    }

    /// Every JWT, wherever it stands.
    fn tokens(&mut self, file: &str, edits: &mut Edits) {
        let mut from = 0;
        while let Some(found) = memmem::find(&file.as_bytes()[from..], b"eyJ") {
            let start = from + found;
            let word = file[start..].bytes().take_while(|byte| is_token(*byte)).count();
            let word = file[start..start + word].trim_end_matches('.');
            from = start + word.len().max(3);
            let inside = file[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
            if inside || word.len() < 16 {
                continue;
            }
            if let Some(token) = self.token(word).filter(|token| token != word) {
                edits.put((start, start + word.len()), token);
            }
        }
    }

    /// What stands behind a name that says that it is secret, and long words that look random.
    fn assignments(&mut self, file: &str, edits: &mut Edits) {
        let mut start = 0;
        while start < file.len() {
            let rest = &file[start..];
            let length = rest.bytes().take_while(|byte| is_letter(*byte)).count();
            if length == 0 {
                start += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let (from, word) = match rest[..length].split_once('=') {
                Some((name, value)) if !value.is_empty() && is_name(name) => {
                    (start + name.len() + 1, value)
                }
                // `${NAME:-default}`
                _ if rest.starts_with('-') && length > 1 && file[..start].ends_with(':') => {
                    (start + 1, &rest[1..length])
                }
                _ => (start, &rest[..length]),
            };
            let name = name_before(&file[..from]);
            start += length;
            if is_secret(name, word, &file[..from]) {
                let bare = word.trim_end_matches(['.', '=']);
                let mark = self.ledger.mark(
                    Kind::Text,
                    if name.is_empty() { "value" } else { name },
                    bare,
                );
                edits.put((from, from + bare.len()), mark);
            }
        }
    }
}

/// Whether a word opens something, by the name before it or by its looks.
fn is_secret(name: &str, word: &str, before: &str) -> bool {
    if before.ends_with(['$', '{', '<', '@'])
        || placeholder::is_placeholder(word).is_some()
        || placeholder::is_redacted(word)
        || word.starts_with("eyJ")
    {
        return false;
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let random = digits > 0 && letters > 0 && mask::identifier(word).is_none();
    let address = word.contains('/') && (word.starts_with('/') || word.contains("//"));
    let listed =
        !name.is_empty() && leaves::is_secret(name) && !name.eq_ignore_ascii_case("authorization");
    let quoted = before.ends_with(['"', '\'', '=']);
    let opening = word.len() >= SHORTEST && (random || mask::is_uuid(word) || quoted && digits > 0);
    listed && opening && !address || random && word.len() >= 24 && !word.contains(['/', '.', '%'])
}

/// What the backslash before a letter is to the word around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Within,
    Apart,
}

/// How long the word is that begins here; escapes of letters are a part of it.
fn word_length(text: &str, escapes: Escapes) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let escape = escapes == Escapes::Within
            && letter == '\\'
            && letters.peek().is_some_and(|(_, next)| next.is_ascii_alphanumeric());
        if !escape && !letter.is_alphanumeric() && !"-_.=+/~%@!*".contains(letter) {
            return at;
        }
    }
    text.len()
}

const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// The name that a value stands behind: `NAME=`, `"name": "`, `name: `.
fn name_before(before: &str) -> &str {
    let marks = |c: char| " \t\"'\\".contains(c);
    let rest = before.trim_end_matches(marks);
    let rest = rest.strip_suffix(":-").map_or(rest, |_| &rest[..rest.len() - 1]);
    let Some(rest) = rest.strip_suffix([':', '=']) else { return "" };
    let rest = rest.trim_end_matches(marks);
    let start =
        rest.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || b"_-".contains(b)).count();
    &rest[rest.len() - start..]
}

impl Edits {
    fn put(&mut self, place: (usize, usize), text: String) {
        self.0.entry(place).or_insert(text);
    }

    /// What was found at one place is a secret at every other, too.
    fn everywhere(&mut self, file: &str) {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for ((from, to), text) in &self.0 {
            let raw = file.get(*from..*to).unwrap_or_default();
            let plain = raw.len() < SHORTEST
                || mask::identifier(raw).is_some() && !mask::is_uuid(raw)
                || raw.contains(char::is_whitespace);
            if !plain && raw != text {
                known.entry(raw.to_owned()).or_insert_with(|| text.clone());
            }
        }
        for (raw, text) in known {
            for from in memmem::find_iter(file.as_bytes(), raw.as_bytes()) {
                self.put((from, from + raw.len()), text.clone());
            }
        }
    }

    /// The bytes with the edits made; of those that overlap the longer one counts.
    fn applied(self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        let mut edits: Vec<((usize, usize), String)> = self.0.into_iter().collect();
        edits.sort_by_key(|((from, to), _)| (*from, usize::MAX - *to));
        for ((from, to), text) in edits {
            if to <= at {
                continue;
            }
            if from < at {
                // The end of a secret of which the beginning is gone already.
                at = to;
                continue;
            }
            out.extend_from_slice(bytes.get(at..from).unwrap_or_default());
            out.extend_from_slice(text.as_bytes());
            at = to;
        }
        out.extend_from_slice(bytes.get(at..).unwrap_or_default());
        out
    }
}
