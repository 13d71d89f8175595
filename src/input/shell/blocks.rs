//! Commands that are made of commands: conditions, loops, functions, subshells.

use std::rc::Rc;

use super::lexer::{Operator, Token};
use super::tree::{ARM, CLOSE, Command, Grower, List, Loop};
use super::word::{Part, PartKind};
use crate::source::Span;

impl Grower<'_> {
    pub(super) fn subshell(&mut self, span: Span) -> Command {
        self.at += 1;
        let list = self.list(&[CLOSE]);
        if self.operator() == Some(Operator::Close) {
            self.at += 1;
        } else if self.is_meant(span) {
            self.open.push(span);
        }
        Command::Subshell(list)
    }

    /// A bracket behind other words is prose, and so is one without a call behind it.
    fn is_meant(&self, span: Span) -> bool {
        let (before, behind) = self.text.split_at_checked(span.start).unwrap_or_default();
        let before = before.trim_end_matches([' ', '\t']);
        let line = &behind.as_bytes()[..behind.len().min(256)];
        (before.is_empty() || before.ends_with(['\n', ';', '&', '|', '(', '{']))
            && memchr::memmem::find(line, b"curl").is_some()
    }

    pub(super) fn function(&mut self, name: String) -> Option<Command> {
        while matches!(self.operator(), Some(Operator::Open | Operator::Close)) {
            let ends = self.operator() == Some(Operator::Close);
            self.at += 1;
            if ends {
                break;
            }
        }
        self.skip_newlines();
        let body = Rc::new(self.stage()?);
        Some(Command::Function { name, body })
    }

    /// `if` without its `then` is prose, and its commands are commands like any other.
    pub(super) fn condition(&mut self, span: Span) -> Command {
        let mut ways = Vec::new();
        loop {
            let condition = self.list(&["then", "fi"]);
            if !self.eat("then") {
                if ways.is_empty() && !self.eat("fi") {
                    return Command::Group(condition);
                }
                break;
            }
            ways.push((condition, self.list(&["elif", "else", "fi"])));
            if self.eat("elif") {
                continue;
            }
            if self.eat("else") {
                ways.push((List::new(), self.list(&["fi"])));
            }
            self.close("fi", span);
            break;
        }
        Command::If(ways)
    }

    pub(super) fn repeat(&mut self, until: bool, span: Span) -> Command {
        let condition = self.list(&["do", "done"]);
        if !self.eat("do") {
            return Command::Group(condition);
        }
        let body = self.list(&["done"]);
        self.close("done", span);
        Command::Loop(Box::new(Loop { until, sums: None, condition, body }))
    }

    /// `for NAME in VALUES; do`; without its `do` it is prose.
    pub(super) fn each(&mut self, start: usize, span: Span) -> Option<Command> {
        let mut words = Vec::new();
        while let Some(Token::Word(word)) = self.peek() {
            if word.bare(self.text) == Some("do") && !words.is_empty() {
                break;
            }
            words.push(word.clone());
            self.at += 1;
        }
        while self.operator() == Some(Operator::Semicolon)
            || matches!(self.peek(), Some(Token::Newline))
        {
            self.at += 1;
        }
        let braces = self.bare() == Some("{");
        if words.is_empty() || !self.eat("do") && !self.eat("{") {
            self.at = start;
            return None;
        }
        let closer = if braces { "}" } else { "done" };
        let begins = self.place();
        let body = self.list(&[closer]);
        let inside = Span::new(begins, self.place().max(begins));
        self.close(closer, span);
        if let [Part { span, kind: PartKind::Dynamic, .. }] = words[0].parts.as_slice() {
            let sums = Some(Span::new(span.start + 2, span.end.max(span.start + 4) - 2));
            let condition = List::new();
            return Some(Command::Loop(Box::new(Loop { until: false, sums, condition, body })));
        }
        let name = words[0].bare(self.text).unwrap_or_default().to_owned();
        let values = (words.len() > 1).then(|| words.split_off(2.min(words.len())));
        Some(Command::For { name, values, body, text: inside })
    }

    pub(super) fn case(&mut self, start: usize, span: Span) -> Option<Command> {
        let Some(Token::Word(word)) = self.take() else {
            self.at = start;
            return None;
        };
        self.skip_newlines();
        if !self.eat("in") {
            if let Some(place) = self.tokens.get_mut(start + 1) {
                *place = Some(Token::Word(word));
            }
            self.at = start;
            return None;
        }
        let mut arms = Vec::new();
        loop {
            self.skip_newlines();
            if self.peek().is_none() || self.bare() == Some("esac") {
                break;
            }
            let mut patterns = Vec::new();
            while let Some(token) = self.take() {
                match token {
                    Token::Word(word) => patterns.push(word),
                    Token::Operator(Operator::Close, _) => break,
                    Token::Redirect(_)
                    | Token::Operator(..)
                    | Token::Newline
                    | Token::Answer(_) => {}
                }
            }
            arms.push((patterns, self.list(&[ARM, "esac"])));
            self.at += usize::from(self.operator() == Some(Operator::CaseEnd));
        }
        self.close("esac", span);
        Some(Command::Case { word, arms })
    }
}
