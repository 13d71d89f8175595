//! The small shapes of a rule file: what may be one thing or several, a word or a mapping.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::exchange::AccidentKind;
use crate::facts::table::Spot;
use crate::finding::Severity;
use crate::rules::condition::Condition;
use crate::rules::error::{text, unknown};
use crate::rules::schema::FixFile;
use crate::rules::template::Template;
use crate::rules::when::{NoMore, When};

/// A text with facts in it.
#[derive(Debug, Default)]
pub struct Line(pub Template);

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(LineVisitor)
    }
}

struct LineVisitor;

impl Visitor<'_> for LineVisitor {
    type Value = Line;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, line: &str) -> Result<Line, E> {
        Template::parse(line).map(Line).map_err(E::custom)
    }
}

/// One item, or a list of them.
#[derive(Debug)]
pub struct OneOrMore<T>(pub Vec<T>);

impl<T> Default for OneOrMore<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMore<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrMoreVisitor(PhantomData)).map(Self)
    }
}

struct OneOrMoreVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrMoreVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or a list of values")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Vec<T>, E> {
        T::deserialize(StrDeserializer::new(word)).map(|one| vec![one])
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<T>, E> {
        T::deserialize(serde::de::value::U64Deserializer::new(number)).map(|one| vec![one])
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|one| vec![one])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        collect(&mut seq)
    }
}

fn collect<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(seq: &mut A) -> Result<Vec<T>, A::Error> {
    let mut items = Vec::new();
    while let Some(item) = seq.next_element()? {
        items.push(item);
    }
    Ok(items)
}

/// One fix, or several of which the first that applies is taken.
#[derive(Debug, Default)]
pub struct Fixes(pub Vec<FixFile>);

impl<'de> Deserialize<'de> for Fixes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FixesVisitor).map(Self)
    }
}

struct FixesVisitor;

impl<'de> Visitor<'de> for FixesVisitor {
    type Value = Vec<FixFile>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fix or a list of fixes")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Vec<FixFile>, A::Error> {
        FixFile::deserialize(MapAccessDeserializer::new(map)).map(|fix| vec![fix])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<FixFile>, A::Error> {
        collect(&mut seq)
    }
}

/// Names and texts in the order they are written.
#[derive(Debug, Default)]
pub struct Pairs(pub Vec<(Template, Template)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping of names to texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
        let mut pairs = Vec::new();
        while let Some((name, line)) = map.next_entry::<Line, Line>()? {
            pairs.push((name.0, line.0));
        }
        Ok(Pairs(pairs))
    }
}

/// A place, places, or places with what is said of them.
#[derive(Debug, Default)]
pub struct Places(pub Vec<(Spot, Option<Template>)>);

impl<'de> Deserialize<'de> for Places {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlacesVisitor).map(Self)
    }
}

struct PlacesVisitor;

impl<'de> Visitor<'de> for PlacesVisitor {
    type Value = Vec<(Spot, Option<Template>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a place, a list of places, or a mapping of places to labels")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
        Ok(vec![(spot(word).map_err(E::custom)?, None)])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut places = Vec::new();
        while let Some(spot) = seq.next_element_seed(SpotSeed)? {
            places.push((spot, None));
        }
        Ok(places)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut places = Vec::new();
        while let Some(spot) = map.next_key_seed(SpotSeed)? {
            places.push((spot, map.next_value::<Option<Line>>()?.map(|label| label.0)));
        }
        Ok(places)
    }
}

struct SpotSeed;

impl<'de> DeserializeSeed<'de> for SpotSeed {
    type Value = Spot;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Spot, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for SpotSeed {
    type Value = Spot;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a place")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Spot, E> {
        spot(word).map_err(E::custom)
    }
}

