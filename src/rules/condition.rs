//! A condition as compiled: facts by number, operands in their kinds.

use std::sync::OnceLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::facts::table::Id;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Never empty.
    All(Vec<Self>),
    /// Never empty.
    Any(Vec<Self>),
    /// Over tests of presence alone.
    Not(Box<Self>),
    Is(Id, Test),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    OneOf(Vec<Literal>),
    NoneOf(Vec<Literal>),
    SameAs(Id),
    DiffersFrom(Id),
    StartsWith(String),
    EndsWith(String),
    Contains(String),
    Matches(Pattern),
    MoreThan(i64),
    LessThan(i64),
    Absent,
    Present,
    Known,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Literal {
    Word(String),
    Number(i64),
    Flag(bool),
}

/// A regular expression, compiled when it is first asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pattern {
    text: String,
    #[serde(skip)]
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub fn new(text: &str) -> Result<Self, regex::Error> {
        let regex = Regex::new(text)?;
        Ok(Self { text: text.to_owned(), compiled: OnceLock::from(Some(regex)) })
    }

    pub fn is_match(&self, text: &str) -> bool {
        // It compiled when the rule was loaded; the same text compiles again.
        let regex = self.compiled.get_or_init(|| Regex::new(&self.text).ok());
        regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// What must hold for a rule to say anything: a fact is one of these values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    pub fact: Id,
    pub values: Vec<Literal>,
}

impl Condition {
    /// All facts it asks, in their order, each once.
    pub fn facts(&self) -> Vec<Id> {
        let mut facts = Vec::new();
        self.collect(&mut facts);
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    fn collect(&self, facts: &mut Vec<Id>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.collect(facts);
                }
            }
            Self::Not(part) => part.collect(facts),
            Self::Is(fact, test) => {
                facts.push(*fact);
                match test {
                    Test::SameAs(other) | Test::DiffersFrom(other) => facts.push(*other),
                    Test::OneOf(_)
                    | Test::NoneOf(_)
                    | Test::StartsWith(_)
                    | Test::EndsWith(_)
                    | Test::Contains(_)
                    | Test::Matches(_)
                    | Test::MoreThan(_)
                    | Test::LessThan(_)
                    | Test::Absent
                    | Test::Present
                    | Test::Known => {}
                }
            }
        }
    }

    /// Whether it is made of tests of presence alone, so that its opposite means what it says.
    pub fn is_about_presence(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_about_presence),
            Self::Not(part) => part.is_about_presence(),
            Self::Is(_, test) => matches!(test, Test::Absent | Test::Present | Test::Known),
        }
    }

    /// The cheapest fact that must have one of a few values: the table lists facts by what they
    /// cost, the method before the host before the route before the token.
    pub fn guard(&self) -> Option<Guard> {
        match self {
            Self::All(parts) => parts.iter().filter_map(Self::guard).min_by_key(|guard| guard.fact),
            Self::Is(fact, Test::OneOf(values)) => {
                Some(Guard { fact: *fact, values: values.clone() })
            }
            Self::Any(_) | Self::Not(_) | Self::Is(_, _) => None,
        }
    }

    /// The same condition with the cheap parts of each `all` first: one No ends it.
    #[must_use]
    pub fn cheapest_first(self) -> Self {
        match self {
            Self::All(parts) => {
                let mut parts: Vec<Self> = parts.into_iter().map(Self::cheapest_first).collect();
                parts.sort_by_key(|part| part.facts().last().copied());
                Self::All(parts)
            }
            Self::Any(parts) => Self::Any(parts.into_iter().map(Self::cheapest_first).collect()),
            Self::Not(_) | Self::Is(_, _) => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(fact: Id, word: &str) -> Condition {
        Condition::Is(fact, Test::OneOf(vec![Literal::Word(word.to_owned())]))
    }

    #[test]
    fn the_guard_is_the_cheapest_fact_that_must_have_a_value() {
        let both = Condition::All(vec![is(Id::TokenKind, "user"), is(Id::HostClass, "gateway")]);
        assert_eq!(both.guard().unwrap().fact, Id::HostClass);
        let either = Condition::Any(vec![is(Id::TokenKind, "user"), is(Id::HostClass, "gateway")]);
        assert_eq!(either.guard(), None);
        assert_eq!(Condition::Is(Id::HostClass, Test::Known).guard(), None);
    }

    #[test]
    fn cheap_parts_come_first() {
        let both = Condition::All(vec![is(Id::TokenKind, "user"), is(Id::HostClass, "gateway")]);
        assert_eq!(both.cheapest_first().facts(), [Id::HostClass, Id::TokenKind]);
    }

    #[test]
    fn a_pattern_says_the_same_after_a_trip_through_bytes() {
        let pattern = Pattern::new("^a+$").unwrap();
        let bytes = postcard::to_allocvec(&pattern).unwrap();
        let again: Pattern = postcard::from_bytes(&bytes).unwrap();
        assert!(again.is_match("aaa") && !again.is_match("ab"));
        assert_eq!(again, pattern);
    }
}
