//! Findings that were there when a baseline was written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use crate::cli::failure::Failure;
use crate::cli::files::{self, Unreadable};
use crate::cli::message;
use crate::finding::Report;

/// The name of a baseline where none is given.
pub(crate) const FILE_NAME: &str = ".frontegg-lint-baseline.json";

/// The version of the file that this program writes and reads.
const VERSION: u32 = 1;

/// Findings by file, rule and fingerprint, and how often each is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Baseline {
    counts: BTreeMap<Entry, usize>,
}

/// A finding as a baseline remembers it: no place, no time, nothing recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) file: String,
    pub(crate) rule: String,
    pub(crate) fingerprint: String,
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(rename = "version")]
    _version: u32,
    findings: Vec<Line>,
}

/// One line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    file: String,
    rule: String,
    fingerprint: String,
    count: usize,
}

/// Reads a baseline.
pub(crate) fn read(path: &Path) -> Result<Baseline, Failure> {
    let bytes = files::bytes(path)?;
    parse(&message::path(path), &bytes)
}

fn parse(name: &str, bytes: &[u8]) -> Result<Baseline, Failure> {
    let broken = |error: &serde_json::Error| Unreadable {
        name: format!("{name}:{}:{}", error.line(), error.column()),
        why: why(error).to_owned(),
    };
    let told: Version = serde_json::from_slice(bytes).map_err(|error| broken(&error))?;
    if told.version != VERSION {
        let why = format!(
            "a baseline of version {}, and this program knows version {VERSION}; write it again",
            told.version
        );
        return Err(Unreadable { name: name.to_owned(), why }.into());
    }
    let written: Written = serde_json::from_slice(bytes).map_err(|error| broken(&error))?;
    let mut counts = BTreeMap::new();
    for Line { file, rule, fingerprint, count } in written.findings {
        *counts.entry(Entry { file, rule, fingerprint }).or_insert(0) += count;
    }
    Ok(Baseline { counts })
}

/// What is wrong, without the text that is wrong.
fn why(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        Category::Syntax => "no JSON from here on; write the baseline again",
        Category::Eof => "the baseline ends too early; write it again",
        Category::Data | Category::Io => "no baseline: `baseline write` writes one",
    }
}

