//! What the environment's host, and its custom domain, answer.

use serde_json::json;

use crate::facts::catalog::{Audience, Catalog, Need};

use super::answer::Answer;
use super::call::{Call, Slot};
use super::state::State;
use super::{login, reply};

/// What the environment's host, and its custom domain, answer.
pub(super) fn answer(state: &State, call: &Call) -> Answer {
    let path = Catalog::strip_prefix(&call.path).1.trim_end_matches('/');
    let own = match (call.method.as_str(), path) {
        ("GET" | "HEAD", "/.well-known/jwks.json") => {
            Some(Answer::ok(&json!(state.keys().published())))
        }
        (
            "GET" | "HEAD",
            "/.well-known/openid-configuration" | "/oauth/.well-known/openid-configuration",
        ) => Some(discovery(&call.host)),
        ("POST", "/auth/vendor") => Some(Answer::invalid_authentication()),
        ("POST", path) => login::answer(state, path, call),
        _ => None,
    };
    own.unwrap_or_else(|| api(state, call))
}

/// A route of a service, with a user's token.
fn api(state: &State, call: &Call) -> Answer {
    let Some(route) = Catalog::built_in().find(&call.method, &call.path) else {
        return Answer::no_route();
    };
    match call.token() {
        Some((slot, token)) if !is_taken(state, slot, token) => return Answer::not_a_user(),
        Some(_) if route.audience == Audience::Management => return Answer::not_a_vendor(),
        None if matches!(route.token, Need::Required | Need::Unknown) => return Answer::no_user(),
        Some(_) | None => {}
    }
    reply::misread(call).unwrap_or_else(|| reply::answer(state, route, call))
}

/// Whether a token is the environment's, has not run out, and stands where its kind belongs.
fn is_taken(state: &State, slot: Slot, token: &str) -> bool {
    let claims = state.keys().verify(token);
    let kind = claims.as_ref().and_then(|claims| claims.get("type")?.as_str());
    match slot {
        Slot::Authorization => {
            matches!(kind, Some("userToken" | "userApiToken" | "tenantApiToken"))
        }
        Slot::ApiKey => matches!(kind, Some("userAccessToken" | "tenantAccessToken")),
    }
}

/// Where log-in libraries find what they need.
fn discovery(host: &str) -> Answer {
    let at = |path: &str| format!("https://{host}{path}");
    Answer::ok(&json!({
        "issuer": format!("https://{host}"),
        "authorization_endpoint": at("/oauth/authorize"),
        "token_endpoint": at("/oauth/token"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "grant_types_supported": [
            "authorization_code", "refresh_token", "client_credentials",
            "urn:ietf:params:oauth:grant-type:token-exchange",
        ],
    }))
}
