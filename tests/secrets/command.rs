//! The command's own output: streams, arguments, unknown options, files that are not there.
#![expect(clippy::format_push_string, reason = "a call is easier to read as one text")]

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tempfile::TempDir;

use crate::canary::Canary;
use crate::samples;

/// Runs the command in a folder of its own and gives all it printed.
fn run(desk: &TempDir, arguments: &[&str], input: &[u8]) -> String {
    let said = crate::desk::command::run(desk.path(), arguments, input);
    assert!(said.code <= 2, "{arguments:?} ended with {}", said.code);
    let all = said.all();
    assert!(!all.contains("internal error"), "{all}");
    all
}

fn desk(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".frontegg-lint.yaml"), "# nothing\n").unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// All that the command can be asked about one file.
fn asked(desk: &TempDir, file: &str) -> String {
    [
        &["check", "--format", "json", file][..],
        &["check", "--color", "never", file],
        &["check", "--color", "always", "-v", file],
        &["check", "-q", file, "--response", file],
        &["read", file],
        &["read", file, "--format", "json", "--read-files"],
    ]
    .iter()
    .map(|arguments| run(desk, arguments, b""))
    .collect()
}

/// A call with a canary in each of its parts.
fn full_call(canary: &mut impl FnMut() -> String) -> String {
    let url = format!(
        "https://{}:{}@api.frontegg.com/identity/{}/users?q={}&{}=1#{}",
        canary(),
        canary(),
        canary(),
        canary(),
        canary(),
        canary()
    );
    let body = format!(
        r#"{{"email": "{}", "password": "{}", "deep": [{{"{}": ["{}"]}}]}}"#,
        canary(),
        canary(),
        canary(),
        canary()
    );
    let mut call =
        format!("# for {}\n{}\nexport X={} Y='{}'\n", canary(), canary(), canary(), canary());
    call += &format!("{}=1 curl '{url}' -H 'Authorization: Bearer {}' \\\n", canary(), canary());
    for name in ["Cookie: sid=", "X-Other: ", "frontegg-tenant-id: ", "Content-Type: "] {
        call += &format!("  -H '{name}{}' \\\n", canary());
    }
    for option in [
        "-u user:",
        "-o ",
        "--cacert ",
        "-F f=@",
        "--proxy-user x:",
        "-x http://a:",
        "-E a.pem:",
        "--key ",
        "-A ",
        "-e https://a/",
        "-b s=",
        "--oauth2-bearer ",
        "--",
        "--interface=",
        "-w ",
        "--resolve ",
        "--unix-socket /",
        "-K ",
        "-c ",
        "--data-urlencode a=",
        "-T ",
        "--pass ",
    ] {
        call += &format!("  {option}{} \\\n", canary());
    }
    call += &format!("  -d '{body}' | jq .{} > {}\n", canary(), canary());
    call += &format!("HTTP/2 401 {}\nset-cookie: fe_refresh_a={}; Path=/\n", canary(), canary());
    call += &format!(
        "x-trace: {}\n\n{{\"errors\":[\"{}\"],\"token\":\"{}\"}}\n",
        canary(),
        canary(),
        canary()
    );
    call
}

#[test]
fn a_call_full_of_secrets_shows_none() {
    let mut canaries = Vec::new();
    let mut canary = || {
        canaries.push(Canary::new(3 << 20 | canaries.len() as u64));
        canaries[canaries.len() - 1].text.clone()
    };
    let call = full_call(&mut canary);
    let one = format!(
        "@base = https://api.frontegg.com\n@key = {}\n### {}\n# {}\nPOST {{{{base}}}}/identity/{}\nAuthorization: Bearer {}\n\n{{\"a\":\"{}\"}}\n\n> {{% client.log('{}') %}}\n",
        canary(),
        canary(),
        canary(),
        canary(),
        canary(),
        canary(),
        canary()
    );
    let desk = desk(&[("call.sh", &call), ("call.http", &one)]);
    let shown = asked(&desk, "call.sh") + &asked(&desk, "call.http");
    let piped = run(&desk, &["--format", "json"], call.as_bytes());
    none(&canaries, &(shown + &piped), &call);
}

