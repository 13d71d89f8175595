//! An error answer: what causes it, what does not, and what would settle the rest.

use super::Page;
use super::file::File;
use crate::finding::{Cause, Diagnosis};
use crate::report::alike;

pub(super) fn diagnosis(
    page: &mut Page<'_>,
    file: &File<'_>,
    (diagnosis, again): (&Diagnosis, &[usize]),
) {
    page.markup.raw("<article class=\"diagnosis\">\n<h3>");
    page.markup.leaf("span", "badge answer", "answer");
    page.markup.text(" ");
    if let Some(status) = diagnosis.status {
        page.markup.text(&format!("{status} "));
    }
    page.markup.text(&format!("“{}”", diagnosis.title));
    page.markup.raw("</h3>\n");
    page.markup.within(("p", "meta"), |meta| {
        meta.leaf("code", "", &diagnosis.error);
        meta.text(&format!(" · call {}", diagnosis.exchange));
        if !again.is_empty() {
            meta.text(&format!(", and {}", alike::calls(again)));
        }
    });
    page.markup.raw("\n<dl class=\"causes\">");
    let roots = diagnosis.confirmed.iter().filter(|cause| cause.part_of.is_none());
    let roots: Vec<&Cause> = roots.collect();
    list(page, ("confirmed", "confirmed"), &roots, |page, cause| {
        page.markup.prose(if cause.why.is_empty() { &cause.id } else { &cause.why });
        page.markup.text(" ");
        file.cause(page, &cause.id);
        let parts = diagnosis.confirmed.iter();
        for part in parts.filter(|part| part.part_of.as_ref() == Some(&cause.id)) {
            page.markup.text(", and with it ");
            file.cause(page, &part.id);
        }
    });
    let excluded: Vec<&Cause> = diagnosis.excluded.iter().collect();
    list(page, ("excluded", "ruled out"), &excluded, |page, cause| {
        page.markup.leaf("code", "", &cause.id);
        if !cause.why.is_empty() {
            page.markup.text(": ");
            page.markup.prose(&cause.why);
        }
    });
    let open: Vec<&Cause> = diagnosis.open.iter().collect();
    list(page, ("open", "cannot tell"), &open, |page, cause| {
        page.markup.leaf("code", "", &cause.id);
        if !cause.why.is_empty() {
            page.markup.text(" – to settle it: ");
            page.markup.prose(&cause.why);
        }
    });
    page.markup.raw("</dl></article>\n");
}

fn list(
    page: &mut Page<'_>,
    (class, head): (&'static str, &str),
    causes: &[&Cause],
    mut one: impl FnMut(&mut Page<'_>, &Cause),
) {
    if causes.is_empty() {
        return;
    }
    page.markup.raw("<div");
    page.markup.attribute("class", class);
    page.markup.raw(">");
    page.markup.leaf("dt", "", head);
    for cause in causes {
        page.markup.raw("<dd>");
        one(page, cause);
        page.markup.raw("</dd>");
    }
    page.markup.raw("</div>");
}
