//! What was asked is asked again only where that does no harm and may help.

use std::sync::atomic::{AtomicUsize, Ordering};

use frontegg_lint::online::NoReply;

use super::authority::Authority;
use super::stage::{Stage, answer};
use super::world::{PATIENT, TRUSTED, door, one, telling};

/// How often a method is sent to a host that always answers like this.
fn times(method: &str, said: &str) -> usize {
    let ours = Authority::new();
    let stage = Stage::saying(ours.server(&[TRUSTED[0]]), said.to_owned());
    let _ = one(&door(stage.address, &ours, PATIENT), telling(method, "/"));
    assert_eq!(stage.connections(), stage.requests().len());
    stage.requests().len()
}

#[test]
fn a_request_that_may_change_something_is_sent_once() {
    for said in [
        answer("502 Bad Gateway", "", ""),
        answer("503 Service Unavailable", "retry-after: 0\r\n", ""),
        answer("504 Gateway Timeout", "", ""),
        answer("429 Too Many Requests", "retry-after: 0\r\n", ""),
        answer("429 Too Many Requests", "x-rate-limit-reset: 2020-01-01T00:00:00Z\r\n", ""),
        answer("408 Request Timeout", "", ""),
        String::new(),
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_owned(),
    ] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            assert_eq!(times(method, &said), 1, "{method}: {said}");
        }
    }
}

#[test]
fn reading_is_tried_at_most_twice_more() {
    assert_eq!(times("GET", &answer("503 Service Unavailable", "", "")), 3);
    assert_eq!(times("HEAD", "HTTP/1.1 502 Bad Gateway\r\n\r\n"), 3);
    assert_eq!(times("GET", &answer("429 Too Many Requests", "retry-after: 0\r\n", "")), 3);
}

#[test]
fn what_will_not_change_is_asked_once() {
    for said in [
        answer("200 OK", "", ""),
        answer("401 Unauthorized", "", ""),
        answer("500 Internal Server Error", "", ""),
        answer("429 Too Many Requests", "", ""),
        answer("429 Too Many Requests", "retry-after: 60\r\n", ""),
        answer("429 Too Many Requests", "x-rate-limit-reset: 2999-01-01T00:00:00Z\r\n", ""),
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_owned(),
    ] {
        assert_eq!(times("GET", &said), 1, "{said}");
    }
}

#[test]
fn the_answer_of_a_later_attempt_counts() {
    let ours = Authority::new();
    let before = AtomicUsize::new(0);
    let stage = Stage::tls(ours.server(&[TRUSTED[0]]), move |_, out| {
        let first = before.fetch_add(1, Ordering::SeqCst) == 0;
        let status = if first { "503 Service Unavailable" } else { "200 OK" };
        drop(out.write_all(answer(status, "", "").as_bytes()));
    });
    let reply = one(&door(stage.address, &ours, PATIENT), telling("GET", "/")).unwrap();
    assert_eq!((reply.status, stage.requests().len()), (200, 2));
}

#[test]
fn a_host_that_closes_before_it_shows_its_certificate_is_asked_once() {
    let ours = Authority::new();
    let stage = Stage::raw(|stream, _| {
        // A greeting that was read is closed properly, not reset.
        let _ = std::io::Read::read(&mut &stream, &mut [0; 4096]);
    });
    let lost = one(&door(stage.address, &ours, PATIENT), telling("GET", "/")).unwrap_err();
    assert_eq!((lost, stage.connections()), (NoReply::Broken, 1));
}
