//! What is there.

use frontegg_lint::facts::catalog::{
    Audience, Body, Catalog, Counts, Need, Parameter, Required, Scope, ShapeKind, Standing, read,
};

use super::{count, generated, route};

#[test]
fn every_operation_of_the_specification_has_an_audience() {
    let routes = read(&generated()).unwrap().routes;
    let audience = |audience| count(&routes, |route| route.audience == audience);
    assert_eq!(routes.len(), 446);
    // Of the group: 208 less one that asks for a user's token; then 5 vendor's paths in the group
    // Self-Service, 4 of the group Applications, 5 that keep approval flows, 3 whose prose asks
    // for a vendor token, 2 whose tag the groups list under another name.
    assert_eq!(audience(Audience::Management), 207 + 5 + 4 + 5 + 3 + 2);
    // Of the group: 170 less those 5 and 7 that ask for a user's token; then those that want a
    // user in a header: 11 of the group Authentication, 2 of Applications, 2 of no group.
    assert_eq!(audience(Audience::SelfService), 158 + 11 + 2 + 2);
    assert_eq!(audience(Audience::UserOnly), 8);
    assert_eq!(audience(Audience::Authentication), 47 - 11);
    assert_eq!(audience(Audience::VendorAuth), 1);
    // They take part in an approval flow, and nothing says with which token.
    assert_eq!(audience(Audience::Unknown), 2);
}

#[test]
fn scope_headers_are_counted_as_the_specification_declares_them() {
    let routes = read(&generated()).unwrap().routes;
    let tenant = |scope| count(&routes, |route| route.tenant == scope);
    // 62 flagged, 33 by the sentence about gateways.
    assert_eq!((tenant(Scope::Required), tenant(Scope::Optional)), (62 + 33, 35));
    assert_eq!(count(&routes, |route| route.user == Scope::Required), 35 + 1);
    assert_eq!(count(&routes, |route| route.user == Scope::Optional), 0);
    assert_eq!(count(&routes, |route| route.application == Scope::Required), 2);
    assert_eq!(count(&routes, |route| route.vendor_host == Scope::Required), 6);
    assert_eq!(count(&routes, |route| route.vendor_host == Scope::Optional), 1);
}

#[test]
fn twelve_routes_are_deprecated_and_say_their_successor_where_it_is_certain() {
    let routes = read(&generated()).unwrap().routes;
    assert_eq!(count(&routes, |route| route.deprecated), 12);
    let successors: Vec<_> = routes.iter().filter_map(|route| route.successor.as_deref()).collect();
    assert_eq!(
        successors,
        [
            "POST /identity/resources/mail/v2/configurations",
            "POST /identity/resources/tenants/api-tokens/v2",
            "GET /identity/resources/users/phone-numbers/v2",
            "POST /identity/resources/users/v2",
            "GET /tenants/resources/tenants/v2/{tenantId}",
            "PUT /tenants/resources/tenants/v2/{tenantId}",
        ]
    );
    assert!(routes.iter().all(|route| route.deprecated || route.successor.is_none()));
}

#[test]
fn services_hold_the_routes_of_their_files() {
    let routes = read(&generated()).unwrap().routes;
    let of = |service: &str| count(&routes, |route| route.service == service);
    let services = [
        "identity",
        "entitlements",
        "sso",
        "tenants",
        "applications",
        "audits",
        "scim",
        "env-auth",
    ];
    assert_eq!(services.map(of), [307, 51, 29, 25, 20, 8, 5, 1]);
    assert!(routes.iter().all(|route| route.docs.is_some()));
}

