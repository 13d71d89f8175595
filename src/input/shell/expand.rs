//! Words become values: variables set earlier in the same text are known, all others are holes.

use std::collections::BTreeMap;

use super::lexer::{Layer, Token, lex};
use super::word::{Part, PartKind, Quoting, Word};
use crate::source::{Span, Text};
use crate::truth::Why;

/// What the text says about its variables.
pub(in crate::input) type Variables = BTreeMap<String, Setting>;

/// What a variable was set to.
#[derive(Clone)]
pub(in crate::input) enum Setting {
    To(String),
    /// `NAME=(…)`: a list of words.
    Words(Vec<Text>),
    /// Something out of the answer to the exchange of this number.
    Answer(usize),
    Unknown,
}

impl Setting {
    pub(in crate::input) fn known(&self) -> Option<&str> {
        match self {
            Self::To(value) => Some(value),
            Self::Words(_) | Self::Answer(_) | Self::Unknown => None,
        }
    }

    /// Set to this, or to something that is not in the text.
    pub(in crate::input) fn of(value: Option<String>) -> Self {
        value.map_or(Self::Unknown, Self::To)
    }
}

/// A value of the command line.
#[derive(Clone, Debug)]
pub(in crate::input) struct Argument {
    pub(in crate::input) text: Text,
}

pub(in crate::input) struct Expansion<'a> {
    pub(in crate::input) source: &'a str,
    pub(in crate::input) variables: &'a Variables,
}

impl Expansion<'_> {
    /// The values a word stands for: bare variables with blanks in them are split.
    pub(in crate::input) fn arguments(&self, word: &Word) -> Vec<Argument> {
        if let Some(listed) = self.listed(word) {
            return listed;
        }
        let mut fields = Vec::new();
        let mut open: Option<Text> = None;
        for part in &word.parts {
            let known = self.value(part);
            match known.filter(|_| part.quoting == Quoting::Bare) {
                Some(value) => split_into(&value, part.span, (&mut fields, &mut open)),
                None => self.push(part, open.get_or_insert_default()),
            }
        }
        fields.extend(open);
        fields.into_iter().map(|text| Argument { text }).collect()
    }

    /// `"${NAME[@]}"`: each word of a list that the text sets.
    fn listed(&self, word: &Word) -> Option<Vec<Argument>> {
        let [Part { span, quoting: Quoting::Double, kind: PartKind::Variable(name, modifier) }] =
            word.parts.as_slice()
        else {
            return None;
        };
        let Setting::Words(listed) = self.variables.get(name)? else { return None };
        let all = self.source.get(modifier.start..modifier.end)? == "[@]";
        all.then(|| listed.iter().map(|text| Argument { text: placed(text, *span) }).collect())
    }

    /// The words between the brackets of `NAME=(…)`; `None` for anything else.
    pub(in crate::input) fn list(&self, value: &Word) -> Option<Vec<Text>> {
        let [Part { span, kind: PartKind::Dynamic, .. }] = value.parts.as_slice() else {
            return None;
        };
        let written = self.source.get(span.start..span.end)?;
        if !written.starts_with('(') || !written.ends_with(')') {
            return None;
        }
        let inner = Span::new(span.start + 1, span.end - 1);
        let mut listed = Vec::new();
        for token in lex(self.source, inner, Layer::Inside).tokens {
            match token {
                Token::Word(word) => {
                    listed.extend(self.arguments(&word).into_iter().map(|a| a.text));
                }
                Token::Newline => {}
                Token::Redirect(_) | Token::Operator(..) | Token::Answer(_) => return None,
            }
        }
        Some(listed)
    }

    /// The value of a word that is not split: an assignment, the target of a redirection.
    pub(in crate::input) fn text(&self, word: &Word) -> Text {
        let mut text = Text::default();
        if word.parts.is_empty() {
            text.push_verbatim("", word.span.start);
        }
        for part in &word.parts {
            self.push(part, &mut text);
        }
        text
    }

    fn push(&self, part: &Part, text: &mut Text) {
        let written = self.source.get(part.span.start..part.span.end).unwrap_or_default();
        match &part.kind {
            PartKind::Verbatim => text.push_verbatim(written, part.span.start),
            PartKind::Decoded(value) => text.push_decoded(value, part.span),
            PartKind::Variable(name, _) => match self.value(part) {
                Some(value) => text.push_decoded(&value, part.span),
                None => text.push_hole(written, part.span, (Why::Variable, name)),
            },
            PartKind::Substitution(_) | PartKind::Dynamic => {
                text.push_hole(written, part.span, (Why::Variable, ""));
            }
        }
    }

    /// The value of a variable that the text sets, as far as its modifiers are understood.
    fn value(&self, part: &Part) -> Option<String> {
        let PartKind::Variable(name, modifier) = &part.kind else { return None };
        let value = self.variables.get(name)?.known()?;
        let modifier = self.source.get(modifier.start..modifier.end).unwrap_or_default();
        modify(value, modifier)
    }
}

