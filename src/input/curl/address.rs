//! An address as it is written becomes the address curl sends to.

use super::credentials::percent_decoded;
use super::method::DATA;
use super::request::Settings;
use super::text::{percent_encoded, trimmed};
use crate::exchange::Url;
use crate::source::{Span, Text};

/// An address in its parts, and why curl refuses it.
pub(super) struct Address {
    pub(super) url: Url,
    pub(super) refused: Option<&'static str>,
}

/// How an address is read.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    /// `--path-as-is`.
    dots: Dots,
    /// `--proto-default`.
    scheme: Option<&'a Text>,
    /// `--proto`.
    allowed: Option<&'a Text>,
    users: Users,
}

/// How the path is treated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dots {
    /// `/a/../b` is `/b`.
    Resolved,
    Kept,
}

/// Whether an address may name a user.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Users {
    Welcome,
    /// `--disallow-username-in-url`.
    Refused,
}

impl<'a> Way<'a> {
    pub(super) fn of(settings: Settings<'a>) -> Self {
        // A query that options add makes curl read the address twice.
        let twice = settings.last("url-query").is_some()
            || settings.is_on("get") && settings.first_of(DATA).is_some();
        let kept = settings.is_on("path-as-is") && !twice;
        let refused = settings.is_on("disallow-username-in-url");
        Self {
            dots: if kept { Dots::Kept } else { Dots::Resolved },
            scheme: settings.value("proto-default"),
            allowed: settings.value("proto"),
            users: if refused { Users::Refused } else { Users::Welcome },
        }
    }
}

const MALFORMED: &str = "curl: URL rejected: Malformed input to a URL function";

/// Other ways to talk to a server than HTTP.
const OTHER_SCHEMES: &[&str] = &[
    "dict", "file", "ftp", "ftps", "gopher", "gophers", "imap", "imaps", "ipfs", "ipns", "ldap",
    "ldaps", "mqtt", "mqtts", "pop3", "pop3s", "rtmp", "rtsp", "scp", "sftp", "smb", "smbs",
    "smtp", "smtps", "telnet", "tftp", "ws", "wss",
];

/// The address of a request; none where it is not HTTP that is spoken there.
pub(super) fn read(text: &Text, way: &Way<'_>) -> Option<Address> {
    let malformed = text
        .as_written()
        .char_indices()
        .any(|(at, letter)| (letter == ' ' || letter.is_ascii_control()) && !in_hole(text, at));
    let text = trimmed(text);
    let mut url = Url::split(&with_slashes(&text));
    let refused = malformed.then_some(MALFORMED).or_else(|| refusal(&url));
    let refused = refused.or_else(|| {
        let named = way.users == Users::Refused && url.user_info.is_some();
        named.then_some("curl: URL rejected: a user name is not allowed in it")
    });
    if url.scheme.is_empty() && refused.is_none() {
        url.scheme = assumed_scheme(&url.host, way.scheme);
    } else if url.scheme.as_written().bytes().any(|b| b.is_ascii_uppercase())
        && url.scheme.holes().is_empty()
    {
        let lower = url.scheme.as_written().to_ascii_lowercase();
        url.scheme = Text::decoded(&lower, url.scheme.span());
    }
    if OTHER_SCHEMES.contains(&url.scheme.as_written()) {
        return None;
    }
    let refused = refused.or_else(|| unspoken(&url.scheme, way.allowed));
    drop_default_port(&mut url);
    if refused.is_none() {
        url.host = sent_host(&url.host);
        url.path = percent_encoded(&url.path, |c| !c.is_ascii());
        if way.dots == Dots::Resolved {
            url.path = without_dots(&url.path);
        }
        if url.path.is_empty() && url.query.is_some() {
            let end = url.port.as_ref().unwrap_or(&url.host).span().end;
            url.path = Text::decoded("/", Span::at(end));
        }
    }
    Some(Address { url, refused })
}

