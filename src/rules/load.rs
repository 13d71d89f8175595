//! Rules ready to judge: those in the binary, and those of a folder.

use std::sync::{Arc, LazyLock};

use crate::facts::answer::{Besides, Signature};
use crate::rules::compile::{RuleText, compile};
use crate::rules::condition::Condition;
use crate::rules::error::RuleError;
use crate::rules::judge;
use crate::rules::laws::Names;
use crate::rules::set::{Compiled, Group, KnownError, Pages, Rule};

static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));
static PAGES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pages.bin"));

/// Rules and known errors, sorted by id, and what finds them quickly.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    pub rules: Vec<Rule>,
    pub errors: Vec<KnownError>,
    pub groups: Vec<Group>,
    /// How the errors are recognised.
    pub signatures: Vec<Signature>,
}

/// What a rules folder holds.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub rules: RuleSet,
    pub pages: Pages,
}

impl RuleSet {
    /// The rules in the binary.
    pub fn built_in() -> &'static Self {
        static SET: LazyLock<RuleSet> = LazyLock::new(|| {
            let compiled: Compiled =
                postcard::from_bytes(RULES).expect("build.rs wrote it from this very type");
            RuleSet::from(compiled)
        });
        &SET
    }

    /// These rules and others; of two with one id, the other.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut joined = Compiled { rules: other.rules.clone(), errors: other.errors.clone() };
        let is_new = |rule: &&Rule| other.find(&rule.id).is_none();
        joined.rules.extend(self.rules.iter().filter(is_new).cloned());
        joined.rules.sort_by(|a, b| a.id.cmp(&b.id));
        let is_new = |error: &&KnownError| other.error(&error.id).is_none();
        joined.errors.extend(self.errors.iter().filter(is_new).cloned());
        joined.errors.sort_by(|a, b| a.id.cmp(&b.id));
        Self::from(joined)
    }

    /// The number of a rule.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()
    }

    pub fn error(&self, id: &str) -> Option<&KnownError> {
        let found = self.errors.binary_search_by(|error| error.id.as_str().cmp(id));
        found.ok().map(|at| &self.errors[at])
    }

    fn names(&self) -> Names {
        Names {
            rules: self.rules.iter().map(|rule| rule.id.clone()).collect(),
            errors: self.errors.iter().map(|error| error.id.clone()).collect(),
        }
    }
}

impl From<Compiled> for RuleSet {
    fn from(compiled: Compiled) -> Self {
        let groups = compiled.groups();
        let signatures = compiled.errors.iter().flat_map(signatures).collect();
        Self { rules: compiled.rules, errors: compiled.errors, groups, signatures }
    }
}

fn signatures(error: &KnownError) -> impl Iterator<Item = Signature> {
    error.matches.iter().map(|matches| Signature {
        id: error.id.clone(),
        status: matches.status.clone(),
        text: matches.text.clone(),
        error_code: matches.error_code.clone(),
        when: matches.when.clone().map(besides),
    })
}

/// A condition as the room of facts can ask it.
fn besides(condition: Condition) -> Besides {
    Arc::new(move |facts| judge::truth(&condition, facts).0)
}

impl Pages {
    /// The pages in the binary.
    pub fn built_in() -> &'static Self {
        static SET: LazyLock<Pages> = LazyLock::new(|| {
            postcard::from_bytes(PAGES).expect("build.rs wrote it from this very type")
        });
        &SET
    }
}

/// Compiles the files of a rules folder, or says all that is wrong with them. They may name the
/// rules and errors in the binary.
pub fn load(files: &[RuleText]) -> Result<Loaded, Vec<RuleError>> {
    let (compiled, pages) = compile(files, &RuleSet::built_in().names())?;
    Ok(Loaded { rules: RuleSet::from(compiled), pages })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_in_the_binary_are_sorted_and_have_pages() {
        let (rules, pages) = (RuleSet::built_in(), Pages::built_in());
        assert!(rules.rules.is_sorted_by(|a, b| a.id < b.id));
        assert!(rules.rules.iter().map(|rule| &rule.id).eq(pages.rules.iter().map(|p| &p.id)));
        assert!(rules.errors.iter().map(|error| &error.id).eq(pages.errors.iter().map(|p| &p.id)));
        assert_eq!(rules.find("wrong-region").map(|at| rules.rules[at].step), Some(3));
    }

    #[test]
    fn a_rule_of_a_folder_takes_the_place_of_ours() {
        let built_in = RuleSet::built_in();
        let mut own = built_in.rules[built_in.find("wrong-region").unwrap()].clone();
        own.topic = "own".to_owned();
        let own = RuleSet::from(Compiled { rules: vec![own], errors: Vec::new() });
        let both = built_in.with(&own);
        assert_eq!(both.rules.len(), built_in.rules.len());
        assert_eq!(both.rules[both.find("wrong-region").unwrap()].topic, "own");
    }
}
