//! What the reader makes of whole scripts: what is left open, pastes, loops, calls of others.

use super::tests::{all, check_spans, header, one};
use crate::exchange::{Accident, AccidentKind, Exchange};

fn paths(script: &str) -> Vec<String> {
    let path = |exchange: &Exchange| exchange.request.url.path.as_written().to_owned();
    all(script).0.iter().map(path).collect()
}

#[test]
fn what_is_left_open_loses_no_command_behind_it() {
    for (script, column) in [
        ("curl https://h.com/a -H 'A: b\ncurl https://h.com/b -H 'C: d'\ncurl https://h.com/c", 25),
        ("curl https://h.com/a -H \"A: b\ncurl https://h.com/b\ncurl https://h.com/c\n", 25),
        ("curl https://h.com/a -d $'A\n# next\ncurl https://h.com/b\ncurl https://h.com/c", 26),
        ("curl https://h.com/a -H \"$(date\nX=1\ncurl https://h.com/b\ncurl https://h.com/c", 25),
        ("curl https://h.com/a `x\ncurl https://h.com/b\ncurl https://h.com/c", 22),
        ("curl https://h.com/a -d @- <<EOF\n{}\ncurl https://h.com/b\ncurl https://h.com/c", 28),
        ("{ curl https://h.com/a\ncurl https://h.com/b\ncurl https://h.com/c", 1),
        ("for i in 1; do curl https://h.com/a\ncurl https://h.com/b\ncurl https://h.com/c", 1),
        ("f() {\ncurl https://h.com/a\ncurl https://h.com/b\ncurl https://h.com/c", 5),
        ("if x; then curl https://h.com/a\ncurl https://h.com/b\ncurl https://h.com/c", 1),
        (
            "X=(curl https://h.com/a\nY=(\ncurl https://h.com/a\ncurl https://h.com/b\ncurl https://h.com/c",
            3,
        ),
    ] {
        let (exchanges, problems) = all(script);
        assert_eq!(paths(script), ["/a", "/b", "/c"], "{script}");
        let lost = problems.iter().any(|problem| problem.place.unwrap().column == column);
        // A quote whose end can be guessed is an accident, and no loss.
        let meant = |accident: &Accident| accident.kind == AccidentKind::UnclosedQuote;
        let noticed = exchanges.iter().flat_map(|one| &one.accidents).any(meant);
        assert!(lost || noticed, "{script}");
    }
}

#[test]
fn prose_with_the_words_of_a_shell_is_no_block() {
    for script in [
        "if I run this it fails:\n\ncurl https://h.com/a",
        "for more see (the docs\n\ncurl https://h.com/a",
        "while I wait\ncurl https://h.com/a",
        "in case of doubt\ncase closed\ncurl https://h.com/a",
    ] {
        assert_eq!(paths(script), ["/a"], "{script}");
        assert!(all(script).1.is_empty(), "{script}");
    }
}

#[test]
fn a_paste_of_a_terminal_holds_answers_between_its_prompts() {
    let paste = "me@box:~$ export T=x\nme@box:~$ curl https://h.com/a -H \"A: $T\"\nit's \"fine\n  % Total\nT=y\nme@box:~$ curl https://h.com/b -d '{\n> \"a\": 1\n> }' -H \"A: $T\"\n";
    let (exchanges, problems) = all(paste);
    assert!(problems.is_empty());
    assert_eq!(exchanges.len(), 2);
    assert_eq!(header(&exchanges[1], "a").as_written(), "x");
    let body = exchanges[1].request.body.as_ref().known().unwrap();
    assert_eq!(body.as_written(), "{\n\"a\": 1\n}");
    check_spans(&exchanges[1]);
}

#[test]
fn a_call_that_others_make_is_told_and_not_read() {
    for script in [
        "xargs -n1 curl https://h.com/a",
        "ssh host 'curl https://h.com/a'",
        "docker exec x curl https://h.com/a",
        "kubectl exec pod -- curl -s https://h.com/a",
        "bash -c \"curl https://h.com/$X\"",
        "eval \"curl $X\"",
        "alias c='curl -s'",
        "trap 'curl https://h.com/a' EXIT",
        "with_retry 3 curl -s https://h.com/a",
        "$CMD https://h.com/a",
    ] {
        let (exchanges, problems) = all(script);
        assert!(exchanges.is_empty(), "{script}");
        assert_eq!(problems.len(), 1, "{script}");
        assert_eq!(problems[0].kind, crate::source::ProblemKind::Skipped, "{script}");
    }
    let quiet = "which curl; apt-get install -y curl jq\necho run curl https://h.com/a\ncurl h.com";
    assert!(all(quiet).1.is_empty());
}

#[test]
fn what_a_sourced_file_may_change_is_not_known() {
    let exchange = one("T=a\nsource ./env\ncurl h.com -H \"A: $T\"");
    assert!(header(&exchange, "a").known().is_unknown());
}

#[test]
fn a_value_with_a_variable_in_it_keeps_the_rest() {
    let exchange = one("A=\"Authorization: Bearer $TOKEN\"\ncurl h.com -H \"$A\"");
    let value = header(&exchange, "authorization");
    assert_eq!(value.as_written(), "Bearer $TOKEN");
    assert_eq!(value.holes()[0].name, "TOKEN");
}

#[test]
fn loops_in_loops_and_calls_in_calls_end() {
    let call = |n| format!("f{}() {{ f{n}; f{n}; }}\n", n + 1);
    let calls: Vec<String> = (0..20).map(call).collect();
    let calls = calls.concat();
    all(&format!("f0() {{ curl h.com; }}\n{calls}f20\n"));
    all("f() { f; curl h.com; f; }; f");
    all("while [ 1 = 1 ]; do curl h.com; done");
    all(&format!("{}curl h.com", "while [ 1 = 1 ]; do for i in {1..900}; do ".repeat(9)));
    all(&"f() { if x; then $(f".repeat(400));
}
