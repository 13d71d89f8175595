//! What the catalogue holds, how things are found in it, what it says about its own mistakes.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads the files of this repository, and they are there"
)]

use std::fs;

use frontegg_lint::facts::catalog::{
    Audience, Body, Catalog, CatalogError, Counts, Need, Parameter, Required, Route, Scope,
    ShapeKind, Standing, read,
};

/// The generated files, without the overlay.
fn generated() -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir("rules/catalog/routes")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (format!("routes/{name}"), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn count(routes: &[Route], wanted: impl Fn(&Route) -> bool) -> usize {
    routes.iter().filter(|route| wanted(route)).count()
}

fn route(method: &str, path: &str) -> &'static Route {
    Catalog::built_in().find(method, path).unwrap_or_else(|| panic!("no {method} {path}"))
}

fn template(method: &str, path: &str) -> Option<&'static str> {
    Catalog::built_in().find(method, path).map(|route| route.path.as_str())
}

fn mistake(file: &str, text: &str) -> CatalogError {
    read(&[(file.to_owned(), text.to_owned())]).unwrap_err()
}

// What is there.

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

// Finding.

#[test]
fn a_literal_segment_wins_over_a_parameter() {
    let users = "/identity/resources/users/v1";
    assert_eq!(
        template("GET", &format!("{users}/email")),
        Some("/identity/resources/users/v1/email")
    );
    assert_eq!(
        template("PUT", &format!("{users}/tenant")),
        Some("/identity/resources/users/v1/tenant")
    );
    assert_eq!(
        template("DELETE", "/identity/resources/users/sessions/v1/me/all"),
        Some("/identity/resources/users/sessions/v1/me/all")
    );
    assert_eq!(
        template("DELETE", "/identity/resources/users/sessions/v1/me/s1"),
        Some("/identity/resources/users/sessions/v1/me/{id}")
    );
    // The literal neighbour takes no DELETE; it is not the user whose id is `tenant`.
    assert_eq!(template("DELETE", &format!("{users}/tenant")), None);
    assert_eq!(Catalog::built_in().methods(&format!("{users}/tenant")), ["PUT"]);
}

#[test]
fn parameters_with_several_names_are_one_path() {
    let path = "/identity/resources/users/v1/7c1d5f60-0000-4e2b-9a11-5eedfeed0001";
    assert_eq!(Catalog::built_in().methods(path), ["DELETE", "GET", "PUT"]);
}

#[test]
fn a_path_is_read_as_people_write_it() {
    let wanted = Some("/identity/resources/users/v1/{id}");
    for path in [
        "/identity/resources/users/v1/u1/",
        "/frontegg/identity/resources/users/v1/u1",
        "/api/frontegg/identity/resources/users/v1/u1",
        "/identity/resources/users/v1/{id}",
        "/identity/resources/users/v1/%7Bid%7D",
        "/identity/resources/users/v1/<id>",
        "/identity/resources/users/v1/:id",
        "/identity/resources/users/v1/$ID",
        "/identity/resources/users/v1/{{user}}",
        "/%69dentity/resources/users/v1/a%20b%zz%",
    ] {
        assert_eq!(template("GET", path), wanted, "{path}");
        assert_eq!(template("HEAD", path), wanted, "{path}");
    }
}

#[test]
fn what_is_no_route_is_not_found() {
    for path in [
        "",
        "/",
        "//",
        "/identity",
        "/identity/resources/Users/v1/u1",
        "/identity/resources/users/v1//roles",
        "/identity/resources/{x}/v1/u1",
        "/webhookish/x",
        "/fronteggish/identity/resources/users/v1/u1",
        "/identity/resources/users/v1/%",
    ] {
        let found = template("GET", path);
        assert!(found.is_none() || path.ends_with('%'), "{path} is {found:?}");
    }
    assert_eq!(template("get", "/identity/resources/users/v3"), None);
    assert!(Catalog::built_in().methods("/resources/users/v3").is_empty());
    let deep = "/a".repeat(100_000);
    assert_eq!(template("GET", &deep), None);
    assert!(Catalog::built_in().nearest("GET", &deep).is_empty());
}

