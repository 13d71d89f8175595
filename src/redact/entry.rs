//! One entry of a HAR: a show-list over its members. What is not known is taken out.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Redactor;
use super::body::Side;
use super::ledger::Kind;
use crate::facts::placeholder;
use crate::json::{Tree, Value};
use crate::mask;
use crate::source::{Gap, Span};

/// What a piece of the text becomes.
pub(super) struct Edit {
    span: Span,
    text: String,
}

/// The members that need no look inside: a number, a time, a word.
const WORDS: &[&str] = &[
    "_fromCache",
    "_priority",
    "_resourceType",
    "_wasFulfilled",
    "_fetchedViaServiceWorker",
    "_transferSize",
    "_connectionId",
    "bodySize",
    "compression",
    "connection",
    "expires",
    "headersSize",
    "httpOnly",
    "httpVersion",
    "pageref",
    "id",
    "sameSite",
    "secure",
    "size",
    "startedDateTime",
    "status",
    "time",
    "version",
    "encoding",
];

/// What is said of an answer besides its status.
const PHRASES: &[&str] = &[
    "OK",
    "Created",
    "Accepted",
    "No Content",
    "Partial Content",
    "Moved Permanently",
    "Found",
    "See Other",
    "Not Modified",
    "Temporary Redirect",
    "Permanent Redirect",
    "Bad Request",
    "Unauthorized",
    "Forbidden",
    "Not Found",
    "Method Not Allowed",
    "Conflict",
    "Gone",
    "Payload Too Large",
    "URI Too Long",
    "Unsupported Media Type",
    "Unprocessable Entity",
    "Too Many Requests",
    "Request Header Fields Too Large",
    "Internal Server Error",
    "Bad Gateway",
    "Service Unavailable",
    "Gateway Timeout",
];

/// What takes the place of an entry that cannot be read. It is no call, and keeps the numbers of others.
pub(super) const BLANK: &str = "{\"startedDateTime\":\"1970-01-01T00:00:00.000Z\",\"time\":0,\"request\":\
    {\"method\":\"GET\",\"url\":\"about:blank\",\"httpVersion\":\"\",\"cookies\":[],\"headers\":[],\
    \"queryString\":[],\"headersSize\":-1,\"bodySize\":-1},\"response\":{\"status\":0,\"statusText\":\"\",\
    \"httpVersion\":\"\",\"cookies\":[],\"headers\":[],\"content\":{\"size\":0,\"mimeType\":\"\"},\
    \"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1},\"cache\":{},\"timings\":{\"send\":0,\
    \"wait\":0,\"receive\":0},\"comment\":\"redacted: this entry could not be read\"}";

/// Why a body is not there any more.
const TOO_LARGE: &str = "redacted: the size exceeded what is looked into";
const NO_TEXT: &str = "redacted: a body that is no text";

/// Which list of names and values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Headers,
    Cookies,
    Query,
    Params,
}

/// The edits of one text.
pub(super) struct Walk<'r, 'p> {
    pub(super) redactor: &'r mut Redactor<'p>,
    edits: Vec<Edit>,
}

impl<'p> Redactor<'p> {
    /// An entry without its secrets; none where it cannot be read.
    pub(super) fn entry(&mut self, text: &str, gaps: &[Gap]) -> Option<String> {
        let tree = Tree::read(text, gaps, &[]).ok()?;
        self.names.clear();
        let mut walk = Walk { redactor: self, edits: Vec::new() };
        walk.entry(tree.root());
        Some(apply(text, walk.edits))
    }

    /// A member beside the entries.
    pub(super) fn member(&mut self, name: &str, text: &str, gaps: &[Gap]) -> String {
        let Ok(tree) = Tree::read(text, gaps, &[]) else { return "null".to_owned() };
        let mut walk = Walk { redactor: self, edits: Vec::new() };
        let root = tree.root();
        match name {
            "version" => walk.word(root),
            "creator" | "browser" => walk.program(root),
            "pages" => walk.pages(root),
            _ => walk.blank(root),
        }
        apply(text, walk.edits)
    }
}

