//! Which of the recorded calls is meant.

use serde_json::json;

use crate::room::Room;

const ROLES: &str = "/identity/resources/roles/v1";

/// A call, and what came back.
fn call(host: &str, token: &str, status: u16) -> String {
    let curl = format!("curl -i https://{host}{ROLES} -H 'Authorization: Bearer {token}'\n");
    let body = if status == 200 { "[]" } else { r#"{"errors":["Failed to verify user JWT"]}"# };
    format!("{curl}HTTP/1.1 {status} X\ncontent-type: application/json\n\n{body}\n\n")
}

#[test]
fn the_only_one_that_failed() {
    let room = Room::new();
    let (account, token) = (room.account().clone(), room.vendor());
    let text = call(&account.gateway, &token, 200) + &call(&account.environment, &token, 401);
    let said = room.run(&["-", "--format", "json"], &text);
    assert_eq!((said.code, &said.json()["call"]), (0, &json!(2)), "{}", said.all());
    let said = room.run(&["-", "--call", "1", "--format", "json"], &text);
    assert_eq!((said.code, &said.json()["call"]), (0, &json!(1)), "{}", said.all());
}

#[test]
fn several_are_listed() {
    let room = Room::new();
    let (host, token) = (room.account().environment.clone(), room.vendor());
    let text = call(&host, &token, 401).repeat(2);
    let said = room.run(&["-"], &text);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("several calls failed; choose one with `--call N`"), "{}", said.err);
    assert!(said.err.contains(&format!("    2  GET {ROLES}  401")), "{}", said.err);
    assert!(!said.all().contains(&token));
    for (number, text) in [("7", text.as_str()), ("1", "curl https://example.com/\n")] {
        let said = room.run(&["-", "--call", number], text);
        assert_eq!(said.code, 2);
        assert!(said.err.contains(&format!("call {number} is none to Frontegg")), "{}", said.err);
    }
    assert_eq!(room.mock.connections(), 0);
}

#[test]
fn a_recording_without_a_call_to_frontegg_says_so() {
    let room = Room::new();
    let said = room.run(&["-"], "curl https://example.com/\n");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("no call to Frontegg was found"), "{}", said.err);
}
