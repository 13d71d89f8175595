//! What the documentation says of a call's body, and how the body differs from it.

use crate::facts::Facts;
use crate::facts::catalog::{Route, Scope, Shape};
use crate::truth::Fact;

use super::check;
use super::faults::Faults;

/// The shape of the body; absent where nothing documents it as JSON, and without a body.
pub(crate) fn documented<'f>(facts: &'f Facts<'_>) -> Fact<&'f Shape> {
    let body = facts.body().as_ref().and_then(super::Body::root);
    body.and_then(|_| facts.path().route.and_then(|route| shape(route).into()))
}

/// What is wrong with the body beside that shape.
pub(crate) fn differences(facts: &Facts<'_>) -> Fact<Faults> {
    documented(facts).and_then(|shape| {
        let body = facts.body().as_ref();
        body.map(|body| check::compare(body, shape, told_elsewhere(facts)))
    })
}

fn shape(route: &Route) -> Option<&Shape> {
    let body = route.body.get().as_ref()?;
    let json = body.types.is_empty() || body.types.iter().any(|kind| kind.contains("json"));
    json.then_some(&body.shape)
}

/// A tenant in the body of a call that reads it from the header: there is a rule for that.
fn told_elsewhere(facts: &Facts<'_>) -> &'static [&'static str] {
    let reads =
        facts.path().route.map(|route| !matches!(route.tenant, Scope::None | Scope::Refused));
    let header = facts.exchange().request.header("frontegg-tenant-id");
    match (reads, header) {
        (Fact::Known(true), Fact::Absent) => &["tenantId", "tenant_id"],
        _ => &[],
    }
}
