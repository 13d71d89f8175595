//! The masked lines of a finding, with its marks in them and what they say beneath.

use std::collections::BTreeSet;
use std::ops::Range;

use super::markup::Markup;
use crate::finding::{Finding, PlacedMark};

/// A line of more letters is cut; what we are given is shorter.
const LONG: usize = 4_000;

pub(super) fn excerpt(markup: &mut Markup, finding: &Finding) {
    markup.raw("<figure class=\"excerpt\">");
    markup.leaf("figcaption", "", &place(finding));
    let labels = finding.marks.iter().filter(|mark| !mark.label.is_empty()).count();
    let numbers = if labels > 1 { Numbers::Shown } else { Numbers::None };
    let mut from = 0;
    let mut before: Option<u64> = None;
    for (line, number) in finding.excerpt.text.split_inclusive('\n').zip(&finding.excerpt.lines) {
        let written = line.strip_suffix('\n').unwrap_or(line);
        if before.zip(*number).is_some_and(|(before, number)| before + 1 < number) {
            markup.leaf("div", "gap", "⋯");
        }
        let here = Here::of(finding, &(from..from + written.len()));
        here.line(markup, (written, *number), numbers);
        here.labels(markup, numbers);
        from += line.len();
        before = *number;
    }
    markup.raw("</figure>\n");
}

/// `call.sh, line 1, column 14`.
pub(super) fn place(finding: &Finding) -> String {
    let mark = finding.marks.first();
    let at = mark.map(|mark| format!(", line {}, column {}", mark.start.line, mark.start.column));
    format!("{}{}", finding.file, at.unwrap_or_default())
}

/// Whether marks and what they say bear the same number: one alone needs none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    None,
    Shown,
}

/// The marks that begin in one line.
struct Here<'a> {
    marks: Vec<Placed<'a>>,
}

/// A mark and where it stands in its line.
struct Placed<'a> {
    /// Counts from 0; the first is the primary one.
    number: usize,
    mark: &'a PlacedMark,
    place: Range<usize>,
}

impl<'a> Here<'a> {
    fn of(finding: &'a Finding, line: &Range<usize>) -> Self {
        let place = |(number, mark): (usize, &'a PlacedMark)| {
            let shown = &mark.shown;
            let here = (line.start..=line.end).contains(&shown.start);
            let end = shown.end.clamp(shown.start, line.end.max(shown.start));
            here.then(|| Placed { number, mark, place: shown.start - line.start..end - line.start })
        };
        let mut marks: Vec<_> = finding.marks.iter().enumerate().filter_map(place).collect();
        marks.sort_by_key(|one| (one.place.start, one.number));
        Self { marks }
    }

    fn line(&self, markup: &mut Markup, (written, number): (&str, Option<u64>), numbers: Numbers) {
        markup.raw("<div class=\"line\">");
        if let Some(number) = number {
            markup.leaf("span", "no", &number.to_string());
        }
        markup.within(("code", ""), |code| {
            let edges = self.edges(written);
            for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
                self.points(code, *start, numbers);
                self.piece(code, (written, *start..*end), numbers);
            }
            self.points(code, written.len(), numbers);
        });
        markup.raw("</div>");
    }

    /// Where a mark begins or ends, and the ends of the line.
    fn edges(&self, written: &str) -> BTreeSet<usize> {
        let ends = self.marks.iter().flat_map(|one| [one.place.start, one.place.end]);
        let ends = ends.filter(|at| written.is_char_boundary(*at));
        ends.chain([0, written.len()]).collect()
    }

    /// Marks between two letters.
    fn points(&self, code: &mut Markup, at: usize, numbers: Numbers) {
        for one in self.marks.iter().filter(|one| one.place == (at..at)) {
            code.leaf("mark", one.class(), "");
            one.number(code, numbers);
        }
    }

    /// Text with the same marks on it all; of several the shortest is shown.
    fn piece(&self, code: &mut Markup, (written, place): (&str, Range<usize>), numbers: Numbers) {
        let text = cut(written.get(place.clone()).unwrap_or_default());
        let on = |one: &&Placed<'_>| one.place.start <= place.start && place.end <= one.place.end;
        let owner = self.marks.iter().filter(on).min_by_key(|one| (one.place.len(), one.number));
        match owner {
            Some(one) => code.leaf("mark", one.class(), text),
            None => code.text(text),
        }
        for one in self.marks.iter().filter(on).filter(|one| one.place.end == place.end) {
            one.number(code, numbers);
        }
    }

    fn labels(&self, markup: &mut Markup, numbers: Numbers) {
        for Placed { number, mark, .. } in &self.marks {
            if mark.label.is_empty() {
                continue;
            }
            let class = if *number == 0 { "label primary" } else { "label" };
            markup.within(("p", class), |label| {
                label.leaf("span", "unseen", &format!("{}: ", columns(mark)));
                if numbers == Numbers::Shown {
                    label.leaf("sup", "", &(number + 1).to_string());
                    label.text(" ");
                }
                label.prose(&mark.label);
            });
        }
    }
}

impl Placed<'_> {
    const fn class(&self) -> &'static str {
        if self.number == 0 { "primary" } else { "" }
    }

    fn number(&self, code: &mut Markup, numbers: Numbers) {
        if numbers == Numbers::Shown && !self.mark.label.is_empty() {
            code.leaf("sup", "", &(self.number + 1).to_string());
        }
    }
}

/// `line 1, column 14 to 27`.
fn columns(mark: &PlacedMark) -> String {
    let (start, end) = (mark.start, mark.end);
    let last = end.column.saturating_sub(1);
    if start.line != end.line {
        format!("line {}, column {} to line {}", start.line, start.column, end.line)
    } else if last > start.column {
        format!("line {}, column {} to {last}", start.line, start.column)
    } else {
        format!("line {}, column {}", start.line, start.column)
    }
}

fn cut(text: &str) -> &str {
    text.char_indices().nth(LONG).map_or(text, |(end, _)| &text[..end])
}
