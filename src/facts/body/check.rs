//! A body beside the documented shape: the first field that is missing, unlisted or wrong.
//!
//! It says only what no service that reads the shape could take. Services turn one scalar into
//! another (`"10"` into 10, 1 into `true`) and take `null` for what may be left out, more often
//! than the documentation says so: those are never faults. What cannot be turned is one: an object
//! where a text belongs, a text where a list belongs, `"yes"` where `true` or `false` belongs, a
//! word outside the documented ones.

use std::ops::Range;

use crate::facts::catalog::{Shape, ShapeKind};
use crate::json::Value;
use crate::near::nearest;

use super::Body;

/// The first of each kind, in order of place.
#[derive(Clone, Default)]
pub(crate) struct Faults {
    pub(crate) missing: Option<Missing>,
    pub(crate) unlisted: Option<Unlisted>,
    pub(crate) bad: Option<Bad>,
}

/// A required field that is not there.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// As people write it: `[0].profile.email`; made of documented names.
    pub(crate) path: String,
    /// Where the object begins that lacks it.
    pub(crate) range: Range<usize>,
}

/// A field that nothing lists.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Unlisted {
    pub(crate) name: String,
    pub(crate) pointer: String,
    pub(crate) range: Range<usize>,
    /// A documented neighbour that may have been meant.
    pub(crate) nearest: Option<String>,
}

/// A value that its field cannot have.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Bad {
    pub(crate) path: String,
    pub(crate) pointer: String,
    /// In our words and the documentation's.
    pub(crate) why: String,
    pub(crate) nearest: Option<String>,
    pub(crate) range: Range<usize>,
}

/// `object` or `array`, if that is what is documented at the top.
pub(crate) fn wanted(shape: &Shape) -> Option<ShapeKind> {
    let kind = match shape.any_of.split_first() {
        None => shape.kind,
        Some((first, rest)) => {
            let kind = wanted(first)?;
            rest.iter().all(|other| wanted(other) == Some(kind)).then_some(kind)?
        }
    };
    matches!(kind, ShapeKind::Object | ShapeKind::Array).then_some(kind)
}

/// Compares; `elsewhere` names top-level fields that other rules speak of.
pub(crate) fn compare(body: &Body<'_>, shape: &Shape, elsewhere: &[&str]) -> Faults {
    let Some(root) = body.root().known() else { return Faults::default() };
    if wanted(shape).is_some_and(|kind| kind.word() != root.word()) {
        // One fault, and it has a rule of its own.
        return Faults::default();
    }
    let mut check = Check { body, elsewhere, path: Vec::new(), faults: Faults::default() };
    check.value(root, shape);
    check.faults
}

struct Check<'c> {
    body: &'c Body<'c>,
    elsewhere: &'c [&'c str],
    path: Vec<Step<'c>>,
    faults: Faults,
}

#[derive(Clone, Copy)]
enum Step<'c> {
    Field(&'c str),
    Item(usize),
}

impl<'c> Check<'c> {
    /// Goes as deep as the shape, which is our own.
    fn value(&mut self, value: Value<'c>, shape: &'c Shape) {
        let word = value.word();
        if word == "null" || self.body.is_blank(value) {
            return;
        }
        if !shape.any_of.is_empty() {
            return self.alternatives(value, shape);
        }
        match (shape.kind, word) {
            (ShapeKind::Any, _) => {}
            (ShapeKind::Object, "object") => self.object(value, shape),
            (ShapeKind::Array, "array") => self.array(value, shape),
            // JSON in a string, which some services take apart themselves.
            (ShapeKind::Object | ShapeKind::Array, "string") if is_json(value) => {}
            (ShapeKind::Object, _) => self.wrong_kind(value, "an object belongs"),
            (ShapeKind::Array, _) => self.wrong_kind(value, "an array belongs"),
            (ShapeKind::String, "object" | "array") => self.wrong_kind(value, "a string belongs"),
            (ShapeKind::String, "string") => self.text(value, shape),
            (ShapeKind::Boolean, "object" | "array") => {
                self.wrong_kind(value, "`true` or `false` belongs");
            }
            (ShapeKind::Boolean, "string") if !is_truth(value.content()) => {
                self.wrong_kind(value, "`true` or `false` belongs");
            }
            (ShapeKind::Number | ShapeKind::Integer, "object" | "array") => {
                self.wrong_kind(value, "a number belongs");
            }
            (ShapeKind::Number | ShapeKind::Integer, "string") if value.number().is_none() => {
                self.wrong_kind(value, "a number belongs");
            }
            (ShapeKind::Number | ShapeKind::Integer, "number") => self.number(value, shape),
            (
                ShapeKind::String | ShapeKind::Boolean | ShapeKind::Number | ShapeKind::Integer,
                _,
            ) => {}
        }
    }

