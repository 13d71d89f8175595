//! A request of Bruno, as it is sent.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::around::{self, Around, Folder};
use super::blocks::{self, Block, Pair};
use super::body;
use super::credentials::{self, Credentials, Mode};
use super::path;
use crate::exchange::{Header, Kept, Request, SetBy, Url};
use crate::input::Options;
use crate::input::braces::Variables;
use crate::input::form::{self, Blank};
use crate::source::{Span, Text};

/// Builds the request of a file from its blocks; `method` is the one that makes it a request.
pub(super) fn request(
    text: &str,
    options: &Options<'_>,
    (all, method): (&[Block<'_>], &Block<'_>),
) -> Request {
    let mut around = around::read(options);
    let mut told = around::variables(text);
    told.fill(std::mem::take(&mut around.told));
    let reader = Reader { text, all, variables: Variables::of(told), around, method };
    reader.request()
}

struct Reader<'a> {
    text: &'a str,
    all: &'a [Block<'a>],
    variables: Variables,
    around: Around,
    method: &'a Block<'a>,
}

impl Reader<'_> {
    fn request(&self) -> Request {
        let line = blocks::pairs(self.text, self.method);
        let mut headers = self.inherited();
        for pair in self.pairs("headers") {
            let value = self.value(&pair);
            headers.set(Header { name: pair.name, value, set: SetBy::Text });
        }
        let mut url = self.url(&line);
        let (credentials, is_known) = self.credentials(&line);
        match credentials {
            Credentials::Header(header) => headers.set(header),
            // The program adds it before variables are filled in, and only to what is an address.
            Credentials::Parameter(name, value) if !self.begins_with_variable(&line) => {
                add_parameter(&mut url, (name, value));
            }
            Credentials::Nothing | Credentials::Unknown | Credentials::Parameter(..) => {}
        }
        let mode = member(&line, "body").map(|pair| (pair.written(self.text), self.value(pair)));
        let (mode, at) = mode.map_or_else(Default::default, |(mode, at)| (mode, at.span()));
        let body = body::body(self.text, self.all, (&mode, &self.variables));
        let is_typed = headers.all.iter().any(|header| header.is("content-type"));
        if let Some(media_type) = body.media_type.filter(|_| !is_typed) {
            let name = Text::decoded("content-type", Span::at(at.start));
            let value = Text::decoded(media_type, at);
            headers.set(Header { name, value, set: SetBy::Option });
        }
        Request {
            method: self.verb(&line),
            url,
            headers: headers.all,
            kept: self.kept(is_known),
            body: body.content,
        }
    }

    /// `GET`, at the word `get` that opens the block.
    fn verb(&self, line: &[Pair]) -> Text {
        let span = self.opening();
        match member(line, "method").filter(|_| self.method.name == "http") {
            Some(pair) => self.value(pair),
            None => Text::decoded(&self.method.name.to_ascii_uppercase(), span),
        }
    }

    /// The word that makes the file a request: what stands elsewhere is shown here.
    const fn opening(&self) -> Span {
        let start = self.method.span.start;
        Span { start, end: start + self.method.name.len() }
    }

    fn url(&self, line: &[Pair]) -> Url {
        let Some(pair) = member(line, "url") else { return Url::default() };
        let mut url = Url::split(&self.value(pair));
        url.path = self.path(&url.path);
        url
    }

    fn begins_with_variable(&self, line: &[Pair]) -> bool {
        let address = member(line, "url").map(|pair| pair.written(self.text)).unwrap_or_default();
        let host = address.split_once("://").map_or("{{", |(_, rest)| rest);
        host.split(['/', '?']).next().is_some_and(|host| host.contains("{{"))
    }

    fn path(&self, path: &Text) -> Text {
        let parameters = self.pairs("params:path");
        let by_name: BTreeMap<&str, &Pair> =
            parameters.iter().map(|pair| (pair.name.as_written(), pair)).collect();
        path::filled(path, |name| by_name.get(name).map(|pair| self.value(pair)))
    }

    /// The headers of the folders around the request.
    fn inherited(&self) -> Headers {
        let mut headers = Headers::default();
        for (name, value) in self.around.folders.iter().flat_map(Folder::headers) {
            let value = self.variables.elsewhere(&value, self.opening());
            let name = Text::decoded(&name, self.opening());
            headers.set(Header { name, value, set: SetBy::Option });
        }
        headers
    }

    /// The credentials, and whether all that is sent of them is known.
    fn credentials(&self, line: &[Pair]) -> (Credentials, bool) {
        let mode = member(line, "auth");
        let span = mode.map_or(self.opening(), |pair| self.value(pair).span());
        let mode = mode.map_or(Mode::None, |pair| Mode::of(&pair.written(self.text)));
        if mode != Mode::Inherit {
            let pairs = mode.block().map(|block| self.pairs(block)).unwrap_or_default();
            let value = |name: &str| member(&pairs, name).map(|pair| self.value(pair));
            return (credentials::credentials(mode, value, span), mode != Mode::Computed);
        }
        let modes = self.around.folders.iter().rev().map(|folder| (folder, folder.mode()));
        let mut said = modes.filter_map(|(folder, mode)| Some((folder, mode?)));
        match said.find(|(_, mode)| *mode != Mode::Inherit) {
            Some((folder, mode)) => {
                let pairs = mode.block().map(|block| folder.credentials(block)).unwrap_or_default();
                let value = |name: &str| {
                    let (_, value) = pairs.iter().find(|(known, _)| known == name)?;
                    Some(self.variables.elsewhere(value, span))
                };
                (credentials::credentials(mode, value, span), mode != Mode::Computed)
            }
            None => (Credentials::Nothing, self.around.is_whole),
        }
    }

    /// A script may set any header, and so may folders that were not read.
    fn kept(&self, credentials_are_known: bool) -> Kept {
        let scripts = self.all.iter().filter(|block| block.name.starts_with("script:pre"));
        let sets = |block: &Block<'_>| {
            self.text[block.inner.start..block.inner.end].contains("req.setHeader")
        };
        if !self.around.is_whole || scripts.into_iter().any(sets) {
            Kept::AllButInherited
        } else if credentials_are_known {
            Kept::All
        } else {
            Kept::AllButCredentials
        }
    }

    fn pairs(&self, name: &str) -> Vec<Pair> {
        let named = self.all.iter().filter(|block| block.name == name);
        named.flat_map(|block| blocks::pairs(self.text, block)).collect()
    }

    fn value(&self, pair: &Pair) -> Text {
        pair.value(self.text, &self.variables)
    }
}

fn member<'p>(pairs: &'p [Pair], name: &str) -> Option<&'p Pair> {
    pairs.iter().rfind(|pair| pair.is(name))
}

/// The headers in order; the later of two of one name is sent.
#[derive(Default)]
pub(super) struct Headers {
    pub(super) all: Vec<Header>,
    /// Where each stands, by its name in small letters.
    places: BTreeMap<String, usize>,
}

impl Headers {
    pub(super) fn set(&mut self, header: Header) {
        let name = header.name.as_written().trim().to_ascii_lowercase();
        if name.is_empty() {
            return;
        }
        match self.places.entry(name) {
            Entry::Occupied(place) => self.all[*place.get()] = header,
            Entry::Vacant(place) => {
                place.insert(self.all.len());
                self.all.push(header);
            }
        }
    }
}

pub(super) fn add_parameter(url: &mut Url, pair: (Text, Text)) {
    let mut query = url.query.take().unwrap_or_default();
    if !query.is_empty() {
        query.push_decoded("&", Span::at(pair.0.span().start));
    }
    query.append(&form::joined(&[pair], Blank::Percent));
    url.query = Some(query);
}
