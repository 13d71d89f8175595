//! A GitLab code quality report: a list whose entries GitLab tells apart by their fingerprints.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;

use super::Run;
use super::found::{Found, Lost};
use crate::finding::Severity;
use crate::source::Place;
use crate::view::fingerprint::{self, Parts};

pub(super) fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let (lost, found) = (run.lost(), run.worst_first());
    let entries = lost.iter().map(Entry::of_lost).chain(found.iter().map(Entry::of_found));
    let mut entries: Vec<Entry<'_>> = entries.collect();
    make_unique(&mut entries);
    serde_json::to_writer_pretty(&mut *out, &entries)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
    end: u64,
}

impl<'a> Entry<'a> {
    fn of_found(found: &'a Found<'_>) -> Self {
        let severity = match found.finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        };
        Self {
            description: found.sentence(),
            check_name: &found.finding.rule,
            fingerprint: found.finding.fingerprint.clone(),
            severity,
            location: location(found.path(), (found.start(), found.end())),
        }
    }

    /// Worse than any finding: nobody knows what stands there.
    fn of_lost(lost: &'a Lost<'_>) -> Self {
        let place = lost.problem.place.unwrap_or(Place::START);
        let (rule, path, name) = ("not-read", lost.path(), lost.problem.message.as_str());
        let parts = Parts { rule, path, method: "", target: "", name };
        Self {
            description: lost.sentence(),
            check_name: rule,
            fingerprint: fingerprint::fingerprint(&parts),
            severity: "blocker",
            location: location(path, (place, place)),
        }
    }
}

fn location(path: &str, (start, end): (Place, Place)) -> Location<'_> {
    Location { path, lines: Lines { begin: start.line, end: end.line } }
}

/// GitLab keeps one entry of a name: a file that was named twice has every finding twice.
fn make_unique(entries: &mut [Entry<'_>]) {
    let mut seen = BTreeSet::new();
    let mut ordinals: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        let first = entry.fingerprint.clone();
        while !seen.insert(entry.fingerprint.clone()) {
            let ordinal = ordinals.entry(first.clone()).or_default();
            *ordinal += 1;
            entry.fingerprint = fingerprint::nth(&first, *ordinal);
        }
    }
}
