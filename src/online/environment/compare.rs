//! An environment beside what the configuration says of it.

use crate::facts::{self, Settings};

use super::Environment;

/// Where the configuration says something else than the network, or nothing. Names of environments
/// are those of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The region of the configuration is another.
    Region { configured: String },
    /// The environment of the configuration that has its hosts has another client id.
    ClientId { environment: String, configured: String },
    /// The environment of the configuration that has its client id lists a host that is not its own.
    Host { environment: String, host: String },
    /// A host of its own that tokens may be sent to, and that no environment of the configuration lists.
    Unlisted { host: String },
    /// None of the environments of the configuration is it.
    NoneOfThem,
}

impl Difference {
    /// One of the two is wrong; nothing is merely left out.
    pub const fn contradicts(&self) -> bool {
        match self {
            Self::Region { .. } | Self::ClientId { .. } | Self::Host { .. } => true,
            Self::Unlisted { .. } | Self::NoneOfThem => false,
        }
    }
}

/// What the configuration says differently. What it does not speak of at all is no difference.
pub fn compare(found: &Environment, settings: &Settings) -> Vec<Difference> {
    let mut differences = Vec::new();
    if let Some(configured) = settings.region.as_ref().filter(|id| **id != found.region) {
        differences.push(Difference::Region { configured: configured.clone() });
    }
    let hosts = found.hosts();
    let mut met = false;
    for own in &settings.environments {
        let shares = own.hosts.iter().any(|host| hosts.contains(&host.as_str()));
        let named = own.client_id.as_deref().filter(|_| found.id().is_some());
        let is_it = named.is_some() && named == found.id();
        met |= shares || is_it;
        if let Some(configured) = named.filter(|_| shares && !is_it) {
            let (environment, configured) = (own.name.clone(), configured.to_owned());
            differences.push(Difference::ClientId { environment, configured });
        }
        if is_it && found.hosts_are_all() {
            differences.extend(strangers(own, &hosts));
        }
    }
    if !settings.environments.is_empty() && !met {
        differences.push(Difference::NoneOfThem);
    } else if !settings.environments.is_empty() {
        let listed = |host: &str| settings.environments.iter().any(|own| lists(own, host));
        let unlisted = found.kept().into_iter().filter(|host| !listed(host));
        differences.extend(unlisted.map(|host| Difference::Unlisted { host: host.to_owned() }));
    }
    differences
}

/// The hosts of an environment of the configuration that are none of these.
fn strangers<'a>(
    own: &'a facts::Environment,
    hosts: &'a [&str],
) -> impl Iterator<Item = Difference> + 'a {
    let others = own.hosts.iter().filter(|host| !hosts.contains(&host.as_str()));
    others.map(|host| Difference::Host { environment: own.name.clone(), host: host.clone() })
}

fn lists(own: &facts::Environment, host: &str) -> bool {
    own.hosts.iter().any(|listed| listed == host)
}