    fn object(&mut self, object: Value<'c>, shape: &'c Shape) {
        let mut there = vec![false; shape.fields.len()];
        let mut may_have_more = false;
        for (name, value) in object.members() {
            if self.body.is_blank_name(name) {
                may_have_more = true;
                continue;
            }
            let known = shape.fields.iter().position(|field| name.is_named(&field.name));
            let Some(number) = known else {
                self.unlisted(name, shape);
                continue;
            };
            there[number] = true;
            let field = &shape.fields[number];
            self.path.push(Step::Field(&field.name));
            self.value(value, &field.shape);
            self.path.pop();
        }
        let mut fields = shape.fields.iter().zip(there);
        let first = fields.find(|(field, there)| field.required && !there);
        if let (Some((field, _)), false, None) = (first, may_have_more, &self.faults.missing) {
            let start = object.span().start;
            self.path.push(Step::Field(&field.name));
            let path = self.dotted();
            self.path.pop();
            self.faults.missing = Some(Missing { path, range: start..start + 1 });
        }
    }

    fn array(&mut self, array: Value<'c>, shape: &'c Shape) {
        let Some(items) = shape.items.as_deref() else { return };
        for (number, item) in array.items().enumerate() {
            self.path.push(Step::Item(number));
            self.value(item, items);
            self.path.pop();
        }
    }

    fn unlisted(&mut self, name: Value<'c>, shape: &Shape) {
        let content = name.content();
        let elsewhere = self.path.is_empty() && self.elsewhere.contains(&content);
        if shape.takes_any_field() || elsewhere || self.faults.unlisted.is_some() {
            return;
        }
        let names = shape.fields.iter().map(|field| field.name.as_str());
        let span = name.span();
        self.faults.unlisted = Some(Unlisted {
            name: content.to_owned(),
            pointer: format!("{}/{}", self.pointer(), escaped(content)),
            range: span.start + 1..span.end - 1,
            nearest: nearest(content, names).map(str::to_owned),
        });
    }

    fn text(&mut self, value: Value<'c>, shape: &Shape) {
        let content = value.content();
        if !shape.values.is_empty() {
            return self.one_of(value, shape);
        }
        let blank = content.contains(char::is_whitespace);
        let why = match shape.format.as_deref() {
            Some("email") if !content.is_empty() && !content.contains('@') => {
                "an address without `@`"
            }
            Some("date-time" | "date") if !content.contains(|c: char| c.is_ascii_digit()) => {
                "no date"
            }
            Some("uuid") if blank || content.contains(['@', '/']) => "no UUID",
            Some("uri" | "url") if blank => "an address with a blank",
            Some(_) | None => return,
        };
        if !content.is_empty() {
            self.bad(value, why.to_owned(), None);
        }
    }

    fn number(&mut self, value: Value<'c>, shape: &Shape) {
        if !shape.values.is_empty() {
            return self.one_of(value, shape);
        }
        let Some(number) = value.number() else { return };
        #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
        let bound = |bound: i64| bound as f64;
        match (shape.min, shape.max) {
            (Some(min), _) if number < bound(min) => {
                self.bad(value, format!("less than {min}"), None)
            }
            (_, Some(max)) if number > bound(max) => {
                self.bad(value, format!("more than {max}"), None)
            }
            _ if shape.kind == ShapeKind::Integer && number.fract() != 0.0 => {
                self.bad(value, "a fraction where a whole number belongs".to_owned(), None);
            }
            _ => {}
        }
    }

