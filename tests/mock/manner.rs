//! Manners: limits, answers that come late or together, and those that never end well.

use std::collections::BTreeMap;
use std::time::Duration;

use frontegg_lint::online::mock::{Manner, Setup};

use crate::curl::{Answer, Desk};

const GATEWAY: &str = "https://api.frontegg.com/vendors";
const OTHER: &str = "https://api.us.frontegg.com/vendors";

fn in_manner(manner: Manner) -> Desk {
    Desk::of(Setup { manner, ..Setup::default() })
}

/// Several answers of one connection.
fn answers(said: &str) -> Vec<Answer> {
    let starts = said.match_indices("HTTP/1.1 ").map(|(at, _)| at);
    let ends = starts.clone().skip(1).chain([said.len()]);
    starts.zip(ends).map(|(from, to)| Answer::read(&said[from..to])).collect()
}

#[test]
fn more_calls_than_allowed_wait_for_the_reset() {
    let window = Duration::from_secs(2);
    let desk = Desk::of(Setup { calls_a_minute: Some(2), window, ..Setup::default() });
    let (_, said) = desk.said(&[GATEWAY, GATEWAY, GATEWAY]);
    let answers = answers(&said);
    let remaining = answers.iter().map(|answer| answer.header("x-rate-limit-remaining").unwrap());
    assert_eq!(remaining.collect::<Vec<_>>(), ["1", "0", "0"]);
    assert_eq!(answers[1].status, 401);
    assert_eq!(answers[2].error(), (429, r#"{"errors":["Too many requests"]}"#));
    assert_eq!(answers[2].header("x-rate-limit-limit"), Some("2"));
    let reset =
        answers[2].header("x-rate-limit-reset").unwrap().parse::<jiff::Timestamp>().unwrap();
    assert_eq!(desk.ask(&[OTHER]).status, 401, "another host counts for itself");
    while desk.ask(&[GATEWAY]).status == 429 {
        // Each call takes a moment, and the window ends.
    }
    assert!(jiff::Timestamp::now() >= reset);
}

#[test]
fn without_a_limit_none_is_said() {
    let desk = Desk::new();
    assert_eq!(desk.ask(&[GATEWAY]).header("x-rate-limit-limit"), None);
}

#[test]
fn a_late_host_keeps_only_its_own_callers_waiting() {
    let hour = Duration::from_secs(3600);
    let late = BTreeMap::from([("us".to_owned(), hour)]);
    let desk = in_manner(Manner::Late(late));
    let mut waits = desk.started(&[OTHER]);
    while desk.mock.seen().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(desk.ask(&[GATEWAY]).status, 401);
    assert_eq!(desk.ask(&["https://nobody.frontegg.com/"]).status, 404);
    assert!(waits.try_wait().unwrap().is_none());
    waits.kill().unwrap();
    waits.wait().unwrap();
}

#[test]
fn answers_come_together_once_all_have_asked() {
    let desk = in_manner(Manner::Together(3));
    let mut waiting = vec![desk.started(&[GATEWAY]), desk.started(&[OTHER])];
    while desk.mock.seen().len() < 2 {
        std::thread::yield_now();
    }
    for child in &mut waiting {
        assert!(child.try_wait().unwrap().is_none());
    }
    waiting.push(desk.started(&[GATEWAY]));
    for child in waiting {
        let output = child.wait_with_output().unwrap();
        assert_eq!(Answer::read(&String::from_utf8_lossy(&output.stdout)).status, 401);
    }
}

#[test]
fn a_broken_answer_ends_in_the_middle() {
    let desk = in_manner(Manner::Broken);
    let (code, said) = desk.said(&[GATEWAY]);
    // 18: a part of the file; 56: nothing more could be received.
    assert!(matches!(code, 18 | 56), "{code}: {said}");
    assert!(said.contains(r#"{"errors":["Vendor"#) && !said.contains("send JWT"), "{said}");
}

#[test]
fn a_redirect_leads_where_the_test_says() {
    let desk = in_manner(Manner::Redirect("https://evil.example/catch".to_owned()));
    let answer = desk.ask(&[GATEWAY]);
    assert_eq!(
        (answer.status, answer.header("location")),
        (302, Some("https://evil.example/catch"))
    );
}

#[test]
fn a_huge_answer_does_not_end_by_itself() {
    let desk = in_manner(Manner::Huge);
    let (code, said) = desk.said(&["--max-filesize", "5000000", GATEWAY]);
    // 63: larger than allowed.
    assert_eq!(code, 63, "{} bytes", said.len());
}
