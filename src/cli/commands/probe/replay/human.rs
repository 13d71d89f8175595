//! Two answers for people: side by side where the terminal is wide, else one above the other.

use std::fmt::Write as _;

use super::{Side, Told};
use crate::finding::Diagnosis;
use crate::mask;
use crate::online::replay::{Answer, Shows};

/// Columns of the names of rows, and between two answers.
const NAME: usize = 10;
const BETWEEN: usize = 3;

/// A narrower terminal shows one answer above the other.
const WIDE: usize = 90;

/// So many open causes of an error are named.
const MOST_OPEN: usize = 3;

/// Where the recording may have gone elsewhere.
pub(super) const TWO_HOSTS: &str = "the address of the recorded call and its `Host` header name different hosts: what is \
     sent goes straight to the host above, and the recorded call may have gone to the other one";

pub(super) fn write(told: &Told<'_>, columns: usize) -> String {
    let recorded = rows(&told.recorded);
    let mut text = format!("call {}\n\n", told.number);
    match &told.corrected {
        None => one("as recorded", &recorded, columns, &mut text),
        Some((side, finding)) => {
            let title = format!("corrected [{}]", finding.rule);
            let corrected = rows(side);
            if columns >= WIDE {
                both((&recorded, &title, &corrected), columns, &mut text);
            } else {
                one("as recorded", &recorded, columns, &mut text);
                text.push('\n');
                one(&title, &corrected, columns, &mut text);
            }
        }
    }
    text.push('\n');
    left_out(told, &mut text);
    if told.two_hosts && told.sides().any(|side| side.reply.is_some()) {
        paragraph(TWO_HOSTS, "", columns, &mut text);
        text.push('\n');
    }
    if told.shows != Shows::Unanswered {
        paragraph(&shows(told), "", columns, &mut text);
    }
    causes(told, columns, &mut text);
    command(told, &mut text);
    text
}

type Row = (&'static str, String);

fn rows(side: &Side<'_>) -> Vec<Row> {
    let request = format!("{} {}", side.shown.method, side.shown.url);
    let mut rows = vec![("request", request)];
    match (&side.again, &side.reply) {
        (Err(why), _) => rows.push(("not sent", why.to_string())),
        (Ok(_), None) => rows.push(("not sent", "nothing was asked".to_owned())),
        (Ok(_), Some(Err(why))) => rows.push(("no answer", why.to_string())),
        (Ok(_), Some(Ok(answer))) => {
            rows.push(("status", answer.status.to_string()));
            rows.push(("error", error(answer)));
            rows.push(("trace id", answer.trace.clone().unwrap_or_else(|| "none".to_owned())));
            rows.push(("took", format!("{} ms", answer.took.as_millis())));
        }
    }
    rows
}

/// The known error by its title, else what the answer says.
fn error(answer: &Answer) -> String {
    match (&answer.diagnosis, answer.texts.as_slice()) {
        (Some(known), _) => format!("\"{}\"", known.title),
        (None, []) => "none".to_owned(),
        (None, texts) => texts.join(" · "),
    }
}

fn one(title: &str, rows: &[Row], columns: usize, text: &mut String) {
    let _ = writeln!(text, "{title}");
    let width = columns.saturating_sub(NAME + 2).max(20);
    for (name, words) in rows {
        for (at, line) in wrapped(words, width).iter().enumerate() {
            let name = if at == 0 { *name } else { "" };
            let _ = writeln!(text, "  {name:<NAME$}{line}");
        }
    }
}

fn both((left, title, right): (&[Row], &str, &[Row]), columns: usize, text: &mut String) {
    let width = (columns.saturating_sub(NAME + 2 + BETWEEN) / 2).max(20);
    let pad = |line: &str| " ".repeat(width.saturating_sub(line.chars().count()) + BETWEEN);
    let mut line = |name: &str, (left, right): (&str, &str)| {
        let row = format!("  {name:<NAME$}{left}{}{right}", pad(left));
        let _ = writeln!(text, "{}", row.trim_end());
    };
    line("", ("as recorded", title));
    let mut names: Vec<&str> = left.iter().map(|(name, _)| *name).collect();
    names.extend(
        right.iter().map(|(name, _)| *name).filter(|name| !left.iter().any(|l| l.0 == *name)),
    );
    for name in names {
        let of = |rows: &[Row]| {
            let row = rows.iter().find(|(known, _)| *known == name);
            row.map(|(_, words)| wrapped(words, width)).unwrap_or_default()
        };
        let (left, right) = (of(left), of(right));
        for at in 0..left.len().max(right.len()) {
            let cell = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
            line(if at == 0 { name } else { "" }, (&cell(&left), &cell(&right)));
        }
    }
}

/// The words in lines; a word that is too long, as addresses are, is cut.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in mask::visible(words).split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (number, piece) in letters.chunks(width).enumerate() {
            let last = lines.last_mut().expect("it begins with a line");
            let fits = last.chars().count() + 1 + piece.len() <= width;
            if last.is_empty() {
                last.extend(piece);
            } else if number == 0 && fits {
                last.push(' ');
                last.extend(piece);
            } else {
                lines.push(piece.iter().collect());
            }
        }
    }
    lines
}

