//! Calls of wget, `HTTPie` and xh are read where they are plain.

use std::sync::Arc;

use frontegg_lint::exchange::{Exchange, Origin};
use frontegg_lint::input::{Item, Options, as_curl, edits, shell};
use frontegg_lint::source::Source;
use frontegg_lint::truth::Fact;

fn read(script: &str) -> (Vec<Exchange>, Vec<String>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let source = Arc::new(Source::new("calls.sh", script));
    shell::read(&source, &Options::of(Origin::Written), &mut |item| match item {
        Item::Exchange(exchange) => found.push(*exchange),
        Item::Problem(problem) => problems.push(problem.message),
        Item::Recorder(_) => {}
    });
    (found, problems)
}

/// The method and the address, the headers, and the body on the last line.
fn shown(script: &str) -> String {
    let (found, problems) = read(script);
    assert_eq!(problems, Vec::<String>::new(), "{script}");
    let [exchange] = found.as_slice() else { panic!("{} calls: {script}", found.len()) };
    let request = &exchange.request;
    let mut lines = vec![format!("{} {}", request.method.as_written(), request.url.as_written())];
    lines.extend(
        request
            .headers
            .iter()
            .map(|h| format!("{}: {}", h.name.as_written(), h.value.as_written())),
    );
    lines.push(match &request.body {
        Fact::Known(body) => body.as_written().to_owned(),
        Fact::Absent => "-".to_owned(),
        Fact::Unknown(why) => why.word().to_owned(),
    });
    lines.join("\n")
}

#[test]
fn wget_fetches_and_posts() {
    assert_eq!(
        shown("wget -qO- --header='frontegg-tenant-id: t' -U x api.frontegg.com/a?b={c}"),
        "GET http://api.frontegg.com/a?b=%7Bc%7D\nfrontegg-tenant-id: t\nUser-Agent: x\n-"
    );
    assert_eq!(
        shown("wget --post-data 'a=1' --header 'Content-Type: text/x' https://api.frontegg.com"),
        "POST https://api.frontegg.com/\nContent-Type: text/x\na=1"
    );
    assert_eq!(
        shown("wget --method=PUT --body-data=x -nv https://api.frontegg.com/a -O f"),
        "PUT https://api.frontegg.com/a\nContent-Type: application/x-www-form-urlencoded\nx"
    );
    assert_eq!(
        shown("wget --post-file body.json https://api.frontegg.com/a"),
        "POST https://api.frontegg.com/a\nContent-Type: application/x-www-form-urlencoded\nnot-recorded"
    );
}

#[test]
fn httpie_builds_json_forms_and_queries() {
    let json = "Content-Type: application/json\nAccept: application/json, */*;q=0.5";
    assert_eq!(
        shown("http post https://api.frontegg.com/a X-A:b name='a \"b\"' n:=[1,2] page==x\\ y"),
        format!(
            "POST https://api.frontegg.com/a?page=x+y\nX-A: b\n{json}\n{{\"name\": \"a \\\"b\\\"\", \"n\": [1,2]}}"
        )
    );
    assert_eq!(
        shown("https -f api.frontegg.com/a a='b c'"),
        "POST https://api.frontegg.com/a\nContent-Type: application/x-www-form-urlencoded; charset=utf-8\na=b+c"
    );
    assert_eq!(
        shown("xh --raw '{}' PUT https://api.frontegg.com/a"),
        format!("PUT https://api.frontegg.com/a\n{json}\n{{}}")
    );
    assert_eq!(
        shown("echo -n '{\"q\":1}' | http https://api.frontegg.com/a Accept:"),
        "POST https://api.frontegg.com/a\nContent-Type: application/json\n{\"q\":1}"
    );
    assert_eq!(
        shown("http -A bearer -a \"$TOKEN\" https://api.frontegg.com/a X-E\\;"),
        "GET https://api.frontegg.com/a\nX-E: \nAuthorization: Bearer $TOKEN\n-"
    );
    assert_eq!(
        shown("http -a u:p :3000/a f@file.txt"),
        "POST http://localhost:3000/a\nContent-Type: multipart/form-data\nAuthorization: Basic dTpw\nnot-recorded"
    );
}

#[test]
fn a_variable_stays_a_variable() {
    let (found, _) = read("http https://api.frontegg.com/auth/vendor clientId=a secret=\"$S\"");
    let body = found[0].request.body.as_ref().known().unwrap();
    assert_eq!(body.as_written(), "{\"clientId\": \"a\", \"secret\": \"$S\"}");
    assert_eq!(body.holes()[0].name, "S");
}

#[test]
fn what_is_not_plain_is_skipped_and_said() {
    for script in [
        "wget -r https://api.frontegg.com/a",
        "wget --input-file=urls.txt",
        "wget --header nonsense https://api.frontegg.com/a",
        "http https://api.frontegg.com/a a[b]=c",
        "http https://api.frontegg.com/a :=@x a:=@file.json",
        "http --unknown https://api.frontegg.com/a",
        "http",
    ] {
        let (found, problems) = read(script);
        assert!(found.is_empty() && problems.len() == 1, "{script}: {problems:?}");
    }
}

#[test]
fn the_words_of_other_clients_are_not_edited() {
    let (found, _) = read("http DELETE https://api.frontegg.com/a X-A:b");
    let change = frontegg_lint::fix::Change::SetMethod("GET".to_owned());
    assert_eq!(edits(&found[0], std::slice::from_ref(&change), &[]), None);
    let curl = "curl 'https://api.frontegg.com/a' \\\n  -H 'X-A: b'";
    assert_eq!(as_curl(&found[0], &[change], &[]), curl);
}

#[test]
fn no_beginning_of_a_call_makes_the_reader_panic() {
    let script =
        "wget -qO- --post-data='é' -nv h/é; http -A bearer -a \"$T\" :3/é é=é é:=1 é==é X:é";
    for (end, _) in script.char_indices() {
        read(&script[..end]);
    }
}
