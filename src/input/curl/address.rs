//! An address as it is written becomes the address curl sends to.

use super::text::{percent_encoded, trimmed};
use crate::exchange::Url;
use crate::source::{Span, Text};

/// An address in its parts, and why curl refuses it.
pub(super) struct Address {
    pub(super) url: Url,
    pub(super) refused: Option<&'static str>,
}

/// How the path is treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dots {
    /// `/a/../b` is `/b`.
    Resolved,
    /// `--path-as-is`.
    Kept,
}

const MALFORMED: &str = "curl: URL rejected: Malformed input to a URL function";

pub(super) fn read(text: &Text, dots: Dots) -> Address {
    let malformed = text
        .as_written()
        .chars()
        .enumerate()
        .any(|(at, letter)| (letter == ' ' || letter.is_ascii_control()) && !in_hole(text, at));
    let text = trimmed(text);
    let mut url = Url::split(&with_slashes(&text));
    let refused = malformed.then_some(MALFORMED).or_else(|| refusal(&url));
    if url.scheme.is_empty() && refused.is_none() {
        url.scheme = Text::decoded("http", Span::at(text.span().start));
    } else if url.scheme.as_written().bytes().any(|b| b.is_ascii_uppercase())
        && url.scheme.holes().is_empty()
    {
        let lower = url.scheme.as_written().to_ascii_lowercase();
        url.scheme = Text::decoded(&lower, url.scheme.span());
    }
    drop_default_port(&mut url);
    if refused.is_none() {
        url.host = sent_host(&url.host);
        url.path = percent_encoded(&url.path, |c| !c.is_ascii());
        if dots == Dots::Resolved {
            url.path = without_dots(&url.path);
        }
        if url.path.is_empty() && url.query.is_some() {
            let end = url.port.as_ref().unwrap_or(&url.host).span().end;
            url.path = Text::decoded("/", Span::at(end));
        }
    }
    Address { url, refused }
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
    if host.is_empty() {
        return Some("curl: URL rejected: No host part in the URL");
    }
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let ipv6 = bare.is_some_and(|bare| bare.parse::<std::net::Ipv6Addr>().is_ok());
    if !ipv6 && host.contains(|c: char| ":/#?!@{}[]\\$'\"^`*<>=;,+&()%| ".contains(c)) {
        return Some("curl: URL rejected: Bad hostname");
    }
    let port = url.port.as_ref()?;
    let bad =
        !port.is_empty() && port.holes().is_empty() && port.as_written().parse::<u16>().is_err();
    bad.then_some("curl: URL rejected: Port number was not a decimal number between 0 and 65535")
}

fn drop_default_port(url: &mut Url) {
    let Some(port) = url.port.as_ref().map(Text::as_written) else { return };
    let default = match url.scheme.as_written() {
        "https" => "443",
        "http" => "80",
        _ => "",
    };
    if port.is_empty() || port.trim_start_matches('0') == default {
        url.port = None;
    }
}

/// International names go out in ASCII, numbers as an address; all others as they are written.
fn sent_host(host: &Text) -> Text {
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

fn is_dots(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().as_str(), "." | ".." | "%2e" | "%2e%2e" | ".%2e" | "%2e.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(address: &str) -> String {
        read(&Text::verbatim(address, 0), Dots::Resolved).url.as_written()
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
        let address =
            read(&Text::verbatim("https://[your-subdomain].frontegg.com/x", 0), Dots::Resolved);
        assert_eq!(address.url.host.as_written(), "[your-subdomain].frontegg.com");
        assert_eq!(address.refused, Some("curl: URL rejected: Bad hostname"));
        assert!(read(&Text::verbatim("https://h/a b", 0), Dots::Resolved).refused.is_some());
    }
}
