//! `${NAME…}`: what stands behind the name changes the value.

use super::expand::{Expansion, Value, join};
use super::pattern::{Most, Pattern, letters};
use super::quotes::operand;
use super::variables::Setting;
use super::word::{Part, PartKind, Quoting};
use crate::source::{Span, Text};

/// The value of a variable with its modifier, where the text says both.
pub(super) fn value(
    expansion: &Expansion<'_>,
    part: &Part,
    (name, modifier): (&str, Span),
) -> Option<Value> {
    let written = expansion.slice(modifier);
    // `${#NAME}` and `${!NAME}` begin with a sign; `${NAME#…}` does not.
    let braces = expansion.slice(part.span).starts_with("${");
    let signed = braces && modifier.start == part.span.start + 2;
    if signed && written.starts_with('!') {
        return indirect(expansion, written);
    }
    if signed && written.starts_with('#') && written.len() > 1 {
        return length(expansion, written, part.span);
    }
    let (value, rest) = subscript(expansion, name, modifier, part)?;
    let rest = Span::new(modifier.end - rest.len(), modifier.end);
    match value {
        Value::Many(values) => match many(expansion, values, rest)? {
            Value::Many(values)
                if written.starts_with("[*]") && part.quoting == Quoting::Double =>
            {
                Some(Value::One(join(&values, part.span)))
            }
            value @ (Value::One(_) | Value::Many(_)) => Some(value),
        },
        Value::One(value) => one(expansion, &value, (rest, part.quoting)).map(Value::One),
    }
}

/// The plain value of a name: of a variable, or of what the script was called with.
fn plain(expansion: &Expansion<'_>, name: &str, span: Span) -> Option<Value> {
    if name == "@" || name == "*" {
        return match expansion.variables.get("@")? {
            Setting::Words(words) => Some(Value::Many(words.clone())),
            Setting::To(..) | Setting::Answer(_) | Setting::Unset | Setting::Unknown => None,
        };
    }
    if name == "#" || name.bytes().all(|b| b.is_ascii_digit()) && name != "0" {
        let Setting::Words(words) = expansion.variables.get("@")? else { return None };
        if name == "#" {
            return Some(Value::One(Text::decoded(&words.len().to_string(), span)));
        }
        let at: usize = name.parse().ok()?;
        let value = words.get(at.checked_sub(1)?).cloned();
        return Some(Value::One(value.unwrap_or_else(|| Text::decoded("", span))));
    }
    match expansion.variables.get(name)? {
        Setting::To(value, _) => Some(Value::One(value.clone())),
        Setting::Unset => Some(Value::One(Text::decoded("", span))),
        Setting::Words(words) if expansion.dialect == super::dialect::Dialect::Zsh => {
            let some = words.iter().filter(|word| !word.is_empty());
            Some(Value::Many(some.cloned().collect()))
        }
        Setting::Words(words) => {
            Some(Value::One(words.first().cloned().unwrap_or_else(|| Text::decoded("", span))))
        }
        Setting::Answer(_) | Setting::Unknown => None,
    }
}

/// `[@]`, `[*]`, `[2]`: the value, and what stands behind it.
fn subscript<'a>(
    expansion: &'a Expansion<'_>,
    name: &str,
    modifier: Span,
    part: &Part,
) -> Option<(Value, &'a str)> {
    let written = expansion.slice(modifier);
    let double = part.quoting == Quoting::Double;
    let Some(inside) = written.strip_prefix('[') else {
        let value = plain(expansion, name, part.span)?;
        return Some(match value {
            Value::Many(values) if double && name != "@" => {
                (Value::One(join(&values, part.span)), written)
            }
            value @ (Value::One(_) | Value::Many(_)) => (value, written),
        });
    };
    let (index, rest) = inside.split_once(']')?;
    let Setting::Words(words) = expansion.variables.get(name)? else { return None };
    let value = match index {
        "*" if double && rest.is_empty() => Value::One(join(words, part.span)),
        "@" | "*" => Value::Many(words.clone()),
        _ => {
            let at = expansion.sum(index)?.value;
            let first = i64::from(expansion.dialect == super::dialect::Dialect::Zsh);
            let at = if at < 0 { at + i64::try_from(words.len()).ok()? } else { at - first };
            let word = words.get(usize::try_from(at).ok()?).cloned();
            Value::One(word.unwrap_or_else(|| Text::decoded("", part.span)))
        }
    };
    Some((value, rest))
}

