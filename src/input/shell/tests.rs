//! What the reader makes of texts that people paste.

use std::sync::Arc;

use super::read;
use crate::exchange::{AccidentKind, Exchange, Origin, Sent};
use crate::input::{Item, Options};
use crate::source::{Problem, Source, Text};
use crate::truth::{Fact, Why};

pub(super) fn all(script: &str) -> (Vec<Exchange>, Vec<Problem>) {
    let options = Options::of(Origin::Pasted);
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    read(&Arc::new(Source::new("t.sh", script)), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

pub(super) fn one(script: &str) -> Exchange {
    all(script).0.remove(0)
}

pub(super) fn header(exchange: &Exchange, name: &str) -> Text {
    exchange.request.header(name).known().expect("the header is there").value.clone()
}

/// Every value that stands letter for letter in the source lies where its span says.
pub(super) fn check_spans(exchange: &Exchange) {
    let request = &exchange.request;
    let url = &request.url;
    let mut texts = vec![&request.method, &url.scheme, &url.host, &url.path];
    texts.extend(url.port.iter().chain(&url.query).chain(&url.user_info));
    texts.extend(request.headers.iter().flat_map(|header| [&header.name, &header.value]));
    if let Fact::Known(body) = &request.body {
        texts.push(body);
    }
    for text in texts {
        for (at, letter) in text.as_written().char_indices() {
            let span = text.span_of(at..at + letter.len_utf8());
            let in_hole = text.holes().iter().any(|hole| hole.range.contains(&at));
            let slice = exchange.source.slice(span);
            // What is decoded maps to its escape; what is not maps to itself.
            let decoded = slice.chars().count() != 1;
            assert!(in_hole || decoded || slice == letter.to_string(), "{slice} {letter}");
        }
    }
}

#[test]
fn every_value_knows_its_bytes() {
    let script = "curl -X PATCH 'https://u:p@api.frontegg.com:8443/a/b?c=d' \\\n -H \"A: it\\\"s é\" \\\r\n -HX-B:y --data-raw $'{\"a\\n\":\"\\u00e9\"}' -b \"s=1\"";
    let exchange = one(script);
    check_spans(&exchange);
    let source = &exchange.source;
    let url = &exchange.request.url;
    assert_eq!(source.slice(url.host.span()), "api.frontegg.com");
    assert_eq!(source.slice(url.path.span()), "/a/b");
    assert_eq!(source.slice(url.query.as_ref().unwrap().span()), "c=d");
    assert_eq!(source.slice(url.span), "https://u:p@api.frontegg.com:8443/a/b?c=d");
    assert_eq!(source.slice(exchange.request.method.span()), "PATCH");
    assert_eq!(header(&exchange, "a").as_written(), "it\"s é");
    assert_eq!(source.slice(header(&exchange, "a").span()), "it\\\"s é");
    assert_eq!(source.slice(header(&exchange, "x-b").span()), "y");
    assert_eq!(source.slice(header(&exchange, "cookie").span()), "s=1");
    assert_eq!(exchange.request.body.as_ref().known().unwrap().as_written(), "{\"a\n\":\"é\"}");
    assert_eq!(exchange.span.start, 0);
    assert_eq!(exchange.span.end, script.len());
}

#[test]
fn variables_are_known_where_the_text_sets_them() {
    let exchange = one("H=h.com\nU=\"https://$H\"; curl \"$U/a\" -H \"A: $NOPE\" -H \"B: ${H}x\"");
    assert_eq!(exchange.request.url.as_written(), "https://h.com/a");
    assert_eq!(header(&exchange, "b").as_written(), "h.comx");
    let hole = header(&exchange, "a");
    assert_eq!(hole.known(), Fact::Unknown(Why::Variable));
    assert_eq!(hole.holes()[0].name, "NOPE");
    assert_eq!(exchange.source.slice(hole.span()), "$NOPE");
}

#[test]
fn a_command_that_goes_on_as_in_windows_lacks_no_header() {
    let exchange = one("curl https://h.com/a ^\n  -H \"Authorization: Bearer x\"");
    assert!(exchange.request.header("authorization").is_unknown());
}

#[test]
fn what_may_not_have_run_is_not_known() {
    for script in [
        "T=x curl h.com -H \"A: $T\"",
        "if x; then T=a; fi; curl h.com -H \"A: $T\"",
        "f() { T=a; }; curl h.com -H \"A: $T\"",
        "x || T=a; curl h.com -H \"A: $T\"",
        "read -r T; curl h.com -H \"A: $T\"",
        "T=$(date); curl h.com -H \"A: $T\"",
    ] {
        assert!(header(&one(script), "a").known().is_unknown(), "{script}");
    }
}

#[test]
fn a_variable_knows_the_answer_it_was_taken_out_of() {
    let mint = "curl -d x https://h.com/mint";
    for (script, of) in [
        (format!("T=$({mint} | jq -r .token)\ncurl h.com -H \"A: $T\""), Some(1)),
        (format!("T=`{mint}`\ncurl h.com -H \"A: Bearer ${{T}}\""), Some(1)),
        (format!("export T=\"$({mint})\"; curl h.com -H \"A: $T\""), Some(1)),
        (format!("R=$({mint})\nT=$(echo \"$R\" | jq .t)\ncurl h.com -H \"A: $T\""), Some(1)),
        (format!("R=$({mint})\nT=$(jq .t <<<\"${{R}}\")\ncurl h.com -H \"A: $T\""), Some(1)),
        (format!("T=$({mint})\nA=\"Bearer $T\"\ncurl h.com -H \"A: $A\""), Some(1)),
        (format!("curl h.com -H \"A: Bearer $({mint} | jq -r .token)\""), Some(1)),
        (format!("T=$({mint})\nT=$({mint} -v)\ncurl h.com -H \"A: $T\""), Some(2)),
        (format!("T=$({mint})\nT=$(date)\ncurl h.com -H \"A: $T\""), None),
        (format!("T=$({mint})\nread -r T\ncurl h.com -H \"A: $T\""), None),
        (format!("if x; then T=$({mint}); fi; curl h.com -H \"A: $T\""), None),
        (format!("T=$({mint})\nR=$({mint})\nT=$T$R\ncurl h.com -H \"A: $T\""), None),
        (format!("{mint}\ncurl h.com -H \"A: $T\""), None),
    ] {
        let (exchanges, _) = all(&script);
        let last = exchanges.last().unwrap();
        let echo = last.echoes.first();
        assert_eq!(echo.map(|echo| echo.of), of, "{script}");
        if let Some(echo) = echo {
            assert!(header(last, "a").span().contains(echo.span), "{script}");
        }
    }
}

#[test]
fn a_command_inside_a_substitution_is_read_too() {
    let script = "TOKEN=$(curl -s -X POST https://api.frontegg.com/auth/vendor -d '{\"clientId\":\"x\"}' | jq -r .token)\ncurl https://api.frontegg.com/a -H \"Authorization: Bearer $TOKEN\"";
    let (exchanges, problems) = all(script);
    assert_eq!(exchanges.len(), 2);
    assert!(problems.is_empty());
    assert_eq!(exchanges[0].request.url.path.as_written(), "/auth/vendor");
    assert!(header(&exchanges[1], "authorization").known().is_unknown());
    assert_eq!(exchanges[1].number, 2);
}

#[test]
fn an_answer_below_belongs_to_the_command_above() {
    for (below, status) in [
        (
            "HTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\"errors\":[\"it's\"]}",
            Some(401),
        ),
        ("{\"errors\":[\"isn't\"]}", None),
        ("# -> HTTP 403  errorCode ER-00008", Some(403)),
    ] {
        let script = format!("curl https://h.com/a\n{below}\n\n$ curl https://h.com/b\n");
        let (exchanges, problems) = all(&script);
        assert_eq!(exchanges.len(), 2, "{below}");
        assert!(problems.is_empty());
        let response = exchanges[0].response.as_ref().known().expect("an answer");
        assert_eq!(response.status.known(), status);
        let body = response.body.as_ref().known().unwrap();
        assert_eq!(exchanges[0].source.slice(body.span()), body.as_written());
        assert!(exchanges[1].response.is_unknown());
    }
}

#[test]
fn prompts_and_prose_are_stepped_over() {
    let (exchanges, problems) =
        all("Here's what I ran, it doesn't work:\n\n$ curl 'https://h.com/a' \\\n> -H 'A: b'\n");
    assert!(problems.is_empty());
    assert_eq!(exchanges.len(), 1);
    assert_eq!(header(&exchanges[0], "a").as_written(), "b");
    let (none, problems) = all("it's nothing\n");
    assert!(none.is_empty());
    assert_eq!(problems.len(), 1);
    assert!(all("  \n").1.is_empty());
}

#[test]
fn an_open_quote_is_closed_where_it_was_meant_to_be() {
    let (exchanges, problems) = all("curl https://h.com/a -H 'A: b\n\ncurl https://h.com/c\n");
    assert_eq!(exchanges.len(), 2);
    assert_eq!(header(&exchanges[0], "a").as_written(), "b");
    assert!(matches!(exchanges[0].sent, Sent::No(_)));
    assert!(has_kind(&exchanges[0], AccidentKind::UnclosedQuote));
    assert_eq!(exchanges[1].sent, Sent::Yes);
    assert!(problems.is_empty());
    let (_, problems) = all("echo 'x\n\ncurl https://h.com/c\n");
    assert_eq!(problems[0].place.unwrap().column, 6);
}

fn has_kind(exchange: &Exchange, kind: AccidentKind) -> bool {
    exchange.accidents.iter().any(|accident| accident.kind == kind)
}

const ACCIDENTS: &[(&str, AccidentKind)] = &[
    ("curl https://h.com -H “A: b”", AccidentKind::TypographicQuotes),
    ("curl –X POST https://h.com -H 'A: b'", AccidentKind::DashNotHyphen),
    ("curl 'https://h.com?a=1&amp;b=2' -H 'A: b'", AccidentKind::HtmlEntity),
    ("curl https://h.com -H\u{a0}'A: b'", AccidentKind::InvisibleCharacter),
    ("curl https://h.com \\ \n -H 'A: b'", AccidentKind::BlankAfterBackslash),
    ("curl https://h.com \\\n # x\n -H 'A: b'", AccidentKind::CommentInContinuation),
    ("curl https://h.com\n -H 'A: b'", AccidentKind::MissingBackslash),
    ("curl https://h.com -H 'A: b' -d 'x", AccidentKind::UnclosedQuote),
    ("#!/bin/sh\ncurl https://h.com \\\r\n -H 'A: b'", AccidentKind::CrlfLineEnds),
    ("curl https://h.com -H 'x-a b' -H 'A: b'", AccidentKind::HeaderWithoutColon),
    ("curl https://h.com -H A: b", AccidentKind::UnquotedHeader),
    ("curl https://h.com?a=1&b=2 -H 'A: b'", AccidentKind::UnquotedAmpersand),
    ("curl https://h.com -d {\"a\":1} -H 'A: b'", AccidentKind::UnquotedJson),
    ("curl https://h.com -H 'A: b' -H 'B: $TOKEN'", AccidentKind::VariableInSingleQuotes),
    ("curl https://h.com/{id} -H 'A: b'", AccidentKind::BracesEatenByGlobbing),
    ("#!/bin/zsh\ncurl https://h.com?a -H 'A: b'", AccidentKind::ZshGlobbing),
    ("curl --sil https://h.com -H 'A: b'", AccidentKind::CurlOptionUnknown),
    ("curl https://h.com --head -d x -H 'A: b'", AccidentKind::CurlOptionsConflict),
];

#[test]
fn accidents_of_writing_are_noticed_and_the_call_is_read_as_it_was_meant() {
    for (script, kind) in ACCIDENTS {
        let (exchanges, problems) = all(script);
        let meant = exchanges.iter().find(|exchange| has_kind(exchange, *kind));
        let meant = meant.unwrap_or_else(|| panic!("{kind:?}: {script}"));
        assert_eq!(header(meant, "a").as_written(), "b", "{kind:?}: {script}");
        assert_eq!(meant.request.url.host.as_written(), "h.com", "{kind:?}");
        assert!(problems.is_empty());
        check_spans(meant);
    }
    assert_eq!(ACCIDENTS.len(), AccidentKind::ALL.len());
}

#[test]
fn a_repaired_command_has_no_accident_and_sends_what_was_meant() {
    for (script, kind) in ACCIDENTS {
        let (exchanges, _) = all(script);
        let meant = exchanges.iter().find(|exchange| has_kind(exchange, *kind)).unwrap();
        let repairs = meant.accidents.iter().flat_map(|accident| &accident.repair);
        let edits: Vec<crate::fix::Edit> = repairs
            .map(|one| crate::fix::Edit { span: one.span, text: one.text.clone() })
            .collect();
        if edits.is_empty() {
            continue;
        }
        let repaired = crate::fix::apply(script, &edits);
        let exchange = one(&repaired);
        assert!(exchange.accidents.is_empty(), "{kind:?}: {repaired}");
        assert_eq!(exchange.sent, Sent::Yes, "{repaired}");
        assert_eq!(exchange.request.url.as_written(), meant.request.url.as_written());
        assert_eq!(header(&exchange, "a").as_written(), "b");
    }
}

#[test]
fn what_looks_like_an_accident_and_is_none_is_left_alone() {
    for clean in [
        "curl 'https://h.com/a?b=1&c=2' \\\n  -H \"A: $T\" \\\n  -d '{\"$set\":\"it’s\"}' | jq .",
        "curl https://h.com/a -H 'A: b' -d '{\"a\":\"“x” &amp; \u{a0}y – $HOME\"}'",
        "curl https://h.com/a -H 'A: b'\n- a list\n-v\n",
        "curl https://h.com/a -H Accept: -H 'A: b'",
        "curl https://h.com/a?b=1 -H 'A: b' &\nsleep 1",
        "curl https://h.com/a -d {} -H 'A: b'",
        "curl https://h.com/a -H 'A: pa$SWORD' -u 'me:$TEN'",
        "curl https://h.com/a?b=* -H 'A: b'",
    ] {
        assert_eq!(one(clean).accidents, [], "{clean}");
    }
}

#[test]
fn a_loop_without_its_do_ends() {
    let (exchanges, _) = all("for i in 1 2 3; curl https://h.com/$i; done\ncurl https://h.com/b");
    assert_eq!(exchanges.last().unwrap().request.url.path.as_written(), "/b");
    assert!(exchanges.len() < 10);
}

#[test]
fn text_of_any_kind_does_no_harm() {
    let parts = [
        "curl ",
        "'",
        "\"",
        "$(",
        ")",
        "`",
        "\\",
        "\n",
        "${",
        "}",
        "<<EOF\n",
        "EOF\n",
        "-d @- ",
        "$'\\x",
        "é",
        "{a,[",
        "]",
        "https:",
        "//",
        "-H",
        " ",
        "for i in 1 2; do ",
        "done;",
        "\r\n",
        "HTTP/1.1 401 ",
        "{\"a\":",
        "#",
        "&",
        "|",
        "<",
        "T=",
        "--expand-url {{x}}",
        "\u{a0}",
        "“",
    ];
    let mut seed = 7_u64;
    for _ in 0..3_000 {
        let mut script = String::new();
        for _ in 0..12 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            script.push_str(parts[usize::try_from(seed >> 33).unwrap() % parts.len()]);
        }
        for exchange in all(&script).0 {
            assert!(exchange.span.end <= script.len());
            let _ = crate::input::curl::edit::corrected(&exchange, &[], &[]);
            let _ = crate::input::curl::write::write(&exchange.request, &[], &[]);
        }
    }
}

#[test]
fn deep_nesting_ends() {
    all(&"$(curl ".repeat(5_000));
    all(&"for i in 1 2 3; do ".repeat(50));
    all(&format!("curl {}", "{".repeat(10_000)));
}

#[test]
fn a_list_of_options_is_put_in_where_it_is_used() {
    let script = "h=(\n  # who\n  -H \"A: Bearer $T\"\n)\nh+=(-X PUT)\ncurl https://a.example \"${h[@]}\" -d 1";
    let exchange = one(script);
    assert_eq!(exchange.request.method.as_written(), "PUT");
    assert_eq!(header(&exchange, "a").as_written(), "Bearer $T");
    assert_eq!(header(&exchange, "a").holes()[0].name, "T");
    assert!(exchange.request.header("content-type").is_known());
}

#[test]
fn a_list_that_nobody_sets_may_hold_any_header() {
    let exchange = one("curl https://a.example \"${h[@]}\" -d 1");
    assert!(exchange.request.header("content-type").is_unknown());
    assert!(exchange.request.header("authorization").is_unknown());
}
