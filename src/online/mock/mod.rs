//! A stand-in for Frontegg on this machine: gateways and environment hosts that behave as the facts document.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

/// How the stand-in is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// 0 takes any free port.
    pub port: u16,
    /// Where its vendor lives, a region's id.
    pub region: String,
    /// So many calls a minute and address are answered; the others with 429.
    pub calls_a_minute: Option<u32>,
    pub manner: Manner,
}

/// How the stand-in answers.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Manner {
    #[default]
    Well,
    /// After this long, by region id; `""` is every other host.
    Late(BTreeMap<String, Duration>),
    /// Only once so many requests wait for their answers.
    Together(usize),
    /// Closes the connection in the middle of the answer.
    Broken,
}

/// What there is to log in with: all of it made up at start.
#[derive(Clone)]
pub struct Account {
    /// The region's id, `us`.
    pub region: String,
    /// `api.us.frontegg.com`.
    pub gateway: String,
    /// `acme.us.frontegg.com`, the issuer of users' tokens.
    pub environment: String,
    /// A custom domain of the same environment.
    pub custom_domain: String,
    pub client_id: String,
    pub api_key: String,
    pub tenant_id: String,
    pub user_id: String,
    pub application_id: String,
    pub email: String,
    pub password: String,
}

/// What a request looked like when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub host: String,
    pub method: String,
    pub path: String,
    /// It carried a token, or a body.
    pub told: bool,
}

/// A stand-in that runs until it is dropped.
pub struct Mock {
    address: SocketAddr,
    certificate: String,
    account: Account,
}

impl Mock {
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate that its own are signed with, as PEM.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    pub const fn account(&self) -> &Account {
        &self.account
    }
}
