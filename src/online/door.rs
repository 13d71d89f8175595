//! How the network is reached: which addresses a name has, whose certificates hold, how long we wait.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use dns_lookup::{AddrInfoHints, getaddrinfo};
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};

use super::no_reply::Way;

/// What the names of hosts stand for.
pub trait Resolver: Send + Sync {
    /// Port 0 stands for the usual one.
    fn addresses(&self, host: &str) -> io::Result<Vec<SocketAddr>>;

    /// The name that a host is an alias of, where it is one and that can be asked.
    fn alias(&self, host: &str) -> io::Result<Option<String>>;
}

/// The resolver of this machine.
pub struct System;

/// Every name is this machine: a stand-in listens there.
pub struct Loopback(pub SocketAddr);

/// Whose certificates hold.
#[derive(Clone)]
pub enum Roots {
    /// Those that this machine trusts; on Linux and the BSDs those of `SSL_CERT_FILE` and `SSL_CERT_DIR` in
    /// their place, where these are set.
    System,
    /// None but this one, as PEM. It is a stand-in's on this machine: no proxy stands between.
    Only(Vec<u8>),
}

/// The way to the network.
#[derive(Clone)]
pub struct Door {
    pub(super) client: Client,
    pub(super) resolver: Arc<dyn Resolver>,
    pub(super) patience: Duration,
    /// What the client asks for its proxies, so that we say the same.
    proxies: Option<Arc<Matcher>>,
}

/// Why there is no way to the network.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    #[error("the certificate cannot be read: a file that `mock --certificate` wrote is expected")]
    Certificate,
    #[error(
        "no certificate authority is known on this machine: install `ca-certificates`, or check the file that \
         `SSL_CERT_FILE` names"
    )]
    Tls,
}

impl Door {
    /// `patience` is how long one request may take with everything it needs. Redirects are not followed.
    pub fn new(
        resolver: Arc<dyn Resolver>,
        roots: Roots,
        patience: Duration,
    ) -> Result<Self, DoorError> {
        let builder = Client::builder()
            .user_agent(concat!("frontegg-lint/", env!("CARGO_PKG_VERSION")))
            .https_only(true)
            .http1_only()
            // What was not listed is not sent: no second request, and nothing that tells of an earlier one.
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .pool_max_idle_per_host(0)
            .dns_resolver(Arc::new(Through(Arc::clone(&resolver))));
        let (builder, proxies) = match roots {
            Roots::System => (builder, Some(Arc::new(Matcher::from_system()))),
            Roots::Only(pem) => {
                let root = Certificate::from_pem(&pem).map_err(|_| DoorError::Certificate)?;
                (builder.tls_certs_only([root]).no_proxy(), None)
            }
        };
        let client = builder.build().map_err(|_| DoorError::Tls)?;
        Ok(Self { client, resolver, patience, proxies })
    }

    /// The proxy on the way to a host, without its password: `http://proxy.corp:3128`.
    pub fn proxy(&self, host: &str) -> Option<String> {
        let address = format!("https://{host}/").parse().ok()?;
        let proxy = self.proxies.as_ref()?.intercept(&address)?;
        Some(proxy.uri().to_string().trim_end_matches('/').to_owned())
    }

    pub(super) fn way(&self, host: &str) -> Way {
        if self.proxy(host).is_some() { Way::Proxied } else { Way::Direct }
    }
}

/// `AI_CANONNAME`, which is the same number on every system we build for.
const CANONICAL: i32 = 2;

impl Resolver for System {
    fn addresses(&self, host: &str) -> io::Result<Vec<SocketAddr>> {
        Ok((host, 0).to_socket_addrs()?.collect())
    }

    fn alias(&self, host: &str) -> io::Result<Option<String>> {
        let hints = AddrInfoHints { flags: CANONICAL, ..AddrInfoHints::default() };
        let mut found = getaddrinfo(Some(host), None, Some(hints))?;
        let name = found.next().transpose()?.and_then(|first| first.canonname);
        Ok(name.and_then(|name| other(&name, host)))
    }
}

/// A name in lower case and without the dot at its end, if it is another one.
fn other(name: &str, host: &str) -> Option<String> {
    let plain = |name: &str| name.trim_end_matches('.').to_ascii_lowercase();
    Some(plain(name)).filter(|name| !name.is_empty() && *name != plain(host))
}

impl Resolver for Loopback {
    fn addresses(&self, _host: &str) -> io::Result<Vec<SocketAddr>> {
        Ok(vec![self.0])
    }

    fn alias(&self, _host: &str) -> io::Result<Option<String>> {
        Ok(None)
    }
}

/// A resolver as the HTTP client wants it.
struct Through(Arc<dyn Resolver>);

impl Resolve for Through {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = Arc::clone(&self.0);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found = tokio::task::spawn_blocking(move || resolver.addresses(&host)).await??;
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_alias_of_itself() {
        assert_eq!(other("Login.acme.com.", "login.acme.com"), None);
        assert_eq!(other("", "login.acme.com"), None);
        assert_eq!(other("X.Frontegg.com.", "login.acme.com").as_deref(), Some("x.frontegg.com"));
    }

    #[test]
    fn this_machine_knows_itself() {
        assert!(System.addresses("localhost").unwrap().iter().all(|at| at.ip().is_loopback()));
        assert!(System.alias("localhost").is_ok());
        assert!(System.addresses("nobody.invalid").is_err());
        assert!(System.alias("a\0b.invalid").is_err());
    }
}
