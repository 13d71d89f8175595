//! The cuts that change a JSON body.

use std::ops::Range;

use super::cut::Cut;
use crate::fix::BodyChange;
use crate::json::{Tree, Value};
use crate::source::Text;

/// The cuts of the body that make a change; `None` where it is no JSON, or has no such place. A
/// body that goes as a whole is the format's own affair.
pub(super) fn amend(body: &Text, change: &BodyChange) -> Option<Vec<Cut>> {
    let json = solid(body);
    let json = json.as_str();
    let one = |cut: Cut| Some(vec![cut]);
    match change {
        BodyChange::Rename { from, to } => {
            let name = if from.starts_with('/') {
                inside(found(&Tree::read(json, &[], &[]).ok()?, from)?.name?)
            } else {
                top_level_name(json, from)?
            };
            let to = serde_json::Value::from(to.as_str()).to_string();
            one(Cut::new(name, &to[1..to.len() - 1]))
        }
        BodyChange::Set { pointer, json: new } => {
            let tree = Tree::read(json, &[], &[]).ok()?;
            match found(&tree, pointer) {
                Some(place) => one(Cut::new(range(place.value), new)),
                None => one(added(&tree, pointer, new)?),
            }
        }
        BodyChange::DropField(pointer) => {
            one(dropped(&found(&Tree::read(json, &[], &[]).ok()?, pointer)?, json))
        }
        BodyChange::Wrap => {
            let value = range(Tree::read(json, &[], &[]).ok()?.root());
            Some(vec![Cut::new(value.start..value.start, "["), Cut::new(value.end..value.end, "]")])
        }
        BodyChange::StraightenQuotes => straightened(json),
        BodyChange::Drop => None,
    }
}

/// The body with every variable as a number of the same length, so that places stay.
fn solid(body: &Text) -> String {
    let mut solid = body.as_written().to_owned();
    for hole in body.holes() {
        if solid.get(hole.range.clone()).is_some() {
            solid.replace_range(hole.range.clone(), &"0".repeat(hole.range.len()));
        }
    }
    solid
}

/// A value among its neighbours.
struct Found<'t> {
    /// Of a member.
    name: Option<Value<'t>>,
    value: Value<'t>,
    /// Where the neighbours begin and end.
    before: Option<Range<usize>>,
    behind: Option<Range<usize>>,
}

fn range(value: Value<'_>) -> Range<usize> {
    value.span().start..value.span().end
}

/// A string without its quotes.
fn inside(text: Value<'_>) -> Range<usize> {
    let whole = range(text);
    (whole.start + 1).min(whole.end)..whole.end.saturating_sub(1).max(whole.start + 1)
}

fn words(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|word| word.replace("~1", "/").replace("~0", "~"))
}

fn found<'t>(tree: &'t Tree<'t>, pointer: &str) -> Option<Found<'t>> {
    let mut place = Found { name: None, value: tree.root(), before: None, behind: None };
    for word in words(pointer) {
        place = child(place.value, &word)?;
    }
    Some(place)
}

/// The member of that name, or the item of that number.
fn child<'t>(parent: Value<'t>, word: &str) -> Option<Found<'t>> {
    let members = parent.members().map(|(name, value)| (Some(name), value));
    let children: Vec<_> = members.chain(parent.items().map(|item| (None, item))).collect();
    let at = if parent.is_array() {
        word.parse().ok()?
    } else {
        let is = |(name, _): &(Option<Value<'_>>, _)| name.is_some_and(|name| is_named(name, word));
        children.iter().rposition(is)?
    };
    let whole = |(name, value): &(Option<Value<'_>>, Value<'_>)| {
        name.map_or(range(*value).start, |name| range(name).start)..range(*value).end
    };
    let (name, value) = *children.get(at)?;
    let before = at.checked_sub(1).and_then(|at| children.get(at)).map(whole);
    Some(Found { name, value, before, behind: children.get(at + 1).map(whole) })
}

fn is_named(name: Value<'_>, word: &str) -> bool {
    name.text().known().is_some_and(|text| text.as_written() == word)
}

