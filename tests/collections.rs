//! Collections of Postman and Insomnia go in and come out as the requests that are sent.

mod desk;

use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Origin, Time};
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::source::{Problem, ProblemKind, Text};
use frontegg_lint::truth::{Fact, Why};

const SDK: &str = include_str!("../fixtures/postman/sdk.postman_collection.json");
const APP: &str = include_str!("../fixtures/postman/app.postman_collection.json");
const OLD: &str = include_str!("../fixtures/postman/v2-0.postman_collection.json");
const CORNERS: &str = include_str!("../fixtures/postman/corners.postman_collection.json");
const US: &str = include_str!("../fixtures/postman/us.postman_environment.json");
const GLOBALS: &str = include_str!("../fixtures/postman/workspace.postman_globals.json");

const EXPORT: &str = include_str!("../fixtures/insomnia/export.v4.json");
const COLLECTION: &str = include_str!("../fixtures/insomnia/collection.v5.yaml");

const TENANT: &str = "3f0b7c92-0000-4c1e-8d77-5eedfeed0002";

/// What was read, and what was not.
struct Read {
    exchanges: Vec<Exchange>,
    problems: Vec<Problem>,
}

fn read_with(name: &str, text: &str, options: &Options<'_>) -> Read {
    let mut read = Read { exchanges: Vec::new(), problems: Vec::new() };
    input::read(name, Box::new(text.as_bytes()), options, &mut |item| match item {
        Item::Exchange(exchange) => read.exchanges.push(*exchange),
        Item::Problem(problem) => read.problems.push(problem),
        Item::Recorder(_) => {}
    });
    read
}

fn read(text: &str) -> Read {
    read_with("export.json", text, &Options::of(Origin::Written))
}

/// Method, address and headers of a request, one a line, and its body.
fn shown(exchange: &Exchange) -> Vec<String> {
    let request = &exchange.request;
    let first = format!("{} {}", request.method.as_written(), request.url.as_written());
    let header = |header: &frontegg_lint::exchange::Header| {
        format!("{}: {}", header.name.as_written(), header.value.as_written())
    };
    let mut lines = vec![first];
    lines.extend(request.headers.iter().map(header));
    lines.extend(request.body.as_ref().known().map(|body| body.as_written().to_owned()));
    lines
}

fn tenant() -> String {
    format!("frontegg-tenant-id: {TENANT}")
}

#[track_caller]
fn assert_shown(exchange: &Exchange, lines: &[&str]) {
    assert_eq!(shown(exchange), lines);
}

#[test]
fn a_collection_of_the_sdk_is_read_as_newman_sends_it() {
    let read = read(SDK);
    assert_eq!(read.problems, []);
    let [list, one, invite, bare, wrong, form] = read.exchanges.as_slice() else { panic!() };
    let (users, bearer) = (
        "https://api.frontegg.com/identity/resources/users",
        "Authorization: Bearer {{token kind=vendor}}",
    );
    // The body of a GET is not sent.
    assert_shown(list, &[&format!("GET {users}/v3?_limit=10&_sortBy=email"), &tenant(), bearer]);
    assert!(list.request.body.is_absent());
    let user = "9b2e4d11-0000-4f0a-8c33-5eedfeed0003";
    assert_shown(one, &[&format!("GET {users}/v1/{user}"), &tenant(), bearer]);
    let body = "{\n  \"email\": \"user@example.com\",\n  \"name\": \"Ada \\\"A\\\" Lovelace\"\n}";
    let json = "Content-Type: application/json";
    assert_shown(invite, &[&format!("POST {users}/v2"), &tenant(), json, bearer, body]);
    assert_shown(bare, &[&format!("GET {users}/v3"), bearer]);
    let environment = "https://app-x7k2m9qd4.frontegg.com";
    let first = format!("GET {environment}/identity/resources/users/v3");
    assert_shown(wrong, &[&first, &tenant(), bearer]);
    let (first, kind) = (
        format!("POST {environment}/oauth/token"),
        "Content-Type: application/x-www-form-urlencoded",
    );
    assert_shown(form, &[&first, kind, "grant_type=authorization_code&code=a%20b%2Bc%2Fd"]);
    assert_eq!(list.pointer.as_deref(), Some("/item/0/item/0/request"));
    assert_eq!(form.pointer.as_deref(), Some("/item/3/request"));
}

