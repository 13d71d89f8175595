//! The masked lines of a finding with its marks drawn under them: the only file that knows miette.

use std::fmt;
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeStyles,
};

use super::fit::fit;
use super::paint::{Paint, Tone};
use super::{Colour, Human, cut, line};
use crate::finding::{Excerpt, Finding, Severity};
use crate::source::Place;

/// Columns of a label, and of a line; what we are given is shorter.
const LABEL: usize = 120;
const LINE: usize = 2_000;
/// Columns of the numbers before a line.
const GUTTER: usize = 6;

/// Lines that follow each other in the file.
struct Block {
    text: String,
    /// Where in the excerpt's text it begins.
    from: usize,
    number: Option<u64>,
}

pub(super) fn snippet(finding: &Finding, human: &Human) -> String {
    let mut drawn = String::new();
    for block in blocks(&finding.excerpt) {
        drawn.push_str(&draw(&block, finding, human));
    }
    if drawn.is_empty() {
        let arrow = Paint::of(human.colour).dress(Tone::Faint, "  -->");
        let place = finding.marks.first().map(|mark| mark.start);
        let at = place.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        drawn = format!("{arrow} {}{at}\n", line(&finding.file));
    }
    drawn
}

fn blocks(excerpt: &Excerpt) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    let mut before = None;
    for (text, number) in excerpt.text.split_inclusive('\n').zip(&excerpt.lines) {
        let follows = match (before, *number) {
            (Some(None), None) => true,
            (Some(Some(last)), Some(next)) => last + 1 == next,
            (None | Some(_), _) => false,
        };
        match blocks.last_mut() {
            Some(block) if follows => block.text.push_str(text),
            Some(_) | None => {
                blocks.push(Block { text: text.to_owned(), from: at, number: *number });
            }
        }
        at += text.len();
        before = Some(*number);
    }
    blocks
}

fn draw(block: &Block, finding: &Finding, human: &Human) -> String {
    if block.text.lines().any(|line| line.len() > 4 * LINE) {
        return String::new();
    }
    let shown: Vec<(usize, Range<usize>)> = finding
        .marks
        .iter()
        .enumerate()
        .filter_map(|(number, mark)| Some((number, within(block, &mark.shown)?)))
        .collect();
    let Some(place) = shown.first().map(|(number, _)| finding.marks[*number].start) else {
        return String::new();
    };
    let ranges: Vec<Range<usize>> = shown.iter().map(|(_, range)| range.clone()).collect();
    let (text, ranges) =
        fit(&visible(&block.text), &ranges, human.columns().saturating_sub(GUTTER));
    let label = |(number, range): (usize, Range<usize>)| {
        let label = Some(cut(&line(&finding.marks[number].label), LABEL));
        let label = label.filter(|label| !label.is_empty());
        if number == 0 {
            LabeledSpan::new_primary_with_span(label, range)
        } else {
            LabeledSpan::new_with_span(label, range)
        }
    };
    let numbers = shown.iter().map(|(number, _)| *number);
    let labels: Vec<LabeledSpan> = numbers.zip(ranges).map(label).collect();
    let view = View { name: line(&finding.file), text, place, block };
    let mut drawn = String::new();
    let handler = handler(human, &labels, finding.severity);
    let report = Lines { view, labels };
    if handler.render_report(&mut drawn, &report).is_err() {
        return String::new();
    }
    // miette begins with the message, which we have said already.
    let lines = drawn.split_once('\n').map_or("", |(_, lines)| lines);
    if block.number.is_none() { without_numbers(lines) } else { lines.to_owned() }
}

/// The excerpt comes with nothing hostile in it; should it ever, it is not drawn.
fn visible(text: &str) -> String {
    let hostile = |c: char| c.is_control() && c != '\n';
    // As many bytes as before, or the marks would no longer fit.
    let letters = text.chars().flat_map(|c| {
        let times = if hostile(c) { c.len_utf8() } else { 1 };
        std::iter::repeat_n(if hostile(c) { '?' } else { c }, times)
    });
    letters.collect()
}

/// A mark inside the block, cut to its first line.
fn within(block: &Block, shown: &Range<usize>) -> Option<Range<usize>> {
    let start = shown.start.checked_sub(block.from)?;
    let rest = block.text.get(start..)?;
    let line = rest.find('\n')?;
    let end = shown.end.saturating_sub(block.from).clamp(start, start + line);
    block.text.is_char_boundary(end).then_some(start..end)
}

fn handler(human: &Human, labels: &[LabeledSpan], severity: Severity) -> GraphicalReportHandler {
    let mut theme = GraphicalTheme::unicode_nocolor();
    if human.colour == Colour::Always {
        let styles = ThemeStyles::ansi();
        let primary = match severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.advice,
        };
        // miette gives colours to labels by their order in the text.
        let mut ordered: Vec<(usize, bool)> =
            labels.iter().map(|label| (label.offset(), label.primary())).collect();
        ordered.sort_by_key(|(offset, _)| *offset);
        let colours = ordered.iter().map(|(_, first)| if *first { primary } else { styles.help });
        theme.styles = ThemeStyles { highlights: colours.collect(), ..styles };
    }
    theme.characters.error = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_width(human.columns())
        .with_context_lines(1_000)
        .without_syntax_highlighting()
        .with_links(false)
}

/// Lines that we made are no lines of the file: their numbers would mislead.
fn without_numbers(drawn: &str) -> String {
    let mut shown = String::with_capacity(drawn.len());
    for line in drawn.split_inclusive('\n') {
        let mut escape = false;
        let mut inside = false;
        for letter in line.chars() {
            inside |= !escape && !letter.is_ascii_digit() && letter != ' ' && letter != '\u{1b}';
            let number = !inside && !escape && letter.is_ascii_digit();
            escape = letter == '\u{1b}' || escape && letter != 'm';
            shown.push(if number { ' ' } else { letter });
        }
    }
    shown
}

/// A block as miette reads it: always whole, numbered as in the file.
struct View<'a> {
    name: String,
    text: String,
    /// Of the mark that the head line names.
    place: Place,
    block: &'a Block,
}

impl SourceCode for View<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let lines = self.text.lines().count();
        let data = self.text.as_bytes();
        let index = |number: u64| usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        let (span, line, column) = if context_lines_before == 0 {
            // Asked without context, miette wants the place for its head line.
            (*span, index(self.place.line), index(self.place.column))
        } else {
            ((0, data.len()).into(), index(self.block.number.unwrap_or(1)), 0)
        };
        let contents =
            MietteSpanContents::new_named(self.name.clone(), data, span, line, column, lines);
        Ok(Box::new(contents))
    }
}

struct Lines<'a> {
    view: View<'a>,
    labels: Vec<LabeledSpan>,
}

impl Diagnostic for Lines<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.view)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Lines<'_> {}

impl fmt::Display for Lines<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lines({} bytes)", self.view.text.len())
    }
}
