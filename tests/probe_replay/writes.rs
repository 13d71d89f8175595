//! What may change something goes out only after a person typed it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::room::Room;

const ROLES: &str = "/identity/resources/roles/v1";

/// A role is made at the wrong host: the correction sends it to the gateway.
fn recorded(room: &Room) -> String {
    let (host, token) = (&room.account().environment, room.vendor());
    let text = format!(
        "curl -X POST https://{host}{ROLES} -H 'Authorization: Bearer {token}' \\\n  \
         -H 'content-type: application/json' -d '[{{\"key\":\"a\",\"name\":\"a\",\"level\":1}}]'\n"
    );
    room.file("call.sh", &text);
    text
}

/// Runs the command at a terminal of its own, and types these words.
#[cfg(target_os = "linux")]
fn at_a_terminal(room: &Room, arguments: &[&str], typed: &str) -> (i32, String) {
    let mut line = env!("CARGO_BIN_EXE_frontegg-lint").to_owned();
    for word in room.arguments(arguments) {
        line.push(' ');
        line.push_str(&word);
    }
    let mut child = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(room.path())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{typed}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn without_leave_or_without_a_person_nothing_is_sent() {
    let room = Room::new();
    let text = recorded(&room);
    for (arguments, why) in [
        (&["-"][..], "`--allow-writes` sends it"),
        (&["-"], "`--as-recorded --allow-writes` sends it as it is instead"),
        (&["-", "--allow-writes"], "standard input is no terminal"),
        (&["call.sh", "--allow-writes"], "standard input is no terminal"),
        (&["call.sh", "--allow-writes", "--as-recorded"], "standard input is no terminal"),
    ] {
        let said = room.run(arguments, &text);
        assert_eq!(said.code, 2, "{}", said.all());
        let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            room.run(&[arguments, &["--format", "json"]].concat(), &text).out.contains(why),
            "{told}"
        );
    }
    assert_eq!(room.mock.connections(), 0);
}

#[test]
fn a_pair_for_a_vendor_token_counts_as_a_write() {
    let room = Room::new();
    let account = room.account();
    let call = format!(
        "curl -X POST https://{}/auth/vendor --json '{{\"clientId\":\"{}\",\"secret\":\"{}\"}}'\n",
        account.gateway, account.client_id, account.api_key
    );
    let said = room.run(&["-", "--as-recorded"], &call);
    assert_eq!(said.code, 2, "{}", said.all());
    assert!(said.out.contains("`POST` may change something"), "{}", said.out);
    assert!(!said.all().contains(&account.api_key));
    assert_eq!(room.mock.connections(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_right_words_send_the_corrected_call_and_nothing_else() {
    let room = Room::new();
    recorded(&room);
    let typed = format!("POST {ROLES}");
    let (code, out) = at_a_terminal(&room, &["call.sh", "--allow-writes"], &typed);
    assert!(out.contains(&format!("type `{typed}` to send it")), "{out}");
    assert_eq!(room.asked(), [format!("POST {}{ROLES}", room.account().gateway)], "{out}");
    assert_eq!(code, 0, "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn as_recorded_sends_the_other_one() {
    let room = Room::new();
    recorded(&room);
    let arguments = ["call.sh", "--allow-writes", "--as-recorded"];
    let (code, out) = at_a_terminal(&room, &arguments, &format!("POST {ROLES}"));
    assert_eq!(room.asked(), [format!("POST {}{ROLES}", room.account().environment)], "{out}");
    assert_eq!(code, 1, "{out}");
}

#[cfg(target_os = "linux")]
#[test]
fn wrong_words_send_nothing() {
    let room = Room::new();
    recorded(&room);
    for typed in ["", "y", "yes", "POST", ROLES, "post /identity/resources/roles/v1"] {
        let (code, out) = at_a_terminal(&room, &["call.sh", "--allow-writes"], typed);
        assert_eq!(code, 2, "{typed:?}: {out}");
        assert!(out.contains("what was typed is not its method and path"), "{out}");
        assert!(!out.contains("asking:"), "{out}");
    }
    assert_eq!(room.mock.connections(), 0);
}
