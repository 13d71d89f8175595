//! A word of a shell command: its parts, how each is quoted and where it stands.

use crate::source::Span;

/// A word, before variables are expanded.
#[derive(Clone, Debug, Default)]
pub(in crate::input) struct Word {
    pub(in crate::input) span: Span,
    pub(in crate::input) parts: Vec<Part>,
}

/// A run of a word with one meaning.
#[derive(Clone, Debug)]
pub(in crate::input) struct Part {
    /// Without the quotes around it.
    pub(in crate::input) span: Span,
    pub(in crate::input) quoting: Quoting,
    pub(in crate::input) kind: PartKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::input) enum Quoting {
    Bare,
    Single,
    Double,
    /// `$'…'`.
    Ansi,
}

#[derive(Clone)]
pub(in crate::input) enum PartKind {
    /// Stands as it is.
    Verbatim,
    /// An escape and what it stands for.
    Decoded(String),
    /// `$NAME`, `${NAME…}`; the second is what follows the name inside the braces.
    Variable(String, Span),
    /// `$(…)` and backticks: the commands inside.
    Substitution(Span),
    /// `$((…))`, arrays: never evaluated.
    Dynamic,
}

impl std::fmt::Debug for PartKind {
    /// Recorded text may hold secrets: only the kind is shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Verbatim => "Verbatim",
            Self::Decoded(_) => "Decoded",
            Self::Variable(..) => "Variable",
            Self::Substitution(_) => "Substitution",
            Self::Dynamic => "Dynamic",
        })
    }
}

impl Word {
    /// The word, if it is one bare run: a keyword, a name of a program.
    pub(in crate::input) fn bare<'a>(&self, text: &'a str) -> Option<&'a str> {
        match self.parts.as_slice() {
            [Part { span, quoting: Quoting::Bare, kind: PartKind::Verbatim }] => {
                text.get(span.start..span.end)
            }
            _ => None,
        }
    }

    /// The value, if nothing in it is expanded.
    pub(in crate::input) fn literal(&self, text: &str) -> Option<String> {
        let mut value = String::new();
        for part in &self.parts {
            match &part.kind {
                PartKind::Verbatim => value.push_str(text.get(part.span.start..part.span.end)?),
                PartKind::Decoded(decoded) => value.push_str(decoded),
                PartKind::Variable(..) | PartKind::Substitution(_) | PartKind::Dynamic => {
                    return None;
                }
            }
        }
        Some(value)
    }

    /// `NAME=`: the name and where the value begins.
    pub(in crate::input) fn assignment<'a>(&self, text: &'a str) -> Option<(&'a str, usize)> {
        let first = self.parts.first()?;
        if first.quoting != Quoting::Bare || !matches!(first.kind, PartKind::Verbatim) {
            return None;
        }
        let written = text.get(first.span.start..first.span.end)?;
        let name = &written[..written.find('=')?];
        is_name(name.strip_suffix('+').unwrap_or(name))
            .then(|| (name, first.span.start + name.len() + 1))
    }

    /// What stands behind `start`, as a word of its own.
    pub(in crate::input) fn behind(&self, start: usize) -> Self {
        let parts = self
            .parts
            .iter()
            .filter(|part| part.span.end > start || part.span.start >= start)
            .map(|part| {
                let span = Span::new(part.span.start.max(start), part.span.end);
                Part { span, ..part.clone() }
            })
            .collect();
        Self { span: Span::new(start, self.span.end.max(start)), parts }
    }
}

pub(in crate::input) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
