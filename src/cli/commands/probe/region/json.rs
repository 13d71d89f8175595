//! The regions' answer for programs.

use serde_json::{Value, json};

use crate::facts::catalog::Region;
use crate::online::Verdict;

use super::{Heard, Outcome};

/// Version 1. Fields may be added; none is renamed, removed or retyped.
pub(in crate::cli::commands::probe) fn document(outcome: &Outcome<'_>) -> Value {
    let (verdict, minted) = match &outcome.verdict {
        Verdict::Known { minted, .. } => ("known", minted.as_ref()),
        Verdict::Several { .. } => ("several", None),
        Verdict::Unknown => ("unknown", None),
        Verdict::Unanswered { .. } => ("unanswered", None),
    };
    let region = outcome.region();
    json!({
        "version": 1,
        "client_id": outcome.client_id,
        "verdict": verdict,
        "region": region.map(|region| &region.id),
        "gateway": region.map(|region| &region.gateway),
        "regions": outcome.rows.iter().map(row).collect::<Vec<_>>(),
        "token_expires_in_seconds": minted.and_then(|minted| minted.expires_in),
        "configured_region": outcome.configured,
        "configuration": region.map(|region| format!("region: {}\n", region.id)),
    })
}

fn row((region, heard): &(&Region, Heard)) -> Value {
    let (answer, why) = match heard {
        Heard::Accepted => ("accepted", None),
        Heard::Refused => ("refused", None),
        Heard::Silent(why) => ("none", Some(why.to_string())),
    };
    json!({ "region": region.id, "gateway": region.gateway, "answer": answer, "why": why })
}
