//! A JSON schema of a specification file becomes a shape.

use std::collections::BTreeMap;
use std::fmt;

use frontegg_lint::facts::catalog::{Field, Shape, ShapeKind};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

/// A schema as written; what shapes do not know (patterns, lengths, examples) is left out.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Schema {
    #[serde(rename = "$ref")]
    reference: Option<String>,
    #[serde(rename = "type")]
    kind: Option<ShapeKind>,
    nullable: bool,
    read_only: bool,
    default: Option<Value>,
    properties: Properties,
    required: Vec<String>,
    additional_properties: Option<Value>,
    items: Option<Box<Self>>,
    #[serde(rename = "enum")]
    values: Vec<Value>,
    format: Option<String>,
    minimum: Option<Number>,
    maximum: Option<Number>,
    all_of: Vec<Self>,
    one_of: Vec<Self>,
    any_of: Vec<Self>,
}

/// The schemas of a file, by name.
pub(crate) type Schemas = BTreeMap<String, Schema>;

/// What the schema says, with references resolved. One that contains itself is cut where it begins
/// again: anything is allowed there.
pub(crate) fn shape(schema: &Schema, schemas: &Schemas) -> Shape {
    Reader { schemas, inside: Vec::new() }.read(schema)
}

/// The properties of an object, in the order of the file.
#[derive(Default)]
struct Properties(Vec<(String, Schema)>);

struct Reader<'a> {
    schemas: &'a Schemas,
    /// The names of the schemas that this one is a part of.
    inside: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, schema: &'a Schema) -> Shape {
        let Some(reference) = &schema.reference else { return self.read_parts(schema) };
        let name = reference.rsplit('/').next().unwrap_or_default();
        let Some((name, named)) = self.schemas.get_key_value(name) else {
            return Shape::default();
        };
        if self.inside.contains(&name.as_str()) {
            return Shape::default();
        }
        self.inside.push(name);
        let shape = self.read(named);
        self.inside.pop();
        shape
    }

    fn read_parts(&mut self, schema: &'a Schema) -> Shape {
        let one_of = schema.one_of.iter().chain(&schema.any_of);
        let mut any_of: Vec<_> = one_of.map(|one| self.read(one)).collect();
        if any_of.len() > 1 {
            return Shape { any_of, ..Shape::default() };
        }
        let own = any_of.pop().unwrap_or_else(|| self.read_own(schema));
        schema.all_of.iter().map(|one| self.read(one)).fold(own, merge)
    }

    fn read_own(&mut self, schema: &'a Schema) -> Shape {
        let fields: Vec<_> =
            schema.properties.0.iter().map(|(name, own)| self.field(name, own, schema)).collect();
        let said = if fields.is_empty() { ShapeKind::Any } else { ShapeKind::Object };
        let kind = schema.kind.unwrap_or(said);
        let closed = matches!(schema.additional_properties, None | Some(Value::Bool(false)));
        let words: Option<Vec<_>> =
            schema.values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        Shape {
            // Values that are no words are the listing of a program's constants, not of what it takes.
            kind: if words.is_some() { kind } else { ShapeKind::Any },
            nullable: schema.nullable,
            open: kind == ShapeKind::Object && (fields.is_empty() || !closed),
            fields,
            items: schema.items.as_deref().map(|items| Box::new(self.read(items))),
            values: words.unwrap_or_default(),
            format: schema.format.clone(),
            min: schema.minimum.as_ref().and_then(Number::as_i64),
            max: schema.maximum.as_ref().and_then(Number::as_i64),
            any_of: Vec::new(),
            needs_one_of: Vec::new(),
        }
    }

    fn field(&mut self, name: &str, own: &'a Schema, object: &Schema) -> Field {
        // What the service fills in itself is listed as required by some of its schemas.
        let filled_in = own.read_only || own.default.is_some();
        let required = !filled_in && object.required.iter().any(|required| required == name);
        Field { name: name.to_owned(), required, shape: self.read(own) }
    }
}

/// A value that is both: each says what the other does not.
fn merge(mut first: Shape, second: Shape) -> Shape {
    if first == Shape::default() {
        return second;
    }
    for field in second.fields {
        if first.field(&field.name).is_none() {
            first.fields.push(field);
        }
    }
    first.open |= second.open;
    first.nullable |= second.nullable;
    first
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PropertiesVisitor).map(Self)
    }
}

struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Vec<(String, Schema)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut properties = Vec::new();
        while let Some(property) = map.next_entry()? {
            properties.push(property);
        }
        Ok(properties)
    }
}
