//! Bodies: JSON value by value, forms pair by pair, of other texts only the words that say what is wrong.

use super::Redactor;
use super::ledger::Kind;
use crate::facts::placeholder;
use crate::mask;
use crate::view::json::{Role, tokens};

/// A text that is neither JSON nor a form is not read further than this.
const LONGEST: usize = 4 << 10;

/// Names under which a service says what is wrong.
const SAYINGS: &[&str] =
    &["errors", "message", "messages", "error", "error_description", "detail", "title", "reason"];

/// The words of messages that tell nothing of the value they speak of.
const WORDS: &str = "a an and are array at authenticated authentication authorization authorized be bad \
     been boolean but can cannot characters conforming constraints contain could date denied does each \
     either elements email empty enough equal error exceeded exist exists expired failed field find \
     following for forbidden found from given greater has have header host id ids in internal invalid is \
     iso it json key least length less limit longer match max maximum method min minimum missing must no \
     not number object of on one only or password path permission permissions phone property provided rate \
     request required resource role roles route server service should shorter specified string tenant than \
     the to token too unauthenticated unauthorized uuid url user valid value values vendor was with you your";

/// Whose body it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Sent,
    Received,
}

impl Redactor<'_> {
    /// What stands in place of a body.
    pub(super) fn body(&mut self, side: Side, text: &str) -> String {
        let start = text.trim_start();
        if start.is_empty() {
            return text.to_owned();
        }
        if start.starts_with(['{', '[', '"'])
            && let Some(written) = self.json(side, text)
        {
            return written;
        }
        if is_form(text) {
            return self.pairs(Kind::Body, text);
        }
        if placeholder::is_numbered(text) {
            return text.to_owned();
        }
        match side {
            Side::Sent if start.starts_with(['{', '[']) => self.loose(text),
            Side::Sent => self.value(Kind::Body, "body", text).unwrap_or_else(|| text.to_owned()),
            Side::Received => self.prose(text),
        }
    }

    /// Name by name and value by value; none for what is no JSON.
    fn json(&mut self, side: Side, text: &str) -> Option<String> {
        let tokens = tokens(text)?;
        if serde_json::from_str::<serde::de::IgnoredAny>(text).is_err() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for token in &tokens {
            let raw = &text[token.range.clone()];
            let quoted = text[..token.range.start].ends_with('"');
            let name = token.name.clone().map_or("", |range| &text[range]);
            let written = match token.role {
                Role::Name => {
                    if side == Side::Sent && mask::identifier(raw).is_some() {
                        self.names.insert(raw.to_owned());
                    }
                    self.name(Kind::Body, raw)
                }
                Role::Value if quoted => self.text(side, name, raw),
                Role::Value => self.number(name, raw),
            };
            if let Some(written) = written {
                out.push_str(&text[from..token.range.start]);
                out.push_str(&written);
                from = token.range.end;
            }
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    /// A string between its quotes, with its escapes.
    fn text(&mut self, side: Side, name: &str, raw: &str) -> Option<String> {
        let says = side == Side::Received && (name.is_empty() || SAYINGS.contains(&name));
        if says && raw.contains(' ') && !raw.contains('\\') && raw.len() <= LONGEST {
            let said = self.sentence(raw);
            return (said != raw).then_some(said);
        }
        self.value(Kind::Body, name, raw)
    }

    /// Numbers stay, but for those that open something.
    fn number(&mut self, name: &str, raw: &str) -> Option<String> {
        let secret =
            ["otp", "pin", "code", "phone"].iter().any(|word| name.eq_ignore_ascii_case(word))
                || raw.len() > 16 && raw.bytes().all(|byte| byte.is_ascii_digit());
        if !secret || !raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) || raw == "0" {
            return None;
        }
        self.ledger.count(Kind::Body);
        Some("0".to_owned())
    }

    /// A message of the service's: the words that it has for everybody, and `redacted` for others.
    fn sentence(&mut self, text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        let mut known = Vec::new();
        for phrase in self.phrases {
            let found = lower.match_indices(phrase.as_str());
            known.extend(found.map(|(at, _)| at..at + phrase.len()));
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for word in text.split_inclusive(' ') {
            let here = at..at + word.trim_end().len();
            at += word.len();
            if known.iter().any(|range| range.start <= here.start && here.end <= range.end) {
                out.push_str(word);
            } else {
                out.push_str(&self.word(word));
            }
        }
        out
    }

    fn word(&mut self, word: &str) -> String {
        let marks = |c: char| ".,:;!?\"'()[]`".contains(c);
        let bare = word.trim().trim_matches(marks);
        let lower = bare.to_ascii_lowercase();
        let known = bare.is_empty()
            || WORDS.split_whitespace().any(|known| known == lower)
            || self.names.contains(bare)
            || bare.split('.').all(|part| self.names.contains(part) || part.parse::<u8>().is_ok())
            || super::value::is_shown("errorCode", bare) && bare.starts_with("ER-")
            || bare.len() <= 3 && bare.bytes().all(|byte| byte.is_ascii_digit())
            || bare == "redacted"
            || self.phrases.iter().any(|phrase| phrase.split(' ').any(|part| part == lower));
        if known {
            return word.to_owned();
        }
        self.ledger.count(Kind::Text);
        let start = word.find(bare).unwrap_or_default();
        format!("{}redacted{}", &word[..start], &word[start + bare.len()..])
    }

    /// A page, or a line of text: it stays a page or a line.
    fn prose(&mut self, text: &str) -> String {
        let start = text.trim_start();
        let end = (0..=LONGEST.min(start.len())).rev().find(|at| start.is_char_boundary(*at));
        let short = &start[..end.unwrap_or_default()];
        if !start.starts_with('<') {
            let said = if start.len() <= LONGEST && !start.contains('\n') {
                self.sentence(short)
            } else {
                self.ledger.count(Kind::Body);
                "redacted".to_owned()
            };
            return said;
        }
        let lower = start.to_ascii_lowercase();
        let said: Vec<&str> = self
            .phrases
            .iter()
            .map(String::as_str)
            .filter(|phrase| lower.contains(phrase))
            .collect();
        let page = format!("<!doctype html><html><body>redacted {}</body></html>", said.join(" "));
        if text != page {
            self.ledger.count(Kind::Body);
        }
        page
    }

    /// What was meant as JSON and is none: its marks stay, its words are looked at one by one.
    fn loose(&mut self, text: &str) -> String {
        let is_word = |c: char| c.is_alphanumeric() || "-_.+/=@%~\\$&".contains(c);
        let mut out = String::with_capacity(text.len());
        let (mut name, mut rest) = ("", text);
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| is_word(c) != is_word(first)).unwrap_or(rest.len());
            let (piece, behind) = rest.split_at(end);
            rest = behind;
            if !is_word(first) {
                out.push_str(piece);
                continue;
            }
            let follows = behind.trim_start_matches(['"', '\'', ' ', '“', '”']);
            if follows.starts_with([':', '=']) {
                out.push_str(self.name(Kind::Body, piece).as_deref().unwrap_or(piece));
                name = piece;
            } else {
                out.push_str(self.value(Kind::Body, name, piece).as_deref().unwrap_or(piece));
            }
        }
        out
    }
}

fn is_form(text: &str) -> bool {
    text.contains('=') && !text.contains(|c: char| c.is_whitespace() || "<{[\"".contains(c))
}