/// A member or item goes with the comma behind it, the last one with the comma before it.
fn dropped(place: &Found<'_>, json: &str) -> Cut {
    let value = range(place.value);
    let start = place.name.map_or(value.start, |name| range(name).start);
    let gone = match (&place.behind, &place.before) {
        (Some(behind), _) => start..behind.start,
        (None, Some(before)) => before.end..value.end,
        (None, None) => {
            let rest = json.get(value.end..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start().len();
            let comma = rest.trim_start().starts_with(',');
            start..value.end + if comma { blank + 1 } else { 0 }
        }
    };
    Cut::new(gone, "")
}

/// A new member behind the others of its object.
fn added(tree: &Tree<'_>, pointer: &str, new: &str) -> Option<Cut> {
    let (parent, _) = pointer.rsplit_once('/')?;
    let object = found(tree, parent).filter(|place| place.value.is_object())?.value;
    let name = serde_json::Value::from(words(pointer).last()?).to_string();
    let (at, comma) = match object.members().last() {
        Some((_, last)) => (range(last).end, ", "),
        None => (range(object).start + 1, ""),
    };
    Some(Cut::new(at..at, format!("{comma}{name}: {new}")))
}

/// Where a name of the outermost object stands, without its quotes. The rest need not be JSON.
fn top_level_name(json: &str, name: &str) -> Option<Range<usize>> {
    let bytes = json.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b'"' => {
                let end = end_of_string(bytes, at + 1)?;
                let is_name = json.get(end + 1..)?.trim_start().starts_with(':');
                if depth == 1 && is_name && json.get(at + 1..end) == Some(name) {
                    return Some(at + 1..end);
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The quote that ends the string whose inside begins at `from`.
fn end_of_string(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// Straight, typographic double and typographic single quotes.
const QUOTES: [&[char]; 3] = [&['"'], &['“', '”', '„', '‟'], &['‘', '’', '‚', '‛']];

/// Typographic quotes where JSON has a straight one, if that makes it JSON. Those inside a string
/// are somebody's words.
fn straightened(json: &str) -> Option<Vec<Cut>> {
    let kind = |letter: char| QUOTES.iter().position(|quotes| quotes.contains(&letter));
    // Quotes around the whole body are no quotes to the shell, which has taken others away.
    if json.trim().starts_with(|letter| kind(letter).is_some()) {
        return None;
    }
    let mut cuts = Vec::new();
    let mut open = None;
    let mut escaped = false;
    for (at, letter) in json.char_indices() {
        let quote = kind(letter).filter(|_| !escaped);
        escaped = letter == '\\' && !escaped;
        if quote.is_none() || open.is_some() && open != quote {
            continue;
        }
        open = if open.is_some() { None } else { quote };
        if letter != '"' {
            cuts.push(Cut::new(at..at + letter.len_utf8(), "\""));
        }
    }
    let done = super::cut::apply(&Text::verbatim(json, 0), &cuts)?;
    let is_json = Tree::read(done.as_written(), &[], &[]).is_ok();
    (is_json && !cuts.is_empty()).then_some(cuts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::cut;

    fn amended(body: &str, change: &BodyChange) -> Option<String> {
        let text = Text::verbatim(body, 7);
        let cuts = amend(&text, change)?;
        Some(cut::apply(&text, &cuts)?.as_written().to_owned())
    }

    fn drop(pointer: &str) -> BodyChange {
        BodyChange::DropField(pointer.to_owned())
    }

    fn set(pointer: &str, json: &str) -> BodyChange {
        BodyChange::Set { pointer: pointer.to_owned(), json: json.to_owned() }
    }

    #[test]
    fn a_member_goes_with_its_comma() {
        for (body, pointer, left) in [
            (r#"{"a": 1, "b": 2}"#, "/a", r#"{"b": 2}"#),
            (r#"{"a": 1, "b": [1, 2]}"#, "/b", r#"{"a": 1}"#),
            (r#"{"a": 1, "b": [1, 2]}"#, "/b/1", r#"{"a": 1, "b": [1]}"#),
            (r#"{"a": {"b/c": 1,}}"#, "/a/b~1c", r#"{"a": {}}"#),
        ] {
            assert_eq!(amended(body, &drop(pointer)).as_deref(), Some(left), "{body}");
        }
        assert_eq!(amended("{}", &drop("/a")), None);
        assert_eq!(amended("no json", &drop("/a")), None);
    }

    #[test]
    fn a_value_is_replaced_or_added() {
        assert_eq!(
            amended(r#"{"a":[{"b":1}]}"#, &set("/a/0/b", "\"x\"")).unwrap(),
            r#"{"a":[{"b":"x"}]}"#
        );
        assert_eq!(amended(r#"{"a":1}"#, &set("/b", "true")).unwrap(), r#"{"a":1, "b": true}"#);
        assert_eq!(amended("{ }", &set("/b", "[]")).unwrap(), r#"{"b": [] }"#);
        assert_eq!(amended("[1]", &set("/b", "[]")), None);
    }

    #[test]
    fn a_name_changes_wherever_it_stands() {
        let rename = |from: &str| BodyChange::Rename { from: from.into(), to: "e\"mail".into() };
        assert_eq!(
            amended(r#"{"users":[{"emial":"x"}]}"#, &rename("/users/0/emial")).unwrap(),
            r#"{"users":[{"e\"mail":"x"}]}"#
        );
        assert_eq!(
            amended(r#"{"a":{"b":1},"b":2"#, &rename("b")).unwrap(),
            r#"{"a":{"b":1},"e\"mail":2"#
        );
        assert_eq!(amended(r#"[{"a":1}]"#, &rename("/0")), None);
    }

    #[test]
    fn brackets_come_around_the_value() {
        assert_eq!(amended(" {\"a\":1}\n", &BodyChange::Wrap).unwrap(), " [{\"a\":1}]\n");
    }

    #[test]
    fn quotes_are_straightened_where_that_makes_it_json() {
        let straight = |body: &str| amended(body, &BodyChange::StraightenQuotes);
        assert_eq!(straight(r#"{“a”: “x "y"”}"#), None);
        assert_eq!(straight("{“a”: ”it’s“}").unwrap(), "{\"a\": \"it’s\"}");
        assert_eq!(straight("{“a”: \"he said “hi”\"}").unwrap(), "{\"a\": \"he said “hi”\"}");
        assert_eq!(straight("{‘a’: 1}").unwrap(), "{\"a\": 1}");
        assert_eq!(straight("‘{a: 1}’"), None);
        assert_eq!(straight("{\"a\": \"“\"}"), None);
    }
}
