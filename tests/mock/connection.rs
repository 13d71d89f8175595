//! Connections: this machine only, TLS only, and nothing that comes in brings it down.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use frontegg_lint::online::mock::{Life, Mock, Seen, Setup};

use crate::curl::Desk;

const GATEWAY: &str = "https://api.frontegg.com/vendors";

#[test]
fn it_listens_at_this_machine_and_nowhere_else() {
    let mock = Mock::start(Setup::default()).unwrap();
    assert_eq!(mock.address().ip(), Ipv4Addr::LOCALHOST);
    // Another of the loopback's addresses reaches who listens everywhere, and not who listens at one.
    let port = mock.address().port();
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok());
    #[cfg(target_os = "linux")]
    assert!(TcpStream::connect((Ipv4Addr::new(127, 0, 0, 2), port)).is_err());
}

#[test]
fn a_port_that_is_taken_and_a_region_that_is_none_are_errors() {
    let mock = Mock::start(Setup::default()).unwrap();
    let again = Mock::start(Setup { port: mock.address().port(), ..Setup::default() });
    assert_eq!(again.err().unwrap().kind(), std::io::ErrorKind::AddrInUse);
    let nowhere = Mock::start(Setup { region: "apac".to_owned(), ..Setup::default() });
    assert_eq!(nowhere.err().unwrap().kind(), std::io::ErrorKind::InvalidInput);
}

#[test]
fn it_stops_when_it_is_dropped() {
    let mock = Mock::start(Setup::default()).unwrap();
    let address: SocketAddr = mock.address();
    let mut open = TcpStream::connect(address).unwrap();
    drop(mock);
    assert!(TcpStream::connect(address).is_err());
    assert!(matches!(open.read(&mut [0]), Ok(0) | Err(_)), "an open connection ends too");
}

#[test]
fn its_certificate_holds_for_every_name_and_for_no_other() {
    let desk = Desk::new();
    for host in [
        "api.frontegg.com",
        "api.uk.frontegg.com",
        "app-x.us.frontegg.com",
        "acme.frontegg.com",
        "frontegg.com",
        "login.acme.example",
        "localhost",
        "127.0.0.1",
    ] {
        assert!(desk.ask(&[&format!("https://{host}/")]).status > 0, "{host}");
    }
    // 60: the name is not the certificate's.
    assert_eq!(desk.said(&["https://evil.example/"]).0, 60);
    let other = Desk::new();
    let connect = format!("::{}", other.mock.address());
    assert_eq!(desk.said(&["--connect-to", &connect, GATEWAY]).0, 0, "the first one counts");
    assert_ne!(desk.mock.certificate(), other.mock.certificate());
}

#[test]
fn a_connection_is_used_again() {
    let desk = Desk::new();
    desk.said(&[GATEWAY, GATEWAY, "https://api.frontegg.com/"]);
    assert_eq!((desk.mock.connections(), desk.mock.seen().len()), (1, 3));
}

#[test]
fn it_remembers_what_it_saw() {
    let desk = Desk::new();
    let token = desk.mock.vendor_token("eu", Life::Valid);
    desk.ask(&["https://API.frontegg.com/vendors?secret=1"]);
    desk.with(&token, GATEWAY, &[]);
    desk.ask(&[GATEWAY, "-d", "x=1"]);
    let seen = |method: &str, told: bool| Seen {
        host: "api.frontegg.com".to_owned(),
        method: method.to_owned(),
        path: "/vendors".to_owned(),
        told,
    };
    assert_eq!(desk.mock.seen(), [seen("GET", false), seen("GET", true), seen("POST", true)]);
}

#[test]
fn every_answer_has_a_trace_and_a_date() {
    let desk = Desk::new();
    let answers =
        [desk.ask(&[GATEWAY]), desk.ask(&[GATEWAY]), desk.ask(&["https://portal.frontegg.com/"])];
    for answer in &answers {
        assert!(answer.header("date").is_some());
    }
    let traces: Vec<&str> =
        answers.iter().map(|a| a.header("frontegg-trace-id").unwrap()).collect();
    assert!(traces[0] != traces[1] && traces[1] != traces[2]);
    assert_eq!(answers[0].header("content-type"), Some("application/json"));
}

#[test]
fn whatever_comes_in_it_goes_on() {
    let desk = Desk::new();
    for bytes in
        [&b"GET / HTTP/1.1\r\n\r\n"[..], b"\x16\x03\x01\xff\xff\x00\x00\x00", b"", &[0xff; 4096]]
    {
        let mut stream = TcpStream::connect(desk.mock.address()).unwrap();
        stream.write_all(bytes).unwrap();
        drop(stream);
    }
    let long = "x".repeat(2 * 1024 * 1024);
    for arguments in [
        &["-H", "Host:", GATEWAY][..],
        &["-H", "Host: :::", GATEWAY],
        &["-H", "Authorization: Bearer", GATEWAY],
        &["-H", "Authorization: \u{e9}", GATEWAY],
        &["-H", "Authorization: Bearer ..", GATEWAY],
        &["-H", "Authorization: Bearer eyJ.eyJ.eyJ", GATEWAY],
        &["-H", "Origin: \u{7f}", GATEWAY],
        &["-X", "BREW", GATEWAY],
        &["--path-as-is", "https://api.frontegg.com/%ff/../%00//é"],
        &["--request-target", "*", "-X", "OPTIONS", GATEWAY],
        &["-H", "Content-Type: application/json", "-d", "\u{0}1", GATEWAY],
        &["-H", "Content-Length: 99999999999999999999", "-d", "x", GATEWAY],
    ] {
        // Whatever curl makes of it.
        desk.said(arguments);
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().write_all(long.as_bytes()).unwrap();
    let whole = format!("@{}", file.path().display());
    assert_eq!(desk.ask(&["--data-binary", &whole, GATEWAY]).status, 413);
    assert_eq!(desk.ask(&[GATEWAY]).status, 401);
}