#[test]
fn mistakes_in_a_collection_are_found() {
    let report = desk::written("sdk.postman_collection.json", SDK);
    assert_eq!(desk::loud(&report), ["vendor-token-on-environment-host"]);
    let report = desk::written("app.postman_collection.json", APP);
    assert_eq!(desk::loud(&report), ["user-token-on-management-route", "missing-tenant-id"]);
    let report = desk::written("v2-0.postman_collection.json", OLD);
    assert_eq!(desk::loud(&report), ["user-token-on-management-route", "missing-tenant-id"]);
}

#[test]
fn a_variable_that_a_script_sets_has_no_value_and_is_an_echo() {
    let read = read(APP);
    let [login, users, example, ..] = read.exchanges.as_slice() else { panic!() };
    let token = &users.request.header("authorization").known().unwrap().value;
    assert_eq!(token.as_written(), "Bearer {{vendorToken}}");
    assert_eq!(token.known(), Fact::Unknown(Why::Variable));
    let [echo] = users.echoes.as_slice() else { panic!("{:?}", users.echoes) };
    assert_eq!((echo.of, login.number), (1, 1));
    assert_eq!(users.source.slice(echo.span), "{{vendorToken}}");
    assert_eq!(example.echoes, []);
}

#[test]
fn a_token_that_a_script_takes_at_another_gateway_is_of_another_region() {
    let elsewhere = APP.replacen("{{gateway}}", "https://api.us.frontegg.com", 1).replacen(
        "\"{{gateway}}\"",
        "\"https://api.us.frontegg.com\"",
        1,
    );
    let report = desk::written("app.postman_collection.json", &elsewhere);
    let loud = desk::loud(&report);
    assert!(loud.contains(&"wrong-region"), "{loud:?}");
}

#[test]
fn only_an_answer_that_a_server_gave_is_an_exchange() {
    let read = read(APP);
    let answered: Vec<&Exchange> =
        read.exchanges.iter().filter(|exchange| exchange.response.is_known()).collect();
    let [example] = answered.as_slice() else { panic!("{}", answered.len()) };
    assert_eq!(example.pointer.as_deref(), Some("/item/1/item/0/response/1"));
    let response = example.response.as_ref().known().unwrap();
    assert_eq!(response.status, Fact::Known(200));
    assert!(response.body.as_ref().known().unwrap().as_written().contains("totalItems"));
    // Postman does not save what it added by itself.
    assert!(example.request.header("authorization").is_unknown());
    assert_shown(
        example,
        &["GET https://api.frontegg.com/identity/resources/users/v3?_limit=50", &tenant()],
    );
}

fn beside(name: &str) -> Option<Vec<u8>> {
    match name {
        "us.postman_environment.json" => Some(US.into()),
        "workspace.postman_globals.json" => Some(GLOBALS.into()),
        _ => None,
    }
}

#[test]
fn an_environment_gives_values_and_wins() {
    let options =
        Options { files: Some(&beside), environment: Some("us"), ..Options::of(Origin::Written) };
    let read = read_with("app.postman_collection.json", APP, &options);
    assert_eq!(read.problems, []);
    let [login, users, .., me, _] = read.exchanges.as_slice() else { panic!() };
    let [first, kind, body] = &shown(login)[..] else { panic!() };
    assert_eq!(first, "POST https://api.us.frontegg.com/auth/vendor");
    assert_eq!(kind, "Content-Type: application/json");
    assert!(body.contains("\"clientId\": \"c4a86e73-0000-4b5d-9e44-5eedfeed0004\""));
    // An empty secret is filled in later.
    assert!(body.contains("\"secret\": \"{{apiKey}}\""));
    // A value that is switched off: the app leaves it out, the command line does not.
    let tenant = &users.request.header("frontegg-tenant-id").known().unwrap().value;
    assert_eq!(tenant.known(), Fact::Unknown(Why::Variable));
    let url = "https://app-x7k2m9qd4.us.frontegg.com/identity/resources/users/v2/me";
    assert_eq!(me.request.url.as_written(), url);
}

#[test]
fn an_environment_that_is_not_there_is_lost_and_one_by_itself_is_skipped() {
    let options =
        Options { files: Some(&beside), environment: Some("eu"), ..Options::of(Origin::Written) };
    let read_without = read_with("app.postman_collection.json", APP, &options);
    let [problem] = read_without.problems.as_slice() else { panic!() };
    assert_eq!(problem.kind, ProblemKind::Lost);
    assert_eq!(read_without.exchanges.len(), 8);
    for text in [US, GLOBALS] {
        let read = read(text);
        let [problem] = read.problems.as_slice() else { panic!("{:?}", read.problems) };
        assert_eq!(problem.kind, ProblemKind::Skipped);
        assert!(problem.message.contains("--env"), "{}", problem.message);
    }
}

