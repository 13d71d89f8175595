//! What only the whole of a recording shows, and what is said of it at its end.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fmt::Write as _;

use desk::pasted;
use frontegg_lint::examples::har;
use frontegg_lint::exchange::{Exchange, Origin, Time};
use frontegg_lint::facts::Session;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::Report;
use frontegg_lint::input::{self, Item, Options};

const PER_CALL: &str = "vendor-token-per-call";

fn at(second: usize) -> String {
    format!("# 2026-05-11T12:{:02}:{:02}Z 100 ms\n", second / 60, second % 60)
}

fn mint(second: usize, client: usize) -> String {
    let client = format!("7c1d5f60-0000-4e2b-9a11-5eedfeed{client:04}");
    at(second)
        + &format!(
            "POST https://api.frontegg.com/auth/vendor\nContent-Type: application/json\n\n\
             {{\"clientId\":\"{client}\",\"secret\":\"made-up-key\"}}\n\nHTTP/1.1 200\n\n\
             {{\"token\":\"made-up-token-of-second-{second}\",\"expiresIn\":86400}}"
        )
}

fn call(second: usize) -> String {
    at(second)
        + "GET https://api.frontegg.com/tenants/resources/tenants/v2\n\
           Authorization: Bearer made-up-token-of-second-0\n\nHTTP/1.1 200\n\n{\"items\":[]}"
}

fn recorded(calls: &[String], recorder: &str) -> Report {
    pasted(&har(&calls.join("\n###\n"), recorder, Time::parse(desk::NOW).unwrap()).unwrap())
}

fn found(report: &Report) -> Vec<usize> {
    let findings = report.findings.iter().filter(|finding| finding.rule == PER_CALL);
    findings.map(|finding| finding.exchange).collect()
}

#[test]
fn a_recording_that_mints_for_each_call_is_told_so_once_at_the_third_mint() {
    let calls: Vec<String> =
        (0..10).flat_map(|second| [mint(2 * second, 1), call(2 * second + 1)]).collect();
    for recorder in ["Firefox", "WebInspector"] {
        assert_eq!(found(&recorded(&calls, recorder)), [5], "{recorder}");
    }
}

#[test]
fn calls_behind_the_third_mint_count_as_those_before_it() {
    let mints = (0..3).map(|second| mint(second, 1));
    let with =
        |calls: usize| -> Vec<String> { mints.clone().chain((3..3 + calls).map(call)).collect() };
    assert_eq!(found(&recorded(&with(6), "Firefox")), [3]);
    assert!(found(&recorded(&with(7), "Firefox")).is_empty());
}

#[test]
fn each_client_is_told_until_eight_calls_wait() {
    let mints = (1..=10).flat_map(|client| (0..3).map(move |second| mint(second, client)));
    let calls: Vec<String> = mints.chain([call(5)]).collect();
    let expected: Vec<usize> = (1..=8).map(|client| 3 * client).collect();
    assert_eq!(found(&recorded(&calls, "Firefox")), expected);
}

#[test]
fn what_is_said_at_the_end_stands_where_its_call_stands() {
    let mut calls = vec![mint(0, 1), mint(1, 1), mint(2, 1)];
    let twice = call(3).replace("Authorization: Bearer", "Authorization: Bearer Bearer");
    calls.push(twice.replace("200", "401"));
    let report = recorded(&calls, "Firefox");
    let order: Vec<usize> = report.findings.iter().map(|finding| finding.exchange).collect();
    assert!(order.len() >= 2 && order.is_sorted(), "{order:?}");
    assert_eq!(order[0], 3);
}

#[test]
fn a_script_whose_answers_nobody_saw_is_not_decided() {
    let mut script = "#!/bin/sh\nfor N in 1 2 3; do\n".to_owned();
    let body = "'{\"clientId\":\"7c1d5f60-0000-4e2b-9a11-5eedfeed0001\",\"secret\":\"API_KEY\"}'";
    writeln!(script, "curl https://api.frontegg.com/auth/vendor --json {body}").unwrap();
    script.push_str("curl https://api.frontegg.com/tenants/resources/tenants/v2\ndone\n");
    let report = pasted(&script);
    assert!(found(&report).is_empty());
    let undecided = report.undecided.iter().filter(|undecided| undecided.rule == PER_CALL);
    assert_eq!(undecided.count(), 1);
}

