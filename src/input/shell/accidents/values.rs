//! Values that the shell takes apart, or leaves as they are, because of their quotes.

use std::borrow::Cow;

use super::{Note, Scene};
use crate::exchange::{AccidentKind, Repair};
use crate::input::shell::lexer::{Operator, line_length};
use crate::input::shell::word::{Part, PartKind, Quoting, Word, is_name};
use crate::json::Tree;
use crate::source::Span;

pub(super) fn notice(scene: &Scene<'_>, note: &mut Note<'_>) {
    for at in 0..scene.words.len() {
        json(scene, at, note);
        header(scene, at, note);
        variables(scene, at, note);
    }
    ampersand(scene, note);
}

/// `-d {"a":1}`, `-d "{"a":1}"`: the shell takes the quotes of JSON for its own.
fn json(scene: &Scene<'_>, at: usize, note: &mut Note<'_>) {
    let Some(word) = scene.words.get(at).filter(|_| scene.is_data(at)) else { return };
    let start = word.span.start;
    let begins = |text: &str| ["{", "[", "\"{", "\"["].iter().any(|sign| text.starts_with(sign));
    if !begins(scene.slice(word.span)) {
        return;
    }
    let rest = scene.text().get(start..scene.limit()).unwrap_or_default();
    let double = usize::from(rest.starts_with('"'));
    let Some(length) = json_length(&rest[double..]) else { return };
    let written = &rest[double..double + length];
    if !written.contains('"') || written.contains("\\\"") || written.contains("\\\n") {
        return;
    }
    let span = Span::new(start, start + length + 2 * double);
    if double > 0
        && (!rest[1 + length..].starts_with('"')
            || Tree::read_strictly(Cow::Borrowed(written)).is_err())
    {
        return;
    }
    note(AccidentKind::UnquotedJson, span, around_json(span, (written, double)));
}

/// Single quotes around JSON; double ones where the shell is to fill in a variable.
fn around_json(span: Span, (written, double): (&str, usize)) -> Vec<Repair> {
    let dynamic = written.contains(['$', '`']);
    if !dynamic && !written.contains('\'') {
        let quote = |at: usize| Repair::new(Span::new(at, at + double), "'");
        return vec![quote(span.start), quote(span.end - double)];
    }
    let inner = span.start + double;
    let quotes = written.match_indices('"').map(|(at, _)| Repair::insert(inner + at, "\\"));
    let around = [span.start, span.end].into_iter().filter(|_| double == 0);
    around.map(|at| Repair::insert(at, "\"")).chain(quotes).collect()
}

