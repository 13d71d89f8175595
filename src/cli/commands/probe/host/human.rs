//! What a host is, for people.

use super::super::rows::Rows;
use crate::facts::catalog::Catalog;
use crate::online::host::{Answer, Verdict};

pub(super) fn write(answer: &Answer, catalog: &Catalog) -> String {
    let mut rows = Rows::titled(&format!("{}: {}", answer.host, answer.verdict.title()));
    if let Some(region) = region(answer, catalog) {
        rows.row("region", &region);
    }
    if let Some(issuer) = &answer.issuer {
        rows.row("issuer", issuer);
    }
    rows.all("because", &answer.proven);
    rows.all(if answer.proven.is_empty() { "because" } else { "" }, &answer.signs);
    rows.all("but", &answer.against);
    rows.all("note", &answer.notes);
    if let Some(lines) = &answer.configuration {
        rows.all("to keep", &lines.lines().map(str::to_owned).collect::<Vec<_>>());
    }
    rows.ended(answer.verdict.help())
}

fn region(answer: &Answer, catalog: &Catalog) -> Option<String> {
    if let Some((id, from)) = &answer.region {
        let gateway = catalog.region(id).map(|region| format!(", gateway {}", region.gateway));
        let gateway = gateway.unwrap_or_default();
        return Some(format!("{}, by its {}{gateway}", id.to_uppercase(), from.word()));
    }
    match answer.verdict {
        Verdict::Environment | Verdict::LooksLike | Verdict::Gateway => {
            Some("cannot tell; `probe region` finds it by your credentials".to_owned())
        }
        Verdict::OtherFrontegg
        | Verdict::NoEnvironment
        | Verdict::Misfit
        | Verdict::LookAlike
        | Verdict::CannotTell
        | Verdict::Silent => None,
    }
}
