//! Requests in files of other formats: Markdown, workflows, Dockerfiles, and what terminals show.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod desk;

use desk::{NOW, loud, pasted, written};
use frontegg_lint::examples::fill;
use frontegg_lint::exchange::{Exchange, Format, Origin, Sent, Time};
use frontegg_lint::finding::{Finding, PlacedEdit, Report};
use frontegg_lint::input::{self, Item, Options};
use frontegg_lint::source::{Problem, ProblemKind};
use frontegg_lint::truth::Fact;

const GUIDE: &str = include_str!("../fixtures/markdown/guide.md");
const GITHUB: &str = include_str!("../fixtures/workflow/github.yml");
const GITLAB: &str = include_str!("../fixtures/workflow/gitlab.yml");
const COMPOSE: &str = include_str!("../fixtures/workflow/compose.yml");
const DOCKER: &str = include_str!("../fixtures/dockerfile/Dockerfile");
const HTTP2: &str = include_str!("../fixtures/transcript/verbose-http2.txt");
const HTTP1: &str = include_str!("../fixtures/transcript/verbose-http1.txt");
const TWO: &str = include_str!("../fixtures/transcript/verbose-two-addresses.txt");
const INCLUDE: &str = include_str!("../fixtures/transcript/include.txt");
const CI_LOG: &str = include_str!("../fixtures/transcript/ci-log.txt");
const TIMES: &str = include_str!("../fixtures/transcript/trace-time.txt");

fn items(name: &str, text: &str) -> (Vec<Exchange>, Vec<Problem>) {
    let (mut exchanges, mut problems) = (Vec::new(), Vec::new());
    let options = Options::of(Origin::Written);
    input::read(name, Box::new(text.as_bytes()), &options, &mut |item| match item {
        Item::Exchange(exchange) => exchanges.push(*exchange),
        Item::Problem(problem) => problems.push(problem),
        Item::Recorder(_) => {}
    });
    (exchanges, problems)
}

/// Place, format, method and address of every call; nothing else may be said of the text.
fn calls(name: &str, text: &str) -> Vec<String> {
    let (exchanges, problems) = items(name, text);
    assert!(problems.is_empty(), "{name}: {problems:?}");
    let numbers: Vec<usize> = exchanges.iter().map(|exchange| exchange.number).collect();
    assert_eq!(numbers, (1..=exchanges.len()).collect::<Vec<_>>(), "{name}");
    for exchange in &exchanges {
        places_are_right(exchange, text);
    }
    exchanges
        .iter()
        .map(|exchange| {
            let place = exchange.source.place(exchange.span.start);
            let (method, url) = (exchange.request.method.as_written(), &exchange.request.url);
            let format = exchange.format.word();
            format!("{}:{} {format} {method} {}", place.line, place.column, url.as_written())
        })
        .collect()
}

/// Every letter of a call that stands in the file stands where the call says.
fn places_are_right(exchange: &Exchange, text: &str) {
    let request = &exchange.request;
    let mut parts = vec![&request.method, &request.url.host, &request.url.path];
    parts.extend(request.headers.iter().flat_map(|header| [&header.name, &header.value]));
    parts.extend(request.body.as_ref().known());
    let source = &exchange.source;
    for (letter, span) in parts.into_iter().flat_map(frontegg_lint::source::Text::letters) {
        if source.slice(span).chars().eq([letter]) {
            let place = source.place(span.start);
            let byte = usize::try_from(place.byte).unwrap();
            assert!(text[byte..].starts_with(letter), "{place:?} is no {letter}");
            let line = text[..byte].matches('\n').count() as u64 + 1;
            let column = text[..byte].rsplit('\n').next().unwrap().chars().count() as u64 + 1;
            assert_eq!((place.line, place.column), (line, column));
        }
    }
}

/// The findings above notes, each with its place.
fn findings(report: &Report) -> Vec<String> {
    let place = |finding: &Finding| {
        let start = finding.marks[0].start;
        format!("{}:{} {}", start.line, start.column, finding.rule)
    };
    let loud = loud(report);
    report.findings.iter().filter(|f| loud.contains(&f.rule.as_str())).map(place).collect()
}

