//! Which variables hold what an earlier command answered.

use std::collections::BTreeMap;

use crate::exchange::{Echo, Request};

/// The exchange whose answer an expression takes a value from. None where there are two.
pub(super) fn answer(written: &str, answers: &BTreeMap<String, usize>) -> Option<usize> {
    let mut found = named(written).filter_map(|name| answers.get(&name).copied());
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The variables in the headers of a request that hold earlier answers.
pub(super) fn of(request: &Request, answers: &BTreeMap<String, usize>) -> Vec<Echo> {
    let mut echoes = Vec::new();
    for value in request.headers.iter().map(|header| &header.value) {
        for hole in value.holes() {
            let written = value.as_written().get(hole.range.clone()).unwrap_or_default();
            let span = value.span_of(hole.range.clone());
            echoes.extend(answer(written, answers).map(|of| Echo { span, of }));
        }
    }
    echoes
}

/// The names behind dollar signs, in small letters.
fn named(written: &str) -> impl Iterator<Item = String> {
    written.split('$').skip(1).take(16).map(|rest| {
        let rest = rest.trim_start_matches(['{', '(']);
        let end = rest.find(|c: char| !super::scan::is_name_letter(c)).unwrap_or(rest.len());
        rest[..end].to_ascii_lowercase()
    })
}
