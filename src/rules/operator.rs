//! The operators of a condition and their operands, as written.

use std::fmt;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use crate::facts::table::{Entry, Kind, TABLE, by_name};
use crate::rules::asked::{literal, literals, wanted};
use crate::rules::condition::{Literal, Pattern, Test};
use crate::rules::error::{text, unknown};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    SameAs,
    DiffersFrom,
    StartsWith,
    EndsWith,
    Contains,
    Matches,
    MoreThan,
    LessThan,
}

const OPERATORS: [(&str, Operator); 8] = [
    ("same-as", Operator::SameAs),
    ("differs-from", Operator::DiffersFrom),
    ("starts-with", Operator::StartsWith),
    ("ends-with", Operator::EndsWith),
    ("contains", Operator::Contains),
    ("matches", Operator::Matches),
    ("more-than", Operator::MoreThan),
    ("less-than", Operator::LessThan),
];

impl Operator {
    const fn fits(self, kind: Kind) -> bool {
        match self {
            Self::SameAs | Self::DiffersFrom => true,
            Self::StartsWith | Self::EndsWith | Self::Contains | Self::Matches => {
                matches!(kind, Kind::Text | Kind::Phrase | Kind::Region)
            }
            Self::MoreThan | Self::LessThan => matches!(kind, Kind::Number),
        }
    }
}

/// The operators that can be asked of a fact of this kind.
pub fn operators_of(kind: Kind) -> Vec<&'static str> {
    OPERATORS.iter().filter(|(_, o)| o.fits(kind)).map(|(word, _)| *word).collect()
}

pub struct OperatorSeed(pub &'static Entry);

impl<'de> DeserializeSeed<'de> for OperatorSeed {
    type Value = Operator;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Operator, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for OperatorSeed {
    type Value = Operator;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an operator")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Operator, E> {
        let Some((_, operator)) = OPERATORS.iter().find(|(name, _)| *name == word) else {
            return Err(E::custom(unknown("operator", word, OPERATORS.map(|(name, _)| name))));
        };
        if operator.fits(self.0.kind) {
            return Ok(*operator);
        }
        let message = format!("`{word}` does not fit `{}`", self.0.name);
        Err(E::custom(text(&message, Some(&format!("it takes {}", wanted(self.0))))))
    }
}

pub struct OperandSeed {
    pub entry: &'static Entry,
    pub operator: Operator,
}

impl<'de> DeserializeSeed<'de> for OperandSeed {
    type Value = Test;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Test, D::Error> {
        match self.operator {
            Operator::SameAs | Operator::DiffersFrom => deserializer.deserialize_any(self),
            Operator::MoreThan => i64::deserialize(deserializer).map(Test::MoreThan),
            Operator::LessThan => i64::deserialize(deserializer).map(Test::LessThan),
            Operator::StartsWith => String::deserialize(deserializer).map(Test::StartsWith),
            Operator::EndsWith => String::deserialize(deserializer).map(Test::EndsWith),
            Operator::Contains => String::deserialize(deserializer).map(Test::Contains),
            Operator::Matches => {
                let pattern = String::deserialize(deserializer)?;
                Pattern::new(&pattern).map(Test::Matches).map_err(|error| {
                    let why = error.to_string();
                    let why = why.lines().last().unwrap_or_default().trim();
                    Error::custom(text("a regular expression that cannot be read", Some(why)))
                })
            }
        }
    }
}

impl<'de> Visitor<'de> for OperandSeed {
    type Value = Test;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a fact")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Test, E> {
        if let Some(other) = by_name(word) {
            return self.against(other);
        }
        let names_a_fact = TABLE.iter().any(|entry| {
            let family = entry.name.split_once('.').map(|(family, _)| family);
            family.is_some_and(|f| word.split_once('.').is_some_and(|(start, _)| start == f))
        });
        if self.operator == Operator::SameAs || names_a_fact {
            let names = TABLE.iter().map(|entry| entry.name);
            return Err(E::custom(unknown("fact", word, names)));
        }
        Ok(Test::NoneOf(vec![literal(self.entry, Literal::Word(word.to_owned()))?]))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Test, E> {
        self.literal(Literal::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Test, E> {
        self.literal(Literal::Number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Test, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Test, A::Error> {
        if self.operator == Operator::SameAs {
            return self.literal(Literal::Flag(true));
        }
        Ok(Test::NoneOf(literals(self.entry, &mut seq)?))
    }
}

impl OperandSeed {
    fn against<E: Error>(&self, other: &Entry) -> Result<Test, E> {
        let text_like =
            |kind: Kind| matches!(kind, Kind::Text | Kind::Phrase | Kind::Region | Kind::Choice(_));
        let comparable =
            self.entry.kind == other.kind || text_like(self.entry.kind) && text_like(other.kind);
        if !comparable {
            let message = format!("`{}` and `{}` never compare", self.entry.name, other.name);
            return Err(E::custom(text(&message, Some("they are values of different kinds"))));
        }
        if self.operator == Operator::SameAs {
            return Ok(Test::SameAs(other.id));
        }
        Ok(Test::DiffersFrom(other.id))
    }

    fn literal<E: Error>(self, value: Literal) -> Result<Test, E> {
        if self.operator == Operator::SameAs {
            let help = format!("a value is written `{}: value`", self.entry.name);
            return Err(E::custom(text("`same-as` takes the name of a fact", Some(&help))));
        }
        Ok(Test::NoneOf(vec![literal(self.entry, value)?]))
    }
}
