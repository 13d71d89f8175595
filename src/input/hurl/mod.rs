//! Hurl files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::exchange::{Echo, Exchange, Format, Request, Sent};
use crate::input::braces::{Definitions, Variables};
use crate::input::{Item, Options};
use crate::source::{Problem, Source, Span};
use crate::truth::{Fact, Why};

mod body;
mod entries;
mod request;
mod strings;

use entries::Entry;

/// Sections that stand alone in a line, and nowhere but in Hurl.
const SECTIONS: [&str; 11] = [
    "QueryStringParams",
    "Query",
    "FormParams",
    "Form",
    "MultipartFormData",
    "Multipart",
    "Cookies",
    "BasicAuth",
    "Options",
    "Captures",
    "Asserts",
];

/// Whether a text is of this format, by its content first and its name second.
pub(super) fn is(name: &str, text: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let begins = text.lines().find(said).is_some_and(|line| entries::is_request(line.trim()));
    let own = |line: &str| {
        let line = line.trim();
        entries::is_bare_status(line)
            || entries::section(line).is_some_and(|name| SECTIONS.contains(&name))
    };
    extension.eq_ignore_ascii_case("hurl") && (begins || !text.starts_with('{'))
        || begins && text.lines().any(own)
}

/// Reads all requests of the text.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let text = source.text();
    let (entries, stray) = entries::entries(text);
    if let Some(stray) = stray {
        let message = "this line stands before the first request; it was skipped";
        visit(Item::Problem(Problem::skipped(Some(source.place(stray)), message)));
    }
    let mut run = Run {
        source,
        options,
        variables: Variables::of(Definitions::default()),
        captured: BTreeMap::new(),
    };
    for (entry, number) in entries.iter().zip(1..) {
        problems(source, entry).for_each(|problem| visit(Item::Problem(problem)));
        visit(Item::Exchange(Box::new(run.exchange(entry, number))));
    }
}

fn problems(source: &Source, entry: &Entry) -> impl Iterator<Item = Problem> {
    let stray = entry.stray.map(|at| {
        let message = "a line between the headers has no colon; it was skipped";
        Problem::skipped(Some(source.place(at)), message)
    });
    let unclosed = entry.body.filter(|body| !body.is_closed).map(|body| {
        let message = "this body is never closed; it was read up to the next request";
        Problem::lost(Some(source.place(body.span.start)), message)
    });
    stray.into_iter().chain(unclosed)
}

/// The entries run one after the other, and variables hold from where they are set.
struct Run<'a> {
    source: &'a Arc<Source>,
    options: &'a Options<'a>,
    variables: Variables,
    /// The numbers of the requests whose answers variables were taken out of.
    captured: BTreeMap<String, usize>,
}

impl Run<'_> {
    fn exchange(&mut self, entry: &Entry, number: usize) -> Exchange {
        let text = self.source.text();
        let settings = request::settings(text, entry);
        for (name, value) in &settings.variables {
            self.variables.set(name, value);
            self.captured.remove(name);
        }
        let surroundings = request::Surroundings {
            text,
            variables: &self.variables,
            options: self.options,
            is_first: number == 1,
        };
        let request = request::request(entry, &settings, &surroundings);
        let echoes = self.echoes(&request);
        self.capture(entry, number);
        Exchange {
            number,
            source: Arc::clone(self.source),
            span: Span::new(entry.line.start, entry.end),
            format: Format::Hurl,
            origin: self.options.origin,
            sent: if settings.is_skipped { Sent::No(SKIPPED.to_owned()) } else { Sent::Yes },
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request,
            // What stands behind `HTTP` is expected, and nobody recorded it.
            response: Fact::Unknown(Why::NotRecorded),
            accidents: Vec::new(),
            echoes,
            pointer: None,
        }
    }

    /// What is taken out of the answer to an entry is unknown from there on.
    fn capture(&mut self, entry: &Entry, number: usize) {
        const OF_ANSWER: [&str; 8] =
            ["jsonpath", "body", "header", "cookie", "xpath", "regex", "bytes", "rawbytes"];
        let text = self.source.text();
        for (name, query) in entry.captures.iter().filter_map(|line| strings::pair(text, *line)) {
            let name = &text[name.start..name.end];
            let word = text[query.start..query.end].split_whitespace().next().unwrap_or_default();
            self.variables.unset(name);
            if OF_ANSWER.contains(&word) {
                self.captured.insert(name.to_owned(), number);
            } else {
                self.captured.remove(name);
            }
        }
    }

    fn echoes(&self, request: &Request) -> Vec<Echo> {
        let values = request.headers.iter().map(|header| &header.value);
        let holes = values.flat_map(|value| value.holes().iter().map(move |hole| (value, hole)));
        holes
            .filter_map(|(value, hole)| {
                let of = *self.captured.get(&hole.name)?;
                Some(Echo { span: value.span_of(hole.range.clone()), of })
            })
            .collect()
    }
}

const SKIPPED: &str = "hurl: skip is set";

#[cfg(test)]
mod tests;
