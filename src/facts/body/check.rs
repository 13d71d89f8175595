//! A body beside the documented shape: the first field that is missing, unlisted or wrong.
//!
//! It says only what no service that reads the shape could take. Services turn one scalar into
//! another (`"10"` into 10, 1 into `true`) and take `null` for what may be left out, more often
//! than the documentation says so: those are never faults. What cannot be turned is one: an object
//! where a text belongs, a text where a list belongs, `"yes"` where `true` or `false` belongs, a
//! word outside the documented ones.

use crate::facts::catalog::{Shape, ShapeKind};
use crate::json::Value;
use crate::near::nearest;

use super::Body;
use super::faults::{Bad, Faults, Missing, Unlisted};

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
                ShapeKind::Any
                | ShapeKind::String
                | ShapeKind::Boolean
                | ShapeKind::Number
                | ShapeKind::Integer,
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
                self.unlisted(name, object, shape);
                continue;
            };
            there[number] = true;
            let field = &shape.fields[number];
            self.path.push(Step::Field(&field.name));
            self.value(value, &field.shape);
            self.path.pop();
        }
        if !may_have_more && self.faults.missing.is_none() {
            self.faults.missing = self.lacking(object, shape, &there);
        }
    }

    /// The first required field that is not there.
    fn lacking(&self, object: Value<'c>, shape: &'c Shape, there: &[bool]) -> Option<Missing> {
        let fields = || shape.fields.iter().zip(there);
        let has = |name: &String| fields().any(|(field, there)| field.name == *name && *there);
        let first = fields().find(|(field, there)| field.required && !**there);
        let name = match first {
            Some((field, _)) => field.name.clone(),
            None if shape.needs_one_of.is_empty() || shape.needs_one_of.iter().any(has) => {
                return None;
            }
            None => shape.needs_one_of.join("` or `"),
        };
        let required = fields().filter(|(field, _)| field.required).count();
        let start = object.span().start;
        let mut path = self.dotted();
        path.push_str(if path.is_empty() { "" } else { "." });
        path.push_str(&name);
        let essential = self.path.is_empty() && required <= 2;
        let pointer = first.map(|_| format!("{}/{}", self.pointer(), escaped(&name)));
        Some(Missing { path, pointer, essential, range: Some(start..start + 1) })
    }

    fn array(&mut self, array: Value<'c>, shape: &'c Shape) {
        self.count(array, shape);
        let Some(items) = shape.items.as_deref() else { return };
        for (number, item) in array.items().enumerate() {
            self.path.push(Step::Item(number));
            self.value(item, items);
            self.path.pop();
        }
    }

    /// A variable among the values may be several, or none.
    fn count(&mut self, array: Value<'c>, shape: &Shape) {
        if shape.min.is_none() && shape.max.is_none()
            || array.items().any(|item| self.body.is_blank(item))
        {
            return;
        }
        let count = i64::try_from(array.items().count()).unwrap_or(i64::MAX);
        match (shape.min, shape.max) {
            (Some(min), _) if count < min => {
                self.bad(array, format!("fewer values than {min}"), None);
            }
            (_, Some(max)) if count > max => {
                self.bad(array, format!("more values than {max}"), None);
            }
            _ => {}
        }
    }

    fn unlisted(&mut self, name: Value<'c>, object: Value<'c>, shape: &Shape) {
        let content = name.content();
        let elsewhere = self.path.is_empty() && self.elsewhere.contains(&content);
        if shape.takes_any_field() || elsewhere || self.faults.unlisted.is_some() {
            return;
        }
        let names = || shape.fields.iter().map(|field| field.name.as_str());
        let free = names().filter(|name| object.get(name).is_none());
        let span = name.span();
        self.faults.unlisted = Some(Unlisted {
            name: content.to_owned(),
            pointer: format!("{}/{}", self.pointer(), escaped(content)),
            range: span.start + 1..span.end - 1,
            nearest: nearest(content, free).map(str::to_owned),
            listed: few(names(), 4),
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
                self.bad(value, format!("less than {min}"), None);
            }
            (_, Some(max)) if number > bound(max) => {
                self.bad(value, format!("more than {max}"), None);
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
        let values = shape.values.iter().map(String::as_str);
        let why = match values.len() {
            1 => format!("not {}", few(values, 1)),
            _ => format!("not one of {}", few(values, 6)),
        };
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
                Step::Item(number) => path.extend(["[", &number.to_string(), "]"]),
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
                Step::Item(number) => pointer.extend(["/", &number.to_string()]),
            }
        }
        pointer
    }
}

/// The first words of a list, and how many more there are.
fn few<'a>(words: impl Iterator<Item = &'a str>, most: usize) -> String {
    let words: Vec<&str> = words.collect();
    let shown = words.get(..most).unwrap_or(&words).join(", ");
    match words.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
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
