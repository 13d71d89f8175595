//! Runs to print: small and mixed, large, damaged, and hostile.

use frontegg_lint::examples::{fill, har};
use frontegg_lint::exchange::{Origin, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::{
    Claims, Excerpt, Finding, Hidden, PlacedMark, Report, Severity, ShownFix, ShownRequest,
};
use frontegg_lint::fix::Safety;
use frontegg_lint::input::Options;
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::report::{self, Card, Format, Run};
use frontegg_lint::rules::{Pages, RuleSet};
use frontegg_lint::source::{Place, Problem};
use serde_json::Value;

pub(crate) const NOW: &str = "2026-05-11T12:00:00Z";

/// What the tool says of a file in a repository.
pub(crate) fn checked(path: &str, text: &str) -> Report {
    let text = fill(text, Time::parse(NOW).unwrap()).unwrap();
    let settings = Settings::default();
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    let options = Options::of(Origin::Written);
    let input = Box::new(text.as_bytes());
    lint(Recording { path, name: path, input, options, answer: None }, &linter)
}

/// What the command knows of a rule in the binary.
pub(crate) fn card(id: &str) -> Option<Card> {
    let rule = RuleSet::built_in().rules.iter().find(|rule| rule.id == id)?;
    let page = Pages::built_in().rules.iter().find(|page| page.id == id)?;
    Some(Card {
        topic: rule.topic.clone(),
        severity: rule.severity.rest,
        title: rule.message.to_string(),
        why: page.why.clone(),
        help: rule.help.as_ref().map(ToString::to_string),
    })
}

/// A run in a format, as a service gets it.
pub(crate) fn printed(format: Format, reports: &[Report]) -> String {
    let lost = reports.iter().any(|report| !report.problems.is_empty());
    let found = reports.iter().any(|report| !report.findings.is_empty());
    let (exit, why) = match (lost, found) {
        (true, _) => (2, "1 input could not be read wholly"),
        (false, true) => (1, "findings reach `--fail-on warning`"),
        (false, false) => (0, "nothing reaches `--fail-on warning`"),
    };
    let reports: Vec<&Report> = reports.iter().collect();
    let run = Run { reports: &reports, exit, why, rules: &card };
    let mut out = Vec::new();
    report::write(format, &run, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub(crate) fn document(format: Format, reports: &[Report]) -> Value {
    serde_json::from_str(&printed(format, reports)).unwrap()
}

/// Each severity, a fix with edits and one without a value, a diagnosis, a damaged recording and a
/// file without a mistake.
pub(crate) fn mixed() -> Vec<Report> {
    let script = "\
#!/bin/sh
# Ünïcode before the call moves bytes and not columns.
curl https://api.frontegg.com/tenants/resources/tenants/v1/solo-demo -H 'Authorization: Bearer {{token kind=vendor}}'
curl https://api.frontegg.com/identity/resources/users/v3 -H 'x-frontegg-tenant-id: solo-demo' -H 'Authorization: Bearer {{token kind=vendor}}'
curl https://api.frontegg.com/identity/resources/groups/v1 -H 'Authorization: Bearer {{token kind=vendor}}'
";
    let clean = "curl https://api.frontegg.com/auth/vendor -H 'Content-Type: application/json' -d \"$KEYS\"\n";
    let calls = har(
        "GET https://api.frontegg.com/identity/resources/groups/v1\nAuthorization: Bearer {{token kind=vendor}}\n\nHTTP/1.1 403\ncontent-type: application/json\n\n{\"errors\":[\"Tenant ID is not specified\"]}",
        "Chrome",
        Time::parse(NOW).unwrap(),
    );
    let whole = calls.unwrap();
    let cut = &whole[..whole.len() - 12];
    vec![
        checked("scripts/calls.sh", script),
        checked("recordings/café 1.har", cut),
        checked("scripts/clean.sh", clean),
    ]
}

/// A script with so many calls, each with one finding: two warnings between the errors.
pub(crate) fn many(number: usize) -> Report {
    let call = |number: usize| {
        match number % 3 {
        0 => format!("curl https://api.frontegg.com/identity/resources/users/v1/{number} -H 'Authorization: Bearer undefined'\n"),
        1 => "curl http://api.frontegg.com/identity/resources/roles/v1 -H \"Authorization: Bearer $T\"\n".to_owned(),
        _ => "curl https://api.frontegg.com/identity/resources/roles/v1 -H \"Authorization: Bearer $T\" -H 'frontegg-tenant-id;'\n".to_owned(),
    }
    };
    checked("many.sh", &(0..number).map(call).collect::<String>())
}

/// Text that means something to each of the services.
pub(crate) const HOSTILE: &str = "<img src=x onerror=alert(1)> @everyone #1 [x](https://evil.example) ![y](https://evil.example/p.png) https://evil.example www.evil.example ::error::x ]]> | ` \u{1b}[2J \u{0} \u{FFFE} {0} 50%\r\n## heading";

/// A finding whose every text is hostile, in a file whose name is.
pub(crate) fn hostile() -> Report {
    let file = "a,b:c%<d>`|\".sh";
    let place = Place { byte: 4, line: 2, column: 3 };
    let finding = Finding {
        rule: "a-rule".into(),
        topic: "gateway".into(),
        severity: Severity::Error,
        claims: Claims::Refused,
        message: HOSTILE.into(),
        help: Some(HOSTILE.into()),
        file: file.into(),
        exchange: 1,
        request: ShownRequest { method: "GET".into(), url: HOSTILE.into() },
        pointer: Some("/log/entries/0".into()),
        marks: vec![
            PlacedMark { start: place, end: place, label: HOSTILE.into(), shown: 0..0 },
            PlacedMark { start: place, end: place, label: HOSTILE.into(), shown: 0..0 },
        ],
        excerpt: Excerpt::default(),
        explains: None,
        folds: vec![],
        fix: Some(ShownFix {
            safety: Safety::Safe,
            edits: vec![],
            corrected: format!("curl ```\n````\n{HOSTILE}"),
            before: None,
            variables: vec!["VENDOR_TOKEN".into()],
        }),
        fingerprint: "0".repeat(64),
    };
    Report {
        file: file.into(),
        path: file.into(),
        findings: vec![finding],
        problems: vec![Problem::lost(Some(place), HOSTILE)],
        exchanges: 1,
        frontegg: 1,
        hidden: Hidden { ignored: 2, baseline: 3 },
        ..Report::default()
    }
}

/// The shapes of runs that every format must write as a whole document.
pub(crate) fn runs() -> Vec<(&'static str, Vec<Report>)> {
    let unreadable = Report {
        file: "<arguments>".into(),
        problems: vec![Problem::lost(None, "`--region` takes a region")],
        ..Report::default()
    };
    vec![
        ("nothing at all", vec![]),
        ("no finding", vec![Report { file: "a.sh".into(), ..Report::default() }]),
        ("mixed", mixed()),
        ("many", vec![many(60)]),
        ("hostile", vec![hostile()]),
        ("failed", vec![unreadable]),
    ]
}
