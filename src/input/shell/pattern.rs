//! Patterns of the shell: `*`, `?` and `[…]`.

/// One step of a pattern.
#[derive(Clone, Debug)]
enum Step {
    Letter(char),
    One,
    Many,
    /// The letters between the brackets, and whether all others are meant.
    Of(Vec<(char, char)>, Mode),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    These,
    Others,
}

/// A pattern, put together from bare and quoted parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern(Vec<Step>);

/// Longer values than this are not searched.
const LONGEST: usize = 2_000;

impl Pattern {
    /// Letters that mean themselves.
    pub(super) fn push_letters(&mut self, text: &str) {
        self.0.extend(text.chars().map(Step::Letter));
    }

    /// A bare part; `None` where it holds what is not understood.
    pub(super) fn push_bare(&mut self, text: &str) -> Option<()> {
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            self.0.push(match letter {
                '*' => Step::Many,
                '?' => Step::One,
                '[' => {
                    let (inside, _) = letters.as_str().split_once(']')?;
                    letters = letters.as_str().get(inside.len() + 1..)?.chars();
                    of(inside)?
                }
                '(' | ')' | '|' => return None,
                other => Step::Letter(other),
            });
        }
        Some(())
    }

    /// Does it fit the whole value?
    pub(super) fn fits(&self, value: &[char]) -> bool {
        let (mut at, mut step) = (0, 0);
        let mut back: Option<(usize, usize)> = None;
        loop {
            match self.0.get(step) {
                Some(Step::Many) => {
                    back = Some((at, step));
                    step += 1;
                    continue;
                }
                Some(one) if at < value.len() && one.takes(value[at]) => {
                    (at, step) = (at + 1, step + 1);
                    continue;
                }
                None if at == value.len() => return true,
                Some(_) | None => {}
            }
            match &mut back {
                Some((from, many)) if *from < value.len() => {
                    *from += 1;
                    (at, step) = (*from, *many + 1);
                }
                Some(_) | None => return false,
            }
        }
    }

    /// How much at the start it fits: the most, or the least.
    pub(super) fn prefix(&self, value: &[char], most: Most) -> Option<usize> {
        let mut ends = (0..=value.len()).filter(|end| self.fits(&value[..*end]));
        match most {
            Most::Shortest => ends.next(),
            Most::Longest => ends.next_back(),
        }
    }

    /// Where what it fits at the end begins.
    pub(super) fn suffix(&self, value: &[char], most: Most) -> Option<usize> {
        let mut starts = (0..=value.len()).filter(|start| self.fits(&value[*start..]));
        match most {
            Most::Shortest => starts.next_back(),
            Most::Longest => starts.next(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Most {
    Shortest,
    Longest,
}

/// The letters of a value that is short enough to be searched.
pub(super) fn letters(value: &str) -> Option<Vec<char>> {
    (value.len() <= LONGEST).then(|| value.chars().collect())
}

impl Step {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::Letter(own) => *own == letter,
            Self::One => true,
            Self::Many => false,
            Self::Of(ranges, mode) => {
                let inside = ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter));
                inside == (*mode == Mode::These)
            }
        }
    }
}

/// `[a-z]`, `[!x]`; classes such as `[[:alpha:]]` are not understood.
fn of(inside: &str) -> Option<Step> {
    let (mode, inside) = match inside.strip_prefix(['!', '^']) {
        Some(rest) => (Mode::Others, rest),
        None => (Mode::These, inside),
    };
    if inside.is_empty() || inside.contains(['[', '\\']) {
        return None;
    }
    let letters: Vec<char> = inside.chars().collect();
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if letters.get(at + 1) == Some(&'-') && at + 2 < letters.len() {
            ranges.push((letters[at], letters[at + 2]));
            at += 3;
        } else {
            ranges.push((letters[at], letters[at]));
            at += 1;
        }
    }
    Some(Step::Of(ranges, mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_in_the_shell() {
        for (pattern, value, fits) in [
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "abb", false),
            ("?[!x]*", "ab", true),
            ("[0-9]", "7", true),
            ("[0-9]", "x", false),
        ] {
            let mut made = Pattern::default();
            made.push_bare(pattern).unwrap();
            assert_eq!(made.fits(&letters(value).unwrap()), fits, "{pattern} {value}");
        }
        assert!(Pattern::default().push_bare("[[:alpha:]]").is_none());
    }

    #[test]
    fn the_longest_and_the_shortest_differ() {
        let mut made = Pattern::default();
        made.push_bare(".*").unwrap();
        let value = letters("a.b.c").unwrap();
        assert_eq!(made.suffix(&value, Most::Shortest), Some(3));
        assert_eq!(made.suffix(&value, Most::Longest), Some(1));
    }
}
