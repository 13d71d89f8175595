//! What a recording comes to, in sentences.

use std::fmt::Write as _;

use super::super::line;
use super::super::recording::chosen;
use crate::finding::{Report, Severity};
use crate::report::recording::{Cause, Failure, Recording, Row};
use crate::report::words::{clock, count, span};

pub(in crate::report::human) fn summary(report: &Report, recording: &Recording<'_>) -> String {
    let mut text = String::new();
    let lasted = recording.lasted.filter(|lasted| *lasted > 0);
    let lasted = lasted.map(|lasted| format!(" in {}", span(lasted))).unwrap_or_default();
    let calls = count(report.frontegg, "call");
    let _ = writeln!(text, "the recording {}: {calls} to Frontegg{lasted}", line(&report.file));
    recording.causes.iter().for_each(|one| cause(one, &mut text));
    if let Some(one) = &recording.first_failure {
        failure(one, &mut text);
    }
    if report.calls.iter().any(|call| call.started.is_some() || call.status.is_some()) {
        rows(report, recording, &mut text);
    }
    text.push('\n');
    text
}

fn cause(cause: &Cause<'_>, text: &mut String) {
    let word = match cause.severity {
        Severity::Error | Severity::Warning => cause.severity.word(),
        Severity::Info => "note",
    };
    let calls = match cause.calls {
        1 => format!("in call {}", cause.first),
        calls => format!("in {calls} calls, the first is call {}", cause.first),
    };
    let _ = writeln!(text, "cause, {word}: {} {calls}", line(cause.rule));
}

fn failure(failure: &Failure<'_>, text: &mut String) {
    let call = failure.call;
    let status = call.status.map(|status| format!(", status {status}")).unwrap_or_default();
    let why = match (failure.cause(), failure.diagnosis) {
        (Some((rule, why)), _) => format!("{}, rule {}", line(why), line(rule)),
        (None, Some(one)) => format!("\"{}\", and no cause is certain", line(&one.title)),
        (None, None) => "no rule says why".to_owned(),
    };
    let asked = line(&format!("{} {}", call.method, call.route));
    let _ = writeln!(text, "the first failure is call {}, {asked}{status}: {why}", call.exchange);
}

fn rows(report: &Report, recording: &Recording<'_>, text: &mut String) {
    let shown = chosen(&recording.rows);
    let mut hidden = report.frontegg.saturating_sub(report.calls.len());
    for (number, row) in recording.rows.iter().enumerate() {
        if shown.contains(&number) {
            call(row, text);
        } else {
            hidden += row.times;
        }
    }
    if hidden > 0 {
        let _ = writeln!(text, "{} more not told", count(hidden, "call"));
    }
}

/// `call 4 after 0.51 s: GET /users, status 401, failed, found a-rule`.
fn call(row: &Row<'_>, text: &mut String) {
    let numbers = match row.times {
        1 => format!("call {}", row.call.exchange),
        _ => format!("calls {} to {}", row.call.exchange, row.last),
    };
    let after = row.offset.map(|offset| format!(" after {}", clock(offset))).unwrap_or_default();
    let asked = line(&format!("{} {}", row.call.method, row.call.route));
    let _ = write!(text, "{numbers}{after}: {asked}");
    if let Some(status) = row.call.status {
        let _ = write!(text, ", status {status}");
    }
    if row.call.failed {
        text.push_str(", failed");
    }
    if !row.rules.is_empty() {
        let _ = write!(text, ", found {}", line(&row.rules.join(" and ")));
    }
    text.push('\n');
}
