//! Recorders write what they like; whatever can be read is read, and the rest is told.

use frontegg_lint::exchange::{Exchange, Header, Kept, Request, Response, Time};
use frontegg_lint::input::{Item, har};
use frontegg_lint::source::{Place, Problem, ProblemKind, Text};
use frontegg_lint::truth::{Fact, Why};

fn items(bytes: &[u8]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut input = bytes;
    har::read("some.har", &mut input, &mut |item| items.push(item));
    items
}

fn read(bytes: &[u8]) -> (Vec<Exchange>, Vec<Problem>, Vec<String>) {
    let (mut exchanges, mut problems, mut recorders) = (Vec::new(), Vec::new(), Vec::new());
    for item in items(bytes) {
        match item {
            Item::Exchange(exchange) => exchanges.push(*exchange),
            Item::Problem(problem) => problems.push(problem),
            Item::Recorder(name) => recorders.push(name),
        }
    }
    (exchanges, problems, recorders)
}

/// The exchanges of a recording in which everything can be read.
fn whole(bytes: &[u8]) -> Vec<Exchange> {
    let (exchanges, problems, _) = read(bytes);
    assert_eq!(problems, []);
    exchanges
}

fn entry(request: &str) -> Exchange {
    let text = format!(r#"{{"log":{{"entries":[{{"request":{request}}}]}}}}"#);
    whole(text.as_bytes()).remove(0)
}

fn response(exchange: &Exchange) -> &Response {
    let Fact::Known(response) = &exchange.response else { panic!("{:?}", exchange.response) };
    response
}

fn pairs(headers: &[Header]) -> Vec<(&str, &str)> {
    headers.iter().map(|h| (h.name.as_written(), h.value.as_written())).collect()
}

fn body(request: &Request) -> Fact<&str> {
    request.body.as_ref().map(Text::as_written)
}

#[test]
fn fiddler_writes_a_mark_first_and_the_creator_last() {
    let (exchanges, problems, recorders) = read(include_bytes!("../fixtures/har/fiddler.har"));
    assert_eq!((problems.len(), recorders), (0, vec!["Fiddler".to_owned()]));
    let first = &exchanges[0];
    assert_eq!(first.started.map(Time::seconds), Fact::Known(1_778_484_600));
    assert_eq!(body(&first.request), Fact::Known("grant_type=client_credentials&scope=a+b%26c"));
    assert_eq!(response(first).body, Fact::Unknown(Why::Truncated));
    assert_eq!(first.pointer.as_deref(), Some("/log/entries/0"));
    assert_eq!(body(&exchanges[1].request), Fact::Absent);
    assert_eq!(response(&exchanges[1]).status, Fact::Known(200));
    assert_eq!(response(&exchanges[1]).body, Fact::Unknown(Why::NotRecorded));
}

#[test]
fn chrome_writes_the_request_line_as_headers() {
    let exchanges = whole(include_bytes!("../fixtures/har/chrome-h3.har"));
    let request = &exchanges[0].request;
    assert_eq!(pairs(&request.headers), [("accept", "*/*")]);
    assert_eq!(request.url.host.as_written(), "api.us.frontegg.com");
    assert_eq!(request.kept, Kept::AllButCredentials);
    let Fact::Known(body) = &response(&exchanges[0]).body else { panic!("no body") };
    assert_eq!(body.as_written(), r#"{"errors":["x"]}"#);
    // A status of 0 says that no answer came.
    assert!(matches!(exchanges[1].response, Fact::Absent));
}

#[test]
fn headers_are_objects_pairs_or_members() {
    let exchanges = whole(include_bytes!("../fixtures/har/headers-as-pairs.har"));
    let expected = [("Accept", "*/*"), ("X-Twice", "1"), ("X-Twice", "2")];
    assert_eq!(pairs(&exchanges[0].request.headers), expected);
    let answer = response(&exchanges[0]);
    assert_eq!(answer.status, Fact::Known(204));
    let expected = [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")];
    assert_eq!(pairs(&answer.headers), expected);
    assert!(har::shows_credentials(&exchanges[0]));
}

#[test]
fn entries_may_stand_without_a_log() {
    let exchanges = whole(include_bytes!("../fixtures/har/entries-without-log.har"));
    assert_eq!(exchanges[0].request.method.as_written(), "GET");
    assert!(matches!(exchanges[0].response, Fact::Unknown(Why::NotRecorded)));
    assert!(!har::shows_credentials(&exchanges[0]));
}

#[test]
fn what_a_sanitiser_took_is_unknown_and_what_it_left_is_known() {
    let exchanges = whole(include_bytes!("../fixtures/har/sanitised.har"));
    let request = &exchanges[0].request;
    let value = |name: &str| match request.header(name) {
        Fact::Known(header) => header.value.known(),
        Fact::Absent | Fact::Unknown(_) => panic!("{name} is there"),
    };
    assert!(value("authorization").is_known());
    for name in ["cookie", "x-api-key", "frontegg-tenant-id"] {
        assert_eq!(value(name), Fact::Unknown(Why::Redacted), "{name}");
    }
    assert_eq!(value("accept"), Fact::Known("*/*"));
    assert_eq!(body(request), Fact::Unknown(Why::Redacted));
    assert_eq!(request.kept, Kept::AllButCredentials);
}

#[test]
fn cookies_that_are_listed_apart_were_sent() {
    let exchanges = whole(include_bytes!("../fixtures/har/cookies-apart.har"));
    let request = &exchanges[0].request;
    assert!(matches!(request.header("cookie"), Fact::Unknown(Why::NotRecorded)));
    assert!(matches!(request.header("authorization"), Fact::Absent));
    assert!(har::shows_credentials(&exchanges[0]));
}

#[test]
fn the_host_header_goes_before_the_address() {
    let request = entry(
        r#"{"method":"GET","url":"https://a.example:8080/x",
            "headers":[{"name":"Host","value":"b.example"}]}"#,
    )
    .request;
    assert_eq!((request.url.host.as_written(), request.url.port), ("b.example", None));
    let request = entry(
        r#"{"headers":[[":authority","b.example"],[":path","/x?y=1"],[":scheme","https"],
            [":method","PUT"]]}"#,
    )
    .request;
    assert_eq!(request.url.as_written(), "https://b.example/x?y=1");
    assert_eq!(request.method.as_written(), "PUT");
}

