//! What edits make of commands that people write.

use std::sync::Arc;

use super::edit::{corrected, edits};
use super::write::write;
use crate::exchange::{Exchange, Origin};
use crate::fix::{BodyChange, Change, Filling};
use crate::input::{Concealed, Item, Options, shell};
use crate::source::{Source, Span};
use crate::truth::Fact;

pub(super) fn read(script: &str) -> Exchange {
    let options = Options::of(Origin::Pasted);
    let mut found = None;
    shell::read(&Arc::new(Source::new("t.sh", script)), &options, &mut |item| {
        if let Item::Exchange(exchange) = item {
            found.get_or_insert(*exchange);
        }
    });
    found.expect("a curl command")
}

pub(super) fn fixed(script: &str, changes: &[Change]) -> Option<String> {
    corrected(&read(script), changes, &[])
}

fn header(name: &str, value: &str) -> Change {
    Change::SetHeader(name.into(), Filling::Value(value.into()))
}

fn variable(name: &str) -> Change {
    let filling = Filling::Variable { before: "Bearer ".into(), name: name.into() };
    Change::SetHeader("authorization".into(), filling)
}

#[test]
fn a_new_host_replaces_only_the_bytes_of_the_host() {
    let host = Change::SetHost(Filling::Value("api.us.frontegg.com".into()));
    for (written, expected) in [
        ("curl 'https://api.frontegg.com/a' | jq .", "curl 'https://api.us.frontegg.com/a'"),
        ("curl https://api.frontegg.com:8443/a", "curl https://api.us.frontegg.com:8443/a"),
        (
            "curl -H 'Host: api.frontegg.com' https://x/a",
            "curl -H 'Host: api.us.frontegg.com' https://x/a",
        ),
    ] {
        assert_eq!(fixed(written, std::slice::from_ref(&host)).as_deref(), Some(expected));
    }
    assert_eq!(fixed("B=https://h.com; curl $B/a", &[host]), None);
}

#[test]
fn a_new_header_looks_like_its_neighbours() {
    let tenant = [header("frontegg-tenant-id", "t-1")];
    for (written, expected) in [
        ("curl https://h.com/a | jq .", "curl https://h.com/a -H 'frontegg-tenant-id: t-1'"),
        (
            "curl https://h.com/a > out -s",
            "curl https://h.com/a -H 'frontegg-tenant-id: t-1' > out -s",
        ),
        ("curl \"https://h.com/a\"", "curl \"https://h.com/a\" -H \"frontegg-tenant-id: t-1\""),
        (
            "curl --url 'https://h.com/a' \\\r\n  --header \"a: b\" \\\r\n  --data x",
            "curl --url 'https://h.com/a' \\\r\n  --header \"a: b\" \\\r\n  --header \"frontegg-tenant-id: t-1\" \\\r\n  --data x",
        ),
        (
            "curl 'https://h.com/a' \\\n\t-X POST",
            "curl 'https://h.com/a' \\\n\t-H 'frontegg-tenant-id: t-1' \\\n\t-X POST",
        ),
    ] {
        assert_eq!(fixed(written, &tenant).as_deref(), Some(expected));
    }
    assert_eq!(fixed("curl -s -- https://h.com/a", &tenant), None);
}

#[test]
fn a_value_with_a_variable_expands() {
    for (written, expected) in [
        (
            "curl h.com -H 'Authorization: x'",
            "curl h.com -H \"Authorization: Bearer $VENDOR_TOKEN\"",
        ),
        ("curl h.com -H Authorization:x", "curl h.com -H \"Authorization:Bearer $VENDOR_TOKEN\""),
        (
            "curl h.com -H \"Authorization: x$Y\"",
            "curl h.com -H \"Authorization: Bearer $VENDOR_TOKEN\"",
        ),
        ("curl h.com", "curl h.com -H \"authorization: Bearer $VENDOR_TOKEN\""),
    ] {
        assert_eq!(fixed(written, &[variable("VENDOR_TOKEN")]).as_deref(), Some(expected));
    }
}

