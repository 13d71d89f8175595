//! Strings and templates of JavaScript.

use super::scan;
use super::value::Reader;
use crate::input::literal::Value;
use crate::source::{Span, Text};
use crate::truth::Why;

impl Reader<'_> {
    pub(super) fn string(&mut self) -> Option<Text> {
        let start = self.at;
        let rest = self.rest();
        let length = scan::string_length(rest);
        let quote = rest.get(..1)?;
        let inner = rest.get(1..length)?.strip_suffix(quote)?;
        self.at += length;
        let mut text = Text::verbatim("", start + 1);
        super::escape::push(&mut text, inner, start + 1);
        Some(text)
    }

    /// `` `a${b}c` ``.
    pub(super) fn template(&mut self) -> Option<Text> {
        let end = self.at + scan::template_length(self.rest());
        let inside_end = end.checked_sub(1).filter(|at| self.text.as_bytes()[*at] == b'`')?;
        self.at += 1;
        let mut text = Text::verbatim("", self.at);
        while self.at < inside_end {
            let inside = self.text.get(self.at..inside_end)?;
            let length = hole_start(inside);
            super::escape::push(&mut text, &inside[..length], self.at);
            self.at += length;
            if self.at >= inside_end {
                break;
            }
            let start = self.at;
            self.at += 2;
            let value = self.value();
            if !self.take("}") {
                return None;
            }
            self.push_placed(&mut text, &value, Span::new(start, self.at));
        }
        self.at = end;
        Some(text)
    }

    /// A value inside `${…}`: an open one is a hole of the whole.
    fn push_placed(&self, text: &mut Text, value: &Value, span: Span) {
        match value {
            Value::Open(open) => {
                let written = self.text.get(span.start..span.end).unwrap_or_default();
                let name = open.holes().first().map_or("", |hole| hole.name.as_str());
                text.push_hole(written, span, (Why::Variable, name));
            }
            Value::Text(inner) | Value::Word(inner) => text.append(inner),
            Value::Table(_) | Value::List(..) => text.push_decoded("[object Object]", span),
        }
    }
}

/// How far a template goes before its next `${`.
fn hole_start(inside: &str) -> usize {
    let bytes = inside.as_bytes();
    let mut at = 0;
    while let Some(more) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'$', b'\\', rest)) {
        at += more;
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes.get(at + 1) == Some(&b'{') {
            return at;
        } else {
            at += 1;
        }
    }
    inside.len()
}