#[test]
fn a_body_that_nobody_recorded_is_unknown() {
    let of = |rest: &str| {
        let request = entry(&format!(r#"{{"method":"POST","url":"https://a.example/",{rest}}}"#));
        body(&request.request).map(str::to_owned)
    };
    assert_eq!(of(r#""bodySize":0"#), Fact::Absent);
    for unsaid in [
        r#""bodySize":-1"#,
        r#""bodySize":12"#,
        r#""bodySize":0,"headers":[["Content-Length","12"]]"#,
        r#""postData":{"_file":"abc.json"}"#,
        r#""postData":{"mimeType":"multipart/form-data","params":[{"name":"a","value":"b"}]}"#,
    ] {
        assert_eq!(of(unsaid), Fact::Unknown(Why::NotRecorded), "{unsaid}");
    }
    assert_eq!(of(r#""postData":{"text":"a\"b"}"#), Fact::Known("a\"b".to_owned()));
}

#[test]
fn the_last_of_two_equal_names_counts() {
    let request = entry(r#"{"method":"GET","url":"https://a.example/","method":"PUT"}"#).request;
    assert_eq!(request.method.as_written(), "PUT");
}

#[test]
fn control_characters_and_bytes_that_are_no_utf8_stay_in_their_columns() {
    let text = b"{\"log\":{\"entries\":[{\"request\":{\"method\":\"G\x01\xFF\xFE\tT\",\"url\":\"https://a.example/\"}}]}}";
    let exchange = whole(text).remove(0);
    assert_eq!(exchange.request.method.as_written(), "G\u{1}\u{1A}\u{1A}\tT");
    let place = exchange.source.place(exchange.request.url.host.span().start);
    let byte = text.windows(9).position(|part| part == b"a.example").unwrap() as u64;
    assert_eq!(place, Place { byte, line: 1, column: byte + 1 });
}

#[test]
fn one_broken_entry_does_not_silence_the_others() {
    let good = r#"{"request":{"method":"GET","url":"https://a.example/"}}"#;
    for (broken, column) in [
        (r#"{"request":{"method":,"url":"x"}}"#, 22),
        (r#"{"request":{"method":"GET" "url":"x"}}"#, 28),
        (r#"{"request":null}"#, 1),
        (r#"{"response":{}}"#, 1),
        (r#""text""#, 1),
        (r#"{"request":{"a":[}]}}"#, 18),
        (r#"{"request":{"a":nope}}"#, 17),
        (r"17", 1),
    ] {
        let text = format!("{{\"log\":{{\"entries\":[\n{good},\n{broken},\n{good}\n]}}}}");
        let (exchanges, problems, _) = read(text.as_bytes());
        assert_eq!(exchanges.len(), 2, "{broken}");
        assert_eq!(problems.len(), 1, "{broken}: {problems:?}");
        let place = problems[0].place.unwrap();
        assert_eq!((place.line, place.column), (3, column), "{broken}");
        assert_eq!(problems[0].kind, ProblemKind::Lost);
        assert_eq!((exchanges[0].number, exchanges[1].number), (1, 3), "{broken}");
    }
}

#[test]
fn an_entry_with_one_bracket_too_many_costs_one_problem() {
    let good = r#"{"request":{"method":"GET","url":"https://a.example/"}}"#;
    let text = format!("{{\"log\":{{\"entries\":[{good}}},{good}]}}}}");
    let (exchanges, problems, _) = read(text.as_bytes());
    assert_eq!((exchanges.len(), problems.len()), (2, 1));
}

#[test]
fn an_entry_that_is_too_large_is_told_and_the_rest_is_read() {
    let good = r#"{"request":{"method":"GET","url":"https://a.example/"}}"#;
    let large = format!(r#"{{"_frames":[{}0]}}"#, "0,".repeat(9 << 20));
    let text = format!("{{\"log\":{{\"entries\":[{large},{good}]}}}}");
    let (exchanges, problems, _) = read(text.as_bytes());
    assert_eq!((exchanges.len(), problems.len(), exchanges[0].number), (1, 1, 2));
    assert_eq!(problems[0].place.unwrap().byte, 19);
}

#[test]
fn every_place_to_cut_a_recording_is_told() {
    let text = include_bytes!("../fixtures/har/chrome-h3.har");
    let end = text.trim_ascii_end().len();
    let mut most = 0;
    for cut in 0..end {
        let (exchanges, problems, _) = read(&text[..cut]);
        assert_eq!(problems.len(), 1, "cut at {cut}: {problems:?}");
        assert_eq!(problems[0].kind, ProblemKind::Lost);
        assert_eq!(problems[0].place.unwrap().byte, cut as u64);
        assert!(exchanges.len() >= most, "an entry got lost at {cut}");
        most = exchanges.len();
    }
    assert_eq!(most, 2);
    assert_eq!(whole(&text[..end]).len(), 2);
}

#[test]
fn what_is_no_recording_is_told_by_name() {
    for (text, name) in [
        (&b""[..], "an empty file"),
        (b" \n", "an empty file"),
        (b"[1,2]", "a JSON array"),
        (b"<html>", "HTML or XML"),
        (b"curl https://a.example", "a curl command"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\xFF\xFE{\0\"\0", "no UTF-8 text"),
        (b"\x7FELF\0\0\0", "no UTF-8 text"),
        (b"{}", "another JSON object"),
        (br#"{"log":{"version":"1.2"}}"#, "another JSON object"),
        (br#"{"info":{},"item":[]}"#, "a Postman collection"),
        (br#"{"openapi":"3.0.0","paths":{}}"#, "an OpenAPI document"),
        (b"{nope}", "no JSON"),
    ] {
        let (exchanges, problems, _) = read(text);
        assert_eq!((exchanges.len(), problems.len()), (0, 1), "{name}");
        assert!(problems[0].message.contains(name), "{name}: {}", problems[0].message);
        assert!(problems[0].place.is_some());
    }
}

#[test]
fn an_empty_recording_is_no_problem() {
    assert_eq!(whole(br#"{"log":{"entries":[]}}"#).len(), 0);
    assert_eq!(whole(br#"{"log":{"entries":null,"version":1.2}}"#).len(), 0);
    assert_eq!(whole(br#"{"log":{"entries":[null]}}"#).len(), 0);
}

#[test]
fn depth_is_no_danger() {
    let deep = 10 << 20;
    for text in [
        "[".repeat(deep),
        r#"{"a":"#.repeat(deep / 5),
        format!(r#"{{"log":{{"entries":[{}"#, "[".repeat(1 << 20)),
        format!(r#"{{"log":{{"entries":[{}"#, r#"{"request":"#.repeat(1 << 17)),
        format!(
            r#"{{"log":{{"entries":[{}{}]}}}}"#,
            r#"{"a":"#.repeat(1 << 17),
            "}".repeat(1 << 17)
        ),
    ] {
        let (exchanges, problems, _) = read(text.as_bytes());
        assert_eq!(exchanges.len(), 0);
        assert!(matches!(problems.len(), 1 | 2), "{problems:?}");
    }
}

#[test]
fn a_body_with_a_part_that_was_taken_out_is_unknown() {
    let of = |text: &str| {
        let request = entry(&format!(
            r#"{{"method":"POST","url":"https://a.example/","postData":{{"text":"{text}"}}}}"#
        ));
        body(&request.request).is_known()
    };
    assert!(!of(r#"{\"password\":\"_harmored_\"}"#));
    assert!(!of("[application/json redacted]"));
    assert!(of(r#"{\"name\":\"redacted\"}"#));
}
