//! Requests of Bruno.

use std::sync::Arc;

use crate::exchange::{Exchange, Format, Sent};
use crate::input::{Item, Options};
use crate::source::{Problem, Source, Span};
use crate::truth::{Fact, Why};

mod around;
mod blocks;
mod body;
mod credentials;
mod export;
mod outline;
mod path;
mod request;

use blocks::Block;

/// The blocks of which one makes a file a request.
const METHODS: [&str; 10] =
    ["get", "post", "put", "patch", "delete", "head", "options", "trace", "connect", "http"];

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(name: &str, text: &str) -> bool {
    is_yaml(text)
        || outline::is_export(text)
        || opens(text, "meta") && text.lines().any(is_method)
        || {
            let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
            extension.eq_ignore_ascii_case("bru")
        }
}

fn opens(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix(name).map(|rest| rest.trim_start_matches([' ', '\t']));
    rest.is_some_and(|rest| rest.starts_with('{'))
}

fn is_method(line: &str) -> bool {
    METHODS.iter().any(|method| opens(line, method))
}

/// The format that newer versions write.
fn is_yaml(text: &str) -> bool {
    let described = text.starts_with("opencollection:") || text.starts_with("info:");
    let is_http = |line: &str| line == "http:" || line.starts_with("opencollection:");
    described && text.lines().any(is_http)
}

/// Reads all requests of the text.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let text = source.text();
    if is_yaml(text) {
        let message = "collections of Bruno in YAML cannot be read; copy the request as curl";
        return visit(Item::Problem(Problem::lost(Some(source.place(0)), message)));
    }
    if text.trim_start().starts_with('{') {
        return export::read(source, options, visit);
    }
    let (blocks, stray) = blocks::blocks(text);
    let unclosed = blocks.iter().find(|block| !block.is_closed);
    if let Some(block) = unclosed {
        let place = Some(source.place(block.span.start));
        let message = "this block is never closed: `}` is missing in the first column";
        visit(Item::Problem(Problem::lost(place, message)));
    } else if let Some(stray) = stray {
        let message = "this line is in no block; it was skipped";
        visit(Item::Problem(Problem::skipped(Some(source.place(stray)), message)));
    }
    match blocks.iter().find(|block| METHODS.contains(&block.name)) {
        Some(method) => {
            visit(Item::Exchange(Box::new(exchange(source, options, (&blocks, method)))));
        }
        None => visit(Item::Problem(no_request(source, &blocks))),
    }
}

fn no_request(source: &Source, blocks: &[Block<'_>]) -> Problem {
    let other = blocks.iter().find(|block| ["grpc", "ws"].contains(&block.name));
    let place = other.map_or(0, |block| block.span.start);
    let message = match other {
        Some(_) => "calls of gRPC and WebSocket are not read; this one was skipped",
        None => "this file of Bruno holds no request; it was skipped",
    };
    Problem::skipped(Some(source.place(place)), message)
}

fn exchange(
    source: &Arc<Source>,
    options: &Options<'_>,
    (blocks, method): (&[Block<'_>], &Block<'_>),
) -> Exchange {
    let start = blocks.iter().map(|block| block.span.start).min().unwrap_or_default();
    let end = blocks.iter().map(|block| block.span.end).max().unwrap_or_default();
    Exchange {
        number: 1,
        source: Arc::clone(source),
        span: Span::new(start, end),
        format: Format::Bruno,
        origin: options.origin,
        sent: Sent::Yes,
        started: Fact::Unknown(Why::NotRecorded),
        answered: Fact::Unknown(Why::NotRecorded),
        request: request::request(source.text(), options, (blocks, method)),
        response: Fact::Unknown(Why::NotRecorded),
        accidents: Vec::new(),
        echoes: Vec::new(),
        pointer: None,
    }
}

#[cfg(test)]
mod tests;
