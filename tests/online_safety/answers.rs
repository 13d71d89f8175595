//! Answers that never end, are huge, break off, or never begin.

use std::io::Write;

use frontegg_lint::online::NoReply;

use super::authority::Authority;
use super::stage::{Stage, hold};
use super::world::{HASTY, PATIENT, TRUSTED, door, one, telling};

const HEAD: &str = "HTTP/1.1 200 OK\r\n";

fn lost(patience: std::time::Duration, play: fn(&mut dyn Write)) -> NoReply {
    let ours = Authority::new();
    let stage = Stage::tls(ours.server(&[TRUSTED[0]]), move |_, out| play(out));
    one(&door(stage.address, &ours, patience), telling("GET", "/")).unwrap_err()
}

/// Writes the same again and again, until nobody listens.
fn endless(out: &mut dyn Write, head: &str, chunk: &str) {
    let mut good = write!(out, "{HEAD}{head}").is_ok();
    while good {
        good = out.write_all(chunk.as_bytes()).is_ok();
    }
}

#[test]
fn more_than_is_read_is_not_read() {
    let until_closed = |out: &mut dyn Write| endless(out, "\r\n", &"a".repeat(4096));
    assert_eq!(lost(PATIENT, until_closed), NoReply::TooLarge);
    let chunk = |out: &mut dyn Write| {
        endless(
            out,
            "transfer-encoding: chunked\r\n\r\n",
            &format!("800\r\n{}\r\n", "a".repeat(2048)),
        );
    };
    assert_eq!(lost(PATIENT, chunk), NoReply::TooLarge);
}

#[test]
fn an_answer_that_says_it_is_huge_is_not_waited_for() {
    let huge = |out: &mut dyn Write| {
        drop(write!(out, "{HEAD}content-length: 1048577\r\n\r\n"));
        hold()
    };
    assert_eq!(lost(PATIENT, huge), NoReply::TooLarge);
}

#[test]
fn the_largest_answer_is_read() {
    let ours = Authority::new();
    let body = "a".repeat(1024 * 1024);
    let said = format!("{HEAD}content-length: {}\r\n\r\n{body}", body.len());
    let stage = Stage::saying(ours.server(&[TRUSTED[0]]), said);
    let reply = one(&door(stage.address, &ours, PATIENT), telling("GET", "/")).unwrap();
    assert_eq!(reply.body.len(), body.len());
}

#[test]
fn headers_without_end_are_not_read() {
    let many = |out: &mut dyn Write| endless(out, "", "a: b\r\n");
    assert_eq!(lost(PATIENT, many), NoReply::Broken);
    let long = |out: &mut dyn Write| endless(out, "a: ", &"b".repeat(4096));
    assert_eq!(lost(PATIENT, long), NoReply::Broken);
}

#[test]
fn an_answer_that_breaks_off_is_none() {
    for play in [
        (|_| ()) as fn(&mut dyn Write),
        |out| drop(write!(out, "HTTP/1.1 20")),
        |out| drop(write!(out, "{HEAD}content-length: 10\r\n\r\nhalf")),
        |out| drop(write!(out, "{HEAD}transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n")),
        |out| drop(write!(out, "{HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n")),
        |out| drop(write!(out, "{HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\nab")),
        |out| drop(write!(out, "SSH-2.0-OpenSSH_9.6\r\n")),
        |out| drop(write!(out, "{HEAD}a\0b: c\r\n\r\n")),
    ] {
        assert_eq!(lost(PATIENT, play), NoReply::Broken);
    }
}

#[test]
fn an_answer_that_stays_away_is_not_waited_for() {
    for play in [
        (|_| hold()) as fn(&mut dyn Write),
        |out| {
            drop(write!(out, "HTTP/1.1 200"));
            hold()
        },
        |out| {
            drop(write!(out, "{HEAD}content-length: 10\r\n\r\nhalf"));
            hold()
        },
        |out| {
            drop(write!(out, "{HEAD}\r\nhalf"));
            hold()
        },
        |out| endless(out, "", "HTTP/1.1 100 Continue\r\n\r\n"),
    ] {
        let why = lost(HASTY, play);
        assert!(matches!(why, NoReply::TimedOut | NoReply::Broken), "{why:?}");
    }
}

#[test]
fn a_handshake_that_stalls_is_not_waited_for() {
    let ours = Authority::new();
    let silent = Stage::raw(|_stream, _| hold());
    let lost = one(&door(silent.address, &ours, HASTY), telling("GET", "/")).unwrap_err();
    assert_eq!(lost, NoReply::TimedOut);
    assert_eq!(silent.connections(), 1);
}

#[test]
fn an_earlier_answer_says_more_than_that_the_time_is_over() {
    let ours = Authority::new();
    let first = std::sync::atomic::AtomicBool::new(true);
    let stage = Stage::tls(ours.server(&[TRUSTED[0]]), move |_, out| {
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            drop(write!(out, "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n"));
        } else {
            hold()
        }
    });
    // Enough for the first answer, and for the pause after it.
    let patience = std::time::Duration::from_secs(3);
    let reply = one(&door(stage.address, &ours, patience), telling("GET", "/")).unwrap();
    assert_eq!((reply.status, stage.connections()), (503, 2));
}
