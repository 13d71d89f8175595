//! `{a,b}` and `{1..3}`: one word becomes several.

use super::word::{Part, PartKind, Quoting, Word};
use crate::source::Span;

/// No word becomes more words than this.
const MOST: usize = 1_000;

/// The words that a word stands for: itself, where no brace in it is expanded. `None` where there
/// are too many of them.
pub(super) fn expand(word: &Word, text: &str) -> Option<Vec<Word>> {
    let bare = |part: &Part| {
        part.quoting == Quoting::Bare
            && matches!(part.kind, PartKind::Verbatim)
            && text.get(part.span.start..part.span.end).is_some_and(|t| t.contains('{'))
    };
    if !word.parts.iter().any(bare) || word.assignment(text).is_some() {
        return Some(vec![word.clone()]);
    }
    let mut done = Vec::new();
    let mut waiting = vec![(word.parts.clone(), 0)];
    while let Some((parts, from)) = waiting.pop() {
        if done.len() + waiting.len() > MOST {
            return None;
        }
        let Some((found, mut ways)) = first(&parts, from, text) else {
            done.push(Word { span: word.span, parts });
            continue;
        };
        ways.reverse();
        for way in ways {
            let (before, after) =
                (parts_before(&parts, found.start), parts_behind(&parts, found.end));
            let next = before.len();
            waiting.push(([before, way, after].concat(), next));
        }
    }
    Some(done)
}

/// The first brace at or behind this part that is expanded, and what it becomes.
fn first(parts: &[Part], from: usize, text: &str) -> Option<(Span, Vec<Vec<Part>>)> {
    let mut signs = Vec::new();
    for part in parts.iter().skip(from) {
        if part.quoting == Quoting::Bare && matches!(part.kind, PartKind::Verbatim) {
            let written = text.get(part.span.start..part.span.end)?.bytes().enumerate();
            let found = written.filter(|(_, byte)| b"{},".contains(byte));
            signs.extend(found.map(|(at, byte)| (part.span.start + at, byte)));
        }
    }
    let opens = signs.iter().enumerate().filter(|(_, (_, byte))| *byte == b'{').take(32);
    for (index, (open, _)) in opens {
        if let Some(found) = ways(parts, (&signs[index..], *open), text) {
            return Some(found);
        }
    }
    None
}

/// What the brace at `open` becomes; `None` where it stands for itself.
fn ways(
    parts: &[Part],
    (signs, open): (&[(usize, u8)], usize),
    text: &str,
) -> Option<(Span, Vec<Vec<Part>>)> {
    let mut depth = 0_usize;
    let mut cuts = Vec::new();
    let mut close = None;
    for (at, byte) in signs {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => {
                close = Some(*at);
                break;
            }
            b'}' => depth -= 1,
            _ if depth == 1 => cuts.push(*at),
            _ => {}
        }
    }
    let close = close?;
    let whole = Span::new(open, close + 1);
    if cuts.is_empty() {
        let inside = text.get(open + 1..close)?;
        let decoded = |value| {
            vec![Part { span: whole, quoting: Quoting::Ansi, kind: PartKind::Decoded(value) }]
        };
        return Some((whole, sequence(inside)?.into_iter().map(decoded).collect()));
    }
    let starts = std::iter::once(open + 1).chain(cuts.iter().map(|cut| cut + 1));
    let ends = cuts.iter().copied().chain([close]);
    let ways = starts.zip(ends).map(|(start, end)| parts_within(parts, Span::new(start, end)));
    Some((whole, ways.collect()))
}

/// `1..3`, `a..e`, `1..9..2`.
fn sequence(inside: &str) -> Option<Vec<String>> {
    let mut pieces = inside.split("..");
    let (from, to) = (pieces.next()?, pieces.next()?);
    let step = pieces.next().map_or(Some(1), |step| step.parse::<i64>().ok())?;
    if pieces.next().is_some() {
        return None;
    }
    let step = step.unsigned_abs().max(1);
    if let (Ok(first), Ok(last)) = (from.parse::<i64>(), to.parse::<i64>()) {
        let padded = |text: &str| text.trim_start_matches('-').starts_with('0') && text.len() > 1;
        let width = if padded(from) || padded(to) { from.len().max(to.len()) } else { 0 };
        if width > 20 {
            return None;
        }
        // One more than may be: the caller then sees that there are too many.
        let count = (first.abs_diff(last) / step).min(MOST as u64 + 1);
        let number = |at: u64| {
            let distance = i64::try_from(at * step).unwrap_or_default();
            if first <= last { first + distance } else { first - distance }
        };
        return Some((0..=count).map(|at| format!("{:0width$}", number(at))).collect());
    }
    let letter = |text: &str| {
        let mut letters = text.chars();
        letters.next().filter(|l| letters.next().is_none() && l.is_ascii_alphabetic())
    };
    let (first, last) = (letter(from)? as u8, letter(to)? as u8);
    // Between `Z` and `a` stand signs that mean something to the shell.
    if first.is_ascii_uppercase() != last.is_ascii_uppercase() || step > 25 {
        return None;
    }
    let step = usize::try_from(step).unwrap_or(1);
    let letters: Vec<String> = if first <= last {
        (first..=last).step_by(step).map(|l| char::from(l).to_string()).collect()
    } else {
        (last..=first).rev().step_by(step).map(|l| char::from(l).to_string()).collect()
    };
    Some(letters)
}

fn parts_before(parts: &[Part], at: usize) -> Vec<Part> {
    parts_within(parts, Span::new(0, at))
}

fn parts_behind(parts: &[Part], at: usize) -> Vec<Part> {
    parts_within(parts, Span::new(at, usize::MAX))
}

/// What of the parts lies inside a span; only bare letters are cut.
fn parts_within(parts: &[Part], span: Span) -> Vec<Part> {
    let inside = |part: &&Part| {
        span.start <= part.span.start && part.span.end <= span.end
            || part.span.start < span.end && span.start < part.span.end
    };
    parts
        .iter()
        .filter(inside)
        .map(|part| {
            let cut = Span::new(part.span.start.max(span.start), part.span.end.min(span.end));
            let whole = part.quoting != Quoting::Bare || !matches!(part.kind, PartKind::Verbatim);
            Part { span: if whole { part.span } else { cut }, ..part.clone() }
        })
        .filter(|part| !part.span.is_empty() || part.quoting != Quoting::Bare)
        .collect()
}
