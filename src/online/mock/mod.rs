//! A stand-in for Frontegg on this machine: gateways and environment hosts that behave as the facts document.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

mod account;
mod answer;
mod body;
mod call;
mod certificate;
mod clock;
mod environment;
mod gateway;
mod keys;
mod limit;
mod login;
mod reply;
mod serve;
mod state;
mod tokens;

pub use account::Account;
pub use tokens::{Forgery, Kind, Life};

use state::State;

/// How the stand-in is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// 0 takes any free port.
    pub port: u16,
    /// Where its vendor lives, a region's id.
    pub region: String,
    /// Every host answers so many calls a minute; the others with 429.
    pub calls_a_minute: Option<u32>,
    /// How long that minute is.
    pub window: Duration,
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
    /// Sends everybody to this address.
    Redirect(String),
    /// Answers without end.
    Huge,
}

/// What a request looked like when it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub host: String,
    pub method: String,
    /// Without its query.
    pub path: String,
    /// It carried a token, a cookie or a body.
    pub told: bool,
}

/// A stand-in that runs until it is dropped.
pub struct Mock {
    address: SocketAddr,
    certificate: String,
    state: Arc<State>,
    /// Gone once it stops.
    server: Option<serve::Server>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            port: 0,
            region: "eu".to_owned(),
            calls_a_minute: None,
            window: Duration::from_secs(60),
            manner: Manner::Well,
        }
    }
}

impl Mock {
    /// Listens at this machine's own address and no other, on a thread of its own. Fails where the port
    /// is taken, or the region is none.
    pub fn start(setup: Setup) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, setup.port))?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::new(setup)?);
        let issued = certificate::issue(state.account())?;
        let server = serve::start(listener, issued.tls, Arc::clone(&state))?;
        Ok(Self { address, certificate: issued.pem, state, server: Some(server) })
    }

    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate that its own are signed with, as PEM.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    pub fn account(&self) -> &Account {
        self.state.account()
    }

    /// A vendor token that the gateway of this region takes: of the account in its own region, of somebody
    /// else in another.
    pub fn vendor_token(&self, region: &str, life: Life) -> String {
        self.state.vendor_token(region, life)
    }

    pub fn user_token(&self, life: Life) -> String {
        self.token(Kind::User, life)
    }

    /// A token that the environment issued.
    pub fn token(&self, kind: Kind, life: Life) -> String {
        self.state.token(kind, life)
    }

    /// A user token that no published key verifies.
    pub fn forged(&self, forgery: Forgery) -> String {
        self.state.forged(forgery)
    }

    /// A new key signs from here on; the old ones stay published.
    pub fn rotate_keys(&self) {
        self.state.keys().rotate();
    }

    /// Only the newest key stays published.
    pub fn retire_keys(&self) {
        self.state.keys().retire();
    }

    /// As if the API key were rotated: no vendor token from before is taken, nor is the pair.
    pub fn revoke_vendor_tokens(&self) {
        self.state.revoke_vendors();
    }

    /// The requests so far, in their order.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen()
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.state.connections()
    }

    /// Waits until it stops, which is never by itself.
    pub fn serve(mut self) {
        if let Some(server) = self.server.take() {
            server.wait();
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop();
        }
    }
}
