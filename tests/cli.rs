//! The command as it is run: exit codes, formats, what it says and never repeats.
#![expect(clippy::disallowed_methods, reason = "a test of the command gives it files")]
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod desk;

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use desk::command::{Said, ended, run, started};

const CLEAN: &str = "curl https://api.frontegg.com/auth/vendor -H 'Content-Type: application/json' \\\n  \
                     -d '{\"clientId\":\"'$CLIENT_ID'\",\"secret\":\"'$SECRET'\"}'\n";
const WRONG: &str = "curl https://api.frontegg.com/identity/resources/roles/v1 \\\n  \
                     -H 'Authorization: Bearer undefined'\n";
const CUT_OFF: &str = "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"x\",\"version\":\"1\"},\
                       \"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"https://a";

/// A scratch folder, and the command run in it.
struct Desk(TempDir);

impl Desk {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        // Stops the search upwards: what lies above the scratch folder is nobody's business.
        let config = folder.path().join(".frontegg-lint.yaml");
        if !config.exists() {
            fs::write(config, "# nothing\n").unwrap();
        }
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &[&str]) -> Said {
        self.pipe(arguments, b"")
    }

    fn pipe(&self, arguments: &[&str], input: &[u8]) -> Said {
        run(self.path(), arguments, input)
    }
}

