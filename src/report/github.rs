//! Annotations of a GitHub workflow: commands that the runner reads on standard output.

use std::fmt::Write as _;
use std::io;

use super::Run;
use super::found::{Found, Lost, is_file, line};
use super::words::count;
use crate::finding::Severity;
use crate::source::Place;

/// GitHub keeps so many annotations of a level and step, and drops the rest without a word.
const KEPT: usize = 10;

/// Of each level the worst, and how many more there are.
pub(super) fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let found = run.worst_first();
    let lost = run.lost();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let lost = lost.iter().filter(|_| severity == Severity::Error).map(of_lost);
        let found = found.iter().filter(|found| found.finding.severity == severity);
        let all: Vec<Annotation<'_>> = lost.chain(found.map(of_found)).collect();
        let shown = if all.len() > KEPT { KEPT - 1 } else { all.len() };
        for annotation in &all[..shown] {
            write!(out, "{}", annotation.command(level(severity)))?;
        }
        if let more @ 1.. = all.len() - shown {
            let message = format!("{}, see the job summary", count(more, noun(severity)));
            let more = Annotation { title: "and more", message, ..Annotation::default() };
            write!(out, "{}", more.command(level(severity)))?;
        }
    }
    Ok(())
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

const fn noun(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "more error",
        Severity::Warning => "more warning",
        Severity::Info => "more notice",
    }
}

#[derive(Default)]
struct Annotation<'a> {
    path: &'a str,
    /// Where it begins and ends.
    place: Option<(Place, Place)>,
    title: &'a str,
    message: String,
}

fn of_found<'a>(found: &'a Found<'_>) -> Annotation<'a> {
    let finding = found.finding;
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", line(help)));
    Annotation {
        path: found.path(),
        place: Some((found.start(), found.end())),
        title: &finding.rule,
        message: format!("{}{}", line(&finding.message), help.unwrap_or_default()),
    }
}

fn of_lost<'a>(lost: &'a Lost<'_>) -> Annotation<'a> {
    Annotation {
        path: lost.path(),
        place: lost.problem.place.map(|place| (place, place)),
        title: "not read",
        message: line(&lost.problem.message),
    }
}

impl Annotation<'_> {
    fn command(&self, level: &str) -> String {
        let mut properties = Vec::new();
        if is_file(self.path) {
            properties.push(format!("file={}", property(self.path)));
            properties.extend(self.place.iter().flat_map(places));
        }
        properties.push(format!("title={}", property(self.title)));
        let mut text = format!("::{level} {}::", properties.join(","));
        let _ = writeln!(text, "{}", data(&self.message));
        text
    }
}

/// An end column is allowed on one line only.
fn places((start, end): &(Place, Place)) -> Vec<String> {
    let mut places = vec![format!("line={}", start.line), format!("endLine={}", end.line)];
    places.push(format!("col={}", start.column));
    if start.line == end.line {
        places.push(format!("endColumn={}", end.column));
    }
    places
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_command_would_read_is_escaped() {
        assert_eq!(data("50% a:b,c\r\nd"), "50%25 a:b,c%0D%0Ad");
        assert_eq!(property("50%\na:b,c"), "50%25%0Aa%3Ab%2Cc");
    }
}
