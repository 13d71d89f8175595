//! A curl command becomes an exchange for each request it sends.

use std::sync::Arc;

use super::accidents;
use super::calls::{self, Call};
use super::echoes;
use super::expand::Argument;
use super::lexer::Layer;
use super::script::{Script, Simple, span_of};
use crate::exchange::{Exchange, Format, Kept, Sent};
use crate::input::answer;
use crate::input::curl;
use crate::input::tools::Tool;
use crate::source::Span;
use crate::truth::{Fact, Why};

impl Script<'_> {
    /// A command becomes one exchange for each request it sends; `name` is the word that names the
    /// program.
    pub(super) fn calls(
        &mut self,
        simple: &Simple,
        (name, tool): (usize, Tool),
        arguments: &[Argument],
    ) {
        self.found = true;
        let Some((first, rest)) = simple.words.get(name..).and_then(<[_]>::split_first) else {
            return;
        };
        let span = span_of(simple, first.span);
        let text = self.source.text();
        let quotes = &self.lexed.open;
        let open = quotes.partition_point(|quote| quote.start < span.start);
        let open = quotes.get(open).is_some_and(|quote| span.contains(*quote));
        let call = Call {
            source: self.source,
            files: self.options.files,
            variables: &self.variables,
            outputs: &self.outputs,
            stdin: self.stdin.as_deref(),
            arguments,
            simple,
            name,
            tool,
            end: self.end,
            layer: if self.depth > 0 { Layer::Inside } else { Layer::Script },
            shell: self.dialect,
            dialect: self.habits,
            open,
        };
        let calls = calls::read(call, &mut self.budget);
        let before = simple.words[..name].iter();
        let unglobbed = before.filter_map(|word| word.bare(text)).any(|word| word == "noglob");
        let stopped = self.habits.stops(text, rest).filter(|_| !unglobbed);
        if open && calls.mended {
            self.closed.push(span);
        }
        if let Some(why) = calls.unread {
            self.skipped(span.start, why);
        }
        if calls.more {
            self.lost(span.start, "this command has more addresses than are read; split it");
        }
        self.flush();
        for mut command in calls.commands {
            command.sent = match &stopped {
                Some(why) => Sent::No((*why).to_owned()),
                None if open => Sent::No("shell: a quote is never closed".to_owned()),
                None => command.sent,
            };
            if accidents::goes_on_as_in_windows(simple, text) {
                command.request.kept = Kept::Some(Why::Truncated);
            }
            self.exchange(command, calls.span);
        }
    }

    fn exchange(&mut self, command: curl::Command, span: Span) {
        self.number += 1;
        let echoes = echoes::of(&command.request, self.source, &self.known_answers());
        self.last.push(Exchange {
            number: self.number,
            source: Arc::clone(self.source),
            span,
            format: Format::Shell,
            origin: self.options.origin,
            sent: command.sent,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request: command.request,
            response: Fact::Unknown(Why::NotRecorded),
            accidents: command.accidents,
            echoes,
            pointer: None,
        });
    }

    /// What came back belongs to the command above; the rest of a missing backslash does too.
    pub(super) fn answer(&mut self, span: Span) {
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
