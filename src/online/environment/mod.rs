//! What a pair of credentials belongs to: its environment, hosts and applications.

use serde_json::Value;

use crate::facts::jwt::Shape;
use crate::mask;

use super::ask::{NoReply, Reply};
use super::host::look::is_alike;
use super::hosts::{Named, Trusted};
use super::request::{Request, Secret};
use super::vendor::{BASIC, ask_with};
use super::verdict::Silence;

mod compare;

pub use compare::{Difference, compare};

/// What is asked about an environment. Each part may fail by itself, and costs only itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    BaseUrl,
    Basic,
    Vendor,
    Domains,
    Applications,
}

/// What is known of an environment. Everything in it may be shown: what may not was left out, or
/// stands as its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// The region's id.
    pub region: String,
    /// The host that it has of Frontegg's.
    pub host: Result<String, Silence>,
    pub machines: Result<Machines, Silence>,
    pub vendor: Result<Vendor, Silence>,
    pub domains: Result<Vec<Domain>, Silence>,
    pub applications: Result<Vec<Application>, Silence>,
    /// The id that the minted token is of.
    pub token_of: Option<String>,
}

/// How machines log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machines {
    /// `ClientCredentials` or `AccessToken`, where it is said.
    pub strategy: Option<String>,
}

/// What an environment says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vendor {
    /// Its id, which is its client id.
    pub id: Option<String>,
    pub name: Option<String>,
    pub host: Option<String>,
    /// How many origins may call it from a browser.
    pub origins: Option<usize>,
}

/// A domain of the customer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    pub host: String,
    /// `Active`, `Pending`, `Inactive`.
    pub status: Option<String>,
}

/// Why a domain is none to send tokens to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unkept {
    /// Nobody has shown yet that it is the customer's.
    #[error("{}", .0.as_deref().unwrap_or("its status was not told"))]
    NotActive(Option<String>),
    #[error("it looks like a name of Frontegg's")]
    LookAlike,
    #[error("it is no plain host name")]
    NoHostName,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    pub id: String,
    pub name: Option<String>,
}

/// The longest list that is kept, and the longest name.
const MOST: (usize, usize) = (100, 60);

impl Part {
    pub const ALL: [Self; 5] =
        [Self::BaseUrl, Self::Basic, Self::Vendor, Self::Domains, Self::Applications];

    pub const fn path(self) -> &'static str {
        match self {
            Self::BaseUrl => "/vendors/base-url",
            Self::Basic => BASIC,
            Self::Vendor => "/vendors",
            Self::Domains => "/vendors/custom-domains/v2",
            Self::Applications => "/applications/resources/applications/v1",
        }
    }
}

/// The questions about the environment of a minted token, one for each part.
pub fn requests(gateway: &Trusted, token: &Secret) -> Vec<Request> {
    Part::ALL.iter().map(|part| ask_with(gateway, part.path(), token)).collect()
}

/// What was answered, in the order of the questions.
pub fn read(region: &str, token: &Secret, answers: &[Result<Reply, NoReply>]) -> Environment {
    let answer = |part: Part| {
        let at = Part::ALL.iter().position(|own| *own == part);
        at.and_then(|at| answers.get(at)).unwrap_or(&Err(NoReply::Broken))
    };
    Environment {
        region: region.to_owned(),
        host: told(answer(Part::BaseUrl), |body| address(body.get("baseURL")?)),
        machines: told(answer(Part::Basic), machines),
        vendor: told(answer(Part::Vendor), vendor),
        domains: told(answer(Part::Domains), domains),
        applications: told(answer(Part::Applications), applications),
        token_of: vendor_id(token),
    }
}

impl Environment {
    /// The hosts that are its own, as far as they were told.
    pub fn hosts(&self) -> Vec<&str> {
        let named = self.vendor.as_ref().ok().and_then(|vendor| vendor.host.as_deref());
        let domains = self.domains.iter().flatten().map(|domain| domain.host.as_str());
        let mut hosts: Vec<&str> = self.host.as_deref().ok().into_iter().chain(named).collect();
        hosts.extend(domains);
        let mut once: Vec<&str> = Vec::new();
        for host in hosts {
            if !once.contains(&host) {
                once.push(host);
            }
        }
        once
    }

    /// Those of its hosts that tokens may be sent to: what nobody has proven is left out.
    pub fn kept(&self) -> Vec<&str> {
        let domains: Vec<&Domain> = self.domains.iter().flatten().collect();
        let own = |host: &str| is_own(host) || is_plain(host) && !is_alike(host);
        let is_kept = |host: &&str| match domains.iter().find(|domain| domain.host == **host) {
            Some(domain) if !is_own(host) => domain.unkept().is_none(),
            Some(_) | None => own(host),
        };
        self.hosts().into_iter().filter(is_kept).collect()
    }

