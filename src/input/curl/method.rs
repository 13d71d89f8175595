//! The method of a request: named, or implied by what is sent.

use super::argv::Setting;
use super::request::{Settings, Stop};
use crate::source::{Span, Text};

pub(super) const DATA: &[&str] = &["data", "data-binary", "data-raw", "data-urlencode", "json"];
pub(super) const FORM: &[&str] = &["form", "form-string"];

/// What curl says of options that ask for two kinds of request.
pub(super) const CONFLICT: &str = "curl: You can only select one HTTP request method";

/// The kinds of request that options ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Get,
    Head,
    Form,
    Data,
    Upload,
}

/// The method as it is sent, at the place of the option that says or implies it.
pub(super) fn of(settings: Settings<'_>, (upload, name): (bool, Span)) -> Text {
    if let Some(method) = settings.value("request").filter(|text| !text.is_empty()) {
        return method.clone();
    }
    let implied = |method: &str, setting: Option<&Setting>| {
        let span = setting.map_or(name, |setting| setting.span);
        Text::decoded(method, Span::new(span.start, span.start.max(span.end)))
    };
    let data = settings.first_of(DATA).filter(|_| !settings.is_on("get"));
    if settings.is_on("head") {
        implied("HEAD", settings.last("head"))
    } else if upload {
        implied("PUT", settings.last("upload-file"))
    } else if let Some(data) = data.or_else(|| settings.first_of(FORM)) {
        implied("POST", Some(data))
    } else {
        implied("GET", settings.last("get"))
    }
}

/// Options that ask for two kinds of request stop curl: some while it reads them, others when it
/// comes to the request.
pub(super) fn conflict(settings: Settings<'_>, upload: bool) -> Option<Stop> {
    let at_once = |why: &str| Some(Stop::AtOnce(why.to_owned()));
    let badly_used = |setting: &&Setting| {
        let value = setting.value.as_ref();
        FORM.contains(&setting.name) && value.is_some_and(|v| !v.as_written().contains('='))
    };
    if settings.0.iter().any(|setting| badly_used(&setting)) {
        return at_once("curl: option -F: is badly used here");
    }
    let mut asked = None;
    for setting in settings.0 {
        let kind = match setting.name {
            "form" | "form-string" => Kind::Form,
            "head" if setting.on => Kind::Head,
            "head" => Kind::Get,
            _ => continue,
        };
        if *asked.get_or_insert(kind) != kind {
            return at_once(CONFLICT);
        }
    }
    let data = settings.first_of(DATA).map(|_| {
        let moved = if settings.is_on("head") { Kind::Head } else { Kind::Get };
        if settings.is_on("get") { moved } else { Kind::Data }
    });
    for kind in data.into_iter().chain(upload.then_some(Kind::Upload)) {
        if *asked.get_or_insert(kind) != kind {
            return Some(Stop::Here(CONFLICT.to_owned()));
        }
    }
    let blank = settings.value("request").and_then(|method| method.known().known());
    blank
        .is_some_and(|method| method.contains(|c: char| c.is_ascii_whitespace()))
        .then(|| Stop::Here("curl: invalid HTTP method: a blank is not allowed in -X".to_owned()))
}
