//! A witness for tests that says what it is told to, and counts what it is asked.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::exchange::{Exchange, Format, Header, Kept, Origin, Request, Sent, SetBy, Url};
use crate::facts::Value;
use crate::facts::table::{Id, Spot};
use crate::rules::compile::{RuleText, compile};
use crate::rules::judge::Witness;
use crate::rules::laws::Names;
use crate::rules::load::RuleSet;
use crate::source::{Source, Span, Text};
use crate::truth::{Fact, Why};

pub(crate) struct MadeUp {
    facts: HashMap<Id, Fact<Value<'static>>>,
    pub(crate) spots: Vec<(Spot, Span)>,
    pub(crate) exchange: Exchange,
    pub(crate) asked: RefCell<Vec<Id>>,
}

impl MadeUp {
    /// Facts as words: `401` and `true` are a number and a flag, `?` is unknown. What is not named
    /// is absent.
    pub(crate) fn knows(facts: &[(Id, &str)]) -> Self {
        let facts = facts.iter().map(|(id, word)| (*id, fact(word))).collect();
        Self { facts, spots: Vec::new(), exchange: exchange(""), asked: RefCell::default() }
    }

    pub(crate) fn with_authorization(mut self, value: &str) -> Self {
        self.exchange = exchange(value);
        self
    }
}

impl Witness for MadeUp {
    fn get(&self, id: Id) -> Fact<Value<'_>> {
        self.asked.borrow_mut().push(id);
        self.facts.get(&id).cloned().unwrap_or(Fact::Absent)
    }

    fn span(&self, spot: &Spot) -> Option<Span> {
        self.spots.iter().find(|(known, _)| known == spot).map(|(_, span)| *span)
    }

    fn exchange(&self) -> &Exchange {
        &self.exchange
    }
}

fn fact(word: &str) -> Fact<Value<'static>> {
    if word == "?" {
        return Fact::Unknown(Why::Variable);
    }
    Fact::Known(match (word.parse(), word.parse()) {
        (Ok(number), _) => Value::Number(number),
        (_, Ok(flag)) => Value::Flag(flag),
        (Err(_), Err(_)) => Value::Word(word.to_owned().into()),
    })
}

fn exchange(authorization: &str) -> Exchange {
    let text = |text: &str| Text::decoded(text, Span::default());
    let header =
        Header { name: text("Authorization"), value: text(authorization), set: SetBy::Text };
    Exchange {
        number: 1,
        source: Arc::new(Source::new("made up", "x".repeat(100))),
        span: Span::new(0, 100),
        format: Format::HttpFile,
        origin: Origin::Pasted,
        sent: Sent::Yes,
        started: Fact::Unknown(Why::NotRecorded),
        answered: Fact::Unknown(Why::NotRecorded),
        request: Request {
            method: text("GET"),
            url: Url::default(),
            headers: if authorization.is_empty() { Vec::new() } else { vec![header] },
            kept: Kept::All,
            body: Fact::Absent,
        },
        response: Fact::Absent,
        accidents: Vec::new(),
        echoes: Vec::new(),
        pointer: None,
    }
}

/// Rules by their conditions and whatever else is written, one a line: `topic/id: when | more`.
pub(crate) fn rules(lines: &[(&str, &str, &str)]) -> RuleSet {
    let files: Vec<RuleText> =
        lines.iter().map(|(path, when, more)| file(path, when, more)).collect();
    let names = Names { rules: Vec::new(), errors: vec!["an-error".to_owned()] };
    RuleSet::from(compile(&files, &names).unwrap().0)
}

fn file(path: &str, when: &str, more: &str) -> RuleText {
    let id = path.rsplit('/').next().unwrap();
    let mut text = format!(
        "id: {id}\nwhen: {when}\non-unknown: {}\nwhy: x\nsources: ['https://example.com/']\n{more}\n",
        "silent"
    );
    let defaults = [
        ("severity: ", "error"),
        ("claims: ", "note"),
        ("at: ", "url.host"),
        ("message: ", "said"),
    ];
    for (key, value) in defaults {
        if !more.lines().any(|line| line.starts_with(key)) {
            text.extend([key, value, "\n"]);
        }
    }
    text += "examples:\n  - { name: a, input: x, expect: finding, fixed: x }\n";
    text += "  - { name: b, input: x, expect: clean, status: 200 }\n";
    text += "  - { name: c, input: x, expect: undecided }\n";
    if more.contains("on-unknown: ask") {
        text = text.replace("on-unknown: silent\n", "").replace("on-unknown: ask\n", "");
    }
    RuleText { path: format!("{path}.yaml"), text }
}
