//! What one curl command sends, and what it was meant to send.

use super::accidents::{self, Scene};
use super::dialect::Dialect;
use super::expand::{Argument, Expansion, Outputs};
use super::lexer::{Layer, Lexed, Token, lex};
use super::mend::Mended;
use super::script::{Simple, span_of};
use super::variables::Variables;
use super::word::Word;
use super::{lines, pipes};
use crate::exchange::{Accident, Repair, Request, Sent};
use crate::input::tools::{self, Tool, Unread};
use crate::input::{Files, curl};
use crate::source::{Source, Span, Text};

/// One command that calls curl, and what lies around it.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) source: &'a Source,
    pub(super) files: Option<&'a Files<'a>>,
    pub(super) variables: &'a Variables,
    /// What its substitutions have printed.
    pub(super) outputs: &'a Outputs,
    /// What is fed into it, where that is known.
    pub(super) stdin: Option<&'a Text>,
    /// All behind the name, as the shell gives it to curl.
    pub(super) arguments: &'a [Argument],
    pub(super) simple: &'a Simple,
    /// Which of its words is `curl`.
    pub(super) name: usize,
    pub(super) tool: Tool,
    /// Where the text ends that it stands in.
    pub(super) end: usize,
    pub(super) layer: Layer,
    pub(super) shell: Dialect,
    pub(super) dialect: accidents::Dialect,
    /// A quote of it is never closed.
    pub(super) open: bool,
}

/// The requests of one command.
pub(super) struct Calls {
    pub(super) commands: Vec<curl::Command>,
    /// There are more of them than are read.
    pub(super) more: bool,
    /// Why a command of another program than curl is not read.
    pub(super) unread: Option<Unread>,
    /// Accidents happened, and what was meant could be read.
    pub(super) mended: bool,
    /// The command with the lines that were meant to be a part of it.
    pub(super) span: Span,
}

/// No command is put together of more lines, and none is read again more often for its quotes.
const MOST_LINES: usize = 100;
const MOST_CLOSINGS: usize = 4;

/// Reads a command as it is written and, where accidents happened, as it was meant. `budget` is
/// how many bytes of the text may still be read again.
pub(super) fn read(mut call: Call<'_>, budget: &mut usize) -> Calls {
    let text = call.source.text();
    let (first, rest) = call.words();
    let span = span_of(call.simple, first.span);
    let context = call.context(call.stdin.cloned(), first.span);
    if call.tool != Tool::Curl {
        return of_another(&call, &context, span);
    }
    let (sent, more) = curl::requests(call.arguments, context);
    call.open |= accidents::crosses(text, span);
    let seen = if call.open { Span::at(first.span.end) } else { span };
    let limit = || accidents::limit(text, seen.end, call.end);
    let scene = Scene {
        source: call.source,
        words: rest,
        span,
        end_of_text: call.end,
        end: call.simple.end,
        variables: call.variables,
        dialect: call.dialect,
    };
    let noticed = accidents::notice(&scene);
    let in_doubt = call.open
        || !noticed.is_empty()
        || sent.iter().any(|command| !command.accidents.is_empty())
        || call.simple.end.is_none() && accidents::goes_on(text, span.end, limit()).is_some();
    let mut calls = Calls { commands: Vec::new(), more, unread: None, mended: false, span };
    let mut mending = Mending { call, region: Span::at(0), budget, found: noticed };
    if in_doubt {
        mending.region = region(text, span, limit());
    }
    if let Some(meant) = in_doubt.then(|| mending.read()).flatten() {
        calls.mended = true;
        calls.span.end = span.end.max(meant.end);
        calls.commands = paired(sent, (meant.commands, mending.found));
    } else {
        let opened = || accidents::closings(text, mending.region).into_iter().next();
        let unclosed = call.open.then(opened).flatten();
        mending.found.extend(unclosed.map(|one| Accident::seen(one.kind, one.span)));
        calls.commands = as_written(sent, mending.found);
    }
    calls
}

