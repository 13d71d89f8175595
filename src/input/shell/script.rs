//! A script, command after command: assignments are remembered, curl commands become exchanges.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::accidents;
use super::dialect::Dialect;
use super::echoes;
use super::expand::{Expansion, Outputs, listed_words, renamed};
use super::flow::{Flow, NOWHERE};
use super::lexer::{Layer, Lexed, Operator, Redirect, lex};
use super::quotes::operand;
use super::tree::{self, Stage};
use super::variables::{Setting, Variables};
use super::word::{PartKind, Word, is_name};
use crate::exchange::Exchange;
use crate::input::{Item, Options};
use crate::source::{Problem, Source, Span, Text};

/// No script repeats more commands than this: loops in loops in loops have an end.
pub(super) const MOST_REPEATED: usize = 5_000;
/// Of a text full of accidents no more bytes than these are read as they were meant.
const MOST_READ_AGAIN: usize = 8 << 20;
/// How deep substitutions are read inside substitutions.
const DEEPEST: usize = 8;

pub(super) struct Script<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) options: &'a Options<'a>,
    visit: &'a mut dyn FnMut(Item),
    pub(super) dialect: Dialect,
    pub(super) variables: Variables,
    /// What the substitutions of the command that runs have printed.
    pub(super) outputs: Outputs,
    pub(super) functions: Vec<Function>,
    /// The function that a name calls now.
    pub(super) named: BTreeMap<String, usize>,
    /// The variables that a function keeps to itself, and what they were before.
    pub(super) locals: Vec<Vec<(String, Option<Setting>)>>,
    pub(super) exported: BTreeSet<String>,
    pub(super) lexed: Rc<Lexed>,
    /// What is fed into the commands that run, where that is known.
    pub(super) stdin: Option<Rc<Text>>,
    pub(super) out: Out,
    /// Something may have ended the loop or the function that runs.
    pub(super) left: bool,
    /// The exchanges of the last command, until we know whether an answer stands below it.
    pub(super) last: Vec<Exchange>,
    pub(super) habits: accidents::Dialect,
    /// Where the part of the text ends that is being read.
    pub(super) end: usize,
    /// Commands with an open quote that were read as they were meant.
    pub(super) closed: Vec<Span>,
    /// How many bytes may still be read again, as they were meant.
    pub(super) budget: usize,
    pub(super) number: usize,
    /// How many commands ran again, and how many loops and calls we are in.
    pub(super) ran: usize,
    pub(super) repeating: usize,
    pub(super) depth: usize,
    pub(super) nesting: usize,
    pub(super) found: bool,
    /// The substitutions that hold exchanges, by where they begin: their ends and the last number.
    pub(super) within: BTreeMap<usize, (usize, usize)>,
}

/// One command with its redirections.
#[derive(Clone, Default)]
pub(super) struct Simple {
    pub(super) words: Vec<Word>,
    pub(super) redirects: Vec<Redirect>,
    /// What ended it.
    pub(super) end: Option<(Operator, Span)>,
}

pub(super) struct Function {
    pub(super) body: Rc<Stage>,
    pub(super) lexed: Rc<Lexed>,
    /// Where the part of the text ends that it stands in.
    pub(super) end: usize,
    pub(super) called: bool,
}

/// What commands print, as far as anybody reads it.
#[derive(Default)]
pub(super) struct Out {
    pub(super) text: Text,
    pub(super) wanted: bool,
    pub(super) lost: bool,
}

impl Out {
    pub(super) fn wanted() -> Self {
        Self { wanted: true, ..Self::default() }
    }

    pub(super) fn known(self) -> Option<Text> {
        (self.wanted && !self.lost).then_some(self.text)
    }
}

impl<'a> Script<'a> {
    pub(super) fn new(
        source: &'a Arc<Source>,
        options: &'a Options<'a>,
        visit: &'a mut dyn FnMut(Item),
    ) -> Self {
        Self {
            source,
            options,
            visit,
            dialect: Dialect::of(source),
            variables: Variables::default(),
            outputs: Outputs::new(),
            functions: Vec::new(),
            named: BTreeMap::new(),
            locals: Vec::new(),
            exported: BTreeSet::new(),
            lexed: Rc::default(),
            stdin: None,
            out: Out::default(),
            left: false,
            last: Vec::new(),
            habits: accidents::Dialect::of(source),
            end: 0,
            closed: Vec::new(),
            budget: MOST_READ_AGAIN,
            number: 0,
            ran: 0,
            repeating: 0,
            depth: 0,
            nesting: 0,
            found: false,
            within: BTreeMap::new(),
        }
    }

