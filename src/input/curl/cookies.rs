//! `-b`: cookies as they are written, and those of a jar that go to an address.

use super::headers::Headers;
use super::request::Settings;
use super::{Context, body};
use crate::exchange::Url;
use crate::source::{Span, Text};
use crate::truth::Fact;

/// Whatever is sent today is sent after this: 2025-01-01. A cookie that ended before is dropped.
const LONG_AGO: i64 = 1_735_689_600;

/// The cookies of jars go along even beside a `Cookie` header of the text.
pub(super) fn add(
    headers: &mut Headers,
    settings: Settings<'_>,
    (context, url, host): (&Context<'_>, &Url, Option<&Text>),
) {
    let (given, jars): (Vec<&Text>, Vec<&Text>) = settings
        .all("cookie")
        .partition(|value| value.as_written().contains('=') || !value.holes().is_empty());
    let name = host.unwrap_or(&url.host).as_written();
    let name = name.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let here = Here { host: &name, url, session: !settings.is_on("junk-session-cookies") };
    let mut kept: Vec<Cookie> = Vec::new();
    for jar in jars.into_iter().filter(|jar| !jar.is_empty()) {
        match body::file(jar, context) {
            Ok(Fact::Known(read)) => {
                let lines = read.as_written().lines();
                kept.extend(lines.filter_map(|line| cookie(line, (&here, read.span()))));
            }
            // A jar that is not there is an empty one.
            Ok(Fact::Absent) | Err(_) => {}
            Ok(Fact::Unknown(_)) => headers.kept_less(),
        }
    }
    kept.sort_by_key(|cookie| std::cmp::Reverse(cookie.rank));
    let jarred = joined(kept.iter().map(|cookie| &cookie.pair));
    if headers.names("cookie") {
        if !jarred.is_empty() {
            headers.push_anyway("Cookie", jarred);
        }
        return;
    }
    let all = joined(std::iter::once(&jarred).chain(given));
    if !all.is_empty() {
        headers.push("Cookie", all);
    }
}

fn joined<'a>(cookies: impl Iterator<Item = &'a Text>) -> Text {
    let mut all = Text::default();
    for cookie in cookies.filter(|cookie| !cookie.is_empty()) {
        if !all.is_empty() {
            all.push_decoded("; ", Span::at(cookie.span().start));
        }
        all.append(cookie);
    }
    all
}

struct Here<'a> {
    host: &'a str,
    url: &'a Url,
    /// Cookies of an earlier session are sent too.
    session: bool,
}

struct Cookie {
    pair: Text,
    /// The length of its path, its domain and its name: the longest goes first.
    rank: (usize, usize, usize),
}

/// A line of a Netscape jar, or a `Set-Cookie` header, if it goes to this address.
fn cookie(line: &str, (here, span): (&Here<'_>, Span)) -> Option<Cookie> {
    if let Some(header) = line.get(..11).filter(|name| name.eq_ignore_ascii_case("set-cookie:")) {
        return set_cookie(&line[header.len()..], (here, span));
    }
    let line = line.strip_prefix("#HttpOnly_").unwrap_or(line);
    let fields: Vec<&str> = line.split('\t').collect();
    let ([domain, tail, path, secure, end, name] | [domain, tail, path, secure, end, name, _]) =
        fields[..]
    else {
        return None;
    };
    let value = fields.get(6).copied().unwrap_or_default();
    let ends = end.parse::<i64>().ok()?;
    let over = ends != 0 && ends < LONG_AGO || ends == 0 && !here.session;
    let safe = !secure.eq_ignore_ascii_case("true") || here.url.scheme.as_written() == "https";
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    let below = tail.eq_ignore_ascii_case("true") && is_below(here.host, &domain);
    let goes = (here.host == domain || below) && safe && !over && !line.starts_with('#');
    (goes && is_inside(here.url.path.as_written(), path)).then(|| Cookie {
        pair: Text::decoded(&format!("{name}={value}"), span),
        rank: (path.len(), domain.len(), name.len()),
    })
}

/// Without a domain it goes nowhere; one that ends is left to a clock.
fn set_cookie(header: &str, (here, span): (&Here<'_>, Span)) -> Option<Cookie> {
    let mut parts = header.split(';').map(str::trim);
    let pair = parts.next()?;
    let (name, _) = pair.split_once('=')?;
    let (mut path, mut domain) = ("/", String::new());
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        match key.trim().to_ascii_lowercase().as_str() {
            "path" if value.starts_with('/') => path = value,
            "domain" => domain = value.trim_start_matches('.').to_ascii_lowercase(),
            "secure" if here.url.scheme.as_written() != "https" => return None,
            "expires" | "max-age" => return None,
            _ => {}
        }
    }
    let goes = !domain.is_empty() && (here.host == domain || is_below(here.host, &domain));
    (goes && here.session && is_inside(here.url.path.as_written(), path)).then(|| Cookie {
        pair: Text::decoded(pair, span),
        rank: (path.len(), domain.len(), name.len()),
    })
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

/// `/a` holds `/a` and `/a/b`, but not `/ab`.
fn is_inside(path: &str, folder: &str) -> bool {
    let folder = folder.strip_suffix('/').unwrap_or(folder);
    let path = if path.is_empty() { "/" } else { path };
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes(line: &str, address: &str) -> Option<String> {
        let url = Url::split(&Text::verbatim(address, 0));
        let here = Here { host: url.host.as_written(), url: &url, session: true };
        cookie(line, (&here, Span::default())).map(|c| c.pair.as_written().to_owned())
    }

    #[test]
    fn a_cookie_of_a_jar_goes_where_it_belongs() {
        let line = ".h.com\tTRUE\t/a\tTRUE\t0\tn\tv";
        assert_eq!(goes(line, "https://x.h.com/a/b").as_deref(), Some("n=v"));
        assert_eq!(goes(line, "https://x.h.com/ab"), None);
        assert_eq!(goes(line, "http://x.h.com/a"), None);
        assert_eq!(goes(line, "https://xh.com/a"), None);
        assert_eq!(goes("h.com\tFALSE\t/\tFALSE\t1\tn\tv", "https://h.com/"), None);
        assert_eq!(goes("h.com\tFALSE\t/\tFALSE\t0\tn", "https://h.com").as_deref(), Some("n="));
        assert_eq!(
            goes("Set-Cookie: n=v; domain=.h.com", "https://h.com/a").as_deref(),
            Some("n=v")
        );
        assert_eq!(goes("Set-Cookie: n=v; path=/", "https://h.com/a"), None);
        assert_eq!(goes("Set-Cookie: n=v; Domain=i.com", "https://h.com/a"), None);
    }
}
