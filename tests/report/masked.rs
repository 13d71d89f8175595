//! No secret is in anything we make of an exchange.

use crate::made::*;
use frontegg_lint::exchange::{Exchange, Format, Header, Response, SetBy};
use frontegg_lint::finding::Mark;
use frontegg_lint::source::{Span, Text};
use frontegg_lint::truth::{Fact, Why};
use frontegg_lint::view::{self, Credential, Ledger};

/// Everything that a room of ours makes of an exchange, in one text.
fn everything(exchange: &Exchange, marks: &[Mark]) -> String {
    let mut ledger = Ledger::default();
    let credential = Credential::default();
    let secrets = view::secrets(exchange, &credential, &mut ledger);
    let excerpt = view::excerpt(exchange, marks, &secrets);
    let found = finding(exchange, marks, &credential);
    let concealed = view::concealed(&secrets);
    let debug = format!("{exchange:?} {secrets:?} {ledger:?} {concealed:?} {excerpt:?} {found:?}");
    let reports = [report(vec![found])];
    format!("{debug} {} {}", printed(&reports, &PLAIN), written(&reports))
}

/// An exchange with a canary in each leaf, all of it in the source.
fn full_of_canaries(format: Format) -> (Exchange, Vec<String>) {
    let all: [String; 20] = std::array::from_fn(|at| canary(at as u64 + 1));
    let [user, pass, path, query, name, fragment, token, email, ..] = &all;
    let url = format!(
        "https://{user}:{pass}@api.frontegg.com/users/{path}/x?q={query}&{name}=1#{fragment}"
    );
    let bearer = format!("Bearer {token}");
    let body = format!(
        r#"{{"email": "{email}", "password": "{}", "list": [["{}"], 1], "{}": null}}"#,
        all[8], all[9], all[10]
    );
    let text = format!(
        "# {} for {}\nTOKEN={} curl '{url}' -H 'Authorization: {bearer}' --proxy-user {}:x \\\n  -H 'Cookie: sid={}' -H 'X-Other: {}' -H 'frontegg-tenant-id: {}' -d '{body}'\nHTTP/1.1 401\nSet-Cookie: {}\n\n{}",
        all[11], all[12], all[13], all[14], all[15], all[16], all[17], all[18], all[19]
    );
    let cookie = format!("sid={}", all[15]);
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Cookie", &cookie),
        ("X-Other", &all[16]),
        ("frontegg-tenant-id", &all[17]),
    ];
    let mut made = exchange(&text, &url, &headers, Some(&body));
    made.format = format;
    made.response = Fact::Known(Response {
        status: Fact::Known(401),
        headers: vec![header(&text, "Set-Cookie", &all[18])],
        body: Fact::Known(find(&text, &all[19])),
        span: Some(find(&text, "HTTP/1.1 401").span()),
    });
    (made, all.to_vec())
}

#[test]
fn no_leaf_of_an_exchange_is_ever_shown() {
    for format in [Format::Shell, Format::HttpFile, Format::Har] {
        let (exchange, canaries) = full_of_canaries(format);
        let text = exchange.source.text();
        // Marks on the canaries themselves, on all lines, and on everything at once.
        let mut marks: Vec<Mark> = canaries.iter().map(|c| mark(text, c, "here")).collect();
        marks.push(Mark { span: exchange.span, label: "all".into() });
        let shown = everything(&exchange, &marks);
        for (number, canary) in canaries.iter().enumerate() {
            assert!(!shown.contains(canary.as_str()), "canary {number} in {format:?}:\n{shown}");
        }
    }
}

#[test]
fn every_secret_of_the_request_has_a_variable_for_the_corrected_command() {
    let (exchange, canaries) = full_of_canaries(Format::Shell);
    let secrets = view::secrets(&exchange, &Credential::default(), &mut Ledger::default());
    let text = exchange.source.text();
    for at in (0..11).chain([15, 16, 17]) {
        let span = find(text, &canaries[at]).span();
        assert!(secrets.iter().any(|secret| secret.span.contains(span)), "canary {at}");
    }
}

