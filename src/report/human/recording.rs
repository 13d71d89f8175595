//! The end of a recording's report: its causes, its first failure, its calls in time.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::paint::{Paint, Tone};
use super::wrap::words;
use super::{Detail, Human, Style, cut, line, plain, tone};
use crate::finding::{Report, Severity};
use crate::report::recording::{Cause, Failure, Recording, Row, Worth, recording};
use crate::report::words::{clock, count, span};

/// So many lines of calls are read.
const LINES: usize = 20;
/// Where the words of a line begin.
const INDENT: usize = 15;

/// Nothing for a single call, for one where all is well, and for those who want it quiet.
pub(super) fn summary(report: &Report, human: &Human) -> String {
    let wanted = match human.detail {
        Detail::Quiet => false,
        Detail::Normal => !(report.findings.is_empty() && report.diagnoses.is_empty()),
        Detail::Verbose => true,
    };
    let Some(recording) = recording(report).filter(|_| wanted) else { return String::new() };
    match human.style {
        Style::Drawn => drawn(report, &recording, human),
        Style::Plain => plain::summary(report, &recording),
    }
}

fn drawn(report: &Report, recording: &Recording<'_>, human: &Human) -> String {
    let mut page = Page { text: String::new(), human };
    page.causes(&recording.causes);
    if let Some(failure) = &recording.first_failure {
        page.failure(failure);
    }
    // Commands that nobody has sent yet have no story.
    if report.calls.iter().any(|call| call.started.is_some() || call.status.is_some()) {
        page.calls(recording, report.frontegg.saturating_sub(report.calls.len()));
    }
    if page.text.is_empty() {
        return String::new();
    }
    let paint = Paint::of(human.colour);
    let lasted =
        recording.lasted.filter(|lasted| *lasted > 0).map(|lasted| format!(" in {}", span(lasted)));
    let head = paint.dress(Tone::Strong, "recording");
    let calls = count(report.frontegg, "call");
    let file = line(&report.file);
    format!("{head}: {file}, {calls} to Frontegg{}\n{}\n", lasted.unwrap_or_default(), page.text)
}

struct Page<'h> {
    text: String,
    human: &'h Human,
}

