//! The report for people: what is wrong, where, what to do, and what it explains.

mod diagnosis;
mod explain;
mod fit;
mod fix;
mod links;
mod paint;
mod plain;
mod recording;
mod snippet;
mod tally;
mod wrap;

use std::borrow::Borrow;
use std::fmt::Write as _;
use std::io;

use crate::finding::{Finding, Report, Severity};
use crate::mask;
use crate::report::Run;
use crate::report::alike::{self, Alike};
use explain::Pages;
use paint::{Paint, Tone};

pub use explain::Explain;
pub use links::Links;

/// How the report is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    pub colour: Colour,
    /// Columns of the terminal.
    pub width: usize,
    pub detail: Detail,
    pub links: Links,
    pub style: Style,
    pub explain: Explain,
}

impl Human {
    /// What goes to no terminal.
    pub const PLAIN: Self = Self {
        colour: Colour::Never,
        width: 100,
        detail: Detail::Normal,
        links: Links::Never,
        style: Style::Drawn,
        explain: Explain::Never,
    };

    /// As many columns as are used; a terminal without any is one that does not say. A sentence
    /// that is heard has no columns.
    fn columns(&self) -> usize {
        match self.style {
            Style::Drawn => self.width.clamp(40, 400),
            Style::Plain => 1_000_000,
        }
    }
}

/// For the eyes or for the ears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Lines of the input with marks drawn under them.
    Drawn,
    /// Sentences, which a screen reader can read out.
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Never,
    Always,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing where nothing is wrong.
    Quiet,
    Normal,
    /// Every rule that could not be decided, and why.
    Verbose,
}

/// Writes all reports, one after the other, and what they come to.
pub fn write(
    reports: &[impl Borrow<Report>],
    human: &Human,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let reports: Vec<&Report> = reports.iter().map(Borrow::borrow).collect();
    let run = Run { reports: &reports, exit: 0, why: "", rules: &|_| None };
    write_run(&run, human, out)
}

/// The same of a run, which knows its rules: they can be explained.
pub fn write_run(run: &Run<'_>, human: &Human, out: &mut dyn io::Write) -> io::Result<()> {
    let mut ordered = run.reports.to_vec();
    ordered.sort_by(|a, b| a.file.cmp(&b.file));
    let mut pages = Pages::new(run.rules);
    for report in &ordered {
        out.write_all(one(report, human, &mut pages).as_bytes())?;
    }
    out.write_all(tally::undecided(&ordered, human).as_bytes())?;
    out.write_all(tally::tally(&ordered, human).as_bytes())
}

/// The findings of a file by exchange, the diagnoses behind them, then what could not be read.
fn one(report: &Report, human: &Human, pages: &mut Pages<'_>) -> String {
    let mut text = String::new();
    let mut said = fix::Said::default();
    let mut exchanges: Vec<usize> = report.findings.iter().map(|one| one.exchange).collect();
    exchanges.extend(report.diagnoses.iter().map(|one| one.exchange));
    exchanges.sort_unstable();
    exchanges.dedup();
    let alike = Alike::of(report);
    for exchange in exchanges {
        let mut before = diagnosis::Before::Nothing;
        for finding in report.findings.iter().filter(|one| one.exchange == exchange) {
            let Some(again) = alike.finding(finding) else { continue };
            match human.style {
                Style::Drawn => drawn((finding, again), human, (&mut text, &mut said)),
                Style::Plain => text.push_str(&plain::finding((finding, again), human)),
            }
            text.push_str(&pages.page(finding, human));
            text.push('\n');
            before = diagnosis::Before::Findings;
        }
        for one in report.diagnoses.iter().filter(|one| one.exchange == exchange) {
            let Some(again) = alike.diagnosis(one) else { continue };
            text.push_str(&match human.style {
                Style::Drawn => diagnosis::diagnosis((one, again), before, human),
                Style::Plain => plain::diagnosis((one, again)),
            });
        }
    }
    text.push_str(&tally::problems(report, human));
    text.push_str(&recording::summary(report, human));
    text
}

fn drawn(
    (finding, again): (&Finding, &[usize]),
    human: &Human,
    (text, said): (&mut String, &mut fix::Said),
) {
    let paint = Paint::of(human.colour);
    let title = format!("{}[{}]", finding.severity.word(), links::rule(finding, human));
    let message = paint.dress(Tone::Strong, &line(&finding.message));
    let _ = writeln!(text, "{}: {message}", paint.dress(tone(finding.severity), &title));
    text.push_str(&snippet::snippet(finding, human));
    if let Some(pointer) = &finding.pointer {
        let _ =
            writeln!(text, "   = call {} of the recording: {}", finding.exchange, line(pointer));
    }
    if !again.is_empty() {
        let _ = writeln!(text, "   = the same in {}", alike::calls(again));
    }
    if !finding.folds.is_empty() {
        let _ = writeln!(text, "   = also: {}", line(&finding.folds.join(", ")));
    }
    text.push_str(&fix::help(finding, human, said));
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Doubtful,
        Severity::Info => Tone::Calm,
    }
}

/// Text that stays on its line and does nothing to the terminal.
fn line(text: &str) -> String {
    mask::visible(text).replace(['\n', '\t'], " ")
}

/// The first letters of a text, and a mark where it goes on.
fn cut(text: &str, columns: usize) -> String {
    match text.char_indices().nth(columns) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