#[test]
fn equal_secrets_have_equal_numbers_and_others_the_next() {
    let (one, two) = (canary(1), canary(2));
    let mut ledger = Ledger::default();
    let credential = Credential { kind: Some("vendor"), state: None };
    let mut name = |token: &str| {
        let bearer = format!("Bearer {token}");
        let text = format!("curl https://api.frontegg.com/x -H 'Authorization: {bearer}'");
        let call =
            exchange(&text, "https://api.frontegg.com/x", &[("Authorization", &bearer)], None);
        let secrets = view::secrets(&call, &credential, &mut ledger);
        assert_eq!(secrets.len(), 1);
        (secrets[0].what.clone(), secrets[0].variable.clone())
    };
    let first = ("vendor token 1, 28 characters".to_owned(), "VENDOR_TOKEN".to_owned());
    let second = ("vendor token 2, 28 characters".to_owned(), "VENDOR_TOKEN_2".to_owned());
    assert_eq!(name(&one), first);
    assert_eq!(name(&two), second);
    assert_eq!(name(&one), first);
}

#[test]
fn placeholders_and_names_of_things_stay_as_they_were_written() {
    let url =
        "https://api.frontegg.com/identity/resources/users/v1/7c1d5f60-0000-4e2b-9a11-5eedfeed0001";
    let text = format!(
        "curl {url} -H 'Authorization: Bearer YOUR_TOKEN' -H 'frontegg-tenant-id: <tenant-id>'"
    );
    let mut headers = vec![("Authorization", "Bearer YOUR_TOKEN")];
    headers.push(("frontegg-tenant-id", "<tenant-id>"));
    let mut call = exchange(&text, url, &headers, None);
    let mut hole = Text::default();
    let span = find(&text, "<tenant-id>").span();
    hole.push_hole("<tenant-id>", span, (Why::Placeholder, "tenant-id"));
    call.request.headers[1].value = hole;
    assert_eq!(view::secrets(&call, &Credential::default(), &mut Ledger::default()), []);
    let found =
        finding(&call, &[mark(&text, "YOUR_TOKEN", "never filled in")], &Credential::default());
    assert!(found.excerpt.text.contains("Bearer YOUR_TOKEN' "), "{}", found.excerpt.text);
}

/// What stands for the values of a body, in order.
fn concealed_in(body: &str) -> Vec<(String, String)> {
    let url = "https://api.frontegg.com/x";
    let text = format!("curl {url} -d '{body}'");
    let call = exchange(&text, url, &[], Some(body));
    let secrets = view::secrets(&call, &Credential::default(), &mut Ledger::default());
    secrets.into_iter().map(|secret| (secret.what, secret.variable)).collect()
}

#[test]
fn a_vendors_key_is_known_by_the_client_id_beside_it() {
    let body = r#"{"clientId": "7c1d5f60-0000-4e2b-9a11-5eedfeed0001", "secret": "letters"}"#;
    let key = ("API key 1, 7 characters".to_owned(), "FRONTEGG_API_KEY".to_owned());
    assert_eq!(concealed_in(body), [key]);
}

