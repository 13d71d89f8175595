//! Values that a script writes down: texts, lists and tables, and how they are sent.

use super::curl::text::{percent, rewrite};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// A value of a script, as far as the script says it.
#[derive(Clone)]
pub(super) enum Value {
    /// A string.
    Text(Text),
    /// A number, `true`, `false`, `null`: as JSON writes it.
    Word(Text),
    Table(Table),
    List(Vec<Self>, Span),
    /// Something whose value is elsewhere: a text that is one hole.
    Open(Text),
}

/// Names and their values, in the order in which they stand.
#[derive(Clone, Default)]
pub(super) struct Table {
    pub(super) members: Vec<(Text, Value)>,
    pub(super) span: Span,
    /// It holds members that are written elsewhere.
    pub(super) open: bool,
}

impl Value {
    /// A value that the text does not say, as it is written there.
    pub(super) fn open(written: &str, span: Span, name: &str) -> Self {
        let mut text = Text::default();
        text.push_hole(written, span, (Why::Variable, name));
        Self::Open(text)
    }

    pub(super) fn span(&self) -> Span {
        match self {
            Self::Text(text) | Self::Word(text) | Self::Open(text) => text.span(),
            Self::Table(table) => table.span,
            Self::List(_, span) => *span,
        }
    }

    /// The value within a string; none of a table or a list.
    pub(super) fn text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) | Self::Word(text) | Self::Open(text) => Some(text),
            Self::Table(_) | Self::List(..) => None,
        }
    }

    /// `null`, `undefined`, `$null`.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Word(word) if ["null", "undefined"].contains(&word.as_written()))
    }

    /// JSON leaves such members out.
    fn is_undefined(&self) -> bool {
        matches!(self, Self::Word(word) if word.as_written() == "undefined")
    }

    /// The same value where it is used, as a variable.
    pub(super) fn placed(&self, span: Span) -> Self {
        match self {
            Self::Text(text) => Self::Text(placed(text, span)),
            Self::Word(text) => Self::Word(placed(text, span)),
            Self::Open(text) => Self::Open(placed(text, span)),
            Self::Table(_) | Self::List(..) => self.clone(),
        }
    }

    /// The value as JSON; unknown where a part of it is not in the text.
    pub(super) fn json(&self) -> Fact<Text> {
        let mut json = Text::default();
        if self.write(&mut json) { Fact::Known(json) } else { Fact::Unknown(Why::Variable) }
    }

    /// Readers bound how deep values are.
    fn write(&self, json: &mut Text) -> bool {
        let span = self.span();
        match self {
            Self::Text(text) => push_string(json, text),
            Self::Word(_) if self.is_undefined() => json.push_decoded("null", span),
            Self::Word(text) | Self::Open(text) => json.append(text),
            Self::List(items, _) => {
                json.push_decoded("[", Span::at(span.start));
                for (nth, item) in items.iter().enumerate() {
                    if nth > 0 {
                        json.push_decoded(",", Span::at(item.span().start));
                    }
                    if !item.write(json) {
                        return false;
                    }
                }
                json.push_decoded("]", Span::at(span.end));
            }
            Self::Table(table) => {
                json.push_decoded("{", Span::at(span.start));
                let said = table.members.iter().filter(|(_, value)| !value.is_undefined());
                for (nth, (name, value)) in said.enumerate() {
                    if nth > 0 {
                        json.push_decoded(",", Span::at(name.span().start));
                    }
                    push_string(json, name);
                    json.push_decoded(":", Span::at(name.span().end));
                    if !value.write(json) {
                        return false;
                    }
                }
                json.push_decoded("}", Span::at(span.end));
                return !table.open;
            }
        }
        true
    }

    /// How many tables and lists stand inside each other.
    pub(super) fn depth(&self) -> usize {
        let inner = match self {
            Self::Table(table) => table.members.iter().map(|(_, value)| value.depth()).max(),
            Self::List(items, _) => items.iter().map(Self::depth).max(),
            Self::Text(_) | Self::Word(_) | Self::Open(_) => return 0,
        };
        1 + inner.unwrap_or_default()
    }
}

