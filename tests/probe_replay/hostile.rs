//! Nothing that a recording says sends anything where it does not belong.

use crate::room::Room;

const PATH: &str = "/identity/resources/roles/v1";

/// One header with a secret, which must never be printed.
fn call(address: &str, header: &str) -> String {
    format!("curl '{address}' -H '{header}'\n")
}

#[test]
fn other_hosts_are_told_nothing() {
    let room = Room::new();
    let token = room.vendor();
    for address in [
        "https://evil.example/identity/resources/roles/v1",
        "https://api.frontegg.com.evil.example/identity/resources/roles/v1",
        "https://api-frontegg.com/identity/resources/roles/v1",
        "https://api.frontegg.com@evil.example/identity/resources/roles/v1",
        "https://user:pass@api.frontegg.com/identity/resources/roles/v1",
        "https://api.frontegg.com:8443/identity/resources/roles/v1",
        "https://api.eu.frontegg.com.evil.example/identity/resources/roles/v1",
        "https://127.0.0.1/identity/resources/roles/v1",
        "https://[::1]/identity/resources/roles/v1",
        "https://xn--pi-7kc.frontegg.com/identity/resources/roles/v1",
        "https://login.acme.example/identity/resources/roles/v1",
    ] {
        let said = room.run(&["-", "--as-recorded"], &call(address, &bearer(&token)));
        assert_eq!(said.code, 2, "{address}: {}", said.all());
        let refused = ["  not sent  it", "is none to Frontegg", "no call to Frontegg"];
        assert!(refused.iter().any(|why| said.all().contains(why)), "{address}: {}", said.all());
        assert!(!said.all().contains(&token), "{address}");
    }
    assert_eq!(room.mock.connections(), 0);
}

#[test]
fn plain_http_is_never_sent_and_its_correction_is() {
    let room = Room::new();
    let address = format!("http://{}{PATH}", room.account().gateway);
    let said = room.run(&["-", "--format", "json"], &call(&address, &bearer(&room.vendor())));
    assert_eq!(said.code, 0, "{}", said.all());
    let json = said.json();
    assert_eq!(json["as_recorded"]["not_sent"], "it does not go over https");
    assert_eq!(json["corrected"]["status"], 200);
    assert_eq!(room.asked().len(), 1);
}

#[test]
fn an_evil_issuer_is_no_host() {
    use frontegg_lint::examples::fill;
    use frontegg_lint::exchange::Time;
    let room = Room::new();
    let now = Time::parse("2026-05-11T12:00:00Z").unwrap();
    let token = fill("{{token kind=user iss=https://evil.example}}", now).unwrap();
    let address = format!("https://api.frontegg.com{PATH}");
    let said = room.run(&["-"], &call(&address, &bearer(&token)));
    assert!(said.out.contains("user-token-on-gateway"), "{}", said.out);
    assert!(room.mock.seen().iter().all(|seen| seen.host == "api.frontegg.com"));
    assert!(!said.all().contains(&token));
}

#[test]
fn what_ends_a_session_or_an_account_is_never_sent() {
    let room = Room::new();
    let host = &room.account().environment;
    let token = bearer(&room.vendor());
    for (method, path, why) in [
        ("POST", "/identity/resources/auth/v1/user/token/refresh", "it uses up the refresh token"),
        ("POST", "/frontegg/identity/resources/auth/v1/user/token/%72efresh/", "it uses up"),
        ("DELETE", "/tenants/resources/tenants/v1", "it deletes the account"),
        ("DELETE", "/tenants/resources/tenants/v1/", "it deletes the account"),
    ] {
        let call = format!("curl -X {method} 'https://{host}{path}' -H '{token}'\n");
        let said = room.run(&["-", "--as-recorded", "--allow-writes"], &call);
        let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(said.code, 2, "{}", said.all());
        assert!(told.contains("it is never sent") && told.contains(why), "{told}");
    }
    assert_eq!(room.mock.connections(), 0);
}

#[test]
fn cookies_stay_behind() {
    let room = Room::new();
    let canary = ["k9XvQ2mL", "r8TbW4zz01"].concat();
    let address = format!("https://{}/.well-known/jwks.json", room.account().environment);
    let said = room.run(&["-"], &call(&address, &format!("Cookie: fe_refresh_x={canary}")));
    assert_eq!(said.code, 0, "{}", said.all());
    assert!(room.mock.seen().iter().all(|seen| !seen.told));
    assert!(said.out.contains("never sent again: `cookie`"), "{}", said.out);
    assert!(!said.all().contains(&canary));
}

#[test]
fn a_secret_in_an_address_is_not_shown() {
    let room = Room::new();
    let canary = ["k9XvQ2mLr8Tb", "k9XvQ2mLr8Tb"].concat();
    let host = &room.account().gateway;
    let address = format!("https://{host}/identity/resources/users/v1/{canary}?code={canary}");
    for arguments in [["-", "--dry-run"], ["-", "--format=json"], ["-", "--as-recorded"]] {
        let said = room.run(&arguments, &call(&address, &bearer(&room.vendor())));
        assert!(!said.all().contains(&canary), "{}", said.all());
    }
}

#[test]
fn characters_that_move_an_address_are_refused() {
    let room = Room::new();
    let host = &room.account().gateway;
    for path in ["/a\\b", "/identity/%2e%2e/x", "/a\u{1}b"] {
        let line = format!("GET https://{host}{path}\nAuthorization: Bearer x\n");
        room.file("calls.http", &line);
        let said = room.run(&["calls.http", "--as-recorded"], "");
        assert_eq!(said.code, 2, "{path:?}: {}", said.all());
        assert!(said.out.contains("  not sent  its address"), "{path:?}: {}", said.all());
    }
    assert_eq!(room.mock.connections(), 0);
}

fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}")
}
