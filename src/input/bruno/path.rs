//! `/users/:id` with the values that its parameters have.

use crate::source::Text;
use crate::truth::Why;

/// A path longer than this is none that people wrote.
const LONGEST: usize = 64 << 10;

/// The path with the values of its parameters; an empty one is filled in later.
pub(super) fn filled(path: &Text, value: impl Fn(&str) -> Option<Text>) -> Text {
    if path.len() > LONGEST || !path.as_written().contains("/:") {
        return path.clone();
    }
    let mut filled = Text::default();
    let mut at = 0;
    for segment in path.as_written().split_inclusive('/') {
        let part = path.slice(at..at + segment.len());
        at += segment.len();
        let name = segment.trim_end_matches('/').strip_prefix(':');
        let Some((name, value)) = name.and_then(|name| Some((name, value(name)?))) else {
            filled.append(&part);
            continue;
        };
        if value.is_empty() {
            let colon = part.slice(0..name.len() + 1);
            filled.push_hole(colon.as_written(), colon.span(), (Why::Placeholder, name));
        } else {
            filled.append(&value);
        }
        if segment.ends_with('/') {
            filled.append(&part.slice(segment.len() - 1..segment.len()));
        }
    }
    filled
}