#[test]
fn a_prefix_is_a_whole_segment() {
    assert_eq!(Catalog::strip_prefix("/frontegg/oauth/token"), (Some("/frontegg"), "/oauth/token"));
    assert_eq!(Catalog::strip_prefix("/api/frontegg/x"), (Some("/api/frontegg"), "/x"));
    assert_eq!(Catalog::strip_prefix("/frontegg"), (Some("/frontegg"), "/"));
    assert_eq!(Catalog::strip_prefix("/frontegged/x"), (None, "/frontegged/x"));
}

#[test]
fn a_service_is_known_by_its_longest_base() {
    let service = |path| Catalog::built_in().service(path).map(|service| service.name.as_str());
    assert_eq!(service("/team/resources/whatever"), Some("sso"));
    assert_eq!(service("/frontegg/auth/vendor"), Some("env-auth"));
    assert_eq!(service("/auth/other"), None);
    assert_eq!(service("/identityx"), None);
}

#[test]
fn the_route_that_was_meant_is_the_nearest() {
    for (method, wrong, meant) in [
        ("GET", "/resources/users/v3", "/identity/resources/users/v3"),
        ("GET", "/identity/resource/users/v3", "/identity/resources/users/v3"),
        ("GET", "/identity/roles/v1", "/identity/resources/roles/v1"),
        ("GET", "/identity/resources/v1/roles", "/identity/resources/roles/v1"),
        ("GET", "/sso/resources/sso/v1/configurations", "/team/resources/sso/v1/configurations"),
        (
            "GET",
            "/scim/resources/v1/configurations",
            "/directory/resources/v1/configurations/scim2",
        ),
        ("POST", "/identity/resources/v1/users", "/identity/resources/users/v1"),
        ("POST", "/auth/vendr", "/auth/vendor"),
        (
            "POST",
            "/identity/resources/users/v1/u1/rolse",
            "/identity/resources/users/v1/{userId}/roles",
        ),
    ] {
        let near = Catalog::built_in().nearest(method, wrong);
        assert_eq!(near.first().map(|route| route.path.as_str()), Some(meant), "{wrong}");
        assert!(near.len() <= 5);
    }
    assert!(Catalog::built_in().nearest("GET", "/totally/unrelated/thing/here/now").is_empty());
    assert!(Catalog::built_in().nearest("GET", "/identity/resources/branding/v1").is_empty());
}

// Missing.

#[test]
fn a_path_that_is_one_slip_away_from_a_route_is_told_with_its_slip() {
    let id = "7c1d5f60-0000-4e2b-9a11-5eedfeed0001";
    for (method, wrong, how, meant) in [
        ("GET", "/identity/resources/role/v1", "misspelt", "/identity/resources/roles/v1"),
        (
            "POST",
            "/identity/resources/users/v1/signup",
            "misspelt",
            "/identity/resources/users/v1/signUp",
        ),
        ("POST", "/auth/vendr", "misspelt", "/auth/vendor"),
        ("GET", "/identity/users/v3", "resources-missing", "/identity/resources/users/v3"),
        ("GET", "/tenants/v2/{}", "resources-missing", "/tenants/resources/tenants/v2/{}"),
        (
            "HEAD",
            "/identity/resources/v3/users/",
            "version-swapped",
            "/identity/resources/users/v3",
        ),
        ("GET", "/team/resources/sso/v1", "segment-short", "/team/resources/sso/v1/configurations"),
        ("GET", "/identity/resources/roles", "segment-short", "/identity/resources/roles/v2"),
        (
            "GET",
            "/frontegg/identity/resources/tenants/v2/{}",
            "base",
            "/tenants/resources/tenants/v2/{}",
        ),
        (
            "GET",
            "/identity/resources/mail/v1/configs/emails",
            "other",
            "/identity/resources/mail/v1/configs/templates",
        ),
        ("GET", "/identity/resources/roles/v3", "other", "/identity/resources/roles/v2"),
    ] {
        let wrong = wrong.replace("{}", id);
        let miss = Catalog::built_in().miss(method, &wrong).unwrap_or_else(|| panic!("{wrong}"));
        assert_eq!((miss.slip.word(), miss.path), (how, meant.replace("{}", id)), "{wrong}");
    }
}

