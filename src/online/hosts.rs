//! Who may be asked, and who may be told a secret.

use crate::facts::Settings;
use crate::facts::catalog::{Catalog, Region, Standing};
use crate::facts::host::{self, Class, Host};
use crate::mask;
use crate::truth::Fact;

use super::request::{Request, Told};

/// What decides about hosts: the catalogue, and the configuration of the caller. Nothing recorded does.
#[derive(Clone, Copy)]
pub struct Hosts<'a> {
    catalog: &'a Catalog,
    settings: &'a Settings,
}

/// A host that may be told a secret: a gateway or an environment host of Frontegg's, or a host that
/// the configuration lists for an environment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trusted(String);

/// A host that somebody named on the command line: it may be asked what it tells everybody, and is
/// told nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named(String);

/// Why a host is not asked. The words name no host: it may have been recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("it is no plain host name: letters, digits, `-` and dots, without a user or a port")]
    NoHostName,
    #[error("it is not an address that begins with https://")]
    NotHttps,
    #[error("its `https://` is written in capitals; issuers are compared letter by letter")]
    Capitals,
    #[error("a part of it looks like a token or a secret, and is neither asked nor repeated")]
    Secret,
    #[error("it is neither Frontegg's nor listed in the configuration")]
    Unlisted,
}

const HTTPS: &str = "https://";

/// The longest name that DNS allows, and the longest of its labels.
const LONGEST: (usize, usize) = (253, 63);

impl<'a> Hosts<'a> {
    pub const fn new(catalog: &'a Catalog, settings: &'a Settings) -> Self {
        Self { catalog, settings }
    }

    /// A host by its name, if it may be told a secret.
    pub fn trusted(&self, name: &str) -> Result<Trusted, Refusal> {
        let name = plain(name).ok_or(Refusal::NoHostName)?;
        if host::configured(&name, self.settings).is_some() {
            return Ok(Trusted(name));
        }
        let known = Host::of_name(&name, self.catalog).ok_or(Refusal::Unlisted)?;
        let ours = match known.class {
            Fact::Known(Class::Gateway | Class::Environment) => !known.unknown_region.is_known(),
            Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => false,
        };
        // What only looks like a name of one's own alphabet is never needed under frontegg.com.
        if ours && !name.split('.').any(|label| label.starts_with("xn--")) {
            Ok(Trusted(name))
        } else {
            Err(Refusal::Unlisted)
        }
    }

    /// The host of an address such as an issuer's: `https://acme.frontegg.com`. An address with a
    /// user, a port or another scheme names none.
    pub fn of_address(&self, address: &str) -> Result<Trusted, Refusal> {
        let rest = address.strip_prefix(HTTPS).ok_or_else(|| match without_scheme(address) {
            Some(_) => Refusal::Capitals,
            None => Refusal::NotHttps,
        })?;
        let host = rest.strip_suffix('/').unwrap_or(rest);
        self.trusted(host)
    }

    /// The gateway of every region that a customer may live in, in the order of the catalogue.
    pub fn gateways(&self) -> Vec<(&'a Region, Trusted)> {
        let open = self.catalog.regions.iter().filter(|r| r.standing != Standing::Internal);
        open.filter_map(|region| Some((region, self.trusted(&region.gateway).ok()?))).collect()
    }

    /// The hosts that the configuration lists for environments.
    pub fn configured(&self) -> Vec<Trusted> {
        let hosts = self.settings.environments.iter().flat_map(|own| &own.hosts);
        hosts.filter_map(|host| self.trusted(host).ok()).collect()
    }

    pub const fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    pub const fn settings(&self) -> &'a Settings {
        self.settings
    }
}

impl Trusted {
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Asks what the host tells everybody.
    pub fn get(&self, path: &str) -> Request {
        Request::new(&self.0, "GET", path, Told::default())
    }

    /// A request that tells the host something.
    pub fn tell(&self, method: &str, path: &str, told: Told) -> Request {
        Request::new(&self.0, method, path, told)
    }
}

impl Named {
    /// A host by its name, as typed on the command line; an address stands for its host. What may be a
    /// token is none: its parts would be asked for, and shown.
    pub fn parse(name: &str) -> Result<Self, Refusal> {
        let bare = without_scheme(name);
        if name.contains("://") && bare.is_none() {
            return Err(Refusal::NotHttps);
        }
        let name = bare.unwrap_or(name).split(['/', '?', '#']).next().unwrap_or_default();
        let plain = plain(name).ok_or(Refusal::NoHostName)?;
        mask::host(name).map(|_| Self(plain)).ok_or(Refusal::Secret)
    }

    pub fn name(&self) -> &str {
        &self.0
    }

    /// Asks what the host tells everybody.
    pub fn get(&self, path: &str) -> Request {
        Request::new(&self.0, "GET", path, Told::default())
    }
}

