//! What programs that record do in ways of their own, each in the smallest recording that shows it.

use frontegg_lint::exchange::{Exchange, Header, Kept, Request, Time};
use frontegg_lint::input::{Item, har};
use frontegg_lint::source::Text;
use frontegg_lint::truth::{Fact, Why};

/// The exchanges of a recording in which everything can be read.
fn whole(mut bytes: &[u8]) -> Vec<Exchange> {
    let mut exchanges = Vec::new();
    har::read("some.har", &mut bytes, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => panic!("{problem:?}"),
        Item::Recorder(_) => {}
    });
    exchanges
}

fn entry(request: &str) -> Exchange {
    let text = format!(r#"{{"log":{{"entries":[{{"request":{request}}}]}}}}"#);
    whole(text.as_bytes()).remove(0)
}

fn pairs(headers: &[Header]) -> Vec<(&str, &str)> {
    headers.iter().map(|h| (h.name.as_written(), h.value.as_written())).collect()
}

fn body(request: &Request) -> Fact<&str> {
    request.body.as_ref().map(Text::as_written)
}

#[test]
fn what_a_recorder_never_saw_is_not_missing() {
    let kept = |creator: &str, entry: &str| {
        let text = format!(
            r#"{{"log":{{"creator":{{"name":"{creator}"}},"entries":[{{"request":{{"method":"GET",
                "url":"https://a.example/x","headers":[["Host","a.example"]],{entry}}}]}}}}"#
        );
        whole(text.as_bytes()).remove(0).request.kept
    };
    for blocked in [
        r#""a":1},"response":{"status":0,"_error":"net::ERR_BLOCKED_BY_CLIENT""#,
        r#""a":1},"response":{"status":-1,"_failureText":"net::ERR_FAILED""#,
        r#""a":1},"_fromCache":"disk","response":{"status":200"#,
        r#""a":1},"_wasFulfilled":true,"response":{"status":200"#,
        r#""a":1},"response":{"status":200,"_fetchedViaServiceWorker":true"#,
    ] {
        let entry = format!("{blocked}}}");
        assert_eq!(kept("", &entry), Kept::NoCredentials(Why::NotRecorded), "{blocked}");
    }
    let unanswered = r#""a":1},"response":{"status":0}"#;
    assert_eq!(kept("", unanswered), Kept::AllButCredentials);
    let wire = |size: u32, version: &str| {
        format!(r#""headersSize":{size},"httpVersion":"{version}"}},"response":{{"status":200}}"#)
    };
    // "GET https://a.example/x HTTP/1.1", "Host: a.example" and an empty line: 53 bytes.
    assert_eq!(kept("WebInspector", &wire(53, "http/1.1")), Kept::AllButCredentials);
    assert_eq!(kept("WebInspector", &wire(80, "http/1.1")), Kept::NoCredentials(Why::Redacted));
    assert_eq!(kept("WebInspector", &wire(80, "http/2.0")), Kept::AllButCredentials);
    // Others count otherwise.
    assert_eq!(kept("mitmproxy", &wire(80, "HTTP/1.1")), Kept::AllButCredentials);
    let plain = r#""a":1},"_fromCache":null,"response":{"status":200,"_error":"",
            "_fetchedViaServiceWorker":false}"#;
    assert_eq!(kept("WebInspector", plain), Kept::AllButCredentials);
}

#[test]
fn what_is_never_sent_to_the_service_is_no_call() {
    let text = r#"{"log":{"entries":[
        {"request":{"method":"CONNECT","url":"https://a.example:443"},"response":{"status":200}},
        {"request":{"method":"GET","url":"wss://a.example/live"},"response":{"status":101}},
        {"request":{"method":"GET","url":"data:image/gif;base64,R0lGOD=="}},
        {"request":{"method":"GET","url":"chrome-extension://abc/x.js"}},
        {"request":{"method":"GET","url":"blob:https://a.example/0-1"}},
        {"request":{"method":"GET","url":"about:blank"}},
        {"request":{"method":"GET","url":"https://a.example/"}}]}}"#;
    let exchanges = whole(text.as_bytes());
    assert_eq!((exchanges.len(), exchanges[0].number), (1, 7));
}

#[test]
fn a_query_that_is_listed_apart_belongs_to_the_address() {
    let listed = r#""queryString":[{"name":"a b","value":"1&2"},{"name":"c","value":"d"}]"#;
    let of = |url: &str, listed: &str| {
        let request = format!(r#"{{"method":"GET","url":"{url}",{listed}}}"#);
        entry(&request).request.url.as_written()
    };
    assert_eq!(of("https://a.example/x", listed), "https://a.example/x?a+b=1%262&c=d");
    assert_eq!(of("https://a.example/x?y=1", listed), "https://a.example/x?y=1");
    assert_eq!(of("https://a.example/x", r#""queryString":[]"#), "https://a.example/x");
    assert_eq!(of("https://a.example/x", r#""queryString":null"#), "https://a.example/x");
}

#[test]
fn base64_is_read_as_recorders_write_it() {
    let of = |text: &str, mime: &str| {
        let request = format!(
            r#"{{"method":"POST","url":"https://a.example/","postData":{{"text":"{text}",
                "mimeType":"{mime}","encoding":"base64"}}}}"#
        );
        body(&entry(&request).request).map(str::to_owned)
    };
    for text in ["eyJhIjoxfQ==", "eyJhIjoxfQ", "eyJh\\r\\nIjoxfQ=="] {
        assert_eq!(of(text, "application/json"), Fact::Known("{\"a\":1}".to_owned()), "{text}");
    }
    assert_eq!(of("iVBORw0KGgo=", "image/png"), Fact::Unknown(Why::Undecodable));
    assert_eq!(of("/////w==", "text/plain"), Fact::Unknown(Why::Undecodable));
    assert_eq!(of("no base64!", "text/plain"), Fact::Unknown(Why::Undecodable));
}

#[test]
fn times_are_read_with_any_offset_and_unknown_without_one() {
    let of = |time: &str| {
        let text = format!(
            r#"{{"log":{{"entries":[{{"startedDateTime":{time},
                "request":{{"method":"GET","url":"https://a.example/"}}}}]}}}}"#
        );
        whole(text.as_bytes()).remove(0).started
    };
    for time in [
        "2026-05-11T09:30:00Z",
        "2026-05-11T11:30:00.0000000+02:00",
        "2026-05-11T05:00:00.000-0430",
    ] {
        assert_eq!(
            of(&format!("\"{time}\"")).map(Time::seconds),
            Fact::Known(1_778_491_800),
            "{time}"
        );
    }
    for time in ["\"2026-05-11T09:30:00\"", "\"yesterday\"", "1778491800", "{}"] {
        assert_eq!(of(time), Fact::Unknown(Why::Undecodable), "{time}");
    }
    assert_eq!(of("null"), Fact::Unknown(Why::NotRecorded));
}

#[test]
fn a_header_that_is_listed_as_asked_and_as_sent_was_sent_once() {
    let request = entry(
        r#"{"method":"GET","url":"https://a.example/","headers":[["X-Own","1"],["Referer","r"],
            ["a","1"],[":method","GET"],["referer","r"],["a","2"],["b","3"],["b","3"]]}"#,
    )
    .request;
    let expected =
        [("X-Own", "1"), ("a", "1"), ("referer", "r"), ("a", "2"), ("b", "3"), ("b", "3")];
    assert_eq!(pairs(&request.headers), expected);
}
