//! Frontegg's headers in a request: their values, their near misses, what is missing.

use crate::exchange::{Exchange, Header};
use crate::near::edits;
use crate::truth::Fact;

use super::catalog::Catalog;
use super::{host, placeholder, reading};

/// Headers that look like the others and mean something of their own.
const TELEMETRY: &[&str] = &[
    "frontegg-authenticated-entity-id",
    "frontegg-authenticated-entity-type",
    "frontegg-login-alias",
    "frontegg-source",
    "frontegg-trace-id",
    "x-frontegg-framework",
    "x-frontegg-middleware",
    "x-frontegg-sdk",
];

const FORWARDING: [&str; 3] =
    ["x-frontegg-forwarded-for", "x-frontegg-headers-verifier", "frontegg-vendor-id"];

/// The value of a header; absent when it is empty.
pub(crate) fn value<'a>(exchange: &'a Exchange, name: &str) -> Fact<&'a str> {
    let sent = reading::was_sent(exchange);
    exchange.request.header(name).and_then(|header| {
        // Nobody reads what was taken out, and yet it can be told from others.
        match header.value.known() {
            Fact::Known(text) if placeholder::is_numbered(text) => Fact::Known(text),
            Fact::Known(_) | Fact::Absent | Fact::Unknown(_) => reading::of(&header.value, sent),
        }
    })
}

/// `frontegg-application-id`, or the name that client libraries use.
pub(crate) fn application(exchange: &Exchange) -> Fact<&str> {
    value(exchange, "frontegg-application-id")
        .or_else(|| value(exchange, "frontegg-requested-application-id"))
}

/// `frontegg-requested-application-id`, where `frontegg-application-id` is not there.
pub(crate) fn client_application(exchange: &Exchange) -> Fact<&str> {
    match exchange.request.header("frontegg-application-id") {
        Fact::Known(_) => Fact::Absent,
        Fact::Absent => value(exchange, "frontegg-requested-application-id"),
        Fact::Unknown(why) => Fact::Unknown(why),
    }
}

/// The bare host in a `frontegg-vendor-host`, whether it was bare or not.
pub(crate) fn vendor_host(exchange: &Exchange) -> Fact<String> {
    value(exchange, "frontegg-vendor-host").and_then(|value| host::bare(value).into())
}

/// The bare host in a `frontegg-vendor-host` that has a scheme or a path.
pub(crate) fn vendor_host_to_bare(exchange: &Exchange) -> Fact<String> {
    value(exchange, "frontegg-vendor-host").and_then(|value| {
        let dressed = value.contains("://") || value.contains('/');
        if dressed { host::bare(value).into() } else { Fact::Absent }
    })
}

/// A header that is a near miss of one of Frontegg's, and the name it misses.
pub(crate) type Misspelt<'a> = (&'a Header, &'a str);

/// The first of them.
pub(crate) fn misspelt<'a>(exchange: &'a Exchange, catalog: &'a Catalog) -> Option<Misspelt<'a>> {
    exchange.request.headers.iter().find_map(|header| {
        let right = missed(header, catalog)?;
        // Beside the right one, a wrong one changes nothing.
        (!exchange.request.headers.iter().any(|other| other.is(right))).then_some((header, right))
    })
}

fn missed<'a>(header: &Header, catalog: &'a Catalog) -> Option<&'a str> {
    let name = header.name.known().known()?.trim().to_ascii_lowercase();
    let right = catalog.headers.iter().any(|known| known.name.eq_ignore_ascii_case(&name));
    if right || TELEMETRY.contains(&name.as_str()) || name.starts_with("x-frontegg-sdk") {
        return None;
    }
    let seen = |misspelt: &String| misspelt.eq_ignore_ascii_case(&name);
    let known = catalog.headers.iter().find(|known| known.misspelt.iter().any(seen));
    let near = || {
        catalog
            .headers
            .iter()
            .filter(|known| known.name.len() >= 12 && known.name.len().abs_diff(name.len()) <= 2)
            .filter(|known| may_be_near(&name, &known.name))
            .map(|known| (edits(&name, &known.name.to_ascii_lowercase()), known))
            .filter(|(distance, _)| *distance <= 2)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, known)| known)
    };
    known.or_else(near).map(|known| known.name.as_str())
}

/// A Frontegg header whose value is known to be empty.
pub(crate) fn empty<'a>(exchange: &'a Exchange, catalog: &Catalog) -> Option<&'a Header> {
    exchange.request.headers.iter().find(|header| {
        let name = header.name.as_written().trim();
        let own = name.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("frontegg-"))
            || catalog
                .headers
                .iter()
                .any(|known| known.name.contains("frontegg") && header.is(&known.name));
        own && header.value.known().known().is_some_and(|value| value.trim().is_empty())
    })
}

/// The first of the three headers of IP forwarding that is missing beside the others.
pub(crate) fn forwarding_gap(exchange: &Exchange) -> Fact<&'static str> {
    let there = |name: &str| exchange.request.header(name);
    if !FORWARDING[..2].iter().any(|name| there(name).is_known()) {
        return match there(FORWARDING[0]) {
            Fact::Unknown(why) => Fact::Unknown(why),
            Fact::Known(_) | Fact::Absent => Fact::Absent,
        };
    }
    let missing = FORWARDING.iter().find(|name| !there(name).is_known());
    match missing {
        Some(name) => match there(name) {
            Fact::Unknown(why) => Fact::Unknown(why),
            Fact::Known(_) | Fact::Absent => Fact::Known(name),
        },
        None => Fact::Absent,
    }
}

/// Whether two words could be two slips apart, by the letters they have, in whatever order: nearly
/// every header of nearly every call is none of ours, and this tells it without a table.
fn may_be_near(a: &str, b: &str) -> bool {
    let mut letters = [0_i16; 32];
    a.bytes().take(80).for_each(|byte| letters[usize::from(byte & 31)] += 1);
    b.bytes().take(80).for_each(|byte| letters[usize::from(byte & 31)] -= 1);
    // A slip takes at most one letter away and brings one.
    letters.iter().map(|count| count.unsigned_abs()).sum::<u16>() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_slips_apart_is_always_looked_at() {
        for slip in
            ["frontegg-tenant-id", "frontegg_tenant_id", "frotnegg-teannt-id", "Frontegg-tenantid"]
        {
            assert!(may_be_near(slip, "frontegg-tenant-id"), "{slip}");
        }
        assert!(!may_be_near("content-security-po", "frontegg-tenant-id"));
    }
}
