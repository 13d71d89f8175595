//! XML as `JUnit` writes it: a suite a file, a failure a finding, an error for what could not be checked.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Run;
use super::found::{self, Found, Lost};
use crate::finding::Report;

type Xml<'a> = Writer<&'a mut dyn io::Write>;

pub(super) fn write(run: &Run<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let suites: Vec<Suite<'_>> = run.by_file().into_iter().map(Suite::of).collect();
    let tests = suites.iter().map(Suite::tests).sum::<usize>().to_string();
    let failures = suites.iter().map(|suite| suite.found.len()).sum::<usize>().to_string();
    let errors = suites.iter().map(|suite| suite.lost.len()).sum::<usize>().to_string();
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let attributes = [
        ("name", env!("CARGO_PKG_NAME")),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
    ];
    xml.create_element("testsuites")
        .with_attributes(attributes)
        .write_inner_content(|xml| suites.iter().try_for_each(|suite| suite.write(xml)))?;
    writeln!(xml.into_inner())
}

/// A file and what is said of it.
struct Suite<'a> {
    report: &'a Report,
    found: Vec<Found<'a>>,
    lost: Vec<Lost<'a>>,
}

impl<'a> Suite<'a> {
    fn of(report: &'a Report) -> Self {
        Self { report, found: found::findings(report), lost: found::lost(report) }
    }

    /// A file of which nothing is said passes one.
    fn tests(&self) -> usize {
        (self.found.len() + self.lost.len()).max(1)
    }

    fn write(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        let path = text(found::path(self.report));
        let (tests, failures) = (self.tests().to_string(), self.found.len().to_string());
        let errors = self.lost.len().to_string();
        let attributes = [
            ("name", path.as_str()),
            ("tests", &tests),
            ("failures", &failures),
            ("errors", &errors),
            ("skipped", "0"),
        ];
        let suite = xml.create_element("testsuite").with_attributes(attributes);
        suite.write_inner_content(|xml| self.cases(xml, &path)).map(drop)
    }

    fn cases(&self, xml: &mut Xml<'_>, path: &str) -> io::Result<()> {
        let mut names = Names::default();
        for lost in &self.lost {
            let message = text(&lost.problem.message);
            let outcome = Outcome { word: "error", r#type: "not-read", message: &message };
            outcome.write(xml, [&names.unique("not read"), path], &place_of_lost(lost, path))?;
        }
        for found in &self.found {
            let finding = found.finding;
            let name = names.unique(&format!("{} in call {}", finding.rule, finding.exchange));
            let message = text(&found::line(&finding.message));
            let outcome = Outcome { word: "failure", r#type: &finding.rule, message: &message };
            outcome.write(xml, [&name, path], &details(found, path))?;
        }
        if self.found.is_empty() && self.lost.is_empty() {
            let attributes = [("name", "no mistakes found"), ("classname", path)];
            xml.create_element("testcase").with_attributes(attributes).write_empty()?;
        }
        Ok(())
    }
}

/// What a case came to.
struct Outcome<'a> {
    word: &'static str,
    r#type: &'a str,
    message: &'a str,
}

impl Outcome<'_> {
    fn write(&self, xml: &mut Xml<'_>, [name, class]: [&str; 2], details: &str) -> io::Result<()> {
        let case = xml.create_element("testcase");
        let case = case.with_attributes([("name", name), ("classname", class)]);
        case.write_inner_content(|xml| {
            let outcome = xml.create_element(self.word);
            let outcome =
                outcome.with_attributes([("type", self.r#type), ("message", self.message)]);
            outcome.write_text_content(BytesText::new(details)).map(drop)
        })
        .map(drop)
    }
}

fn place_of_lost(lost: &Lost<'_>, path: &str) -> String {
    lost.problem.place.map_or_else(|| path.to_owned(), |at| format!("{path}:{}", at.line))
}

/// Where it is, which call, what to do, and the corrected call.
fn details(found: &Found<'_>, path: &str) -> String {
    let (finding, at) = (found.finding, found.start());
    let severity = finding.severity.word();
    let mut lines = vec![
        format!("{path}:{}:{}: {severity}", at.line, at.column),
        format!("{} {}", finding.request.method, finding.request.url),
    ];
    lines.extend(finding.help.as_ref().map(|help| format!("help: {help}")));
    lines.extend(finding.fix.as_ref().map(|fix| fix.corrected.clone()));
    text(&lines.join("\n"))
}

/// Names of cases: what shows tests takes two of a name for one.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    fn unique(&mut self, name: &str) -> String {
        let times = self.0.entry(name.to_owned()).or_default();
        *times += 1;
        if *times == 1 { name.to_owned() } else { format!("{name} ({times})") }
    }
}

/// XML has no way to write some characters, escaped or not.
fn text(text: &str) -> String {
    let allowed = |letter: &char| !matches!(letter, '\u{FFFE}' | '\u{FFFF}' | '\r');
    crate::mask::visible(text).chars().filter(allowed).collect()
}