/// The same value, where the list is used.
fn placed(text: &Text, span: Span) -> Text {
    let written = text.as_written();
    let mut moved = Text::default();
    let mut at = 0;
    for hole in text.holes() {
        moved.push_decoded(&written[at..hole.range.start], span);
        moved.push_hole(&written[hole.range.clone()], span, (hole.why, &hole.name));
        at = hole.range.end;
    }
    moved.push_decoded(&written[at..], span);
    moved
}

/// Splits a bare value at blanks, as a shell does.
fn split_into(value: &str, span: Span, (fields, open): (&mut Vec<Text>, &mut Option<Text>)) {
    let blank = |c: char| matches!(c, ' ' | '\t' | '\n');
    if value.starts_with(blank) {
        fields.extend(open.take());
    }
    for field in value.split(blank).filter(|field| !field.is_empty()) {
        if value.trim_start_matches(blank).as_ptr() != field.as_ptr() {
            fields.extend(open.take());
        }
        open.get_or_insert_default().push_decoded(field, span);
    }
    if value.ends_with(blank) {
        fields.extend(open.take());
    }
}

/// `${X}`, `${X:-d}`, `${X%/}`, `${X##*/}`; nothing else is evaluated.
fn modify(value: &str, modifier: &str) -> Option<String> {
    let plain = |pattern: &str| !pattern.contains(['$', '`', '\\', '[', '?', '\'', '"']);
    if modifier.is_empty() || modifier.starts_with(":-") && !value.is_empty() {
        return Some(value.to_owned());
    }
    let (operator, pattern) =
        ["%%", "%", "##", "#"].iter().find_map(|op| Some((*op, modifier.strip_prefix(op)?)))?;
    if !plain(pattern) {
        return None;
    }
    let stars = pattern.matches('*').count();
    let kept = match operator {
        "%" | "%%" if stars == 0 => value.strip_suffix(pattern).unwrap_or(value),
        "#" | "##" if stars == 0 => value.strip_prefix(pattern).unwrap_or(value),
        "%" => cut(value, pattern.strip_suffix('*')?, |v, p| v.rfind(p))
            .map_or(value, |(at, _)| &value[..at]),
        "%%" => cut(value, pattern.strip_suffix('*')?, |v, p| v.find(p))
            .map_or(value, |(at, _)| &value[..at]),
        "#" => cut(value, pattern.strip_prefix('*')?, |v, p| v.find(p))
            .map_or(value, |(_, end)| &value[end..]),
        _ => cut(value, pattern.strip_prefix('*')?, |v, p| v.rfind(p))
            .map_or(value, |(_, end)| &value[end..]),
    };
    (stars <= 1).then(|| kept.to_owned())
}

type Search = fn(&str, &str) -> Option<usize>;

fn cut(value: &str, pattern: &str, search: Search) -> Option<(usize, usize)> {
    search(value, pattern).map(|at| (at, at + pattern.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_cut_values_as_the_shell_does() {
        let url = "https://api.frontegg.com/";
        assert_eq!(modify(url, "%/").as_deref(), Some("https://api.frontegg.com"));
        assert_eq!(modify(url, "##*//").as_deref(), Some("api.frontegg.com/"));
        assert_eq!(modify("a.b.c", "%.*").as_deref(), Some("a.b"));
        assert_eq!(modify("a.b.c", "%%.*").as_deref(), Some("a"));
        assert_eq!(modify("a.b.c", "#*.").as_deref(), Some("b.c"));
        assert_eq!(modify("x", "/a/b"), None);
    }

    #[test]
    fn a_bare_value_is_split_at_blanks() {
        let (mut fields, mut open) = (Vec::new(), Some(Text::verbatim("a", 0)));
        split_into("b c ", Span::new(1, 3), (&mut fields, &mut open));
        let shown: Vec<&str> = fields.iter().map(Text::as_written).collect();
        assert_eq!(shown, ["ab", "c"]);
        assert!(open.is_none());
    }
}