#[test]
fn a_paste_is_read_from_a_pipe_and_from_arguments() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.pipe(&[], WRONG.as_bytes()).code, 1);
    assert_eq!(desk.pipe(&["-"], WRONG.as_bytes()).code, 1);
    assert_eq!(desk.pipe(&["check", "--quiet"], WRONG.as_bytes()).code, 1);
    let url = "https://api.frontegg.com/identity/resources/roles/v1";
    let said =
        desk.run(&["--format", "json", "curl", url, "-H", "Authorization: Bearer undefined"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert_eq!(said.json()["findings"][0]["file"], "<arguments>");
}

#[test]
fn all_is_quiet_when_all_is_well() {
    let desk = Desk::new(&[("clean.sh", CLEAN), ("wrong.sh", WRONG)]);
    let said = desk.run(&["check", "--quiet", "clean.sh"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""));
    let said = desk.run(&["check", "--quiet", "clean.sh", "wrong.sh"]);
    assert!(said.out.contains("wrong.sh"), "{}", said.out);
}

#[test]
fn several_formats_go_to_several_places() {
    let desk = Desk::new(&[("wrong.sh", WRONG)]);
    let said = desk.run(&["wrong.sh", "--format", "human", "--format", "json=out.json"]);
    assert_eq!(said.code, 1);
    let text = fs::read_to_string(desk.path().join("out.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["summary"]["exit"], 1);
    assert!(said.out.contains("wrong.sh"));
    assert_eq!(desk.run(&["wrong.sh", "--format", "human", "--format", "json"]).code, 2);
    assert_eq!(desk.run(&["wrong.sh", "--format", "json=no/such/folder/x"]).code, 2);
}

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    let desk = Desk::new(&[("call.sh", WRONG)]);
    let secret = format!("ey{}.{}.k9XvQ2mLr8TbW4", "J".repeat(3), "x".repeat(20));
    let attached = format!("--tokn={secret}");
    let short = format!("-{secret}");
    for arguments in [
        &[secret.as_str()][..],
        &["--token", &secret],
        &[&attached],
        &[&short],
        &["--now", &secret],
        &["--region", &secret],
        &["--token-kind", &secret],
        &["--config", &secret],
        &["--response", &secret, "call.sh"],
        &["--rules", &secret, "call.sh"],
        &["--format", &secret],
        &["explain", &secret],
        &["rules", &secret],
        &["rules", "show", &secret],
        &["read", &secret],
    ] {
        for json in [&[][..], &["--format", "json"]] {
            let said = desk.run(&[arguments, json].concat());
            assert_eq!(said.code, 2, "{arguments:?}: {}", said.err);
            assert!(!said.out.contains("k9Xv") && !said.err.contains("k9Xv"), "{}", said.err);
        }
    }
}

#[test]
fn any_bytes_end_in_words() {
    let desk = Desk::new(&[]);
    let inputs: [&[u8]; 7] = [
        b"",
        b"\n\n",
        b"\x00\x01\x02\xff\xfe",
        b"\x1f\x8b\x08\x00",
        b"curl 'https://api.frontegg.com",
        CUT_OFF.as_bytes(),
        b"{\"log\":",
    ];
    for input in inputs {
        for arguments in [&["check"][..], &["check", "--format", "json"], &["read"]] {
            let said = desk.pipe(arguments, input);
            assert!(!said.err.contains("internal error"), "{input:?}: {}", said.err);
            assert!([0, 1, 2].contains(&said.code));
            if arguments != ["check"] {
                said.json();
            }
        }
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let desk = Desk::new(&[("wrong.sh", WRONG)]);
    for arguments in [&["explain"][..], &["wrong.sh"], &["read", "wrong.sh"], &["--help"]] {
        let mut child = started(desk.path(), arguments);
        drop((child.stdin.take(), child.stdout.take()));
        let said = ended(child);
        assert!(said.code < 2, "{arguments:?}: {}", said.err);
        assert!(!said.err.contains("internal error"), "{}", said.err);
    }
}

#[test]
fn the_configuration_is_found_upwards_and_can_be_set_aside() {
    let config = "regoin: us\n";
    let desk = Desk::new(&[(".frontegg-lint.yaml", config), ("a/b/clean.sh", CLEAN)]);
    let said = desk.run(&["a/b/clean.sh"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("did you mean `region`?"), "{}", said.err);
    assert_eq!(desk.run(&["a/b/clean.sh", "--no-config"]).code, 0);
    let desk = Desk::new(&[("fail.yaml", "fail-on: never\n"), ("wrong.sh", WRONG)]);
    assert_eq!(desk.run(&["wrong.sh", "--config", "fail.yaml"]).code, 0);
    assert_eq!(desk.run(&["wrong.sh", "--config", "fail.yaml", "--fail-on", "error"]).code, 1);
}

#[test]
fn a_missing_file_does_not_stop_the_others() {
    let desk = Desk::new(&[("wrong.sh", WRONG)]);
    let said = desk.run(&["none.sh", "wrong.sh", "."]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("none.sh: no such file"), "{}", said.err);
    // The folder holds the file that was named before: it is read once.
    assert_eq!(said.out.matches("─[wrong.sh:").count(), 1, "{}", said.out);
}

#[test]
fn a_route_is_found_and_a_misspelt_one_suggested() {
    let desk = Desk::new(&[]);
    let found = desk.run(&["route", "get", "https://x.frontegg.com/identity/resources/roles/v1"]);
    assert!(found.out.starts_with("GET /identity/resources/roles/v1\n"), "{}", found.out);
    let said = desk.run(&["route", "GET", "/identity/resources/rolse/v1", "--format", "json"]);
    let document = said.json();
    assert_eq!(document["match"], Value::Null);
    assert_eq!(document["nearest"][0]["path"], "/identity/resources/roles/v1");
}

#[test]
fn a_route_says_what_its_query_and_its_body_take() {
    let desk = Desk::new(&[]);
    let route = |method: &str, path: &str| desk.run(&["route", method, path]).out;
    let users = route("GET", "/identity/resources/users/v3");
    assert!(users.contains("  query     _limit              number, at most 200\n"), "{users}");
    assert!(users.contains("            _order              one of ASC, DESC\n"), "{users}");
    let template = route("POST", "/identity/resources/mail/v1/configs/templates");
    assert!(
        template.contains("type                required, one of ResetPassword, "),
        "{template}"
    );
    assert!(template.contains(" and 21 more\n"), "{template}");
    let roles = route("POST", "/identity/resources/roles/v1");
    assert!(roles.contains("  body      JSON, list of objects\n"), "{roles}");
    assert!(
        roles.contains("            level          number, at least 0, at most 32767\n"),
        "{roles}"
    );
    let provider = route("POST", "/identity/resources/mail/v2/configurations");
    assert!(provider.contains("                provider  required, only ses-role\n"), "{provider}");
    let json = |method: &str, path: &str| {
        desk.run(&["route", method, path, "--format", "json"]).json()["match"].clone()
    };
    let roles = json("GET", "/identity/resources/users/v3/roles");
    assert_eq!(
        roles["query"][0],
        serde_json::json!({ "name": "ids", "required": true, "standing": "observed", "type": "array",
            "values": [], "max": 250, "items": { "type": "string", "values": [] } })
    );
    assert_eq!(roles["body"], Value::Null);
    let vendor = json("POST", "/auth/vendor/");
    assert_eq!(
        vendor["body"],
        serde_json::json!({ "required": true, "content_types": ["application/json"],
            "type": "object", "values": [], "fields": [
                { "name": "clientId", "required": true, "type": "string", "values": [] },
                { "name": "secret", "required": true, "type": "string", "values": [] }] })
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let desk = Desk::new(&[]);
    let document = desk.run(&["rules", "list", "--format", "json"]).json();
    let rules = document["rules"].as_array().unwrap();
    assert!(!rules.is_empty());
    for rule in rules {
        let said = desk.run(&["explain", rule["id"].as_str().unwrap()]);
        assert_eq!(said.code, 0, "{rule}");
        assert!(said.out.contains("## Why"), "{rule}");
    }
    let said = desk.run(&["explain", "wrong-regoin"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("did you mean `wrong-region`?"), "{}", said.err);
}

#[test]
fn the_schema_of_rule_files_is_printed() {
    let schema = Desk::new(&[]).run(&["rules", "schema"]).json();
    assert!(schema["$defs"]["rule"]["properties"]["when"].is_object());
}

#[test]
fn pages_are_written_and_a_stale_one_is_named() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.run(&["rules", "pages", "--check"]).code, 1);
    assert_eq!(desk.run(&["rules", "pages"]).code, 0);
    assert_eq!(desk.run(&["rules", "pages", "--check"]).code, 0);
    let page = desk.path().join("docs/rules/gateway/wrong-region.md");
    fs::write(&page, "old").unwrap();
    fs::write(desk.path().join("docs/errors/of-nothing.md"), "").unwrap();
    let said = desk.run(&["rules", "pages", "--check"]);
    assert_eq!(said.code, 1);
    let named: Vec<&str> = said.out.lines().collect();
    assert_eq!(named, ["docs/rules/gateway/wrong-region.md", "docs/errors/of-nothing.md"]);
}

#[test]
fn a_rule_file_that_does_not_hold_is_shown_with_its_place() {
    let desk =
        Desk::new(&[("own/gateway/mine.yaml", "id: mine\nsevrity: error\n"), ("c.sh", CLEAN)]);
    for arguments in [&["rules", "test", "own"][..], &["c.sh", "--rules", "own"]] {
        let said = desk.run(arguments);
        assert_eq!(said.code, 2, "{}", said.err);
        assert!(said.err.contains("gateway/mine.yaml:2:1"), "{}", said.err);
    }
}
