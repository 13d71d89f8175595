//! The top of the page: what it all comes to, and where to find it.

use super::{Page, badge, is_worth_a_section};
use crate::finding::{Report, Severity};
use crate::report::Run;
use crate::report::statistics::Tally;
use crate::report::sum::Sum;
use crate::report::words::count;

/// Files that the list of contents names.
const NAMED: usize = 200;

pub(super) fn header(page: &mut Page<'_>, reports: &[&Report], (run, sum): (&Run<'_>, &Sum)) {
    page.markup.raw("<header>\n<p class=\"tool\">frontegg-lint</p>\n");
    page.markup.leaf("h1", "", &sum.sentence());
    let mut said = vec![];
    if sum.more > 0 {
        said.push(format!("{} more not shown", sum.more));
    }
    said.extend(sum.hidden());
    if !said.is_empty() {
        page.markup.leaf("p", "hidden", &said.join("; "));
    }
    if sum.lost > 0 || run.exit == 2 {
        page.markup.within(("p", "alarm"), |alarm| {
            alarm.leaf("strong", "", "Not everything could be checked.");
            alarm.text(" ");
            alarm.prose(run.why);
        });
    }
    page.markup.raw("\n<dl class=\"counts\">");
    let numbers = [
        (sum.errors, "errors", "error"),
        (sum.warnings, "warnings", "warning"),
        (sum.notes, "notes", "note"),
        (sum.frontegg, "calls to Frontegg", ""),
        (reports.len(), "files", ""),
        (sum.lost, "not read", "error"),
    ];
    for (number, name, class) in numbers {
        let class = if number == 0 { "" } else { class };
        if number > 0 || name != "not read" {
            page.markup.within(("div", class), |cell| {
                cell.leaf("dt", "", one_or_more(number, name));
                cell.leaf("dd", "", &number.to_string());
            });
        }
    }
    page.markup.raw("</dl>\n");
    contents(page, reports);
    page.markup.raw("</header>\n");
}

fn one_or_more(number: usize, name: &'static str) -> &'static str {
    match (number, name) {
        (1, "errors") => "error",
        (1, "warnings") => "warning",
        (1, "notes") => "note",
        (1, "files") => "file",
        (1, "calls to Frontegg") => "call to Frontegg",
        (_, name) => name,
    }
}

/// Where to find what, if there is more than one file.
fn contents(page: &mut Page<'_>, reports: &[&Report]) {
    let told: Vec<(usize, &&Report)> =
        reports.iter().enumerate().filter(|(_, one)| is_worth_a_section(one)).collect();
    if told.len() < 2 {
        return;
    }
    page.markup.raw("<nav aria-label=\"files\"><ul>\n");
    for (number, report) in told.iter().take(NAMED) {
        page.markup.within(("li", ""), |item| {
            item.link(&format!("#file-{}", number + 1), |link| link.text(&report.file));
            item.text(" ");
            item.leaf("span", "faint", &short(report));
        });
        page.markup.raw("\n");
    }
    if told.len() > NAMED {
        page.markup.leaf("li", "faint", &format!("and {} more files", told.len() - NAMED));
    }
    page.markup.raw("</ul></nav>\n");
}

/// What a file comes to.
pub(super) fn short(report: &Report) -> String {
    let of = |severity| report.findings.iter().filter(|one| one.severity == severity).count();
    let counts = [
        (of(Severity::Error), "error"),
        (of(Severity::Warning), "warning"),
        (of(Severity::Info), "note"),
        (report.diagnoses.len(), "explained answer"),
        (report.problems.len(), "problem"),
    ];
    let some = counts.into_iter().filter(|(number, _)| *number > 0);
    some.map(|(number, noun)| count(number, noun)).collect::<Vec<_>>().join(", ")
}

/// The rules that found something, the worst first; what one file or one finding comes to is said
/// there.
pub(super) fn tallies(page: &mut Page<'_>, (tallies, reports): (&[Tally<'_>], &[&Report])) {
    let files = reports.iter().filter(|one| !one.findings.is_empty()).count();
    if files < 2 {
        return;
    }
    page.markup.raw(
        "<section aria-labelledby=\"causes\"><h2 id=\"causes\">Causes, the worst first</h2>\n\
         <table><thead><tr><th scope=\"col\">severity</th><th scope=\"col\">rule</th>\
         <th scope=\"col\" class=\"number\">findings</th><th scope=\"col\" class=\"number\">files</th></tr></thead><tbody>\n",
    );
    for one in tallies {
        page.markup.raw("<tr><td>");
        let (word, class) = badge(one.severity);
        page.markup.leaf("span", class, word);
        page.markup.raw("</td><th scope=\"row\">");
        page.rule(one.rule);
        page.markup.raw("</th>");
        page.markup.leaf("td", "number", &one.findings.to_string());
        page.markup.leaf("td", "number", &one.files.to_string());
        page.markup.raw("</tr>\n");
    }
    page.markup.raw("</tbody></table></section>\n");
}