#[test]
fn what_may_be_real_is_no_slip() {
    for (method, path) in [
        // A word is nobody's id where a version has changed places.
        ("GET", "/identity/resources/users/webauthn/v1"),
        // Three routes are a segment longer.
        ("GET", "/team/resources/sso/v1/saml/configurations"),
        // The word is too short to be misspelt.
        ("POST", "/identity/resources/users/v1/mfa/sm/enroll"),
        // The method fits nothing near.
        ("DELETE", "/identity/users/v3"),
        // Two services have it.
        ("POST", "/elsewhere/resources/applications/v1"),
        ("GET", "/identity//users/v3"),
        ("GET", "/"),
        ("GET", ""),
    ] {
        let miss = Catalog::built_in().miss(method, path);
        assert!(miss.is_none(), "{path}: {miss:?}");
    }
    assert!(Catalog::built_in().miss("GET", &"/a".repeat(100_000)).is_none());
    assert!(
        Catalog::built_in().miss("GET", &format!("/identity/{}", "x".repeat(100_000))).is_none()
    );
}

// Mistakes.

#[test]
fn a_mistake_is_reported_with_its_place_and_what_was_meant() {
    let error =
        mistake("hosts.yaml", "- { name: portal., class: portal }\n- { nam: x, class: y }\n");
    assert_eq!((error.line, error.column), (2, 5));
    assert_eq!(error.suggestion.as_deref(), Some("name"));
    assert!(error.to_string().starts_with("hosts.yaml:2:5: "), "{error}");
    assert!(error.to_string().ends_with("; did you mean `name`?"), "{error}");
}

#[test]
fn words_outside_their_lists_are_refused() {
    let routes =
        |line: &str| mistake("routes/x.yaml", &format!("service: x\nroutes:\n  - {line}\n"));
    let error = routes("{ method: GET, path: /a, audience: managment, token: required }");
    assert_eq!((error.line, error.suggestion.as_deref()), (3, Some("management")));
    let error = routes("{ method: GTE, path: /a, audience: unknown, token: unknown }");
    assert_eq!((error.line, error.column, error.suggestion.as_deref()), (3, 26, Some("GET")));
    let error = routes("{ method: GET, path: a/, audience: unknown, token: unknown }");
    assert!(error.message.contains("begins with a slash"), "{error}");
    let error = routes("{ method: GET, path: '/a/{*}/b', audience: unknown, token: unknown }");
    assert!(error.message.contains("last segment"), "{error}");
    let error = mistake("hosts.yaml", "- { name: x, class: portla }\n");
    assert_eq!((error.column, error.suggestion.as_deref()), (21, Some("portal")));
    assert_eq!(mistake("region.yaml", "[]").suggestion.as_deref(), Some("regions.yaml"));
}

#[test]
fn nothing_is_there_twice_and_no_correction_goes_astray() {
    let line = "  - { method: GET, path: /a, audience: unknown, token: unknown }\n";
    let error = mistake("routes/x.yaml", &format!("service: x\nroutes:\n{line}{line}"));
    assert_eq!((error.line, error.message.as_str()), (4, "GET /a is there twice"));
    let files = [
        (
            "routes/x.yaml".to_owned(),
            format!("service: x\nroutes:\n{}", line.replace("/a", "/abcd")),
        ),
        (
            "overlay.yaml".to_owned(),
            "corrections:\n  - { method: GET, path: /abdc, set: { token: none } }\n".to_owned(),
        ),
    ];
    let error = read(&files).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("overlay.yaml", 2));
    assert_eq!(error.suggestion.as_deref(), Some("/abcd"));
}

/// A route with a query and a body, and a correction of it.
fn corrected(set: &str) -> Result<Route, CatalogError> {
    let routes = "service: x\nroutes:\n  - { method: POST, path: /a, audience: unknown, token: unknown,\n      \
        query: [ { name: _limit, is: number }, { name: _sortBy, required: documented, is: string } ],\n      \
        body: { is: { type: object, fields: [ { name: email, required: true, is: string },\n        \
        { name: groups, is: { type: array, items: { any-of: [ { type: object, fields: [ { name: name } ] }, string ] } } } ] } } }\n  \
        - { method: GET, path: /a, audience: unknown, token: unknown }\n";
    let overlay = format!(
        "corrections:\n  - {{ method: GET, path: /a, set: {{ token: none }} }}\n  \
         - method: POST\n    path: /a\n    set: {set}\n"
    );
    let files =
        [("routes/x.yaml".to_owned(), routes.to_owned()), ("overlay.yaml".to_owned(), overlay)];
    read(&files).map(|catalog| catalog.find("POST", "/a").unwrap().clone())
}

