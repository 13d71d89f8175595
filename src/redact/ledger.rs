//! Equal secrets get equal marks; the secrets themselves are not kept.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::hash::{Hash as _, Hasher as _};

use crate::facts::placeholder::NUMBERED;
use crate::mask;

/// So many are told apart; what comes later is only taken out.
const MOST: usize = 100_000;
const MOST_NOUNS: usize = 1000;

/// What is longer than this stays as long: a limit that was passed is still passed.
const LONG: usize = 512;
const LONGEST: usize = 64 << 10;

/// What a secret was, as the closing line counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Token,
    Key,
    Cookie,
    Header,
    Address,
    Body,
    Text,
    Other,
}

impl Kind {
    /// One of them and several, in words.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Token => ("token", "tokens"),
            Self::Key => ("key", "keys"),
            Self::Cookie => ("cookie", "cookies"),
            Self::Header => ("header", "headers"),
            Self::Address => ("part of an address", "parts of addresses"),
            Self::Body => ("value of a body", "values of bodies"),
            Self::Text => ("word of a text", "words of texts"),
            Self::Other => ("other member", "other members"),
        }
    }
}

/// The marks that were given so far, by digests of what they stand for.
#[derive(Default)]
pub struct Ledger {
    known: HashMap<u64, (u16, u32)>,
    nouns: Vec<(String, u32)>,
    counts: BTreeMap<Kind, u64>,
    /// Those that no harmless word can be.
    opening: HashSet<u64>,
    /// Names of hosts that stay: they may stand in a text that was taken out, too.
    shown: HashSet<u64>,
}

impl Ledger {
    /// How many of each kind were replaced.
    pub fn counts(&self) -> impl Iterator<Item = (Kind, u64)> + '_ {
        self.counts.iter().map(|(kind, count)| (*kind, *count))
    }

    /// Whether this very word was taken out, and is none that may stand anywhere.
    pub fn opens(&self, word: &str) -> bool {
        let digest = digest(word);
        word.len() >= SHORTEST && self.opening.contains(&digest) && !self.shown.contains(&digest)
    }

    /// A host stays, and so do its labels wherever they stand.
    pub(super) fn keep_host(&mut self, name: &str) {
        for word in name.split('.').chain([name]).filter(|word| word.len() >= SHORTEST) {
            if self.shown.len() < MOST {
                self.shown.insert(digest(word));
            }
        }
    }

    /// Forgets the digests, which nobody asks for once the result was searched.
    pub fn forget(&mut self) {
        self.known = HashMap::new();
        self.opening = HashSet::new();
        self.shown = HashSet::new();
    }

    pub(super) fn count(&mut self, kind: Kind) {
        *self.counts.entry(kind).or_default() += 1;
    }

    /// `redacted-cookie-3`.
    pub(super) fn mark(&mut self, kind: Kind, noun: &str, secret: &str) -> String {
        self.count(kind);
        let Some((noun, number)) = self.number(noun, secret) else {
            return "redacted".to_owned();
        };
        let noun = self.nouns.get(usize::from(noun)).map_or("value", |(noun, _)| noun);
        let mark = format!("{NUMBERED}{noun}-{number}");
        if (LONG..=LONGEST).contains(&secret.len()) {
            let crosses = "x".repeat(secret.len() - mark.len() - 1);
            return format!("{mark}-{crosses}");
        }
        mark
    }

    /// The noun's place and the secret's number.
    pub(super) fn number(&mut self, noun: &str, secret: &str) -> Option<(u16, u32)> {
        let key = digest(secret);
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        if self.known.len() >= MOST {
            return None;
        }
        let noun = self.noun(noun);
        let (_, last) = self.nouns.get_mut(usize::from(noun))?;
        *last += 1;
        self.known.insert(key, (noun, *last));
        if secret.len() >= SHORTEST && mask::identifier(secret).is_none() {
            self.opening.insert(key);
        }
        Some((noun, *last))
    }

    fn noun(&mut self, name: &str) -> u16 {
        let word = plain(name);
        let at = self.nouns.iter().position(|(known, _)| *known == word).unwrap_or_else(|| {
            let word = if self.nouns.len() < MOST_NOUNS { word } else { "value".to_owned() };
            let at = self.nouns.iter().position(|(known, _)| *known == word);
            at.unwrap_or_else(|| {
                self.nouns.push((word, 0));
                self.nouns.len() - 1
            })
        });
        u16::try_from(at).unwrap_or_default()
    }
}

/// A shorter word may stand anywhere.
const SHORTEST: usize = 12;

fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The words of a name: `refreshToken` and `refresh_token` are `refresh-token`.
fn plain(name: &str) -> String {
    if name.len() > 40 || mask::identifier(name).is_none() {
        return "value".to_owned();
    }
    let mut word = String::new();
    let mut lower = false;
    for letter in name.chars() {
        let boundary = !letter.is_ascii_alphanumeric() || letter.is_ascii_uppercase() && lower;
        if boundary && !word.is_empty() && !word.ends_with('-') {
            word.push('-');
        }
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        }
        lower = letter.is_ascii_lowercase();
    }
    let word: String = word.chars().take(36).collect();
    let word = word.trim_matches('-');
    if word.is_empty() { "value".to_owned() } else { word.to_owned() }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ledger({} secrets)", self.known.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::placeholder::{is_numbered, is_redacted};

    #[test]
    fn equal_secrets_get_equal_marks_that_read_as_taken_out() {
        let mut ledger = Ledger::default();
        let first = ledger.mark(Kind::Cookie, "fe_refreshToken", "k9XvQ2mLr8TbW4");
        assert_eq!(first, "redacted-fe-refresh-token-1");
        assert_eq!(ledger.mark(Kind::Body, "other", "k9XvQ2mLr8TbW4"), first);
        assert_ne!(ledger.mark(Kind::Cookie, "fe_refreshToken", "another"), first);
        let long = ledger.mark(Kind::Body, "a b", &"k9".repeat(1000));
        assert_eq!(long.len(), 2000);
        for mark in [&first, &long] {
            assert!(is_numbered(mark) && is_redacted(mark), "{mark}");
        }
        assert!(ledger.opens("k9XvQ2mLr8TbW4") && !ledger.opens("another"));
        assert!(!format!("{ledger:?}").contains("k9X"));
    }
}
