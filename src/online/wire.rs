//! A request as the client sends it: exactly what is listed, or nothing.

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Method, Url};

use super::no_reply::NoReply;
use super::request::Request;

/// Headers that belong to the connection, whatever was recorded: another `host` would lead a trusted
/// connection astray, and a packed answer could not be read.
const OURS: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Methods that do not ask a host but whoever stands between.
const NEVER: &[&str] = &["CONNECT", "TRACE", "TRACK"];

pub(super) fn written(request: &Request) -> Result<reqwest::Request, NoReply> {
    let address = address(request).ok_or(NoReply::Unsendable)?;
    let method =
        Method::from_bytes(request.method().as_bytes()).map_err(|_| NoReply::Unsendable)?;
    if NEVER.iter().any(|never| method.as_str().eq_ignore_ascii_case(never)) {
        return Err(NoReply::Unsendable);
    }
    let mut written = reqwest::Request::new(method, address);
    for (name, value) in &request.told().headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| NoReply::Unsendable)?;
        // A name is kept from the proxy's own, too.
        if OURS.contains(&name.as_str()) || name.as_str().starts_with("proxy-") {
            continue;
        }
        let mut value = HeaderValue::from_str(value.text()).map_err(|_| NoReply::Unsendable)?;
        value.set_sensitive(true);
        written.headers_mut().append(name, value);
    }
    if let Some(body) = &request.told().body {
        *written.body_mut() = Some(body.text().to_owned().into());
    }
    Ok(written)
}

/// The address, read by the parser that the client uses: it must name the same host and nothing more.
fn address(request: &Request) -> Option<Url> {
    let path = request.path();
    let (before, _) = path.split_once('?').unwrap_or((path, ""));
    if path.chars().any(|c| c.is_control() || c == '\\')
        || path.ends_with(' ')
        || before.split('/').any(climbs)
    {
        return None;
    }
    let url = Url::parse(&request.address()).ok()?;
    let same = url.scheme() == "https"
        && url.host_str() == Some(request.host())
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none();
    same.then_some(url)
}

/// A segment that is no name but a direction: what would be sent is another path than the one listed.
fn climbs(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use crate::online::request::{Secret, Told};

    use super::*;

    fn get(host: &str, path: &str) -> Option<String> {
        let written = written(&Request::new(host, "GET", path, Told::default()));
        written.ok().map(|request| request.url().as_str().to_owned())
    }

    #[test]
    fn a_path_stays_a_path() {
        let on = |path: &str| get("api.frontegg.com", path);
        for (path, sent) in [
            ("/vendors", "/vendors"),
            ("", "/"),
            ("//evil.example/", "//evil.example/"),
            ("@evil.example/", "/@evil.example/"),
            (":444/", "/:444/"),
            (".evil.example/", "/.evil.example/"),
            ("https://evil.example/", "/https://evil.example/"),
            ("/a b/ü", "/a%20b/%C3%BC"),
            ("/a%2Fb%00", "/a%2Fb%00"),
            ("/a?next=https://evil.example/../x", "/a?next=https://evil.example/../x"),
            ("/a#@evil.example", "/a"),
            ("#@evil.example", "/"),
        ] {
            assert_eq!(on(path), Some(format!("https://api.frontegg.com{sent}")), "{path}");
        }
        for path in [
            "/../x",
            "/a/..",
            "/a/./b",
            "/%2e%2E/x",
            "/.%2e",
            "/\\evil.example",
            "/a\r\nb",
            "/a\tb",
            "/a\0",
            "\n",
            "/a ",
            "/a?b\r\nhost: evil.example",
        ] {
            assert_eq!(on(path), None, "{path:?}");
        }
        assert!(on(&format!("/{}", "a".repeat(100_000))).is_some());
    }

    #[test]
    fn only_the_listed_host_is_written() {
        for host in [
            "user@api.frontegg.com",
            "api.frontegg.com:444",
            "api.frontegg.com:443",
            "api.frontegg.com/",
            "api.frontegg.com/@evil.example",
            "API.frontegg.com",
            "ａｐｉ.frontegg.com",
            "api。frontegg.com",
            "api.frontegg.com\\@evil.example",
            "api.frontegg.com#",
            "api.fron\ttegg.com",
            "api%2efrontegg.com",
            "127.1",
            "0x7f.0.0.1",
            "2130706433",
            "",
            "xn--a.frontegg.com",
        ] {
            assert_eq!(get(host, "/"), None, "{host:?}");
        }
    }

    #[test]
    fn a_header_adds_no_other_header() {
        let with = |name: &str, value: &str| {
            let headers = vec![(name.to_owned(), Secret::new(value))];
            let told = Told { headers, ..Told::default() };
            written(&Request::new("api.frontegg.com", "GET", "/", told))
        };
        for (name, value) in [
            ("a", "b\r\nhost: evil.example"),
            ("a", "b\nc"),
            ("a", "b\0"),
            ("a\r\nb", "c"),
            ("a b", "c"),
            ("a:", "c"),
            ("", "c"),
        ] {
            assert_eq!(with(name, value).err(), Some(NoReply::Unsendable), "{name:?} {value:?}");
        }
        for name in ["Host", "CONTENT-LENGTH", "transfer-encoding", "Proxy-Authorization"] {
            assert!(with(name, "evil.example").unwrap().headers().is_empty(), "{name}");
        }
        let kept = with("Authorization", "Bearer x").unwrap();
        assert_eq!(kept.headers()["authorization"], "Bearer x");
        assert!(!format!("{kept:?}").contains("Bearer"));
    }

    #[test]
    fn a_method_asks_the_host() {
        let of = |method: &str| {
            written(&Request::new("api.frontegg.com", method, "/", Told::default())).err()
        };
        for method in ["CONNECT", "trace", "GET / HTTP/1.1\r\n", "", "GET "] {
            assert_eq!(of(method), Some(NoReply::Unsendable), "{method:?}");
        }
        assert_eq!(of("PATCH"), None);
    }
}