    /// A variable that is set before the script runs.
    pub(super) fn preset(&mut self, name: &str, value: Option<String>) {
        let value = value.map(|value| Setting::To(Text::decoded(&value, NOWHERE), None));
        self.variables.insert(name, value.unwrap_or(Setting::Unknown));
        self.exported.insert(name.to_owned());
    }

    /// Hands out the last exchange; was there any curl command?
    pub(super) fn finish(mut self) -> bool {
        self.uncalled();
        self.flush();
        self.found
    }

    pub(super) fn flush(&mut self) {
        for exchange in self.last.drain(..) {
            (self.visit)(Item::Exchange(Box::new(exchange)));
        }
    }

    pub(super) fn lost(&mut self, at: usize, message: &str) {
        let place = Some(self.source.place(at));
        (self.visit)(Item::Problem(Problem::lost(place, message)));
    }

    /// Says that a command is there and not read.
    pub(super) fn skipped(&mut self, at: usize, message: &str) {
        self.found = true;
        let place = Some(self.source.place(at));
        (self.visit)(Item::Problem(Problem::skipped(place, message)));
    }

    /// Runs the commands inside `range`.
    pub(super) fn run(&mut self, range: Span, layer: Layer) -> Flow {
        let mut lexed = lex(self.source.text(), range, layer);
        let (list, open) = tree::grow(std::mem::take(&mut lexed.tokens), self.source.text());
        if layer == Layer::Script {
            for document in &lexed.unended {
                self.lost(document.start, "the end of this here-document is never written");
            }
        }
        for block in open {
            self.lost(block.start, "a block begins here and is never closed");
        }
        let end = std::mem::replace(&mut self.end, range.end);
        let outer = std::mem::replace(&mut self.lexed, Rc::new(lexed));
        let flow = self.list(&list).flow;
        let lexed = std::mem::replace(&mut self.lexed, outer);
        self.end = end;
        if layer == Layer::Script {
            self.tell(&lexed.open);
        }
        flow
    }

    /// Quotes that are open in no command that could be read as it was meant.
    fn tell(&mut self, open: &[Span]) {
        let closed = std::mem::take(&mut self.closed);
        for quote in open.iter().filter(|quote| closed.iter().all(|span| !span.contains(**quote))) {
            self.lost(quote.start, "a quote or bracket is opened here and never closed");
        }
    }

