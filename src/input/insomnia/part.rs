//! A value of an export, in JSON or in YAML.

use crate::input::collection::values::{Page, hole};
use crate::input::yaml::{Kind, Node, Style};
use crate::json::Value;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Json(Value<'a>),
    Yaml(&'a Node),
}

impl<'a> Part<'a> {
    pub(super) fn get(self, name: &str) -> Option<Self> {
        match self {
            Self::Json(value) => value.get(name).map(Self::Json),
            Self::Yaml(node) => node.get(name).map(Self::Yaml),
        }
    }

    pub(super) fn items(self) -> Vec<Self> {
        match self {
            Self::Json(value) => value.items().map(Self::Json).collect(),
            Self::Yaml(node) => node.items().iter().map(Self::Yaml).collect(),
        }
    }

    pub(super) fn members(self) -> Vec<(String, Self)> {
        match self {
            Self::Json(value) => {
                let name = |name: Value<'_>| name.text().known().unwrap_or_default();
                let named = |(key, value)| (name(key).as_written().to_owned(), Self::Json(value));
                value.members().map(named).collect()
            }
            Self::Yaml(node) => {
                let named = |(key, value): &'a (Text, Node)| {
                    (key.as_written().to_owned(), Self::Yaml(value))
                };
                node.entries().iter().map(named).collect()
            }
        }
    }

    pub(super) fn span(self) -> Span {
        match self {
            Self::Json(value) => value.span(),
            Self::Yaml(node) => node.span,
        }
    }

    /// A string, number or `true`.
    pub(super) fn text(self) -> Option<Text> {
        match self {
            Self::Json(value) => value.text().known(),
            Self::Yaml(node) => match &node.kind {
                Kind::Scalar(text, style) => {
                    let nothing = matches!(text.as_written(), "" | "~" | "null");
                    let is_null = *style == Style::Plain && nothing;
                    (!is_null).then(|| text.clone())
                }
                Kind::Map(_) | Kind::List(_) | Kind::Unknown => None,
            },
        }
    }

    pub(super) fn is_container(self) -> bool {
        match self {
            Self::Json(value) => value.is_object() || value.is_array(),
            Self::Yaml(node) => matches!(node.kind, Kind::Map(_) | Kind::List(_)),
        }
    }

    /// A string of a member as it stands there.
    pub(super) fn plain(self, name: &str) -> Option<String> {
        Some(self.get(name)?.text()?.as_written().to_owned())
    }

    pub(super) fn is_true(self, name: &str) -> bool {
        self.plain(name).is_some_and(|value| value == "true")
    }

    /// The text of a member with its variables, if it is there and not empty.
    pub(super) fn filled(self, page: Page<'_>, name: &str) -> Option<Text> {
        let text = self.get(name)?.text().filter(|text| !text.is_empty())?;
        Some(page.fill(text))
    }

    /// The same; what is missing or empty is filled in later.
    pub(super) fn needed(self, page: Page<'_>, name: &str) -> Text {
        self.filled(page, name).unwrap_or_else(|| {
            let at = self.get(name).map_or(self.span().start, |value| value.span().end);
            hole(at, Why::NotRecorded)
        })
    }
}

/// Whether a value can be named: one with a variable in it cannot.
pub(super) fn is_known(text: &Text) -> bool {
    matches!(text.known(), Fact::Known(_))
}