fn applied(text: &str, edits: &[PlacedEdit]) -> String {
    let mut ordered: Vec<&PlacedEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| edit.start.byte);
    let mut done = text.to_owned();
    for edit in ordered.into_iter().rev() {
        let byte = |place: u64| usize::try_from(place).unwrap();
        done.replace_range(byte(edit.start.byte)..byte(edit.end.byte), &edit.text);
    }
    done
}

#[test]
fn every_call_of_a_file_knows_its_place_and_its_number() {
    assert_eq!(
        calls("guide.md", GUIDE),
        [
            "17:4 curl GET https://api.frontegg.com/identity/resources/roles/v1",
            "24:4 curl POST https://api.frontegg.com/identity/resources/users/v2",
            "33:5 curl GET https://acme.frontegg.com/identity/resources/users/v2/me",
            "43:1 http GET https://api.frontegg.com/tenants/resources/tenants/v2",
            "55:5 curl GET https://api.frontegg.com/identity/resources/permissions/v1",
            "64:11 curl GET https://api.frontegg.com/identity/resources/roles/v1",
        ]
    );
    assert_eq!(
        calls("github.yml", GITHUB),
        [
            "18:11 curl GET https://api.frontegg.com/identity/resources/roles/v1",
            "23:11 curl POST https://api.frontegg.com/identity/resources/users/v2",
            "28:14 curl GET https://api.frontegg.com/identity/resources/permissions/v1",
            "31:11 curl GET https://api.frontegg.com/tenants/resources/tenants/v2",
            "34:15 curl GET https://acme.frontegg.com/identity/resources/users/v2/me",
        ]
    );
    assert_eq!(
        calls("gitlab.yml", GITLAB),
        [
            "19:8 curl GET https://api.frontegg.com/identity/resources/roles/v1",
            "21:7 curl GET https://api.frontegg.com/identity/resources/users/v1/me",
            "27:5 curl POST https://api.frontegg.com/identity/resources/users/v2",
            "34:8 curl GET https://acme.frontegg.com/identity/resources/users/v2/me",
        ]
    );
    assert_eq!(
        calls("Dockerfile", DOCKER),
        [
            "9:8 curl GET https://api.frontegg.com/identity/resources/roles/v1",
            "13:5 curl POST https://api.frontegg.com/identity/resources/users/v2",
            "19:1 curl GET https://acme.frontegg.com/identity/resources/users/v2/me",
            "24:7 curl GET https://api.frontegg.com/tenants/resources/tenants/v2",
            "26:7 dockerfile GET https://api.frontegg.com/identity/resources/permissions/v1",
        ]
    );
    assert_eq!(
        calls("compose.yml", COMPOSE),
        [
            "7:22 workflow GET https://api.frontegg.com/identity/resources/roles/v1",
            "11:28 curl GET ${GATEWAY}/identity/resources/users/v1/me",
        ]
    );
}

#[test]
fn findings_stand_where_the_mistake_stands_in_the_file() {
    let of = |name: &str, text: &str| findings(&written(name, text));
    assert_eq!(
        of("guide.md", GUIDE),
        [
            "24:23 missing-tenant-id",
            "33:38 vendor-token-on-user-route",
            "43:29 user-token-on-management-route"
        ]
    );
    assert_eq!(
        of("github.yml", GITHUB),
        [
            "23:53 missing-tenant-id",
            "31:30 user-token-on-management-route",
            "34:51 vendor-token-on-user-route"
        ]
    );
    assert_eq!(of("gitlab.yml", GITLAB), ["21:20 missing-tenant-id", "34:43 token-missing"]);
    assert_eq!(
        of("Dockerfile", DOCKER),
        [
            "13:33 missing-tenant-id",
            "19:36 vendor-token-on-user-route",
            "24:24 user-token-on-management-route"
        ]
    );
    assert_eq!(of("compose.yml", COMPOSE), ["11:47 missing-tenant-id"]);
}

/// The file with the edits of the first finding of a rule.
fn fixed(name: &str, text: &str, rule: &str) -> (String, String) {
    let filled = fill(text, Time::parse(NOW).unwrap()).unwrap();
    let report = written(name, text);
    let finding = report.findings.iter().find(|finding| finding.rule == rule).unwrap();
    let edits = &finding.fix.as_ref().unwrap().edits;
    assert!(!edits.is_empty(), "{name}: {rule} is written into the file");
    let done = applied(&filled, edits);
    let again = written(name, &done);
    let still = again.findings.iter().any(|f| f.rule == rule && f.exchange == finding.exchange);
    assert!(!still && again.exchanges == report.exchanges, "{name}: {rule} is silent");
    (filled, done)
}

