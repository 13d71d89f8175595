//! Lines no longer than the terminal is wide: what is marked stays, and some of what is around it.

use std::ops::Range;

/// The text with its long lines cut, and where the marks stand in it.
pub(super) fn fit(
    text: &str,
    marks: &[Range<usize>],
    columns: usize,
) -> (String, Vec<Range<usize>>) {
    let mut cut = String::with_capacity(text.len());
    let mut moved: Vec<Range<usize>> = vec![0..0; marks.len()];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let here: Vec<usize> = (0..marks.len())
            .filter(|at| (start..start + line.len()).contains(&marks[*at].start))
            .collect();
        let inside: Vec<Range<usize>> =
            here.iter().map(|at| marks[*at].start - start..marks[*at].end - start).collect();
        let places = one(line, &inside, columns, &mut cut);
        for (at, place) in here.into_iter().zip(places) {
            moved[at] = place;
        }
        start += line.len();
    }
    (cut, moved)
}

fn one(line: &str, marks: &[Range<usize>], columns: usize, into: &mut String) -> Vec<Range<usize>> {
    let written = line.trim_end_matches('\n');
    let letters: Vec<(usize, char)> = written.char_indices().collect();
    let base = into.len();
    if letters.len() <= columns || marks.is_empty() {
        into.push_str(line);
        return marks.iter().map(|mark| base + mark.start..base + mark.end).collect();
    }
    let keep = kept(&letters, marks, columns);
    // Where each byte has gone; what is left out stands at its mark.
    let mut gone_to = vec![base; written.len() + 1];
    for (number, (at, letter)) in letters.iter().enumerate() {
        gone_to[*at] = into.len();
        if keep[number] {
            into.push(*letter);
        } else if number == 0 || keep[number - 1] {
            into.push('…');
        }
    }
    gone_to[written.len()] = into.len();
    into.push_str(&line[written.len()..]);
    let to = |byte: usize| gone_to.get(byte).copied().unwrap_or(base);
    marks.iter().map(|mark| to(mark.start)..to(mark.end)).collect()
}

/// Which letters stay: those of the marks, then evenly what is before and behind them.
fn kept(letters: &[(usize, char)], marks: &[Range<usize>], columns: usize) -> Vec<bool> {
    let mut keep = vec![false; letters.len()];
    let number = |byte: usize| letters.partition_point(|(at, _)| *at < byte);
    let mut ends: Vec<(usize, usize)> =
        marks.iter().map(|mark| (number(mark.start), number(mark.end))).collect();
    let share = columns / ends.len().max(1);
    for (from, to) in &mut ends {
        *to = (*to).min(*from + share);
        keep[*from..*to].fill(true);
    }
    // A mark of a cut at each end of each.
    let mut room =
        columns.saturating_sub(keep.iter().filter(|kept| **kept).count() + 2 * ends.len());
    while room > 0 {
        let before = room;
        for (from, to) in &mut ends {
            for grown in [from.checked_sub(1), Some(*to).filter(|to| *to < letters.len())] {
                let Some(at) = grown else { continue };
                *from = at.min(*from);
                *to = (at + 1).max(*to);
                if room > 0 && !keep[at] {
                    keep[at] = true;
                    room -= 1;
                }
            }
        }
        if room == before && ends.iter().all(|(from, to)| *from == 0 && *to == letters.len()) {
            break;
        }
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_keeps_its_marks_and_what_is_around_them() {
        let line = format!("{}MARK{}\n", "a".repeat(50), "z".repeat(50));
        let (text, marks) = fit(&line, std::slice::from_ref(&(50..54)), 20);
        assert_eq!(text, "…aaaaaaaMARKzzzzzzz…\n");
        assert_eq!(&text[marks[0].clone()], "MARK");
        let (text, marks) = fit(&line, &[0..0, 50..54, 104..104], 20);
        assert!(text.chars().count() <= 24, "{text}");
        assert_eq!(&text[marks[1].clone()], "MARK");
        assert!(text.starts_with('a') && text.ends_with("z\n"), "{text}");
    }

    #[test]
    fn any_mark_on_any_letters_is_no_trouble() {
        let line = "é‹x› ü".repeat(30) + "\n\nshort\n";
        let ends: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
        for from in &ends {
            for to in ends.iter().filter(|to| *to >= from && line[*from..**to].find('\n').is_none())
            {
                let (text, marks) = fit(&line, &[*from..*to, 0..2], 24);
                assert!(text.get(marks[0].clone()).is_some(), "{from} {to}");
            }
        }
    }
}
