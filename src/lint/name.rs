//! What makes a finding the same finding tomorrow; those that are alike are told apart at the end.

use crate::facts::Facts;
use crate::facts::table::{Id, Spot};
use crate::lint::judge::word;
use crate::rules::Rule;
use crate::view::fingerprint::{Parts, fingerprint, path_shape};

/// The facts that are names of headers, parameters and fields. What a header or a field holds is
/// never among them.
const NAMES: &[Id] = &[
    Id::HeaderMisspelt,
    Id::HeaderEmpty,
    Id::QueryUnknown,
    Id::QueryMissing,
    Id::QueryBad,
    Id::QueryTenant,
    Id::BodyWrongName,
    Id::BodyMissingField,
    Id::BodyUnknownField,
    Id::BodyBadField,
];

/// The name of what a rule finds in an exchange of the file at `path`.
pub(super) fn name(facts: &Facts<'_>, rule: &Rule, path: &str) -> String {
    let exchange = facts.exchange();
    let target = word(facts, Id::RoutePath).unwrap_or_else(|| {
        let class = word(facts, Id::HostClass).unwrap_or_default();
        class + &path_shape(exchange.request.url.path.as_written())
    });
    fingerprint(&Parts {
        rule: &rule.id,
        path,
        method: exchange.request.method.as_written(),
        target: &target,
        name: &about(facts, rule),
    })
}

/// The header, parameter or field that the rule asks about or points at.
fn about(facts: &Facts<'_>, rule: &Rule) -> String {
    let asked = rule.facts();
    let mut names = NAMES.iter().filter(|name| asked.contains(name));
    let pointed = || match &rule.places.first()?.spot {
        Spot::Header(name) | Spot::BodyField(name) => Some(name.to_ascii_lowercase()),
        Spot::Request
        | Spot::Method
        | Spot::Url
        | Spot::UrlScheme
        | Spot::UrlHost
        | Spot::UrlPath
        | Spot::UrlSlashes
        | Spot::UrlQuery
        | Spot::QueryUnknown
        | Spot::QueryUnknownToo
        | Spot::QueryOffset
        | Spot::QueryBad
        | Spot::QueryTenant
        | Spot::QueryScope
        | Spot::Token
        | Spot::Authorization
        | Spot::Secret
        | Spot::HeaderMisspelt
        | Spot::HeaderEmpty
        | Spot::Body
        | Spot::BodyWrongName
        | Spot::BodyBreak
        | Spot::BodyMissing
        | Spot::BodyUnknownField
        | Spot::BodyBadField
        | Spot::BodyPermissionKey
        | Spot::BodyFeatures
        | Spot::RecordingUnchangedField
        | Spot::Accident(_) => None,
    };
    names.find_map(|name| word(facts, *name)).or_else(pointed).unwrap_or_default()
}