/// The first lines of the corner cases, as newman sent them.
const SENT: [&str; 19] = [
    "GET https://api.frontegg.com/identity/resources/users/v3?a=1",
    "GET https://api.frontegg.com/identity/resources/roles/v1",
    "GET https://api.frontegg.com/identity/resources/roles/v1",
    "GET https://api.frontegg.com/x",
    "GET https://api.frontegg.com/x?y=2&k=v%201",
    "GET https://api.frontegg.com/x",
    "GET https://api.frontegg.com/x",
    "GET https://api.frontegg.com/x",
    "GET https://api.frontegg.com/x",
    "DELETE https://api.frontegg.com/identity/resources/users/v1/9b2e4d11-0000-4f0a-8c33-5eedfeed0003/3f0b7c92-0000-4c1e-8d77-5eedfeed0002.json/:none?q=3f0b7c92-0000-4c1e-8d77-5eedfeed0002",
    "POST https://api.frontegg.com:8443/a%20b/c%20d/%C3%A9%22{x}?q%201=a%26b%23c=d%27%22<>&n&=z",
    "PUT https://api.frontegg.com/x",
    "PUT https://api.frontegg.com/x",
    "POST https://api.frontegg.com/x",
    "POST https://api.frontegg.com/x",
    "POST https://api.frontegg.com/x",
    "POST https://api.frontegg.com/x",
    "POST https://api.frontegg.com/x",
    "POST https://api.frontegg.com/identity/resources/users/v1",
];

#[test]
fn every_corner_is_read_as_newman_sends_it() {
    let read = read(CORNERS);
    assert_eq!(read.problems, []);
    let firsts: Vec<String> = read.exchanges.iter().map(|one| shown(one).remove(0)).collect();
    assert_eq!(firsts, SENT);
    let rest = |number: usize| shown(&read.exchanges[number])[1..].join("\n");
    let bearer = "Authorization: Bearer vt";
    let typed = |kind: &str, body: &str| format!("Content-Type: {kind}\n{bearer}\n{body}");
    assert_eq!(rest(0), bearer);
    assert_eq!(
        rest(1),
        format!("Accept: application/json\n{}\nAuthorization: Basic YWRhOnA6dw==", tenant())
    );
    assert_eq!(rest(2), "");
    // The variables of a folder are not looked at.
    assert_eq!(rest(3), "frontegg-tenant-id: a\nfrontegg-tenant-id: b\nx-api-key: {{key}}");
    assert_eq!(rest(4), "");
    assert_eq!(rest(5), "Authorization: Token acc");
    assert_eq!(rest(6), "Authorization: Bearer old");
    let get =
        format!("{}\n{}", tenant(), typed("application/json", &format!("{{\"a\":\"{TENANT}\"}}")));
    assert_eq!(rest(8), get);
    assert_eq!(rest(9), format!("{}\n{bearer}", tenant()));
    assert_eq!(rest(10), "Content-Type: application/json\nx-empty: \nAuthorization: Bearer vt\n{}");
    assert_eq!(rest(11), typed("text/plain", "hello {{$unknownDynamic}}"));
    assert_eq!(rest(12), format!("{bearer}\n{{}}"));
    let form = format!("a%20b=c%20d%2Be%2F%C3%A9%21%2A%27%28%29~&t={TENANT}&d=1&e=&d=2");
    assert_eq!(rest(13), typed("application/x-www-form-urlencoded", &form));
    assert_eq!(rest(14), format!("Content-Type: multipart/form-data\n{bearer}"));
    assert_eq!(read.exchanges[14].request.body, Fact::Unknown(Why::NotRecorded));
    assert_eq!(rest(15), bearer);
    let graphql =
        format!("{{\"query\":\"{{ a(b: \\\"{TENANT}\\\") }}\",\"variables\":{{\"c\":1}}}}");
    assert_eq!(rest(16), typed("application/json", &graphql));
    assert_eq!(rest(17), bearer);
    assert_eq!(
        rest(18),
        format!("x: 123\ny: {{{{ tenantId }}}}\nz: two-{{{{offvar}}}}-5\n{bearer}")
    );
}

