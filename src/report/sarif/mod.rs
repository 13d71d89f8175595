//! SARIF 2.1.0, for code scanning. A service refuses the whole file for one bad item.

use std::io;

use serde::{Serialize, Serializer};

use super::Run;
use super::found::{Found, Lost};

mod place;
mod result;
mod rule;

use place::{Location, SOURCE_ROOT};
use result::ResultItem;
use rule::{Descriptor, Rules};

/// More of a run are refused by services; of these, the first 5,000 are shown.
const MOST_RESULTS: usize = 25_000;

pub(super) fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let found = kept(run);
    let lost = run.lost();
    let rules = Rules::of(&found, run.rules);
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [RunItem {
            tool: Tool { driver: Driver::of(&rules) },
            automation_details: Automation { id: concat!(env!("CARGO_PKG_NAME"), "/") },
            invocations: [Invocation::of(run, &lost)],
            original_uri_base_ids: SOURCE_ROOT,
            column_kind: "unicodeCodePoints",
            results: Results { found: &found, rules: &rules },
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// What a service takes, the worst first.
fn kept<'a>(run: &Run<'a>) -> Vec<Found<'a>> {
    let mut found = run.worst_first();
    found.truncate(MOST_RESULTS);
    found
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunItem<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunItem<'a> {
    tool: Tool<'a>,
    automation_details: Automation,
    invocations: [Invocation<'a>; 1],
    original_uri_base_ids: place::Bases,
    column_kind: &'static str,
    results: Results<'a>,
}

/// Which of the analyses of a repository this is; another one of that name replaces it.
#[derive(Serialize)]
struct Automation {
    id: &'static str,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    full_name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: &'a [Descriptor],
}

impl<'a> Driver<'a> {
    const fn of(rules: &'a Rules) -> Self {
        Self {
            name: env!("CARGO_PKG_NAME"),
            full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
            version: env!("CARGO_PKG_VERSION"),
            semantic_version: env!("CARGO_PKG_VERSION"),
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            rules: rules.all(),
        }
    }
}

/// There may be thousands: each is put into its form when it is written.
struct Results<'a> {
    found: &'a [Found<'a>],
    rules: &'a Rules,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let items = self.found.iter().map(|found| ResultItem::of(found, self.rules));
        serializer.collect_seq(items)
    }
}

/// How the run ended.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    exit_code: u8,
    exit_code_description: &'a str,
    tool_execution_notifications: Vec<Notification<'a>>,
}

#[derive(Serialize)]
struct Notification<'a> {
    level: &'static str,
    message: Message,
    locations: [Location<'a>; 1],
}

impl<'a> Invocation<'a> {
    fn of(run: &'a Run<'_>, lost: &'a [Lost<'_>]) -> Self {
        let notification = |lost: &'a Lost<'_>| Notification {
            level: "error",
            message: Message::plain(&lost.sentence()),
            locations: [Location::of_lost(lost)],
        };
        Self {
            execution_successful: run.exit != COULD_NOT,
            exit_code: run.exit,
            exit_code_description: run.why,
            tool_execution_notifications: lost.iter().map(notification).collect(),
        }
    }
}

/// The exit code that says that the job could not be done.
const COULD_NOT: u8 = 2;

#[derive(Serialize)]
struct Message {
    text: String,
}

impl Message {
    /// Braces and brackets say something in a message: written so that they do not.
    fn plain(text: &str) -> Self {
        let text = text.replace('{', "{{").replace('}', "}}");
        let is_link = text.contains("](");
        Self { text: if is_link { text.replace('[', "\\[").replace(']', "\\]") } else { text } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Finding, Report, Severity};

    #[test]
    fn more_results_than_a_service_takes_are_left_out_from_the_end() {
        let mut findings = vec![Finding::made(Severity::Warning); 20_000];
        findings.extend(vec![Finding::made(Severity::Error); 10_000]);
        let report = Report { findings, ..Report::default() };
        let run = Run { reports: &[&report], exit: 1, why: "", rules: &|_| None };
        let kept = kept(&run);
        assert_eq!(kept.len(), 25_000);
        assert_eq!(kept[9_999].finding.severity, Severity::Error);
        assert_eq!(kept[10_000].finding.severity, Severity::Warning);
    }

    #[test]
    fn a_message_has_no_placeholder_and_no_link() {
        let text = Message::plain("GET /users/{id} [a](b)").text;
        assert_eq!(text, "GET /users/{{id}} \\[a\\](b)");
        assert_eq!(Message::plain("a [b]").text, "a [b]");
    }
}
