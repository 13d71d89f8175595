//! The texts, numbers and flags at the top of a JSON object, by hashes of names and values.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::facts::placeholder;
use crate::source::Text;
use crate::truth::Fact;

use super::{Key, key};

/// A body longer than this is not taken apart.
const LONGEST: usize = 64 * 1024;

/// What an answer hides, or changes by itself, says nothing of what a call has changed.
const OWN_WAY: [&str; 16] = [
    "at", "captcha", "code", "created", "date", "etag", "key", "metadata", "modified", "otp",
    "password", "secret", "time", "token", "updated", "version",
];

pub(super) type Scalars = BTreeMap<Key, Scalar>;

/// A value that can be compared with another of its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Flag(bool),
    Number(Key),
    Text(Key),
}

impl Scalar {
    fn of(name: &str, value: &Value) -> Option<Self> {
        let words = placeholder::words(name);
        if words.iter().any(|word| OWN_WAY.contains(&word.as_str())) {
            return None;
        }
        match value {
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            Value::Number(number) => Some(Self::Number(key(&number.as_f64()?.to_string()))),
            Value::String(text) => is_plain(text).then(|| Self::Text(key(&folded(text)))),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Another value of the same kind.
    pub(super) fn differs_from(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other) && self != other
    }
}

/// Those of a body that is all here; none where it is no object.
pub(super) fn of(body: &Fact<Text>) -> Option<Scalars> {
    let mut scalars = Scalars::new();
    each(body, |name, scalar| {
        scalars.insert(key(name), scalar);
    })?;
    Some(scalars)
}

/// The name in a body that a hash stands for.
pub(super) fn name(body: &Fact<Text>, hash: Key) -> Option<String> {
    let mut found = None;
    each(body, |name, _| {
        if key(name) == hash {
            found = Some(name.to_owned());
        }
    })?;
    found
}

fn each(body: &Fact<Text>, mut take: impl FnMut(&str, Scalar)) -> Option<()> {
    let text = body.as_ref().known()?.known().known()?;
    if text.len() > LONGEST || !text.trim_start().starts_with('{') {
        return None;
    }
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else { return None };
    for (name, value) in &fields {
        if let Some(scalar) = Scalar::of(name, value) {
            take(name, scalar);
        }
    }
    Some(())
}

/// Neither a date, which services write in their own way, nor a value that is not the true one.
fn is_plain(text: &str) -> bool {
    let digits = |range| text.get(range).is_some_and(|part: &str| part.parse::<u32>().is_ok());
    let date = digits(0..4) && text.get(4..5) == Some("-") && digits(5..7);
    !date && placeholder::is_placeholder(text).is_none() && !placeholder::is_lost(text)
}

/// Services trim texts, change their case, and write telephone numbers in their own way.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
