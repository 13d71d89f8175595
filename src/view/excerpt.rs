//! The lines that marks point into: short, masked, and mapped.

use std::ops::Range;

use super::cells::{Cell, Ground};
use super::secrets::Secret;
use crate::exchange::{Exchange, Header};
use crate::finding::{Excerpt, Mark};
use crate::source::{Source, Span, Text};
use crate::truth::Fact;

/// Columns of a line that are shown.
const WIDTH: usize = 160;

/// A line and its number in the file.
struct Line {
    number: Option<u64>,
    cells: Vec<Cell>,
}

/// The lines that hold marks, and where in them each mark stands; empty where it is left out.
pub fn excerpt(
    exchange: &Exchange,
    marks: &[Mark],
    secrets: &[Secret],
) -> (Excerpt, Vec<Range<usize>>) {
    let ground = Ground::of(exchange, secrets);
    let spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
    let as_request = exchange.format.is_written_by_programs();
    let lines = if as_request {
        request_lines(exchange, &spans, &ground)
    } else {
        source_lines(&exchange.source, &spans, &ground)
    };
    let mut drawn = Drawn { excerpt: Excerpt::default(), shown: vec![None; spans.len()] };
    for line in &lines {
        drawn.draw(line, &spans);
    }
    let method = exchange.request.method.len().min(drawn.excerpt.text.len());
    let first = if as_request { 0..method } else { 0..0 };
    let shown = drawn.shown.into_iter().map(|shown| shown.unwrap_or(first.clone())).collect();
    (drawn.excerpt, shown)
}

/// The source's own lines where marks begin, and the line between two of them.
fn source_lines(source: &Source, marks: &[Span], ground: &Ground<'_>) -> Vec<Line> {
    let text = source.text();
    let mut starts: Vec<usize> = marks.iter().map(|mark| line_start(text, mark.start)).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut wanted = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        wanted.push(*start);
        let between = line_end(text, *start) + 1;
        let next = starts.get(at + 1).copied();
        if next.is_some_and(|next| between < next && line_end(text, between) + 1 == next) {
            wanted.push(between);
        }
    }
    let line = |start: usize| {
        let end = line_end(text, start);
        let mut written = text.get(start..end).unwrap_or_default();
        let marked = marks.iter().any(|mark| mark.start < end && mark.end == end);
        if !marked {
            written = written.strip_suffix('\r').unwrap_or(written);
        }
        let cells = ground.cells(&Text::verbatim(written, start));
        Line { number: Some(source.place(start).line), cells }
    };
    wanted.into_iter().map(line).collect()
}

fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at.min(text.len())).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |line| line + 1)
}

fn line_end(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(text.len(), |len| start + len)
}

/// The request as HTTP lines, for a recording that is one line of JSON.
fn request_lines(exchange: &Exchange, marks: &[Span], ground: &Ground<'_>) -> Vec<Line> {
    let request = &exchange.request;
    let mut lines = vec![address(exchange, ground)];
    let marked = |span: Span| marks.iter().any(|mark| touches(*mark, span));
    let mut room = 12_usize;
    for header in &request.headers {
        if !marked(header.span()) {
            if room == 0 || !matters(header) {
                continue;
            }
            room -= 1;
        }
        let mut cells = ground.cells(&header.name);
        cells.extend(Cell::made(": "));
        cells.extend(ground.cells(&header.value));
        lines.push(cells);
    }
    if let Fact::Known(body) = &request.body
        && marked(body.span())
    {
        lines.extend(body_line(body, marks, ground));
    }
    lines.into_iter().map(|cells| Line { number: None, cells }).collect()
}

/// Who calls, for whom: worth a line even where no mark points.
fn matters(header: &Header) -> bool {
    let name = header.name.as_written().trim().to_ascii_lowercase();
    name == "authorization" || name.starts_with("frontegg-")
}

fn address(exchange: &Exchange, ground: &Ground<'_>) -> Vec<Cell> {
    let url = &exchange.request.url;
    let mut cells = ground.cells(&exchange.request.method);
    cells.extend(Cell::made(" "));
    if !url.scheme.is_empty() && url.scheme != url.host {
        cells.extend(ground.cells(&url.scheme));
        cells.extend(Cell::made("://"));
    }
    cells.extend(ground.cells(&url.host));
    if let Some(port) = &url.port {
        cells.extend(Cell::made(":"));
        cells.extend(ground.cells(port));
    }
    cells.extend(ground.cells(&url.path));
    if let Some(query) = &url.query {
        cells.extend(Cell::made("?"));
        cells.extend(ground.cells(query));
    }
    cells
}

