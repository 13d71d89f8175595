//! What browsers copy, and what people write for Windows and JavaScript, is read as it is sent.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Format, Header, Kept, Origin, Sent, SetBy, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::finding::{Finding, Severity};
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::source::Text;
use frontegg_lint::truth::{Fact, Why};
use serde_json::Value;

mod desk;

const FILES: [&str; 12] = [
    "cmd/chrome.txt",
    "cmd/firefox.txt",
    "cmd/by-hand.bat",
    "copied/chrome.sh",
    "copied/firefox.sh",
    "copied/safari.sh",
    "powershell/chrome.ps1",
    "powershell/by-hand.ps1",
    "fetch/chrome.js",
    "fetch/chrome-node.mjs",
    "fetch/chrome-editable.js",
    "fetch/by-hand.mjs",
];

/// How many letters each beginning of a file is longer than the one before.
const STEP: usize = 41;

/// Which of the requests `cmd.exe` cannot be told: they hold backslashes, which are doubled, or
/// letters for which blanks are written.
const LOST_IN_CMD: [usize; 6] = [13, 14, 15, 16, 20, 23];

fn minted(text: &str) -> String {
    fill(text, Time::parse(desk::NOW).unwrap()).unwrap()
}

fn file(name: &str) -> String {
    minted(&fs::read_to_string(format!("fixtures/{name}")).unwrap())
}

fn items(name: &str, text: &str) -> Vec<Item> {
    let options = Options::of(Origin::Written);
    let mut items = Vec::new();
    input::read(name, Box::new(text.as_bytes()), &options, &mut |item| items.push(item));
    items
}

/// The requests of a file that is read in full.
fn read(name: &str) -> Vec<Exchange> {
    let one = |item| match item {
        Item::Exchange(exchange) => *exchange,
        Item::Problem(problem) => panic!("{name}: {}", problem.message),
        Item::Recorder(_) => panic!("{name} is no recording"),
    };
    items(name, &file(name)).into_iter().map(one).collect()
}

/// A request as letters: method, address, headers in order of their names, body.
type Plain = (String, String, Vec<(String, String)>, Option<String>);

fn plain(exchange: &Exchange, wanted: fn(&Header) -> bool) -> Plain {
    let request = &exchange.request;
    let pair = |header: &Header| {
        (header.name.as_written().to_lowercase(), header.value.as_written().to_owned())
    };
    let mut headers: Vec<_> = request.headers.iter().filter(|h| wanted(h)).map(pair).collect();
    headers.sort();
    let body = request.body.as_ref().known().map(|body| body.as_written().to_owned());
    (request.method.as_written().to_owned(), request.url.as_written(), headers, body)
}

/// The requests that were copied, without the headers that a format leaves out.
fn copied(without: &[&str]) -> Vec<Plain> {
    let text = fs::read_to_string("tests/copied/requests.json").unwrap();
    let text = text
        .replace("TOKEN-OF-VENDOR", "{{token kind=vendor}}")
        .replace("TOKEN-OF-USER", "{{token kind=user}}");
    let requests: Vec<Value> = serde_json::from_str(&minted(&text)).unwrap();
    let said = |value: &Value| value.as_str().unwrap().to_owned();
    let pair = |header: &Value| (said(&header[0]).to_lowercase(), said(&header[1]));
    let one = |request: &Value| {
        let headers = request["headers"].as_array().unwrap().iter().map(pair);
        let mut headers: Vec<_> =
            headers.filter(|(name, _)| !without.contains(&name.as_str())).collect();
        headers.sort();
        let body = request.get("body").map(said);
        (said(&request["method"]), said(&request["url"]), headers, body)
    };
    requests.iter().map(one).collect()
}

fn all(_: &Header) -> bool {
    true
}

fn set_by_text(header: &Header) -> bool {
    header.set == SetBy::Text
}

/// Firefox and Safari write a letter below U+0100 as one byte and one above U+FFFF as two halves:
/// neither is UTF-8 when a shell has sent it.
#[expect(clippy::needless_pass_by_value, reason = "it is mapped over")]
fn in_bytes(body: String) -> String {
    body.replace('ö', "\u{FFFD}").replace('😀', "\u{FFFD}\u{FFFD}")
}

fn assert_read(name: &str, format: Format, wanted: fn(&Header) -> bool, without: &[&str]) {
    let read = read(name);
    let expected = copied(without);
    assert_eq!(read.len(), expected.len(), "{name}");
    for (exchange, expected) in read.iter().zip(expected) {
        assert_eq!(exchange.format, format, "{name}");
        assert_eq!(plain(exchange, wanted), expected, "{name} {}", exchange.number);
        assert_eq!(exchange.sent, Sent::Yes, "{name} {}", exchange.number);
    }
}

#[test]
fn what_chrome_copies_for_a_shell_is_the_request() {
    assert_read("copied/chrome.sh", Format::Shell, all, &[]);
}

#[test]
fn what_safari_copies_is_the_request() {
    for (exchange, mut expected) in read("copied/safari.sh").iter().zip(copied(&["x-empty"])) {
        expected.3 = expected.3.map(in_bytes);
        assert_eq!(plain(exchange, all), expected, "{}", exchange.number);
    }
}

