//! What services are told of a run: the worst first, by the names that the repository has for files.

use std::cmp::Reverse;

use super::Run;
use crate::finding::{Finding, Report};
use crate::mask;
use crate::source::{Place, Problem, ProblemKind};

/// A finding, and the report it stands in.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) report: &'a Report,
    pub(super) finding: &'a Finding,
}

/// A part of an input that should have been read and was not.
#[derive(Clone, Copy)]
pub(super) struct Lost<'a> {
    pub(super) report: &'a Report,
    pub(super) problem: &'a Problem,
}

impl<'a> Run<'a> {
    /// The reports by the names of their files.
    pub(super) fn by_file(&self) -> Vec<&'a Report> {
        let mut ordered = self.reports.to_vec();
        ordered.sort_by(|a, b| (path(a), &a.file).cmp(&(path(b), &b.file)));
        ordered
    }

    /// By file and exchange, and otherwise in the order given.
    pub(super) fn findings(&self) -> Vec<Found<'a>> {
        self.by_file().into_iter().flat_map(findings).collect()
    }

    /// The same, with errors before warnings before the rest: services keep the first.
    pub(super) fn worst_first(&self) -> Vec<Found<'a>> {
        let mut all = self.findings();
        all.sort_by_key(|found| Reverse(found.finding.severity));
        all
    }

    pub(super) fn lost(&self) -> Vec<Lost<'a>> {
        self.by_file().into_iter().flat_map(lost).collect()
    }
}

/// Of one file, by exchange, and otherwise in the order given.
pub(super) fn findings(report: &Report) -> Vec<Found<'_>> {
    let mut all: Vec<_> = report.findings.iter().map(|finding| Found { report, finding }).collect();
    all.sort_by_key(|found| found.finding.exchange);
    all
}

/// What of a file should have been read and was not.
pub(super) fn lost(report: &Report) -> Vec<Lost<'_>> {
    let all = report.problems.iter().map(|problem| Lost { report, problem });
    all.filter(|lost| lost.problem.kind == ProblemKind::Lost).collect()
}

impl Found<'_> {
    pub(super) fn path(&self) -> &str {
        path(self.report)
    }

    pub(super) fn start(&self) -> Place {
        self.finding.marks.first().map_or(Place::START, |mark| mark.start)
    }

    pub(super) fn end(&self) -> Place {
        self.finding.marks.first().map_or(Place::START, |mark| mark.end)
    }

    /// What is wrong and what to do, in one line.
    pub(super) fn sentence(&self) -> String {
        let Finding { message, help, .. } = self.finding;
        line(&help.as_ref().map_or_else(|| message.clone(), |help| format!("{message}; {help}")))
    }
}

impl Lost<'_> {
    pub(super) fn path(&self) -> &str {
        path(self.report)
    }

    pub(super) fn sentence(&self) -> String {
        format!("not read: {}", line(&self.problem.message))
    }
}

/// A file as services name it: relative to its repository.
pub(super) fn path(report: &Report) -> &str {
    let path = if report.path.is_empty() { &report.file } else { &report.path };
    path.trim_start_matches("./")
}

/// What somebody pasted or piped has a name that is no file's: `<stdin>`.
pub(super) fn is_file(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('<')
}

/// Recorded text on one line, with nothing in it that a terminal obeys.
pub(super) fn line(text: &str) -> String {
    mask::visible(text).split(['\n', '\t']).collect::<Vec<_>>().join(" ")
}

/// Paragraphs of Markdown without the breaks that only keep their lines short: some services show
/// every break.
pub(super) fn unwrapped(markdown: &str) -> String {
    let flows = |line: &str| {
        let marked = line.starts_with(['-', '*', '|', '#', '>', ' ', '`', '+']);
        !marked && !line.starts_with(|letter: char| letter.is_ascii_digit())
    };
    let paragraphs = markdown.trim().split("\n\n").map(|paragraph| {
        let keeps = paragraph.lines().skip(1).any(|line| !flows(line)) || paragraph.contains("```");
        if keeps { paragraph.to_owned() } else { paragraph.replace('\n', " ") }
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_one_line_and_a_list_keeps_its_own() {
        let why = "One\nsentence.\n\nA list:\n- a\n- b\n";
        assert_eq!(unwrapped(why), "One sentence.\n\nA list:\n- a\n- b");
    }
}