/// `${!NAME}`: the variable whose name is the value.
fn indirect(expansion: &Expansion<'_>, written: &str) -> Option<Value> {
    let name = expansion.variables.get(written.get(1..)?)?.known()?;
    match expansion.variables.get(name)? {
        Setting::To(value, _) => Some(Value::One(value.clone())),
        Setting::Words(_) | Setting::Answer(_) | Setting::Unset | Setting::Unknown => None,
    }
}

/// `${#NAME}`, `${#NAME[@]}`.
fn length(expansion: &Expansion<'_>, written: &str, span: Span) -> Option<Value> {
    let name = written.get(1..)?;
    let count = match name.strip_suffix("[@]").or_else(|| name.strip_suffix("[*]")) {
        Some(list) => match expansion.variables.get(list)? {
            Setting::Words(words) => words.len(),
            Setting::To(..) | Setting::Answer(_) | Setting::Unset | Setting::Unknown => {
                return None;
            }
        },
        None => match plain(expansion, name, span)? {
            Value::One(value) => value.known().known()?.chars().count(),
            Value::Many(values) => values.len(),
        },
    };
    Some(Value::One(Text::decoded(&count.to_string(), span)))
}

/// `${@:2}`, `${NAME[@]:1:2}`; a list without a modifier stays as it is.
fn many(expansion: &Expansion<'_>, values: Vec<Text>, rest: Span) -> Option<Value> {
    let written = expansion.slice(rest);
    if written.is_empty() {
        return Some(Value::Many(values));
    }
    let operand = written.strip_prefix(':').filter(|r| !r.starts_with(['-', '=', '+', '?']));
    let Some(range) = operand else {
        // `${@:-default}` and `${NAME[@]+…}`.
        let some = values.iter().any(|value| !value.is_empty());
        let keeps = written.starts_with([':', '-']) && some && !written.starts_with(":+");
        return keeps.then_some(Value::Many(values));
    };
    let (from, count) = match range.split_once(':') {
        Some((from, count)) => (from, Some(expansion.sum(count)?.value)),
        None => (range, None),
    };
    // `$@` counts from 1, and its 0 is the name of the script.
    let of_script = expansion.source.get(..rest.start)?.ends_with(['@', '*']);
    let from = usize::try_from(expansion.sum(from)?.value).ok()?;
    let from = if of_script { from.checked_sub(1)? } else { from };
    let count = count.map_or(Some(usize::MAX), |count| usize::try_from(count).ok())?;
    Some(Value::Many(values.into_iter().skip(from).take(count).collect()))
}

/// One value with its modifier.
fn one(expansion: &Expansion<'_>, value: &Text, (rest, quoting): (Span, Quoting)) -> Option<Text> {
    let written = expansion.slice(rest);
    if written.is_empty() {
        return Some(value.clone());
    }
    let holes: usize = value.holes().iter().map(|hole| hole.range.len()).sum();
    let behind = |sign: &str| Span::new(rest.start + sign.len(), rest.end);
    let other = |sign: &str| expansion.text(&operand(expansion.source, behind(sign), quoting));
    let filled = value.len() > holes;
    let empty = value.is_empty();
    for (sign, unset_too) in
        [(":-", true), (":=", true), (":?", true), ("-", false), ("=", false), ("?", false)]
    {
        if written.starts_with(sign) {
            // Without the colon only what is not set at all takes the default.
            return match (filled, empty && unset_too) {
                (true, _) => Some(value.clone()),
                (false, true) if !sign.ends_with('?') => Some(other(sign)),
                (false, _) => None,
            };
        }
    }
    if written.starts_with(":+") && (filled || empty) {
        return Some(if filled { other(":+") } else { value.clone() });
    }
    if let Some(words) = written.strip_prefix('+') {
        return (filled && !words.is_empty()).then(|| other("+"));
    }
    let known = value.known().known()?;
    let changed = changed(expansion, known, rest)?;
    Some(Text::decoded(&changed, value.span()))
}

