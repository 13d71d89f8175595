//! Text of shell commands becomes words, operators and redirections, each with its place.

use super::lines;
use super::quotes::{Words, verbatim_document};
use super::word::Word;
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
    /// `;` and `;;`.
    Semicolon,
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
    /// Comments that stand inside a continued command.
    pub(in crate::input) comments: Vec<Span>,
}

/// Whole scripts hold answers and prose between the commands; a substitution does not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Layer {
    Script,
    Inside,
}

/// Lexes the part of `text` inside `range`. Both ends must be character boundaries.
pub(in crate::input) fn lex(text: &str, range: Span, layer: Layer) -> Lexed {
    let mut lexer = Lexer {
        words: Words { text, at: range.start, end: range.end.min(text.len()), open: Vec::new() },
        lexed: Lexed::default(),
        documents: Vec::new(),
        layer,
        hash_prompt: layer == Layer::Script
            && !lines::has_bare_curl(text.get(range.start..range.end).unwrap_or_default()),
        prompted: false,
    };
    lexer.run();
    lexer.lexed.open = lexer.words.open;
    lexer.lexed
}

struct Lexer<'a> {
    words: Words<'a>,
    lexed: Lexed,
    /// Here-documents whose text begins on the next line: the token, the end word, how it is read.
    documents: Vec<(usize, String, Document)>,
    layer: Layer,
    /// `# curl` is a prompt where nothing else calls curl, else a comment.
    hash_prompt: bool,
    /// The command began with a prompt, so lines that continue it may begin with `> `.
    prompted: bool,
}

#[derive(Clone, Copy)]
struct Document {
    quoted: bool,
    tabs: bool,
}

impl Lexer<'_> {
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
            b';' | b'&' | b'|' | b'(' | b')' => self.operator(),
            _ => {
                let word = self.words.word();
                self.lexed.tokens.push(Token::Word(word));
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
            if !lines::is_prose(line) {
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
            [b';', b';', ..] => (Operator::Semicolon, 2),
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

    fn redirect(&mut self, prefix: usize) {
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
    fn document(&mut self, token: usize, end: &str, how: Document) {
        let start = self.words.at;
        let mut at = start;
        let mut stop = self.words.end;
        while at < self.words.end {
            let line = &self.words.text[at..at + line_length(&self.words.text[at..self.words.end])];
            let bare = line.strip_suffix('\r').unwrap_or(line);
            let bare = if how.tabs { bare.trim_start_matches('\t') } else { bare };
            if bare == end {
                stop = at;
                at = (at + line.len() + 1).min(self.words.end);
                break;
            }
            at = (at + line.len() + 1).min(self.words.end);
        }
        let body = if how.quoted {
            verbatim_document(Span::new(start, stop))
        } else {
            self.words.expanding_document(Span::new(start, stop))
        };
        self.words.at = at;
        if let Some(Token::Redirect(redirect)) = self.lexed.tokens.get_mut(token) {
            redirect.target = body;
        }
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
