//! Each of the usual mistakes: recorded, diagnosed, corrected, and sent again.

use std::time::Duration;

use frontegg_lint::online::mock::{Life, Mock, Setup};

use crate::bench::{Bench, confirmed, corrected};

fn in_us() -> Setup {
    Setup { region: "us".to_owned(), ..Setup::default() }
}

fn nothing(_: &Mock) -> String {
    "# nothing\n".to_owned()
}

/// Records a call, which must fail so, and applies the corrected command of the rule, which must succeed:
/// with what `-v` printed, alone and below the command, and with what `-i` printed.
fn mends(bench: &Bench, call: &str, (status, rule): (&str, &str), online: bool) {
    let answer = bench.shell(&format!("{call} -i"));
    assert!(answer.text.contains(&format!("HTTP/1.1 {status}")), "{}", answer.text);
    let verbose = bench.record(call);
    let mut texts = vec![format!("{call} -v\n{verbose}"), format!("{call}\n{}", answer.text)];
    // What a call sends as its body, `-v` does not print.
    if !call.contains("--json") {
        texts.push(verbose);
    }
    let (gateway, pem) = (bench.gateway(), "mock.pem");
    let asking = ["--online", "--gateway", &gateway, "--certificate", pem];
    for text in texts {
        let report = bench.check(&text, if online { &asking } else { &[] });
        assert_eq!(confirmed(&report).first(), Some(&rule), "{report:#}");
        let corrected = corrected(&report, rule);
        let sent = bench.apply(corrected);
        assert!(sent.starts_with('2'), "{sent} after\n{corrected}");
    }
}

#[test]
fn the_gateway_of_the_wrong_region() {
    let bench = Bench::new(in_us(), |_| "region: us\n".to_owned());
    let token = bench.mock.vendor_token("us", Life::Valid);
    let call = format!(
        "curl https://api.frontegg.com/identity/resources/roles/v1 -H 'Authorization: Bearer {token}'"
    );
    mends(&bench, &call, ("401", "wrong-region"), false);
}

#[test]
fn the_gateway_of_the_wrong_region_when_nobody_wrote_the_region_down() {
    let bench = Bench::new(in_us(), nothing);
    let token = bench.mock.vendor_token("us", Life::Valid);
    let call = format!(
        "curl https://api.frontegg.com/identity/resources/roles/v1 -H 'Authorization: Bearer {token}'"
    );
    mends(&bench, &call, ("401", "wrong-region"), true);
}

#[test]
fn a_vendor_token_on_an_environment_host() {
    let bench = Bench::new(in_us(), nothing);
    let token = bench.mock.vendor_token("us", Life::Valid);
    let host = &bench.mock.account().environment;
    let call = format!(
        "curl https://{host}/identity/resources/roles/v1 -H 'Authorization: Bearer {token}'"
    );
    mends(&bench, &call, ("401", "vendor-token-on-environment-host"), false);
}

#[test]
fn a_user_token_on_a_gateway() {
    let bench = Bench::new(in_us(), nothing);
    let token = bench.mock.user_token(Life::Valid);
    let call = format!(
        "curl https://api.us.frontegg.com/identity/resources/users/v3/me -H 'Authorization: Bearer {token}'"
    );
    mends(&bench, &call, ("401", "user-token-on-gateway"), false);
}

#[test]
fn a_missing_tenant() {
    let bench = Bench::new(in_us(), |mock| {
        format!("region: us\ntenant-id: {}\n", mock.account().tenant_id)
    });
    let token = bench.mock.vendor_token("us", Life::Valid);
    let call = format!(
        "curl https://api.us.frontegg.com/tenants/resources/hierarchy/v1 -H 'Authorization: Bearer {token}'"
    );
    mends(&bench, &call, ("403", "missing-tenant-id"), false);
}

#[test]
fn a_missing_application() {
    let bench = Bench::new(in_us(), |mock| {
        format!("region: us\napplication-id: {}\n", mock.account().application_id)
    });
    let token = bench.mock.vendor_token("us", Life::Valid);
    let tenant = &bench.mock.account().tenant_id;
    let call = format!(
        "curl https://api.us.frontegg.com/identity/resources/users/v2 -H 'Authorization: Bearer {token}' \
         -H 'frontegg-tenant-id: {tenant}' --json '{{\"email\":\"dana@example.com\",\"metadata\":\"{{}}\"}}'"
    );
    mends(&bench, &call, ("403", "missing-application-id"), false);
}

#[test]
fn an_expired_token() {
    let bench = Bench::new(in_us(), |_| "region: us\n".to_owned());
    let token = bench.mock.vendor_token("us", Life::Expired);
    let call = format!(
        "curl https://api.us.frontegg.com/identity/resources/roles/v1 -H 'Authorization: Bearer {token}'"
    );
    mends(&bench, &call, ("401", "token-expired"), false);
}

#[test]
fn credentials_of_another_region() {
    let bench = Bench::new(in_us(), nothing);
    let account = bench.mock.account();
    let call = format!(
        "curl https://api.frontegg.com/auth/vendor --json '{{\"clientId\":\"{}\",\"secret\":\"{}\"}}'",
        account.client_id, account.api_key
    );
    mends(&bench, &call, ("401", "wrong-region"), true);
}

#[test]
fn credentials_that_nobody_knows() {
    let bench = Bench::new(in_us(), nothing);
    let wrong = ["0000", "wrong", "key"].join("-");
    let client_id = &bench.mock.account().client_id;
    let call = format!(
        "curl https://api.us.frontegg.com/auth/vendor --json '{{\"clientId\":\"{client_id}\",\"secret\":\"{wrong}\"}}'"
    );
    let gateway = bench.gateway();
    let asking = ["--online", "--gateway", &gateway, "--certificate", "mock.pem"];
    let report = bench.check(&format!("{call} -v\n{}", bench.record(&call)), &asking);
    assert_eq!(confirmed(&report), ["vendor-credentials-unknown"], "{report:#}");
    // The values are in the portal alone: whoever copies them from there fills them in.
    let command = corrected(&report, "vendor-credentials-unknown");
    let filled = command
        .replace("<client-id>", client_id)
        .replace("<api-key>", &bench.mock.account().api_key);
    assert_ne!(command, filled);
    assert_eq!(bench.apply(&filled), "200", "{command}");
}

#[test]
fn too_many_calls() {
    let window = Duration::from_secs(3);
    let bench = Bench::new(Setup { calls_a_minute: Some(2), window, ..in_us() }, nothing);
    let call = "curl https://api.us.frontegg.com/identity/resources/roles/v1 -H \"Authorization: Bearer $VENDOR_TOKEN\"";
    let mut said = bench.shell(&format!("{call} -i"));
    for _ in 0..9 {
        if said.text.contains("HTTP/1.1 429") {
            break;
        }
        said = bench.shell(&format!("{call} -i"));
    }
    assert!(said.text.contains("x-rate-limit-reset: "), "{}", said.text);
    let report = bench.check(&format!("{call}\n{}", said.text), &[]);
    assert_eq!(report["diagnoses"][0]["error"], "rate-limited", "{report:#}");
    let open = report["diagnoses"][0]["open"].to_string();
    let reset =
        said.text.lines().find_map(|line| line.strip_prefix("x-rate-limit-reset: ")).unwrap();
    assert!(open.contains(reset.trim()), "{open}");
    // The advice is to wait for that moment; curl waits and asks again.
    let sent = bench.apply(&format!("{call} --retry 9 --retry-delay 1"));
    assert_eq!(sent, "200");
}
