//! Settings of one operation become requests, as curl builds them.

use super::address;
use super::argv::Setting;
use super::headers::{self, Headers};
use super::{Context, body, form, glob, method};
use crate::exchange::{Accident, AccidentKind, Kept, Repair, Request, Sent, Url};
use crate::source::{Span, Text};
use crate::truth::{Fact, Why};

/// A request and whether it goes out.
pub(super) struct Built {
    pub(super) request: Request,
    pub(super) sent: Sent,
    pub(super) stop: Option<Stop>,
    pub(super) accidents: Vec<Accident>,
}

/// Why curl stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Before it sends any request of the command.
    AtOnce(String),
    /// When it comes to this request; those before it are sent.
    Here(String),
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

    pub(super) fn first_of(self, names: &[&str]) -> Option<&'a Setting> {
        self.0.iter().find(|setting| names.contains(&setting.name))
    }
}

/// Each address asks all settings again: of hostile commands only so many addresses are read.
const MOST_QUESTIONS: usize = 1_000_000;

/// All requests of one operation, one for each address, and whether there are more of them than
/// are read.
pub(super) fn build(settings: Settings<'_>, context: &Context<'_>) -> (Vec<Built>, bool) {
    let mut built = Vec::new();
    let most = (MOST_QUESTIONS / settings.0.len().max(1)).max(1);
    let mut more = settings.all("url").nth(most).is_some();
    let builder = Builder { settings, context };
    for (nth, address) in settings.all("url").take(most).enumerate() {
        if address.as_written().trim().is_empty() {
            continue;
        }
        let upload = settings.all("upload-file").nth(nth).filter(|name| !name.is_empty());
        let names = upload.map_or_else(Globbed::default, |name| globbed(settings, (name, context)));
        let uploads = names.addresses.iter().map(Some).chain(upload.is_none().then_some(None));
        let Globbed { addresses, refused, accidents, cut } = globbed(settings, (address, context));
        more |= cut || names.cut;
        for upload in uploads {
            for text in &addresses {
                let Some(mut one) = builder.one(text, upload) else { continue };
                if let Some(why) = refused.clone().or_else(|| names.refused.clone()) {
                    one.stop = Some(Stop::Here(why));
                }
                one.accidents.extend(accidents.iter().cloned());
                built.push(one);
            }
        }
    }
    (built, more)
}

/// The addresses that one pattern stands for.
#[derive(Default)]
struct Globbed {
    addresses: Vec<Text>,
    refused: Option<String>,
    accidents: Vec<Accident>,
    cut: bool,
}

fn globbed(settings: Settings<'_>, (address, context): (&Text, &Context<'_>)) -> Globbed {
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
            let accidents = globbed.eaten.iter().map(|span| {
                let within = address.range_of(*span).unwrap_or_default();
                let written = address.as_written().get(within).unwrap_or_default();
                // A name in braces is a value to fill in: nobody wants the braces sent.
                let name = !written.contains(['"', ':', '%']);
                let off = Repair::insert(context.name.end, " -g");
                let repair = if name { Vec::new() } else { vec![off] };
                Accident { kind: AccidentKind::BracesEatenByGlobbing, span: *span, repair }
            });
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
    fn one(&self, address: &Text, upload: Option<&Text>) -> Option<Built> {
        let read = address::read(address, &address::Way::of(self.settings))?;
        let mut url = read.url;
        let mut stop = method::conflict(self.settings, upload.is_some());
        let body = self.body(upload).unwrap_or_else(|why| {
            stop.get_or_insert(why);
            Fact::Unknown(Why::NotRecorded)
        });
        let (body, refused) = self.place_data(&mut url, body);
        if let Some(name) = upload {
            append_file_name(&mut url, name);
        }
        let mut headers = headers::read(self.settings, self.context, &url);
        self.retarget(&mut url);
        headers.take_host(&mut url);
        let Headers { list, kept, stop: without, accidents, .. } = headers;
        stop = stop.or(without);
        let request = Request {
            method: method::of(self.settings, (upload.is_some(), self.context.name)),
            url,
            headers: list,
            kept,
            body,
        };
        let sent = read.refused.or(refused).map_or(Sent::Yes, |why| Sent::No(why.to_owned()));
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

    fn body(&self, upload: Option<&Text>) -> Result<Fact<Text>, Stop> {
        if self.settings.first_of(method::FORM).is_some() {
            return match form::missing(self.settings, self.context) {
                Some(why) => Err(Stop::Here(why)),
                None => Ok(Fact::Unknown(form::WHY)),
            };
        }
        match upload {
            Some(name) => body::upload(name, self.context).map_err(Stop::Here),
            None => body::joined(self.settings.0, self.context).map_err(Stop::AtOnce),
        }
    }

    /// `-G` moves the data into the query; `--url-query` adds to it otherwise.
    fn place_data(&self, url: &mut Url, body: Fact<Text>) -> (Fact<Text>, Option<&'static str>) {
        let data = self.settings.first_of(method::DATA);
        let mut more = Text::default();
        let mut left = body;
        if let Some(data) = data.filter(|_| self.settings.is_on("get")) {
            more = unknown_as_hole(std::mem::replace(&mut left, Fact::Absent), data.span);
        } else {
            for value in self.settings.all("url-query") {
                let written = value.as_written();
                let encoded = if written.starts_with('+') {
                    Ok(Fact::Known(value.slice(1..written.len())))
                } else {
                    body::encoded(value, self.context)
                };
                let encoded = encoded.unwrap_or(Fact::Unknown(Why::NotRecorded));
                if !more.is_empty() {
                    more.push_decoded("&", Span::at(value.span().start));
                }
                more.append(&unknown_as_hole(encoded, value.span()));
            }
        }
        let refused = address::add_query(url, &more);
        (left, refused)
    }

    fn retarget(&self, url: &mut Url) {
        let Some(target) = self.settings.value("request-target") else { return };
        let written = target.as_written();
        if written.contains("://") {
            let span = url.span;
            *url = Url { user_info: url.user_info.take(), ..Url::split(target) };
            url.span = span;
            return;
        }
        let mark = written.find('?');
        url.path = target.slice(0..mark.unwrap_or(written.len()));
        url.query = mark.map(|mark| target.slice(mark + 1..written.len()));
    }
}

/// Data that is elsewhere stands as a hole in the query.
fn unknown_as_hole(data: Fact<Text>, span: Span) -> Text {
    match data {
        Fact::Known(data) => data,
        Fact::Absent => Text::default(),
        Fact::Unknown(why) => {
            let mut hole = Text::default();
            hole.push_hole("…", span, (why, ""));
            hole
        }
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