    /// Whether all its hosts were told, so that another is not its own.
    pub fn hosts_are_all(&self) -> bool {
        self.host.is_ok() && self.domains.is_ok()
    }

    /// Its id, which is its client id.
    pub fn id(&self) -> Option<&str> {
        let vendor = self.vendor.as_ref().ok().and_then(|vendor| vendor.id.as_deref());
        vendor.or(self.token_of.as_deref())
    }

    /// Why parts of it are unknown.
    pub fn silent(&self) -> Vec<(Part, Silence)> {
        let parts = [
            (Part::BaseUrl, self.host.as_ref().err()),
            (Part::Basic, self.machines.as_ref().err()),
            (Part::Vendor, self.vendor.as_ref().err()),
            (Part::Domains, self.domains.as_ref().err()),
            (Part::Applications, self.applications.as_ref().err()),
        ];
        parts.into_iter().filter_map(|(part, why)| Some((part, *why?))).collect()
    }
}

impl Domain {
    /// Why no token may be sent to it, if so.
    pub fn unkept(&self) -> Option<Unkept> {
        let is_active = self.status.as_deref().is_some_and(|is| is.eq_ignore_ascii_case("active"));
        if is_own(&self.host) {
            None
        } else if !is_plain(&self.host) {
            Some(Unkept::NoHostName)
        } else if is_alike(&self.host) {
            Some(Unkept::LookAlike)
        } else if is_active {
            None
        } else {
            let status = self.status.as_deref();
            Some(Unkept::NotActive(status.map(str::to_ascii_lowercase)))
        }
    }
}

/// A name that only Frontegg gives away.
fn is_own(host: &str) -> bool {
    is_plain(host) && host.ends_with(".frontegg.com")
}

fn is_plain(host: &str) -> bool {
    Named::parse(host).is_ok_and(|named| named.name() == host)
}

fn told<T>(
    answer: &Result<Reply, NoReply>,
    of: impl FnOnce(&Value) -> Option<T>,
) -> Result<T, Silence> {
    let body = answer.as_ref().ok().filter(|reply| reply.is_success()).and_then(Reply::json);
    body.as_ref().and_then(of).ok_or_else(|| Silence::of(answer))
}

fn machines(body: &Value) -> Option<Machines> {
    body.is_object().then(|| Machines { strategy: word(body.get("machineToMachineAuthStrategy")) })
}

fn vendor(body: &Value) -> Option<Vendor> {
    let origins = body.get("allowedOrigins").and_then(Value::as_array).map(Vec::len);
    body.is_object().then(|| Vendor {
        id: word(body.get("id")),
        name: name(body.get("name")),
        host: body.get("host").and_then(address),
        origins,
    })
}

fn domains(body: &Value) -> Option<Vec<Domain>> {
    let list = body.get("customDomains")?.as_array()?;
    let one = |domain: &Value| {
        let host = domain.get("domain").or_else(|| domain.get("customDomain"))?;
        Some(Domain { host: address(host)?, status: word(domain.get("status")) })
    };
    Some(list.iter().filter_map(one).take(MOST.0).collect())
}

fn applications(body: &Value) -> Option<Vec<Application>> {
    let list = body.as_array()?;
    let one = |application: &Value| {
        Some(Application { id: word(application.get("id"))?, name: name(application.get("name")) })
    };
    Some(list.iter().filter_map(one).take(MOST.0).collect())
}

/// A host, written bare or as an address.
fn address(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let bare = text.strip_prefix("https://").unwrap_or(text);
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    mask::host(bare).filter(|host| host.contains('.')).map(str::to_ascii_lowercase)
}

/// An id, or a word of the API's.
fn word(value: Option<&Value>) -> Option<String> {
    mask::identifier(value?.as_str()?).map(str::to_owned)
}

/// What somebody called it: shown where it is plain words, else by its length.
fn name(value: Option<&Value>) -> Option<String> {
    let name = value?.as_str().filter(|name| !name.is_empty())?;
    let shown = name.len() <= MOST.1 && mask::is_plain(name);
    Some(if shown { mask::visible(name).into_owned() } else { mask::length(name) })
}

/// The environment that a vendor token is of, as it says itself.
fn vendor_id(token: &Secret) -> Option<String> {
    match Shape::of(token.text()) {
        Shape::Jwt(claims) => claims.text("vendorId").and_then(mask::identifier).map(str::to_owned),
        Shape::Cut | Shape::Opaque => None,
    }
}

#[cfg(test)]
mod tests;
