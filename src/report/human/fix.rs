//! What to do about it: one action, and the corrected call.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::diff::{Line, Shown, diff};
use super::paint::{Paint, Tone};
use super::wrap::{words, wrap};
use super::{Detail, Human, count, line};
use crate::finding::{Finding, ShownFix};
use crate::fix::Safety;

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
        let safety = safety(fix);
        if last.chars().count() + 2 + safety.len() <= room {
            let _ = write!(last, "  {}", paint.dress(Tone::Faint, &safety));
        } else {
            lines.push(paint.dress(Tone::Faint, &safety));
        }
    }
    format!("{}: {}\n", paint.dress(Tone::Calm, "help"), lines.join("\n      "))
}

/// A closed set of words, in brackets.
fn safety(fix: &ShownFix) -> String {
    match fix.safety {
        Safety::Safe => "[safe]".to_owned(),
        Safety::Unsafe => "[inferred]".to_owned(),
        Safety::Placeholder => match missing(fix) {
            0 => "[needs a value]".to_owned(),
            number => format!("[needs {}]", count(number, "value")),
        },
    }
}

/// How many names in angle brackets the fix brings in.
fn missing(fix: &ShownFix) -> usize {
    let before = fix.before.as_deref().unwrap_or_default();
    let mut names: Vec<&str> = fix
        .corrected
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(name, _)| name)
        .filter(|name| !name.is_empty() && name.bytes().all(is_name_letter))
        .filter(|name| !before.contains(&format!("<{name}>")))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

fn is_name_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
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
        format!("${}{verb} for {}", line(name), stands_for(name))
    };
    let items: Vec<String> = fresh.iter().enumerate().map(one).collect();
    let lines = wrap(&items, ", ", human.columns().saturating_sub(5));
    format!("   = {}\n", lines.join("\n     "))
}

/// `VENDOR_TOKEN` stands for your vendor token.
fn stands_for(variable: &str) -> String {
    let name = variable.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let another = if name.len() < variable.len() { "another " } else { "your " };
    let words = name.to_ascii_lowercase().replace('_', " ");
    let words = words.replace("frontegg", "Frontegg").replace("api ", "API ");
    format!("{another}{}", line(&words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_counts_the_values_it_needs_and_not_those_that_were_needed_before() {
        let fix = ShownFix {
            safety: Safety::Placeholder,
            edits: vec![],
            corrected: "curl https://<gateway>/<id> -H 'frontegg-tenant-id: <tenant-id>'".into(),
            before: Some("curl https://a/<id>".into()),
            variables: vec![],
        };
        assert_eq!(safety(&fix), "[needs 2 values]");
    }

    #[test]
    fn variables_are_explained_in_words() {
        assert_eq!(stands_for("FRONTEGG_API_KEY"), "your Frontegg API key");
        assert_eq!(stands_for("VENDOR_TOKEN"), "your vendor token");
        assert_eq!(stands_for("USER_TOKEN_2"), "another user token");
    }
}
