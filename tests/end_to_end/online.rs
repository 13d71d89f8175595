//! `check --online`: what is asked, what is kept, and what happens where nobody answers.

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::Time;
use frontegg_lint::online::mock::{Forgery, Life, Mock, Setup};

use crate::bench::{Bench, confirmed};
use crate::desk::command::run_in;

const ROLES: &str = "identity/resources/roles/v1";

fn bench(configuration: &str) -> Bench {
    Bench::new(Setup { region: "us".to_owned(), ..Setup::default() }, |_: &Mock| {
        configuration.to_owned()
    })
}

/// A vendor's call to the gateway of the EU, as it was answered.
fn failed(bench: &Bench) -> String {
    let token = bench.mock.vendor_token("us", Life::Valid);
    format!(
        "curl https://api.frontegg.com/{ROLES} -H 'Authorization: Bearer {token}'\n\
         HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n\
         {{\"errors\":[\"Failed to verify vendor JWT\"]}}\n"
    )
}

fn asking(bench: &Bench) -> [String; 5] {
    let words = ["--online", "--gateway", &bench.gateway(), "--certificate", "mock.pem"];
    words.map(str::to_owned)
}

fn words<'a>(own: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    own.iter().map(String::as_str).chain(more.iter().copied()).collect()
}

#[test]
fn it_says_what_it_sends_where_and_every_region_is_asked_once() {
    let bench = bench("# nothing\n");
    let said = bench.said(&failed(&bench), &words(&asking(&bench), &[]));
    let asked: Vec<&str> = said.err.lines().filter(|line| line.contains("asking: ")).collect();
    assert_eq!(asked.len(), 5, "{}", said.err);
    assert!(
        asked.iter().all(
            |line| line.contains(".frontegg.com/") && line.ends_with(", with the vendor token")
        )
    );
    assert!(
        said.out.contains("error[wrong-region]: this gateway serves EU, the vendor lives in US"),
        "{}",
        said.all()
    );
    assert_eq!(bench.mock.seen().len(), 5);
    assert_eq!(said.code, 1);
}

#[test]
fn without_it_nobody_is_asked() {
    let bench = bench("# nothing\n");
    let said = bench.said(&failed(&bench), &[]);
    assert!(said.out.contains("cannot tell"), "{}", said.out);
    assert_eq!(bench.mock.connections(), 0);
}

#[test]
fn a_dry_run_says_it_and_sends_nothing() {
    let bench = bench("# nothing\n");
    let said = bench.said(&failed(&bench), &words(&asking(&bench), &["--dry-run"]));
    assert_eq!(said.err.matches("would ask: GET https://api.").count(), 5, "{}", said.err);
    assert!(said.out.contains("cannot tell"), "{}", said.out);
    assert_eq!(bench.mock.connections(), 0);
}

#[test]
fn answers_are_kept_and_judged_by_again_offline() {
    let bench = bench("# nothing\n");
    let text = failed(&bench);
    let report = bench.check(&text, &words(&asking(&bench), &["--save", "answers.yaml"]));
    assert_eq!(confirmed(&report), ["wrong-region"]);
    let kept = std::fs::read_to_string(bench.path().join("answers.yaml")).unwrap();
    let token = text.split("Bearer ").nth(1).unwrap().split('\'').next().unwrap();
    assert!(kept.contains("accepted-by: us"), "{kept}");
    assert!(token.split('.').all(|part| !kept.contains(part)), "{kept}");
    let before = bench.mock.connections();
    let again = bench.check(&text, &["--answers", "answers.yaml"]);
    assert_eq!(confirmed(&again), ["wrong-region"]);
    assert_eq!(again["findings"], report["findings"]);
    assert_eq!(bench.mock.connections(), before);
    // What is known already is not asked again.
    let said = bench.said(&text, &words(&asking(&bench), &["--answers", "answers.yaml"]));
    assert!(said.err.contains("nothing is asked"), "{}", said.err);
    assert_eq!(bench.mock.connections(), before);
}

#[test]
fn a_revoked_token_is_accepted_by_nobody() {
    let bench = bench("# nothing\n");
    let text = failed(&bench);
    bench.mock.revoke_vendor_tokens();
    let report = bench.check(&text, &words(&asking(&bench), &[]));
    assert_eq!(confirmed(&report), ["token-revoked"], "{report:#}");
}

