//! A script, command after command: assignments are remembered, curl commands become exchanges.

use std::sync::Arc;

use super::accidents;
use super::blocks::{Blocks, Keyword};
use super::calls::{self, Call};
use super::echoes;
use super::expand::{Expansion, Setting, Variables};
use super::lexer::{Layer, Lexed, Operator, Redirect, Token, lex};
use super::pipes;
use super::word::{PartKind, Word};
use crate::exchange::{Exchange, Format, Kept, Sent};
use crate::input::tools;
use crate::input::{Item, Options, answer};
use crate::source::{Problem, Source, Span, Text};
use crate::truth::{Fact, Why};

/// No script runs more commands than this: loops in loops in loops have an end.
const MOST_COMMANDS: usize = 5_000;
/// Of a text full of accidents no more bytes than these are read as they were meant.
const MOST_READ_AGAIN: usize = 8 << 20;
/// How deep substitutions are read inside substitutions.
const DEEPEST: usize = 8;

pub(super) struct Script<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    visit: &'a mut dyn FnMut(Item),
    variables: Variables,
    /// The exchanges of the last command, until we know whether an answer stands below it.
    last: Vec<Exchange>,
    dialect: accidents::Dialect,
    /// Where the part of the text ends that is being read.
    end: usize,
    /// Commands with an open quote that were read as they were meant.
    closed: Vec<Span>,
    /// How many bytes may still be read again, as they were meant.
    budget: usize,
    number: usize,
    ran: usize,
    depth: usize,
    found: bool,
    /// The exchanges inside `$(…)`: where they stand, and their numbers.
    within: Vec<(Span, usize)>,
}