impl Baseline {
    /// Today's findings.
    pub(crate) fn of<'a>(reports: impl IntoIterator<Item = &'a Report>) -> Self {
        let mut counts = BTreeMap::new();
        for report in reports {
            for finding in &report.findings {
                let entry = Entry {
                    file: report.path.to_string(),
                    rule: finding.rule.clone(),
                    fingerprint: finding.fingerprint.clone(),
                };
                *counts.entry(entry).or_insert(0) += 1;
            }
        }
        Self { counts }
    }

    /// How many findings it remembers.
    pub(crate) fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Takes the findings that it remembers out of a report, and counts them there.
    pub(crate) fn hide(&self, report: &mut Report) {
        let mut hidden: BTreeMap<&Entry, usize> = BTreeMap::new();
        let path = report.path.to_string();
        let before = report.findings.len();
        report.findings.retain(|finding| {
            let entry = Entry {
                file: path.clone(),
                rule: finding.rule.clone(),
                fingerprint: finding.fingerprint.clone(),
            };
            let Some((entry, count)) = self.counts.get_key_value(&entry) else { return true };
            let hidden = hidden.entry(entry).or_default();
            *hidden += 1;
            *hidden > *count
        });
        report.hidden.baseline += before - report.findings.len();
    }

    /// What it remembers and another one does not, each finding once.
    pub(crate) fn without(&self, other: &Self) -> Vec<Entry> {
        let more = |(entry, count): &(&Entry, &usize)| {
            other.counts.get(*entry).is_none_or(|known| known < *count)
        };
        self.counts.iter().filter(more).map(|(entry, _)| entry.clone()).collect()
    }

    /// What it remembers and is not there any more: in files that these reports are of, and in
    /// files that are `gone`.
    pub(crate) fn stale(&self, reports: &[&Report], gone: &dyn Fn(&str) -> bool) -> Vec<Entry> {
        let checked: BTreeSet<&str> = reports.iter().map(|report| &*report.path).collect();
        let today = Self::of(reports.iter().copied());
        let mut stale = self.without(&today);
        stale.retain(|entry| checked.contains(entry.file.as_str()) || gone(&entry.file));
        stale
    }

    /// The same without what is not there any more.
    #[must_use]
    pub(crate) fn pruned(&self, reports: &[&Report], gone: &dyn Fn(&str) -> bool) -> Self {
        let today = Self::of(reports.iter().copied());
        let mut counts = self.counts.clone();
        for entry in self.stale(reports, gone) {
            match today.counts.get(&entry) {
                Some(count) => counts.insert(entry, *count),
                None => counts.remove(&entry),
            };
        }
        Self { counts }
    }

    /// Writes it whole or not at all, a finding a line, in an order that does not change.
    pub(crate) fn write(&self, path: &Path) -> Result<(), Failure> {
        files::write(path, self.text().as_bytes())
    }

    fn text(&self) -> String {
        let line = |(entry, count): (&Entry, &usize)| {
            let Entry { file, rule, fingerprint } = entry.clone();
            serde_json::to_string(&Line { file, rule, fingerprint, count: *count })
                .expect("plain data is JSON")
        };
        let lines: Vec<String> = self.counts.iter().map(line).collect();
        let break_before = if lines.is_empty() { "" } else { "\n" };
        let lines = lines.join(",\n");
        format!("{{\"version\":{VERSION},\"findings\":[{break_before}{lines}\n]}}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline(entries: &[(&str, &str, usize)]) -> Baseline {
        let entry = |(file, fingerprint, count): &(&str, &str, usize)| {
            let (file, fingerprint) = ((*file).to_owned(), (*fingerprint).to_owned());
            (Entry { file, rule: "a-rule".to_owned(), fingerprint }, *count)
        };
        Baseline { counts: entries.iter().map(entry).collect() }
    }

    fn report(path: &str) -> Report {
        Report { path: path.into(), ..Report::default() }
    }

    #[test]
    fn what_is_written_is_read_again_a_finding_a_line() {
        let some = baseline(&[("b.sh", "01", 2), ("a.sh", "02", 1)]);
        let text = some.text();
        assert_eq!(parse("b.json", text.as_bytes()).unwrap(), some);
        let files: Vec<&str> = text.lines().filter(|line| line.contains("\"file\"")).collect();
        assert!(files.len() == 2 && files[0].contains("a.sh") && files[1].contains("b.sh"));
        assert_eq!(parse("b.json", Baseline::default().text().as_bytes()).unwrap().len(), 0);
    }

    #[test]
    fn what_is_no_baseline_is_told_with_its_place_and_without_its_text() {
        let told = |text: &str| parse("b.json", text.as_bytes()).unwrap_err().to_string();
        assert!(told("{\"version\":2,\"found\":[]}").contains("version 2"));
        assert!(told("{\"version\":1,\n\"findings\":[").starts_with("b.json:2:"));
        for text in
            ["canary", "{\"version\":\"canary\"}", "{\"version\":1,\"canary\":1}", "[\"canary\"]"]
        {
            assert!(!told(text).contains("canary"), "{}", told(text));
        }
    }

    #[test]
    fn only_files_that_were_checked_or_are_gone_have_stale_entries() {
        let old = baseline(&[("a.sh", "01", 1), ("b.sh", "02", 1), ("c.sh", "03", 1)]);
        let (checked, gone) = (report("a.sh"), |file: &str| file == "c.sh");
        let files = |entries: Vec<Entry>| -> Vec<String> {
            entries.into_iter().map(|entry| entry.file).collect()
        };
        assert_eq!(files(old.stale(&[&checked], &|_| false)), ["a.sh"]);
        assert_eq!(files(old.stale(&[&checked], &gone)), ["a.sh", "c.sh"]);
        assert_eq!(old.pruned(&[&checked], &gone), baseline(&[("b.sh", "02", 1)]));
    }
}
