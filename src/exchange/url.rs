//! An address in its parts.

use crate::source::{Span, Text};

/// An address in its parts, as it is sent; each part knows where it stands.
///
/// A part that is a variable is a [`Text`] with a hole. In `$BASE/users` the variable stands for
/// scheme and host alike, and both parts hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// Empty where none was written and the tool assumes one.
    pub scheme: Text,
    pub user_info: Option<Text>,
    /// Without port. The `Host` header where one is set: it is what the server goes by.
    pub host: Text,
    pub port: Option<Text>,
    /// With its leading slash; empty where the address ends behind the host.
    pub path: Text,
    /// Without the question mark.
    pub query: Option<Text>,
    /// The whole address as it stands in the source.
    pub span: Span,
}

impl Url {
    /// Takes a decoded address apart. Never fails: what is no address is a path.
    pub fn split(text: &Text) -> Self {
        let written = text.as_written();
        let (scheme, rest) = split_scheme(text);
        let tail = rest + end_of_authority(text, rest);
        let at = written[rest..tail].rfind('@');
        let host_start = at.map_or(rest, |at| rest + at + 1);
        let port = port_of(&written[host_start..tail]);
        let host_end = port.map_or(tail, |colon| host_start + colon);
        let fragment = written[tail..].find('#').map_or(written.len(), |hash| tail + hash);
        let query = written[tail..fragment].find('?').map(|mark| tail + mark);
        Self {
            scheme,
            user_info: at.map(|at| text.slice(rest..rest + at)),
            host: text.slice(host_start..host_end),
            port: port.map(|colon| text.slice(host_start + colon + 1..tail)),
            path: text.slice(tail..query.unwrap_or(fragment)),
            query: query.map(|mark| text.slice(mark + 1..fragment)),
            span: text.span(),
        }
    }

    /// The address as it is sent, with unknown parts as they were written.
    pub fn as_written(&self) -> String {
        let mut url = String::new();
        let scheme = self.scheme.as_written();
        // A variable that stands for scheme and host is said once.
        if !scheme.is_empty() && self.scheme != self.host {
            url.push_str(scheme);
            url.push_str("://");
        }
        url.push_str(self.host.as_written());
        if let Some(port) = &self.port {
            url.push(':');
            url.push_str(port.as_written());
        }
        url.push_str(self.path.as_written());
        if let Some(query) = &self.query {
            url.push('?');
            url.push_str(query.as_written());
        }
        url
    }

    /// The names and values of the query, as written (still percent-encoded).
    pub fn query_pairs(&self) -> Vec<(Text, Text)> {
        let Some(query) = &self.query else { return Vec::new() };
        let written = query.as_written();
        let mut pairs = Vec::new();
        let mut start = 0;
        for part in written.split('&') {
            let end = start + part.len();
            let equals = part.find('=').map_or(end, |at| start + at);
            if !part.is_empty() {
                let value = query.slice((equals + 1).min(end)..end);
                pairs.push((query.slice(start..equals), value));
            }
            start = end + 1;
        }
        pairs
    }
}

/// The scheme and where the authority begins. A leading variable is scheme and host in one.
fn split_scheme(text: &Text) -> (Text, usize) {
    let written = text.as_written();
    if let Some(at) = written.find("://")
        && written[..at].chars().all(|c| c.is_ascii_alphanumeric() || "+-.{}$_%<>[]".contains(c))
    {
        return (text.slice(0..at), at + 3);
    }
    match text.holes().first() {
        Some(hole) if hole.range.start == 0 => (text.slice(hole.range.clone()), 0),
        _ => (Text::decoded("", Span::at(text.span().start)), 0),
    }
}

/// Where the authority ends, counted from `start`. Holes are stepped over: `{{a/b}}` is no path.
fn end_of_authority(text: &Text, start: usize) -> usize {
    let written = text.as_written();
    written[start..]
        .char_indices()
        .find(|(at, letter)| {
            matches!(letter, '/' | '?' | '#')
                && !text.holes().iter().any(|hole| hole.range.contains(&(start + at)))
        })
        .map_or(written.len() - start, |(at, _)| at)
}

fn port_of(authority: &str) -> Option<usize> {
    let colon = authority.rfind(':')?;
    let port = &authority[colon + 1..];
    let inside_brackets = authority[colon..].contains(']');
    (!inside_brackets && !port.contains('}') && !authority[..colon].is_empty()).then_some(colon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::truth::{Fact, Why};

    fn parts(address: &str) -> Vec<String> {
        let url = Url::split(&Text::verbatim(address, 0));
        let shown =
            |part: Option<&Text>| part.map_or("-".to_owned(), |t| t.as_written().to_owned());
        vec![
            shown(Some(&url.scheme)),
            shown(url.user_info.as_ref()),
            shown(Some(&url.host)),
            shown(url.port.as_ref()),
            shown(Some(&url.path)),
            shown(url.query.as_ref()),
        ]
    }

    #[test]
    fn an_address_comes_apart_at_its_marks() {
        assert_eq!(
            parts("https://u:p@api.frontegg.com:443/a/b?x=1#f"),
            ["https", "u:p", "api.frontegg.com", "443", "/a/b", "x=1"]
        );
        assert_eq!(parts("api.frontegg.com"), ["", "-", "api.frontegg.com", "-", "", "-"]);
        assert_eq!(parts("http://[::1]:8080/a"), ["http", "-", "[::1]", "8080", "/a", "-"]);
    }

    #[test]
    fn placeholders_are_hosts_too() {
        assert_eq!(
            parts("https://[your-subdomain].frontegg.com/x"),
            ["https", "-", "[your-subdomain].frontegg.com", "-", "/x", "-"]
        );
        assert_eq!(parts("{{baseUrl}}/x"), ["", "-", "{{baseUrl}}", "-", "/x", "-"]);
    }

    #[test]
    fn a_leading_variable_is_scheme_and_host_in_one() {
        let mut text = Text::default();
        text.push_hole("${BASE:-a/b}", Span::new(0, 12), (Why::Variable, "BASE"));
        text.push_verbatim("/users?x=1", 12);
        let url = Url::split(&text);
        assert_eq!(url.host.known(), Fact::Unknown(Why::Variable));
        assert_eq!(url.scheme.known(), Fact::Unknown(Why::Variable));
        assert_eq!(url.path.as_written(), "/users");
        assert_eq!(url.as_written(), "${BASE:-a/b}/users?x=1");
    }

    #[test]
    fn parts_know_their_places() {
        let url = Url::split(&Text::verbatim("https://api.frontegg.com/a?b=c&d=e", 10));
        assert_eq!(url.host.span(), Span::new(18, 34));
        let pairs = url.query_pairs();
        assert_eq!(pairs[1].0.span(), Span::new(41, 42));
        assert_eq!(pairs[1].1.as_written(), "e");
    }
}
