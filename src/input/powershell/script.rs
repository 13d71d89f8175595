//! A script of PowerShell, statement after statement.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::request;
use super::scan::{self, Stop};
use super::session::{self, Session};
use super::value::{Reader, bare_name};
use super::{echoes, native};
use crate::exchange::{Exchange, Format, Request, Sent};
use crate::input::literal::Value;
use crate::input::{Item, Options, answer, curl};
use crate::source::{Problem, Source, Span, Text};
use crate::truth::{Fact, Why};

pub(super) struct Script<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    visit: &'a mut dyn FnMut(Item),
    reader: Reader<'a>,
    /// The last exchange, until we know whether an answer stands below it.
    last: Option<Exchange>,
    number: usize,
    sessions: BTreeMap<String, Session>,
    /// Which variables hold the answer to which exchange, or a part of it.
    answers: BTreeMap<String, usize>,
    /// A variable that takes what the commands up to here give.
    pending: Option<Pending>,
    /// What is piped into the next command.
    piped: Option<Value>,
    /// How many braces are open.
    braces: usize,
    /// How many bytes have been read a second time.
    again: usize,
    /// A statement may begin here.
    fresh: bool,
}

struct Pending {
    name: String,
    end: usize,
    /// The exchanges before it.
    number: usize,
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
            reader: Reader::new(source.text()),
            last: None,
            number: 0,
            sessions: BTreeMap::new(),
            answers: BTreeMap::new(),
            pending: None,
            piped: None,
            braces: 0,
            again: 0,
            fresh: true,
        }
    }

    /// Reads everything; how many requests there were.
    pub(super) fn run(mut self) -> usize {
        self.step_over();
        loop {
            self.reader.skip_blanks();
            self.settle();
            let Some(letter) = self.reader.rest().chars().next() else { break };
            if self.fresh && !";{}()&|\n".contains(letter) {
                self.fresh = false;
                self.statement(letter);
                continue;
            }
            self.sign(letter);
        }
        self.settle();
        self.flush();
        self.number
    }

    /// A sign between statements, or a token within one that is not ours.
    fn sign(&mut self, letter: char) {
        match letter {
            '\n' => {
                self.reader.at += 1;
                self.step_over();
            }
            '{' => self.braces += 1,
            '}' => self.braces = self.braces.saturating_sub(1),
            ';' | '(' | ')' | '&' | '|' => {}
            _ => {
                self.reader.at = scan::token_end(self.source.text(), self.reader.at);
                return;
            }
        }
        self.reader.at += usize::from(letter != '\n');
        self.fresh = true;
        self.piped = None;
    }

    /// Steps over a prompt and an answer at the start of a line.
    fn step_over(&mut self) {
        let rest = self.reader.rest();
        let at = self.reader.at;
        if let Some(length) = answer::length_at(rest).filter(|_| self.last.is_some()) {
            let span = Span::new(at, at + length);
            if let Some(exchange) = &mut self.last
                && exchange.response.is_unknown()
            {
                exchange.response = Fact::Known(answer::read(self.source.text(), span));
            }
            self.reader.at += length;
            return;
        }
        self.reader.at += super::prompt_length(&rest[..scan::line_length(rest)]);
    }

    fn settle(&mut self) {
        let done = |pending: &Pending| self.reader.at >= pending.end;
        if self.pending.as_ref().is_some_and(done)
            && let Some(pending) = self.pending.take()
            && self.number > pending.number
        {
            self.answers.insert(pending.name, self.number);
        }
    }

    fn statement(&mut self, letter: char) {
        let start = self.reader.at;
        match letter {
            '$' if !self.reader.rest().starts_with("$(") => self.variable(start),
            '[' => {
                // `[string]$x = …`.
                let rest = self.reader.rest();
                let end = rest.bytes().take(128).position(|byte| byte == b']');
                self.reader.at += end.map_or(1, |end| end + 1);
                self.fresh = self.reader.rest().starts_with('$');
            }
            letter if letter.is_ascii_alphabetic() || "\\./".contains(letter) => {
                self.command(start);
            }
            _ => self.expression(start),
        }
    }

    /// An expression on its own: it may be piped into a command, or be the name of one.
    fn expression(&mut self, start: usize) {
        match self.reader.term() {
            Some(value) if self.reader.take_here("|") => {
                self.reader.skip_lines();
                self.piped = Some(value);
                self.fresh = true;
            }
            Some(Value::Text(name)) if is_curl(name.as_written()) => self.native(start),
            Some(_) | None => {
                self.reader.at = scan::token_end(self.source.text(), start);
            }
        }
    }

    fn variable(&mut self, start: usize) {
        let Some(name) = self.reader.variable_name() else {
            self.reader.at = start + 1;
            return;
        };
        let name = bare_name(&name).to_owned();
        if let Some(mut session) = self.sessions.remove(&name) {
            session.fill(&mut self.reader);
            self.sessions.insert(name.clone(), session);
        }
        let rest = self.reader.rest();
        let behind = rest.trim_start_matches([' ', '\t']);
        if behind.starts_with('=') && !behind.starts_with("==") {
            self.reader.take_here("=");
            return self.assignment(name);
        }
        if behind.get(1..).is_some_and(|more| more.starts_with('='))
            && behind.starts_with(['+', '-', '*'])
        {
            self.reader.names.remove(&name);
        } else if rest.starts_with(['.', '[']) {
            self.member(&name);
        } else if behind.starts_with('|') {
            self.reader.at = start;
            self.expression(start);
        }
    }

    /// `$table.name = …`, `$table["name"] = …`, `$table.Add("name", …)`.
    fn member(&mut self, name: &str) {
        let Some(Value::Table(mut table)) = self.reader.names.get(name).cloned() else { return };
        let start = self.reader.at;
        let bracket = self.reader.take_here("[");
        self.reader.at += usize::from(!bracket);
        self.reader.skip_blanks();
        let key = self.reader.key();
        let closed = !bracket || self.reader.take_here("]");
        let added = key.as_ref().is_some_and(|key| key.as_written().eq_ignore_ascii_case("add"));
        if added && !bracket && self.reader.take_here("(") {
            match self.reader.arguments().as_deref() {
                Some([Value::Text(key), value]) => table.put(key.clone(), value.clone()),
                Some(_) | None => table.open = true,
            }
        } else if closed && self.reader.take_here("=") {
            let at = self.reader.at;
            let value = self.reader.statement();
            match key {
                Some(key) => table.put(key, value),
                None => table.open = true,
            }
            self.reader.at = self.reader.at.max(at);
        } else {
            // It is looked at, or something is done to it that we do not follow.
            table.open |= key.is_some_and(|key| {
                ["remove", "clear"].iter().any(|done| done.eq_ignore_ascii_case(key.as_written()))
            });
            self.reader.at = start + 1;
        }
        self.reader.names.insert(name.to_owned(), Value::Table(table));
    }

    /// `$name = …`. What is no literal is read again as what it is: a command may stand in it.
    fn assignment(&mut self, name: String) {
        self.reader.skip_lines();
        let start = self.reader.at;
        let old = self.reader.names.remove(&name);
        self.answers.remove(&name);
        self.sessions.remove(&name);
        if session::is_new(&mut self.reader) {
            self.sessions.insert(name, Session::default());
            return;
        }
        let value = self.reader.statement();
        let Value::Open(open) = &value else {
            let other = old.is_some_and(|old| !same(&old, &value));
            if self.braces == 0 || !other {
                self.reader.names.insert(name, value);
            }
            return;
        };
        let written = open.as_written();
        let path = written.starts_with('$') && !written.starts_with("$(");
        if let Some(of) = echoes::answer(written, &self.answers).filter(|_| path) {
            self.answers.insert(name, of);
            return;
        }
        let end = self.reader.at;
        if self.again <= self.source.text().len().saturating_add(1 << 16) {
            self.again += end - start;
            self.reader.at = start;
            self.fresh = true;
            self.pending = Some(Pending { name, end, number: self.number });
        }
    }

    fn command(&mut self, start: usize) {
        let name = self.reader.word().to_ascii_lowercase();
        let end = self.reader.at;
        let name = name.rsplit(['\\', '/']).next().unwrap_or_default();
        match name {
            "invoke-webrequest" | "invoke-restmethod" | "iwr" | "irm" => self.web(start),
            "curl" | "wget" if self.has_parameters() => self.web(start),
            "curl" | "curl.exe" => self.native(start),
            "convertto-json" => {
                let piped = self.piped.take();
                let json = self.reader.json(piped);
                if self.reader.take_here("|") {
                    self.reader.skip_lines();
                    self.piped = json.or_else(|| Some(Value::open("…", Span::new(start, end), "")));
                    self.fresh = true;
                }
            }
            _ => self.reader.at = end.max(start + 1),
        }
    }

    /// `curl` with the parameters of `Invoke-WebRequest` is its other name.
    fn has_parameters(&self) -> bool {
        const LONGEST: usize = 4096;
        let rest = self.reader.rest();
        let near = (rest.len().min(LONGEST)..=rest.len()).find_map(|end| rest.get(..end));
        let near = near.unwrap_or_default();
        let end = scan::expression_end(near, 0, Stop::Statement);
        let words = near.get(..end).unwrap_or_default().split_whitespace();
        words.filter_map(|word| word.strip_prefix('-')).any(|word| {
            let name = word.split(':').next().unwrap_or_default();
            // `-sSL` is curl's.
            let known = name.len() > 2 && !name.eq_ignore_ascii_case("ssl");
            known && request::parameter(name).is_some()
        })
    }

    /// `Invoke-WebRequest` and its like.
    fn web(&mut self, start: usize) {
        let name = Span::new(start, self.reader.at);
        let (mut parameters, end) = super::parameters::read(&mut self.reader);
        if let Some(piped) = self.piped.take()
            && parameters.given.get("Body").is_none()
        {
            parameters.given.put(Text::decoded("Body", piped.span()), piped);
        }
        let session = parameters.given.get("WebSession").and_then(Value::text);
        let session = session.and_then(|text| text.as_written().strip_prefix('$'));
        parameters.session =
            session.and_then(|name| self.sessions.get(&name.to_ascii_lowercase()).cloned());
        if let Some(request) = parameters.request(name, self.options.files) {
            self.flush();
            self.push(request, Span::new(start, end));
        }
    }

    /// curl itself.
    fn native(&mut self, start: usize) {
        let name = Span::new(start, self.reader.at);
        let (arguments, end) = native::arguments(&mut self.reader);
        let context = curl::Context { files: self.options.files, stdin: None, name, hidden: None };
        let (commands, more) = curl::requests(&arguments, context);
        self.flush();
        if more {
            let place = self.source.place(start);
            let message = "this command has more addresses than are read; split it";
            (self.visit)(Item::Problem(Problem::lost(Some(place), message)));
        }
        for command in commands {
            self.flush();
            self.push((command.request, command.sent), Span::new(start, end));
            if let Some(last) = &mut self.last {
                last.accidents = command.accidents;
                last.accidents.sort_by_key(|accident| (accident.span.start, accident.kind));
                last.accidents.dedup();
            }
        }
    }

    fn push(&mut self, (request, sent): (Request, Sent), span: Span) {
        self.number += 1;
        let echoes = echoes::of(&request, &self.answers);
        self.last = Some(Exchange {
            number: self.number,
            source: Arc::clone(self.source),
            span,
            format: Format::PowerShell,
            origin: self.options.origin,
            sent,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request,
            response: Fact::Unknown(Why::NotRecorded),
            accidents: Vec::new(),
            echoes,
            pointer: None,
        });
    }

    fn flush(&mut self) {
        if let Some(exchange) = self.last.take() {
            (self.visit)(Item::Exchange(Box::new(exchange)));
        }
    }
}

/// Both say the same text.
fn same(one: &Value, other: &Value) -> bool {
    one.text().zip(other.text()).is_some_and(|(one, other)| one.as_written() == other.as_written())
}

fn is_curl(name: &str) -> bool {
    let name = name.rsplit(['\\', '/']).next().unwrap_or_default();
    ["curl", "curl.exe"].iter().any(|curl| curl.eq_ignore_ascii_case(name))
}
