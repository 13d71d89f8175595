//! Files of requests go in at the one door: `.http`, Bruno and Hurl, with what lies beside them.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Format, Origin, Sent, Time};
use frontegg_lint::facts::Settings;
use frontegg_lint::facts::catalog::Catalog;
use frontegg_lint::finding::Severity;
use frontegg_lint::input::{self, Files, Item, Options};
use frontegg_lint::lint::{Linter, Policy, Recording, lint};
use frontegg_lint::rules::RuleSet;
use frontegg_lint::source::{Problem, ProblemKind, Text};
use frontegg_lint::truth::Fact;

const NOW: &str = "2026-05-11T09:30:00Z";

fn filled(text: &str) -> String {
    fill(text, Time::parse(NOW).unwrap()).unwrap()
}

type Beside<'a> = &'a [(&'a str, &'a str)];

/// The exchanges and problems of a text, with the files beside it.
fn read(
    (name, text): (&str, &str),
    files: Option<Beside<'_>>,
    environment: Option<&str>,
) -> (Vec<Exchange>, Vec<Problem>) {
    let known = files.unwrap_or_default();
    let beside = |asked: &str| {
        let found = known.iter().find(|(name, _)| *name == asked);
        found.map(|(_, text)| filled(text).into_bytes())
    };
    let beside: &Files<'_> = &beside;
    let files = files.map(|_| beside);
    let options = Options { files, environment, ..Options::of(Origin::Written) };
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    let text = filled(text);
    input::read(name, Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

fn one(file: (&str, &str), files: Option<Beside<'_>>, environment: Option<&str>) -> Exchange {
    let (mut exchanges, problems) = read(file, files, environment);
    assert_eq!((exchanges.len(), problems.len()), (1, 0), "{}", file.0);
    exchanges.remove(0)
}

/// `POST https://…`.
fn line(exchange: &Exchange) -> String {
    let request = &exchange.request;
    format!("{} {}", request.method.as_written(), request.url.as_written())
}

/// Names and values; a token is told by its first letters.
fn headers(exchange: &Exchange) -> Vec<String> {
    let shown = |text: &Text| {
        let text = text.as_written();
        text.find("eyJ").map_or(text, |at| &text[..at + 3]).to_owned()
    };
    let headers = exchange.request.headers.iter();
    headers
        .map(|header| format!("{}: {}", header.name.as_written(), shown(&header.value)))
        .collect()
}

fn body(exchange: &Exchange) -> Fact<&str> {
    exchange.request.body.as_ref().map(Text::as_written)
}

/// The rules that find a mistake, each with the number of its call.
fn found(
    (name, text): (&str, &str),
    files: Option<Beside<'_>>,
    environment: Option<&str>,
) -> Vec<(usize, String)> {
    let known = files.unwrap_or_default();
    let beside = |asked: &str| {
        let found = known.iter().find(|(name, _)| *name == asked);
        found.map(|(_, text)| filled(text).into_bytes())
    };
    let beside: &Files<'_> = &beside;
    let options =
        Options { files: files.map(|_| beside), environment, ..Options::of(Origin::Written) };
    let settings = Settings { now: Time::parse(NOW), ..Settings::default() };
    let linter = Linter {
        catalog: Catalog::built_in(),
        rules: RuleSet::built_in(),
        settings,
        policy: Policy::default(),
    };
    let text = filled(text);
    let input = Box::new(text.as_bytes());
    let report = lint(Recording { path: name, name, input, options, answer: None }, &linter);
    let loud = report.findings.iter().filter(|finding| finding.severity > Severity::Info);
    loud.map(|finding| (finding.exchange, finding.rule.clone())).collect()
}

/// Every letter that stands for itself lies where its place says.
fn places_are_true(exchange: &Exchange) {
    let request = &exchange.request;
    let url = &request.url;
    let parts = [Some(&request.method), Some(&url.host), Some(&url.path), url.query.as_ref()];
    let headers = request.headers.iter().flat_map(|header| [&header.name, &header.value]);
    for part in parts.into_iter().flatten().chain(headers).chain(request.body.as_ref().known()) {
        let text = exchange.source.text();
        assert!(part.span().end <= text.len());
        let mut verbatim = 0;
        for (letter, span) in part.letters() {
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            let there = exchange.source.slice(span);
            verbatim += usize::from(there.chars().eq([letter]));
        }
        let open = part.span().is_empty() || !part.holes().is_empty();
        let written = part.as_written();
        let implied = text.get(part.span().start..part.span().end) != Some(written);
        assert!(open || implied || verbatim == written.chars().count());
    }
}

const COLLECTION: Beside<'_> = &[
    ("bruno.json", include_str!("../fixtures/bruno/bruno.json")),
    ("collection.bru", include_str!("../fixtures/bruno/collection.bru")),
    ("environments/local.bru", include_str!("../fixtures/bruno/environments/local.bru")),
    ("environments/us.bru", include_str!("../fixtures/bruno/environments/us.bru")),
];

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_str!(concat!("../fixtures/", $name)))
    };
}