#[test]
fn a_session_shows_none_of_what_it_was_told() {
    let secrets = [
        "made-up-cookie-value",
        "made-up-refresh-token",
        "made-up-code",
        "made-up-verifier",
        "made-up-token-of-second-0",
        "made-up-challenge",
    ];
    let host = "https://acme.frontegg.com";
    let calls = [
        mint(0, 1),
        format!(
            "POST {host}/identity/resources/auth/v1/user\n\n{{}}\n\nHTTP/1.1 200\n\
             Set-Cookie: fe_refresh_7c1d5f600000={}; Path=/\n\n{{\"refreshToken\":\"{}\"}}",
            secrets[0], secrets[1]
        ),
        format!("GET {host}/oauth/authorize?client_id=a&code_challenge={}", secrets[5]),
        format!(
            "POST {host}/oauth/token\n\n{{\"grant_type\":\"authorization_code\",\"client_id\":\"a\",\
             \"code\":\"{}\",\"code_verifier\":\"{}\"}}\n\nHTTP/1.1 200\n\n{{}}",
            secrets[2], secrets[3]
        ),
    ];
    let now = Time::parse(desk::NOW).unwrap();
    let text = har(&calls.join("\n###\n"), "Firefox", now).unwrap();
    let mut session = Session::default();
    read(&text, &mut |exchange| session.learn(&exchange, Catalog::built_in()));
    let shown = format!("{session:?}");
    assert!(shown.contains("tokens: 3"), "{shown}");
    assert!(secrets.iter().all(|secret| !shown.contains(secret)), "{shown}");
}

fn read(text: &str, each: &mut dyn FnMut(Exchange)) {
    let options = Options::of(Origin::Written);
    input::read("x.har", Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => each(*exchange),
        Item::Problem(_) | Item::Recorder(_) => {}
    });
}

const POLICY: &str = "https://api.frontegg.com/identity/resources/configurations/v1/lockout-policy";

fn reading(second: usize, body: &str) -> String {
    at(second) + &format!("GET {POLICY}\n\nHTTP/1.1 200\n\n{body}")
}

fn writing(second: usize, path: &str, body: &str) -> String {
    at(second) + &format!("PATCH {path}\n\n{body}\n\nHTTP/1.1 200\n\n{{}}")
}

fn unchanged(calls: &[String]) -> Vec<usize> {
    let report = recorded(calls, "Firefox");
    let findings = report.findings.iter().filter(|finding| finding.rule == "silent-no-op");
    findings.map(|finding| finding.exchange).collect()
}

#[test]
fn a_write_is_told_that_a_later_answer_shows_the_old_value() {
    let old = "{\"maxAttempts\":5}";
    let calls = [reading(0, old), writing(1, POLICY, "{\"maxAttempts\":9}"), reading(4, old)];
    assert_eq!(unchanged(&calls), [2]);
    let late = [&calls[..], &[reading(6, "{\"maxAttempts\":9}")]].concat();
    assert!(unchanged(&late).is_empty(), "it was only slow");
    let out = at(3) + "POST https://api.frontegg.com/identity/resources/auth/v1/logout";
    let other = [&calls[..2], &[out], &calls[2..]].concat();
    assert!(unchanged(&other).is_empty(), "somebody else reads");
}

#[test]
fn writes_that_nobody_reads_again_keep_no_other_call_from_waiting() {
    let plan = |number: usize| {
        format!("https://api.frontegg.com/entitlements/resources/plans/v1/5f0e2c1{number}")
    };
    let idle = (0..9).map(|number| writing(number, &plan(number), "{\"name\":\"Gold\"}"));
    let old = "{\"maxAttempts\":5}";
    let told = [reading(30, old), writing(31, POLICY, "{\"maxAttempts\":9}"), reading(34, old)];
    let calls: Vec<String> = idle.chain(told).collect();
    assert_eq!(unchanged(&calls), [11]);
    let mints = (40..45).map(|second| mint(second, 1));
    let idle = (0..9).map(|number| writing(number, &plan(number), "{\"name\":\"Gold\"}"));
    let calls: Vec<String> = idle.chain(mints).collect();
    assert_eq!(found(&recorded(&calls, "Firefox")), [12]);
}