    fn one_of(&mut self, value: Value<'c>, shape: &Shape) {
        let written = if value.word() == "string" { value.content() } else { value.raw() };
        if shape.values.iter().any(|known| known == written) {
            return;
        }
        let shown = 6;
        let mut why = format!("not {}", if shape.values.len() > 1 { "one of " } else { "" });
        for (number, known) in shape.values.iter().take(shown).enumerate() {
            why.push_str(if number > 0 { ", " } else { "" });
            why.push_str(known);
        }
        if shape.values.len() > shown {
            why.push_str(&format!(" and {} more", shape.values.len() - shown));
        }
        let near = nearest(written, shape.values.iter().map(String::as_str)).map(str::to_owned);
        self.bad(value, why, near);
    }

    fn wrong_kind(&mut self, value: Value<'c>, belongs: &str) {
        let is = match value.word() {
            "object" => "an object",
            "array" => "an array",
            "string" => "a string",
            "number" => "a number",
            _ => "`true` or `false`",
        };
        self.bad(value, format!("{is} where {belongs}"), None);
    }

    fn bad(&mut self, value: Value<'c>, why: String, nearest: Option<String>) {
        if self.faults.bad.is_some() {
            return;
        }
        let range = value.span().start..value.span().end;
        let (path, pointer) = (self.dotted(), self.pointer());
        self.faults.bad = Some(Bad { path, pointer, why, nearest, range });
    }

    /// If no alternative fits, what all of them say.
    fn alternatives(&mut self, value: Value<'c>, shape: &'c Shape) {
        let before = std::mem::take(&mut self.faults);
        let mut agreed: Option<Faults> = None;
        for alternative in &shape.any_of {
            self.value(value, alternative);
            let said = std::mem::take(&mut self.faults);
            agreed = Some(match agreed {
                None => said,
                Some(others) => others.shared_with(said),
            });
        }
        self.faults = before.or(agreed.unwrap_or_default());
    }

    /// Where we are, as people write it: `[0].name`.
    fn dotted(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Field(name) if path.is_empty() => path.push_str(name),
                Step::Field(name) => path.extend([".", name]),
                Step::Item(number) => path.push_str(&format!("[{number}]")),
            }
        }
        path
    }

    /// Where we are as a JSON pointer.
    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.path {
            match step {
                Step::Field(name) => {
                    pointer.push('/');
                    pointer.push_str(&escaped(name));
                }
                Step::Item(number) => pointer.push_str(&format!("/{number}")),
            }
        }
        pointer
    }
}

impl Faults {
    /// What both say.
    fn shared_with(self, other: Self) -> Self {
        Self {
            missing: self.missing.filter(|own| other.missing.as_ref() == Some(own)),
            unlisted: self.unlisted.zip(other.unlisted).and_then(|(own, other)| {
                let nearest = own.nearest.filter(|near| other.nearest.as_ref() == Some(near));
                (own.range == other.range).then_some(Unlisted { nearest, ..own })
            }),
            bad: self.bad.filter(|own| other.bad.as_ref() == Some(own)),
        }
    }

    /// The first of each kind.
    fn or(self, later: Self) -> Self {
        Self {
            missing: self.missing.or(later.missing),
            unlisted: self.unlisted.or(later.unlisted),
            bad: self.bad.or(later.bad),
        }
    }
}

/// A name as a JSON pointer writes it.
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A string that begins as an object or an array does.
fn is_json(value: Value<'_>) -> bool {
    value.content().trim_start().starts_with(['{', '['])
}

/// What services turn into `true` or `false`.
fn is_truth(content: &str) -> bool {
    let word = content.trim().to_ascii_lowercase();
    matches!(word.as_str(), "true" | "false" | "1" | "0" | "")
}
