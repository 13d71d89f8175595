//! `if` and `case`: all ways are read, and what the taken one sets holds.

use super::flow::{Flow, Ran};
use super::modify;
use super::pattern::letters;
use super::script::Script;
use super::tree::{Link, List};
use super::variables::Changes;
use super::word::Word;
use crate::truth::Truth;

impl Script<'_> {
    /// All ways are read; what the taken one sets holds, where it is known which that is.
    pub(super) fn condition(&mut self, ways: &[(List, List)]) -> Ran {
        let mut taken = Vec::new();
        let mut open = Truth::Yes;
        for (condition, body) in ways {
            let success = match condition.as_slice() {
                [] => Truth::Yes,
                list => self.list(list).success,
            };
            let here = open.and(success);
            taken.push((here, body.as_slice()));
            open = open.and(!success);
        }
        self.ways(&taken, open)
    }

    pub(super) fn case(&mut self, word: &Word, arms: &[(Vec<Word>, List)]) -> Ran {
        self.substitute(word);
        let value = self.expansion().text(word).known().known().and_then(letters);
        let mut taken = Vec::new();
        let mut open = Truth::Yes;
        for (patterns, body) in arms {
            let mut fits = Truth::No;
            for pattern in patterns {
                let made = modify::of_parts(&self.expansion(), &pattern.parts);
                let one = match (made, &value) {
                    (Some(pattern), Some(value)) => Truth::from_bool(pattern.fits(value)),
                    _ => Truth::Unknown,
                };
                let all = pattern.bare(self.source.text()) == Some("*");
                fits = fits.or(if all { Truth::Yes } else { one });
            }
            taken.push((open.and(fits), body.as_slice()));
            open = open.and(!fits);
        }
        self.ways(&taken, open)
    }

    /// `open` says whether it may be that none of the ways is taken.
    fn ways(&mut self, taken: &[(Truth, &[Link])], open: Truth) -> Ran {
        let mut changes = Vec::new();
        let mut flows = Vec::new();
        let mut sure = None;
        for (way, body) in taken {
            if *way == Truth::Yes && flows.is_empty() {
                sure = Some(self.list(body));
                continue;
            }
            let fork = self.fork();
            let ran = self.list(body);
            if *way == Truth::No {
                self.undo(&fork);
                continue;
            }
            self.settle(&fork);
            let made = self.variables.take_back(fork.mark);
            flows.push(ran.flow);
            if ran.flow == Flow::On {
                changes.push(made);
            }
        }
        if let Some(ran) = sure {
            return ran;
        }
        if open != Truth::No {
            changes.push(Changes::new());
            flows.push(Flow::On);
        }
        let first = flows.first().copied().unwrap_or(Flow::On);
        if flows.iter().all(|flow| *flow == first) && first != Flow::On {
            return Ran::to(first);
        }
        self.left |= flows.iter().any(|flow| *flow != Flow::On);
        self.variables.merge(&changes);
        Ran::on(Truth::Unknown)
    }
}
