//! Which word was probably meant.

/// The nearest of the words that serde expected: ``unknown field `x`, expected one of `a`, `b` ``.
pub(super) fn suggestion_in(message: &str) -> Option<String> {
    let (wrong, expected) = message.split_once(", expected ")?;
    let wrong = wrong.contains("unknown ").then(|| wrong.split('`').nth(1))??;
    nearest_word(wrong, expected.split('`').skip(1).step_by(2))
}

/// The word with the fewest edits away, if they are few for its length.
pub(super) fn nearest_word<'a>(
    wrong: &str,
    words: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let far = wrong.chars().count() / 3 + 1;
    words
        .map(|word| (edits(wrong, word), word))
        .filter(|(distance, _)| *distance <= far)
        .min()
        .map(|(_, word)| word.to_owned())
}

/// How many letters to put in, take out, change, or swap with their neighbour.
pub(super) fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut older: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut left_of_a = None;
    for (row, letter) in a.chars().enumerate() {
        let mut here = vec![row + 1];
        for (column, other) in b.iter().enumerate() {
            let change = above[column] + usize::from(letter != *other);
            let mut best = change.min(above[column + 1] + 1).min(here[column] + 1);
            let swapped = column > 0 && left_of_a == Some(*other) && b[column - 1] == letter;
            if swapped {
                best = best.min(older[column - 1] + 1);
            }
            here.push(best);
        }
        older = std::mem::replace(&mut above, here);
        left_of_a = Some(letter);
    }
    above[b.len()]
}
