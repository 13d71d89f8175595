//! What there is to log in with: all of it made up at start.

use std::io;

use aws_lc_rs::rand;

use crate::facts::catalog::{Catalog, Region};

/// What there is to log in with.
#[derive(Clone)]
pub struct Account {
    /// The region's id, `us`.
    pub region: String,
    /// `api.us.frontegg.com`.
    pub gateway: String,
    /// `app-x4gr8g28fxr5.us.frontegg.com`, the issuer of users' tokens.
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
    /// The pair of an API token of the user's.
    pub token_id: String,
    pub token_secret: String,
}

/// The labels of environments that nobody named.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

impl Account {
    /// One that lives in this region.
    pub(super) fn made_up(region: &Region) -> io::Result<Self> {
        let mut label = [0_u8; 12];
        fill(&mut label)?;
        let label: String =
            label.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        let infix = if region.label.is_empty() { "" } else { "." };
        Ok(Self {
            region: region.id.clone(),
            gateway: region.gateway.clone(),
            environment: format!("app-{label}{infix}{}.frontegg.com", region.label),
            custom_domain: "login.acme.example".to_owned(),
            client_id: id()?,
            api_key: id()?,
            tenant_id: id()?,
            user_id: id()?,
            application_id: id()?,
            email: "jane@acme.example".to_owned(),
            password: id()?,
            token_id: id()?,
            token_secret: id()?,
        })
    }

    /// The name of the refresh cookie: the client id without its first dash.
    pub(super) fn refresh_cookie(&self) -> String {
        format!("fe_refresh_{}", self.client_id.replacen('-', "", 1))
    }

    /// Whether a host is the environment's.
    pub(super) fn is_environment(&self, host: &str) -> bool {
        host == self.environment || host == self.custom_domain
    }
}

/// The region by its id.
pub(super) fn region(id: &str) -> io::Result<&'static Region> {
    let none = || io::Error::new(io::ErrorKind::InvalidInput, "there is no such region");
    Catalog::built_in().region(id).ok_or_else(none)
}

/// A made-up id in the shape of a UUID.
pub(super) fn id() -> io::Result<String> {
    let mut bytes = [0_u8; 16];
    fill(&mut bytes)?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = format!("{:032x}", u128::from_be_bytes(bytes));
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    Ok(parts.join("-"))
}

fn fill(bytes: &mut [u8]) -> io::Result<()> {
    rand::fill(bytes).map_err(|_| io::Error::other("there are no random numbers"))
}
