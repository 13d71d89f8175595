//! What a proxy adds to the request that goes through it in the clear.

use super::credentials::{Encoding, basic};
use super::headers::Headers;
use super::request::Settings;
use crate::exchange::Url;
use crate::source::Text;

const KINDS: &[&str] = &["proxy", "preproxy", "socks4", "socks4a", "socks5", "socks5-hostname"];

/// A request to an `https` address goes through the proxy unseen.
pub(super) fn add(headers: &mut Headers, settings: Settings<'_>, url: &Url) {
    let Some(proxy) = of(settings, url) else { return };
    for line in settings.all("proxy-header").filter(|line| !line.as_written().starts_with('@')) {
        headers.line(line);
    }
    let others = ["proxy-anyauth", "proxy-digest", "proxy-ntlm", "proxy-negotiate"];
    if others.iter().any(|other| settings.is_on(other)) {
        return;
    }
    if let Some(user) = settings.value("proxy-user") {
        headers.push("Proxy-Authorization", basic(user, Encoding::Plain));
    } else if let Some(user) = Url::split(proxy).user_info {
        headers.push("Proxy-Authorization", basic(&user, Encoding::Percent));
    }
}

/// The proxy that sees the request itself.
fn of<'a>(settings: Settings<'a>, url: &Url) -> Option<&'a Text> {
    let last = settings.0.iter().rev().find(|setting| KINDS.contains(&setting.name))?;
    let proxy = last.value.as_ref().filter(|proxy| last.name == "proxy" && !proxy.is_empty())?;
    let socks = proxy.as_written().to_ascii_lowercase().starts_with("socks");
    let seen = url.scheme.as_written() == "http" && !settings.is_on("proxytunnel");
    (seen && !socks && !is_spared(settings, url)).then_some(proxy)
}

/// `--noproxy`: hosts, with all below them.
fn is_spared(settings: Settings<'_>, url: &Url) -> bool {
    let Some(list) = settings.value("noproxy").and_then(|list| list.known().known()) else {
        return false;
    };
    let host = url.host.as_written().to_ascii_lowercase();
    list.split([',', ' ']).filter(|name| !name.is_empty()).any(|name| {
        let name = name.trim_start_matches('.').to_ascii_lowercase();
        name == "*" || host == name || host.ends_with(&format!(".{name}"))
    })
}
