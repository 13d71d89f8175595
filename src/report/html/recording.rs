//! What a recording of several calls comes to: its first failure, its calls in time, its causes.

use std::collections::BTreeSet;

use super::file::File;
use super::{Page, badge, chart, rest, room};
use crate::report::recording::{Cause, Failure, Recording, Row, Worth, recording};
use crate::report::words::{clock, count, span};

/// Calls of one recording that have a line each.
const ROWS: usize = 300;
/// A timeline that is longer waits to be opened.
const SHORT: usize = 40;

pub(super) fn summary(page: &mut Page<'_>, file: &File<'_>) {
    let Some(recording) = recording(file.report) else { return };
    let report = file.report;
    // Commands that nobody has sent yet have no story.
    if report.calls.iter().all(|call| call.started.is_none() && call.status.is_none()) {
        return;
    }
    let lasted = recording.lasted.filter(|lasted| *lasted > 0);
    let lasted = lasted.map(|lasted| format!(" in {}", span(lasted))).unwrap_or_default();
    let calls = count(report.frontegg, "call");
    page.markup.leaf("h3", "", &format!("{calls} to Frontegg{lasted}"));
    chart::chart(&mut page.markup, report, &recording);
    if let Some(failure) = &recording.first_failure {
        failed_at(page, file, failure);
    }
    causes(page, file, &recording.causes);
    timeline(page, file, &recording);
}

fn failed_at(page: &mut Page<'_>, file: &File<'_>, failure: &Failure<'_>) {
    let call = failure.call;
    page.markup.raw("<p class=\"failed-at\">");
    page.markup.leaf("strong", "", &format!("The first failure is call {}:", call.exchange));
    page.markup.text(" ");
    page.markup.leaf("code", "", &format!("{} {}", call.method, call.route));
    if let Some(status) = call.status {
        page.markup.text(&format!(" was answered {status}"));
    }
    match (failure.cause(), failure.diagnosis) {
        (Some((rule, why)), _) => {
            page.markup.text(": ");
            page.markup.prose(why);
            page.markup.text(" ");
            file.cause(page, rule);
        }
        (None, Some(diagnosis)) => {
            page.markup.text(&format!(" “{}”, and no cause is certain", diagnosis.title));
        }
        (None, None) => page.markup.text(", and no rule says why"),
    }
    page.markup.raw("</p>\n");
}

/// Of one finding all is said below.
fn causes(page: &mut Page<'_>, file: &File<'_>, causes: &[Cause<'_>]) {
    if causes.iter().map(|cause| cause.calls).sum::<usize>() < 2 {
        return;
    }
    page.markup.raw(
        "<table><caption>what was found, the worst first</caption><thead><tr>\
         <th scope=\"col\">severity</th><th scope=\"col\">rule</th>\
         <th scope=\"col\" class=\"number\">calls</th>\
         <th scope=\"col\" class=\"number\">first in call</th></tr></thead><tbody>\n",
    );
    for cause in causes {
        let (word, class) = badge(cause.severity);
        page.markup.raw("<tr><td>");
        page.markup.leaf("span", class, word);
        page.markup.raw("</td><th scope=\"row\">");
        file.cause(page, cause.rule);
        page.markup.raw("</th>");
        page.markup.leaf("td", "number", &cause.calls.to_string());
        page.markup.leaf("td", "number", &cause.first.to_string());
        page.markup.raw("</tr>\n");
    }
    page.markup.raw("</tbody></table>\n");
}

fn timeline(page: &mut Page<'_>, file: &File<'_>, recording: &Recording<'_>) {
    let room = ROWS.min(page.room.rows);
    let chosen = chosen(&recording.rows, room);
    page.markup.raw(if chosen.len() > SHORT { "<details>" } else { "<details open>" });
    page.markup.raw(
        "<summary>the calls, in time</summary><table class=\"calls\"><thead><tr>\
         <th scope=\"col\" class=\"number\">call</th><th scope=\"col\" class=\"number\">after</th>\
         <th scope=\"col\">status</th><th scope=\"col\">what was called</th></tr></thead><tbody>\n",
    );
    let mut hidden = 0;
    for (number, row) in recording.rows.iter().enumerate() {
        if chosen.contains(&number) && room::take(&mut page.room.rows) {
            gap(page, std::mem::take(&mut hidden));
            call(page, file, row);
        } else {
            hidden += row.times;
        }
    }
    gap(page, hidden);
    page.markup.raw("</tbody></table></details>\n");
    let unseen = file.report.frontegg.saturating_sub(file.report.calls.len());
    rest::more(&mut page.markup, unseen, "call");
}

fn gap(page: &mut Page<'_>, hidden: usize) {
    if hidden > 0 {
        page.markup.raw("<tr class=\"gap\"><td colspan=\"4\">");
        page.markup.text(&format!("⋯ {} more", count(hidden, "call")));
        page.markup.raw("</td></tr>\n");
    }
}

fn call(page: &mut Page<'_>, file: &File<'_>, row: &Row<'_>) {
    page.markup.raw(if row.call.failed { "<tr class=\"failed\">" } else { "<tr>" });
    let number = match row.times {
        1 => row.call.exchange.to_string(),
        _ => format!("{}–{}", row.call.exchange, row.last),
    };
    page.markup.with("th", &[("scope", "row"), ("class", "number")], |cell| cell.text(&number));
    let offset = row.offset.map(clock).unwrap_or_default();
    page.markup.leaf("td", "number", &offset);
    let status = row.call.status.map_or_else(|| "none".to_owned(), |status| status.to_string());
    let failed = if row.call.failed { " failed" } else { "" };
    page.markup.within(("td", "status"), |cell| {
        cell.text(&status);
        cell.leaf("span", "unseen", failed);
    });
    page.markup.raw("<td>");
    page.markup.leaf("code", "", &format!("{} {}", row.call.method, row.call.route));
    if row.times > 1 {
        page.markup.text(&format!(" × {}", row.times));
    }
    if !row.rules.is_empty() {
        page.markup.raw("<div class=\"found\">");
        for (number, rule) in row.rules.iter().enumerate() {
            page.markup.text(if number == 0 { "" } else { ", " });
            file.cause(page, rule);
        }
        page.markup.raw("</div>");
    }
    page.markup.raw("</td></tr>\n");
}

/// The rows that are shown: those worth much, then the first ones.
fn chosen(rows: &[Row<'_>], room: usize) -> BTreeSet<usize> {
    let of = |worth: Worth| {
        let all = rows.iter().enumerate();
        all.filter(move |(_, row)| row.worth == worth).map(|(number, _)| number)
    };
    of(Worth::Much).chain(of(Worth::Little)).take(room).collect()
}