/// What follows `https://`, however that is written.
fn without_scheme(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_at_checked(HTTPS.len())?;
    scheme.eq_ignore_ascii_case(HTTPS).then_some(rest)
}

/// A host name of ASCII labels in lower case: no user, port, dot at the end or letter of another
/// alphabet, and nothing that may be read as a number: `127.0.0.1`, `0x7f.1`.
fn plain(name: &str) -> Option<String> {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= LONGEST.1
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let (_, last) = name.rsplit_once('.')?;
    let plain = name.len() <= LONGEST.0
        && name.split('.').all(label)
        && last.starts_with(|first: char| first.is_ascii_alphabetic());
    plain.then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::facts::Environment;

    use super::*;

    fn settings() -> Settings {
        let own = Environment {
            name: "production".to_owned(),
            hosts: vec!["login.acme.com".to_owned()],
            client_id: None,
        };
        Settings { environments: vec![own], ..Settings::default() }
    }

    #[test]
    fn fronteggs_hosts_and_configured_ones_are_trusted() {
        let settings = settings();
        let hosts = Hosts::new(Catalog::built_in(), &settings);
        for name in [
            "api.frontegg.com",
            "API.US.frontegg.com",
            "acme.frontegg.com",
            "app-x.au.frontegg.com",
            "login.acme.com",
        ] {
            assert_eq!(hosts.trusted(name).unwrap().name(), name.to_ascii_lowercase());
        }
        assert!(hosts.of_address("https://acme.frontegg.com/").is_ok());
    }

    #[test]
    fn whatever_only_looks_like_one_is_not() {
        let settings = settings();
        let hosts = Hosts::new(Catalog::built_in(), &settings);
        for name in [
            "evil.example",
            "api.frontegg.com.evil.example",
            "api-frontegg.com",
            "notfrontegg.com",
            "api.frontegg.com:443",
            "api.frontegg.com@evil.example",
            "evil.example#api.frontegg.com",
            "api.frontegg.com.",
            "api。frontegg。com",
            "ａｐｉ.frontegg.com",
            "xn--pi-7kc.frontegg.com",
            "аpi.frontegg.com",
            "portal.frontegg.com",
            "api.eu.frontegg.com",
            "acme.evil.frontegg.com",
            "frontegg.com",
            "",
            "localhost",
            "127.0.0.1",
            "[::1]",
            "login.acme.com.evil.example",
            "api.frontegg.com\u{0}",
            "api.frontegg.com/",
        ] {
            assert!(hosts.trusted(name).is_err(), "{name}");
        }
        for address in [
            "http://acme.frontegg.com",
            "https://acme.frontegg.com:444",
            "https://user@acme.frontegg.com",
            "https://acme.frontegg.com/path",
            "https://acme.frontegg.com?x",
            "https://acme.frontegg.com\\@evil.example",
            "acme.frontegg.com",
            "HTTPS://acme.frontegg.com",
            " https://acme.frontegg.com",
        ] {
            assert!(hosts.of_address(address).is_err(), "{address}");
        }
        assert_eq!(hosts.of_address("HTTPS://acme.frontegg.com"), Err(Refusal::Capitals));
    }

    #[test]
    fn a_host_is_named_as_people_type_it() {
        for name in [
            "login.acme.com",
            "https://Login.acme.com/",
            "HTTPS://login.acme.com",
            "https://login.acme.com/oauth?x",
            "https://login.acme.com?next=evil.example",
            "login.acme.com#evil.example",
        ] {
            assert_eq!(Named::parse(name).unwrap().name(), "login.acme.com");
        }
        for name in [
            "http://login.acme.com",
            "localhost",
            "10.0.0.1",
            "127.0.0.0x1",
            "0x7f.1",
            "[::1]",
            "a b.c",
            "u@a.com",
            "a.com:8443",
            "a.com.",
            ".a.com",
            "a..com",
            "a.com\\@evil.example",
            "a\0.com",
            "a%2ecom.example",
            "münchen.example",
            "a.c\nom",
            "",
        ] {
            assert!(Named::parse(name).is_err(), "{name}");
        }
        let token = format!("ey{}.ey{}.c2lnbmF0dXJl", "JhbGciOiJub25lIn0", "JhIjoxfQ");
        let long = format!("login.{}.com", "k9XvQ2mLr8Tb".repeat(4));
        for secret in [token, long] {
            assert_eq!(Named::parse(&secret), Err(Refusal::Secret));
        }
        assert!(Named::parse(&format!("{}.example", "a".repeat(64))).is_err());
        assert!(Named::parse(&"a.".repeat(127).replace("a.", "aa.")).is_err());
    }

    #[test]
    fn the_gateways_are_those_of_customers() {
        let settings = Settings::default();
        let hosts = Hosts::new(Catalog::built_in(), &settings);
        let ids: Vec<&str> =
            hosts.gateways().iter().map(|(region, _)| region.id.as_str()).collect();
        assert_eq!(ids, ["eu", "us", "ca", "au", "uk"]);
    }
}
