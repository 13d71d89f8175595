//! Settings of one operation become requests, as curl builds them.

use super::address::{self, Dots};
use super::argv::Setting;
use super::headers::{self, Headers};
use super::{Context, body, glob};
use crate::exchange::{Accident, AccidentKind, Kept, Request, Sent, Url};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// A request and whether it goes out.
pub(super) struct Built {
    pub(super) request: Request,
    pub(super) sent: Sent,
    /// Why curl stops before it sends any request of the command.
    pub(super) stop: Option<String>,
    pub(super) accidents: Vec<Accident>,
}

/// The settings of one operation, asked as curl does: the last one wins.
#[derive(Clone, Copy)]
pub(super) struct Settings<'a>(pub(super) &'a [Setting]);

impl<'a> Settings<'a> {
    pub(super) fn last(self, name: &str) -> Option<&'a Setting> {
        self.0.iter().rev().find(|setting| setting.name == name)
    }

    pub(super) fn is_on(self, name: &str) -> bool {
        self.last(name).is_some_and(|setting| setting.on)
    }

    pub(super) fn value(self, name: &str) -> Option<&'a Text> {
        self.last(name)?.value.as_ref()
    }

    pub(super) fn all(self, name: &'a str) -> impl Iterator<Item = &'a Text> {
        self.0.iter().filter(move |s| s.name == name).filter_map(|s| s.value.as_ref())
    }

    fn first_of(self, names: &[&str]) -> Option<&'a Setting> {
        self.0.iter().find(|setting| names.contains(&setting.name))
    }
}

pub(super) const DATA: &[&str] = &["data", "data-binary", "data-raw", "data-urlencode", "json"];
/// What curl says of options that ask for two kinds of request.
pub(super) const CONFLICT: &str = "curl: You can only select one HTTP request method";
const FORM: &[&str] = &["form", "form-string"];

/// Each address asks all settings again: of hostile commands only so many addresses are read.
const MOST_QUESTIONS: usize = 1_000_000;

/// All requests of one operation, one for each address, and whether there are more of them than
/// are read.
pub(super) fn build(settings: Settings<'_>, context: &Context<'_>) -> (Vec<Built>, bool) {
    let mut built = Vec::new();
    let most = (MOST_QUESTIONS / settings.0.len().max(1)).max(1);
    let mut more = settings.all("url").nth(most).is_some();
    for (nth, address) in settings.all("url").take(most).enumerate() {
        if address.as_written().trim().is_empty() {
            continue;
        }
        let Globbed { addresses, refused, accidents, cut } = globbed(settings, address);
        more |= cut;
        let builder = Builder { settings, context };
        for text in addresses {
            if let Some(mut one) = builder.one(&text, nth) {
                if let Some(why) = &refused {
                    one.sent = Sent::No(why.clone());
                }
                one.accidents.extend(accidents.iter().cloned());
                built.push(one);
            }
        }
    }
    (built, more)
}

/// The addresses that one pattern stands for.
struct Globbed {
    addresses: Vec<Text>,
    refused: Option<String>,
    accidents: Vec<Accident>,
    cut: bool,
}

fn globbed(settings: Settings<'_>, address: &Text) -> Globbed {
    let plain = || Globbed {
        addresses: vec![address.clone()],
        refused: None,
        accidents: Vec::new(),
        cut: false,
    };
    if settings.is_on("globoff") {
        return plain();
    }
    match glob::expand(address) {
        Ok(globbed) => {
            let kind = AccidentKind::BracesEatenByGlobbing;
            let accidents = globbed.eaten.iter().map(|span| Accident { kind, span: *span });
            let accidents = accidents.collect();
            Globbed { addresses: globbed.addresses, refused: None, accidents, cut: globbed.cut }
        }
        Err(why) => Globbed { refused: Some(format!("curl: {why}")), ..plain() },
    }
}

struct Builder<'a> {
    settings: Settings<'a>,
    context: &'a Context<'a>,
}

