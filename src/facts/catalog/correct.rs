//! What the overlay says otherwise than the imported route: its parameters and its body.

use serde::Deserialize;

use super::{Body, Counts, Field, Packed, Parameter, Required, Route, Shape};
use crate::near::nearest;

/// A parameter of the query that is otherwise, or one more. What is not said stays as it was.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct QueryCorrection {
    name: String,
    /// The specification does not list it.
    #[serde(default)]
    new: bool,
    required: Option<Required>,
    counts: Option<Counts>,
    is: Option<Shape>,
    min: Option<i64>,
    max: Option<i64>,
    values: Option<Vec<String>>,
}

/// A body that is otherwise, or one that no specification describes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct BodyCorrection {
    required: Option<bool>,
    types: Option<Vec<String>>,
    /// The whole of it.
    is: Option<Shape>,
    open: Option<bool>,
    /// Of these fields one has to be there, none of them by itself.
    needs_one_of: Option<Vec<String>>,
    #[serde(default)]
    fields: Vec<FieldCorrection>,
}

/// A field of a body that is otherwise, or one more.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FieldCorrection {
    /// Names with dots between them, `[]` behind an array: `groups[].name`, `[].key`.
    path: String,
    /// The specification does not list it.
    #[serde(default)]
    new: bool,
    required: Option<bool>,
    is: Option<Shape>,
    open: Option<bool>,
    nullable: Option<bool>,
    values: Option<Vec<String>>,
    /// Of the objects in this array, or of this object.
    needs_one_of: Option<Vec<String>>,
}

/// A correction that corrects nothing.
pub(super) struct Mistake {
    /// Where it stands.
    pub(super) word: String,
    pub(super) message: String,
    pub(super) suggestion: Option<String>,
}

impl Mistake {
    fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Self {
        Self {
            word: word.to_owned(),
            message: format!("no {what} `{word}` to correct; `new: true` adds one"),
            suggestion: nearest(word, known).map(str::to_owned),
        }
    }

    fn known(what: &str, word: &str) -> Self {
        let message = format!("the {what} `{word}` is not new");
        Self { word: word.to_owned(), message, suggestion: None }
    }
}

/// Changes the parameters of a route.
pub(super) fn correct_query(
    route: &mut Route,
    corrections: Vec<QueryCorrection>,
) -> Result<(), Mistake> {
    let mut query = route.query.get().clone();
    for correction in corrections {
        correction.apply(&mut query)?;
    }
    route.query = Packed::from(query);
    Ok(())
}

/// Changes the body of a route.
pub(super) fn correct_body(route: &mut Route, correction: BodyCorrection) -> Result<(), Mistake> {
    let BodyCorrection { required, types, is, open, needs_one_of, fields } = correction;
    let mut body = match (route.body.get(), is) {
        (Some(body), None) => body.clone(),
        (Some(body), Some(shape)) => Body { shape, ..body.clone() },
        (None, Some(shape)) => Body { required: true, types: Vec::new(), shape },
        (None, None) => {
            let message = format!("{} {} has no body to correct", route.method, route.path);
            return Err(Mistake { word: route.path.clone(), message, suggestion: None });
        }
    };
    put(&mut body.required, required);
    put(&mut body.types, types);
    put(&mut body.shape.open, open);
    put(&mut body.shape.needs_one_of, needs_one_of);
    for field in fields {
        field.apply(&mut body.shape)?;
    }
    route.body = Packed::from(Some(body));
    Ok(())
}

impl QueryCorrection {
    fn apply(self, query: &mut Vec<Parameter>) -> Result<(), Mistake> {
        let Self { name, new, required, counts, is, min, max, values } = self;
        let at = query.iter().position(|parameter| parameter.name == name);
        let at = match (at, new) {
            (Some(at), false) => at,
            (Some(_), true) => return Err(Mistake::known("parameter", &name)),
            (None, true) => {
                let (required, shape) = (Required::No, Shape::default());
                query.push(Parameter { name, required, counts: None, shape });
                query.len() - 1
            }
            (None, false) => {
                let known = query.iter().map(|parameter| parameter.name.as_str());
                return Err(Mistake::unknown("parameter", &name, known));
            }
        };
        let parameter = &mut query[at];
        put(&mut parameter.required, required);
        put(&mut parameter.counts, counts.map(Some));
        put(&mut parameter.shape, is);
        put(&mut parameter.shape.min, min.map(Some));
        put(&mut parameter.shape.max, max.map(Some));
        put(&mut parameter.shape.values, values);
        Ok(())
    }
}

impl FieldCorrection {
    fn apply(self, body: &mut Shape) -> Result<(), Mistake> {
        let Self { path, new, .. } = &self;
        let (steps, name) = steps(path);
        let objects = reach(body, &steps);
        let known: Vec<_> = objects
            .iter()
            .flat_map(|object| object.fields.iter().map(|field| field.name.clone()))
            .collect();
        let is_known = known.iter().any(|known| known == name);
        if *new && is_known {
            return Err(Mistake::known("field", path));
        }
        if objects.is_empty() || !*new && !is_known {
            return Err(Mistake::unknown("field", path, known.iter().map(String::as_str)));
        }
        for object in objects {
            if *new {
                let (name, shape) = (name.to_owned(), Shape::default());
                object.fields.push(Field { name, required: false, shape });
            }
            if let Some(field) = object.fields.iter_mut().find(|field| field.name == name) {
                self.change(field);
            }
        }
        Ok(())
    }

    fn change(&self, field: &mut Field) {
        put(&mut field.required, self.required);
        put(&mut field.shape, self.is.clone());
        put(&mut field.shape.open, self.open);
        put(&mut field.shape.nullable, self.nullable);
        put(&mut field.shape.values, self.values.clone());
        let object = match field.shape.items.as_deref_mut() {
            Some(items) => items,
            None => &mut field.shape,
        };
        put(&mut object.needs_one_of, self.needs_one_of.clone());
    }
}

/// From one shape to another inside it.
enum Step<'a> {
    Field(&'a str),
    Items,
}

/// The way to the object that holds the field, and the field's name.
fn steps(path: &str) -> (Vec<Step<'_>>, &str) {
    let (way, name) = path.rsplit_once('.').unwrap_or(("", path));
    let mut steps = Vec::new();
    for part in way.split('.').filter(|part| !part.is_empty()) {
        let field = part.trim_end_matches("[]");
        if !field.is_empty() {
            steps.push(Step::Field(field));
        }
        steps.extend((0..(part.len() - field.len()) / 2).map(|_| Step::Items));
    }
    (steps, name)
}

/// The shapes at the end of the way: several where it leads through alternatives.
fn reach<'a>(shape: &'a mut Shape, steps: &[Step<'_>]) -> Vec<&'a mut Shape> {
    if !shape.any_of.is_empty() {
        return shape.any_of.iter_mut().flat_map(|one| reach(one, steps)).collect();
    }
    let next = match steps {
        [] => return vec![shape],
        [Step::Items, ..] => shape.items.as_deref_mut(),
        [Step::Field(name), ..] => {
            shape.fields.iter_mut().find(|field| field.name == *name).map(|field| &mut field.shape)
        }
    };
    next.map_or_else(Vec::new, |next| reach(next, &steps[1..]))
}

/// What a correction says takes the place of what was.
pub(super) fn put<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}
