//! What the stand-in knows while it runs.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::Barrier;

use super::account::{self, Account};
use super::keys::{Key, Keyring};
use super::limit::{Limits, Standing};
use super::tokens::{self, Forgery, Kind, Life};
use super::{Manner, Seen, Setup};

/// What the stand-in knows while it runs.
pub(super) struct State {
    setup: Setup,
    account: Account,
    keys: Mutex<Keyring>,
    vendors: Mutex<Vendors>,
    limits: Limits,
    seen: Mutex<Vec<Seen>>,
    connections: AtomicUsize,
    together: Option<Barrier>,
}

/// The keys of vendors' tokens, which are published nowhere, by region.
#[derive(Default)]
struct Vendors {
    keys: BTreeMap<String, Keyring>,
    /// The account's pair opens nothing any more.
    is_pair_revoked: bool,
}

impl State {
    pub(super) fn new(setup: Setup) -> io::Result<Self> {
        let together = match setup.manner {
            Manner::Together(many) => Some(Barrier::new(many)),
            Manner::Well
            | Manner::Late(_)
            | Manner::Broken
            | Manner::Redirect(_)
            | Manner::Huge => None,
        };
        Ok(Self {
            account: Account::made_up(account::region(&setup.region)?)?,
            setup,
            keys: Mutex::new(Keyring::new()?),
            vendors: Mutex::default(),
            limits: Limits::default(),
            seen: Mutex::default(),
            connections: AtomicUsize::new(0),
            together,
        })
    }

    pub(super) const fn account(&self) -> &Account {
        &self.account
    }

    pub(super) const fn manner(&self) -> &Manner {
        &self.setup.manner
    }

    pub(super) const fn together(&self) -> Option<&Barrier> {
        self.together.as_ref()
    }

    pub(super) fn keys(&self) -> MutexGuard<'_, Keyring> {
        held(&self.keys)
    }

    pub(super) fn token(&self, kind: Kind, life: Life) -> String {
        let keys = self.keys();
        let key = keys.newest();
        key.sign(&tokens::claims(&self.account, kind, life), Some(&key.kid))
    }

    pub(super) fn forged(&self, forgery: Forgery) -> String {
        let claims = tokens::claims(&self.account, Kind::User, Life::Valid);
        tokens::forge(self.keys().newest(), &claims, forgery)
    }

    pub(super) fn vendor_token(&self, region: &str, life: Life) -> String {
        let vendor = if region == self.account.region {
            self.account.client_id.clone()
        } else {
            account::id().unwrap_or_default()
        };
        let claims = tokens::vendor_claims(&vendor, life);
        self.with_key_of(region, |key| key.sign(&claims, None)).unwrap_or_default()
    }

    /// The claims of a vendor token of this region that has not run out.
    pub(super) fn vendor(&self, region: &str, token: &str) -> Option<Value> {
        held(&self.vendors).keys.get(region)?.verify(token)
    }

    /// Whether the pair opens the gateway of this region.
    pub(super) fn opens(&self, region: &str, (client_id, secret): (&str, &str)) -> bool {
        region == self.account.region
            && client_id == self.account.client_id
            && secret == self.account.api_key
            && !held(&self.vendors).is_pair_revoked
    }

    pub(super) fn revoke_vendors(&self) {
        *held(&self.vendors) = Vendors { keys: BTreeMap::new(), is_pair_revoked: true };
    }

    /// How a call of a host stands with the limit, this one counted.
    pub(super) fn counted(&self, host: &str) -> Option<Standing> {
        self.limits.count(host, &self.setup)
    }

    pub(super) fn saw(&self, seen: Seen) {
        held(&self.seen).push(seen);
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        held(&self.seen).clone()
    }

    pub(super) fn connected(&self) {
        self.connections.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Keys of regions are made when they are first needed: each costs a moment.
    fn with_key_of(&self, region: &str, sign: impl FnOnce(&Key) -> String) -> io::Result<String> {
        let mut vendors = held(&self.vendors);
        if !vendors.keys.contains_key(region) {
            vendors.keys.insert(region.to_owned(), Keyring::new()?);
        }
        Ok(vendors.keys.get(region).map(|keys| sign(keys.newest())).unwrap_or_default())
    }
}

/// A thread that died in the middle leaves nothing half done here.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
