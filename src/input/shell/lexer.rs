//! Text of shell commands becomes words, operators and redirections, each with its place.

use std::collections::BTreeSet;

use super::closing;
use super::documents;
use super::lines;
use super::quotes::Words;
use super::word::{Part, PartKind, Quoting, Word};
use crate::input::answer;
use crate::source::Span;

#[derive(Clone, Debug)]
pub(in crate::input) enum Token {
    Word(Word),
    Redirect(Redirect),
    Operator(Operator, Span),
    Newline,
    /// What a command answered, pasted below it.
    Answer(Span),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Operator {
    Semicolon,
    /// `;;`, `;&` and `;;&`.
    CaseEnd,
    And,
    Or,
    Background,
    Pipe,
    Open,
    Close,
}

#[derive(Clone, Debug)]
pub(in crate::input) struct Redirect {
    pub(in crate::input) kind: RedirectKind,
    pub(in crate::input) span: Span,
    pub(in crate::input) target: Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum RedirectKind {
    /// `< file`.
    Input,
    /// `<<< words`.
    HereString,
    /// `<< END`: the target is the text itself.
    HereDocument,
    /// Everything else; it does not feed the command.
    Other,
}

/// What lexing gives.
#[derive(Debug, Default)]
pub(in crate::input) struct Lexed {
    pub(in crate::input) tokens: Vec<Token>,
    /// Quotes that are opened and never closed.
    pub(in crate::input) open: Vec<Span>,
    /// Here-documents whose end is never written.
    pub(in crate::input) unended: Vec<Span>,
    /// Comments that stand inside a continued command.
    pub(in crate::input) comments: Vec<Span>,
}

/// Whole scripts hold answers and prose between the commands; a substitution does not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Layer {
    Script,
    Inside,
}

/// So many times a text is read again because a quote before was not meant to go so far.
const MOST_DOUBTS: usize = 8;

/// Lexes the part of `text` inside `range`. Both ends must be character boundaries.
pub(in crate::input) fn lex(text: &str, range: Span, layer: Layer) -> Lexed {
    let mut distrusted = BTreeSet::new();
    loop {
        let mut lexer = Lexer {
            words: Words::new(text, range),
            lexed: Lexed::default(),
            documents: Vec::new(),
            layer,
            hash_prompt: layer == Layer::Script
                && !lines::has_bare_curl(text.get(range.start..range.end).unwrap_or_default()),
            prompted: false,
            pasted: layer == Layer::Script
                && lines::is_paste(text.get(range.start..range.end).unwrap_or_default()),
            sums: MOST_OF_SUMS,
            endless: BTreeSet::new(),
        };
        lexer.words.distrusted = distrusted;
        lexer.run();
        let doubt = lexer.doubt();
        distrusted = std::mem::take(&mut lexer.words.distrusted);
        let Some(quote) = doubt.filter(|_| distrusted.len() < MOST_DOUBTS) else {
            lexer.lexed.open = lexer.words.open;
            return lexer.lexed;
        };
        distrusted.insert(quote);
    }
}

pub(super) struct Lexer<'a> {
    pub(super) words: Words<'a>,
    pub(super) lexed: Lexed,
    /// Here-documents whose text begins on the next line: the token, the end word, how it is read.
    pub(super) documents: Vec<(usize, String, Document)>,
    pub(super) layer: Layer,
    /// `# curl` is a prompt where nothing else calls curl, else a comment.
    hash_prompt: bool,
    /// The command began with a prompt, so lines that continue it may begin with `> `.
    prompted: bool,
    /// Every command stands behind a prompt: what does not is an answer.
    pasted: bool,
    /// How many bytes may still be looked through for the ends of sums.
    sums: usize,
    /// What ends no here-document behind here.
    pub(super) endless: BTreeSet<(bool, String)>,
}

/// No text needs more: people's sums are short.
const MOST_OF_SUMS: usize = 1 << 20;
const LONGEST_SUM: usize = 4 << 10;

