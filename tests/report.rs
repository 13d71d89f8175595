//! What people and programs read, and that no secret is in it.

use std::sync::Arc;

use frontegg_lint::exchange::{
    Exchange, Format, Header, Kept, Origin, Request, Response, Sent, SetBy, Url,
};
use frontegg_lint::finding::{
    Cause, Claims, Diagnosis, Explains, Finding, Mark, Need, PlacedMark, Report, Severity,
    ShownFix, Strength, Undecided,
};
use frontegg_lint::fix::Safety;
use frontegg_lint::report::human::{self, Colour, Detail, Human};
use frontegg_lint::report::json;
use frontegg_lint::source::{Problem, Source, Span, Text};
use frontegg_lint::truth::{Fact, Why};
use frontegg_lint::view::{self, Credential, Ledger};

const PLAIN: Human = Human { colour: Colour::Never, width: 100, detail: Detail::Normal };

/// A value that looks random and is the same in every run.
fn canary(seed: u64) -> String {
    const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let letter = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(LETTERS[usize::try_from(state % LETTERS.len() as u64).unwrap()])
    };
    format!("cN7q{}", (0..24).map(letter).collect::<String>())
}

/// A part of the text, with its place.
fn find(text: &str, part: &str) -> Text {
    Text::verbatim(part, text.find(part).unwrap_or_else(|| panic!("{part} is not there")))
}

fn header(text: &str, name: &str, value: &str) -> Header {
    let at = text.find(&format!("{name}: {value}")).unwrap_or_else(|| panic!("{name}"));
    Header {
        name: Text::verbatim(name, at),
        value: Text::verbatim(value, at + name.len() + 2),
        set: SetBy::Text,
    }
}

