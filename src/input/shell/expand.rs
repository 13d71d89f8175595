//! Words become values: variables set earlier in the same text are known, all others are holes.

use std::collections::BTreeMap;

use super::braces;
use super::dialect::Dialect;
use super::lexer::{Layer, Token, lex};
use super::modify;
use super::quotes::operand;
use super::variables::{Setting, Variables};
use super::word::{Part, PartKind, Quoting, Word, is_name};
use crate::source::{Span, Text};
use crate::truth::Why;

/// A value of the command line.
#[derive(Clone, Debug)]
pub(in crate::input) struct Argument {
    pub(in crate::input) text: Text,
}

/// What the commands in `$(…)` print, by where they stand.
pub(super) type Outputs = BTreeMap<usize, Text>;

#[derive(Clone, Copy)]
pub(in crate::input) struct Expansion<'a> {
    pub(in crate::input) source: &'a str,
    pub(in crate::input) variables: &'a Variables,
    pub(super) outputs: &'a Outputs,
    pub(super) dialect: Dialect,
}

/// What a part of a word stands for.
pub(super) enum Value {
    One(Text),
    /// `$@`, `${NAME[@]}`: each is a word of its own.
    Many(Vec<Text>),
}

impl Expansion<'_> {
    pub(super) fn slice(&self, span: Span) -> &str {
        self.source.get(span.start..span.end).unwrap_or_default()
    }

    /// The values a word stands for: bare variables with blanks in them are split.
    pub(in crate::input) fn arguments(&self, word: &Word) -> Vec<Argument> {
        // Braces in an address are meant the same by curl, if the shell leaves them alone.
        let address = self.slice(word.span).contains("://");
        let words = match (self.dialect, braces::expand(word, self.source)) {
            (Dialect::Dash, _) => vec![word.clone()],
            (Dialect::Posix, words) if address || words.as_ref().is_some_and(|w| w.len() == 1) => {
                vec![word.clone()]
            }
            (Dialect::Bash | Dialect::Zsh, Some(words)) => words,
            (Dialect::Bash | Dialect::Zsh | Dialect::Posix, _) => {
                let mut text = Text::default();
                text.push_hole(self.slice(word.span), word.span, (Why::Variable, ""));
                return vec![Argument { text }];
            }
        };
        let fields = words.iter().flat_map(|word| self.fields(word));
        fields.map(|text| Argument { text }).collect()
    }

    fn fields(&self, word: &Word) -> Vec<Text> {
        let mut fields = Fields::default();
        let mut parts = word.parts.as_slice();
        if let Some((tilde, rest)) = self.tilde(parts) {
            fields.open.get_or_insert_default().append(&tilde);
            parts = rest;
        }
        for part in parts {
            let bare = part.quoting == Quoting::Bare;
            let substituted = matches!(part.kind, PartKind::Substitution(_));
            let split = bare && (self.dialect != Dialect::Zsh || substituted);
            match self.value(part) {
                Some(Value::One(value)) if split => fields.split(&value, &self.separators()),
                Some(Value::One(value)) if bare && value.is_empty() => {}
                Some(Value::One(value)) => fields.open.get_or_insert_default().append(&value),
                Some(Value::Many(values)) => {
                    let separators = split.then(|| self.separators());
                    fields.many(&values, separators.as_deref());
                }
                None => self.push(part, fields.open.get_or_insert_default()),
            }
        }
        fields.done.extend(fields.open);
        fields.done
    }

    /// The letters between which a bare value is split.
    pub(super) fn separators(&self) -> String {
        let set = self.variables.get("IFS").and_then(Setting::known);
        set.unwrap_or(" \t\n").to_owned()
    }

    /// `~` and `~/…` at the start of a word: a folder that is not in the text.
    fn tilde<'p>(&self, parts: &'p [Part]) -> Option<(Text, &'p [Part])> {
        let (first, rest) = parts.split_first()?;
        let written = self.slice(first.span);
        let bare = first.quoting == Quoting::Bare && matches!(first.kind, PartKind::Verbatim);
        if !bare || !written.starts_with('~') || !rest.is_empty() && written.len() == 1 {
            return None;
        }
        let mut text = Text::default();
        text.push_hole(written, first.span, (Why::Variable, "HOME"));
        Some((text, rest))
    }

    /// The words between the brackets of `NAME=(…)`; `None` for anything else.
    pub(in crate::input) fn list(&self, value: &Word) -> Option<Vec<Text>> {
        let mut listed = Vec::new();
        for word in listed_words(value, self.source)? {
            // `([key]=value)` is another kind of list.
            if self.slice(word.span).starts_with('[') {
                return None;
            }
            listed.extend(self.arguments(&word).into_iter().map(|a| a.text));
        }
        Some(listed)
    }

    /// The value of a word that is not split: an assignment, the target of a redirection.
    pub(in crate::input) fn text(&self, word: &Word) -> Text {
        let mut text = Text::default();
        if word.parts.is_empty() {
            text.push_verbatim("", word.span.start);
        }
        let mut parts = word.parts.as_slice();
        if let Some((tilde, rest)) = self.tilde(parts) {
            text.append(&tilde);
            parts = rest;
        }
        for part in parts {
            match self.value(part) {
                Some(Value::One(value)) => text.append(&value),
                Some(Value::Many(values)) => text.append(&joined(&values, part.span)),
                None => self.push(part, &mut text),
            }
        }
        text
    }

    /// A part that stands for itself, or a hole.
    fn push(&self, part: &Part, text: &mut Text) {
        let written = self.slice(part.span);
        match &part.kind {
            PartKind::Verbatim if part.quoting == Quoting::Ansi => self.ansi(part, written, text),
            PartKind::Verbatim => text.push_verbatim(written, part.span.start),
            PartKind::Decoded(value) if part.quoting == Quoting::Ansi => {
                self.ansi(part, value, text);
            }
            PartKind::Decoded(value) => text.push_decoded(value, part.span),
            PartKind::Variable(name, _) => {
                text.push_hole(written, part.span, (Why::Variable, name));
            }
            PartKind::Substitution(_) | PartKind::Dynamic => {
                text.push_hole(written, part.span, (Why::Variable, ""));
            }
        }
    }

    /// `$'…'` means escapes in bash; what it means to `/bin/sh` depends on the machine.
    fn ansi(&self, part: &Part, value: &str, text: &mut Text) {
        let written = self.slice(part.span);
        match self.dialect.of_bash() {
            Some(true) if written == value => text.push_verbatim(written, part.span.start),
            Some(true) => text.push_decoded(value, part.span),
            // Elsewhere `$` stands for itself, and the quotes are plain ones.
            Some(false) => {
                let opens = self.source.get(..part.span.start).is_some_and(|t| t.ends_with("$'"));
                if opens {
                    let at = part.span.start - 2;
                    text.push_verbatim("$", at);
                }
                text.push_verbatim(written, part.span.start);
            }
            None => text.push_hole(written, part.span, (Why::Variable, "")),
        }
    }

    /// What `<(…)` prints, where a word is nothing else.
    pub(super) fn printed(&self, word: &Word) -> Option<Text> {
        let [Part { span, kind: PartKind::Substitution(inner), .. }] = word.parts.as_slice() else {
            return None;
        };
        let mut text = self.outputs.get(&inner.start).cloned()?;
        if !text.is_empty() {
            text.push_decoded("\n", Span::at(inner.end));
        }
        self.slice(*span).starts_with("<(").then_some(text)
    }

    /// The value of a part that the text says, at the place of that part.
    fn value(&self, part: &Part) -> Option<Value> {
        match &part.kind {
            PartKind::Variable(name, modifier) => {
                modify::value(self, part, (name, *modifier)).map(|value| moved(value, part.span))
            }
            PartKind::Substitution(inner) => {
                // `<(…)` is the name of a file.
                if self.slice(part.span).starts_with(['<', '>']) {
                    return None;
                }
                let printed = self.outputs.get(&inner.start)?;
                Some(moved(Value::One(printed.clone()), part.span))
            }
            PartKind::Dynamic => {
                let written = self.slice(part.span);
                let inside = written.strip_prefix("$((")?.strip_suffix("))")?;
                let start = part.span.start + 3;
                let span = Span::new(start, start + inside.len());
                let sum = self.text(&operand(self.source, span, Quoting::Double));
                let value = self.sum(sum.known().known()?)?.value.to_string();
                Some(Value::One(Text::decoded(&value, part.span)))
            }
            PartKind::Verbatim | PartKind::Decoded(_) => None,
        }
    }

    pub(super) fn sum(&self, written: &str) -> Option<super::arithmetic::Sum> {
        let known = |name: &str| {
            let value = self.variables.get(name)?.known()?.trim().to_owned();
            if value.is_empty() { Some(0) } else { super::arithmetic::number(&value) }
        };
        super::arithmetic::calculate(written, &known)
    }
}