#[test]
fn what_is_empty_is_filled_in_later() {
    let read = read(CORNERS);
    let value = |number: usize, name: &str| {
        let header = read.exchanges[number].request.header(name).known().unwrap();
        header.value.known().is_unknown()
    };
    assert!(value(7, "authorization") && value(10, "x-empty"));
    let path = &read.exchanges[9].request.url.path;
    assert_eq!(path.holes()[0].name, "none");
}

/// All texts of a request.
fn texts(exchange: &Exchange) -> Vec<&Text> {
    let request = &exchange.request;
    let mut texts = vec![&request.method, &request.url.host, &request.url.path];
    texts.extend(&request.url.query);
    texts.extend(request.headers.iter().flat_map(|header| [&header.name, &header.value]));
    texts.extend(request.body.as_ref().known());
    texts
}

#[test]
fn letters_stand_where_they_say() {
    for text in [SDK, APP, OLD, CORNERS] {
        let mut verbatim = 0;
        for exchange in read(text).exchanges {
            for (letter, span) in texts(&exchange).into_iter().flat_map(Text::letters) {
                let slice = text.get(span.start..span.end).unwrap();
                verbatim += usize::from(slice.chars().eq([letter]));
            }
        }
        assert!(verbatim > 300, "{verbatim}");
    }
    let read = read(APP);
    let path = &read.exchanges[3].request.url.path;
    let user = path.slice(path.len() - 36..path.len());
    // A path variable is where its value is.
    assert_eq!(&APP[user.span().start..user.span().end], user.as_written());
    let header = read.exchanges[1].request.header("frontegg-tenant-id").known().unwrap();
    assert_eq!(read.exchanges[1].source.slice(header.value.span()), "{{tenantId}}");
}

#[test]
fn one_broken_request_does_not_silence_the_others() {
    let text = r#"{"info":{"schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[
        {"name":"a","request":5},
        {"name":"b","request":{"method":"GET",,"url":"https://api.frontegg.com/b"}},
        {"name":"c"},
        7,
        {"name":"d","request":{"method":"GET","url":"https://api.frontegg.com/d"}}]}"#;
    let read = read(text);
    assert_eq!(read.exchanges.len(), 1);
    let lost: Vec<(u64, ProblemKind)> =
        read.problems.iter().map(|p| (p.place.unwrap().line, p.kind)).collect();
    assert_eq!(
        lost,
        [
            (2, ProblemKind::Lost),
            (3, ProblemKind::Lost),
            (4, ProblemKind::Skipped),
            (5, ProblemKind::Lost)
        ]
    );
    assert_eq!(read.exchanges[0].pointer.as_deref(), Some("/item/4/request"));
}

#[test]
fn of_a_collection_that_breaks_off_every_whole_request_is_read() {
    let whole = read(APP).exchanges.len();
    let mut most = 0;
    for end in (0..APP.len()).step_by(37).filter(|end| APP.is_char_boundary(*end)) {
        let read = read(&APP[..end]);
        most = most.max(read.exchanges.len());
        if !read.exchanges.is_empty() {
            assert!(read.problems.iter().any(|problem| problem.kind == ProblemKind::Lost), "{end}");
            // Whether credentials come from a folder is not known any more.
            let users = read.exchanges.get(1).map(|one| one.request.header("x-other").is_unknown());
            assert!(users != Some(false) || read.exchanges.len() > 5, "{end}");
        }
    }
    assert_eq!(most, whole);
}

#[test]
fn hostile_collections_are_read_in_bounds() {
    let deep = format!("{{\"item\":[{}", "{\"item\":[".repeat(100_000));
    assert!(read(&deep).problems.iter().any(|problem| problem.kind == ProblemKind::Lost));
    let brackets = format!("{{\"item\":[{{\"request\":{}", "[".repeat(1 << 20));
    assert!(!read(&brackets).problems.is_empty());
    let within = format!(
        "{{\"item\":[{{\"request\":{{\"url\":\"https://a.io\",\"x\":{}{}}}}}]}}",
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    assert_eq!(read(&within).problems.len(), 1);
    let many = format!("{{\"item\":[{}]}}", "{},".repeat(200_000));
    assert!(!read(&many).problems.is_empty());
}

#[test]
fn a_recording_that_talks_of_postman_is_a_recording() {
    let har = r#"{"log":{"entries":[{"request":{"method":"POST","url":"https://a.io","headers":[],
        "postData":{"text":"{\"info\":{\"_postman_id\":\"1\",\"schema\":\"https://schema.getpostman.com/\"},\"item\":[]}"}}}]}}"#;
    assert_eq!(read(har).exchanges[0].format.word(), "har");
    let wrapped = format!("{{\"collection\":{APP}}}");
    let read = read(&wrapped);
    assert_eq!(read.exchanges.len(), 8);
    assert_eq!(read.exchanges[0].pointer.as_deref(), Some("/collection/item/0/request"));
}

