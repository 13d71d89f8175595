//! Names, values and credentials as clients put them into queries, forms and headers.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::source::{Span, Text};
use crate::truth::Why;

/// What a client makes of a blank in a name or value.
#[derive(Clone, Copy)]
pub(super) enum Blank {
    /// As browsers send forms.
    Plus,
    /// As curl encodes.
    Percent,
}

/// `name=value&name=value`, encoded; what is unknown stays as it was written.
pub(super) fn joined(pairs: &[(Text, Text)], blank: Blank) -> Text {
    let mut all = Text::default();
    for (name, value) in pairs {
        if !all.is_empty() {
            all.push_decoded("&", Span::at(name.span().start));
        }
        all.append(&encoded(name, blank));
        all.push_decoded("=", Span::at(value.span().start));
        all.append(&encoded(value, blank));
    }
    all
}

/// All but unreserved letters in percent signs.
fn encoded(text: &Text, blank: Blank) -> Text {
    let mut done = Text::default();
    let mut holes = text.holes().iter().peekable();
    let mut at = 0;
    for (letter, span) in text.letters() {
        while holes.next_if(|hole| hole.range.end <= at && hole.range.end > 0).is_some() {}
        match holes.peek() {
            Some(hole) if hole.range.start == at => {
                let written = &text.as_written()[hole.range.clone()];
                done.push_hole(written, span, (hole.why, &hole.name));
            }
            Some(hole) if hole.range.contains(&at) => {}
            Some(_) | None => push(&mut done, (letter, span), blank),
        }
        at += letter.len_utf8();
    }
    if done.is_empty() { text.clone() } else { done }
}

fn push(done: &mut Text, (letter, span): (char, Span), blank: Blank) {
    let mut buffer = [0; 4];
    let bytes = letter.encode_utf8(&mut buffer);
    let stays = match blank {
        Blank::Plus => "*-._",
        Blank::Percent => "-._~",
    };
    if letter.is_ascii_alphanumeric() || stays.contains(letter) {
        if span.len() == bytes.len() {
            done.push_verbatim(bytes, span.start);
        } else {
            done.push_decoded(bytes, span);
        }
    } else if let (' ', Blank::Plus) = (letter, blank) {
        done.push_decoded("+", span);
    } else {
        let mut signs = String::new();
        for byte in bytes.bytes() {
            signs.push('%');
            let digits = [byte >> 4, byte & 15];
            signs.extend(digits.map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
        }
        done.push_decoded(&signs, span);
    }
}

/// The value of `Authorization` for a user and a password.
pub(super) fn basic(user: &Text, password: &Text) -> Text {
    let span = user.span().hull(password.span());
    let pair = format!("{}:{}", user.as_written(), password.as_written());
    let Some(hole) = user.holes().first().or_else(|| password.holes().first()) else {
        return Text::decoded(&format!("Basic {}", BASE64_STANDARD.encode(pair)), span);
    };
    let mut value = Text::decoded("Basic ", Span::at(span.start));
    value.push_hole(&pair, span, (hole.why, &hole.name));
    value
}

/// A value that somebody fills in later, as it would be written.
pub(super) fn left_open(name: &str, span: Span) -> Text {
    let mut text = Text::default();
    text.push_hole(&format!("{{{{{name}}}}}"), span, (Why::Variable, name));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_encoded_and_holes_stay() {
        let mut value = Text::verbatim("a b&", 4);
        value.push_hole("{{c d}}", Span::new(8, 15), (Why::Variable, "c d"));
        value.push_verbatim("é", 15);
        let form = joined(&[(Text::verbatim("x", 0), value)], Blank::Plus);
        assert_eq!(form.as_written(), "x=a+b%26{{c d}}%C3%A9");
        assert_eq!(form.holes().len(), 1);
        assert_eq!(form.span_of(2..3), Span::new(4, 5));
        let two = [(Text::verbatim("a", 0), Text::verbatim(" ", 1)), Default::default()];
        assert_eq!(joined(&two, Blank::Percent).as_written(), "a=%20&=");
    }

    #[test]
    fn credentials_are_encoded_where_they_are_known() {
        let user = Text::verbatim("ann", 0);
        assert_eq!(basic(&user, &Text::verbatim("pw", 4)).as_written(), "Basic YW5uOnB3");
        let open = basic(&user, &left_open("pw", Span::at(4)));
        assert_eq!(open.as_written(), "Basic ann:{{pw}}");
        assert!(open.known().is_unknown());
    }
}
