//! Who a request says it comes from: users, tokens and the ways to prove them.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Context;
use super::headers::Headers;
use super::request::Settings;
use super::text::prefixed;
use super::{body, netrc};
use crate::exchange::Url;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// The ways to prove it that curl may be told to use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Basic,
    Bearer,
    Digest,
    Negotiate,
    Ntlm,
    Signature,
}

/// A header of the text wins. Of several ways none is taken before the server has said which.
pub(super) fn add(
    headers: &mut Headers,
    settings: Settings<'_>,
    (context, url): (&Context<'_>, &Url),
) {
    let ways = ways(settings);
    let mut ways = ways.iter();
    let (Some(way), None) = (ways.next(), ways.next()) else { return };
    match way {
        Way::Basic => basic_of(headers, settings, (context, url)),
        Way::Bearer => {
            if let Some(token) = settings.value("oauth2-bearer") {
                headers.push("Authorization", prefixed("Bearer ", token));
            }
        }
        // The first request goes out without it.
        Way::Digest => {}
        // Only some curls can do it, and a ticket of the machine may be needed.
        Way::Negotiate | Way::Ntlm => headers.kept_less(),
        Way::Signature => {
            let user = settings.value("user").map(Text::span);
            if let Some(span) = user.or_else(|| url.user_info.as_ref().map(Text::span)) {
                let mut hole = Text::default();
                hole.push_hole("…", span, (Why::NotRecorded, ""));
                headers.push("Authorization", hole);
            } else {
                headers.kept_less();
            }
        }
    }
}

fn ways(settings: Settings<'_>) -> BTreeSet<Way> {
    let all = [Way::Basic, Way::Digest, Way::Negotiate, Way::Ntlm];
    let mut ways = BTreeSet::new();
    for setting in settings.0 {
        let way = match setting.name {
            "anyauth" => {
                ways = BTreeSet::from(all);
                continue;
            }
            "basic" => Way::Basic,
            "digest" => Way::Digest,
            "negotiate" => Way::Negotiate,
            "ntlm" => Way::Ntlm,
            "oauth2-bearer" => Way::Bearer,
            "aws-sigv4" | "httpsig-key" => Way::Signature,
            _ => continue,
        };
        if setting.on {
            ways.insert(way);
        } else {
            ways.remove(&way);
        }
    }
    if ways.is_empty() {
        ways.insert(Way::Basic);
    }
    ways
}

fn basic_of(headers: &mut Headers, settings: Settings<'_>, (context, url): (&Context<'_>, &Url)) {
    let file = settings.value("netrc-file");
    let asked = settings.is_on("netrc") || settings.is_on("netrc-optional") || file.is_some();
    if let Some(user) = settings.value("user") {
        headers.push("Authorization", basic(user, Encoding::Plain));
    } else if let Some(user) = &url.user_info {
        if asked && !user.as_written().contains(':') {
            return headers.kept_less();
        }
        headers.push("Authorization", basic(user, Encoding::Percent));
    } else if asked {
        let read = file.map(|name| body::file(name, context));
        let found = match read {
            Some(Ok(Fact::Known(read))) => netrc::login(read.as_written(), url.host.as_written()),
            Some(Ok(Fact::Absent | Fact::Unknown(_)) | Err(_)) | None => {
                return headers.kept_less();
            }
        };
        match found {
            Ok(Some((user, password))) => {
                let span = file.map_or(url.span, Text::span);
                let pair = BASE64_STANDARD.encode(format!("{user}:{password}"));
                headers.push("Authorization", Text::decoded(&format!("Basic {pair}"), span));
            }
            Ok(None) => {}
            Err(netrc::Unread) => headers.kept_less(),
        }
    }
}

/// How a user and a password are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Encoding {
    Plain,
    /// In an address, users and passwords are percent-encoded.
    Percent,
}

/// `Basic` credentials. Without a password curl asks for one, so the value is unknown.
pub(in crate::input) fn basic(user: &Text, encoding: Encoding) -> Text {
    let written = user.as_written();
    let asks = !written.contains(':') && encoding == Encoding::Plain;
    if asks || !user.holes().is_empty() {
        let why = user.holes().first().map_or(Why::NotRecorded, |hole| hole.why);
        let name = user.holes().first().map_or("", |hole| hole.name.as_str());
        let mut value = Text::decoded("Basic ", Span::at(user.span().start));
        value.push_hole(written, user.span(), (why, name));
        return value;
    }
    let mut pair = written.to_owned();
    if !pair.contains(':') {
        pair.push(':');
    }
    let pair = match encoding {
        Encoding::Plain => pair.into_bytes(),
        Encoding::Percent => percent_decoded(&pair),
    };
    Text::decoded(&format!("Basic {}", BASE64_STANDARD.encode(pair)), user.span())
}

pub(super) fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let escaped = (*byte == b'%')
            .then(|| tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok()))
            .flatten()
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_and_a_password_are_encoded_as_they_are_written() {
        let sent = |user, encoding| basic(&Text::verbatim(user, 0), encoding);
        assert_eq!(sent("a:b", Encoding::Plain).as_written(), "Basic YTpi");
        assert_eq!(sent("a%3A:b", Encoding::Percent).as_written(), "Basic YTo6Yg==");
        assert_eq!(sent("", Encoding::Percent).as_written(), "Basic Og==");
        assert!(sent("a", Encoding::Plain).known().is_unknown());
    }
}
