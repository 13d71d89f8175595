//! `--fix`: corrections are made in the files that people wrote.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::files;
use crate::cli::message;
use crate::exchange::Format;
use crate::finding::{Finding, PlacedEdit, Report, ShownFix};
use crate::fix::Safety;
use crate::source::ProblemKind;

mod diff;

pub(crate) use diff::unified;

/// Which corrections are made. None that lacks a value ever is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Those of which everything is known.
    Safe,
    /// Those with a value that was inferred, too.
    Inferred,
}

/// What became of a text.
#[derive(Debug)]
pub(crate) struct Fixed {
    pub(crate) bytes: Vec<u8>,
    /// The rules whose corrections were made, in order.
    pub(crate) applied: Vec<String>,
    pub(crate) left: Vec<Left>,
}

/// A finding that has a correction, and why it was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Left {
    pub(crate) rule: String,
    /// In the corrected text.
    pub(crate) line: u64,
    pub(crate) why: &'static str,
}

/// More rounds than a call has causes that hide each other.
const ROUNDS: usize = 20;

/// Whether anything can be corrected: then the bytes of the input are needed.
pub(crate) fn is_wanted(report: &Report, trust: Trust) -> bool {
    report.findings.iter().any(|finding| edits(finding, trust).is_some())
}

/// Corrects a text and judges it again, until nothing is left that can be corrected. Of each call
/// the first cause comes first: its correction may be that of others.
pub(crate) fn apply_all(
    mut bytes: Vec<u8>,
    (format, trust): (Format, Trust),
    lint: &dyn Fn(&[u8]) -> Report,
) -> Fixed {
    let mut report = lint(&bytes);
    let mut done = Done::default();
    for _ in 0..ROUNDS {
        let round = Round::of(&report, trust, &done);
        let Some(corrected) = round.apply(&bytes) else { break };
        let after = lint(&corrected);
        done.tried.extend(round.findings.iter().map(|finding| key(finding)));
        if lost(&after) > lost(&report) {
            // A correction that costs a part of the text is none.
            break;
        }
        done.applied.extend(round.findings.iter().map(|finding| finding.rule.clone()));
        (bytes, report) = (corrected, after);
    }
    let left = left(&report, (format, trust), &done);
    Fixed { bytes, applied: done.applied, left }
}

/// Why the findings of a report that have a correction still stand.
pub(crate) fn left_of(report: &Report, format: Format, trust: Trust) -> Vec<Left> {
    left(report, (format, trust), &Done::default())
}

/// A line for every reason why findings of a file were left.
pub(crate) fn words(name: &str, left: &[Left]) -> Vec<String> {
    let mut reasons: Vec<&str> = Vec::new();
    for one in left {
        if !reasons.contains(&one.why) {
            reasons.push(one.why);
        }
    }
    let line = |why: &&str| {
        let same: Vec<&Left> = left.iter().filter(|one| one.why == *why).collect();
        match same.as_slice() {
            [one] => format!("{name}:{}: {} was left: {why}", one.line, one.rule),
            many => format!("{name}: {} findings were left: {why}", many.len()),
        }
    };
    reasons.iter().map(line).collect()
}

/// Writes the corrected text where the text was that was read.
pub(crate) fn write(path: &Path, read: &[u8], corrected: &[u8]) -> Result<(), Failure> {
    if files::bytes(path)? != read {
        let why = "it changed while it was checked, and was left as it is".to_owned();
        return Err(Failure::Unwritable { name: message::path(path), why });
    }
    files::write(path, corrected)
}

/// What the rounds before have come to.
#[derive(Default)]
struct Done {
    applied: Vec<String>,
    /// A correction that does not silence its rule is not made again.
    tried: BTreeSet<(String, usize)>,
}

fn key(finding: &Finding) -> (String, usize) {
    (finding.rule.clone(), finding.exchange)
}

fn lost(report: &Report) -> usize {
    report.problems.iter().filter(|problem| problem.kind == ProblemKind::Lost).count()
}

/// The edits of a finding, if they may be made.
fn edits(finding: &Finding, trust: Trust) -> Option<&[PlacedEdit]> {
    let fix = finding.fix.as_ref().filter(|fix| !fix.edits.is_empty())?;
    let trusted = match fix.safety {
        Safety::Safe => true,
        Safety::Unsafe => trust == Trust::Inferred,
        Safety::Placeholder => false,
    };
    trusted.then_some(&fix.edits)
}