/// Modifiers that cut and replace.
fn changed(expansion: &Expansion<'_>, value: &str, rest: Span) -> Option<String> {
    let written = expansion.slice(rest);
    match written {
        "^^" => return Some(value.to_uppercase()),
        ",," => return Some(value.to_lowercase()),
        "^" | "," => {
            let first = value.chars().next().map_or(0, char::len_utf8);
            let (head, tail) = value.split_at(first);
            let head = if written == "^" { head.to_uppercase() } else { head.to_lowercase() };
            return Some(head + tail);
        }
        _ => {}
    }
    if let Some(range) = written.strip_prefix(':') {
        return cut(expansion, value, range);
    }
    let letters = letters(value)?;
    for (sign, most) in
        [("%%", Most::Longest), ("%", Most::Shortest), ("##", Most::Longest), ("#", Most::Shortest)]
    {
        if written.starts_with(sign) {
            let span = Span::new(rest.start + sign.len(), rest.end);
            let pattern = pattern(expansion, span)?;
            let kept = if sign.starts_with('%') {
                &letters[..pattern.suffix(&letters, most).unwrap_or(letters.len())]
            } else {
                &letters[pattern.prefix(&letters, most).unwrap_or(0)..]
            };
            return Some(kept.iter().collect());
        }
    }
    replaced(expansion, &letters, rest)
}

/// `:2`, `:0:3`, `: -4`.
fn cut(expansion: &Expansion<'_>, value: &str, range: &str) -> Option<String> {
    let letters: Vec<char> = value.chars().collect();
    let all = i64::try_from(letters.len()).ok()?;
    let (from, count) = match range.split_once(':') {
        Some((from, count)) => (from, Some(expansion.sum(count)?.value)),
        None => (range, None),
    };
    let from = expansion.sum(from)?.value;
    let from = if from < 0 { all.checked_add(from)? } else { from.min(all) };
    let to = match count {
        Some(count) if count < 0 => all.checked_add(count)?,
        Some(count) => from.checked_add(count)?.min(all),
        None => all,
    };
    let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
    Some(letters.get(from..to)?.iter().collect())
}

/// `/old/new`, `//old/new`, `/#old/new`, `/%old/new`.
fn replaced(expansion: &Expansion<'_>, letters: &[char], rest: Span) -> Option<String> {
    let written = expansion.slice(rest).strip_prefix('/')?;
    let sign = written.chars().next().filter(|sign| "/#%".contains(*sign));
    let start = rest.start + 1 + usize::from(sign.is_some());
    let old = expansion.slice(Span::new(start, rest.end));
    let end = start + separator(old);
    let new = Span::new((end + 1).min(rest.end), rest.end);
    let new = expansion.text(&operand(expansion.source, new, Quoting::Bare));
    let new = new.known().known()?;
    // bash 5.2 puts what was found in the place of `&`.
    if new.contains(['&', '\\']) || end == start {
        return None;
    }
    let pattern = pattern(expansion, Span::new(start, end))?;
    let mut done = String::new();
    let mut at = 0;
    let mut left = if sign == Some('/') { usize::MAX } else { 1 };
    while at < letters.len() {
        let rest = &letters[at..];
        let found = match sign {
            Some('%') => pattern.fits(rest).then_some(rest.len()),
            Some('#') if at > 0 => None,
            _ => pattern.prefix(rest, Most::Longest),
        };
        if let Some(length) = found.filter(|length| *length > 0 && left > 0) {
            done.push_str(new);
            at += length;
            left -= 1;
        } else {
            done.push(letters[at]);
            at += 1;
        }
    }
    Some(done)
}

/// Where the `/` stands that ends the pattern.
fn separator(text: &str) -> usize {
    let mut quoted = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (letter, quoted) {
            ('\\', None | Some('"')) => drop(letters.next()),
            ('/', None) => return at,
            ('\'' | '"', None) => quoted = Some(letter),
            (letter, Some(quote)) if letter == quote => quoted = None,
            _ => {}
        }
    }
    text.len()
}

/// The pattern that is written here.
fn pattern(expansion: &Expansion<'_>, span: Span) -> Option<Pattern> {
    of_parts(expansion, &operand(expansion.source, span, Quoting::Bare).parts)
}

/// The pattern that the parts of a word write.
pub(super) fn of_parts(expansion: &Expansion<'_>, parts: &[Part]) -> Option<Pattern> {
    let mut pattern = Pattern::default();
    for part in parts {
        let bare = part.quoting == Quoting::Bare;
        match &part.kind {
            PartKind::Verbatim if bare => pattern.push_bare(expansion.slice(part.span))?,
            PartKind::Verbatim => pattern.push_letters(expansion.slice(part.span)),
            PartKind::Decoded(value) => pattern.push_letters(value),
            PartKind::Variable(..) => {
                let word = super::word::Word { span: part.span, parts: vec![part.clone()] };
                let value = expansion.text(&word);
                let value = value.known().known()?;
                if bare {
                    pattern.push_bare(value)?;
                } else {
                    pattern.push_letters(value);
                }
            }
            PartKind::Substitution(_) | PartKind::Dynamic => return None,
        }
    }
    Some(pattern)
}