fn paragraph(words: &str, head: &str, columns: usize, text: &mut String) {
    let indent = head.chars().count();
    for (at, line) in wrapped(words, columns.saturating_sub(indent).max(20)).iter().enumerate() {
        let head = if at == 0 { head.to_owned() } else { " ".repeat(indent) };
        let _ = writeln!(text, "{head}{line}");
    }
}

/// The recorded headers that do not go out again.
fn left_out(told: &Told<'_>, text: &mut String) {
    let again = told.sides().find_map(|side| side.again.as_ref().ok());
    let Some(again) = again.filter(|again| !again.left_out.is_empty()) else { return };
    let names = again.left_out.join(", ");
    let _ = writeln!(text, "of the recorded headers these are never sent again: {names}\n");
}

fn shows(told: &Told<'_>) -> String {
    let rule = told.corrected.as_ref().map_or("", |(_, finding)| finding.rule.as_str());
    match told.shows {
        Shows::CorrectedWorks => format!("the correction works: {rule} explains the error"),
        Shows::CorrectedFailsOtherwise => {
            format!("the correction of {rule} changes the answer, which is another error now")
        }
        Shows::BothWork => {
            "both work now: what was wrong has passed, or is not in the call".to_owned()
        }
        Shows::BothFail => format!("both fail alike: {rule} is not all that is wrong"),
        Shows::RecordedWorks => "the recorded call works, the corrected one does not".to_owned(),
        Shows::Works => "the call works".to_owned(),
        Shows::Fails => "the call fails".to_owned(),
        Shows::Unclear => {
            let answers = told.sides().filter_map(|side| side.answer()?.unclear());
            let mut reasons: Vec<String> = answers.map(ToString::to_string).collect();
            reasons.dedup();
            format!("cannot tell: {}", reasons.join("; "))
        }
        Shows::Unanswered => String::new(),
    }
}

/// What stands behind the error of the call that decides.
fn causes(told: &Told<'_>, columns: usize, text: &mut String) {
    let answer = told.decisive().answer();
    let Some(known) = answer.and_then(|answer| answer.diagnosis.as_ref()) else { return };
    let _ = writeln!(text, "\ndiagnosis: {} \"{}\"", answer.map_or(0, |a| a.status), known.title);
    let own = known.confirmed.iter().filter(|cause| cause.part_of.is_none());
    for cause in own {
        paragraph(&format!("{} [{}]", cause.why, cause.id), "   confirmed   ", columns, text);
    }
    if known.confirmed.is_empty() {
        for words in open(known) {
            paragraph(&words, "   cannot tell ", columns, text);
        }
    }
}

fn open(known: &Diagnosis) -> impl Iterator<Item = String> {
    known.open.iter().take(MOST_OPEN).map(|cause| match cause.why.as_str() {
        "" => cause.id.clone(),
        why => format!("{} → {why}", cause.id),
    })
}

/// The corrected command, once it is known to work.
fn command(told: &Told<'_>, text: &mut String) {
    let Some((_, finding)) = &told.corrected else { return };
    let Some(fix) = finding.fix.as_ref().filter(|_| told.shows == Shows::CorrectedWorks) else {
        return;
    };
    let _ = writeln!(text, "\nthe corrected call, its secrets as variables:");
    for line in fix.corrected.lines() {
        let _ = writeln!(text, "  {}", mask::visible(line));
    }
}
