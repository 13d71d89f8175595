//! Tokens become commands: lists, conditions, loops, functions.

use std::rc::Rc;

use super::lexer::{Operator, Redirect, Token};
use super::script::Simple;
use super::word::Word;
use crate::source::Span;

/// Commands one after the other.
pub(super) type List = Vec<Link>;

/// A pipeline, and how it hangs on the one before.
pub(super) struct Link {
    pub(super) joint: Joint,
    /// `! …`.
    pub(super) negated: bool,
    pub(super) stages: Vec<Stage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    Then,
    And,
    Or,
}

/// One command of a pipeline.
pub(super) struct Stage {
    pub(super) command: Command,
    /// Of a command that is made of commands; a simple one has its own.
    pub(super) redirects: Vec<Redirect>,
}

pub(super) enum Command {
    Simple(Simple),
    Answer(Span),
    Group(List),
    Subshell(List),
    /// Each condition with what runs then; the last may have none.
    If(Vec<(List, List)>),
    Loop(Box<Loop>),
    /// `text` is where the body stands.
    For {
        name: String,
        values: Option<Vec<Word>>,
        body: List,
        text: Span,
    },
    Case {
        word: Word,
        arms: Vec<(Vec<Word>, List)>,
    },
    Function {
        name: String,
        body: Rc<Stage>,
    },
}

/// `while`, `until` and `for ((…))`.
pub(super) struct Loop {
    pub(super) until: bool,
    /// `a; b; c` of `for ((a; b; c))`.
    pub(super) sums: Option<Span>,
    pub(super) condition: List,
    pub(super) body: List,
}

/// No commands stand deeper in each other than this.
const DEEPEST: usize = 40;

/// Puts tokens together, and says which blocks are never closed.
pub(super) fn grow(tokens: Vec<Token>, text: &str) -> (List, Vec<Span>) {
    let tokens = tokens.into_iter().map(Some).collect();
    let mut grower = Grower { tokens, text, at: 0, depth: 0, open: Vec::new() };
    let mut list = List::new();
    while grower.at < grower.tokens.len() {
        list.extend(grower.list(&[]));
        // What closes nothing is stepped over.
        grower.at += 1;
    }
    (list, grower.open)
}

pub(super) struct Grower<'a> {
    pub(super) tokens: Vec<Option<Token>>,
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: usize,
    pub(super) open: Vec<Span>,
}

/// What closes a block, besides words.
pub(super) const CLOSE: &str = ")";
pub(super) const ARM: &str = ";;";

const CLOSERS: &[&str] = &["then", "elif", "else", "fi", "do", "done", "esac", "}"];