#[test]
fn a_signature_is_verified_with_the_issuers_keys() {
    let bench = bench("# nothing\n");
    let host = bench.mock.account().environment.clone();
    let call = |token: &str| {
        format!(
            "curl https://{host}/identity/resources/users/v3/me -H 'Authorization: Bearer {token}'\n\
             HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n\
             {{\"errors\":[\"Failed to verify user JWT\"]}}\n"
        )
    };
    for forgery in [Forgery::WrongKey, Forgery::Cut, Forgery::UnknownKid] {
        let report = bench.check(&call(&bench.mock.forged(forgery)), &words(&asking(&bench), &[]));
        assert_eq!(confirmed(&report).first(), Some(&"token-signature-invalid"), "{report:#}");
    }
    let report =
        bench.check(&call(&bench.mock.user_token(Life::Valid)), &words(&asking(&bench), &[]));
    assert!(confirmed(&report).is_empty(), "{report:#}");
    let excluded = report["diagnoses"][0]["excluded"].to_string();
    assert!(excluded.contains("token-signature-invalid"), "{excluded}");
    // Only keys are asked for, and nothing is told.
    assert!(
        bench.mock.seen().iter().all(|seen| seen.path == "/.well-known/jwks.json" && !seen.told)
    );
}

#[test]
fn where_nobody_answers_the_offline_verdict_stands() {
    let bench = bench("# nothing\n");
    let text = failed(&bench);
    let offline = bench.said(&text, &[]);
    // Nothing listens there any more.
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let gateway = format!("https://{gone}");
    let said = bench.said(
        &text,
        &["--online", "--gateway", &gateway, "--certificate", "mock.pem", "--timeout", "5"],
    );
    assert!(said.err.contains("the network did not answer"), "{}", said.err);
    assert!(said.err.contains("judged offline"), "{}", said.err);
    assert_eq!((said.out, said.code), (offline.out, offline.code));
}

#[test]
fn in_ci_it_needs_permission() {
    let text = |bench: &Bench| failed(bench);
    let refused = bench("region: us\n");
    let arguments = asking(&refused);
    let arguments = [&["check"], words(&arguments, &[]).as_slice()].concat();
    for variable in ["CI", "GITHUB_ACTIONS", "GITLAB_CI"] {
        let environment = [(variable, "true")];
        let said = run_in(refused.path(), (&arguments, &environment), text(&refused).as_bytes());
        assert_eq!(said.code, 2, "{}", said.all());
        assert!(said.err.contains("online-in-ci: true"), "{}", said.err);
    }
    assert_eq!(refused.mock.connections(), 0);
    let permitted = bench("online-in-ci: true\n");
    let arguments = asking(&permitted);
    let arguments = [&["check"], words(&arguments, &[]).as_slice()].concat();
    let said =
        run_in(permitted.path(), (&arguments, &[("CI", "true")]), text(&permitted).as_bytes());
    assert!(said.out.contains("wrong-region") && said.code == 1, "{}", said.all());
}

#[test]
fn an_issuer_that_the_recording_alone_names_is_not_asked() {
    let bench = bench("# nothing\n");
    let text = of_a_stranger();
    let said = bench.said(&text, &words(&asking(&bench), &[]));
    assert!(said.err.contains("is not asked"), "{}", said.err);
    assert_eq!(bench.mock.connections(), 0);
}

#[test]
fn a_vendor_token_that_has_expired_since_is_not_asked_about() {
    let bench = bench("# nothing\n");
    let token = bench.mock.vendor_token("us", Life::Expired);
    let text = format!(
        "curl https://api.frontegg.com/{ROLES} -H 'Authorization: Bearer {token}'\n\
         HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n\
         {{\"errors\":[\"Failed to verify vendor JWT\"]}}\n"
    );
    // It was valid when it was sent.
    let said = bench.said(&text, &words(&asking(&bench), &["--now", "2020-01-01T00:00:00Z"]));
    assert!(said.err.contains("is not asked about: it has expired"), "{}", said.err);
    assert_eq!(bench.mock.connections(), 0);
}