const LIST_USERS: (&str, &str) = fixture!("bruno/list-users.bru");
const CREATE_ROLE: (&str, &str) = fixture!("bruno/create-role.bru");
const USER_BY_ID: (&str, &str) = fixture!("bruno/user-by-id.bru");
const LOG_IN: (&str, &str) = fixture!("bruno/log-in.bru");
const NO_TENANT: (&str, &str) = fixture!("bruno/no-tenant.bru");
const VENDOR_AT_ENVIRONMENT: (&str, &str) = fixture!("bruno/vendor-token-at-an-environment.bru");
const USER_AT_GATEWAY: (&str, &str) = fixture!("bruno/user-token-at-a-gateway.bru");
const SESSION: (&str, &str) = fixture!("hurl/session.hurl");
const MISTAKES: (&str, &str) = fixture!("hurl/mistakes.hurl");
const HURL_KINDS: (&str, &str) = fixture!("hurl/kinds.hurl");
const HTTP_KINDS: (&str, &str) = fixture!("http/kinds.http");
const CALLS: (&str, &str) = fixture!("http/environments/calls.http");

const ENVIRONMENTS: Beside<'_> = &[
    ("http-client.env.json", include_str!("../fixtures/http/environments/http-client.env.json")),
    (
        "http-client.private.env.json",
        include_str!("../fixtures/http/environments/http-client.private.env.json"),
    ),
    (".vscode/settings.json", include_str!("../fixtures/http/environments/.vscode/settings.json")),
    (".env", include_str!("../fixtures/http/environments/.env")),
];

#[test]
fn a_request_of_bruno_is_read_with_its_collection() {
    let list = one(LIST_USERS, Some(COLLECTION), Some("local"));
    assert_eq!(list.format, Format::Bruno);
    assert_eq!(
        line(&list),
        "GET https://api.frontegg.com/identity/resources/users/v3?_limit=10&_sortBy=email"
    );
    assert_eq!(
        headers(&list),
        [
            "Accept: application/json",
            "frontegg-tenant-id: 3f0b7c92-0000-4c1e-8d77-5eedfeed0002",
            "Authorization: Bearer eyJ"
        ]
    );
    assert_eq!(body(&list), Fact::Absent);
    let create = one(CREATE_ROLE, Some(COLLECTION), Some("local"));
    assert_eq!(line(&create), "POST https://api.frontegg.com/identity/resources/roles/v1");
    assert_eq!(
        headers(&create)[2..],
        ["Authorization: Bearer {{vendorToken}}", "content-type: application/json"]
    );
    let sent =
        "[\n  {\n    \"key\": \"reader\",\n    \"name\": \"Reader\",\n    \"level\": 1\n  }\n]";
    assert_eq!(body(&create), Fact::Known(sent));
    let user = one(USER_BY_ID, Some(COLLECTION), Some("local"));
    assert!(line(&user).ends_with("/users/v1/9b2e4d11-0000-4f0a-8c33-5eedfeed0003"));
    let log_in = one(LOG_IN, Some(COLLECTION), Some("local"));
    assert_eq!(
        body(&log_in),
        Fact::Known(
            "grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example.com%2Foauth%2Fcallback&code={{code}}"
        )
    );
}

#[test]
fn an_environment_of_bruno_prevails_over_the_collection() {
    let user = one(USER_BY_ID, Some(COLLECTION), Some("us"));
    assert_eq!(
        line(&user),
        "GET https://api.us.frontegg.com/identity/resources/users/v1/{{userId}}"
    );
    let alone = one(USER_BY_ID, None, None);
    assert_eq!(line(&alone), "GET {{gateway}}/identity/resources/users/v1/{{userId}}");
}

