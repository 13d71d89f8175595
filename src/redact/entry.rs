//! One entry of a HAR: a show-list over its members. What is not known is taken out.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Redactor;
use super::body::Side;
use super::edit::{Edit, NO_TEXT, TOO_LARGE, Walk, apply};
use super::ledger::Kind;
use super::lists::List;
use crate::json::{Tree, Value};
use crate::mask;
use crate::source::{Gap, Span};

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

impl Redactor<'_> {
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
                "mimeType" => self.with(value, Redactor::media_type),
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
            (None, Some(_) | None, _) | (_, None, None) => {}
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

    fn method(&mut self, value: Value<'_>) {
        self.with(value, |redactor, text| {
            let plain = text.len() <= 20 && mask::identifier(text).is_some();
            if plain { text.to_owned() } else { redactor.ledger.mark(Kind::Other, "method", text) }
        });
    }

    fn address(&mut self, value: Value<'_>) {
        self.with(value, Redactor::address);
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
}
