//! A rule on the page: why, where, and the corrected calls.

use std::fmt::Write as _;

use super::escape::{block, code, inline};
use super::page::Page;
use super::{Cause, more, place};
use crate::finding::ShownFix;
use crate::fix::Safety;
use crate::report::found::{Found, unwrapped};

/// Of one rule so many findings are told in full, the next in one line each.
const IN_FULL: usize = 3;
const IN_SHORT: usize = 20;

pub(super) fn write(cause: &Cause<'_>, page: &mut Page) {
    let mut head = format!("\n### {}: {}\n", code(cause.rule), cause.title());
    let why = cause.card.as_ref().map(|card| unwrapped(&card.why)).unwrap_or_default();
    if !why.is_empty() {
        let _ = write!(head, "\n{why}\n");
    }
    page.add(&head);
    for found in cause.found.iter().take(IN_FULL) {
        page.add(&in_full(found));
    }
    let short = cause.found.iter().skip(IN_FULL).take(IN_SHORT);
    if short.len() > 0 {
        page.add("\n");
    }
    for found in short {
        page.add(&format!("- {}\n", in_short(found)));
    }
    more(cause.found.len().saturating_sub(IN_FULL + IN_SHORT), page);
}

fn in_short(found: &Found<'_>) -> String {
    format!("{}: {}", place(found), inline(&found.finding.message))
}

fn in_full(found: &Found<'_>) -> String {
    let finding = found.finding;
    let mut text = format!("\n{}\n", in_short(found));
    let request = code(&format!("{} {}", finding.request.method, finding.request.url));
    let _ = write!(text, "\n- call {}: {request}\n", finding.exchange);
    for mark in finding.marks.iter().filter(|mark| !mark.label.is_empty()) {
        let _ = writeln!(text, "- line {}: {}", mark.start.line, inline(&mark.label));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "- what to do: {}", inline(help));
    }
    if let Some(fix) = &finding.fix {
        corrected(fix, &mut text);
    }
    text
}

fn corrected(fix: &ShownFix, text: &mut String) {
    let caution = match fix.safety {
        Safety::Safe => "",
        Safety::Unsafe => " (inferred)",
        Safety::Placeholder => " (needs values)",
    };
    let variables: Vec<String> =
        fix.variables.iter().map(|name| code(&format!("${name}"))).collect();
    let secrets = match variables.as_slice() {
        [] => String::new(),
        [one] => format!("; {one} stands for a value that is not shown"),
        several => format!("; {} stand for values that are not shown", several.join(", ")),
    };
    let _ = write!(text, "\nThe corrected call{caution}{secrets}:\n\n{}", block(&fix.corrected));
}
