//! Requests of a collection that Bruno exported as JSON.

use std::sync::Arc;

use super::body::without_comments;
use super::credentials::{self, Credentials, Mode};
use super::outline::{Outline, enabled};
use super::path;
use super::request::{Headers, add_parameter};
use crate::exchange::{Exchange, Format, Header, Kept, Request, Sent, SetBy, Url};
use crate::input::collection::values::{Page, plain};
use crate::input::form::{self, Blank};
use crate::input::{Item, Options};
use crate::json::{Tree, Value};
use crate::source::{Problem, Source, Span, Text};
use crate::truth::{Fact, Why};

/// Reads all requests of the collection, folder by folder.
pub(super) fn read(source: &Arc<Source>, options: &Options<'_>, visit: &mut dyn FnMut(Item)) {
    let text = source.text();
    let tree = match Tree::read(text, &[], &[]) {
        Ok(tree) => tree,
        Err(fault) => {
            let message = format!("this collection cannot be read: {}", fault.what);
            let place = Some(source.place(fault.at));
            return visit(Item::Problem(Problem::lost(place, message)));
        }
    };
    let outline = Outline::of(tree.root());
    let variables = outline.variables(tree.root(), options);
    let page = Page { text, variables: &variables };
    for (number, (item, folder)) in (1..).zip(&outline.requests) {
        let Some(request) = item.get("request") else { continue };
        visit(Item::Exchange(Box::new(Exchange {
            number,
            source: Arc::clone(source),
            span: item.span(),
            format: Format::Bruno,
            origin: options.origin,
            sent: Sent::Yes,
            started: Fact::Unknown(Why::NotRecorded),
            answered: Fact::Unknown(Why::NotRecorded),
            request: Reader { page, outline: &outline, folder: *folder }.request(request),
            response: Fact::Unknown(Why::NotRecorded),
            accidents: Vec::new(),
            echoes: Vec::new(),
            pointer: None,
        })));
    }
}

struct Reader<'a> {
    page: Page<'a>,
    outline: &'a Outline<'a>,
    folder: usize,
}

impl Reader<'_> {
    fn request(&self, request: Value<'_>) -> Request {
        let mut headers = Headers::default();
        let mut kept = self.inherit(&mut headers);
        self.headers(request, SetBy::Text, &mut headers);
        let mut url = self.url(request);
        match self.credentials(request) {
            Credentials::Header(header) => headers.set(header),
            Credentials::Parameter(name, value) if url.host.holes().is_empty() => {
                add_parameter(&mut url, (name, value));
            }
            Credentials::Unknown if kept == Kept::All => kept = Kept::AllButCredentials,
            Credentials::Nothing | Credentials::Unknown | Credentials::Parameter(..) => {}
        }
        let script = request.get("script").and_then(|script| plain(script, "req"));
        if script.is_some_and(|script| script.contains("req.setHeader")) {
            kept = Kept::AllButInherited;
        }
        let (body, media_type) = self.body(request);
        let is_typed = headers.all.iter().any(|header| header.is("content-type"));
        if let Some((media_type, at)) = media_type.filter(|_| !is_typed) {
            let name = Text::decoded("content-type", at);
            let value = Text::decoded(media_type, at);
            headers.set(Header { name, value, set: SetBy::Option });
        }
        let method = self.page.member(request, "method");
        let method = method.filter(|method| !method.is_empty());
        let method = method.map_or_else(
            || Text::decoded("GET", Span::at(request.span().start)),
            |method| Text::decoded(&method.as_written().to_ascii_uppercase(), method.span()),
        );
        Request { method, url, headers: headers.all, kept, body }
    }

    fn url(&self, request: Value<'_>) -> Url {
        let mut url = Url::split(&self.page.member(request, "url").unwrap_or_default());
        let parameters: std::collections::BTreeMap<String, Value<'_>> =
            enabled(request.get("params"))
                .filter(|(_, entry)| plain(*entry, "type").as_deref() == Some("path"))
                .collect();
        url.path = path::filled(&url.path, |name| {
            Some(self.page.member(*parameters.get(name)?, "value").unwrap_or_default())
        });
        url
    }

    fn headers(&self, of: Value<'_>, set: SetBy, headers: &mut Headers) {
        for (_, entry) in enabled(of.get("headers")) {
            let value = self.page.member(entry, "value").unwrap_or_default();
            if let Some(name) = self.page.member(entry, "name") {
                headers.set(Header { name, value, set });
            }
        }
    }

    /// The headers of the folders around the request, if they are not too many.
    fn inherit(&self, headers: &mut Headers) -> Kept {
        let around: Vec<Value<'_>> =
            self.outline.around(self.folder).filter_map(|folder| folder.request).collect();
        let length = |of: &Value<'_>| of.get("headers").map_or(0, |list| list.raw().len());
        if !self.page.variables.spend(around.iter().map(length).sum()) {
            return Kept::AllButInherited;
        }
        around.iter().rev().for_each(|of| self.headers(*of, SetBy::Option, headers));
        Kept::All
    }

    /// The credentials of the request, or of the nearest folder that says any.
    fn credentials(&self, request: Value<'_>) -> Credentials {
        let around = self.outline.around(self.folder).filter_map(|folder| folder.request);
        for of in std::iter::once(request).chain(around) {
            let Some(auth) = of.get("auth") else { continue };
            let Some(word) = plain(auth, "mode") else { continue };
            let mode = Mode::of(&word);
            if mode != Mode::Inherit {
                let members = auth.get(&word);
                let value = |name: &str| self.page.member(members?, name);
                return credentials::credentials(mode, value, auth.span());
            }
        }
        Credentials::Nothing
    }

    fn body(&self, request: Value<'_>) -> (Fact<Text>, Option<(&'static str, Span)>) {
        let Some(body) = request.get("body") else { return (Fact::Absent, None) };
        let mode = plain(body, "mode").unwrap_or_default();
        let media_type = match mode.as_str() {
            "json" | "graphql" => "application/json",
            "text" => "text/plain",
            "xml" => "application/xml",
            "sparql" => "application/sparql-query",
            "formUrlEncoded" => "application/x-www-form-urlencoded",
            "multipartForm" => "multipart/form-data",
            "none" | "" => return (Fact::Absent, None),
            _ => return (Fact::Unknown(Why::NotRecorded), None),
        };
        let at = body.get("mode").map_or_else(|| body.span(), Value::span);
        let content = match mode.as_str() {
            "graphql" | "multipartForm" => Fact::Unknown(Why::NotRecorded),
            "formUrlEncoded" => {
                let value = |entry| self.page.member(entry, "value").unwrap_or_default();
                let pairs: Vec<(Text, Text)> = enabled(body.get(&mode))
                    .filter_map(|(_, entry)| Some((self.page.member(entry, "name")?, value(entry))))
                    .collect();
                Fact::Known(form::joined(&pairs, Blank::Plus))
            }
            _ => match self.page.member(body, &mode).filter(|text| !text.is_empty()) {
                Some(text) if mode == "json" => Fact::Known(without_comments(&text)),
                Some(text) => Fact::Known(text),
                None => return (Fact::Absent, None),
            },
        };
        (content, Some((media_type, at)))
    }
}
