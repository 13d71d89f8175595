//! Any request, written as a curl command, is the same request when it is read back, and when the
//! real curl sends it.
#![expect(clippy::disallowed_methods, reason = "a test serves on loopback and runs curl")]
#![allow(clippy::unwrap_used, clippy::allow_attributes, reason = "a test may fail")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use frontegg_lint::exchange::{Exchange, Format, Header, Kept, Origin, Request, Sent, SetBy, Url};
use frontegg_lint::input::{Item, Options, as_curl, shell};
use frontegg_lint::source::{Source, Span, Text};
use frontegg_lint::truth::{Fact, Why};

/// How many requests are made up.
const REQUESTS: usize = 240;

const METHODS: &[&str] =
    &["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "post", "M-SEARCH", "X_Y"];

const HOSTS: &[&str] = &[
    "api.frontegg.com",
    "api.us.frontegg.com",
    "app-x7k2m9qd4.frontegg.com",
    "acme.frontegg.com:8080",
];

/// Segments of paths, as they are sent.
const SEGMENTS: &[&str] = &[
    "identity", "v1", "{id}", "{a,b}", "[1]", "[1-3]", "..", ".", "%2e%2E", "%20", ":id", "<id>",
    "a,b", "a;b", "@x", "!", "$HOME", "'", "`id`", "\\", "\\{", "a+b", "~", "*", "(x)", "|", "\"",
    "", "a=b&c", "%7B", "-d",
];

/// Values of headers and parameters, and bodies.
const VALUES: &[&str] = &[
    "plain",
    "two words",
    "it's",
    "say \"x\"",
    "back\\slash",
    "\\",
    "'",
    "''\\''",
    "$HOME ${X:-y} $(id) `id`",
    "wow!!",
    "@file",
    "<file",
    "100%",
    "%41%zz",
    "{a,b} [1-3] {{id}}",
    "a=b&c=d",
    "a;b",
    "x;",
    "#fragment",
    "~",
    "-d",
    "*?",
    "é😀\u{a0}ש",
    "\u{201c}quoted\u{201d}",
    "a\tb",
    "+",
    "",
];

/// What only a body may hold.
const BODIES: &[&str] = &[
    "{\"email\":\"a@b.c\",\"n\":[1,2],\"s\":\"it's \\\"x\\\"\"}",
    "line\nbreak\n",
    "\r\na=1\r\n",
    "@body.json",
    "\u{1}\u{2}\u{1b}[0m\u{7f}",
    "  leading",
    "EOF\nEOF\n",
    "a=1&b=%20+&c=é",
    "\n",
];

/// Headers that curl adds by itself.
const BY_ITSELF: &[&str] = &["host", "content-length", "expect"];

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick(&mut self, all: &[&'static str]) -> &'static str {
        all[self.roll(all.len())]
    }

    /// A few values in a row.
    fn mix(&mut self, all: &[&'static str], joint: &str) -> String {
        let count = 1 + self.roll(3);
        let picked: Vec<&str> = (0..count).map(|_| self.pick(all)).collect();
        picked.join(joint)
    }
}

/// A request in plain words: method, address, headers, body.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Plain {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

fn made_up(dice: &mut Dice) -> Plain {
    let mut url = format!("http://{}/{}", dice.pick(HOSTS), dice.mix(SEGMENTS, "/"));
    if dice.roll(2) == 0 {
        // Blanks and fragments are not sent as they are.
        let query = dice.mix(VALUES, "&x=").replace([' ', '\t'], "%20").replace('#', "%23");
        url.push('?');
        url.push_str(&query);
    }
    let names = [
        "X-A",
        "x-a",
        "frontegg-tenant-id",
        "Authorization",
        "Content-Type",
        "Accept",
        "Cookie",
        "User-Agent",
        "Referer",
    ];
    let count = dice.roll(4);
    let mut headers: Vec<(String, String)> = Vec::new();
    for _ in 0..count {
        let name = dice.pick(&names);
        let blank = ["", " ", ""][dice.roll(3)];
        headers.push((name.to_owned(), format!("{blank}{}", dice.mix(VALUES, " "))));
    }
    let body = match dice.roll(5) {
        0 | 1 => None,
        2 => Some(dice.mix(VALUES, "\n")),
        3 => Some(dice.mix(BODIES, "")),
        _ if dice.roll(20) == 0 => Some("long '\" ".repeat(10_000)),
        _ => Some(String::new()),
    };
    Plain { method: dice.pick(METHODS).to_owned(), url, headers, body }
}

fn exchange(plain: &Plain) -> Exchange {
    let text = |value: &str| Text::decoded(value, Span::default());
    let header = |(name, value): &(String, String)| Header {
        name: text(name),
        value: text(value),
        set: SetBy::Text,
    };
    Exchange {
        number: 1,
        source: Arc::new(Source::new("made up", "")),
        span: Span::default(),
        format: Format::Har,
        origin: Origin::Recorded,
        sent: Sent::Yes,
        started: Fact::Unknown(Why::NotRecorded),
        answered: Fact::Unknown(Why::NotRecorded),
        request: Request {
            method: text(&plain.method),
            url: Url::split(&text(&plain.url)),
            headers: plain.headers.iter().map(header).collect(),
            kept: Kept::All,
            body: plain.body.as_deref().map(text).into(),
        },
        response: Fact::Unknown(Why::NotRecorded),
        accidents: Vec::new(),
        echoes: Vec::new(),
        pointer: None,
    }
}

/// Values as a server sees them: without blanks at their ends.
fn trimmed(headers: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut all: Vec<_> = headers
        .into_iter()
        .map(|(name, value)| (name, value.trim_matches([' ', '\t']).to_owned()))
        .collect();
    all.sort();
    all
}

fn read_back(command: &str) -> Plain {
    let mut found = Vec::new();
    let source = Arc::new(Source::new("written.sh", command));
    shell::read(&source, &Options::of(Origin::Written), &mut |item| {
        if let Item::Exchange(exchange) = item {
            found.push(*exchange);
        }
    });
    assert_eq!(found.len(), 1, "{command}");
    // What looks like an accident is still sent as it stands.
    let request = match &found[0].sent {
        Sent::Yes => &found[0].request,
        Sent::Otherwise(requests) if requests.len() == 1 => &requests[0],
        Sent::Otherwise(_) | Sent::No(_) | Sent::Unknown => panic!("not sent: {command}"),
    };
    let header = |header: &Header| {
        (header.name.as_written().to_owned(), header.value.as_written().to_owned())
    };
    Plain {
        method: request.method.as_written().to_owned(),
        url: request.url.as_written(),
        headers: trimmed(request.headers.iter().map(header)),
        body: request.body.as_ref().known().map(|body| body.as_written().to_owned()),
    }
}

/// One request off the wire; the answer is empty, and the connection ends with it.
fn receive(stream: TcpStream) -> Option<Plain> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut lines = BufReader::new(stream);
    let line = |lines: &mut BufReader<TcpStream>| {
        let mut bytes = Vec::new();
        lines.read_until(b'\n', &mut bytes).ok()?;
        String::from_utf8(bytes).ok().map(|text| text.trim_end_matches("\r\n").to_owned())
    };
    let first = line(&mut lines)?;
    let (method, rest) = first.split_once(' ')?;
    let target = rest.rsplit_once(' ')?.0;
    let (mut headers, mut host, mut length) = (Vec::new(), String::new(), None);
    loop {
        let header = line(&mut lines)?;
        let Some((name, value)) = header.split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "host" => value.trim().clone_into(&mut host),
            "content-length" => length = value.trim().parse::<usize>().ok(),
            "expect" => lines.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?,
            _ => {}
        }
        headers.push((name.to_owned(), value.to_owned()));
    }
    let mut body = vec![0; length.unwrap_or(0)];
    lines.read_exact(&mut body).ok()?;
    let answer = b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    lines.get_mut().write_all(answer).ok()?;
    let by_itself = |name: &str| BY_ITSELF.iter().any(|own| name.eq_ignore_ascii_case(own));
    headers.retain(|(name, _)| !by_itself(name));
    Some(Plain {
        method: method.to_owned(),
        url: format!("http://{host}{target}"),
        headers: trimmed(headers),
        body: length.map(|_| String::from_utf8_lossy(&body).into_owned()),
    })
}

fn listen() -> (u16, Receiver<Plain>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
    let port = listener.local_addr().expect("it is bound").port();
    let (send, received) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if let Some(request) = receive(stream)
                && send.send(request).is_err()
            {
                break;
            }
        }
    });
    (port, received)
}