#[test]
fn corrections_change_a_part_of_query_and_body_and_keep_the_rest() {
    let set = "{ query: [ { name: _limit, max: 200 }, { name: _sortBy, required: no }, \
               { name: _offset, new: true, counts: pages, is: number } ], \
               body: { required: false, open: true, fields: [ { path: email, required: false, values: [a] }, \
               { path: 'groups[].name', is: string }, { path: metadata, new: true, required: true } ] } }";
    let route = corrected(set).unwrap();
    let query = route.query.get();
    assert_eq!((query[0].shape.kind, query[0].shape.max), (ShapeKind::Number, Some(200)));
    assert_eq!((query[1].required, query[1].shape.kind), (Required::No, ShapeKind::String));
    assert_eq!(query[2].counts, Some(Counts::Pages));
    let body = route.body.get().as_ref().unwrap();
    assert!(!body.required && body.shape.open);
    let email = body.shape.field("email").unwrap();
    assert_eq!((email.required, email.shape.values.len()), (false, 1));
    let groups = body.shape.field("groups").unwrap().shape.items.as_deref().unwrap();
    assert_eq!(groups.any_of[0].field("name").unwrap().shape.kind, ShapeKind::String);
    assert!(body.shape.field("metadata").unwrap().required);
    let replaced = corrected("{ body: { is: { type: array, items: string } } }").unwrap();
    assert_eq!(replaced.body.get().as_ref().unwrap().shape.kind, ShapeKind::Array);
}

#[test]
fn corrections_that_correct_nothing_are_refused_with_their_place() {
    let mistake = |set: &str| corrected(set).unwrap_err();
    let error = mistake("{ query: [ { name: _limt, max: 200 } ] }");
    assert_eq!((error.file.as_str(), error.line, error.column), ("overlay.yaml", 5, 29));
    assert_eq!(error.suggestion.as_deref(), Some("_limit"));
    assert_eq!(error.message, "no parameter `_limt` to correct; `new: true` adds one");
    let error = mistake("{ query: [ { name: _limit, new: true } ] }");
    assert_eq!(error.message, "the parameter `_limit` is not new");
    let error = mistake("{ body: { fields: [ { path: emial, required: false } ] } }");
    assert_eq!((error.line, error.suggestion.as_deref()), (5, Some("email")));
    let error = mistake("{ body: { fields: [ { path: 'users[].name', required: false } ] } }");
    assert_eq!((error.line, error.column), (5, 39));
    let error = mistake("{ body: { fields: [ { path: 'a.b', new: true } ] } }");
    assert!(error.message.contains("no field `a.b`"), "{error}");
    let error = mistake("{ query: [ { name: _limit, min: 3, max: 2 } ] }");
    assert_eq!(error.message, "`min` is more than `max`");
    let error = mistake("{ body: { is: { type: string, fields: [ { name: x } ] } } }");
    assert_eq!(error.message, "a value of type string has fields");
    let error = mistake("{ body: { is: { type: object, fields: [ { name: x }, { name: x } ] } } }");
    assert_eq!(error.message, "the field `x` is there twice");
    let twice = "{ method: GET, path: /a, audience: unknown, token: unknown, query: [ { name: x }, { name: x } ] }";
    let error = mistake_in_a_route(twice);
    assert_eq!(error.message, "the parameter `x` is there twice");
    let files = [(
        "overlay.yaml".to_owned(),
        "routes:\n  - { method: GET, path: /a, audience: unknown, token: unknown }\ncorrections:\n  \
         - { method: GET, path: /a, set: { body: { open: true } } }\n"
            .to_owned(),
    )];
    assert!(read(&files).is_err(), "corrections are of what the files of routes/ say");
}

fn mistake_in_a_route(line: &str) -> CatalogError {
    mistake("routes/x.yaml", &format!("service: x\nroutes:\n  - {line}\n"))
}

#[test]
fn a_file_that_is_not_there_is_an_empty_part() {
    let catalog = read(&[]).unwrap();
    assert!(catalog.routes.is_empty() && catalog.recorders.is_empty());
    assert!(catalog.find("GET", "/identity/resources/users/v3").is_none());
    assert!(catalog.nearest("GET", "/identity/resources/users/v3").is_empty());
}