impl Page<'_> {
    /// A head and words that may need several lines.
    fn row(&mut self, (tone, head): (Tone, &str), said: &str) {
        let lines = words(&line(said), self.human.columns().saturating_sub(INDENT));
        for (number, words) in lines.iter().enumerate() {
            let head = if number == 0 { head } else { "" };
            let head = Paint::of(self.human.colour).dress(tone, &format!("{head:<11}"));
            let _ = writeln!(self.text, "   {head} {words}");
        }
    }

    /// Of one finding all is said above.
    fn causes(&mut self, causes: &[Cause<'_>]) {
        let all: usize = causes.iter().map(|cause| cause.calls).sum();
        if all < 2 {
            return;
        }
        for (number, cause) in causes.iter().enumerate() {
            let head = if number == 0 { "causes" } else { "" };
            let calls = match cause.calls {
                1 => format!("call {}", cause.first),
                calls => format!("{calls} calls, the first is call {}", cause.first),
            };
            let word = match cause.severity {
                Severity::Error | Severity::Warning => cause.severity.word(),
                Severity::Info => "note",
            };
            self.row((tone(cause.severity), head), &format!("{word}[{}]: {calls}", cause.rule));
        }
    }

    fn failure(&mut self, failure: &Failure<'_>) {
        let call = failure.call;
        let status = call.status.map(|status| format!(" {status}")).unwrap_or_default();
        let route = cut(&call.route, self.human.columns().saturating_sub(INDENT + 2));
        let said = format!("call {}, {} {route}:{status}", call.exchange, call.method);
        let why = match (failure.cause(), failure.diagnosis) {
            (Some((rule, why)), _) => format!(", {why} [{rule}]"),
            (None, Some(diagnosis)) => {
                format!(" \"{}\", and no cause is certain [{}]", diagnosis.title, diagnosis.error)
            }
            (None, None) => ", and no rule says why".to_owned(),
        };
        self.row((Tone::Bad, "failed at"), &(said + &why));
    }

    fn calls(&mut self, recording: &Recording<'_>, unseen: usize) {
        let shown = chosen(&recording.rows);
        let columns = Columns::of(recording);
        let mut head = "calls";
        let mut hidden = 0;
        for (number, row) in recording.rows.iter().enumerate() {
            if !shown.contains(&number) {
                hidden += row.times;
                continue;
            }
            self.hidden(columns, std::mem::take(&mut hidden));
            self.call(row, columns, head);
            head = "";
        }
        self.hidden(columns, hidden + unseen);
    }

    fn hidden(&mut self, columns: Columns, hidden: usize) {
        if hidden > 0 {
            let _ = writeln!(self.text, "{}… {hidden} more", " ".repeat(columns.route()));
        }
    }

    fn call(&mut self, row: &Row<'_>, columns: Columns, head: &str) {
        let paint = Paint::of(self.human.colour);
        let (start, width) = (columns.start(row, head), self.human.columns());
        let status = row.call.status.map_or_else(|| "–".to_owned(), |status| status.to_string());
        let status = format!("{status:>3}");
        let status = if row.call.failed { paint.dress(Tone::Bad, &status) } else { status };
        let times = if row.times == 1 { String::new() } else { format!(" × {}", row.times) };
        let room = width.saturating_sub(columns.route() + times.chars().count() + 1);
        let call = cut(&line(&format!("{} {}", row.call.method, row.call.route)), room) + &times;
        let _ = write!(self.text, "{start} {status} {call}");
        if let Some(rules) = rules(row) {
            let length = rules.chars().count();
            let taken = columns.route() + call.chars().count() + 2 + length;
            let rules = paint.dress(Tone::Doubtful, &rules);
            let gap = if taken <= width {
                "  ".to_owned()
            } else {
                let indent = (columns.route() + 2).min(width.saturating_sub(length));
                format!("\n{}", " ".repeat(indent))
            };
            let _ = write!(self.text, "{gap}{rules}");
        }
        self.text.push('\n');
    }
}

/// What stands before the calls.
#[derive(Clone, Copy)]
enum Columns {
    Times,
    /// All calls have one time, or none: it tells nothing.
    Numbers,
}

impl Columns {
    fn of(recording: &Recording<'_>) -> Self {
        if recording.lasted.is_some_and(|lasted| lasted > 0) { Self::Times } else { Self::Numbers }
    }

    fn start(self, row: &Row<'_>, head: &str) -> String {
        let number = row.call.exchange;
        let offset = row.offset.map(|offset| format!("+{}", clock(offset))).unwrap_or_default();
        match self {
            Self::Times => format!("   {head:<5}{offset:>9}{number:>5}"),
            Self::Numbers => format!("   {head:<8}{number:>5}"),
        }
    }

    /// Where a call's method begins.
    const fn route(self) -> usize {
        match self {
            Self::Times => 27,
            Self::Numbers => 21,
        }
    }
}

/// The cause, and how many things more.
fn rules(row: &Row<'_>) -> Option<String> {
    let (first, rest) = row.rules.split_first()?;
    let more = if rest.is_empty() { String::new() } else { format!(", {} more", rest.len()) };
    Some(format!("[{}]{more}", line(first)))
}

/// The rows that are shown: those worth much, then the first ones, in so many lines with what
/// stands for the others.
pub(super) fn chosen(rows: &[Row<'_>]) -> BTreeSet<usize> {
    let of = |worth: Worth| {
        let all = rows.iter().enumerate();
        all.filter(move |(_, row)| row.worth == worth).map(|(number, _)| number)
    };
    let mut chosen = BTreeSet::new();
    for number in of(Worth::Much).chain(of(Worth::Little)) {
        chosen.insert(number);
        if lines(&chosen, rows.len()) > LINES {
            chosen.remove(&number);
        }
    }
    chosen
}

/// How many lines the rows take, with one for each gap.
fn lines(chosen: &BTreeSet<usize>, all: usize) -> usize {
    let mut next = 0;
    let mut lines = 0;
    for number in chosen {
        lines += 1 + usize::from(*number > next);
        next = number + 1;
    }
    lines + usize::from(next < all)
}
