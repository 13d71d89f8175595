//! How the network is reached: which addresses a name has, whose certificates hold, how long we wait.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};

/// What the names of hosts stand for.
pub trait Resolver: Send + Sync {
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
    /// Those that this machine trusts, and `SSL_CERT_FILE`.
    System,
    /// None but this one, as PEM.
    Only(Vec<u8>),
}

/// The way to the network.
pub struct Door {
    pub(super) client: Client,
    pub(super) resolver: Arc<dyn Resolver>,
}

/// Why there is no way to the network.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    #[error("the certificate cannot be read")]
    Certificate,
    #[error("TLS cannot be set up on this machine")]
    Tls,
}

impl Door {
    /// `patience` is how long one request may take, its answer included. Redirects are not followed.
    pub fn new(
        resolver: Arc<dyn Resolver>,
        roots: Roots,
        patience: Duration,
    ) -> Result<Self, DoorError> {
        let builder = Client::builder()
            .redirect(Policy::none())
            .https_only(true)
            .timeout(patience)
            .connect_timeout(patience)
            .dns_resolver(Arc::new(Through(Arc::clone(&resolver))));
        let builder = match roots {
            Roots::System => builder,
            Roots::Only(pem) => {
                let root = Certificate::from_pem(&pem).map_err(|_| DoorError::Certificate)?;
                // A stand-in is on this machine: no proxy stands between.
                builder.tls_certs_only([root]).no_proxy()
            }
        };
        let client = builder.build().map_err(|_| DoorError::Tls)?;
        Ok(Self { client, resolver })
    }
}

impl Resolver for System {
    fn addresses(&self, host: &str) -> io::Result<Vec<SocketAddr>> {
        Ok((host, 0).to_socket_addrs()?.collect())
    }

    fn alias(&self, _host: &str) -> io::Result<Option<String>> {
        Ok(None)
    }
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
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
