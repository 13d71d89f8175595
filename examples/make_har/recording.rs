//! A made-up recording that is written while it is read, so that it may be larger than memory.
//!
//! The same size and layout always give the same bytes. Half of the entries go to Frontegg hosts.
//! A recording that is late to show a credential has broken calls, and its only `Authorization` in
//! the last entry: what its calls without one lack is known when all of it was read.

use std::io::{self, Read};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// How the JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Indented by two, as Chrome saves it.
    Chrome,
    /// One line.
    Compact,
}

/// Reads as a HAR of about the given size.
pub(crate) struct Recording {
    layout: Layout,
    templates: Vec<Vec<u8>>,
    /// What is written next.
    piece: Vec<u8>,
    at: usize,
    stage: Stage,
    number: usize,
    written: u64,
    size: u64,
    body: u64,
    last: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Head,
    Entries,
    Body,
    Tail,
    Done,
}

/// Stands in the templates where the entry's number belongs; as long as the number.
const NUMBER: &str = "00000000#";
/// A part of a large body: some escapes, and behind them a thousand times these words.
const ESCAPES: &str = r"\u20ac \ud834\udd1e € 𝄞 \n";
const WORDS: &str = " and more words";

impl Recording {
    pub(crate) fn new(layout: Layout, size: u64) -> Self {
        let templates = (0..8).map(|kind| written(&entry(kind), layout)).collect();
        Self {
            layout,
            templates,
            piece: Vec::new(),
            at: 0,
            stage: Stage::Head,
            number: 0,
            written: 0,
            size,
            body: 0,
            last: Vec::new(),
        }
    }

    /// Takes `Authorization` from all entries, breaks some, and puts one at the end that has one.
    pub(crate) fn with_late_credential(mut self) -> Self {
        let broken = |kind| written(&broken(kind), self.layout);
        self.templates = (0..8).map(broken).collect();
        self.last = written(&last(), self.layout);
        self
    }

    /// Puts one entry behind the many whose response is at least this large.
    pub(crate) fn with_body(mut self, bytes: u64) -> Self {
        self.body = bytes;
        self
    }

    fn next_piece(&mut self) {
        self.at = 0;
        self.piece.clear();
        match self.stage {
            Stage::Head => {
                self.piece.extend_from_slice(self.head().as_bytes());
                self.stage = Stage::Entries;
            }
            Stage::Entries if self.written < self.size || self.number == 0 => self.next_entry(),
            Stage::Entries if self.body > 0 => {
                self.piece.extend_from_slice(LARGE.0.as_bytes());
                self.stage = Stage::Body;
            }
            Stage::Body if self.body > 0 => {
                let part = format!("{ESCAPES}{}", WORDS.repeat(1000));
                self.body = self.body.saturating_sub(part.len() as u64);
                self.piece.extend_from_slice(part.as_bytes());
            }
            Stage::Body => {
                self.piece.extend_from_slice(LARGE.1.as_bytes());
                self.stage = Stage::Tail;
            }
            Stage::Entries | Stage::Tail => {
                if !self.last.is_empty() {
                    self.piece.extend_from_slice(self.comma());
                    self.piece.append(&mut self.last);
                }
                self.piece.extend_from_slice(self.tail().as_bytes());
                self.stage = Stage::Done;
            }
            Stage::Done => {}
        }
        self.written += self.piece.len() as u64;
    }

    fn next_entry(&mut self) {
        if self.number > 0 {
            self.piece.extend_from_slice(self.comma());
        }
        self.number += 1;
        let from = self.piece.len();
        self.piece.extend_from_slice(&self.templates[self.number % self.templates.len()]);
        let number = format!("{:09}", self.number);
        let places: Vec<_> = memchr::memmem::find_iter(&self.piece[from..], NUMBER).collect();
        for place in places {
            let place = from + place;
            self.piece[place..place + number.len()].copy_from_slice(number.as_bytes());
        }
    }

