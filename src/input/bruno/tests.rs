//! What requests of Bruno mean.

use super::*;
use crate::exchange::{Kept, Origin, Request};
use crate::input::Files;
use crate::source::ProblemKind;

fn items(text: &str, files: Option<&Files<'_>>, environment: Option<&str>) -> Vec<Item> {
    let options = Options { files, environment, ..Options::of(Origin::Written) };
    let mut items = Vec::new();
    read(&Arc::new(Source::new("a.bru", text)), &options, &mut |item| items.push(item));
    items
}

fn only(items: Vec<Item>) -> Exchange {
    let mut found = items.into_iter().filter_map(|item| match item {
        Item::Exchange(exchange) => Some(*exchange),
        Item::Problem(_) | Item::Recorder(_) => None,
    });
    found.next().unwrap()
}

fn one(text: &str) -> Exchange {
    only(items(text, None, None))
}

fn headers(request: &Request) -> Vec<(&str, &str)> {
    request.headers.iter().map(|h| (h.name.as_written(), h.value.as_written())).collect()
}

const WHOLE: &str = "meta {\n  name: a\n  type: http\n}\n\npost {\n  url: https://x.io/u/:id/?a=b\n  body: json\n  auth: bearer\n}\n\nparams:path {\n  id: {{user}}\n}\n\nparams:query {\n  a: b\n  ~c: d\n}\n\nheaders {\n  X-A: 1\n  ~X-B: 2\n}\n\nauth:bearer {\n  token: {{token}}\n}\n\nbody:json {\n  {\n    \"a\": \"{{b}}\"\n    // no\n  }\n}\n\nbody:text {\n  no\n}\n\nvars:pre-request {\n  user: 7\n  ~b: 8\n}\n\ndocs {\n  curl https://no.io\n}\n";

#[test]
fn a_request_is_what_its_blocks_say() {
    let exchange = one(WHOLE);
    let request = &exchange.request;
    assert_eq!(request.method.as_written(), "POST");
    assert_eq!(exchange.source.slice(request.method.span()), "post");
    assert_eq!(request.url.as_written(), "https://x.io/u/7/?a=b");
    assert_eq!(exchange.source.slice(request.url.path.span_of(3..4)), "{{user}}");
    assert_eq!(
        headers(request),
        [("X-A", "1"), ("Authorization", "Bearer {{token}}"), ("content-type", "application/json")]
    );
    assert_eq!(request.headers[1].value.holes()[0].name, "token");
    let body = request.body.as_ref().known().unwrap();
    assert_eq!(body.as_written(), "{\n  \"a\": \"{{b}}\"\n}");
    assert_eq!(exchange.source.slice(body.span_of(4..7)), "\"a\"");
    assert_eq!(request.kept, Kept::AllButInherited);
}

#[test]
fn line_ends_of_another_system_change_nothing() {
    let there = WHOLE.replace('\n', "\r\n");
    let (a, b) = (one(WHOLE).request, one(&there).request);
    assert_eq!(headers(&a), headers(&b));
    assert_eq!(a.url.as_written(), b.url.as_written());
    assert_eq!(a.body.known().unwrap().as_written(), b.body.known().unwrap().as_written());
}

#[test]
fn credentials_are_sent_as_their_mode_says() {
    let with = |mode: &str, block: &str| {
        let text = format!("get {{\n  url: https://x.io/a\n  auth: {mode}\n}}\n{block}\n");
        let request = one(&text).request;
        let sent = headers(&request).first().map(|(n, v)| format!("{n}: {v}"));
        (request.url.as_written(), sent)
    };
    let address = "https://x.io/a".to_owned();
    let sent = |text: &str| (address.clone(), Some(text.to_owned()));
    assert_eq!(
        with("basic", "auth:basic {\n  username: ann\n  password: pw\n}"),
        sent("Authorization: Basic YW5uOnB3")
    );
    assert_eq!(
        with("bearer", "auth:bearer {\n  token:\n}"),
        sent("Authorization: Bearer {{token}}")
    );
    assert_eq!(
        with("apikey", "auth:apikey {\n  key: x-api-key\n  value: v\n  placement: header\n}"),
        sent("x-api-key: v")
    );
    assert_eq!(
        with("apikey", "auth:apikey {\n  key: k\n  value: v w\n  placement: queryparams\n}").0,
        "https://x.io/a?k=v%20w"
    );
    for mode in ["none", "inherit", "oauth2"] {
        assert_eq!(with(mode, ""), (address.clone(), None), "{mode}");
    }
}

