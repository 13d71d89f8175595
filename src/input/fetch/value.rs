//! Expressions of JavaScript that write a value down; all others are open.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::scan;
use crate::input::literal::{Table, Value, component_encoded};
use crate::source::{Span, Text};
use crate::truth::Fact;

/// How deep values are read inside values.
const DEEPEST: usize = 20;
/// What all uses of names together may add to a text.
const LARGEST_EXPANSION: usize = 4 << 20;

/// What the text says about its names: a value, or that it is open.
pub(super) type Names = BTreeMap<String, (Value, Kind)>;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) names: Names,
    depth: usize,
    used: usize,
}

/// How a value is sent, besides what it says; of a table, how its `body` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    /// `new URLSearchParams(…)`.
    Form,
    /// `new FormData(…)`.
    Multipart,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, names: Names::new(), depth: 0, used: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at = scan::skip_blanks(self.text, self.at);
    }

    /// Steps over a sign, if it comes next.
    pub(super) fn take(&mut self, sign: &str) -> bool {
        self.skip_blanks();
        let taken = self.rest().starts_with(sign);
        self.at += if taken { sign.len() } else { 0 };
        taken
    }

    /// The same behind a value, which may end with its line: nothing is stepped over before it.
    fn take_behind(&mut self, sign: &str) -> bool {
        let end = self.at;
        let taken = self.take(sign);
        self.at = if taken { self.at } else { end };
        taken
    }

    /// Steps over a word, if it comes next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        self.skip_blanks();
        let rest = self.rest();
        let taken = rest.get(..scan::name_length(rest)) == Some(word);
        self.at += if taken { word.len() } else { 0 };
        taken
    }

    /// The expression that comes next, up to the comma or bracket behind it.
    pub(super) fn expression(&mut self) -> (Value, Kind) {
        self.skip_blanks();
        let start = self.at;
        self.depth += 1;
        let read = if self.depth > DEEPEST { None } else { self.sum() };
        self.depth -= 1;
        match read {
            Some(read) if self.is_complete() => read,
            Some(_) | None => (self.open_from(start), Kind::Plain),
        }
    }

    pub(super) fn value(&mut self) -> Value {
        self.expression().0
    }

    /// Nothing follows that would change the value.
    fn is_complete(&mut self) -> bool {
        let end = self.at;
        self.skip_blanks();
        let broken = self.text.get(end..self.at).is_some_and(|blank| blank.contains('\n'));
        for word in ["as", "satisfies"] {
            if self.take_word(word) {
                self.at = scan::expression_end(self.text, self.at);
                return true;
            }
        }
        let rest = self.rest();
        rest.is_empty()
            || rest.starts_with([',', ')', ']', '}', ';', ':'])
            || broken && rest.starts_with(scan::is_name_letter)
    }

    /// All of an expression, whose value is elsewhere.
    fn open_from(&mut self, start: usize) -> Value {
        self.at = scan::expression_end(self.text, start).max(start);
        let written = self.text.get(start..self.at).unwrap_or_default().trim_end();
        Value::open(written, Span::new(start, start + written.len()), name_of(written))
    }

    /// Terms joined by `+`.
    fn sum(&mut self) -> Option<(Value, Kind)> {
        let (first, kind) = self.term()?;
        if !self.take_behind("+") {
            return Some((first, kind));
        }
        if matches!(first, Value::Word(_)) {
            return None;
        }
        let mut text = first.text()?.clone();
        loop {
            text.append(self.term()?.0.text()?);
            if !self.take_behind("+") {
                let open: usize = text.holes().iter().map(|hole| hole.range.len()).sum();
                return (open < text.len()).then_some((Value::Text(text), Kind::Plain));
            }
        }
    }

    fn term(&mut self) -> Option<(Value, Kind)> {
        self.skip_blanks();
        let start = self.at;
        let letter = self.rest().chars().next()?;
        let plain = |value| Some((value, Kind::Plain));
        match letter {
            '"' | '\'' => self.string().and_then(|text| plain(Value::Text(text))),
            '`' => self.template().and_then(|text| plain(Value::Text(text))),
            '{' => self.table().map(|(table, kind)| (Value::Table(table), kind)),
            '[' => self.list().and_then(plain),
            '(' => {
                self.at += 1;
                let inner = self.expression();
                self.take(")").then_some(inner)
            }
            '0'..='9' | '-' | '.' => self.number().and_then(plain),
            letter if scan::is_name_letter(letter) => self.named(start),
            _ => None,
        }
    }

    fn number(&mut self) -> Option<Value> {
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
        let written = &rest[..length.unwrap_or(rest.len())];
        let word = Text::verbatim(written, self.at);
        self.at += written.len();
        serde_json::from_str::<serde_json::Number>(written).ok().map(|_| Value::Word(word))
    }

    fn list(&mut self) -> Option<Value> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        while !self.take("]") {
            if self.rest().starts_with("...") || self.rest().starts_with(',') {
                return None;
            }
            items.push(self.value());
            if !self.take(",") && !self.rest().starts_with(']') {
                return None;
            }
        }
        Some(Value::List(items, Span::new(start, self.at)))
    }

    /// `{name: value, "name": value, name, ...others}`.
    /// Its kind is that of its body.
    fn table(&mut self) -> Option<(Table, Kind)> {
        let start = self.at;
        self.at += 1;
        let mut table = Table::default();
        let mut body = Kind::Plain;
        while !self.take("}") {
            if self.take("...") {
                let (more, kind) = self.expression();
                spread(&mut table, more);
                body = if kind == Kind::Plain { body } else { kind };
            } else {
                let name = self.name()?;
                let (value, kind) =
                    if self.take(":") { self.expression() } else { self.shorthand(&name)? };
                if name.as_written() == "body" {
                    body = kind;
                }
                table.put(name, value);
            }
            if !self.take(",") && !self.rest().starts_with('}') {
                return None;
            }
        }
        table.span = Span::new(start, self.at);
        Some((table, body))
    }

    /// The name of a member: a word, a string, or a string in brackets.
    fn name(&mut self) -> Option<Text> {
        self.skip_blanks();
        let rest = self.rest();
        match rest.chars().next()? {
            '"' | '\'' => self.string(),
            '[' => {
                self.at += 1;
                let name = self.value().text()?.clone();
                (self.take("]") && name.known().is_known()).then_some(name)
            }
            letter if scan::is_name_letter(letter) => {
                let length = scan::name_length(rest);
                let name = Text::verbatim(&rest[..length], self.at);
                self.at += length;
                Some(name)
            }
            _ => None,
        }
    }

    /// `{token}` stands for `{token: token}`.
    fn shorthand(&mut self, name: &Text) -> Option<(Value, Kind)> {
        let rest = self.rest();
        let ends = rest.starts_with(',') || rest.starts_with('}');
        let written = name.as_written();
        let span = name.span();
        ends.then(|| self.lookup(written, span))
    }

    /// What a name stands for, where the text says it.
    fn lookup(&mut self, name: &str, span: Span) -> (Value, Kind) {
        let open = || (Value::open(name, span, name), Kind::Plain);
        let Some((value, kind)) = self.names.get(name) else { return open() };
        self.used = self.used.saturating_add(value.span().len()).saturating_add(16);
        if self.used > LARGEST_EXPANSION {
            return open();
        }
        (value.placed(span), *kind)
    }

    /// A name, what is called or looked up with it.
    fn named(&mut self, start: usize) -> Option<(Value, Kind)> {
        let length = scan::name_length(self.rest());
        let word = self.text.get(start..start + length)?;
        self.at += length;
        let span = Span::new(start, self.at);
        let plain = |value| Some((value, Kind::Plain));
        match word {
            "true" | "false" | "null" | "undefined" => {
                plain(Value::Word(Text::verbatim(word, start)))
            }
            "JSON" if self.take_behind(".stringify(") => {
                let value = self.value();
                self.arguments_end();
                plain(Value::Text(match value.json() {
                    Fact::Known(json) => json,
                    Fact::Absent | Fact::Unknown(_) => return None,
                }))
            }
            "new" => self.new_object(start),
            "btoa" | "encodeURIComponent" | "encodeURI" | "String" if self.take("(") => {
                let value = self.value();
                self.arguments_end();
                plain(Value::Text(called(word, value.text()?)?))
            }
            _ => {
                self.skip_path();
                let written = self.text.get(start..self.at)?;
                let whole = Span::new(start, self.at);
                if self.rest().starts_with(['(', '`', '[', '?']) {
                    return None;
                }
                if written == word {
                    return Some(self.lookup(word, span));
                }
                plain(Value::open(written, whole, name_of(written)))
            }
        }
    }

    /// `.a.b` behind a name.
    fn skip_path(&mut self) {
        while let Some(behind) =
            self.rest().strip_prefix("?.").or_else(|| self.rest().strip_prefix('.'))
        {
            let length = scan::name_length(behind);
            if length == 0 {
                return;
            }
            self.at = self.text.len() - behind.len() + length;
        }
    }

    /// `new Headers({…})`, `new URLSearchParams({…})`, `new URL("…")`.
    fn new_object(&mut self, start: usize) -> Option<(Value, Kind)> {
        self.skip_blanks();
        let length = scan::name_length(self.rest());
        let class = self.text.get(self.at..self.at + length)?;
        self.at += length;
        if !self.take("(") {
            return None;
        }
        let value = if self.rest().trim_start().starts_with(')') {
            Value::Table(Table { span: Span::new(start, self.at), ..Table::default() })
        } else {
            self.value()
        };
        let alone = self.arguments_end();
        let whole = Span::new(start, self.at);
        match class {
            "Headers" => Some((value, Kind::Plain)),
            "URL" if alone => Some((value, Kind::Plain)),
            "FormData" => Some((Value::open("…", whole, ""), Kind::Multipart)),
            "URLSearchParams" => {
                let read = match &value {
                    Value::Table(table) => table.form().known().map(Value::Text),
                    Value::List(..) => {
                        pairs(&value).and_then(|t| t.form().known()).map(Value::Text)
                    }
                    Value::Text(_) | Value::Word(_) | Value::Open(_) => Some(value.clone()),
                };
                let read = read.unwrap_or_else(|| Value::open("…", whole, ""));
                let kind = if self.take_behind(".toString()") { Kind::Plain } else { Kind::Form };
                Some((read, kind))
            }
            _ => None,
        }
    }

    /// Steps over further arguments and the bracket; were there none?
    fn arguments_end(&mut self) -> bool {
        let mut alone = true;
        while self.take(",") {
            self.skip_blanks();
            alone &= self.rest().starts_with(')');
            self.at = scan::expression_end(self.text, self.at);
        }
        self.take(")") && alone
    }
}

