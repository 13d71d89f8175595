//! An answer that says nothing of the call settles nothing, and why is said.

use frontegg_lint::online::mock::{Manner, Setup};
use serde_json::json;

use crate::room::Room;

const ROLES: &str = "/identity/resources/roles/v1";

fn call(room: &Room) -> String {
    let (host, token) = (&room.account().gateway, room.vendor());
    format!("curl https://{host}{ROLES} -H 'Authorization: Bearer {token}'\n")
}

#[test]
fn a_redirect_is_named_and_not_followed() {
    let leads = |address: &str| {
        let manner = Manner::Redirect(address.to_owned());
        Room::with(Setup { manner, ..Setup::default() })
    };
    for (address, host) in [
        ("https://login.acme.example/x?code=k9XvQ2mL", "login.acme.example"),
        ("/next", "another address of the same host"),
    ] {
        let room = leads(address);
        let said = room.run(&["-"], &call(&room));
        assert_eq!(said.code, 2, "{}", said.all());
        let wanted = format!("it redirects to {host}, which is not followed");
        let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(&wanted), "{}", said.out);
        assert!(said.err.contains(&format!("it was not settled: {wanted}")), "{}", said.err);
        assert!(!said.all().contains("fails") && !said.all().contains("k9XvQ2mL"));
        assert_eq!(room.asked(), [format!("GET {}{ROLES}", room.account().gateway)]);
    }
}

#[test]
fn too_many_calls_are_no_verdict_and_until_when_is_said() {
    let room = Room::with(Setup { calls_a_minute: Some(0), ..Setup::default() });
    let said = room.run(&["-", "--format", "json"], &call(&room));
    assert_eq!((said.code, &said.json()["shows"]), (2, &json!("unclear")), "{}", said.all());
    let wanted = "it was not settled: too many calls were made (429), and nothing more is answered";
    assert!(said.err.contains(&format!("{wanted} until 20")), "{}", said.err);
    let why = said.json()["as_recorded"]["unclear"].as_str().unwrap().to_owned();
    assert!(why.contains("until 20"), "{why}");
}
