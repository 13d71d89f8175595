//! Commands of the Windows console that call curl.

use std::sync::Arc;

use crate::exchange::{Exchange, Format};
use crate::input::shell::Argument;
use crate::input::{Item, Options, answer, curl};
use crate::source::{Problem, Source, Span, Text};
use crate::truth::{Fact, Why};

pub(in crate::input) mod argv;
pub(in crate::input) mod lexer;
#[cfg(test)]
mod tests;

use argv::Argv;
use lexer::{End, Letter, Lexer, Manner, Sink, Variables};

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(name: &str, text: &str) -> bool {
    if !contains_curl(text) {
        return false;
    }
    let mut calls = text.lines().filter(|line| calls_curl(line)).peekable();
    let by_name = is_batch_name(name) && calls.peek().is_some();
    let caret = |line: &str| line.trim_end().ends_with(" ^") || line.contains("^\"");
    by_name || calls.any(|line| caret(line) || prompt_length(line) > 0)
}

/// Reads all requests of the text.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let text = source.text();
    let lower = |word: &str| contains_ignoring_case(text, word);
    let batch = is_batch_name(source.name()) || lower("@echo off") || lower("setlocal");
    let lexer = Lexer {
        text,
        at: 0,
        manner: if batch { Manner::Batch } else { Manner::Typed },
        delayed: lower("enabledelayedexpansion"),
        depth: 0,
        variables: Variables::default(),
    };
    let mut console =
        Console { source, options, visit, lexer, last: None, number: 0, found: false, doubt: None };
    console.run();
    console.flush();
    if !console.found {
        let message = "no curl command found: give a command of cmd.exe that calls curl";
        visit(Item::Problem(Problem::lost(Some(source.place(0)), message)));
    }
}

struct Console<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    visit: &'a mut dyn FnMut(Item),
    lexer: Lexer<'a>,
    /// The last exchange, until we know whether an answer stands below it.
    last: Option<Exchange>,
    number: usize,
    found: bool,
    /// Why the next command may not run.
    doubt: Option<Doubt>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Doubt;

impl Console<'_> {
    fn run(&mut self) {
        let mut line_start = true;
        while !self.lexer.rest().is_empty() {
            if line_start && self.step_over() {
                continue;
            }
            line_start = self.command() == End::Line;
        }
    }

    /// Steps over what is no command at the start of a line: prompts, comments, labels, answers.
    fn step_over(&mut self) -> bool {
        self.lexer.at += prompt_length(line_of(self.lexer.rest()));
        let at = self.lexer.at;
        let rest = self.lexer.rest();
        if let Some(length) = answer::length_at(rest).filter(|_| self.last.is_some()) {
            self.answer(Span::new(at, at + length));
            self.lexer.at += length.max(1);
            return true;
        }
        if rest.trim_start_matches([' ', '\t', '@']).starts_with(':') {
            self.lexer.skip_line();
            return true;
        }
        false
    }

    /// Reads one command, and does what it says as far as that concerns us.
    fn command(&mut self) -> End {
        let rest = self.lexer.rest();
        let body = rest.trim_start_matches([' ', '\t', '@', ',', ';', '=']);
        self.lexer.at += rest.len() - body.len();
        if body.starts_with('(') {
            self.lexer.at += 1;
            self.lexer.depth += 1;
            return End::Next;
        }
        let word = first_word(body).to_ascii_lowercase();
        let doubted = self.doubt.take().is_some() || self.lexer.depth > 0;
        let end = match word.as_str() {
            "rem" => {
                self.lexer.skip_line();
                End::Line
            }
            "set" => self.set(doubted),
            _ => self.call(&word),
        };
        self.doubt = (end == End::Or).then_some(Doubt);
        end
    }

    /// `set NAME=value`, `set "NAME=value"`. What may not run leaves the value open.
    fn set(&mut self, doubted: bool) -> End {
        self.lexer.at += "set".len();
        let mut raw = Raw::default();
        let (_, end) = self.lexer.command(&mut raw);
        let written = raw.written.trim_start();
        let words = written.trim_end();
        let counted =
            words.get(..2).is_some_and(|o| ["/a", "/p"].iter().any(|k| k.eq_ignore_ascii_case(o)));
        let assignment = match written.strip_prefix('"') {
            Some(quoted) => quoted.rfind('"').map_or(quoted, |end| &quoted[..end]),
            None => written,
        };
        let Some((name, value)) = assignment.split_once('=') else { return end };
        let name = if counted { name[2..].trim_matches([' ', '"']) } else { name };
        let known = !raw.open && !doubted && !counted;
        self.lexer.variables.set(name, known.then(|| value.to_owned()));
        end
    }

    /// Any other command.
    fn call(&mut self, word: &str) -> End {
        let mut argv = Argv::default();
        let start = self.lexer.at;
        let (last, end) = self.lexer.command(&mut argv);
        if contains_curl(self.lexer.text.get(start..last).unwrap_or_default()) {
            let arguments = argv.finish();
            if let Some(at) = curl_word(&arguments, word) {
                self.curl(&within_for(&arguments[at..]), last);
            }
        }
        // `for … do (` and `if … (` open a group, whose end is one of a command.
        if ["for", "if", "else", ")"].contains(&word) {
            let opened = self.lexer.text.get(start..last).unwrap_or_default();
            self.lexer.depth += usize::from(opened.ends_with('('));
        }
        end
    }

    fn curl(&mut self, words: &[Text], last: usize) {
        self.found = true;
        let Some((first, rest)) = words.split_first() else { return };
        let arguments: Vec<Argument> =
            rest.iter().map(|text| Argument { text: text.clone() }).collect();
        let span = Span::new(first.span().start, last.max(first.span().end));
        let context = curl::Context {
            files: self.options.files,
            stdin: None,
            name: first.span(),
            hidden: None,
        };
        let (commands, more) = curl::requests(&arguments, context);
        self.flush();
        if more {
            let place = self.source.place(span.start);
            let message = "this command has more addresses than are read; split it";
            (self.visit)(Item::Problem(Problem::lost(Some(place), message)));
        }
        for command in commands {
            self.flush();
            self.number += 1;
            let mut accidents = command.accidents;
            accidents.sort_by_key(|accident| (accident.span.start, accident.kind));
            accidents.dedup();
            self.last = Some(Exchange {
                number: self.number,
                source: Arc::clone(self.source),
                span,
                format: Format::Cmd,
                origin: self.options.origin,
                sent: command.sent,
                started: Fact::Unknown(Why::NotRecorded),
                answered: Fact::Unknown(Why::NotRecorded),
                request: command.request,
                response: Fact::Unknown(Why::NotRecorded),
                accidents,
                echoes: Vec::new(),
                pointer: None,
            });
        }
    }

    fn answer(&mut self, span: Span) {
        if let Some(exchange) = &mut self.last
            && exchange.response.is_unknown()
        {
            exchange.response = Fact::Known(answer::read(self.source.text(), span));
        }
    }

    fn flush(&mut self) {
        if let Some(exchange) = self.last.take() {
            (self.visit)(Item::Exchange(Box::new(exchange)));
        }
    }
}