/// The length of the object or list that begins here, as far as its brackets go.
fn json_length(rest: &str) -> Option<usize> {
    if !rest.starts_with(['{', '[']) {
        return None;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// `-H Name: value`: the value is no part of the header, and an address of its own.
fn header(scene: &Scene<'_>, at: usize, note: &mut Note<'_>) {
    let Some(word) = scene.words.get(at) else { return };
    if !matches!(scene.option_before(at), "-H" | "--header") {
        return;
    }
    let text = scene.text();
    let Some(first) = word.bare(text).filter(|bare| is_begun_header(bare)) else { return };
    let is_value = |word: &&Word| {
        let written = scene.slice(word.span);
        !written.starts_with('-') && !written.contains("://") && !is_base(written)
    };
    let behind = scene.words.get(at + 1..).unwrap_or_default();
    let values = &behind[..behind.iter().take_while(is_value).count()];
    let Some(last) = values.last() else { return };
    let span = Span::new(word.span.start, last.span.end);
    let others = scene.words[..at].iter().chain(&behind[values.len()..]);
    let mut others = others.map(|word| scene.slice(word.span));
    let addressed = others.any(|written| {
        written.contains("://") || is_base(written) || written.contains(".frontegg.com")
    });
    let named = ["authorization", "content-type"]
        .iter()
        .any(|name| first.to_ascii_lowercase().starts_with(name));
    if scene.slice(span).contains('\n') || !(addressed || named) {
        return;
    }
    note(AccidentKind::UnquotedHeader, span, around_header(scene, span, values));
}

/// `Name:`, or `Authorization:Bearer`.
fn is_begun_header(bare: &str) -> bool {
    let lower = bare.to_ascii_lowercase();
    let name = lower.strip_suffix(':').or_else(|| lower.strip_suffix(":bearer"));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

/// `$BASE/users`, `"$URL"`: an address whose beginning is a variable.
fn is_base(written: &str) -> bool {
    let bare = written.trim_start_matches('"');
    bare.starts_with('$') && (bare.contains('/') || bare.contains("URL") || bare.contains("BASE"))
}

fn around_header(scene: &Scene<'_>, span: Span, values: &[Word]) -> Vec<Repair> {
    let around = scene.quoted(span);
    if !around.is_empty() {
        return around;
    }
    // One value in quotes: its opening quote goes to the front.
    let [value] = values else { return blanks_escaped(scene, span) };
    let written = scene.slice(value.span);
    let quote = written.chars().next().filter(|c| matches!(c, '\'' | '"'));
    match quote {
        Some(quote)
            if written.len() > 1
                && written.ends_with(quote)
                && written.matches(quote).count() == 2 =>
        {
            let opening = Span::new(value.span.start, value.span.start + 1);
            vec![Repair::insert(span.start, &quote.to_string()), Repair::new(opening, "")]
        }
        Some(_) | None => blanks_escaped(scene, span),
    }
}

fn blanks_escaped(scene: &Scene<'_>, span: Span) -> Vec<Repair> {
    let ends = scene
        .words
        .iter()
        .map(|word| word.span.end)
        .filter(|end| span.start < *end && *end < span.end);
    ends.map(|end| Repair::insert(end, "\\")).collect()
}

/// `?a=1&b=2` outside quotes: the command ends at the sign.
fn ampersand(scene: &Scene<'_>, note: &mut Note<'_>) {
    let (Some((Operator::Background, sign)), Some(last)) = (scene.end, scene.words.last()) else {
        return;
    };
    let text = scene.text();
    let address = scene.slice(last.span);
    let glued = last.span.end == sign.start && address.contains('?');
    if !glued {
        return;
    }
    let rest = text.get(sign.end..scene.limit()).unwrap_or_default();
    let name =
        rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"_-.[]%".contains(b)).count();
    if name == 0 || !rest[name..].starts_with(['=', ';']) {
        return;
    }
    let entity = rest.starts_with("amp;");
    if !entity && !rest[name..].starts_with('=') {
        return;
    }
    let line = &rest[..line_length(rest)];
    let length =
        line.find(|c: char| c.is_whitespace() || c == '|' || c == ')').unwrap_or(line.len());
    let whole = Span::new(last.span.start, sign.end + length);
    let signs = text.get(sign.start..whole.end).unwrap_or_default();
    let mut repair = scene.quoted(whole);
    if repair.is_empty() {
        let escaped = signs.match_indices('&').map(|(at, _)| Repair::insert(sign.start + at, "\\"));
        repair = escaped.collect();
    }
    let kind = if entity { AccidentKind::HtmlEntity } else { AccidentKind::UnquotedAmpersand };
    if entity {
        let letters = signs.match_indices("&amp;").map(|(at, entity)| {
            let start = sign.start + at;
            Repair::new(Span::new(start, start + entity.len()), "&")
        });
        repair.extend(letters);
    }
    let span = if entity { Span::new(sign.start, sign.start + 5) } else { sign };
    note(kind, span, repair);
}

/// `'… $TOKEN'`: the shell leaves the name as it is.
fn variables(scene: &Scene<'_>, at: usize, note: &mut Note<'_>) {
    let Some(word) = scene.words.get(at) else { return };
    let body = scene.is_data(at);
    if !(body || scene.is_header(at) || scene.is_address(at)) {
        return;
    }
    let single =
        |part: &&Part| part.quoting == Quoting::Single && matches!(part.kind, PartKind::Verbatim);
    for part in word.parts.iter().filter(single) {
        let written = scene.slice(part.span);
        let left = written.match_indices('$').filter_map(|(from, _)| {
            let (length, name) = variable(&written[from..])?;
            let set = scene.variables.get(name).is_some();
            let begins = !written[..from].ends_with(|c: char| c.is_alphanumeric());
            let capital = name.len() > 1 && !name.contains(|c: char| c.is_ascii_lowercase());
            let start = part.span.start + from;
            (set || capital && !body && begins).then(|| Span::new(start, start + length))
        });
        let left: Vec<Span> = left.collect();
        let whole = in_double_quotes((scene, word, part), left.len());
        for span in left {
            let apart = || vec![Repair::insert(span.start, "'\""), Repair::insert(span.end, "\"'")];
            let repair = whole.clone().unwrap_or_else(apart);
            note(AccidentKind::VariableInSingleQuotes, span, repair);
        }
    }
}

/// The length of `$NAME` or `${NAME}`, and the name.
fn variable(rest: &str) -> Option<(usize, &str)> {
    let inside = rest.strip_prefix('$')?;
    let braced = inside.strip_prefix('{');
    let inside = braced.unwrap_or(inside);
    let length = inside.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let name = &inside[..length];
    let closed = braced.is_none() || inside[length..].starts_with('}');
    let signs = if braced.is_some() { 3 } else { 1 };
    (is_name(name) && closed).then_some((length + signs, name))
}

/// Double quotes around the whole word, where all of it means the same in them.
fn in_double_quotes(
    (scene, word, part): (&Scene<'_>, &Word, &Part),
    variables: usize,
) -> Option<Vec<Repair>> {
    let written = scene.slice(part.span);
    let alone = word.span.start + 1 == part.span.start && part.span.end + 1 == word.span.end;
    let same =
        written.matches('$').count() == variables && !written.contains(['"', '\\', '`', '!']);
    let quote = |at: usize| Repair::new(Span::new(at, at + 1), "\"");
    (alone && same).then(|| vec![quote(word.span.start), quote(word.span.end - 1)])
}
