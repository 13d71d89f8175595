//! What to do about it: one action, and the corrected call.

use std::fmt::Write as _;

use super::paint::{Paint, Tone};
use super::{Human, count, cut, line};
use crate::finding::{Finding, ShownFix};
use crate::fix::Safety;

/// A longer line of a corrected command is cut; the JSON report has it whole.
const LONG: usize = 2_000;
/// Commands with more lines are compared only at their ends.
const TALL: usize = 200;

/// A line of the corrected command against the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line<'a> {
    Gone(&'a str),
    New(&'a str),
}

pub(super) fn help(finding: &Finding, human: &Human) -> String {
    let paint = Paint::of(human.colour);
    let mut text = String::new();
    let label = paint.dress(Tone::Calm, "help");
    let safety = finding.fix.as_ref().map(safety);
    match (&finding.help, &safety) {
        (Some(help), Some(safety)) => {
            let safety = paint.dress(Tone::Faint, safety);
            let _ = writeln!(text, "{label}: {}  {safety}", line(help));
        }
        (Some(help), None) => {
            let _ = writeln!(text, "{label}: {}", line(help));
        }
        (None, Some(safety)) => {
            let _ = writeln!(text, "{label}: the corrected call  {safety}");
        }
        (None, None) => {}
    }
    if let Some(fix) = &finding.fix {
        text.push_str(&corrected(fix, paint));
    }
    text
}

/// How far the fix can be trusted, in brackets.
fn safety(fix: &ShownFix) -> String {
    match fix.safety {
        Safety::Safe => "[safe]".to_owned(),
        Safety::Unsafe => "[check the value: it was inferred]".to_owned(),
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

fn corrected(fix: &ShownFix, paint: Paint) -> String {
    let mut text = String::new();
    let mut shown = String::new();
    match &fix.before {
        Some(before) => {
            for change in changes(before, &fix.corrected) {
                let (sign, tone, words) = match change {
                    Line::Gone(words) => ('-', Tone::Bad, words),
                    Line::New(words) => ('+', Tone::Good, words),
                };
                shown.push_str(words);
                let words = format!("   {sign} {}", cut(&line(words), LONG));
                let _ = writeln!(text, "{}", paint.dress(tone, &words));
            }
        }
        None => {
            for words in fix.corrected.lines() {
                shown.push_str(words);
                let words = format!("     {}", cut(&line(words), LONG));
                let _ = writeln!(text, "{}", paint.dress(Tone::Good, &words));
            }
        }
    }
    let variables = fix.variables.iter().filter(|name| shown.contains(&format!("${name}")));
    for name in variables {
        let _ = writeln!(text, "   = ${} stands for {}", line(name), stands_for(name));
    }
    text
}

/// `VENDOR_TOKEN` stands for your vendor token.
fn stands_for(variable: &str) -> String {
    let name = variable.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let another = if name.len() < variable.len() { "another " } else { "your " };
    let words = name.to_ascii_lowercase().replace('_', " ");
    let words = words.replace("frontegg", "Frontegg").replace("api ", "API ");
    format!("{another}{}", line(&words))
}

/// The lines that differ, in order.
fn changes<'a>(before: &'a str, after: &'a str) -> Vec<Line<'a>> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut found = Vec::new();
    let (mut a, mut b) = (0, 0);
    for (x, y) in common(old, new).into_iter().chain([(old.len(), new.len())]) {
        found.extend(old[a..x].iter().map(|words| Line::Gone(words)));
        found.extend(new[b..y].iter().map(|words| Line::New(words)));
        (a, b) = ((x + 1).min(old.len()), (y + 1).min(new.len()));
    }
    found
}

/// The longest run of equal lines that stand in both, as pairs of line numbers.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len() > TALL || new.len() > TALL {
        return Vec::new();
    }
    let mut best = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for x in (0..old.len()).rev() {
        for y in (0..new.len()).rev() {
            best[x][y] = if old[x] == new[y] {
                best[x + 1][y + 1] + 1
            } else {
                best[x + 1][y].max(best[x][y + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut x, mut y) = (0, 0);
    while x < old.len() && y < new.len() {
        if old[x] == new[y] {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if best[x + 1][y] >= best[x][y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_that_differ_are_changes() {
        let before = "curl https://a/x \\\n  -H 'One: 1' \\\n  -H 'Two: 2'";
        let after = "curl https://b/x \\\n  -H 'New: 0' \\\n  -H 'One: 1' \\\n  -H 'Two: 2'";
        assert_eq!(
            changes(before, after),
            [
                Line::Gone("curl https://a/x \\"),
                Line::New("curl https://b/x \\"),
                Line::New("  -H 'New: 0' \\"),
            ]
        );
        assert_eq!(changes(after, after), []);
    }

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
