//! What the loop of a shell script adds to a variable before it goes round again.

use crate::exchange::Exchange;
use crate::source::Text;

/// A script longer than this is not searched.
const LONGEST: usize = 64 * 1024;

/// A variable that stands for a whole value, and the script that it stands in.
pub(crate) struct Counter<'a> {
    name: &'a str,
    script: &'a str,
}

impl<'a> Counter<'a> {
    /// Of a value that is `$NAME` and nothing else, in a call inside a loop.
    pub(crate) fn of(exchange: &'a Exchange, value: &Text) -> Option<Self> {
        let script = exchange.source.text();
        if script.len() > LONGEST {
            return None;
        }
        let name = variable(exchange, value)?;
        let before = script.get(..exchange.span.start)?;
        let after = script.get(exchange.span.end..)?;
        let opens = words(before).any(|word| matches!(word, "for" | "while" | "until"));
        (opens && words(after).any(|word| word == "done")).then_some(Self { name, script })
    }

    /// Whether each round adds this number, or the variable that goes by one of these names.
    pub(crate) fn steps_by(&self, number: i64, same: Option<&str>) -> bool {
        let number = number.to_string();
        let is_step = |step: &str| step == number || Some(step) == same;
        self.sums().any(is_step) || self.ranges().any(is_step)
    }

    /// What stands behind `NAME+=` and `NAME=NAME+`, in whatever brackets.
    fn sums(&self) -> impl Iterator<Item = &str> {
        let lines = self.script.lines().filter(|line| !line.trim_start().starts_with('#'));
        let statements = lines.flat_map(|line| line.split([';', '&', '|']));
        statements.filter_map(|statement| {
            let at = statement.find(self.name)?;
            let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            if statement[..at].ends_with(is_part) {
                return None;
            }
            let rest = skip(&statement[at + self.name.len()..]);
            let sum = || {
                let sum = skip(rest.strip_prefix('=')?);
                let sum = skip(sum.strip_prefix("expr ").unwrap_or(sum));
                skip(sum.strip_prefix(self.name)?).strip_prefix('+')
            };
            let added = skip(rest.strip_prefix("+=").or_else(sum)?);
            let end = added.find(|letter| !is_part(letter)).unwrap_or(added.len());
            Some(&added[..end])
        })
    }

    /// The steps of `for NAME in $(seq 0 200 1000)` and `for NAME in {0..1000..200}`.
    fn ranges(&self) -> impl Iterator<Item = &str> {
        self.script.lines().filter_map(|line| {
            let (_, rest) = line.split_once(" in ").filter(|(head, _)| {
                words(head).last() == Some(self.name) && words(head).any(|word| word == "for")
            })?;
            let list = rest.split([';', ')', '}', '`']).next()?;
            let list = list.trim_start_matches(['$', '(', '`', '{', ' ']);
            match list.strip_prefix("seq ") {
                Some(numbers) => match words(numbers).collect::<Vec<_>>().as_slice() {
                    [_, step, _] => Some(*step),
                    _ => None,
                },
                None => list.split("..").nth(2),
            }
        })
    }
}

/// The name of the variable that the whole value was written as.
pub(crate) fn variable<'a>(exchange: &'a Exchange, value: &Text) -> Option<&'a str> {
    let written = exchange.source.slice(value.span()).strip_prefix('$')?;
    let name = written.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(written);
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    (!name.is_empty() && name.chars().all(is_part)).then_some(name)
}

/// Blanks, quotes, and the brackets and signs of arithmetic.
fn skip(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '"', '\'', '$', '(', '{', '}', '`'])
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split([' ', '\t', '\n', '\r', ';', '&', '|', '"', '\'']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps_by_200(script: &str) -> bool {
        Counter { name: "OFFSET", script }.steps_by(200, Some("LIMIT"))
    }

    #[test]
    fn sums_are_found_however_they_are_written() {
        for script in [
            "OFFSET=$((OFFSET+200))",
            "x=1; OFFSET=$(( $OFFSET + 200 ))",
            "  ((OFFSET+=200))",
            "(( OFFSET = OFFSET + LIMIT ))",
            "let OFFSET+=200",
            "let \"OFFSET = OFFSET + 200\"",
            "OFFSET=$(expr $OFFSET + $LIMIT)",
            "OFFSET=`expr $OFFSET + 200`",
            "for ((OFFSET=0; OFFSET<1000; OFFSET+=200)); do",
            "for OFFSET in $(seq 0 200 1000); do",
            "for OFFSET in {0..1000..200}; do",
        ] {
            assert!(steps_by_200(script), "{script}");
        }
    }

    #[test]
    fn what_adds_something_else_is_none() {
        for script in [
            "OFFSET=$((OFFSET+1))",
            "# OFFSET=$((OFFSET+200))",
            "MY_OFFSET=$((MY_OFFSET+200))",
            "OFFSET=$((PAGE+200))",
            "OFFSET=200",
            "for OFFSET in $(seq 0 200); do",
            "for OFFSET in 0 1 2; do",
            "OFFSET=$((OFFSET+",
        ] {
            assert!(!steps_by_200(script), "{script}");
        }
    }
}
