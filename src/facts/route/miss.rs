//! What was probably meant by a path that no route has.

use crate::facts::catalog::{Miss, Service, Slip, Standing};
use crate::facts::{Facts, reading};
use crate::truth::Fact;

/// The slip between the path and a route; absent for the path of a route, and where nothing is
/// near.
pub(crate) fn of<'a>(facts: &Facts<'a>) -> Fact<Miss<'a>> {
    let path = facts.path();
    path.bare.as_ref().and_then(|bare| {
        let method = match reading::of(&facts.exchange.request.method, true) {
            Fact::Known(method) => method.to_ascii_uppercase(),
            Fact::Absent => return Fact::Absent,
            Fact::Unknown(why) => return Fact::Unknown(why),
        };
        let catalog = facts.catalog();
        if catalog.routes_at(bare).next().is_some() {
            return Fact::Absent;
        }
        catalog.miss(&method, bare).into()
    })
}

/// The whole path as it should be.
pub(crate) fn path(facts: &Facts<'_>) -> Fact<String> {
    let prefix = facts.path().prefix.known().unwrap_or_default();
    facts.miss().as_ref().map(|miss| format!("{prefix}{}", miss.path))
}

/// `GET /identity/resources/users/v3`.
pub(crate) fn route(miss: &Miss<'_>) -> String {
    format!("{} {}", miss.route.method, miss.route.path)
}

/// What is wrong, in words that hold nothing recorded.
pub(crate) fn words(miss: &Miss<'_>) -> String {
    let literal = miss.literal;
    match miss.slip {
        Slip::Misspelt => format!("the nearest route has `{literal}` in it"),
        Slip::ResourcesMissing => "`/resources/` is missing behind the service".to_owned(),
        Slip::VersionSwapped => "the version and the resource have changed places".to_owned(),
        Slip::SegmentShort => format!("stops short of `/{literal}`"),
        Slip::Base => format!("the resource lies under `/{literal}`"),
        Slip::Other => format!("`{literal}` would be a route here"),
    }
}

/// A word of `route.service-standing`.
pub(crate) const fn standing(service: &Service) -> &'static str {
    match service.standing {
        Standing::Documented => "documented",
        Standing::Observed | Standing::Internal => "observed",
    }
}