#[test]
fn mistakes_in_bruno_are_found_and_correct_calls_are_left_alone() {
    for file in [LIST_USERS, CREATE_ROLE, USER_BY_ID, LOG_IN] {
        for (files, environment) in [(None, None), (Some(COLLECTION), Some("local"))] {
            assert_eq!(found(file, files, environment), [], "{}", file.0);
        }
    }
    let one = |rule: &str| [(1, rule.to_owned())];
    for files in [None, Some(COLLECTION)] {
        let found = |file| found(file, files, Some("local"));
        assert_eq!(found(VENDOR_AT_ENVIRONMENT), one("vendor-token-on-environment-host"));
        assert_eq!(found(USER_AT_GATEWAY), one("user-token-on-gateway"));
    }
    assert_eq!(found(NO_TENANT, Some(COLLECTION), Some("local")), one("missing-tenant-id"));
    // The collection around it may send the header.
    assert_eq!(found(NO_TENANT, None, None), []);
}

#[test]
fn a_run_of_hurl_is_read_with_what_it_captures() {
    let (run, problems) = read(SESSION, None, None);
    assert_eq!(problems, []);
    let [log_in, users, roles] = &run[..] else { panic!("{}", run.len()) };
    assert_eq!(line(log_in), "POST https://api.frontegg.com/auth/vendor");
    assert_eq!(headers(log_in), ["Content-Type: application/json"]);
    assert_eq!(
        line(users),
        "GET https://api.frontegg.com/identity/resources/users/v3?_limit=10&_sortBy=email"
    );
    assert_eq!(
        headers(users),
        [
            "Authorization: Bearer {{vendor_token}}",
            "frontegg-tenant-id: 3f0b7c92-0000-4c1e-8d77-5eedfeed0002"
        ]
    );
    assert_eq!(users.echoes[0].of, 1);
    assert_eq!(users.source.slice(users.echoes[0].span), "{{vendor_token}}");
    assert_eq!(roles.echoes[0].of, 1);
    assert_eq!(
        body(roles),
        Fact::Known("[{\"key\": \"reader\", \"name\": \"R\\u00e9ader\", \"level\": 1}]\n")
    );
    assert!(run.iter().all(|one| one.format == Format::Hurl && one.response.is_unknown()));
}

#[test]
fn every_kind_of_body_in_hurl_is_read() {
    let (run, problems) = read(HURL_KINDS, Some(&[("body.json", "{\"a\": 1}")]), None);
    assert_eq!(problems, []);
    assert_eq!(run.len(), 8);
    let form = "grant_type=authorization_code&code={{code}}&redirect_uri=https%3A%2F%2Fapp.example.com%2Foauth%2Fcallback%3Fa%3Db%20c";
    assert_eq!(body(&run[0]), Fact::Known(form));
    assert_eq!(headers(&run[0])[0], "Authorization: Basic {{client_id}}:{{client_secret}}");
    assert_eq!(run[1].sent, Sent::No("hurl: skip is set".to_owned()));
    assert!(run[2].request.body.is_unknown());
    assert_eq!(headers(&run[2])[1], "Content-Type: multipart/form-data");
    assert_eq!(headers(&run[3]), ["Cookie: a=b; c=d"]);
    let bodies: Vec<Fact<&str>> = run[3..].iter().map(body).collect();
    assert_eq!(
        bodies,
        [
            Fact::Known("text é {{x}}"),
            Fact::Known("{\"a\": 1}"),
            Fact::Known("{}"),
            Fact::Known("{\"a\": 1}"),
            Fact::Known("<a>\n  <b/>\n</a>")
        ]
    );
}

#[test]
fn mistakes_in_hurl_are_found_and_correct_calls_are_left_alone() {
    assert_eq!(found(SESSION, None, None), []);
    assert_eq!(found(HURL_KINDS, None, None), []);
    let expected = [
        (1, "vendor-token-on-environment-host"),
        (2, "user-token-on-gateway"),
        (3, "missing-tenant-id"),
    ];
    let expected = expected.map(|(number, rule)| (number, rule.to_owned()));
    assert_eq!(found(MISTAKES, None, None), expected);
}

