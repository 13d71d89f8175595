//! What Hurl files mean.

use super::*;
use crate::exchange::{Kept, Origin};
use crate::source::ProblemKind;

fn items(text: &str) -> Vec<Item> {
    let mut items = Vec::new();
    let options = Options::of(Origin::Written);
    read(&Arc::new(Source::new("a.hurl", text)), &options, &mut |item| items.push(item));
    items
}

fn all(text: &str) -> Vec<Exchange> {
    let exchange = |item| match item {
        Item::Exchange(exchange) => Some(*exchange),
        Item::Problem(_) | Item::Recorder(_) => None,
    };
    items(text).into_iter().filter_map(exchange).collect()
}

fn headers(exchange: &Exchange) -> Vec<(&str, &str)> {
    let headers = exchange.request.headers.iter();
    headers.map(|header| (header.name.as_written(), header.value.as_written())).collect()
}

fn body(exchange: &Exchange) -> &str {
    exchange.request.body.as_ref().known().unwrap().as_written()
}

#[test]
fn an_entry_is_read_with_its_sections() {
    let text = "# log in\nPOST https://x.io/a?z=1 # here\nX-A: b \\# c # no\n[Query]\nq: a b&\n[BasicAuth]\nann: pw\n[Cookies]\nc: d\ne: f\n[Form]\nx: {{y}}\n\nHTTP 401\n[Asserts]\njsonpath \"$.a\" == \"b\"\n";
    let [exchange] = &all(text)[..] else { panic!() };
    let request = &exchange.request;
    assert_eq!(request.method.as_written(), "POST");
    assert_eq!(request.url.as_written(), "https://x.io/a?z=1&q=a%20b%26");
    assert_eq!(
        headers(exchange),
        [
            ("X-A", "b # c"),
            ("Authorization", "Basic YW5uOnB3"),
            ("Cookie", "c=d; e=f"),
            ("Content-Type", "application/x-www-form-urlencoded")
        ]
    );
    assert_eq!(body(exchange), "x={{y}}");
    assert_eq!(exchange.source.slice(request.headers[1].value.span()), "ann: pw");
    assert!(exchange.response.is_unknown());
    assert_eq!((exchange.sent.clone(), request.kept), (Sent::Yes, Kept::All));
}

#[test]
fn bodies_are_sent_with_their_types() {
    for (written, sent, media_type) in [
        ("{\"a\": {{b}}}", "{\"a\": {{b}}}", Some("application/json")),
        ("<a>\n</a>", "<a>\n</a>", Some("application/xml")),
        ("```json\n{\"a\": 1}\n```", "{\"a\": 1}\n", Some("application/json")),
        ("```\na\\u{e9}\n```", "a\\u{e9}\n", None),
        ("```text,escape\na\\u{e9}\n```", "aé\n", None),
        ("`a\\u{e9} # b`", "aé # b", None),
        ("base64,YQ==;", "a", None),
        ("hex,6 1;", "a", None),
    ] {
        let text = format!("POST https://x.io\n{written}\n");
        let exchange = &all(&text)[0];
        assert_eq!(body(exchange), sent);
        assert_eq!(headers(exchange).first().map(|(_, value)| *value), media_type, "{written}");
    }
    let file = all("POST https://x.io\nfile,a.json;\n");
    assert_eq!(file[0].request.body.as_ref().map(|_| ()), Fact::Unknown(Why::NotRecorded));
}

#[test]
fn variables_hold_from_where_they_are_set() {
    let text = "GET {{base}}/a\n[Options]\nvariable: base=https://x.io\nvariable: t=\"1\"\nHTTP 200\n[Captures]\nt: jsonpath \"$.t\"\ns: status\n\nGET {{base}}/{{t}}\nA: {{t}}\nB: {{s}}\n";
    let [first, second] = &all(text)[..] else { panic!() };
    assert_eq!(first.request.url.as_written(), "https://x.io/a");
    assert_eq!(second.request.url.as_written(), "https://x.io/{{t}}");
    let span = second.request.headers[0].value.span();
    assert_eq!(second.echoes, [Echo { span, of: 1 }]);
    assert_eq!(second.request.kept, Kept::AllButCookies);
}

#[test]
fn options_say_who_calls_and_whether() {
    let text = "GET https://x.io\n[Options]\nuser: ann:pw\nskip: true\nheader: X-A: 1\n";
    let exchange = &all(text)[0];
    assert_eq!(headers(exchange), [("X-A", "1"), ("Authorization", "Basic YW5uOnB3")]);
    assert_eq!(exchange.sent, Sent::No(SKIPPED.to_owned()));
    let netrc = &all("GET https://x.io\n[Options]\nnetrc: true\n")[0];
    assert_eq!(netrc.request.kept, Kept::AllButCredentials);
}

#[test]
fn one_broken_entry_leaves_the_others() {
    let text = "what\nPOST https://x.io/a\nno colon\n{\"a\": [\n\nGET https://x.io/b\n";
    let kinds: Vec<ProblemKind> = items(text)
        .into_iter()
        .filter_map(|item| match item {
            Item::Problem(problem) => Some(problem.kind),
            Item::Exchange(_) | Item::Recorder(_) => None,
        })
        .collect();
    assert_eq!(kinds, [ProblemKind::Skipped, ProblemKind::Skipped, ProblemKind::Lost]);
    assert_eq!(all(text).len(), 2);
}

#[test]
fn a_text_is_known_by_what_only_this_format_has() {
    assert!(is("a.hurl", "GET https://x.io"));
    assert!(is("-", "# a\nGET https://x.io\nHTTP 200\n"));
    assert!(is("a.http", "POST {{base}}/x\n[Asserts]\n"));
    assert!(!is("-", "GET https://x.io\n\nHTTP/1.1 200 OK\n\n[\"a\"]\n"));
    assert!(!is("-", "GET https://x.io\nA: b\n"));
}