#[test]
fn routes_ask_for_a_vendor_tokens_tenant_where_the_specification_does() {
    for (method, path) in [
        ("GET", "/team/resources/sso/v1/configurations"),
        ("GET", "/identity/resources/tenants/api-tokens/v1"),
        ("POST", "/identity/resources/tenants/access-tokens/v1"),
        ("POST", "/identity/resources/users/v2"),
        ("POST", "/identity/resources/users/v1/u1/roles"),
        ("GET", "/identity/resources/users/v1/u1"),
        ("GET", "/applications/resources/applications/tenant-assignments/v1"),
        ("GET", "/tenants/resources/account-settings/v1"),
        ("GET", "/tenants/resources/hierarchy/v1"),
        ("GET", "/identity/resources/groups/v1"),
        ("GET", "/webhook"),
        ("PATCH", "/webhook/custom/w1"),
    ] {
        assert_eq!(route(method, path).tenant, Scope::Required, "{method} {path}");
    }
    for (method, path) in [
        ("POST", "/tenants/resources/hierarchy/v1"),
        ("GET", "/identity/resources/users/sessions/v1/me"),
        ("DELETE", "/identity/resources/users/sessions/v1/me/all"),
        ("GET", "/identity/resources/users/v3"),
        ("GET", "/identity/resources/roles/v2"),
    ] {
        assert_ne!(route(method, path).tenant, Scope::Required, "{method} {path}");
    }
}

#[test]
fn routes_about_a_user_ask_for_both() {
    for (method, path) in [
        ("GET", "/identity/resources/users/access-tokens/v1"),
        ("POST", "/identity/resources/users/api-tokens/v1"),
        ("PUT", "/identity/resources/users/v1"),
        ("PUT", "/identity/resources/users/v1/tenant"),
    ] {
        let route = route(method, path);
        assert_eq!((route.tenant, route.user), (Scope::Required, Scope::Required), "{path}");
    }
}

#[test]
fn one_path_may_have_an_audience_for_each_method() {
    let audience = |method, path| route(method, path).audience;
    let user = "/identity/resources/users/v1/u1";
    assert_eq!(audience("PUT", user), Audience::Management);
    assert_eq!(audience("DELETE", user), Audience::SelfService);
    let tenants = "/tenants/resources/tenants/v1";
    assert_eq!(audience("POST", tenants), Audience::Management);
    assert_eq!(audience("DELETE", tenants), Audience::UserOnly);
    let hierarchy = "/tenants/resources/hierarchy/v1";
    assert_eq!(audience("GET", hierarchy), Audience::SelfService);
    assert_eq!(audience("DELETE", hierarchy), Audience::Management);
    assert_eq!(audience("POST", "/auth/vendor/"), Audience::VendorAuth);
    let active = "/identity/resources/applications/user-tenants/active/v1";
    assert_eq!(audience("GET", active), Audience::SelfService);
}

#[test]
fn the_overlay_corrects_and_adds() {
    let email = route("PUT", "/identity/resources/users/v1/u1/email");
    assert_eq!(email.tenant, Scope::Refused);
    assert_eq!(route("POST", "/identity/resources/users/v2").application, Scope::Expected);
    let reset = route("POST", "/identity/resources/users/v1/passwords/reset");
    assert_eq!((reset.audience, reset.token), (Audience::SelfService, Need::None));
    assert_eq!(route("POST", "/auth/vendor").token, Need::None);
    assert_eq!(route("GET", "/.well-known/jwks.json").token, Need::None);
    assert_eq!(route("POST", "/oauth/token").service, "oauth");
    assert_eq!(route("DELETE", "/prehooks/resources/configurations/v1/p1").service, "prehooks");
}

fn parameter(method: &str, path: &str, name: &str) -> Parameter {
    let query = route(method, path).query.get();
    query.iter().find(|known| known.name == name).unwrap_or_else(|| panic!("no {name}")).clone()
}

fn body(method: &str, path: &str) -> &'static Body {
    route(method, path).body.get().as_ref().unwrap_or_else(|| panic!("no body of {path}"))
}

