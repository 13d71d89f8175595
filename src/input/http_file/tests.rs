//! What `.http` files mean, and what changes do to them.

use super::*;
use crate::exchange::Origin;
use crate::fix::{self, BodyChange, Change, Filling, QueryChange};
use crate::input::Concealed;
use crate::source::ProblemKind;

fn items(text: &str) -> Vec<Item> {
    let options = Options::of(Origin::Written);
    let mut items = Vec::new();
    read(&Arc::new(Source::new("a.http", text)), &options, &mut |item| items.push(item));
    items
}

fn all(text: &str) -> Vec<Exchange> {
    let exchange = |item| match item {
        Item::Exchange(exchange) => Some(*exchange),
        Item::Problem(_) | Item::Recorder(_) => None,
    };
    items(text).into_iter().filter_map(exchange).collect()
}

fn one(text: &str) -> Exchange {
    let mut found = all(text);
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

fn edited(text: &str, changes: &[Change]) -> Option<String> {
    edits(&one(text), changes, &[]).map(|edits| fix::apply(text, &edits))
}

fn set_host(host: &str) -> Change {
    Change::SetHost(Filling::Value(host.to_owned()))
}

fn set(name: &str, value: &str) -> Change {
    Change::SetHeader(name.to_owned(), Filling::Value(value.to_owned()))
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
    let text = "POST https://x.io\n\n< ./b.json\n";
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

#[test]
fn a_change_of_host_touches_only_the_host() {
    let text = "GET https://api.frontegg.com/a?b=c HTTP/1.1\r\nA: 1\r\n";
    assert_eq!(
        edited(text, &[set_host("api.us.frontegg.com")]).unwrap(),
        "GET https://api.us.frontegg.com/a?b=c HTTP/1.1\r\nA: 1\r\n"
    );
}

#[test]
fn a_variable_that_is_scheme_and_host_is_written_out() {
    let text = "@base = http://api.frontegg.com\nGET {{base}}/a\n";
    let there = "@base = http://api.frontegg.com\nGET https://api.us.frontegg.com/a\n";
    let both = [Change::SetScheme("https".to_owned()), set_host("api.us.frontegg.com")];
    assert_eq!(edited(text, &both).unwrap(), there);
}

#[test]
fn a_variable_that_holds_more_than_the_host_is_left_alone() {
    let text = "@base = https://api.frontegg.com/identity\nGET {{base}}/a\n";
    assert_eq!(edited(text, &[set_host("api.us.frontegg.com")]), None);
    assert_eq!(edited("GET {{base}}/a\n", &[set_host("api.us.frontegg.com")]), None);
}

#[test]
fn host_header_and_address_change_together() {
    let text = "GET https://a.io/x\nHost: b.io\n";
    assert_eq!(edited(text, &[set_host("c.io")]).unwrap(), "GET https://c.io/x\nHost: c.io\n");
}

#[test]
fn headers_are_added_replaced_renamed_and_dropped_with_their_lines() {
    let text = "GET https://x.io\r\nA: 1\r\nB: 2\r\nC:\r\n\r\nbody";
    assert_eq!(
        edited(text, &[set("D", "4"), set("A", "9")]).unwrap(),
        "GET https://x.io\r\nA: 9\r\nB: 2\r\nC:\r\nD: 4\r\n\r\nbody"
    );
    let changes = [
        Change::DropHeader("c".to_owned()),
        set("D", "4"),
        Change::RenameHeader { from: "a".to_owned(), to: "E".to_owned() },
    ];
    assert_eq!(
        edited(text, &changes).unwrap(),
        "GET https://x.io\r\nE: 1\r\nB: 2\r\nD: 4\r\n\r\nbody"
    );
    assert_eq!(edited(text, &[set("C", "3")]).unwrap().lines().nth(3), Some("C: 3"));
    assert_eq!(edited("GET https://x.io", &[set("A", "1")]).unwrap(), "GET https://x.io\nA: 1");
}

#[test]
fn a_kept_value_keeps_its_bytes() {
    let kept = |before: &str, from| {
        [Change::SetHeader("A".to_owned(), Filling::Kept { before: before.to_owned(), from })]
    };
    let text = "GET https://x.io\nA: Token abc\n";
    assert_eq!(edited(text, &kept("Bearer ", 6)).unwrap(), "GET https://x.io\nA: Bearer abc\n");
    let found = edits(&one(text), &kept("Bearer ", 6), &[]).unwrap();
    assert_eq!(found[0].span.len(), 6);
    assert_eq!(
        edited("GET https://x.io\nA: {{t}}\n", &kept("Bearer ", 0)).unwrap(),
        "GET https://x.io\nA: Bearer {{t}}\n"
    );
}

#[test]
fn paths_methods_and_fields_change_in_their_places() {
    let text = "https://x.io/frontegg/a/{{id}}?q\n\n{\"a\": {\"b\": 1}, \"b\" : 2}";
    let changes = [
        Change::SetPath("/a/{{id}}".to_owned()),
        Change::SetMethod("POST".to_owned()),
        rename("b", "c"),
    ];
    assert_eq!(
        edited(text, &changes).unwrap(),
        "POST https://x.io/a/{{id}}?q\n\n{\"a\": {\"b\": 1}, \"c\" : 2}"
    );
    assert_eq!(edited(text, &[rename("z", "c")]), None);
}

fn rename(from: &str, to: &str) -> Change {
    Change::Body(BodyChange::Rename { from: from.to_owned(), to: to.to_owned() })
}

fn drop_query(name: &str) -> [Change; 1] {
    [Change::Query(QueryChange::Drop(name.to_owned()))]
}

fn set_query(name: &str, value: &str) -> [Change; 1] {
    let filling = Filling::Value(value.to_owned());
    [Change::Query(QueryChange::Set(name.to_owned(), filling))]
}

#[test]
fn parameters_change_in_their_places() {
    let text = "GET https://x.io/a?b=c&d={{e}} HTTP/1.1\nA: 1\n";
    for (changes, address) in [
        (drop_query("b"), "a?d={{e}}"),
        (drop_query("d"), "a?b=c"),
        (set_query("b", "x y"), "a?b=x%20y&d={{e}}"),
        (set_query("d", "1"), "a?b=c&d=1"),
        (set_query("f", "1"), "a?b=c&d={{e}}&f=1"),
    ] {
        let there = format!("GET https://x.io/{address} HTTP/1.1\nA: 1\n");
        assert_eq!(edited(text, &changes).unwrap(), there);
    }
    assert_eq!(edited("GET https://x.io/a?b\n", &drop_query("b")).unwrap(), "GET https://x.io/a\n");
    assert_eq!(
        edited("GET https://x.io/a\n", &set_query("b", "1")).unwrap(),
        "GET https://x.io/a?b=1\n"
    );
}

#[test]
fn a_parameter_on_a_line_of_its_own_takes_the_line_along() {
    let text = "GET https://x.io/a\r\n  ?b=1\r\n  &c=2\r\n  &d=3\r\nA: 1\r\n\r\n";
    for (name, left) in [("c", "  ?b=1\r\n  &d=3\r\n"), ("d", "  ?b=1\r\n  &c=2\r\n")] {
        let done = edited(text, &drop_query(name)).unwrap();
        assert_eq!(done, format!("GET https://x.io/a\r\n{left}A: 1\r\n\r\n"));
        assert_eq!(one(&done).request.headers.len(), 1);
    }
    let only = "GET https://x.io/a\n  ?b=1\nA: 1\n";
    assert_eq!(edited(only, &drop_query("b")).unwrap(), "GET https://x.io/a\nA: 1\n");
}

#[test]
fn a_parameter_out_of_a_variable_stays_there() {
    let text = "@q = b=1&c=2\nGET https://x.io/a?{{q}}\n";
    assert_eq!(edited(text, &drop_query("b")), None);
    assert_eq!(edited(text, &set_query("c", "3")), None);
}

#[test]
fn bodies_change_member_by_member() {
    let text =
        "POST https://x.io/a\n\n{\n  \"a\": \"{{b}}\",\n  \"c\": [{\"d\": 1}]\n}\n\n### next\n";
    let body = |change: BodyChange| {
        let done = edited(text, &[Change::Body(change)]).unwrap();
        let there = done.strip_prefix("POST https://x.io/a\n\n").unwrap();
        there.strip_suffix("\n\n### next\n").unwrap().to_owned()
    };
    let set =
        |pointer: &str, json: &str| BodyChange::Set { pointer: pointer.into(), json: json.into() };
    let drop = |pointer: &str| BodyChange::DropField(pointer.into());
    assert_eq!(body(drop("/a")), "{\n  \"c\": [{\"d\": 1}]\n}");
    assert_eq!(body(drop("/c")), "{\n  \"a\": \"{{b}}\"\n}");
    assert_eq!(
        body(set("/c/0/d", "\"x\"")),
        "{\n  \"a\": \"{{b}}\",\n  \"c\": [{\"d\": \"x\"}]\n}"
    );
    assert_eq!(
        body(BodyChange::Rename { from: "/c/0/d".into(), to: "e".into() }),
        "{\n  \"a\": \"{{b}}\",\n  \"c\": [{\"e\": 1}]\n}"
    );
    assert_eq!(body(BodyChange::Wrap), "[{\n  \"a\": \"{{b}}\",\n  \"c\": [{\"d\": 1}]\n}]");
    assert_eq!(body(BodyChange::Drop), "");
    let curly = "POST https://x.io/a\n\n{“a”: 1}\n";
    let straight = [Change::Body(BodyChange::StraightenQuotes)];
    assert_eq!(edited(curly, &straight).unwrap(), "POST https://x.io/a\n\n{\"a\": 1}\n");
}

#[test]
fn a_change_inside_a_secret_is_not_written_here() {
    let exchange = one("POST https://x.io/a\n\n{“secret”: “abc”}\n");
    let span = exchange.request.body.as_ref().known().unwrap().span();
    let concealed = [Concealed { span, variable: "BODY".to_owned() }];
    let straight = [Change::Body(BodyChange::StraightenQuotes)];
    assert_eq!(corrected(&exchange, &straight, &concealed), None);
}

#[test]
fn the_corrected_request_holds_no_secret_comment_script_or_answer() {
    let text = "GET https://x.io/a\n# old: s3cret\nAuthorization: Bearer s3cret\nX: {{k}}\n\n> {%\n s3cret()\n%}\n\nHTTP/1.1 200 OK\nA: s3cret\n\ns3cret\n";
    let exchange = one(text);
    let value = &exchange.request.headers[0].value;
    let concealed = [
        Concealed { span: value.span_of(7..13), variable: "USER_TOKEN".to_owned() },
        Concealed { span: exchange.request.headers[1].value.span(), variable: "K".to_owned() },
    ];
    assert_eq!(
        corrected(&exchange, &[set_host("y.io")], &concealed).unwrap(),
        "GET https://y.io/a\nAuthorization: Bearer {{USER_TOKEN}}\nX: {{k}}"
    );
    let dropped = [Change::DropHeader("authorization".to_owned())];
    assert_eq!(corrected(&exchange, &dropped, &concealed).unwrap(), "GET https://x.io/a\nX: {{k}}");
}

#[test]
fn no_cut_of_a_file_breaks_the_reader() {
    let text = "@a = {{b}}\r\n### é\r\nPOST {{a}}/ü HTTP/1.1\r\n ?a={{ \r\nÄ: {{é}}\r\n\r\n< {%é%}\r\n{\"é\"}\r\nHTTP/1.1 200\r\n: é\r\n\r\né";
    let changes = [set_host("x"), set("A", "1"), Change::SetPath("/é".to_owned())];
    for (start, _) in text.char_indices() {
        for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
            for exchange in all(&text[start..end]) {
                let _ = corrected(&exchange, &changes, &[]);
            }
        }
    }
}
