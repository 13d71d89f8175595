//! What a host answered. All of it is text that a stranger wrote.

use std::fmt;
use std::time::Duration;

use crate::exchange::Time;
use crate::mask;

/// What a host answered.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// From the first byte of the question to the last of the answer, for the attempt that was answered.
    pub took: Duration,
}

/// The status of an answer that refuses because too many came before.
const TOO_MANY: u16 = 429;

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

    /// Until when nothing more is answered, if that is why this is no answer and it says so: the time of
    /// `x-rate-limit-reset`, else the seconds or the time of `retry-after`. `now` is when it came.
    pub fn limited_until(&self, now: Time) -> Option<Time> {
        if self.status != TOO_MANY {
            return None;
        }
        let reset = self.header("x-rate-limit-reset").and_then(Time::parse);
        reset.or_else(|| after(self.header("retry-after")?.trim(), now))
    }

    /// The host that a redirect leads to, as people may see it; none where it leads to no other host.
    pub fn leads_to(&self) -> Option<String> {
        let location = self.header("location").filter(|_| matches!(self.status, 300..=399))?;
        // Relative to a host that cannot be: what is found there leads to no other host.
        let base = url::Url::parse("https://base.invalid/").ok()?;
        let target = base.join(location).ok()?;
        let host = target.host_str().filter(|host| *host != "base.invalid")?;
        Some(mask::host_or_length(host).into_owned())
    }
}

/// `120` seconds from now, or `Sun, 06 Nov 1994 08:49:37 GMT`.
fn after(value: &str, now: Time) -> Option<Time> {
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(Time(now.0.saturating_add(i64::from(seconds) * 1000)));
    }
    let time = jiff::fmt::rfc2822::parse(value).ok()?;
    Some(Time(time.timestamp().as_millisecond()))
}

impl fmt::Debug for Reply {
    /// An answer may hold secrets: only its status and size are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply({}, {} bytes)", self.status, self.body.len())
    }
}

/// A made-up answer.
#[cfg(test)]
#[expect(clippy::unnecessary_wraps, reason = "it stands where a request may have failed")]
pub(super) fn made(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Reply, super::NoReply> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let headers = headers.iter().map(own).collect();
    Ok(Reply { status, headers, body: body.into(), took: Duration::ZERO })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, headers: &[(&str, &str)]) -> Reply {
        made(status, headers, "k9XvQ2mLr8TbW4").unwrap()
    }

    #[test]
    fn a_limit_says_until_when() {
        let now = Time::parse("2026-05-11T12:00:00Z").unwrap();
        for (name, value, until) in [
            ("x-rate-limit-reset", "2026-05-11T12:00:30Z", Some("2026-05-11T12:00:30Z")),
            ("retry-after", "90", Some("2026-05-11T12:01:30Z")),
            ("retry-after", "Mon, 11 May 2026 12:02:00 GMT", Some("2026-05-11T12:02:00Z")),
            ("retry-after", "soon", None),
            ("retry-after", "-1", None),
            ("retry-after", "99999999999999999999", None),
            ("x-rate-limit-reset", "1778500000", None),
            ("x-other", "90", None),
        ] {
            let found = reply(429, &[(name, value)]).limited_until(now);
            assert_eq!(found, until.and_then(Time::parse), "{name}: {value}");
            assert_eq!(reply(503, &[(name, value)]).limited_until(now), None);
        }
    }

    #[test]
    fn a_redirect_shows_its_host_and_nothing_else() {
        for (status, location, host) in [
            (302, "https://evil.example/a?token=k9XvQ2mLr8TbW4", Some("evil.example")),
            (308, "//evil.example/", Some("evil.example")),
            (302, "https://api.frontegg.com@evil.example:8443/", Some("evil.example")),
            (302, "\\\\evil.example/", Some("evil.example")),
            (302, "/oauth/account/login", None),
            (302, "mailto:a@b.c", None),
            (302, "https://", None),
            (200, "https://evil.example/", None),
        ] {
            let found = reply(status, &[("location", location)]).leads_to();
            assert_eq!(found.as_deref(), host, "{status} {location}");
        }
        let secret = "k9XvQ2mLr8Tb".repeat(4);
        let hidden = reply(302, &[("location", &format!("https://{secret}.example/"))]).leads_to();
        assert!(!hidden.unwrap().to_ascii_lowercase().contains("k9xvq2"));
    }

    #[test]
    fn an_answer_is_not_shown() {
        let shown = format!("{:?}", reply(200, &[("set-cookie", "k9XvQ2mLr8TbW4")]));
        assert_eq!(shown, "Reply(200, 14 bytes)");
    }
}
