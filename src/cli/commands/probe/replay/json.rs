//! Two answers for programs.

use serde_json::{Value, json};

use super::{Side, Told};
use crate::cli::message;
use crate::online::replay::Answer;

/// Version 1. Fields may be added; none is renamed, removed or retyped.
pub(super) fn write(told: &Told<'_>) -> String {
    let corrected = told.corrected.as_ref().map(|(side, finding)| {
        let mut value = of_side(side);
        value["rule"] = finding.rule.as_str().into();
        value
    });
    message::json(&json!({
        "version": 1,
        "call": told.number,
        "as_recorded": of_side(&told.recorded),
        "corrected": corrected,
        "shows": told.shows.word(),
        "names_two_hosts": told.two_hosts,
    }))
}

fn of_side(side: &Side<'_>) -> Value {
    let request = json!({ "method": side.shown.method, "url": side.shown.url });
    match (&side.again, &side.reply) {
        (Err(why), _) => json!({ "request": request, "not_sent": why.to_string() }),
        (Ok(_), Some(Ok(answer))) => of_answer(answer, &request),
        (Ok(_), Some(Err(why))) => json!({ "request": request, "no_answer": why.to_string() }),
        (Ok(_), None) => json!({ "request": request }),
    }
}

fn of_answer(answer: &Answer, request: &Value) -> Value {
    let known = answer.diagnosis.as_ref();
    let error = (known.is_some() || !answer.texts.is_empty()).then(|| {
        json!({
            "id": known.map(|known| known.error.as_str()),
            "title": known.map(|known| known.title.as_str()),
            "texts": answer.texts,
        })
    });
    let cause = known.and_then(|known| known.confirmed.first());
    json!({
        "request": request,
        "status": answer.status,
        "error": error,
        "cause": cause.map(|cause| json!({ "id": cause.id, "why": cause.why })),
        "unclear": answer.unclear().map(ToString::to_string),
        "trace_id": answer.trace,
        "took_ms": u64::try_from(answer.took.as_millis()).unwrap_or(u64::MAX),
    })
}