#[test]
fn http_files_of_every_client_are_read() {
    let (calls, problems) = read(HTTP_KINDS, None, None);
    let lines: Vec<String> = calls.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "POST https://api.frontegg.com/auth/vendor",
            "GET https://api.frontegg.com/identity/resources/users/v3?_limit=10&_sortBy=email",
            "PUT https://app-x7k2m9qd4.frontegg.com/identity/resources/users/v2/me",
            "GET https://acme.frontegg.com/identity/resources/users/v3?_email={{email}}",
            "GET https://api.frontegg.com/identity/resources/users/v1/9b2e4d11-0000-4f0a-8c33-5eedfeed0003",
            "GET https://api.frontegg.com/identity/resources/roles/v1"
        ]
    );
    assert_eq!(calls[1].echoes[0].of, 1);
    assert!(calls[2].request.body.is_unknown());
    assert_eq!(calls[4].format, Format::Shell);
    assert_eq!(calls[5].response.as_ref().known().unwrap().status, Fact::Known(200));
    assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Skipped));
    assert_eq!(problems.len(), 2);
    let expected = [(4, "vendor-token-on-environment-host"), (5, "missing-tenant-id")];
    let expected = expected.map(|(number, rule)| (number, rule.to_owned()));
    assert_eq!(found(HTTP_KINDS, None, None), expected);
}

#[test]
fn an_environment_beside_an_http_file_tells_its_variables() {
    let lines = |environment: Option<&str>| -> Vec<String> {
        read(CALLS, Some(ENVIRONMENTS), environment).0.iter().map(line).collect()
    };
    let development = lines(Some("development"));
    assert_eq!(development[0], "GET https://api.frontegg.com/identity/resources/roles/v1");
    assert_eq!(
        development[1],
        "GET https://app-x7k2m9qd4.frontegg.com/identity/resources/users/v2/me"
    );
    assert!(development[3].ends_with("/users/v3?_limit=10"));
    let us = lines(Some("us"));
    assert_eq!(us[0], "GET https://api.us.frontegg.com/identity/resources/roles/v1");
    assert!(us[3].ends_with("?_limit=50"));
    assert_eq!(lines(Some("editor"))[1], development[1]);
    // What the environments say differently stays open.
    let open = lines(None);
    assert_eq!(open[0], "GET {{gateway}}/identity/resources/roles/v1");
    assert!(open[1].contains("{{host}}") && open[3].ends_with("{{pageSize}}"));
    let (calls, _) = read(CALLS, Some(ENVIRONMENTS), Some("development"));
    assert_eq!(
        headers(&calls[2])[..2],
        ["Authorization: Bearer eyJ", "frontegg-tenant-id: 3f0b7c92-0000-4c1e-8d77-5eedfeed0002"]
    );
    assert_eq!(headers(&calls[3]), ["Authorization: Bearer eyJ"]);
}

#[test]
fn the_chosen_environment_decides_what_is_found() {
    assert_eq!(found(CALLS, Some(ENVIRONMENTS), Some("development")), []);
    assert_eq!(found(CALLS, None, None), []);
    let gateway = found(CALLS, Some(ENVIRONMENTS), Some("gateway"));
    assert_eq!(gateway, [(2, "user-token-on-gateway".to_owned())]);
    let (_, problems) = read(CALLS, Some(ENVIRONMENTS), Some("nowhere"));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].kind, ProblemKind::Skipped);
}

#[test]
fn every_part_lies_where_its_place_says() {
    let files = [
        LIST_USERS,
        CREATE_ROLE,
        USER_BY_ID,
        LOG_IN,
        SESSION,
        MISTAKES,
        HURL_KINDS,
        HTTP_KINDS,
        CALLS,
    ];
    for (name, text) in files {
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let (exchanges, _) = read((name, &text), None, None);
            assert!(!exchanges.is_empty());
            exchanges.iter().for_each(places_are_true);
        }
    }
}

#[test]
fn line_ends_of_another_system_change_no_call() {
    for file in [LIST_USERS, CREATE_ROLE, SESSION, MISTAKES, HURL_KINDS, HTTP_KINDS, CALLS] {
        let there = file.1.replace('\n', "\r\n");
        let shown = |text: &str| -> Vec<_> {
            let (calls, _) = read((file.0, text), None, None);
            calls.iter().map(|one| (line(one), headers(one), one.sent.clone())).collect()
        };
        assert_eq!(shown(file.1), shown(&there), "{}", file.0);
    }
}
