//! A request as Insomnia sends it.

use super::auth::Auth;
use super::part::Part;
use crate::exchange::{Header, Kept, Request, Url};
use crate::input::collection::message::{
    at_host, implied, is_special_in_form, is_special_in_path, is_special_in_query, join, later,
    written,
};
use crate::input::collection::values::{Page, hole};
use crate::input::{Files, Options};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// What a request takes over from the folders around it.
pub(super) struct Around {
    pub(super) auth: Auth,
    pub(super) headers: Vec<Header>,
    pub(super) kept: Kept,
}

/// More parameters than a path has.
const MOST_PARAMETERS: usize = 50;
/// Segments of a path that are looked at.
const MOST_SEGMENTS: usize = 1_000;

/// Reads a request; none where it has no address.
pub(super) fn read(
    page: Page<'_>,
    part: Part<'_>,
    around: Around,
    options: &Options<'_>,
) -> Option<Request> {
    let start = part.span().start;
    let address = part.get("url")?.text()?;
    let method = part.filled(page, "method");
    let mut headers = headers(page, part);
    let inherited = around.headers;
    let named = |header: &Header| headers.iter().any(|own| own.is(header.name.as_written().trim()));
    let inherited: Vec<Header> = inherited.into_iter().filter(|header| !named(header)).collect();
    headers.extend(inherited);
    let mut url = url(page, part, &address);
    let body = body(page, part, &mut headers, options.files);
    let mut kept = around.kept;
    let own = part.get("authentication").map_or(Auth::Unsaid, |auth| Auth::read(page, auth));
    let auth = if matches!(own, Auth::Unsaid) { around.auth } else { own };
    auth.add(&mut headers, &mut url, &mut kept);
    at_host(&mut url, &headers);
    let method = method.unwrap_or_else(|| Text::decoded("GET", Span::at(start)));
    Some(Request { method, url, headers, kept, body })
}

/// The headers that are switched on; an empty value is filled in later.
pub(super) fn headers(page: Page<'_>, part: Part<'_>) -> Vec<Header> {
    let list = part.get("headers").map(Part::items).unwrap_or_default();
    let header = |item: Part<'_>| {
        let name = item.filled(page, "name").filter(|_| !item.is_true("disabled"))?;
        Some(written(name, item.needed(page, "value")))
    };
    list.into_iter().filter_map(header).collect()
}

fn url(page: Page<'_>, part: Part<'_>, address: &Text) -> Url {
    let address = with_path_parameters(page, part, &address.trim()).trim();
    if address.is_empty() && address.holes().is_empty() {
        return Url::split(&hole(part.span().start, Why::NotRecorded));
    }
    let mut url = Url::split(&address);
    let parameters = part.get("parameters").map(Part::items).unwrap_or_default();
    for pair in parameters.into_iter().filter(|pair| !pair.is_true("disabled")) {
        if let Some(name) = pair.filled(page, "name") {
            let value = pair.needed(page, "value");
            let value = page.encoded(&value, |c| is_special_in_query(c) || "&=+".contains(c));
            join(&mut url.query, &page.encoded(&name, is_special_in_query), Some(&value));
        }
    }
    url.path = page.encoded(&url.path, is_special_in_path);
    url
}

/// `:id` gives way to its value; one that is listed and empty is filled in later.
fn with_path_parameters(page: Page<'_>, part: Part<'_>, address: &Text) -> Text {
    let mut parameters = part.get("pathParameters").map(Part::items).unwrap_or_default();
    parameters.truncate(MOST_PARAMETERS);
    let written = address.as_written();
    let end = written.find(['?', '#']).unwrap_or(written.len());
    let mut filled = Text::default();
    let (mut from, mut start) = (0, 0);
    for segment in written[..end].split('/').take(MOST_SEGMENTS) {
        let is = |item: &&Part<'_>| {
            segment
                .strip_prefix(':')
                .is_some_and(|name| item.plain("name").as_deref() == Some(name))
        };
        if let Some(parameter) = parameters.iter().rfind(is) {
            filled.append(&page.fill(address.slice(from..start)));
            from = start + segment.len();
            match parameter.filled(page, "value") {
                Some(value) => filled.append(&value),
                None => filled.append(&later(&address.slice(start..from))),
            }
        }
        start += segment.len() + 1;
    }
    if from < written.len() || from == 0 {
        filled.append(&page.fill(address.slice(from..written.len())));
    }
    filled
}

fn body(
    page: Page<'_>,
    part: Part<'_>,
    headers: &mut Vec<Header>,
    files: Option<&Files<'_>>,
) -> Fact<Text> {
    let Some(body) = part.get("body") else { return Fact::Absent };
    let kind = body.filled(page, "mimeType");
    let mime = kind.as_ref().map_or("", Text::as_written).to_owned();
    let sent = if mime.contains("form-urlencoded") {
        form(page, body)
    } else if mime.starts_with("multipart/") {
        body.get("params").map_or(Fact::Absent, |_| Fact::Unknown(Why::NotRecorded))
    } else if let Some(name) = body.filled(page, "fileName") {
        file(&name, files)
    } else {
        body.filled(page, "text").map_or(Fact::Absent, Fact::Known)
    };
    let says = headers.iter().any(|header| header.is("content-type"));
    if let Some(kind) = kind.filter(|_| !says && !sent.is_absent()) {
        // GraphQL has a type of its own in the app and goes out as JSON.
        let graphql = kind.as_written() == "application/graphql";
        let value = if graphql { Text::decoded("application/json", kind.span()) } else { kind };
        headers.push(implied("Content-Type", value));
    }
    sent
}

fn form(page: Page<'_>, body: Part<'_>) -> Fact<Text> {
    let Some(params) = body.get("params") else {
        return body.filled(page, "text").map_or(Fact::Absent, Fact::Known);
    };
    let mut pairs = None;
    for pair in params.items().into_iter().filter(|pair| !pair.is_true("disabled")) {
        if let Some(name) = pair.filled(page, "name") {
            let value = page.encoded(&pair.needed(page, "value"), is_special_in_form);
            join(&mut pairs, &page.encoded(&name, is_special_in_form), Some(&value));
        }
    }
    pairs.map_or(Fact::Absent, Fact::Known)
}

fn file(name: &Text, files: Option<&Files<'_>>) -> Fact<Text> {
    match files.and_then(|files| files(name.as_written())).map(String::from_utf8) {
        Some(Ok(text)) => Fact::Known(Text::decoded(&text, name.span())),
        Some(Err(_)) => Fact::Unknown(Why::Undecodable),
        None => Fact::Unknown(Why::NotRecorded),
    }
}
