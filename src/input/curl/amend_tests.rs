//! What changes of query and body make of commands that people write.

use super::edit::corrected;
use super::edit_tests::{fixed, read};
use super::write::write;
use crate::fix::{BodyChange, Change, Filling, QueryChange};
use crate::input::Concealed;
use crate::source::Span;

fn drop(name: &str) -> QueryChange {
    QueryChange::Drop(name.into())
}

fn rename(from: &str, to: &str) -> QueryChange {
    QueryChange::Rename { from: from.into(), to: to.into() }
}

fn set(name: &str, value: &str) -> QueryChange {
    QueryChange::Set(name.into(), Filling::Value(value.into()))
}

fn query(script: &str, change: QueryChange) -> Option<String> {
    fixed(script, &[Change::Query(change)])
}

fn body(script: &str, change: BodyChange) -> Option<String> {
    fixed(script, &[Change::Body(change)])
}

#[test]
fn parameters_of_the_address_change_inside_its_quotes() {
    for (written, change, expected) in [
        ("curl 'https://h.com/a?b=1&c=2'", drop("b"), "curl 'https://h.com/a?c=2'"),
        ("curl \"https://h.com/a?b=1&c=$C\"", drop("c"), "curl \"https://h.com/a?b=1\""),
        ("curl \"https://h.com/a?b=$B&c=2\"", drop("b"), "curl \"https://h.com/a?c=2\""),
        ("curl https://h.com/a?b=1", drop("b"), "curl https://h.com/a"),
        ("curl https://h.com/a\\?b=1\\&c=2", drop("c"), "curl https://h.com/a\\?b=1"),
        ("curl 'https://h.com/a?b=1#f' -s", drop("b"), "curl 'https://h.com/a#f' -s"),
        ("curl 'https://h.com?b=1'", rename("b", "it's"), "curl 'https://h.com?it%27s=1'"),
        ("curl \"https://h.com/a?b=$B\"", rename("b", "_b"), "curl \"https://h.com/a?_b=$B\""),
        ("curl \"https://h.com/a?b=$B&c\"", set("b", "1"), "curl \"https://h.com/a?b=1&c\""),
        ("curl 'https://h.com/a?b=1&c'", set("d", "x y"), "curl 'https://h.com/a?b=1&c&d=x%20y'"),
        ("curl 'https://h.com/a?b=' -s", set("b", "1"), "curl 'https://h.com/a?b=1' -s"),
        ("curl https://h.com/a", set("b", "1"), "curl https://h.com/a'?b=1'"),
        ("curl 'https://h.com'", set("b", "1"), "curl 'https://h.com?b=1'"),
        ("curl 'https://h.com/a?'", set("b", "1"), "curl 'https://h.com/a?b=1'"),
        ("curl \"$BASE/a/$ID\"", set("b", "1"), "curl \"$BASE/a/$ID?b=1\""),
    ] {
        assert_eq!(query(written, change).as_deref(), Some(expected), "{written}");
    }
    assert_eq!(query("curl \"$URL\"", set("b", "1")), None);
    assert_eq!(query("Q='b=1&c=2'; curl \"https://h.com/a?$Q\"", drop("b")), None);
}

#[test]
fn parameters_of_options_change_where_they_stand() {
    for (written, change, expected) in [
        ("curl -G h.com -d b=1 -d 'c=2'", drop("b"), "curl -G h.com -d 'c=2'"),
        ("curl -G h.com -d 'b=1&c=2'", drop("c"), "curl -G h.com -d 'b=1'"),
        ("curl -G 'h.com?a=1' -d b=1", drop("a"), "curl -G 'h.com' -d b=1"),
        ("curl -G h.com -d b=1 -d b=2 -s", drop("b"), "curl -G h.com -s"),
        ("curl -G h.com -d b=1", rename("b", "c"), "curl -G h.com -d c=1"),
        (
            "curl -G h.com/x --data-urlencode \"b=$B\"",
            rename("b", "c"),
            "curl -G h.com/x --data-urlencode \"c=$B\"",
        ),
        (
            "curl -G h.com/x --data-urlencode 'b=a b'",
            set("b", "c d"),
            "curl -G h.com/x --data-urlencode 'b=c d'",
        ),
        ("curl 'h.com/x' --url-query b=1", drop("b"), "curl 'h.com/x'"),
        ("curl -G 'h.com/x' -d b=1", set("c", "2"), "curl -G 'h.com/x?c=2' -d b=1"),
    ] {
        assert_eq!(query(written, change).as_deref(), Some(expected), "{written}");
    }
}