#[test]
fn what_probe_was_answered_settles_a_diagnosis_offline() {
    let bench = bench("# nothing\n");
    let account = bench.mock.account();
    let (gateway, kept) = (bench.gateway(), "kept.yaml");
    let network = ["--gateway", &gateway, "--certificate", "mock.pem", "--save", kept];
    let pair = [
        ("FRONTEGG_CLIENT_ID", account.client_id.as_str()),
        ("FRONTEGG_API_KEY", account.api_key.as_str()),
    ];
    let arguments = [&["probe", "region"], network.as_slice()].concat();
    let said = run_in(bench.path(), (&arguments, &pair), b"");
    assert_eq!(said.code, 0, "{}", said.all());
    let refused = format!(
        "curl https://api.frontegg.com/auth/vendor --json '{{\"clientId\":\"{}\",\"secret\":\"{}\"}}'\n\
         HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n\
         {{\"errors\":[\"Invalid authentication\"]}}\n",
        account.client_id, account.api_key
    );
    assert!(confirmed(&bench.check(&refused, &[])).is_empty());
    assert_eq!(confirmed(&bench.check(&refused, &["--answers", kept])), ["wrong-region"]);

    let forged = bench.mock.forged(Forgery::WrongKey);
    let arguments = [&["probe", "token"], network.as_slice()].concat();
    let said = run_in(bench.path(), (&arguments, &[]), forged.as_bytes());
    assert_eq!(said.code, 1, "{}", said.all());
    let call = format!(
        "curl https://{}/identity/resources/users/v3/me -H 'Authorization: Bearer {forged}'\n\
         HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n\
         {{\"errors\":[\"Failed to verify user JWT\"]}}\n",
        account.environment
    );
    let report = bench.check(&call, &["--answers", kept]);
    assert_eq!(confirmed(&report).first(), Some(&"token-signature-invalid"), "{report:#}");
}

/// A user's token that evil.example issued, and the answer to it.
fn of_a_stranger() -> String {
    let text = "curl https://acme.frontegg.com/identity/resources/users/v3/me \
                -H 'Authorization: Bearer {{token kind=user iss=https://evil.example}}'\n\
                HTTP/1.1 401 Unauthorized\ncontent-type: application/json\n\n\
                {\"errors\":[\"Failed to verify user JWT\"]}\n";
    fill(text, Time(i64::from(u32::MAX) * 1000)).unwrap()
}

#[test]
fn a_configuration_beside_a_recording_trusts_nobody_and_permits_nothing() {
    let bench = bench("# nothing\n");
    let stranger = bench.path().join("stranger");
    std::fs::create_dir(&stranger).unwrap();
    let own = "online-in-ci: true\nenvironments:\n  - name: theirs\n    hosts: [evil.example]\n";
    std::fs::write(stranger.join(".frontegg-lint.yaml"), own).unwrap();
    std::fs::write(stranger.join("call.sh"), of_a_stranger()).unwrap();
    let arguments = asking(&bench);
    let arguments = [&["check", "stranger/call.sh"], words(&arguments, &[]).as_slice()].concat();
    let said = run_in(bench.path(), (&arguments, &[]), b"");
    assert!(!said.err.contains("evil.example/"), "{}", said.err);
    let said = run_in(bench.path(), (&arguments, &[("CI", "true")]), b"");
    assert_eq!(said.code, 2, "{}", said.all());
    assert_eq!(bench.mock.connections(), 0);
}

#[test]
fn answers_are_written_over_nothing_but_answers() {
    let bench = bench("# nothing\n");
    let call = failed(&bench);
    std::fs::write(bench.path().join("call.sh"), &call).unwrap();
    for save in ["call.sh", "none/answers.yaml", "."] {
        let arguments = asking(&bench);
        let arguments = words(&arguments, &["call.sh", "--save", save]);
        let said = bench.said("", &arguments);
        assert_eq!(said.code, 2, "{}", said.all());
    }
    assert_eq!(bench.mock.connections(), 0);
    assert_eq!(std::fs::read_to_string(bench.path().join("call.sh")).unwrap(), call);
}

#[test]
fn what_is_no_certificate_is_said_before_anybody_is_asked() {
    let bench = bench("# nothing\n");
    std::fs::write(bench.path().join("notes.txt"), "nothing\n").unwrap();
    let gateway = bench.gateway();
    let asked = ["--online", "--gateway", &gateway, "--certificate", "notes.txt"];
    let said = bench.said(&failed(&bench), &asked);
    assert!(said.err.contains("notes.txt: no certificate is in it"), "{}", said.err);
    assert_eq!((said.code, bench.mock.connections()), (2, 0));
}
