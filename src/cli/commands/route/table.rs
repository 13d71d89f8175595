//! Parameters and bodies as people read them: a line for each name.

use crate::facts::catalog::{Body, Counts, Field, Parameter, Required, Shape, ShapeKind};

/// A name, how deep it stands, and what is to say of it.
struct Row {
    depth: usize,
    name: String,
    about: String,
}

/// The lines of a query, each with its name.
pub(super) fn query(query: &[Parameter]) -> Vec<String> {
    let rows: Vec<_> = query
        .iter()
        .map(|parameter| Row {
            depth: 0,
            name: parameter.name.clone(),
            about: sentence(requirement(parameter), &parameter.shape),
        })
        .collect();
    lines(&rows)
}

/// The lines of a body: first what it is, then its fields.
pub(super) fn body(body: &Body) -> Vec<String> {
    let kind = match body.types.as_slice() {
        [] => "JSON".to_owned(),
        types => types.join(" or "),
    };
    let need = if body.required { "" } else { ", may be left out" };
    let mut rows = Vec::new();
    push_fields(&body.shape, 0, &mut rows);
    let first = format!("{kind}, {}{need}", phrase(&body.shape));
    [first].into_iter().chain(lines(&rows)).collect()
}

fn requirement(parameter: &Parameter) -> Vec<String> {
    let required = match parameter.required {
        Required::No => None,
        Required::Documented => Some("required, says the documentation"),
        Required::Observed => Some("required"),
    };
    let counts = parameter.counts.map(|counts| match counts {
        Counts::Pages => "counts pages",
        Counts::Records => "counts records",
    });
    required.into_iter().chain(counts).map(str::to_owned).collect()
}

/// Goes as deep as the shape, which is our own.
fn push_fields(shape: &Shape, depth: usize, rows: &mut Vec<Row>) {
    for Field { name, required, shape } in &shape.fields {
        let required = required.then(|| "required".to_owned()).into_iter().collect();
        rows.push(Row { depth, name: name.clone(), about: sentence(required, shape) });
        push_fields(shape, depth + 1, rows);
    }
    if let Some(items) = &shape.items {
        push_fields(items, depth, rows);
    }
    for (number, one) in shape.any_of.iter().enumerate() {
        let name = format!("({})", number + 1);
        rows.push(Row { depth, name, about: phrase(one) });
        push_fields(one, depth + 1, rows);
    }
}

/// What is needed stands first: a choice may be long.
fn sentence(mut parts: Vec<String>, shape: &Shape) -> String {
    parts.push(phrase(shape));
    parts.join(", ")
}

/// `number, at most 200`; `a list of strings`; `one of ASC, DESC`.
fn phrase(shape: &Shape) -> String {
    let mut parts = vec![kind(shape)];
    parts.extend(shape.format.clone());
    let amount = if shape.kind == ShapeKind::Array { " of them" } else { "" };
    parts.extend(shape.min.map(|min| format!("at least {min}{amount}")));
    parts.extend(shape.max.map(|max| format!("at most {max}{amount}")));
    if shape.nullable {
        parts.push("or null".to_owned());
    }
    if shape.open && !shape.fields.is_empty() {
        parts.push("and more".to_owned());
    }
    if !shape.needs_one_of.is_empty() {
        parts.push(format!("needs {}", shape.needs_one_of.join(" or ")));
    }
    parts.join(", ")
}

fn kind(shape: &Shape) -> String {
    if !shape.any_of.is_empty() {
        return "one of these".to_owned();
    }
    if !shape.values.is_empty() {
        return choice(&shape.values);
    }
    match (shape.kind, shape.items.as_deref()) {
        (ShapeKind::Array, Some(items)) => match (items.kind, kind(items)) {
            (ShapeKind::Any, _) => "list".to_owned(),
            (word, one) if one == word.word() => format!("list of {one}s"),
            (_, one) => format!("list, each {one}"),
        },
        (ShapeKind::Array, None) => "list".to_owned(),
        (ShapeKind::Object, _) if shape.fields.is_empty() => "any object".to_owned(),
        (ShapeKind::Any, _) => "anything".to_owned(),
        (kind, _) => kind.word().to_owned(),
    }
}

/// As many words as a line has room for.
fn choice(values: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = values.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match values.len().saturating_sub(SHOWN) {
        0 if values.len() == 1 => format!("only {shown}"),
        0 => format!("one of {shown}"),
        more => format!("one of {shown} and {more} more"),
    }
}

fn lines(rows: &[Row]) -> Vec<String> {
    let width = |row: &Row| row.depth * 2 + row.name.chars().count();
    let widest = rows.iter().map(width).max().unwrap_or_default();
    rows.iter()
        .map(|row| {
            let indent = row.depth * 2;
            let rest = widest - indent;
            format!("{:indent$}{:rest$}  {}", "", row.name, row.about)
        })
        .collect()
}
