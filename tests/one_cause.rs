//! Many symptoms, one cause: what comes of a mistake is folded under it.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use desk::{loud, pasted};
use frontegg_lint::examples::har;
use frontegg_lint::exchange::Time;
use frontegg_lint::finding::Report;
use frontegg_lint::report::human::{Detail, Human, write};

/// The rules of a HAR whose calls are written as HTTP, and what the first of them folds.
fn recorded(calls: &str) -> (Vec<String>, Vec<String>) {
    let now = Time::parse(desk::NOW).unwrap();
    let report = pasted(&har(calls, "Firefox", now).unwrap());
    let rules = loud(&report).into_iter().map(str::to_owned).collect();
    (rules, report.findings[0].folds.clone())
}

fn printed(report: Report) -> String {
    let how = Human { detail: Detail::Quiet, ..Human::PLAIN };
    let mut out = Vec::new();
    write(&[report], &how, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn five_calls_without_a_token_come_of_one_mint_that_was_refused() {
    let call = |path: &str, token: &str| {
        format!(
            "###\nGET https://api.frontegg.com{path}\nAuthorization: Bearer {token}\n\n\
             HTTP/1.1 401\n\n{{\"errors\":[\"Failed to verify vendor JWT\"]}}\n"
        )
    };
    let mint = "POST https://api.frontegg.com/auth/vendor\nContent-Type: application/json\n\n\
                {\"client_id\":\"7c1d5f60-0000-4e2b-9a11-5eedfeed0001\",\"client_secret\":\"made-up\"}\n\n\
                HTTP/1.1 401\n\n{\"errors\":[\"Invalid authentication\"]}\n";
    let calls = [
        mint.to_owned(),
        call("/identity/resources/roles/v1", "undefined"),
        call("/identity/resources/permissions/v1", "undefined"),
        call("/tenants/resources/tenants/v2", "undefined"),
        call("/applications/resources/applications/v1", "null"),
        call("/identity/resources/configurations/v1", ""),
    ];
    let (rules, folds) = recorded(&calls.concat());
    assert_eq!(rules, ["vendor-auth-body"]);
    assert!(folds.contains(&"token-not-filled-in".to_owned()), "{folds:?}");
    // Where the mint is right, each of them is a mistake of its own.
    let minted = calls.concat().replace("client_id", "clientId").replace("client_secret", "secret");
    assert_eq!(recorded(&minted).0.len(), 5);
}

#[test]
fn four_symptoms_of_one_call_come_of_its_token() {
    // A user's token, expired, of another region, on a vendor's route.
    let text = "curl https://api.frontegg.com/identity/resources/vendor-only/tenants/access-tokens/v1/5f0e2c1d \\\n\
                -H 'Authorization: Bearer {{token kind=user exp=-2h iss=https://acme.us.frontegg.com}}'\n\
                HTTP/1.1 401\n\n{\"errors\":[\"Failed to verify vendor JWT\"]}\n";
    let report = pasted(text);
    assert_eq!(loud(&report), ["user-token-on-management-route"]);
    let folds = &report.findings[0].folds;
    for symptom in ["user-token-on-gateway", "wrong-region", "token-expired"] {
        assert!(folds.iter().any(|rule| rule == symptom), "{symptom} in {folds:?}");
    }
}

#[test]
fn a_cause_that_is_part_of_another_is_no_second_cause() {
    let text = "curl https://api.frontegg.com/identity/resources/roles/v1 \\\n\
                -H 'Authorization: Bearer {{token kind=user exp=-2h}}'\n\
                HTTP/1.1 401\n\n{\"errors\":[\"Failed to verify vendor JWT\"]}\n";
    let report = pasted(text);
    let confirmed = &report.diagnoses[0].confirmed;
    let said: Vec<(&str, Option<&str>)> =
        confirmed.iter().map(|cause| (cause.id.as_str(), cause.part_of.as_deref())).collect();
    let root = Some("user-token-on-management-route");
    let parts = [("user-token-on-gateway", root), ("token-expired", root)];
    assert_eq!(said[0], ("user-token-on-management-route", None));
    assert_eq!(said[1..], parts);
    let text = printed(report);
    assert_eq!(text.matches("   confirmed ").count(), 1, "{text}");
    let row =
        "user token on a management route (and with it: user-token-on-gateway, token-expired)";
    assert!(text.contains(row), "{text}");
}

#[test]
fn five_calls_with_one_mistake_are_one_message() {
    let call = |path: &str| {
        format!(
            "GET https://api.frontegg.com{path}\n\
             Authorization: Bearer {{{{token kind=user}}}}\n\n\
             HTTP/1.1 401\n\n{{\"errors\":[\"Failed to verify vendor JWT\"]}}\n###\n"
        )
    };
    let paths = [
        "/identity/resources/roles/v1",
        "/identity/resources/permissions/v1",
        "/tenants/resources/tenants/v2",
        "/applications/resources/applications/v1",
        "/identity/resources/configurations/v1",
    ];
    let calls: String = paths.map(call).concat();
    let now = Time::parse(desk::NOW).unwrap();
    let report = pasted(&har(calls.trim_end_matches("###\n"), "Firefox", now).unwrap());
    assert_eq!(report.findings.len(), 5, "each call keeps its finding for other programs");
    let text = printed(report);
    let messages = text.lines().filter(|line| line.starts_with("error[")).count();
    assert_eq!(messages, 1, "{text}");
    assert_eq!(text.matches("diagnosis: 401").count(), 1, "{text}");
    assert!(text.contains("the same in calls 2, 3, 4 and 5"), "{text}");
}