fn curl_is_here() -> bool {
    let version = Command::new("curl").arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// What the real curl sends for a command, to a server of this test whatever the host.
fn sent(command: &str, (port, received): &(u16, Receiver<Plain>)) -> Option<Plain> {
    let silent = "--silent --max-time 5 --noproxy '*' --output /dev/null";
    let script = format!("{command} --connect-to ::127.0.0.1:{port} {silent}");
    Command::new("sh")
        .args(["-c", &script])
        .env("HOME", "/nonexistent")
        .env("CURL_HOME", "/nonexistent")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .ok()?;
    received.recv_timeout(Duration::from_secs(5)).ok()
}

/// curl says which program it is and that it takes anything, unless the request says so.
fn without_own(mut sent: Plain, meant: &Plain) -> Plain {
    sent.headers.retain(|(name, _)| {
        let own = matches!(name.as_str(), "User-Agent" | "Accept");
        !own || meant.headers.iter().any(|(meant, _)| meant == name)
    });
    sent
}

#[test]
fn a_written_request_is_the_same_when_it_is_read_back_and_when_curl_sends_it() {
    let server = curl_is_here().then(listen);
    if server.is_none() {
        println!("curl is not installed: what it sends was not compared");
    }
    let mut dice = Dice(0x5eed_feed);
    for _ in 0..REQUESTS {
        let plain = made_up(&mut dice);
        let command = as_curl(&exchange(&plain), &[], &[]);
        let meant = Plain { headers: trimmed(plain.headers.clone()), ..plain };
        assert_eq!(read_back(&command), meant, "read back:\n{command}");
        if let Some(server) = &server {
            let sent = sent(&command, server).unwrap_or_else(|| panic!("not sent:\n{command}"));
            assert_eq!(without_own(sent, &meant), meant, "sent:\n{command}");
        }
    }
}

#[test]
fn a_target_that_is_no_path_is_written_apart() {
    let mut star = exchange(&Plain {
        method: "OPTIONS".to_owned(),
        url: "http://api.frontegg.com".to_owned(),
        headers: Vec::new(),
        body: None,
    });
    star.request.url.path = Text::decoded("*", Span::default());
    let command = as_curl(&star, &[], &[]);
    assert_eq!(command, "curl -X OPTIONS --request-target '*' 'http://api.frontegg.com'");
    assert_eq!(read_back(&command).url, "http://api.frontegg.com*");
}

#[test]
fn what_curl_refuses_in_an_address_is_encoded() {
    let plain = Plain {
        method: "GET".to_owned(),
        url: "http://api.frontegg.com/a b?c=d e".to_owned(),
        headers: Vec::new(),
        body: None,
    };
    let command = as_curl(&exchange(&plain), &[], &[]);
    assert_eq!(read_back(&command).url, "http://api.frontegg.com/a%20b?c=d%20e");
}
