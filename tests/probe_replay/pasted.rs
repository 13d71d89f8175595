//! What was recorded fails, what is corrected works.

use frontegg_lint::online::mock::{Life, Manner, Setup};
use serde_json::{Value, json};

use crate::desk::command::Said;
use crate::room::Room;

const GROUPS: &str = "/identity/resources/groups/v1";
const ROLES: &str = "/identity/resources/roles/v1";

/// The rule, both statuses, and what they show.
fn said(said: &Said) -> (i32, Value) {
    let json = said.json();
    let status = |side: &str| json[side]["status"].clone();
    let rule = &json["corrected"]["rule"];
    (said.code, json!([rule, status("as_recorded"), status("corrected"), json["shows"]]))
}

fn bearer(host: &str, path: &str, token: &str) -> String {
    format!("curl https://{host}{path} -H 'Authorization: Bearer {token}'\n")
}

#[test]
fn a_vendor_token_goes_to_the_gateway() {
    let room = Room::new();
    let account = room.account().clone();
    let call = bearer(&account.environment, ROLES, &room.vendor());
    let answer = room.run(&["-", "--format", "json"], &call);
    let rule = "vendor-token-on-environment-host";
    assert_eq!(said(&answer), (0, json!([rule, 401, 200, "corrected-works"])), "{}", answer.err);
    assert_eq!(
        room.asked(),
        [format!("GET {}{ROLES}", account.gateway), format!("GET {}{ROLES}", account.environment)]
    );
    let json = answer.json();
    assert_eq!(json["call"], 1);
    assert_eq!(json["as_recorded"]["error"]["id"], "failed-to-verify-user-jwt");
}

#[test]
fn a_user_token_goes_to_its_environment() {
    let room = Room::new();
    let path = "/identity/resources/users/v2/me";
    let call = bearer(&room.account().gateway, path, &room.mock.user_token(Life::Valid));
    let answer = room.run(&["-", "--format", "json"], &call);
    assert_eq!(answer.code, 0, "{}", answer.all());
    assert_eq!(answer.json()["corrected"]["rule"], "user-token-on-gateway");
    assert_eq!(answer.json()["shows"], "corrected-works");
}

#[test]
fn the_tenant_of_the_configuration_is_named() {
    let room = Room::new();
    let tenant = format!("tenant-id: {}\n", room.account().tenant_id);
    let room = room.configured(&tenant);
    let call = bearer(&room.account().gateway, GROUPS, &room.vendor());
    let answer = room.run(&["-", "--format", "json"], &call);
    assert_eq!(said(&answer), (0, json!(["missing-tenant-id", 403, 200, "corrected-works"])));
}

#[test]
fn the_region_of_the_configuration_is_asked() {
    let room = Room::with(Setup { region: "us".to_owned(), ..Setup::default() });
    let room = room.configured("region: us\n");
    let call = bearer("api.frontegg.com", ROLES, &room.vendor());
    let answer = room.run(&["-", "--format", "json"], &call);
    assert_eq!(said(&answer), (0, json!(["wrong-region", 401, 200, "corrected-works"])));
    let by_flag = Room::with(Setup { region: "us".to_owned(), ..Setup::default() });
    let call = bearer("api.frontegg.com", ROLES, &by_flag.vendor());
    let answer = by_flag.run(&["-", "--region", "us", "--format", "json"], &call);
    assert_eq!(said(&answer).0, 0, "{}", answer.all());
}

#[test]
fn a_har_and_a_transcript_are_sent_like_a_paste() {
    let room = Room::new();
    let (host, token) = (room.account().environment.clone(), room.vendor());
    let headers = json!([{ "name": "Authorization", "value": format!("Bearer {token}") }]);
    let request = json!({
        "method": "GET", "url": format!("https://{host}{ROLES}"), "httpVersion": "HTTP/2",
        "headers": headers, "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0,
    });
    let response = json!({
        "status": 401, "statusText": "", "httpVersion": "HTTP/2", "headers": [], "cookies": [],
        "content": { "size": 0, "mimeType": "application/json" }, "redirectURL": "",
        "headersSize": -1, "bodySize": 0,
    });
    let entry = json!({
        "startedDateTime": "2026-05-11T12:00:00.000Z", "time": 1, "request": request,
        "response": response, "cache": {}, "timings": { "send": 0, "wait": 1, "receive": 0 },
    });
    let creator = json!({ "name": "Firefox", "version": "1" });
    let har = json!({ "log": { "version": "1.2", "creator": creator, "entries": [entry] } });
    room.file("calls.har", &har.to_string());
    let transcript = format!(
        "> GET {ROLES} HTTP/2\n> Host: {host}\n> Authorization: Bearer {token}\n> \n< HTTP/2 401\n\
         < content-type: application/json\n< \n{{\"errors\":[\"Failed to verify user JWT\"]}}\n"
    );
    let command = format!("$ curl -v https://{host}{ROLES} -H 'Authorization: Bearer {token}'\n");
    room.file("calls.txt", &(command + &transcript));
    for name in ["calls.har", "calls.txt"] {
        let answer = room.run(&[name, "--format", "json"], "");
        let wanted = json!(["vendor-token-on-environment-host", 401, 200, "corrected-works"]);
        assert_eq!(said(&answer), (0, wanted), "{name}: {}", answer.all());
    }
}

