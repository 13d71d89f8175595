//! Names, doors and requests of these tests.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::facts::{Environment, Settings};
use frontegg_lint::online::{
    Door, Hosts, Loopback, NoReply, Reply, Request, Resolver, Roots, Secret, Told, ask_now,
};

use super::authority::Authority;

/// A text that must reach nobody but the host it is for.
pub(crate) const CANARY: &str = "k9XvQ2mLr8TbW4canary";

/// The hosts that are trusted in these tests: `login.acme.com` is configured.
pub(crate) const TRUSTED: [&str; 3] =
    ["api.frontegg.com", "acme.us.frontegg.com", "login.acme.com"];

/// Long enough for a slow machine.
pub(crate) const PATIENT: Duration = Duration::from_secs(30);

/// Short enough for what never comes.
pub(crate) const HASTY: Duration = Duration::from_millis(700);

pub(crate) fn settings() -> Settings {
    let own = Environment {
        name: "production".to_owned(),
        hosts: vec!["login.acme.com".to_owned()],
        client_id: None,
    };
    Settings { environments: vec![own], ..Settings::default() }
}

/// A request that tells the first gateway the canary.
pub(crate) fn telling(method: &str, path: &str) -> Request {
    let settings = settings();
    let hosts = Hosts::new(Catalog::built_in(), &settings);
    let told = Told::bearer(&Secret::new(CANARY), "the vendor token");
    hosts.trusted(TRUSTED[0]).unwrap().tell(method, path, told)
}

/// A door of which every name leads to this address, and that trusts this authority only.
pub(crate) fn door(address: SocketAddr, authority: &Authority, patience: Duration) -> Door {
    through(Arc::new(Loopback(address)), authority, patience)
}

pub(crate) fn through(
    resolver: Arc<dyn Resolver>,
    authority: &Authority,
    patience: Duration,
) -> Door {
    Door::new(resolver, Roots::Only(authority.pem().into_bytes()), patience).unwrap()
}

/// What comes of one request.
pub(crate) fn one(door: &Door, request: Request) -> Result<Reply, NoReply> {
    ask_now(door, &[request]).remove(0)
}

/// The trusted names lead to one address, every other name to another; all that is asked is noted.
pub(crate) struct World {
    pub(crate) trusted: SocketAddr,
    pub(crate) others: SocketAddr,
    pub(crate) asked: Mutex<Vec<String>>,
}

impl Resolver for World {
    fn addresses(&self, host: &str) -> io::Result<Vec<SocketAddr>> {
        self.asked.lock().unwrap().push(host.to_owned());
        Ok(vec![if TRUSTED.contains(&host) { self.trusted } else { self.others }])
    }

    fn alias(&self, _host: &str) -> io::Result<Option<String>> {
        Ok(Some("evil.example".to_owned()))
    }
}