/// Corrections that are made together: of different calls, at different places.
struct Round<'a> {
    findings: Vec<&'a Finding>,
    edits: Vec<&'a PlacedEdit>,
}

impl<'a> Round<'a> {
    fn of(report: &'a Report, trust: Trust, done: &Done) -> Self {
        let mut round = Self { findings: Vec::new(), edits: Vec::new() };
        let mut calls = BTreeSet::new();
        for finding in &report.findings {
            let Some(edits) = edits(finding, trust) else { continue };
            if done.tried.contains(&key(finding)) || calls.contains(&finding.exchange) {
                continue;
            }
            // A command in a loop is called several times and written once.
            let fresh: Vec<_> = edits.iter().filter(|edit| !round.edits.contains(edit)).collect();
            if fresh.iter().any(|edit| round.edits.iter().any(|made| meet(made, edit))) {
                continue;
            }
            calls.insert(finding.exchange);
            if !fresh.is_empty() {
                round.findings.push(finding);
                round.edits.extend(fresh);
            }
        }
        round
    }

    /// The text with all edits made; none where there are none, or one lies outside of it.
    fn apply(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut edits = self.edits.clone();
        edits.sort_by_key(|edit| (edit.start.byte, edit.end.byte));
        let mut corrected = Vec::with_capacity(bytes.len());
        let mut from = 0;
        for edit in &edits {
            let (start, end) = span(edit)?;
            corrected.extend_from_slice(bytes.get(from..start)?);
            corrected.extend_from_slice(lines_as_in(bytes, start, &edit.text).as_bytes());
            from = end;
        }
        corrected.extend_from_slice(bytes.get(from..)?);
        (corrected != bytes).then_some(corrected)
    }
}

fn span(edit: &PlacedEdit) -> Option<(usize, usize)> {
    Some((usize::try_from(edit.start.byte).ok()?, usize::try_from(edit.end.byte).ok()?))
}

/// Whether two edits cannot be made together. Of two insertions at one place nobody knows the order.
fn meet(one: &PlacedEdit, other: &PlacedEdit) -> bool {
    let (a, b) = ((one.start.byte, one.end.byte), (other.start.byte, other.end.byte));
    a.0 == b.0 || a.0 < b.1 && b.0 < a.1
}

/// New lines end as the line ends that they are put into.
fn lines_as_in(bytes: &[u8], at: usize, text: &str) -> String {
    let rest = bytes.get(at..).unwrap_or_default();
    let end = memchr::memchr(b'\n', rest).map(|end| at + end);
    let before = end.and_then(|end| end.checked_sub(1)).and_then(|at| bytes.get(at));
    match before {
        Some(b'\r') => text.replace("\r\n", "\n").replace('\n', "\r\n"),
        Some(_) | None => text.to_owned(),
    }
}

fn left(report: &Report, (format, trust): (Format, Trust), done: &Done) -> Vec<Left> {
    let one = |finding: &Finding| {
        let fix = finding.fix.as_ref()?;
        let tried = done.tried.contains(&key(finding));
        let why = if tried { "its correction did not help" } else { why(fix, format, trust) };
        let line = finding.marks.first().map_or(1, |mark| mark.start.line);
        Some(Left { rule: finding.rule.clone(), line, why })
    };
    report.findings.iter().filter_map(one).collect()
}

