//! What a region's gateway answers.

use serde_json::{Value, json};

use crate::facts::catalog::{Audience, Catalog, Region, Route, Scope};

use super::answer::Answer;
use super::call::{Call, Content, Slot};
use super::state::State;
use super::tokens::{Life, VENDORS_LAST};
use super::{environment, reply};

/// What a region's gateway answers.
pub(super) fn answer(state: &State, region: &Region, call: &Call) -> Answer {
    if call.path.trim_end_matches('/') == "/auth/vendor" {
        return vendor(state, region, call);
    }
    let route = Catalog::built_in().find(&call.method, &call.path);
    let Some((slot, token)) = call.token() else { return anonymous(state, route, call) };
    let vendor = state.vendor(&region.id, token).filter(|_| slot == Slot::Authorization);
    if vendor.is_none() {
        return Answer::not_a_vendor();
    }
    if !is_service(&call.path) {
        return Answer::firewall();
    }
    let Some(route) = route else { return Answer::no_route() };
    lacks(route, call).unwrap_or_else(|| reply::answer(state, route, call))
}

/// `POST /auth/vendor`: a pair of this region's becomes a token.
fn vendor(state: &State, region: &Region, call: &Call) -> Answer {
    if call.method != "POST" {
        return Answer::no_route();
    }
    let body = match call.content() {
        Content::Json(body) => body,
        Content::Broken if is_json(call) => return Answer::bad_json(),
        Content::Broken | Content::Empty | Content::Other => Value::Null,
    };
    let field = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    if !state.opens(&region.id, (field("clientId"), field("secret"))) {
        return Answer::invalid_authentication();
    }
    let token = state.vendor_token(&region.id, Life::Valid);
    Answer::ok(&json!({ "token": token, "expiresIn": VENDORS_LAST }))
}

/// Who sends no token may still say whose users they are about.
fn anonymous(state: &State, route: Option<&Route>, call: &Call) -> Answer {
    let named = call.header("frontegg-vendor-host").unwrap_or_default();
    let named = named.trim_start_matches("https://").trim_end_matches('/');
    let logs_in = route.is_some_and(|route| route.audience == Audience::Authentication);
    if logs_in && state.account().is_environment(named) {
        return environment::answer(state, call);
    }
    Answer::no_vendor()
}

/// What a vendor's call lacks, or has too much of.
fn lacks(route: &Route, call: &Call) -> Option<Answer> {
    let (tenant, user) = (call.header("frontegg-tenant-id"), call.header("frontegg-user-id"));
    if route.audience == Audience::UserOnly && user.is_none() {
        return Some(Answer::not_a_user());
    }
    match (route.tenant, tenant) {
        (Scope::Required, None) => return Some(Answer::error(403, "Tenant ID is not specified")),
        (Scope::Refused, Some(_)) => {
            return Some(Answer::error(403, "Tenant ID is defined - forbidden route for tenants"));
        }
        (Scope::Required | Scope::Expected | Scope::Optional | Scope::Refused | Scope::None, _) => {
        }
    }
    if route.user == Scope::Required && user.is_none() {
        return Some(Answer::error(403, "User ID is not specified"));
    }
    let application = matches!(route.application, Scope::Required | Scope::Expected);
    if application && call.header("frontegg-application-id").is_none() {
        return Some(Answer::coded(403, "Application ID is not specified", "ER-00008"));
    }
    reply::misread(call)
}

/// The body says that it is JSON.
fn is_json(call: &Call) -> bool {
    call.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("json"))
}

/// Whether the first segment is one of some service's. No other gets past the firewall.
fn is_service(path: &str) -> bool {
    let first = |path: &str| path.trim_start_matches('/').split('/').next().map(str::to_owned);
    let wanted = first(path);
    Catalog::built_in().services.iter().any(|service| first(&service.base) == wanted)
}