#[test]
fn what_firefox_copies_is_the_request_with_the_last_line_of_its_body() {
    let read = read("copied/firefox.sh");
    for (exchange, mut expected) in read.iter().zip(copied(&["x-empty"])) {
        let last = |body: String| body.split("\r\n").last().unwrap().to_owned();
        expected.3 = expected.3.map(last).map(in_bytes);
        assert_eq!(plain(exchange, all), expected, "{}", exchange.number);
    }
    assert_eq!(read.len(), 25);
}

#[test]
fn what_chrome_copies_for_powershell_is_the_request() {
    assert_read("powershell/chrome.ps1", Format::PowerShell, all, &[]);
}

#[test]
fn what_chrome_copies_as_fetch_is_the_request_without_what_the_browser_adds() {
    let without = ["cookie", "referer", "user-agent"];
    assert_read("fetch/chrome.js", Format::Fetch, set_by_text, &without);
    assert_read("fetch/chrome-editable.js", Format::Fetch, set_by_text, &without[..2]);
    assert_read("fetch/chrome-node.mjs", Format::Fetch, all, &without[2..]);
    let read = read("fetch/chrome.js");
    assert_eq!(read[0].request.kept, Kept::All, "without credentials there are no cookies");
    assert_eq!(read[1].request.kept, Kept::AllButCookies);
    let page = read[12].request.header("origin").known().unwrap();
    assert_eq!((page.value.as_written(), page.set), ("https://app.acme.com", SetBy::Option));
}

