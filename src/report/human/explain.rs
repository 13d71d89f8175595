//! Why a rule says what it says, under the first finding of it.

use std::collections::BTreeSet;

use super::paint::{Paint, Tone};
use super::wrap::words;
use super::{Human, Style, line};
use crate::finding::Finding;
use crate::report::{Card, json};

/// Whether rules are explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explain {
    Never,
    /// Each rule once.
    Once,
}

/// What is known of rules, and of which of them it was said.
pub(super) struct Pages<'a> {
    rules: &'a dyn Fn(&str) -> Option<Card>,
    said: BTreeSet<String>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(rules: &'a dyn Fn(&str) -> Option<Card>) -> Self {
        Self { rules, said: BTreeSet::new() }
    }

    /// The page of the finding's rule, if it was not there before.
    pub(super) fn page(&mut self, finding: &Finding, human: &Human) -> String {
        let wanted = human.explain == Explain::Once && self.said.insert(finding.rule.clone());
        let Some(card) = wanted.then(|| (self.rules)(&finding.rule)).flatten() else {
            return String::new();
        };
        let docs = line(&json::docs(&finding.topic, &finding.rule));
        match human.style {
            Style::Drawn => drawn(&card, &docs, human),
            Style::Plain => format!("why: {}\nmore: {docs}\n", line(card.why.trim())),
        }
    }
}

fn drawn(card: &Card, docs: &str, human: &Human) -> String {
    let paint = Paint::of(human.colour);
    let mut text = paint.dress(Tone::Calm, "why");
    for (number, paragraph) in card.why.trim().split("\n\n").enumerate() {
        text.push_str(if number == 0 { ":  " } else { "\n\n      " });
        let lines = words(&line(paragraph), human.columns().saturating_sub(6));
        text.push_str(&lines.join("\n      "));
    }
    let docs = paint.dress(Tone::Faint, &format!("   = {docs}"));
    format!("{text}\n{docs}\n")
}
