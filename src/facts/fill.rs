//! What fixes put in where a value is missing.

use crate::truth::{Fact, Why};

use super::{Facts, headers, host, host::Class};

/// Nobody says it.
const NOBODY: Why = Why::NotConfigured;

/// The gateway of the vendor's region, else of the region that the host or the issuer says.
pub(crate) fn gateway<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    let region = match facts.vendor() {
        Fact::Known((region, _)) => Some(region.clone()),
        Fact::Unknown(Why::Contradicted) => return Fact::Unknown(Why::Contradicted),
        Fact::Absent | Fact::Unknown(_) => {
            facts.host().region.clone().known().or_else(|| facts.issuer_region().known())
        }
    };
    let gateway = region.and_then(|id| facts.catalog().region(&id)).map(|region| &*region.gateway);
    gateway.map_or(Fact::Unknown(NOBODY), Fact::Known)
}

/// The call's own host if it is one, the issuer's, the configuration's only one,
/// `frontegg-vendor-host`, the recording's only one.
pub(crate) fn environment_host(facts: &Facts<'_>) -> Fact<String> {
    let own = || {
        let host = facts.host();
        let environment = host.class.as_ref().known() == Some(&Class::Environment);
        host.name.as_ref().known().filter(|_| environment).cloned()
    };
    let issuer = || {
        facts.token().claims.as_ref().known().and_then(|claims| {
            let host = claims.issuer_host()?;
            let own = host.ends_with(".frontegg.com") || claims.proves_issuer().is_some();
            own.then_some(host)
        })
    };
    let configured = || match facts.settings().environments.as_slice() {
        [only] => only.hosts.first().and_then(|host| host::bare(host)),
        _ => None,
    };
    let named = || headers::vendor_host(facts.exchange()).known();
    own()
        .or_else(issuer)
        .or_else(configured)
        .or_else(named)
        .or_else(|| facts.session().environment_host().map(str::to_owned))
        .map_or(Fact::Unknown(NOBODY), Fact::Known)
}

/// The configuration's, the token's, the recording's only one.
pub(crate) fn tenant<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    let configured = facts.settings().tenant_id.as_deref();
    let found = configured
        .or_else(|| facts.token().claim("tenantId").known())
        .or_else(|| facts.session().tenant());
    found.map_or(Fact::Unknown(NOBODY), Fact::Known)
}

/// The token's, the recording's only one.
pub(crate) fn user<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    let found = facts.token_user().known().or_else(|| facts.session().user());
    found.map_or(Fact::Unknown(NOBODY), Fact::Known)
}

/// The configuration's, the recording's only one.
pub(crate) fn application<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    let configured = facts.settings().application_id.as_deref();
    configured.or_else(|| facts.session().application()).map_or(Fact::Unknown(NOBODY), Fact::Known)
}