#[test]
fn a_collection_with_minted_tokens_shows_none_of_them() {
    let text = fill(SDK, Time::parse(desk::NOW).unwrap()).unwrap();
    let read = read(&text);
    let debug = format!("{:?}", read.exchanges);
    assert!(!debug.contains("eyJ"));
}

fn in_environment(text: &str, name: &str) -> Read {
    let options = Options { environment: Some(name), ..Options::of(Origin::Written) };
    read_with("export", text, &options)
}

#[test]
fn an_export_of_insomnia_is_read_as_the_app_sends_it() {
    let read = read(EXPORT);
    assert_eq!(read.problems, []);
    let [login, users, delete, user, bare, me, mint, again, form] = read.exchanges.as_slice()
    else {
        panic!("{}", read.exchanges.len())
    };
    let json = "Content-Type: application/json";
    let body = "{\n\t\"clientId\": \"{{ _.clientId }}\",\n\t\"secret\": \"{{ _.apiKey }}\"\n}";
    assert_shown(login, &["POST https://api.frontegg.com/auth/vendor", json, body]);
    let answer = "Authorization: Bearer {% response 'body', 'req_5eedfeed0301', \
                  'b64::JC50b2tlbg==::46b', 'when-expired', 3600 %}";
    let routes = "https://api.frontegg.com/identity/resources";
    let first = format!("GET {routes}/users/v3?_limit=50&_email=a%2Bb@example.com");
    assert_shown(users, &[&first, &tenant(), answer]);
    let one = "9b2e4d11-0000-4f0a-8c33-5eedfeed0003";
    assert_shown(delete, &[&format!("DELETE {routes}/users/v1/{one}"), &tenant(), answer]);
    let own = "Authorization: Bearer {{token kind=user}}";
    assert_shown(user, &[&format!("GET {routes}/roles/v1"), &tenant(), own]);
    let roles = format!("POST {routes}/users/v1/{one}/roles");
    assert_shown(bare, &[&roles, json, answer, "{\"roleIds\": [\"{% uuid 'v4' %}\"]}"]);
    // A header of the request wins; the folder adds one, whose value depends on the environment.
    let environment = "https://app-x7k2m9qd4.frontegg.com";
    let first = format!("GET {environment}/identity/resources/users/v2/me");
    let application = "frontegg-application-id: {{ _.appId }}";
    assert_shown(me, &[&first, "Authorization: Bearer {{token kind=vendor}}", application]);
    assert!(mint.request.header("authorization").is_absent());
    assert_shown(again, &[&first, application, "Authorization: Bearer {{ _.userToken }}"]);
    assert_eq!(
        form.request.body.as_ref().known().unwrap().as_written(),
        "grant_type=refresh_token&refresh_token={{ _.refreshToken }}&state=a%20b%26c"
    );
    assert_eq!(users.pointer.as_deref(), Some("/resources/2"));
    // A tag takes the answer of one request, a script that of another.
    assert_eq!(users.echoes.iter().map(|echo| echo.of).collect::<Vec<_>>(), [1]);
    assert_eq!(again.echoes.iter().map(|echo| echo.of).collect::<Vec<_>>(), [mint.number]);
}