/// Each string of a recording becomes a canary, except what makes it a recording.
fn replace(value: &mut Value, name: &str, canary: &mut impl FnMut() -> String) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, canary)),
        Value::Object(members) => {
            // These headers say where the call goes.
            let host = [":authority", "host", "Host"]
                .iter()
                .any(|host| members.get("name").is_some_and(|name| name == host));
            if host {
                return;
            }
            for (name, member) in members {
                replace(member, name, canary);
            }
        }
        Value::String(text) => match name {
            "url" => {
                let (address, rest) = text.split_once('?').unwrap_or((text, ""));
                *text = format!("{address}/{}?{rest}&a={}#{}", canary(), canary(), canary());
            }
            "name" if text.len() < 40 => {}
            "method" | "startedDateTime" | "encoding" => {}
            "text" => *text = format!("{{\"{}\": \"{}\"}}", canary(), STANDARD.encode(canary())),
            _ => *text = canary(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn a_recording_full_of_secrets_shows_none() {
    let mut seed = 5 << 20;
    for sample in samples::fixtures().iter().filter(|sample| sample.text.contains("\"entries\"")) {
        let text = sample.text.trim_start_matches('\u{feff}');
        let Ok(mut recording) = serde_json::from_str::<Value>(text) else { continue };
        let mut canaries = Vec::new();
        replace(&mut recording, "", &mut || {
            seed += 1;
            canaries.push(Canary::new(seed));
            canaries[canaries.len() - 1].text.clone()
        });
        let text = recording.to_string();
        let desk = desk(&[("a.har", &text)]);
        none(&canaries, &asked(&desk, "a.har"), &text);
    }
}

fn none(canaries: &[Canary], shown: &str, text: &str) {
    assert!(!canaries.is_empty());
    let found = canaries.iter().filter_map(|canary| {
        let context = canary.found(shown)?;
        let at = text.find(&canary.text).unwrap_or_default();
        Some(format!(
            "{context}\n   OF {}",
            text.get(at.saturating_sub(40)..at).unwrap_or_default()
        ))
    });
    let found: Vec<String> = found.collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_argument_is_repeated() {
    let canary = Canary::new(9 << 20);
    let secret = canary.text.as_str();
    let jwt = format!("eyJ{secret}.{secret}.{secret}");
    let desk = desk(&[("call.sh", "curl https://api.frontegg.com/x\n"), ("secret.txt", secret)]);
    let with = |pattern: &str| pattern.replace('*', secret);
    for line in [
        "*",
        "check *",
        "--*",
        "-*",
        "--regoin=*",
        "--region *",
        "--region=*",
        "--token-kind *",
        "--now *",
        "--status *",
        "--format *",
        "--format json=/*/*",
        "--fail-on *",
        "--input-format *",
        "--config *",
        "--config */*.yaml",
        "--rules *",
        "--response * call.sh",
        "--color *",
        "read *",
        "read --*",
        "read --format *",
        "route GET *",
        "route * /x",
        "route GET https://u:*@a/*?*=*#*",
        "route GET * --format json",
        "explain *",
        "explain a * b",
        "rules *",
        "rules show *",
        "rules test *",
        "rules list *",
        "rules list --format *",
        "curl * -H *:* --* -u * -d *",
        "curl https://api.frontegg.com/* -H A:*",
        "check --format json curl https://*@api.frontegg.com/identity/resources/roles/v1 -H Authorization:*",
        "-v curl https://api.frontegg.com/identity/resources/roles/v1 -H frontegg-tenantid:* -o *",
        "call.sh --response secret.txt",
        "call.sh --status 401 --response secret.txt --format json",
        "secret.txt",
        "read secret.txt",
        "call.sh * --format json",
        "help *",
    ] {
        let line = with(line);
        let arguments: Vec<&str> = line.split(' ').collect();
        let shown = run(&desk, &arguments, b"");
        assert_eq!(canary.found(&shown), None, "{line}: {shown}");
    }
    for arguments in [[jwt.as_str()].as_slice(), &["read", &jwt], &["Bearer", &jwt], &["-H", &jwt]]
    {
        let shown = run(&desk, arguments, jwt.as_bytes());
        assert_eq!(canary.found(&shown), None, "{shown}");
    }
}

/// What stands where in an answer's own file says nothing of the call's text.
#[test]
fn an_answer_in_a_file_of_its_own_uncovers_nothing_of_the_call() {
    let canary = Canary::new(12 << 20);
    let call = format!(
        "curl https://api.us.frontegg.com/identity/resources/users/v3 -H 'Authorization: Bearer {}'\n",
        canary.text
    );
    let error = r#"{"errors":["Failed to verify vendor JWT"]}"#;
    for filling in (0..160).step_by(10) {
        let header = format!("x-filled: {}", "y".repeat(filling));
        let answer = format!("HTTP/1.1 401 Unauthorized\r\n{header}\r\n\r\n{error}");
        let desk = desk(&[("call.sh", &call), ("answer.txt", &answer)]);
        for format in ["human", "json"] {
            let asked =
                ["--region", "au", "--response", "answer.txt", "call.sh", "--format", format];
            let shown = run(&desk, &asked, b"");
            assert!(shown.contains("wrong-region"), "{shown}");
            assert_eq!(canary.found(&shown), None, "{filling}: {shown}");
        }
    }
}

#[test]
fn secrets_are_shown_where_they_are_asked_for() {
    let canary = Canary::new(10 << 20);
    let call =
        format!("curl https://api.frontegg.com/x -H 'Authorization: Bearer {}'\n", canary.text);
    let desk = desk(&[("call.sh", &call)]);
    assert!(canary.found(&run(&desk, &["read", "call.sh", "--with-secrets"], b"")).is_some());
}

#[test]
fn a_configuration_that_does_not_hold_shows_no_value() {
    let canary = Canary::new(11 << 20);
    let secret = &canary.text;
    for config in [
        format!("{secret}: 1\n"),
        format!("region: {secret}\n"),
        format!("fail-on: {secret}\n"),
        format!("environments:\n  - name: {secret}\n    {secret}: x\n"),
        format!("region: [{secret}\n"),
        format!("\"{secret}\n"),
        format!("tenant-id: {{a: {secret}}}\n"),
        secret.clone(),
    ] {
        let desk = desk(&[("call.sh", "curl https://api.frontegg.com/x\n"), ("c.yaml", &config)]);
        let shown = run(&desk, &["call.sh", "--config", "c.yaml"], b"");
        assert_eq!(canary.found(&shown), None, "{config}: {shown}");
    }
}
