//! Findings that a comment beside the call hides, and what is said of comments that do not.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use frontegg_lint::finding::Report;
use frontegg_lint::source::ProblemKind;

mod desk;

/// A call that `wrong-method` warns of.
const WRONG: &str = "https://api.frontegg.com/identity/resources/users/v1 -X PATCH \
                     -H \"Authorization: Bearer $VENDOR_TOKEN\"";

/// The rules that speak of a file, each with its exchange.
fn heard(report: &Report) -> Vec<(usize, &str)> {
    report.findings.iter().map(|finding| (finding.exchange, finding.rule.as_str())).collect()
}

/// What is said of comments: the line, and the words.
fn told(report: &Report) -> Vec<(u64, &str)> {
    let problems = report.problems.iter();
    problems
        .map(|problem| {
            assert_eq!(problem.kind, ProblemKind::Skipped);
            (problem.place.unwrap().line, problem.message.as_str())
        })
        .collect()
}

#[test]
fn a_comment_hides_findings_of_the_next_call_only() {
    let text = format!(
        "# frontegg-lint: ignore[wrong-method] the gateway in front of us turns it into PUT\n\
         curl {WRONG}\n\ncurl {WRONG}\n"
    );
    let report = desk::written("call.sh", &text);
    assert_eq!(heard(&report), [(2, "wrong-method")]);
    assert_eq!((report.hidden.ignored, told(&report).len()), (1, 0));
    assert_eq!((report.ignored[0].rule.as_str(), report.ignored[0].exchange), ("wrong-method", 1));
}

#[test]
fn a_comment_on_a_calls_own_lines_is_about_that_call() {
    let text = format!(
        "curl {WRONG} # frontegg-lint: ignore[route] it is so\ncurl {WRONG}\n\
         echo no call # but a word\ncurl \\\n  {WRONG} # frontegg-lint: ignore[wrong-method] so\n"
    );
    let report = desk::written("call.sh", &text);
    assert_eq!(heard(&report), [(2, "wrong-method")]);
    assert_eq!((report.hidden.ignored, told(&report).len()), (2, 0));
}

#[test]
fn what_is_hidden_hides_nothing() {
    let url = "https://api.frontegg.com/identity/resources/users/v1/5f0e2c1d";
    let headers = "-H \"Authorization: Bearer $VENDOR_TOKEN\" -H 'frontegg-tenantid: x'";
    let text = format!("curl -X DELETE {url} {headers}\n");
    let open = desk::written("call.sh", &text);
    let folding = open.findings.iter().find(|finding| !finding.folds.is_empty()).unwrap();
    let comment = format!("# frontegg-lint: ignore[{}] so\n{text}", folding.rule);
    let report = desk::written("call.sh", &comment);
    let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule.as_str()).collect();
    assert!(!rules.contains(&folding.rule.as_str()));
    assert!(folding.folds.iter().all(|folded| rules.contains(&folded.as_str())), "{rules:?}");
}

#[test]
fn every_format_with_comments_has_them() {
    let dollar = "$";
    for (name, text) in [
        (
            "a.http",
            "### one\n# frontegg-lint: ignore[wrong-method] so\nPATCH https://api.frontegg.com/identity/resources/users/v1\nAuthorization: Bearer {{vendorToken}}\n".to_owned(),
        ),
        (
            "b.http",
            "// frontegg-lint: ignore[wrong-method] so\nPATCH https://api.frontegg.com/identity/resources/users/v1\nAuthorization: Bearer {{vendorToken}}\n".to_owned(),
        ),
        (
            "a.hurl",
            "# frontegg-lint: ignore[wrong-method] so\nPATCH https://api.frontegg.com/identity/resources/users/v1\nAuthorization: Bearer {{vendorToken}}\n".to_owned(),
        ),
        (
            "a.md",
            format!("# Users\n\n<!-- frontegg-lint: ignore[wrong-method] so -->\n```sh\ncurl {WRONG}\n```\n"),
        ),
        (
            "b.md",
            format!("# Users\n\n```sh\n# frontegg-lint: ignore[wrong-method] so\ncurl {WRONG}\n```\n"),
        ),
        (
            "Dockerfile",
            format!("FROM alpine\n# frontegg-lint: ignore[wrong-method] so\nRUN curl {WRONG}\n"),
        ),
        (
            ".github/workflows/a.yml",
            format!("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      # frontegg-lint: ignore[wrong-method] so\n      - run: curl {WRONG}\n"),
        ),
        (
            "a.ps1",
            format!("# frontegg-lint: ignore[wrong-method] so\nInvoke-RestMethod -Method PATCH -Uri https://api.frontegg.com/identity/resources/users/v1 -Headers @{{ Authorization = \"Bearer {dollar}env:VENDOR_TOKEN\" }}\n"),
        ),
        (
            "a.cmd",
            "@echo off\r\nREM frontegg-lint: ignore[wrong-method] so\r\ncurl -X PATCH https://api.frontegg.com/identity/resources/users/v1 -H \"Authorization: Bearer %VENDOR_TOKEN%\"\r\n".to_owned(),
        ),
        (
            "b.bat",
            ":: frontegg-lint: ignore[wrong-method] so\r\ncurl -X PATCH https://api.frontegg.com/identity/resources/users/v1 -H \"Authorization: Bearer %VENDOR_TOKEN%\"\r\n".to_owned(),
        ),
    ] {
        let report = desk::written(name, &text);
        assert!(!heard(&report).contains(&(1, "wrong-method")), "{name}");
        assert_eq!((report.hidden.ignored, told(&report).len()), (1, 0), "{name}: {:?}", told(&report));
        let open = desk::written(name, &text.replace("ignore[wrong-method]", "none"));
        assert_eq!(heard(&open), [(1, "wrong-method")], "{name}");
    }
}

