//! Comments of the author's that hide findings of the next call: `# frontegg-lint: ignore[rule] why`.

use std::collections::BTreeSet;
use std::sync::Arc;

use memchr::memmem;

use crate::exchange::Exchange;
use crate::lint::Linter;
use crate::lint::policy::Selector;
use crate::mask;
use crate::near::nearest;
use crate::rules::{Rule, RuleSet};
use crate::source::{Place, Problem, Source, Span};

/// Behind this word a comment speaks to us.
const ADDRESS: &str = "frontegg-lint:";

/// What a comment can ask for.
const IGNORE: &str = "ignore";

/// Nobody writes more of them into one file.
const MOST: usize = 10_000;

/// The comments of one file, as far as it has been read.
#[derive(Default)]
pub(super) struct Comments {
    /// In order of place.
    remarks: Vec<Remark>,
    /// The text that was looked through last.
    seen: Option<Arc<Source>>,
    /// Remarks before this one have found their call.
    open: usize,
    problems: Vec<Problem>,
}

/// One rule or topic that a comment names.
struct Remark {
    place: Place,
    rules: Selector,
    /// The lines of the call it speaks of.
    call: Option<(u64, u64)>,
}

impl Comments {
    /// Finds the comments of an exchange's file, and those that speak of the exchange. Exchanges
    /// come in order of place.
    pub(super) fn meet(&mut self, exchange: &Exchange, rules: &RuleSet) {
        if exchange.format.is_recording() || exchange.format.is_written_by_programs() {
            return;
        }
        let source = &exchange.source;
        let text = source.holder().map_or(source, |holder| holder.source());
        if !self.seen.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, text)) {
            self.seen = Some(Arc::clone(text));
            self.look_through(text, rules);
        }
        if self.open == self.remarks.len() {
            return;
        }
        let call = lines(exchange);
        while let Some(remark) = self.remarks.get_mut(self.open)
            && remark.place.line <= call.1
        {
            remark.call = Some(call);
            self.open += 1;
        }
    }

    /// The remark that hides what a rule finds in an exchange.
    pub(super) fn hidden(&self, rule: &Rule, exchange: &Exchange) -> Option<usize> {
        if self.remarks.is_empty() {
            return None;
        }
        let line = exchange.source.place(exchange.span.start).line;
        let met = &self.remarks[..self.open];
        let end = met.partition_point(|remark| remark.call.is_some_and(|call| call.0 <= line));
        let mut near = met[..end].iter().enumerate().rev();
        let mut own = near.by_ref().take_while(|(_, remark)| {
            remark.call.is_some_and(|(first, last)| first <= line && line <= last)
        });
        own.find(|(_, remark)| names(&remark.rules, rule)).map(|(at, _)| at)
    }

    /// What is wrong with the comments, now that the file has been read; `used` are the remarks
    /// that were needed. Without a linter none is called needless.
    pub(super) fn problems(
        self,
        used: &BTreeSet<usize>,
        linter: Option<&Linter<'_>>,
    ) -> Vec<Problem> {
        let judged = |remark: &Remark| {
            linter.is_some_and(|linter| {
                let mut named = linter.rules.rules.iter().filter(|rule| names(&remark.rules, rule));
                named.all(|rule| linter.policy.judges(rule))
            })
        };
        let unused = self.remarks.iter().enumerate().filter(|(at, _)| !used.contains(at));
        let unused = unused.filter(|(_, remark)| judged(remark)).map(|(_, remark)| {
            let what = match remark.call {
                Some(_) => "the call it speaks of has no such finding; take it away",
                None => "no call follows it; take it away, or put it above its call",
            };
            let message = format!("`ignore[{}]` hides nothing: {what}", word(&remark.rules));
            Problem::skipped(Some(remark.place), message)
        });
        let mut problems: Vec<Problem> = unused.collect();
        problems.extend(self.problems);
        problems.sort_by_key(|problem| problem.place);
        problems
    }

    fn look_through(&mut self, source: &Source, rules: &RuleSet) {
        let text = source.text();
        for at in memmem::find_iter(text.as_bytes(), ADDRESS) {
            if self.remarks.len() + self.problems.len() >= MOST {
                return;
            }
            let Some(start) = comment_start(text, at) else { continue };
            let place = source.place(start);
            if self.remarks.iter().any(|remark| remark.place == place) {
                continue;
            }
            let rest = text[at + ADDRESS.len()..].lines().next().unwrap_or_default();
            match parse(rest) {
                Ok(None) => {}
                Ok(Some(named)) => self.take(place, &named, rules),
                Err(message) => self.problems.push(Problem::skipped(Some(place), message)),
            }
        }
    }

    fn take(&mut self, place: Place, named: &[&str], rules: &RuleSet) {
        for name in named {
            match Selector::parse_rule(name, rules) {
                Ok(rules) => self.remarks.push(Remark { place, rules, call: None }),
                Err(unknown) => {
                    let name = mask::or_length(name);
                    let near = unknown.near.map(|near| format!("did you mean `{near}`?"));
                    let help = near.unwrap_or_else(|| "`rules list` lists them".to_owned());
                    let message =
                        format!("a comment names `{name}`, which is no rule or topic; {help}");
                    self.problems.push(Problem::skipped(Some(place), message));
                }
            }
        }
    }
}