impl Walk<'_, '_> {
    fn entry(&mut self, entry: Value<'_>) {
        for (name, value) in entry.members() {
            match name.content() {
                "request" => self.request(value),
                "response" => self.response(value),
                "timings" => self.numbers(value),
                "cache" => self.blank(value),
                "serverIPAddress" => self.put(value, "0.0.0.0"),
                "_webSocketMessages" => self.messages(value),
                "_initiator" => self.initiator(value),
                known => self.other(known, name, value),
            }
        }
    }

    fn request(&mut self, request: Value<'_>) {
        for (name, value) in request.members() {
            match name.content() {
                "method" => self.method(value),
                "url" => self.address(value),
                "headers" => self.list(List::Headers, value),
                "cookies" => self.list(List::Cookies, value),
                "queryString" => self.list(List::Query, value),
                "postData" => self.content(Side::Sent, value),
                known => self.other(known, name, value),
            }
        }
        self.scalar_blank(request);
    }

    fn response(&mut self, response: Value<'_>) {
        for (name, value) in response.members() {
            match name.content() {
                "statusText" => {
                    let known = PHRASES.contains(&value.content());
                    if !known && !value.content().is_empty() {
                        self.put(value, "");
                    }
                }
                "redirectURL" => self.address(value),
                "headers" => self.list(List::Headers, value),
                "cookies" => self.list(List::Cookies, value),
                "content" => self.content(Side::Received, value),
                "_error" | "_failureText" => self.failure(value),
                known => self.other(known, name, value),
            }
        }
        self.scalar_blank(response);
    }

    /// `postData` and `content`.
    fn content(&mut self, side: Side, holder: Value<'_>) {
        let encoding = holder.get("encoding").map_or("", Value::content).to_owned();
        let mut left_out = None;
        for (name, value) in holder.members() {
            match name.content() {
                "text" => left_out = self.text(side, value, &encoding).or(left_out),
                "mimeType" => self.with(value, |redactor, text| redactor.media_type(text)),
                "params" => self.list(List::Params, value),
                "comment" => {}
                known => self.other(known, name, value),
            }
        }
        match (left_out, holder.get("comment"), holder.members().next()) {
            (Some(why), Some(comment), _) => self.put(comment, why),
            (Some(why), None, Some((name, _))) => {
                let at = Span::at(name.span().start);
                self.edits.push(Edit { span: at, text: format!("\"comment\":\"{why}\",") });
            }
            (None, Some(_), _) | (_, None, None) | (None, None, _) => {}
        }
        let remarks = holder.members().filter(|(name, _)| name.content() == "comment");
        remarks.for_each(|(_, comment)| self.remark(comment));
        self.scalar_blank(holder);
    }

    /// A body; why it had to be left out whole.
    fn text(&mut self, side: Side, value: Value<'_>, encoding: &str) -> Option<&'static str> {
        let Some(text) = value.text().known() else {
            self.redactor.ledger.count(Kind::Body);
            self.put(value, "");
            return Some(TOO_LARGE);
        };
        let written = text.as_written();
        if encoding.is_empty() || written.is_empty() {
            let body = self.redactor.body(side, written);
            self.put_changed(value, written, &body);
            return None;
        }
        let letters: Vec<u8> = written.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let bytes = BASE64_STANDARD.decode(&letters).ok();
        match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(inner) if encoding.eq_ignore_ascii_case("base64") => {
                let body = self.redactor.body(side, &inner);
                let again = BASE64_STANDARD.encode(&body);
                self.put_changed(value, if body == inner { &again } else { written }, &again);
                if body == inner && again != written {
                    self.put(value, &again);
                }
                None
            }
            Some(_) | None => {
                self.redactor.ledger.count(Kind::Body);
                self.put(value, "");
                Some(NO_TEXT)
            }
        }
    }

    fn list(&mut self, list: List, value: Value<'_>) {
        for item in value.items() {
            if item.is_object() {
                self.item(list, item);
            } else if item.is_array() {
                self.couple(list, item);
            } else {
                self.blank(item);
            }
        }
        // Written as an object: names and values.
        for (name, value) in value.members() {
            self.key(list, name);
            let called = content(name);
            if value.is_array() {
                value.items().for_each(|one| self.named(list, &called, one));
            } else {
                self.named(list, &called, value);
            }
        }
        self.scalar_blank(value);
    }

