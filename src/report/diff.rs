//! What differs between a call and the corrected one, as far as a line has room for it.

/// Commands with more lines are compared only at their ends.
const TALL: usize = 200;
/// Columns that are shown before a change in a line that is cut.
const LEAD: usize = 24;

/// A line of the corrected command against the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Gone(String),
    New(String),
}

/// Whether all that differs is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Whole,
    Cut,
}

/// The lines that differ, each cut around its change where it is longer than so many columns.
pub(super) fn diff(before: &str, after: &str, columns: usize) -> (Vec<Line>, Shown) {
    let (mut lines, mut shown) = (Vec::new(), Shown::Whole);
    for (gone, new) in changes(before, after) {
        let pairs = gone.len().max(new.len());
        let cut: Vec<_> = (0..pairs)
            .map(|at| {
                let (old, young) = (gone.get(at).copied(), new.get(at).copied());
                around((old.unwrap_or_default(), young.unwrap_or_default()), columns)
            })
            .collect();
        if gone.iter().chain(&new).any(|line| line.chars().count() > columns) {
            shown = Shown::Cut;
        }
        lines.extend(cut.iter().take(gone.len()).map(|(old, _)| Line::Gone(old.clone())));
        lines.extend(cut.into_iter().take(new.len()).map(|(_, young)| Line::New(young)));
    }
    (lines, shown)
}

/// Two lines from the same column on, so that what differs is in view.
fn around((old, new): (&str, &str), columns: usize) -> (String, String) {
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let rest = |line: &str| line.chars().count() - same;
    let (a, b) = (old.chars().rev(), new.chars().rev());
    let tail = a.zip(b).take_while(|(a, b)| a == b).count().min(rest(old)).min(rest(new));
    let change = rest(old).max(rest(new)) - tail;
    let from = if old.is_empty() || new.is_empty() || same + change + LEAD <= columns {
        0
    } else {
        // From the beginning of a word, if there is one near.
        let from = same.saturating_sub(LEAD);
        let near: Vec<char> = new.chars().skip(from).take(LEAD).collect();
        from + near.iter().position(|letter| *letter == ' ').map_or(0, |blank| blank + 1)
    };
    (cut(old, from, columns), cut(new, from, columns))
}

/// So many columns of a line, with marks where it goes on.
fn cut(line: &str, from: usize, columns: usize) -> String {
    let length = line.chars().count();
    if length <= columns {
        return line.to_owned();
    }
    let mut shown = String::new();
    let mut room = columns;
    if from > 0 {
        shown.push('…');
        room = room.saturating_sub(1);
    }
    if length.saturating_sub(from) <= room {
        shown.extend(line.chars().skip(from));
    } else {
        shown.extend(line.chars().skip(from).take(room.saturating_sub(1)));
        shown.push('…');
    }
    shown
}

/// The lines that are gone and those that are new instead, place by place.
fn changes<'a>(before: &'a str, after: &'a str) -> Vec<(Vec<&'a str>, Vec<&'a str>)> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut found = Vec::new();
    let (mut a, mut b) = (0, 0);
    for (x, y) in common(old, new).into_iter().chain([(old.len(), new.len())]) {
        if a < x || b < y {
            found.push((old[a..x].to_vec(), new[b..y].to_vec()));
        }
        (a, b) = ((x + 1).min(old.len()), (y + 1).min(new.len()));
    }
    found
}

/// The longest run of equal lines that stand in both, as pairs of line numbers.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len() > TALL || new.len() > TALL {
        return Vec::new();
    }
    let mut best = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for x in (0..old.len()).rev() {
        for y in (0..new.len()).rev() {
            best[x][y] = if old[x] == new[y] {
                best[x + 1][y + 1] + 1
            } else {
                best[x + 1][y].max(best[x][y + 1])
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut x, mut y) = (0, 0);
    while x < old.len() && y < new.len() {
        if old[x] == new[y] {
            pairs.push((x, y));
            (x, y) = (x + 1, y + 1);
        } else if best[x + 1][y] >= best[x][y + 1] {
            x += 1;
        } else {
            y += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(line: &str) -> Line {
        Line::Gone(line.to_owned())
    }

    fn new(line: &str) -> Line {
        Line::New(line.to_owned())
    }

    #[test]
    fn only_lines_that_differ_are_changes() {
        let before = "curl https://a/x \\\n  -H 'One: 1' \\\n  -H 'Two: 2'";
        let after = "curl https://b/x \\\n  -H 'New: 0' \\\n  -H 'One: 1' \\\n  -H 'Two: 2'";
        let lines =
            [gone("curl https://a/x \\"), new("curl https://b/x \\"), new("  -H 'New: 0' \\")];
        assert_eq!(diff(before, after, 80), (lines.to_vec(), Shown::Whole));
        assert_eq!(diff(after, after, 80), (vec![], Shown::Whole));
    }

    #[test]
    fn a_long_line_is_cut_around_its_change() {
        let before = format!("curl -H '{}' https://api.com/x {}", "a".repeat(90), "z".repeat(90));
        let after = before.replace("api.com", "app.com");
        let (lines, shown) = diff(&before, &after, 40);
        assert_eq!(
            lines,
            [
                gone("…https://api.com/x zzzzzzzzzzzzzzzzzzzz…"),
                new("…https://app.com/x zzzzzzzzzzzzzzzzzzzz…")
            ]
        );
        assert_eq!(shown, Shown::Cut);
        let (lines, _) = diff("", &before, 20);
        assert_eq!(lines, [new("curl -H 'aaaaaaaaaa…")]);
    }

    #[test]
    fn what_is_added_to_a_line_or_taken_away_is_in_view() {
        for (before, after) in [("a a a", "a a a a"), ("é é", "é"), ("x", "x\u{2028}x"), ("", "y")]
        {
            let (lines, _) = diff(before, after, 3);
            assert!(!lines.is_empty(), "{before} {after}");
        }
    }
}
