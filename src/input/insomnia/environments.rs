//! The values of an export's variables.

use super::part::Part;
use crate::input::collection::variables::{Style, Variables};

/// More deeply nested values are not looked at.
const DEEPEST: usize = 20;
/// No environment written by people says more.
const MOST_VALUES: usize = 20_000;
/// Longer paths are not looked at.
const LONGEST: usize = 100;
/// More environments than this were not made by people.
const MOST: usize = 200;

/// An environment: base ones hold always, one below another only when it is chosen.
pub(super) struct Environment {
    pub(super) name: String,
    pub(super) is_base: bool,
    pub(super) values: Vec<(String, Option<String>)>,
}

impl Environment {
    pub(super) fn read(environment: Part<'_>, is_base: bool) -> Self {
        let name = environment.plain("name").unwrap_or_default();
        let values = environment.get("data").map(values).unwrap_or_default();
        Self { name, is_base, values }
    }
}

/// All values by the paths that templates name them with: `auth.token`.
pub(super) fn values(data: Part<'_>) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), data, 0)];
    while let Some((path, part, depth)) = open.pop().filter(|_| found.len() < MOST_VALUES) {
        if part.is_container() && depth < DEEPEST && path.len() < LONGEST {
            let items = part.items().into_iter().enumerate();
            let named = items.map(|(index, item)| (index.to_string(), item)).chain(part.members());
            for (name, inner) in named {
                let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                open.push((path, inner, depth + 1));
            }
        } else {
            let value = part.text().map(|text| text.as_written().to_owned());
            found.push((path, value));
        }
    }
    found
}

/// What the variables stand for in the chosen environment, and whether there is one of that name.
/// Where none was chosen, what any of them says otherwise is not known.
pub(super) fn gather(environments: &[Environment], chosen: Option<&str>) -> (Variables, bool) {
    let mut variables = Variables::new(Style::Insomnia);
    for environment in environments.iter().filter(|one| one.is_base).take(MOST) {
        for (name, value) in &environment.values {
            variables.tell(name, value.as_deref());
        }
    }
    let Some(chosen) = chosen else {
        for environment in environments.iter().filter(|one| !one.is_base).take(MOST) {
            for (name, value) in &environment.values {
                variables.doubt(name, value.as_deref());
            }
        }
        return (variables, true);
    };
    let named: Vec<&Environment> =
        environments.iter().filter(|one| one.name == chosen).take(MOST).collect();
    for (number, environment) in named.iter().filter(|one| !one.is_base).enumerate() {
        for (name, value) in &environment.values {
            match number {
                0 => variables.set(name, value.as_deref()),
                _ => variables.tell(name, value.as_deref()),
            }
        }
    }
    (variables, !named.is_empty())
}