/// Puts more parameters behind those of the query; a number sign ends the address.
pub(super) fn add_query(url: &mut Url, more: &Text) -> Option<&'static str> {
    let written = more.as_written();
    let end = written
        .char_indices()
        .find(|(at, letter)| *letter == '#' && !in_hole(more, *at))
        .map_or(written.len(), |(at, _)| at);
    let more = more.slice(0..end);
    if more.is_empty() {
        return None;
    }
    if url.path.is_empty() {
        url.path = Text::decoded("/", Span::at(url.host.span().end));
    }
    match &mut url.query {
        Some(query) => {
            if !query.is_empty() && !query.as_written().ends_with('&') {
                query.push_decoded("&", Span::at(more.span().start));
            }
            query.append(&more);
        }
        None => url.query = Some(more.clone()),
    }
    let malformed = more
        .as_written()
        .char_indices()
        .any(|(at, letter)| (letter == ' ' || letter.is_ascii_control()) && !in_hole(&more, at));
    malformed.then_some(MALFORMED)
}

/// `ftp.example.com` is spoken to as its name says; all others as HTTP, or as an option says.
fn assumed_scheme(host: &Text, option: Option<&Text>) -> Text {
    if let Some(scheme) = option {
        return scheme.clone();
    }
    let name = host.as_written().to_ascii_lowercase();
    let guessed = ["ftp", "dict", "ldap", "imap", "smtp", "pop3"];
    let scheme = guessed
        .iter()
        .find(|guess| name.strip_prefix(**guess).is_some_and(|rest| rest.starts_with('.')));
    Text::decoded(scheme.unwrap_or(&"http"), Span::at(host.span().start))
}

/// Why curl does not speak this scheme.
fn unspoken(scheme: &Text, allowed: Option<&Text>) -> Option<&'static str> {
    let scheme = scheme.known().known()?;
    if scheme.contains(['{', '%', '[', '$']) {
        return None;
    }
    if !matches!(scheme, "http" | "https") {
        return Some("curl: the scheme of this URL is not supported");
    }
    let mut spoken = true;
    for name in allowed?.known().known()?.split(',') {
        let (sign, name) = match name.as_bytes().first() {
            Some(b'+' | b'-' | b'=') => name.split_at(1),
            Some(_) | None => ("+", name),
        };
        let meant = name == "all" || name.eq_ignore_ascii_case(scheme);
        match sign {
            "=" => spoken = meant,
            "-" => spoken &= !meant,
            _ => spoken |= meant,
        }
    }
    (!spoken).then_some("curl: --proto does not allow the scheme of this URL")
}

fn in_hole(text: &Text, at: usize) -> bool {
    text.holes().iter().any(|hole| hole.range.contains(&at))
}

/// `https:/x` and `https:///x` mean `https://x`.
fn with_slashes(text: &Text) -> Text {
    let written = text.as_written();
    let Some(colon) = written.find(":/") else { return text.clone() };
    let letters = written[..colon].bytes().all(|b| b.is_ascii_alphabetic());
    let slashes = written[colon + 1..].bytes().take_while(|b| *b == b'/').count();
    if !letters || colon == 0 || slashes == 2 || slashes > 3 {
        return text.clone();
    }
    let mut done = text.slice(0..colon);
    done.push_decoded("://", text.span_of(colon..colon + 1 + slashes));
    done.append(&text.slice(colon + 1 + slashes..written.len()));
    done
}

fn refusal(url: &Url) -> Option<&'static str> {
    let host = url.host.as_written();
    if !url.host.holes().is_empty() {
        return None;
    }
    if url.user_info.as_ref().is_some_and(|user| user.as_written().contains('@')) {
        return Some("curl: URL rejected: Bad hostname");
    }
    if url.scheme.as_written().contains('<') {
        return Some("curl: URL rejected: Bad hostname");
    }
    if host.is_empty() {
        return Some("curl: URL rejected: No host part in the URL");
    }
    let decoded = String::from_utf8(percent_decoded(host)).unwrap_or_default();
    let host = decoded.as_str();
    if !host.is_ascii() && url::Host::parse(host).is_err() || host.contains('\0') {
        return Some("curl: URL rejected: Bad hostname");
    }
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let ipv6 = bare.is_some_and(|bare| bare.parse::<std::net::Ipv6Addr>().is_ok());
    if !ipv6 && host.contains(|c: char| ":/#?!@{}[]\\$'\"^`*<>=;,+&()%| ".contains(c)) {
        return Some("curl: URL rejected: Bad hostname");
    }
    let port = url.port.as_ref()?;
    if port.is_empty() && url.scheme.is_empty() {
        return Some("curl: URL rejected: Port number was not a decimal number");
    }
    let bad = !port.is_empty() && port.holes().is_empty() && !is_port(port.as_written());
    bad.then_some("curl: URL rejected: Port number was not a decimal number between 0 and 65535")
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
}

