//! What a recording of several calls comes to, for people and for programs.

use frontegg_lint::examples::{fill, har};
use frontegg_lint::exchange::{Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::{Call, Diagnosis, Finding, Report, Severity};
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::report::human::{Detail, Human};
use frontegg_lint::rules::RuleSet;

use crate::made::*;

const START: i64 = 1_778_490_000_000;

/// A call so many milliseconds after the first.
fn call(exchange: usize, after: i64, (status, route): (u16, &str)) -> Call {
    Call {
        exchange,
        started: Some(START + after),
        method: "GET".into(),
        route: route.into(),
        status: Some(status),
        failed: status >= 400,
    }
}

fn found(exchange: usize, rule: &str, severity: Severity) -> Finding {
    let message = format!("what {rule} says");
    Finding { exchange, rule: rule.into(), message, severity, ..ideal().1 }
}

fn recorded(calls: Vec<Call>, findings: Vec<Finding>) -> Report {
    let frontegg = calls.len();
    Report { file: "a.har".into(), calls, frontegg, exchanges: frontegg, ..report(findings) }
}

/// The end of the report, from its head on.
fn summary(report: &Report, human: &Human) -> String {
    let shown = printed(std::slice::from_ref(report), human);
    shown.find("recording: ").map_or_else(String::new, |at| shown[at..].to_owned())
}

#[test]
fn a_recording_ends_with_its_causes_its_first_failure_and_its_calls() {
    let users = "/identity/resources/users/v1/{id}";
    let mut calls = vec![call(1, 0, (200, "/auth/vendor")), call(3, 1_250, (403, users))];
    calls.extend((4..16).map(|number| call(number, 2_000, (403, users))));
    calls.push(call(16, 125_000, (200, "/webhook")));
    let mut findings = vec![found(3, "a-note", Severity::Info)];
    findings.push(found(3, "wrong-region", Severity::Error));
    findings.extend((4..16).map(|number| found(number, "missing-tenant-id", Severity::Error)));
    let shown = summary(&recorded(calls, findings), &PLAIN);
    insta::assert_snapshot!(shown, @r"
    recording: a.har, 15 calls to Frontegg in 2 min 5 s
       causes      error[missing-tenant-id]: 12 calls, the first is call 4
                   error[wrong-region]: call 3
                   note[a-note]: call 3
       failed at   call 3, GET /identity/resources/users/v1/{id}: 403, what wrong-region says
                   [wrong-region]
       calls  +0.00 s    1 200 GET /auth/vendor
              +1.25 s    3 403 GET /identity/resources/users/v1/{id}  [wrong-region], 1 more
              +2.00 s    4 403 GET /identity/resources/users/v1/{id} × 12  [missing-tenant-id]
                +2:05   16 200 GET /webhook

    13 errors, 1 note in 13 of 15 calls to Frontegg
    ");
}

#[test]
fn a_long_recording_shows_what_went_wrong_and_counts_the_rest() {
    let mut calls: Vec<Call> = (1..=400_u16)
        .map(|number| {
            let route = if number % 2 == 0 { "/a" } else { "/b" };
            call(usize::from(number), i64::from(number) * 10, (200, route))
        })
        .collect();
    calls[299] = call(300, 3_000, (500, "/broken"));
    let findings = vec![found(7, "a-rule", Severity::Warning), found(8, "b-rule", Severity::Info)];
    let shown = summary(&recorded(calls, findings), &PLAIN);
    let lines = shown.lines().filter(|line| line.contains(" GET ") || line.contains("more"));
    assert!(lines.count() <= 22, "{shown}");
    assert!(shown.contains("500 GET /broken") && shown.contains("[a-rule]"), "{shown}");
    assert!(shown.contains("… 100 more"), "{shown}");
    assert!(
        shown.contains("failed at   call 300, GET /broken: 500, and no rule says why"),
        "{shown}"
    );
}

#[test]
fn lines_fit_where_they_are_read() {
    let long = "/identity/resources/configurations/v1/restrictions/ip/verify/allow";
    let calls = vec![call(1, 0, (200, long)), call(2, 9_000_000, (403, long))];
    let findings = vec![found(2, "user-token-on-management-route", Severity::Error)];
    for width in [60, 80, 120] {
        let shown = summary(&recorded(calls.clone(), findings.clone()), &Human { width, ..PLAIN });
        let widest = shown.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width), "{width}\n{shown}");
        assert!(shown.contains("+2:30:00"), "{shown}");
    }
}

#[test]
fn a_single_call_a_clean_recording_and_a_quiet_one_have_no_summary() {
    let calls = || vec![call(1, 0, (200, "/a")), call(2, 10, (200, "/b"))];
    let one = recorded(calls().split_off(1), vec![found(2, "a-rule", Severity::Error)]);
    assert_eq!(summary(&one, &PLAIN), "");
    let clean = recorded(calls(), vec![]);
    assert_eq!(summary(&clean, &PLAIN), "");
    assert!(summary(&clean, &Human { detail: Detail::Verbose, ..PLAIN }).contains("GET /b"));
    let wrong = recorded(calls(), vec![found(2, "a-rule", Severity::Error)]);
    assert!(summary(&wrong, &PLAIN).contains("GET /b  [a-rule]"));
    assert_eq!(summary(&wrong, &Human { detail: Detail::Quiet, ..PLAIN }), "");
}

