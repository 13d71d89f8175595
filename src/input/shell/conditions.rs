//! `[ … ]`, `test` and `[[ … ]]`, where both sides are known.

use super::expand::Expansion;
use super::modify;
use super::pattern::letters;
use super::word::{Part, Word};
use crate::source::Text;
use crate::truth::Truth;

/// What `[` says of its words.
pub(super) fn test(texts: &[Text]) -> Truth {
    let texts = match texts.split_last() {
        Some((last, rest)) if last.as_written() == "]" => rest,
        _ => texts,
    };
    decide(texts)
}

fn decide(texts: &[Text]) -> Truth {
    match texts {
        [] => Truth::No,
        [not, rest @ ..] if not.as_written() == "!" && !rest.is_empty() => !decide(rest),
        [value] => filled(value),
        [sign, value] => match sign.as_written() {
            "-n" => filled(value),
            "-z" => !filled(value),
            _ => Truth::Unknown,
        },
        [left, sign, right] => match (left.known().known(), right.known().known()) {
            (Some(left), Some(right)) => compare(left, sign.as_written(), right),
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// A value with holes may be filled by what stands around them.
fn filled(value: &Text) -> Truth {
    let holes: usize = value.holes().iter().map(|hole| hole.range.len()).sum();
    match (value.len() > holes, value.is_empty()) {
        (true, _) => Truth::Yes,
        (false, true) => Truth::No,
        (false, false) => Truth::Unknown,
    }
}

fn compare(left: &str, sign: &str, right: &str) -> Truth {
    if sign == "=" || sign == "==" {
        return Truth::from_bool(left == right);
    }
    if sign == "!=" {
        return Truth::from_bool(left != right);
    }
    let (Ok(left), Ok(right)) = (left.trim().parse::<i64>(), right.trim().parse::<i64>()) else {
        return Truth::Unknown;
    };
    Truth::from_bool(match sign {
        "-eq" => left == right,
        "-ne" => left != right,
        "-lt" => left < right,
        "-le" => left <= right,
        "-gt" => left > right,
        "-ge" => left >= right,
        _ => return Truth::Unknown,
    })
}

/// What `[[` says: its words are not split, and the right side of `==` is a pattern.
pub(super) fn double(words: &[Word], expansion: &Expansion<'_>) -> Truth {
    let inner = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    let texts: Vec<Text> = inner.iter().map(|word| expansion.text(word)).collect();
    if texts.iter().any(|text| ["&&", "||", "(", "<", ">", "=~"].contains(&text.as_written())) {
        return Truth::Unknown;
    }
    let ([_, sign, right], [left, _, _]) = (inner, texts.as_slice()) else {
        return decide(&texts);
    };
    let sign = expansion.slice(sign.span);
    if !["=", "==", "!="].contains(&sign) {
        return decide(&texts);
    }
    let parts: &[Part] = &right.parts;
    let pattern = modify::of_parts(expansion, parts);
    let value = left.known().known().and_then(letters);
    match (pattern, value) {
        (Some(pattern), Some(value)) => Truth::from_bool(pattern.fits(&value) == (sign != "!=")),
        _ => Truth::Unknown,
    }
}
