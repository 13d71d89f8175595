//! What makes the report for people better to use: links, sentences, explanations, counts.

use frontegg_lint::finding::{Call, Finding, Hidden, Report, Severity};
use frontegg_lint::report::human::{self, Explain, Human, Links, Style};
use frontegg_lint::report::{Card, Run, json, statistics};

use crate::made::*;

const SPOKEN: Human = Human { style: Style::Plain, ..PLAIN };

fn run<'a>(reports: &'a [&'a Report]) -> Run<'a> {
    let rules: &dyn Fn(&str) -> Option<Card> = &|rule| {
        (rule == "vendor-token-on-environment-host").then(|| Card {
            topic: "context".into(),
            severity: Severity::Error,
            title: "vendor token sent to an environment host".into(),
            why: "An environment's host verifies the tokens of its users.\nA vendor token is signed for the gateway.\n\nSo each host refuses the other's tokens.".into(),
            help: None,
        })
    };
    Run { reports, exit: 1, why: "", rules }
}

fn session() -> Report {
    let call = |exchange: usize, status: u16| Call {
        exchange,
        started: Some(1_778_490_000_000 + i64::try_from(exchange).unwrap() * 500),
        method: "GET".into(),
        route: "/identity/resources/users/v1/{id}".into(),
        status: Some(status),
        failed: status >= 400,
    };
    let again = Finding { exchange: 3, ..ideal().1 };
    let calls = vec![call(1, 401), call(2, 200), call(3, 401), call(4, 200)];
    let mut report = ideal_report();
    report.findings.push(again);
    Report { calls, frontegg: 4, exchanges: 4, ..report }
}

#[test]
fn a_report_can_be_heard() {
    insta::assert_snapshot!(printed(&[session()], &SPOKEN), @r#"
    error: vendor token sent to an environment host
    rule vendor-token-on-environment-host, in call.sh, call 1
    line 1 reads: curl https://login.acme.com/identity/resources/users/v1/5f0e2c1d \
    line 1, column 14 to 27, "login.acme.com": an environment host: it verifies user tokens
    line 2 reads: -H 'Authorization: Bearer ‹vendor token 1, 812 characters, valid for 21 h›'
    line 2, column 29 to 840, "‹vendor token 1, 812 characters, valid for 21 h›": this is a vendor token
    also, and gone with it: missing-tenant-id
    help: send it to the gateway, with the tenant header, needs 2 values
    take out the line: curl https://login.acme.com/identity/resources/users/v1/5f0e2c1d \
    put in the line: curl https://<gateway>/identity/resources/users/v1/5f0e2c1d \
    put in the line: -H 'frontegg-tenant-id: <tenant-id>' \
    the corrected call, to copy, is:
    curl https://<gateway>/identity/resources/users/v1/5f0e2c1d \
      -H 'frontegg-tenant-id: <tenant-id>' \
      -H "Authorization: Bearer $VENDOR_TOKEN"
    VENDOR_TOKEN stands for your vendor token

    the answer 401 "Failed to verify user JWT", of call 1 in call.sh
    confirmed: vendor-token-on-environment-host: vendor token sent to an environment host
    ruled out: token-expired: valid for another 21 h when sent
    ruled out: token-malformed: the token is well-formed
    cannot tell: revoked API key; to settle it: frontegg-lint probe

    error: vendor token sent to an environment host
    rule vendor-token-on-environment-host, in call.sh, call 3
    line 1 reads: curl https://login.acme.com/identity/resources/users/v1/5f0e2c1d \
    line 1, column 14 to 27, "login.acme.com": an environment host: it verifies user tokens
    line 2 reads: -H 'Authorization: Bearer ‹vendor token 1, 812 characters, valid for 21 h›'
    line 2, column 29 to 840, "‹vendor token 1, 812 characters, valid for 21 h›": this is a vendor token
    also, and gone with it: missing-tenant-id
    help: send it to the gateway, with the tenant header, needs 2 values
    take out the line: curl https://login.acme.com/identity/resources/users/v1/5f0e2c1d \
    put in the line: curl https://<gateway>/identity/resources/users/v1/5f0e2c1d \
    put in the line: -H 'frontegg-tenant-id: <tenant-id>' \
    the corrected call, to copy, is:
    curl https://<gateway>/identity/resources/users/v1/5f0e2c1d \
      -H 'frontegg-tenant-id: <tenant-id>' \
      -H "Authorization: Bearer $VENDOR_TOKEN"
    VENDOR_TOKEN stands for your vendor token

    not read: call.sh: the last command is cut off
    the recording call.sh: 4 calls to Frontegg in 1 s
    cause, error: vendor-token-on-environment-host in 2 calls, the first is call 1
    the first failure is call 1, GET /identity/resources/users/v1/{id}, status 401: vendor token sent to an environment host, rule vendor-token-on-environment-host
    call 1 after 0.00 s: GET /identity/resources/users/v1/{id}, status 401, failed, found vendor-token-on-environment-host
    call 2 after 0.50 s: GET /identity/resources/users/v1/{id}, status 200
    call 3 after 1.00 s: GET /identity/resources/users/v1/{id}, status 401, failed, found vendor-token-on-environment-host
    call 4 after 1.50 s: GET /identity/resources/users/v1/{id}, status 200

    2 errors in 2 of 4 calls to Frontegg
    "#);
}

#[test]
fn what_is_heard_has_no_drawings_and_loses_nothing() {
    let (report, drawing) = (session(), |c: char| "│╭╰─┬·→×…".contains(c));
    let text = printed(std::slice::from_ref(&report), &SPOKEN);
    assert!(!text.contains(drawing), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    for finding in &report.findings {
        let fix = finding.fix.as_ref().unwrap();
        for words in
            [&finding.rule, &finding.message, finding.help.as_ref().unwrap(), &fix.corrected]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(finding.marks.iter().all(|mark| text.contains(&mark.label)), "{text}");
    }
    for cause in &report.diagnoses[0].excluded {
        assert!(text.contains(&format!("ruled out: {}: {}", cause.id, cause.why)), "{text}");
    }
}

#[test]
fn a_click_on_a_rule_opens_its_page() {
    let linked = Human { links: Links::Always, ..PLAIN };
    let rule = "vendor-token-on-environment-host";
    let page = json::docs("token", rule);
    for how in [linked, Human { style: Style::Plain, ..linked }] {
        let text = printed(&[ideal_report()], &how);
        let link = format!("\u{1b}]8;;{page}\u{1b}\\{rule}\u{1b}]8;;\u{1b}\\");
        assert!(text.contains(&link), "{text:?}");
        // Nothing else differs.
        let plain = Human { links: Links::Never, ..how };
        assert_eq!(text.replace(&link, rule), printed(&[ideal_report()], &plain));
    }
    let mut hostile = ideal().1;
    hostile.rule = "a\u{1b}]8;;b".into();
    let text = printed(&[report(vec![hostile])], &linked);
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn a_rule_is_explained_once() {
    let explained = Human { explain: Explain::Once, width: 60, ..PLAIN };
    let other = Finding { file: "other.sh".into(), ..ideal().1 };
    let (one, two) = (report(vec![ideal().1, ideal().1]), report(vec![other]));
    let reports = [&one, &two];
    let mut out = Vec::new();
    human::write_run(&run(&reports), &explained, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.matches("why:").count(), 1, "{text}");
    let begin = text.find("why:").unwrap();
    let end = begin + text[begin..].find("error[").unwrap();
    insta::assert_snapshot!(&text[begin..end], @r#"
    why:  An environment's host verifies the tokens of its
          users. A vendor token is signed for the gateway.

          So each host refuses the other's tokens.
       = https://example.invalid/frontegg-lint/blob/v0.1.0/docs/rules/token/vendor-token-on-environment-host.md
    "#);
    // A rule of which nothing is known is not explained, and nothing is without being asked.
    assert!(!printed(&[ideal_report()], &explained).contains("why:"));
    let mut out = Vec::new();
    human::write_run(&run(&reports), &PLAIN, &mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains("why:"));
}

#[test]
fn what_is_hidden_is_counted_in_the_last_line() {
    let last = |report: Report| printed(&[report], &PLAIN).lines().last().unwrap().to_owned();
    let hidden = Hidden { ignored: 3, baseline: 5 };
    assert_eq!(
        last(Report { hidden, ..ideal_report() }),
        "1 error in 1 call to Frontegg; 3 more are ignored with a reason, 5 are in the baseline"
    );
    let clean = Report { hidden, frontegg: 2, exchanges: 2, ..Report::default() };
    assert_eq!(
        last(clean),
        "no mistakes found in 2 calls to Frontegg; 3 are ignored with a reason, 5 are in the baseline"
    );
}

#[test]
fn statistics_tell_the_worst_first() {
    let found = |rule: &str, severity| Finding { rule: rule.into(), severity, ..ideal().1 };
    let often = || found("often", Severity::Warning);
    let one = report(vec![often(), found("bad", Severity::Error), often()]);
    let two = report(vec![found("note", Severity::Info), often()]);
    let reports = [&one, &two];
    let table = |reports: &[&Report]| {
        let mut out = Vec::new();
        statistics::write(&run(reports), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    insta::assert_snapshot!(table(&reports), @r#"
    severity rule  findings  files
    error    bad          1      1
    warning  often        3      2
    info     note         1      1
    total                 5      2
    "#);
    assert_eq!(table(&[]), "total            0      0\n");
}