#[test]
fn a_body_changes_inside_its_quotes() {
    let pointer =
        |pointer: &str, json: &str| BodyChange::Set { pointer: pointer.into(), json: json.into() };
    let gone = |pointer: &str| BodyChange::DropField(pointer.into());
    let renamed = |from: &str, to: &str| BodyChange::Rename { from: from.into(), to: to.into() };
    for (written, change, expected) in [
        ("curl h.com -d '{\"a\":1, \"b\":2}'", gone("/a"), "curl h.com -d '{\"b\":2}'"),
        (
            "curl h.com -d \"{\\\"a\\\":\\\"$A\\\",\\\"b\\\":2}\"",
            gone("/a"),
            "curl h.com -d \"{\\\"b\\\":2}\"",
        ),
        (
            "curl h.com -d \"{\\\"a\\\":[{\\\"b\\\":\\\"$B\\\"}]}\"",
            renamed("/a/0/b", "c"),
            "curl h.com -d \"{\\\"a\\\":[{\\\"c\\\":\\\"$B\\\"}]}\"",
        ),
        (
            "curl h.com -d '{\"a\":'\"$A\"',\"b\":1}'",
            pointer("/b", "\"it's\""),
            "curl h.com -d '{\"a\":'\"$A\"',\"b\":\"it'\\''s\"}'",
        ),
        (
            "curl h.com -d \"{\\\"a\\\":1}\"",
            pointer("/b", "\"x\""),
            "curl h.com -d \"{\\\"a\\\":1, \\\"b\\\": \\\"x\\\"}\"",
        ),
        ("curl h.com --json '{\"a\":1}'", BodyChange::Wrap, "curl h.com --json '[{\"a\":1}]'"),
        ("curl h.com -d '{“a”: 1}'", BodyChange::StraightenQuotes, "curl h.com -d '{\"a\": 1}'"),
        (
            "curl h.com -d \"{“a”: ‘it’}\"",
            BodyChange::StraightenQuotes,
            "curl h.com -d \"{\\\"a\\\": \\\"it\\\"}\"",
        ),
    ] {
        assert_eq!(body(written, change).as_deref(), Some(expected), "{written}");
    }
    assert_eq!(body("curl h.com -d ‘{\"a\":1}’", BodyChange::StraightenQuotes), None);
    assert_eq!(body("B='{\"a\":1}'; curl h.com -d \"$B\"", gone("/a")), None);
}

#[test]
fn a_call_goes_without_a_body_by_the_same_method() {
    for (written, expected) in [
        ("curl h.com -X DELETE -d ''", "curl h.com -X DELETE"),
        ("curl h.com \\\n  --json '{}' \\\n  -s", "curl -X POST h.com \\\n  -s"),
        ("curl h.com -XPUT --data-raw 'a' -d b", "curl h.com -XPUT"),
    ] {
        assert_eq!(body(written, BodyChange::Drop).as_deref(), Some(expected));
    }
    assert_eq!(body("curl -G h.com -d a=1", BodyChange::Drop), None);
}

#[test]
fn a_tidy_command_has_the_changes_too() {
    let exchange = read("curl \"$BASE/a?b=1&c=$C\" -X DELETE --json '{\"d\":[1]}'");
    let changes = [
        Change::Query(drop("b")),
        Change::Query(rename("c", "e")),
        Change::Query(set("f", "2")),
        Change::Body(BodyChange::Drop),
    ];
    let written = write(&exchange.request, &changes, &[]);
    assert!(written.starts_with("curl -X DELETE \"$BASE/a?e=$C&f=2\""), "{written}");
    assert!(!written.contains("--data"), "{written}");
    let written = write(&exchange.request, &[Change::Body(BodyChange::Wrap)], &[]);
    assert!(written.ends_with("--data-raw '[{\"d\":[1]}]'"), "{written}");
}

#[test]
fn no_part_of_a_secret_is_left_by_a_change_inside_it() {
    let script = "curl h.com -d '{“secret”: “abc”}'";
    let at = script.find('{').unwrap();
    let span = Span::new(at, script.len() - 1);
    let concealed = [Concealed { span, variable: "BODY".into() }];
    let changes = [Change::Body(BodyChange::StraightenQuotes)];
    assert_eq!(corrected(&read(script), &changes, &concealed), None);
    let written = write(&read(script).request, &changes, &concealed);
    assert!(written.contains("$BODY") && !written.contains("abc"), "{written}");
}
