//! One finding: what is wrong, where, what to do, and the corrected call.

use super::file::File;
use super::markup::Markup;
use super::{Page, badge, excerpt, rest};
use crate::finding::{Finding, ShownFix};
use crate::report::alike;
use crate::report::diff::{Line, diff};
use crate::report::words::{safety, stands_for};

/// A corrected call of more letters is not written out: nobody reads it, and JSON has it whole.
const LONG: usize = 20_000;

pub(super) fn finding(page: &mut Page<'_>, file: &File<'_>, (at, again): (usize, &[usize])) {
    let finding = &file.report.findings[at];
    let (word, class) = badge(finding.severity);
    page.markup.raw("<article");
    page.markup.attribute("id", &file.anchor(at));
    page.markup.attribute("class", &format!("finding {word}"));
    page.markup.raw(">\n<h3>");
    page.markup.leaf("span", class, word);
    page.markup.text(" ");
    page.markup.prose(&finding.message);
    page.markup.raw("</h3>\n<p class=\"meta\">");
    page.rule(&finding.rule);
    let call = format!(" · call {}: ", finding.exchange);
    page.markup.text(&call);
    let request = format!("{} {}", finding.request.method, finding.request.url);
    page.markup.leaf("code", "", &request);
    page.markup.raw("</p>\n");
    excerpt::excerpt(&mut page.markup, finding);
    beside(page, finding, again);
    help(&mut page.markup, finding);
    if let Some(fix) = &finding.fix {
        corrected(&mut page.markup, fix);
    }
    page.markup.raw("</article>\n");
}

/// Where it stands in its recording, where else it is found, and what goes away with it.
fn beside(page: &mut Page<'_>, finding: &Finding, again: &[usize]) {
    if let Some(pointer) = &finding.pointer {
        page.markup.within(("p", "faint"), |line| {
            line.text("in the recording at ");
            line.leaf("code", "", pointer);
        });
    }
    if !again.is_empty() {
        let calls = alike::calls(again);
        page.markup.leaf("p", "again", &format!("the same in {calls}"));
    }
    if let Some(explains) = &finding.explains {
        page.markup.within(("p", "faint"), |line| {
            line.text("explains the answer ");
            line.leaf("code", "", &explains.error);
            line.text(&format!(": {}", explains.strength.word()));
        });
    }
    if !finding.folds.is_empty() {
        page.markup.raw("<p>also, and gone with it: ");
        for (number, rule) in finding.folds.iter().enumerate() {
            page.markup.text(if number == 0 { "" } else { ", " });
            page.rule(rule);
        }
        page.markup.raw("</p>\n");
    }
}

fn help(markup: &mut Markup, finding: &Finding) {
    let fallback = finding.fix.as_ref().map(|_| "send the corrected call");
    let Some(help) = finding.help.as_deref().or(fallback) else { return };
    markup.within(("p", "help"), |line| {
        line.leaf("strong", "", "What to do:");
        line.text(" ");
        line.prose(help);
        if let Some(fix) = &finding.fix {
            line.text(" ");
            line.leaf("span", "safety", &safety(fix));
        }
    });
    markup.raw("\n");
}

fn corrected(markup: &mut Markup, fix: &ShownFix) {
    let letters = fix.corrected.chars().count();
    if letters > LONG {
        let words = format!("the corrected call has {letters} characters; the JSON report has it");
        return markup.leaf("p", "faint", &words);
    }
    let changes = fix.before.as_ref().map(|before| diff(before, &fix.corrected, LONG).0);
    let changes = changes.unwrap_or_default();
    markup.raw("<p class=\"over\">the corrected call</p>\n<pre class=\"corrected\">");
    let mut new = changes.iter().filter_map(|line| match line {
        Line::New(words) => Some(words.as_str()),
        Line::Gone(_) => None,
    });
    let mut next = new.next();
    for (number, line) in fix.corrected.lines().enumerate() {
        markup.text(if number == 0 { "" } else { "\n" });
        if next == Some(line) {
            markup.leaf("ins", "", line);
            next = new.next();
        } else {
            markup.text(line);
        }
    }
    markup.raw("</pre>\n");
    variables(markup, fix);
    changed(markup, &changes);
}

/// Secrets stand as variables: what to put into them.
fn variables(markup: &mut Markup, fix: &ShownFix) {
    let used = |name: &&String| fix.corrected.contains(&format!("${name}"));
    let names: Vec<&String> = fix.variables.iter().filter(used).collect();
    if names.is_empty() {
        return;
    }
    markup.within(("p", "faint"), |line| {
        for (number, name) in names.iter().enumerate() {
            line.text(if number == 0 { "" } else { ", " });
            line.leaf("code", "", &format!("${name}"));
            let verb = if number == 0 { " stands for " } else { " for " };
            line.text(verb);
            line.text(&stands_for(name));
        }
    });
    markup.raw("\n");
}

fn changed(markup: &mut Markup, changes: &[Line]) {
    if changes.is_empty() {
        return;
    }
    markup.raw("<details class=\"changes\"><summary>what changes</summary><pre>");
    for (number, line) in changes.iter().enumerate() {
        markup.text(if number == 0 { "" } else { "\n" });
        match line {
            Line::Gone(words) => markup.within(("del", ""), |gone| {
                gone.text("- ");
                gone.text(words);
            }),
            Line::New(words) => markup.within(("ins", ""), |new| {
                new.text("+ ");
                new.text(words);
            }),
        }
    }
    markup.raw("</pre></details>\n");
}

/// Findings for which a line must do.
pub(super) fn in_short(page: &mut Page<'_>, findings: &[&Finding]) {
    let listed = findings.len().min(page.room.listed);
    page.room.listed -= listed;
    if listed > 0 {
        page.markup.raw(
            "<details><summary>more findings, in short</summary><table><thead><tr>\
             <th scope=\"col\">place</th><th scope=\"col\">finding</th></tr></thead><tbody>\n",
        );
        findings.iter().take(listed).for_each(|finding| row(page, finding));
        page.markup.raw("</tbody></table></details>\n");
    }
    rest::more(&mut page.markup, findings.len() - listed, "finding");
}

fn row(page: &mut Page<'_>, finding: &Finding) {
    let line = finding.marks.first().map_or(1, |mark| mark.start.line);
    let place = format!("call {}, line {line}", finding.exchange);
    page.markup.raw("<tr>");
    page.markup.leaf("td", "place", &place);
    page.markup.raw("<td>");
    let (word, class) = badge(finding.severity);
    page.markup.leaf("span", class, word);
    page.markup.text(" ");
    page.markup.prose(&finding.message);
    page.markup.text(" ");
    page.rule(&finding.rule);
    page.markup.raw("</td></tr>\n");
}