    /// `{"name": …, "value": …}`.
    fn item(&mut self, list: List, item: Value<'_>) {
        let called = item.get("name").map_or_else(String::new, content);
        for (name, value) in item.members() {
            match name.content() {
                "name" => self.key(list, value),
                "value" => self.named(list, &called, value),
                "path" | "domain" => self.with(value, |redactor, text| {
                    let shown = mask::is_plain(text) && !text.contains('@');
                    if shown {
                        text.to_owned()
                    } else {
                        redactor.ledger.mark(Kind::Cookie, "path", text)
                    }
                }),
                "contentType" => self.with(value, |redactor, text| redactor.media_type(text)),
                "comment" => self.remark(value),
                known => self.other(known, name, value),
            }
        }
    }

    /// `["name", "value"]`.
    fn couple(&mut self, list: List, item: Value<'_>) {
        let mut parts = item.items();
        let Some(name) = parts.next() else { return };
        self.key(list, name);
        let called = content(name);
        parts.for_each(|value| self.named(list, &called, value));
    }

    fn key(&mut self, list: List, name: Value<'_>) {
        self.with(name, |redactor, text| match list {
            List::Cookies => redactor.cookie_name(text),
            List::Headers | List::Query | List::Params => {
                redactor.name(Kind::Header, text).unwrap_or_else(|| text.to_owned())
            }
        });
    }

    fn named(&mut self, list: List, name: &str, value: Value<'_>) {
        self.with(value, |redactor, text| {
            let own = match list {
                List::Headers => redactor.header(name, text),
                List::Cookies => return redactor.cookie_value(name, text),
                List::Query | List::Params if text.contains("://") => Some(redactor.address(text)),
                List::Query => redactor.value(Kind::Address, name, text),
                List::Params => redactor.value(Kind::Body, name, text),
            };
            own.unwrap_or_else(|| text.to_owned())
        });
    }

    fn method(&mut self, value: Value<'_>) {
        self.with(value, |redactor, text| {
            let plain = text.len() <= 20 && mask::identifier(text).is_some();
            if plain { text.to_owned() } else { redactor.ledger.mark(Kind::Other, "method", text) }
        });
    }

    fn address(&mut self, value: Value<'_>) {
        self.with(value, |redactor, text| redactor.address(text));
    }

    /// Why a call failed, in the words of browsers.
    fn failure(&mut self, value: Value<'_>) {
        self.with(value, |redactor, text| {
            let code = text.strip_prefix("net::ERR_").unwrap_or("-");
            let plain =
                code.len() <= 40 && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
            if plain || text.is_empty() || text == "redacted" {
                return text.to_owned();
            }
            redactor.ledger.count(Kind::Text);
            "redacted".to_owned()
        });
    }

    fn messages(&mut self, value: Value<'_>) {
        for message in value.items() {
            for (name, value) in message.members() {
                match name.content() {
                    "type" | "time" | "opcode" => self.word(value),
                    known => self.other(known, name, value),
                }
            }
            self.scalar_blank(message);
        }
        self.scalar_blank(value);
    }

    /// Of what began a call only its kind is told.
    fn initiator(&mut self, value: Value<'_>) {
        for (name, value) in value.members() {
            if name.content() == "type" {
                self.word(value);
            } else {
                self.other("", name, value);
            }
        }
        self.scalar_blank(value);
    }

    fn program(&mut self, value: Value<'_>) {
        for (name, value) in value.members() {
            match name.content() {
                "name" | "version" => self.with(value, |redactor, text| {
                    let plain = text.len() <= 60 && mask::is_plain(text);
                    if plain {
                        text.to_owned()
                    } else {
                        redactor.ledger.mark(Kind::Other, "program", text)
                    }
                }),
                "comment" => self.remark(value),
                known => self.other(known, name, value),
            }
        }
        self.scalar_blank(value);
    }