fn drop_default_port(url: &mut Url) {
    let Some(port) = url.port.as_ref().map(Text::as_written) else { return };
    let default = match url.scheme.as_written() {
        "https" => "443",
        "http" => "80",
        _ => "",
    };
    let short = port.trim_start_matches('0');
    if port.is_empty() || short == default {
        url.port = None;
    } else if short.len() < port.len() && !short.is_empty() {
        url.port = url.port.as_ref().map(|port| port.slice(port.len() - short.len()..port.len()));
    }
}

/// International names go out in ASCII, numbers as an address; all others as they are written.
fn sent_host(host: &Text) -> Text {
    if host.holes().is_empty()
        && host.as_written().contains('%')
        && !host.as_written().contains('[')
    {
        let decoded = String::from_utf8(percent_decoded(host.as_written())).unwrap_or_default();
        return sent_host(&Text::decoded(&decoded.replace('%', ""), host.span()));
    }
    let written = host.as_written();
    let last = written.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let number = last.starts_with(|c: char| c.is_ascii_digit());
    if !host.holes().is_empty() || written.is_ascii() && !number {
        return host.clone();
    }
    match url::Host::parse(written) {
        Ok(sent) if sent.to_string() != written => Text::decoded(&sent.to_string(), host.span()),
        Ok(_) | Err(_) => host.clone(),
    }
}

/// Takes `.` and `..` out of a path, as RFC 3986 says.
fn without_dots(path: &Text) -> Text {
    let written = path.as_written();
    if !written.split('/').any(is_dots) {
        return path.clone();
    }
    let mut kept: Vec<Text> = Vec::new();
    let mut start = 1.min(written.len());
    let mut folder = false;
    for segment in written.get(start..).unwrap_or_default().split('/') {
        let range = start..start + segment.len();
        start = range.end + 1;
        folder = is_dots(segment);
        match segment.len() {
            _ if !folder => kept.push(path.slice(range)),
            2 | 4.. if segment != "%2e" && segment != "%2E" => drop(kept.pop()),
            _ => {}
        }
    }
    let mut done = Text::default();
    for segment in &kept {
        done.push_decoded("/", Span::at(segment.span().start));
        done.append(segment);
    }
    if folder || kept.is_empty() {
        done.push_decoded("/", Span::at(path.span().end));
    }
    done
}

/// A segment that curl takes out of a path.
pub(super) fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().as_str(), "." | ".." | "%2e" | "%2e%2e" | ".%2e" | "%2e.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_plainly(address: &str) -> Address {
        read(&Text::verbatim(address, 0), &Way::of(Settings(&[]))).unwrap()
    }

    fn sent(address: &str) -> String {
        read_plainly(address).url.as_written()
    }

    #[test]
    fn an_address_is_sent_as_curl_sends_it() {
        for (written, expected) in [
            ("api.frontegg.com/a", "http://api.frontegg.com/a"),
            ("https:/h/a", "https://h/a"),
            ("https:///h/a", "https://h/a"),
            ("HTTPS://API.Frontegg.COM:443/A", "https://API.Frontegg.COM/A"),
            ("https://h/a/../b/./c/..", "https://h/b/"),
            ("https://h?x=1#f", "https://h/?x=1"),
            ("https://bücher.example/ש?x=é", "https://xn--bcher-kva.example/%D7%A9?x=é"),
            ("1", "http://0.0.0.1"),
        ] {
            assert_eq!(sent(written), expected, "{written}");
        }
    }

    #[test]
    fn what_curl_refuses_is_still_read() {
        let address = read_plainly("https://[your-subdomain].frontegg.com/x");
        assert_eq!(address.url.host.as_written(), "[your-subdomain].frontegg.com");
        assert_eq!(address.refused, Some("curl: URL rejected: Bad hostname"));
        assert!(read_plainly("https://h/a b").refused.is_some());
    }
}
