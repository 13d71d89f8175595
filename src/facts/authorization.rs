//! The shape of `Authorization`: what stands before the credential, and what the credential is.

use crate::exchange::Exchange;
use crate::source::Text;
use crate::truth::{Fact, Why};

use super::jwt::{self, Shape};
use super::{placeholder, reading};

/// What stands in `Authorization`.
pub(crate) struct Authorization {
    /// A word of `authorization.scheme`.
    pub(crate) scheme: Fact<&'static str>,
    /// A word of `authorization.value`.
    pub(crate) value: Fact<&'static str>,
    /// The credential alone.
    pub(crate) credential: Fact<Text>,
}

/// Words that stand before a credential and are none.
const NONE: &str = "none";

impl Authorization {
    pub(crate) fn of(exchange: &Exchange) -> Self {
        match exchange.request.header("authorization") {
            Fact::Known(header) => Self::of_text(&header.value.trim(), reading::was_sent(exchange)),
            Fact::Absent => {
                Self { scheme: Fact::Absent, value: Fact::Absent, credential: Fact::Absent }
            }
            Fact::Unknown(why) => Self {
                scheme: Fact::Unknown(why),
                value: Fact::Unknown(why),
                credential: Fact::Unknown(why),
            },
        }
    }

    fn of_text(text: &Text, sent: bool) -> Self {
        if let Some(why) = whole_is_blank(text, sent) {
            let credential = Fact::Known(text.clone());
            return Self { scheme: Fact::Unknown(why), value: Fact::Unknown(why), credential };
        }
        let (scheme, at) = scheme(text);
        let credential = text.slice(at..text.len()).trim();
        let value = match scheme {
            Some("basic") => basic(&credential),
            Some(_) | None => shape(&credential, sent),
        };
        Self {
            scheme: scheme.map_or(Fact::Unknown(Why::Variable), Fact::Known),
            value,
            credential: Fact::Known(credential),
        }
    }
}

/// The shape of a credential: a word of `authorization.value`.
pub(crate) fn shape(credential: &Text, sent: bool) -> Fact<&'static str> {
    if let Some(why) = reading::elsewhere(credential) {
        return Fact::Unknown(why);
    }
    let written = credential.as_written();
    if written.is_empty() {
        return Fact::Known("empty");
    }
    if placeholder::is_lost(written) || jwt::is_half_redacted(written) {
        return Fact::Unknown(Why::Redacted);
    }
    if placeholder::is_taken_for_nothing(written) {
        return Fact::Known("not-filled-in");
    }
    let unquoted = written.trim_matches(is_quote).trim();
    let holds_a_blank = unquoted.contains(['<', '{', '$', '%']) && !sent;
    if holds_a_blank || placeholder::is_placeholder(unquoted).is_some() {
        return Fact::Known("placeholder");
    }
    if written
        .chars()
        .any(|letter| letter.is_whitespace() || is_quote(letter) || is_invisible(letter))
    {
        return Fact::Known("malformed");
    }
    Fact::Known(match Shape::of(written) {
        Shape::Jwt(_) => "jwt",
        Shape::Cut => "malformed",
        Shape::Opaque => "opaque",
    })
}

fn basic(credential: &Text) -> Fact<&'static str> {
    match reading::elsewhere(credential) {
        Some(why) => Fact::Unknown(why),
        None if credential.is_empty() => Fact::Known("empty"),
        None if placeholder::is_redacted(credential.as_written()) => Fact::Unknown(Why::Redacted),
        None => Fact::Known("basic"),
    }
}