#[test]
fn a_collection_of_insomnia_in_yaml_is_read_with_its_places() {
    let read = in_environment(COLLECTION, "US");
    assert_eq!(read.problems, []);
    let [users, user, bare, login, me] = read.exchanges.as_slice() else { panic!() };
    let routes = "https://api.us.frontegg.com/identity/resources";
    let shown = shown(users);
    assert_eq!(shown[..2], [format!("GET {routes}/users/v3?_limit=50"), tenant()]);
    assert!(shown[2].starts_with("Authorization: Bearer {% response"));
    let body = bare.request.body.as_ref().known().unwrap();
    assert_eq!(body.as_written(), "{\n  \"roleIds\": [\"{{ _.roleId }}\"]\n}");
    let role = body.as_written().find("roleIds").unwrap();
    let span = body.span_of(role..role + 7);
    assert_eq!(&COLLECTION[span.start..span.end], "roleIds");
    assert_eq!(bare.pointer.as_deref(), Some("/collection/0/children/2/children/0"));
    let first = "POST https://api.us.frontegg.com/auth/vendor";
    let body =
        "{\"clientId\": \"c4a86e73-0000-4b5d-9e44-5eedfeed0004\", \"secret\": \"{{ _.apiKey }}\"}";
    assert_shown(login, &[first, "Content-Type: application/json", body]);
    let token = &user.request.header("authorization").known().unwrap().value;
    let span = token.span_of(7..token.len());
    assert_eq!(&COLLECTION[span.start..span.end], "{{token kind=user}}");
    // A script adds headers of its own.
    assert!(me.request.header("frontegg-tenant-id").is_unknown());
}

#[test]
fn without_a_choice_what_environments_say_differently_is_unknown() {
    let host = |read: &Read| read.exchanges[0].request.url.host.as_written().to_owned();
    assert_eq!(host(&read(COLLECTION)), "{{ _.gateway }}");
    assert_eq!(host(&in_environment(COLLECTION, "Base Environment")), "api.frontegg.com");
    let none = in_environment(COLLECTION, "EU");
    assert_eq!(none.problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [ProblemKind::Lost]);
    let chosen = in_environment(EXPORT, "Production US");
    let application = chosen.exchanges[5].request.header("frontegg-application-id");
    let value = &application.known().unwrap().value;
    assert_eq!(value.known(), Fact::Known("7c1d5f60-0000-4e2b-9a11-5eedfeed0331"));
}

#[test]
fn mistakes_in_exports_of_insomnia_are_found() {
    let report = desk::written("export.v4.json", EXPORT);
    assert_eq!(
        desk::loud(&report),
        ["user-token-on-management-route", "missing-tenant-id", "vendor-token-on-user-route"]
    );
    let report = desk::written("collection.v5.yaml", COLLECTION);
    assert_eq!(desk::loud(&report), ["user-token-on-management-route"]);
}

#[test]
fn of_an_export_that_breaks_off_every_whole_request_is_read() {
    for end in (200..EXPORT.len()).step_by(61) {
        let read = read(&EXPORT[..end]);
        assert!(read.problems.iter().any(|problem| problem.kind == ProblemKind::Lost), "{end}");
        // Folders that are missing may have added something.
        let users = read.exchanges.get(1).map(|users| users.request.header("x-other"));
        let behind_the_folder = EXPORT[..end].contains("req_5eedfeed0303");
        if let Some(other) = users.filter(|_| {
            behind_the_folder || !EXPORT[..end].contains("fld_5eedfeed0310\", \"parentId\"")
        }) {
            assert_eq!(other.is_absent(), behind_the_folder, "{end}");
        }
    }
    let broken = EXPORT.replacen("\"method\": \"DELETE\"", "\"method\": ,", 1);
    let read = read(&broken);
    assert_eq!((read.exchanges.len(), read.problems.len()), (8, 1));
}

#[test]
fn hostile_exports_are_read_in_bounds() {
    let one = |value: &str| {
        format!(
            "{{\"_type\":\"export\",\"resources\":[{{\"_type\":\"request\",\"url\":{value}}}]}}"
        )
    };
    let tags = format!("\"{}\"", "{%".repeat(1 << 20));
    assert_eq!(read(&one(&tags)).exchanges.len(), 1);
    let escapes = format!("\"{}\"", "\\n{{a}}".repeat(2_000));
    assert_eq!(read(&one(&escapes)).exchanges.len(), 1);
    assert_eq!(read(&one(&"[".repeat(1 << 20))).exchanges.len(), 0);
    let circle = "{\"_type\":\"export\",\"resources\":[\
        {\"_type\":\"request_group\",\"_id\":\"a\",\"parentId\":\"b\"},\
        {\"_type\":\"request_group\",\"_id\":\"b\",\"parentId\":\"a\"},\
        {\"_type\":\"request\",\"_id\":\"c\",\"parentId\":\"a\",\"url\":\"https://a.io\"}]}";
    assert_eq!(read(circle).exchanges.len(), 1);
}
