//! Any request becomes a block of an `.http` file; secrets stand as variables.

use crate::exchange::{Header, Request};
use crate::input::Concealed;
use crate::source::{Hole, Text};
use crate::truth::{Fact, Why};

/// The request line, the headers and the body, each line with its break.
pub fn write(request: &Request, concealed: &[Concealed]) -> String {
    let part = |text: &Text| value(text, concealed);
    let url = &request.url;
    let mut address = String::new();
    if !url.scheme.is_empty() && url.scheme != url.host {
        address = part(&url.scheme) + "://";
    }
    address += &part(&url.host);
    if let Some(port) = &url.port {
        address = address + ":" + &part(port);
    }
    address += &part(&url.path);
    if let Some(query) = &url.query {
        address = address + "?" + &part(query);
    }
    let mut block = format!("{} {}\n", line(&part(&request.method)), line(&address));
    for header in request.headers.iter().filter(|header| !is_pseudo(header)) {
        let (name, value) = (part(&header.name), part(&header.value));
        block = block + &line(&name) + ": " + &line(&value) + "\n";
    }
    if let Fact::Known(body) = &request.body
        && !body.is_empty()
    {
        let text = part(body);
        if text.lines().any(ends_a_body) {
            block.push_str("\n# a line of the body would end it here; it was left out\n");
        } else {
            block = block + "\n" + text.trim_end_matches(['\r', '\n']) + "\n";
        }
    }
    block
}

fn is_pseudo(header: &Header) -> bool {
    header.name.as_written().starts_with(':')
}

/// What an editor takes for the end of the body, or for an instruction to itself.
fn ends_a_body(line: &str) -> bool {
    ["###", "< ", "<@", "<>", "> ", ">>", "HTTP/"].iter().any(|start| line.starts_with(start))
}

/// A part of one line: a line break would end it.
fn line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// The value, with a variable for each secret and for each part that is not known.
fn value(text: &Text, concealed: &[Concealed]) -> String {
    let written = text.as_written();
    let secrets = concealed.iter().filter_map(|secret| {
        let range = text.range_of(secret.span).filter(|range| !range.is_empty())?;
        Some((range, format!("{{{{{}}}}}", secret.variable)))
    });
    let holes = text.holes().iter().map(|hole| {
        let shown = written.get(hole.range.clone()).unwrap_or_default();
        (hole.range.clone(), variable(hole, shown))
    });
    let mut marks: Vec<_> = secrets.chain(holes).collect();
    marks.sort_by_key(|(range, _)| range.start);
    let (mut value, mut at) = (String::new(), 0);
    for (range, variable) in marks.into_iter().filter(|(range, _)| !range.is_empty()) {
        if range.start >= at {
            value.push_str(written.get(at..range.start).unwrap_or_default());
            value.push_str(&variable);
            at = range.end;
        }
    }
    value + written.get(at..).unwrap_or_default()
}

/// A variable of a shell or a collection under its own name; other holes as they stand.
fn variable(hole: &Hole, written: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let named = hole.why == Why::Variable && !hole.name.is_empty() && hole.name.chars().all(plain);
    if named && !written.starts_with("{{") {
        format!("{{{{{}}}}}", hole.name)
    } else {
        written.to_owned()
    }
}
