//! Headers, credentials and forms as a client of collections sends them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::copy::Copy;
use crate::exchange::{Header, SetBy, Url};
use crate::source::{Span, Text};
use crate::truth::Why;

/// A header of the text.
pub(in crate::input) const fn written(name: Text, value: Text) -> Header {
    Header { name, value, set: SetBy::Text }
}

/// A header that something else implies.
pub(in crate::input) fn implied(name: &str, value: Text) -> Header {
    Header { name: Text::decoded(name, Span::at(value.span().start)), value, set: SetBy::Option }
}

/// Puts a header in the place of all others of its name.
pub(in crate::input) fn replace(headers: &mut Vec<Header>, header: Header) {
    let name = header.name.as_written().trim().to_owned();
    headers.retain(|other| !other.is(&name));
    headers.push(header);
}

pub(in crate::input) fn prefixed(prefix: &str, text: &Text) -> Text {
    let mut done = Text::decoded(prefix, Span::at(text.span().start));
    done.append(text);
    done
}

/// The value of a `Basic` header.
pub(in crate::input) fn basic(user: &Text, password: &Text) -> Text {
    let span = user.span().hull(password.span());
    let hole = user.holes().iter().chain(password.holes()).next();
    if let Some(hole) = hole {
        let mut value = Text::decoded("Basic ", Span::at(span.start));
        let written = format!("{}:{}", user.as_written(), password.as_written());
        value.push_hole(&written, span, (hole.why, &hole.name));
        return value;
    }
    let pair = format!("{}:{}", user.as_written(), password.as_written());
    Text::decoded(&format!("Basic {}", BASE64_STANDARD.encode(pair)), span)
}

/// The server goes by the `Host` header.
pub(in crate::input) fn at_host(url: &mut Url, headers: &[Header]) {
    let host = headers.iter().find(|header| header.is("host") && !header.value.is_empty());
    let Some(named) = host.map(|header| Url::split(&header.value)) else { return };
    if named.scheme.is_empty() && named.host.holes().is_empty() {
        (url.host, url.port) = (named.host, named.port.or_else(|| url.port.take()));
    }
}

/// Puts a pair behind the others of a query or a form.
pub(in crate::input) fn join(pairs: &mut Option<Text>, name: &Text, value: Option<&Text>) {
    let start = Span::at(name.span().start);
    let all = match pairs {
        Some(all) => {
            all.push_decoded("&", start);
            all
        }
        None => pairs.insert(Text::default()),
    };
    all.append(name);
    if let Some(value) = value {
        all.push_decoded("=", Span::at(value.span().start));
        all.append(value);
    }
}

/// The text with letters that `is_special` percent-encoded; holes stay as they are. `source` is
/// where it was decoded from.
pub(in crate::input) fn encoded(text: &Text, source: &str, is_special: fn(char) -> bool) -> Text {
    if !text.as_written().contains(is_special) {
        return text.clone();
    }
    let mut copy = Copy::of(source);
    let mut holes = text.holes().iter().peekable();
    let mut letters = text.letters();
    let mut at = 0;
    while at < text.len() {
        if let Some(hole) = holes.next_if(|hole| hole.range.start <= at) {
            let written = text.as_written().get(hole.range.clone()).unwrap_or_default();
            let spans = letters.by_ref().take(written.chars().count()).map(|(_, span)| span);
            let span = spans.reduce(Span::hull).unwrap_or_else(|| text.span());
            copy.done().push_hole(written, span, (hole.why, &hole.name));
            at = hole.range.end.max(at);
            continue;
        }
        let Some((letter, span)) = letters.next() else { break };
        if is_special(letter) {
            copy.done().push_decoded(&percent(letter), span);
        } else {
            copy.push(letter, span);
        }
        at += letter.len_utf8();
    }
    std::mem::take(copy.done())
}

fn percent(letter: char) -> String {
    let mut encoded = String::new();
    for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
        encoded.push('%');
        let digits = [byte >> 4, byte & 15];
        encoded.extend(digits.map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
    }
    encoded
}

/// What a path may not hold as it is.
pub(in crate::input) fn is_special_in_path(letter: char) -> bool {
    !(' '..='~').contains(&letter) || " \"`#?".contains(letter)
}

/// What a query may not hold as it is.
pub(in crate::input) fn is_special_in_query(letter: char) -> bool {
    !(' '..='~').contains(&letter) || " \"#'".contains(letter)
}

/// What a form may not hold as it is.
pub(in crate::input) fn is_special_in_form(letter: char) -> bool {
    !letter.is_ascii_alphanumeric() && !"-._~".contains(letter)
}

/// A value with a name of its own that is filled in later.
pub(in crate::input) fn later(text: &Text) -> Text {
    let name = text.as_written().trim_start_matches(':');
    let mut hole = Text::default();
    hole.push_hole(text.as_written(), text.span(), (Why::Variable, name));
    hole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_encoded_and_holes_are_not() {
        let mut text = Text::verbatim("a b", 3);
        text.push_hole("{{x y}}", Span::new(6, 13), (Why::Variable, "x y"));
        text.push_verbatim(" é", 13);
        let source = "   a b{{x y}} é";
        let done = encoded(&text, source, is_special_in_query);
        assert_eq!(done.as_written(), "a%20b{{x y}}%20%C3%A9");
        assert_eq!(done.span_of(1..4), Span::new(4, 5));
        assert_eq!(done.holes()[0].range, 5..12);
        assert_eq!(done.span(), Span::new(3, 16));
    }

    #[test]
    fn basic_credentials_with_a_variable_are_unknown() {
        let (user, password) = (Text::verbatim("u", 1), Text::verbatim("p", 9));
        assert_eq!(basic(&user, &password).as_written(), "Basic dTpw");
        let mut unknown = Text::default();
        unknown.push_hole("{{p}}", Span::new(9, 14), (Why::Variable, "p"));
        assert_eq!(basic(&user, &unknown).holes()[0].name, "p");
    }
}
