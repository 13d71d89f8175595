//! What came back: whether it worked, and which known error it is.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::{Exchange, Response};
use crate::truth::{Fact, Why};

/// How a known error is recognised. All that are given must hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Signature {
    pub id: String,
    /// Any of these; empty for every status.
    #[serde(default)]
    pub status: Vec<u16>,
    /// Contained in what the body says, in any case.
    #[serde(default)]
    pub text: Option<String>,
    /// `ER-00004`.
    #[serde(default)]
    pub error_code: Option<String>,
}

impl Signature {
    fn may_have(&self, status: Fact<u16>) -> bool {
        self.status.is_empty()
            || match status {
                Fact::Known(status) => self.status.contains(&status),
                Fact::Absent => false,
                Fact::Unknown(_) => true,
            }
    }
}

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

/// The id of the known error that the answer is: the most exact signature that holds.
pub(crate) fn error<'a>(exchange: &Exchange, signatures: &'a [Signature]) -> Fact<&'a str> {
    let Fact::Known(response) = &exchange.response else {
        return status(exchange).and_then(|_| Fact::Absent);
    };
    let status = status(exchange);
    // The body of a call that went well is as large as it is common: it is not looked at.
    if !signatures.iter().any(|signature| signature.may_have(status)) {
        return Fact::Absent;
    }
    let words = Words::of(response);
    let mut best: Option<(usize, &Signature)> = None;
    let mut undecided = None;
    for signature in signatures {
        match holds(signature, status, words.as_ref()) {
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

/// What an answer says, in lower case.
struct Words {
    all: String,
    codes: Vec<String>,
}

impl Words {
    fn of(response: &Response) -> Option<Self> {
        let body = text(response)?;
        let mut said = Vec::new();
        if let Ok(value) = serde_json::from_str::<Value>(body) {
            for name in ["errors", "message", "error", "error_description", "errorCode"] {
                collect(value.get(name), &mut said);
            }
        } else {
            // A note beside a command, or an answer that somebody shortened.
            let words = body.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            said.extend(words.map(str::to_lowercase).filter(|word| word.starts_with("er-")));
        }
        let codes = said.iter().filter(|word| word.starts_with("er-")).cloned().collect();
        let mut all = body.to_lowercase();
        for word in said {
            all.push('\n');
            all.push_str(&word);
        }
        Some(Self { all, codes })
    }

    fn has_code(&self, code: &str) -> bool {
        let code = code.to_lowercase();
        self.codes
            .iter()
            .any(|own| own.split(|c: char| c.is_whitespace() || c == ':').next() == Some(&code))
    }
}

/// The texts of `errors`: plain ones, and the messages of objects.
fn collect(value: Option<&Value>, said: &mut Vec<String>) {
    match value {
        Some(Value::String(text)) => said.push(text.trim().to_lowercase()),
        Some(Value::Array(items)) => {
            for item in items.iter().take(50) {
                let inner = ["message", "errorCode", "error"]
                    .map(|name| item.get(name).and_then(Value::as_str));
                let texts = inner.into_iter().chain([item.as_str()]).flatten();
                said.extend(texts.map(|text| text.trim().to_lowercase()));
            }
        }
        Some(Value::Object(fields)) => {
            let texts = fields.values().filter_map(Value::as_str);
            said.extend(texts.map(|text| text.trim().to_lowercase()));
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_)) | None => {}
    }
}

/// How exactly a signature holds; absent where it does not.
fn holds(signature: &Signature, status: Fact<u16>, words: Option<&Words>) -> Fact<usize> {
    let mut undecided = None;
    let mut exact = 0;
    if !signature.status.is_empty() {
        exact += 1;
        match status {
            Fact::Known(status) if !signature.status.contains(&status) => return Fact::Absent,
            Fact::Known(_) => {}
            Fact::Absent => return Fact::Absent,
            Fact::Unknown(why) => undecided = Some(why),
        }
    }
    let texts = [
        signature
            .text
            .as_deref()
            .map(|text| words.map(|words| words.all.contains(&text.to_lowercase()))),
        signature.error_code.as_deref().map(|code| words.map(|words| words.has_code(code))),
    ];
    for held in texts.into_iter().flatten() {
        exact += 2;
        match held {
            Some(true) => {}
            Some(false) => return Fact::Absent,
            None => undecided = Some(Why::NotRecorded),
        }
    }
    // A text that says it all names the error even where the status was not copied along.
    match undecided {
        Some(why) if words.is_none() || exact <= 1 => Fact::Unknown(why),
        Some(_) | None if exact == 0 => Fact::Absent,
        Some(_) | None => Fact::Known(exact),
    }
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
    let typed = response.header("content-type").is_some_and(|header| {
        let value = header.value.as_written().trim();
        value.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("text/html"))
    });
    typed
        || body.is_some_and(|body| {
            let head: String = body.trim_start().chars().take(9).collect::<String>().to_lowercase();
            head.starts_with("<!doctype") || head.starts_with("<html")
        })
}
