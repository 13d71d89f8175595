//! Entries that hide nothing are told, when the run would have met what they hide.

use crate::desk::command::run;
use crate::{CALLS, desk};

const CONFIG: &str = "ignore:\n  \
    - { rule: missing-tenant-id, reason: so }\n  \
    - { path: legacy/call.sh, rule: body, reason: so }\n  \
    - { path: 'legacy/**', rule: route, reason: so }\n  \
    - { rule: wrong-method, path: call.sh, reason: so }\n";

/// The lines of the configuration that are told to hide nothing.
fn told(arguments: &[&str]) -> Vec<usize> {
    let desk = desk(
        CONFIG,
        &[
            ("call.sh", CALLS),
            ("legacy/call.sh", "curl https://api.frontegg.com/identity/resources/users/v3\n"),
        ],
    );
    let said = run(desk.path(), arguments, b"");
    let lines = said.err.lines().filter(|line| line.contains("hides nothing"));
    lines
        .map(|line| {
            let mut numbers = line.split(".yaml:").nth(1).unwrap().split(':');
            numbers.next().unwrap().parse().unwrap()
        })
        .collect()
}

#[test]
fn an_entry_for_one_file_is_told_when_that_file_was_checked() {
    assert_eq!(told(&["legacy/call.sh"]), [3]);
    assert_eq!(told(&["call.sh"]), [] as [usize; 0]);
    assert_eq!(told(&["call.sh", "legacy/call.sh"]), [3]);
}

#[test]
fn a_run_that_did_not_judge_it_tells_nothing() {
    assert_eq!(told(&["legacy/call.sh", "--ignore", "body"]), [] as [usize; 0]);
    assert_eq!(told(&["legacy/call.sh", "--select", "route"]), [] as [usize; 0]);
    assert_eq!(told(&["legacy/call.sh", "--exclude", "x"]), [] as [usize; 0]);
}

#[test]
fn a_run_over_the_whole_folder_tells_all_of_them() {
    assert_eq!(told(&["."]), [2, 3, 4]);
    assert_eq!(told(&["legacy"]), [3, 4]);
}