/// The requests of another program than curl, as they are written.
fn of_another(call: &Call<'_>, context: &curl::Context<'_>, span: Span) -> Calls {
    let (commands, unread) = match tools::requests(call.tool, call.arguments, context) {
        Ok(commands) => (commands, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    Calls { commands, more: false, unread, mended: false, span }
}

impl<'a> Call<'a> {
    fn words(&self) -> (&'a Word, &'a [Word]) {
        let words = self.simple.words.get(self.name..).unwrap_or_default();
        words.split_first().expect("the name is one of the words")
    }

    fn context(&self, stdin: Option<Text>, name: Span) -> curl::Context<'a> {
        curl::Context { files: self.files, stdin, name, hidden: None }
    }
}

fn arguments(expansion: &Expansion<'_>, words: &[Word]) -> Vec<Argument> {
    words.iter().flat_map(|word| expansion.arguments(word)).collect()
}

/// From the command on, or from the prompt before it.
fn region(text: &str, span: Span, limit: usize) -> Span {
    let before = &text.as_bytes()[span.start.saturating_sub(LONGEST_PROMPT)..span.start];
    let prompt = memchr::memrchr(b'\n', before).map(|at| before.len() - at - 1);
    let start = prompt.map_or(0, |length| span.start - length);
    let line = text.get(start..(span.start + 5).min(limit)).unwrap_or_default();
    let prompted = lines::prompt(line, false) == span.start.checked_sub(start);
    Span::new(if prompted { start } else { span.start }, limit)
}

/// What stands before a command in more bytes is no prompt.
const LONGEST_PROMPT: usize = 100;

/// A command on its way to what was meant.
struct Mending<'a, 'b> {
    call: Call<'a>,
    region: Span,
    budget: &'b mut usize,
    found: Vec<Accident>,
}

/// A command as it reads once its accidents are repaired.
struct Reading {
    commands: Vec<curl::Command>,
    /// Where its last word ends in the source.
    end: usize,
    open: bool,
}

impl Mending<'_, '_> {
    fn read(&mut self) -> Option<Reading> {
        let text = self.call.source.text();
        let mut reading = if self.call.open { self.closed()? } else { self.reading(&[])? };
        for _ in 0..MOST_LINES {
            let Some(accident) = accidents::goes_on(text, reading.end, self.region.end) else {
                break;
            };
            let Some(longer) = self.reading(std::slice::from_ref(&accident)) else { break };
            // Lines that bring more addresses are no part of the command.
            if longer.commands.len() > reading.commands.len().max(1) || longer.end <= reading.end {
                break;
            }
            self.found.push(accident);
            reading = longer;
        }
        let own: Vec<Accident> =
            reading.commands.iter_mut().flat_map(|c| std::mem::take(&mut c.accidents)).collect();
        let mends = own.iter().any(|accident| !accident.repair.is_empty());
        self.found.extend(own);
        self.found.sort_by_key(|accident| (accident.span.start, accident.kind));
        self.found.dedup();
        let reading = if mends { self.reading(&[]).unwrap_or(reading) } else { reading };
        (!reading.open && !reading.commands.is_empty()).then_some(reading)
    }

    /// Closes what is open, in the likeliest way that leaves nothing open.
    fn closed(&mut self) -> Option<Reading> {
        let ways = accidents::closings(self.call.source.text(), self.region);
        for way in ways.into_iter().take(MOST_CLOSINGS) {
            let reading = self.reading(std::slice::from_ref(&way)).filter(|reading| !reading.open);
            if reading.is_some() {
                self.found.push(way);
                return reading;
            }
        }
        None
    }

    /// The command with all that was found repaired, and `more`.
    fn reading(&mut self, more: &[Accident]) -> Option<Reading> {
        *self.budget = self.budget.checked_sub(self.region.len())?;
        let repairs = self.found.iter().chain(more).flat_map(|accident| &accident.repair);
        let mended = Mended::of(self.call.source.text(), self.region, repairs);
        let lexed = lex(&mended.text, Span::new(0, mended.text.len()), self.call.layer);
        let open = lexed.open.first().map(|quote| quote.start);
        let simple = first_of(lexed);
        let (first, rest) = simple.words.split_first()?;
        let span = span_of(&simple, first.span);
        let printed = self.call.outputs.range(self.region.start..self.region.end);
        let printed = printed.filter_map(|(at, text)| Some((mended.forth(*at)?, text.clone())));
        let outputs: Outputs = printed.collect();
        let expansion = Expansion {
            source: &mended.text,
            variables: self.call.variables,
            outputs: &outputs,
            dialect: self.call.shell,
        };
        let fed = pipes::fed(&simple.redirects, &expansion, self.call.files);
        let stdin = fed.unwrap_or_else(|| self.call.stdin.cloned());
        let context = self.call.context(stdin, first.span);
        let (commands, _) = curl::requests(&arguments(&expansion, rest), context);
        let commands = commands.into_iter().map(|command| curl::Command {
            request: mended.request(&command.request),
            sent: command.sent,
            accidents: command.accidents.iter().map(|one| restored(&mended, one)).collect(),
        });
        Some(Reading {
            commands: commands.collect(),
            end: mended.back(Span::new(span.start, span.end)).end,
            open: open.is_some_and(|at| at < span.end),
        })
    }
}

fn restored(mended: &Mended, accident: &Accident) -> Accident {
    let repair = accident.repair.iter();
    let repair = repair.map(|one| Repair::new(mended.back(one.span), &one.text)).collect();
    Accident { kind: accident.kind, span: mended.back(accident.span), repair }
}

/// The first command of a text.
fn first_of(lexed: Lexed) -> Simple {
    let mut simple = Simple::default();
    for token in lexed.tokens {
        match token {
            Token::Word(word) => simple.words.push(word),
            Token::Redirect(redirect) => simple.redirects.push(redirect),
            Token::Operator(..) | Token::Newline | Token::Answer(_) => break,
        }
    }
    simple
}

/// Accidents are told once, of the first request of a command.
fn as_written(mut sent: Vec<curl::Command>, mut found: Vec<Accident>) -> Vec<curl::Command> {
    for command in &mut sent {
        found.append(&mut command.accidents);
    }
    found.sort_by_key(|accident| (accident.span.start, accident.kind));
    found.dedup();
    if let Some(first) = sent.first_mut() {
        first.accidents = found;
    }
    sent
}

/// What was meant, each with what goes out in its place. Words that are taken for addresses go
/// with the first.
fn paired(
    sent: Vec<curl::Command>,
    (mut meant, found): (Vec<curl::Command>, Vec<Accident>),
) -> Vec<curl::Command> {
    let mut groups: Vec<Vec<curl::Command>> = meant.iter().map(|_| Vec::new()).collect();
    let mut taken = vec![false; meant.len()];
    for command in sent {
        let place = command.request.url.span;
        let meets = |at: &usize| {
            let span = meant[*at].request.url.span;
            !taken[*at] && span.start < place.end && place.start < span.end
        };
        let own = (0..meant.len()).find(meets);
        if let Some(own) = own {
            taken[own] = true;
        }
        groups[own.unwrap_or(0)].push(command);
    }
    for (command, group) in meant.iter_mut().zip(groups) {
        command.sent = outcome(command, group);
    }
    if let Some(first) = meant.first_mut() {
        first.accidents = found;
    }
    meant
}

/// How what was meant goes out, by what does.
fn outcome(meant: &curl::Command, group: Vec<curl::Command>) -> Sent {
    let mut stopped = None;
    let mut out = Vec::new();
    for command in group {
        match command.sent {
            Sent::No(why) => stopped = stopped.or(Some(why)),
            Sent::Yes | Sent::Unknown | Sent::Otherwise(_) => out.push(command.request),
        }
    }
    match out.as_slice() {
        [] => Sent::No(stopped.unwrap_or_else(|| "curl: no address that it could call".to_owned())),
        [one] if is_same(one, &meant.request) => meant.sent.clone(),
        _ => Sent::Otherwise(out),
    }
}

/// Whether both say the same, wherever it stands.
fn is_same(one: &Request, other: &Request) -> bool {
    let same =
        |a: &Text, b: &Text| a.as_written() == b.as_written() && a.holes().len() == b.holes().len();
    let headers = || {
        let pairs = one.headers.iter().zip(&other.headers);
        one.headers.len() == other.headers.len()
            && pairs.into_iter().all(|(a, b)| same(&a.name, &b.name) && same(&a.value, &b.value))
    };
    let body = || match (one.body.as_ref().known(), other.body.as_ref().known()) {
        (Some(a), Some(b)) => same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    same(&one.method, &other.method)
        && one.url.as_written() == other.url.as_written()
        && same(&one.url.path, &other.url.path)
        && headers()
        && body()
}
