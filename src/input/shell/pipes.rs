//! What is fed into a command, and what `echo` and `printf` print.

use super::ansi;
use super::dialect::Dialect;
use super::expand::Expansion;
use super::lexer::{Redirect, RedirectKind};
use crate::input::Files;
use crate::source::{Span, Text};

/// What redirections feed into a command: `None` where nothing is fed, `Some(None)` where it is
/// not known what.
#[expect(clippy::option_option, reason = "nothing is fed, or nobody knows what")]
pub(super) fn fed(
    redirects: &[Redirect],
    expansion: &Expansion<'_>,
    files: Option<&Files<'_>>,
) -> Option<Option<Text>> {
    let mut fed = None;
    for redirect in redirects {
        match redirect.kind {
            RedirectKind::HereDocument => fed = Some(Some(expansion.text(&redirect.target))),
            RedirectKind::HereString => {
                let mut text = expansion.text(&redirect.target);
                text.push_decoded("\n", Span::at(redirect.span.end));
                fed = Some(Some(text));
            }
            RedirectKind::Input if expansion.printed(&redirect.target).is_some() => {
                fed = Some(expansion.printed(&redirect.target));
            }
            RedirectKind::Input => {
                let name = expansion.text(&redirect.target);
                fed = Some(read(&name, files));
            }
            RedirectKind::Other => {}
        }
    }
    fed
}

/// Do redirections take what a command prints away?
pub(super) fn take_away(redirects: &[Redirect], expansion: &Expansion<'_>) -> bool {
    redirects.iter().filter(|redirect| redirect.kind == RedirectKind::Other).any(|redirect| {
        let written = expansion.slice(redirect.span);
        !written.starts_with(['2', '3', '<']) && !written.ends_with("&1")
    })
}

fn read(name: &Text, files: Option<&Files<'_>>) -> Option<Text> {
    let bytes = files?(name.known().known()?)?;
    Some(Text::decoded(&String::from_utf8(bytes).ok()?, name.span()))
}

/// What `echo` prints; `None` where the shells do not agree.
pub(super) fn echo(values: &[Text], at: Span, dialect: Dialect) -> Option<Text> {
    let option = values.first().filter(|value| value.as_written().starts_with('-'));
    let (values, breaks) = match values.first().map(Text::as_written) {
        Some("-n") => (&values[1..], ""),
        Some("-e") if matches!(dialect, Dialect::Bash | Dialect::Zsh) => (&values[1..], "\n"),
        Some("-ne" | "-en") if matches!(dialect, Dialect::Bash | Dialect::Zsh) => {
            (&values[1..], "")
        }
        // Other options turn escapes on or off, differently from shell to shell.
        Some(option) if option.starts_with('-') => return None,
        Some(_) | None => (values, "\n"),
    };
    let asked = option.is_some_and(|option| option.as_written().contains('e'));
    let escapes = values.iter().any(|value| value.as_written().contains('\\'));
    let decodes = match dialect {
        Dialect::Bash => asked,
        Dialect::Dash | Dialect::Zsh => true,
        Dialect::Posix if escapes => return None,
        Dialect::Posix => false,
    };
    if decodes && escapes && !values.iter().all(is_simple) {
        return None;
    }
    let mut text = Text::default();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            text.push_decoded(" ", Span::at(value.span().start));
        }
        if decodes {
            text.append(&unescaped(value));
        } else {
            text.append(value);
        }
    }
    text.push_decoded(breaks, Span::at(values.last().map_or(at, Text::span).end));
    Some(text)
}

/// Only escapes that every shell understands, and no holes between them.
fn is_simple(value: &Text) -> bool {
    let mut letters = value.as_written().chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && !letters.next().is_some_and(|next| "ntr\\abfv".contains(next)) {
            return false;
        }
    }
    value.holes().is_empty()
}

/// A format with escapes and at most `%s`, once for every value.
pub(super) fn printf(values: &[Text]) -> Option<Text> {
    let (format, values) = values.split_first()?;
    let written = format.as_written();
    if format.known().is_unknown() || written.replace("%s", "").contains('%') {
        return None;
    }
    if !written.contains("%s") {
        return Some(unescaped(format));
    }
    let mut values = values.iter();
    let mut text = Text::default();
    let mut first = true;
    while values.len() > 0 || std::mem::take(&mut first) {
        first = false;
        let mut at = 0;
        while let Some(mark) = written[at..].find("%s").map(|mark| at + mark) {
            text.append(&unescaped(&format.slice(at..mark)));
            if let Some(value) = values.next() {
                text.append(value);
            }
            at = mark + 2;
        }
        text.append(&unescaped(&format.slice(at..written.len())));
    }
    Some(text)
}

fn unescaped(format: &Text) -> Text {
    let mut text = Text::default();
    let mut at = 0;
    for (length, value) in ansi::pieces(format.as_written()) {
        match value {
            Some(value) => text.push_decoded(&value, format.span_of(at..at + length)),
            None => text.append(&format.slice(at..at + length)),
        }
        at += length;
    }
    text
}
