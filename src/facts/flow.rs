//! What a call is to the calls before it, where the session alone cannot say.

use crate::truth::Fact;

use super::Facts;
use super::catalog::Counts;
use super::host::Class;
use super::session::{Call, Cookie};

/// What became of the refresh cookie that the log-in set.
pub(crate) fn cookie(facts: &Facts<'_>) -> Fact<Cookie> {
    facts.session().refreshes.cookie(facts.exchange())
}

/// The other domain of the environment that the call goes to.
pub(crate) fn other_domain<'f>(facts: &'f Facts<'_>) -> Fact<&'f str> {
    match facts.host().class {
        Fact::Known(Class::Environment | Class::Custom) => {
            facts.session().domains.other(&Call::of(facts.exchange()), facts.token())
        }
        Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => Fact::Absent,
    }
}

/// What the offset of the route counts, as far as that is known.
pub(crate) fn page_counts(facts: &Facts<'_>) -> Fact<&'static str> {
    let query = facts.exchange().request.url.query.as_ref();
    if !query.is_some_and(|query| query.as_written().contains("offset")) {
        return Fact::Absent;
    }
    facts.path().route.and_then(|route| {
        let counts = route.query.get().iter().find_map(|parameter| match &*parameter.name {
            "_offset" | "offset" => parameter.counts,
            _ => None,
        });
        counts
            .map(|counts| match counts {
                Counts::Pages => "pages",
                Counts::Records => "records",
            })
            .into()
    })
}
