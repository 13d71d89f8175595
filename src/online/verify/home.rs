//! Which environment a token is of, by its claims; and what its header says that nobody may believe.

use crate::facts::{Environment, Settings, host};

use super::super::jws::Jws;

/// What is worth saying beside the verdict, a sentence each.
pub(super) fn notes(token: &Jws, settings: &Settings) -> Vec<String> {
    let mut notes: Vec<String> = token.lures.iter().map(|name| lure(name)).collect();
    if token.claims.has("exp") && token.claims.expiry().is_none() {
        notes.push("its `exp` is no number: who verifies it refuses it".to_owned());
    }
    notes.extend(environment(token, settings));
    notes
}

fn lure(name: &str) -> String {
    if name == "crit" {
        return "its header has `crit`: who does not know what that asks for refuses it".to_owned();
    }
    format!("its header has `{name}`, which is ignored: a token cannot say whose keys hold")
}

/// What the ids of the token say, compared with the configuration's.
fn environment(token: &Jws, settings: &Settings) -> Option<String> {
    let (claim, id) = client_id(token)?;
    let known = |id: &str| {
        settings.environments.iter().find(|known| known.client_id.as_deref() == Some(id))
    };
    let issuer = token.claims.issuer_host();
    let issuer = issuer.and_then(|name| host::configured(&name, settings));
    match (known(id), issuer) {
        (Some(of), Some(issuer)) if of.name != issuer.name => Some(format!(
            "its `{claim}` is the client id of `{}`, and its issuer a host of `{}`",
            of.name, issuer.name
        )),
        (Some(of), _) => Some(format!("its `{claim}` is the client id of `{}`", of.name)),
        // An audience may be an application's id: that it is none of the listed ids says little.
        (None, _) if claim == "vendorId" && all_told(&settings.environments) => Some(
            "its `vendorId` is the client id of no environment of the configuration".to_owned(),
        ),
        (None, _) => None,
    }
}

/// The claim that holds an environment's client id.
fn client_id(token: &Jws) -> Option<(&'static str, &str)> {
    ["vendorId", "aud"].into_iter().find_map(|name| Some((name, token.claims.text(name)?)))
}

fn all_told(environments: &[Environment]) -> bool {
    !environments.is_empty() && environments.iter().all(|known| known.client_id.is_some())
}
