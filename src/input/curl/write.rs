//! Any request becomes a tidy curl command; secrets stand as shell variables.

use super::address;
use super::quote::{self, Run};
use super::text::percent_encoded;
use crate::exchange::{Header, Request, SetBy, Url};
use crate::fix::{BodyChange, Change, Filling, QueryChange};
use crate::input::query::{self, Amended};
use crate::input::{Concealed, cut, members};
use crate::mask;
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// Writes a request as a curl command over several lines, with the changes done and every
/// concealed place as a variable.
pub fn write(request: &Request, changes: &[Change], concealed: &[Concealed]) -> String {
    let mut request = request.clone();
    for change in changes {
        apply(&mut request, change);
    }
    let word = |text: &Text| quote::word(&runs(text, concealed));
    let body = request.body.as_ref().known();
    let mut command = String::from("curl");
    let ordinary = mask::identifier(request.method.as_written()).is_some();
    let secrets = if ordinary { &[] } else { concealed };
    command.push_str(&method(&runs(&request.method, secrets), body.is_some()));
    if let Some(target) = apart(&request.url) {
        command.push_str(" --request-target ");
        command.push_str(&word(&target));
        request.url.path = Text::default();
        request.url.query = None;
    }
    let address = sendable(&whole(&request.url));
    if address.as_written().contains(['{', '}', '[', ']']) {
        command.push_str(" --globoff");
    }
    if request.url.path.as_written().split('/').any(address::is_dots) {
        command.push_str(" --path-as-is");
    }
    command.push(' ');
    command.push_str(&word(&address));
    for header in request.headers.iter().filter(|header| is_written(header)) {
        command.push_str(" \\\n  -H ");
        // What an option implies has the place of its value, which may be a secret: `--json`.
        let value = header.value.as_written();
        let implied =
            header.set == SetBy::Option && mask::header(header.name.as_written(), value).is_some();
        let secrets = if implied { &[] } else { concealed };
        command.push_str(&quote::word(&runs(&line(header), secrets)));
    }
    if let Some(body) = body {
        if !request.headers.iter().any(|header| header.is("content-type")) {
            command.push_str(" \\\n  -H 'Content-Type:'");
        }
        command.push_str(" \\\n  --data-raw ");
        command.push_str(&word(body));
    }
    command
}

/// ` -X POST`, where the rest of the command does not imply it.
fn method(method: &[Run], body: bool) -> String {
    let known = match method {
        [] => "",
        [Run::Plain(method)] => method,
        [..] => return format!(" -X {}", quote::word(method)),
    };
    match (known, body) {
        ("GET", false) | ("POST", true) | ("", _) => String::new(),
        ("HEAD", false) => " --head".to_owned(),
        (plain, _) if plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!(" -X {plain}")
        }
        (_, _) => format!(" -X {}", quote::word(method)),
    }
}

/// All but the headers of the connection, which curl sets itself.
fn is_written(header: &Header) -> bool {
    let name = header.name.as_written().trim();
    let own = ["host", "content-length"].iter().any(|own| own.eq_ignore_ascii_case(name));
    !name.is_empty() && !name.starts_with([':', '@']) && !own
}

fn line(header: &Header) -> Text {
    let mut line = header.name.clone();
    let at = Span::at(header.value.span().start);
    if header.value.as_written().bytes().all(|byte| byte.is_ascii_whitespace()) {
        line.push_decoded(";", at);
    } else {
        line.push_decoded(": ", at);
        line.append(&header.value);
    }
    line
}

fn whole(url: &Url) -> Text {
    let mut address = Text::default();
    let mut part = |before: &str, text: &Text, after: &str| {
        let span = text.span();
        address.push_decoded(before, Span::at(span.start));
        address.append(text);
        address.push_decoded(after, Span::at(span.end));
    };
    // A variable that stands for scheme and host is said once.
    if !url.scheme.is_empty() && url.scheme != url.host {
        part("", &url.scheme, "://");
    }
    part("", &url.host, "");
    if let Some(port) = &url.port {
        part(":", port, "");
    }
    part("", &url.path, "");
    if let Some(query) = &url.query {
        part("?", query, "");
    }
    address
}

/// A target that is no path, as in `OPTIONS *`.
fn apart(url: &Url) -> Option<Text> {
    let path = url.path.known().known()?;
    if path.is_empty() || path.starts_with('/') || url.host.is_empty() {
        return None;
    }
    let mut target = url.path.clone();
    if let Some(query) = &url.query {
        target.push_decoded("?", Span::at(query.span().start));
        target.append(query);
    }
    Some(target)
}