/// The words of `set`, which parts nothing.
#[derive(Default)]
struct Raw {
    written: String,
    /// A variable in it has no value that we know.
    open: bool,
}

impl Sink for Raw {
    fn letter(&mut self, letter: Letter) {
        self.written.push(letter.sign);
    }

    fn hole(&mut self, written: &str, _span: Span, _name: &str) {
        self.written.push_str(written);
        self.open = true;
    }
}

/// Where the word `curl` stands: first, or behind a word that runs another command.
fn curl_word(arguments: &[Text], first: &str) -> Option<usize> {
    let runs = ["if", "for", "call", "start", "else", "do", ")"].contains(&first);
    let most = if runs { arguments.len() } else { 1 };
    arguments.iter().take(most).position(|argument| {
        let name = argument.as_written().trim_start_matches(['@', '(', '\'', '`']);
        let name = name.rsplit(['\\', '/']).next().unwrap_or_default();
        ["curl", "curl.exe"].iter().any(|curl| curl.eq_ignore_ascii_case(name))
    })
}

/// `for … in ('curl …') do`: the command ends at a pipe or with its quote.
fn within_for(arguments: &[Text]) -> Vec<Text> {
    let quoted = arguments.first().is_some_and(|first| first.as_written().starts_with("('"));
    if !quoted {
        return arguments.to_vec();
    }
    let mut words = Vec::new();
    for argument in arguments {
        let written = argument.as_written();
        match written.strip_suffix("')") {
            _ if written == "|" => break,
            Some(inner) => {
                words.extend((!inner.is_empty()).then(|| argument.slice(0..inner.len())));
                break;
            }
            None => words.push(argument.clone()),
        }
    }
    words
}

fn first_word(body: &str) -> &str {
    let end = body.bytes().take(16).position(|b| !b.is_ascii_alphanumeric() && b != b')');
    body.get(..end.unwrap_or(body.len().min(16))).unwrap_or_default()
}

fn line_of(rest: &str) -> &str {
    &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())]
}

/// `C:\Users\me>`.
fn prompt_length(line: &str) -> usize {
    const LONGEST: usize = 260;
    let bytes = line.as_bytes();
    let drive = bytes.first().is_some_and(u8::is_ascii_alphabetic) && line[1..].starts_with(":\\");
    if !drive {
        return 0;
    }
    let sign = memchr::memchr3(b'>', b'"', b'|', &bytes[..bytes.len().min(LONGEST)]);
    sign.filter(|at| bytes[*at] == b'>').map_or(0, |at| at + 1)
}

/// A line whose first word is curl, behind a prompt or none.
fn calls_curl(line: &str) -> bool {
    let line = line.trim_start();
    let line = line[prompt_length(line)..].trim_start_matches([' ', '\t', '@']);
    let name = line.split([' ', '\t']).next().unwrap_or_default();
    let runs = ["if", "for", "call", "start"].iter().any(|word| word.eq_ignore_ascii_case(name));
    let name = name.rsplit(['\\', '/']).next().unwrap_or_default().trim_end_matches('"');
    runs && contains_curl(line) || ["curl", "curl.exe"].iter().any(|c| c.eq_ignore_ascii_case(name))
}

fn is_batch_name(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["bat", "cmd"].iter().any(|known| known.eq_ignore_ascii_case(extension))
}

fn contains_curl(text: &str) -> bool {
    contains_ignoring_case(text, "curl")
}

/// Whether an ASCII word in small letters stands in the text, in any case.
fn contains_ignoring_case(text: &str, word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return true };
    let bytes = text.as_bytes();
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes).any(|at| {
        bytes
            .get(at..at + word.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    })
}
