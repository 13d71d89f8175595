//! What changes do to `.http` files.

use super::tests::{all, one};
use super::*;
use crate::fix::{self, BodyChange, Change, Filling, QueryChange};
use crate::input::Concealed;

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

const FIXTURES: [&str; 4] = [
    include_str!("../../../fixtures/http/editor.http"),
    include_str!("../../../fixtures/http/ide.http"),
    include_str!("../../../fixtures/http/environments/calls.http"),
    include_str!("../../../fixtures/http/kinds.http"),
];

/// Everything that is sent, part by part.
fn parts(exchange: &Exchange) -> Vec<(String, String)> {
    let request = &exchange.request;
    let text = |text: &Text| text.as_written().to_owned();
    let mut parts = vec![
        ("method".to_owned(), text(&request.method)),
        ("host".to_owned(), text(&request.url.host)),
        ("path".to_owned(), text(&request.url.path)),
        ("query".to_owned(), format!("{:?}", request.url.query.as_ref().map(text))),
        ("body".to_owned(), format!("{:?}", request.body.as_ref().map(text))),
        ("answer".to_owned(), format!("{:?}", exchange.response.as_ref().map(|r| r.status))),
    ];
    parts.extend(request.headers.iter().map(|h| (text(&h.name), text(&h.value))));
    parts
}

/// The lines that are in one text only.
fn changed_lines(old: &str, new: &str) -> usize {
    let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(old), lines(new));
    let same = |pair: &(&String, &String)| pair.0 == pair.1;
    let start = old.iter().zip(&new).take_while(same).count();
    let rest = (old[start..].iter().rev()).zip(new[start..].iter().rev());
    let end = rest.take_while(same).count();
    (old.len() - start - end).max(new.len() - start - end)
}

#[test]
fn a_change_leaves_all_else_of_every_fixture_byte_for_byte() {
    let changes = [
        (set_host("changed.io"), "host"),
        (set("X-New", "1"), "X-New"),
        (set("frontegg-tenant-id", "new"), "frontegg-tenant-id"),
        (Change::DropHeader("authorization".to_owned()), "Authorization"),
        (Change::SetMethod("PUT".to_owned()), "method"),
        (Change::SetPath("/changed".to_owned()), "path"),
        (set_query("_limit", "99")[0].clone(), "query"),
    ];
    let mut done = 0;
    for fixture in FIXTURES.iter().flat_map(|text| [(*text).to_owned(), text.replace('\n', "\r\n")])
    {
        let before = all(&fixture);
        for ((at, exchange), (change, part)) in
            before.iter().enumerate().flat_map(|one| changes.iter().map(move |c| (one, c)))
        {
            let there = std::slice::from_ref(change);
            if exchange.format != Format::HttpFile {
                continue;
            }
            let Some(edits) = edits(exchange, there, &[]) else { continue };
            let text = fix::apply(&fixture, &edits);
            let after = all(&text);
            assert_eq!(after.len(), before.len(), "{text}");
            let other =
                |(number, one): &(usize, &Exchange)| *number != at || one.format != exchange.format;
            let rest = |all: &[Exchange]| -> Vec<_> {
                all.iter().enumerate().filter(other).map(|(_, one)| parts(one)).collect()
            };
            assert_eq!(rest(&after), rest(&before), "{text}");
            let kept = |one: &Exchange| -> Vec<_> {
                parts(one)
                    .into_iter()
                    .filter(|(name, _)| !name.eq_ignore_ascii_case(part))
                    .collect()
            };
            assert_eq!(kept(&after[at]), kept(exchange), "{part}\n{text}");
            assert!(changed_lines(&fixture, &text) <= 3, "{part}\n{text}");
            assert_eq!(fixture.contains("\r\n"), text.contains("\r\n"));
            assert!(!fixture.contains("\r\n") || !text.replace("\r\n", "").contains('\n'));
            done += 1;
        }
    }
    assert!(done > 60, "{done}");
}