    fn pages(&mut self, value: Value<'_>) {
        for page in value.items() {
            for (name, value) in page.members() {
                match name.content() {
                    "pageTimings" => self.numbers(value),
                    "title" | "comment" => self.remark(value),
                    known => self.other(known, name, value),
                }
            }
            self.scalar_blank(page);
        }
        self.scalar_blank(value);
    }

    fn numbers(&mut self, value: Value<'_>) {
        for (name, value) in value.members() {
            match value.word() {
                "number" | "null" => self.rename(name),
                _ if name.content() == "comment" => self.remark(value),
                _ => self.other("", name, value),
            }
        }
        self.scalar_blank(value);
    }

    /// What somebody wrote beside it. That a size was exceeded tells why a body is not there.
    fn remark(&mut self, value: Value<'_>) {
        if matches!(value.content(), TOO_LARGE | NO_TEXT) {
            return;
        }
        if value.raw().contains("exceeded") {
            self.with(value, |_, _| TOO_LARGE.to_owned());
        } else {
            self.blank(value);
        }
    }

    /// A member that is on no list, or that is a word.
    fn other(&mut self, known: &str, name: Value<'_>, value: Value<'_>) {
        if WORDS.contains(&known) {
            self.word(value);
        } else {
            self.rename(name);
            self.blank(value);
        }
    }

    fn rename(&mut self, name: Value<'_>) {
        self.with(name, |redactor, text| {
            redactor.name(Kind::Other, text).unwrap_or_else(|| text.to_owned())
        });
    }

    /// A number, a time, a word that names something.
    fn word(&mut self, value: Value<'_>) {
        if value.is_object() || value.is_array() {
            return self.blank(value);
        }
        self.with(value, |redactor, text| {
            let plain = mask::is_plain(&text.replace(['+', ','], " ")) && !text.contains('@');
            if plain || placeholder::is_numbered(text) {
                return text.to_owned();
            }
            redactor.ledger.mark(Kind::Other, "value", text)
        });
    }

    /// Nothing of it stays but what kind of value it was.
    fn blank(&mut self, value: Value<'_>) {
        match value.word() {
            "object" if value.members().next().is_some() => self.replace(value.span(), "{}"),
            "array" if value.items().next().is_some() => self.replace(value.span(), "[]"),
            "string" if !matches!(value.content(), "" | "redacted") => self.put(value, "redacted"),
            "number" if value.raw() != "0" => self.replace(value.span(), "0"),
            _ => {}
        }
    }

    /// What should have had members.
    fn scalar_blank(&mut self, value: Value<'_>) {
        if !value.is_object() && !value.is_array() {
            self.blank(value);
        }
    }

    /// A string that becomes another one.
    fn with(&mut self, value: Value<'_>, by: impl FnOnce(&mut Redactor<'_>, &str) -> String) {
        if value.word() != "string" {
            // A number under a name that has texts is no harm, and names nothing.
            if value.is_object() || value.is_array() || value.raw().len() > 16 {
                self.blank(value);
            }
            return;
        }
        let Some(text) = value.text().known() else { return self.put(value, "redacted") };
        let written = by(self.redactor, text.as_written());
        self.put_changed(value, text.as_written(), &written);
    }

    fn put_changed(&mut self, value: Value<'_>, before: &str, after: &str) {
        if before != after {
            let text = serde_json::to_string(after).unwrap_or_default();
            self.edits.push(Edit { span: value.span(), text });
        }
    }

    fn put(&mut self, value: Value<'_>, text: &str) {
        if value.content() != text || value.word() != "string" {
            self.redactor.ledger.count(Kind::Other);
            let text = serde_json::to_string(text).unwrap_or_default();
            self.edits.push(Edit { span: value.span(), text });
        }
    }

    fn replace(&mut self, span: Span, text: &str) {
        self.redactor.ledger.count(Kind::Other);
        self.edits.push(Edit { span, text: text.to_owned() });
    }
}

fn content(value: Value<'_>) -> String {
    value.text().known().map_or_else(String::new, |text| text.as_written().to_owned())
}

/// The text with its edits made.
fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for edit in &edits {
        if edit.span.start < from {
            continue;
        }
        out.push_str(text.get(from..edit.span.start).unwrap_or_default());
        out.push_str(&edit.text);
        from = edit.span.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}
