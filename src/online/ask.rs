//! Sends requests, all at once, and waits for their answers: the only code that does not run in order.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::{Instant, sleep, timeout_at};

use crate::exchange::Time;

pub use super::no_reply::NoReply;
pub use super::reply::Reply;
#[cfg(test)]
pub(super) use super::reply::made;

use super::door::Door;
use super::request::Request;
use super::wire;

/// The largest answer that is read, in bytes.
const LARGEST: usize = 1024 * 1024;

/// How long to wait before the second and the third attempt.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(600)];

/// A limit that ends within so many milliseconds is waited for.
const SOON: i64 = 2000;

/// Sends all requests at once; the answers come in their order. Each has the patience of the door for all it
/// needs: the address, the connection, the answer, and where it does no harm, more attempts.
pub async fn ask(door: &Door, requests: &[Request]) -> Vec<Result<Reply, NoReply>> {
    let ask = |request: &Request| tokio::spawn(patiently(door.clone(), request.clone()));
    let asked: Vec<_> = requests.iter().map(ask).collect();
    let mut replies = Vec::new();
    for reply in asked {
        replies.push(reply.await.unwrap_or(Err(NoReply::Broken)));
    }
    replies
}

/// The same for callers that wait.
pub fn ask_now(door: &Door, requests: &[Request]) -> Vec<Result<Reply, NoReply>> {
    waits(ask(door, requests)).unwrap_or_else(|| vec![Err(NoReply::Unreachable); requests.len()])
}

/// The name that a host is an alias of, by the resolver of the door; none where it is none. What comes back is
/// text that a stranger wrote.
pub fn alias_now(door: &Door, host: &str) -> Result<Option<String>, NoReply> {
    let (resolver, host) = (Arc::clone(&door.resolver), host.to_owned());
    let patience = door.patience;
    let found = waits(async move {
        let found = tokio::task::spawn_blocking(move || resolver.alias(&host));
        tokio::time::timeout(patience, found).await.map_err(|_| NoReply::TimedOut)
    });
    let answered = found.ok_or(NoReply::Unreachable)??;
    answered.ok().and_then(Result::ok).ok_or(NoReply::NoAddress)
}

/// What comes of work that is not done in order.
fn waits<T>(work: impl Future<Output = T>) -> Option<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    let done = runtime.block_on(work);
    // The resolver of the system cannot be told to stop: it is left behind.
    runtime.shutdown_background();
    Some(done)
}

/// Asks, and asks again where that does no harm and may help.
async fn patiently(door: Door, request: Request) -> Result<Reply, NoReply> {
    let end = Instant::now() + door.patience;
    let mut last = Err(NoReply::TimedOut);
    for attempt in 0.. {
        // What an earlier attempt came to says more than that the time is over.
        let Ok(outcome) = timeout_at(end, once(&door, &request)).await else { return last };
        last = outcome;
        let step = PAUSES.get(attempt).filter(|_| request.is_harmless());
        let Some(pause) = step.and_then(|step| pause(&last, *step)) else { return last };
        if Instant::now() + pause >= end {
            return last;
        }
        sleep(pause).await;
    }
    last
}

/// How long to wait before the next attempt, if one may help.
fn pause(last: &Result<Reply, NoReply>, step: Duration) -> Option<Duration> {
    match last {
        Err(reason) => reason.is_without_connection().then_some(step),
        Ok(reply) if matches!(reply.status, 502..=504) => Some(step),
        Ok(reply) => {
            let now = now();
            let wait = reply.limited_until(now)?.0.saturating_sub(now.0);
            let wait = (wait <= SOON).then(|| u64::try_from(wait).unwrap_or(0))?;
            Some(step.max(Duration::from_millis(wait)))
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "how long to wait for a time is asked of the clock")]
fn now() -> Time {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

async fn once(door: &Door, request: &Request) -> Result<Reply, NoReply> {
    let written = wire::written(request)?;
    let why = |error: reqwest::Error| NoReply::of(&error, door.way(request.host()));
    let begun = Instant::now();
    let mut response = door.client.execute(written).await.map_err(why)?;
    if response.content_length().is_some_and(|length| length > LARGEST as u64) {
        return Err(NoReply::TooLarge);
    }
    let headers = response.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let headers = headers.collect();
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(why)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(NoReply::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Reply { status, headers, body, took: begun.elapsed() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = PAUSES[0];

    fn reply(status: u16, until: Option<i64>) -> Result<Reply, NoReply> {
        let reset = until.map(|millis| Time(now().0 + millis).to_string());
        let header = reset.iter().map(|reset| ("x-rate-limit-reset", reset.as_str()));
        made(status, &header.collect::<Vec<_>>(), "")
    }

    #[test]
    fn what_may_help_is_tried_again() {
        for last in [
            Err(NoReply::Unreachable),
            Err(NoReply::NoAddress),
            Err(NoReply::Proxy),
            reply(502, None),
            reply(503, None),
            reply(504, None),
            reply(429, Some(-60_000)),
        ] {
            assert_eq!(pause(&last, STEP), Some(STEP), "{last:?}");
        }
        assert!(pause(&reply(429, Some(1500)), STEP) > Some(STEP));
        for last in [
            Err(NoReply::Certificate),
            Err(NoReply::Broken),
            Err(NoReply::TooLarge),
            Err(NoReply::Unsendable),
            reply(200, None),
            reply(302, None),
            reply(401, None),
            reply(500, None),
            reply(429, None),
            reply(429, Some(60_000)),
        ] {
            assert_eq!(pause(&last, STEP), None, "{last:?}");
        }
    }
}
