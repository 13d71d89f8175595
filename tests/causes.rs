//! One error answer, its documented causes, and what cannot be told.

mod desk;

use desk::{ids, in_region, loud, pasted, told};
use frontegg_lint::facts::Settings;

const ANSWER: &str = "HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n{\"errors\":[\"Failed to verify vendor JWT\"]}\n";

fn roles(host: &str, token: &str) -> String {
    format!(
        "curl https://{host}/identity/resources/roles/v1 -H \"Authorization: Bearer {token}\"\n{ANSWER}"
    )
}

/// The confirmed, excluded and open causes of the only diagnosis.
fn diagnosed(text: &str, settings: Settings) -> (Vec<String>, Vec<String>, Vec<String>) {
    let report = told("<stdin>", text, settings);
    let [diagnosis] = report.diagnoses.as_slice() else { panic!("{:?}", report.diagnoses) };
    assert_eq!(diagnosis.error, "failed-to-verify-vendor-jwt");
    assert_eq!(diagnosis.status, Some(401));
    let owned = |causes| ids(causes).into_iter().map(str::to_owned).collect();
    (owned(&diagnosis.confirmed), owned(&diagnosis.excluded), owned(&diagnosis.open))
}

#[test]
fn the_configured_region_is_another() {
    let text = roles("api.frontegg.com", "{{token kind=vendor}}");
    assert_eq!(loud(&told("<stdin>", &text, in_region("us"))), ["wrong-region"]);
    let (confirmed, excluded, open) = diagnosed(&text, in_region("us"));
    assert_eq!(confirmed, ["wrong-region"]);
    for cause in ["user-token-on-management-route", "user-token-on-gateway", "token-expired"] {
        assert!(excluded.iter().any(|id| id == cause), "{cause}");
    }
    assert_eq!(open, ["token-revoked"]);
}

#[test]
fn the_recording_shows_where_the_token_was_minted() {
    let text = format!(
        "curl https://api.us.frontegg.com/auth/vendor --json '{{\"clientId\":\"CLIENT_ID\",\"secret\":\"API_KEY\"}}'\n\
         {{\"token\":\"{{{{token kind=vendor}}}}\",\"expiresIn\":86400}}\n{}",
        roles("api.frontegg.com", "{{token kind=vendor}}")
    );
    assert_eq!(loud(&pasted(&text)), ["wrong-region"]);
    assert_eq!(diagnosed(&text, Settings::default()).0, ["wrong-region"]);
}

#[test]
fn the_issuer_names_another_region() {
    // A user's token is at the wrong kind of host first of all; its region is told as well.
    let text = roles("api.frontegg.com", "{{token kind=user iss=https://acme.us.frontegg.com}}");
    let (confirmed, _, _) = diagnosed(&text, Settings::default());
    assert!(confirmed.iter().any(|id| id == "wrong-region"), "{confirmed:?}");
    assert_eq!(loud(&pasted(&text)), ["user-token-on-management-route"]);
}

#[test]
fn a_users_token_is_no_vendors() {
    let text = roles("api.frontegg.com", "{{token kind=user}}");
    let (confirmed, excluded, open) = diagnosed(&text, Settings::default());
    assert_eq!(confirmed, ["user-token-on-management-route", "user-token-on-gateway"]);
    assert!(excluded.iter().any(|id| id == "wrong-region"));
    assert!(open.is_empty(), "{open:?}");
    let me = text.replace("roles/v1", "users/v3/me");
    let (confirmed, excluded, _) = diagnosed(&me, Settings::default());
    assert_eq!(confirmed, ["user-token-on-gateway"]);
    assert!(excluded.iter().any(|id| id == "user-token-on-management-route"));
}

#[test]
fn a_variable_tells_nothing_and_nothing_is_guessed() {
    let text = roles("api.frontegg.com", "$TOKEN");
    let report = pasted(&text);
    assert!(report.findings.is_empty(), "{:?}", loud(&report));
    let (confirmed, _, open) = diagnosed(&text, Settings::default());
    assert!(confirmed.is_empty());
    for cause in ["user-token-on-gateway", "user-token-on-management-route", "wrong-region"] {
        assert!(open.iter().any(|id| id == cause), "{cause}");
    }
    let settles = &report.diagnoses[0].open;
    assert!(settles.iter().all(|cause| !cause.why.is_empty()));
    assert!(settles.iter().any(|cause| cause.why.contains("--token-kind")));
    assert!(settles.iter().any(|cause| cause.why.contains("region")));
}

#[test]
fn a_name_is_a_weaker_witness_and_said_so() {
    let report = pasted(&roles("api.frontegg.com", "$USER_TOKEN"));
    let explains = report.findings[0].explains.as_ref().unwrap();
    assert_eq!(explains.strength.word(), "likely");
    let labels: Vec<&str> =
        report.findings[0].marks.iter().map(|mark| mark.label.as_str()).collect();
    assert!(labels.iter().any(|label| label.contains("named as a user token")), "{labels:?}");
}