/// One command with its redirections.
#[derive(Clone, Default)]
pub(super) struct Simple {
    pub(super) words: Vec<Word>,
    pub(super) redirects: Vec<Redirect>,
    /// What is piped into it, where that is known.
    pub(super) stdin: Option<Text>,
    /// What ended it.
    pub(super) end: Option<(Operator, Span)>,
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
            variables: Variables::new(),
            last: Vec::new(),
            dialect: accidents::Dialect::of(source),
            end: 0,
            closed: Vec::new(),
            budget: MOST_READ_AGAIN,
            number: 0,
            ran: 0,
            depth: 0,
            found: false,
            within: Vec::new(),
        }
    }

    /// A variable that is set before the script runs.
    pub(super) fn preset(&mut self, name: &str, value: Option<String>) {
        self.variables.insert(name.to_owned(), Setting::of(value));
    }

    /// Hands out the last exchange; was there any curl command?
    pub(super) fn finish(mut self) -> bool {
        self.flush();
        self.found
    }

    fn flush(&mut self) {
        for exchange in self.last.drain(..) {
            (self.visit)(Item::Exchange(Box::new(exchange)));
        }
    }

    /// Runs the commands inside `range`.
    pub(super) fn run(&mut self, range: Span, layer: Layer) {
        let lexed = lex(self.source.text(), range, layer);
        let outer = std::mem::replace(&mut self.end, range.end);
        let mut blocks = Blocks::default();
        let mut simple = Simple::default();
        let mut at = 0;
        while let Some(token) = lexed.tokens.get(at) {
            at += 1;
            match token {
                Token::Word(word) => match self.keyword(word, &simple, (&mut blocks, at)) {
                    Keyword::No => simple.words.push(word.clone()),
                    Keyword::Taken => {}
                    Keyword::GoTo(_) if self.ran > MOST_COMMANDS => {}
                    Keyword::GoTo(start) => at = start,
                },
                Token::Redirect(redirect) => simple.redirects.push(redirect.clone()),
                Token::Answer(span) => {
                    self.end(&mut simple, &mut blocks, &lexed);
                    self.answer(*span);
                }
                Token::Newline => {
                    self.end(&mut simple, &mut blocks, &lexed);
                    blocks.alternative = false;
                }
                Token::Operator(operator, span) => {
                    simple.end = Some((*operator, *span));
                    blocks.before(*operator, &simple);
                    self.end(&mut simple, &mut blocks, &lexed);
                    blocks.after(*operator, &mut self.variables);
                }
            }
        }
        self.end(&mut simple, &mut blocks, &lexed);
        self.end = outer;
        if layer == Layer::Script {
            self.tell(&lexed.open);
        }
    }

    /// Quotes that are open in no command that could be read as it was meant.
    fn tell(&mut self, open: &[Span]) {
        let closed = std::mem::take(&mut self.closed);
        for quote in open.iter().filter(|quote| closed.iter().all(|span| !span.contains(**quote))) {
            let place = Some(self.source.place(quote.start));
            let message = "a quote or bracket is opened here and never closed";
            (self.visit)(Item::Problem(Problem::lost(place, message)));
        }
    }

    fn keyword(
        &mut self,
        word: &Word,
        simple: &Simple,
        (blocks, at): (&mut Blocks, usize),
    ) -> Keyword {
        match word.bare(self.source.text()) {
            Some(bare) if simple.words.is_empty() => blocks.keyword(bare, at, &mut self.variables),
            Some(_) | None => Keyword::No,
        }
    }

    /// A command is complete: runs it, and leaves what it pipes on to the next one.
    fn end(&mut self, simple: &mut Simple, blocks: &mut Blocks, lexed: &Lexed) {
        let mut done = std::mem::take(simple);
        if done.words.is_empty() && done.redirects.is_empty() {
            return;
        }
        self.ran += 1;
        for inner in done.words.iter().flat_map(Word::substitutions) {
            self.inside(inner);
        }
        let text = self.source.text();
        let expansion = Expansion { source: text, variables: &self.variables };
        blocks.head(&mut done, &expansion);
        blocks.assign(&done, text);
        let stdin = pipes::stdin(&done, &expansion, self.options.files);
        if done.end.is_some_and(|(operator, _)| operator == Operator::Pipe) {
            simple.stdin = pipes::output(&done, &expansion, stdin.as_ref());
        }
        done.stdin = stdin;
        let name = self.remember(&done);
        if blocks.alternative {
            self.forget(&done);
        }
        if let Some(name) = name {
            self.curl(&done, name, lexed);
        }
    }

    /// Commands inside `$(…)` run before the command around them, with variables of their own.
    fn inside(&mut self, inner: Span) {
        if self.depth >= DEEPEST || !may_call(self.source.slice(inner)) {
            return;
        }
        self.depth += 1;
        let outer = self.variables.clone();
        self.run(inner, Layer::Inside);
        self.variables = outer;
        self.depth -= 1;
    }

    /// Takes note of what a command sets; the place of the word `curl`, if it calls curl.
    fn remember(&mut self, simple: &Simple) -> Option<usize> {
        let text = self.source.text();
        let is_assignment = |word: &&Word| word.assignment(text).is_some();
        let before = simple.words.iter().take_while(is_assignment).count();
        let Some(first) = simple.words.get(before) else {
            simple.words.iter().for_each(|word| self.set(word));
            return None;
        };
        let name = first.bare(text).unwrap_or_default();
        match name {
            "export" | "local" | "declare" | "readonly" | "typeset" => {
                simple.words[before + 1..].iter().filter(is_assignment).for_each(|w| self.set(w));
            }
            "read" | "unset" | "getopts" | "mapfile" | "readarray" => {
                for word in simple.words[before + 1..].iter().filter_map(|word| word.bare(text)) {
                    self.variables.remove(word);
                }
            }
            _ => {}
        }
        curl_word(&simple.words[before..], text).map(|at| before + at)
    }

    /// What is set behind `||` may not have been set.
    fn forget(&mut self, simple: &Simple) {
        for word in &simple.words {
            if let Some((name, _)) = word.assignment(self.source.text()) {
                self.variables.insert(name.trim_end_matches('+').to_owned(), Setting::Unknown);
            }
        }
    }

    fn set(&mut self, word: &Word) {
        let text = self.source.text();
        let Some((name, start)) = word.assignment(text) else { return };
        let expansion = Expansion { source: text, variables: &self.variables };
        if let Some(listed) = expansion.list(&word.behind(start)) {
            return self.list(name, listed);
        }
        let value = expansion.text(&word.behind(start));
        let known = value.known().known().map(str::to_owned);
        // A bare `~` would be a folder.
        let known = known.filter(|value| !value.starts_with('~'));
        if let Some(name) = name.strip_suffix('+') {
            let old = self.variables.get(name).and_then(Setting::known);
            let longer = old.zip(known).map(|(old, new)| old.to_owned() + &new);
            self.variables.insert(name.to_owned(), Setting::of(longer));
        } else {
            let answer = || echoes::answer(&word.behind(start), text, &self.known_answers());
            let setting = known.map(Setting::To).or_else(|| answer().map(Setting::Answer));
            self.variables.insert(name.to_owned(), setting.unwrap_or(Setting::Unknown));
        }
    }

    /// `NAME=(…)` and `NAME+=(…)`.
    fn list(&mut self, name: &str, listed: Vec<Text>) {
        let Some(name) = name.strip_suffix('+') else {
            self.variables.insert(name.to_owned(), Setting::Words(listed));
            return;
        };
        let longer = match self.variables.get(name) {
            Some(Setting::Words(old)) => Setting::Words([old.as_slice(), &listed].concat()),
            Some(Setting::To(_) | Setting::Answer(_) | Setting::Unknown) | None => Setting::Unknown,
        };
        self.variables.insert(name.to_owned(), longer);
    }

    const fn known_answers(&self) -> echoes::Answers<'_> {
        echoes::Answers { variables: &self.variables, within: self.within.as_slice() }
    }

    /// A curl command becomes one exchange for each request it sends.
    fn curl(&mut self, simple: &Simple, name: usize, lexed: &Lexed) {
        self.found = true;
        let Some((first, rest)) = simple.words.get(name..).and_then(<[Word]>::split_first) else {
            return;
        };
        let text = self.source.text();
        let span = span_of(simple, first.span);
        let open = lexed.open.iter().any(|quote| span.contains(*quote));
        let call = Call {
            source: self.source,
            files: self.options.files,
            variables: &self.variables,
            simple,
            name,
            end: self.end,
            layer: if self.depth > 0 { Layer::Inside } else { Layer::Script },
            dialect: self.dialect,
            open,
        };
        let calls = calls::read(call, &mut self.budget);
        let stopped = self.dialect.stops(text, rest);
        if open && calls.mended {
            self.closed.push(span);
        }
        if let Some(why) = calls.unread {
            let place = self.source.place(span.start);
            (self.visit)(Item::Problem(Problem::skipped(Some(place), why)));
        }
        if calls.more {
            let place = self.source.place(span.start);
            let message = "this command has more addresses than are read; split it";
            (self.visit)(Item::Problem(Problem::lost(Some(place), message)));
        }
        self.flush();
        for mut command in calls.commands {
            let sent = match &stopped {
                Some(why) => Sent::No((*why).to_owned()),
                None if open => Sent::No("shell: a quote is never closed".to_owned()),
                None => command.sent,
            };
            self.number += 1;
            if self.depth > 0 {
                self.within.push((span, self.number));
            }
            if accidents::goes_on_as_in_windows(simple, text) {
                command.request.kept = Kept::Some(Why::Truncated);
            }
            let echoes = echoes::of(&command.request, &self.known_answers());
            self.last.push(Exchange {
                number: self.number,
                source: Arc::clone(self.source),
                span: calls.span,
                format: Format::Shell,
                origin: self.options.origin,
                sent,
                started: Fact::Unknown(Why::NotRecorded),
                answered: Fact::Unknown(Why::NotRecorded),
                request: command.request,
                response: Fact::Unknown(Why::NotRecorded),
                accidents: command.accidents,
                echoes,
                pointer: None,
            });
        }
    }

    /// What came back belongs to the command above; the rest of a missing backslash does too.
    fn answer(&mut self, span: Span) {
        // Words that were taken for addresses of their own have no answer that anybody would paste.
        let meant = self.last.iter().position(|exchange| !exchange.accidents.is_empty());
        let place = meant.or_else(|| self.last.len().checked_sub(1));
        if let Some(exchange) = place.and_then(|at| self.last.get_mut(at))
            && exchange.response.is_unknown()
        {
            exchange.response = Fact::Known(answer::read(self.source.text(), span));
        }
    }
}

