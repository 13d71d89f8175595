//! A request in one line: the method and the masked address.

use std::fmt::Write as _;

use crate::exchange::{Exchange, Url};
use crate::finding::ShownRequest;
use crate::mask;
use crate::source::Text;
use crate::view::leaves::{LARGE, is_bare_name, is_secret};

pub fn request(exchange: &Exchange) -> ShownRequest {
    let method = piecewise(&exchange.request.method, is_identifier);
    ShownRequest { method, url: url(&exchange.request.url) }
}

/// Host, path and query as far as they may be shown; user info and fragment never.
pub fn url(url: &Url) -> String {
    let mut shown = String::new();
    if !url.scheme.is_empty() && url.scheme != url.host {
        shown.push_str(&piecewise(&url.scheme, |piece| mask::host(piece).is_some()));
        shown.push_str("://");
    }
    shown.push_str(&piecewise(&url.host, |piece| mask::host(piece).is_some()));
    if let Some(port) = &url.port {
        shown.push(':');
        shown.push_str(&piecewise(port, is_identifier));
    }
    shown.push_str(&path(&url.path));
    if let Some(query) = url.query.as_ref().filter(|query| query.len() > LARGE) {
        shown.push('?');
        shown.push_str(&whole(query));
        return mask::visible(&shown).into_owned();
    }
    for (number, (name, value)) in url.query_pairs().iter().enumerate() {
        shown.push(if number == 0 { '?' } else { '&' });
        shown.push_str(&piecewise(name, is_identifier));
        if !value.is_empty() {
            shown.push('=');
            let secret = is_secret(name.as_written());
            shown.push_str(&piecewise(value, |piece| !secret && is_identifier(piece)));
        }
    }
    mask::visible(&shown).into_owned()
}

fn path(path: &Text) -> String {
    if path.len() > LARGE {
        return format!("/{}", whole(path));
    }
    let mut start = 0;
    let mut shown = Vec::new();
    for segment in path.as_written().split('/') {
        let text = path.slice(start..start + segment.len());
        shown.push(piecewise(&text, |piece| mask::segment(piece).is_some()));
        start += segment.len() + 1;
    }
    shown.join("/")
}

fn whole(text: &Text) -> String {
    format!("‹{} characters›", text.as_written().chars().count())
}

fn is_identifier(piece: &str) -> bool {
    mask::identifier(piece).is_some()
}

/// Literal pieces by `harmless` or by their length, variables as they were written.
fn piecewise(text: &Text, harmless: impl Fn(&str) -> bool) -> String {
    let written = text.as_written();
    let mut shown = String::new();
    let mut push = |piece: &str, ok: bool| {
        if ok || piece.is_empty() {
            shown.push_str(piece);
        } else {
            let _ = write!(shown, "‹{} characters›", piece.chars().count());
        }
    };
    let mut from = 0;
    for hole in text.holes() {
        let before = written.get(from..hole.range.start).unwrap_or_default();
        push(before, harmless(before));
        let name = written.get(hole.range.clone()).unwrap_or_default();
        push(name, is_bare_name(name));
        from = hole.range.end;
    }
    let rest = written.get(from..).unwrap_or_default();
    push(rest, harmless(rest));
    shown
}