    const fn comma(&self) -> &'static [u8] {
        match self.layout {
            Layout::Chrome => b",\n",
            Layout::Compact => b",",
        }
    }

    fn head(&self) -> &'static str {
        match self.layout {
            Layout::Chrome => {
                "{\n  \"log\": {\n    \"version\": \"1.2\",\n    \"creator\": {\n      \
                 \"name\": \"WebInspector\",\n      \"version\": \"537.36\"\n    },\n    \
                 \"pages\": [],\n    \"entries\": [\n"
            }
            Layout::Compact => {
                r#"{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"entries":["#
            }
        }
    }

    fn tail(&self) -> &'static str {
        match self.layout {
            Layout::Chrome => "\n    ]\n  }\n}\n",
            Layout::Compact => "]}}",
        }
    }
}

impl Read for Recording {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() && self.stage != Stage::Done {
            self.next_piece();
        }
        let length = buffer.len().min(self.piece.len() - self.at);
        buffer[..length].copy_from_slice(&self.piece[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

/// What stands before and behind a large body.
const LARGE: (&str, &str) = (
    r#",{"response":{"status":200,"headers":[{"name":"before","value":"é\u20ac"}],"content":{"size":1,"mimeType":"text/javascript","text":""#,
    r#""},"_after":"é","comment":"\u00e9"},"request":{"method":"GET","url":"https://cdn.example.com/app.js?\u00e9=1","headers":[{"name":"behind","value":"é\u20ac"}]},"startedDateTime":"2026-05-11T09:30:00.000Z"}"#,
);

fn written(entry: &Value, layout: Layout) -> Vec<u8> {
    let text = match layout {
        Layout::Chrome => {
            let text = serde_json::to_string_pretty(entry).unwrap_or_default();
            format!("      {}", text.replace('\n', "\n      "))
        }
        Layout::Compact => serde_json::to_string(entry).unwrap_or_default(),
    };
    text.replace("(EURO)", r"\u20ac")
        .replace("(CLEF)", r"\ud834\udd1e")
        .replace("(r)", r"\u0072")
        .replace("(/)", r"\/")
        .into_bytes()
}

/// The entry of the same kind without `Authorization`; the even ones are wrong in some way.
fn broken(kind: usize) -> Value {
    let mut entry = entry(kind);
    let request = &mut entry["request"];
    if let Some(headers) = request["headers"].as_array_mut() {
        headers.retain(|header| header["name"] != "authorization");
        if kind == 2 {
            headers.retain(|header| header["name"] != "frontegg-tenant-id");
            headers.push(json!({ "name": "f(r)ontegg-teannt-id", "value": "é(CLEF)" }));
        }
        if kind == 4 {
            headers.push(json!({ "name": "frontegg-vendor-host", "value": "https:(/)/acme.f(r)ontegg.com(/)" }));
        }
    }
    if kind.is_multiple_of(2) {
        let path = "identity(/)(r)esources/roles/v1";
        let scheme = if kind == 6 { "http" } else { "https" };
        let url = format!("{scheme}:(/)/api.f(r)ontegg.com/{path}?note=é(EURO){NUMBER}");
        request["url"] = url.into();
        request["method"] = "GET".into();
        entry["response"]["status"] = 401.into();
    }
    entry
}

/// The only entry with an `Authorization`, and what stands in it is no token.
fn last() -> Value {
    let mut entry = broken(0);
    if let Some(headers) = entry["request"]["headers"].as_array_mut() {
        headers.push(json!({ "name": "Autho(r)ization", "value": "Bea(r)er undefined" }));
        headers.push(json!({ "name": "x-last", "value": "é(EURO)" }));
    }
    entry
}

fn entry(kind: usize) -> Value {
    let ours = kind.is_multiple_of(2);
    let host = if ours { "api.frontegg.com" } else { "static.example.com" };
    let ours_path = format!("/identity/resources/users/v{}/{NUMBER}", kind % 3 + 1);
    let path = if ours { ours_path } else { format!("/shop/v{}/items/{NUMBER}", kind % 3 + 1) };
    json!({
        "_initiator": { "type": "script", "stack": { "callFrames": frames(12) } },
        "_priority": "High",
        "_resourceType": "fetch",
        "cache": {},
        "connection": "443",
        "pageref": "page_1",
        "request": {
            "bodySize": 60,
            "cookies": [],
            "headers": headers(host, &path, kind),
            "headersSize": -1,
            "httpVersion": "http/2.0",
            "method": if kind.is_multiple_of(3) { "POST" } else { "GET" },
            "postData": {
                "mimeType": "application/json",
                "text": format!("{{\"name\":\"Zoë (EURO) (CLEF) {NUMBER}\",\"path\":\"a/b\\n\"}}"),
            },
            "queryString": [],
            "url": format!("https://{host}{path}?_limit=10&name=Zo%C3%AB"),
        },
        "response": {
            "content": { "mimeType": "application/json", "size": 4000, "text": body(kind) },
            "cookies": [],
            "headers": [
                { "name": "content-type", "value": "application/json; charset=utf-8" },
                { "name": "x-note", "value": "größer (EURO)" },
            ],
            "headersSize": -1,
            "httpVersion": "http/2.0",
            "redirectURL": "",
            "status": if kind == 5 { 401 } else { 200 },
            "statusText": "",
        },
        "serverIPAddress": "192.0.2.1",
        "startedDateTime": "2026-05-11T09:30:00.000Z",
        "time": 12.5,
        "timings": { "receive": 1.0, "send": 0.1, "wait": 11.4 },
    })
}

fn headers(host: &str, path: &str, kind: usize) -> Value {
    json!([
        { "name": ":authority", "value": host },
        { "name": ":method", "value": "GET" },
        { "name": ":path", "value": path },
        { "name": ":scheme", "value": "https" },
        { "name": "accept", "value": "application/json, text/plain, */*" },
        { "name": "accept-encoding", "value": "gzip, deflate, br, zstd" },
        { "name": "authorization", "value": format!("Bearer {}", token(kind)) },
        { "name": "content-type", "value": "application/json" },
        { "name": "frontegg-tenant-id", "value": "3f0b7c92-0000-4c1e-8d77-5eedfeed0002" },
        { "name": "origin", "value": "http://localhost:3000" },
        { "name": "user-agent", "value": "Mozilla/5.0 (made up) \"quoted\" \\ and a\ttab" },
        { "name": "x-note", "value": format!("größer (CLEF) {NUMBER}") },
    ])
}

/// An obviously made-up JWT.
fn token(kind: usize) -> String {
    let claims = json!({
        "sub": "a94e2d13-0000-4f6a-b0c5-5eedfeed0003",
        "tenantId": "3f0b7c92-0000-4c1e-8d77-5eedfeed0002",
        "roles": vec!["Admin"; kind + 4],
        "type": "userToken",
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.made-up", part(&json!({ "alg": "none" })), part(&claims))
}

fn frames(count: usize) -> Vec<Value> {
    (0..count)
        .map(|line| {
            json!({
                "columnNumber": 17 * line,
                "functionName": format!("step{line}"),
                "lineNumber": line,
                "scriptId": "12",
                "url": "https://static.example.com/assets/index.js",
            })
        })
        .collect()
}

fn body(kind: usize) -> String {
    let users: Vec<_> = (0..18)
        .map(|user| {
            json!({
                "id": format!("a94e2d13-0000-4f6a-b0c5-5eedfeed{user:04}"),
                "name": format!("Zoë (EURO) {kind}"),
                "email": "dana@example.com",
                "metadata": "{\"theme\":\"dark\"}",
                "verified": true,
            })
        })
        .collect();
    json!({ "items": users, "_metadata": { "totalItems": 18, "note": "(CLEF)" } }).to_string()
}