fn why(fix: &ShownFix, format: Format, trust: Trust) -> &'static str {
    let nowhere = fix.edits.is_empty();
    match (fix.safety, trust) {
        _ if nowhere && format.is_recording() => "a recording is evidence and stays as it is",
        _ if nowhere && format.is_collection() && format != Format::HttpFile => {
            "change it in the program that exported this"
        }
        (Safety::Placeholder, _) => "a value is missing that only you know",
        (Safety::Safe | Safety::Unsafe, _) if nowhere => {
            "it cannot be corrected safely as it is written"
        }
        (Safety::Unsafe, Trust::Safe) => "a value was inferred; add `--unsafe-fixes`",
        (Safety::Safe, _) | (Safety::Unsafe, Trust::Inferred) => {
            "it is corrected once the others are"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Origin;
    use crate::facts::Settings;
    use crate::facts::catalog::Catalog;
    use crate::input::Options;
    use crate::lint::{Linter, Policy, Recording, lint};
    use crate::rules::RuleSet;
    use crate::source::{Place, Problem};

    fn linted(bytes: &[u8]) -> Report {
        let linter = Linter {
            catalog: Catalog::built_in(),
            rules: RuleSet::built_in(),
            settings: Settings::default(),
            policy: Policy::default(),
        };
        let options = Options::of(Origin::Written);
        let input = Box::new(bytes);
        let recording = Recording { name: "a.sh", path: "a.sh", input, options, answer: None };
        lint(recording, &linter)
    }

    fn edit(start: u64, end: u64, text: &str) -> PlacedEdit {
        let place = |byte| Place { byte, line: 1, column: byte + 1 };
        PlacedEdit { start: place(start), end: place(end), text: text.to_owned() }
    }

    const HOST: &str = "curl https://acme.us.frontegg.com/identity/resources/roles/v1 \
                        -H \"Authorization: Bearer $VENDOR_TOKEN\"\n";

    #[test]
    fn every_call_is_corrected_and_the_rest_stays_byte_for_byte() {
        let text = format!("# \u{fc} \t\n{HOST}: \u{1}\n{HOST}");
        let fixed = apply_all(text.clone().into_bytes(), (Format::Shell, Trust::Safe), &linted);
        assert_eq!(fixed.bytes, text.replace("acme.us", "api.us").into_bytes());
        assert_eq!(fixed.applied.len(), 2);
        assert_eq!(fixed.left, []);
    }

    #[test]
    fn a_correction_that_costs_a_part_of_the_text_is_not_made() {
        let lint = |bytes: &[u8]| {
            let mut report = linted(bytes);
            if memchr::memmem::find(bytes, b"api.us").is_some() {
                report.problems.push(Problem::lost(None, "cut off"));
            }
            report
        };
        let fixed = apply_all(HOST.into(), (Format::Shell, Trust::Safe), &lint);
        assert_eq!(fixed.bytes, HOST.as_bytes());
        assert_eq!(fixed.applied, Vec::<String>::new());
        assert_eq!(fixed.left[0].why, "its correction did not help");
    }

    #[test]
    fn a_correction_that_silences_nothing_is_made_once() {
        // Whatever is read, the finding of the first text is told.
        let first = linted(HOST.as_bytes());
        let fixed = apply_all(HOST.into(), (Format::Shell, Trust::Safe), &|_| first.clone());
        assert_eq!(fixed.applied.len(), 1);
    }

    #[test]
    fn edits_at_one_place_are_not_made_together() {
        for (one, other, meets) in [
            (edit(1, 1, "a"), edit(1, 1, "b"), true),
            (edit(1, 5, ""), edit(4, 6, ""), true),
            (edit(1, 5, ""), edit(3, 3, "b"), true),
            (edit(1, 5, ""), edit(5, 6, ""), false),
            (edit(1, 1, "a"), edit(2, 2, "a"), false),
        ] {
            assert_eq!(meet(&one, &other), meets, "{one:?} {other:?}");
            assert_eq!(meet(&other, &one), meets, "{one:?} {other:?}");
        }
    }

    #[test]
    fn an_edit_outside_of_the_text_is_none() {
        let outside = edit(5, 9, "x");
        let round = Round { findings: Vec::new(), edits: vec![&outside] };
        assert_eq!(round.apply(b"short"), None);
    }

    #[test]
    fn new_lines_end_as_the_others_do() {
        assert_eq!(lines_as_in(b"a\r\nb\r\n", 1, "\nx: 1\n"), "\r\nx: 1\r\n");
        assert_eq!(lines_as_in(b"a\nb\r\n", 1, "\nx"), "\nx");
        assert_eq!(lines_as_in(b"a", 1, "\nx"), "\nx");
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sh");
        std::fs::write(&path, "somebody else's").unwrap();
        let why = write(&path, b"what was read", b"corrected").unwrap_err();
        assert!(why.to_string().contains("it changed while it was checked"), "{why}");
        assert_eq!(std::fs::read(&path).unwrap(), b"somebody else's");
        write(&path, b"somebody else's", b"corrected").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"corrected");
    }

    #[test]
    fn why_findings_were_left_is_said_once_a_reason() {
        let left = |line, why| Left { rule: "a-rule".to_owned(), line, why };
        let all = [left(3, "x"), left(4, "y"), left(5, "y")];
        let words = ["a.sh:3: a-rule was left: x", "a.sh: 2 findings were left: y"];
        assert_eq!(super::words("a.sh", &all), words);
    }
}
