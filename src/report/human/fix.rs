//! What to do about it: one action, and the corrected call.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::paint::{Paint, Tone};
use super::wrap::{words, wrap};
use super::{Detail, Human, line};
use crate::finding::{Finding, ShownFix};
use crate::report::diff::{Line, Shown, diff};
use crate::report::words::{safety, stands_for};

/// A command with a longer line is not written out: nobody reads it, and JSON has it whole.
const LONG: usize = 4_000;

/// What the fixes of a file have said so far.
#[derive(Default)]
pub(super) struct Said {
    variables: BTreeSet<String>,
    /// The exchange whose corrected call was written out.
    whole: Option<usize>,
}

pub(super) fn help(finding: &Finding, human: &Human, said: &mut Said) -> String {
    let mut text = match (&finding.help, &finding.fix) {
        (Some(help), fix) => advice(help, fix.as_ref(), human),
        (None, Some(fix)) => advice("send the corrected call", Some(fix), human),
        (None, None) => String::new(),
    };
    if let Some(fix) = &finding.fix {
        text.push_str(&corrected((fix, finding.exchange), human, said));
    }
    text
}

/// The action, and how far its fix can be trusted.
fn advice(help: &str, fix: Option<&ShownFix>, human: &Human) -> String {
    let paint = Paint::of(human.colour);
    let room = human.columns().saturating_sub("help: ".len());
    let mut lines = words(&line(help), room);
    if let (Some(fix), Some(last)) = (fix, lines.last_mut()) {
        let safety = format!("[{}]", safety(fix));
        if last.chars().count() + 2 + safety.len() <= room {
            let _ = write!(last, "  {}", paint.dress(Tone::Faint, &safety));
        } else {
            lines.push(paint.dress(Tone::Faint, &safety));
        }
    }
    format!("{}: {}\n", paint.dress(Tone::Calm, "help"), lines.join("\n      "))
}

fn corrected((fix, exchange): (&ShownFix, usize), human: &Human, said: &mut Said) -> String {
    let paint = Paint::of(human.colour);
    let mut text = String::new();
    let Some(before) = &fix.before else {
        for written in fix.corrected.lines() {
            let written = format!("     {}", line(written));
            let _ = writeln!(text, "{}", paint.dress(Tone::Good, &written));
        }
        return text + &variables(fix, &fix.corrected, (human, said));
    };
    let mut shown = String::new();
    let (lines, how) = diff(before, &fix.corrected, human.columns().saturating_sub(5));
    for change in lines {
        let (sign, tone, words) = match change {
            Line::Gone(words) => ('-', Tone::Bad, words),
            Line::New(words) => ('+', Tone::Good, words),
        };
        let words = format!("   {sign} {}", line(&words));
        let _ = writeln!(text, "{}", paint.dress(tone, &words));
        shown.push_str(&words);
    }
    // A change that is not all in view cannot be copied. The first of a call is the one to make;
    // the others would be written out without it.
    let first = said.whole != Some(exchange) || human.detail == Detail::Verbose;
    let short = fix.corrected.lines().all(|line| line.chars().count() <= LONG);
    if how == Shown::Cut && first && short {
        said.whole = Some(exchange);
        text.push_str(&variables(fix, &fix.corrected, (human, said)));
        text.push_str("   = the whole call, to copy:\n");
        for written in fix.corrected.lines() {
            let _ = writeln!(text, "{}", line(written));
        }
        return text;
    }
    text + &variables(fix, &shown, (human, said))
}

/// What the variables stand for that were not explained before.
fn variables(fix: &ShownFix, shown: &str, (human, said): (&Human, &mut Said)) -> String {
    let fresh: Vec<&String> = fix
        .variables
        .iter()
        .filter(|name| shown.contains(&format!("${name}")))
        .filter(|name| said.variables.insert((*name).clone()))
        .collect();
    if fresh.is_empty() {
        return String::new();
    }
    let one = |(number, name): (usize, &&String)| {
        let verb = if number == 0 { " stands" } else { "" };
        format!("${}{verb} for {}", line(name), stands_for_line(name))
    };
    let items: Vec<String> = fresh.iter().enumerate().map(one).collect();
    let lines = wrap(&items, ", ", human.columns().saturating_sub(5));
    format!("   = {}\n", lines.join("\n     "))
}

/// What a variable stands for, on a line.
pub(super) fn stands_for_line(variable: &str) -> String {
    line(&stands_for(variable))
}