#[test]
fn a_collection_beside_the_request_adds_what_it_says() {
    let files = |name: &str| {
        let text = match name {
            "collection.bru" => {
                "headers {\n  X-C: {{c}}\n  X-A: 0\n}\nauth {\n  mode: bearer\n}\nauth:bearer {\n  token: {{token}}\n}\nvars:pre-request {\n  c: 3\n}\n"
            }
            "environments/local.bru" => {
                "vars {\n  host: https://x.io\n  empty:\n}\nvars:secret [\n  token\n]\n"
            }
            ".env" => "PAGE=2\n",
            _ => return None,
        };
        Some(text.as_bytes().to_vec())
    };
    let text = "get {\n  url: {{host}}/a?p={{process.env.PAGE}}&e={{empty}}\n  auth: inherit\n}\nheaders {\n  X-A: 1\n}\n";
    let exchange = only(items(text, Some(&files), Some("local")));
    let request = &exchange.request;
    assert_eq!(request.url.as_written(), "https://x.io/a?p=2&e={{empty}}");
    assert_eq!(
        headers(request),
        [("X-C", "3"), ("X-A", "1"), ("Authorization", "Bearer {{token}}")]
    );
    assert_eq!(request.kept, Kept::All);
    assert_eq!(one(text).request.kept, Kept::AllButInherited);
}

#[test]
fn what_a_script_sets_is_unknown() {
    let files = |name: &str| (name == "bruno.json").then(|| b"{}".to_vec());
    let text = "get {\n  url: https://x.io/{{a}}\n}\nvars:pre-request {\n  a: 1\n}\nscript:pre-request {\n  bru.setVar(\"a\", 2)\n  req.setHeader(\"A\", \"b\")\n}\n";
    let request = only(items(text, Some(&files), None)).request;
    assert!(request.url.path.known().is_unknown());
    assert_eq!(request.kept, Kept::AllButInherited);
}

#[test]
fn bodies_of_other_kinds_have_their_types() {
    let with = |mode: &str, block: &str| {
        let text = format!("post {{\n  url: https://x.io\n  body: {mode}\n}}\n{block}\n");
        let request = one(&text).request;
        let body = request.body.as_ref().map(|body| body.as_written().to_owned());
        (headers(&request).first().map_or("", |(_, value)| value).to_owned(), body)
    };
    let known = |kind: &str, body: &str| (kind.to_owned(), Fact::Known(body.to_owned()));
    assert_eq!(
        with("form-urlencoded", "body:form-urlencoded {\n  a b: c&d\n  ~e: f\n  g: {{h}}\n}"),
        known("application/x-www-form-urlencoded", "a+b=c%26d&g={{h}}")
    );
    assert_eq!(with("xml", "body:xml {\n  <a/>\n}"), known("application/xml", "<a/>"));
    assert_eq!(with("multipart-form", "").1, Fact::Unknown(Why::NotRecorded));
    assert_eq!(with("none", "body:json {\n  {}\n}"), (String::new(), Fact::Absent));
}