#[test]
fn a_comment_without_a_reason_hides_nothing_and_is_told() {
    let text = format!("# frontegg-lint: ignore[wrong-method]\ncurl {WRONG}\n");
    let report = desk::written("call.sh", &text);
    assert_eq!(heard(&report), [(1, "wrong-method")]);
    assert_eq!(report.hidden.ignored, 0);
    let told = told(&report);
    assert!(
        told.len() == 1 && told[0].0 == 1 && told[0].1.contains("without a reason"),
        "{told:?}"
    );
}

#[test]
fn an_unknown_rule_gets_a_suggestion_and_a_needless_one_is_told() {
    let text = format!(
        "#!/bin/sh\n# frontegg-lint: ignore[wrong-metod, bearer-repeated] so\ncurl {WRONG}\n\
         # frontegg-lint: ignore[route] so\n"
    );
    let report = desk::written("call.sh", &text);
    assert_eq!(heard(&report), [(1, "wrong-method")]);
    let told = told(&report);
    let lines: Vec<u64> = told.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 2, 4]);
    let all = told.iter().map(|(_, words)| *words).collect::<Vec<_>>().join("\n");
    assert!(all.contains("did you mean `wrong-method`?"), "{all}");
    assert!(all.contains("`ignore[bearer-repeated]` hides nothing"), "{all}");
    assert!(all.contains("no call follows it"), "{all}");
}

#[test]
fn a_comment_that_is_only_quoted_hides_nothing() {
    let text = format!(
        "Write `# frontegg-lint: ignore[wrong-method] so` above the call:\n\n```sh\ncurl {WRONG}\n```\n"
    );
    let report = desk::written("a.md", &text);
    assert_eq!(heard(&report), [(1, "wrong-method")]);
    assert_eq!(told(&report), []);
}

#[test]
fn what_a_recording_holds_hides_nothing() {
    let body = "# frontegg-lint: ignore[wrong-method] so";
    let har = format!(
        "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"Firefox\",\"version\":\"1\"}},\"entries\":[\
         {{\"startedDateTime\":\"2026-05-11T12:00:00Z\",\"request\":{{\"method\":\"PATCH\",\
         \"url\":\"https://api.frontegg.com/identity/resources/users/v1\",\"headers\":[],\
         \"comment\":\"{body}\"}},\"response\":{{\"status\":0,\"headers\":[],\"content\":{{}}}}}}]}}}}"
    );
    let report = desk::written("a.har", &har);
    assert!(heard(&report).contains(&(1, "wrong-method")), "{:?}", heard(&report));
    assert_eq!(report.hidden.ignored, 0);
}

#[test]
fn several_requests_of_one_command_share_its_comment() {
    let text = format!(
        "# frontegg-lint: ignore[wrong-method] so\ncurl {WRONG} \\\n  --next {WRONG}\ncurl {WRONG}\n"
    );
    let report = desk::written("call.sh", &text);
    assert_eq!(heard(&report), [(3, "wrong-method")]);
    assert_eq!(report.hidden.ignored, 2);
}