#[test]
fn what_is_kept_is_not_touched() {
    let kept = |before: &str, from| {
        [Change::SetHeader("Authorization".into(), Filling::Kept { before: before.into(), from })]
    };
    assert_eq!(
        fixed("curl h.com -H \"Authorization: $T\"", &kept("Bearer ", 0)).as_deref(),
        Some("curl h.com -H \"Authorization: Bearer $T\"")
    );
    assert_eq!(
        fixed("curl h.com -H 'Authorization: Bearer Bearer abc'", &kept("", 7)).as_deref(),
        Some("curl h.com -H 'Authorization: Bearer abc'")
    );
}

#[test]
fn headers_go_and_change_their_names() {
    let drop = |name: &str| [Change::DropHeader(name.into())];
    for (written, name, expected) in [
        ("curl h.com \\\n  -H 'a: b' \\\n  -H 'c: d'", "a", "curl h.com \\\n  -H 'c: d'"),
        ("curl h.com -H'a: b' -s", "a", "curl h.com -s"),
        ("curl -u a:b h.com", "authorization", "curl h.com"),
        ("curl https://u:p@h.com/", "authorization", "curl https://h.com/"),
        ("curl h.com -d x", "content-type", "curl h.com -H 'content-type:' -d x"),
    ] {
        assert_eq!(fixed(written, &drop(name)).as_deref(), Some(expected), "{written}");
    }
    let rename = Change::RenameHeader { from: "tenant".into(), to: "frontegg-tenant-id".into() };
    assert_eq!(
        fixed("curl h.com -H \"tenant: $T\"", &[rename]).as_deref(),
        Some("curl h.com -H \"frontegg-tenant-id: $T\"")
    );
}

#[test]
fn paths_schemes_methods_and_fields_change_in_place() {
    let path = |to: &str| [Change::SetPath(to.into())];
    for (written, changes, expected) in [
        ("curl \"https://h.com/frontegg/x/$ID\"", path("/x/$ID"), "curl \"https://h.com/x/$ID\""),
        ("curl 'https://h.com/a?b=c'", path("/a/v1"), "curl 'https://h.com/a/v1?b=c'"),
        ("curl https://h.com", path("/a"), "curl https://h.com/a"),
        ("curl http://h.com", [Change::SetScheme("https".into())], "curl https://h.com"),
        ("curl 'h.com/a'", [Change::SetScheme("https".into())], "curl 'https://h.com/a'"),
        ("curl -XPUT h.com", [Change::SetMethod("PATCH".into())], "curl -XPATCH h.com"),
        ("curl h.com -d x", [Change::SetMethod("PUT".into())], "curl -X PUT h.com -d x"),
        (
            "curl h.com -d \"{\\\"clientid\\\":{\\\"secret\\\":1},\\\"secret\\\":2}\"",
            [Change::Body(BodyChange::Rename { from: "secret".into(), to: "key".into() })],
            "curl h.com -d \"{\\\"clientid\\\":{\\\"secret\\\":1},\\\"key\\\":2}\"",
        ),
    ] {
        assert_eq!(fixed(written, &changes).as_deref(), Some(expected), "{written}");
    }
}

#[test]
fn a_value_is_escaped_for_the_quotes_it_stands_in() {
    for (written, expected) in [
        ("curl h.com -H 'a: x'", "curl h.com -H 'a: it'\\''s \"$1\"'"),
        ("curl h.com -H \"a: x\"", "curl h.com -H \"a: it's \\\"\\$1\\\"\""),
    ] {
        let done = fixed(written, &[header("a", "it's \"$1\"")]).unwrap();
        assert_eq!(done, expected);
        let again = read(&done);
        assert_eq!(again.request.headers[0].value.as_written(), "it's \"$1\"");
    }
}