/// Where the comment begins that speaks to us; none where it is only quoted.
fn comment_start(text: &str, at: usize) -> Option<usize> {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = text[line..at].trim_end();
    let upper = before.to_ascii_uppercase();
    let mark = MARKS.iter().find(|mark| upper.ends_with(**mark))?;
    let before = &before[..before.len() - mark.len()];
    let apart = before.is_empty() || before.ends_with(char::is_whitespace);
    apart.then_some(line + before.len())
}

/// How comments begin in what we read; the longer ones first.
const MARKS: &[&str] = &["<!--", "//", "/*", "::", "<#", "@REM", "REM", "#"];

/// What ends a comment that ends before its line does.
const ENDS: &[&str] = &["-->", "*/", "#>"];

/// The names in the brackets; none where the comment asks for nothing.
fn parse(rest: &str) -> Result<Option<Vec<&str>>, &'static str> {
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    let (word, rest) = rest.split_at(end);
    if word != IGNORE {
        return match nearest(word, [IGNORE]) {
            Some(_) => Err("a comment is not understood; did you mean `ignore[rule-id] reason`?"),
            None => Ok(None),
        };
    }
    let bracket = rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let Some((names, reason)) = bracket else {
        return Err("a comment says not which rule to ignore; write `ignore[rule-id] reason`");
    };
    let names: Vec<&str> =
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err("a comment says not which rule to ignore; write `ignore[rule-id] reason`");
    }
    let reason = reason.trim_end();
    let reason = ENDS.iter().find_map(|end| reason.strip_suffix(end)).unwrap_or(reason);
    if !reason.contains(char::is_alphanumeric) {
        return Err("a comment hides nothing without a reason; write it behind `ignore[…]`");
    }
    Ok(Some(names))
}

/// The first and the last line of a call.
fn lines(exchange: &Exchange) -> (u64, u64) {
    let source = &exchange.source;
    let Span { start, .. } = exchange.span;
    let end = start + source.slice(exchange.span).trim_end().len();
    (source.place(start).line, source.end_place(end).line)
}

fn names(rules: &Selector, rule: &Rule) -> bool {
    match rules {
        Selector::Rule(id) => *id == rule.id,
        Selector::Topic(topic) => *topic == rule.topic,
        Selector::Severity(_) => false,
    }
}

fn word(rules: &Selector) -> &str {
    match rules {
        Selector::Rule(word) | Selector::Topic(word) => word,
        Selector::Severity(severity) => severity.word(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_rules_and_says_why() {
        assert_eq!(parse(" ignore[a, b-c] so"), Ok(Some(vec!["a", "b-c"])));
        assert_eq!(parse("ignore [a] it is so -->"), Ok(Some(vec!["a"])));
        for reasonless in ["ignore[a]", "ignore[a] -->", "ignore[a] - ", "ignore[a] */"] {
            assert!(parse(reasonless).unwrap_err().contains("reason"), "{reasonless}");
        }
        for nameless in ["ignore a so", "ignore[] so", "ignore[ , ] so", "ignore", "ignore[a so"] {
            assert!(parse(nameless).unwrap_err().contains("which rule"), "{nameless}");
        }
        assert!(parse("ignroe[a] so").unwrap_err().contains("did you mean"));
        assert_eq!(parse(" exit 1: one finding"), Ok(None));
    }

    #[test]
    fn a_comment_begins_as_comments_do() {
        for mark in ["#", "//", "<!--", "::", "rem", "REM", "@rem", "/*", "<#", "  # ", "curl x #"]
        {
            let text = format!("a\n{mark} {ADDRESS}");
            assert!(comment_start(&text, text.len() - ADDRESS.len()).is_some(), "{mark}");
        }
        for mark in ["`# ", "echo ", "'#", "https://", "", "harem"] {
            let text = format!("a\n{mark}{ADDRESS}");
            assert_eq!(comment_start(&text, text.len() - ADDRESS.len()), None, "{mark}");
        }
    }
}