/// The line of a body that a mark points into.
fn body_line(body: &Text, marks: &[Span], ground: &Ground<'_>) -> Option<Vec<Cell>> {
    let written = body.as_written();
    let mut at = 0;
    for (letter, span) in body.letters() {
        if marks.iter().any(|mark| touches(*mark, span)) {
            let start = line_start(written, at);
            return Some(ground.cells(&body.slice(start..line_end(written, at))));
        }
        at += letter.len_utf8();
    }
    None
}

fn touches(mark: Span, cell: Span) -> bool {
    if mark.is_empty() {
        cell.start <= mark.start && mark.start < cell.end
    } else {
        mark.start < cell.end && cell.start < mark.end
    }
}

/// What has been put down so far.
struct Drawn {
    excerpt: Excerpt,
    shown: Vec<Option<Range<usize>>>,
}

impl Drawn {
    fn draw(&mut self, line: &Line, marks: &[Span]) {
        let keep = window(&line.cells, marks);
        let mut here: Vec<Option<Range<usize>>> = vec![None; marks.len()];
        let mut skipped = false;
        for (cell, kept) in line.cells.iter().zip(keep) {
            if !kept {
                if !skipped {
                    self.excerpt.text.push('…');
                }
                skipped = true;
                continue;
            }
            skipped = false;
            let start = self.excerpt.text.len();
            cell.write(&mut self.excerpt.text);
            let end = self.excerpt.text.len();
            for (mark, found) in marks.iter().zip(&mut here) {
                if cell.span.is_some_and(|span| touches(*mark, span)) {
                    let end = if mark.is_empty() { start } else { end };
                    *found = Some(found.as_ref().map_or(start, |range| range.start)..end);
                }
            }
        }
        self.point_behind(line, marks, &mut here);
        for (shown, found) in self.shown.iter_mut().zip(here) {
            // A mark over several lines is shown where it begins.
            *shown = shown.take().or(found);
        }
        self.excerpt.text.push('\n');
        self.excerpt.lines.push(line.number);
    }

    /// An empty mark behind the last letter.
    fn point_behind(&self, line: &Line, marks: &[Span], here: &mut [Option<Range<usize>>]) {
        let last = line.cells.iter().rev().find_map(|cell| cell.span);
        for (mark, found) in marks.iter().zip(here) {
            if mark.is_empty() && found.is_none() && last.is_some_and(|last| last.end == mark.end) {
                *found = Some(self.excerpt.text.len()..self.excerpt.text.len());
            }
        }
    }
}

/// Which cells of a line are shown: all of a short one, else those around its marks.
fn window(cells: &[Cell], marks: &[Span]) -> Vec<bool> {
    let total: usize = cells.iter().map(Cell::columns).sum();
    if total <= WIDTH {
        return vec![true; cells.len()];
    }
    let ends: Vec<(usize, usize)> = marks.iter().filter_map(|mark| ends(cells, *mark)).collect();
    let mut keep = vec![false; cells.len()];
    if ends.is_empty() {
        spread(cells, &mut keep, (0, WIDTH));
    }
    let each = WIDTH / (3 * ends.len().max(1));
    for (first, last) in ends {
        for (cell, room) in [(first, each), (last, each / 2)] {
            spread(cells, &mut keep, (cell, room.max(8)));
        }
    }
    keep
}

/// The first and the last cell of a mark.
fn ends(cells: &[Cell], mark: Span) -> Option<(usize, usize)> {
    let touched = |cell: &Cell| cell.span.is_some_and(|span| touches(mark, span));
    Some((cells.iter().position(touched)?, cells.iter().rposition(touched)?))
}

/// Keeps the cells within so many columns of one.
fn spread(cells: &[Cell], keep: &mut [bool], (cell, columns): (usize, usize)) {
    let mut room = columns;
    for (part, kept) in cells.iter().zip(keep.iter_mut()).skip(cell) {
        *kept = true;
        room = room.saturating_sub(part.columns());
        if room == 0 {
            break;
        }
    }
    let mut room = columns / 2;
    for (part, kept) in cells.iter().zip(keep.iter_mut()).take(cell).rev() {
        let Some(left) = room.checked_sub(part.columns()) else { break };
        *kept = true;
        room = left;
    }
}
