//! The nearest of the words somebody may have meant.

/// The candidate that differs least from `word`, if it is near enough to be what was meant:
/// at most a third of its letters are wrong, and at most three.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let bound = (word.chars().take(LONGEST).count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (edits(&word, &candidate.to_lowercase()), candidate))
        .filter(|(away, _)| *away <= bound)
        .min_by_key(|(away, _)| *away)
        .map(|(_, candidate)| candidate)
}

/// Nothing longer is a misspelt name; the bound keeps the work small on any input.
const LONGEST: usize = 80;

/// How many letters must be put in, left out, changed or swapped with their neighbour. Only the
/// beginnings of long words are compared.
pub fn edits(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().take(LONGEST).collect();
    let to: Vec<char> = to.chars().take(LONGEST).collect();
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
        before = std::mem::replace(&mut above, line);
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
        assert_eq!(edits("regoin", "region"), 1);
        assert_eq!(edits("frontegg_tenant_id", "frontegg-tenant-id"), 2);
        assert_eq!(edits("abc", ""), 3);
    }
}
