//! Every route of the catalogue, called rightly with ids of many shapes: no rule of `route/` speaks.

use std::collections::BTreeSet;

use frontegg_lint::facts::catalog::{Audience, Catalog, Route};

mod desk;

/// What a path may hold in the place of an id. None is a literal of a route.
const IDS: [&str; 8] = [
    "7c1d5f60-0000-4e2b-9a11-5eedfeed0001",
    "solo-demo",
    "acme",
    "42",
    "dana%40example.com",
    "dana@example.com",
    "a.b~c_d",
    "$ID",
];

/// Worth knowing of some routes, however they are called.
const OF_THE_ROUTE: [&str; 2] = ["deprecated-route", "deletes-current-tenant"];

/// The rules of `route/` that speak of calls, one command each.
fn said(calls: &[String]) -> BTreeSet<String> {
    let reports = calls.chunks(40).map(|calls| desk::pasted(&calls.join("\n")));
    let findings = reports.flat_map(|report| {
        assert!(report.problems.is_empty() && report.frontegg > 0, "all is read");
        report.findings
    });
    findings
        .filter(|finding| finding.topic == "route")
        .filter(|finding| !OF_THE_ROUTE.contains(&finding.rule.as_str()))
        .map(|finding| format!("{} of {}", finding.rule, finding.request.url))
        .collect()
}

fn call(route: &Route, (id, end): (&str, &str)) -> String {
    let method = if route.method == "ANY" { "GET" } else { &route.method };
    let segments = route.path.split('/').map(|segment| match segment {
        "{*}" => "some/thing",
        parameter if parameter.starts_with('{') => id,
        literal => literal,
    });
    let path = segments.collect::<Vec<_>>().join("/");
    let host = match route.audience {
        Audience::Management | Audience::VendorAuth | Audience::Unknown => "api.us.frontegg.com",
        Audience::SelfService | Audience::UserOnly | Audience::Authentication => {
            "acme.us.frontegg.com/frontegg"
        }
    };
    format!("curl -X {method} \"https://{host}{path}{end}\" -H \"Authorization: Bearer $TOKEN\"")
}

fn all(id: &str, end: &str) -> Vec<String> {
    let routes = Catalog::built_in().routes.iter();
    routes.map(|route| call(route, (id, end))).collect()
}

#[test]
fn a_route_that_is_called_rightly_is_left_alone() {
    for id in IDS {
        let said = said(&all(id, ""));
        assert!(said.is_empty(), "with {id}: {said:?}");
    }
}

#[test]
fn a_slash_at_the_end_changes_nothing() {
    let said = said(&all("solo-demo", "/"));
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn the_same_routes_on_the_other_kind_of_host_are_routes() {
    let calls: Vec<String> = all("solo-demo", "")
        .iter()
        .map(|call| call.replace("api.us.frontegg.com", "acme.us.frontegg.com"))
        .collect();
    let said = said(&calls);
    assert!(said.is_empty(), "{said:?}");
}

#[test]
fn a_letter_less_in_any_documented_route_is_seen_and_put_right() {
    let catalog = Catalog::built_in();
    for route in catalog.routes.iter().filter(|route| route.docs.is_some()) {
        let right = route.path.replace('{', "4").replace('}', "2");
        let wrong = right.replacen("/resources/", "/resource/", 1);
        if wrong != right {
            let miss = catalog.miss(&route.method, &wrong).map(|miss| miss.path);
            assert_eq!(miss.as_deref(), Some(right.as_str()), "{wrong}");
        }
    }
}