/// The lines that are new, all others being those that were there.
fn added<'a>(before: &str, after: &'a str) -> Vec<&'a str> {
    let mut old = before.split('\n').peekable();
    let added = after.split('\n').filter(|line| old.next_if(|old| old == line).is_none()).collect();
    assert_eq!(old.next(), None, "no line is gone");
    added
}

#[test]
fn a_fix_in_a_list_keeps_the_indentation_and_all_the_rest() {
    let (before, after) = fixed("guide.md", GUIDE, "missing-tenant-id");
    assert_eq!(added(&before, &after), ["     -H 'frontegg-tenant-id: <tenant-id>' \\"]);
}

#[test]
fn a_fix_in_a_block_of_yaml_keeps_the_indentation_and_all_the_rest() {
    let (before, after) = fixed("github.yml", GITHUB, "missing-tenant-id");
    assert_eq!(added(&before, &after), ["            -H 'frontegg-tenant-id: <tenant-id>' \\"]);
    let (_, after) = fixed("gitlab.yml", GITLAB, "missing-tenant-id");
    assert!(
        after.contains("\" \\\n        --header \"frontegg-tenant-id: <tenant-id>\"\n\ntenant:\n")
    );
}

#[test]
fn a_fix_in_a_dockerfile_goes_on_behind_a_backslash() {
    let (before, after) = fixed("Dockerfile", DOCKER, "missing-tenant-id");
    assert_eq!(added(&before, &after), ["      -H 'frontegg-tenant-id: <tenant-id>' \\"]);
}

#[test]
fn a_fix_in_a_quote_keeps_its_marks() {
    let (_, after) = fixed("guide.md", GUIDE, "vendor-token-on-user-route");
    let marked = "v2/me \\\n> >   -H \"Authorization: Bearer $USER_TOKEN\"\n> {\"errors\"";
    assert!(after.contains(marked));
}

#[test]
fn nothing_is_written_into_the_quotes_of_yaml() {
    for (name, text) in [("github.yml", GITHUB), ("gitlab.yml", GITLAB)] {
        let report = written(name, text);
        let rules = ["vendor-token-on-user-route", "token-missing"];
        let finding = report.findings.iter().find(|f| rules.contains(&f.rule.as_str())).unwrap();
        assert!(finding.fix.as_ref().unwrap().edits.is_empty(), "{name}");
    }
}

#[test]
fn files_of_windows_get_lines_of_their_own_kind_and_no_accident() {
    for (name, text) in [("guide.md", GUIDE), ("github.yml", GITHUB), ("Dockerfile", DOCKER)] {
        let windows = text.replace('\n', "\r\n");
        calls(name, &windows);
        assert_eq!(findings(&written(name, &windows)), findings(&written(name, text)), "{name}");
        let (_, after) = fixed(name, &windows, "missing-tenant-id");
        let (_, usual) = fixed(name, text, "missing-tenant-id");
        assert!(after == usual.replace('\n', "\r\n"), "{name}");
    }
    let windows = HTTP1.replace('\n', "\r\n");
    assert_eq!(findings(&written("a.txt", &windows)), ["28:8 missing-tenant-id"]);
}

/// The value of a header as it was written, and the names of what is unknown in it.
fn header<'a>(exchange: &'a Exchange, name: &str) -> (&'a str, Vec<&'a str>) {
    let Fact::Known(header) = exchange.request.header(name) else { panic!("no {name}") };
    let holes = header.value.holes().iter().map(|hole| hole.name.as_str()).collect();
    (header.value.as_written(), holes)
}

fn body(exchange: &Exchange) -> &str {
    exchange.request.body.as_ref().known().unwrap().as_written()
}

#[test]
fn blocks_of_one_markdown_share_their_variables_and_not_their_quotes() {
    let text = "Set it\n\n```sh\nB=https://api.frontegg.com\nT='open\n```\n\nand call\n\n```bash\ncurl $B/a\n```\n";
    assert_eq!(calls("a.md", text), ["11:1 curl GET https://api.frontegg.com/a"]);
}