impl Builder<'_> {
    /// The request to one address, unless it is no HTTP address.
    fn one(&self, address: &Text, nth: usize) -> Option<Built> {
        let dots = if self.settings.is_on("path-as-is") { Dots::Kept } else { Dots::Resolved };
        let read = address::read(address, dots);
        let mut url = read.url;
        if !matches!(url.scheme.as_written(), "http" | "https" | "")
            && url.scheme.known().is_known()
            && !url.scheme.as_written().contains(['{', '<', '%', '['])
        {
            return None;
        }
        let mut stop = self.conflict();
        let body = self.body(nth).unwrap_or_else(|why| {
            stop.get_or_insert(why);
            Fact::Unknown(Why::NotRecorded)
        });
        let body = self.place_data(&mut url, body);
        let upload = self.settings.all("upload-file").nth(nth);
        if let Some(name) = upload {
            append_file_name(&mut url, name);
        }
        let mut headers = headers::read(self.settings, self.context, &url);
        self.retarget(&mut url);
        headers.take_host(&mut url);
        let Headers { list, kept, stop: refused, accidents, .. } = headers;
        stop = stop.or(refused);
        let request = Request { method: self.method(upload), url, headers: list, kept, body };
        let sent = read.refused.map_or(Sent::Yes, |why| Sent::No(why.to_owned()));
        Some(Built { request: self.doubted(request), sent, stop, accidents })
    }

    /// What a variable full of options may change is not known.
    fn doubted(&self, mut request: Request) -> Request {
        if let Some(why) = self.context.hidden {
            request.kept = Kept::Some(why);
            if request.body.is_absent() {
                request.body = Fact::Unknown(why);
            }
        }
        request
    }

    /// Options that ask for two kinds of request stop curl.
    fn conflict(&self) -> Option<String> {
        let is_get = self.settings.is_on("get");
        let data = self.settings.first_of(DATA).is_some() && !is_get;
        let asked = [
            data,
            self.settings.first_of(FORM).is_some(),
            self.settings.is_on("head"),
            self.settings.last("upload-file").is_some(),
        ];
        let several = asked.iter().filter(|asked| **asked).count() > 1;
        let bad_form = self.settings.all("form").any(|value| !value.as_written().contains('='));
        if several {
            return Some(CONFLICT.to_owned());
        }
        bad_form.then(|| "curl: option -F: is badly used here".to_owned())
    }

    fn method(&self, upload: Option<&Text>) -> Text {
        if let Some(method) = self.settings.value("request").filter(|text| !text.is_empty()) {
            return method.clone();
        }
        let implied = |name: &str, setting: Option<&Setting>| {
            let span = setting.map_or(self.context.name, |setting| setting.span);
            Text::decoded(name, Span::new(span.start, span.start.max(span.end)))
        };
        let data = self.settings.first_of(DATA).or_else(|| self.settings.first_of(FORM));
        if self.settings.is_on("head") {
            implied("HEAD", self.settings.last("head"))
        } else if upload.is_some() {
            implied("PUT", self.settings.last("upload-file"))
        } else if data.is_some() && !self.settings.is_on("get") {
            implied("POST", data)
        } else {
            implied("GET", self.settings.last("get"))
        }
    }

    fn body(&self, nth: usize) -> body::Read {
        if self.settings.first_of(FORM).is_some() {
            return Ok(Fact::Unknown(Why::NotRecorded));
        }
        match self.settings.all("upload-file").nth(nth) {
            Some(name) => body::file(name, self.context),
            None => body::joined(self.settings.0, self.context),
        }
    }

    /// `-G` moves the data into the query; `--url-query` adds to it.
    fn place_data(&self, url: &mut Url, body: Fact<Text>) -> Fact<Text> {
        if self.settings.is_on("get") {
            match body {
                Fact::Known(data) => extend_query(url, &data),
                Fact::Absent => {}
                Fact::Unknown(why) => {
                    let mut hole = Text::default();
                    let span = self.settings.first_of(DATA).map_or(url.span, |s| s.span);
                    hole.push_hole("…", span, (why, ""));
                    extend_query(url, &hole);
                }
            }
            return Fact::Absent;
        }
        for value in self.settings.all("url-query") {
            let written = value.as_written();
            let encoded = if written.starts_with('+') {
                Ok(Fact::Known(value.slice(1..written.len())))
            } else {
                body::encoded(value, self.context)
            };
            if let Ok(Fact::Known(text)) = encoded {
                extend_query(url, &text);
            }
        }
        body
    }

    fn retarget(&self, url: &mut Url) {
        let Some(target) = self.settings.value("request-target") else { return };
        let written = target.as_written();
        let mark = written.find('?');
        url.path = target.slice(0..mark.unwrap_or(written.len()));
        url.query = mark.map(|mark| target.slice(mark + 1..written.len()));
    }
}

fn extend_query(url: &mut Url, more: &Text) {
    if more.is_empty() {
        return;
    }
    if url.path.is_empty() {
        url.path = Text::decoded("/", Span::at(url.host.span().end));
    }
    match &mut url.query {
        Some(query) => {
            if !query.is_empty() {
                query.push_decoded("&", Span::at(more.span().start));
            }
            query.append(more);
        }
        None => url.query = Some(more.clone()),
    }
}

/// An upload to a folder is sent to the file's name in it.
fn append_file_name(url: &mut Url, name: &Text) {
    let written = name.as_written();
    let folder = url.path.is_empty() || url.path.as_written().ends_with('/');
    if !folder || matches!(written, "-" | ".") {
        return;
    }
    if url.path.is_empty() {
        url.path = Text::decoded("/", Span::at(url.host.span().end));
    }
    let start = written.rfind('/').map_or(0, |at| at + 1);
    let last = name.slice(start..written.len());
    let special = |c: char| !(c.is_ascii_alphanumeric() || "-._~".contains(c));
    url.path.append(&super::text::percent_encoded(&last, special));
}
