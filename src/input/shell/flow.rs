//! How commands follow each other: lists, pipes, conditions, loops, calls of functions.

use std::rc::Rc;

use super::dialect::Dialect;
use super::lexer::Redirect;
use super::pipes;
use super::script::{Function, Out, Script};
use super::tree::{Command, Joint, Link, Stage};
use super::variables::{Changes, Setting};
use crate::source::{Span, Text};
use crate::truth::Truth;

/// Where it goes on behind a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    On,
    Break(u32),
    Continue(u32),
    Return,
    Exit,
}

/// What became of a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ran {
    pub(super) success: Truth,
    pub(super) flow: Flow,
}

impl Ran {
    pub(super) const fn on(success: Truth) -> Self {
        Self { success, flow: Flow::On }
    }

    pub(super) const fn to(flow: Flow) -> Self {
        Self { success: Truth::Yes, flow }
    }
}

/// Blocks, calls and substitutions are followed no deeper than this.
const DEEPEST: usize = 60;

/// A point to come back to.
pub(super) struct Fork {
    pub(super) mark: usize,
    printed: (usize, bool),
    stdin: Option<Rc<Text>>,
    left: bool,
}

impl Script<'_> {
    pub(super) fn list(&mut self, list: &[Link]) -> Ran {
        let mut ran = Ran::on(Truth::Yes);
        let mut at = 0;
        while at < list.len() {
            let more = list[at + 1..].iter().take_while(|link| link.joint != Joint::Then).count();
            ran = self.chain(&list[at..=at + more]);
            if ran.flow != Flow::On {
                return ran;
            }
            at += more + 1;
        }
        ran
    }

    /// `a && b || c`.
    fn chain(&mut self, chain: &[Link]) -> Ran {
        let Some(first) = chain.first() else { return Ran::on(Truth::Yes) };
        let mut ran = self.link(first);
        let mut at = 1;
        while at < chain.len() && ran.flow == Flow::On {
            let joint = chain[at].joint;
            let wanted = if joint == Joint::And { Truth::Yes } else { Truth::No };
            if ran.success == wanted {
                ran = self.link(&chain[at]);
                at += 1;
            } else if ran.success == Truth::Unknown {
                let more = chain[at..].iter().take_while(|link| link.joint == joint).count();
                let count = if joint == Joint::And { more } else { 1 };
                ran = self.maybe(&chain[at..at + count], joint);
                at += count;
            } else {
                let fork = self.fork();
                self.link(&chain[at]);
                self.undo(&fork);
                at += 1;
            }
        }
        ran
    }

    /// Commands that run only if the one before did as they want, which nobody knows.
    fn maybe(&mut self, links: &[Link], joint: Joint) -> Ran {
        let fork = self.fork();
        let mut inner = Ran::on(Truth::Yes);
        for link in links {
            if inner.flow == Flow::On {
                inner = self.link(link);
            }
        }
        self.join(&fork, inner.flow);
        let success = match (joint, inner.flow, inner.success) {
            (Joint::Or, Flow::On, Truth::No | Truth::Unknown)
            | (Joint::And | Joint::Then, _, _) => Truth::Unknown,
            (Joint::Or, _, _) => Truth::Yes,
        };
        Ran::on(success)
    }

    pub(super) fn fork(&mut self) -> Fork {
        Fork {
            mark: self.variables.mark(),
            printed: (self.out.text.len(), self.out.lost),
            stdin: self.stdin.clone(),
            left: std::mem::take(&mut self.left),
        }
    }

    /// None of it happened.
    pub(super) fn undo(&mut self, fork: &Fork) -> Changes {
        let changes = self.variables.take_back(fork.mark);
        if self.out.text.len() > fork.printed.0 {
            self.out.text = self.out.text.slice(0..fork.printed.0);
        }
        self.out.lost = fork.printed.1;
        self.stdin.clone_from(&fork.stdin);
        self.left = fork.left;
        changes
    }

    /// It may have happened.
    pub(super) fn join(&mut self, fork: &Fork, flow: Flow) {
        self.settle(fork);
        let changes = self.variables.take_back(fork.mark);
        if flow == Flow::On {
            self.variables.merge(&[changes, Changes::new()]);
        } else {
            self.left = true;
        }
    }

    /// What may have been printed or read is not known.
    pub(super) fn settle(&mut self, fork: &Fork) {
        self.out.lost |= self.out.text.len() != fork.printed.0;
        let read = match (&self.stdin, &fork.stdin) {
            (Some(now), Some(then)) => now.len() != then.len(),
            (None, None) => false,
            (Some(_), None) | (None, Some(_)) => true,
        };
        if read {
            self.stdin = None;
        }
        self.left |= fork.left;
    }

    fn link(&mut self, link: &Link) -> Ran {
        let mut ran = match link.stages.as_slice() {
            [stage] => self.stage(stage),
            stages => self.pipeline(stages),
        };
        if link.negated {
            ran.success = !ran.success;
        }
        ran
    }

    /// Every stage is a shell of its own; zsh runs the last one itself.
    fn pipeline(&mut self, stages: &[Stage]) -> Ran {
        let stdin = self.stdin.clone();
        let mut outer = Some(std::mem::take(&mut self.out));
        let mut ran = Ran::on(Truth::Yes);
        for (index, stage) in stages.iter().enumerate() {
            let last = index + 1 == stages.len();
            self.out = if last { outer.take().unwrap_or_default() } else { Out::wanted() };
            let mark = self.variables.mark();
            ran = self.stage(stage);
            let keeps = last && self.dialect == Dialect::Zsh;
            if !keeps {
                self.variables.take_back(mark);
                ran.flow = Flow::On;
            }
            if !last {
                self.stdin = std::mem::take(&mut self.out).known().map(Rc::new);
            }
        }
        self.stdin = stdin;
        ran
    }

    pub(super) fn stage(&mut self, stage: &Stage) -> Ran {
        if self.nesting >= DEEPEST {
            self.out.lost = true;
            return Ran::on(Truth::Unknown);
        }
        self.nesting += 1;
        let ran = self.one(stage);
        self.nesting -= 1;
        ran
    }

    fn one(&mut self, stage: &Stage) -> Ran {
        if let Command::Simple(simple) = &stage.command {
            return self.simple(simple);
        }
        let stdin = self.stdin.clone();
        let away = self.redirect(&stage.redirects);
        let outer = away.then(|| std::mem::take(&mut self.out));
        let ran = self.compound(&stage.command);
        if let Some(outer) = outer {
            self.out = outer;
        }
        if !stage.redirects.is_empty() {
            self.stdin = stdin;
        }
        ran
    }

    /// Feeds what is redirected into what runs next; is what it prints taken away?
    pub(super) fn redirect(&mut self, redirects: &[Redirect]) -> bool {
        for redirect in redirects {
            self.substitute(&redirect.target);
        }
        let fed = pipes::fed(redirects, &self.expansion(), self.options.files);
        let away = pipes::take_away(redirects, &self.expansion());
        if let Some(fed) = fed {
            self.stdin = fed.map(Rc::new);
        }
        away
    }

    fn compound(&mut self, command: &Command) -> Ran {
        match command {
            Command::Simple(simple) => self.simple(simple),
            Command::Answer(span) => {
                self.answer(*span);
                Ran::on(Truth::Unknown)
            }
            Command::Group(list) => self.list(list),
            Command::Subshell(list) => {
                let mark = self.variables.mark();
                let ran = self.list(list);
                self.variables.take_back(mark);
                Ran::on(ran.success)
            }
            Command::If(ways) => self.condition(ways),
            Command::Loop(repeat) => self.repeat(repeat),
            Command::For { name, values, body, text } => {
                self.each(name, values.as_deref(), (body, *text))
            }
            Command::Case { word, arms } => self.case(word, arms),
            Command::Function { name, body } => {
                let function = Function {
                    body: Rc::clone(body),
                    lexed: Rc::clone(&self.lexed),
                    end: self.end,
                    called: false,
                };
                self.define(name, function);
                Ran::on(Truth::Yes)
            }
        }
    }
}
/// A value of a list, as a variable.
pub(super) fn of_value(value: Text) -> Setting {
    match value.holes() {
        [hole] if hole.range == (0..value.len()) => Setting::Unknown,
        _ => Setting::To(value, None),
    }
}

/// The span of nothing at the start of a text.
pub(super) const NOWHERE: Span = Span::at(0);
