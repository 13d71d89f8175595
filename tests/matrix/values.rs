//! Made-up values that are what their shapes ask for.

use frontegg_lint::facts::catalog::{Shape, ShapeKind};
use serde_json::{Map, Value, json};

/// The environment, tenant and user of the minted tokens.
pub(crate) const ENVIRONMENT: &str = "app-x7k2m9qd4.frontegg.com";
pub(crate) const TENANT: &str = "3f0b7c92-0000-4c1e-8d77-5eedfeed0002";
pub(crate) const USER: &str = "9b2e4d11-0000-4f0a-8c33-5eedfeed0003";
pub(crate) const CLIENT: &str = "d2a86e47-0000-41b9-93f8-5eedfeed0004";
const THING: &str = "58c3fb09-0000-4d70-a6e2-5eedfeed0005";

/// A template with its parameters filled in.
pub(crate) fn path(template: &str) -> String {
    let segment = |segment: &str| match segment {
        "{userId}" => USER.to_owned(),
        "{tenantId}" => TENANT.to_owned(),
        "{appId}" => CLIENT.to_owned(),
        "{email}" => "ann@example.com".to_owned(),
        "{domain}" => "example.com".to_owned(),
        "{type}" => "ResetPassword".to_owned(),
        parameter if parameter.starts_with('{') => THING.to_owned(),
        literal => literal.to_owned(),
    };
    template.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// A value for a name of the query.
pub(crate) fn in_query(name: &str, shape: &Shape) -> String {
    if let Some(items) = shape.items.as_deref() {
        return in_query(name, items);
    }
    let value = value(name, shape);
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value with everything that is required, and no more.
pub(crate) fn value(name: &str, shape: &Shape) -> Value {
    if let Some(first) = shape.any_of.first() {
        return value(name, first);
    }
    if let Some(first) = shape.values.first() {
        return json!(first);
    }
    match shape.kind {
        ShapeKind::Object => object(shape),
        ShapeKind::Array => {
            let item = shape.items.as_deref().map(|items| value(name, items));
            Value::Array(item.into_iter().collect())
        }
        ShapeKind::Boolean => json!(true),
        ShapeKind::Number | ShapeKind::Integer => json!(shape.min.or(shape.max).unwrap_or(10)),
        ShapeKind::String | ShapeKind::Any => json!(text(name, shape.format.as_deref())),
    }
}

fn object(shape: &Shape) -> Value {
    let needed = shape.needs_one_of.first();
    let fields = shape.fields.iter().filter(|field| field.required || Some(&field.name) == needed);
    let fields: Map<_, _> =
        fields.map(|field| (field.name.clone(), value(&field.name, &field.shape))).collect();
    Value::Object(fields)
}

fn text(name: &str, format: Option<&str>) -> &'static str {
    let is = |word: &str| name.to_lowercase().contains(word);
    match format {
        Some("email") => "ann@example.com",
        Some(_) => "2026-06-01T09:30:00.000Z",
        None if is("email") => "ann@example.com",
        None if is("ur") => "https://example.com/welcome",
        None if name == "userId" || name == "userIds" => USER,
        None if is("tenantid") => TENANT,
        None if name.ends_with("Id") || name.ends_with("Ids") || name == "ids" => THING,
        None if is("phone") => "+4915155501234",
        None => "Aurora 7",
    }
}
