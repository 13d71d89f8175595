//! A line of text with facts in it: `this gateway serves {host.region}`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::facts::table::{Id, TABLE, by_name, entry};
use crate::rules::error::{text, unknown};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template(pub Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    Words(String),
    /// A fact's value, and the words that stand for it where it is not known.
    Fact(Id, Option<String>),
}

impl Template {
    /// Takes a line apart at its braces; the error is a text of [`crate::rules::error`].
    pub fn parse(line: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = line;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|at| open + at) else {
                return Err(text("a `{` without its `}`", Some("a fact is written `{host.name}`")));
            };
            if open > 0 {
                parts.push(Part::Words(rest[..open].to_owned()));
            }
            parts.push(Self::fact(&rest[open + 1..close])?);
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    fn fact(inside: &str) -> Result<Part, String> {
        let (name, otherwise) = match inside.split_once('|') {
            Some((name, words)) => (name, Some(words.to_owned())),
            None => (inside, None),
        };
        match by_name(name) {
            Some(entry) => Ok(Part::Fact(entry.id, otherwise)),
            None => Err(unknown("fact", name, TABLE.iter().map(|entry| entry.name))),
        }
    }
}

impl fmt::Display for Template {
    /// The line as it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Words(words) => f.write_str(words),
            Part::Fact(id, None) => write!(f, "{{{}}}", entry(*id).name),
            Part::Fact(id, Some(words)) => write!(f, "{{{}|{words}}}", entry(*id).name),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_its_words_and_its_facts() {
        let line = "a {token.kind|some} token at {host.name}";
        let template = Template::parse(line).unwrap();
        assert_eq!(template.0.len(), 4);
        assert_eq!(template.0[1], Part::Fact(Id::TokenKind, Some("some".to_owned())));
        assert_eq!(template.to_string(), line);
    }

    #[test]
    fn a_misspelt_fact_and_an_open_brace_are_errors() {
        assert!(Template::parse("{host.nam}").unwrap_err().contains("did you mean `host.name`?"));
        assert!(Template::parse("to {host.name").unwrap_err().contains("without its"));
    }
}