/// The words between the brackets of `NAME=(…)`.
pub(super) fn listed_words(value: &Word, source: &str) -> Option<Vec<Word>> {
    let [Part { span, kind: PartKind::Dynamic, .. }] = value.parts.as_slice() else {
        return None;
    };
    let written = source.get(span.start..span.end)?;
    if !written.starts_with('(') || !written.ends_with(')') || written.starts_with("((") {
        return None;
    }
    let inner = Span::new(span.start + 1, span.end - 1);
    let mut words = Vec::new();
    for token in lex(source, inner, Layer::Inside).tokens {
        match token {
            Token::Word(word) => words.push(word),
            Token::Newline => {}
            Token::Redirect(_) | Token::Operator(..) | Token::Answer(_) => return None,
        }
    }
    Some(words)
}

/// Words that are still being put together.
#[derive(Default)]
struct Fields {
    done: Vec<Text>,
    open: Option<Text>,
}

impl Fields {
    /// Splits a bare value at blanks, as a shell does.
    fn split(&mut self, value: &Text, separators: &str) {
        let written = value.as_written();
        let blank = |c: char| separators.contains(c);
        let in_hole = |at: usize| value.holes().iter().any(|hole| hole.range.contains(&at));
        let mut start = 0;
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        for (at, _) in written.char_indices().filter(|(at, c)| blank(*c) && !in_hole(*at)) {
            cuts.push((start, at));
            start = at + written[at..].chars().next().map_or(1, char::len_utf8);
        }
        for (from, to) in cuts {
            if from < to {
                self.open.get_or_insert_default().append(&value.slice(from..to));
            }
            self.done.extend(self.open.take());
        }
        if start < written.len() {
            self.open.get_or_insert_default().append(&value.slice(start..written.len()));
        }
    }

