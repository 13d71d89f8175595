//! Where the values of a YAML text stand, for what is said of a configuration.

use super::{Kind, Node, parse};
use crate::source::Span;

/// A value of a YAML text, and its key where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// `/environments/0/hosts`.
    pub pointer: String,
    pub key: Option<Span>,
    pub value: Span,
}

/// All values of the first document, each before what is in it.
pub fn places(text: &str) -> Vec<Placed> {
    let mut placed = Vec::new();
    if let Some(node) = parse(text).first() {
        visit(node, (String::new(), None), &mut placed);
    }
    placed
}

/// The reader bounds how deep values lie in each other.
fn visit(node: &Node, (pointer, key): (String, Option<Span>), placed: &mut Vec<Placed>) {
    placed.push(Placed { pointer: pointer.clone(), key, value: node.span });
    match &node.kind {
        Kind::Map(members) => {
            for (name, value) in members {
                let below = format!("{pointer}/{}", name.as_written());
                visit(value, (below, Some(name.span())), placed);
            }
        }
        Kind::List(items) => {
            for (at, item) in items.iter().enumerate() {
                visit(item, (format!("{pointer}/{at}"), None), placed);
            }
        }
        Kind::Scalar(..) | Kind::Unknown => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_knows_its_place() {
        let text = "# c\nregion: us\nignore:\n  - rule: a\n    reason: 'so'\n  - { rule: b }\n";
        let placed = places(text);
        let at = |pointer: &str| {
            let found = placed.iter().find(|one| one.pointer == pointer).unwrap();
            let key = found.key.map(|key| &text[key.start..key.end]);
            (key, text[found.value.start..found.value.end].trim_matches('\''))
        };
        assert_eq!(at("/region"), (Some("region"), "us"));
        assert_eq!(at("/ignore/0/reason"), (Some("reason"), "so"));
        assert_eq!(at("/ignore/1/rule"), (Some("rule"), "b"));
        assert_eq!(at("/ignore/0").0, None);
        assert!(
            text[placed.iter().find(|p| p.pointer == "/ignore/1").unwrap().value.start..]
                .starts_with("{ rule")
        );
    }
}
