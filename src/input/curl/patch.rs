//! New runs in place of old bytes, inside the quotes that stand there.

use super::layout::{Layout, quotes_at, wrapping};
use super::quote::{self, Run};
use crate::fix::Edit;
use crate::input::shell::{PartKind, Quoting, Word};
use crate::source::Span;

/// What comes in place of some bytes of one word.
pub(super) struct Patch {
    pub(super) span: Span,
    pub(super) runs: Vec<Run>,
}

/// The edits that put all patches in, word by word. `None` where the quoting does not allow it.
pub(super) fn edits(layout: &Layout<'_>, patches: &[Patch]) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut placed = 0;
    for word in &layout.words {
        let here: Vec<&Patch> =
            patches.iter().filter(|patch| word.span.contains(patch.span)).collect();
        placed += here.len();
        if !here.is_empty() {
            edits.extend(in_word(layout, word, &here)?);
        }
    }
    (placed == patches.len()).then_some(edits)
}

fn in_word(layout: &Layout<'_>, word: &Word, patches: &[&Patch]) -> Option<Vec<Edit>> {
    let dynamic =
        patches.iter().any(|patch| patch.runs.iter().any(|run| !matches!(run, Run::Plain(_))));
    if dynamic && can_be_double(layout, word, patches) {
        return Some(double(layout, word, patches));
    }
    patches
        .iter()
        .map(|patch| {
            let (first, last) = quotes_at(word, patch.span)?;
            let text = if first == last && first == Quoting::Double {
                in_double(layout, patch)
            } else if first == last {
                quote::inside(&patch.runs, first)
            } else {
                let (close, open) = (closes(first), opens(last));
                format!("{close}{}{open}", quote::word(&patch.runs))
            };
            Some(Edit { span: patch.span, text })
        })
        .collect()
}

/// May the quotes around the whole word become double ones? What stays must mean the same there.
fn can_be_double(layout: &Layout<'_>, word: &Word, patches: &[&Patch]) -> bool {
    let bare = word
        .parts
        .iter()
        .all(|part| part.quoting == Quoting::Bare && matches!(part.kind, PartKind::Verbatim));
    if !bare && wrapping(word, layout.text) != Some('\'') {
        return false;
    }
    let mut at = word.span.start + usize::from(!bare);
    let end = word.span.end - usize::from(!bare);
    let mut stays = String::new();
    for patch in patches {
        stays.push_str(layout.slice(Span::new(at, patch.span.start.max(at))));
        at = patch.span.end;
    }
    stays.push_str(layout.slice(Span::new(at, end.max(at))));
    !stays.contains(['"', '$', '`', '\\', '!'])
}

fn double(layout: &Layout<'_>, word: &Word, patches: &[&Patch]) -> Vec<Edit> {
    let quoted = wrapping(word, layout.text).is_some();
    let width = usize::from(quoted);
    let (start, end) = (word.span.start, word.span.end);
    let quote = |span: Span| Edit { span, text: "\"".to_owned() };
    let mut edits = vec![quote(Span::new(start, start + width))];
    for patch in patches {
        let text = in_double(layout, patch);
        edits.push(Edit { span: patch.span, text });
    }
    edits.push(quote(Span::new(end - width, end)));
    edits
}

/// The letter behind tells whether a variable needs braces; it is not written again.
fn in_double(layout: &Layout<'_>, patch: &Patch) -> String {
    let follows = layout.text.get(patch.span.end..).and_then(|rest| rest.chars().next());
    let mark = follows.filter(|c| c.is_ascii_alphanumeric() || *c == '_');
    let mut runs = patch.runs.clone();
    runs.extend(mark.map(|c| Run::Plain(c.to_string())));
    let mut text = quote::inside(&runs, Quoting::Double);
    if mark.is_some() {
        text.pop();
    }
    text
}

fn closes(quoting: Quoting) -> &'static str {
    match quoting {
        Quoting::Bare => "",
        Quoting::Single | Quoting::Ansi => "'",
        Quoting::Double => "\"",
    }
}

fn opens(quoting: Quoting) -> &'static str {
    match quoting {
        Quoting::Bare => "",
        Quoting::Single => "'",
        Quoting::Ansi => "$'",
        Quoting::Double => "\"",
    }
}
