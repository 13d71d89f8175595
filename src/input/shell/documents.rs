//! Redirections, and the here-documents behind them.

use super::lexer::{Document, Layer, Lexer, Redirect, RedirectKind, Token, line_length};
use super::lines;
use super::quotes::verbatim_document;
use super::word::{Part, PartKind, Word};
use crate::source::Span;

impl Lexer<'_> {
    pub(super) fn redirect(&mut self, prefix: usize) {
        let start = self.words.at;
        self.words.at += prefix;
        let signs = self.words.rest();
        let (kind, length) = [
            ("<<<", RedirectKind::HereString),
            ("<<-", RedirectKind::HereDocument),
            ("<<", RedirectKind::HereDocument),
            ("<&", RedirectKind::Other),
            ("<>", RedirectKind::Other),
            (">>", RedirectKind::Other),
            (">&", RedirectKind::Other),
            (">|", RedirectKind::Other),
            ("<", RedirectKind::Input),
        ]
        .iter()
        .find(|(sign, _)| signs.starts_with(sign))
        .map_or((RedirectKind::Other, 1), |(sign, kind)| (*kind, sign.len()));
        let tabs = signs.starts_with("<<-");
        self.words.at += length;
        self.words.skip_blanks();
        let target = self.words.word();
        if kind == RedirectKind::HereDocument {
            let quoted =
                target.span.len() != target.literal(self.words.text).unwrap_or_default().len();
            let end = target.literal(self.words.text).unwrap_or_default();
            self.documents.push((self.lexed.tokens.len(), end, Document { quoted, tabs }));
        }
        let span = Span::new(start, self.words.at);
        self.lexed.tokens.push(Token::Redirect(Redirect { kind, span, target }));
    }

    /// Reads the text of a here-document and puts it where its redirection stands.
    pub(super) fn document(&mut self, token: usize, end: &str, how: Document) {
        let start = self.words.at;
        let mut at = start;
        let mut stop = self.words.end;
        let mut ended = false;
        let key = (how.tabs, end.to_owned());
        while at < self.words.end && !self.endless.contains(&key) {
            let line = &self.words.text[at..at + line_length(&self.words.text[at..self.words.end])];
            let bare = line.strip_suffix('\r').unwrap_or(line);
            let bare = if how.tabs { bare.trim_start_matches('\t') } else { bare };
            if bare == end {
                stop = at;
                ended = true;
                at = (at + line.len() + 1).min(self.words.end);
                break;
            }
            at = (at + line.len() + 1).min(self.words.end);
        }
        if !ended {
            self.endless.insert(key);
            at = self.words.end;
        }
        if !ended && self.layer == Layer::Script {
            // The commands behind it were hardly meant to be its text.
            stop = lines::next_curl(&self.words.text[..self.words.end], start);
            at = stop;
            if let Some(Token::Redirect(redirect)) = self.lexed.tokens.get(token) {
                self.lexed.unended.push(redirect.span);
            }
        }
        let mut body = if how.quoted {
            verbatim_document(Span::new(start, stop))
        } else {
            self.words.expanding_document(Span::new(start, stop))
        };
        if how.tabs {
            without_tabs(&mut body, self.words.text);
        }
        self.words.at = at;
        if let Some(Token::Redirect(redirect)) = self.lexed.tokens.get_mut(token) {
            redirect.target = body;
        }
    }
}

/// `> ` at the start of every line but the first: the terminal wrote it, not the user.
pub(super) fn without_prompts(word: &mut Word, text: &str) {
    let written = text.get(word.span.start..word.span.end).unwrap_or_default();
    let mut lines = written.split('\n').skip(1).peekable();
    if lines.peek().is_some() && lines.all(|line| line == ">" || line.starts_with("> ")) {
        cut_lines(word, text, |line| {
            line.strip_prefix("> ").or_else(|| line.strip_prefix('>')).unwrap_or(line)
        });
    }
}

/// `<<-`: the tabs at the start of its lines are no part of a here-document.
fn without_tabs(body: &mut Word, text: &str) {
    cut_lines(body, text, |line| line.trim_start_matches('\t'));
}

/// Cuts what stands at the start of every line, where it stands for itself.
fn cut_lines(word: &mut Word, text: &str, kept: impl Fn(&str) -> &str) {
    let mut parts = Vec::new();
    for part in std::mem::take(&mut word.parts) {
        let written = text.get(part.span.start..part.span.end).unwrap_or_default();
        if !matches!(part.kind, PartKind::Verbatim) {
            parts.push(part);
            continue;
        }
        let mut at = part.span.start;
        for line in written.split_inclusive('\n') {
            let begins = at == word.span.start || text[..at].ends_with('\n');
            let cut = if begins { line.len() - kept(line).len() } else { 0 };
            parts.push(Part { span: Span::new(at + cut, at + line.len()), ..part.clone() });
            at += line.len();
        }
        if written.is_empty() {
            parts.push(part);
        }
    }
    word.parts = parts;
}
