//! How two answers are shown.

use crate::room::Room;

#[test]
fn side_by_side_where_there_is_room_and_else_one_above_the_other() {
    let room = Room::new();
    let host = room.account().environment.clone();
    let token = room.vendor();
    let call = format!(
        "curl https://{host}/identity/resources/roles/v1 -H 'Authorization: Bearer {token}'\n"
    );
    let wide = room.run_in((&["-"], &[("COLUMNS", "120")]), &call);
    let title = |line: &&str| line.contains("as recorded");
    let first = wide.out.lines().find(title).unwrap_or_default().to_owned();
    assert!(first.contains("corrected [vendor-token-on-environment-host]"), "{}", wide.out);
    let status = wide.out.lines().find(|line| line.trim_start().starts_with("status")).unwrap();
    assert!(status.contains("401") && status.contains("200"), "{}", wide.out);
    assert!(wide.out.lines().take(10).all(|line| line.chars().count() <= 120), "{}", wide.out);
    let narrow = room.run_in((&["-"], &[("COLUMNS", "60")]), &call);
    assert!(narrow.out.contains("\nas recorded\n"), "{}", narrow.out);
    assert!(narrow.out.contains("\ncorrected [vendor-token-on-environment-host]\n"));
    for said in [wide, narrow] {
        assert!(said.out.contains("the correction works"), "{}", said.out);
        assert!(said.out.contains("$VENDOR_TOKEN"), "{}", said.out);
        assert!(!said.all().contains(&token));
    }
}

#[test]
fn a_dry_run_lists_and_sends_nothing() {
    let room = Room::new();
    let host = room.account().environment.clone();
    let call = format!(
        "curl https://{host}/identity/resources/roles/v1 -H 'Authorization: Bearer {}'\n",
        room.vendor()
    );
    let said = room.run(&["-", "--dry-run"], &call);
    assert_eq!(said.code, 0);
    let line = |host: &str| {
        format!(
            "GET https://{host}/identity/resources/roles/v1, with the recorded `authorization`\n"
        )
    };
    assert_eq!(said.out, line(&host) + &line(&room.account().gateway));
    assert_eq!(room.mock.connections(), 0);
}