#[test]
fn what_is_no_request_is_told() {
    let message = |text: &str| {
        let found = items(text, None, None);
        let [Item::Problem(problem)] = found.as_slice() else { panic!("{found:?}") };
        (problem.kind, problem.message.clone())
    };
    assert_eq!(message("vars {\n  a: b\n}\n").0, ProblemKind::Skipped);
    assert!(message("grpc {\n  url: a\n}\n").1.contains("gRPC"));
    let yaml = "info:\n  name: a\n  type: http\nhttp:\n  method: GET\n";
    assert!(is("a.yml", yaml));
    assert_eq!(message(yaml).0, ProblemKind::Lost);
}

#[test]
fn a_block_that_is_never_closed_is_told_and_read() {
    let found = items("get {\n  url: https://x.io/a\n", None, None);
    assert!(matches!(&found[0], Item::Problem(problem) if problem.kind == ProblemKind::Lost));
    assert_eq!(only(found).request.url.as_written(), "https://x.io/a");
}

const EXPORT: &str = r#"{
  "name": "c",
  "version": "1",
  "items": [
    {"type": "folder", "name": "f", "root": {"request": {"headers": [{"name": "X-F", "value": "{{v}}", "enabled": true}], "auth": {"mode": "inherit"}}},
     "items": [
      {"type": "http", "name": "one", "request": {"url": "{{host}}/u/:id?a=b", "method": "post",
        "headers": [{"name": "X-A", "value": "1"}, {"name": "X-B", "value": "2", "enabled": false}],
        "params": [{"name": "id", "value": "{{v}}", "type": "path", "enabled": true}],
        "body": {"mode": "json", "json": "{\n  // no\n  \"a\": \"{{open}}\"\n}", "text": "no"},
        "auth": {"mode": "inherit"}, "vars": {"req": [{"name": "v", "value": "7", "enabled": true}]}}}
     ]},
    {"type": "http", "name": "two", "request": {"url": "https://x.io/b", "method": "GET", "headers": [], "body": {"mode": "none"},
      "auth": {"mode": "bearer", "bearer": {"token": ""}}}}
  ],
  "root": {"request": {"headers": [{"name": "X-C", "value": "c", "enabled": true}], "auth": {"mode": "basic", "basic": {"username": "ann", "password": "pw"}}}},
  "environments": [
    {"name": "a", "variables": [{"name": "host", "value": "https://a.io", "enabled": true}]},
    {"name": "b", "variables": [{"name": "host", "value": "https://b.io", "enabled": true}, {"name": "open", "value": "1", "enabled": true}]}
  ]
}"#;

#[test]
fn a_collection_exported_as_json_is_read_with_its_folders() {
    assert!(is("c.json", EXPORT));
    let exchange = |item| match item {
        Item::Exchange(exchange) => Some(*exchange),
        Item::Problem(_) | Item::Recorder(_) => None,
    };
    let all: Vec<Exchange> =
        items(EXPORT, None, Some("a")).into_iter().filter_map(exchange).collect();
    let [one, two] = &all[..] else { panic!("{}", all.len()) };
    assert_eq!(one.request.method.as_written(), "POST");
    assert_eq!(one.request.url.as_written(), "https://a.io/u/7?a=b");
    assert_eq!(
        headers(&one.request),
        [
            ("X-C", "c"),
            ("X-F", "7"),
            ("X-A", "1"),
            ("Authorization", "Basic YW5uOnB3"),
            ("content-type", "application/json")
        ]
    );
    let body = one.request.body.as_ref().known().unwrap();
    assert_eq!(body.as_written(), "{\n  \"a\": \"{{open}}\"\n}");
    assert_eq!(body.holes().len(), 1);
    assert_eq!(headers(&two.request)[1], ("Authorization", "Bearer {{token}}"));
    assert_eq!((two.number, two.request.kept), (2, Kept::All));
    let open = only(items(EXPORT, None, None));
    assert_eq!(open.request.url.as_written(), "{{host}}/u/7?a=b");
}

#[test]
fn an_answer_with_items_is_no_collection() {
    assert!(!is("-", r#"{"items": [{"name": "a", "request": {}}]}"#));
    assert!(!is("-", r#"{"name": "a", "version": 1, "items": []}"#));
}
