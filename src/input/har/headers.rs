//! The headers of a recorded message, however its recorder lists them, and what a sanitiser took.

use crate::exchange::{Header, SetBy};
use crate::json::Value;
use crate::source::Text;
use crate::truth::{Fact, Why};

/// No sanitiser writes more in place of a value.
const LONGEST_MARK: usize = 80;

/// No message has more headers; of one that does, each is taken as it is listed.
const MOST: usize = 500;

/// The request line as HTTP/2 and HTTP/3 write it: as headers.
#[derive(Default)]
pub(super) struct Pseudo {
    pub(super) method: Option<Text>,
    pub(super) scheme: Option<Text>,
    pub(super) authority: Option<Text>,
    pub(super) path: Option<Text>,
}

/// The headers of a message, and apart from them the request line.
pub(super) fn read(message: Value<'_>) -> (Vec<Header>, Pseudo) {
    let mut headers = Vec::new();
    let mut pseudo = Pseudo::default();
    if let Some(list) = message.get("headers") {
        for item in list.items() {
            let (name, value) = pair(item);
            add(name, value, &mut headers);
        }
        // Written as an object, a name that came several times has a list.
        for (name, value) in list.members() {
            if value.is_array() {
                value.items().for_each(|one| add(Some(name), Some(one), &mut headers));
            } else {
                add(Some(name), Some(value), &mut headers);
            }
        }
    }
    drop_drafts(&mut headers);
    headers.retain(|header| !pseudo.takes(header));
    (headers, pseudo)
}

/// On the wire the request line comes first. What is listed before it is what the page asked for,
/// and most of that is listed again as it went out.
fn drop_drafts(headers: &mut Vec<Header>) {
    let starts = |header: &Header| header.name.as_written().starts_with(':');
    let line = headers.iter().take(MOST).position(starts).unwrap_or_default();
    if line == 0 || headers.len() > MOST {
        return;
    }
    let sent = headers.split_off(line);
    headers.retain(|draft| {
        let again = |header: &Header| {
            header.is(draft.name.as_written())
                && header.value.as_written() == draft.value.as_written()
        };
        !sent.iter().any(again)
    });
    headers.extend(sent);
}

impl Pseudo {
    fn takes(&mut self, header: &Header) -> bool {
        let name = header.name.as_written();
        if !name.starts_with(':') {
            return false;
        }
        let place = match name {
            ":method" => &mut self.method,
            ":scheme" => &mut self.scheme,
            ":authority" => &mut self.authority,
            ":path" => &mut self.path,
            _ => return true,
        };
        place.get_or_insert_with(|| header.value.clone());
        true
    }
}

/// `{"name": …, "value": …}` or `["name", "value"]`.
fn pair(item: Value<'_>) -> (Option<Value<'_>>, Option<Value<'_>>) {
    if item.is_object() {
        return (item.get("name"), item.get("value"));
    }
    let mut parts = item.items();
    (parts.next(), parts.next())
}

fn add(name: Option<Value<'_>>, value: Option<Value<'_>>, headers: &mut Vec<Header>) {
    let Some(Fact::Known(name)) = name.map(Value::text) else { return };
    if name.is_empty() {
        return;
    }
    let end = name.span().end;
    let value = match value.map_or(Fact::Absent, Value::text) {
        Fact::Known(value) => without_marks(value),
        Fact::Absent => super::entry::hole(end, Why::NotRecorded),
        Fact::Unknown(why) => super::entry::hole(end, why),
    };
    headers.push(Header { name, value, set: SetBy::Text });
}

/// The value with a hole where a sanitiser took something out. A scheme before it stays.
fn without_marks(value: Text) -> Text {
    let written = value.as_written();
    let credential = credential(written);
    if !is_mark(&written[credential..]) {
        return value;
    }
    let taken = value.slice(credential..written.len());
    let mut text = if credential > 0 { value.slice(0..credential) } else { Text::default() };
    text.push_hole(taken.as_written(), taken.span(), (Why::Redacted, ""));
    text
}

/// Where the credential begins behind `Bearer` and the like.
fn credential(value: &str) -> usize {
    let start = value.len() - value.trim_start().len();
    ["bearer ", "basic "]
        .iter()
        .find(|scheme| {
            value.get(start..start + scheme.len()).is_some_and(|v| v.eq_ignore_ascii_case(scheme))
        })
        .map_or(0, |scheme| start + scheme.len())
}

/// Whether a sanitiser wrote this in place of a value.
///
/// A JWT whose claims were left readable (`_harmored_.<claims>._harmored_`, `h.p.redacted`) is none.
pub(crate) fn is_mark(value: &str) -> bool {
    let value = value.trim();
    if memchr::memmem::find(value.as_bytes(), b"harmored_").is_some() {
        return !has_claims(value);
    }
    // A mark is short; a token is not worth a second look.
    if value.len() > LONGEST_MARK {
        return false;
    }
    let word = value.to_ascii_lowercase();
    let bare = word.trim_matches(|c| "<>[](){}«»".contains(c));
    let named = ["redacted", "removed", "filtered", "masked", "hidden", "sanitized", "sanitised"];
    let bracketed = bare.len() < word.len();
    bare == "redacted"
        || bracketed && (named.contains(&bare) || bare.ends_with(" redacted"))
        || is_run(&word)
}

/// `_harmored_.<claims>._harmored_`.
fn has_claims(word: &str) -> bool {
    let mut parts = word.split('.');
    let (first, claims, last) = (parts.next(), parts.next(), parts.next());
    let taken = |part: Option<&str>| part.is_some_and(|part| part.contains("_harmored_"));
    taken(first)
        && taken(last)
        && claims.is_some_and(|c| !c.is_empty() && !c.contains("_harmored_"))
}

/// `***`, `xxxx-xxxx`, `•••`.
fn is_run(word: &str) -> bool {
    ['*', 'x', '•', '█'].iter().any(|filler| {
        word.chars().filter(|letter| letter == filler).count() >= 3
            && word.chars().all(|letter| letter == *filler || "-. ".contains(letter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sanitiser_wrote_is_no_value() {
        for mark in [
            "_harmored_",
            "[harmored_3F2A]",
            "[Authorization redacted]",
            "REDACTED",
            "<redacted>",
            "***",
            "[REDACTED]",
            "xxxxxxxx-xxxx",
            "sid=_harmored_; b=_harmored_",
            "sid=[harmored_3F2A]; b=1",
            "••••",
        ] {
            assert!(is_mark(mark), "{mark}");
        }
    }

    #[test]
    fn what_can_still_be_read_is_a_value() {
        for value in [
            "_harmored_.claims._harmored_",
            "head.claims.redacted",
            "",
            "x",
            "*/*",
            "redactor",
            "[a, b]",
            "text/html",
            "hidden",
        ] {
            assert!(!is_mark(value), "{value}");
        }
    }

    #[test]
    fn the_scheme_before_a_mark_stays() {
        let text = without_marks(Text::verbatim("Bearer [token redacted]", 5));
        assert_eq!(text.as_written(), "Bearer [token redacted]");
        assert_eq!(text.holes()[0].range, 7..23);
        assert_eq!(text.known(), Fact::Unknown(Why::Redacted));
        assert_eq!(text.slice(0..6).known(), Fact::Known("Bearer"));
    }
}