#[test]
fn what_a_terminal_prints_is_no_command() {
    let text = "```console\n$ export T=x\n$ curl https://a.io/b -d '{\n  \"c\": 1\n}'\n{\"ok\": true}\n$ ls\ncurl https://a.io/no\n```\n";
    assert_eq!(calls("a.md", text), ["3:3 curl POST https://a.io/b"]);
    let (exchanges, _) = items("a.md", text);
    assert_eq!(body(&exchanges[0]), "{\n  \"c\": 1\n}");
    let Fact::Known(answer) = &exchanges[0].response else { panic!("the answer is below it") };
    assert_eq!(answer.body.as_ref().known().unwrap().as_written(), "{\"ok\": true}");
}

#[test]
fn files_without_a_call_are_no_failure() {
    for (name, text) in [
        ("README.md", "# A tool\n\n```sh\ngit commit -m \"it's\n```\n"),
        ("README.md", "No code, but `curl https://api.frontegg.com` in a sentence.\n"),
        ("README.md", "```json\n{\"a\": \"curl https://a.io\"}\n```\n"),
        ("ci.yml", "on: push\njobs:\n  a:\n    steps:\n      - run: cargo test\n"),
        ("values.yaml", "a: {{ b }}\nc: 'd\n"),
        ("Dockerfile", "FROM scratch\nCOPY . /\n"),
    ] {
        let report = written(name, text);
        assert!(report.problems.iter().all(|p| p.kind == ProblemKind::Skipped), "{name}");
        assert_eq!((report.exchanges, report.problems.len()), (0, 1), "{name}: {text}");
    }
}

#[test]
fn a_pasted_fence_is_markdown() {
    let text = "```bash\ncurl https://api.frontegg.com/a \\\n  -H 'x: y'\n```\n";
    assert_eq!(calls("<stdin>", text), ["2:1 curl GET https://api.frontegg.com/a"]);
    assert_eq!(pasted(text).exchanges, 1);
}

#[test]
fn steps_have_variables_of_their_own_and_those_of_their_job() {
    let (exchanges, _) = items("github.yml", GITHUB);
    assert_eq!(header(&exchanges[0], "authorization"), ("Bearer $TOKEN", vec!["TOKEN"]));
    let secret = "Bearer ${{ secrets.FRONTEGG_VENDOR_TOKEN }}";
    assert_eq!(header(&exchanges[2], "authorization"), (secret, vec!["FRONTEGG_VENDOR_TOKEN"]));
    let text = "env: { A: a.io }\njobs:\n  j:\n    env: { A: b.io }\n    steps:\n      - run: |\n          B=c.io\n          curl https://$A/1\n      - run: curl https://$A/$B\n        env: { A: '${{ inputs.a }}' }\n";
    let addresses = calls("a.yml", text);
    assert_eq!(addresses, ["8:11 curl GET https://b.io/1", "9:14 curl GET https://$A/$B"]);
}

#[test]
fn scripts_of_other_shells_are_not_read_as_commands_of_a_posix_shell() {
    for shell in ["python", "node {0}"] {
        let text = format!(
            "jobs:\n  j:\n    steps:\n      - run: curl https://a.io\n        shell: {shell}\n"
        );
        assert!(items("a.yml", &text).0.is_empty(), "{shell}");
    }
    let text = "defaults:\n  run:\n    shell: bash -e {0}\njobs:\n  j:\n    steps:\n      - run: curl https://a.io\n";
    assert_eq!(items("a.yml", text).0.len(), 1);
}

#[test]
fn pipelines_of_other_kinds_are_read_alike() {
    for text in [
        "runs:\n  using: composite\n  steps:\n    - run: curl https://a.io/b\n      shell: bash\n",
        "jobs:\n  build:\n    steps:\n      - run:\n          name: x\n          command: curl https://a.io/b\n",
        "steps:\n- script: |\n    curl https://a.io/b\n  displayName: x\n",
        "job:\n  script:\n    - echo\n    - - curl https://a.io/b\n",
        "spec:\n  containers:\n    - command: [/bin/sh, -c]\n      args:\n        - |\n          curl https://a.io/b\n",
        "spec:\n  containers:\n    - command:\n        - curl\n        - https://a.io/b\n",
    ] {
        let (exchanges, problems) = items("a.yaml", text);
        assert_eq!((exchanges.len(), problems.len()), (1, 0), "{text}");
        assert_eq!(exchanges[0].request.url.as_written(), "https://a.io/b");
    }
}

