//! `--diff`: what a correction changes, line by line, without secrets.

use std::fmt::Write as _;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::exchange::Exchange;
use crate::input::{self, Item, Options};
use crate::view::Ledger;
use crate::view::page::Page;

/// The lines that a correction takes away and brings in, as `diff -U0` writes them. What is secret
/// in them is told in words, so it is no patch.
pub(crate) fn unified(
    name: &str,
    (before, after): (&[u8], &[u8]),
    options: &Options<'_>,
) -> String {
    let (old, new) = (lines(before), lines(after));
    let changes: Vec<DiffOp> = capture_diff_slices(Algorithm::Myers, &old, &new)
        .into_iter()
        .filter(|change| !matches!(change, DiffOp::Equal { .. }))
        .collect();
    if changes.is_empty() {
        return String::new();
    }
    let mut ledger = Ledger::default();
    let gone: Vec<usize> = changes.iter().flat_map(DiffOp::old_range).collect();
    let come: Vec<usize> = changes.iter().flat_map(DiffOp::new_range).collect();
    let mut gone = shown((name, before), &gone, options, &mut ledger).into_iter();
    let mut come = shown((name, after), &come, options, &mut ledger).into_iter();
    let mut text = format!("--- {name}\n+++ {name}\n");
    for change in changes {
        let (old, new) = (change.old_range(), change.new_range());
        let _ = writeln!(text, "@@ -{} +{} @@", range(&old), range(&new));
        for line in gone.by_ref().take(old.len()) {
            let _ = writeln!(text, "-{line}");
        }
        for line in come.by_ref().take(new.len()) {
            let _ = writeln!(text, "+{line}");
        }
    }
    text
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

/// `3`, `3,2`; nothing at all stands behind the line before.
fn range(lines: &std::ops::Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => (lines.start + 1).to_string(),
        more => format!("{},{more}", lines.start + 1),
    }
}

/// These lines of a text, masked by what its calls say.
fn shown(
    (name, bytes): (&str, &[u8]),
    wanted: &[usize],
    options: &Options<'_>,
    ledger: &mut Ledger,
) -> Vec<String> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    input::read(name, Box::new(bytes), options, &mut |item| {
        if let Item::Exchange(exchange) = item {
            exchanges.push(*exchange);
        }
    });
    Page { text: &substituted(bytes), exchanges: &exchanges }.lines(wanted, ledger)
}

/// The text with one letter for each byte that is no UTF-8, as the readers have it.
fn substituted(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{1A}'));
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::exchange::Origin;

    use super::*;

    fn diff(before: &str, after: &str) -> String {
        unified("a.sh", (before.as_bytes(), after.as_bytes()), &Options::of(Origin::Written))
    }

    #[test]
    fn only_lines_that_differ_are_told() {
        let before = "curl https://a.frontegg.com/x\ncurl https://x.io/\ncurl https://b.io/\n";
        let after = "curl https://api.frontegg.com/x\ncurl https://x.io/\n";
        assert_eq!(
            diff(before, after),
            "--- a.sh\n+++ a.sh\n@@ -1 +1 @@\n-curl https://a.frontegg.com/x\n\
             +curl https://api.frontegg.com/x\n@@ -3 +2,0 @@\n-curl https://b.io/\n"
        );
        assert_eq!(diff(before, before), "");
    }

    #[test]
    fn a_secret_is_told_in_the_same_words_before_and_after() {
        let secret = ["k9Xv", "Q2mLr8TbW4zz01"].concat();
        let before = format!("curl https://a.io/x -H 'Authorization: Bearer {secret}'\n");
        let shown = diff(&before, &before.replace("a.io", "b.io"));
        assert!(!shown.contains(&secret), "{shown}");
        assert_eq!(shown.matches("‹token 1, 18 characters›").count(), 2, "{shown}");
    }
}
