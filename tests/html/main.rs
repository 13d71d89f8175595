//! The page for people: whole, safe against what was recorded, and complete.

#![cfg(feature = "cli")]
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

#[path = "../desk/mod.rs"]
mod desk;
mod hostile;
mod page;
mod style;

use std::fs;
use std::path::Path;

use frontegg_lint::examples::{fill, har};
use frontegg_lint::exchange::Time;
use frontegg_lint::finding::{Call, Finding, Hidden, Report, Severity};
use frontegg_lint::report::{Card, Run, html};
use frontegg_lint::source::Problem;

use desk::{NOW, pasted, told, written};
use page::Page;

const SCRIPT: &str = "curl https://api.frontegg.com/identity/resources/users/v2 \\
  -H 'Authorization: Bearer {{token kind=vendor}}' \\
  -d '{\"email\":\"dana@example.com\"}'

curl https://api.frontegg.com/identity/resources/users/v2/me -H 'Authorization: {{token kind=user}}'
";

const REFUSED: &str = "curl -i https://api.frontegg.com/identity/resources/users/v1/5f0e2c1d \
-H \"Authorization: Bearer $TOKEN\"
HTTP/2 401

{\"errors\":[\"Failed to verify vendor JWT\"]}
";

/// The page of a run that ends with this code.
fn page_of(reports: &[&Report], exit: u8, why: &str) -> String {
    let card = |rule: &str| {
        (rule == "missing-tenant-id").then(|| Card {
            topic: "headers".into(),
            severity: Severity::Error,
            title: "the title of the card".into(),
            why: "Why in `code`.\n\nAnd another paragraph.".into(),
            help: None,
        })
    };
    let mut out = Vec::new();
    html::write(&Run { reports, exit, why, rules: &card }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A recording in which calls failed, from the file that ships with the tests.
fn recorded(name: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/incidents").join(name);
    told(name, &fs::read_to_string(path).unwrap(), desk::in_region("eu"))
}

/// A session of calls, some of which fail again and again.
fn session() -> Report {
    let call = |path: &str, status: &str, answer: &str| {
        let url = format!("https://api.frontegg.com/identity/resources/users/{path}");
        format!(
            "GET {url}\nAuthorization: Bearer {{{{token kind=user}}}}\n\nHTTP/1.1 {status}\n\n{answer}\n"
        )
    };
    let refused = "{\"errors\":[\"Failed to verify vendor JWT\"]}";
    let calls = [
        call("v2/me", "200", "{}"),
        call("v1/5f0e2c1d", "401", refused),
        call("v1/5f0e2c1d", "401", refused),
        call("v2/me", "200", "{}"),
    ];
    let text = har(&calls.join("###\n"), "a recorder", Time::parse(NOW).unwrap()).unwrap();
    told("session.har", &text, desk::in_region("eu"))
}

fn lost() -> Report {
    let problems = vec![
        Problem::lost(None, "the last command is cut off"),
        Problem::skipped(None, "text that may be no request"),
    ];
    Report { file: "broken.sh".into(), problems, ..Report::default() }
}

/// Runs of every kind.
fn runs() -> Vec<(Vec<Report>, u8)> {
    vec![
        (vec![], 0),
        (vec![lost()], 2),
        (vec![pasted("curl https://example.com/")], 0),
        (vec![pasted(REFUSED)], 0),
        (vec![written("call.sh", SCRIPT), session(), recorded("webhook-list-no-tenant.har")], 1),
        (vec![written("call.sh", SCRIPT), lost()], 2),
        (vec![hostile::report()], 1),
    ]
}

#[test]
fn a_browser_has_nothing_to_forgive() {
    for (reports, exit) in runs() {
        let reports: Vec<&Report> = reports.iter().collect();
        let page = Page::read(&page_of(&reports, exit, "why"));
        assert!(page.mistakes.is_empty(), "{:?}", page.mistakes);
        page.ids_are_unique_and_links_lead_somewhere();
        page.headings_go_down_step_by_step();
        page.tables_have_headers();
    }
}

#[test]
fn nothing_is_loaded_run_or_sent() {
    for (reports, exit) in runs() {
        let reports: Vec<&Report> = reports.iter().collect();
        let page = Page::read(&page_of(&reports, exit, "why"));
        page.stands_alone();
    }
}

#[test]
fn all_that_was_found_is_on_it() {
    let reports = [written("call.sh", SCRIPT), session(), pasted(REFUSED), lost()];
    assert!(reports.iter().take(2).all(|one| one.findings.len() > 1), "{reports:?}");
    assert!(!reports[2].diagnoses.is_empty() && !reports[1].calls.is_empty());
    let given: Vec<&Report> = reports.iter().collect();
    let page = Page::read(&page_of(&given, 2, "1 input could not be read wholly"));
    for finding in reports.iter().flat_map(|report| &report.findings) {
        has_finding(&page, finding);
    }
    for one in reports.iter().flat_map(|report| &report.diagnoses) {
        page.says(&one.title);
        for cause in one.confirmed.iter().chain(&one.excluded).chain(&one.open) {
            page.says(&cause.id);
            page.says(&cause.why);
        }
    }
    for one in reports.iter().flat_map(|report| &report.undecided) {
        page.says(&one.rule);
        page.says(one.settle.as_deref().unwrap_or_default());
        one.needs.iter().for_each(|need| page.says(&need.fact));
    }
    for problem in reports.iter().flat_map(|report| &report.problems) {
        page.says(&problem.message);
    }
    for call in &reports[1].calls {
        page.says(&format!("{} {}", call.method, call.route));
    }
    page.says("1 input could not be read wholly");
    page.says("the title of the card");
    page.says("And another paragraph.");
}

fn has_finding(page: &Page, finding: &Finding) {
    page.says(&finding.message);
    page.says(&finding.rule);
    page.says(finding.help.as_deref().unwrap_or_default());
    page.links_to(&frontegg_lint::report::json::docs(&finding.topic, &finding.rule));
    finding.folds.iter().for_each(|rule| page.says(rule));
    for mark in &finding.marks {
        page.says(&mark.label);
        let marked = finding.excerpt.text.get(mark.shown.clone()).unwrap();
        assert!(page.marked.concat().contains(marked), "{marked}: {:?}", page.marked);
    }
    if let Some(fix) = &finding.fix {
        let written = page.corrected.contains(&fix.corrected);
        assert!(written, "{}\n{:?}", fix.corrected, page.corrected);
        fix.variables.iter().for_each(|name| page.says(&format!("${name}")));
    }
}

#[test]
fn what_a_recording_says_is_never_markup() {
    let report = hostile::report();
    let text = page_of(&[&report], 2, hostile::TEXT);
    let page = Page::read(&text);
    page.stands_alone();
    assert!(!text.contains("<script") && !text.contains("<img"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "a control character");
    assert!(!text.contains('\u{202e}'), "text that runs backwards");
    // It is there as text: at each place that takes recorded text or a name.
    assert!(page.text.matches(hostile::SHOWN).count() > 25, "{}", page.text);
    let recorded = pasted(
        "curl 'https://api.frontegg.com/identity/</pre><script>alert(1)</script>/resources/users/v1' -H 'Authorization: {{token kind=user}}' -H '<img src=x>: y'",
    );
    Page::read(&page_of(&[&recorded], 1, "")).stands_alone();
}

#[test]
fn a_run_without_a_finding_is_a_whole_page_too() {
    let text = page_of(&[], 0, "");
    let page = Page::read(&text);
    page.says("no calls found");
    page.says("exit code 0");
    let page = Page::read(&page_of(&[&lost()], 2, "1 input could not be read wholly"));
    page.says("Not everything could be checked.");
    page.says("the last command is cut off");
    page.says("exit code 2");
    let hidden = Hidden { ignored: 3, baseline: 5 };
    let clean = Report { frontegg: 2, exchanges: 2, hidden, ..Report::default() };
    let page = Page::read(&page_of(&[&clean], 0, ""));
    page.says("no mistakes found in 2 calls to Frontegg");
    page.says("3 are ignored with a reason, 5 are in the baseline");
}

#[test]
fn the_same_run_is_the_same_page() {
    let (a, b) = (written("call.sh", SCRIPT), session());
    assert_eq!(page_of(&[&a, &b], 1, "why"), page_of(&[&b, &a], 1, "why"));
}

#[test]
fn a_large_run_stays_a_page_that_a_browser_can_show() {
    let one = written("call.sh", SCRIPT).findings[0].clone();
    let finding = |number: usize| Finding { exchange: number + 1, ..one.clone() };
    let call = |number: usize| Call {
        exchange: number + 1,
        started: Some(i64::try_from(number).unwrap() * 37),
        method: "GET".into(),
        route: format!("/identity/{}", number % 500),
        status: Some(if number.is_multiple_of(3) { 401 } else { 200 }),
        failed: number.is_multiple_of(3),
    };
    let report = Report {
        findings: (0..1_000).map(finding).collect(),
        calls: (0..10_000).map(call).collect(),
        frontegg: 12_000,
        exchanges: 12_000,
        more: 7,
        ..written("call.sh", SCRIPT)
    };
    let reports: Vec<&Report> = std::iter::repeat_n(&report, 4).collect();
    let text = page_of(&reports, 1, "why");
    assert!(text.len() < 3 << 20, "{}", text.len());
    let page = Page::read(&text);
    assert!(page.mistakes.is_empty(), "{:?}", page.mistakes);
    assert_eq!(page.corrected.len(), 250);
    page.says("4000 errors in");
    page.says("750 findings more not shown");
    page.says("1000 findings more not shown");
    page.says("28 more not shown");
    page.says("2000 calls more not shown");
}

#[test]
fn the_command_writes_it_to_a_file_with_every_code() {
    let folder = tempfile::tempdir().unwrap();
    let text = fill(SCRIPT, Time::parse(NOW).unwrap()).unwrap();
    fs::write(folder.path().join("call.sh"), text).unwrap();
    for (words, code) in [(["call.sh", "--fail-on=never"], 0), (["call.sh", "--fail-on=error"], 1)]
    {
        let arguments = ["check", words[0], words[1], "--format", "html=page.html"];
        let said = desk::command::run(folder.path(), &arguments, b"");
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{}", said.err);
        let page = Page::read(&fs::read_to_string(folder.path().join("page.html")).unwrap());
        page.stands_alone();
        page.says("missing-tenant-id");
    }
    let said = desk::command::run(folder.path(), &["check", "none.sh", "--format", "html"], b"");
    assert_eq!(said.code, 2);
    Page::read(&said.out).says("none.sh");
}
