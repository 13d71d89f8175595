//! What a route answers once everything is in order: little, and plausible.

use serde_json::{Value, json};

use crate::facts::catalog::{Catalog, Route};

use super::account::{Account, id};
use super::answer::Answer;
use super::call::{Call, Content};
use super::state::State;

/// What a route answers once everything is in order.
pub(super) fn answer(state: &State, route: &Route, call: &Call) -> Answer {
    let path = Catalog::strip_prefix(&call.path).1.trim_end_matches('/');
    match call.method.as_str() {
        "GET" | "HEAD" => Answer::ok(&read(state, route, path)),
        "POST" => Answer::json(201, &json!({ "id": made_up() })),
        _ => Answer::ok(&json!({})),
    }
}

/// A body that no service reads.
pub(super) fn misread(call: &Call) -> Option<Answer> {
    let reads = matches!(call.method.as_str(), "GET" | "HEAD");
    match (call.content(), reads) {
        (Content::Json(_) | Content::Broken | Content::Other, true) => {
            Some(Answer::error(400, "Invalid JSON provided"))
        }
        (Content::Broken, false) => Some(Answer::bad_json()),
        (Content::Empty, _) | (Content::Json(_) | Content::Other, false) => None,
    }
}

fn read(state: &State, route: &Route, path: &str) -> Value {
    let account = state.account();
    match path {
        "/vendors/base-url" => json!({ "baseURL": format!("https://{}", account.environment) }),
        "/vendors" => json!({
            "id": account.client_id, "name": "Acme", "host": account.environment,
            "allowedOrigins": ["http://localhost:3000"],
        }),
        "/vendors/custom-domains/v2" => json!({ "customDomains": [domain(account)] }),
        "/identity/resources/configurations/v1" => json!({
            "id": account.client_id, "publicKey": state.keys().newest().pem(),
            "jwtAlgorithm": "RS256", "defaultTokenExpiration": super::tokens::LASTS,
        }),
        "/identity/resources/configurations/v1/basic" => json!({
            "forcePermissions": false, "machineToMachineAuthStrategy": "ClientCredentials",
        }),
        "/applications/resources/applications/v1" => json!([application(account)]),
        "/identity/resources/users/v2/me" | "/identity/resources/users/v3/me" => user(account),
        "/identity/resources/users/v3" => list(&[user(account)]),
        "/tenants/resources/tenants/v2" => list(&[tenant(account)]),
        _ => match path.rsplit('/').next() {
            Some(last) if route.path.ends_with('}') && !route.path.ends_with("{*}") => {
                json!({ "id": last })
            }
            Some(_) | None => list(&[]),
        },
    }
}

fn list(items: &[Value]) -> Value {
    let pages = usize::from(!items.is_empty());
    json!({ "items": items, "_metadata": { "totalItems": items.len(), "totalPages": pages } })
}

fn user(account: &Account) -> Value {
    json!({
        "id": account.user_id, "name": "Jane Doe", "email": account.email, "verified": true,
        "metadata": "{}", "tenantId": account.tenant_id, "tenantIds": [account.tenant_id],
    })
}

fn tenant(account: &Account) -> Value {
    json!({ "tenantId": account.tenant_id, "name": "Acme", "vendorId": account.client_id })
}

fn application(account: &Account) -> Value {
    json!({
        "id": account.application_id, "vendorId": account.client_id, "name": "Acme",
        "appURL": "https://acme.example", "isDefault": true,
    })
}

fn domain(account: &Account) -> Value {
    let record =
        json!({ "type": "CNAME", "name": account.custom_domain, "value": account.environment });
    json!({
        "id": made_up(), "domain": account.custom_domain, "status": "Active", "records": [record],
    })
}

fn made_up() -> String {
    id().unwrap_or_default()
}
