//! What came back: whether it worked, and which known error it is.

mod signature;
mod words;

pub use signature::{Besides, Signature};
pub use words::sayings;

use serde_json::Value;

use crate::exchange::{Exchange, Response};
use crate::mask;
use crate::truth::{Fact, Why};

use super::Facts;
pub(crate) use words::Words;

/// An answer longer than this is not searched.
const LONGEST: usize = 1024 * 1024;

/// The status; none where no answer came.
pub(crate) fn status(exchange: &Exchange) -> Fact<u16> {
    match &exchange.response {
        Fact::Known(response) => match response.status {
            // A recorder's word for a request that was never answered.
            Fact::Known(0) | Fact::Absent => Fact::Unknown(Why::NotRecorded),
            Fact::Known(status) => Fact::Known(status),
            Fact::Unknown(why) => Fact::Unknown(why),
        },
        Fact::Absent => Fact::Unknown(Why::NotRecorded),
        Fact::Unknown(why) => Fact::Unknown(*why),
    }
}

/// Whether an answer came, as far as the recorder says so.
pub(crate) fn arrived(exchange: &Exchange) -> Fact<bool> {
    match &exchange.response {
        Fact::Known(_) => Fact::Known(true),
        Fact::Absent => Fact::Known(false),
        Fact::Unknown(why) => Fact::Unknown(*why),
    }
}

/// 2xx or 304, no HTML where JSON is answered, no `errors` in the body.
pub(crate) fn succeeded(exchange: &Exchange, answers_json: bool) -> Fact<bool> {
    let Fact::Known(response) = &exchange.response else {
        return status(exchange).map(|_| false);
    };
    let body = text(response);
    if body.is_some_and(has_errors) || answers_json && is_html(response, body) {
        return Fact::Known(false);
    }
    status(exchange).map(|status| matches!(status, 200..=299 | 304))
}

/// What the body is: a word of `answer.form`.
pub(crate) fn form(exchange: &Exchange) -> Fact<&'static str> {
    let Fact::Known(response) = &exchange.response else {
        return status(exchange).and_then(|_| Fact::Absent);
    };
    match &response.body {
        Fact::Known(body) => Fact::Known(form_of(response, body.as_written())),
        Fact::Absent => Fact::Known("empty"),
        Fact::Unknown(why) => announced(response).map_or(Fact::Unknown(*why), Fact::Known),
    }
}

fn form_of(response: &Response, body: &str) -> &'static str {
    let body = body.trim();
    if body.is_empty() {
        "empty"
    } else if body.starts_with(['{', '[']) || announced(response) == Some("json") {
        "json"
    } else if is_html(response, Some(body)) {
        "html"
    } else {
        "text"
    }
}

/// What the content type says that the body is.
fn announced(response: &Response) -> Option<&'static str> {
    let header = response.header("content-type")?;
    let kind = header.value.as_written().to_ascii_lowercase();
    if kind.contains("json") {
        Some("json")
    } else if kind.contains("text/html") {
        Some("html")
    } else {
        None
    }
}

/// The code that the answer names, `ER-00004`.
pub(crate) fn error_code(facts: &Facts<'_>) -> Fact<String> {
    of_words(facts, Words::code)
}

/// What the text of a validation error speaks of.
pub(crate) fn field(facts: &Facts<'_>) -> Fact<String> {
    let is_plain = |name: &String| name.split(' ').all(|word| mask::identifier(word).is_some());
    of_words(facts, |words| words.field().filter(is_plain))
}

fn of_words<T>(facts: &Facts<'_>, part: impl FnOnce(&Words) -> Option<T>) -> Fact<T> {
    match facts.answer_words() {
        Some(words) => part(words).into(),
        None => status(facts.exchange).and_then(|_| Fact::Unknown(Why::NotRecorded)),
    }
}

/// When calls are taken again, as the answer's own header says.
pub(crate) fn rate_limit_reset(exchange: &Exchange) -> Fact<&str> {
    let Fact::Known(response) = &exchange.response else {
        return status(exchange).and_then(|_| Fact::Absent);
    };
    let header =
        ["x-rate-limit-reset", "retry-after"].iter().find_map(|name| response.header(name));
    header.map(|header| header.value.as_written().trim()).filter(|value| is_moment(value)).into()
}

/// A time or a number of seconds, and nothing else.
fn is_moment(value: &str) -> bool {
    let is_of_time = |c: char| c.is_ascii_digit() || "-:.TZ+".contains(c);
    !value.is_empty() && value.len() <= 40 && value.chars().all(is_of_time)
}

/// The id of the known error that the answer is: the most exact signature that holds.
pub(crate) fn error<'a>(facts: &Facts<'_>, signatures: &'a [Signature]) -> Fact<&'a str> {
    if let Fact::Unknown(why) = facts.exchange.response {
        return Fact::Unknown(why);
    }
    // The body of a call that went well is as large as it is common: it is not looked at.
    if facts.succeeded() == Fact::Known(true) {
        return Fact::Absent;
    }
    let status = status(facts.exchange);
    let mut best: Option<(usize, &Signature)> = None;
    let mut undecided = None;
    for signature in signatures.iter().filter(|signature| signature.may_have(status)) {
        match signature.holds(facts, status) {
            Fact::Known(exact) if best.is_none_or(|(most, _)| exact > most) => {
                best = Some((exact, signature));
            }
            Fact::Known(_) | Fact::Absent => {}
            Fact::Unknown(why) => undecided = Some(why),
        }
    }
    match (best, undecided) {
        (Some((_, signature)), _) => Fact::Known(&signature.id),
        (None, Some(why)) => Fact::Unknown(why),
        (None, None) => Fact::Absent,
    }
}

/// What the answer says, where its body is here.
pub(crate) fn words(exchange: &Exchange) -> Option<Words> {
    text(exchange.response.as_ref().known()?).map(Words::of)
}

fn text(response: &Response) -> Option<&str> {
    let text = response.body.as_ref().known()?.as_written();
    (text.len() <= LONGEST).then_some(text)
}

fn has_errors(body: &str) -> bool {
    if !body.contains("\"errors\"") {
        return false;
    }
    match serde_json::from_str::<Value>(body) {
        Ok(value) => match value.get("errors") {
            Some(Value::Array(items)) => !items.is_empty(),
            Some(Value::Object(fields)) => !fields.is_empty(),
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => false,
        },
        Err(_) => false,
    }
}

fn is_html(response: &Response, body: Option<&str>) -> bool {
    announced(response) == Some("html")
        || body.is_some_and(|body| {
            let head: String = body.trim_start().chars().take(9).collect::<String>().to_lowercase();
            head.starts_with("<!doctype") || head.starts_with("<html")
        })
}
