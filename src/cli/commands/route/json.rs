//! What the catalogue knows of a route, for programs.

use serde::Serialize;

use crate::cli::message;
use crate::facts::catalog::{Body, Counts, Field, Parameter, Required, Route, Shape};

use super::headers;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    #[serde(rename = "match")]
    found: Option<Match<'a>>,
    nearest: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct Match<'a> {
    service: &'a str,
    method: &'a str,
    path: &'a str,
    audience: &'static str,
    token: &'static str,
    headers: serde_json::Map<String, serde_json::Value>,
    deprecated: bool,
    successor: Option<&'a str>,
    query: Vec<QueryName<'a>>,
    body: Option<BodyShape<'a>>,
    docs: Option<&'a str>,
}

#[derive(Serialize)]
struct Near<'a> {
    method: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
struct QueryName<'a> {
    name: &'a str,
    required: bool,
    /// How that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<&'static str>,
    #[serde(flatten)]
    value: Value<'a>,
}

#[derive(Serialize)]
struct BodyShape<'a> {
    required: bool,
    content_types: Vec<&'a str>,
    #[serde(flatten)]
    value: Value<'a>,
}

#[derive(Serialize)]
struct FieldShape<'a> {
    name: &'a str,
    required: bool,
    #[serde(flatten)]
    value: Value<'a>,
}

/// A shape: its type and values always, the rest where there is something to say.
#[derive(Serialize)]
struct Value<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    values: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Self>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldShape<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    needs_one_of: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    any_of: Vec<Self>,
}

/// The whole document.
pub(super) fn write(found: Option<&Route>, nearest: &[&Route]) -> String {
    let near = nearest.iter().map(|route| Near { method: &route.method, path: &route.path });
    message::json(&Document { version: 1, found: found.map(matched), nearest: near.collect() })
}

fn matched(route: &Route) -> Match<'_> {
    let scopes = headers(route).map(|(name, scope)| (name.to_owned(), scope.word().into()));
    Match {
        service: &route.service,
        method: &route.method,
        path: &route.path,
        audience: route.audience.word(),
        token: route.token.word(),
        headers: scopes.into_iter().collect(),
        deprecated: route.deprecated,
        successor: route.successor.as_deref(),
        query: route.query.get().iter().map(query_name).collect(),
        body: route.body.get().as_ref().map(body),
        docs: route.docs.as_deref(),
    }
}

fn query_name(parameter: &Parameter) -> QueryName<'_> {
    let required = parameter.required != Required::No;
    QueryName {
        name: &parameter.name,
        required,
        standing: required.then(|| parameter.required.word()),
        counts: parameter.counts.map(Counts::word),
        value: value(&parameter.shape),
    }
}

fn body(body: &Body) -> BodyShape<'_> {
    let types: Vec<_> = body.types.iter().map(String::as_str).collect();
    let content_types = if types.is_empty() { vec!["application/json"] } else { types };
    BodyShape { required: body.required, content_types, value: value(&body.shape) }
}

/// Goes as deep as the shape, which is our own.
fn value(shape: &Shape) -> Value<'_> {
    Value {
        kind: shape.kind.word(),
        values: &shape.values,
        nullable: shape.nullable.then_some(true),
        open: shape.open.then_some(true),
        format: shape.format.as_deref(),
        min: shape.min,
        max: shape.max,
        items: shape.items.as_deref().map(|items| Box::new(value(items))),
        fields: shape.fields.iter().map(field_shape).collect(),
        needs_one_of: &shape.needs_one_of,
        any_of: shape.any_of.iter().map(value).collect(),
    }
}

fn field_shape(field: &Field) -> FieldShape<'_> {
    FieldShape { name: &field.name, required: field.required, value: value(&field.shape) }
}