#[test]
fn a_script_in_quotes_with_line_breaks_in_it_is_said_to_be_skipped() {
    let text = "a:\n  script:\n    - \"curl https://a.io/b\\ncurl https://a.io/c\"\n    - curl https://a.io/d\n";
    let (exchanges, problems) = items("a.yml", text);
    assert_eq!(exchanges.len(), 1);
    assert_eq!(problems[0].kind, ProblemKind::Skipped);
    assert_eq!(problems[0].place.unwrap().line, 3);
}

#[test]
fn arguments_of_a_build_are_unknown_and_its_environment_is_known() {
    let text = "FROM a\nARG HOST=x.io\nENV P=/b\nRUN curl https://$HOST$P\nFROM c\nRUN curl https://d.io$P\n";
    let (exchanges, _) = items("Dockerfile", text);
    let address = |nth: usize| exchanges[nth].request.url.as_written();
    assert_eq!((address(0).as_str(), address(1).as_str()), ("https://$HOST/b", "https://d.io$P"));
    assert_eq!(exchanges[0].request.url.host.holes()[0].name, "HOST");
}

#[test]
fn a_dockerfile_is_known_by_its_name_or_its_first_instruction() {
    let text = "# escape=`\nFROM a\nRUN curl https://a.io/b `\n  -d c\n";
    for name in ["Dockerfile", "x/api.dockerfile", "Dockerfile.dev", "<stdin>"] {
        let (exchanges, _) = items(name, text);
        assert_eq!(exchanges.len(), 1, "{name}");
        assert_eq!(body(&exchanges[0]), "c");
    }
}

#[test]
fn what_went_over_the_wire_is_read_from_the_lines_of_curl() {
    let (exchanges, problems) = items("a.txt", HTTP2);
    assert!(problems.is_empty());
    let [call] = exchanges.as_slice() else { panic!("one call, and not the command again") };
    assert_eq!(call.format, Format::Transcript);
    assert_eq!(call.sent, Sent::Yes);
    let url = "https://acme.frontegg.com/identity/resources/users/v2/me";
    assert_eq!(
        (call.request.method.as_written(), call.request.url.as_written().as_str()),
        ("GET", url)
    );
    assert_eq!(header(call, "authorization").0, "Bearer {{token kind=vendor}}");
    assert!(call.request.body.is_absent());
    let Fact::Known(answer) = &call.response else { panic!("it was answered") };
    assert_eq!(answer.status, Fact::Known(401));
    assert_eq!(
        answer.body.as_ref().known().unwrap().as_written(),
        "{\"errors\":[\"Unauthorized\"]}"
    );
    let trace = answer.header("frontegg-trace-id").unwrap();
    assert_eq!(trace.value.as_written(), "4bf92f3577b34da6a3ce929d0e0e4736");
}

#[test]
fn the_body_is_that_of_the_command_above() {
    let (exchanges, _) = items("a.txt", HTTP1);
    assert_eq!(
        body(&exchanges[0]),
        "{\"email\":\"ann@example.com\",\"name\":\"Ann\",\"roleIds\":[]}"
    );
    let (alone, _) = items("a.txt", HTTP1.split_once('\n').unwrap().1);
    assert!(alone[0].request.body.is_unknown());
    assert_eq!(
        alone[0].request.url.as_written(),
        "https://api.frontegg.com/identity/resources/users/v2"
    );
}

#[test]
fn every_request_of_a_transcript_has_its_own_answer() {
    let of = |text: &str| calls("a.txt", text);
    assert_eq!(
        of(TWO),
        [
            "35:3 transcript GET https://api.frontegg.com/identity/resources/roles/v1",
            "62:3 transcript GET https://api.frontegg.com/tenants/resources/tenants/v2"
        ]
    );
    let (exchanges, _) = items("a.txt", TWO);
    let statuses: Vec<_> =
        exchanges.iter().map(|call| call.response.as_ref().known().unwrap().status).collect();
    assert_eq!(statuses, [Fact::Known(401), Fact::Known(401)]);
    assert_eq!(of(INCLUDE), ["1:3 curl GET https://api.frontegg.com/identity/resources/roles/v1"]);
    assert_eq!(
        of(TIMES),
        ["27:14 transcript POST https://api.frontegg.com/identity/resources/users/v2"]
    );
}