impl Table {
    /// The value under this name, in any case; the last one counts.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let named = |(key, _): &&(Text, Value)| key.as_written().eq_ignore_ascii_case(name);
        self.members.iter().rfind(named).map(|(_, value)| value)
    }

    /// Puts a value under a name; an earlier one under this name goes.
    pub(super) fn put(&mut self, name: Text, value: Value) {
        let known = self.members.iter_mut().find(|(key, _)| key.as_written() == name.as_written());
        match known {
            Some(member) => *member = (name, value),
            None => self.members.push((name, value)),
        }
    }

    /// The members as a form: `name=value&…`.
    pub(super) fn form(&self) -> Fact<Text> {
        let mut form = Text::default();
        for (name, value) in &self.members {
            let Some(value) = value.text() else { return Fact::Unknown(Why::Undecodable) };
            if !form.is_empty() {
                form.push_decoded("&", Span::at(name.span().start));
            }
            form.append(&form_encoded(name));
            form.push_decoded("=", Span::at(value.span().start));
            form.append(&form_encoded(value));
        }
        if self.open { Fact::Unknown(Why::Variable) } else { Fact::Known(form) }
    }
}

/// As browsers and .NET write forms.
pub(super) fn form_encoded(text: &Text) -> Text {
    rewrite(text, |letter| match letter {
        ' ' => Some("+".to_owned()),
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '*' => None,
        _ => Some(percent(letter)),
    })
}

/// As `encodeURIComponent` writes a part of an address.
pub(super) fn component_encoded(text: &Text) -> Text {
    rewrite(text, |letter| match letter {
        plain if plain.is_ascii_alphanumeric() || "-._~*!'()".contains(plain) => None,
        other => Some(percent(other)),
    })
}

/// The same text, where the variable that holds it is used.
pub(super) fn placed(text: &Text, span: Span) -> Text {
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

fn push_string(json: &mut Text, text: &Text) {
    let span = text.span();
    json.push_decoded("\"", Span::at(span.start));
    json.append(&rewrite(text, escaped));
    json.push_decoded("\"", Span::at(span.end));
}

fn escaped(letter: char) -> Option<String> {
    match letter {
        '"' => Some("\\\"".to_owned()),
        '\\' => Some("\\\\".to_owned()),
        '\n' => Some("\\n".to_owned()),
        '\r' => Some("\\r".to_owned()),
        '\t' => Some("\\t".to_owned()),
        control if control < ' ' => Some(format!("\\u{:04x}", u32::from(control))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(written: &str) -> Text {
        Text::verbatim(written, 0)
    }

    fn table(members: Vec<(&str, Value)>) -> Table {
        let members = members.into_iter().map(|(name, value)| (text(name), value)).collect();
        Table { members, ..Table::default() }
    }

    #[test]
    fn a_table_is_written_as_json_and_as_a_form() {
        let said = table(vec![
            ("a b", Value::Text(text("x\"é\n"))),
            ("n", Value::Word(text("1"))),
            ("v", Value::open("$V", Span::new(0, 2), "V")),
        ]);
        let form = said.form().known().unwrap();
        assert_eq!(form.as_written(), "a+b=x%22%C3%A9%0A&n=1&v=$V");
        let list = Value::List(vec![Value::Table(said)], Span::default());
        let json = list.json().known().unwrap();
        assert_eq!(json.as_written(), r#"[{"a b":"x\"é\n","n":1,"v":$V}]"#);
        assert_eq!(json.holes()[0].name, "V");
        assert_eq!(list.depth(), 2);
    }

    #[test]
    fn members_from_elsewhere_leave_the_whole_open() {
        let said = Table { open: true, ..table(vec![("a", Value::Word(text("1")))]) };
        assert_eq!(said.form(), Fact::Unknown(Why::Variable));
        assert_eq!(Value::Table(said).json(), Fact::Unknown(Why::Variable));
    }

    #[test]
    fn names_are_found_in_any_case_and_put_once() {
        let mut said = table(vec![("A", Value::Word(text("1")))]);
        said.put(text("A"), Value::Word(text("2")));
        assert_eq!(said.members.len(), 1);
        assert!(matches!(said.get("a"), Some(Value::Word(two)) if two.as_written() == "2"));
    }
}