/// Blanks and control characters, which curl refuses in an address, as their percent signs.
fn sendable(address: &Text) -> Text {
    percent_encoded(address, |letter| letter == ' ' || letter.is_ascii_control())
}

/// A value as runs: what is concealed and what a shell evaluates apart from the rest.
fn runs(text: &Text, concealed: &[Concealed]) -> Vec<Run> {
    let written = text.as_written();
    let secrets = concealed.iter().filter_map(|secret| {
        let range = text.range_of(secret.span).filter(|range| !range.is_empty())?;
        Some((range, Run::Variable(secret.variable.clone())))
    });
    let holes = text.holes().iter().filter_map(|hole| {
        let shown = written.get(hole.range.clone())?;
        shown
            .starts_with(['$', '`'])
            .then(|| (hole.range.clone(), Run::Evaluated(shown.to_owned())))
    });
    // A hole that may not be shown is concealed like any other text.
    let mut marks: Vec<_> = secrets.chain(holes).collect();
    marks.sort_by_key(|(range, _)| range.start);
    let mut runs = Vec::new();
    let mut at = 0;
    for (range, run) in marks {
        if range.start < at {
            continue;
        }
        if at < range.start {
            runs.push(Run::Plain(written[at..range.start].to_owned()));
        }
        at = range.end;
        runs.push(run);
    }
    if at < written.len() {
        runs.push(Run::Plain(written[at..].to_owned()));
    }
    runs
}

fn new(value: &str) -> Text {
    Text::decoded(value, Span::default())
}

fn filled(filling: &Filling, old: Option<&Text>) -> Text {
    match filling {
        Filling::Value(value) | Filling::Missing(value) => new(value),
        Filling::Variable { before, name } => {
            let mut text = new(before);
            text.push_hole(&format!("${name}"), Span::default(), (Why::Variable, name));
            text
        }
        Filling::Kept { before, from } => {
            let mut text = new(before);
            if let Some(old) = old {
                text.append(&old.slice((*from).min(old.len())..old.len()));
            }
            text
        }
    }
}

fn apply(request: &mut Request, change: &Change) {
    match change {
        Change::SetScheme(scheme) => request.url.scheme = new(scheme),
        Change::SetHost(filling) => {
            let shared = request.url.scheme == request.url.host;
            let host = filled(filling, Some(&request.url.host));
            if shared {
                request.url.scheme = new("https");
            }
            request.url.host = host;
        }
        Change::SetPath(path) => request.url.path = new(path),
        Change::SetMethod(method) => request.method = new(method),
        Change::SetHeader(name, filling) => set_header(&mut request.headers, name, filling),
        Change::DropHeader(name) => request.headers.retain(|header| !header.is(name)),
        Change::RenameHeader { from, to } => {
            for header in request.headers.iter_mut().filter(|header| header.is(from)) {
                header.name = new(to);
            }
        }
        // The request is what was meant already.
        Change::Repair(_) => {}
        Change::Query(change) => amend_query(&mut request.url, change),
        Change::Body(BodyChange::Drop) => request.body = Fact::Absent,
        Change::Body(change) => {
            let amended = request.body.as_ref().known().and_then(|body| {
                let cuts = members::amend(body, change)?;
                cut::apply(body, &cuts)
            });
            if let Some(body) = amended {
                request.body = Fact::Known(body);
            }
        }
    }
}

fn amend_query(url: &mut Url, change: &QueryChange) {
    let query = url.query.clone().unwrap_or_default();
    let amended = match query::amend(&query, &query::parameters(&query), change) {
        Some(Amended::Cuts(cuts)) => cut::apply(&query, &cuts),
        Some(Amended::Added(more)) => {
            let mark = if query.is_empty() { "" } else { "&" };
            let mut all = query.clone();
            all.append(&new(&format!("{mark}{more}")));
            Some(all)
        }
        Some(Amended::Gone) => Some(Text::default()),
        None => None,
    };
    if let Some(query) = amended {
        url.query = Some(query).filter(|query| !query.is_empty());
    }
}

fn set_header(headers: &mut Vec<Header>, name: &str, filling: &Filling) {
    if let Some(header) = headers.iter_mut().find(|header| header.is(name)) {
        header.value = filled(filling, Some(&header.value));
        return;
    }
    let value = filled(filling, None);
    headers.push(Header { name: new(name), value, set: SetBy::Text });
}
