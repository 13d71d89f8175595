//! The built command in the hostile world.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command};

use tempfile::TempDir;

use super::authority::Authority;
use super::desk::command::{Said, ended, folder, started};
use super::stage::{Stage, answer, hold};

const HOST: &str = "login.acme.com";

/// `probe host` of a name, where this address stands for every host; more words follow.
fn probe(
    name: &str,
    address: SocketAddr,
    authority: &Authority,
    more: &[&str],
) -> (TempDir, Child) {
    let folder = folder(&[("root.pem", &authority.pem())]);
    let gateway = format!("https://{address}");
    let words = ["probe", "host", name, "--gateway", &gateway, "--certificate", "root.pem"];
    let child = started(folder.path(), &[&words, more].concat());
    (folder, child)
}

fn said(name: &str, address: SocketAddr, authority: &Authority, more: &[&str]) -> Said {
    let (_kept, child) = probe(name, address, authority, more);
    ended(child)
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_a_question_that_nobody_answers() {
    let silent = Stage::raw(|_stream, _| hold());
    let (_kept, mut child) = probe(HOST, silent.address, &Authority::new(), &["--timeout", "300"]);
    while silent.connections() == 0 {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was interrupted");
        std::thread::yield_now();
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let said = ended(child);
    assert_eq!((said.code, said.out.as_str()), (130, ""));
    // What goes where was said before the first byte went.
    assert!(said.err.contains("asking: GET https://login.acme.com/"), "{}", said.err);
    assert!(said.err.ends_with("frontegg-lint: exit 130: interrupted\n"), "{}", said.err);
}

#[test]
fn without_a_network_it_ends_and_says_why() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = said(HOST, gone, &Authority::new(), &[]);
    assert_eq!(said.code, 2, "{}", said.all());
    let why = "no answer from login.acme.com: it cannot be reached\n";
    assert!(said.err.contains(why) && said.err.contains("`HTTPS_PROXY`"), "{}", said.err);
}

#[test]
fn a_certificate_that_does_not_hold_is_said() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let stage = Stage::saying(theirs.server(&[HOST]), answer("200 OK", "", ""));
    let said = said(HOST, stage.address, &ours, &[]);
    assert_eq!(said.code, 2, "{}", said.all());
    assert!(said.err.contains("login.acme.com: its certificate does not hold"), "{}", said.err);
    assert!(said.err.contains("`SSL_CERT_FILE`"), "{}", said.err);
    assert_eq!(stage.requests(), Vec::<String>::new());
}

#[test]
fn a_dry_run_says_what_would_go_where_and_sends_nothing() {
    let trap = Stage::trap();
    let said = said(HOST, trap.address, &Authority::new(), &["--dry-run"]);
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(said.out.contains("GET https://login.acme.com/"), "{}", said.out);
    assert_eq!(trap.connections(), 0);
}

#[test]
fn a_name_that_leads_elsewhere_is_not_asked() {
    let trap = Stage::trap();
    for name in [
        "https://api.frontegg.com@evil.example",
        "https://evil.example\\@api.frontegg.com",
        "http://login.acme.com",
        "login.acme.com:8443",
        "127.0.0.1",
        "0x7f.1",
        "аpi.frontegg.com",
        "login.acme.com.",
        "login.acme.com\r\nhost: evil.example",
    ] {
        let said = said(name, trap.address, &Authority::new(), &[]);
        assert_eq!(said.code, 2, "{name}: {}", said.all());
        assert!(!said.all().contains("evil"), "{}", said.all());
    }
    assert_eq!(trap.connections(), 0);
}

#[test]
fn a_redirect_leads_nobody_anywhere() {
    let ours = Authority::new();
    let away = answer("302 Found", "location: https://evil.example/k9XvQ2mLr8TbW4\r\n", "");
    let stage = Stage::saying(ours.server(&[HOST, "evil.example"]), away);
    let said = said(HOST, stage.address, &ours, &[]);
    assert!(!stage.requests().is_empty());
    for request in stage.requests() {
        assert!(request.contains("host: login.acme.com\r\n"), "{request}");
    }
    assert!(!said.all().contains("k9XvQ2"), "{}", said.all());
}
