//! Sends requests, all at once, and waits for their answers: the only code that does not run in order.

use std::time::Duration;

use reqwest::Method;

use super::door::Door;
use super::request::Request;

/// What a host answered.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub took: Duration,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReply {
    #[error("its name stands for no address")]
    NoAddress,
    #[error("it cannot be reached")]
    Unreachable,
    #[error("its certificate does not hold")]
    Certificate,
    #[error("it did not answer in time")]
    TimedOut,
    #[error("what it answered cannot be read")]
    Broken,
    #[error("it answered more than is read")]
    TooLarge,
    #[error("the request cannot be written")]
    Unsendable,
}

/// The largest answer that is read, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Sends all requests at once; the answers come in their order.
pub async fn ask(door: &Door, requests: &[Request]) -> Vec<Result<Reply, NoReply>> {
    let mut tasks = Vec::new();
    for request in requests {
        let (client, request) = (door.client.clone(), request.clone());
        tasks.push(tokio::spawn(async move { one(&client, &request).await }));
    }
    let mut replies = Vec::new();
    for task in tasks {
        replies.push(task.await.unwrap_or(Err(NoReply::Broken)));
    }
    replies
}

/// The same for callers that wait.
pub fn ask_now(door: &Door, requests: &[Request]) -> Vec<Result<Reply, NoReply>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(ask(door, requests)),
        Err(_) => vec![Err(NoReply::Unreachable); requests.len()],
    }
}

async fn one(client: &reqwest::Client, request: &Request) -> Result<Reply, NoReply> {
    let method =
        Method::from_bytes(request.method().as_bytes()).map_err(|_| NoReply::Unsendable)?;
    let mut builder = client.request(method, request.address());
    for (name, value) in &request.told().headers {
        builder = builder.header(name, value.text());
    }
    if let Some(body) = &request.told().body {
        builder = builder.body(body.text().to_owned());
    }
    let mut response = builder.send().await.map_err(|error| why(&error))?;
    let headers = response.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let headers = headers.collect();
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| why(&error))? {
        if body.len() + chunk.len() > LARGEST {
            return Err(NoReply::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Reply { status, headers, body, took: Duration::ZERO })
}

fn why(error: &reqwest::Error) -> NoReply {
    if error.is_timeout() {
        NoReply::TimedOut
    } else if error.is_connect() {
        NoReply::Unreachable
    } else if error.is_builder() {
        NoReply::Unsendable
    } else {
        NoReply::Broken
    }
}

impl Reply {
    /// The value of a header; its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, if it is some.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

impl std::fmt::Debug for Reply {
    /// An answer may hold secrets: only its status and size are shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

/// A made-up answer.
#[cfg(test)]
#[expect(clippy::unnecessary_wraps, reason = "it stands where a request may have failed")]
pub(super) fn made(status: u16, headers: &[(&str, &str)], body: &str) -> Result<Reply, NoReply> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let headers = headers.iter().map(own).collect();
    Ok(Reply { status, headers, body: body.into(), took: Duration::ZERO })
}
