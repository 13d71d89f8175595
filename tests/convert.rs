//! What was read can be written as another format and read again: the same request, without its
//! secrets or with them.
#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Origin, Time};
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::report::read::{Document, Secrets, Writer};
use frontegg_lint::truth::Fact;

const NOW: Time = Time(1_778_500_800_000);

/// Every recording of the fixtures, its tokens minted.
fn fixtures() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found = Vec::new();
    for folder in ["har", "http", "incidents", "operations", "readme", "verdicts"] {
        for file in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let other = path.extension().is_some_and(|it| it == "yaml" || it == "md");
            if other || path.is_dir() {
                continue;
            }
            let text = fill(&std::fs::read_to_string(&path).unwrap(), NOW).unwrap();
            found.push((path.file_name().unwrap().to_string_lossy().into_owned(), text));
        }
    }
    found.sort();
    assert!(found.len() > 60, "the fixtures are elsewhere");
    found
}

fn read(name: &str, text: &str) -> Vec<Exchange> {
    let mut found = Vec::new();
    let options = Options::of(Origin::Written);
    input::read(name, Box::new(text.as_bytes()), &options, &mut |item| {
        if let Item::Exchange(exchange) = item {
            found.push(*exchange);
        }
    });
    found
}

fn written(exchanges: &[Exchange], document: Document, secrets: Secrets) -> String {
    let mut bytes = Vec::new();
    let mut writer = Writer::begin(&mut bytes, document, secrets).unwrap();
    for exchange in exchanges {
        writer.exchange(exchange).unwrap();
    }
    writer.finish().unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What must be the same: the request line, the headers but those that every tool sets itself, the
/// body, and the status that came back.
fn essence(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let own = ["host", "content-length"];
    let implied = |name: &str| {
        let media = name.eq_ignore_ascii_case("content-type") && request.body.is_absent();
        own.iter().any(|it| it.eq_ignore_ascii_case(name)) || name.starts_with(':') || media
    };
    let headers = request.headers.iter().map(|it| (it.name.as_written(), it.value.as_written()));
    let mut headers: Vec<String> = headers
        .filter(|(name, _)| !implied(name))
        .map(|(name, value)| format!("{name}: {}", value.trim()))
        .collect();
    headers.sort();
    let body = request.body.as_ref().known().map_or("", |body| body.as_written()).trim();
    // One line is all that an address has there.
    let url = request.url.as_written().replace("\r\n", "");
    let status = exchange.response.as_ref().known().and_then(|it| it.status.known());
    format!("{} {url}\n{}\n\n{body}\n{status:?}", request.method.as_written(), headers.join("\n"))
}

/// Whether all of it is known: what is not becomes a variable of the other format.
fn is_known(exchange: &Exchange) -> bool {
    let request = &exchange.request;
    let url = &request.url;
    let parts = [Some(&url.host), Some(&url.path), url.query.as_ref(), Some(&request.method)];
    let known = parts.into_iter().flatten().all(|part| part.holes().is_empty());
    let headers = request
        .headers
        .iter()
        .all(|header| header.name.holes().is_empty() && header.value.holes().is_empty());
    let body = match &request.body {
        Fact::Known(body) => body.holes().is_empty(),
        Fact::Absent => true,
        Fact::Unknown(_) => false,
    };
    known && headers && body && matches!(exchange.sent, frontegg_lint::exchange::Sent::Yes)
}

#[test]
fn a_request_is_the_same_in_every_format() {
    let mut compared = 0;
    for (name, text) in fixtures() {
        let mut exchanges = read(&name, &text);
        exchanges.retain(is_known);
        for document in [Document::Har, Document::Http, Document::Curl] {
            let again = read("-", &written(&exchanges, document, Secrets::Written));
            assert_eq!(again.len(), exchanges.len(), "{name} as {}", document.word());
            for (first, second) in exchanges.iter().zip(&again) {
                let (first, second) = (essence(first), essence(second));
                assert_eq!(first, second, "{name} as {}", document.word());
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn a_variable_stays_one_under_its_name() {
    let exchanges =
        read("-", "curl https://api.frontegg.com/x -H \"Authorization: Bearer $TOKEN\"");
    for (document, shown) in [(Document::Curl, "$TOKEN"), (Document::Http, "{{TOKEN}}")] {
        let text = written(&exchanges, document, Secrets::Masked);
        assert!(text.contains(shown), "{text}");
        let again = read("-", &text);
        assert_eq!(again[0].request.headers[0].value.holes()[0].name, "TOKEN");
    }
}

#[test]
fn a_secret_becomes_a_variable_of_its_kind() {
    let text = fill(
        "curl https://api.frontegg.com/x -H 'Authorization: Bearer {{token kind=vendor}}'",
        NOW,
    )
    .unwrap();
    let exchanges = read("-", &text);
    let curl = written(&exchanges, Document::Curl, Secrets::Masked);
    assert!(curl.contains("Bearer $VENDOR_TOKEN"), "{curl}");
    let http = written(&exchanges, Document::Http, Secrets::Masked);
    assert!(http.contains("Bearer {{VENDOR_TOKEN}}"), "{http}");
}

#[test]
fn what_a_recording_did_not_keep_stays_unknown_in_a_har() {
    let har = std::fs::read_to_string("fixtures/har/sanitised.har").unwrap();
    let exchanges = read("a.har", &fill(&har, NOW).unwrap());
    let again = written(&exchanges, Document::Har, Secrets::Written);
    assert!(again.contains("with gaps"));
    let whole = read("-", "curl https://api.frontegg.com/x");
    assert!(
        written(&whole, Document::Har, Secrets::Written).contains("{\"name\":\"frontegg-lint\"")
    );
}
