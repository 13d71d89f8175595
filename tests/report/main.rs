//! What people and programs read, and that no secret is in it.

#![cfg(feature = "human")]
#![expect(
    clippy::unwrap_used,
    reason = "what is made here is well-formed, and a panic is a failed test"
)]

mod comforts;
mod made;
mod masked;
mod recording;
mod schema;
mod seen;

use crate::made::*;
use frontegg_lint::exchange::{Exchange, Format};
use frontegg_lint::finding::{Mark, Report};
use frontegg_lint::report::human::{Colour, Detail, Human};
use frontegg_lint::source::Span;
use frontegg_lint::view::Credential;

#[test]
fn the_ideal_message() {
    let text = printed(&[ideal_report()], &PLAIN);
    insta::assert_snapshot!(text, @r#"
    error[vendor-token-on-environment-host]: vendor token sent to an environment host
       ╭─[call.sh:1:14]
     1 │ curl https://login.acme.com/identity/resources/users/v1/5f0e2c1d \
       ·              ───────┬──────
       ·                     ╰── an environment host: it verifies user tokens
     2 │   -H 'Authorization: Bearer ‹vendor token 1, 812 characters, valid for 21 h›'
       ·                             ────────────────────────┬───────────────────────
       ·                                                     ╰── this is a vendor token
       ╰────
       = also: missing-tenant-id
    help: send it to the gateway, with the tenant header  [needs 2 values]
       - curl https://login.acme.com/identity/resources/users/v1/5f0e2c1d \
       + curl https://<gateway>/identity/resources/users/v1/5f0e2c1d \
       +   -H 'frontegg-tenant-id: <tenant-id>' \

    diagnosis: 401 "Failed to verify user JWT"
       confirmed   vendor token sent to an environment host
       ruled out   token-expired (valid for another 21 h when sent) ·
                   token-malformed (the token is well-formed)
       cannot tell revoked API key

    not read: call.sh: the last command is cut off
    1 error in 1 call to Frontegg
    "#);
}

#[test]
fn colours_change_nothing_but_the_colours() {
    let coloured = printed(&[ideal_report()], &Human { colour: Colour::Always, ..PLAIN });
    assert!(coloured.contains('\u{1b}'));
    let mut plain = String::new();
    let mut parts = coloured.split('\u{1b}');
    plain.push_str(parts.next().unwrap());
    for part in parts {
        plain.push_str(part.split_once('m').unwrap().1);
    }
    assert_eq!(plain, printed(&[ideal_report()], &PLAIN));
}

#[test]
fn what_is_well_is_said_in_one_line_and_not_at_all_when_quiet() {
    let clean = Report { exchanges: 4, frontegg: 3, ..Report::default() };
    let foreign = Report { exchanges: 2, ..Report::default() };
    let quiet = Human { detail: Detail::Quiet, ..PLAIN };
    assert_eq!(
        printed(std::slice::from_ref(&clean), &PLAIN),
        "no mistakes found in 3 calls to Frontegg\n"
    );
    assert_eq!(printed(&[foreign], &PLAIN), "none of 2 calls goes to Frontegg\n");
    assert_eq!(printed(&[], &PLAIN), "no calls found\n");
    assert_eq!(printed(&[clean], &quiet), "");
}

#[test]
fn hostile_text_never_reaches_the_terminal() {
    let path = "/a\u{1b}[2J\u{202e}b";
    let url = format!("https://api.frontegg.com{path}");
    let text = format!("curl '{url}' \u{1b}]0;x\u{7}\u{202e}\tx\r\n");
    let call = exchange(&text, &url, &[], None);
    let marks = [mark(&text, "curl", "\u{1b}[31mlabel"), mark(&text, path, "\u{202e}")];
    let mut found = finding(&call, &marks, &Credential::default());
    found.message = "message \u{1b}[2J".into();
    found.file = "\u{1b}[2J\u{202e}.sh".into();
    let shown = printed(&[report(vec![found])], &PLAIN);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
    assert!(!shown.contains('\u{202e}'), "{shown:?}");
}

#[test]
fn a_long_line_is_shown_only_around_its_marks() {
    for filler in
        ["x".repeat(1_000_000), " ".repeat(10_000), "é ".repeat(70_000), "'-H ".repeat(9_000)]
    {
        let url = "https://api.frontegg.com/users";
        let text = format!("curl {filler} {url} x");
        for format in [Format::Shell, Format::Har] {
            let call = Exchange { format, ..exchange(&text, url, &[], None) };
            let end = Mark { span: Span::at(text.len()), label: "the end".into() };
            let marks = [mark(&text, "api.frontegg.com", "the host"), mark(&text, "curl", ""), end];
            let found = finding(&call, &marks, &Credential::default());
            assert!(found.excerpt.text.chars().count() < 600, "{}", found.excerpt.text.len());
            let shown = printed(&[report(vec![found])], &PLAIN);
            assert!(shown.contains("api.frontegg.com") && shown.contains("the host"), "{shown}");
        }
    }
}

#[test]
fn marks_that_stand_nowhere_are_no_trouble() {
    let url = "https://api.frontegg.com/users";
    let text = format!("curl {url}\n");
    let call = exchange(&text, url, &[], None);
    for span in [Span::at(0), Span::at(text.len()), Span::new(3, text.len()), Span::new(900, 901)] {
        let marks = [Mark { span, label: "here".into() }];
        let shown =
            printed(&[report(vec![finding(&call, &marks, &Credential::default())])], &PLAIN);
        assert!(shown.contains("call.sh:"), "{shown}");
    }
    let shown = printed(&[report(vec![finding(&call, &[], &Credential::default())])], &PLAIN);
    assert!(shown.contains("call.sh"), "{shown}");
}

#[test]
fn a_recording_is_shown_as_a_request_with_its_place_in_the_file() {
    let bearer = format!("Bearer {}", canary(1));
    let url = "https://api.frontegg.com/identity/resources/users/v1?search=dana";
    let entry =
        format!(r#"{{"url": "{url}", "headers": ["Authorization: {bearer}", "X-Noise: 1"]}}"#);
    let mut call = exchange(&entry, url, &[("Authorization", &bearer), ("X-Noise", "1")], None);
    call.format = Format::Har;
    call.pointer = Some("/log/entries/2".into());
    call.number = 3;
    let marks = [mark(&entry, "api.frontegg.com", "the gateway")];
    let mut found = finding(&call, &marks, &Credential { kind: Some("user"), state: None });
    found.file = "call.har".into();
    let shown = printed(&[report(vec![found])], &PLAIN);
    insta::assert_snapshot!(shown, @r"
    error[vendor-token-on-environment-host]: vendor token sent to an environment host
       ╭─[call.har:1:18]
       │ GET https://api.frontegg.com/identity/resources/users/v1?search=dana
       ·             ────────┬───────
       ·                     ╰── the gateway
       │ Authorization: Bearer ‹user token 1, 28 characters›
       ╰────
       = call 3 of the recording: /log/entries/2
       = also: missing-tenant-id
    help: send it to the gateway, with the tenant header

    1 error in 1 call to Frontegg
    ");
}
