//! What the reader says of a command is what the real curl sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontegg_lint::exchange::{Exchange, Origin, Sent};
use frontegg_lint::input::{Item, Options, shell};
use frontegg_lint::source::Source;
use frontegg_lint::truth::Fact;
use serde_json::Value;

const RECORDED: &str = include_str!("../fixtures/curl/real-curl.json");

/// Commands made up for their oddities, and what a curl of another age sent.
const LOOPBACK: &str = include_str!("../fixtures/curl/loopback.json");

/// Cases that need an environment, a network or what no reader of a text can know.
const NOT_COUNTED: &[&str] = &[
    "data_big_expect",
    "opt_haproxy",
    "opt_unix",
    "url_ipv6",
    "sh_dash_ansi",
    "hdr_env_unset",
    "hdr_env_default",
    "sh_env_prefix_same",
    "sh_prompt",
    "auth_netrc",
    "sh_xargs",
    "auth_sigv4",
    "sh_tilde",
    "sh_assign_cmdsub",
    "hdr_cmdsub",
    "data_cmdsub_cat",
    "sh_and",
    "hdr_cl_wrong",
];

/// Headers that curl adds by itself.
const BY_ITSELF: &[&str] = &[
    "host",
    "user-agent",
    "accept",
    "content-length",
    "expect",
    "transfer-encoding",
    "connection",
    "accept-encoding",
    "proxy-connection",
];

/// How many of the counted commands are read as the real curl sends them.
const REACHED: usize = 123;

/// Method, address, headers and body.
type Request = (String, String, Vec<(String, String)>, String);

fn recorded() -> Value {
    serde_json::from_str(RECORDED).expect("the fixture is JSON")
}

fn name_of(case: &Value) -> &'static str {
    if case["shell"] == "zsh" { "case.zsh" } else { "case.sh" }
}

fn read(name: &str, script: &str, files: &Value) -> Vec<Exchange> {
    let beside = |name: &str| {
        files[name.trim_start_matches("./")].as_str().map(|text| text.as_bytes().to_vec())
    };
    let options = Options { files: Some(&beside), ..Options::of(Origin::Written) };
    let mut found = Vec::new();
    shell::read(&Arc::new(Source::new(name, script)), &options, &mut |item| {
        if let Item::Exchange(exchange) = item {
            found.push(*exchange);
        }
    });
    found
}

fn counted_headers(headers: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = headers
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
        .filter(|(name, _)| !BY_ITSELF.contains(&name.as_str()))
        .collect();
    kept.sort();
    kept
}

fn wanted(case: &Value) -> Vec<Request> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = case["expected"].as_array().cloned().unwrap_or_default();
    list.iter()
        .map(|request| {
            let headers = request["headers"].as_array().cloned().unwrap_or_default();
            (
                text(&request["method"]),
                text(&request["url"]).trim_end_matches('/').to_owned(),
                counted_headers(headers.iter().map(|h| (text(&h[0]), text(&h[1])))),
                text(&request["body"]).trim_matches(['\r', '\n']).to_owned(),
            )
        })
        .collect()
}

fn got(case: &Value, files: &Value) -> Vec<Request> {
    let script = case["script"].as_str().unwrap_or_default();
    read(name_of(case), script, files)
        .iter()
        .filter(|exchange| !matches!(exchange.sent, Sent::No(_)))
        .flat_map(|exchange| match exchange.instead() {
            [] => vec![exchange.request.clone()],
            instead => instead.to_vec(),
        })
        .map(|request| {
            let body = match &request.body {
                Fact::Known(text) => text.as_written(),
                Fact::Absent | Fact::Unknown(_) => "",
            };
            let headers = request.headers.iter().map(|header| {
                (header.name.as_written().to_owned(), header.value.as_written().to_owned())
            });
            (
                request.method.as_written().to_owned(),
                request.url.as_written().trim_end_matches('/').to_owned(),
                counted_headers(headers),
                body.trim_matches(['\r', '\n']).to_owned(),
            )
        })
        .collect()
}

fn is_counted(case: &Value) -> bool {
    !NOT_COUNTED.contains(&case["id"].as_str().unwrap_or_default())
        && case.get("env").is_none_or(Value::is_null)
        && !case["expected"].to_string().contains("boundary")
}

#[test]
fn commands_are_read_as_the_real_curl_sends_them() {
    let data = recorded();
    let mut by_category: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in data["cases"].as_array().expect("cases").iter().filter(|case| is_counted(case)) {
        let score = by_category.entry(case["category"].to_string()).or_default();
        score.1 += 1;
        let (wanted, got) = (wanted(case), got(case, &data["files"]));
        if wanted == got {
            score.0 += 1;
        } else {
            println!("{}: {}\n  wanted {wanted:?}\n  got    {got:?}", case["id"], case["script"]);
        }
    }
    println!("{by_category:?}");
    let (right, all) = by_category.values().fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
    println!("as the real curl: {right} of {all}");
    assert!(right >= REACHED, "{right} of {all}, and {REACHED} were reached before");
}

#[test]
fn odd_commands_are_read_as_curl_sends_them() {
    let data: Value = serde_json::from_str(LOOPBACK).expect("the fixture is JSON");
    let cases = data["cases"].as_array().expect("cases");
    assert!(cases.len() > 1_000, "only {} cases", cases.len());
    for case in cases {
        let (wanted, got) = (wanted(case), got(case, &data["files"]));
        assert_eq!(wanted, got, "{}: {}", case["id"], case["script"]);
    }
}

#[test]
fn no_beginning_of_a_script_makes_the_reader_panic() {
    let data = recorded();
    for case in data["cases"].as_array().expect("cases") {
        let script = case["script"].as_str().unwrap_or_default();
        for (end, _) in script.char_indices() {
            read("case.sh", &script[..end], &data["files"]);
        }
    }
}
