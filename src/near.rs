//! The nearest of the words somebody may have meant.

/// The candidate that differs least from `word`, if it is near enough to be what was meant:
/// at most a third of its letters are wrong, and at most three.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(LONGEST).flat_map(char::to_lowercase).collect();
    let bound = (word.len() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let other: Vec<char> = candidate.chars().take(LONGEST).collect();
            let away = edits(&word, &other);
            (away <= bound).then_some((away, candidate))
        })
        .min_by_key(|(away, _)| *away)
        .map(|(_, candidate)| candidate)
}

/// Nothing longer is a misspelt name; the bound keeps the work small on any input.
const LONGEST: usize = 64;

/// How many letters must be put in, left out, changed or swapped with their neighbour.
fn edits(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let changed = above[column] + usize::from(letter != other);
            let mut best = changed.min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && from[row - 1] == *other && to[column - 1] == *letter {
                best = best.min(before[column - 1] + 1);
            }
            line.push(best);
        }
        before = above;
        above = line;
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 4] = ["host.class", "host.region", "token.kind", "all"];

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        assert_eq!(nearest("host.clas", WORDS), Some("host.class"));
        assert_eq!(nearest("host.calss", WORDS), Some("host.class"));
        assert_eq!(nearest("Token.Kind", WORDS), Some("token.kind"));
        assert_eq!(nearest("al", WORDS), Some("all"));
    }

    #[test]
    fn another_word_finds_none() {
        assert_eq!(nearest("severity", WORDS), None);
        assert_eq!(nearest("", WORDS), None);
        assert_eq!(nearest(&"x".repeat(100_000), WORDS), None);
    }

    #[test]
    fn two_neighbours_swapped_are_one_slip() {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(edits(&letters("regoin"), &letters("region")), 1);
        assert_eq!(edits(&letters("abc"), &letters("")), 3);
    }
}
