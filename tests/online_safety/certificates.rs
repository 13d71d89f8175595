//! A host whose certificate does not hold is told nothing.

use frontegg_lint::online::NoReply;

use super::authority::Authority;
use super::stage::{Stage, answer};
use super::world::{CANARY, PATIENT, TRUSTED, door, one, telling};

#[test]
fn a_wrong_certificate_gets_no_byte_of_the_request() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    for (case, config) in [
        ("of somebody else's authority", theirs.server(&[TRUSTED[0]])),
        ("for another host", ours.server(&["evil.example"])),
        ("for a host above it", ours.server(&["frontegg.com"])),
        ("for a name too many levels away", ours.server(&["*.com", "*.a.frontegg.com"])),
        ("that held long ago", ours.expired(TRUSTED[0])),
    ] {
        for method in ["GET", "POST"] {
            let stage = Stage::saying(config.clone(), answer("200 OK", "", ""));
            let door = door(stage.address, &ours, PATIENT);
            assert_eq!(
                one(&door, telling(method, "/")).unwrap_err(),
                NoReply::Certificate,
                "{case}"
            );
            // It was reached, once, and no request came.
            assert_eq!(stage.connections(), 1, "{case}");
            assert_eq!(stage.requests(), Vec::<String>::new(), "{case}");
        }
    }
}

#[test]
fn a_right_certificate_gets_the_request() {
    let ours = Authority::new();
    let stage = Stage::saying(ours.server(&[TRUSTED[0]]), answer("200 OK", "", "yes"));
    let reply = one(&door(stage.address, &ours, PATIENT), telling("GET", "/")).unwrap();
    assert_eq!((reply.status, reply.body.as_slice()), (200, &b"yes"[..]));
    assert!(stage.requests()[0].contains(CANARY));
}

#[test]
fn a_host_without_tls_gets_no_byte_of_the_request() {
    let ours = Authority::new();
    let plain = Stage::raw(|mut stream, own| {
        use std::io::{Read as _, Write as _};
        drop(stream.write_all(answer("200 OK", "", "").as_bytes()));
        let mut came = Vec::new();
        drop(stream.read_to_end(&mut came));
        own.note(String::from_utf8_lossy(&came).into_owned());
    });
    let door = door(plain.address, &ours, PATIENT);
    assert_eq!(one(&door, telling("POST", "/")).unwrap_err(), NoReply::Broken);
    assert!(plain.requests().iter().all(|came| !came.contains(CANARY)));
}
