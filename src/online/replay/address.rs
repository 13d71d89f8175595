//! Where a recorded call may go again, and its path as it was recorded.

use reqwest::Url as Parsed;

use crate::exchange::{Exchange, Url};
use crate::online::hosts::{Hosts, Trusted};
use crate::online::request::Request;
use crate::source::Text;

use super::Unsent;
use super::filled::{Blank, blank_in};

/// The host and the path with its query.
pub(super) fn of(url: &Url, hosts: &Hosts<'_>) -> Result<(Trusted, String), Unsent> {
    if let Some(blank) = blank_in(&url.host, "the host") {
        return Err(Unsent::Blanks(vec![blank]));
    }
    if !url.scheme.as_written().eq_ignore_ascii_case("https") {
        return Err(Unsent::NotHttps);
    }
    if url.user_info.is_some() {
        return Err(Unsent::UserInfo);
    }
    let port = url.port.as_ref().map_or("443", Text::as_written);
    if port != "443" {
        return Err(Unsent::Port);
    }
    let host = hosts.trusted(url.host.as_written()).map_err(Unsent::Host)?;
    Ok((host, target(url)?))
}

/// A host that is nothing but a name to fill in, as corrections write it: `<gateway>`.
pub(super) fn lacks_its_host(url: &Url) -> Result<(), Unsent> {
    let host = url.host.as_written();
    let blank = blank_in(&url.host, "the host");
    match blank.filter(|_| host.starts_with('<') && host.ends_with('>')) {
        Some(blank) => Err(Unsent::Blanks(vec![blank])),
        None => Ok(()),
    }
}

/// Whether the address leads elsewhere once it is read as the client reads it.
pub(super) fn is_elsewhere(request: &Request, host: &Trusted) -> bool {
    let Ok(read) = Parsed::parse(&request.address()) else { return true };
    let plain = read.username().is_empty() && read.password().is_none() && read.port().is_none();
    !plain || read.scheme() != "https" || read.host_str() != Some(host.name())
}

/// Whether the address of a recorded call and its `Host` header name different hosts. The call is
/// sent again to one of them, and may have gone to the other one. A host that is not written out
/// may be the same one.
#[must_use]
pub fn names_two_hosts(exchange: &Exchange) -> bool {
    let url = &exchange.request.url;
    let header = exchange.request.headers.iter().find(|header| header.is("host"));
    // A reader may have put the host of the header in the place of the address's.
    let taken = !url.span.contains(url.host.span());
    if header.is_none() && !taken {
        return false;
    }
    let written = exchange.source.slice(url.span).trim_matches(['"', '\'']);
    // `https:\/\/` and its like are not read here.
    let written = if written.contains('\\') { "" } else { written };
    let written = Url::split(&Text::verbatim(written, 0)).host;
    let named = header.map(|header| Url::split(&header.value).host);
    [Some(written), named].iter().flatten().any(|other| is_another(other, &url.host))
}

/// Two hosts by their names or numbers, and not the same.
fn is_another(one: &Text, other: &Text) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._:[]".contains(letter);
    let whole = |text: &Text| {
        let name = text.as_written();
        text.holes().is_empty() && !name.is_empty() && name.chars().all(plain)
    };
    let name = |text: &Text| text.as_written().trim_end_matches('.').to_ascii_lowercase();
    whole(one) && whole(other) && name(one) != name(other)
}

fn target(url: &Url) -> Result<String, Unsent> {
    let query = url.query.as_ref();
    let parts =
        [(&url.path, "the path")].into_iter().chain(query.map(|query| (query, "the query")));
    let blanks: Vec<Blank> = parts.filter_map(|(text, at)| blank_in(text, at)).collect();
    if !blanks.is_empty() {
        return Err(Unsent::Blanks(blanks));
    }
    let path = url.path.as_written();
    let mut target = path.to_owned();
    if let Some(query) = query {
        target.push('?');
        target.push_str(query.as_written());
    }
    let bad =
        |letter: char| letter.is_control() || letter.is_whitespace() || "\\#".contains(letter);
    if target.contains(bad) || path.contains('?') || path.split('/').any(is_dots) {
        return Err(Unsent::Address);
    }
    Ok(target)
}

/// A step to this or to the upper folder: a client would take it before anything is sent.
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}
