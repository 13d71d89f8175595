//! What can be wrong with a configuration, told with its place and without its values.

use std::fmt;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

use crate::mask;
use crate::near::nearest;

/// What can be wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("{name}: {why}")]
    Unreadable { name: String, why: String },
    #[error("{place}: {what}", place = .0.place(), what = .0)]
    Invalid(Box<Invalid>),
}

/// A mistake with its place.
#[derive(Debug)]
pub(crate) struct Invalid {
    name: String,
    message: String,
    help: Option<String>,
    at: Spot,
    /// The file as it may be shown; none where it has lines too long to show.
    shown: Option<NamedSource<String>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
    byte: usize,
}

impl Spot {
    /// A byte of the text.
    pub(super) fn of(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let column = 1 + before[line..].chars().count();
        Self { line: 1 + before.matches('\n').count(), column, byte: before.len() }
    }
}

/// What is wrong, and what to do.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) what: String,
    pub(crate) help: Option<String>,
}

pub(super) fn invalid(name: &str, text: &str, error: &serde_yaml::Error) -> Invalid {
    let at = error.location().map_or(Spot { line: 1, column: 1, byte: 0 }, |location| Spot {
        line: location.line(),
        column: location.column(),
        byte: location.index().min(text.len()),
    });
    Invalid::new(name, text, (words(&error.to_string()), at))
}

/// What the YAML reader says, in our words where we know better, and without recorded text: the
/// file may be a script that stands where a configuration should.
fn words(said: &str) -> Words {
    let said = said.split(" at line ").next().unwrap_or(said);
    let mut quoted = said.split('`').skip(1).step_by(2);
    if said.contains("unknown field") || said.contains("unknown variant") {
        let unknown = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        let near = nearest(unknown, known.iter().copied());
        let thing = if said.contains("unknown field") { "key" } else { "value" };
        return Words {
            what: format!("unknown {thing} `{}`", mask::or_length(unknown)),
            help: Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", listed(&known)),
            }),
        };
    }
    Words { what: without_quoted(said), help: None }
}

/// The same words with what they quote shown only where it is harmless.
fn without_quoted(said: &str) -> String {
    let parts = said.split('"').enumerate();
    let shown = parts.map(|(at, part)| match at % 2 {
        0 => part.to_owned(),
        _ => mask::or_length(part).into_owned(),
    });
    mask::visible(&shown.collect::<String>()).replace('\n', " ")
}

pub(super) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

impl Invalid {
    pub(super) fn new(name: &str, text: &str, (words, at): (Words, Spot)) -> Self {
        let shown = text
            .lines()
            .all(|line| line.len() <= 300)
            .then(|| NamedSource::new(name, harmless(text)));
        Self { name: name.to_owned(), message: words.what, help: words.help, at, shown }
    }

    fn place(&self) -> String {
        format!("{}:{}:{}", self.name, self.at.line, self.at.column)
    }

    /// None where the file has lines too long to draw.
    pub(crate) fn drawn(&self) -> Option<&dyn Diagnostic> {
        self.shown.is_some().then_some(self)
    }

    pub(crate) fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// The text with every word that may open something covered, byte for byte, so that places stay.
fn harmless(text: &str) -> String {
    let covered = |word: &str| match mask::identifier(word.trim_matches([':', ',', '#', '-'])) {
        Some(_) => word.to_owned(),
        None if word.bytes().all(|byte| byte.is_ascii_punctuation()) => word.to_owned(),
        None => "*".repeat(word.len()),
    };
    let is_edge = |c: char| c.is_whitespace() || "[]{}\"'".contains(c);
    text.split_inclusive(is_edge)
        .map(|part| match part.char_indices().next_back() {
            Some((at, last)) if is_edge(last) => format!("{}{last}", covered(&part[..at])),
            _ => covered(part),
        })
        .collect()
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Invalid {}

impl Diagnostic for Invalid {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.shown.as_ref().map(|shown| shown as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new(None, self.at.byte, 0))))
    }
}
