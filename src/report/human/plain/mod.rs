//! The same report in sentences, for those who hear it: nothing is drawn, and every line stands
//! alone.

mod recording;

use std::fmt::Write as _;

use super::fix::stands_for_line;
use super::{Human, cut, line, links};
use crate::finding::{Cause, Diagnosis, Finding, PlacedMark, ShownFix};
use crate::report::alike::calls;
use crate::report::diff::{Line, diff};
use crate::report::words::safety;

pub(super) use recording::summary;

/// Letters of what is quoted.
const QUOTED: usize = 80;
/// Letters of a line that is read out.
const LONG: usize = 4_000;

pub(super) fn finding((finding, again): (&Finding, &[usize]), human: &Human) -> String {
    let mut text = format!("{}: {}\n", finding.severity.word(), line(&finding.message));
    let file = line(&finding.file);
    let call = finding.exchange;
    let _ = writeln!(text, "rule {}, in {file}, call {call}", links::rule(finding, human));
    excerpt(finding, &mut text);
    if !again.is_empty() {
        let _ = writeln!(text, "the same in {}", calls(again));
    }
    if !finding.folds.is_empty() {
        let _ = writeln!(text, "also, and gone with it: {}", line(&finding.folds.join(", ")));
    }
    let otherwise = finding.fix.as_ref().map(|_| "send the corrected call");
    if let Some(help) = finding.help.as_deref().or(otherwise) {
        let safety = finding.fix.as_ref().map(|fix| format!(", {}", safety(fix)));
        let _ = writeln!(text, "help: {}{}", line(help), safety.unwrap_or_default());
    }
    if let Some(fix) = &finding.fix {
        corrected(fix, &mut text);
    }
    text
}

/// Each line that is shown, and then what is to be said of it.
fn excerpt(finding: &Finding, text: &mut String) {
    let mut from = 0;
    for (written, number) in finding.excerpt.text.split_inclusive('\n').zip(&finding.excerpt.lines)
    {
        let words = line(written.trim_end_matches('\n'));
        let words = cut(words.trim(), LONG);
        let _ = match number {
            Some(number) => writeln!(text, "line {number} reads: {words}"),
            None => writeln!(text, "the request reads: {words}"),
        };
        let here = from..from + written.len();
        for mark in finding.marks.iter().filter(|mark| here.contains(&mark.shown.start)) {
            let quoted = finding.excerpt.text.get(mark.shown.clone()).unwrap_or_default();
            marked(mark, (quoted, *number), text);
        }
        from += written.len();
    }
    if finding.excerpt.text.is_empty() {
        finding.marks.iter().for_each(|mark| marked(mark, ("", Some(mark.start.line)), text));
    }
}

/// `line 1, column 14 to 27, "login.acme.com": an environment host`.
fn marked(mark: &PlacedMark, (quoted, number): (&str, Option<u64>), text: &mut String) {
    if mark.label.is_empty() {
        return;
    }
    let quoted = cut(line(quoted).trim(), QUOTED);
    let quoted = if quoted.is_empty() { quoted } else { format!("\"{quoted}\"") };
    let place = number.map(|_| columns(mark));
    let head: Vec<String> = place.into_iter().chain([quoted]).filter(|it| !it.is_empty()).collect();
    let _ = writeln!(text, "{}: {}", head.join(", "), line(&mark.label));
}

fn columns(mark: &PlacedMark) -> String {
    let (start, end) = (mark.start, mark.end);
    let last = end.column.saturating_sub(1);
    let to = match (start.line == end.line, last > start.column) {
        (true, true) => format!(" to {last}"),
        (true, false) => String::new(),
        (false, _) => format!(" to line {}", end.line),
    };
    format!("line {}, column {}{to}", start.line, start.column)
}

fn corrected(fix: &ShownFix, text: &mut String) {
    let changes = fix.before.as_ref().map(|before| diff(before, &fix.corrected, LONG).0);
    for change in changes.unwrap_or_default() {
        let _ = match change {
            Line::Gone(words) => writeln!(text, "take out the line: {}", line(words.trim())),
            Line::New(words) => writeln!(text, "put in the line: {}", line(words.trim())),
        };
    }
    if fix.corrected.lines().any(|line| line.chars().count() > LONG) {
        return;
    }
    text.push_str("the corrected call, to copy, is:\n");
    for written in fix.corrected.lines() {
        let _ = writeln!(text, "{}", line(written));
    }
    let used = |name: &&String| fix.corrected.contains(&format!("${name}"));
    for name in fix.variables.iter().filter(used) {
        let _ = writeln!(text, "{} stands for {}", line(name), stands_for_line(name));
    }
}

pub(super) fn diagnosis((diagnosis, again): (&Diagnosis, &[usize])) -> String {
    let status = diagnosis.status.map(|status| format!(" {status}")).unwrap_or_default();
    let more = if again.is_empty() { String::new() } else { format!(", and of {}", calls(again)) };
    let (file, call) = (line(&diagnosis.file), diagnosis.exchange);
    let mut text = format!(
        "the answer{status} \"{}\", of call {call} in {file}{more}\n",
        line(&diagnosis.title)
    );
    let mut row = |head: &str, cause: &Cause, glue: &str| {
        let why = if cause.why.is_empty() { "" } else { glue };
        let _ = writeln!(text, "{head}: {}{why}{}", line(&cause.id), line(&cause.why));
    };
    diagnosis.confirmed.iter().for_each(|cause| match &cause.part_of {
        None => row("confirmed", cause, ": "),
        Some(_) => row("confirmed with it", cause, ": "),
    });
    diagnosis.excluded.iter().for_each(|cause| row("ruled out", cause, ": "));
    diagnosis.open.iter().for_each(|cause| row("cannot tell", cause, "; to settle it: "));
    text.push('\n');
    text
}
