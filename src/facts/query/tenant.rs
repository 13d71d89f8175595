//! A tenant that is named where the route does not look for it.

use crate::facts::catalog::{Route, Scope};
use crate::facts::{Facts, headers};
use crate::source::Span;
use crate::truth::Fact;

/// What people call it outside the header.
const NAMES: [&str; 3] = ["tenantId", "tenant_id", "frontegg-tenant-id"];

/// A tenant under a name that the route does not know.
pub(crate) struct TenantName {
    pub(crate) name: &'static str,
    /// `query` or `body`.
    pub(crate) place: &'static str,
    pub(crate) value: Fact<String>,
    pub(crate) span: Span,
}

/// The first such name: in the query, else in the body.
pub(crate) fn tenant(facts: &Facts<'_>) -> Fact<TenantName> {
    match in_query(facts) {
        Fact::Absent => in_body(facts),
        found @ (Fact::Known(_) | Fact::Unknown(_)) => found,
    }
}

fn in_query(facts: &Facts<'_>) -> Fact<TenantName> {
    super::listed(facts).and_then(|listed| {
        let query = facts.query();
        let free = |name: &&str| !listed.iter().any(|known| known.name == **name);
        let found = NAMES.into_iter().filter(free).find_map(|name| {
            let given = query.given.iter().find(|given| given.name == name)?;
            let value = given.value(facts.was_sent());
            Some(TenantName { name, place: "query", value, span: given.whole.span() })
        });
        found.into()
    })
}

fn in_body(facts: &Facts<'_>) -> Fact<TenantName> {
    let shape = facts.path().route.and_then(|route: &Route| {
        let body = route.body.get().as_ref().map(|body| &body.shape);
        body.filter(|shape| !shape.takes_any_field() && shape.any_of.is_empty()).into()
    });
    shape.and_then(|shape| {
        let Fact::Known(body) = facts.body() else { return Fact::Absent };
        let Fact::Known(root) = body.root() else { return Fact::Absent };
        let free = |name: &&str| shape.field(name).is_none();
        let found = NAMES.into_iter().filter(free).find_map(|name| {
            let (key, _) = root.members().find(|(key, _)| key.content() == name)?;
            let value = body.string(name).map(str::to_owned);
            let span = body.span_of(key.span().start..key.span().end);
            Some(TenantName { name, place: "body", value, span })
        });
        found.into()
    })
}

/// Names in the query that have a rule of their own: the route reads the tenant from a header that
/// is not there, or that says the same.
pub(super) fn told_elsewhere(facts: &Facts<'_>) -> &'static [&'static str] {
    let reads =
        facts.path().route.map(|route| !matches!(route.tenant, Scope::None | Scope::Refused));
    if reads != Fact::Known(true) {
        return &[];
    }
    let named = in_query(facts).and_then(|tenant| tenant.value);
    let same = match (headers::value(facts.exchange(), "frontegg-tenant-id"), named) {
        (Fact::Known(header), Fact::Known(named)) => header == named,
        (Fact::Absent | Fact::Unknown(_), _) | (_, Fact::Absent | Fact::Unknown(_)) => true,
    };
    if same { &NAMES } else { &[] }
}
