//! Expressions of PowerShell that write a value down; all others are open.

use std::collections::BTreeMap;

use super::scan::{self, Stop};
use crate::input::literal::{Table, Value};
use crate::source::{Span, Text};

/// How deep values are read inside values.
const DEEPEST: usize = 20;
/// What all uses of variables together may add to a text.
const LARGEST_EXPANSION: usize = 4 << 20;

/// What the text says about its variables, by their names in small letters.
pub(super) type Names = BTreeMap<String, Value>;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) names: Names,
    depth: usize,
    used: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, names: Names::new(), depth: 0, used: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at = scan::skip_blanks(self.text, self.at);
    }

    pub(super) fn skip_lines(&mut self) {
        self.at = scan::skip_lines(self.text, self.at);
    }

    /// Steps over a sign, if it comes next, maybe on another line.
    pub(super) fn take(&mut self, sign: &str) -> bool {
        let at = scan::skip_lines(self.text, self.at);
        let taken = self.text.get(at..).is_some_and(|rest| rest.starts_with(sign));
        if taken {
            self.at = at + sign.len();
        }
        taken
    }

    /// Steps over a sign that comes next on this line.
    pub(super) fn take_here(&mut self, sign: &str) -> bool {
        self.skip_blanks();
        let taken = self.rest().starts_with(sign);
        self.at += if taken { sign.len() } else { 0 };
        taken
    }

    /// The word that comes next: a command, an option.
    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:\\/".contains(c)));
        let word = &rest[..end.unwrap_or(rest.len())];
        self.at += word.len();
        word
    }

    /// A statement's value: an expression, lists without brackets, and what it is piped into.
    pub(super) fn statement(&mut self) -> Value {
        self.skip_blanks();
        let start = self.at;
        self.depth += 1;
        let read = if self.depth > DEEPEST { None } else { self.pipeline() };
        self.depth -= 1;
        match read {
            Some(value) if self.at_end(Stop::Statement) => value,
            Some(_) | None => self.open_from(start, Stop::Statement),
        }
    }

    /// An argument of a method: up to a comma or bracket.
    fn argument(&mut self) -> Value {
        self.skip_lines();
        let start = self.at;
        self.depth += 1;
        let read = if self.depth > DEEPEST { None } else { self.sum() };
        self.depth -= 1;
        match read {
            Some(value) if self.at_end(Stop::Argument) => value,
            Some(_) | None => self.open_from(start, Stop::Argument),
        }
    }

    /// The value inside `(…)` and `$(…)`; the bracket that closes it is left.
    pub(super) fn within(&mut self) -> Value {
        self.skip_lines();
        let start = self.at;
        let value = self.statement();
        self.skip_lines();
        if self.rest().starts_with(')') {
            return value;
        }
        // More than one statement.
        self.at = start;
        self.open_from(start, Stop::Argument)
    }

    fn at_end(&mut self, stop: Stop) -> bool {
        match stop {
            Stop::Statement => self.skip_blanks(),
            Stop::Argument => self.skip_lines(),
        }
        let rest = self.rest();
        rest.is_empty()
            || rest.starts_with(['\n', ';', ')', '}', ']'])
            || stop == Stop::Argument && rest.starts_with(',')
    }

    /// All of an expression, whose value is elsewhere.
    pub(super) fn open_from(&mut self, start: usize, stop: Stop) -> Value {
        let mut end = scan::expression_end(self.text, start, stop).max(start);
        // A list goes on behind its commas.
        while stop == Stop::Argument && self.text.as_bytes().get(end) == Some(&b';') {
            end = scan::expression_end(self.text, end + 1, stop);
        }
        self.at = end;
        let written = self.text.get(start..end).unwrap_or_default().trim_end();
        Value::open(written, Span::new(start, start + written.len()), name_of(written))
    }

    fn pipeline(&mut self) -> Option<Value> {
        let mut value = self.items()?;
        while self.take_here("|") {
            self.skip_lines();
            let command = self.word().to_ascii_lowercase();
            value = match command.as_str() {
                "convertto-json" => self.json(Some(value))?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// `a, b, c`.
    fn items(&mut self) -> Option<Value> {
        let start = self.at;
        let first = self.sum()?;
        if !self.take_here(",") {
            return Some(first);
        }
        let mut items = vec![first];
        loop {
            self.skip_lines();
            items.push(self.sum()?);
            if !self.take_here(",") {
                return Some(Value::List(items, Span::new(start, self.at)));
            }
        }
    }

    /// Terms joined by `+`, and `"{0}" -f …`.
    fn sum(&mut self) -> Option<Value> {
        let first = self.term()?;
        self.skip_blanks();
        if !self.rest().starts_with('+') {
            return Some(first);
        }
        if matches!(first, Value::Word(_)) {
            return None;
        }
        let mut text = first.text()?.clone();
        while self.take_here("+") {
            self.skip_lines();
            text.append(self.term()?.text()?);
            self.skip_blanks();
        }
        let open: usize = text.holes().iter().map(|hole| hole.range.len()).sum();
        (open < text.len()).then_some(Value::Text(text))
    }

    pub(super) fn term(&mut self) -> Option<Value> {
        self.skip_blanks();
        let rest = self.rest();
        let start = self.at;
        let letter = rest.chars().next()?;
        let value = match letter {
            '@' if rest.starts_with("@{") => Value::Table(self.table()?),
            '@' if rest.starts_with("@(") => self.list()?,
            '$' if rest.starts_with("$(") => self.group(2)?,
            '(' => self.group(1)?,
            '$' => return self.variable(),
            '[' => return self.typed(),
            '0'..='9' | '-' => self.number()?,
            letter if letter.is_ascii_alphabetic() => return self.command_value(start),
            _ => Value::Text(self.string()?),
        };
        // `.ToString()` and the like are not followed.
        (!self.rest().starts_with(['.', '['])).then_some(value)
    }

    fn group(&mut self, open: usize) -> Option<Value> {
        self.at += open;
        let value = self.within();
        self.take(")").then_some(value)
    }

    fn number(&mut self) -> Option<Value> {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
        let written = &rest[..end.unwrap_or(rest.len())];
        serde_json::from_str::<serde_json::Number>(written).ok()?;
        let word = Text::verbatim(written, self.at);
        self.at += written.len();
        Some(Value::Word(word))
    }

    /// `@(a, b)`, one on each line or with commas.
    fn list(&mut self) -> Option<Value> {
        let start = self.at;
        self.at += 2;
        let mut items = Vec::new();
        while !self.take(")") {
            if !self.take(";") {
                self.skip_lines();
                match self.statement() {
                    Value::List(more, _) => items.extend(more),
                    value
                    @ (Value::Text(_) | Value::Word(_) | Value::Table(_) | Value::Open(_)) => {
                        items.push(value);
                    }
                }
            }
            if self.rest().is_empty() || self.rest().starts_with(['}', ']']) {
                return None;
            }
        }
        Some(Value::List(items, Span::new(start, self.at)))
    }

    /// `@{name = value; "name" = value}`.
    pub(super) fn table(&mut self) -> Option<Table> {
        let start = self.at;
        self.at += 2;
        let mut table = Table::default();
        while !self.take("}") {
            if self.take(";") {
                continue;
            }
            self.skip_lines();
            let name = self.key()?;
            if !self.take_here("=") {
                return None;
            }
            self.skip_lines();
            table.put(name, self.statement());
            self.skip_blanks();
            if !self.rest().starts_with(['\n', ';', '}']) {
                return None;
            }
        }
        table.span = Span::new(start, self.at);
        Some(table)
    }

    pub(super) fn key(&mut self) -> Option<Text> {
        let rest = self.rest();
        if rest.starts_with(|c| scan::is_single(c) || scan::is_double(c)) {
            return self.string();
        }
        let length = rest.find(|c: char| !scan::is_name_letter(c) && c != '-' && c != '.')?;
        let name = Text::verbatim(&rest[..length], self.at);
        self.at += length;
        (length > 0).then_some(name)
    }

    /// `$name`, `${name}`, `$env:NAME`, in small letters; `None` where none stands here.
    pub(super) fn variable_name(&mut self) -> Option<String> {
        let rest = self.rest().strip_prefix('$')?;
        if let Some(braced) = rest.strip_prefix('{') {
            let end = braced.bytes().take(128).position(|byte| byte == b'}')?;
            self.at += end + 3;
            return Some(braced[..end].to_ascii_lowercase());
        }
        let length = |rest: &str| rest.find(|c| !scan::is_name_letter(c)).unwrap_or(rest.len());
        let mut end = length(rest);
        let scope = rest[end..].strip_prefix(':').map_or(0, length);
        let scoped = ["env", "script", "global", "local", "private", "using"];
        if scope > 0 && scoped.iter().any(|known| known.eq_ignore_ascii_case(&rest[..end])) {
            end += 1 + scope;
        }
        self.at += 1 + end;
        (end > 0).then(|| rest[..end].to_ascii_lowercase())
    }

    /// What a variable stands for, where the text says it.
    pub(super) fn lookup(&mut self, name: &str, span: Span) -> Value {
        let bare = bare_name(name);
        let written = self.text.get(span.start..span.end).unwrap_or_default();
        let Some(value) = self.names.get(bare) else {
            return Value::open(written, span, name_of(written));
        };
        self.used = self.used.saturating_add(value.span().len()).saturating_add(16);
        if self.used > LARGEST_EXPANSION {
            return Value::open(written, span, name_of(written));
        }
        value.placed(span)
    }

    /// A variable and its members.
    fn variable(&mut self) -> Option<Value> {
        let start = self.at;
        let name = self.variable_name()?;
        let span = Span::new(start, self.at);
        let mut value = match name.as_str() {
            "true" | "false" | "null" => Value::Word(Text::decoded(&name, span)),
            _ => self.lookup(&name, span),
        };
        let mut path = false;
        while self.rest().starts_with('.') {
            let behind = &self.rest()[1..];
            let length = behind.find(|c| !scan::is_name_letter(c)).unwrap_or(behind.len());
            if length == 0 {
                break;
            }
            path = true;
            self.at += 1 + length;
            value = match value {
                Value::Table(table) if !table.open => table.get(&behind[..length])?.clone(),
                Value::Table(_) | Value::Text(_) | Value::Word(_) | Value::List(..) => return None,
                open @ Value::Open(_) => open,
            };
        }
        if self.rest().starts_with(['(', '[']) || self.rest().starts_with("::") {
            return None;
        }
        if path && matches!(value, Value::Open(_)) {
            let written = self.text.get(start..self.at)?;
            return Some(Value::open(written, Span::new(start, self.at), name_of(written)));
        }
        Some(value)
    }

    /// The arguments of a method, up to its bracket.
    pub(super) fn arguments(&mut self) -> Option<Vec<Value>> {
        let mut given = Vec::new();
        while !self.take(")") {
            given.push(self.argument());
            let more = self.take(",");
            self.skip_lines();
            if !more && !self.rest().starts_with(')') {
                return None;
            }
        }
        Some(given)
    }
}

/// A variable's name without its scope; `env:` is no scope.
pub(super) fn bare_name(name: &str) -> &str {
    match name.split_once(':') {
        Some((scope, bare)) if scope != "env" => bare,
        Some(_) | None => name,
    }
}

/// The last word of `$response.data.token`, if it is no more than a path.
fn name_of(written: &str) -> &str {
    let inner = written.trim_start_matches(['$', '{', '(']).trim_end_matches(['}', ')']);
    if !inner.chars().all(|c| scan::is_name_letter(c) || ".:$".contains(c)) {
        return "";
    }
    inner.rsplit(['.', ':', '$']).next().unwrap_or_default()
}
