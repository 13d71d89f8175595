//! The same program once more, with an environment of its own: what it says decides about proxies and roots.

use std::process::Command;
use std::sync::Arc;

use frontegg_lint::online::{Door, Loopback, Roots};

use super::world::{PATIENT, one, telling};

/// What it answers stands behind this.
const MARK: &str = "came of it: ";

/// The address where every name leads, and a file with the only certificate that holds.
const ADDRESS: &str = "TEST_OF_THE_DOOR_ADDRESS";
const ONLY: &str = "TEST_OF_THE_DOOR_ONLY";

/// What comes of telling the gateway the canary, with this environment and no other.
pub(crate) fn asks(address: &str, environment: &[(&str, &str)]) -> String {
    asks_trusting(address, "", environment)
}

/// The same where only the certificate in a file holds.
pub(crate) fn asks_trusting(address: &str, only: &str, environment: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child::asks_as_its_environment_says", "--exact", "--nocapture"]);
    command.env_clear().env(ADDRESS, address).env(ONLY, only);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, said) = text.split_once(MARK).unwrap_or_else(|| panic!("{text}"));
    said.lines().next().unwrap().to_owned()
}

/// What [`asks`] runs. Where nobody tells it an address, there is nothing to ask.
#[test]
fn asks_as_its_environment_says() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let only = std::env::var(ONLY).unwrap();
    let roots =
        if only.is_empty() { Roots::System } else { Roots::Only(std::fs::read(only).unwrap()) };
    let door = Door::new(Arc::new(Loopback(address.parse().unwrap())), roots, PATIENT);
    let said = match door {
        Ok(door) => match one(&door, telling("POST", "/")) {
            Ok(reply) => reply.status.to_string(),
            Err(why) => format!("{why:?}"),
        },
        Err(error) => format!("{error:?}"),
    };
    println!("{MARK}{said}");
}