#[derive(Clone, Copy)]
pub(super) struct Document {
    pub(super) quoted: bool,
    pub(super) tabs: bool,
}

impl Lexer<'_> {
    /// A quote that holds a command, where another one is never closed: it was the one left open.
    fn doubt(&self) -> Option<usize> {
        let known = |quote: &&Span| !self.words.distrusted.contains(&quote.start);
        let open = self.words.open.iter().find(known)?;
        let first = self.words.suspects.first()?;
        (self.layer == Layer::Script && *first < open.start).then_some(*first)
    }

    fn run(&mut self) {
        self.line_start();
        while self.words.at < self.words.end {
            self.step();
        }
    }

    fn step(&mut self) {
        let rest = self.words.rest();
        let byte = rest.as_bytes()[0];
        match byte {
            b' ' | b'\t' => self.words.at += 1,
            b'\r' if rest[1..].starts_with('\n') || rest.len() == 1 => self.words.at += 1,
            b'\n' => self.newline(),
            b'\\' if continues(rest) > 0 => self.continuation(),
            b'#' => self.comment(),
            b'<' | b'>' if !rest[1..].starts_with('(') => self.redirect(0),
            b'0'..=b'9' if redirected_number(rest) > 0 => self.redirect(redirected_number(rest)),
            b'&' if rest.starts_with("&>") => self.redirect(1),
            b'(' if rest.starts_with("((") && self.begins() && self.sum() => {}
            b';' | b'&' | b'|' | b'(' | b')' => self.operator(),
            b'[' if rest.starts_with("[[") && self.begins() => self.test(),
            _ => {
                let mut word = self.words.word();
                if self.pasted {
                    documents::without_prompts(&mut word, self.words.text);
                }
                self.lexed.tokens.push(Token::Word(word));
            }
        }
    }

    /// Does a command begin here, or the head of a `for`?
    fn begins(&self) -> bool {
        match self.lexed.tokens.last() {
            Some(Token::Word(word)) => {
                let before = word.bare(self.words.text).unwrap_or_default();
                ["for", "if", "elif", "while", "until", "then", "do", "else", "!", "{"]
                    .contains(&before)
            }
            Some(Token::Redirect(_)) => false,
            Some(Token::Operator(..) | Token::Newline | Token::Answer(_)) | None => true,
        }
    }

    /// `((…))` is one word that is never run; `((a); b)` is something else.
    fn sum(&mut self) -> bool {
        let start = self.words.at;
        if self.sums == 0 {
            return false;
        }
        let rest = self.words.rest();
        let near = rest.get(..LONGEST_SUM.min(rest.len())).unwrap_or_default();
        let line = &near[..line_length(near)];
        let inside = closing::close_of(line, 2, b')');
        self.sums = self.sums.saturating_sub(inside.unwrap_or(line.len()));
        let Some(close) = inside.filter(|close| line[*close..].starts_with("))")) else {
            return false;
        };
        let span = Span::new(start, start + close + 2);
        self.words.at = span.end;
        let part = Part { span, quoting: Quoting::Bare, kind: PartKind::Dynamic };
        self.lexed.tokens.push(Token::Word(Word { span, parts: vec![part] }));
        true
    }

    /// `[[ … ]]`: signs inside it are words.
    fn test(&mut self) {
        loop {
            let rest = self.words.rest();
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            self.words.at += blanks;
            let start = self.words.at;
            if self.words.rest().is_empty() || self.words.rest().starts_with(['\n', '\r', ';']) {
                return;
            }
            let mut word = self.words.word();
            if self.words.at == start {
                let sign = self.words.rest();
                let length = if sign.starts_with("&&") || sign.starts_with("||") {
                    2
                } else {
                    sign.chars().next().map_or(1, char::len_utf8)
                };
                let span = Span::new(start, start + length);
                self.words.at = span.end;
                let part = Part { span, quoting: Quoting::Bare, kind: PartKind::Verbatim };
                word = Word { span, parts: vec![part] };
            }
            let ends = word.bare(self.words.text) == Some("]]");
            self.lexed.tokens.push(Token::Word(word));
            if ends {
                return;
            }
        }
    }

    fn continuation(&mut self) {
        self.words.at += continues(self.words.rest());
        let rest = self.words.rest();
        if self.prompted && rest.starts_with("> ") {
            self.words.at += 2;
        }
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if rest[blanks..].starts_with('#') {
            let start = self.words.at + blanks;
            let end = start + line_length(&rest[blanks..]);
            self.lexed.comments.push(Span::new(start, end));
        }
    }

    fn comment(&mut self) {
        let length = line_length(self.words.rest());
        let span = Span::new(self.words.at, self.words.at + length);
        if self.layer == Layer::Script && answer::is_comment(&self.words.rest()[..length]) {
            self.lexed.tokens.push(Token::Answer(span));
        }
        self.words.at = span.end;
    }

    fn newline(&mut self) {
        self.words.at += 1;
        self.lexed.tokens.push(Token::Newline);
        for (token, end, how) in std::mem::take(&mut self.documents) {
            self.document(token, &end, how);
        }
        self.line_start();
    }

    /// Steps over what is no command at the start of a line: answers, prose, a prompt.
    fn line_start(&mut self) {
        self.prompted = false;
        while self.layer == Layer::Script && self.words.at < self.words.end {
            let rest = self.words.rest();
            if let Some(length) = answer::length_at(rest) {
                let span = Span::new(self.words.at, self.words.at + length);
                self.lexed.tokens.push(Token::Answer(span));
                self.words.at = span.end;
                return;
            }
            let line = &rest[..line_length(rest)];
            if let Some(prompt) = lines::prompt(line, self.hash_prompt) {
                self.words.at += prompt;
                self.prompted = true;
                return;
            }
            if self.pasted && line.starts_with("> ") {
                self.words.at += 2;
                return;
            }
            let bare = line.trim_start();
            let answers = self.pasted && !bare.is_empty() && !bare.starts_with(['#', '-']);
            if !answers && !lines::is_prose(line) {
                return;
            }
            self.words.at += (line.len() + 1).min(rest.len());
        }
    }

    fn operator(&mut self) {
        let rest = self.words.rest();
        let (operator, length) = match rest.as_bytes() {
            [b'&', b'&', ..] => (Operator::And, 2),
            [b'|', b'|', ..] => (Operator::Or, 2),
            [b'|', b'&', ..] => (Operator::Pipe, 2),
            [b';', b';', b'&', ..] => (Operator::CaseEnd, 3),
            [b';', b';' | b'&', ..] => (Operator::CaseEnd, 2),
            [b'&', ..] => (Operator::Background, 1),
            [b'|', ..] => (Operator::Pipe, 1),
            [b'(', ..] => (Operator::Open, 1),
            [b')', ..] => (Operator::Close, 1),
            _ => (Operator::Semicolon, 1),
        };
        let span = Span::new(self.words.at, self.words.at + length);
        self.words.at = span.end;
        self.lexed.tokens.push(Token::Operator(operator, span));
    }
}

/// The length of `\` and a line break behind it; 0 where the line goes on.
pub(super) fn continues(rest: &str) -> usize {
    if rest.starts_with("\\\n") {
        2
    } else if rest.starts_with("\\\r\n") {
        3
    } else {
        0
    }
}

/// The length up to the end of the line, without its line break.
pub(in crate::input) fn line_length(rest: &str) -> usize {
    memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())
}

/// The digits of `2>`.
fn redirected_number(rest: &str) -> usize {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let sign = rest.as_bytes().get(digits);
    if matches!(sign, Some(b'<' | b'>')) { digits } else { 0 }
}