fn exchange(text: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Exchange {
    Exchange {
        number: 1,
        source: Arc::new(Source::new("call.sh", text)),
        span: Span::new(0, text.len()),
        format: Format::Shell,
        origin: Origin::Pasted,
        sent: Sent::Yes,
        started: Fact::Absent,
        request: Request {
            method: Text::decoded("GET", Span::new(0, 4)),
            url: Url::split(&find(text, url)),
            headers: headers.iter().map(|(name, value)| header(text, name, value)).collect(),
            kept: Kept::All,
            body: body.map_or(Fact::Absent, |body| Fact::Known(find(text, body))),
        },
        response: Fact::Unknown(Why::NotRecorded),
        accidents: vec![],
        pointer: None,
    }
}

fn mark(text: &str, part: &str, label: &str) -> Mark {
    Mark { span: find(text, part).span(), label: label.to_owned() }
}

/// A finding about marks in an exchange, as the linter makes it.
fn finding(exchange: &Exchange, marks: &[Mark], credential: &Credential<'_>) -> Finding {
    let secrets = view::secrets(exchange, credential, &mut Ledger::default());
    let (excerpt, shown) = view::excerpt(exchange, marks, &secrets);
    let place = |(mark, shown): (&Mark, std::ops::Range<usize>)| PlacedMark {
        start: exchange.source.place(mark.span.start),
        end: exchange.source.place(mark.span.end),
        label: mark.label.clone(),
        shown,
    };
    Finding {
        rule: "vendor-token-on-environment-host".into(),
        topic: "token".into(),
        severity: Severity::Error,
        claims: Claims::Refused,
        message: "vendor token sent to an environment host".into(),
        help: Some("send it to the gateway, with the tenant header".into()),
        file: exchange.source.name().clone(),
        exchange: exchange.number,
        request: view::request(exchange),
        pointer: exchange.pointer.clone(),
        marks: marks.iter().zip(shown).map(place).collect(),
        excerpt,
        explains: Some(Explains {
            error: "failed-to-verify-user-jwt".into(),
            strength: Strength::Certain,
        }),
        folds: vec!["missing-tenant-id".into()],
        fix: None,
        fingerprint: "0".repeat(64),
    }
}

fn report(findings: Vec<Finding>) -> Report {
    let file = findings.first().map_or("call.sh".into(), |one| one.file.clone());
    Report { file, findings, exchanges: 1, frontegg: 1, ..Report::default() }
}

fn printed(reports: &[Report], human: &Human) -> String {
    let mut out = Vec::new();
    human::write(reports, human, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn written(reports: &[Report]) -> serde_json::Value {
    let mut out = Vec::new();
    json::write(reports, 1, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

/// The command of the ideal message.
fn ideal() -> (Exchange, Finding) {
    let token = canary(1).repeat(29);
    let bearer = format!("Bearer {token}");
    let url = "https://login.acme.com/identity/resources/users/v1/5f0e2c1d";
    let text = format!("curl {url} \\\n  -H 'Authorization: {bearer}'\n");
    let call = exchange(&text, url, &[("Authorization", &bearer)], None);
    let marks = [
        mark(&text, "login.acme.com", "an environment host: it verifies user tokens"),
        mark(&text, &token, "this is a vendor token"),
    ];
    let credential = Credential { kind: Some("vendor"), state: Some("valid for 21 h".into()) };
    let mut found = finding(&call, &marks, &credential);
    found.fix = Some(ShownFix {
        safety: Safety::Placeholder,
        edits: vec![],
        corrected: "curl https://<gateway>/identity/resources/users/v1/5f0e2c1d \\\n  -H 'frontegg-tenant-id: <tenant-id>' \\\n  -H \"Authorization: Bearer $VENDOR_TOKEN\"".into(),
        before: Some(format!("curl {url} \\\n  -H \"Authorization: Bearer $VENDOR_TOKEN\"")),
        variables: vec!["VENDOR_TOKEN".into()],
    });
    (call, found)
}

fn cause(id: &str, why: &str) -> Cause {
    Cause { id: id.into(), why: why.into() }
}

fn ideal_report() -> Report {
    let (_, found) = ideal();
    Report {
        diagnoses: vec![Diagnosis {
            file: "call.sh".into(),
            exchange: 1,
            error: "failed-to-verify-user-jwt".into(),
            title: "Failed to verify user JWT".into(),
            status: Some(401),
            confirmed: vec![cause(&found.rule, "vendor token sent to an environment host")],
            excluded: vec![
                cause("expired-token", "expired token (valid for another 21 h)"),
                cause("malformed-token", "malformed token"),
            ],
            open: vec![cause("revoked API key", "frontegg-lint probe")],
        }],
        undecided: vec![Undecided {
            rule: "wrong-region".into(),
            file: "call.sh".into(),
            exchange: 1,
            needs: vec![Need { fact: "vendor.region".into(), why: Why::NotConfigured }],
            settle: Some("set `region` in .frontegg-lint.yaml".into()),
        }],
        problems: vec![Problem::lost(None, "the last command is cut off")],
        ..report(vec![found])
    }
}

#[test]
fn the_ideal_message() {
    let text = printed(&[ideal_report()], &PLAIN);
    insta::assert_snapshot!(text, @r#"
    error[vendor-token-on-environment-host]: vendor token sent to an environment host
       ╭─[call.sh:1:14]
     1 │ curl https://login.acme.com/identity/resources/users/v1/‹path segment 1, 8 characters› \
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
       ruled out   expired token (valid for another 21 h) · malformed token
       cannot tell revoked API key → frontegg-lint probe

    not read: call.sh: the last command is cut off
    cannot tell: 1 rule needs vendor.region (not configured): set `region` in .frontegg-lint.yaml
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

/// Checks the parts of JSON Schema that our schema uses, and refuses any other.
fn conforms(
    value: &serde_json::Value,
    schema: &serde_json::Value,
    root: &serde_json::Value,
) -> Result<(), String> {
    for (keyword, wanted) in schema.as_object().ok_or("a schema is an object")? {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                conforms(value, root.pointer(pointer).ok_or("a dangling $ref")?, root)?;
                true
            }
            "type" => match wanted {
                serde_json::Value::Array(any) => any.iter().any(|one| is_type(value, one)),
                one => is_type(value, one),
            },
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value.as_i64() >= wanted.as_i64(),
            "minItems" => value.as_array().is_some_and(|all| !all.is_empty()),
            "required" if value.is_null() => true,
            "required" => {
                wanted.as_array().unwrap().iter().all(|n| value.get(n.as_str().unwrap()).is_some())
            }
            "properties" => {
                for (name, part) in value.as_object().into_iter().flatten() {
                    let of = wanted.get(name).ok_or(format!("{name} is not in the schema"))?;
                    conforms(part, of, root).map_err(|why| format!("{name}: {why}"))?;
                }
                true
            }
            "items" => {
                for part in value.as_array().into_iter().flatten() {
                    conforms(part, wanted, root)?;
                }
                true
            }
            other => return Err(format!("{other} is not checked")),
        };
        if !holds {
            return Err(format!("{keyword} {wanted} does not hold for {value}"));
        }
    }
    Ok(())
}

fn is_type(value: &serde_json::Value, name: &serde_json::Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}

#[test]
fn the_json_report_conforms_to_its_schema() {
    let schema: serde_json::Value = serde_json::from_str(json::SCHEMA).unwrap();
    for reports in [vec![], vec![ideal_report()], vec![Report::default(), ideal_report()]] {
        conforms(&written(&reports), &schema, &schema).unwrap();
    }
    let mut wrong = written(&[ideal_report()]);
    wrong["findings"][0]["severity"] = "fatal".into();
    assert!(conforms(&wrong, &schema, &schema).is_err());
    wrong = written(&[ideal_report()]);
    wrong["findings"][0].as_object_mut().unwrap().remove("pointer");
    assert!(conforms(&wrong, &schema, &schema).is_err());
}

#[test]
fn the_json_report_says_where_and_how_many() {
    let document = written(&[ideal_report()]);
    let found = &document["findings"][0];
    assert_eq!(found["start"], serde_json::json!({"line": 1, "column": 14, "byte": 13}));
    assert_eq!(found["marks"][0]["primary"], true);
    assert_eq!(found["marks"][1]["primary"], false);
    assert_eq!(
        found["request"]["url"],
        "https://login.acme.com/identity/resources/users/v1/‹8 characters›"
    );
    let docs = found["docs"].as_str().unwrap();
    assert!(docs.ends_with("/docs/rules/token/vendor-token-on-environment-host.md"), "{docs}");
    assert_eq!(document["summary"]["errors"], 1);
    assert_eq!(document["summary"]["exit"], 1);
}

#[test]
fn findings_come_by_file_and_exchange_and_otherwise_as_given() {
    let (_, found) = ideal();
    let of = |file: &str, exchange, rule: &str| Finding {
        file: file.into(),
        exchange,
        rule: rule.into(),
        ..found.clone()
    };
    let two = report(vec![of("b.sh", 2, "z"), of("b.sh", 1, "y"), of("b.sh", 2, "a")]);
    let one = report(vec![of("a.sh", 1, "x")]);
    let document = written(&[two, one]);
    let rules: Vec<&str> = document["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["x", "y", "z", "a"]);
}

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
    let all: Vec<String> = (1..=20).map(canary).collect();
    let [a, b, c, d, e, f, g, h] = std::array::from_fn(|at| all[at].clone());
    let url = format!("https://{a}:{b}@api.frontegg.com/users/{c}/x?q={d}&{e}=1#{f}");
    let bearer = format!("Bearer {g}");
    let body = format!(
        r#"{{"email": "{h}", "password": "{}", "list": [["{}"], 1], "{}": null}}"#,
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
        span: find(&text, "HTTP/1.1 401").span(),
    });
    (made, all)
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
        eprintln!("{}", &shown[shown.find("error[").unwrap()..]);
        let found = finding(&exchange, &marks[20..], &Credential::default());
        eprintln!(
            "{}",
            printed(
                &[report(vec![found]), ideal_report()],
                &Human { colour: Colour::Always, ..PLAIN }
            )
        );
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
        let text = format!("curl {filler} {url} {filler}");
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
       = call: 3 of the recording, /log/entries/2
       = also: missing-tenant-id
    help: send it to the gateway, with the tenant header

    1 error in 1 call to Frontegg
    ");
}
