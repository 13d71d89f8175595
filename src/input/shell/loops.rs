//! Loops: as often as the text says, or once where it does not.

use super::builtins;
use super::flow::{Flow, Ran, of_value};
use super::script::{MOST_REPEATED, Script};
use super::tree::{Command, Link, Loop, Stage};
use super::variables::Setting;
use super::word::{PartKind, Quoting, Word};
use crate::source::{Span, Text};
use crate::truth::Truth;

/// So often a loop runs whose end the text says.
const MOST_ROUNDS: usize = 200;
/// The body of a loop that is not searched for the name of its variable.
const LONG_BODY: usize = 16 << 10;

impl Script<'_> {
    /// One round of a loop; `None` where the loop goes on.
    fn round(&mut self, body: &[Link]) -> Option<Ran> {
        match self.list(body).flow {
            Flow::On | Flow::Continue(1) => None,
            Flow::Break(1) => Some(Ran::on(Truth::Yes)),
            Flow::Break(more) => Some(Ran::to(Flow::Break(more - 1))),
            Flow::Continue(more) => Some(Ran::to(Flow::Continue(more - 1))),
            flow @ (Flow::Return | Flow::Exit) => Some(Ran::to(flow)),
        }
    }

    pub(super) fn repeat(&mut self, repeat: &Loop) -> Ran {
        let sums: Vec<Span> =
            repeat.sums.map(|span| parts(self.source.slice(span), span)).unwrap_or_default();
        if let Some(first) = sums.first() {
            builtins::sum(self, *first);
        }
        let outer = std::mem::take(&mut self.left);
        let mut ran = Ran::on(Truth::Yes);
        let whole = self.fork();
        for round in 0.. {
            let fork = self.fork();
            let success = match sums.get(1) {
                Some(sum) if self.source.slice(*sum).trim().is_empty() => Truth::Yes,
                Some(sum) => builtins::sum(self, *sum),
                None => self.list(&repeat.condition).success,
            };
            let goes = if repeat.until { !success } else { success };
            let endless = sums.is_empty() && is_endless(&repeat.condition, self.source.text());
            if goes == Truth::No {
                if round == 0 {
                    let fork = self.fork();
                    self.list(&repeat.body);
                    self.undo(&fork);
                }
                break;
            }
            if goes == Truth::Unknown || endless || round >= MOST_ROUNDS || self.ran > MOST_REPEATED
            {
                if round == 0 {
                    let inner = self.round(&repeat.body);
                    if endless && inner.is_some() && !self.left {
                        ran = inner.unwrap_or(ran);
                        break;
                    }
                }
                self.join(&fork, Flow::On);
                break;
            }
            self.repeating += usize::from(round > 0);
            let ended = self.round(&repeat.body);
            self.repeating -= usize::from(round > 0);
            if let Some(ended) = ended {
                ran = ended;
                break;
            }
            if self.left {
                // It may have ended before: what it has set since is not known.
                self.join(&whole, Flow::On);
                break;
            }
            if let Some(sum) = sums.get(2) {
                builtins::sum(self, *sum);
            }
        }
        self.left = outer || self.left && ran.flow != Flow::On;
        ran
    }

    pub(super) fn each(
        &mut self,
        name: &str,
        values: Option<&[Word]>,
        (body, text): (&[Link], Span),
    ) -> Ran {
        let Some(values) = self.values(values) else {
            let fork = self.fork();
            self.variables.insert(name, Setting::Unknown);
            self.round(body);
            self.join(&fork, Flow::On);
            return Ran::on(Truth::Unknown);
        };
        if values.is_empty() {
            let fork = self.fork();
            self.variables.insert(name, Setting::Unknown);
            self.list(body);
            self.undo(&fork);
        }
        let outer = std::mem::take(&mut self.left);
        let mut ran = Ran::on(Truth::Yes);
        let body_text = self.source.slice(text);
        let uses = body_text.len() > LONG_BODY
            || [format!("${name}"), format!("{{{name}")]
                .iter()
                .any(|used| body_text.contains(used));
        for (index, value) in values.into_iter().enumerate() {
            // `for i in 1 2 3` around a call that may end it tries the same call again.
            let again = self.left && !uses;
            if self.ran > MOST_REPEATED || again {
                break;
            }
            self.variables.insert(name, of_value(value));
            let fork = self.left.then(|| self.fork());
            self.repeating += usize::from(index > 0);
            let ended = self.round(body);
            self.repeating -= usize::from(index > 0);
            if let Some(fork) = fork {
                self.join(&fork, Flow::On);
                self.left = true;
            } else if let Some(ended) = ended {
                ran = ended;
                break;
            }
        }
        self.left = outer;
        ran
    }

    /// The values of a loop; `None` where nobody knows how many there are.
    fn values(&mut self, words: Option<&[Word]>) -> Option<Vec<Text>> {
        let Some(words) = words else {
            return match self.variables.get("@") {
                Some(Setting::Words(words)) => Some(words.clone()),
                _ => None,
            };
        };
        let mut values = Vec::new();
        for word in words {
            self.substitute(word);
            let expansion = self.expansion();
            for argument in expansion.arguments(word) {
                let text = argument.text;
                let written = text.as_written();
                let literal = text.known().is_known();
                let pattern = word.parts.iter().any(|part| {
                    part.quoting == Quoting::Bare
                        && matches!(part.kind, PartKind::Verbatim)
                        && expansion.slice(part.span).contains(['*', '?', '['])
                });
                let quoted = word.parts.iter().all(|part| part.quoting == Quoting::Double);
                let many = written.contains("[@]") || written.contains('@');
                if pattern || !literal && (!quoted || many) {
                    return None;
                }
                values.push(text);
            }
        }
        Some(values)
    }
}

/// The three sums of `for ((…; …; …))`.
fn parts(written: &str, span: Span) -> Vec<Span> {
    let mut start = span.start;
    let mut found = Vec::new();
    for part in written.split(';') {
        found.push(Span::new(start, start + part.len()));
        start += part.len() + 1;
    }
    found
}

/// `while true` says nothing about its end.
fn is_endless(condition: &[Link], text: &str) -> bool {
    let [Link { stages, .. }] = condition else { return false };
    let [Stage { command: Command::Simple(simple), .. }] = stages.as_slice() else { return false };
    matches!(simple.words.as_slice(), [word] if matches!(word.bare(text), Some("true" | ":")))
}
