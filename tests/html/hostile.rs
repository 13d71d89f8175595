//! A report in which every text is an attack.

use std::sync::Arc;

use frontegg_lint::finding::{
    Call, Cause, Diagnosis, Excerpt, Explains, Finding, Need, PlacedMark, Report, ShownFix,
    ShownRequest, Strength, Undecided,
};
use frontegg_lint::fix::Safety;
use frontegg_lint::source::{Place, Problem};
use frontegg_lint::truth::Why;

use crate::SCRIPT;
use crate::desk::written;

pub(crate) const TEXT: &str =
    "</pre></style><script>alert(1)</script><img src=x onerror=y>\"'&lt;\u{1b}[2J\u{202e}`";
/// The same, as a page shows it.
pub(crate) const SHOWN: &str = "<script>alert(1)</script><img src=x onerror=y>\"'&lt;‹U+001B›";

pub(crate) fn report() -> Report {
    let text = || TEXT.to_owned();
    let cause = |part_of| Cause { id: text(), why: text(), part_of };
    let call = |exchange| Call {
        exchange,
        started: Some(1_778_490_000_000 + i64::try_from(exchange).unwrap() * 100),
        method: text(),
        route: text(),
        status: Some(500),
        failed: true,
    };
    let undecided = Undecided {
        rule: text(),
        file: TEXT.into(),
        exchange: 1,
        needs: vec![Need { fact: text(), why: Why::Variable }],
        settle: Some(text()),
    };
    let diagnosis = Diagnosis {
        file: TEXT.into(),
        exchange: 1,
        error: text(),
        title: text(),
        status: Some(401),
        confirmed: vec![cause(None), cause(Some(text()))],
        excluded: vec![cause(None)],
        open: vec![cause(None)],
    };
    Report {
        file: TEXT.into(),
        path: TEXT.into(),
        findings: vec![finding()],
        diagnoses: vec![diagnosis],
        undecided: vec![undecided],
        problems: vec![Problem::lost(Some(Place::START), text())],
        exchanges: 3,
        frontegg: 3,
        calls: vec![call(1), call(2)],
        ..Report::default()
    }
}

fn finding() -> Finding {
    let text = || TEXT.to_owned();
    let mark = |shown| PlacedMark { start: Place::START, end: Place::START, label: text(), shown };
    let fix = ShownFix {
        safety: Safety::Safe,
        edits: vec![],
        corrected: format!("{TEXT}\n${TEXT}"),
        before: Some(format!("{TEXT} {TEXT}")),
        variables: vec![text()],
    };
    let first = written("call.sh", SCRIPT).findings.remove(0);
    // Marks over each other, between letters, beyond the end, and between the bytes of a letter.
    let marks =
        vec![mark(0..9), mark(3..20), mark(5..5), mark(900..901), mark(TEXT.len() - 2..900)];
    Finding {
        rule: text(),
        topic: text(),
        message: text(),
        help: Some(text()),
        file: Arc::from(TEXT),
        request: ShownRequest { method: text(), url: text() },
        pointer: Some(text()),
        marks,
        excerpt: Excerpt { text: format!("{TEXT}\n{TEXT}\n"), lines: vec![Some(1), Some(3)] },
        explains: Some(Explains { error: text(), strength: Strength::Likely }),
        folds: vec![text()],
        fix: Some(fix),
        ..first
    }
}
