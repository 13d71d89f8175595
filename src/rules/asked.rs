//! What a condition asks of one fact, as written: a value, values, an operator, its presence.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::facts::table::{Entry, Kind};
use crate::near::nearest;
use crate::rules::condition::{Literal, Test};
use crate::rules::error::{listed, suggestion, text, unknown};
use crate::rules::operator::{OperandSeed, OperatorSeed};
use crate::rules::when::NoMore;

/// What is asked of one fact.
#[derive(Clone, Copy)]
pub struct TestSeed(pub &'static Entry);

const PRESENCE: [&str; 3] = ["is-absent", "is-present", "is-known"];

impl<'de> DeserializeSeed<'de> for TestSeed {
    type Value = Test;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Test, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TestSeed {
    type Value = Test;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", wanted(self.0))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Test, E> {
        match word {
            "is-absent" => Ok(Test::Absent),
            "is-present" => Ok(Test::Present),
            "is-known" => Ok(Test::Known),
            word if word.starts_with("is-") => Err(E::custom(unknown("test", word, PRESENCE))),
            word => Ok(Test::OneOf(vec![literal(self.0, Literal::Word(word.to_owned()))?])),
        }
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Test, E> {
        Ok(Test::OneOf(vec![literal(self.0, Literal::Flag(flag))?]))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Test, E> {
        Ok(Test::OneOf(vec![literal(self.0, Literal::Number(number))?]))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Test, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn visit_unit<E: Error>(self) -> Result<Test, E> {
        let help = format!("write {}", wanted(self.0));
        Err(E::custom(text(&format!("nothing is asked of `{}`", self.0.name), Some(&help))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Test, A::Error> {
        Ok(Test::OneOf(literals(self.0, &mut seq)?))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Test, A::Error> {
        let Some(operator) = map.next_key_seed(OperatorSeed(self.0))? else {
            return self.visit_unit();
        };
        let test = map.next_value_seed(OperandSeed { entry: self.0, operator })?;
        map.next_key_seed(NoMore)?;
        Ok(test)
    }
}

/// What may be asked of a fact of this kind, for error messages.
pub fn wanted(entry: &Entry) -> String {
    match entry.kind {
        Kind::Text | Kind::Phrase | Kind::Region => {
            "a word, a list of words, an operator or a test of presence".to_owned()
        }
        Kind::Choice(words) => format!("one of {}", listed(words)),
        Kind::Number => "a number, `more-than`, `less-than` or a test of presence".to_owned(),
        Kind::Flag => "`true`, `false` or a test of presence".to_owned(),
    }
}

/// A value that a fact of this kind can have.
pub fn literal<E: Error>(entry: &Entry, literal: Literal) -> Result<Literal, E> {
    let refuse = |message: String, help: String| Err(E::custom(text(&message, Some(&help))));
    match (&entry.kind, &literal) {
        (Kind::Text | Kind::Phrase | Kind::Region, Literal::Word(_))
        | (Kind::Number, Literal::Number(_))
        | (Kind::Flag, Literal::Flag(_)) => Ok(literal),
        (Kind::Choice(words), Literal::Word(word)) if words.contains(&word.as_str()) => Ok(literal),
        (Kind::Choice(words), Literal::Word(word)) => {
            // A misspelt test of presence is nearer to a test than to a value.
            let help = match nearest(word, PRESENCE) {
                Some(test) => format!("did you mean `{test}`?"),
                None => suggestion(word, words),
            };
            refuse(format!("`{}` is never `{word}`", entry.name), help)
        }
        (Kind::Text | Kind::Phrase | Kind::Region, Literal::Number(_) | Literal::Flag(_)) => {
            refuse(format!("`{}` is a text", entry.name), "put the value in quotes".to_owned())
        }
        (Kind::Choice(_), Literal::Number(_) | Literal::Flag(_))
        | (Kind::Number, Literal::Word(_) | Literal::Flag(_))
        | (Kind::Flag, Literal::Word(_) | Literal::Number(_)) => {
            let help = format!("write {}", wanted(entry));
            refuse(format!("a value that `{}` never has", entry.name), help)
        }
    }
}

pub fn literals<'de, A: SeqAccess<'de>>(
    entry: &'static Entry,
    seq: &mut A,
) -> Result<Vec<Literal>, A::Error> {
    let mut values = Vec::new();
    while let Some(value) = seq.next_element_seed(LiteralSeed(entry))? {
        values.push(value);
    }
    if values.is_empty() {
        let message = format!("an empty list of values of `{}`", entry.name);
        return Err(Error::custom(text(&message, Some("name at least one value"))));
    }
    Ok(values)
}

#[derive(Clone, Copy)]
struct LiteralSeed(&'static Entry);

impl<'de> DeserializeSeed<'de> for LiteralSeed {
    type Value = Literal;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Literal, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for LiteralSeed {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", wanted(self.0))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Literal, E> {
        literal(self.0, Literal::Word(word.to_owned()))
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Literal, E> {
        literal(self.0, Literal::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Literal, E> {
        literal(self.0, Literal::Number(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Literal, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
