//! `.http` files go in at the one door and come out as the document of `read`.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fmt::Write as _;

use frontegg_lint::exchange::{Exchange, Origin};
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::report::read::{Document, Secrets, Writer};
use frontegg_lint::source::ProblemKind;
use serde_json::{Value, json};

const EDITOR: &str = include_str!("../fixtures/http/editor.http");
const IDE: &str = include_str!("../fixtures/http/ide.http");

fn items(name: &str, bytes: &[u8]) -> Vec<Item> {
    let options = Options::of(Origin::Written);
    let mut items = Vec::new();
    input::read(name, Box::new(bytes), &options, &mut |item| items.push(item));
    items
}

fn exchanges(text: &str) -> Vec<Exchange> {
    let one = |item| match item {
        Item::Exchange(exchange) => Some(*exchange),
        Item::Problem(_) | Item::Recorder(_) => None,
    };
    items("a.http", text.as_bytes()).into_iter().filter_map(one).collect()
}

fn written(text: &str, secrets: Secrets) -> String {
    let mut out = Vec::new();
    let mut writer = Writer::begin(&mut out, Document::Json, secrets).unwrap();
    for item in items("a.http", text.as_bytes()) {
        match item {
            Item::Exchange(exchange) => writer.exchange(&exchange).unwrap(),
            Item::Problem(problem) => writer.problem("a.http", &problem),
            Item::Recorder(_) => {}
        }
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

fn document(text: &str, secrets: Secrets) -> Value {
    serde_json::from_str(&written(text, secrets)).unwrap()
}

#[test]
fn an_editors_file_is_read_with_its_own_variables() {
    let read = document(EDITOR, Secrets::Written);
    assert_eq!(read["version"], 1);
    assert_eq!(read["problems"], json!([]));
    assert_eq!(read["exchanges"].as_array().unwrap().len(), 2);
    let login = &read["exchanges"][0];
    assert_eq!(login["request"]["method"], "POST");
    assert_eq!(login["request"]["url"], "https://api.frontegg.com/auth/vendor");
    assert_eq!(
        login["unknown"][1],
        json!({"at": "body", "text": "{{$dotenv FRONTEGG_API_KEY}}", "why": "variable"})
    );
    let users = &read["exchanges"][1];
    assert_eq!(
        users["request"]["url"],
        "https://api.frontegg.com/identity/resources/users/v3?_limit=10&_sortBy=email"
    );
    assert_eq!(
        users["request"]["headers"][1],
        json!(["frontegg-tenant-id", "3f0b7c92-0000-4c1e-8d77-5eedfeed0002"])
    );
    assert_eq!(users["request"]["body"], Value::Null);
    assert_eq!(users["response"], Value::Null);
    assert_eq!(users["sent"], true);
    let byte = EDITOR.rfind("GET ").unwrap();
    assert_eq!(users["place"]["start"], json!({"line": 16, "column": 1, "byte": byte}));
}

#[test]
fn an_ides_file_is_read_without_its_scripts() {
    let read = document(IDE, Secrets::Written);
    let urls: Vec<&str> = read["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|exchange| exchange["request"]["url"].as_str().unwrap())
        .collect();
    assert_eq!(
        urls,
        [
            "https://api.us.frontegg.com/identity/resources/roles/v1",
            "https://api.us.frontegg.com/identity/resources/roles/v1",
            "https://acme.frontegg.com/identity/resources/users/v2/me"
        ]
    );
    assert_eq!(read["exchanges"][0]["request"]["headers"].as_array().unwrap().len(), 2);
    assert_eq!(
        read["exchanges"][1]["unknown"],
        json!([{"at": "body", "text": null, "why": "not-recorded"}])
    );
    assert_eq!(read["exchanges"][2]["response"]["status"], 401);
    assert_eq!(
        read["exchanges"][2]["response"]["body"],
        "{\"errors\":[\"Failed to verify user JWT\"]}"
    );
    assert_eq!(read["problems"][0]["kind"], "skipped");
    assert_eq!(read["problems"][0]["line"], 26);
}

#[test]
fn what_cannot_be_read_is_one_problem() {
    for (name, bytes) in [("a.http", &b" \n"[..]), ("a.http", b"\xFE\xFF\0G"), ("x", b"\0\0")] {
        let found = items(name, bytes);
        let [Item::Problem(problem)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(problem.kind, ProblemKind::Lost);
        assert!(!problem.message.contains('\n'));
    }
}

#[test]
fn a_recording_goes_through_the_same_door() {
    let har = r#"{"log":{"creator":{"name":"x"},"entries":[{"request":{"method":"GET","url":"https://x.io/a","headers":[]}}]}}"#;
    let found = items("a.http", har.as_bytes());
    let urls: Vec<String> = found
        .iter()
        .filter_map(|item| match item {
            Item::Exchange(exchange) => Some(exchange.request.url.as_written()),
            Item::Problem(_) | Item::Recorder(_) => None,
        })
        .collect();
    assert_eq!(urls, ["https://x.io/a"]);
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let read = document("\u{feff}GET https://x.io/a\n", Secrets::Masked);
    let start = &read["exchanges"][0]["place"]["start"];
    assert_eq!(*start, json!({"line": 1, "column": 1, "byte": 3}));
}

#[test]
fn the_masked_document_shows_names_and_shapes() {
    let read = document(
        "POST https://ann:pw@api.frontegg.com/identity/{{id}}?email=ann@acme.com&code=abc\nContent-Type: application/json\nX-Custom: word\nAuthorization: Bearer {{token}}\n\n{\"email\": \"ann@acme.com\", \"password\": \"word\"}\n",
        Secrets::Masked,
    );
    let request = &read["exchanges"][0]["request"];
    assert_eq!(
        request["url"],
        "https://api.frontegg.com/identity/{{id}}?email=ann@acme.com&code=‹3 characters›"
    );
    assert_eq!(
        request["headers"],
        json!([
            ["Content-Type", "application/json"],
            ["X-Custom", "‹4 characters›"],
            ["Authorization", "Bearer {{token}}"]
        ])
    );
    assert_eq!(request["body"], "{\"email\": \"ann@acme.com\", \"password\": \"‹4 characters›\"}");
}

/// Texts that look random, each another one: a masked output that holds any has a hole.
struct Canaries(u64, Vec<String>);

impl Canaries {
    fn next(&mut self) -> String {
        const LETTERS: &[u8] = b"abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789";
        let mut canary = String::new();
        for _ in 0..24 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = usize::try_from(self.0 >> 33).unwrap() % LETTERS.len();
            canary.push(char::from(LETTERS[at]));
        }
        self.1.push(canary.clone());
        canary
    }
}

/// The text with a canary for each `§`.
fn salted(text: &str, canaries: &mut Canaries) -> String {
    let mut parts = text.split('§');
    let mut salted = parts.next().unwrap().to_owned();
    for part in parts {
        salted.push_str(&canaries.next());
        salted.push_str(part);
    }
    salted
}

const SALTED: &str = "# §\n@a = §\n@§ = §\n### §\n// §\nPOST https://§:§@api.frontegg.com:80/§/{{a}}/{{§}}/a.§?x=§&§=§&y={{a}}#§ HTTP/1.1\nAuthorization: Bearer §\nCookie: a=§; §=§\nfrontegg-tenant-id: §\nContent-Type: application/§\nX-§: §\nHost: api.frontegg.com\nAccept: {{a}}/§\nB: {{§}}\n\n{\"a\": \"§\", \"§\": [\"§\", {\"b\": \"{{a}}\"}], \"c\": \"x §\", \"d\": \"\\u0041§\"}\n\n> {% § %}\n\nHTTP/1.1 401 §\nSet-Cookie: §\ncontent-type: §\n\n{\"errors\": [\"§\"]}\n### b\n§ is no request\n### c\nGET https://x.io\n§\nAuthorization: Basic § §\n\na=§&§=b\n### d\n§ {{a}}/b\n\n< §.json\n### e\nPOST https://x.io\n\nHTTP/1.1 200 OK\n\n§ §\n";

#[test]
fn no_canary_comes_out_masked_or_in_debug() {
    let mut canaries = Canaries(42, Vec::new());
    let text = salted(SALTED, &mut canaries);
    let mut shown = written(&text, Secrets::Masked);
    for item in items("a.http", text.as_bytes()) {
        write!(shown, "{item:?}{item:#?}").unwrap();
    }
    assert!(canaries.1.len() > 40);
    assert!(shown.contains("‹24 characters›"));
    for canary in &canaries.1 {
        assert!(!shown.contains(canary), "a canary came out in: {shown}");
    }
    // Those in what is sent are really there: the test can fail.
    let told = written(&text, Secrets::Written);
    assert!(canaries.1.iter().filter(|canary| told.contains(*canary)).count() > 25);
}

#[test]
fn a_file_of_many_requests_is_read_in_order() {
    let text = "### x\nGET https://api.frontegg.com/a\nA: 1\n\n".repeat(500);
    let numbers: Vec<usize> = exchanges(&text).iter().map(|exchange| exchange.number).collect();
    assert_eq!(numbers, (1..=500).collect::<Vec<_>>());
}