    /// The first joins what stands before, the last what comes behind.
    fn many(&mut self, values: &[Text], separators: Option<&str>) {
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.done.extend(self.open.take());
            }
            match separators {
                Some(separators) => self.split(value, separators),
                None => self.open.get_or_insert_default().append(value),
            }
        }
    }
}

fn joined(values: &[Text], span: Span) -> Text {
    let mut text = Text::decoded("", span);
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            text.push_decoded(" ", span);
        }
        text.append(value);
    }
    text
}

pub(super) fn join(values: &[Text], span: Span) -> Text {
    joined(values, span)
}

fn moved(value: Value, span: Span) -> Value {
    match value {
        Value::One(text) => Value::One(placed(&text, span)),
        Value::Many(texts) => Value::Many(texts.iter().map(|text| placed(text, span)).collect()),
    }
}

/// The same value, where it is used.
fn placed(text: &Text, span: Span) -> Text {
    let written = text.as_written();
    let mut moved = Text::default();
    let mut at = 0;
    for hole in text.holes() {
        if at < hole.range.start {
            moved.push_decoded(&written[at..hole.range.start], span);
        }
        moved.push_hole(&written[hole.range.clone()], span, (hole.why, &hole.name));
        at = hole.range.end;
    }
    if at < written.len() || at == 0 {
        moved.push_decoded(&written[at..], span);
    }
    moved
}

/// The name by which a hole of this text is best known: its own, else that of the variable.
pub(super) fn renamed(text: &Text, name: &str) -> Text {
    if text.holes().iter().all(|hole| is_name(&hole.name)) {
        return text.clone();
    }
    let written = text.as_written();
    let mut done = Text::default();
    let mut at = 0;
    for hole in text.holes() {
        done.append(&text.slice(at..hole.range.start));
        let own = if is_name(&hole.name) { &hole.name } else { name };
        let span = text.span_of(hole.range.clone());
        done.push_hole(&written[hole.range.clone()], span, (hole.why, own));
        at = hole.range.end;
    }
    done.append(&text.slice(at..written.len()));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_value_is_split_at_blanks() {
        let mut fields = Fields { done: Vec::new(), open: Some(Text::verbatim("a", 0)) };
        fields.split(&Text::decoded("b c ", Span::new(1, 3)), " ");
        let shown: Vec<&str> = fields.done.iter().map(Text::as_written).collect();
        assert_eq!(shown, ["ab", "c"]);
        assert!(fields.open.is_none());
    }
}
