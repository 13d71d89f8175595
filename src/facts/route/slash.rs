//! Slashes that stand where something is missing.

use crate::facts::Facts;
use crate::facts::catalog::{Catalog, Standing};
use crate::truth::Fact;

/// The name of a parameter in whose place nothing stands: `/users/v1//roles`, or `/users/v1/` with
/// a method that takes an id alone.
pub(crate) fn empty_parameter<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    let path = facts.path();
    let method = facts.exchange.request.method_for_routing();
    path.bare.as_ref().and_then(|bare| {
        let found = if bare.contains("//") {
            inside(facts.catalog(), method, bare)
        } else {
            at_the_end(facts.catalog(), method, bare)
        };
        found.into()
    })
}

fn inside<'c>(catalog: &'c Catalog, method: &str, bare: &str) -> Option<&'c str> {
    let path = bare.strip_suffix('/').unwrap_or(bare);
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let at = segments.iter().position(|segment| segment.is_empty())?;
    let filled: String = segments
        .iter()
        .flat_map(|segment| ["/", if segment.is_empty() { "{}" } else { *segment }])
        .collect();
    if catalog.find(method, &filled).is_none() && catalog.find(method, &single(bare)).is_some() {
        return None;
    }
    let routes = || catalog.routes_at(&filled).filter(|route| !route.path.ends_with("{*}"));
    let route = routes().find(|route| route.method == method).or_else(|| routes().next())?;
    parameter(&route.path, at)
}

fn at_the_end<'c>(catalog: &'c Catalog, method: &str, bare: &str) -> Option<&'c str> {
    let list = bare.strip_suffix('/')?;
    if catalog.find(method, list).is_some() {
        return None;
    }
    let route = catalog.find(method, &format!("{list}/{{}}"))?;
    parameter(&route.path, list.matches('/').count())
}

/// The name of the parameter in this place, counted from 0.
fn parameter(template: &str, at: usize) -> Option<&str> {
    let segment = template.trim_start_matches('/').split('/').nth(at)?;
    segment.strip_prefix('{')?.strip_suffix('}').filter(|name| *name != "*")
}

/// The whole path with one slash where there are several; absent where there are none, or the
/// path lies in no service.
pub(crate) fn merged(facts: &Facts<'_>) -> Fact<String> {
    let path = facts.path();
    path.bare.as_ref().and_then(|_| path.whole.as_ref()).and_then(|whole| {
        let merged = single(whole);
        let ours = whole.contains("//") && facts.catalog().service(&merged).is_some();
        ours.then_some(merged).into()
    })
}

fn single(path: &str) -> String {
    let mut merged = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !merged.ends_with('/') {
            merged.push(letter);
        }
    }
    merged
}

/// The services that have a route of this path, which begins at `/resources/`: those that take
/// the method, if any does.
fn fitting<'c>(facts: &Facts<'c>) -> Fact<Vec<&'c str>> {
    let method = facts.exchange.request.method_for_routing();
    facts.path().bare.as_ref().and_then(|bare| {
        if !bare.starts_with("/resources/") {
            return Fact::Absent;
        }
        let catalog = facts.catalog();
        let documented = |standing| standing == Standing::Documented;
        let services = catalog.services.iter().filter(|service| documented(service.standing));
        let bases: Vec<&str> = services.map(|service| &*service.base).collect();
        let of = |base: &str| format!("{base}{bare}");
        let with = |takes: &dyn Fn(&str) -> bool| -> Vec<&'c str> {
            bases.iter().copied().filter(|base| takes(&of(base))).collect()
        };
        let by_method = with(&|path| catalog.find(method, path).is_some());
        let found = if by_method.is_empty() {
            with(&|path| catalog.routes_at(path).next().is_some())
        } else {
            by_method
        };
        (!found.is_empty()).then_some(found).into()
    })
}

/// The service that is left out before `/resources/`, or those that it may be, in words.
pub(crate) fn service_left_out(facts: &Facts<'_>) -> Fact<String> {
    fitting(facts).map(|bases| format!("`{}`", bases.join("` or `")))
}

/// The path with the service that was left out; absent where it may be several.
pub(crate) fn with_service(facts: &Facts<'_>) -> Fact<String> {
    fitting(facts).and_then(|bases| {
        let [base] = bases[..] else { return Fact::Absent };
        let prefix = facts.path().prefix.known().unwrap_or_default();
        facts.path().bare.as_ref().map(|bare| format!("{prefix}{base}{bare}"))
    })
}

/// Whether the call names a tenant: in the header, the query or the body.
pub(crate) fn names_tenant(facts: &Facts<'_>) -> Fact<bool> {
    const NAMES: [&str; 3] = ["tenantId", "tenant_id", "tenant-id"];
    let request = &facts.exchange.request;
    let header = crate::facts::headers::value(facts.exchange, "frontegg-tenant-id");
    let query = request.url.query_pairs();
    let in_query = query.iter().any(|(name, _)| NAMES.contains(&name.as_written()));
    let in_body =
        request.body.as_ref().map(|body| NAMES.iter().any(|name| body.as_written().contains(name)));
    match (header, in_body) {
        (Fact::Known(_), _) | (_, Fact::Known(true)) => Fact::Known(true),
        _ if in_query => Fact::Known(true),
        (Fact::Unknown(why), _) | (_, Fact::Unknown(why)) => Fact::Unknown(why),
        (Fact::Absent, Fact::Known(false) | Fact::Absent) => Fact::Known(false),
    }
}