#[test]
fn a_log_says_when_its_commands_ran() {
    assert_eq!(
        calls("a.log", CI_LOG),
        [
            "2:32 curl GET https://api.frontegg.com/identity/resources/roles/v1",
            "5:32 curl GET https://acme.frontegg.com/identity/resources/users/v2/me"
        ]
    );
    let (exchanges, _) = items("a.log", CI_LOG);
    assert_eq!(exchanges[1].started, Fact::Known(Time::parse("2026-05-11T09:50:04.005Z").unwrap()));
    assert_eq!(exchanges[1].origin, Origin::Recorded);
    let Fact::Known(answer) = &exchanges[1].response else { panic!("it was answered") };
    assert_eq!(answer.status, Fact::Known(401));
    assert_eq!(
        answer.body.as_ref().known().unwrap().as_written(),
        "{\"errors\":[\"Unauthorized\"]}"
    );
}

#[test]
fn colours_and_prompts_of_all_kinds_are_stepped_over() {
    let text = "2026-05-11T10:00:00.1Z ##[group]Run x\n2026-05-11T10:00:00.1Z \u{1b}[36;1mcurl https://a.io/b \\\u{1b}[0m\n2026-05-11T10:00:00.1Z \u{1b}[36;1m  -d c\u{1b}[0m\n";
    assert_eq!(calls("a.log", text), ["2:31 curl POST https://a.io/b"]);
    assert_eq!(body(&items("a.log", text).0[0]), "c");
    let wire = "> GET /b HTTP/1.1\n> Host: a.io\n>\n< HTTP/1.1 200 OK\n<\n{}";
    for prompt in ["➜  ~ ", "$ ", "me@box:~/w$ ", "# ", "+ "] {
        let text = format!(
            "{prompt}curl http://a.io/b\n{wire}\n{prompt}curl -i a.io/c\nHTTP/1.1 200 OK\n\n{{}}\n"
        );
        let (exchanges, _) = items("a.txt", &text);
        let urls: Vec<String> = exchanges.iter().map(|e| e.request.url.as_written()).collect();
        assert_eq!(urls, ["http://a.io/b", "http://a.io/c"], "{prompt}");
        assert!(exchanges.iter().all(|e| e.response.is_known()), "{prompt}");
    }
    assert_eq!(items("a.txt", wire).0[0].request.url.as_written(), "https://a.io/b");
}

#[test]
fn mistakes_are_found_in_transcripts_and_nothing_is_written_into_them() {
    for (name, text, rules) in [
        ("a.txt", HTTP2, ["35:7 vendor-token-on-user-route"].as_slice()),
        ("b.txt", HTTP1, &["28:8 missing-tenant-id"]),
        ("c.log", CI_LOG, &["5:321 vendor-token-on-user-route"]),
        ("d.txt", INCLUDE, &[]),
    ] {
        let report = written(name, text);
        assert_eq!(findings(&report), rules, "{name}");
        let fixes = report.findings.iter().filter_map(|finding| finding.fix.as_ref());
        assert!(fixes.into_iter().all(|fix| fix.edits.is_empty()), "{name}");
    }
}

#[test]
fn damage_and_noise_are_stepped_over() {
    for (name, text) in [
        ("a.md", GUIDE),
        ("a.yml", GITHUB),
        ("b.yml", GITLAB),
        ("Dockerfile", DOCKER),
        ("a.txt", HTTP2),
        ("b.txt", TWO),
        ("c.log", CI_LOG),
        ("d.yml", COMPOSE),
    ] {
        for at in (0..text.len()).step_by(7).filter(|at| text.is_char_boundary(*at)) {
            items(name, &text[..at]);
            items(name, &text[at..]);
            items(name, &format!("{}\r\n> é'\"{}", &text[..at], &text[at..]));
        }
    }
}
