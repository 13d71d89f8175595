//! Calls written as HTTP, as a recorder would have kept them: an example's HAR without its brackets.

use serde_json::{Value, json};
use thiserror::Error;

use crate::exchange::Time;

/// What is wrong with a recording written as HTTP.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RecordedError {
    #[error("call {0}: `{1}` is no `METHOD https://…`")]
    NoRequestLine(usize, String),
    #[error("call {0}: `{1}` is no `# TIME 120 ms`")]
    NoTime(usize, String),
    #[error("call {0}: `{1}` is no header")]
    NoHeader(usize, String),
    #[error("call {0}: `{1}` is no `HTTP/1.1 200`")]
    NoStatus(usize, String),
}

/// Between two calls.
const BETWEEN: &str = "###";

/// The HAR that `recorder` would have written of these calls. A call that does not say when it was
/// sent was sent at `now`, each a second after the one before.
pub fn har(text: &str, recorder: &str, now: Time) -> Result<String, RecordedError> {
    let mut entries = Vec::new();
    for (number, call) in text.split(BETWEEN).enumerate() {
        let lines: Vec<&str> = call.trim().lines().collect();
        let behind = i64::try_from(number).unwrap_or(i64::MAX).saturating_mul(1000);
        let started = Time(now.0.saturating_add(behind));
        entries.push(Call { number: number + 1, lines: &lines }.entry(started)?);
    }
    let creator = json!({ "name": recorder, "version": "1" });
    let log = json!({ "version": "1.2", "creator": creator, "entries": entries });
    Ok(format!("{:#}", json!({ "log": log })))
}

/// One call and its answer, line by line.
struct Call<'t> {
    /// Counts from 1.
    number: usize,
    lines: &'t [&'t str],
}

impl Call<'_> {
    fn entry(&self, otherwise: Time) -> Result<Value, RecordedError> {
        let (started, took, rest) = self.time(otherwise)?;
        let answer = rest.iter().position(|line| line.starts_with("HTTP/"));
        let (asked, answered) = rest.split_at(answer.unwrap_or(rest.len()));
        let mut entry = json!({
            "startedDateTime": started.to_string(),
            "time": took,
            "request": self.request(asked)?,
        });
        if let [status, rest @ ..] = answered {
            entry["response"] = self.response(status, rest)?;
        }
        Ok(entry)
    }

    /// `# 2026-05-11T09:30:00Z 120 ms` before the request line.
    fn time(&self, otherwise: Time) -> Result<(Time, u32, &[&str]), RecordedError> {
        let [first, rest @ ..] = self.lines else { return Ok((otherwise, 100, self.lines)) };
        let Some(words) = first.strip_prefix("# ") else { return Ok((otherwise, 100, self.lines)) };
        let mut words = words.split_whitespace();
        let started = words.next().and_then(Time::parse);
        let took = words.next().map_or(Some(100), |word| word.parse().ok());
        match (started, took) {
            (Some(started), Some(took)) => Ok((started, took, rest)),
            (None, _) | (_, None) => Err(RecordedError::NoTime(self.number, (*first).to_owned())),
        }
    }

    fn request(&self, lines: &[&str]) -> Result<Value, RecordedError> {
        let line = lines.first().copied().unwrap_or_default();
        let Some((method, url)) = line.split_once(' ').filter(|(_, url)| url.contains("://"))
        else {
            return Err(RecordedError::NoRequestLine(self.number, line.to_owned()));
        };
        let (headers, body) = self.headers(lines.get(1..).unwrap_or_default())?;
        let mut request = json!({ "method": method, "url": url, "headers": headers });
        if !body.is_empty() {
            request["postData"] = json!({ "mimeType": kind(&headers), "text": body });
        }
        Ok(request)
    }

    fn response(&self, status: &str, lines: &[&str]) -> Result<Value, RecordedError> {
        let number = status.split_whitespace().nth(1).and_then(|word| word.parse::<u16>().ok());
        let Some(number) = number else {
            return Err(RecordedError::NoStatus(self.number, status.to_owned()));
        };
        let (headers, body) = self.headers(lines)?;
        let content = json!({ "mimeType": kind(&headers), "text": body });
        Ok(json!({ "status": number, "statusText": "", "headers": headers, "content": content }))
    }

    /// The headers, and the body behind an empty line.
    fn headers(&self, lines: &[&str]) -> Result<(Vec<Value>, String), RecordedError> {
        let end = lines.iter().position(|line| line.trim().is_empty()).unwrap_or(lines.len());
        let header = |line: &&str| match line.split_once(':') {
            Some((name, value)) => Ok(json!({ "name": name.trim(), "value": value.trim() })),
            None => Err(RecordedError::NoHeader(self.number, (*line).to_owned())),
        };
        let headers = lines[..end].iter().map(header).collect::<Result<_, _>>()?;
        Ok((headers, lines[end..].join("\n").trim().to_owned()))
    }
}

/// The content type that the headers name; JSON where none does.
fn kind(headers: &[Value]) -> Value {
    let named = |header: &&Value| {
        header["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("content-type"))
    };
    headers.iter().find(named).map_or_else(|| json!("application/json"), |h| h["value"].clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_778_500_800_000);

    #[test]
    fn calls_and_their_answers_become_entries() {
        let text = "POST https://api.frontegg.com/auth/vendor\nContent-Type: text/plain\n\n{}\n\n\
                    HTTP/1.1 200\nX-Y: z\n\n{\"a\":\n1}\n###\n# 2026-01-01T00:00:00Z 7 ms\n\
                    GET https://api.frontegg.com/x\n";
        let har: Value = serde_json::from_str(&har(text, "Firefox", NOW).unwrap()).unwrap();
        let entries = &har["log"]["entries"];
        assert_eq!(har["log"]["creator"]["name"], "Firefox");
        assert_eq!(entries[0]["request"]["postData"]["text"], "{}");
        assert_eq!(entries[0]["request"]["postData"]["mimeType"], "text/plain");
        assert_eq!(entries[0]["response"]["content"]["text"], "{\"a\":\n1}");
        assert_eq!(entries[0]["response"]["headers"][0]["name"], "X-Y");
        assert_eq!(entries[0]["startedDateTime"], "2026-05-11T12:00:00Z");
        assert_eq!(entries[1]["startedDateTime"], "2026-01-01T00:00:00Z");
        assert_eq!((&entries[1]["time"], &entries[1]["response"]), (&json!(7), &Value::Null));
    }

    #[test]
    fn a_line_that_is_none_is_told_with_its_call() {
        let wrong = |text: &str| har(text, "Firefox", NOW).unwrap_err().to_string();
        assert_eq!(wrong("GET /x"), "call 1: `GET /x` is no `METHOD https://…`");
        assert!(wrong("# soon\nGET https://a.example/").contains("is no `# TIME 120 ms`"));
        assert!(wrong("GET https://a.example/\nno header").contains("is no header"));
        assert!(wrong("GET https://a.example/\n\nHTTP/1.1 OK").contains("is no `HTTP/1.1 200`"));
    }
}
