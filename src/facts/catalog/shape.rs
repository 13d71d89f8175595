//! What a query and a body may hold: the shapes of values, as documented.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A name of the query and what its value may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Parameter {
    pub name: String,
    #[serde(default)]
    pub required: Required,
    /// What the service takes of it, for parameters that count pages or records.
    #[serde(default)]
    pub counts: Option<Counts>,
    #[serde(default, rename = "is")]
    pub shape: Shape,
}

/// Whether a call without a parameter is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    #[default]
    No,
    /// The specification says so; nobody was seen to be refused.
    Documented,
    /// Calls without it were seen to be refused.
    Observed,
}

impl Required {
    /// The word used in rules, catalogue files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Documented => "documented",
            Self::Observed => "observed",
        }
    }
}

/// What an offset counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// 0, 1, 2: the number of a page.
    Pages,
    /// 0, 50, 100: the number of a record.
    Records,
}

impl Counts {
    /// The word used in rules, catalogue files and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Records => "records",
        }
    }
}

/// What is documented of a call's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Body {
    /// The call is refused without one.
    #[serde(default = "yes")]
    pub required: bool,
    /// The content types it may come in; `application/json` where none is named.
    #[serde(default)]
    pub types: Vec<String>,
    #[serde(rename = "is")]
    pub shape: Shape,
}

/// What a value may be. Everything that is not said is allowed. In a file a bare word, `string`, is
/// short for `{ type: string }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Shape {
    #[serde(rename = "type")]
    pub kind: ShapeKind,
    /// `null` will do as well.
    pub nullable: bool,
    /// Of an object, in the order of the documentation.
    pub fields: Vec<Field>,
    /// An object that may hold fields nobody documented.
    pub open: bool,
    /// Of an array.
    pub items: Option<Box<Self>>,
    /// The only values there are.
    pub values: Vec<String>,
    /// `email`, `date-time`, `uuid`.
    pub format: Option<String>,
    /// The smallest and the largest number; of an array, how many values.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// One of these; the rest of this shape is then empty.
    pub any_of: Vec<Self>,
    /// Of an object: at least one of these fields is there.
    pub needs_one_of: Vec<String>,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    pub name: String,
    #[serde(default)]
    pub required: bool,
    #[serde(default, rename = "is")]
    pub shape: Shape,
}

/// The kinds of JSON values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShapeKind {
    /// Nothing is said.
    #[default]
    Any,
    Object,
    Array,
    String,
    Number,
    Integer,
    Boolean,
}

impl ShapeKind {
    /// The word used in catalogue files, messages and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
        }
    }
}

impl Shape {
    /// Of an object: the field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// An object of which nothing else is known, or that says it takes more: no field is wrong there.
    pub fn takes_any_field(&self) -> bool {
        self.open || self.fields.is_empty()
    }
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(ShapeVisitor);
        }
        Self::deserialize(deserializer)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a kind of value, or a mapping that describes one")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Shape, E> {
        let kind = ShapeKind::deserialize(StrDeserializer::new(word))?;
        Ok(Shape { kind, ..Shape::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Shape, A::Error> {
        Shape::deserialize(MapAccessDeserializer::new(map))
    }
}

const fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "{ types: [application/json], is: { type: object, fields: [\
        { name: email, required: true, is: { type: string, format: email } }, \
        { name: ids, is: { type: array, items: string } }, { name: more }] } }";

    #[test]
    fn a_bare_word_is_a_shape() {
        let body: Body = serde_yaml::from_str(WRITTEN).unwrap();
        assert!(body.required);
        let items = body.shape.field("ids").unwrap().shape.items.as_deref().unwrap();
        assert_eq!(items.kind, ShapeKind::String);
        assert_eq!(body.shape.field("more").unwrap().shape, Shape::default());
        assert!(serde_yaml::from_str::<Shape>("strng").is_err());
        assert!(serde_yaml::from_str::<Shape>("{ typ: string }").is_err());
    }

    #[test]
    fn a_shape_is_the_same_after_a_trip_through_bytes() {
        let body: Body = serde_yaml::from_str(WRITTEN).unwrap();
        let bytes = postcard::to_stdvec(&body).unwrap();
        assert_eq!(postcard::from_bytes::<Body>(&bytes).unwrap(), body);
    }
}