#[test]
fn commands_that_nobody_sent_have_no_story() {
    let unsent = |number| Call { started: None, status: None, ..call(number, 0, (200, "/a")) };
    let one = recorded(vec![unsent(1), unsent(2)], vec![found(2, "a-rule", Severity::Error)]);
    assert_eq!(summary(&one, &PLAIN), "");
    let findings = vec![found(1, "b-rule", Severity::Error), found(2, "a-rule", Severity::Error)];
    let two = summary(&recorded(vec![unsent(1), unsent(2)], findings), &PLAIN);
    assert!(two.contains("error[a-rule]: call 2") && !two.contains("GET"), "{two}");
}

#[test]
fn the_first_failure_is_none_that_was_expected() {
    let refresh = "/identity/resources/auth/v1/user/token/refresh";
    let calls =
        vec![call(1, 0, (401, refresh)), call(2, 10, (401, "/b")), call(3, 20, (200, "/c"))];
    let findings = vec![found(3, "a-note", Severity::Info)];
    let mut report = recorded(calls, findings);
    assert!(summary(&report, &PLAIN).contains("failed at   call 2, GET /b: 401, and no rule"));
    let diagnosis = Diagnosis { exchange: 2, ..ideal_report().diagnoses.remove(0) };
    report.diagnoses = vec![Diagnosis { confirmed: vec![], ..diagnosis.clone() }];
    assert!(summary(&report, &PLAIN).contains("\"Failed to verify user JWT\", and no cause"));
    report.diagnoses = vec![diagnosis];
    let shown = summary(&report, &PLAIN);
    assert!(shown.contains("401, vendor token sent to an environment host\n"), "{shown}");
    let document = written(&[report]);
    let failure = &document["recordings"][0]["first_failure"];
    assert_eq!((&failure["exchange"], &failure["status"]), (&2.into(), &401.into()));
    assert_eq!(failure["rule"], "vendor-token-on-environment-host");
    assert_eq!(failure["error"], "failed-to-verify-user-jwt");
}

#[test]
fn calls_stand_in_the_order_they_were_sent() {
    let calls = vec![call(1, 500, (200, "/b")), call(2, 0, (200, "/a")), call(3, 500, (200, "/c"))];
    let document = written(&[recorded(calls, vec![])]);
    let rows = document["recordings"][0]["timeline"].as_array().unwrap();
    let said = |name: &str| rows.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(said("route"), ["/a", "/b", "/c"]);
    assert_eq!(said("offset_ms"), [0, 500, 500]);
    assert_eq!(document["recordings"][0]["lasted_ms"], 500);
}

/// What the tool makes of calls that were recorded.
fn linted(calls: &str) -> Report {
    let now = Time::parse("2026-05-11T12:00:00Z").unwrap();
    let text = har(&fill(calls, now).unwrap(), "Firefox", now).unwrap();
    let (catalog, rules) = (Catalog::built_in(), RuleSet::built_in());
    let linter =
        Linter { catalog, rules, settings: Settings::default(), policy: Policy::default() };
    let options = Options::of(Origin::Written);
    let input = Box::new(text.as_bytes());
    lint(Recording { path: "a.har", name: "a.har", input, options, answer: None }, &linter)
}

#[test]
fn the_timeline_tells_routes_and_shapes_and_nothing_that_was_recorded() {
    let secret = canary(7);
    let report = linted(&format!(
        "GET https://api.frontegg.com/identity/resources/users/v1/{secret}?key={secret}\n\
         Authorization: Bearer {{{{token kind=vendor}}}}\n\nHTTP/1.1 200\n\n{{\"errors\":[\"{secret}\"]}}\n\
         ###\nGET https://api.frontegg.com/identity/{secret}/made-up/7{secret}\n\nHTTP/1.1 302\n\
         ###\nPOST https://api.frontegg.com/x/{}\n\nHTTP/1.1 200\n\n{{}}\n\
         ###\nGET https://example.com/\n",
        "a/".repeat(5_000)
    ));
    let routes: Vec<&str> = report.calls.iter().map(|call| call.route.as_str()).collect();
    let deep = format!("/x{}/…", "/a".repeat(9));
    assert_eq!(routes, ["/identity/resources/users/v1/{id}", "/identity/*/made-up/*", &deep]);
    let failed: Vec<bool> = report.calls.iter().map(|call| call.failed).collect();
    assert_eq!(failed, [true, false, false]);
    let verbose = Human { detail: Detail::Verbose, ..PLAIN };
    let shown = printed(std::slice::from_ref(&report), &verbose);
    assert!(shown.contains("+1.00 s    2 302 GET /identity/*/made-up/*"), "{shown}");
    let document = written(&[report]).to_string();
    assert!(!shown.contains(&secret) && !document.contains(&secret));
}
