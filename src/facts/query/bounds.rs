//! Values that a route takes no notice of: over its bound, or none of those it knows.

use super::Given;
use crate::facts::Facts;
use crate::facts::catalog::{Parameter, Shape, ShapeKind};
use crate::near;
use crate::truth::Fact;

/// So many allowed values are named in a message.
const NAMED: usize = 4;

/// A value that the route does not take.
pub(crate) struct Bad<'f> {
    pub(crate) name: &'f str,
    /// The parameter as given; the first of several of that name.
    pub(crate) given: &'f Given,
    /// `over 200`.
    pub(crate) why: String,
    /// What it may be at most, at least, or which value is near.
    pub(crate) allowed: Option<String>,
}

/// The first such value.
pub(crate) fn bad<'f>(facts: &'f Facts<'_>) -> Fact<Bad<'f>> {
    facts.path().route.and_then(|route| {
        let sent = facts.was_sent();
        let given = &facts.query().given;
        let of = |known: &'f Parameter| {
            let own: Vec<&Given> =
                given.iter().filter(|given| given.base() == known.name).collect();
            let first = *own.first()?;
            let values: Option<Vec<String>> =
                own.iter().map(|given| given.value(sent).known()).collect();
            let (why, allowed) = fault(&known.shape, &values?)?;
            Some(Bad { name: &known.name, given: first, why, allowed })
        };
        route.query.get().iter().find_map(of).into()
    })
}

fn fault(shape: &Shape, values: &[String]) -> Option<(String, Option<String>)> {
    let parts = || values.iter().flat_map(|value| value.split(','));
    match shape.kind {
        ShapeKind::Number | ShapeKind::Integer => {
            let number: f64 = values.first()?.parse().ok()?;
            outside(shape, number)
        }
        ShapeKind::Array => {
            let parts: Vec<&str> = parts().map(str::trim).filter(|part| !part.is_empty()).collect();
            too_many(shape, parts.len()).or_else(|| {
                let items = shape.items.as_deref()?;
                // A list in JSON is taken by some services.
                let words = parts.iter().filter(|part| !part.contains(['[', '"']));
                let (why, near) = words.copied().find_map(|word| unlisted(items, word))?;
                Some((why, near.filter(|_| parts.len() == 1)))
            })
        }
        ShapeKind::String | ShapeKind::Any => unlisted(shape, values.first()?),
        ShapeKind::Boolean | ShapeKind::Object => None,
    }
}

fn too_many(shape: &Shape, count: usize) -> Option<(String, Option<String>)> {
    let most = usize::try_from(shape.max?).ok()?;
    (count > most).then(|| (format!("{count} values, over {most}"), None))
}

#[expect(clippy::cast_precision_loss, reason = "bounds of pages and lists are small")]
fn outside(shape: &Shape, number: f64) -> Option<(String, Option<String>)> {
    let over = shape.max.filter(|max| number > *max as f64);
    let under = shape.min.filter(|min| number < *min as f64);
    over.map(|max| (format!("over {max}"), Some(max.to_string())))
        .or_else(|| under.map(|min| (format!("under {min}"), Some(min.to_string()))))
}

/// Whether a value is none of those that are listed; another case is no fault.
fn unlisted(shape: &Shape, value: &str) -> Option<(String, Option<String>)> {
    let listed = &shape.values;
    if listed.is_empty() || listed.iter().any(|known| known.eq_ignore_ascii_case(value)) {
        return None;
    }
    let near = near::nearest(value, listed.iter().map(String::as_str)).map(str::to_owned);
    let why = if listed.len() <= NAMED {
        format!("none of {}", listed.join(", "))
    } else {
        "none of the documented values".to_owned()
    };
    Some((why, near))
}
