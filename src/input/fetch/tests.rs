//! What the reader makes of JavaScript.

use std::sync::Arc;

use super::{is, read};
use crate::exchange::{Exchange, Kept, Origin, Sent, SetBy};
use crate::input::{Item, Options};
use crate::source::{Problem, Source};
use crate::truth::{Fact, Why};

fn all(text: &str) -> (Vec<Exchange>, Vec<Problem>) {
    let options = Options::of(Origin::Pasted);
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    read(&Arc::new(Source::new("-", text)), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

fn one(text: &str) -> Exchange {
    all(text).0.remove(0)
}

fn headers(exchange: &Exchange) -> Vec<String> {
    let shown = |header: &crate::exchange::Header| {
        format!("{}: {}", header.name.as_written(), header.value.as_written())
    };
    exchange.request.headers.iter().map(shown).collect()
}

fn body(exchange: &Exchange) -> &str {
    exchange.request.body.as_ref().known().expect("there is a body").as_written()
}

fn url(exchange: &Exchange) -> String {
    exchange.request.url.as_written()
}

#[test]
fn a_copied_call_is_read() {
    let read = one(
        "fetch(\"https://api.frontegg.com/a?b=c\", {\n  \"headers\": {\n    \"accept\": \"*/*\",\n    \"x\": \"a\\\"\\u00e9\"\n  },\n  \"referrer\": \"https://portal.frontegg.com/x/y\",\n  \"body\": \"{\\\"a\\\":1}\",\n  \"method\": \"POST\",\n  \"mode\": \"cors\",\n  \"credentials\": \"include\"\n});",
    );
    assert_eq!(url(&read), "https://api.frontegg.com/a?b=c");
    assert_eq!(read.request.method.as_written(), "POST");
    assert_eq!(
        headers(&read),
        [
            "accept: */*",
            "x: a\"é",
            "Content-Type: text/plain;charset=UTF-8",
            "Origin: https://portal.frontegg.com",
            "Referer: https://portal.frontegg.com/",
        ]
    );
    assert_eq!(body(&read), "{\"a\":1}");
    assert_eq!(read.request.kept, Kept::AllButCookies);
    assert_eq!(read.sent, Sent::Yes);
}

#[test]
fn people_write_it_by_hand() {
    let read = one(
        "const base = 'https://api.frontegg.com';\nconst token = `abc`; // mine\nawait fetch(`${base}/users/${user.id}?x=${a + b}`, {\n  method: 'post',\n  headers: new Headers({ Authorization: 'Bearer ' + token, 'frontegg-tenant-id': tenantId, }),\n  /* the user */\n  body: JSON.stringify({ email, roles: ['a', \"b\"], n: 1, nested: { ok: true, no: undefined } }),\n})",
    );
    assert_eq!(url(&read), "https://api.frontegg.com/users/${user.id}?x=${a + b}");
    assert_eq!(read.request.url.path.known(), Fact::Unknown(Why::Variable));
    assert_eq!(read.request.url.path.holes()[0].name, "id");
    assert_eq!(read.request.method.as_written(), "POST");
    assert_eq!(headers(&read)[..2], ["Authorization: Bearer abc", "frontegg-tenant-id: tenantId"]);
    assert_eq!(read.request.headers[1].value.holes()[0].name, "tenantId");
    assert_eq!(body(&read), r#"{"email":email,"roles":["a","b"],"n":1,"nested":{"ok":true}}"#);
}

#[test]
fn forms_and_other_bodies_imply_their_headers() {
    let read =
        one("fetch('https://x.io', {method: 'POST', body: new URLSearchParams({a: 'b c', d: e})})");
    assert_eq!(body(&read), "a=b+c&d=e");
    assert_eq!(headers(&read), ["Content-Type: application/x-www-form-urlencoded;charset=UTF-8"]);
    assert_eq!(read.request.headers[0].set, SetBy::Option);
    let read =
        one("const o = {method: 'POST', body: new FormData(form)};\nfetch('https://x.io', o)");
    assert_eq!(read.request.body, Fact::Unknown(Why::NotRecorded));
    assert_eq!(headers(&read), ["Content-Type: multipart/form-data"]);
    let read = one("fetch('https://x.io', {method: 'POST', body: {a: 1}})");
    assert_eq!(body(&read), "[object Object]");
}

#[test]
fn what_is_not_in_the_text_is_open() {
    let read = one("fetch('https://x.io', {...options, headers: {...common, a: 'b'}})");
    assert_eq!(read.request.kept, Kept::Some(Why::Variable));
    assert_eq!(read.request.body, Fact::Unknown(Why::Variable));
    assert!(read.request.method.known().is_unknown());
    assert_eq!(headers(&read), ["a: b"]);
    let read = one("let url = 'https://x.io/a';\nurl = other();\nfetch(url, {method: 'PUT'})");
    assert!(read.request.url.host.known().is_unknown());
    let read = one(
        "const h = {a: 'b'};\nh.Authorization = `Bearer ${t}`;\nfetch('https://x.io', {headers: h})",
    );
    assert_eq!(read.request.kept, Kept::Some(Why::Variable));
    let read = one("fetch('https://x.io', {body: cond ? 'a' : 'b', method: 'POST'})");
    assert_eq!(read.request.body.as_ref().known().unwrap().known(), Fact::Unknown(Why::Variable));
    assert!(headers(&read).is_empty());
}

#[test]
fn a_body_that_cannot_go_out_is_said() {
    assert!(matches!(one("fetch('https://x.io', {body: 'a'})").sent, Sent::No(_)));
    assert_eq!(one("fetch('https://x.io', {body: null, method: 'GET'})").sent, Sent::Yes);
}

#[test]
fn other_javascript_is_stepped_over() {
    let text = "// fetch('https://a.io')\nconst s = \"fetch('https://b.io')\";\nconst r = /fetch('/;\nprefetch('https://c.io'); api.fetch('https://d.io'); fetch(url); fetch(new Request('https://e.io'));\nwindow.fetch('https://f.io').then(() => fetch(\"https://g.io\"));\nconst res = await fetch('/relative');";
    let (read, problems) = all(text);
    assert_eq!(
        read.iter().map(url).collect::<Vec<_>>(),
        ["https://f.io", "https://g.io", "/relative"]
    );
    assert!(problems.is_empty());
    let (read, problems) = all("console.log('nothing')");
    assert_eq!((read.len(), problems.len()), (0, 1));
}

#[test]
fn a_call_that_is_cut_off_says_so() {
    let (read, problems) = all("fetch(\"https://x.io/a\", {\n  \"headers\": {\n    \"acc");
    assert_eq!(read[0].request.kept, Kept::Some(Why::Truncated));
    assert!(problems[0].message.contains("never closed"));
}

#[test]
fn the_text_says_that_it_calls_fetch() {
    for text in [
        "fetch(\"x\")",
        "await fetch('x')",
        "// a\n(await fetch (x))",
        "const t = 1;\nawait fetch('x')",
        "(async () => { await fetch('x') })()",
    ] {
        assert!(is("-", text), "{text}");
    }
    assert!(is("a.mjs", "import x from 'y'\nfetch('x')"));
    for text in ["curl https://x.io/fetch(", "fetchAll()", "git fetch(x)", "{\"a\":\"fetch(\"}"] {
        assert!(!is("-", text), "{text}");
    }
}

#[test]
fn every_beginning_of_a_text_is_read() {
    let text = "const é = `a${b.c?.d}\\u{e9}`; await fetch('h' + `://${é}`, {...x, 'a': [1,], \"headers\": new Headers([['a', \"\\x41\\\r\n\"]]), body: JSON.stringify({[k]: -1.5e3}, null, 2) }) /* é */";
    for (end, _) in text.char_indices() {
        all(&text[..end]);
        all(&text[end..]);
        is("-", &text[..end]);
    }
}

#[test]
fn deep_nesting_ends() {
    for open in ["(", "[", "{a:", "`${", "fetch(", "const a=", "const a=("] {
        all(&format!("fetch('https://x.io', {}", open.repeat(5_000)));
    }
}
