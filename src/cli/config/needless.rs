//! Entries of `ignore` that hide nothing any more.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Config;
use super::judging::{Asked, Entry};
use super::scope::below;
use crate::finding::Report;
use crate::lint::Policy;
use crate::rules::RuleSet;
use crate::source::ProblemKind;

/// What a run has looked at.
pub(crate) struct Covered<'a> {
    /// The files and folders that were named, of which nothing was left out besides what the
    /// configuration excludes.
    pub(crate) paths: &'a [PathBuf],
    /// The reports of all files that this configuration holds for.
    pub(crate) reports: &'a [&'a Report],
    pub(crate) rules: &'a RuleSet,
    pub(crate) asked: &'a Asked,
    /// Topics that this run did not judge: `secrets` without `--committed`.
    pub(crate) unasked: &'a [&'a str],
}

impl Config {
    /// A line for every entry of `ignore` that has hidden nothing in a run that would have met what
    /// it hides. A run over a few of the files says nothing.
    pub(crate) fn needless(&self, covered: &Covered<'_>) -> Vec<String> {
        let reports = covered.reports;
        let lost = |report: &&Report| {
            report.more > 0 || report.problems.iter().any(|p| p.kind == ProblemKind::Lost)
        };
        if reports.iter().any(lost) {
            return Vec::new();
        }
        let ignored = reports.iter().flat_map(|report| &report.ignored);
        let used: BTreeSet<usize> = ignored.filter_map(|ignored| ignored.entry).collect();
        let entries = self.judging.ignores.iter().enumerate();
        let needless = entries.filter(|(number, entry)| {
            !used.contains(number) && self.covers(entry, covered) && is_judged(entry, covered)
        });
        needless
            .map(|(_, entry)| {
                let place = self.sheet.place(&entry.pointer);
                format!("{place}: this entry of `ignore` hides nothing; take it away")
            })
            .collect()
    }

    fn covers(&self, entry: &Entry, covered: &Covered<'_>) -> bool {
        let mut named = covered.paths.iter().filter_map(|path| {
            let inside = below(&self.folder, path);
            // A folder above the configuration's holds all of its files.
            inside.or_else(|| {
                let above = self.folder.starts_with(crate::cli::repository::tidy(path));
                above.then(String::new)
            })
        });
        named.any(|path| match entry.scopes.as_slice() {
            [] => path.is_empty(),
            scopes => path.is_empty() || scopes.iter().any(|scope| scope.is_within(&path)),
        })
    }
}

/// Whether all that an entry may hide was judged.
fn is_judged(entry: &Entry, covered: &Covered<'_>) -> bool {
    let asked = covered.asked.clone();
    let policy = Policy { select: asked.select, ignore: asked.ignore, ..Policy::default() };
    let names = |id: &str, topic: &str| {
        entry.rule.as_deref().is_none_or(|rule| rule == id || rule == topic)
    };
    let mut rules = covered.rules.rules.iter().filter(|rule| names(&rule.id, &rule.topic));
    rules.all(|rule| {
        let all = entry.rule.is_none();
        policy.judges(rule) && (all || !covered.unasked.contains(&rule.topic.as_str()))
    })
}