#[test]
fn what_chrome_copies_for_cmd_is_the_request_where_cmd_can_be_told() {
    let read = read("cmd/chrome.txt");
    assert_eq!(read.len(), 25);
    assert!(read.iter().all(|exchange| exchange.format == Format::Cmd));
    let pairs = read.iter().zip(copied(&[])).enumerate();
    let lost = pairs.filter(|(_, (exchange, expected))| plain(exchange, all) != *expected);
    assert_eq!(lost.map(|(at, _)| at).collect::<Vec<_>>(), LOST_IN_CMD);
    let body = |at: usize| plain(&read[at], all).3.unwrap();
    assert_eq!(body(14), "{\"tenantId\":\"  \",\"name\":\"   it's\"}");
    assert_eq!(body(16), r#"{"name":"tab\\there"}"#);
}

#[test]
fn what_firefox_copies_for_cmd_is_sent_with_its_carets() {
    let read = read("cmd/firefox.txt");
    assert_eq!(read.len(), 2);
    let (method, url, headers, body) = plain(&read[0], all);
    assert_eq!(
        (method.as_str(), url.as_str()),
        ("POST", "https://api.frontegg.com/identity/resources/roles/v1")
    );
    assert_eq!(headers.len(), 3);
    assert_eq!(body.unwrap(), r#"[{"key":"a-b","name":"A, B; (C) ^[D^] {E} ^#f ^@g ~h"}]"#);
    assert_eq!(plain(&read[1], all).0, "GET");
}

#[test]
fn a_batch_file_is_read_with_its_variables() {
    let read = read("cmd/by-hand.bat");
    let urls: Vec<_> = read.iter().map(|one| one.request.url.as_written()).collect();
    assert_eq!(
        urls,
        [
            "https://api.frontegg.com/identity/resources/users/v3?_limit=10&_email=ada%40acme.com",
            "https://api.frontegg.com/identity/resources/users/v2",
            "https://api.frontegg.com/identity/resources/users/v1",
            "https://app-x7k2m9qd4.frontegg.com/identity/resources/users/v2/me",
        ]
    );
    let tenant = read[0].request.header("frontegg-tenant-id").known().unwrap();
    assert_eq!(tenant.value.as_written(), "3f0b7c92-0000-4c1e-8d77-5eedfeed0002");
    assert_eq!(plain(&read[1], all).3.unwrap(), r#"{"email":"ada@acme.com"}"#);
    assert_eq!(plain(&read[2], all).3.unwrap(), "'{name:Ada}'");
    let other = read[2].request.header("authorization").known().unwrap();
    assert_eq!(other.value.known(), Fact::Unknown(Why::Variable));
}

#[test]
fn a_powershell_script_is_read_with_its_tables() {
    let read = read("powershell/by-hand.ps1");
    let shown = |one: &Exchange| {
        format!("{} {}", one.request.method.as_written(), one.request.url.as_written())
    };
    assert_eq!(
        read.iter().map(shown).collect::<Vec<_>>(),
        [
            "POST https://api.frontegg.com/auth/vendor",
            "GET https://api.frontegg.com/identity/resources/users/v3?_limit=10&_email=ada%40acme.com",
            "POST https://api.frontegg.com/identity/resources/users/v2",
            "GET https://app-x7k2m9qd4.frontegg.com/identity/resources/users/v2/me",
            "PUT https://api.frontegg.com/identity/resources/users/v1",
        ]
    );
    assert_eq!(read[1].echoes.len(), 1);
    assert_eq!(read[1].echoes[0].of, 1);
    let secret = read[0].request.body.as_ref().known().unwrap();
    assert_eq!(secret.holes()[0].name, "FRONTEGG_API_KEY");
    let body = read[2].request.body.as_ref().known().unwrap();
    assert!(body.as_written().starts_with("{\n  \"email\": \"ada@acme.com\",\n"));
    let put = read[4].request.body.as_ref().known().unwrap();
    assert_eq!(put.known(), Fact::Unknown(Why::Undecodable), "versions of PowerShell differ");
}

#[test]
fn javascript_is_read_with_its_constants() {
    let read = read("fetch/by-hand.mjs");
    assert_eq!(read.len(), 4);
    let (method, url, headers, body) = plain(&read[0], all);
    assert_eq!(method, "POST");
    assert_eq!(url, "https://api.frontegg.com/identity/resources/users/v2");
    assert_eq!(headers[2], ("frontegg-tenant-id".to_owned(), "tenant".to_owned()));
    assert!(read[0].request.header("authorization").known().unwrap().value.known().is_known());
    assert_eq!(
        body.unwrap(),
        r#"{"email":email,"roleIds":roles,"skipInviteEmail":true,"metadata":"{}"}"#
    );
    let query = read[1].request.url.query.as_ref().unwrap();
    assert_eq!(query.known(), Fact::Known("_email=ada%40acme.com"));
    assert_eq!(
        plain(&read[3], all).3.unwrap(),
        "grant_type=refresh_token&refresh_token=refreshToken"
    );
}

/// The numbers of the requests of which something is said, and the rules that say it.
fn said(name: &str) -> Vec<(usize, String)> {
    let text = fs::read_to_string(format!("fixtures/{name}")).unwrap();
    let report = desk::told(name, &text, Settings::default());
    let one = |finding: &Finding| (finding.exchange, finding.rule.as_str().to_owned());
    report.findings.iter().filter(|f| f.severity > Severity::Info).map(one).collect()
}

#[test]
fn mistakes_are_found_through_every_format() {
    let copied = [
        (4, "unknown-query-parameter"),
        (8, "vendor-token-on-user-route"),
        (9, "user-token-on-management-route"),
        (10, "missing-tenant-id"),
        (19, "unknown-route"),
        (24, "invalid-json"),
    ];
    let copied = copied.map(|(number, rule)| (number, rule.to_owned()));
    for name in [
        "cmd/chrome.txt",
        "copied/chrome.sh",
        "powershell/chrome.ps1",
        "fetch/chrome.js",
        "fetch/chrome-node.mjs",
    ] {
        assert_eq!(said(name), copied, "{name}");
    }
    let by_hand: [(&str, &[(usize, &str)]); 3] = [
        (
            "cmd/by-hand.bat",
            &[(2, "missing-tenant-id"), (3, "invalid-json"), (4, "vendor-token-on-user-route")],
        ),
        (
            "powershell/by-hand.ps1",
            &[
                (3, "missing-tenant-id"),
                (4, "vendor-token-on-user-route"),
                (5, "user-token-on-gateway"),
            ],
        ),
        ("fetch/by-hand.mjs", &[(3, "vendor-token-on-user-route")]),
    ];
    for (name, rules) in by_hand {
        let rules: Vec<_> = rules.iter().map(|(at, rule)| (*at, (*rule).to_owned())).collect();
        assert_eq!(said(name), rules, "{name}");
    }
}

#[test]
fn every_letter_knows_its_place() {
    for name in FILES {
        for exchange in read(name) {
            let request = &exchange.request;
            let url = &request.url;
            let mut texts = vec![&url.scheme, &url.host, &url.path];
            texts.extend(url.port.iter().chain(&url.query).chain(&url.user_info));
            texts.extend(request.headers.iter().flat_map(|header| [&header.name, &header.value]));
            texts.extend(request.body.as_ref().known());
            for text in texts {
                in_place(name, &exchange, text);
            }
        }
    }
}

fn in_place(name: &str, exchange: &Exchange, text: &Text) {
    let letters: Vec<_> = text.letters().collect();
    for (at, (letter, span)) in letters.iter().enumerate() {
        let slice = exchange.source.slice(*span);
        // What is decoded maps to what it was decoded from: an escape, or a letter that becomes
        // several.
        let shares = |other: usize| letters.get(other).is_some_and(|(_, place)| place == span);
        let decoded = slice.chars().count() != 1 || shares(at + 1) || shares(at.wrapping_sub(1));
        let itself = slice == letter.to_string();
        assert!(decoded || itself, "{name} {}: {letter:?} is no {slice:?}", exchange.number);
    }
    let span = text.span();
    assert!(span.end <= exchange.source.text().len(), "{name}");
}

#[test]
fn every_beginning_of_a_file_is_read() {
    for name in FILES {
        let text = fs::read_to_string(format!("fixtures/{name}")).unwrap();
        for (end, _) in text.char_indices().step_by(STEP) {
            items(name, &text[..end]);
        }
    }
}