/// The words for places; a header is `header.` and its name.
pub const SPOTS: [(&str, Spot); 28] = [
    ("request", Spot::Request),
    ("method", Spot::Method),
    ("url", Spot::Url),
    ("url.scheme", Spot::UrlScheme),
    ("url.host", Spot::UrlHost),
    ("url.path", Spot::UrlPath),
    ("url.slashes", Spot::UrlSlashes),
    ("url.query", Spot::UrlQuery),
    ("query.unknown", Spot::QueryUnknown),
    ("query.unknown-too", Spot::QueryUnknownToo),
    ("query.offset", Spot::QueryOffset),
    ("query.bad", Spot::QueryBad),
    ("query.tenant", Spot::QueryTenant),
    ("query.scope", Spot::QueryScope),
    ("token", Spot::Token),
    ("authorization", Spot::Authorization),
    ("header.misspelt", Spot::HeaderMisspelt),
    ("header.empty", Spot::HeaderEmpty),
    ("body", Spot::Body),
    ("body.wrong-name", Spot::BodyWrongName),
    ("body.break", Spot::BodyBreak),
    ("body.missing", Spot::BodyMissing),
    ("body.unknown-field", Spot::BodyUnknownField),
    ("body.bad-field", Spot::BodyBadField),
    ("body.permission-key", Spot::BodyPermissionKey),
    ("body.features", Spot::BodyFeatures),
    ("recording.unchanged-field", Spot::RecordingUnchangedField),
    ("secret", Spot::Secret),
];

fn spot(word: &str) -> Result<Spot, String> {
    if let Some((_, spot)) = SPOTS.iter().find(|(name, _)| *name == word) {
        return Ok(spot.clone());
    }
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let field = word.strip_prefix("body.field.").unwrap_or_default();
    if !field.is_empty() && field.bytes().all(|byte| is_name(byte) || byte == b'_') {
        return Ok(Spot::BodyField(field.to_owned()));
    }
    let name = word.strip_prefix("header.").unwrap_or_default();
    if !name.is_empty() && name.bytes().all(is_name) {
        return Ok(Spot::Header(name.to_ascii_lowercase()));
    }
    if let Some(kind) = word.strip_prefix("accident.").and_then(AccidentKind::of_word) {
        return Ok(Spot::Accident(kind));
    }
    let names = SPOTS.iter().map(|(name, _)| *name);
    let others = ["header.<name>", "body.field.<name>", "accident.<kind>"];
    Err(unknown("place", word, names.chain(others)))
}

/// A severity, or conditions for severities and the rest's.
#[derive(Debug)]
pub struct SeverityList {
    pub cases: Vec<(Severity, Condition)>,
    pub rest: Severity,
}

impl<'de> Deserialize<'de> for SeverityList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SeverityListVisitor)
    }
}

struct SeverityListVisitor;

impl<'de> Visitor<'de> for SeverityListVisitor {
    type Value = SeverityList;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a severity, or a list of conditions whose last item is the rest's severity")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<SeverityList, E> {
        Ok(SeverityList { cases: Vec::new(), rest: severity(word)? })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<SeverityList, A::Error> {
        let mut cases = Vec::new();
        let mut rest = None;
        while let Some((severity, when)) = seq.next_element_seed(CaseSeed)? {
            match (when, rest) {
                (Some(when), None) => cases.push((severity, when)),
                (None, None) => rest = Some(severity),
                (_, Some(_)) => {
                    let help = "the last item is the severity of all other cases";
                    return Err(Error::custom(text("an item behind the rest", Some(help))));
                }
            }
        }
        let Some(rest) = rest else {
            let help = "end the list with the severity of all other cases: `info`";
            return Err(Error::custom(text("a list without the rest's severity", Some(help))));
        };
        Ok(SeverityList { cases, rest })
    }
}

fn severity<E: Error>(word: &str) -> Result<Severity, E> {
    match word {
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        "info" => Ok(Severity::Info),
        word => Err(E::custom(unknown("severity", word, ["error", "warning", "info"]))),
    }
}

/// An item of a severity list: a bare severity, or `error-when: <condition>`.
struct CaseSeed;

impl<'de> DeserializeSeed<'de> for CaseSeed {
    type Value = (Severity, Option<Condition>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CaseSeed {
    type Value = (Severity, Option<Condition>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a severity or `error-when: <condition>`")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
        Ok((severity(word)?, None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Some(case) = map.next_key::<Case>()? else {
            return Err(Error::custom(text("an empty case", Some("write `error-when: …`"))));
        };
        let severity = match case {
            Case::Error => Severity::Error,
            Case::Warning => Severity::Warning,
            Case::Info => Severity::Info,
        };
        let when: When = map.next_value()?;
        map.next_key_seed(NoMore)?;
        Ok((severity, Some(when.0)))
    }
}

#[derive(Deserialize)]
enum Case {
    #[serde(rename = "error-when")]
    Error,
    #[serde(rename = "warning-when")]
    Warning,
    #[serde(rename = "info-when")]
    Info,
}
