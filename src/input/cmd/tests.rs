//! What the reader makes of commands of the Windows console.

use std::sync::Arc;

use super::{is, read};
use crate::exchange::{Exchange, Origin, Sent};
use crate::input::{Item, Options};
use crate::source::{Problem, Source};
use crate::truth::{Fact, Why};

fn all(name: &str, text: &str) -> (Vec<Exchange>, Vec<Problem>) {
    let options = Options::of(Origin::Pasted);
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    read(&Arc::new(Source::new(name, text)), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

fn one(text: &str) -> Exchange {
    all("-", text).0.remove(0)
}

fn header(exchange: &Exchange, name: &str) -> String {
    let header = exchange.request.header(name).known().expect("the header is there");
    header.value.as_written().to_owned()
}

fn body(exchange: &Exchange) -> &str {
    exchange.request.body.as_ref().known().expect("there is a body").as_written()
}

fn url(exchange: &Exchange) -> String {
    exchange.request.url.as_written()
}

#[test]
fn a_caret_escapes_a_quote_and_joins_lines() {
    let read = one(
        "curl --url ^\"https://api.frontegg.com/a?b=c^&d=^%^20e^\" ^\r\n  -H ^\"x: a^\\^\"b^\\^\"^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":1^}^\"",
    );
    assert_eq!(url(&read), "https://api.frontegg.com/a?b=c&d=%20e");
    assert_eq!(header(&read, "x"), "a\"b\"");
    assert_eq!(body(&read), "{\"a\":1}");
    assert_eq!(read.request.method.as_written(), "POST");
}

#[test]
fn a_doubled_line_break_behind_a_caret_is_one() {
    let read = one("curl https://x.io -d ^\"a^\n\nb^\r\n\r\nc^\"");
    assert_eq!(body(&read), "a\nb\nc");
}

#[test]
fn inside_quotes_a_caret_and_an_ampersand_are_letters() {
    let read = one("curl \"https://x.io/?a=1&b=^2\" -d \"{\\\"a\\\":1}\" > out.json 2>&1");
    assert_eq!(url(&read), "https://x.io/?a=1&b=^2");
    assert_eq!(body(&read), "{\"a\":1}");
}

#[test]
fn outside_quotes_an_ampersand_ends_the_command() {
    let (read, _) = all("-", "curl https://x.io/?a=1&b=2 & curl https://y.io&&curl https://z.io");
    let urls: Vec<_> = read.iter().map(url).collect();
    assert_eq!(urls, ["https://x.io/?a=1", "https://y.io", "https://z.io"]);
}

#[test]
fn single_quotes_are_sent_and_group_nothing() {
    let read = one("curl https://x.io -d '{\"a\":1}'");
    assert_eq!(body(&read), "'{a:1}'");
    let refused = "curl: URL rejected: Bad hostname".to_owned();
    assert_eq!(one("curl 'https://x.io'").sent, Sent::No(refused));
}

#[test]
fn variables_that_the_text_sets_are_known() {
    let text = "@echo off\nset HOST=https://api.frontegg.com\nset \"TENANT=t 1\"\ncurl \"%host%/a\" -H \"frontegg-tenant-id: %TENANT%\" -H \"Authorization: Bearer %TOKEN%\"\n";
    let read = &all("a.bat", text).0[0];
    assert_eq!(url(read), "https://api.frontegg.com/a");
    assert_eq!(header(read, "frontegg-tenant-id"), "t 1");
    let token = &read.request.header("authorization").known().unwrap().value;
    assert_eq!(token.known(), Fact::Unknown(Why::Variable));
    assert_eq!(token.holes()[0].name, "TOKEN");
    assert_eq!(read.source.slice(token.span()), "Bearer %TOKEN%");
}

#[test]
fn what_may_not_have_been_set_is_open() {
    for set in ["set /p A=", "if x==y (\nset A=1\n)", "if x==y set A=1", "dir || set A=1"] {
        let read = &all("a.bat", &format!("{set}\ncurl https://x.io/%A%")).0[0];
        assert_eq!(read.request.url.path.known(), Fact::Unknown(Why::Variable), "{set}");
    }
}

#[test]
fn a_percent_sign_is_doubled_in_files_and_typed_once() {
    assert_eq!(url(&one("curl \"https://x.io/?a=%C3%A9%20b\"")), "https://x.io/?a=%C3%A9%20b");
    let read = &all("a.bat", "curl \"https://x.io/?a=%%20b\"").0[0];
    assert_eq!(url(read), "https://x.io/?a=%20b");
    let read = &all("a.bat", "curl \"https://x.io/?a=%1\"").0[0];
    assert!(read.request.url.query.as_ref().unwrap().known().is_unknown());
}

#[test]
fn comments_labels_prompts_and_answers_are_no_commands() {
    let text = "REM curl https://a.io\n:: curl https://b.io\n:curl\nC:\\Users\\me>curl https://c.io\n{\"errors\":[\"no\"]}\n";
    let (read, problems) = all("-", text);
    assert_eq!(read.iter().map(url).collect::<Vec<_>>(), ["https://c.io"]);
    assert!(read[0].response.is_known());
    assert!(problems.is_empty());
}

#[test]
fn commands_run_by_others_are_read() {
    for text in [
        "for /f \"delims=\" %%i in ('curl -s https://x.io/a ^| jq -r .token') do set T=%%i",
        "if exist a (\n  curl https://x.io/a\n) else (\n  dir\n)",
        "call C:\\Windows\\System32\\curl.exe https://x.io/a",
        "@curl https://x.io/a",
    ] {
        let (read, _) = all("a.cmd", text);
        assert_eq!(read.iter().map(url).collect::<Vec<_>>(), ["https://x.io/a"], "{text}");
    }
}

#[test]
fn a_delayed_variable_is_one_only_where_that_is_switched_on() {
    let on = "setlocal EnableDelayedExpansion\ncurl https://x.io/!A!";
    assert!(all("a.bat", on).0[0].request.url.path.known().is_unknown());
    assert_eq!(url(&one("curl https://x.io/!A!")), "https://x.io/!A!");
}

#[test]
fn the_text_says_that_it_is_for_the_console() {
    assert!(is("-", "curl ^\"https://x.io^\""));
    assert!(is("-", "curl \"https://x.io\" ^\r\n  -H \"a: b\""));
    assert!(is("a.bat", "@echo off\ncurl https://x.io -d \"{\\\"a\\\":1}\""));
    assert!(is("-", "C:\\Users\\me>curl https://x.io"));
    assert!(!is("-", "curl -X POST https://x.io -d \"{\\\"a\\\":1}\""));
    assert!(!is("a.sh", "curl 'https://x.io/?a^b' \\\n -H 'a: b'"));
    assert!(!is("a.bat", "echo hello"));
}

#[test]
fn every_beginning_of_a_text_is_read() {
    let text =
        "C:\\a>set \"A=é\"&curl ^\"%A%^\\^\"!x!%%^\r\n\r\n\" (2>&1 <\"a b\" %A:~0,2%) || rem";
    for (end, _) in text.char_indices() {
        for name in ["a.bat", "-"] {
            all(name, &text[..end]);
            is(name, &text[..end]);
        }
    }
}
