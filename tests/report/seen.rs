//! What people see at the width of their terminal.

use crate::made::*;
use frontegg_lint::finding::{Diagnosis, Need, Report, ShownFix, Undecided};
use frontegg_lint::fix::Safety;
use frontegg_lint::report::human::{Detail, Human};
use frontegg_lint::truth::Why;
use frontegg_lint::view::Credential;

const NARROW: Human = Human { width: 80, ..PLAIN };

/// A call on one line that is longer than any terminal is wide.
fn one_line() -> Report {
    let bearer = format!("Bearer {}", canary(1));
    let url = "https://api.frontegg.com/identity/resources/users/v2/me";
    let rest = "-H 'accept: application/json' -H 'frontegg-tenant-id: acme' --compressed";
    let text = format!("curl -H 'Authorization: {bearer}' {rest} '{url}'");
    let call = exchange(&text, url, &[("Authorization", &bearer)], None);
    let marks = [mark(&text, "api.frontegg.com", "a gateway"), mark(&text, "Bearer", "for users")];
    let mut found = finding(&call, &marks, &Credential { kind: Some("user"), state: None });
    let before = format!("curl -H \"Authorization: Bearer $USER_TOKEN\" {rest} '{url}'");
    found.folds.clear();
    found.fix = Some(ShownFix {
        safety: Safety::Unsafe,
        edits: vec![],
        corrected: before.replace("api.front", "acme.front"),
        before: Some(before),
        variables: vec!["USER_TOKEN".into()],
    });
    let again = found.clone();
    report(vec![found, again])
}

fn diagnosed() -> Report {
    let region = "set `region` in .frontegg-lint.yaml or pass --region";
    let kind = "pass --token-kind user or --token-kind vendor";
    Report {
        diagnoses: vec![Diagnosis {
            file: "call.sh".into(),
            exchange: 1,
            error: "failed-to-verify-vendor-jwt".into(),
            title: "Failed to verify vendor JWT".into(),
            status: None,
            confirmed: vec![],
            excluded: vec![
                cause("a", "no user token on a management route"),
                cause("b", "the bearer token is a JWT"),
                cause("c", "the bearer token is a JWT"),
                cause("d", "the gateway is the one of the vendor's region, eu"),
            ],
            open: vec![
                cause("refresh-token-as-bearer", kind),
                cause("wrong-region", region),
                cause("id-token-as-bearer", kind),
            ],
        }],
        undecided: vec![lacks("wrong-region", 1), lacks("user-token-on-gateway", 1)],
        ..report(vec![])
    }
}

fn lacks(rule: &str, exchange: usize) -> Undecided {
    let need = |fact: &str, why| Need { fact: fact.into(), why };
    Undecided {
        rule: rule.into(),
        file: "call.sh".into(),
        exchange,
        needs: vec![
            need("vendor.region", Why::NotConfigured),
            need("token.kind", Why::Variable),
            need("host.class", Why::Placeholder),
        ],
        settle: Some("set `region` in .frontegg-lint.yaml or pass --region".into()),
    }
}

#[test]
fn a_long_line_is_cut_around_what_changes_and_written_out_once() {
    insta::assert_snapshot!(printed(&[one_line()], &NARROW), @r#"
    error[vendor-token-on-environment-host]: vendor token sent to an environment host
       ╭─[call.sh:1:144]
     1 │ …horization: Bearer ‹user token…ed 'https://api.frontegg.com/identity/re…
       ·              ───┬──                         ────────┬───────
       ·                 │                                   ╰── a gateway
       ·                 ╰── for users
       ╰────
    help: send it to the gateway, with the tenant header  [inferred]
       - …--compressed 'https://api.frontegg.com/identity/resources/users/v2/me'
       + …--compressed 'https://acme.frontegg.com/identity/resources/users/v2/me'
       = $USER_TOKEN stands for your user token
       = the whole call, to copy:
    curl -H "Authorization: Bearer $USER_TOKEN" -H 'accept: application/json' -H 'frontegg-tenant-id: acme' --compressed 'https://acme.frontegg.com/identity/resources/users/v2/me'

    error[vendor-token-on-environment-host]: vendor token sent to an environment host
       ╭─[call.sh:1:144]
     1 │ …horization: Bearer ‹user token…ed 'https://api.frontegg.com/identity/re…
       ·              ───┬──                         ────────┬───────
       ·                 │                                   ╰── a gateway
       ·                 ╰── for users
       ╰────
    help: send it to the gateway, with the tenant header  [inferred]
       - …--compressed 'https://api.frontegg.com/identity/resources/users/v2/me'
       + …--compressed 'https://acme.frontegg.com/identity/resources/users/v2/me'

    2 errors in 1 call to Frontegg
    "#);
}

#[test]
fn causes_that_one_thing_settles_are_one_line() {
    insta::assert_snapshot!(printed(&[diagnosed()], &NARROW), @r#"
    diagnosis: "Failed to verify vendor JWT"
      --> call.sh, call 1
       ruled out   a (no user token on a management route) ·
                   b (the bearer token is a JWT) · c (the bearer token is a JWT) ·
                   d (the gateway is the one of the vendor's region, eu)
       cannot tell refresh-token-as-bearer, id-token-as-bearer → pass --token-kind
                   user or --token-kind vendor
       cannot tell wrong-region → set `region` in .frontegg-lint.yaml or pass
                   --region

    no mistake shows in 1 call to Frontegg; the answer is explained above
    "#);
}

#[test]
fn what_is_undecided_is_said_in_full_when_asked_and_not_again() {
    let verbose = Human { detail: Detail::Verbose, ..NARROW };
    insta::assert_snapshot!(printed(&[diagnosed()], &verbose), @r#"
    diagnosis: "Failed to verify vendor JWT"
      --> call.sh, call 1
       ruled out   a (no user token on a management route) ·
                   b (the bearer token is a JWT) · c (the bearer token is a JWT) ·
                   d (the gateway is the one of the vendor's region, eu)
       cannot tell refresh-token-as-bearer, id-token-as-bearer → pass --token-kind
                   user or --token-kind vendor
       cannot tell wrong-region → set `region` in .frontegg-lint.yaml or pass
                   --region

    cannot tell: call.sh, call 1: user-token-on-gateway needs vendor.region (not
                 configured) and token.kind (a variable) and host.class (a
                 placeholder) → set `region` in .frontegg-lint.yaml or pass --region
    no mistake shows in 1 call to Frontegg; the answer is explained above
    "#);
}

#[test]
fn a_clean_call_says_what_would_be_needed_to_say_more() {
    let clean = Report {
        file: "call.sh".into(),
        undecided: vec![lacks("wrong-region", 1), lacks("user-token-on-gateway", 2)],
        ..Report { exchanges: 2, frontegg: 2, ..Report::default() }
    };
    insta::assert_snapshot!(printed(&[clean], &NARROW), @r#"
    cannot tell: 2 rules need host.class (a placeholder), token.kind (a variable) or
                 vendor.region (not configured) → set `region` in
                 .frontegg-lint.yaml or pass --region
    no mistakes found in 2 calls to Frontegg
    "#);
}
