//! Routes are found, and what is none is told from what was meant.

use frontegg_lint::facts::catalog::Catalog;

use super::template;

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