#[test]
fn bounds_and_paging_stand_where_they_were_documented_or_met() {
    let users = "/identity/resources/users/v3";
    let tenants = "/tenants/resources/tenants/v2";
    for (path, name, max) in [
        (users, "_limit", 200),
        (tenants, "_limit", 200),
        ("/identity/resources/users/v3/roles", "ids", 250),
        ("/audits/resources/audits/v2", "count", 200),
        ("/entitlements/resources/entitlements/v2", "limit", 10),
        ("/entitlements/resources/plans/v1", "limit", 10),
        ("/entitlements/resources/features/v1", "limit", 100),
    ] {
        assert_eq!(parameter("GET", path, name).shape.max, Some(max), "{path}");
    }
    for path in [users, tenants, "/identity/resources/groups/v2"] {
        assert_eq!(parameter("GET", path, "_offset").counts, Some(Counts::Pages), "{path}");
    }
    let audits = parameter("GET", "/audits/resources/audits/v2", "offset");
    assert_eq!((audits.counts, audits.required), (Some(Counts::Records), Required::No));
    let ids = parameter("GET", "/identity/resources/users/v3/roles", "ids");
    assert_eq!(ids.required, Required::Observed);
    assert_eq!(parameter("GET", "/identity/resources/roles/v2", "_sortBy").required, Required::No);
    let flags = "/entitlements/resources/feature-flags/v1";
    assert_eq!(parameter("GET", flags, "_limit").shape.kind, ShapeKind::Number);
}

#[test]
fn bodies_say_what_is_needed_and_no_more() {
    let user = body("POST", "/identity/resources/users/v2");
    assert_eq!(user.shape.needs_one_of, ["email", "username"]);
    assert!(!user.shape.field("metadata").unwrap().required);
    let roles = body("POST", "/identity/resources/roles/v1");
    assert_eq!(roles.shape.kind, ShapeKind::Array);
    let role = roles.shape.items.as_deref().unwrap();
    assert!(role.field("key").unwrap().required && !role.field("level").unwrap().required);
    let permissions = body("POST", "/identity/resources/permissions/v1");
    assert_eq!(permissions.shape.kind, ShapeKind::Array);
    assert!(body("POST", "/audits").shape.takes_any_field());
    let sso = body("PATCH", "/team/resources/sso/v1/configurations/c1");
    assert!(sso.shape.fields.iter().all(|field| !field.required));
    let invite = body("POST", "/identity/resources/users/bulk/v1/invite");
    let users = invite.shape.field("users").unwrap().shape.items.as_deref().unwrap();
    assert_eq!(users.needs_one_of, ["email", "username"]);
    let vendor = body("POST", "/auth/vendor");
    let required: Vec<_> = vendor.shape.fields.iter().filter(|field| field.required).collect();
    assert_eq!(required.len(), 2);
}

#[test]
fn every_route_of_the_specification_is_described_in_detail() {
    let routes = read(&generated()).unwrap().routes;
    assert!(routes.iter().all(|route| route.detailed));
    assert_eq!(routes.len(), 446);
    assert_eq!(count(&routes, |route| route.body.get().is_some()), 238);
    let parameters: usize = routes.iter().map(|route| route.query.get().len()).sum();
    assert_eq!(parameters, 217);
    let overlay = &Catalog::built_in().routes;
    assert_eq!(count(overlay, |route| route.detailed), 446);
}

#[test]
fn regions_and_token_kinds_are_those_the_facts_name() {
    let catalog = Catalog::built_in();
    assert_eq!(catalog.region("eu").unwrap().gateway, "api.frontegg.com");
    assert_eq!(catalog.region("uk").unwrap().standing, Standing::Observed);
    assert!(catalog.region("ap").is_none());
    let entry = frontegg_lint::facts::table::by_name("token.kind").unwrap();
    let frontegg_lint::facts::table::Kind::Choice(words) = entry.kind else { panic!() };
    let kinds: Vec<_> = catalog.token_kinds.iter().map(|kind| kind.id.as_str()).collect();
    assert_eq!(kinds, words);
}