#[test]
fn a_field_that_names_a_secret_is_concealed_whatever_it_looks_like() {
    let named = |what: &str, variable: &str| (what.to_owned(), variable.to_owned());
    assert_eq!(
        concealed_in(r#"{"email": "dana@example.com", "password": "letters", "n": [1, true]}"#),
        [named("password 1, 7 characters", "PASSWORD")]
    );
    assert_eq!(
        concealed_in("email=dana&refreshToken=abc&refresh_token=def"),
        [
            named("refresh token 1, 3 characters", "REFRESH_TOKEN"),
            named("refresh token 2, 3 characters", "REFRESH_TOKEN_2")
        ]
    );
    assert_eq!(concealed_in("{broken"), [named("body 1, 7 characters", "BODY")]);
    assert_eq!(concealed_in("two words"), [named("body 1, 9 characters", "BODY")]);
}

#[test]
fn lines_between_two_marks_are_shown_when_they_are_few() {
    let url = "https://api.frontegg.com/x";
    let lines = ["-H 'One: 1' \\", "-H 'Two: 2' \\", "-H 'Three: 3' \\", "-H 'Four: 4'"];
    let text = format!("curl {url} \\\n{}\n", lines.join("\n"));
    let headers = [("One", "1"), ("Two", "2"), ("Three", "3"), ("Four", "4")];
    let call = exchange(&text, url, &headers, None);
    let lines_for = |parts: &[&str]| {
        let marks: Vec<Mark> = parts.iter().map(|part| mark(&text, part, "")).collect();
        view::excerpt(&call, &marks, &[]).0.lines
    };
    assert_eq!(lines_for(&["curl", "Two"]), [Some(1), Some(2), Some(3)]);
    assert_eq!(lines_for(&["Four", "curl"]), [Some(1), Some(5)]);
}

#[test]
fn a_mark_inside_a_secret_points_at_what_stands_for_it() {
    let bearer = format!("Bearer {}", canary(1));
    let url = "https://api.frontegg.com/x";
    let text = format!("curl {url} -H 'Authorization: {bearer}'");
    let call = exchange(&text, url, &[("Authorization", &bearer)], None);
    let secrets = view::secrets(&call, &Credential::default(), &mut Ledger::default());
    let span = secrets[0].span;
    let inside = Mark { span: Span::new(span.start + 2, span.start + 3), label: String::new() };
    let (excerpt, shown) = view::excerpt(&call, &[inside], &secrets);
    assert_eq!(&excerpt.text[shown[0].clone()], "‹token 1, 28 characters›");
}

#[test]
fn an_address_shows_neither_user_info_nor_fragment() {
    let (exchange, _) = full_of_canaries(Format::Shell);
    insta::assert_snapshot!(
        view::parts::url(&exchange.request.url),
        @"https://api.frontegg.com/users/‹28 characters›/x?q=‹28 characters›&‹28 characters›=1"
    );
}

#[test]
fn what_is_too_large_to_take_apart_is_concealed_whole() {
    let path = "/a".repeat(20_000);
    let url = format!("https://api.frontegg.com{path}?{}", "b=c&".repeat(20_000));
    let text = format!("curl '{url}'");
    for format in [Format::Shell, Format::Har] {
        let call = Exchange { format, ..exchange(&text, &url, &[], None) };
        let secrets = view::secrets(&call, &Credential::default(), &mut Ledger::default());
        let (excerpt, _) = view::excerpt(&call, &[mark(&text, "api.frontegg.com", "")], &secrets);
        assert!(!excerpt.text.contains("/a/a"), "{}", excerpt.text);
        assert!(!view::request(&call).url.contains("/a/a"));
        assert_eq!(secrets[0].what, "whole path 1, 40000 characters");
        assert_eq!(secrets[1].variable, "QUERY");
    }
}

#[test]
fn what_an_option_implies_hides_the_option_it_stands_for() {
    let url = "https://api.frontegg.com/oauth/token";
    let pair = format!("letters:{}", canary(1));
    let text = format!("curl {url} -u {pair}");
    let mut call = exchange(&text, url, &[], None);
    call.request.headers.push(Header {
        name: Text::decoded("Authorization", find(&text, "-u").span()),
        value: Text::decoded("Basic bGV0dGVyczo=", find(&text, &pair).span()),
        set: SetBy::Option,
    });
    let secrets = view::secrets(&call, &Credential::default(), &mut Ledger::default());
    assert_eq!(secrets[0].variable, "BASIC_CREDENTIALS");
    let (excerpt, _) = view::excerpt(&call, &[mark(&text, "-u", "")], &secrets);
    assert_eq!(excerpt.text, format!("curl {url} -u ‹basic credentials 1, 12 characters›\n"));
}