/// `...others`.
fn spread(table: &mut Table, others: Value) {
    match others {
        Value::Table(more) => {
            table.open |= more.open;
            more.members.into_iter().for_each(|(name, value)| table.put(name, value));
        }
        Value::Word(_) => {}
        Value::Text(_) | Value::List(..) | Value::Open(_) => table.open = true,
    }
}

/// `[["name", "value"], …]` as a table.
pub(super) fn pairs(value: &Value) -> Option<Table> {
    let Value::List(items, span) = value else { return None };
    let mut table = Table { span: *span, ..Table::default() };
    for item in items {
        let Value::List(pair, _) = item else { return None };
        let [name, value] = pair.as_slice() else { return None };
        table.members.push((name.text()?.clone(), value.clone()));
    }
    Some(table)
}

fn called(function: &str, text: &Text) -> Option<Text> {
    match function {
        "btoa" => {
            let Fact::Known(written) = text.known() else { return None };
            Some(Text::decoded(&BASE64_STANDARD.encode(written), text.span()))
        }
        "encodeURIComponent" => Some(component_encoded(text)),
        "String" => Some(text.clone()),
        _ => None,
    }
}

/// The last word of `process.env.TOKEN`, if it is no more than a path.
fn name_of(written: &str) -> &str {
    let path = |letter: char| scan::is_name_letter(letter) || letter == '.' || letter == '?';
    if !written.chars().all(path) {
        return "";
    }
    written.rsplit('.').next().unwrap_or_default()
}