    pub(super) fn expansion(&self) -> Expansion<'_> {
        Expansion {
            source: self.source.text(),
            variables: &self.variables,
            outputs: &self.outputs,
            dialect: self.dialect,
        }
    }

    /// Runs the commands inside the `$(…)` of a word.
    pub(super) fn substitute(&mut self, word: &Word) {
        for inner in nested(word, self.source.text()) {
            self.inside(inner);
        }
    }

    /// Commands inside `$(…)` run before the command around them, with variables of their own.
    fn inside(&mut self, inner: Span) {
        self.outputs.remove(&inner.start);
        if self.depth >= DEEPEST || self.ran > MOST_REPEATED {
            return;
        }
        if self.repeating > 0 {
            self.ran += inner.len() / 256;
        }
        self.depth += 1;
        let outer = std::mem::replace(&mut self.out, Out::wanted());
        let mark = self.variables.mark();
        let before = self.number;
        self.run(inner, Layer::Inside);
        self.variables.take_back(mark);
        let printed = std::mem::replace(&mut self.out, outer);
        if let Some(text) = printed.known() {
            let length = text.as_written().trim_end_matches('\n').len();
            self.outputs.insert(inner.start, text.slice(0..length));
        }
        if self.number > before {
            self.within.insert(inner.start, (inner.end, self.number));
        }
        self.depth -= 1;
    }

    /// `NAME=value`.
    pub(super) fn set(&mut self, word: &Word) {
        let text = self.source.text();
        let Some((name, start)) = word.assignment(text) else { return };
        let value = word.behind(start);
        let expansion = self.expansion();
        if let Some(listed) = expansion.list(&value) {
            return self.list_set(name, listed);
        }
        let new = expansion.text(&value);
        let (name, longer) = name.strip_suffix('+').map_or((name, false), |name| (name, true));
        let setting =
            if longer { self.longer(name, &new) } else { self.setting(name, &value, &new) };
        self.variables.insert(name, setting);
    }

    fn setting(&self, name: &str, value: &Word, new: &Text) -> Setting {
        let of = echoes::answer(value, self.source.text(), &self.known_answers());
        let whole = matches!(new.holes(), [hole] if hole.range == (0..new.len()));
        match of {
            Some(of) if whole => Setting::Answer(of),
            None if whole => Setting::Unknown,
            // A list, or something else that is not understood.
            _ if matches!(value.parts.as_slice(), [part] if matches!(part.kind, PartKind::Dynamic))
                && !new.holes().is_empty() =>
            {
                Setting::Unknown
            }
            of => Setting::To(renamed(new, name), of),
        }
    }

    /// `NAME+=value`, which dash does not know.
    fn longer(&self, name: &str, new: &Text) -> Setting {
        match self.variables.get(name) {
            Some(Setting::To(old, of)) if matches!(self.dialect, Dialect::Bash | Dialect::Zsh) => {
                let mut longer = old.clone();
                longer.append(&renamed(new, name));
                Setting::To(longer, of.filter(|_| new.holes().is_empty()))
            }
            _ => Setting::Unknown,
        }
    }

    /// `NAME=(…)` and `NAME+=(…)`.
    fn list_set(&mut self, name: &str, listed: Vec<Text>) {
        let Some(name) = name.strip_suffix('+') else {
            return self.variables.insert(name, Setting::Words(listed));
        };
        let longer = match self.variables.get(name) {
            Some(Setting::Words(old)) => Setting::Words([old.as_slice(), &listed].concat()),
            Some(Setting::To(old, None)) => {
                Setting::Words([std::slice::from_ref(old), &listed].concat())
            }
            Some(Setting::Unset) => Setting::Words(listed),
            Some(Setting::To(..) | Setting::Answer(_) | Setting::Unknown) | None => {
                Setting::Unknown
            }
        };
        self.variables.insert(name, longer);
    }

    pub(super) const fn known_answers(&self) -> echoes::Answers<'_> {
        echoes::Answers { variables: &self.variables, within: &self.within }
    }
}

/// From the word `curl` to the last word or redirection, with its here-document.
pub(super) fn span_of(simple: &Simple, first: Span) -> Span {
    let words = simple.words.iter().map(|word| word.span.end);
    let redirects = simple.redirects.iter().flat_map(|r| [r.span.end, r.target.span.end]);
    let end = words.chain(redirects).max().unwrap_or(first.end);
    Span::new(first.start, end.max(first.end))
}

/// The commands inside `$(…)` and backticks, also those in lists and defaults.
pub(super) fn nested(word: &Word, text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let plain = |kind: &PartKind| matches!(kind, PartKind::Verbatim | PartKind::Decoded(_));
    if word.parts.iter().all(|part| plain(&part.kind)) {
        return found;
    }
    let mut waiting = vec![(word.clone(), 0)];
    while let Some((word, depth)) = waiting.pop() {
        for part in &word.parts {
            let written = text.get(part.span.start..part.span.end).unwrap_or_default();
            if depth > 3 || !written.contains(['(', '`']) {
                continue;
            }
            match &part.kind {
                PartKind::Substitution(inner) => found.push(*inner),
                PartKind::Variable(_, modifier) => {
                    waiting.push((operand(text, *modifier, part.quoting), depth + 1));
                }
                PartKind::Dynamic => {
                    let only = Word { span: part.span, parts: vec![part.clone()] };
                    let words = listed_words(&only, text).unwrap_or_default();
                    waiting.extend(words.into_iter().map(|word| (word, depth + 1)));
                }
                PartKind::Verbatim | PartKind::Decoded(_) => {}
            }
        }
    }
    found.sort_by_key(|span| span.start);
    found
}

/// Does this text name a variable and nothing else?
pub(super) fn names(text: &Text) -> Option<&str> {
    text.known().known().filter(|name| is_name(name))
}
