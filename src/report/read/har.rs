//! What was read, as an HTTP archive 1.2.

use std::io;

use serde_json::{Value, json};

use crate::exchange::{Exchange, Header, Response, Time};
use crate::source::Text;
use crate::truth::Fact;
use crate::view::parts;

use super::Secrets;

pub(super) const START: &str = "{\"log\":{\"version\":\"1.2\",\"entries\":[";

/// What stands behind the entries. Whoever reads it takes a header that is missing for one that was
/// not sent, unless another recorder had left some out before.
pub(super) fn end(whole: bool) -> io::Result<String> {
    let name = if whole { "frontegg-lint" } else { "frontegg-lint, of a recording with gaps" };
    let creator = json!({ "name": name, "version": env!("CARGO_PKG_VERSION") });
    Ok(format!("\n],\"creator\":{}}}}}\n", serde_json::to_string(&creator)?))
}

/// One entry, on one line.
pub(super) fn entry(exchange: &Exchange, secrets: Secrets) -> io::Result<String> {
    let shown = Shown { secrets };
    let request = &exchange.request;
    let url = super::address(exchange);
    let query: Vec<Value> = url.query_pairs().iter().map(|(n, v)| shown.pair(n, v)).collect();
    let mut entry = json!({
        "startedDateTime": exchange.started.known().unwrap_or(NO_TIME).to_string(),
        "time": took(exchange),
        "request": {
            "method": shown.text(&request.method, parts::word),
            "url": match secrets {
                Secrets::Masked => parts::url(&url),
                Secrets::Written => url.as_written(),
            },
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": shown.headers(&request.headers),
            "queryString": query,
            "headersSize": -1,
            "bodySize": shown.size(&request.body),
        },
        "response": match &exchange.response {
            Fact::Known(response) => shown.response(response),
            Fact::Absent | Fact::Unknown(_) => shown.response(&Response::of_status(0)),
        },
        "cache": {},
        "timings": { "send": 0, "wait": took(exchange), "receive": 0 },
    });
    if let Fact::Known(body) = &request.body {
        let text = shown.body(body);
        let kind = shown.kind(&request.headers);
        entry["request"]["postData"] = json!({ "mimeType": kind, "text": text });
    }
    serde_json::to_string(&entry).map_err(io::Error::from)
}

/// Stands for a time that is not known: the format has no other way to say so.
const NO_TIME: Time = Time(0);

fn took(exchange: &Exchange) -> i64 {
    match (exchange.started, exchange.answered) {
        (Fact::Known(started), Fact::Known(answered)) => answered.0.saturating_sub(started.0),
        (_, _) => 0,
    }
}

struct Shown {
    secrets: Secrets,
}

impl Shown {
    fn response(&self, response: &Response) -> Value {
        let mut content = json!({
            "size": self.size(&response.body),
            "mimeType": self.kind(&response.headers),
        });
        if let Fact::Known(body) = &response.body {
            content["text"] = json!(self.body(body));
        }
        let status = response.status.known().unwrap_or_default();
        json!({
            "status": status,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": self.headers(&response.headers),
            "content": content,
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        })
    }

    fn headers(&self, headers: &[Header]) -> Vec<Value> {
        let one = |header: &Header| {
            let (name, value) = match self.secrets {
                Secrets::Masked => parts::header(header),
                Secrets::Written => {
                    let part = |text: &Text| text.as_written().to_owned();
                    (part(&header.name), part(&header.value))
                }
            };
            json!({ "name": name, "value": value })
        };
        headers.iter().map(one).collect()
    }

    fn pair(&self, name: &Text, value: &Text) -> Value {
        let shown = |text: &Text| self.text(text, parts::word);
        json!({ "name": shown(name), "value": shown(value) })
    }

    fn text(&self, text: &Text, masked: impl Fn(&Text) -> String) -> String {
        match self.secrets {
            Secrets::Masked => masked(text),
            Secrets::Written => text.as_written().to_owned(),
        }
    }

    fn body(&self, body: &Text) -> String {
        match self.secrets {
            Secrets::Masked => parts::body(body.as_written()),
            Secrets::Written => body.as_written().to_owned(),
        }
    }

    /// -1 says that it is not known.
    fn size(&self, body: &Fact<Text>) -> i64 {
        match body {
            Fact::Known(body) => i64::try_from(self.body(body).len()).unwrap_or(i64::MAX),
            Fact::Absent => 0,
            Fact::Unknown(_) => -1,
        }
    }

    /// The media type that the headers name.
    fn kind(&self, headers: &[Header]) -> String {
        let named = headers.iter().find(|header| header.is("content-type"));
        named.map_or_else(String::new, |header| match self.secrets {
            Secrets::Masked => parts::header(header).1,
            Secrets::Written => header.value.as_written().to_owned(),
        })
    }
}
