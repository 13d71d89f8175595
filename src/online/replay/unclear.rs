//! Answers that say nothing of a call.

use crate::exchange::Time;
use crate::online::ask::Reply;

/// Why an answer says nothing of its call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    #[error("too many calls were made (429), and nothing more is answered {}", until(.0.as_ref()))]
    Limited(Option<Time>),
    #[error("the host is in trouble ({0})")]
    Trouble(u16),
    #[error("a page came back ({0}), as a firewall or a proxy sends it")]
    Page(u16),
    /// With the host that it leads to, masked.
    #[error("it redirects to {}, which is not followed", target(.0.as_deref()))]
    Redirects(Option<String>),
}

impl Unclear {
    /// None where the answer says something of the call. `now` is when it came.
    pub(super) fn of(reply: &Reply, now: Time) -> Option<Self> {
        let html = reply.header("content-type").is_some_and(|kind| kind.contains("text/html"));
        match reply.status {
            300..=399 if reply.header("location").is_some() => {
                Some(Self::Redirects(reply.leads_to()))
            }
            429 => Some(Self::Limited(reply.limited_until(now))),
            500..=599 => Some(Self::Trouble(reply.status)),
            403 if html => Some(Self::Page(reply.status)),
            _ => None,
        }
    }
}

fn until(time: Option<&Time>) -> String {
    time.map_or_else(|| "for a while".to_owned(), |time| format!("until {time}"))
}

fn target(host: Option<&str>) -> &str {
    host.unwrap_or("another address of the same host")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn said(status: u16, header: (&str, &str)) -> Option<String> {
        let headers = vec![(header.0.to_owned(), header.1.to_owned())];
        let reply = Reply { status, headers, body: Vec::new(), took: Duration::ZERO };
        let now = Time::parse("2026-05-11T12:00:00Z").unwrap();
        Unclear::of(&reply, now).map(|why| why.to_string())
    }

    #[test]
    fn why_nothing_is_settled_is_said() {
        for (status, header, words) in [
            (429, ("retry-after", "90"), "is answered until 2026-05-11T12:01:30Z"),
            (429, ("retry-after", "soon"), "is answered for a while"),
            (503, ("a", "b"), "the host is in trouble (503)"),
            (403, ("content-type", "text/html; charset=utf-8"), "a page came back (403)"),
            (
                302,
                ("location", "https://login.acme.com/x?code=1"),
                "it redirects to login.acme.com,",
            ),
            (307, ("location", "/next"), "it redirects to another address of the same host,"),
            (302, ("location", "https://a\u{1b}[2J/"), "it redirects to another address"),
        ] {
            let said = said(status, header).unwrap_or_default();
            assert!(said.contains(words), "{said}");
        }
        for (status, header) in [
            (403, ("content-type", "application/json")),
            (401, ("location", "/")),
            (304, ("a", "b")),
        ] {
            assert_eq!(said(status, header), None);
        }
    }
}
