//! What credentials belong to, beside what the configuration says.

use frontegg_lint::online::mock::{Account, Manner, Setup};

use super::{Desk, late};

const OTHER: &str = "7c1d5f60-0000-4e2b-9a11-5eedfeed0009";

fn us() -> Setup {
    Setup { region: "us".to_owned(), ..Setup::default() }
}

/// The configuration of an environment with these hosts; the stand-in makes up its own anew each time.
fn configure(desk: &Desk, text: impl Fn(&Account) -> String) {
    #[expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
    let written =
        std::fs::write(desk.folder.path().join(".frontegg-lint.yaml"), text(desk.mock.account()));
    written.unwrap();
}

#[test]
fn everything_that_is_known_of_it_is_said() {
    let desk = Desk::of("us");
    let account = desk.mock.account();
    let said = desk.probe(&["environment"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let keep = format!(
        "  region: us\n  environments:\n    - name: {}\n      hosts: [{}, {}]\n      client-id: {}\n",
        account.environment.split('.').next().unwrap(),
        account.environment,
        account.custom_domain,
        account.client_id
    );
    for words in [&account.application_id, "ClientCredentials", "1 may call it", keep.as_str()] {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
}

#[test]
fn the_lines_to_keep_are_a_configuration_that_differs_in_nothing() {
    let desk = Desk::of("us");
    let json = desk.probe(&["environment", "--format", "json"]).json();
    let keep = json["configuration"].as_str().unwrap().to_owned();
    configure(&desk, |_| keep.clone());
    let said = desk.probe(&["environment", "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.json()["differences"], serde_json::json!([]));
    assert_eq!(said.json()["configuration"], keep.as_str());
}

#[test]
fn the_second_round_goes_to_one_gateway_all_at_once() {
    let setup = Setup { manner: Manner::Together(5), ..us() };
    let desk = Desk::with(setup, "# nothing\n");
    let said = desk.probe(&["environment"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let second = [
        "/applications/resources/applications/v1",
        "/identity/resources/configurations/v1/basic",
        "/vendors",
        "/vendors/base-url",
        "/vendors/custom-domains/v2",
    ];
    let second = second.map(|path| format!("GET api.us.frontegg.com{path}"));
    let asked: Vec<String> =
        desk.paths().into_iter().filter(|path| path.starts_with("GET")).collect();
    assert_eq!(asked, second);
    assert_eq!(desk.paths().len(), 10, "the pair was tried once a region");
    for line in second {
        let line =
            format!("asking: {}, with the vendor token", line.replace("GET ", "GET https://"));
        assert!(said.err.contains(&line), "{}", said.err);
    }
}

#[test]
fn only_a_region_that_was_named_is_asked() {
    let desk = Desk::with(us(), "region: us\n");
    assert_eq!(desk.probe(&["environment"]).code, 0);
    let posts = desk.paths().into_iter().filter(|path| path.starts_with("POST"));
    assert_eq!(posts.collect::<Vec<_>>(), ["POST api.us.frontegg.com/auth/vendor"]);
    let said = desk.probe(&["environment", "--region", "ca"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(said.out.starts_with("the CA region does not know these credentials\n"));
    assert!(said.out.contains("`frontegg-lint probe region`"), "{}", said.out);
    assert_eq!(desk.probe(&["environment", "--region", "mars"]).code, 2);
}

#[test]
fn a_client_id_of_another_environment_is_wrong() {
    let desk = Desk::of("us");
    configure(&desk, |account| {
        format!(
            "region: us\nenvironments:\n  - name: production\n    hosts: [{}]\n    client-id: {OTHER}\n",
            account.environment
        )
    });
    let said = desk.probe(&["environment"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let words = format!("`client-id` of `production` is another environment's: {OTHER}");
    assert!(said.out.contains(&words), "{}", said.out);
    assert!(said.out.contains("login.acme.example is not listed"), "{}", said.out);
    assert!(said.err.ends_with("exit 1: the configuration is wrong in 1 place\n"), "{}", said.err);
}

#[test]
fn a_region_and_a_host_that_are_not_its_own_are_wrong() {
    let desk = Desk::of("us");
    configure(&desk, |account| {
        format!(
            "region: ca\nenvironments:\n  - name: production\n    hosts: [beta.us.frontegg.com, {}, {}]\n    \
             client-id: {}\n",
            account.environment, account.custom_domain, account.client_id
        )
    });
    let said = desk.probe(&["environment", "--region", "us", "--format", "json"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    let expected = serde_json::json!([
        { "kind": "region", "wrong": true, "configured": "ca" },
        { "kind": "host", "wrong": true, "environment": "production", "host": "beta.us.frontegg.com" },
    ]);
    assert_eq!(said.json()["differences"], expected);
}

#[test]
fn a_configuration_of_other_environments_is_told_so() {
    let other = "environments:\n  - name: beta\n    hosts: [beta.us.frontegg.com]\n";
    let said = Desk::with(us(), other).probe(&["environment"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("none of its environments has this id"), "{}", said.out);
}

#[test]
fn without_a_region_there_is_no_environment() {
    let desk = Desk::with(late("us", "us"), "# nothing\n");
    let said = desk.probe(&["environment", "--timeout", "1", "--format", "json"]);
    assert_eq!(said.code, 2);
    let json = said.json();
    assert_eq!((&json["verdict"], &json["environment"]), (&"unanswered".into(), &().into()));
}

#[test]
fn what_is_not_answered_is_said_beside_the_rest() {
    // The pair is exchanged, and two of five questions are answered.
    let setup = Setup { calls_a_minute: Some(3), ..us() };
    let desk = Desk::with(setup, "# nothing\n");
    let said = desk.probe(&["environment", "--format", "json"]);
    assert_eq!(said.code, 2, "{}", said.out);
    let environment = &said.json()["environment"];
    assert_eq!(environment["id"], desk.pair().0.as_str(), "the token says it");
    assert_eq!(environment["silent"].as_array().unwrap().len(), 3);
    assert!(said.err.ends_with("exit 2: 3 of 5 questions had no answer\n"), "{}", said.err);
}
