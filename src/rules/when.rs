//! A condition as written, read with an error that names the place and the word.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

use crate::facts::table::{Entry, TABLE, by_name};
use crate::rules::asked::TestSeed;
use crate::rules::condition::Condition;
use crate::rules::error::{text, unknown};

/// The `when` of a rule, a fix, a severity.
#[derive(Clone, Debug)]
pub struct When(pub Condition);

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ConditionVisitor).map(Self)
    }
}

struct ConditionVisitor;

impl<'de> Visitor<'de> for ConditionVisitor {
    type Value = Condition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition, a mapping with one key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Condition, A::Error> {
        let Some(key) = map.next_key_seed(KeySeed)? else {
            return Err(Error::custom(text("an empty condition", Some(ONE_KEY))));
        };
        let condition = match key {
            Key::All => Condition::All(parts(map.next_value()?, "all")?),
            Key::Any => Condition::Any(parts(map.next_value()?, "any")?),
            Key::Not => map.next_value_seed(NotSeed)?,
            Key::Fact(entry) => Condition::Is(entry.id, map.next_value_seed(TestSeed(entry))?),
        };
        map.next_key_seed(NoMore)?;
        Ok(condition)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Condition, A::Error> {
        Err(Error::custom(text(
            "a list where a condition stands",
            Some("write `all:` or `any:` before the list"),
        )))
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Condition, E> {
        let help = format!("a condition is a mapping with one key: `{word}: true`");
        Err(E::custom(text("a word where a condition stands", Some(&help))))
    }

    fn visit_unit<E: Error>(self) -> Result<Condition, E> {
        Err(E::custom(text("an empty condition", Some(ONE_KEY))))
    }
}

const ONE_KEY: &str = "a condition has one key: `all`, `any`, `not` or the name of a fact";

fn parts<E: Error>(parts: Vec<When>, word: &str) -> Result<Vec<Condition>, E> {
    if parts.is_empty() {
        let help = "an empty list would hold always or never; name at least one condition";
        return Err(E::custom(text(&format!("an empty `{word}`"), Some(help))));
    }
    Ok(parts.into_iter().map(|part| part.0).collect())
}

enum Key {
    All,
    Any,
    Not,
    Fact(&'static Entry),
}

struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`all`, `any`, `not` or the name of a fact")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Key, E> {
        match word {
            "all" => Ok(Key::All),
            "any" => Ok(Key::Any),
            "not" => Ok(Key::Not),
            name => by_name(name).map(Key::Fact).ok_or_else(|| {
                let names = TABLE.iter().map(|entry| entry.name);
                E::custom(unknown("fact", name, names.chain(["all", "any", "not"])))
            }),
        }
    }
}

/// Stands where a mapping must end.
pub struct NoMore;

impl<'de> DeserializeSeed<'de> for NoMore {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NoMore {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one key")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<(), E> {
        let help = "one key each: put several conditions under `all:`, each behind a dash";
        Err(E::custom(text(&format!("a second key, `{word}`"), Some(help))))
    }
}

struct NotSeed;

impl<'de> DeserializeSeed<'de> for NotSeed {
    type Value = Condition;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Condition, D::Error> {
        let condition = deserializer.deserialize_any(ConditionVisitor)?;
        if !condition.is_about_presence() {
            let help = "it would turn \"not there\" into Yes: use `differs-from`, or `not` over \
                        `is-absent`, `is-present` and `is-known`";
            return Err(Error::custom(text("`not` over a comparison", Some(help))));
        }
        Ok(Condition::Not(Box::new(condition)))
    }
}
