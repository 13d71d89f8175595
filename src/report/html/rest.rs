//! What could not be read or decided, and files with which all is well.

use std::collections::BTreeMap;

use super::markup::Markup;
use super::{Page, is_worth_a_section, room};
use crate::finding::{Report, Undecided};
use crate::report::words::{count, lacks};
use crate::source::ProblemKind;

/// Files that are named although nothing is wrong with them.
const NAMED: usize = 500;
/// Rules of which it is said why they could not be decided.
const RULES: usize = 200;

pub(super) fn problems(page: &mut Page<'_>, report: &Report) {
    if report.problems.is_empty() {
        return;
    }
    let mut left = 0;
    page.markup.raw("<ul class=\"problems\">\n");
    for problem in &report.problems {
        if !room::take(&mut page.room.problems) {
            left += 1;
            continue;
        }
        let (word, class) = match problem.kind {
            ProblemKind::Lost => ("not read", "badge error"),
            ProblemKind::Skipped => ("skipped", "badge note"),
        };
        page.markup.within(("li", ""), |item| {
            item.leaf("span", class, word);
            item.text(" ");
            if let Some(at) = problem.place {
                item.text(&format!("line {}, column {}: ", at.line, at.column));
            }
            item.prose(&problem.message);
        });
        page.markup.raw("\n");
    }
    page.markup.raw("</ul>\n");
    more(&mut page.markup, left, "problem");
}

/// So many are left out.
pub(super) fn more(markup: &mut Markup, left: usize, noun: &str) {
    if left > 0 {
        markup.leaf("p", "faint", &format!("{} more not shown", count(left, noun)));
    }
}

pub(super) fn clean(markup: &mut Markup, reports: &[&Report]) {
    let clean: Vec<&&Report> = reports.iter().filter(|one| !is_worth_a_section(one)).collect();
    if clean.is_empty() {
        return;
    }
    markup.raw("<section aria-labelledby=\"clean\"><h2 id=\"clean\">Nothing to say of</h2>\n<ul class=\"clean\">\n");
    for report in clean.iter().take(NAMED) {
        markup.within(("li", ""), |item| {
            item.text(&report.file);
            item.text(" ");
            let calls = match (report.frontegg, report.exchanges) {
                (0, 0) => "no calls".to_owned(),
                (0, _) => "no calls to Frontegg".to_owned(),
                (calls, _) => format!("{} to Frontegg", count(calls, "call")),
            };
            item.leaf("span", "faint", &calls);
        });
        markup.raw("\n");
    }
    markup.raw("</ul>\n");
    more(markup, clean.len().saturating_sub(NAMED), "file");
    markup.raw("</section>\n");
}

/// Rules that lacked the same, with how many calls it happened in.
pub(super) fn undecided(page: &mut Page<'_>, reports: &[&Report]) {
    let mut rows: BTreeMap<(&str, String, &str), usize> = BTreeMap::new();
    for one in reports.iter().flat_map(|report| &report.undecided) {
        let settle = one.settle.as_deref().unwrap_or_default();
        *rows.entry((&one.rule, needs(one), settle)).or_default() += 1;
    }
    if rows.is_empty() {
        return;
    }
    let markup = &mut page.markup;
    markup.raw(
        "<section aria-labelledby=\"undecided\"><h2 id=\"undecided\">Could not be decided</h2>\n\
         <details><summary>",
    );
    markup.text(&format!("{} without an answer", count(rows.len(), "question")));
    markup.raw(
        "</summary><table><thead><tr><th scope=\"col\">rule</th><th scope=\"col\">lacks</th>\
         <th scope=\"col\">what would settle it</th>\
         <th scope=\"col\" class=\"number\">calls</th></tr></thead><tbody>\n",
    );
    for ((rule, needs, settle), calls) in rows.iter().take(RULES) {
        markup.raw("<tr><th scope=\"row\">");
        markup.leaf("code", "", rule);
        markup.raw("</th>");
        markup.line("td", "", needs);
        markup.line("td", "", settle);
        markup.leaf("td", "number", &calls.to_string());
        markup.raw("</tr>\n");
    }
    markup.raw("</tbody></table></details>\n");
    more(markup, rows.len().saturating_sub(RULES), "question");
    markup.raw("</section>\n");
}

/// `vendor.region (not configured) and token.kind (a variable)`.
fn needs(one: &Undecided) -> String {
    let needs = one.needs.iter().map(|need| format!("`{}` ({})", need.fact, lacks(need.why)));
    needs.collect::<Vec<_>>().join(" and ")
}
