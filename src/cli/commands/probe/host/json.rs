//! What a host is, for programs.

use serde_json::json;

use crate::cli::message;
use crate::online::host::Answer;

/// Version 1. Fields may be added; none is renamed, removed or retyped.
pub(super) fn write(answer: &Answer) -> String {
    let region = answer.region.as_ref();
    let signs: Vec<&String> = answer.proven.iter().chain(&answer.signs).collect();
    message::json(&json!({
        "version": 1,
        "host": answer.host,
        "verdict": answer.verdict.word(),
        "region": region.map(|(id, _)| id),
        "region_from": region.map(|(_, from)| from.word()),
        "issuer": answer.issuer,
        "keys": answer.keys,
        "environment": answer.configured,
        "for": signs,
        "against": answer.against,
        "notes": answer.notes,
        "configuration": answer.configuration,
        "help": answer.verdict.help(),
    }))
}