impl<'a> Grower<'a> {
    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)?.as_ref()
    }

    pub(super) fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get_mut(self.at)?.take();
        self.at += 1;
        token
    }

    pub(super) fn bare(&self) -> Option<&'a str> {
        match self.peek()? {
            Token::Word(word) => word.bare(self.text),
            Token::Redirect(_) | Token::Operator(..) | Token::Newline | Token::Answer(_) => None,
        }
    }

    pub(super) fn operator(&self) -> Option<Operator> {
        match self.peek()? {
            Token::Operator(operator, _) => Some(*operator),
            Token::Word(_) | Token::Redirect(_) | Token::Newline | Token::Answer(_) => None,
        }
    }

    /// Where the next word stands; the end of the text where none does.
    pub(super) fn place(&self) -> usize {
        let rest = self.tokens.get(self.at..).unwrap_or_default().iter().flatten();
        let mut places = rest.filter_map(|token| match token {
            Token::Word(word) => Some(word.span.start),
            Token::Operator(_, span) | Token::Answer(span) => Some(span.start),
            Token::Redirect(redirect) => Some(redirect.span.start),
            Token::Newline => None,
        });
        places.next().unwrap_or(self.text.len())
    }

    pub(super) fn skip_newlines(&mut self) {
        while matches!(self.peek(), Some(Token::Newline)) {
            self.at += 1;
        }
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let is = self.bare() == Some(word);
        self.at += usize::from(is);
        is
    }

    /// Commands up to one of these closers, which is left standing.
    pub(super) fn list(&mut self, until: &[&str]) -> List {
        let mut list = List::new();
        let mut joint = Joint::Then;
        while let Some(token) = self.peek() {
            match token {
                Token::Newline => self.at += 1,
                Token::Operator(operator, _) => match operator {
                    Operator::Close if until.contains(&CLOSE) => return list,
                    Operator::CaseEnd if until.contains(&ARM) => return list,
                    Operator::Open => {
                        let link = self.pipeline(joint);
                        list.extend(link);
                        joint = Joint::Then;
                    }
                    other @ (Operator::Semicolon
                    | Operator::CaseEnd
                    | Operator::And
                    | Operator::Or
                    | Operator::Background
                    | Operator::Pipe
                    | Operator::Close) => {
                        joint = match other {
                            Operator::And => Joint::And,
                            Operator::Or => Joint::Or,
                            Operator::Semicolon
                            | Operator::CaseEnd
                            | Operator::Background
                            | Operator::Pipe
                            | Operator::Open
                            | Operator::Close => Joint::Then,
                        };
                        self.at += 1;
                    }
                },
                Token::Word(_) | Token::Redirect(_) | Token::Answer(_) => {
                    let closer = self.bare().filter(|bare| CLOSERS.contains(bare));
                    match closer {
                        Some(bare) if until.contains(&bare) => return list,
                        Some(_) => self.at += 1,
                        None => {
                            let link = self.pipeline(joint);
                            list.extend(link);
                            joint = Joint::Then;
                        }
                    }
                }
            }
        }
        list
    }

    fn pipeline(&mut self, joint: Joint) -> Option<Link> {
        let mut negated = false;
        while self.eat("!") {
            negated = !negated;
        }
        let mut stages = Vec::new();
        loop {
            let before = self.at;
            stages.extend(self.stage());
            if self.at == before {
                self.at += 1;
            }
            if self.operator() != Some(Operator::Pipe) {
                break;
            }
            self.at += 1;
            self.skip_newlines();
            if self.bare().is_some_and(|bare| CLOSERS.contains(&bare)) {
                break;
            }
        }
        (!stages.is_empty()).then_some(Link { joint, negated, stages })
    }

    pub(super) fn stage(&mut self) -> Option<Stage> {
        if self.depth >= DEEPEST {
            return self.simple();
        }
        self.depth += 1;
        let command = self.compound();
        self.depth -= 1;
        let Some(command) = command else { return self.simple() };
        let mut redirects = Vec::new();
        while let Some(Token::Redirect(_)) = self.peek() {
            if let Some(Token::Redirect(redirect)) = self.take() {
                redirects.push(redirect);
            }
        }
        Some(Stage { command, redirects })
    }

    /// A command that is made of commands; `None` for a simple one.
    fn compound(&mut self) -> Option<Command> {
        let start = self.at;
        let span = match self.peek()? {
            Token::Answer(span) => {
                let span = *span;
                self.at += 1;
                return Some(Command::Answer(span));
            }
            Token::Word(word) => word.span,
            Token::Operator(Operator::Open, span) => *span,
            Token::Redirect(_) | Token::Operator(..) | Token::Newline => return None,
        };
        let Some(bare) = self.bare() else {
            return (self.operator() == Some(Operator::Open)).then(|| self.subshell(span));
        };
        self.at += 1;
        match bare {
            "{" => {
                let list = self.list(&["}"]);
                self.close("}", span);
                Some(Command::Group(list))
            }
            "if" => Some(self.condition(span)),
            "while" | "until" => Some(self.repeat(bare == "until", span)),
            "for" | "select" => self.each(start, span),
            "case" => self.case(start, span),
            "function" => {
                let name = self.bare()?.to_owned();
                self.at += 1;
                self.function(name)
            }
            _ if self.operator() == Some(Operator::Open) => {
                let closes = self.tokens.get(self.at + 1).and_then(Option::as_ref);
                if matches!(closes, Some(Token::Operator(Operator::Close, _))) {
                    return self.function(bare.to_owned());
                }
                self.at = start;
                None
            }
            _ => {
                self.at = start;
                None
            }
        }
    }

    pub(super) fn close(&mut self, closer: &str, opened: Span) {
        if !self.eat(closer) {
            self.open.push(opened);
        }
    }

    fn simple(&mut self) -> Option<Stage> {
        let mut simple = Simple::default();
        loop {
            match self.peek() {
                Some(Token::Word(_) | Token::Redirect(_)) => match self.take() {
                    Some(Token::Word(word)) => simple.words.push(word),
                    Some(Token::Redirect(redirect)) => simple.redirects.push(redirect),
                    _ => {}
                },
                Some(Token::Operator(operator, span)) => {
                    simple.end = Some((*operator, *span));
                    break;
                }
                Some(Token::Newline | Token::Answer(_)) | None => break,
            }
        }
        let nothing = simple.words.is_empty() && simple.redirects.is_empty();
        (!nothing).then_some(Stage { command: Command::Simple(simple), redirects: Vec::new() })
    }
}
