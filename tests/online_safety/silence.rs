//! Without a network there is an answer too: why there is none.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use frontegg_lint::online::{NoReply, Resolver, alias_now};

use super::authority::Authority;
use super::stage::hold;
use super::world::{HASTY, PATIENT, door, one, telling, through};

/// Knows no name.
struct Lost;

/// Knows names that stand for nothing.
struct Empty;

/// Never answers.
struct Hanging;

impl Resolver for Lost {
    fn addresses(&self, _host: &str) -> io::Result<Vec<SocketAddr>> {
        Err(io::Error::other("Temporary failure in name resolution"))
    }

    fn alias(&self, _host: &str) -> io::Result<Option<String>> {
        Err(io::Error::other("Temporary failure in name resolution"))
    }
}

impl Resolver for Empty {
    fn addresses(&self, _host: &str) -> io::Result<Vec<SocketAddr>> {
        Ok(Vec::new())
    }

    fn alias(&self, _host: &str) -> io::Result<Option<String>> {
        Ok(None)
    }
}

impl Resolver for Hanging {
    fn addresses(&self, _host: &str) -> io::Result<Vec<SocketAddr>> {
        hold()
    }

    fn alias(&self, _host: &str) -> io::Result<Option<String>> {
        hold()
    }
}

#[test]
fn a_name_without_an_address_is_said() {
    let ours = Authority::new();
    for resolver in [Arc::new(Lost) as Arc<dyn Resolver>, Arc::new(Empty)] {
        let door = through(resolver, &ours, PATIENT);
        for method in ["GET", "POST"] {
            assert_eq!(one(&door, telling(method, "/")).unwrap_err(), NoReply::NoAddress);
        }
    }
    assert_eq!(alias_now(&through(Arc::new(Lost), &ours, PATIENT), "a.b"), Err(NoReply::NoAddress));
    assert_eq!(alias_now(&through(Arc::new(Empty), &ours, PATIENT), "a.b"), Ok(None));
}

#[test]
fn a_resolver_that_hangs_holds_nobody() {
    let door = through(Arc::new(Hanging), &Authority::new(), HASTY);
    assert_eq!(one(&door, telling("GET", "/")).unwrap_err(), NoReply::TimedOut);
    assert_eq!(alias_now(&door, "login.acme.com"), Err(NoReply::TimedOut));
}

#[test]
fn a_port_where_nobody_listens_is_said() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let door = door(gone, &Authority::new(), PATIENT);
    for method in ["GET", "POST"] {
        assert_eq!(one(&door, telling(method, "/")).unwrap_err(), NoReply::Unreachable);
    }
}