/// From the word `curl` to the last word or redirection, with its here-document.
pub(super) fn span_of(simple: &Simple, first: Span) -> Span {
    let words = simple.words.iter().map(|word| word.span);
    let redirects = simple.redirects.iter().flat_map(|r| [r.span, r.target.span]);
    let end = words.chain(redirects).map(|span| span.end).max().unwrap_or(first.end);
    Span::new(first.start, end.max(first.end))
}

/// Where the word `curl` stands, behind `sudo`, `time`, `env A=b` and the like.
fn curl_word(words: &[Word], text: &str) -> Option<usize> {
    let is_curl = |word: &Word| {
        let name = word.literal(text).unwrap_or_default();
        tools::named(&name).is_some()
    };
    let first = words.first()?;
    if is_curl(first) {
        return Some(0);
    }
    let prefix = first.bare(text)?;
    if !PREFIXES.contains(&prefix) {
        return None;
    }
    let at = words.iter().take(8).position(is_curl)?;
    let between = &words[1..at];
    // What stands between is options, assignments, more prefixes and a number or two.
    let plain = between.iter().all(|word| {
        word.parts
            .iter()
            .all(|part| matches!(part.kind, PartKind::Verbatim | PartKind::Variable(..)))
    });
    plain.then_some(at)
}

/// May a substitution send a request?
fn may_call(inner: &str) -> bool {
    ["curl", "wget", "http", "xh"].iter().any(|name| inner.contains(name))
}

const PREFIXES: &[&str] = &[
    "sudo", "time", "env", "command", "exec", "nohup", "doas", "timeout", "nice", "!", "builtin",
    "watch", "stdbuf",
];