/// The whole value stands for something else.
fn whole_is_blank(text: &Text, sent: bool) -> Option<Why> {
    let written = text.as_written();
    if let [hole] = text.holes()
        && hole.range == (0..written.len())
        && (hole.why != Why::Placeholder || !sent)
    {
        return Some(hole.why);
    }
    let one_word = !written.contains(' ') || written.starts_with(['<', '[', '{']);
    if one_word && placeholder::is_lost(written) && !jwt::is_half_redacted(written) {
        return Some(Why::Redacted);
    }
    let nothing = placeholder::is_taken_for_nothing(written);
    let bearer = starts_with_bearer(written).is_some();
    (!sent && !nothing && !bearer && placeholder::is_placeholder(written).is_some())
        .then_some(Why::Placeholder)
}

/// What stands before the credential, and where the credential begins. None where a variable may
/// hold it.
fn scheme(text: &Text) -> (Option<&'static str>, usize) {
    let written = text.as_written();
    let first_hole = text.holes().iter().find(|hole| hole.why != Why::Placeholder);
    if first_hole.is_some_and(|hole| hole.range.start == 0) {
        return (None, 0);
    }
    if let Some(rest) = starts_with_bearer(written) {
        return bearer(text, rest);
    }
    if placeholder::is_taken_for_nothing(written) {
        return (Some(NONE), 0);
    }
    let word = written.split(char::is_whitespace).next().unwrap_or_default();
    if word.len() == written.len() || word.starts_with("eyJ") {
        let glued = first_hole.is_some_and(|hole| hole.range.start <= word.len());
        return (if glued { None } else { Some(NONE) }, 0);
    }
    if word.eq_ignore_ascii_case("basic") {
        return (Some("basic"), word.len());
    }
    let is_word =
        word.len() <= 24 && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b':');
    if is_word && placeholder::is_placeholder(written).is_none() {
        (Some("other"), word.len())
    } else {
        (Some(NONE), 0)
    }
}

/// The scheme of a value that begins with `Bearer`, and where its credential begins.
fn bearer(text: &Text, rest: usize) -> (Option<&'static str>, usize) {
    let written = text.as_written();
    let after = &written[rest..];
    if let Some(more) = after.strip_prefix(':') {
        let at = written.len() - more.trim_start().len();
        let again = starts_with_bearer(&written[at..]).map_or(at, |more| at + more);
        return (Some("colon"), again);
    }
    if after.is_empty() {
        return (Some("bearer"), rest);
    }
    if !after.starts_with(char::is_whitespace) {
        // `Bearer$TOKEN`: the blank may be in the variable.
        let glued = text.holes().iter().any(|hole| hole.range.start == rest);
        return if glued { (None, rest) } else { (Some("other"), 0) };
    }
    let at = written.len() - after.trim_start().len();
    match starts_with_bearer(&written[at..]) {
        Some(more) if !text.holes().iter().any(|hole| hole.range.start < at + more) => {
            let tail = &written[at + more..];
            let glued = !tail.is_empty() && !tail.starts_with([' ', ':', '\t']);
            if glued { (Some("bearer"), at) } else { (Some("repeated"), after_all(written, at)) }
        }
        Some(_) | None => (Some("bearer"), at),
    }
}

/// Behind every further `Bearer`.
fn after_all(written: &str, mut at: usize) -> usize {
    while let Some(more) = starts_with_bearer(&written[at..]) {
        let rest = &written[at + more..];
        let next = rest.trim_start_matches([' ', '\t', ':']);
        if !rest.is_empty() && next.len() == rest.len() {
            break;
        }
        at = written.len() - next.len();
    }
    at
}

fn starts_with_bearer(text: &str) -> Option<usize> {
    text.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("bearer")).then_some(6)
}

const fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '„' | '«' | '»')
}

fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::source::Span;

    fn read(value: &str) -> (Fact<&'static str>, Fact<&'static str>) {
        read_when(value, false)
    }

    fn read_when(value: &str, sent: bool) -> (Fact<&'static str>, Fact<&'static str>) {
        let read = Authorization::of_text(&Text::verbatim(value, 0).trim(), sent);
        (read.scheme, read.value)
    }

    fn token() -> String {
        jwt::mint(&json!({"type": "vendor"}))
    }

    #[test]
    fn what_stands_before_the_credential_is_named() {
        let token = token();
        for (before, scheme) in [
            ("Bearer ", "bearer"),
            ("bearer   ", "bearer"),
            ("", "none"),
            ("Bearer Bearer ", "repeated"),
            ("Bearer bearer Bearer ", "repeated"),
            ("bearer: ", "colon"),
            ("Bearer:", "colon"),
            ("Token ", "other"),
        ] {
            let expected = (Fact::Known(scheme), Fact::Known("jwt"));
            assert_eq!(read(&format!("{before}{token}")), expected, "{before:?}");
        }
        assert_eq!(read("Basic YTpi"), (Fact::Known("basic"), Fact::Known("basic")));
    }

    #[test]
    fn the_credentials_shape_is_named() {
        let token = token();
        for (value, shape) in [
            (String::new(), "empty"),
            ("undefined".to_owned(), "not-filled-in"),
            ("[object Object]".to_owned(), "not-filled-in"),
            ("<YOUR_JWT_HERE>".to_owned(), "placeholder"),
            ("YOUR TOKEN HERE".to_owned(), "placeholder"),
            ("\"<token>\"".to_owned(), "placeholder"),
            ("7c1d5f60-0000-4e2b-9a11-5eedfeed0001".to_owned(), "opaque"),
            (format!("\"{token}\""), "malformed"),
            (format!("{token}\u{200b}"), "malformed"),
            (token.replacen('.', " .", 1), "malformed"),
            (token[..token.len() / 3].to_owned(), "malformed"),
        ] {
            assert_eq!(read(&format!("Bearer {value}")).1, Fact::Known(shape), "{value}");
        }
    }

    #[test]
    fn what_was_taken_out_is_unknown_and_never_malformed() {
        for value in
            ["Bearer ***", "Bearer eyJ...", "[Authorization redacted]", "Bearer [REDACTED]"]
        {
            assert_eq!(read_when(value, true).1, Fact::Unknown(Why::Redacted), "{value}");
        }
        let half = format!("Bearer h.{}.redacted", token().split('.').nth(1).unwrap());
        assert_eq!(read(&half), (Fact::Known("bearer"), Fact::Unknown(Why::Redacted)));
    }

    fn hole(before: &str) -> Text {
        let mut text = Text::verbatim(before, 0);
        let at = before.len();
        text.push_hole("$X", Span::new(at, at + 2), (Why::Variable, "X"));
        text
    }

    #[test]
    fn a_variable_hides_only_what_it_stands_for() {
        let read = |before: &str| {
            let read = Authorization::of_text(&hole(before), false);
            (read.scheme, read.value)
        };
        let unknown = Fact::Unknown(Why::Variable);
        assert_eq!(read("Bearer "), (Fact::Known("bearer"), unknown));
        assert_eq!(read("Bearer Bearer "), (Fact::Known("repeated"), unknown));
        assert_eq!(read("bearer: "), (Fact::Known("colon"), unknown));
        assert_eq!(read("Bearer"), (unknown, unknown));
        assert_eq!(read(""), (unknown, unknown));
        assert_eq!(read("Basic "), (Fact::Known("basic"), unknown));
    }

    #[test]
    fn a_placeholder_for_the_whole_value_is_unknown_until_it_was_sent() {
        let unknown = Fact::Unknown(Why::Placeholder);
        assert_eq!(read("<token>"), (unknown, unknown));
        assert_eq!(read_when("<token>", true), (Fact::Known("none"), Fact::Known("placeholder")));
        assert_eq!(read("undefined"), (Fact::Known("none"), Fact::Known("not-filled-in")));
    }

    #[test]
    fn no_value_makes_it_panic() {
        for value in [
            "",
            " ",
            "é",
            "Beareré",
            "Bearer é",
            "bearer:é",
            "bearer bearer:",
            "Bearer Bearer",
            "B",
            ":",
        ] {
            let _ = read(value);
        }
    }
}
