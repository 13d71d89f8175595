//! A finding, as SARIF has it.

use serde::Serialize;

use super::Message;
use super::place::{Artifact, Location, Region};
use super::rule::{Rules, level};
use crate::finding::{PlacedEdit, ShownFix};
use crate::fix::Safety;
use crate::report::found::Found;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultItem<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "fronteggLint/v1")]
    first: &'a str,
}

/// What the JSON report says besides.
#[derive(Serialize)]
struct Properties<'a> {
    claims: &'static str,
    exchange: usize,
    method: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    explains: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    folds: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Message,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

impl<'a> ResultItem<'a> {
    pub(super) fn of(found: &'a Found<'_>, rules: &Rules) -> Self {
        let finding = found.finding;
        Self {
            rule_id: &finding.rule,
            rule_index: rules.index(&finding.rule),
            // Any other kind has no level.
            kind: "fail",
            level: level(finding.severity),
            message: Message::plain(&found.sentence()),
            locations: [Location::of_found(found)],
            related_locations: Location::related(found),
            partial_fingerprints: Fingerprints { first: &finding.fingerprint },
            fixes: finding.fix.iter().filter_map(|fix| Fix::of(fix, found)).collect(),
            properties: Properties {
                claims: finding.claims.word(),
                exchange: finding.exchange,
                method: &finding.request.method,
                url: &finding.request.url,
                explains: finding.explains.as_ref().map(|explains| explains.error.as_str()),
                folds: &finding.folds,
            },
        }
    }
}

impl<'a> Fix<'a> {
    /// None where the recording is evidence and nothing in it is to be changed, and none where a
    /// value is missing: whoever reads this may apply it.
    fn of(fix: &'a ShownFix, found: &'a Found<'_>) -> Option<Self> {
        let help = found.finding.help.as_deref().unwrap_or("the corrected call");
        let caution = match fix.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (inferred: look at it before it is applied)",
            Safety::Placeholder => return None,
        };
        let replacement = |edit: &'a PlacedEdit| Replacement {
            deleted_region: Region::of(edit.start, edit.end),
            inserted_content: Content { text: &edit.text },
        };
        (!fix.edits.is_empty()).then(|| Self {
            description: Message::plain(&format!("{help}{caution}")),
            artifact_changes: [Change {
                artifact_location: Artifact::of(found.path()),
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
        })
    }
}
