//! Commands and types of PowerShell whose value can be said without running them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::value::Reader;
use crate::input::literal::{Value, component_encoded, form_encoded};
use crate::source::{Span, Text};
use crate::truth::Fact;

impl Reader<'_> {
    /// A command where a value is wanted: `ConvertTo-Json $x`, `ConvertTo-SecureString "…"`.
    pub(super) fn command_value(&mut self, start: usize) -> Option<Value> {
        let command = self.word().to_ascii_lowercase();
        match command.as_str() {
            "convertto-json" => self.json(None),
            "convertto-securestring" => {
                let mut value = None;
                while let Some(argument) = self.command_argument() {
                    match argument {
                        CommandArgument::Value(given) if value.is_none() => value = Some(given),
                        CommandArgument::Value(_) | CommandArgument::Name(..) => {}
                    }
                }
                value
            }
            _ => {
                self.at = start;
                None
            }
        }
    }

    /// `ConvertTo-Json` with its options; what is nested deeper than it follows is not said.
    pub(super) fn json(&mut self, piped: Option<Value>) -> Option<Value> {
        let mut depth = 2;
        let mut value = piped;
        let mut option = String::new();
        while let Some(argument) = self.command_argument() {
            match argument {
                CommandArgument::Name(name, _) => option = name.to_ascii_lowercase(),
                CommandArgument::Value(given) if option.starts_with("de") => {
                    depth = given.text()?.as_written().parse().ok()?;
                    option.clear();
                }
                CommandArgument::Value(given) => value = value.or(Some(given)),
            }
        }
        let value = value?;
        if value.depth() > depth + 1 {
            return None;
        }
        match value.json() {
            Fact::Known(json) => Some(Value::Text(json)),
            Fact::Absent | Fact::Unknown(_) => None,
        }
    }

    /// `[type]value`, `[type]::Method(…)`.
    pub(super) fn typed(&mut self) -> Option<Value> {
        let start = self.at;
        let rest = self.rest();
        let end = rest.bytes().take(128).position(|byte| byte == b']')?;
        let class = rest[1..end].to_ascii_lowercase();
        self.at += end + 1;
        if self.rest().starts_with("::") {
            self.at += 2;
            return self.method(&class, start);
        }
        let value = self.term()?;
        match class.as_str() {
            "char" => {
                let number = value.text()?.as_written().parse().ok()?;
                let letter = char::from_u32(number)?;
                let span = Span::new(start, self.at);
                Some(Value::Text(Text::decoded(letter.encode_utf8(&mut [0; 4]), span)))
            }
            "string" => Some(Value::Text(value.text()?.clone())),
            "ordered" | "hashtable" | "pscustomobject" | "int" | "object" | "array" | "uri"
            | "bool" | "system.uri" => Some(value),
            _ => None,
        }
    }

    /// `UTF8.GetBytes(…)` of an encoding gives the text back; a few others are known too.
    fn method(&mut self, class: &str, start: usize) -> Option<Value> {
        let method = self.word().to_ascii_lowercase();
        if !self.rest().starts_with('(') {
            return None;
        }
        self.at += 1;
        let given = self.arguments()?;
        let span = Span::new(start, self.at);
        let class = class.rsplit('.').next().unwrap_or_default();
        let text = given.first()?.text()?;
        let value = match (class, method.as_str()) {
            ("encoding", "utf8.getbytes" | "ascii.getbytes" | "utf8.getstring") => text.clone(),
            ("convert", "tobase64string") => {
                let Fact::Known(written) = text.known() else { return None };
                Text::decoded(&BASE64_STANDARD.encode(written), span)
            }
            ("uri", "escapedatastring") => component_encoded(text),
            ("httputility" | "webutility", "urlencode") => form_encoded(text),
            _ => return None,
        };
        (!self.rest().starts_with(['.', '['])).then_some(Value::Text(value))
    }

    /// The next argument of a command, in the order in which they stand.
    pub(super) fn command_argument(&mut self) -> Option<CommandArgument> {
        self.skip_blanks();
        let rest = self.rest();
        let start = self.at;
        let ends = rest.is_empty()
            || rest.starts_with(['\n', ';', '|', ')', '}', '&', '{'])
            || rest.starts_with("||");
        if ends {
            return None;
        }
        if rest.starts_with('-') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
            let name = rest[1..end.unwrap_or(rest.len())].to_owned();
            self.at += 1 + name.len();
            let glued = self.rest().starts_with(':');
            self.at += usize::from(glued);
            return Some(CommandArgument::Name(name, Span::new(start, self.at)));
        }
        let value = self.argument_value();
        self.at = self.at.max(start + rest.chars().next().map_or(1, char::len_utf8));
        Some(CommandArgument::Value(value))
    }

    /// A value behind a command: a list too.
    pub(super) fn argument_value(&mut self) -> Value {
        let start = self.at;
        let first = self.argument_item();
        if !self.rest().starts_with(',') {
            return first;
        }
        let mut items = vec![first];
        while self.rest().starts_with(',') {
            self.at += 1;
            self.skip_lines();
            items.push(self.argument_item());
        }
        Value::List(items, Span::new(start, self.at))
    }

    /// One value behind a command: quoted, in brackets, or bare.
    fn argument_item(&mut self) -> Value {
        let start = self.at;
        let letter = self.rest().chars().next().unwrap_or(' ');
        if !letter.is_ascii_alphanumeric() && !"[-+./\\:".contains(letter) {
            if let Some(value) = self.term().filter(|_| ends_argument(self.rest())) {
                return value;
            }
            self.at = start;
        }
        let bracketed =
            letter == '(' || self.rest().starts_with("$(") || self.rest().starts_with("@(");
        if bracketed || self.rest().starts_with("@{") {
            return self.open_brackets(start);
        }
        Value::Text(self.bare())
    }

    /// What stands in brackets and is not followed, with what is called on it.
    fn open_brackets(&mut self, start: usize) -> Value {
        use super::scan::{Stop, expression_end, token_end};
        let open = self.rest().find(['(', '{']).map_or(0, |at| at + 1);
        self.at = expression_end(self.text, start + open, Stop::Argument);
        while self.rest().starts_with([',', ';']) {
            self.at = expression_end(self.text, self.at + 1, Stop::Argument);
        }
        self.at = (self.at + 1).min(self.text.len());
        while !ends_argument(self.rest()) {
            self.at = token_end(self.text, self.at);
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        Value::open(written, Span::new(start, self.at), "")
    }

    /// A bare word, with strings and variables in it.
    pub(super) fn bare(&mut self) -> Text {
        let mut text = Text::verbatim("", self.at);
        while !ends_argument(self.rest()) {
            let rest = self.rest();
            let start = self.at;
            if let Some(more) = self.string() {
                text.append(&more);
                continue;
            }
            self.at = start;
            let plain = |c: char| !c.is_whitespace() && !";|)}`$\"'“”„‘’‚‛,({".contains(c);
            let length = rest.find(|c| !plain(c)).unwrap_or(rest.len());
            let step = rest.chars().next().map_or(1, char::len_utf8);
            if length > 0 {
                text.push_verbatim(&rest[..length], start);
                self.at += length;
            } else if rest.starts_with('`') {
                self.at += super::string::push_escape(&mut text, rest, start);
            } else if rest.starts_with('$') {
                self.dollar((rest, self.text.len()), &mut text);
            } else {
                text.push_verbatim(&rest[..step], start);
                self.at += step;
            }
        }
        text
    }
}

/// An argument of a command: the name of an option, or a value.
pub(super) enum CommandArgument {
    Name(String, Span),
    Value(Value),
}

/// Nothing more belongs to the argument.
fn ends_argument(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(|c: char| c.is_whitespace() || ";|)},".contains(c))
        || rest.starts_with("`\n")
        || rest.starts_with("`\r\n")
}
