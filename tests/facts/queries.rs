//! What facts say of queries.

use frontegg_lint::exchange::Exchange;

use crate::call::{Call, USERS, get};

const AUDITS: &str = "https://api.frontegg.com/audits/resources/audits/v2";
const GROUPS: &str = "https://api.frontegg.com/identity/resources/groups/v1";

fn of(base: &str, query: &str, fact: &str) -> String {
    get(&format!("{base}?{query}")).says(fact)
}

#[test]
fn a_name_that_a_route_does_not_take_is_unknown_to_it() {
    let unknown = |query: &str| of(USERS, query, "query.unknown");
    assert_eq!(unknown("_limit=1&includeSubTenants=true&x=1"), "includeSubTenants");
    assert_eq!(unknown("_limit=1&%5flimits=2"), "_limits");
    assert_eq!(unknown("_Limit=1"), "_Limit");
    for listed in ["_limit=1", "%5Flimit=1", "ids[]=a", "ids%5B0%5D=a&ids[1]=b", "", "&&"] {
        assert_eq!(unknown(listed), "-", "{listed}");
    }
    for name in ["_=1778500000", "_t=1", "ts=$NOW", "cb=17785.1"] {
        assert_eq!(unknown(name), "-", "{name}");
    }
    assert_eq!(unknown("t=abc"), "t");
    assert_eq!(of(USERS, "a=1&_limit=2&c=3", "query.unknown-too"), "c");
    assert_eq!(of(USERS, "a=1&_limit=2", "query.unknown-too"), "-");
    // What stands there is no name.
    assert_eq!(unknown("_limit=a b&rest"), "-");
    assert_eq!(unknown("a%20b=1"), "-");
    assert_eq!(of("https://api.frontegg.com/webhook", "a=1", "query.unknown"), "-");
}

#[test]
fn what_a_variable_may_bring_along_is_not_known() {
    let unknown = |query: &str| of(USERS, query, "query.unknown");
    assert_eq!(unknown("$QUERY"), "?variable");
    assert_eq!(unknown("_limit=1&$NAME=2"), "?variable");
    assert_eq!(unknown("<filter>=2"), "?placeholder");
    assert_eq!(unknown("$QUERY&colour=red"), "colour");
    let roles = "https://api.frontegg.com/identity/resources/users/v3/roles";
    assert_eq!(of(roles, "$QUERY", "query.missing"), "?variable");
    assert_eq!(of(roles, "ids=$IDS", "query.missing"), "-");
    assert_eq!(of(roles, "id=1", "query.missing"), "ids");
    assert_eq!(get(roles).says("query.missing-matters"), "true");
}

#[test]
fn the_name_that_was_meant_is_not_there_already() {
    assert_eq!(of(USERS, "limit=1", "query.nearest"), "_limit");
    assert_eq!(of(USERS, "limit=1&_limit=2", "query.nearest"), "-");
    assert_eq!(of(AUDITS, "count=1&fromDate=2026-05-01", "query.nearest"), "created_from");
    assert_eq!(of(AUDITS, "count=1&userId=x", "query.nearest"), "users");
}

#[test]
fn values_out_of_bounds_are_told() {
    let bad = |query: &str| {
        [
            of(AUDITS, query, "query.bad"),
            of(AUDITS, query, "query.bad-why"),
            of(AUDITS, query, "query.allowed"),
        ]
    };
    assert_eq!(bad("count=500"), ["count", "over 200", "200"]);
    assert_eq!(bad("count=0"), ["count", "under 1", "1"]);
    for good in ["count=200", "count=2%30%30", "count=$N", "count=<n>", "count=", "count=many"] {
        assert_eq!(bad(good), ["-", "-", "-"], "{good}");
    }
    assert_eq!(of(USERS, "_order=desk", "query.bad-why"), "none of ASC, DESC");
    assert_eq!(of(USERS, "_order=desk", "query.allowed"), "DESC");
    assert_eq!(of(USERS, "_order=desc", "query.bad"), "-");
    let many = vec!["a"; 251].join(",");
    let roles = format!("{USERS}/roles");
    assert_eq!(of(&roles, &format!("ids={many}"), "query.bad-why"), "251 values, over 250");
    assert_eq!(of(&roles, &format!("ids={}", &many[2..]), "query.bad"), "-");
    let applications = "https://api.frontegg.com/applications/resources/applications/v1";
    for good in ["type=web", "type=web,%20agent", "type=[%22web%22]", "type=", "type=$TYPES"] {
        assert_eq!(of(applications, good, "query.bad"), "-", "{good}");
    }
    assert_eq!(of(applications, "type=web,mobile-io", "query.bad"), "type");
    assert_eq!(of(applications, "type=web,mobile-io", "query.allowed"), "-");
    assert_eq!(of(applications, "type=mobile-io", "query.allowed"), "mobile-ios");
}

#[test]
fn a_tenant_outside_the_header_has_a_rule_of_its_own() {
    assert_eq!(of(GROUPS, "tenantId=solo-demo", "query.tenant"), "tenantId");
    assert_eq!(of(GROUPS, "tenantId=solo-demo", "query.tenant-value"), "solo-demo");
    assert_eq!(of(GROUPS, "tenantId=$T", "query.tenant-value"), "?variable");
    assert_eq!(of(GROUPS, "tenantId=solo-demo", "query.unknown"), "-");
    let with =
        |value: &str| get(&format!("{GROUPS}?tenantId=a")).header("frontegg-tenant-id", value);
    assert_eq!(with("a").says("query.unknown"), "-");
    assert_eq!(with("b").says("query.unknown"), "tenantId");
    let body = |text: &str| {
        Call::new("POST", GROUPS).body(text).header("Content-Type", "application/json")
    };
    assert_eq!(body(r#"{"name":"x","tenant_id":"a"}"#).says("query.tenant-in"), "body");
    assert_eq!(body(r#"{"name":"x","metadata":{"tenantId":"a"}}"#).says("query.tenant"), "-");
    assert_eq!(of("https://api.frontegg.com/audits", "tenantId=a", "query.tenant"), "-");
}

#[test]
fn a_scope_may_be_encoded_once() {
    let page = "https://app-x7k2m9qd4.frontegg.com/oauth/authorize";
    let twice = |scope: &str| of(page, &format!("scope={scope}"), "query.scope-encoded-twice");
    for scope in ["openid%2Bemail", "email%2520openid", "email%252Bopenid", "openid%2bemail"] {
        assert_eq!(twice(scope), "true", "{scope}");
    }
    for scope in ["openid+email", "openid%20email", "openid", "a%2Bb", "$SCOPE"] {
        assert_eq!(twice(scope), "-", "{scope}");
    }
}

#[test]
fn an_address_has_a_length() {
    let length = |exchange: Exchange| {
        let call = exchange.request.url.as_written().len();
        call.to_string()
    };
    let call = || get("https://api.frontegg.com/a?b=c");
    let told: usize = call().says("request.url-length").parse().unwrap();
    let real: usize = length(call().done()).parse().unwrap();
    assert!(told.abs_diff(real) <= 4, "{told} {real}");
    assert_eq!(get("https://api.frontegg.com/a?b=$C").says("request.url-length"), "?variable");
}