#[test]
fn what_still_fails_is_diagnosed_anew() {
    let room = Room::new();
    let expired = room.mock.vendor_token("eu", Life::Expired);
    let call = bearer(&room.account().environment, ROLES, &expired);
    let answer = room.run(&["-"], &call);
    assert_eq!(answer.code, 1, "{}", answer.all());
    assert!(
        answer.out.contains("changes the answer, which is another error now"),
        "{}",
        answer.out
    );
    assert!(
        answer.out.contains("diagnosis: 401 \"Failed to verify vendor JWT\""),
        "{}",
        answer.out
    );
    assert!(answer.out.contains("[token-expired]"), "{}", answer.out);
}

#[test]
fn a_call_that_works_now_is_said_to_work() {
    let room = Room::new();
    let call = bearer(&room.account().gateway, ROLES, &room.vendor());
    let answer = room.run(&["-", "--format", "json"], &call);
    assert_eq!((answer.code, &answer.json()["shows"]), (0, &json!("works")));
    assert_eq!(answer.json()["corrected"], Value::Null);
}

#[test]
fn variables_of_the_list_take_their_values_from_the_environment() {
    let room = Room::new();
    let call = bearer(&room.account().gateway, ROLES, "$VENDOR_TOKEN").replace('\'', "\"");
    let token = room.vendor();
    let answer = room.run_in((&["-"], &[("VENDOR_TOKEN", &token)]), &call);
    assert_eq!(answer.code, 0, "{}", answer.all());
    assert!(!answer.all().contains(&token));
    assert!(answer.err.contains("with `authorization` of $VENDOR_TOKEN"), "{}", answer.err);
}

#[test]
fn other_variables_are_told_nothing_and_what_is_missing_is_said() {
    let room = Room::new();
    let canary = ["k9XvQ2mL", "r8TbW4zz01"].concat();
    for name in ["HOME", "GITHUB_TOKEN", "MY_VENDOR_TOKEN"] {
        let call = bearer(&room.account().gateway, ROLES, &format!("${name}")).replace('\'', "\"");
        let answer = room.run_in((&["-"], &[(name, &canary)]), &call);
        assert_eq!(answer.code, 2, "{}", answer.all());
        let wanted = format!("`authorization` has no value for `{name}`");
        let told = answer.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(&wanted), "{}", answer.out);
    }
    let call = bearer(&room.account().gateway, ROLES, "$VENDOR_TOKEN").replace('\'', "\"");
    let told = room.run(&["-"], &call).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("set the variable VENDOR_TOKEN in the environment"), "{told}");
    assert_eq!(room.mock.connections(), 0);
}

#[test]
fn a_variable_that_is_set_is_not_called_unset_in_an_address() {
    let room = Room::new();
    let canary = ["k9XvQ2mL", "r8TbW4zz01"].concat();
    let set = [("VENDOR_TOKEN", canary.as_str()), ("FRONTEGG_API_KEY", canary.as_str())];
    for (path, name) in [
        ("/identity/resources/users/v1/$VENDOR_TOKEN", "the path has no value for `VENDOR_TOKEN`"),
        ("/identity/resources/users/v1?email=$FRONTEGG_API_KEY", "for `FRONTEGG_API_KEY`"),
    ] {
        let call = bearer(&room.account().gateway, &format!("{path}\""), "x");
        let call = call.replace("curl https", "curl \"https");
        let answer = room.run_in((&["-", "--as-recorded"], &set), &call);
        let told = answer.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(answer.code, 2, "{}", answer.all());
        assert!(told.contains(name) && told.contains("never into an address"), "{told}");
        assert!(!told.contains("set the variable") && !answer.all().contains(&canary), "{told}");
    }
    assert_eq!(room.mock.connections(), 0);
}

#[test]
fn a_correction_that_lacks_a_host_says_which() {
    let own = "environments:\n  - name: own\n    hosts: [login.acme.example]\n";
    let room = Room::new().configured(own);
    let answer = room.run(&["-"], &bearer("login.acme.example", ROLES, &room.vendor()));
    let told = answer.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("https://<gateway>/"), "{}", answer.out);
    assert!(told.contains("the host has no value for `gateway`: give `--region`"), "{told}");
    assert!(!told.contains("‹9 characters›"), "{told}");
}

#[test]
fn a_correction_that_lacks_a_value_says_where_to_give_it() {
    let room = Room::new();
    let call = bearer(&room.account().gateway, GROUPS, &room.vendor());
    let answer = room.run(&["-", "--format", "json"], &call);
    assert_eq!(answer.code, 1, "{}", answer.all());
    let json = answer.json();
    assert_eq!((&json["as_recorded"]["status"], &json["shows"]), (&json!(403), &json!("fails")));
    let why = json["corrected"]["not_sent"].as_str().unwrap();
    assert!(why.contains("set `tenant-id` in .frontegg-lint.yaml"), "{why}");
    assert_eq!(room.asked().len(), 1);
}

#[test]
fn an_answer_that_says_nothing_of_the_call_is_no_verdict() {
    let setup = Setup { calls_a_minute: Some(0), ..Setup::default() };
    let room = Room::with(setup);
    let call = bearer(&room.account().environment, ROLES, &room.vendor());
    let answer = room.run(&["-", "--format", "json"], &call);
    assert_eq!((answer.code, &answer.json()["shows"]), (2, &json!("unclear")), "{}", answer.all());
    let room = Room::with(Setup { manner: Manner::Broken, ..Setup::default() });
    let call = bearer(&room.account().environment, ROLES, &room.vendor());
    let answer = room.run(&["-", "--format", "json"], &call);
    assert_eq!((answer.code, &answer.json()["shows"]), (2, &json!("unanswered")));
    assert!(answer.json()["corrected"]["no_answer"].is_string());
}