fn concealed(script: &str) -> Vec<Concealed> {
    script
        .match_indices("SECRET")
        .map(|(at, word)| Concealed { span: Span::new(at, at + word.len()), variable: "V".into() })
        .collect()
}

#[test]
fn a_secret_stands_as_a_variable_that_expands() {
    for (written, expected) in [
        ("curl h.com -H 'A: Bearer SECRET'", "curl h.com -H \"A: Bearer $V\""),
        ("curl h.com -H \"A: SECRETx\"", "curl h.com -H \"A: ${V}x\""),
        ("curl h.com -u a:SECRET", "curl h.com -u \"a:$V\""),
        ("curl h.com -d '{\"s\":\"SECRET\"}'", "curl h.com -d '{\"s\":\"'\"$V\"'\"}'"),
        ("curl h.com -d $'\\nSECRET'", "curl h.com -d $'\\n'\"$V\"$''"),
    ] {
        let done = corrected(&read(written), &[], &concealed(written));
        assert_eq!(done.as_deref(), Some(expected));
    }
    let written = "curl h.com -H 'Authorization: SECRET'";
    let done = corrected(&read(written), &[variable("T")], &concealed(written));
    assert_eq!(done.as_deref(), Some("curl h.com -H \"Authorization: Bearer $T\""));
}

#[test]
fn edits_lie_in_the_whole_source() {
    let script = "# first\ncurl https://h.com/a\n";
    let done = edits(&read(script), &[Change::SetPath("/b".into())], &[]).unwrap();
    assert_eq!(crate::fix::apply(script, &done), "# first\ncurl https://h.com/b\n");
}

/// Everything in a value that some shell takes for something else.
const ODD: &[&str] = &[
    "plain",
    "it's",
    "\"q\"",
    "a\\b\\",
    "line\nbreak",
    "wow!",
    "$HOME",
    "`id`",
    "$(id)",
    "é😀",
    "@file",
    "a\tb",
    "100%",
    "{a,b}",
    "[1-3]",
    "# x",
    "'\\''",
    "\\n",
    "!!",
    "a;b&c|d",
    "~",
    "-d",
];

#[test]
fn what_is_written_reads_back_as_the_same_request() {
    for odd in ODD {
        for method in ["GET", "POST", "DELETE"] {
            let quoted = odd.replace('\'', "'\\''");
            let body =
                if method == "GET" { String::new() } else { format!(" --data-raw '{quoted}'") };
            let name = "-H 'Content-Type: application/json'";
            let script = format!(
                "curl -g -X {method} 'https://h.com/a?b={{c}}' -H 'x: <{quoted}>' {name}{body}"
            );
            let first = read(&script);
            let written = write(&first.request, &[], &[]);
            let again = read(&written);
            assert_eq!(shown(&first), shown(&again), "{written}");
        }
    }
}

#[test]
fn a_written_command_is_tidy_and_hides_secrets() {
    let script =
        "curl -s \"$BASE/auth/vendor\" -d '{\"s\":\"SECRET\"}' -H 'priority: u=1' --json ''";
    let written = write(&read(script).request, &[header("x", "y")], &concealed(script));
    assert_eq!(
        written,
        "curl \"$BASE/auth/vendor\" \\\n  -H 'priority: u=1' \\\n  -H 'Content-Type: application/json' \\\n  -H 'Accept: application/json' \\\n  -H 'x: y' \\\n  --data-raw \"{\\\"s\\\":\\\"$V\\\"}\""
    );
}

fn shown(exchange: &Exchange) -> (String, String, Vec<String>, String) {
    let request = &exchange.request;
    let body = match &request.body {
        Fact::Known(text) => text.as_written(),
        Fact::Absent | Fact::Unknown(_) => "-",
    };
    let headers = request.headers.iter();
    let line =
        |h: &crate::exchange::Header| format!("{}={}", h.name.as_written(), h.value.as_written());
    (
        request.method.as_written().to_owned(),
        request.url.as_written(),
        headers.map(line).collect(),
        body.to_owned(),
    )
}
