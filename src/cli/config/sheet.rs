//! The text of a configuration, and where in it things stand.

use std::fmt;
use std::sync::OnceLock;

use super::mistake::{ConfigError, Invalid, Spot, Words};
use crate::input::{PlacedYaml, places_in_yaml};

/// The text of a configuration. Places are looked for when somebody asks.
#[derive(Default)]
pub(crate) struct Sheet {
    /// As it is printed.
    pub(crate) name: String,
    text: String,
    places: OnceLock<Vec<PlacedYaml>>,
}

/// A part of a member: `region` or `us` of `region: us`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Key,
    Value,
}

impl Sheet {
    pub(super) fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), places: OnceLock::new() }
    }

    /// The line that a value stands on; none where it stands nowhere.
    pub(crate) fn line(&self, pointer: &str) -> Option<usize> {
        self.spot(pointer, Part::Key).map(|spot| spot.line)
    }

    /// `name:line:column` of a value.
    pub(super) fn place(&self, pointer: &str) -> String {
        match self.spot(pointer, Part::Key) {
            Some(Spot { line, column, .. }) => format!("{}:{line}:{column}", self.name),
            None => self.name.clone(),
        }
    }

    /// A mistake in a member, told with its place.
    pub(super) fn mistake(&self, pointer: &str, part: Part, words: Words) -> ConfigError {
        let spot = self.spot(pointer, part).unwrap_or_else(|| Spot::of(&self.text, 0));
        ConfigError::Invalid(Box::new(Invalid::new(&self.name, &self.text, (words, spot))))
    }

    fn spot(&self, pointer: &str, part: Part) -> Option<Spot> {
        let places = self.places.get_or_init(|| places_in_yaml(&self.text));
        let found = places.iter().find(|one| one.pointer == pointer)?;
        let span = match (part, found.key) {
            (Part::Key, Some(key)) => key,
            (Part::Key, None) | (Part::Value, _) => found.value,
        };
        Some(Spot::of(&self.text, span.start))
    }
}

impl fmt::Debug for Sheet {
    /// The file may be anything: only its size is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sheet({} bytes)", self.text.len())
    }
}
