//! What `.http` files mean.

use super::*;
use crate::exchange::Origin;
use crate::source::ProblemKind;

fn items(text: &str) -> Vec<Item> {
    let options = Options::of(Origin::Written);
    let mut items = Vec::new();
    read(&Arc::new(Source::new("a.http", text)), &options, &mut |item| items.push(item));
    items
}

pub(super) fn all(text: &str) -> Vec<Exchange> {
    let exchange = |item| match item {
        Item::Exchange(exchange) => Some(*exchange),
        Item::Problem(_) | Item::Recorder(_) => None,
    };
    items(text).into_iter().filter_map(exchange).collect()
}

pub(super) fn one(text: &str) -> Exchange {
    let mut found = all(text);
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

#[test]
fn a_request_has_method_address_headers_and_body() {
    let text = "### list\n# @name list\nPOST https://x.io/a?b=c HTTP/1.1\nA: 1\n# no: 2\nB:2 \n\n{\"a\": 1}\n\n\n";
    let exchange = one(text);
    let request = &exchange.request;
    assert_eq!(request.method.as_written(), "POST");
    assert_eq!(request.url.as_written(), "https://x.io/a?b=c");
    let headers: Vec<_> =
        request.headers.iter().map(|h| (h.name.as_written(), h.value.as_written())).collect();
    assert_eq!(headers, [("A", "1"), ("B", "2")]);
    let body = request.body.as_ref().known().unwrap();
    assert_eq!(body.as_written(), "{\"a\": 1}");
    assert_eq!(exchange.source.slice(body.span()), "{\"a\": 1}");
    assert_eq!(exchange.source.slice(request.headers[1].value.span()), "2");
    assert!(exchange.source.slice(exchange.span).starts_with("POST"));
    assert!(exchange.source.slice(exchange.span).ends_with("1}"));
    assert!(exchange.response.is_unknown());
}

#[test]
fn an_address_may_go_on_in_the_lines_below() {
    for text in [
        "GET https://x.io/a\n?b=c\n&d=e HTTP/1.1\nA: 1\n",
        "GET https://x.io\n    /a\n    ?b=c\n    &d=e\nA: 1\n",
    ] {
        let exchange = one(text);
        assert_eq!(exchange.request.url.as_written(), "https://x.io/a?b=c&d=e");
        assert_eq!(exchange.request.headers.len(), 1);
    }
}

#[test]
fn a_method_may_be_left_out() {
    let exchange = one("https://x.io/a\n");
    assert_eq!(exchange.request.method.as_written(), "GET");
    assert_eq!(exchange.request.url.path.as_written(), "/a");
}

#[test]
fn a_variable_of_the_file_is_known_and_others_are_named() {
    let exchange = one(
        "@host = api.frontegg.com\n@base = https://{{host}}\n\nGET {{base}}/a/{{id}}\nAuthorization: Bearer {{login.response.body.token}}\n",
    );
    let url = &exchange.request.url;
    assert_eq!(url.scheme.known(), Fact::Known("https"));
    assert_eq!(url.host.known(), Fact::Known("api.frontegg.com"));
    assert_eq!(exchange.source.slice(url.host.span()), "{{base}}");
    assert_eq!(url.path.holes()[0].name, "id");
    let value = &exchange.request.headers[0].value;
    assert_eq!(value.known(), Fact::Unknown(Why::Variable));
    assert_eq!(value.as_written(), "Bearer {{login.response.body.token}}");
}

#[test]
fn the_client_encodes_basic_credentials() {
    for written in ["Basic ann pw", "Basic ann:pw"] {
        let exchange = one(&format!("GET https://x.io\nAuthorization: {written}\n"));
        let value = &exchange.request.headers[0].value;
        assert_eq!(value.as_written(), "Basic YW5uOnB3");
        assert_eq!(exchange.source.slice(value.span()), written);
    }
    let exchange = one("GET https://x.io\nAuthorization: Basic YW5uOnB3\n");
    assert_eq!(exchange.request.headers[0].value.as_written(), "Basic YW5uOnB3");
}

#[test]
fn a_challenge_is_answered_with_what_cannot_be_said() {
    let exchange = one("GET https://x.io\nAuthorization: Digest ann pw\n");
    let value = &exchange.request.headers[0].value;
    assert_eq!(value.as_written(), "Digest {{credentials}}");
    assert!(value.known().is_unknown());
}

#[test]
fn queries_of_graphql_are_posted() {
    for text in [
        "GRAPHQL https://x.io/g\n\nquery { a }\n",
        "POST https://x.io/g\nX-REQUEST-TYPE: GraphQL\n\nquery { a }\n",
    ] {
        let request = one(text).request;
        assert_eq!(request.method.as_written(), "POST");
        assert_eq!(request.body.map(|_| ()), Fact::Unknown(Why::Undecodable));
    }
}

#[test]
fn calls_of_other_protocols_are_told_and_skipped() {
    let text = "GRPC x.io/a\n\n###\nWEBSOCKET wss://x.io\n\n###\nGET https://x.io/a HTTP/2 (Prior Knowledge)\n";
    let found = items(text);
    let [Item::Problem(a), Item::Problem(b), Item::Exchange(exchange)] = &found[..] else {
        panic!("{found:?}")
    };
    assert!(a.message.contains("HTTP") && b.message.contains("HTTP"));
    assert_eq!((a.kind, exchange.number), (ProblemKind::Skipped, 1));
    assert_eq!(exchange.request.url.as_written(), "https://x.io/a");
}

#[test]
fn a_block_may_be_a_curl_command() {
    let text = "GET https://x.io/a\n\n### two\n# why\ncurl -H 'A: 1' \\\n  https://x.io/b\n\n### three\ncurl https://x.io/{{c}}\n\n###\nGET https://x.io/d\n";
    let found = all(text);
    let urls: Vec<String> = found.iter().map(|one| one.request.url.as_written()).collect();
    assert_eq!(urls, ["https://x.io/a", "https://x.io/b", "https://x.io/d"]);
    assert_eq!(found.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(found[1].format, Format::Shell);
    assert_eq!(found[1].source.place(found[1].span.start).line, 5);
    assert_eq!(items(text).len(), 4);
}

#[test]
fn a_body_of_several_parts_with_a_file_is_unknown_and_its_headers_are_read() {
    let text = "POST https://x.io\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name=\"a\"\n\n< ./a.json\n--b--\n";
    let request = one(text).request;
    assert_eq!(request.headers.len(), 1);
    assert_eq!(request.body.map(|_| ()), Fact::Unknown(Why::NotRecorded));
}

#[test]
fn an_answer_below_the_request_is_its_answer() {
    let exchange = one(
        "GET https://x.io/a\n\nHTTP/1.1 401 Unauthorized\nfrontegg-trace-id: t\n\n{\"errors\":[\"no {{x}}\"]}\n\n",
    );
    let response = exchange.response.known().unwrap();
    assert_eq!(response.status, Fact::Known(401));
    assert_eq!(response.header("Frontegg-Trace-Id").unwrap().value.as_written(), "t");
    let body = response.body.known().unwrap();
    assert_eq!(body.known(), Fact::Known("{\"errors\":[\"no {{x}}\"]}"));
    assert!(exchange.request.body.is_absent());
}

#[test]
fn a_host_header_says_where_a_raw_request_goes() {
    let exchange = one("GET /a HTTP/1.1\nHost: api.frontegg.com:8443\n");
    assert_eq!(exchange.request.url.as_written(), "api.frontegg.com:8443/a");
    assert_eq!(exchange.source.slice(exchange.request.url.host.span()), "api.frontegg.com");
}

#[test]
fn a_body_in_another_file_is_read_only_when_that_is_allowed() {
    let text = "post https://x.io\n\n< ./b.json\n\n\n";
    assert_eq!(one(text).request.method.as_written(), "POST");
    assert_eq!(one(text).request.body.map(|_| ()), Fact::Unknown(Why::NotRecorded));
    let files = |name: &str| (name == "./b.json").then(|| b"{}".to_vec());
    let options = Options { files: Some(&files), ..Options::of(Origin::Written) };
    let mut bodies = Vec::new();
    read(&Arc::new(Source::new("a", text)), &options, &mut |item| {
        if let Item::Exchange(exchange) = item {
            bodies.push(exchange.request.body.map(|body| body.as_written().to_owned()));
        }
    });
    assert_eq!(bodies, [Fact::Known("{}".to_owned())]);
}

#[test]
fn scripts_and_comments_are_not_sent() {
    let exchange = one(
        "< {%\n  x()\n%}\nPOST https://x.io\n\n{\n// {{no}}\n\"a\": 1\n}\n\n> {% client.log() %}\n>> out.json\n<> b.json\n",
    );
    let body = exchange.request.body.known().unwrap();
    assert_eq!(body.known(), Fact::Known("{\n\"a\": 1\n}"));
}

#[test]
fn line_ends_of_a_body_stay_what_they_are() {
    let exchange = one("POST https://x.io\r\nA: 1\r\n\r\na\r\n\r\nb\r\n\r\n###\r\n");
    assert_eq!(exchange.request.body.known().unwrap().as_written(), "a\r\n\r\nb");
    assert_eq!(exchange.request.headers[0].value.as_written(), "1");
}

#[test]
fn a_form_may_be_written_over_several_lines() {
    let exchange =
        one("POST https://x.io\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b=2\n");
    assert_eq!(exchange.request.body.known().unwrap().as_written(), "a=1&b=2");
}

#[test]
fn blocks_without_a_request_say_so_only_if_they_hold_something() {
    assert!(items("# only words\n@a = 1\n\n### next\n// more\n").is_empty());
    let found = items("### a\nHere is my call:\n### b\nGET https://x.io\n");
    let [Item::Problem(problem), Item::Exchange(exchange)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(problem.kind, ProblemKind::Skipped);
    assert_eq!(problem.place.unwrap().line, 2);
    assert_eq!(exchange.number, 1);
}
